"""Ecosystem folders for the tests of the store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wtc_eco import model, store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path


@pytest.fixture
def structures() -> Callable[..., bytes]:
    """The file of records 1, 2, 3 … with these names."""

    def made(*names: str, **columns: Any) -> bytes:
        rows = [{"record": n, "source": "liste", "name": name, **columns} for n, name in enumerate(names, 1)]
        return store.to_csv(model.frame(model.RECORDS, rows), model.RECORDS)

    return made


@pytest.fixture
def state() -> Callable[[Path], dict[str, str]]:
    """The fingerprint of every file of data/, but for the lock, which is nobody's state."""

    def taken(folder: Path) -> dict[str, str]:
        root = folder / "data"
        found = (path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
        return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}

    return taken
