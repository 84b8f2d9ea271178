"""What each structure offers, calibrated on the rates the diagnosis publishes (363 structures, 2023)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from demonstration.chance import Chance
from demonstration.world import Structure

STEPS = ("diagnostic", "assistance", "ateliers", "acces", "materiel", "orientation")
WANTED = ("securite", "demarches", "recherche_emploi")

# In place, by kind. Published: EPN, CPAS, communes, libraries, ASBL. The others are ours.
IN_PLACE: dict[str, tuple[float, ...]] = {
    "epn": (0.62, 0.91, 0.90, 0.98, 0.20, 0.55),
    "cpas": (0.25, 0.80, 0.33, 0.40, 0.23, 0.80),
    "commune": (0.10, 0.74, 0.25, 0.30, 0.05, 0.70),
    "bibliotheque": (0.20, 0.55, 0.50, 0.85, 0.08, 0.45),
    "asbl": (0.30, 0.60, 0.55, 0.40, 0.16, 0.50),
    "cisp": (0.55, 0.50, 0.85, 0.45, 0.10, 0.45),
    "pcs": (0.30, 0.75, 0.55, 0.45, 0.15, 0.65),
    "enseignement_adultes": (0.50, 0.15, 0.95, 0.30, 0.05, 0.20),
}
ELSEWHERE = (0.28, 0.58, 0.55, 0.40, 0.10, 0.50)
# Planned, where it is not in place. Published: diagnosis in 29 % and workshops in 37 % of CPAS.
PLANNED: dict[str, tuple[float, ...]] = {"cpas": (0.29, 0.08, 0.37, 0.10, 0.10, 0.04)}
PLANNED_ELSEWHERE = (0.12, 0.06, 0.12, 0.06, 0.06, 0.05)

OTHER_THEMES = {
    "bases": 0.80, "smartphone": 0.55, "communication": 0.55, "bureautique": 0.45, "banque": 0.25, "sante": 0.18,
    "creation": 0.18, "famille": 0.14, "culture_numerique": 0.14, "mobilite": 0.08,
}  # fmt: skip
FORMATS = {"ponctuel": 0.73, "atelier": 0.48, "cycle": 0.40, "longue": 0.22, "autoformation": 0.15}
TRAINED = {"yes": 0.15, "partly": 0.21, "no": 0.64}
SLOTS = {"soiree": 0.09, "samedi": 0.12, "dimanche": 0.01, "sur_rdv": 0.28}
PUBLICS = {
    "retraites": 0.55, "demandeurs_emploi": 0.55, "inactifs": 0.35, "salaries": 0.25, "etudiants": 0.22, "aines": 0.45,
    "jeunes": 0.25, "familles": 0.18, "primo_arrivants": 0.22, "alpha": 0.20, "ris": 0.30, "handicap": 0.12, "professionnels": 0.10,
}  # fmt: skip
ACCESS = {"on_site": 0.97, "remote": 0.22, "outreach": 0.14, "hosted": 0.12, "home": 0.08}
MORNINGS = ("09:00-12:00", "08:30-12:00", "09:30-12:30", "10:00-12:00")
AFTERNOONS = ("13:00-16:00", "13:30-16:30", "14:00-17:00", "13:00-17:30", "14:00-18:00")
EVENINGS = ("18:00-20:00", "18:00-20:30", "17:30-20:00", "18:30-21:00")
WEEK = ("Mo-Fr", "Mo-Th", "Tu-Fr", "Mo,Tu,Th", "Mo,We,Fr", "Tu,Th", "We")


@dataclass(frozen=True)
class Supply:
    """Everything a structure would answer about its offer."""

    steps: tuple[str, ...]
    steps_planned: tuple[str, ...]
    formats: tuple[str, ...]
    themes: tuple[str, ...]
    publics: tuple[str, ...]
    slots: tuple[str, ...]
    opening_hours: str
    access: tuple[str, ...]
    capacity: int
    staff_trained: str
    roles_defined: str


def supplied(world: Sequence[Structure], heard: frozenset[int]) -> list[Supply]:
    """The supply of every structure, in the order of the world.

    The published rates hold among those who are `heard` (numbers), and among the others.
    """
    groups = [[s for s in world if (s.number in heard) is told] for told in (True, False)]
    supplies = {number: supply for group in groups for number, supply in _shared_out(group).items()}
    return [supplies[structure.number] for structure in world]


def _shared_out(group: Sequence[Structure]) -> dict[int, Supply]:
    steps = _steps(group)
    planned = _planned(group, steps)
    teaching = [s for s in group if "ateliers" in steps[s.number]]
    thorough = {s.number for s in Chance("wanted").some(teaching, 2 / 3)}
    shares = {key: _drawn(group, table, key) for key, table in _TABLES.items()}
    trained = _trained(group)
    return {
        s.number: _supply(s, steps[s.number], planned[s.number], thorough, shares, trained[s.number])
        for s in group
    }


def _profile(structure: Structure) -> str:
    return "epn" if structure.is_epn() else structure.kind


def _steps(world: Sequence[Structure]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = {structure.number: set() for structure in world}
    for kind in sorted({_profile(structure) for structure in world}):
        alike = [structure for structure in world if _profile(structure) == kind]
        for step, share in zip(STEPS, IN_PLACE.get(kind, ELSEWHERE), strict=True):
            for structure in Chance(f"steps:{kind}:{step}").some(alike, share):
                held[structure.number].add(step)
    return held


def _planned(world: Sequence[Structure], steps: Mapping[int, set[str]]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = {structure.number: set() for structure in world}
    for kind in sorted({_profile(structure) for structure in world}):
        alike = [structure for structure in world if _profile(structure) == kind]
        for step, share in zip(STEPS, PLANNED.get(kind, PLANNED_ELSEWHERE), strict=True):
            free = [structure for structure in alike if step not in steps[structure.number]]
            wanted = min(1.0, share * len(alike) / len(free)) if free else 0.0
            for structure in Chance(f"planned:{kind}:{step}").some(free, wanted):
                held[structure.number].add(step)
    return held


_TABLES: dict[str, Mapping[str, float]] = {
    "formats": FORMATS, "slots": SLOTS, "publics": PUBLICS, "access": ACCESS, "themes": OTHER_THEMES,
}  # fmt: skip


def _drawn(world: Sequence[Structure], table: Mapping[str, float], purpose: str) -> dict[str, set[int]]:
    """Which structures have each term, so that its share is exact."""
    return {
        term: {structure.number for structure in Chance(f"{purpose}:{term}").some(world, share)}
        for term, share in table.items()
    }


def _trained(world: Sequence[Structure]) -> dict[int, str]:
    order = Chance("trained").mixed(world)
    yes, partly = round(TRAINED["yes"] * len(world)), round(TRAINED["partly"] * len(world))
    return {
        s.number: "yes" if n < yes else "partly" if n < yes + partly else "no" for n, s in enumerate(order)
    }


def _supply(  # noqa: PLR0913 - one structure put together from what was shared out
    structure: Structure,
    steps: set[str],
    planned: set[str],
    thorough: set[int],
    shares: Mapping[str, Mapping[str, set[int]]],
    trained: str,
) -> Supply:
    chance = Chance(f"supply:{structure.number}")
    drawn = {
        key: [t for t, held in table.items() if structure.number in held] for key, table in shares.items()
    }
    slots, hours = _week(drawn["slots"], chance)
    everyone = chance.happens(0.45)
    return Supply(
        steps=_ordered(steps),
        steps_planned=_ordered(planned),
        formats=tuple(drawn["formats"]) or ("ponctuel",),
        themes=_themes(structure, drawn["themes"], thorough, chance) if "ateliers" in steps else (),
        publics=("tous",) if everyone or not drawn["publics"] else tuple(drawn["publics"]),
        slots=slots,
        opening_hours=hours,
        access=tuple(drawn["access"]),
        capacity=5 * chance.between(1, 8),
        staff_trained=trained,
        roles_defined=chance.weighed({"yes": 0.42, "partly": 0.33, "no": 0.25}),
    )


def _ordered(steps: set[str]) -> tuple[str, ...]:
    return tuple(step for step in STEPS if step in steps)


def _themes(
    structure: Structure, others: Sequence[str], thorough: set[int], chance: Chance
) -> tuple[str, ...]:
    """All three wanted themes, or at most two of them; and what else is taught."""
    if structure.number in thorough:
        return (*WANTED, *others)
    kept = chance.mixed(WANTED)[: chance.between(0, 2)]
    return (*[theme for theme in WANTED if theme in kept], *others) or ("bases",)


def _week(drawn: Sequence[str], chance: Chance) -> tuple[tuple[str, ...], str]:
    """The slots of a week, and the same week as OSM opening hours."""
    morning, afternoon = chance.weighed({(True, True): 0.66, (True, False): 0.20, (False, True): 0.14})
    times = [chance.pick(MORNINGS)] if morning else []
    times += [chance.pick(AFTERNOONS)] if afternoon else []
    parts = [f"{chance.pick(WEEK)} {','.join(times)}"]
    if "soiree" in drawn:
        parts.append(f"{chance.pick(('Tu', 'We', 'Th'))} {','.join([*times, chance.pick(EVENINGS)])}")
    if "samedi" in drawn:
        parts.append(f"Sa {chance.pick(('09:00-12:00', '10:00-13:00', '09:30-12:30'))}")
    if "dimanche" in drawn:
        parts.append("Su 10:00-12:30")
    daytime = (["matin"] if morning else []) + (["apres_midi"] if afternoon else [])
    return (
        *daytime,
        *[slot for slot in drawn if slot != "sur_rdv"],
        *(["sur_rdv"] if "sur_rdv" in drawn else []),
    ), "; ".join(parts)
