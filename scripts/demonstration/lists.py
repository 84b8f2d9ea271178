"""Four lists that overlap: which of them has which structure."""

from __future__ import annotations

from collections.abc import Sequence

from demonstration.chance import Chance
from demonstration.survey import COLLECTED_ON, Answers
from demonstration.world import Structure

CARD, SPACES, PUBLIC, SURVEY = "carte-inclusion", "liste-epn", "liste-services-publics", "enquete-2026"
DATES = {CARD: "2026-03-02", SPACES: "2026-05-18", PUBLIC: "2026-02-09", SURVEY: COLLECTED_ON}
N_RECORDS = 450
OVERLAP = {SPACES: 0.42, PUBLIC: 0.24}
"""Share of what a list could have and the survey has already, that it has too; the map has the rest."""


def chosen(world: Sequence[Structure], answers: Answers) -> set[tuple[str, int]]:
    """Which list has which structure: each in one at least, N_RECORDS in all."""
    chance = Chance("lists")
    held = {(SURVEY, number) for number in answers.asked}
    held |= {
        (_first(structure), structure.number) for structure in world if structure.number not in answers.asked
    }
    for source, share in OVERLAP.items():
        free = [s for s in world if source in _possible(s) and (source, s.number) not in held]
        held |= {(source, structure.number) for structure in chance.some(free, share)}
    free = [s for s in world if (CARD, s.number) not in held]
    held |= {(CARD, structure.number) for structure in chance.mixed(free)[: N_RECORDS - len(held)]}
    return held


def _possible(structure: Structure) -> tuple[str, ...]:
    """The lists that could have it beside the survey's address book."""
    spaces = (SPACES,) if structure.is_epn() else ()
    public = (PUBLIC,) if structure.kind in {"cpas", "commune", "pcs"} else ()
    return (*spaces, *public, CARD)


def _first(structure: Structure) -> str:
    return _possible(structure)[0]
