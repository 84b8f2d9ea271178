"""The rows behind a gap: one a bassin or one a commune, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, HeadedRows, Item, table
from wtc_eco.coverage.gaps import Gauge, Lack, farness, lacks
from wtc_eco.coverage.supply import LACKING, STATES, Count, CoverageCell, State
from wtc_eco.i18n import mark, rounded, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from wtc_eco.analysis.gap_text import GapWords
    from wtc_eco.coverage.balance import Equity
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.coverage.supply import Want
    from wtc_eco.territory import Territory

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


@dataclass(frozen=True)
class BassinLack:
    """What is lacked in a bassin; `worst` is the commune that has farthest to go for it."""

    bassin: str
    lack: Lack
    worst: CoverageCell

    @classmethod
    def of(cls, bassin: str, lack: Lack) -> BassinLack:
        """Of the communes that lack it the first, else the one farthest from it."""
        far = max(lack.cells, key=lambda cell: (farness(cell), cell.commune.ins))
        return cls(bassin, lack, lack.lacking[0] if lack.lacking else far)

    @property
    def want(self) -> Want:
        """What is wanted."""
        return self.lack.want


def by_bassin(
    all_cells: Iterable[CoverageCell],
    structures: Sequence[Offer],
    gauge: Gauge,
    territory: Territory,
    words: GapWords,
) -> HeadedRows:
    """One row a want and bassin: first where communes lack it, last where nobody has said."""
    cells_of: dict[str, list[CoverageCell]] = {}
    for cell in all_cells:
        cells_of.setdefault(cell.commune.bassin or "", []).append(cell)
    areas = [
        BassinLack.of(bassin, lack)
        for bassin, cells in sorted(cells_of.items())
        for lack in lacks(cells, [one for one in structures if one.bassin == bassin])
    ]
    # Sorting is stable: equals stay in the order of bassins and of the pack's words.
    areas.sort(key=lambda one: (_rank(one.lack.state), *(-figure for figure in _severity(one.lack, gauge))))
    return table(_bassin_columns(gauge, territory, words), areas, first=BASSIN_ORDER)


BASSIN_ORDER = (
    *("n_offering", "n_known", "n_unknown", "km", "nearest", "nearest_commune"),
    *("bassin", "n_lacking", "n_communes", "commune", "people", "concerned", "fragile", "mark"),
    *("at_zero", "ratio", "gini"),
)
"""How a row by bassin begins in JSON; what is wanted ends it."""


def _bassin_columns(
    gauge: Gauge, territory: Territory, words: GapWords
) -> tuple[AnswerColumn[BassinLack], ...]:
    bassins = {key: bassin.text() for key, bassin in territory.bassins.items()}

    def evenness(
        figure: Callable[[Equity], float | None], digits: int
    ) -> Callable[[BassinLack], float | None]:
        """How evenly the offer reaches those who want it; unknown where nobody has said, or it has no sense."""

        def value(area: BassinLack) -> float | None:
            equity = gauge.evenness(area.lack) if area.lack.count.n_known else None
            measured = figure(equity) if equity else None
            return None if measured is None else round(measured, digits)

        return value

    return (
        words.answer_column(territory, lambda area: area.want),
        AnswerColumn("bassin", tr("Bassin"), words=bassins),
        *counts(lambda area: area.lack.count),
        AnswerColumn("n_lacking", tr("Communes without"), lambda area: len(area.lack.lacking), "whole"),
        AnswerColumn("n_communes", tr("Communes"), lambda area: len(area.lack.cells), "whole"),
        AnswerColumn("concerned", tr("People concerned"), lambda area: concerned(area.lack, gauge), "whole"),
        AnswerColumn("commune", tr("Farthest commune"), lambda area: area.worst.commune.name),
        AnswerColumn("km", tr("km to the nearest"), lambda area: area.worst.km, "km"),
        *_nearest(lambda area: area.worst),
        AnswerColumn("people", tr("Inhabitants of those communes"), lambda area: area.lack.people, "whole"),
        *(_planned(lambda area: area.lack.cells) if words.key == "step" else ()),
        AnswerColumn("fragile", tr("Borderline"), lambda area: fragile(area.lack, gauge), "flag"),
        AnswerColumn("mark", tr("State"), lambda area: area.lack.state, words=state_words()),
        AnswerColumn(
            "at_zero", tr("Nothing within reach"), evenness(lambda equity: equity.at_zero, 3), "share"
        ),
        AnswerColumn(
            "ratio",
            tr("Best served tenth over the least"),
            evenness(lambda equity: equity.ratio, 1),
            "number",
        ),
        AnswerColumn("gini", tr("Gini index"), evenness(lambda equity: equity.gini, 2), "number"),
    )


def concerned(lack: Lack, gauge: Gauge) -> int | None:
    """How many people find too little of it, to two digits; unknown where nobody is known to."""
    return _people_told(gauge.people(lack)) if lack.lacking else None


def fragile(lack: Lack, gauge: Gauge) -> bool | None:
    """Whether a small change of distance would fill the gap; unknown where there is none."""
    return all(cell.is_fragile(gauge.reach, gauge.change) for cell in lack.lacking) if lack.lacking else None


def _severity(lack: Lack, gauge: Gauge) -> tuple[float, ...]:
    """People rank gaps only where they were counted; else weights and shares of communes do."""
    people = (round(gauge.people(lack) or 0.0, 3),) if gauge.counted else ()
    return (*people, *lack.severity(gauge.need))


def _people_told(people: float | None) -> int | None:
    """People to two digits; unknown stays unknown."""
    return None if people is None else rounded(people)


def by_commune(
    all_cells: Iterable[CoverageCell],
    lacks: Sequence[Lack],
    gauge: Gauge,
    wanted: Sequence[AnswerColumn[CoverageCell]],
) -> HeadedRows:
    """One row a want and commune: gaps first, of the worst want of the area, the farthest before.

    Then what is offered, then the unknown. Where people were counted, they come before weights.
    """
    severity = {lack.want: lack.severity(gauge.need) for lack in lacks}

    def key(cell: CoverageCell) -> tuple[float, ...]:
        unmet = gauge.unmet(cell) if cell.state in LACKING else None
        people = (-round(unmet or 0.0, 3),) if gauge.counted else ()
        far = -min(farness(cell), UNREACHED_KM)
        return _rank(cell.state), *people, *(-figure for figure in severity[cell.want]), far

    ordered = sorted(all_cells, key=lambda cell: cell.commune.name)
    return table(_commune_columns(gauge, wanted), sorted(ordered, key=key), first=COMMUNE_ORDER)


COMMUNE_ORDER = (
    *("n_offering", "n_known", "n_unknown", "km", "nearest", "nearest_commune"),
    *("commune", "ins", "people", "concerned", "fragile", "mark"),
)
"""How a row by commune begins in JSON; what is wanted ends it."""


def _commune_columns(
    gauge: Gauge, wanted: Sequence[AnswerColumn[CoverageCell]]
) -> tuple[AnswerColumn[CoverageCell], ...]:
    def concerned(cell: CoverageCell) -> int | None:
        return _people_told(gauge.unmet(cell)) if cell.state in LACKING else None

    def fragile(cell: CoverageCell) -> bool | None:
        return cell.is_fragile(gauge.reach, gauge.change) if cell.state in LACKING else None

    return (
        *wanted,
        AnswerColumn("commune", tr("Commune"), lambda cell: cell.commune.name),
        AnswerColumn("mark", tr("State"), lambda cell: cell.state, words=state_words()),
        AnswerColumn("km", tr("km to the nearest"), shape="km"),
        AnswerColumn("concerned", tr("People concerned"), concerned, "whole"),
        *_nearest(lambda cell: cell),
        *counts(lambda cell: cell.here),
        AnswerColumn("people", tr("Inhabitants"), lambda cell: cell.commune.population, "whole"),
        # Structures are asked which steps they plan, and nothing else.
        *(_planned(lambda cell: (cell,)) if any(column.id == "step" for column in wanted) else ()),
        AnswerColumn("fragile", tr("Borderline"), fragile, "flag"),
        AnswerColumn("ins", tr("INS code"), lambda cell: cell.commune.ins),
    )


def counts(count: Callable[[Item], Count]) -> tuple[AnswerColumn[Item], ...]:
    """How many offer it, of how many that have said."""
    return (
        AnswerColumn("n_offering", tr("Offer it"), lambda item: count(item).n_offering, "whole"),
        AnswerColumn("n_known", tr("Have said"), lambda item: count(item).n_known, "whole"),
        AnswerColumn("n_unknown", tr("Have not said"), lambda item: count(item).n_unknown, "whole"),
    )


def _nearest(cell: Callable[[Item], CoverageCell]) -> tuple[AnswerColumn[Item], ...]:
    """The structure that offers it nearest to a commune, and where that is."""

    def name(item: Item) -> str | None:
        nearest = cell(item).nearest
        return nearest.name if nearest else None

    def commune(item: Item) -> str | None:
        nearest = cell(item).nearest
        return nearest.commune if nearest else None

    return (
        AnswerColumn("nearest", tr("Nearest"), name),
        AnswerColumn("nearest_commune", tr("Where"), commune),
    )


def _planned(cells: Callable[[Item], Sequence[CoverageCell]]) -> tuple[AnswerColumn[Item], ...]:
    """Who plans it around any of the communes."""

    def names(item: Item) -> tuple[str, ...]:
        offers = {(offer.name, offer.commune or "?") for cell in cells(item) for offer in cell.planned}
        return tuple(f"{name} ({commune})" for name, commune in sorted(offers))

    return (AnswerColumn("planned", tr("Planned by"), names, "list"),)


def _rank(state: State) -> int:
    """Gaps of both sorts together, then the rest in the order of `STATES`."""
    return 0 if state in LACKING else STATES.index(state)
