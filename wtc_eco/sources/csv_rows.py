"""From lines of text to rows: which sign separates the cells, and where a row ends.

`strict_rows` trusts nothing: the first quote out of order is an error, as a file of our own asks.
`split_rows` reads by the same rules and goes on where they are broken: a quote left open costs one row,
set aside with its reason, never the rows after it.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock

from wtc_eco.errors import Problem, RefusedError, UsageError
from wtc_eco.i18n import mark, number, tr

DELIMITERS = (",", ";", "\t", "|")
_NAMES = {
    "\t": mark("a tab"),
    ",": mark("a comma"),
    ";": mark("a semicolon"),
    "|": mark("a vertical bar"),
}
_PAIRS: tuple[str, ...] = tuple(sign * 2 for sign in (*DELIMITERS, *":#~^§"))
"""Signs that separate cells where two stand together; and what stands for the two while a row is read."""
_PAIR = "\x1f"
_UNUSUAL = ":#~^§!/"
"""Signs that separate cells only if somebody says so."""
_WORDS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_SEP_LINE = re.compile(r'"?sep=([^\w\s"]|\t)"?[;,\t|]*\s*', re.IGNORECASE)
_SAMPLE_LINES = 500
_SAMPLE_SIGNS = 20_000
_CLOSE = 0.85


@dataclass(frozen=True)
class Dialect:
    """The delimiter (one sign, or two), whether the first line only says it (`sep=;`), and what to say of the guess."""

    delimiter: str
    said_by_file: bool = False
    faults: tuple[Problem, ...] = ()

    def rows(self, lines: Sequence[str], broken: Mapping[int, int]) -> Iterator[RawLine]:
        """The rows of these lines; see `split_rows`."""
        if len(self.delimiter) == 1:
            return split_rows(lines, self.delimiter, broken)
        return split_rows([line.replace(self.delimiter, _PAIR) for line in lines], _PAIR, broken)


def named_delimiter(words: str) -> str:
    """The sign a user means by `tab`, `;`, `||` …; raises `UsageError` where it cannot separate cells."""
    sign = _WORDS.get(words.strip().lower(), words)
    if len(sign) not in (1, 2) or sign == " " or any(each.isalnum() or each in '"\r\n' for each in sign):
        raise UsageError(tr("“{sign}” cannot separate cells.", sign=words), hint=tr("Use one of: , ; | tab"))
    return sign


def own_delimiter(header: str, titles: Collection[str] = ()) -> str:
    """The sign between the cells of a header of ours: it cuts it into the most of these titles.

    Without titles, into the most cells; a comma where none does.
    """

    def n_cut(sign: str) -> int:
        cells = [cell.strip().strip('"').casefold() for cell in header.split(sign)]
        return sum(cell in titles for cell in cells) if titles else len(cells)

    return max(DELIMITERS, key=n_cut)


def dialect_of(lines: Sequence[str], delimiter: str | None = None) -> Dialect:
    """How the cells of these lines are separated; a delimiter given is taken."""
    sep_line = _SEP_LINE.fullmatch(lines[0][:20]) if lines else None
    if delimiter:
        return Dialect(named_delimiter(delimiter), said_by_file=sep_line is not None)
    if sep_line:
        return Dialect(sep_line[1], said_by_file=True)
    sample = [line[:_SAMPLE_SIGNS] for line in lines[:_SAMPLE_LINES] if line.strip()]
    scores = sorted(
        ((_consistency(sample, sign), -rank, sign) for rank, sign in enumerate(DELIMITERS)), reverse=True
    )
    (best, _, chosen), (second, _, other) = scores[:2]
    if pair := _pair_in(sample, chosen, best):
        return Dialect(pair)
    if not best:
        return Dialect(chosen, faults=tuple(_unusual(sample)))
    if second > 0 and second >= best * _CLOSE:
        return Dialect(chosen, faults=(_close_call(chosen, other),))
    return Dialect(chosen)


def _pair_in(sample: Sequence[str], chosen: str, best: float) -> str:
    """Two signs that separate the cells together: wherever the `chosen` one stands they do, or they do so better."""
    for pair in _PAIRS:
        lines = [line for line in sample if pair in line]
        if len(lines) * 2 <= len(sample) or len(sample) == 1:
            continue
        if pair[0] == chosen and all(line.count(chosen) == 2 * line.count(pair) for line in sample):
            return pair
        if (
            pair[0] not in DELIMITERS
            and _consistency([line.replace(pair, _PAIR) for line in sample], _PAIR) > best
        ):
            return pair
    return ""


def _unusual(sample: Sequence[str]) -> Iterator[Problem]:
    """No usual sign cuts the lines; another stands in (nearly) each of them as often."""
    fewest = _CLOSE * math.log2(3)
    sign = next((sign for sign in _UNUSUAL if len(sample) > 1 and _consistency(sample, sign) >= fewest), None)
    if sign:
        yield Problem(
            "delimiter_unusual",
            "warning",
            tr(
                "No usual sign separates cells in this file, but “{sign}” stands as often in each row.",
                sign=sign,
            ),
            tr('If it separates them, add --delimiter "{sign}".', sign=sign),
        )


def _consistency(sample: Sequence[str], sign: str) -> float:
    """Share of the rows cut into the usual number of cells, worth more the more cells; 0 for one cell."""
    counts = Counter(_n_cells(line, sign) for line in sample)
    wide = [(rows, width) for width, rows in counts.items() if width > 1]
    if not wide:
        return 0.0
    rows, width = max(wide)
    return rows / len(sample) * math.log2(width)


def _n_cells(line: str, sign: str) -> int:
    """The cells of a line; one where the sign cuts a quoted text in two (`A;"Rue 2, 5590 Ciney"` at its comma)."""
    if '"' not in line:
        return line.count(sign) + 1
    try:
        cells = next(csv.reader([line], delimiter=sign, skipinitialspace=True))
        return 1 if any(cell.count('"') % 2 for cell in cells) else len(cells)
    except (csv.Error, StopIteration):
        return line.count(sign) + 1


def _close_call(chosen: str, other: str) -> Problem:
    return Problem(
        "delimiter_guessed",
        "warning",
        tr(
            "Cells were separated at {sign}; {other} was nearly as likely.",
            sign=tr(_NAMES[chosen]),
            other=tr(_NAMES[other]),
        ),
        tr("If columns are mixed up, add --delimiter with the right sign."),
    )


MAX_CELL = 32_767
"""Characters of a cell, at most: Excel's own limit."""


