"""The first page: five sentences to read aloud, and what the page does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.locale import listing, mark, number, tr, trn
from wtc_eco.render.report.wording import without_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wtc_eco.analysis.finding import Finding

SENTENCES = (
    ("overview", mark("Who is there.")),
    ("answers", mark("Who answered.")),
    ("isolated", mark("Who knows whom.")),
    ("worst_gap", mark("What is missing.")),
    ("journeys", mark("The journeys.")),
)
"""The questions of the five sentences, in their order, and how each sentence is announced."""
NAMED = 4
"""How many structures without a declared tie the page names; more are counted."""


@dataclass(frozen=True)
class Said:
    """A sentence of the page: how it is announced, its text, the section that tells more (or "").

    `fragile`: a small change would change it; `pending`: nothing answers it yet.
    """

    announced: str
    text: str
    see: str = ""
    fragile: bool = False
    pending: bool = False


def sentences(findings: Mapping[str, Finding], place: str = "") -> tuple[Said, ...]:
    """The five sentences; the one that no finding answers says so."""
    return tuple(_sentence(tr(announced), findings.get(question), place) for question, announced in SENTENCES)


def _sentence(announced: str, finding: Finding | None, place: str) -> Said:
    if finding is None:
        return Said(announced, tr("Not computed yet."), pending=True)
    text = " ".join((without_place(finding.sentence(), place), *_names(finding)))
    # Where nobody can speak for any structure there is no result yet that could change.
    fragile = bool(finding.fragile) and finding.unknown < finding.base
    return Said(announced, text, finding.question, fragile=fragile)


def _names(finding: Finding) -> Iterator[str]:
    """Who has no declared tie; the sentence gives their number only."""
    if finding.question != "isolated":
        return
    alone = [row for row in finding.rows() if row.get("standing") == "isolated" and row.get("name")]
    if not alone:
        return
    names = [f"{row['name']} ({row['commune']})" if row.get("commune") else row["name"] for row in alone]
    more = len(names) - NAMED
    rest = [trn("{n} other", "{n} others", more)] if more > 0 else []
    told = listing([*names[:NAMED], *rest])
    if any(row.get("upper_bound") for row in alone):
        yield tr("Without a declared tie so far: {names}.", names=told)
    else:
        yield tr("Without a declared tie: {names}.", names=told)


def silences(findings: Mapping[str, Finding], contact: str) -> tuple[str, ...]:
    """What the page does not say, for a reader who has only this page."""
    return tuple(_silences(findings, contact))


def _silences(findings: Mapping[str, Finding], contact: str) -> Iterator[str]:
    yield (
        tr("A structure that is not listed may exist: report it to {contact}.", contact=contact)
        if contact
        else tr("A structure that is not listed may exist: report it to the coordination.")
    )
    yield tr("The ties are those that structures declare; those who did not answer may have others.")
    rests_on = findings.get("hypotheses")
    if rests_on is not None:
        yield tr(
            "Figures in people are orders of magnitude: {n} of the {all} sets of figures they rest on are hypotheses.",
            n=number(rests_on.unknown),
            all=number(rests_on.base),
        )
        yield from rests_on.remarks
