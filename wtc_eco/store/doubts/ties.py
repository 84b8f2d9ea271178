"""Doubts about a tie as it was declared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wtc_eco.errors import Problem
from wtc_eco.locale import tr
from wtc_eco.model import TIE_KINDS, TIES
from wtc_eco.store.doubts import words
from wtc_eco.store.doubts.row import Row

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

CHOICES = {"kind": TIE_KINDS, "declared_by": ("from", "to", "third"), "status": ("active", "ended")}
_STRUCTURE = re.compile(r"[sS][0-9]+")


def doubts(row: Row, numbers: frozenset[int], territory: Territory) -> Iterator[Problem]:
    """Everything doubtful in one tie."""
    for column in ("from", "to"):
        yield from _end(row, column, numbers)
    if row["from"] is not None and row["from"] == row["to"]:
        message = tr("This tie leads back to where it starts.")
        yield row.problem(
            "tie_to_itself", "to", message, tr("Correct one of the two ends, or delete the row.")
        )
    if row["kind"] is None:
        hint = tr("Write one of: {words}.", words=", ".join(TIE_KINDS))
        yield row.problem("tie_without_kind", "kind", tr("This tie does not say what it is."), hint)
    if row["per_year"] is not None and row["per_year"] < 0:
        message = tr("A number of people a year cannot be negative.")
        yield row.problem("negative", "per_year", message, tr("Write the number, or leave the cell empty."))
    yield from words.unknown_terms(row, TIES, territory)
    yield from words.unknown_choices(row, CHOICES)
    yield from words.disordered_dates(row, (("declared_on", "valid_until"),))


def _end(row: Row, column: str, numbers: frozenset[int]) -> Iterator[Problem]:
    held = row[column]
    if held is None:
        message = tr("The tie has no “{column}”.", column=column)
        yield row.problem("tie_without_end", column, message, tr("Write a record number or a name."))
    elif held.isdecimal() and int(held) not in numbers:
        message = tr("No record has the number {number}.", number=held)
        yield row.problem(
            "unknown_record", column, message, tr("Write a number of structures.csv, or a name.")
        )
    elif _STRUCTURE.fullmatch(held):
        message = tr(
            "{number} is a number of the registry; it changes when structures are merged.", number=held
        )
        yield row.problem("registry_number", column, message, tr("Write {number}.", number=held[1:]))
