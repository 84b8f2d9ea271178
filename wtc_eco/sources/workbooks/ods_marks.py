"""The marks of the sheets of an ODS file, all of which stand in one text, with rows and cells repeated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from wtc_eco.sources.workbooks.marks import Marks

_LONGEST_ROW = 16 << 20
_LARGEST = 1 << 24
"""Rows or columns a repetition may stand for; a sheet has fewer."""
_TAG = re.compile(
    rb"<(table:table|table:table-row|table:table-cell|table:covered-table-cell)(?=[\s/>])([^<>]*)>"
)
_CELL_END = re.compile(rb"</table:(?:covered-)?table-cell\s*>")
_TEXT = re.compile(rb"<text:p[^<>]*>([^<]*)")
_HIDDEN = re.compile(rb'\stable:visibility="(?:collapse|filter)"')


def marks_of(pieces: Iterable[bytes]) -> dict[str, Marks] | None:
    """The marks of each sheet by its name; `None` where the text is not as programs write it."""
    scan = _Scan()
    held = b""
    for piece in pieces:
        held += piece
        cut = max(held.rfind(b"<table:table-row"), held.rfind(b"<table:table "))
        if cut > 0:
            scan.read(held[:cut])
            held = held[cut:]
        if len(held) > _LONGEST_ROW or any(marks.crowded() for marks in scan.sheets.values()):
            return None
    scan.read(held)
    return scan.sheets


class _Scan:
    """The text being read: the sheet and the row we are in."""

    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self._marks = Marks()
        self._row = self._next_row = 1
        self._column = 0

    def read(self, text: bytes) -> None:
        """Look at the tags of whole rows."""
        for found in _TAG.finditer(text):
            tag, attributes = found.groups()
            if tag == b"table:table":
                self._marks = self.sheets.setdefault(_attribute(attributes, b"table:name"), Marks())
                self._next_row = 1
            elif tag == b"table:table-row":
                self._enter_row(attributes)
            else:
                self._enter_cell(text, found.end(), attributes)

    def _enter_row(self, attributes: bytes) -> None:
        self._times = _repeated(attributes, b"table:number-rows-repeated")
        self._row, self._column = self._next_row, 0
        self._next_row += self._times
        if _HIDDEN.search(attributes) and self._times < 1 << 17:
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
            self._marks.errors[at] = unescape(shown[1].decode("utf-8", "replace")) if shown else "#?"
        elif not valued and b"table:formula=" in attributes:
            self._marks.uncalculated.add(at)
        if b"-spanned=" in attributes:
            down = _repeated(attributes, b"table:number-rows-spanned")
            right = _repeated(attributes, b"table:number-columns-spanned")
            self._marks.spans.append((at, (at[0] + down - 1, at[1] + right - 1)))


def _attribute(attributes: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"""=(?:"([^"]*)"|'([^']*)')""", attributes)
    return unescape((found[1] or found[2] or b"").decode("utf-8", "replace")) if found else ""


def _repeated(attributes: bytes, name: bytes) -> int:
    """How often a row or a cell stands there: once where it does not say."""
    if name not in attributes:
        return 1
    said = _attribute(attributes, name)
    return min(_LARGEST, max(1, int(said))) if said.isdecimal() and len(said) < 10 else _LARGEST  # noqa: PLR2004 - digits of a billion
