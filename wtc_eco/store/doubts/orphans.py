"""Ties, decisions and people that name a record nobody has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from wtc_eco.errors import Problem
from wtc_eco.locale import tr
from wtc_eco.store import numbering
from wtc_eco.store.layout import NAMING, REFERRALS, STRUCTURES, VERDICTS
from wtc_eco.store.reading import letter

if TYPE_CHECKING:
    from wtc_eco.store.reading import Sheet

_NAMED_IN = ((REFERRALS, "from"), (REFERRALS, "to"), (VERDICTS, "left"), (VERDICTS, "right"))


def doubts(sheets: Mapping[str, Sheet], files: Mapping[str, bytes | None]) -> Iterator[Problem]:
    """Every cell that holds a record number which structures.csv has not, file by file."""
    known = set(sheets[STRUCTURES].frame["record"]) | numbering.erased(files)
    for name, column in _NAMED_IN:
        sheet = sheets[name]
        place = list(sheet.frame.columns).index(column)
        for row, value in zip(sheet.rows, sheet.frame[column], strict=True):
            if value is not None and str(value).isdecimal() and int(value) not in known:
                yield _orphan(name, row, column, letter(place), str(value))
    for name, column in NAMING.items():
        for row, value in enumerate(numbering.column(files.get(name) or b"", column), start=2):
            if value.isdecimal() and int(value) not in known:
                yield _orphan(name, row, column, "", value)


def _orphan(file: str, row: int, column: str, place: str, value: str) -> Problem:
    message = tr("No record has the number {number}.", number=value)
    hint = tr("Write the number of a row of structures.csv or a name, or delete this row.")
    return Problem(
        "orphan", "warning", message, hint, file=file, row=row, column=column, letter=place, value=value
    )
