"""A damaged table put in order as text, so that no row and no cell is lost on the way."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wtc_eco.locale import tr, trn
from wtc_eco.model import names
from wtc_eco.store import dialect, plain_rows
from wtc_eco.store.layout import KEYS, TABLES
from wtc_eco.store.plain_rows import Row

_NUMBER = re.compile(r"[0-9]{1,15}")
_OURS, _BASE, _THEIRS, _END = "<" * 7, "|" * 7, "=" * 7, ">" * 7


@dataclass
class Mended:
    """A table put in order: its bytes, what was done in words, and the next free number.

    `renumbered` gives the rows whose number another row keeps: (number it had, number it has now).
    """

    file: str
    content: bytes
    next_number: int
    done: list[str] = field(default_factory=list)
    renumbered: list[tuple[str, int]] = field(default_factory=list)


def mended(name: str, content: bytes, copy: bytes | None, next_number: int) -> Mended:
    """The table with both sides of a merge, its header and one number a row; `copy` is how the tool left it.

    Raises `UnicodeError` or `csv.Error` where its rows cannot be told apart: that is left to a person.
    """
    found = Mended(name, content, next_number)
    text, _ = dialect.decode(content)
    kept = _without_marks(text)
    if kept is not None:
        found.done.append(tr("{file}: the rows of both sides of the git merge are kept.", file=name))
        text = kept
    lines = _lines(name, text)
    header, rows = _headed(found, lines, copy)
    if header is not None:
        rows = _numbered(found, header, rows, copy)
        if found.done:
            found.content = plain_rows.written(header, rows)
    return found


def _without_marks(text: str) -> str | None:
    """Both sides of every conflict, without git's lines; None where there is none."""
    if not any(line.startswith(_OURS) for line in text.splitlines()):
        return None
    kept, skipping = [], False
    for line in text.splitlines(keepends=True):
        mark = line.rstrip("\r\n").split(" ")[0]
        if mark in (_OURS, _BASE, _THEIRS, _END):
            # What both sides came from is older than either: it stands between these two marks.
            skipping = mark == _BASE
        elif not skipping:
            kept.append(line)
    return "".join(kept)


def _lines(name: str, text: str) -> list[Row]:
    first = next(iter(text.splitlines()), "")
    mark = dialect.delimiter(first, plain_rows.known(name, text))
    return [tuple(row) for row in dialect.lines(text, mark) if any(cell.strip() for cell in row)]


def _headed(found: Mended, lines: list[Row], copy: bytes | None) -> tuple[Row | None, list[Row]]:
    """The header and the rows; a lost header is taken from the copy, or from the model where rows are as long."""
    known = set(names(TABLES[found.file]))
    if lines and {cell.strip().casefold() for cell in lines[0]} & known:
        width = len(lines[0])
        return lines[0], [(*row, *[""] * (width - len(row))) for row in lines[1:]]
    for header in (_header_of(copy), names(TABLES[found.file])):
        if header and lines and all(len(row) == len(header) for row in lines):
            found.done.append(tr("{file}: the line of column names is back.", file=found.file))
            return header, lines
    return None, lines


def _header_of(copy: bytes | None) -> Row | None:
    text = copy.decode(errors="replace") if copy else ""
    return next((tuple(row) for row in csv.reader(text.splitlines()[:1])), None)


def _numbered(found: Mended, header: Row, rows: list[Row], copy: bytes | None) -> list[Row]:
    """One number a row: a row that stands twice stands once; of two rows with one number the known one keeps it."""
    columns = [cell.strip().casefold() for cell in header]
    key = KEYS.get(found.file)
    if key not in columns:
        return _once(found, rows) if found.done else rows
    place = columns.index(key)
    rows = _once(found, rows)
    found.next_number = max([found.next_number, *((_number(row[place]) or 0) + 1 for row in rows)])
    keepers = _keepers(rows, place, _known(found.file, copy))
    numbered = []
    for position, row in enumerate(rows):
        if keepers.get(_number(row[place])) == position:
            numbered.append(row)
            continue
        found.renumbered.append((row[place], found.next_number))
        numbered.append((*row[:place], str(found.next_number), *row[place + 1 :]))
        found.next_number += 1
    if found.renumbered:
        found.done.append(_renumbered(found))
    return numbered


def _once(found: Mended, rows: list[Row]) -> list[Row]:
    distinct = list(dict.fromkeys(rows))
    if len(distinct) < len(rows) and found.file in KEYS:
        n = len(rows) - len(distinct)
        found.done.append(
            trn(
                "{file}: {n} row stood twice, the same to the last cell; it stands once.",
                "{file}: {n} rows stood twice, the same to the last cell; they stand once.",
                n,
                file=found.file,
            )
        )
        return distinct
    return rows


def _known(name: str, copy: bytes | None) -> frozenset[Row]:
    try:
        return frozenset(plain_rows.parsed(copy, name).rows)
    except (UnicodeError, csv.Error):
        return frozenset()


def _keepers(rows: Sequence[Row], place: int, known: frozenset[Row]) -> dict[int | None, int]:
    """By number, the position of the row that keeps it: the one the tool wrote, else the first."""
    keepers: dict[int | None, int] = {}
    for position, row in _known_first(rows, known):
        number = _number(row[place])
        if number is not None:
            keepers.setdefault(number, position)
    return keepers


def _known_first(rows: Sequence[Row], known: frozenset[Row]) -> Iterator[tuple[int, Row]]:
    held = list(enumerate(rows))
    yield from (pair for pair in held if pair[1] in known)
    yield from (pair for pair in held if pair[1] not in known)


def _number(cell: str) -> int | None:
    text = cell.strip()
    return int(text) if _NUMBER.fullmatch(text) and int(text) > 0 else None


def _renumbered(found: Mended) -> str:
    pairs = [f"{old or '?'} → {new}" for old, new in found.renumbered]
    return trn(
        "{file}: {n} row has a new number: {pairs}.",
        "{file}: {n} rows have a new number: {pairs}.",
        len(pairs),
        file=found.file,
        pairs=", ".join(pairs),
    )
