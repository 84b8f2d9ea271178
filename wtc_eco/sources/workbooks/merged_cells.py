"""Merged cells: a value that stands for the rows below it, and titles that stand on two rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wtc_eco.errors import Problem
from wtc_eco.i18n import number, tr, trn
from wtc_eco.sources.csv_rows import RawLine
from wtc_eco.sources.header import JOINED, is_all_titles
from wtc_eco.sources.workbooks.sandbox import Span

_FEWEST_BELOW = 2


def filled_down(
    lines: Sequence[RawLine], at: int, spans: Iterable[Span]
) -> tuple[list[RawLine], list[tuple[Problem, int, int]]]:
    """The rows with the value of cells merged downwards in each of them; a warning for each such cell.

    Below the header at index `at` only, and only in rows that hold something else. A warning comes
    with its row and the index of its column.
    """
    filled = list(lines)
    places = {line.number: index for index, line in enumerate(lines)}
    faults = []
    left = len(lines) * len(lines[at].cells)
    for (top, column), (bottom, _) in sorted(spans):
        first = places.get(top)
        if first is None or first <= at or bottom <= top or column >= len(lines[first].cells):
            continue
        value, n_filled = lines[first].cells[column], 0
        for index in range(first + 1, len(lines)):
            line = filled[index]
            if line.number > bottom or left <= 0:
                break
            left -= 1
            if value.strip() and not line.cells[column].strip():
                filled[index] = replace(line, cells=(*line.cells[:column], value, *line.cells[column + 1 :]))
                n_filled += 1
        if n_filled:
            faults.append((_filled(value, bottom, n_filled), top, column))
    return filled, faults


def joined_titles(
    lines: Sequence[RawLine], at: int, spans: Sequence[Span]
) -> tuple[list[RawLine], int, dict[int, str]]:
    """The lines with titles on two rows in one, where the header stands then, and the lower titles by column.

    Titles stand on two rows where a cell of the upper one is merged over several titles below, and the
    lower row is no row of values: see `_is_lower`.
    """
    for upper in (at, at - 1):
        if upper < 0 or upper + 1 >= len(lines):
            continue
        over, under = lines[upper], lines[upper + 1]
        groups = _groups(over, under, spans)
        if groups and (upper == at - 1 or _is_lower(over, under, groups)) and _is_upper(over, under, groups):
            return _joined(lines, upper, groups)
    return list(lines), at, {}


def _groups(over: RawLine, under: RawLine, spans: Sequence[Span]) -> dict[int, int]:
    """Columns under a cell merged sideways, with the column of that cell."""
    groups: dict[int, int] = {}
    if under.number != over.number + 1:
        return groups
    for (top, left), (bottom, right) in spans:
        wide = range(left, min(right + 1, len(over.cells)))
        if top == bottom == over.number and sum(bool(under.cells[c].strip()) for c in wide) >= _FEWEST_BELOW:
            groups |= dict.fromkeys(wide, left)
    return groups


def _is_upper(over: RawLine, under: RawLine, groups: dict[int, int]) -> bool:
    """A single cell over everything is the name of the list, not of a group of columns."""
    filled = [column for column, cell in enumerate(over.cells) if cell.strip()]
    outside = [column for column, cell in enumerate(under.cells) if cell.strip() and column not in groups]
    return len(filled) > 1 or bool(outside)


def _is_lower(over: RawLine, under: RawLine, groups: dict[int, int]) -> bool:
    """A row of titles: nothing stands under the titles that are not merged, and no cell is a figure."""
    if is_all_titles(under):
        return True
    apart = [column for column, cell in enumerate(over.cells) if cell.strip() and column not in groups]
    figures = any(sign.isdigit() for cell in under.cells for sign in cell)
    return not figures and not any(under.cells[column].strip() for column in apart)


def _joined(
    lines: Sequence[RawLine], upper: int, groups: dict[int, int]
) -> tuple[list[RawLine], int, dict[int, str]]:
    over, under = lines[upper], lines[upper + 1]
    titles, lower = [], {}
    for column, cell in enumerate(under.cells):
        above, below = over.cells[groups.get(column, column)].strip(), cell.strip()
        if above and below and above != below:
            titles.append(f"{above}{JOINED}{below}")
            lower[column] = below
        else:
            titles.append(above or below)
    header = replace(under, cells=tuple(titles))
    return [*lines[:upper], header, *lines[upper + 2 :]], upper, lower


def _filled(value: str, bottom: int, n: int) -> Problem:
    return Problem(
        "merged_filled",
        "warning",
        trn(
            "A merged cell down to row {row}: “{value}” was taken for {n} row below too.",
            "A merged cell down to row {row}: “{value}” was taken for {n} rows below too.",
            n,
            row=number(bottom),
            value=value[:60],
        ),
        tr("If it is not so, unmerge the cell in Excel and fill in each row."),
    )
