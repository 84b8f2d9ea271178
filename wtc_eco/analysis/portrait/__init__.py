"""What is known of one structure, one commune or one bassin, on one screen?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.analysis.portrait.places import bassin_portrait, commune_portrait, several_portrait
from wtc_eco.analysis.portrait.structure import structure_portrait
from wtc_eco.registry.lookup import meant
from wtc_eco.territory import Bassin, Commune

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding, Study


def ask(study: Study, thing: str) -> Finding:
    """The portrait of what `thing` names: an id, a name, part of a name or a slip of the pen.

    Several structures of one name are listed. Raises `UnknownNameError`, with the nearest names as
    its hint, where nothing is called so.
    """
    match meant(study.registry, study.territory, thing):
        case Commune() as commune:
            return commune_portrait(study, commune)
        case Bassin() as bassin:
            return bassin_portrait(study, bassin)
        case (only,):
            return structure_portrait(study, only)
        case ids:
            return several_portrait(study, thing, ids)
