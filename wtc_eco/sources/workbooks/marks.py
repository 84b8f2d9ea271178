"""What a sheet's own text says that the reader does not: how far it reaches, errors, hidden rows.

The text is streamed and only its tags are looked at: nothing of it is kept but these marks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wtc_eco.errors import RefusedError
from wtc_eco.locale import number, tr
from wtc_eco.sources.table import letter

MAX_CELLS = 20_000_000
"""Cells of the smallest rectangle around everything a sheet holds."""
_WIDE_OPEN = 2_000_000
_FEWEST_FILLED = 0.005
"""A rectangle of some size with fewer cells filled than this is a list with a stray cell far off."""
MAX_MARKS = 200_000
"""Cells with errors, formulas never calculated or hidden rows that are remembered, each."""

Cell = tuple[int, int]
"""Row from 1, column from 0."""


@dataclass
class Marks:
    """What was seen of one sheet. Rows are numbered as Excel does, columns from 0.

    `errors` maps a cell to what it shows (`#N/A`); `uncalculated` are formulas whose result was never
    saved; `hidden` are hidden rows; `spans` are merged cells (only where the reader does not know
    them), as first and last cell.
    """

    n_filled: int = 0
    last_row: int = 0
    last_column: int = -1
    errors: dict[Cell, str] = field(default_factory=dict)
    uncalculated: set[Cell] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    spans: list[tuple[Cell, Cell]] = field(default_factory=list)

    def fill(self, row: int, column: int, times: int = 1) -> None:
        """A cell that holds something, `times` times."""
        self.n_filled += times
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def crowded(self) -> bool:
        """Whether there are more marks than any list has."""
        return max(len(self.errors), len(self.uncalculated), len(self.spans)) > MAX_MARKS

    def reach(self, sheet: str) -> RefusedError | None:
        """The refusal of a sheet whose cells lie too far apart to be opened; `None` where they do not."""
        box = self.last_row * (self.last_column + 1)
        sparse = box > _WIDE_OPEN and self.n_filled < box * _FEWEST_FILLED
        if box <= MAX_CELLS and not sparse:
            return None
        return RefusedError(
            tr(
                "The cells of the sheet “{sheet}” reach as far as {cell}: that makes {n} cells, of which {filled} are filled.",
                sheet=sheet,
                cell=f"{letter(self.last_column)}{self.last_row}",
                n=number(box),
                filled=number(self.n_filled),
            ),
            hint=tr(
                "In Excel, Ctrl+End shows the last cell: delete what lies beyond the list, or copy the list "
                "into a new workbook."
            ),
            code="cells_too_far",
        )
