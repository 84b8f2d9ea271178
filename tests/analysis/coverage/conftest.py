"""A study of an invented valley: structures and ties said in a few words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from wtc_eco import model, network
from wtc_eco.analysis import disclosure
from wtc_eco.coverage import offers
from wtc_eco.i18n import speaking
from wtc_eco.registry import Registry
from wtc_eco.territory import load

PACK = Path(__file__).resolve().parents[2] / "territories" / "trio"


@dataclass(frozen=True)
class Valley:
    """A study made of rows: what `Ecosystem` makes of a folder."""

    territory: Any
    registry: Registry
    ties: Any
    as_of: str = "2026-11-22"

    @cached_property
    def figures(self):
        return disclosure.figures(self)

    @cached_property
    def offers(self):
        return offers(self.registry, self.territory)

    @cached_property
    def network(self):
        mentions = network.resolve(self.ties, self.registry, self.territory)
        return network.build(self.registry, mentions, self.territory, as_of=self.as_of)


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


@pytest.fixture(scope="session")
def trio():
    return load(PACK)


@pytest.fixture(scope="session")
def study(trio):
    """`study(dict(ins="T101", themes=("bases",)), …, ties=[(1, "knows", 2)])`; structures are S1, S2 …"""

    def made(*rows, ties=()):
        whole = []
        for n, row in enumerate(rows, start=1):
            commune = trio.communes.get(row.get("ins", ""))
            ground = {"commune": commune.name, "bassin": commune.bassin, "place": "inside"} if commune else {}
            base = {"id": f"S{n}", "records": (n,), "sources": ("list",), "conflicts": (), "active": True}
            whole.append({**base, "name": f"Spazio {n}", **ground, **row})
        aliases = {n: f"S{n}" for n in range(1, len(rows) + 1)}
        registry = Registry(model.frame(model.REGISTRY, whole), aliases, len(rows), 1, 0)
        declared = [
            {"tie": n, "source": "survey", "from": str(a), "to": str(b), "kind": kind, "declared_by": "from"}
            for n, (a, kind, b) in enumerate(ties, start=1)
        ]
        return Valley(trio, registry, model.frame(model.TIES, declared))

    return made
