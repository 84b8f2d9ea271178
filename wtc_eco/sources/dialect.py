"""Which sign separates the cells: the one that cuts most rows into the same number of them."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wtc_eco.errors import UsageError
from wtc_eco.locale import mark, tr
from wtc_eco.sources.table import Fault

DELIMITERS = (",", ";", "\t", "|")
_NAMES = {
    "\t": mark("a tab"),
    ",": mark("a comma"),
    ";": mark("a semicolon"),
    "|": mark("a vertical bar"),
}
_WORDS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_SEP_LINE = re.compile(r'"?sep=([^\w\s"]|\t)"?[;,\t|]*\s*', re.IGNORECASE)
_SAMPLE_LINES = 500
_SAMPLE_SIGNS = 20_000
_CLOSE = 0.85


@dataclass(frozen=True)
class Dialect:
    """The delimiter, whether the first line only says it (`sep=;`), and what to say of the guess."""

    delimiter: str
    said_by_file: bool = False
    faults: tuple[Fault, ...] = ()


def named_delimiter(words: str) -> str:
    """The sign a user means by `tab`, `;` …; raises `UsageError` where it cannot separate cells."""
    sign = _WORDS.get(words.strip().lower(), words)
    if len(sign) != 1 or sign.isalnum() or sign in '"\r\n ':
        raise UsageError(tr("“{sign}” cannot separate cells.", sign=words), hint=tr("Use one of: , ; | tab"))
    return sign


def dialect_of(lines: Sequence[str], delimiter: str | None = None) -> Dialect:
    """How the cells of these lines are separated; a delimiter given is taken."""
    told = _SEP_LINE.fullmatch(lines[0][:20]) if lines else None
    if delimiter:
        return Dialect(named_delimiter(delimiter), said_by_file=told is not None)
    if told:
        return Dialect(told[1], said_by_file=True)
    sample = [line[:_SAMPLE_SIGNS] for line in lines[:_SAMPLE_LINES] if line.strip()]
    scores = sorted(
        ((_consistency(sample, sign), -rank, sign) for rank, sign in enumerate(DELIMITERS)), reverse=True
    )
    (best, _, chosen), (second, _, other) = scores[:2]
    if second > 0 and second >= best * _CLOSE:
        return Dialect(chosen, faults=(_close_call(chosen, other),))
    return Dialect(chosen)


def _consistency(sample: Sequence[str], sign: str) -> float:
    """Share of the rows cut into the usual number of cells, worth more the more cells; 0 for one cell."""
    counts = Counter(_n_cells(line, sign) for line in sample)
    wide = [(rows, width) for width, rows in counts.items() if width > 1]
    if not wide:
        return 0.0
    rows, width = max(wide)
    return rows / len(sample) * math.log2(width)


def _n_cells(line: str, sign: str) -> int:
    if '"' not in line:
        return line.count(sign) + 1
    try:
        return len(next(csv.reader([line], delimiter=sign)))
    except (csv.Error, StopIteration):
        return line.count(sign) + 1


def _close_call(chosen: str, other: str) -> Fault:
    return Fault(
        "delimiter_guessed",
        "warning",
        tr(
            "Cells were separated at {sign}; {other} was nearly as likely.",
            sign=tr(_NAMES[chosen]),
            other=tr(_NAMES[other]),
        ),
        tr("If columns are mixed up, add --delimiter with the right sign."),
    )
