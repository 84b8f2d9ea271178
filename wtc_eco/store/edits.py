"""What a person changed outside the tool, row by row and column by column."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wtc_eco.store import journal as journals
from wtc_eco.store import lock, staging
from wtc_eco.store import undo_log as keeping
from wtc_eco.store.commit import edited_outside
from wtc_eco.store.journal import sha256
from wtc_eco.store.layout import JOURNAL, WATCHED
from wtc_eco.store.repair import PlainRows, Row, parsed


@dataclass(frozen=True)
class Edit:
    """One row that a person added, changed or removed.

    `number` is what the row is numbered by, empty where it is not; `row` its Excel row now, None where
    it is gone; `fields` the columns that differ: (column, cell before, cell after).
    """

    file: str
    what: Literal["added", "changed", "removed"]
    number: str
    name: str
    row: int | None
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Edits:
    """The files that were changed, the rows, and the files whose former state nobody kept."""

    files: tuple[str, ...] = ()
    rows: tuple[Edit, ...] = ()
    unknown: tuple[str, ...] = ()


def edits(folder: Path) -> Edits:
    """What was changed in `data/` since the last command, against the copy that it left."""
    folder = Path(folder)
    lock.tidy(folder)
    moves = staging.pending(folder)
    contents = {name: staging.content(folder, name, moves) for name in (*WATCHED, JOURNAL)}
    journal = journals.from_bytes(contents[JOURNAL])
    expected = journal.expected()
    files = edited_outside(journal, {name: sha256(contents[name]) for name in WATCHED})
    rows: list[Edit] = []
    unknown = []
    for name in files:
        copy = keeping.last_copy(folder, name)
        if sha256(copy) != expected[name]:
            unknown.append(name)
            continue
        try:
            rows += _differences(parsed(copy, name), parsed(contents[name], name))
        except (UnicodeError, csv.Error):
            unknown.append(name)
    return Edits(files, tuple(rows), tuple(unknown))


def _differences(before: PlainRows, after: PlainRows) -> Iterator[Edit]:
    if before.key is None or after.key is None:
        yield from _unnumbered(before, after)
        return
    was = {row[before.key]: row for row in before.rows}
    now = {row[after.key]: (n, row) for n, row in zip(after.numbers, after.rows, strict=True)}
    for number, (n, row) in now.items():
        if number not in was:
            yield Edit(after.file, "added", number, _name(after, row), n, _told(after, row))
        else:
            fields = _fields(before, was[number], after, row)
            if fields:
                yield Edit(after.file, "changed", number, _name(after, row), n, fields)
    for number, row in was.items():
        if number not in now:
            yield Edit(before.file, "removed", number, _name(before, row), None)


def _unnumbered(before: PlainRows, after: PlainRows) -> Iterator[Edit]:
    left = Counter(before.rows)
    for n, row in zip(after.numbers, after.rows, strict=True):
        if left[row] > 0:
            left[row] -= 1
        else:
            yield Edit(after.file, "added", "", _name(after, row), n, _told(after, row))
    for row, count in left.items():
        for _ in range(count):
            yield Edit(before.file, "removed", "", _name(before, row), None, ())


def _fields(before: PlainRows, was: Row, after: PlainRows, now: Row) -> tuple[tuple[str, str, str], ...]:
    columns = dict.fromkeys((*after.header, *before.header))
    pairs = ((column, before.cell(was, column), after.cell(now, column)) for column in columns)
    return tuple((column, old, new) for column, old, new in pairs if old != new)


def _told(rows: PlainRows, row: Row) -> tuple[tuple[str, str, str], ...]:
    return tuple((name, "", cell) for name, cell in zip(rows.header, row, strict=True) if cell)


def _name(rows: PlainRows, row: Row) -> str:
    """What a person calls the row: its name, or the two ends of a tie or a decision."""
    for one, other in (("from", "to"), ("left", "right")):
        if one in rows.header:
            return f"{rows.cell(row, one)} → {rows.cell(row, other)}"
    return rows.cell(row, "name") or rows.cell(row, "person") or rows.cell(row, "record")
