"""What need against offer rests on: reaches, the target, the usual hours, and who needs help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wtc_eco.coverage.access import Kernel
from wtc_eco.coverage.need import fragility_of


@dataclass(frozen=True)
class Assumptions:
    """What a balance rests on, as the pack's `demand.toml` says it.

    `by_car` and `on_foot` are reaches; `target` hours × places a week for each person in need at which
    a need counts as met; `hours` a week in a slot where nobody told; `measure` the share of the
    population that needs help.
    """

    by_car: Kernel = field(default_factory=lambda: Kernel(12.0, 30.0))
    on_foot: Kernel = field(default_factory=lambda: Kernel(6.0, 15.0))
    target: float = 1.0
    hours: float = 3.0
    measure: float = 1.0


def assumptions_of(demand: Mapping[str, Any]) -> Assumptions:
    """The assumptions of a pack, with ours where it says nothing."""
    settings, usual = demand.get("settings", {}), Assumptions()
    reach = settings.get("reach", {})
    fragility = fragility_of(demand)
    return Assumptions(
        by_car=Kernel(
            float(reach.get("typical_km", usual.by_car.typical_km)),
            float(reach.get("limit_km", usual.by_car.limit_km)),
        ),
        on_foot=Kernel(
            float(reach.get("without_car_km", usual.on_foot.typical_km)),
            float(reach.get("without_car_limit_km", usual.on_foot.limit_km)),
        ),
        target=float(settings.get("target", usual.target)),
        hours=float(demand.get("offer", {}).get("hours_a_week_in_slot", usual.hours)),
        measure=fragility.share if fragility else usual.measure,
    )
