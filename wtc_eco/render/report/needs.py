"""Bars about what is offered, missing and found: gaps in people, steps, journeys, trained teams."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from wtc_eco.locale import number, people, tr
from wtc_eco.render.cells import UNKNOWN, spoken, visible
from wtc_eco.render.report.charts import FULL, Bar, Bars, Part, stacked
from wtc_eco.render.report.tallies import words_of
from wtc_eco.render.report.wording import bare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wtc_eco.analysis.finding import Finding

LARGEST = 12
"""How many gaps are drawn: those that concern most people."""
LACKING = ("no_entry", "no_offer", "wrong_slot", "no_path")
"""The outcomes of a journey that end without a known solution."""
OUTCOMES = (
    ("found", ("door",)),
    ("sent", ("one",)),
    ("sent-twice", ("two",)),
    ("missing", LACKING),
    ("unknown", ("unknown",)),
)
"""What a reader can tell apart in a journey: tint and the outcomes it gathers."""
LEVELS = (("found", "yes"), ("sent", "partly"), ("missing", "no"))

Row = dict[str, Any]


def gaps(found: Finding) -> Bars | None:
    """The theme and time slots whose lack concerns most people; the fragile ones hatched and named so."""
    rows = [row for row in found.rows() if row.get("concerned")]
    if not rows:
        return None
    first = sorted(rows, key=lambda row: -row["concerned"])[:LARGEST]
    themes, slots = words_of(found, "theme"), words_of(found, "slot")
    top = first[0]["concerned"]
    return Bars(
        tr("Gaps, by how many people they concern (orders of magnitude)"),
        (tr("Theme and time slot"), tr("People"), tr("Communes without"), tr("Result")),
        tuple(
            _gap(row, f"{bare(themes.get(row['theme'], ''))} – {slots.get(row['slot'], '').lower()}", top)
            for row in first
        ),
        (("missing", tr("firm")), ("fragile-tint", tr("fragile"))),
    )


def _gap(row: Mapping[str, Any], label: str, top: int) -> Bar:
    fragile = bool(row["fragile"])
    figures = (
        people(row["concerned"]),
        tr("{n} of {all}", n=number(row["n_lacking"]), all=number(row["n_communes"])),
        tr("fragile") if fragile else tr("firm"),
    )
    length = round(FULL * row["concerned"] / top, 2)
    return Bar(
        visible(label),
        figures,
        (Part("fragile-tint" if fragile else "missing", 0.0, length, row["concerned"]),),
    )


def offers(found: Finding, facet: str) -> Bars | None:
    """How many structures offer each step (or public), do not, or have not said."""
    words = words_of(found, facet)
    counts: dict[str, Counter[str]] = {}
    for row in found.rows():
        held = counts.setdefault(row[facet], Counter())
        held.update(
            {
                "found": row["n_offering"],
                "missing": row["n_known"] - row["n_offering"],
                "unknown": row["n_unknown"],
            }
        )
    if not counts:
        return None
    order = [key for key in words if key in counts]
    top = max(held.total() for held in counts.values())
    tints = (("found", tr("Offer it")), ("missing", tr("Do not")), ("unknown", tr("Have not said")))
    return Bars(
        tr("{what}: what structures have said", what=found.headings[0].title),
        (found.headings[0].title, *(said for _, said in tints)),
        tuple(_counted(visible(words[key]), counts[key], tints, top) for key in order),
        tints,
    )


def _counted(label: str, held: Counter[str], tints: Sequence[tuple[str, str]], top: int) -> Bar:
    amounts = [(tint, held[tint]) for tint, _ in tints]
    return stacked(label, [number(n) for _, n in amounts], amounts, top)


def journeys(found: Finding) -> Bars | None:
    """What becomes of each typical person, commune by commune: served at the door, sent on, or not."""
    held = outcomes(found)
    if not held:
        return None
    profiles, needs = words_of(found, "profile"), words_of(found, "need")
    tints = outcome_titles()
    top = max(counts.total() for counts in held.values())
    return Bars(
        tr("In how many communes each typical person finds what they need"),
        (tr("Who, for what"), *(said for _, said in tints)),
        tuple(
            _counted(visible(f"{profiles.get(who, who)} – {bare(needs.get(what, what))}"), counts, tints, top)
            for (who, what), counts in held.items()
        ),
        tints,
    )


def outcome_titles() -> tuple[tuple[str, str], ...]:
    """The tints of a journey and what they stand for."""
    said = (
        tr("At the door"),
        tr("After one referral"),
        tr("After two"),
        tr("No known solution"),
        tr("Unknown"),
    )
    return tuple(zip((tint for tint, _ in OUTCOMES), said, strict=True))


def outcomes(found: Finding) -> dict[tuple[str, str], Counter[str]]:
    """How many communes for each profile, need and tint, in the order of the pack."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in found.rows():
        held = counts.setdefault((row["profile"], row["need"]), Counter())
        for tint, gathered in OUTCOMES:
            held[tint] += sum(_communes(row, outcome) for outcome in gathered)
    order = {key: place for place, key in enumerate(words_of(found, "profile"))}
    needs = {key: place for place, key in enumerate(words_of(found, "need"))}
    last = len(order) + len(needs)
    ranked = sorted(counts, key=lambda pair: (order.get(pair[0], last), needs.get(pair[1], last), pair))
    return {pair: counts[pair] for pair in ranked}


def _communes(row: Mapping[str, Any], outcome: str) -> int:
    """Rows are one a commune, with its outcome, or one a bassin, with a count for each outcome."""
    return int(row.get("mark") == outcome) if "mark" in row else int(row.get(outcome) or 0)


def trained(found: Finding) -> tuple[Bars, ...]:
    """Whose whole team is trained, part of it, nobody, or who has not said; by place and by kind."""
    heads = {head.id: head for head in found.headings}
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in found.rows():
        groups.setdefault(row["by"], []).append(row)
    tints = (*((tint, heads[level].title) for tint, level in LEVELS), ("unknown", tr("Have not said")))
    return tuple(
        Bars(
            tr("Trained teams, by {group}", group=spoken(by, heads["by"]).lower()),
            (spoken(by, heads["by"]), *(said for _, said in tints)),
            tuple(
                _team(row, _label(row, heads["id"]), max(one["structures"] for one in rows)) for row in rows
            ),
            tints,
        )
        for by, rows in groups.items()
    )


def _label(row: Mapping[str, Any], heading: Any) -> str:
    said = spoken(row["id"], heading)
    return tr("unknown") if said == UNKNOWN else said


def _team(row: Mapping[str, Any], label: str, top: int) -> Bar:
    amounts = [(tint, row[level]) for tint, level in LEVELS]
    amounts.append(("unknown", row["structures"] - row["known"]))
    return stacked(visible(label), [number(n) for _, n in amounts], amounts, top)
