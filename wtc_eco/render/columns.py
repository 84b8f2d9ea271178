"""Which columns of a table fit a width, and how wide each one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = 2
WIDEST = 60
READABLE = 18


@dataclass(frozen=True)
class Column:
    """A column as text: its title and its cells, in the order of the rows."""

    title: str
    cells: tuple[str, ...]

    @property
    def natural(self) -> int:
        """The width at which nothing of it wraps, within reason."""
        return max(1, min(WIDEST, max(cell_len(text) for text in (self.title, *self.cells))))

    @property
    def least(self) -> int:
        """The width below which it is not worth showing."""
        held = max((cell_len(text) for text in self.cells), default=0)
        longest = max((cell_len(word) for word in self.title.split()), default=0)
        return max(1, min(READABLE, max(held, longest)))


def fit(columns: Sequence[Column], width: int) -> tuple[int, ...]:
    """The widths of the columns that fit, first ones first; those left out have none.

    The first column always has a width; together with the gaps the widths never exceed `width`.
    """
    kept = _kept(columns, width)
    room = width - GAP * (len(kept) - 1)
    low, high = 1, WIDEST
    while low < high:
        cap = (low + high + 1) // 2
        low, high = (cap, high) if sum(_capped(kept, cap)) <= room else (low, cap - 1)
    return tuple(min(wide, width) for wide in _capped(kept, low))


def _kept(columns: Sequence[Column], width: int) -> Sequence[Column]:
    used = -GAP
    for n, column in enumerate(columns):
        used += column.least + GAP
        if used > width:
            return columns[: max(n, 1)]
    return columns


def _capped(columns: Sequence[Column], cap: int) -> list[int]:
    return [min(column.natural, max(column.least, cap)) for column in columns]
