"""A CSV file of `data/` as text rows, whatever program saved it: for comparing and mending, not for reading."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from wtc_eco.model import Column, names
from wtc_eco.store import cells, dialect
from wtc_eco.store.layout import KEYS, TABLES

Row = tuple[str, ...]


@dataclass(frozen=True)
class PlainRows:
    """The header and the rows of a file as texts; `numbers` are the Excel rows."""

    file: str
    header: Row
    rows: tuple[Row, ...]
    numbers: tuple[int, ...]

    @cached_property
    def key(self) -> int | None:
        """Where the column stands that tells rows apart: the number, or the first one where it stands once."""
        wanted = KEYS.get(self.file)
        if wanted is not None:
            return self.header.index(wanted) if wanted in self.header else None
        first = [row[0] for row in self.rows]
        return 0 if self.header and len(set(first)) == len(first) and self.file not in TABLES else None

    def cell(self, row: Row, column: str) -> str:
        """A cell by its column; empty where the file has no such column."""
        return row[self.header.index(column)] if column in self.header else ""


def parsed(content: bytes | None, file: str) -> PlainRows:
    """The rows of a file; raises `UnicodeError` or `csv.Error` where they cannot be told apart.

    The cells of a table are written as this tool writes them: Excel's dates and decimal commas are no change.
    """
    text, _ = dialect.decode(content or b"")
    mark = dialect.delimiter(next(iter(text.splitlines()), ""), known(file, text))
    found = dialect.lines(text, mark)
    header = tuple(cell.strip().casefold() for cell in found[0]) if found else ()
    numbered = [(n, _filled(row, len(header))) for n, row in enumerate(found[1:], 2) if any(row)]
    settled = _Settled(file, header)
    return PlainRows(
        file, header, tuple(settled.row(row) for _, row in numbered), tuple(n for n, _ in numbered)
    )


def known(file: str, text: str) -> set[str]:
    """The column names by which the delimiter of a file is found."""
    if file in TABLES:
        return set(names(TABLES[file]))
    first = next(iter(text.splitlines()), "")
    return {cell.strip().strip('"').casefold() for mark in ",;\t" for cell in first.split(mark)}


def written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file of these rows: UTF-8, LF, commas."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode()


def _filled(row: Sequence[str], width: int) -> Row:
    return (*row[:width], *[""] * (width - len(row)))


@dataclass(frozen=True)
class _Settled:
    """Cells as this tool writes them, where they are of their column's type."""

    file: str
    header: Row

    @cached_property
    def _columns(self) -> Mapping[int, Column]:
        typed = {column.name: column for column in TABLES.get(self.file, ()) if column.type != "text"}
        return {place: typed[name] for place, name in enumerate(self.header) if name in typed}

    def row(self, row: Row) -> Row:
        if not self._columns:
            return tuple(cell.replace("\r\n", "\n") for cell in row)
        return tuple(self._cell(place, cell) for place, cell in enumerate(row))

    def _cell(self, place: int, text: str) -> str:
        column = self._columns.get(place)
        if column is None or not text:
            return text.replace("\r\n", "\n")
        try:
            value, _ = cells.read(text, column)
        except ValueError:
            return text
        return cells.written(value, column)
