"""How the figures of a gap were made, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wtc_eco.coverage.assumptions import assumptions_of
from wtc_eco.locale import kilometres, number, tr, trn

if TYPE_CHECKING:
    from wtc_eco.coverage.areas import Lack
    from wtc_eco.coverage.gauge import Gauge
    from wtc_eco.coverage.supply import Cell
    from wtc_eco.territory import Territory

WEEKS_A_YEAR = 52
SHOWN = 3
"""Communes whose arithmetic is written out."""


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
        if cell is lack.lacking[0]:
            yield from _publics(cell, gauge, territory)
        yield _commune(cell, gauge, territory)
    if lack.lacking:
        yield trn(
            "Over the {n} commune without it: {people} people, rounded to two digits where it is told.",
            "Over the {n} communes without it: {people} people, rounded to two digits where it is told.",
            len(lack.lacking),
            people=number(gauge.people(lack)),
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
        flight=kilometres(cell.km / gauge.reach.road_factor),
        factor=number(gauge.reach.road_factor, 1),
        road=kilometres(cell.km),
        near=kilometres(gauge.reach.within_km),
    )
