"""Folders of coordinators, filled through the public functions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import wtc_eco as eco

HEADER = "nom;adresse;cp;localité"


class Office:
    """A coordinator's folder, and the lists that come in."""

    def __init__(self, folder: Path, uid: str) -> None:
        (folder / "data").mkdir(parents=True)
        (folder / "eco.toml").write_text(f'[ecosystem]\nuid = "{uid}"\n', encoding="utf-8")
        self.ecosystem = eco.open(folder)
        self.folder, self.data = folder, folder / "data"

    def take(self, source: str, *rows: str, header: str = HEADER, **said: Any):
        """Import a list of these rows."""
        said = {"collected_on": "2026-01-15", **said}
        path = self.folder / f"{source}.csv"
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        return self.ecosystem.imports.structures(path, source=source, **said, kind="epn")

    def take_ties(self, *rows: str):
        """Import ties, `from;to;kind` each."""
        path = self.folder / "liens.csv"
        path.write_text("\n".join(["de;vers;type", *rows, ""]), encoding="utf-8")
        return self.ecosystem.imports.ties(path, source="enquete", collected_on="2026-01-15")

    def records(self, **wanted: Any) -> list[dict[str, Any]]:
        """The records that hold these values."""
        rows = self.ecosystem.holdings.records.to_dict("records")
        return [row for row in rows if all(row[name] == value for name, value in wanted.items())]

    def number(self, name: str, source: str | None = None) -> int:
        """The number of the record of this name."""
        said = {"name": name} | ({"source": source} if source else {})
        (row,) = self.records(**said)
        return int(row["record"])

    def bytes(self) -> dict[str, bytes]:
        """Every file of data/ that is state."""
        found = (path for path in sorted(self.data.rglob("*")) if path.is_file())
        named = {path.relative_to(self.data).as_posix(): path.read_bytes() for path in found}
        return {name: held for name, held in named.items() if name not in (".lock", "journal.jsonl")}

    def tables(self) -> dict[str, bytes]:
        """The same without the copies."""
        return {name: held for name, held in self.bytes().items() if not name.startswith("snapshots/")}


@pytest.fixture
def office(tmp_path) -> Callable[[str], Office]:
    """`office("mons")`: a folder of that uid."""
    return lambda uid: Office(tmp_path / uid, uid)
