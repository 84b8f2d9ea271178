"""Errors in an old binary workbook, counted from its bytes: the reader gives them as empty cells."""

from __future__ import annotations

import re
from pathlib import Path

_PIECE = 1 << 20
_LONGEST_RECORD = 32
_CODES = rb"[\x00\x07\x0f\x17\x1d\x24\x2a]"
# [MS-XLS] BoolErr (type 0x0205, eight bytes, the last says that it is an error), and a Formula
# (type 0x0006) whose cached result is one.
_ERROR = re.compile(
    rb"\x05\x02\x08\x00.{6}" + _CODES + rb"\x01|\x06\x00.{2}.{6}\x02." + _CODES + rb".{3}\xff\xff", re.DOTALL
)


def count_errors(path: Path) -> int:
    """How many cells of the workbook show an error, as far as its records tell."""
    found, before = 0, b""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            text = before + piece
            end = 0
            for match in _ERROR.finditer(text):
                found, end = found + 1, match.end()
            before = text[max(end, len(text) - _LONGEST_RECORD) :]
    return found
