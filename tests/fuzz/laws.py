"""What must hold of any input whatever: no surprise, no row lost, no long wait, nothing counted that is not known."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from wtc_eco import model
from wtc_eco.analysis.schedules import read_schedules
from wtc_eco.errors import EcoError
from wtc_eco.matching.addresses import read_streets
from wtc_eco.matching.arrays import Codebook
from wtc_eco.matching.lexicon import Lexicon
from wtc_eco.sources import (
    Table,
    kind_of,
    propose,
    quarantine_csv,
    read_records,
    read_table,
    read_ties,
    table_of,
)
from wtc_eco.sources.quarantine import RawCheck
from wtc_eco.sources.row_reader import cell_readers
from wtc_eco.sources.text_repair import tidy
from wtc_eco.sources.values.coordinates import Bounds
from wtc_eco.store import csv_tables
from wtc_eco.territory import Territory, load

PATIENCE = 3.0
"""Seconds of processor that one small input may take."""


@cache
def territory() -> Territory:
    """The pack that is shipped."""
    return load("wallonie")


@contextmanager
def at_once() -> Iterator[None]:
    """What happens meanwhile takes no time worth telling."""
    began = time.process_time()
    yield
    assert time.process_time() - began < PATIENCE


def a_text_file(data: bytes) -> None:
    """Bytes are a table or a refusal, and its rows are records, ties, or set aside with a reason."""
    with at_once(), suppress(EcoError):
        of_a_table(table_of(data, "f.csv"))


def a_workbook(data: bytes) -> None:
    """The same of a file that may be a workbook: the child may die of it, we do not."""
    with tempfile.TemporaryDirectory() as folder, at_once(), suppress(EcoError):
        path = Path(folder) / "f.xlsx"
        path.write_bytes(data)
        of_a_table(read_table(path))


def of_a_table(table: Table) -> None:
    """Every row is accounted for, and the rows set aside are a table again."""
    counts = RawCheck(table, kind_of(table)).accounting
    assert counts["read"] == counts["kept"] + counts["quarantined"] + counts["blank"]
    assert all(len(row.cells) == len(table.header) for row in table.rows)
    for read in (
        lambda: read_records(table, propose(table, territory()).map, territory(), source="x"),
        lambda: read_ties(table, territory(), source="x"),
    ):
        with suppress(EcoError):
            harvest = read()
            aside = len(harvest.quarantined)
            assert harvest.n_read == len(harvest.rows) + harvest.n_repeated + aside + harvest.n_blank
            assert all(row.problem.hint and row.problem.code for row in harvest.quarantined)
            if aside:
                again = table_of(quarantine_csv(table, harvest.quarantined), "q.csv", delimiter=";")
                assert again.n_read == aside


def hours(text: str) -> None:
    """Opening hours in any words: minutes are counted only where the hours are known."""
    with at_once():
        (schedule,) = read_schedules([text], territory())
    assert schedule.status in ("known", "by_appointment", "approximate", "unknown")
    assert schedule.status == "known" or not any(schedule.slots.values())
    assert all(0 <= minutes <= 7 * 24 * 60 for minutes in schedule.slots.values())


def a_cell(text: str) -> None:
    """A cell under any title: what was read is kept as it is by a file of data/."""
    columns = {column.name: column for column in model.RECORDS}
    for read in _readers().values():
        with at_once():
            reading = read(tidy(text))
        assert all(fault.message and fault.code for fault in reading.faults)
        for name, value in reading.values.items():
            if value is not None and name in columns:
                once = csv_tables.settled(value, columns[name])
                assert csv_tables.settled(once, columns[name]) == once


def a_street(text: str) -> None:
    """An address as matching reads it: whatever it is, it is read, alone and beside others."""
    with at_once():
        read_streets([text, "Rue Haute 12 bte 3", text], _lexicon(), "be", Codebook())


@cache
def _readers():
    return cell_readers(territory(), Bounds.of(territory()))


@cache
def _lexicon() -> Lexicon:
    return Lexicon.of(territory())
