"""Heat maps: who is tied to whom, and where a theme or a slot is missing."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from wtc_eco.locale import number, tr
from wtc_eco.render.cells import visible
from wtc_eco.render.report.charts import Heat, Shaded, Values, graded, heat
from wtc_eco.render.report.tallies import words_of
from wtc_eco.render.report.wording import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wtc_eco.analysis.finding import Finding

LACKING = ("none", "not_found", "nobody")
"""The states of a commune or a bassin where nobody is known to offer what is wanted."""
SILENT = ("named_only", "unknown", None)
"""The standings of those who have not answered."""
FAR_KM = (20.0, 30.0)
_ACRONYM = re.compile(r"\(([A-Z]{2,})\)")

Names = list[tuple[str, str]]


def ties(found: Finding, directory: Finding, facet: str) -> Heat | None:
    """How many ties go from each bassin (or kind) to each: rows give, columns receive.

    Where nobody of a row has answered, what it does not give is unknown and not zero.
    """
    side: dict[str, str] = {row["id"]: row[facet] for row in directory.rows() if row.get(facet)}
    counts = Counter(
        (side[row["from"]], side[row["to"]])
        for row in found.rows()
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


def groups(found: Finding) -> Heat | None:
    """How often structures of each group cite those of each other: rows give, columns receive."""
    words = words_of(found, "of")
    to = [head.id.removeprefix("to_") for head in found.headings if head.id.startswith("to_")]
    sides = _named((row["of"] for row in found.rows()), words)
    tops = _named(to, words)
    if len(sides) < 2 or len(tops) < 2:  # noqa: PLR2004 - a single row or column compares nothing
        return None
    values = graded({(row["of"], other): row[f"to_{other}"] for row in found.rows() for other in to})
    legend = tr("From ↓ to →; “?”: nobody has answered")
    return heat(
        tr("Citations between groups"), legend, _told(sides, bare), _told(tops, _short), values, tone="offer"
    )


def offered(found: Finding) -> Heat | None:
    """How many structures offer each theme at each time slot; unknown where nobody has said."""
    counts = {
        (row["theme"], row["slot"]): row["n_offering"] if row["n_known"] else None for row in found.rows()
    }
    title = tr("How many structures offer the theme at that time")
    return _drawn(found, ("theme", "slot"), title, graded(counts), tone="offer")


def gaps(found: Finding, facet: str) -> Heat | None:
    """Where a theme or a slot is missing: communes without, by bassin; or kilometres, by commune."""
    if any(head.id == "n_lacking" for head in found.headings):
        return _by_bassin(found, facet)
    return _by_commune(found, facet)


def _by_bassin(found: Finding, facet: str) -> Heat | None:
    rows = [row for row in found.rows() if row.get("bassin")]
    counts = {
        (row[facet], row["bassin"]): None if row["mark"] == "unknown" else row["n_lacking"] for row in rows
    }
    title = tr("Communes where nobody nearby is known to offer it")
    return _drawn(found, (facet, "bassin"), title, graded(counts))


def _by_commune(found: Finding, facet: str) -> Heat | None:
    # A bassin has more communes than a page is wide: they go down, themes go across.
    values = {(row["commune"], row[facet]): _distance(row) for row in found.rows() if row.get("commune")}
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
    return _drawn(found, ("commune", facet), title, values, keys=(*keys, *unknown))


def _distance(row: Mapping[str, Any]) -> Shaded | None:
    """The farther, the darker; white where it is near, hatched where nobody has said."""
    km = row["km"]
    if row["mark"] == "unknown":
        return None
    figure = "–" if km is None else number(km)
    if row["mark"] not in LACKING:
        return Shaded(0, figure, 0.0)
    near, far = FAR_KM
    return Shaded(4 if km is None or km >= far else 3 if km >= near else 2, figure, km or 0.0)


def _drawn(found: Finding, facets: tuple[str, str], title: str, values: Values, **look: Any) -> Heat | None:
    down, across = facets
    sides = _told(_named((a for a, _ in values), words_of(found, down)), bare)
    tops = _told(_named((b for _, b in values), words_of(found, across)), _short)
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
