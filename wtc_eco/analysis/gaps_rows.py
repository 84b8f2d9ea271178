"""The rows behind a gap: one a bassin or one a commune, the worst first."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Heading
from wtc_eco.coverage.areas import Lack, farness, lacks
from wtc_eco.coverage.supply import LACKING, STATES, Cell, Count, State, Want
from wtc_eco.locale import mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wtc_eco.coverage.need import Need
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Territory

Rows = tuple[dict[str, Any], ...]
UNREACHED_KM = 100.0
"""What counts for the order of rows where no located structure offers it at all."""
_STATE_WORDS: dict[State, str] = {
    "none": mark("not offered nearby"),
    "not_found": mark("not found, to be checked"),
    "nobody": mark("no structure known nearby"),
    "offered": mark("offered nearby"),
    "unknown": mark("unknown"),
}


def state_words() -> dict[str, str]:
    """What can be said of a commune, in words, from the surest gap to the unknown."""
    return {state: tr(words) for state, words in _STATE_WORDS.items()}


def area_headings(wanted: Sequence[Heading], territory: Territory) -> tuple[Heading, ...]:
    """Columns of a table by bassin."""
    bassins = {key: bassin.text() for key, bassin in territory.bassins.items()}
    return (
        *wanted,
        Heading("bassin", tr("Bassin"), words=bassins),
        Heading("n_offering", tr("Offer it"), "whole"),
        Heading("n_known", tr("Have said"), "whole"),
        Heading("n_unknown", tr("Have not said"), "whole"),
        Heading("n_lacking", tr("Communes without"), "whole"),
        Heading("n_communes", tr("Communes"), "whole"),
        Heading("commune", tr("Farthest commune")),
        Heading("km", tr("km to the nearest"), "km"),
        Heading("nearest", tr("Nearest")),
        Heading("nearest_commune", tr("Where")),
        Heading("people", tr("Inhabitants of those communes"), "whole"),
        Heading("mark", tr("State"), words=state_words()),
    )


def commune_headings(wanted: Sequence[Heading]) -> tuple[Heading, ...]:
    """Columns of a table by commune."""
    return (
        *wanted,
        Heading("commune", tr("Commune")),
        Heading("mark", tr("State"), words=state_words()),
        Heading("km", tr("km to the nearest"), "km"),
        Heading("nearest", tr("Nearest")),
        Heading("nearest_commune", tr("Where")),
        Heading("n_offering", tr("Offer it"), "whole"),
        Heading("n_known", tr("Have said"), "whole"),
        Heading("n_unknown", tr("Have not said"), "whole"),
        Heading("people", tr("Inhabitants"), "whole"),
        Heading("ins", tr("INS code")),
    )


def area_rows(found: Iterable[Cell], structures: Sequence[Offer], need: Need) -> Rows:
    """One row a want and bassin: first where communes lack it, last where nobody has said."""
    by_bassin: dict[str, list[Cell]] = {}
    for cell in found:
        by_bassin.setdefault(cell.commune.bassin or "", []).append(cell)
    held = [
        (bassin, lack)
        for bassin, cells in sorted(by_bassin.items())
        for lack in lacks(cells, [one for one in structures if one.bassin == bassin])
    ]
    # Sorting is stable: equals stay in the order of bassins and of the pack's words.
    held.sort(key=lambda pair: (_rank(pair[1].state), *(-figure for figure in pair[1].severity(need))))
    return tuple(_area_row(bassin, lack) for bassin, lack in held)


def _area_row(bassin: str, lack: Lack) -> dict[str, Any]:
    worst = (
        lack.lacking[0]
        if lack.lacking
        else max(lack.cells, key=lambda cell: (farness(cell), cell.commune.ins))
    )
    return {
        **_counts(lack.want, lack.count),
        **_nearest(worst),
        "bassin": bassin,
        "n_lacking": len(lack.lacking),
        "n_communes": len(lack.cells),
        "commune": worst.commune.name,
        "people": lack.people,
        "mark": lack.state,
    }


def commune_rows(found: Iterable[Cell], need: Need) -> Rows:
    """One row a want and commune: gaps first by weight × km, then what is offered, then the unknown."""

    def key(cell: Cell) -> tuple[float, ...]:
        km = farness(cell)
        return _rank(cell.state), -round(need.weight(cell.want) * (UNREACHED_KM if km == inf else km), 6)

    ordered = sorted(found, key=lambda cell: cell.commune.name)
    return tuple(_commune_row(cell) for cell in sorted(ordered, key=key))


def _commune_row(cell: Cell) -> dict[str, Any]:
    return {
        **_counts(cell.want, cell.here),
        **_nearest(cell),
        "commune": cell.commune.name,
        "ins": cell.commune.ins,
        "people": cell.commune.population,
        "mark": cell.state,
    }


def _counts(want: Want, count: Count) -> dict[str, Any]:
    return {
        **{key: held for key, held in (("theme", want.theme), ("slot", want.slot)) if held},
        "n_offering": count.n_offering,
        "n_known": count.n_known,
        "n_unknown": count.n_unknown,
    }


def _nearest(cell: Cell) -> dict[str, Any]:
    near = cell.nearest
    return {"km": cell.km, "nearest": near and near.name, "nearest_commune": near and near.commune}


def _rank(state: State) -> int:
    """Gaps of both sorts together, then the rest in the order of `STATES`."""
    return 0 if state in LACKING else STATES.index(state)
