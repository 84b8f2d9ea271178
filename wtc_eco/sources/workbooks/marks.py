"""What the reader of workbooks does not tell: how far a sheet reaches, its errors, its hidden rows and columns.

The text of an XLSX or ODS sheet is streamed and only its tags are looked at; errors of an old binary workbook are
counted from its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from itertools import islice, product
from pathlib import Path

from wtc_eco.errors import RefusedError
from wtc_eco.i18n import number, tr
from wtc_eco.sources.csv_rows import MAX_COLUMNS
from wtc_eco.sources.table import letter

_PIECE = 1 << 20
_LONGEST_RECORD = 32
_CODES = rb"[\x00\x07\x0f\x17\x1d\x24\x2a]"
# [MS-XLS] BoolErr (type 0x0205, eight bytes, the last says that it is an error), and a Formula
# (type 0x0006) whose cached result is one.
_XLS_ERROR = re.compile(
    rb"\x05\x02\x08\x00.{6}" + _CODES + rb"\x01|\x06\x00.{2}.{6}\x02." + _CODES + rb".{3}\xff\xff", re.DOTALL
)


def count_errors(path: Path) -> int:
    """How many cells of the workbook show an error, as far as its records tell."""
    n_errors, before = 0, b""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            text = before + piece
            end = 0
            for match in _XLS_ERROR.finditer(text):
                n_errors, end = n_errors + 1, match.end()
            before = text[max(end, len(text) - _LONGEST_RECORD) :]
    return n_errors


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
    saved; `hidden` are hidden rows, `hidden_columns` hidden columns; `spans` are merged cells (only where the reader does not know
    them), as first and last cell.
    """

    n_filled: int = 0
    last_row: int = 0
    last_column: int = -1
    errors: dict[Cell, str] = field(default_factory=dict)
    uncalculated: set[Cell] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
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


_LONGEST_ROW = 16 << 20
"""Bytes of one row, at most: 16,384 cells of a thousand bytes."""
_PREFIX = rb"(?:[A-Za-z_][\w.-]*:)?"
# Row, or cell with its reference first, as every program writes it; then the other attributes.
_XLSX_TAG = re.compile(rb"<" + _PREFIX + rb'(?:(row)|c(?: r="([A-Z]{1,3})([0-9]{1,7})")?)(?=[\s/>])([^<>]*)>')
# A cell as nearly all are: its reference, style and type, then its value; and one that holds nothing.
_FILLED = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]+")?(?: t="(?:s|n|b|d|str|inlineStr)")?>(?=<v>|<is>)'
)
_BLANK = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?(?:/>|></c>)')
_PREFIXED = re.compile(rb":(?:row|c)[\s/>]")
_LAST_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']\$?([A-Za-z]{0,4})\$?([0-9]{0,8})["']""")
_XLSX_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true|on)["']""")
_COLUMNS = re.compile(rb"<" + _PREFIX + rb"col(\s[^<>]*)>")
_FIRST = re.compile(rb"""\smin\s*=\s*["']([0-9]{1,5})["']""")
_LAST = re.compile(rb"""\smax\s*=\s*["']([0-9]{1,5})["']""")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_TEXT_RESULT = re.compile(rb"""\st\s*=\s*["']str["']""")
_FORMULA = re.compile(rb"\s*<" + _PREFIX + rb"f[\s/>]")
_PLAIN_INSIDE = (b"<v>", b"<is>")
_END = re.compile(rb"</" + _PREFIX + rb"c\s*>")
_VALUE = re.compile(rb"<" + _PREFIX + rb"v(?:\s[^<>]*)?>([^<]+)")


def xlsx_marks(pieces: Iterable[bytes]) -> Marks | None:
    """The marks of a sheet; `None` where its text is not that of a sheet as programs write them."""
    scan = _XlsxScan()
    unread = b""
    for piece in pieces:
        unread += piece
        cut = max(unread.rfind(b"<row"), unread.rfind(b"<", 0, max(unread.rfind(b":row"), 0)))
        if cut > 0:
            scan.read(unread[:cut])
            unread = unread[cut:]
        if len(unread) > _LONGEST_ROW or scan.marks.crowded():
            return None
    scan.read(unread)
    return scan.marks if scan.sound else None


