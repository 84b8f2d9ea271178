"""How many rows of a table a command added, changed and removed."""

from __future__ import annotations

import csv
from collections import Counter

from wtc_eco.store import dialect

Counts = tuple[int, int, int]
"""Rows added, changed, removed."""
_Row = tuple[str, int]
"""The first cell of a row, and what tells its content from another's: the cells would weigh more."""


def counts(before: bytes | None, after: bytes | None) -> Counts | None:
    """What changed between two states of a CSV file, row by row; None where one cannot be read.

    Rows are told apart by their first cell where it stands once, else by all of their cells.
    """
    try:
        old, new = _rows(before), _rows(after)
    except (UnicodeError, csv.Error):
        return None
    if _numbered(old) and _numbered(new):
        was, now = dict(old), dict(new)
        changed = sum(was[key] != now[key] for key in was.keys() & now.keys())
        return len(now.keys() - was.keys()), changed, len(was.keys() - now.keys())
    one, two = Counter(old), Counter(new)
    return (two - one).total(), 0, (one - two).total()


def _rows(content: bytes | None) -> list[_Row]:
    if not content:
        return []
    text, _ = dialect.decode(content)
    first = text.partition("\n")[0]
    mark = max(dialect.DELIMITERS, key=lambda one: (first.count(one), -dialect.DELIMITERS.index(one)))
    rows = (tuple(row) for number, row in enumerate(dialect.each_line(text, mark)) if number and any(row))
    return [(row[0], hash(row)) for row in rows]


def _numbered(rows: list[_Row]) -> bool:
    return len({first for first, _ in rows}) == len(rows)
