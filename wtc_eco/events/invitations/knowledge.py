"""What the register knows of the meetings of some structures, for a table plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wtc_eco.coverage.areas import communes_of
from wtc_eco.coverage.supply import LACKING, Want, cells
from wtc_eco.events.invitations.candidates import Candidate, field
from wtc_eco.events.invitations.pairs import Pairs
from wtc_eco.events.invitations.request import Circumstances, Request
from wtc_eco.territory import Bassin, Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study

_NOWHERE = Scope(bassin=Bassin("", {}, ()))


def pairs_of(study: Study, structures: Sequence[str]) -> Pairs:
    """The meetings of these structures, whoever objected to letters: they come of their own will."""
    known = Circumstances()
    held = field(study, _NOWHERE, Request(seats=len(structures), fixed=tuple(structures)), known)
    return Pairs(held.candidates, study.territory.publics, lacking(study, held.candidates), known)


def lacking(study: Study, candidates: Sequence[Candidate]) -> Mapping[str, frozenset[str]]:
    """The themes and slots that each commune of the candidates lacks: known, not merely unsaid."""
    wanted = {one.ins for one in candidates}
    communes = [each for each in communes_of(study.territory, Scope()) if each.ins in wanted]
    wants = [Want(theme=theme) for theme in study.territory.themes]
    wants += [Want(slot=slot) for slot, term in study.territory.slots.items() if "days" in term.extra]
    found: dict[str, set[str]] = {}
    for cell in cells(communes, study.offers, wants) if communes else ():
        if cell.state in LACKING:
            found.setdefault(cell.commune.ins, set()).add(cell.want.theme or cell.want.slot or "")
    return {ins: frozenset(lacks) for ins, lacks in found.items()}
