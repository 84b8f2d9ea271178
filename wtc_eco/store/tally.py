"""How many rows of a table a command added, changed and removed."""

from __future__ import annotations

import csv
from collections import Counter

from wtc_eco.store import dialect

Counts = tuple[int, int, int]
"""Rows added, changed, removed."""


def counts(before: bytes | None, after: bytes | None) -> Counts | None:
    """What changed between two states of a CSV file, row by row; None where one cannot be read.

    Rows are told apart by their first cell where it stands once, else by all of their cells.
    """
    try:
        old, new = _rows(before), _rows(after)
    except (UnicodeError, csv.Error):
        return None
    if _numbered(old) and _numbered(new):
        was, now = ({row[0]: row for row in rows} for rows in (old, new))
        changed = sum(was[key] != now[key] for key in was.keys() & now.keys())
        return len(now.keys() - was.keys()), changed, len(was.keys() - now.keys())
    one, two = Counter(old), Counter(new)
    return (two - one).total(), 0, (one - two).total()


def _rows(content: bytes | None) -> list[tuple[str, ...]]:
    if not content:
        return []
    text, _ = dialect.decode(content)
    first = text.partition("\n")[0]
    mark = max(dialect.DELIMITERS, key=lambda one: (first.count(one), -dialect.DELIMITERS.index(one)))
    return [tuple(row) for row in dialect.lines(text, mark)[1:] if any(row)]


def _numbered(rows: list[tuple[str, ...]]) -> bool:
    return len({row[0] for row in rows}) == len(rows)
