"""A sheet of one page for each structure: what to know before sending somebody there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.render.catalogue.frame import filled
from wtc_eco.render.catalogue.places import places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.catalogue.places import Contact


def sheets_html(finding: Finding, contacts: Mapping[str, Contact], *, contact: str = "") -> Mapping[str, str]:
    """By structure, its sheet; `contact` is where a partner reports what changed."""
    return {
        one.id: filled("sheet.html.j2", finding=finding, one=one, contact=contact)
        for one in places(finding, contacts)
    }
