"""An invented valley of three bassins, and structures in it said in a few words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from wtc_eco import model
from wtc_eco.coverage import offers
from wtc_eco.coverage.slots import plan_of
from wtc_eco.territory import load

PACK = Path(__file__).resolve().parent.parent / "territories" / "trio"


@pytest.fixture(scope="session")
def trio():
    return load(PACK)


@pytest.fixture(scope="session")
def plan(trio):
    return plan_of(trio.slots)


@pytest.fixture(scope="session")
def valley(trio):
    """Offers of structures given as rows: `valley(dict(id="S1", ins="T201", themes=("bases",)))`."""

    def made(*rows, **settings):
        whole = []
        for n, row in enumerate(rows, start=1):
            commune = trio.communes.get(row.get("ins", ""))
            ground = {"commune": commune.name, "bassin": commune.bassin} if commune else {}
            whole.append({"id": f"S{n}", "name": f"Spazio {n}", "active": True, **ground, **row})
        demand = {**trio.demand, "settings": {**trio.demand["settings"], **settings}}
        return offers(
            SimpleNamespace(table=model.frame(model.REGISTRY, whole), open_lists={}),
            replace(trio, demand=demand),
        )

    return made
