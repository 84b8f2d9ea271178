"""Charts of need: bars and heat maps of what is offered, missing and found, and of who is tied to whom."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from wtc_eco.i18n import number, people, tr
from wtc_eco.render.cells import UNKNOWN, spoken, visible
from wtc_eco.render.report.charts import (
    FULL,
    Bar,
    Bars,
    Heat,
    Part,
    Shaded,
    Values,
    bare,
    graded,
    heat,
    stacked,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wtc_eco.analysis.finding import Finding

LARGEST = 12
"""How many gaps are drawn: those that concern most people."""
UNSERVED = ("no_entry", "no_offer", "wrong_slot", "no_path")
"""The outcomes of a journey that end without a known solution."""
OUTCOMES = (
    ("found", ("door",)),
    ("sent", ("one",)),
    ("sent-twice", ("two",)),
    ("missing", UNSERVED),
    ("unknown", ("unknown",)),
)
"""What a reader can tell apart in a journey: tint and the outcomes it gathers."""
LEVELS = (("found", "yes"), ("sent", "partly"), ("missing", "no"))

Row = dict[str, Any]


def gap_bars(finding: Finding) -> Bars | None:
    """The theme and time slots whose lack concerns most people; the borderline ones hatched and named so."""
    rows = [row for row in finding.rows() if row.get("concerned")]
    if not rows:
        return None
    first = sorted(rows, key=lambda row: -row["concerned"])[:LARGEST]
    themes, slots = words_of(finding, "theme"), words_of(finding, "slot")
    top = first[0]["concerned"]
    return Bars(
        tr("Gaps, by how many people they concern (orders of magnitude)"),
        (tr("Theme and time slot"), tr("People"), tr("Communes without"), tr("Gap")),
        tuple(
            _gap(row, f"{bare(themes.get(row['theme'], ''))} – {slots.get(row['slot'], '').lower()}", top)
            for row in first
        ),
        (("missing", tr("clear")), ("fragile-tint", tr("borderline"))),
    )


def _gap(row: Mapping[str, Any], label: str, top: int) -> Bar:
    fragile = bool(row["fragile"])
    figures = (
        people(row["concerned"]),
        tr("{n} of {all}", n=number(row["n_lacking"]), all=number(row["n_communes"])),
        tr("borderline") if fragile else tr("clear"),
    )
    length = round(FULL * row["concerned"] / top, 2)
    return Bar(
        visible(label),
        figures,
        (Part("fragile-tint" if fragile else "missing", 0.0, length, row["concerned"]),),
    )


def offers(finding: Finding, facet: str) -> Bars | None:
    """How many structures offer each step (or public), do not, or have not said."""
    words = words_of(finding, facet)
    counts: dict[str, Counter[str]] = {}
    for row in finding.rows():
        counted = counts.setdefault(row[facet], Counter())
        counted.update(
            {
                "found": row["n_offering"],
                "missing": row["n_known"] - row["n_offering"],
                "unknown": row["n_unknown"],
            }
        )
    if not counts:
        return None
    order = [key for key in words if key in counts]
    top = max(counted.total() for counted in counts.values())
    tints = (("found", tr("Offer it")), ("missing", tr("Do not")), ("unknown", tr("Have not said")))
    return Bars(
        tr("{what}: what structures have said", what=finding.headings[0].title),
        (finding.headings[0].title, *(words_of_tint for _, words_of_tint in tints)),
        tuple(_counted(visible(words[key]), counts[key], tints, top) for key in order),
        tints,
    )


def _counted(label: str, counted: Counter[str], tints: Sequence[tuple[str, str]], top: int) -> Bar:
    amounts = [(tint, counted[tint]) for tint, _ in tints]
    return stacked(label, [number(n) for _, n in amounts], amounts, top)


def journeys(finding: Finding) -> Bars | None:
    """What becomes of each typical person, commune by commune: served at the door, sent on, or not."""
    by_journey = outcomes(finding)
    if not by_journey:
        return None
    profiles, needs = words_of(finding, "profile"), words_of(finding, "need")
    tints = outcome_titles()
    top = max(counts.total() for counts in by_journey.values())
    return Bars(
        tr("In how many communes each typical person finds what they need"),
        (tr("Who, for what"), *(words for _, words in tints)),
        tuple(
            _counted(visible(f"{profiles.get(who, who)} – {bare(needs.get(what, what))}"), counts, tints, top)
            for (who, what), counts in by_journey.items()
        ),
        tints,
    )


def outcome_titles() -> tuple[tuple[str, str], ...]:
    """The tints of a journey and what they stand for."""
    titles = (
        tr("At the door"),
        tr("After one referral"),
        tr("After two"),
        tr("No known solution"),
        tr("Unknown"),
    )
    return tuple(zip((tint for tint, _ in OUTCOMES), titles, strict=True))


def outcomes(finding: Finding) -> dict[tuple[str, str], Counter[str]]:
    """How many communes for each profile, need and tint, in the order of the pack."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in finding.rows():
        counted = counts.setdefault((row["profile"], row["need"]), Counter())
        for tint, gathered in OUTCOMES:
            counted[tint] += sum(_communes(row, outcome) for outcome in gathered)
    order = {key: place for place, key in enumerate(words_of(finding, "profile"))}
    needs = {key: place for place, key in enumerate(words_of(finding, "need"))}
    last = len(order) + len(needs)
    ranked = sorted(counts, key=lambda pair: (order.get(pair[0], last), needs.get(pair[1], last), pair))
    return {pair: counts[pair] for pair in ranked}


