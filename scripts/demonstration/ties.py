"""Who said they know, or send people to, whom: near ones first, some hubs, some in words only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import Any

from demonstration.chance import Chance
from demonstration.lists import SURVEY
from demonstration.records import Seen
from demonstration.survey import Answers
from demonstration.world import Structure
from wtc_eco.territory.places import distance_km

ALONE = 7
"""Respondents without any tie, given or received."""
HOW_MANY = {"very_well": (8, 13), "well": (5, 9), "badly": (2, 5), "not_at_all": (0, 2)}
PULL = {
    "cpas": 2.4, "epn": 2.2, "maison_emploi": 2.6, "mire": 2.2, "bibliotheque": 1.3, "commune": 1.4, "cisp": 1.2,
    "enseignement_adultes": 0.9, "alpha": 1.1,
}  # fmt: skip
"""Kinds that everybody knows."""
FAME = {0.5: 0.50, 1.2: 0.33, 3.0: 0.13, 8.0: 0.04}
"""Most are known to few, a few to many: how strongly a structure draws, and in which share of cases."""
DECAY_KM = 5.0
RETURNED = 0.42
"""Share of ties that the other side declares too (NETWORK: .42 among respondents)."""
IN_WORDS = 0.13
SPOKEN = {
    "cpas": ("le CPAS", "CPAS de {commune}", "cpas {commune}"),
    "epn": ("EPN de {commune}", "l'EPN", "{name}"),
    "bibliotheque": ("la bibliothèque", "la bibli", "bibliothèque de {commune}"),
    "commune": ("la commune", "administration communale de {commune}"),
}
ELSEWHERE = ("le Forem", "Forem", "la Croix-Rouge", "une école du quartier")
"""Named by respondents, and in no list: to be reported, not invented."""

Pair = tuple[int, int]


def declared(world: Sequence[Structure], seen: Sequence[Seen], answers: Answers) -> list[Mapping[str, Any]]:
    """The rows of `referrals.csv`, without their number, in the order of the answers."""
    pairs = _pairs(world, answers)
    numbers = _record_of(seen)
    chance = Chance("ties")
    rows: list[Mapping[str, Any]] = [_row(world, pair, numbers, answers, chance) for pair in pairs]
    rows += _wishes_and_meetings(world, numbers, answers)
    rows += _unknown_ones(numbers, answers)
    return rows


def _record_of(seen: Sequence[Seen]) -> dict[int, int]:
    """The record by which the roster names each structure: that of the survey, else its first."""
    numbers: dict[int, int] = {}
    for record, held in enumerate(seen, start=1):
        if held.source == SURVEY or held.structure.number not in numbers:
            numbers[held.structure.number] = record
    return numbers


def _pairs(world: Sequence[Structure], answers: Answers) -> list[Pair]:
    """Who named whom: each respondent as many as it says it knows, then some in return."""
    chance = Chance("pairs")
    respondents = sorted(answers.network)
    alone = set(_alone(world, answers))
    fame = {s.number: PULL.get(s.kind, 1.0) * Chance(f"fame:{s.number}").weighed(FAME) for s in world}
    pairs: dict[Pair, None] = {}
    for number in respondents:
        if number not in alone:
            low, high = HOW_MANY[answers.knows[number]]
            for other in _chosen(world, number, chance.between(low, high), fame, alone, chance):
                pairs[number, other] = None
    for one, other in list(pairs):
        if other in answers.network and (other, one) not in pairs and chance.happens(RETURNED / 2):
            pairs[other, one] = None
    return sorted(pairs)


def _alone(world: Sequence[Structure], answers: Answers) -> list[int]:
    """A few who said they know nobody: one a bassin, each of another kind."""
    found: dict[str | None, int] = {}
    kinds: set[str] = set()
    for number in Chance("alone").mixed(sorted(answers.network)):
        one = world[number]
        if answers.knows[number] == "not_at_all" and one.bassin not in found and one.kind not in kinds:
            found[one.bassin] = number
            kinds.add(one.kind)
    return sorted(found.values())[:ALONE]


def _chosen(  # noqa: PLR0913 - one respondent's choice among all
    world: Sequence[Structure],
    number: int,
    count: int,
    fame: Mapping[int, float],
    alone: set[int],
    chance: Chance,
) -> list[int]:
    one = world[number]
    weights = {
        other.number: fame[other.number] * _nearness(one, other)
        for other in world
        if other.number != number and other.number not in alone
    }
    chosen = []
    for _ in range(count):
        other = chance.weighed(weights)
        chosen.append(other)
        del weights[other]
    return chosen


def _nearness(one: Structure, other: Structure) -> float:
    distance = distance_km(one.lat, one.lon, other.lat, other.lon)
    same = 2.0 if one.commune and other.commune and one.commune.ins == other.commune.ins else 1.0
    within = 1.0 if one.bassin == other.bassin else 0.35
    return same * within * (exp(-distance / DECAY_KM) + 0.0005)


def _row(
    world: Sequence[Structure], pair: Pair, numbers: Mapping[int, int], answers: Answers, chance: Chance
) -> dict[str, Any]:
    one, other = pair
    kind = chance.weighed({"refers": 0.46, "knows": 0.36, "works_with": 0.16, "hosts": 0.02})
    incoming = kind == "refers" and chance.happens(0.12)
    ends = (
        (numbers[other], numbers[one]) if incoming else (numbers[one], _target(world, pair, numbers, chance))
    )
    teaches = kind == "refers" and chance.happens(0.3)
    return {
        "source": SURVEY,
        "from": str(ends[0]),
        "to": str(ends[1]),
        "kind": kind,
        "per_year": chance.pick((4, 12, 12, 50)) if kind == "refers" and chance.happens(0.7) else None,
        "themes": (chance.pick(("demarches", "securite", "recherche_emploi", "bases", "smartphone")),)
        if teaches
        else None,
        "declared_by": "to" if incoming else "from",
        "declared_on": answers.on[one],
        "status": "ended" if chance.happens(0.01) else "active",
    }


def _target(world: Sequence[Structure], pair: Pair, numbers: Mapping[int, int], chance: Chance) -> str:
    """The other side, by its number on the roster, or in words where it was written by hand."""
    other = world[pair[1]]
    spoken = SPOKEN.get("epn" if other.is_epn() else other.kind)
    if spoken is None or other.commune is None or not chance.happens(IN_WORDS):
        return str(numbers[other.number])
    words = spoken if other.commune is world[pair[0]].commune else tuple(w for w in spoken if "{" in w)
    return chance.pick(words).format(commune=other.commune.name, name=other.called.le())


def _wishes_and_meetings(
    world: Sequence[Structure], numbers: Mapping[int, int], answers: Answers
) -> list[dict[str, Any]]:
    """What is not acquaintance: a wish to meet, a shared table at a meeting in spring."""
    chance = Chance("wishes")
    rows = []
    for kind, source, count in (("wish", SURVEY, 30), ("met", "rencontre-2026", 36)):
        for one in chance.mixed(sorted(answers.network))[:count]:
            near = [s.number for s in world if s.bassin == world[one].bassin and s.number != one]
            on = answers.on[one] if kind == "wish" else "2026-04-23"
            rows.append(
                {
                    "source": source,
                    "from": str(numbers[one]),
                    "to": str(numbers[chance.pick(near)]),
                    "kind": kind,
                }
                | {
                    "declared_by": "from" if kind == "wish" else "third",
                    "declared_on": on,
                    "status": "active",
                }
            )
    return rows


def _unknown_ones(numbers: Mapping[int, int], answers: Answers) -> list[dict[str, Any]]:
    chance = Chance("elsewhere")
    return [
        {"source": SURVEY, "from": str(numbers[one]), "to": chance.pick(ELSEWHERE), "kind": "refers"}
        | {"declared_by": "from", "declared_on": answers.on[one], "status": "active"}
        for one in chance.mixed(
            [n for n in sorted(answers.network) if answers.knows[n] in {"well", "very_well"}]
        )[:12]
    ]
