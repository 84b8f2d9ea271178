"""The seeded ecosystem, and what is shared of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import pytest
from seeded import records, ties, written

from wtc_eco import Ecosystem
from wtc_eco.api.results import Shared


@dataclass(frozen=True)
class Given:
    """The folder, and what was shared of it."""

    ecosystem: Ecosystem
    shared: Shared


@pytest.fixture(scope="session")
def given(tmp_path_factory) -> Given:
    """The seeded ecosystem, shared once for all tests that only read."""
    ecosystem = written(tmp_path_factory.mktemp("seeded") / "namur", records(), ties())
    return Given(ecosystem, ecosystem.write.shared())


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Given:
    """A bassin of seven structures: every base is under ten."""
    declared = [row for row in ties() if int(row["from"]) < 7]
    ecosystem = written(tmp_path_factory.mktemp("small") / "namur", records(7), declared)
    return Given(ecosystem, ecosystem.write.shared())


@pytest.fixture
def fresh(tmp_path, given) -> Ecosystem:
    """A copy of the seeded folder that a test may change."""
    shutil.copytree(given.ecosystem.folder, tmp_path / "namur")
    return Ecosystem(tmp_path / "namur")
