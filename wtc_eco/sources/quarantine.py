"""The rows set aside, in a file that Excel opens and that can be imported once mended."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from wtc_eco.errors import Problem
from wtc_eco.sources.table import OWN_COLUMNS, Quarantined, Table

_PHONE = re.compile(r"\+[\d ()./-]{1,40}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_quarantine(path: Path, table: Table, quarantined: Sequence[Quarantined]) -> None:
    """Write these rows of `table` to `path`; see `quarantine_csv`."""
    path.write_bytes(quarantine_csv(table, quarantined))


def quarantine_csv(table: Table, quarantined: Sequence[Quarantined]) -> bytes:
    """The rows verbatim under their own titles, after five columns: row, column, code, reason, hint.

    For Excel: UTF-8 with its mark, semicolons, a `'` before what would run as a formula. Our columns
    stand first, so that a row with a cell too many does not push them.
    """
    own = [i for i, title in enumerate(table.header) if title in OWN_COLUMNS]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([*OWN_COLUMNS, *(_safe(title) for _, title in table.columns())])
    for row in quarantined:
        cells = [_safe(cell) for i, cell in enumerate(row.cells) if i not in own]
        writer.writerow([*_remarks(row), *cells])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace")


def _remarks(row: Quarantined) -> tuple[str, ...]:
    """Row number, columns, codes, reasons and hints; several are joined by `|`."""
    problems = row.problems
    return (
        str(row.number),
        _joined([f"{problem.column} ({problem.letter})" if problem.letter else "" for problem in problems]),
        _joined([problem.code for problem in problems]),
        _safe(_joined([_reason(problem) for problem in problems])),
        _safe(_joined([problem.hint for problem in problems])),
    )


def _reason(problem: Problem) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in problem.message)


def _joined(texts: Sequence[str]) -> str:
    return " | ".join(dict.fromkeys(text for text in texts if text))


def _safe(cell: str) -> str:
    """`cell` as Excel takes it for text; `'` comes off again on import."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _PHONE.fullmatch(cell) else cell
