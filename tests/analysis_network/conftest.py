"""A study from a sentence: what the questions about the network are asked of."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "network"))

from drawing import drawn_registry, wallonie

from wtc_eco.locale import speaking


@dataclass(frozen=True)
class Drawn:
    """A study of a drawn network, as the questions see it."""

    registry: Any
    network: Any
    territory: Any
    offers: Any = field(default_factory=dict)
    as_of: str = "2026-11-22"


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