def _communes(row: Mapping[str, Any], outcome: str) -> int:
    """Rows are one a commune, with its outcome, or one a bassin, with a count for each outcome."""
    return int(row.get("mark") == outcome) if "mark" in row else int(row.get(outcome) or 0)


def trained(finding: Finding) -> tuple[Bars, ...]:
    """Whose whole team is trained, part of it, nobody, or who has not said; by place and by kind."""
    heads = {head.id: head for head in finding.headings}
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in finding.rows():
        groups.setdefault(row["by"], []).append(row)
    tints = (*((tint, heads[level].title) for tint, level in LEVELS), ("unknown", tr("Have not said")))
    return tuple(
        Bars(
            tr("Trained teams, by {group}", group=spoken(by, heads["by"]).lower()),
            (spoken(by, heads["by"]), *(words for _, words in tints)),
            tuple(
                _team(row, _label(row, heads["id"]), max(one["structures"] for one in rows)) for row in rows
            ),
            tints,
        )
        for by, rows in groups.items()
    )


def _label(row: Mapping[str, Any], heading: Any) -> str:
    text = spoken(row["id"], heading)
    return tr("unknown") if text == UNKNOWN else text


def _team(row: Mapping[str, Any], label: str, top: int) -> Bar:
    amounts = [(tint, row[level]) for tint, level in LEVELS]
    amounts.append(("unknown", row["structures"] - row["known"]))
    return stacked(visible(label), [number(n) for _, n in amounts], amounts, top)


LACKING_STATES = ("none", "not_found", "nobody")
"""The states of a commune or a bassin where nobody is known to offer what is wanted."""
SILENT = ("named_only", "unknown", None)
"""The standings of those who have not answered."""
FAR_KM = (20.0, 30.0)
_ACRONYM = re.compile(r"\(([A-Z]{2,})\)")

Names = list[tuple[str, str]]


def ties(finding: Finding, directory: Finding, facet: str) -> Heat | None:
    """How many ties go from each bassin (or kind) to each: rows give, columns receive.

    Where nobody of a row has answered, what it does not give is unknown and not zero.
    """
    side: dict[str, str] = {row["id"]: row[facet] for row in directory.rows() if row.get(facet)}
    counts = Counter(
        (side[row["from"]], side[row["to"]])
        for row in finding.rows()
        if row["from"] in side and row["to"] in side
    )
    names = _named((end for pair in counts for end in pair), words_of(directory, facet))
    if not names:
        return None
    title = tr("Ties between bassins") if facet == "bassin" else tr("Ties between kinds of structures")
    heard = {row.get(facet) for row in directory.rows() if row.get("standing") not in SILENT}
    values = graded({(a, b): counts[a, b] or (0 if a in heard else None) for a, _ in names for b, _ in names})
    legend = tr("From ↓ to →; “?”: nobody has answered")
    return heat(title, legend, _told(names, bare), _told(names, _short), values, tone="offer")


