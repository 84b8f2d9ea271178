"""Records, verdicts and corrections become one row per real structure, with what its sources dispute."""

from wtc_eco.registry.answers import CHOSEN, REQUEST, chosen, compared_view, is_request
from wtc_eco.registry.building import Registry, build
from wtc_eco.registry.choice import in_order_of_belief, ranks
from wtc_eco.registry.corrections import (
    COORDINATION,
    CORRECTABLE,
    Correction,
    corrected_view,
    correction_record,
    is_correction,
)

__all__ = [
    "CHOSEN",
    "COORDINATION",
    "CORRECTABLE",
    "REQUEST",
    "Correction",
    "Registry",
    "build",
    "chosen",
    "compared_view",
    "corrected_view",
    "correction_record",
    "in_order_of_belief",
    "is_correction",
    "is_request",
    "ranks",
]
