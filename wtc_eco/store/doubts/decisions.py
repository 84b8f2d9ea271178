"""Doubts about what a person decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wtc_eco.errors import Problem
from wtc_eco.locale import tr
from wtc_eco.store.doubts import words
from wtc_eco.store.doubts.row import Row

CHOICES = {"verdict": ("same", "different", "unsure")}


def doubts(rows: Sequence[Row], numbers: frozenset[int]) -> Iterator[Problem]:
    """Everything doubtful in the decisions: of two that contradict, the later line wins."""
    earlier: dict[frozenset[str], Row] = {}
    for row in rows:
        yield from words.unknown_choices(row, CHOICES)
        for column in ("left", "right"):
            yield from _side(row, column, numbers)
        sides = frozenset(str(row[column] or "") for column in ("left", "right"))
        before = earlier.get(sides)
        if before is not None and before["verdict"] != row["verdict"]:
            message = tr(
                "Row {row} decided otherwise (“{verdict}”); this later line wins.",
                row=before.number,
                verdict=before["verdict"],
            )
            yield row.problem("decided_twice", "verdict", message, tr("Delete the line that is not right."))
        earlier[sides] = row


def _side(row: Row, column: str, numbers: frozenset[int]) -> Iterator[Problem]:
    held = row[column]
    if held is None:
        message = tr("The decision has no “{column}”.", column=column)
        yield row.problem("decision_without_side", column, message, tr("Write a record number."))
    elif held.isdecimal() and int(held) not in numbers:
        message = tr("No record has the number {number}.", number=held)
        hint = tr("Compare with “{words}”, or delete the line.", words=row[f"{column}_words"] or held)
        yield row.problem("unknown_record", column, message, hint)
