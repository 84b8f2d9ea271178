"""Physical lines to rows, strictly: a quote left open costs one row, never the rows after it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wtc_eco.errors import RefusedError
from wtc_eco.locale import number, tr
from wtc_eco.sources.row_faults import quote_fault, undecoded, unfit
from wtc_eco.sources.table import Fault

MAX_COLUMNS = 16_384
"""Cells of a row, at most: Excel's own limit."""
_MAX_LINES = 200
"""Lines a quoted cell may run over."""
_PATIENCE = 20_000
"""Lines that may be read in vain after open quotes, over the whole file: reading stays linear."""
_SAMPLE = 500
QUOTE = '"'


@dataclass(frozen=True, slots=True)
class Line:
    """A row by its Excel number, before anybody knows what it is; with a fault it is set aside.

    `column` is the index of the cell the fault is about, where it is about one.
    """

    number: int
    cells: tuple[str, ...]
    fault: Fault | None = None
    column: int | None = None

    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return self.fault is None and not "".join(self.cells).strip()


@dataclass
class _Patience:
    """How many lines may still be read in vain."""

    left: int


def split_rows(lines: Sequence[str], delimiter: str, broken: Mapping[int, int]) -> Iterator[Line]:
    """The rows of these lines, numbered as Excel does: a cell with line breaks is one row.

    `broken` maps a line to the offset of a byte that could not be decoded. Raises `RefusedError`
    where a row has more cells than a sheet has columns.
    """
    width = _usual_width(lines[:_SAMPLE], delimiter)
    patience = _Patience(_PATIENCE + len(lines))
    at = row = 0
    while at < len(lines):
        row += 1
        cells, taken, fault = _row_at(lines, at, delimiter, width, patience)
        fault = fault or undecoded(broken, at, taken) or unfit(cells, lines[at : at + taken])
        yield Line(row, cells, fault)
        at += taken


def _row_at(
    lines: Sequence[str], at: int, delimiter: str, width: int, patience: _Patience
) -> tuple[tuple[str, ...], int, Fault | None]:
    """Cells, lines taken and fault of the row that begins at this line."""
    line = lines[at]
    if QUOTE not in line:
        _refuse_too_wide(line.count(delimiter) + 1)
        return tuple(line.rstrip("\r\n").split(delimiter)), 1, None
    read = _quoted(lines, at, delimiter, patience)
    if read and not (read[1] > 1 and _swallowed(lines[at : at + read[1]], len(read[0]), delimiter, width)):
        _refuse_too_wide(len(read[0]))
        return *read, None
    if read:
        patience.left -= read[1]
    cells = tolerant_cells(line, delimiter)
    if cells and len(cells) == width:
        return cells, 1, None
    return _as_found(line, delimiter), 1, quote_fault(line, cells)


def _refuse_too_wide(n_cells: int) -> None:
    if n_cells > MAX_COLUMNS:
        raise RefusedError(
            tr(
                "A row has {n} cells; a sheet has {limit} columns at most.",
                n=number(n_cells),
                limit=number(MAX_COLUMNS),
            ),
            hint=tr("Check the export and the delimiter (--delimiter)."),
            code="too_wide",
        )


def _as_found(line: str, delimiter: str) -> tuple[str, ...]:
    """The cells of a line whose quotes mean nothing; the line itself where that makes too many."""
    bare = line.rstrip("\r\n")
    return tuple(bare.split(delimiter)) if bare.count(delimiter) < MAX_COLUMNS else (bare,)


def _quoted(
    lines: Sequence[str], at: int, delimiter: str, patience: _Patience
) -> tuple[tuple[str, ...], int] | None:
    """The row read strictly, over several lines if its quotes ask for it; `None` where they do not close."""
    limit = _MAX_LINES if patience.left > 0 else 1
    reader = csv.reader(iter(lines[at : at + limit]), delimiter=delimiter, strict=True)
    try:
        return tuple(next(reader)), reader.line_num
    except (csv.Error, StopIteration):
        patience.left -= reader.line_num - 1
        return None


def _swallowed(taken: Sequence[str], n_cells: int, delimiter: str, width: int) -> bool:
    """Whether these lines are rows of their own that two stray quotes joined into one.

    So it is where each line alone has the usual number of cells, or where the joined row has not
    and a later line has. A sign followed by a space is punctuation, as in «lundi, mardi».
    """
    counts = [line.count(delimiter) - line.count(f"{delimiter} ") + 1 for line in taken]
    if width == 1:
        return False
    return all(count == width for count in counts) or (n_cells != width and width in counts[1:])


def tolerant_cells(line: str, delimiter: str) -> tuple[str, ...] | None:
    """The cells of one line where quotes within a quoted cell were not doubled: `"Espace "Num" 12"`.

    A cell that begins with a quote ends at a quote that a delimiter or the end follows; `None`
    where one does not end.
    """
    text, cells, at = line.rstrip("\r\n"), [], 0
    while at <= len(text):
        if text.startswith(QUOTE, at):
            end = text.find(QUOTE + delimiter, at + 1)
            if end < 0:
                if len(text) == at + 1 or not text.endswith(QUOTE):
                    return None
                end = len(text) - 1
            cells.append(text[at + 1 : end].replace(QUOTE * 2, QUOTE))
            at = end + 2
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            cells.append(text[at:end])
            at = end + 1
    return tuple(cells)


def _usual_width(lines: Sequence[str], delimiter: str) -> int:
    """How many cells most rows have; of two equally usual widths the first met."""
    counts: Counter[int] = Counter()
    patience, at = _Patience(len(lines)), 0
    while at < len(lines):
        cells, taken = _quoted(lines, at, delimiter, patience) or ((), 1)
        counts[len(cells)] += any(cells)
        at += taken
    return max(counts, key=lambda width: counts[width], default=1)