class _XlsxScan:
    """A sheet being read: where we are in it, and what was seen so far."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.sound = True
        self.row = 0
        self.column = -1
        self._columns: dict[bytes, int] = {}

    def read(self, text: bytes) -> None:
        """Look at whole rows: at a glance where all is plain, else tag by tag."""
        if self.row == 0 and b"hidden" in text:
            self._enter_columns(text[: max(text.find(b"sheetData"), 0)])
        hollow = not any(sign in text for sign in (b"<v", b"<is", b"<f", b":c"))
        cells = [] if hollow else _FILLED.findall(text)
        others = 0 if hollow else text.count(b"<c") - len(cells)
        rows = text.count(b"<row")
        if (
            (others and others != len(_BLANK.findall(text)))
            or rows != text.count(b'<row r="')
            or b" hidden=" in text
            or _PREFIXED.search(text)
        ):
            self._study(text)
            return
        if cells:
            last_row = max(map(int, {digits for _, digits in cells}))
            last_column = max(self._column(letters) for letters in {letters for letters, _ in cells})
            self.marks.fill(last_row, last_column, len(cells))
        if rows and (last := _LAST_ROW.search(text, text.rfind(b"<row"))):
            self.row = int(last[1])

    def _study(self, text: bytes) -> None:
        """Tag by tag."""
        for tag in _XLSX_TAG.finditer(text):
            row, letters, digits, rest = tag.groups()
            if row:
                self._enter_row(rest)
                continue
            if letters:
                self.row, self.column = int(digits), self._column(letters)
            else:
                self._enter_cell(rest)
            after = tag.end()
            if not rest.endswith(b"/") and not text.startswith(b"</", after):
                self.marks.fill(self.row, self.column)
                if not text.startswith(_PLAIN_INSIDE, after) or _ERROR.search(rest):
                    self._look_inside(text, after, rest)

    def _enter_row(self, attributes: bytes) -> None:
        named = _REFERENCE.search(attributes)
        self.row = int(named[2] or 0) if named else self.row + 1
        self.column = -1
        if _XLSX_HIDDEN.search(attributes):
            self.marks.hidden.add(self.row)

    def _enter_columns(self, text: bytes) -> None:
        """Runs of columns stand above the rows, hidden or not."""
        for attributes in _COLUMNS.findall(text):
            first, last = _FIRST.search(attributes), _LAST.search(attributes)
            if first and last and _XLSX_HIDDEN.search(attributes):
                self.marks.hidden_columns.update(range(int(first[1]) - 1, min(int(last[1]), MAX_COLUMNS)))

    def _enter_cell(self, attributes: bytes) -> None:
        """A cell without a reference stands right of the one before it."""
        named = _REFERENCE.search(attributes)
        if named is None:
            self.column += 1
            return
        self.sound = self.sound and bool(named[1] and named[2])
        self.row, self.column = int(named[2] or 0), self._column(named[1].upper())

    def _look_inside(self, text: bytes, after: int, attributes: bytes) -> None:
        """An error, or a formula that was never calculated."""
        end = _END.search(text, after)
        inside = text[after : end.start() if end else len(text)]
        value = _VALUE.search(inside)
        at = (self.row, self.column)
        if _ERROR.search(b" " + attributes):
            self.marks.errors[at] = value[1].decode("utf-8", "replace").strip() if value else "#?"
        elif value is None and _FORMULA.match(inside) and not _TEXT_RESULT.search(b" " + attributes):
            self.marks.uncalculated.add(at)

    def _column(self, letters: bytes) -> int:
        if letters not in self._columns:
            number = 0
            for sign in letters:
                number = number * 26 + sign - 64
            self._columns[letters] = number - 1
        return self._columns[letters]


_LARGEST = 1 << 24
"""Rows or columns a repetition may stand for; a sheet has fewer."""
_ODS_TAG = re.compile(
    rb"<(table:table|table:table-column|table:table-row|table:table-cell|table:covered-table-cell)(?=[\s/>])([^<>]*)>"
)
_CELL_END = re.compile(rb"</table:(?:covered-)?table-cell\s*>")
_TEXT = re.compile(rb"<text:p[^<>]*>([^<]*)")
_ODS_HIDDEN = re.compile(rb'\stable:visibility="(?:collapse|filter)"')


def ods_marks(pieces: Iterable[bytes]) -> dict[str, Marks] | None:
    """The marks of each sheet by its name; `None` where the text is not as programs write it."""
    scan = _OdsScan()
    unread = b""
    for piece in pieces:
        unread += piece
        cut = max(unread.rfind(b"<table:table-row"), unread.rfind(b"<table:table "))
        if cut > 0:
            scan.read(unread[:cut])
            unread = unread[cut:]
        if len(unread) > _LONGEST_ROW or any(marks.crowded() for marks in scan.sheets.values()):
            return None
    scan.read(unread)
    return scan.sheets


class _OdsScan:
    """The text being read: the sheet and the row we are in."""

    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self._marks = Marks()
        self._row = self._next_row = 1
        self._column = self._next_column = 0

    def read(self, text: bytes) -> None:
        """Look at the tags of whole rows."""
        for match in _ODS_TAG.finditer(text):
            tag, attributes = match.groups()
            if tag == b"table:table":
                self._marks = self.sheets.setdefault(_attribute(attributes, b"table:name"), Marks())
                self._next_row, self._next_column = 1, 0
            elif tag == b"table:table-column":
                self._enter_column(attributes)
            elif tag == b"table:table-row":
                self._enter_row(attributes)
            else:
                self._enter_cell(text, match.end(), attributes)

    def _enter_column(self, attributes: bytes) -> None:
        first = self._next_column
        self._next_column += _repeated(attributes, b"table:number-columns-repeated")
        if _ODS_HIDDEN.search(attributes):
            self._marks.hidden_columns.update(range(first, min(self._next_column, MAX_COLUMNS)))

    def _enter_row(self, attributes: bytes) -> None:
        self._times = _repeated(attributes, b"table:number-rows-repeated")
        self._row, self._column = self._next_row, 0
        self._next_row += self._times
        if _ODS_HIDDEN.search(attributes) and self._times < 1 << 17:
            self._marks.hidden.update(range(self._row, self._next_row))

    def _enter_cell(self, text: bytes, after: int, attributes: bytes) -> None:
        times = _repeated(attributes, b"table:number-columns-repeated")
        at = (self._row, self._column)
        self._column += times
        valued = b"office:value-type=" in attributes
        if valued or not (attributes.endswith(b"/") or text.startswith(b"</", after)):
            self._marks.fill(self._next_row - 1, self._column - 1, times * self._times)
        if b'calcext:value-type="error"' in attributes:
            end = _CELL_END.search(text, after)
            shown = _TEXT.search(text, after, end.start() if end else len(text))
            error = unescape(shown[1].decode("utf-8", "replace")) if shown else "#?"
            self._marks.errors |= dict.fromkeys(self._same(at, times), error)
        elif not valued and b"table:formula=" in attributes:
            self._marks.uncalculated.update(self._same(at, times))
        if b"-spanned=" in attributes:
            down = _repeated(attributes, b"table:number-rows-spanned")
            right = _repeated(attributes, b"table:number-columns-spanned")
            self._marks.spans.append((at, (at[0] + down - 1, at[1] + right - 1)))

    def _same(self, at: Cell, times: int) -> Iterable[Cell]:
        """The cells that one cell, repeated to the right and downwards, stands for; as many as are remembered."""
        (row, column), most = at, MAX_MARKS + 1
        every = product(range(row, row + min(self._times, most)), range(column, column + min(times, most)))
        return islice(every, most)


def _attribute(attributes: bytes, name: bytes) -> str:
    value = re.search(rb"\s" + name + rb"""=(?:"([^"]*)"|'([^']*)')""", attributes)
    return unescape((value[1] or value[2] or b"").decode("utf-8", "replace")) if value else ""


def _repeated(attributes: bytes, name: bytes) -> int:
    """How often a row or a cell stands there: once where it does not say."""
    if name not in attributes:
        return 1
    times = _attribute(attributes, name)
    return min(_LARGEST, max(1, int(times))) if times.isdecimal() and len(times) < 10 else _LARGEST  # noqa: PLR2004 - digits of a billion
