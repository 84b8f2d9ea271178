"""A table of `data/` as a file: UTF-8, LF, commas, the columns of the model in their order."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.errors import DamagedError, Problem
from wtc_eco.locale import tr
from wtc_eco.model import Column
from wtc_eco.store import cells, dialect
from wtc_eco.store.dialect import Dialect
from wtc_eco.store.reading import Cell, Reading, Sheet

if TYPE_CHECKING:
    import pandas as pd


def to_csv(frame: pd.DataFrame, columns: Sequence[Column]) -> bytes:
    """The file of a table, rows in the order of the frame."""
    stream = io.StringIO(newline="")
    # Without \r here the csv module leaves a lone CR unquoted; `cells.written` lets none through.
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(model.names(columns))
    writer.writerows(zip(*(_cells(frame, column) for column in columns), strict=True))
    return stream.getvalue().encode()


def _cells(frame: pd.DataFrame, column: Column) -> list[str]:
    return ["" if value is None else cells.written(value, column) for value in frame[column.name]]


def from_csv(path: Path, columns: Sequence[Column]) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The table a file holds and what is doubtful in it; a file that is not there is an empty table.

    Raises `DamagedError` where its rows cannot be told apart.
    """
    if not path.is_file():
        return model.frame(columns), ()
    sheet = parse(path.read_bytes(), columns, file=path.name)
    if sheet.damage:
        raise damaged(sheet.damage)
    return sheet.frame, sheet.problems


def damaged(problems: Sequence[Problem]) -> DamagedError:
    """The error that stops a command at tables that cannot be read; it carries every fault found."""
    return DamagedError(
        tr("data/ cannot be read as it is: {first}", first=problems[0].message),
        hint=problems[0].hint,
        problems=tuple(problems),
    )


def parse(content: bytes, columns: Sequence[Column], *, file: str) -> Sheet:
    """The table in these bytes, whatever program saved it last."""
    reading = Reading(file, columns)
    try:
        text, encoding = dialect.decode(content)
        first = next(iter(text.splitlines()), "")
        mark = dialect.delimiter(first, set(model.names(columns)))
        lines = dialect.lines(text, mark)
    except UnicodeError as error:
        reading.ruin(
            "undecodable", tr("{file} is neither UTF-8 nor saved by Excel.", file=file), value=str(error)
        )
        return reading.sheet({}, ())
    except csv.Error as error:
        reading.ruin(
            "unclosed_quote",
            tr("{file} has a quote that is opened and not closed.", file=file),
            value=str(error),
        )
        return reading.sheet({}, ())
    found = Dialect(encoding, mark)
    if not found.ours:
        reading.note_dialect(found)
    reading.cut_short = not text.endswith(("\n", "\r"))
    return replace(_table(reading, lines), dialect=found)


def _table(reading: Reading, lines: list[list[str]]) -> Sheet:
    header = [cell.strip().casefold() for cell in lines[0]] if lines else []
    if not set(header) & set(model.names(reading.columns)):
        reading.ruin("no_header", tr("{file} has no line of column names.", file=reading.file), row=1)
        return reading.sheet({}, ())
    if reading.cut_short and len(lines) == 1 and header[-1] not in model.names(reading.columns):
        # A file that breaks off in its first line would pass for an empty table.
        reading.ruin("cut_header", tr("{file} breaks off in its first line.", file=reading.file), row=1)
        return reading.sheet({}, ())
    reading.look_at(header, lines)
    numbered = [
        (number, line)
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
        and reading.fits(number, line, header, last=number == len(lines))
    ]
    values = {
        column.name: _values(reading, column, header.index(column.name), numbered)
        for column in reading.columns
        if column.name in header
    }
    return reading.sheet(values, tuple(number for number, _ in numbered))


def _values(reading: Reading, column: Column, place: int, numbered: list[tuple[int, list[str]]]) -> list[Any]:
    """The values of one column; what is not of its type is unknown and said."""
    texts = [line[place] if place < len(line) else "" for _, line in numbered]
    if column.type == "text":
        return [text or None for text in texts]
    sound: dict[str, Any] = {"": None}
    found = []
    for (number, _), text in zip(numbered, texts, strict=True):
        if text not in sound:
            value, silent = _value(reading, Cell(number, place, column, text))
            if not silent or column.type == "json":  # a mapping is a row's own
                found.append(value)
                continue
            sound[text] = value
        found.append(sound[text])
    return found


def _value(reading: Reading, cell: Cell) -> tuple[Any, bool]:
    """The value, and whether there is nothing to say of the cell."""
    try:
        value, otherwise = cells.read(cell.text, cell.column)
    except ValueError as error:
        reading.refuse_cell(cell, str(error))
        return None, False
    if otherwise:
        reading.note_cell(cell, model.to_cell(value, cell.column))
    return value, not otherwise