def undecoded(broken: Mapping[int, int], at: int, taken: int) -> Problem | None:
    """A line of the row that is not in the encoding of the file (`broken`: line to offset)."""
    bad = next((line for line in range(at, at + taken) if line in broken), None) if broken else None
    if bad is None:
        return None
    return Problem(
        "undecodable",
        "quarantine",
        tr("This row is not in the encoding of the rest of the file (byte {offset}).", offset=broken[bad]),
        tr(
            "Check its accents: they were read as Windows would. If they are right, import the quarantine file."
        ),
    )


def unfit(cells: tuple[str, ...], raw: Sequence[str]) -> Problem | None:
    """A cell beyond Excel's limit, or with NUL bytes."""
    if sum(map(len, raw)) > MAX_CELL and max(map(len, cells)) > MAX_CELL:
        return _too_long(max(map(len, cells)))
    if any("\0" in line for line in raw):
        return nul_byte()
    return None


def nul_byte() -> Problem:
    """A cell with a sign that no text has, and that would end a text in many programs."""
    return Problem(
        "nul_byte",
        "quarantine",
        tr("The row holds NUL bytes (\\x00), which no text has."),
        tr("Retype the cell, or export the list again."),
    )


def quote_fault(line: str, cells: tuple[str, ...] | None) -> Problem:
    """What is wrong with a line whose quotes do not close (`cells` is `None`) or close too often."""
    if cells is None and len(line) > MAX_CELL:
        return _too_long(len(line))
    if cells is None:
        return Problem(
            "unclosed_quote",
            "quarantine",
            tr('A quote (") is opened in this row and not closed.'),
            tr("Remove the quote or add the one that is missing; the rows after it were read."),
        )
    return Problem(
        "stray_quote",
        "quarantine",
        tr('Quotes (") stand inside a cell, and the row has not the usual number of cells.'),
        tr("Double each quote inside a cell, or remove it."),
    )


