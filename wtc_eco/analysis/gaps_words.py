"""How gaps are told, whatever is missing: where, how far, and what the answer rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.locale import listing, number, tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtc_eco.coverage.reach import Reach
    from wtc_eco.coverage.supply import Cell


def named_communes(held: Sequence[Cell], most: int = 3) -> str:
    """The first communes by name, and how many more there are."""
    names = [cell.commune.name for cell in held[:most]]
    more = len(held) - len(names)
    return listing([*names, trn("{n} other", "{n} others", more)] if more else names)


def distance_remark(reach: Reach) -> str:
    """How gaps are counted, for the foot of every answer about them."""
    return tr(
        "A structure that has not said counts neither as offering nor as a gap. Distances are {factor} times the crow's flight (hypothesis), from the centre of the commune.",
        factor=number(reach.road_factor, 1),
    )


def weight_remark() -> str:
    """What the order of gaps rests on."""
    return tr(
        "The order weighs each theme and time slot by how much it is wanted (demand.toml of the territory, mostly hypotheses)."
    )


def public_remark(public: str) -> str:
    """Whose gaps these are, where one public is asked about."""
    return tr(
        "Counted for one public, “{public}”: a structure that has not said whom it receives is unknown.",
        public=public,
    )


def people_remark() -> str:
    """What figures in people are, and are not."""
    return tr(
        "People concerned: those of the communes without it who need help and want it, by the shares and weights of demand.toml (orders of magnitude)."
    )


def planned_remark() -> str:
    """What «planned» rests on."""
    return tr("Planned: by structures within reach that have answered so.")
