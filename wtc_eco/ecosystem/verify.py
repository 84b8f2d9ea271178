"""What is wrong or doubtful in a folder or in any table, without changing anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.ecosystem.people import oppositions
from wtc_eco.errors import Problem
from wtc_eco.locale import tr

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem
    from wtc_eco.ecosystem.intake.collect import Reading
    from wtc_eco.sources.raw import RawCheck
    from wtc_eco.store import Holdings

STRUCTURES = "structures.csv"
_OF_WHOLE_RECORDS = ("no_name", "no_place", "doubtful_place", "unknown_place")
"""Doubts that a correction does not raise: it only says what it corrects."""


def check(ecosystem: Ecosystem) -> tuple[Problem, ...]:
    """Every doubt about a row of `data/`, then what keeps a correction, a decision or a tie from being used."""
    from wtc_eco.store.doubts import check as doubts

    partial = _rows_of_corrections(ecosystem.holdings)
    found = [
        problem
        for problem in doubts(ecosystem.holdings, ecosystem.territory)
        if problem.code not in _OF_WHOLE_RECORDS or (problem.file, problem.row) not in partial
    ]
    found += _stray(ecosystem)
    found += [*ecosystem.matching.problems]
    found += oppositions.read(ecosystem).problems()
    return tuple(found)


def check_table(file: str | Path, *, reading: Reading | None = None) -> RawCheck:
    """Which rows of any table can be read, whatever its columns mean; needs no folder.

    Raises `RefusedError` for what is no table.
    """
    from wtc_eco.ecosystem.intake.collect import Reading
    from wtc_eco.sources.raw import RawCheck

    return RawCheck((reading or Reading()).table(Path(file)))


def _rows_of_corrections(holdings: Holdings) -> frozenset[tuple[str, int]]:
    from wtc_eco.registry import is_correction

    rows = zip(holdings.rows.get(STRUCTURES, ()), holdings.records.to_dict("records"), strict=False)
    return frozenset((STRUCTURES, number) for number, row in rows if is_correction(row))


def _stray(ecosystem: Ecosystem) -> Iterator[Problem]:
    for record in ecosystem.stray_corrections:
        yield Problem(
            "stray_correction",
            "warning",
            tr("Correction {record} is of no structure: it changes nothing.", record=record),
            tr(
                "In decisions.csv, a line “same” says which record it corrects: put it back, or delete the row."
            ),
            file=STRUCTURES,
        )
