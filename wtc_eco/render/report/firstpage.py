"""The first page: five sentences to read aloud, what to do next, and what the page does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.locale import kilometres, listing, mark, people, tr, trn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wtc_eco.analysis.finding import Finding

SENTENCES = (
    ("overview", mark("Who is there.")),
    ("answers", mark("Who answered.")),
    ("isolated", mark("Who knows whom.")),
    ("worst_gap", mark("What is missing.")),
    ("journeys", mark("The journeys.")),
)
"""The questions of the five sentences, in their order, and how each sentence is announced."""
CHASED = 3


@dataclass(frozen=True)
class Said:
    """A sentence of the page: how it is announced, its text, and whether it is fragile or still missing."""

    announced: str
    text: str
    fragile: bool = False
    pending: bool = False


def sentences(findings: Mapping[str, Finding]) -> tuple[Said, ...]:
    """The five sentences; the one that no finding answers says so."""
    return tuple(_sentence(tr(announced), findings.get(question)) for question, announced in SENTENCES)


def _sentence(announced: str, finding: Finding | None) -> Said:
    if finding is None:
        return Said(announced, tr("Not computed yet."), pending=True)
    return Said(announced, finding.sentence(), fragile=bool(finding.fragile))


def actions(findings: Mapping[str, Finding]) -> tuple[Said, ...]:
    """What can be said to do, from what is computed: whom to chase, whom to introduce, whose hours to ask."""
    directory = findings.get("directory")
    if directory is None:
        return ()
    answers = findings.get("answers")
    never_asked = answers is not None and answers.response is None
    announced = tr("Ask first") if never_asked else tr("Chase")
    found = (_chase(directory, announced), _introduce(findings.get("missing_links")), _hours(directory))
    return tuple(said for said in found if said)


def _chase(directory: Finding, announced: str) -> Said | None:
    """The silent structures that the others name most: their answers would tell most."""
    silent = [row for row in directory.rows() if row.get("standing") == "named_only" and row.get("n_in")]
    if not silent:
        return None
    first = sorted(silent, key=lambda row: (-row["n_in"], row["name"] or "", row["id"]))[:CHASED]
    names = [
        trn("{name} ({n} mention)", "{name} ({n} mentions)", row["n_in"], name=row["name"] or row["id"])
        for row in first
    ]
    text = tr("{names}: named by others, not heard yet. Their answers would tell most.", names=listing(names))
    rest = len(silent) - len(first)
    more = trn("{n} other silent structure is named.", "{n} other silent structures are named.", rest)
    return Said(announced, f"{text} {more}" if rest else text)


def _introduce(introductions: Finding | None) -> Said | None:
    """The introduction that would open a way to most people, both ends having answered where one has."""
    rows = introductions.rows() if introductions else ()
    if introductions is None or not rows:
        return None
    first = next((row for row in rows if row["both_answered"]), rows[0])
    said = {
        "start": first["from_name"],
        "end": first["to_name"],
        "km": kilometres(first["km"]) if first["km"] is not None else tr("distance unknown"),
        "people": people(first["people"]),
    }
    text = (
        tr(
            "{start} to {end} ({km}): both have answered, no referral is declared from the first to the second; about "
            "{people} people would find a way.",
            **said,
        )
        if first["both_answered"]
        else tr(
            "{start} to {end} ({km}): no referral is declared from the first to the second, which has not answered; "
            "about {people} people would find a way.",
            **said,
        )
    )
    more = trn("{n} other introduction is proposed.", "{n} other introductions are proposed.", len(rows) - 1)
    text = f"{text} {more}" if len(rows) > 1 else text
    return Said(tr("Introduce"), text, fragile=bool(introductions.fragile))


def _hours(directory: Finding) -> Said | None:
    """How many structures' hours nobody knows: no gap in time can be told about them."""
    if not any(head.id == "slots_known" for head in directory.headings):
        return None
    dark = sum(1 for row in directory.rows() if not row.get("slots_known"))
    if not dark:
        return None
    text = trn(
        "{n} structure out of {all} has no known hours: ask for them first, before speaking of missing slots.",
        "{n} structures out of {all} have no known hours: ask for them first, before speaking of missing slots.",
        dark,
        all=len(directory.rows()),
    )
    return Said(tr("Complete"), text)


def silences(contact: str) -> tuple[str, ...]:
    """What the page does not say, for a reader who has only this page."""
    missing = (
        tr("A structure that is not listed may exist: report it to {contact}.", contact=contact)
        if contact
        else tr("A structure that is not listed may exist: report it to the coordination.")
    )
    return (
        missing,
        tr("The ties are those that structures declare; those who did not answer may have others."),
        tr("What nobody told us is unknown: it is neither a zero nor a gap."),
    )
