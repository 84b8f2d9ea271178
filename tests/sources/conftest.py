"""Lists as people export them, built byte by byte; and the invented territory they lie in."""

from __future__ import annotations

from pathlib import Path

import pytest

from wtc_eco.sources import ColumnMap, Harvest, Table, propose, read_records, table_of
from wtc_eco.territory import Territory, load


@pytest.fixture(scope="session")
def wallonie() -> Territory:
    """The pack that is shipped."""
    return load("wallonie")


@pytest.fixture(scope="session")
def reap(wallonie):
    """Read bytes (or text) to a harvest, by the map their titles propose."""

    def read(data: bytes | str, *, column_map: ColumnMap | None = None, **options: object) -> Harvest:
        table = as_table(data, **options)
        return read_records(table, column_map or propose(table, wallonie).map, wallonie, source="liste")

    return read


def as_table(data: bytes | str, **options: object) -> Table:
    return table_of(data.encode() if isinstance(data, str) else data, "liste.csv", **options)


@pytest.fixture(scope="session")
def tabled():
    return as_table


@pytest.fixture
def on_disk(tmp_path):
    """Write bytes under a name and give the path."""

    def write(data: bytes, name: str = "liste.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write
