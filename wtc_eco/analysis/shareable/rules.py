"""The columns of each answer that may be shared, and what a row must rest on."""

from __future__ import annotations

from dataclasses import dataclass

ENOUGH = 10
"""No status is counted, and no percentage said, of fewer structures than this."""


@dataclass(frozen=True)
class Rule:
    """The columns that stay; `base` the one that says on how many structures a row rests, where that matters.

    A row on a base under ten is left out. `rows` and `remarks` say whether there are any in the shared
    edition; `spots` whether its places may be drawn.
    """

    columns: tuple[str, ...] = ()
    base: str = ""
    rows: bool = True
    remarks: bool = False
    spots: bool = False


_GAPS = (
    *(
        "theme",
        "slot",
        "step",
        "public",
        "bassin",
        "commune",
        "ins",
        "mark",
        "km",
        "nearest",
        "nearest_commune",
    ),
    *("n_offering", "n_known", "n_unknown", "n_lacking", "n_communes", "people", "concerned", "fragile"),
)
_PLACE = (
    "id",
    "name",
    "kind",
    "labels",
    "street",
    "postal_code",
    "locality",
    "commune",
    "ins",
    "bassin",
    "place",
)

RULES: dict[str, Rule] = {
    "overview": Rule(("id", "structures", "population", "communes", "without"), remarks=True),
    "answers": Rule(
        ("by", "id", "structures", "asked", "answered_network", "share", "silent", "never_asked"),
        base="structures",
    ),
    "directory": Rule(
        (*_PLACE, "lat", "lon", "located", "website", "themes", "slots", "slots_known", "steps"), spots=True
    ),
    "public_offer": Rule(
        (
            *("id", "name", "kind", "street", "postal_code", "locality", "commune", "website"),
            *("steps", "themes", "publics", "receives", "formats", "access", "slots", "slots_unknown"),
            *("hours", "appointment"),
        )
    ),
    "public_register": Rule(
        (
            *_PLACE,
            *(
                "lat",
                "lon",
                "website",
                "steps",
                "formats",
                "themes",
                "publics",
                "opening_hours",
                "slots",
                "access",
            ),
        )
    ),
    "commune_sheets": Rule(
        (
            *("ins", "commune", "bassin", "population", "structures", "kinds", "outside_hours"),
            *("themes", "themes_told", "not_found", "to_complete"),
        )
    ),
    "ties": Rule(rows=False, remarks=True),
    "journeys": Rule(
        (*("profile", "need", "bassin", "n_without", "n_communes", "cause", "people_without", "people"),),
        base="n_communes",
        remarks=True,
    ),
    "training": Rule(("by", "id", "structures", "known", "yes", "partly", "no", "share"), base="known"),
    "worst_gap": Rule(_GAPS, remarks=True, spots=True),
    "themes_by_slot": Rule(_GAPS, remarks=True),
    "hypotheses": Rule(("about", "figures", "hypothese", "source", "file"), remarks=True),
    "gaps_themes": Rule(_GAPS, remarks=True, spots=True),
    "gaps_slots": Rule(_GAPS, remarks=True, spots=True),
    "gaps_steps": Rule(_GAPS, remarks=True, spots=True),
    "gaps_publics": Rule(_GAPS, remarks=True, spots=True),
}
"""By question. Structures are named for what they offer; never for whom they know, how they stand or who trained them."""
