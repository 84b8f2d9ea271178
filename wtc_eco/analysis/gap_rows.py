"""The rows behind a gap: one a bassin or one a commune, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Heading
from wtc_eco.coverage.gaps import Gauge, Lack, farness, lacks
from wtc_eco.coverage.supply import LACKING, STATES, Cell, Count, State
from wtc_eco.i18n import mark, rounded, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Territory

Rows = tuple[dict[str, Any], ...]
UNREACHED_KM = 1e6
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
        _concerned(),
        Heading("commune", tr("Farthest commune")),
        Heading("km", tr("km to the nearest"), "km"),
        Heading("nearest", tr("Nearest")),
        Heading("nearest_commune", tr("Where")),
        Heading("people", tr("Inhabitants of those communes"), "whole"),
        *_last_headings(wanted),
        Heading("mark", tr("State"), words=state_words()),
        Heading("at_zero", tr("Nothing within reach"), "share"),
        Heading("ratio", tr("Best served tenth over the least"), "number"),
        Heading("gini", tr("Gini index"), "number"),
    )


def commune_headings(wanted: Sequence[Heading]) -> tuple[Heading, ...]:
    """Columns of a table by commune."""
    return (
        *wanted,
        Heading("commune", tr("Commune")),
        Heading("mark", tr("State"), words=state_words()),
        Heading("km", tr("km to the nearest"), "km"),
        _concerned(),
        Heading("nearest", tr("Nearest")),
        Heading("nearest_commune", tr("Where")),
        Heading("n_offering", tr("Offer it"), "whole"),
        Heading("n_known", tr("Have said"), "whole"),
        Heading("n_unknown", tr("Have not said"), "whole"),
        Heading("people", tr("Inhabitants"), "whole"),
        *_last_headings(wanted),
        Heading("ins", tr("INS code")),
    )


def _last_headings(wanted: Sequence[Heading]) -> tuple[Heading, ...]:
    planned = (Heading("planned", tr("Planned by"), "list"),) if _plans(wanted) else ()
    return (*planned, Heading("fragile", tr("Fragile"), "flag"))


def _concerned() -> Heading:
    return Heading("concerned", tr("People concerned"), "whole")


def _plans(wanted: Sequence[Heading]) -> bool:
    """Structures are asked which steps they plan, and nothing else."""
    return any(heading.id == "step" for heading in wanted)


def area_rows(
    found: Iterable[Cell], structures: Sequence[Offer], gauge: Gauge, wanted: Sequence[Heading]
) -> Rows:
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
    held.sort(key=lambda pair: (_rank(pair[1].state), *(-figure for figure in _severity(pair[1], gauge))))
    return tuple({**_area_row(bassin, lack, gauge), **_wanted(lack.cells, wanted)} for bassin, lack in held)


def _severity(lack: Lack, gauge: Gauge) -> tuple[float, ...]:
    """People rank gaps only where they were counted; else weights and shares of communes do."""
    people = (round(gauge.people(lack) or 0.0, 3),) if gauge.counted else ()
    return (*people, *lack.severity(gauge.need))


def _area_row(bassin: str, lack: Lack, gauge: Gauge) -> dict[str, Any]:
    worst = (
        lack.lacking[0]
        if lack.lacking
        else max(lack.cells, key=lambda cell: (farness(cell), cell.commune.ins))
    )
    return {
        **_counts(lack.count),
        **_nearest_place(worst),
        "bassin": bassin,
        "n_lacking": len(lack.lacking),
        "n_communes": len(lack.cells),
        "commune": worst.commune.name,
        "people": lack.people,
        "concerned": people_told(gauge.people(lack)) if lack.lacking else None,
        "fragile": all(cell.is_fragile(gauge.reach, gauge.change) for cell in lack.lacking)
        if lack.lacking
        else None,
        "mark": lack.state,
        **_evenness(lack, gauge),
    }


def _evenness(lack: Lack, gauge: Gauge) -> dict[str, float | None]:
    """How evenly the offer reaches those who want it, in three figures."""
    held = gauge.evenness(lack) if lack.count.n_known else None
    if held is None:
        return dict.fromkeys(("at_zero", "ratio", "gini"))
    ratio = held.ratio and round(held.ratio, 1)
    return {"at_zero": round(held.at_zero, 3), "ratio": ratio, "gini": round(held.gini, 2)}


def people_told(people: float | None) -> int | None:
    """People to two digits; unknown stays unknown."""
    return None if people is None else rounded(people)


def commune_rows(
    found: Iterable[Cell], whole: Sequence[Lack], gauge: Gauge, wanted: Sequence[Heading]
) -> Rows:
    """One row a want and commune: gaps first, of the worst want of the area, the farthest before.

    Then what is offered, then the unknown. Where people were counted, they come before weights.
    """
    severity = {lack.want: lack.severity(gauge.need) for lack in whole}

    def key(cell: Cell) -> tuple[float, ...]:
        unmet = gauge.unmet(cell) if cell.state in LACKING else None
        people = (-round(unmet or 0.0, 3),) if gauge.counted else ()
        far = -min(farness(cell), UNREACHED_KM)
        return _rank(cell.state), *people, *(-figure for figure in severity[cell.want]), far

    ordered = sorted(found, key=lambda cell: cell.commune.name)
    return tuple(
        {**_commune_row(cell, gauge), **_wanted((cell,), wanted)} for cell in sorted(ordered, key=key)
    )


def _commune_row(cell: Cell, gauge: Gauge) -> dict[str, Any]:
    lacking = cell.state in LACKING
    return {
        **_counts(cell.here),
        **_nearest_place(cell),
        "commune": cell.commune.name,
        "ins": cell.commune.ins,
        "people": cell.commune.population,
        "concerned": people_told(gauge.unmet(cell)) if lacking else None,
        "fragile": cell.is_fragile(gauge.reach, gauge.change) if lacking else None,
        "mark": cell.state,
    }


def _wanted(cells: Sequence[Cell], wanted: Sequence[Heading]) -> dict[str, Any]:
    """What is wanted, and who plans it around any of the communes."""
    row = {heading.id: getattr(cells[0].want, heading.id) for heading in wanted}
    if _plans(wanted):
        names = {(offer.name, offer.commune or "?") for cell in cells for offer in cell.planned}
        row["planned"] = tuple(f"{name} ({commune})" for name, commune in sorted(names))
    return row


def _counts(count: Count) -> dict[str, Any]:
    return {
        "n_offering": count.n_offering,
        "n_known": count.n_known,
        "n_unknown": count.n_unknown,
    }


def _nearest_place(cell: Cell) -> dict[str, Any]:
    near = cell.nearest
    return {"km": cell.km, "nearest": near and near.name, "nearest_commune": near and near.commune}


def _rank(state: State) -> int:
    """Gaps of both sorts together, then the rest in the order of `STATES`."""
    return 0 if state in LACKING else STATES.index(state)
