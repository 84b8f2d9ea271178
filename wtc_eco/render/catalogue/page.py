"""The catalogue: one page where anybody finds, by commune, theme and time, where to get help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.render.catalogue.frame import filled
from wtc_eco.render.catalogue.places import places
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.catalogue.places import Contact, Place

FACETS = ("themes", "slots", "steps", "publics")
"""What the page can be narrowed by, beside the commune and words."""


def catalogue_html(
    finding: Finding, contacts: Mapping[str, Contact], *, place: str, contact: str = ""
) -> str:
    """The catalogue of `place`, from an answer to `public_offer`; `contact` is where to report a mistake."""
    held = places(finding, contacts)
    return filled(
        "catalogue.html.j2",
        script="catalogue.js",
        place=place,
        finding=finding,
        places=held,
        communes=sorted({one.commune for one in held if one.commune}, key=fold),
        choices={facet: _choices(finding, facet) for facet in FACETS},
        tagged=[(one, _tags(one)) for one in held],
        contact=contact,
    )


def _choices(finding: Finding, facet: str) -> Sequence[tuple[str, str]]:
    """The words of a facet that anybody offers, in the order of the pack."""
    words: Mapping[str, str] = next((head.words or {} for head in finding.headings if head.id == facet), {})
    used = {term for row in finding.rows() for term in row[facet] or ()}
    return [(key, said) for key, said in words.items() if key in used]


def _tags(one: Place) -> dict[str, str]:
    """What the script reads of a place: ids by facet, and `?` where nobody has said."""
    asked = {"themes": "themes", "steps": "steps", "publics": "receives"}
    tags = {facet: _joined(one.ids[column]) for facet, column in asked.items()}
    tags["slots"] = " ".join((*(one.ids["slots"] or ()), *(f"?{slot}" for slot in one.maybe)))
    return {**tags, "commune": one.commune}


def _joined(held: Iterable[str] | None) -> str:
    return "?" if held is None else " ".join(held)
