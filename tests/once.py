"""What every test needs alike is made once for each worker: the command line, the pack, the demonstration's network.

Nothing is tested less: each is made by our own code, from the same bytes, the first time it is asked for.
Commands in processes of their own make everything themselves.
"""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from wtc_eco.cli import app
from wtc_eco.ecosystem.ecosystem import Ecosystem
from wtc_eco.i18n import language
from wtc_eco.matching import Lexicon
from wtc_eco.territory import Territory, pack

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = {
    name: hashlib.sha256((ROOT / "data" / name).read_bytes()).hexdigest()
    for name in ("structures.csv", "referrals.csv")
}
OURS = {*SHIPPED, "journal.jsonl", "snapshots", "maps", "quarantine"}
"""What may stand in the `data/` of a demonstration that is as it was shipped."""
MADE = ("matching", "registry", "mentions", "network", "offers")
"""What an ecosystem makes of its tables and of nothing else, where `data/` holds no other files."""


def shipped(place: Path) -> Path:
    """A copy of the shipped ecosystem, to be written in."""
    (place / "data").mkdir(parents=True)
    shutil.copy(ROOT / "eco.toml", place)
    for name in SHIPPED:
        shutil.copy(ROOT / "data" / name, place / "data")
    return place


def pytest_collection_finish() -> None:
    """Look for cycles as a command does, and not among what is there until the end."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


@pytest.fixture(autouse=True, scope="session")
def _made_once() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        _share_the_command_line(patch)
        _share_the_pack(patch)
        for name in MADE:
            _share_the_demonstration(patch, name)
        # No test pulls the plug: what is written is there without waiting for the disk.
        patch.setattr(os, "fsync", lambda _: None)
        yield


def _share_the_command_line(patch: pytest.MonkeyPatch) -> None:
    """It is the same for every command in one language; building it takes longer than many commands."""
    build = cache(lambda _language, build=app.build: build())
    patch.setattr(app, "build", lambda: build(language()))


def _share_the_pack(patch: pytest.MonkeyPatch) -> None:
    """A shipped pack, and the words that names are compared by in it; a folder of a test's own is read each time."""
    read, words = {}, {}
    real, lexicon = pack._read, Lexicon.of

    def reading(folder: Path, faults: Any) -> Territory:
        if folder.parent != pack.PACKS:
            return real(folder, faults)
        if folder.name not in read:
            read[folder.name] = real(folder, faults)
        return read[folder.name]

    def of(territory: Territory) -> Lexicon:
        if territory is not read.get(territory.id):
            return lexicon(territory)
        if territory.id not in words:
            words[territory.id] = lexicon(territory)
        return words[territory.id]

    patch.setattr(pack, "_read", reading)
    patch.setattr(Lexicon, "of", of)


def _share_the_demonstration(patch: pytest.MonkeyPatch, name: str) -> None:
    real, made = vars(Ecosystem)[name].func, {}

    def share(ecosystem: Ecosystem) -> Any:
        if not _as_shipped(ecosystem):
            return real(ecosystem)
        key = repr(ecosystem.settings), ecosystem.as_of, ecosystem.edition, language()
        if key not in made:
            made[key] = real(ecosystem)
            if isinstance(made[key], nx.Graph):
                nx.freeze(made[key])
        return made[key]

    shared = cached_property(share)
    shared.__set_name__(Ecosystem, name)
    patch.setattr(Ecosystem, name, shared)


def _as_shipped(ecosystem: Ecosystem) -> bool:
    """Whether its tables, as they were read, are the repository's, and nothing else decides what they mean."""
    there = {path.name for path in (ecosystem.folder / "data").iterdir() if not path.name.startswith(".")}
    seen = {name: value for name, value in ecosystem.holdings.seen.items() if value}
    return seen == SHIPPED and there <= OURS and not (ecosystem.folder / ecosystem.settings.pack).is_dir()
