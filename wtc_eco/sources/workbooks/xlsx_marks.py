"""The marks of a sheet of an XLSX file, from the tags of its rows and cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wtc_eco.sources.workbooks.marks import Marks

_LONGEST_ROW = 16 << 20
"""Bytes of one row, at most: 16,384 cells of a thousand bytes."""
_PREFIX = rb"(?:[A-Za-z_][\w.-]*:)?"
# Row, or cell with its reference first, as every program writes it; then the other attributes.
_TAG = re.compile(rb"<" + _PREFIX + rb'(?:(row)|c(?: r="([A-Z]{1,3})([0-9]{1,7})")?)(?=[\s/>])([^<>]*)>')
# A cell as nearly all are: its reference, style and type, then its value; and one that holds nothing.
_FILLED = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]+")?(?: t="(?:s|n|b|d|str|inlineStr)")?>(?=<v>|<is>)'
)
_BLANK = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?(?:/>|></c>)')
_PREFIXED = re.compile(rb":(?:row|c)[\s/>]")
_LAST_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']\$?([A-Za-z]{0,4})\$?([0-9]{0,8})["']""")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true|on)["']""")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_TEXT_RESULT = re.compile(rb"""\st\s*=\s*["']str["']""")
_FORMULA = re.compile(rb"\s*<" + _PREFIX + rb"f[\s/>]")
_PLAIN_INSIDE = (b"<v>", b"<is>")
_END = re.compile(rb"</" + _PREFIX + rb"c\s*>")
_VALUE = re.compile(rb"<" + _PREFIX + rb"v(?:\s[^<>]*)?>([^<]+)")


def marks_of(pieces: Iterable[bytes]) -> Marks | None:
    """The marks of a sheet; `None` where its text is not that of a sheet as programs write them."""
    scan = _Scan()
    held = b""
    for piece in pieces:
        held += piece
        cut = max(held.rfind(b"<row"), held.rfind(b"<", 0, max(held.rfind(b":row"), 0)))
        if cut > 0:
            scan.read(held[:cut])
            held = held[cut:]
        if len(held) > _LONGEST_ROW or scan.marks.crowded():
            return None
    scan.read(held)
    return scan.marks if scan.sound else None


class _Scan:
    """A sheet being read: where we are in it, and what was seen so far."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.sound = True
        self.row = 0
        self.column = -1
        self._columns: dict[bytes, int] = {}

    def read(self, text: bytes) -> None:
        """Look at whole rows: at a glance where all is plain, else tag by tag."""
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
        for found in _TAG.finditer(text):
            row, letters, digits, rest = found.groups()
            if row:
                self._enter_row(rest)
                continue
            if letters:
                self.row, self.column = int(digits), self._column(letters)
            else:
                self._enter_cell(rest)
            after = found.end()
            if not rest.endswith(b"/") and not text.startswith(b"</", after):
                self.marks.fill(self.row, self.column)
                if not text.startswith(_PLAIN_INSIDE, after) or _ERROR.search(rest):
                    self._look_inside(text, after, rest)

    def _enter_row(self, attributes: bytes) -> None:
        named = _REFERENCE.search(attributes)
        self.row = int(named[2] or 0) if named else self.row + 1
        self.column = -1
        if _HIDDEN.search(attributes):
            self.marks.hidden.add(self.row)

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
