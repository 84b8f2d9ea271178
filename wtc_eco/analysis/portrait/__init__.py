"""What is known of one structure, one commune or one bassin, on one screen?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.analysis.portrait.bassin import bassin_portrait
from wtc_eco.analysis.portrait.commune import commune_portrait
from wtc_eco.analysis.portrait.naming import meant
from wtc_eco.analysis.portrait.several import several_portrait
from wtc_eco.analysis.portrait.structure import structure_portrait
from wtc_eco.territory import Bassin, Commune

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding
    from wtc_eco.analysis.study import Study


def ask(study: Study, thing: str) -> Finding:
    """The portrait of what `thing` names: an id, a name, part of a name or a slip of the pen.

    Several structures of one name are listed. Raises `UnknownNameError`, with the nearest names as
    its hint, where nothing is called so.
    """
    match meant(study, thing):
        case Commune() as commune:
            return commune_portrait(study, commune)
        case Bassin() as bassin:
            return bassin_portrait(study, bassin)
        case (only,):
            return structure_portrait(study, only)
        case ids:
            return several_portrait(study, thing, ids)
