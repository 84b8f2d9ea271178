"""Records, verdicts and corrections become one row per real structure, with what its sources dispute."""

from wtc_eco.registry.build import (
    GROUPS,
    FieldProposal,
    Registry,
    build,
    in_order_of_belief,
    leading_past,
    ranks,
)
from wtc_eco.registry.corrections import (
    CHOSEN,
    COORDINATION,
    CORRECTABLE,
    REQUEST,
    Correction,
    chosen,
    compared_view,
    corrected_view,
    correction_record,
    is_correction,
    is_request,
)

__all__ = [
    "CHOSEN",
    "COORDINATION",
    "CORRECTABLE",
    "GROUPS",
    "REQUEST",
    "Correction",
    "FieldProposal",
    "Registry",
    "build",
    "chosen",
    "compared_view",
    "corrected_view",
    "correction_record",
    "in_order_of_belief",
    "is_correction",
    "is_request",
    "leading_past",
    "ranks",
]