def _too_long(n: int) -> Problem:
    return Problem(
        "cell_too_long",
        "quarantine",
        tr("A cell holds {n} characters; {limit} are read at most.", n=number(n), limit=number(MAX_CELL)),
        tr("Check for a quote left open, or shorten the text."),
    )


_NO_LIMIT = 2**31 - 1
_limit_is_ours = Lock()


def strict_rows(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """The rows of these lines, blank ones included, however long a cell; to be taken to the last.

    Raises `csv.Error` where a quote is not closed or stands where none may.
    """
    with _no_limit():
        yield from csv.reader(lines, delimiter=delimiter, strict=True)


@contextmanager
def _no_limit() -> Iterator[None]:
    """The csv module stops at 131,072 characters a cell, which `extra` may pass; its limit is global."""
    with _limit_is_ours:
        before = csv.field_size_limit(_NO_LIMIT)
        try:
            yield
        finally:
            csv.field_size_limit(before)


MAX_COLUMNS = 16_384
"""Cells of a row, at most: Excel's own limit."""
_MAX_LINES = 200
"""Lines a quoted cell may run over."""
_PATIENCE = 20_000
"""Lines that may be read in vain after open quotes, over the whole file: reading stays linear."""
_SAMPLE = 500
QUOTE = '"'


@dataclass(frozen=True, slots=True)
class RawLine:
    """A row by its Excel number, before anybody knows what it is; with a fault it is set aside.

    `column` is the index of the cell the fault is about, where it is about one.
    """

    number: int
    cells: tuple[str, ...]
    fault: Problem | None = None
    column: int | None = None

    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return self.fault is None and not "".join(self.cells).strip()


@dataclass
class _Patience:
    """How many lines may still be read in vain."""

    left: int


def split_rows(lines: Sequence[str], delimiter: str, broken: Mapping[int, int]) -> Iterator[RawLine]:
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
        yield RawLine(row, cells, fault)
        at += taken


def _row_at(
    lines: Sequence[str], at: int, delimiter: str, width: int, patience: _Patience
) -> tuple[tuple[str, ...], int, Problem | None]:
    """Cells, lines taken and fault of the row that begins at this line."""
    line = lines[at]
    if QUOTE not in line:
        _refuse_too_wide(line.count(delimiter) + 1)
        return tuple(line.rstrip("\r\n").split(delimiter)), 1, None
    read = _quoted(lines, at, delimiter, patience)
    if read and quotes_apart(read[0]):
        return read[0], read[1], _quotes_apart()
    if read and not (read[1] > 1 and _swallowed(lines[at : at + read[1]], len(read[0]), delimiter, width)):
        _refuse_too_wide(len(read[0]))
        return *read, None
    if read:
        patience.left -= read[1]
    cells = _escaped(line, delimiter, width) or tolerant_cells(line, delimiter)
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
    # Some programs write a space after the delimiter: `"Centre", "Rue Haute, 12"`.
    reader = csv.reader(lines[at : at + limit], delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        return tuple(next(reader)), reader.line_num
    except (csv.Error, StopIteration):
        patience.left -= reader.line_num - 1
        return None


def _escaped(line: str, delimiter: str, width: int) -> tuple[str, ...] | None:
    r"""The cells of a line whose quotes within cells are written `\\"`; `None` where they are not."""
    if f"\\{QUOTE}" not in line:
        return None
    try:
        cells = tuple(next(csv.reader([line], delimiter=delimiter, escapechar="\\", strict=True)))
    except (csv.Error, StopIteration):
        return None
    return cells if len(cells) == width else None


def quotes_apart(cells: Sequence[str]) -> bool:
    """Whether a quote opened within a cell is closed at the end of a later one: a separator is missing before it."""
    odd = [cell for cell in cells if cell.count(QUOTE) % 2]
    return any(re.search(r'\S"\S', one) is not None and other.endswith(QUOTE) for one, other in pairwise(odd))


def _quotes_apart() -> Problem:
    return Problem(
        "stray_quote",
        "quarantine",
        tr('A quote (") opened inside a cell is closed in another one: a separator is missing before it.'),
        tr("Add the separator that is missing, or remove the quotes."),
    )


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
