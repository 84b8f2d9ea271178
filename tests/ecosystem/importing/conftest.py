"""Small folders, lists in words, and the round a list makes into data/ and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wtc_eco import store
from wtc_eco.ecosystem.importing.delivery import Delivery
from wtc_eco.ecosystem.importing.plan import plan_import, plan_ties
from wtc_eco.matching import Lexicon
from wtc_eco.sources.table import Harvest, Quarantined
from wtc_eco.store import Basis, Holdings


def harvest(*rows: dict[str, Any], quarantined: tuple[Quarantined, ...] = (), blank: int = 0) -> Harvest:
    """What a reader made of these rows, which start at row 2 in Excel."""
    numbers = tuple(range(2, 2 + len(rows)))
    n_read = len(rows) + len(quarantined) + blank
    return Harvest(rows, numbers, quarantined, (), n_read, blank, 0)


@dataclass(frozen=True)
class Desk:
    """A folder into which lists are taken, as the commands do it."""

    folder: Path
    lexicon: Lexicon

    @property
    def holdings(self) -> Holdings:
        return store.read(self.folder)

    def plan(self, source: str, *rows: dict[str, Any], **said: Any):
        aside = {name: said.pop(name) for name in ("quarantined", "blank") if name in said}
        return plan_import(
            self.holdings, harvest(*rows, **aside), Delivery(source, **said), lexicon=self.lexicon
        )

    def take(self, source: str, *rows: dict[str, Any], **said: Any):
        intake = self.plan(source, *rows, **said)
        self._write(intake.files(), next_record=intake.next_record)
        return intake

    def plan_ties(
        self, source: str, *rows: dict[str, Any], aliases: dict[str, int] | None = None, **said: Any
    ):
        aside = {name: said.pop(name) for name in ("quarantined", "blank") if name in said}
        return plan_ties(self.holdings, harvest(*rows, **aside), Delivery(source, **said), aliases=aliases)

    def take_ties(self, source: str, *rows: dict[str, Any], **said: Any):
        intake = self.plan_ties(source, *rows, **said)
        self._write(intake.files(), next_tie=intake.next_tie)
        return intake

    def bytes(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.folder / "data").iterdir() if path.is_file()}

    def _write(self, files, **numbers: int) -> None:
        basis = Basis(seen=self.holdings.seen, **numbers)
        store.commit(self.folder, dict(files), command="import", basis=basis)


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.general()


@pytest.fixture
def desk(tmp_path: Path, lexicon: Lexicon) -> Desk:
    (tmp_path / "data").mkdir()
    return Desk(tmp_path, lexicon)


@pytest.fixture
def new_desk(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> Callable[[], Desk]:
    """Empty folders, as many as a property needs."""

    def made() -> Desk:
        folder = tmp_path_factory.mktemp("folder")
        (folder / "data").mkdir()
        return Desk(folder, lexicon)

    return made


@pytest.fixture
def numbers() -> Callable[[Holdings], dict[str, int]]:
    """Record number by name."""
    return lambda holdings: dict(zip(holdings.records["name"], holdings.records["record"], strict=True))