def groups(finding: Finding) -> Heat | None:
    """How often structures of each group cite those of each other: rows give, columns receive."""
    words = words_of(finding, "of")
    to = [head.id.removeprefix("to_") for head in finding.headings if head.id.startswith("to_")]
    sides = _named((row["of"] for row in finding.rows()), words)
    tops = _named(to, words)
    if len(sides) < 2 or len(tops) < 2:  # noqa: PLR2004 - a single row or column compares nothing
        return None
    values = graded({(row["of"], other): row[f"to_{other}"] for row in finding.rows() for other in to})
    legend = tr("From ↓ to →; “?”: nobody has answered")
    return heat(
        tr("Citations between groups"), legend, _told(sides, bare), _told(tops, _short), values, tone="offer"
    )


def offered(finding: Finding) -> Heat | None:
    """How many structures offer each theme at each time slot; unknown where nobody has said."""
    counts = {
        (row["theme"], row["slot"]): row["n_offering"] if row["n_known"] else None for row in finding.rows()
    }
    title = tr("How many structures offer the theme at that time")
    return _drawn(finding, ("theme", "slot"), title, graded(counts), tone="offer")


def gap_heat(finding: Finding, facet: str) -> Heat | None:
    """Where a theme or a slot is missing: communes without, by bassin; or kilometres, by commune."""
    if any(head.id == "n_lacking" for head in finding.headings):
        return _by_bassin(finding, facet)
    return _by_commune(finding, facet)


def _by_bassin(finding: Finding, facet: str) -> Heat | None:
    rows = [row for row in finding.rows() if row.get("bassin")]
    counts = {
        (row[facet], row["bassin"]): None if row["mark"] == "unknown" else row["n_lacking"] for row in rows
    }
    title = tr("Communes where nobody nearby is known to offer it")
    return _drawn(finding, (facet, "bassin"), title, graded(counts))


def _by_commune(finding: Finding, facet: str) -> Heat | None:
    # A bassin has more communes than a page is wide: they go down, themes go across.
    values = {(row["commune"], row[facet]): _distance(row) for row in finding.rows() if row.get("commune")}
    title = tr("Kilometres to the nearest one known to offer it")
    near, far = (number(km) for km in FAR_KM)
    meant = {
        0: tr("offered nearby"),
        2: tr("not nearby, less than {km} km away", km=near),
        3: tr("from {near} to {far} km", near=near, far=far),
        4: tr("{far} km and more, or nowhere", far=far),
    }
    used = {value.shade for value in values.values() if value}
    keys = [*((shade, words) for shade, words in meant.items() if shade in used)]
    unknown = [(None, tr("unknown"))] if None in values.values() else []
    return _drawn(finding, ("commune", facet), title, values, keys=(*keys, *unknown))


def _distance(row: Mapping[str, Any]) -> Shaded | None:
    """The farther, the darker; white where it is near, hatched where nobody has said."""
    km = row["km"]
    if row["mark"] == "unknown":
        return None
    figure = "–" if km is None else number(km)
    if row["mark"] not in LACKING_STATES:
        return Shaded(0, figure, 0.0)
    near, far = FAR_KM
    return Shaded(4 if km is None or km >= far else 3 if km >= near else 2, figure, km or 0.0)


def _drawn(finding: Finding, facets: tuple[str, str], title: str, values: Values, **look: Any) -> Heat | None:
    down, across = facets
    sides = _told(_named((a for a, _ in values), words_of(finding, down)), bare)
    tops = _told(_named((b for _, b in values), words_of(finding, across)), _short)
    if len(sides) < 2 or len(tops) < 2:  # noqa: PLR2004 - a single row or column compares nothing
        return None
    return heat(title, tr("“?” and hatched: nobody has said"), sides, tops, values, **look)


def _named(ids: Iterable[str], words: Mapping[str, str]) -> Names:
    """The ids used with their words, in the order of the pack, then of the alphabet."""
    used = set(ids)
    ordered: Sequence[str] = [*(key for key in words if key in used), *sorted(used - set(words))]
    return [(key, words.get(key, key)) for key in ordered]


def _told(names: Names, say: Callable[[str], str]) -> Names:
    return [(key, visible(say(label))) for key, label in names]


def _short(label: str) -> str:
    """«CPAS» for «Centre public d'action sociale (CPAS)»: what heads a narrow column is short."""
    acronym = _ACRONYM.search(label)
    return acronym[1] if acronym else bare(label).split(",")[0]
