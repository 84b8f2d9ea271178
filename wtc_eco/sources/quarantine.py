"""The rows set aside, in a file that Excel opens and that can be imported once mended; and the account of any table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from wtc_eco.errors import Problem
from wtc_eco.sources.file_kind import FileKind, doubts
from wtc_eco.sources.returned_sheet import SheetForm, Title
from wtc_eco.sources.table import OWN_COLUMNS, Quarantined, Table, by_row

QUARANTINE = SheetForm(
    columns={name: Title(also=(name,)) for name in OWN_COLUMNS},
    needed=tuple(frozenset({name}) for name in OWN_COLUMNS),
)
"""The rows set aside, when they come back mended: any of our columns tells."""
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


@dataclass(frozen=True)
class RawCheck:
    """A file as an import would find it before its columns mean anything, and what its rows are.

    `read == kept + quarantined + blank`, always: the rows below the titles.
    """

    table: Table
    read_as: FileKind

    @property
    def accounting(self) -> dict[str, int]:
        """Where every row went."""
        table = self.table
        return {
            "read": table.n_read,
            "kept": len(table.rows),
            "quarantined": len(table.quarantined),
            "blank": table.n_blank,
        }

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was guessed, what is doubtful and why rows are set aside, in order of rows."""
        aside = (problem for row in self.table.quarantined for problem in row.problems)
        return by_row([*self.table.problems, *doubts(self.read_as, self.table), *aside])

    @property
    def doubtful(self) -> bool:
        """Whether some rows could not be read."""
        return bool(self.table.quarantined)

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "file": self.table.file,
            "read_as": self.read_as.id,
            "sheet": self.table.sheet,
            "encoding": self.table.encoding,
            "delimiter": self.table.delimiter,
            "header_row": self.table.header_row,
            "columns": list(self.table.header),
            "accounting": self.accounting,
            "problems": [asdict(problem) for problem in self.problems],
        }
