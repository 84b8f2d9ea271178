"""What sets a row aside before its cells are read: lost bytes, too long a cell, quotes that do not close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtc_eco.locale import number, tr
from wtc_eco.sources.table import Fault

MAX_CELL = 32_767
"""Characters of a cell, at most: Excel's own limit."""


def undecoded(broken: Mapping[int, int], at: int, taken: int) -> Fault | None:
    """A line of the row that is not in the encoding of the file (`broken`: line to offset)."""
    bad = next((line for line in range(at, at + taken) if line in broken), None) if broken else None
    if bad is None:
        return None
    return Fault(
        "undecodable",
        "quarantine",
        tr("This row is not in the encoding of the rest of the file (byte {offset}).", offset=broken[bad]),
        tr(
            "Check its accents: they were read as Windows would. If they are right, import the quarantine file."
        ),
    )


def unfit(cells: tuple[str, ...], raw: Sequence[str]) -> Fault | None:
    """A cell beyond Excel's limit, or with NUL bytes."""
    if sum(map(len, raw)) > MAX_CELL and max(map(len, cells)) > MAX_CELL:
        return _too_long(max(map(len, cells)))
    if any("\0" in line for line in raw):
        return nul_byte()
    return None


def nul_byte() -> Fault:
    """A cell with a sign that no text has, and that would end a text in many programs."""
    return Fault(
        "nul_byte",
        "quarantine",
        tr("The row holds NUL bytes (\\x00), which no text has."),
        tr("Retype the cell, or export the list again."),
    )


def quote_fault(line: str, cells: tuple[str, ...] | None) -> Fault:
    """What is wrong with a line whose quotes do not close (`cells` is `None`) or close too often."""
    if cells is None and len(line) > MAX_CELL:
        return _too_long(len(line))
    if cells is None:
        return Fault(
            "unclosed_quote",
            "quarantine",
            tr('A quote (") is opened in this row and not closed.'),
            tr("Remove the quote or add the one that is missing; the rows after it were read."),
        )
    return Fault(
        "stray_quote",
        "quarantine",
        tr('Quotes (") stand inside a cell, and the row has not the usual number of cells.'),
        tr("Double each quote inside a cell, or remove it."),
    )


def _too_long(n: int) -> Fault:
    return Fault(
        "cell_too_long",
        "quarantine",
        tr("A cell holds {n} characters; {limit} are read at most.", n=number(n), limit=number(MAX_CELL)),
        tr("Check for a quote left open, or shorten the text."),
    )
