"""The shipped ecosystem, as the script writes it today and as the repository holds it."""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wtc_eco import territory
from wtc_eco.model import RECORDS, TIES, from_cell

ROOT = Path(__file__).resolve().parent.parent.parent


def read(path, columns):
    """The rows of a table, unknown as `None`."""
    by_name = {column.name: column for column in columns}
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            {name: from_cell(cell, by_name[name]) for name, cell in row.items()}
            for row in csv.DictReader(stream)
        ]


@dataclass(frozen=True)
class Demo:
    """Records and ties of `data/`, which structure each record is, and where each record is."""

    folder: Path
    records: list[dict[str, Any]]
    ties: list[dict[str, Any]]
    truth: dict[int, int]
    bassins: dict[int, str | None]

    def answered(self):
        return [record for record in self.records if record["answered_on"]]

    def networked(self):
        return [record for record in self.records if record["network_answered_on"]]


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    command = [
        sys.executable,
        ROOT / "scripts" / "make_demo.py",
        "--into",
        folder,
        "--truth",
        folder / "truth.csv",
    ]
    subprocess.run(command, check=True, capture_output=True)
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as stream:
        truth = {int(row["record"]): int(row["structure"]) for row in csv.DictReader(stream)}
    records = read(folder / "structures.csv", RECORDS)
    land = territory.load()
    bassins = {
        row["record"]: land.place(postal_code=row["postal_code"], locality=row["locality"]).bassin
        for row in records
    }
    return Demo(folder, records, read(folder / "referrals.csv", TIES), truth, bassins)
