"""The rows of a list, settled and in content order: the order of rows in the file never matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wtc_eco.model import Column
from wtc_eco.store import cells

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.sources.table import Harvest

Values = Mapping[str, Any]
Content = tuple[str, ...]
_OF_THE_STATE = frozenset({"record", "tie", "source", "source_id", "collected_on", "withdrawn_on"})
"""Columns that say where a row comes from and what became of it; the others are what it says."""


@dataclass(frozen=True)
class Shape:
    """The columns of a table, and those by whose cells two rows say the same."""

    columns: tuple[Column, ...]

    @cached_property
    def telling(self) -> tuple[Column, ...]:
        """The columns of the content."""
        return tuple(column for column in self.columns if column.name not in _OF_THE_STATE)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    def content(self, values: Values) -> Content:
        """What a row says, as cells."""
        told = [(values.get(column.name), column) for column in self.telling]
        return tuple(["" if value is None else cells.written(value, column) for value, column in told])

    def cell(self, values: Values, column: Column) -> str:
        """The cell of a column as a file holds it; empty where it is unknown."""
        value = values.get(column.name)
        return "" if value is None else cells.written(value, column)

    def settled(self, values: Values) -> Values:
        """The values as they will be once written and read again; unknown ones left out.

        Most rows are settled as they come: those are given back themselves, and held once.
        """
        by_name = self.by_name
        found = {
            name: None if value is None else cells.settled(value, by_name[name])
            for name, value in values.items()
        }
        if all(found[name] is value and value is not None for name, value in values.items()):
            return values
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row of the file: its Excel number, its values, the key its list gives it, what it says."""

    number: int
    said: Values
    source_id: str | None
    content: Content


@dataclass(frozen=True, slots=True)
class Held:
    """A record or tie of this source that `data/` holds already."""

    number: int
    said: Values
    source_id: str | None
    content: Content
    active: bool


def incoming(harvest: Harvest, shape: Shape, known: Iterable[Held] = ()) -> tuple[tuple[Incoming, ...], int]:
    """The distinct rows in content order, and how many were repetitions.

    Of rows that say the same under the same key, the first of the file gives the Excel number. A content
    that is `known` is held once: most rows of a list that comes again say what they said.
    """
    held_once = {one.content: one.content for one in known}
    distinct: dict[tuple[Content, str], Incoming] = {}
    for number, found in zip(harvest.numbers, harvest.rows, strict=True):
        values = shape.settled(found)
        key = values.get("source_id")
        content = shape.content(values)
        content = held_once.get(content, content)
        distinct.setdefault((content, key or ""), Incoming(number, values, key, content))
    rows = tuple(distinct[place] for place in sorted(distinct))
    return rows, len(harvest.rows) - len(rows)


def held(rows: Iterable[Values], shape: Shape, source: str) -> tuple[Held, ...]:
    """What `data/` holds of this source, in content order."""
    number = shape.columns[0].name
    found = [
        Held(values[number], values, values.get("source_id"), shape.content(values), is_active(values))
        for values in rows
        if values.get("source") == source
    ]
    return tuple(sorted(found, key=lambda one: (one.content, one.source_id or "", one.number)))


def is_active(values: Values) -> bool:
    """Still named by its list: a record not withdrawn, a tie not ended."""
    return "withdrawn_on" not in values and values.get("status") != "ended"


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as mappings of what is known: most cells of a register are empty."""
    rows: list[dict[str, Any]] = [{} for _ in range(len(frame))]
    for name in frame.columns:
        for row, value in zip(rows, frame[name].tolist(), strict=True):
            if value is not None:
                row[name] = value
    return rows
