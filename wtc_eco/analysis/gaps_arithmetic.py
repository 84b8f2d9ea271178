"""How the figures of a gap were made, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wtc_eco.coverage.assumptions import assumptions_of
from wtc_eco.locale import kilometres, number, percent, tr, trn
from wtc_eco.locale.figures import NO_BREAK

if TYPE_CHECKING:
    from wtc_eco.coverage.areas import Lack
    from wtc_eco.coverage.gauge import Gauge
    from wtc_eco.coverage.supply import Cell
    from wtc_eco.territory import Territory

WEEKS_A_YEAR = 52
SHOWN = 3
"""Communes whose arithmetic is written out."""
WRITTEN_OUT = 12
"""Terms up to which a sum is written out whole."""


def explained(lack: Lack, gauge: Gauge, what: str, territory: Territory) -> Iterator[str]:
    """The arithmetic of one gap: who counts, how far, how many people; the first communes of it."""
    count = lack.count
    yield tr(
        "“{what}”: {offering} offer it + {not_offering} do not = {known} have said; {unknown} have not, and count neither way.",
        what=what,
        offering=number(count.n_offering),
        not_offering=number(count.n_not),
        known=number(count.n_known),
        unknown=number(count.n_unknown),
    )
    yield tr(
        "Order: weight {weight} × share of communes without it {lacking} / {communes} = {severity}.",
        weight=number(gauge.need.weight(lack.want), 3),
        lacking=number(len(lack.lacking)),
        communes=number(len(lack.cells)),
        severity=number(lack.severity(gauge.need)[0], 3),
    )
    for cell in lack.lacking[:SHOWN]:
        yield _distance(cell, gauge)
        if gauge.unmet(cell) is not None:
            if cell is lack.lacking[0]:
                yield from _publics(cell, gauge, territory)
            yield _commune(cell, gauge, territory)
    yield from _sum(lack, gauge)
    yield from _evenness(lack, gauge)


def _sum(lack: Lack, gauge: Gauge) -> Iterator[str]:
    """The people of each commune, and of all; the figures as told add up."""
    told = [round(unmet) for cell in lack.lacking if (unmet := gauge.unmet(cell)) is not None]
    if told:
        yield trn(
            "Over the {n} commune without it: {terms} people, rounded to two digits where it is told.",
            "Over the {n} communes without it: {terms} people, rounded to two digits where it is told.",
            len(told),
            terms=_terms(told),
        )
    elif lack.lacking:
        yield tr("How many people this public counts is not known: no figure in people is told.")


def _terms(told: Sequence[int]) -> str:
    """«672 + 2 134 = 2 806»; of a long sum the first terms, and the rest as one."""
    if len(told) == 1:
        return number(told[0])
    first = told if len(told) <= WRITTEN_OUT else told[:SHOWN]
    terms = [number(one) for one in first]
    if len(first) < len(told):
        others = len(told) - len(first)
        terms.append(tr("{people} in {n} others", people=number(sum(told[SHOWN:])), n=number(others)))
    return f"{' + '.join(terms)} = {number(sum(told))}"


def _evenness(lack: Lack, gauge: Gauge) -> Iterator[str]:
    """How evenly what is offered reaches those who want it."""
    held = gauge.evenness(lack) if len(lack.cells) > 1 and lack.count.n_known else None
    if held is None:
        return
    yield tr(
        "Evenness over the {communes} communes: {share} of those who want it have nothing within reach; Gini index {gini} (0: all have the same, 1: one has everything).",
        communes=number(len(lack.cells)),
        share=percent(held.at_zero),
        gini=number(held.gini, 2),
    )
    if held.ratio is not None:
        yield tr(
            "The tenth best served can reach {ratio} times as much as the tenth least served.",
            ratio=number(held.ratio, 1),
        )


def _publics(cell: Cell, gauge: Gauge, territory: Territory) -> Iterator[str]:
    for public, people, weight, access in gauge.balance.by_public(cell.want, cell.commune.ins):
        if people * weight:
            yield tr(
                "{commune}, {public}: {people} people in need × weight {weight} = {wanting}; within reach, {access} hours a year each.",
                commune=cell.commune.name,
                public=territory.publics[public.id].text() if public.id in territory.publics else public.id,
                people=number(people),
                weight=number(weight, 2),
                wanting=number(people * weight),
                access=number(access * WEEKS_A_YEAR, 2),
            )


def _commune(cell: Cell, gauge: Gauge, territory: Territory) -> str:
    need, _, unmet = gauge.balance.at(cell.want, cell.commune.ins)
    target = assumptions_of(territory.demand).target
    return tr(
        "{commune}: {need} who want it; counted by how far they are from {target} hours a year: {unmet}.",
        commune=cell.commune.name,
        need=number(need),
        target=number(target * WEEKS_A_YEAR, 1),
        unmet=number(unmet),
    )


def _distance(cell: Cell, gauge: Gauge) -> str:
    if cell.nearest is None or cell.km is None:
        return tr("{commune}: nobody located offers it.", commune=cell.commune.name)
    return tr(
        "{commune} to {name} ({where}): {flight} as the crow flies × {factor} = {road}; near is up to {near}.",
        commune=cell.commune.name,
        name=cell.nearest.name,
        where=cell.nearest.commune or "?",
        flight=_to_the_tenth(cell.km / gauge.reach.road_factor),
        factor=number(gauge.reach.road_factor, 1),
        road=_to_the_tenth(cell.km),
        near=kilometres(gauge.reach.within_km),
    )


def _to_the_tenth(km: float) -> str:
    """One decimal whatever the distance: a product is to be checked by hand."""
    return f"{number(km, 1)}{NO_BREAK}km"
