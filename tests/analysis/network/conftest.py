"""A study from a sentence: what the questions about the network are asked of."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from drawing import drawn_registry, wallonie

from wtc_eco.analysis import disclosure
from wtc_eco.i18n import speaking

sys.path.insert(0, str(Path(__file__).parents[2] / "network"))


@dataclass(frozen=True)
class Drawn:
    """A study of a drawn network, as the questions see it."""

    registry: Any
    network: Any
    territory: Any
    offers: Any = field(default_factory=dict)
    as_of: str = "2026-11-22"

    @cached_property
    def figures(self):
        return disclosure.figures(self)


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


@pytest.fixture
def study():
    """`study("a>b c")`: the study of the network that the sentence draws."""

    def made(sentence, **nodes):
        registry, network = drawn_registry(sentence, **nodes)
        return Drawn(registry, network, wallonie())

    return made


@pytest.fixture
def namur():
    from wtc_eco.territory import Scope

    return Scope(bassin=wallonie().bassins["namur"])


@pytest.fixture(scope="session")
def trio():
    from wtc_eco.territory import load

    return load(Path(__file__).parents[2] / "territories" / "trio")


@pytest.fixture
def valley(trio):
    """`valley(dict(ins="T101", themes=("bases",)), …, ties=["1>>2"])`: structures S1, S2 … in the valley of Trio.

    Every structure was asked and answered, unless it says otherwise; a tie is said by its first.
    """
    from drawing import ANSWERED, tie

    from wtc_eco import model
    from wtc_eco.coverage import offers
    from wtc_eco.network import build
    from wtc_eco.network.resolution import Mentions
    from wtc_eco.registry import Registry

    def made(*rows, ties=()):
        held = []
        for number, row in enumerate(rows, start=1):
            commune = trio.communes[row["ins"]]
            base = {
                "id": f"S{number}", "records": (number,), "sources": ("list",), "active": True, "place": "inside",
                "name": f"Spazio {number}", "asked_on": "2026-10-01", "network_answered_on": ANSWERED,
                "commune": commune.name, "bassin": commune.bassin,
            }  # fmt: skip
            held.append({**base, **row})
        registry = Registry(
            model.frame(model.REGISTRY, held), {n: f"S{n}" for n in range(1, len(rows) + 1)}, len(rows), 1, 0
        )
        declared = tuple(
            tie(number, f"S{said.partition('>>')[0]}", f"S{said.partition('>>')[2]}", ">>")
            for number, said in enumerate(ties, start=1)
        )
        network = build(registry, Mentions(len(declared), declared), trio)
        return Drawn(registry, network, trio, offers(registry, trio))

    return made


@pytest.fixture
def montalto(trio):
    from wtc_eco.territory import Scope

    return Scope(bassin=trio.bassins["montalto"])
