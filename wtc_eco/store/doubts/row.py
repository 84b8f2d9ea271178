"""A row of a table of `data/` and where a person finds it in Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.errors import Gravity, Problem
from wtc_eco.model import names
from wtc_eco.store import cells
from wtc_eco.store.layout import TABLES
from wtc_eco.store.reading import letter

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Row:
    """The values of a row, its file and its number as Excel counts."""

    file: str
    number: int | None
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def problem(
        self, code: str, column: str, message: str, hint: str = "", gravity: Gravity = "warning"
    ) -> Problem:
        """A doubt about one cell of this row."""
        columns = TABLES[self.file]
        place = names(columns).index(column)
        value = self.values[column]
        return Problem(
            code,
            gravity,
            message,
            hint,
            file=self.file,
            row=self.number,
            column=column,
            letter=letter(place),
            value="" if value is None else cells.written(value, columns[place]),
        )


def rows_of(frame: pd.DataFrame, file: str, numbers: Mapping[str, tuple[int, ...]]) -> Iterator[Row]:
    """The rows of a table with their Excel numbers."""
    held = list(frame.columns)
    found = numbers.get(file, ())
    for place, values in enumerate(zip(*(frame[name].tolist() for name in held), strict=True)):
        yield Row(file, found[place] if place < len(found) else None, dict(zip(held, values, strict=True)))
