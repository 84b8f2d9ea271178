"""Who was asked, who answered, and what they said of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from demonstration.chance import Chance
from demonstration.world import Structure

NEVER_ASKED = "verviers"
NETWORK_RATE = {
    "brabant-wallon": 0.72, "hainaut-centre": 0.63, "hainaut-sud": 0.48, "huy-waremme": 0.82, "liege": 0.66,
    "luxembourg": 0.40, "namur": 0.95, "wallonie-picarde": 0.77,
}  # fmt: skip
"""Share of the asked who answered the network questions: 40 % to 95 %."""
OFFER_ONLY = 0.04
"""Share of the asked who answered about their offer and left the network questions."""
ASKED = 0.93
ASKED_ON = "2026-09-07"
COLLECTED_ON = "2026-11-02"
KNOWS = {"very_well": 0.09, "well": 0.31, "badly": 0.40, "not_at_all": 0.20}
"""What respondents say: 4 in 10 know their ecosystem well or very well."""
DAYS = tuple(f"2026-09-{day:02}" for day in range(8, 31)) + tuple(f"2026-10-{day:02}" for day in range(1, 31))


@dataclass(frozen=True)
class Answers:
    """Numbers of the structures asked, of those who answered the offer, and of those who answered the network."""

    asked: frozenset[int]
    offer: frozenset[int]
    network: frozenset[int]
    knows: dict[int, str]
    on: dict[int, str]


def answered(world: Sequence[Structure]) -> Answers:
    """The survey of autumn 2026."""
    asked, offer, network = [], [], []
    for bassin, rate in NETWORK_RATE.items():
        chance = Chance(f"survey:{bassin}")
        held = chance.some([structure for structure in world if structure.bassin == bassin], ASKED)
        by_will = chance.mixed(held)
        n_network = round(rate * len(held))
        n_offer = min(len(held), n_network + round(OFFER_ONLY * len(held)))
        asked += [structure.number for structure in held]
        network += [structure.number for structure in by_will[:n_network]]
        offer += [structure.number for structure in by_will[:n_offer]]
    return Answers(
        frozenset(asked), frozenset(offer), frozenset(network), _knows(sorted(network)), _dates(sorted(offer))
    )


def _knows(network: Sequence[int]) -> dict[int, str]:
    order = Chance("knows").mixed(network)
    said: dict[int, str] = {}
    for answer, share in KNOWS.items():
        for number in order[len(said) : len(said) + round(share * len(network))]:
            said[number] = answer
    return {number: said.get(number, "not_at_all") for number in network}


def _dates(offer: Sequence[int]) -> dict[int, str]:
    chance = Chance("dates")
    return {number: chance.pick(DAYS) for number in offer}
