"""From a file on the desk to a table of text: what was guessed is said, what cannot be read is set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from wtc_eco.errors import Problem
from wtc_eco.locale import tr
from wtc_eco.sources.decoding import Decoded, decode
from wtc_eco.sources.dialect import Dialect, dialect_of
from wtc_eco.sources.intake import MAX_BYTES, take_in
from wtc_eco.sources.layout import lay_out
from wtc_eco.sources.lines import Line, split_rows
from wtc_eco.sources.table import Fault, Row, Table, letter
from wtc_eco.sources.text import mended, suspicions


def read_table(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    max_bytes: int = MAX_BYTES,
    fix_mojibake: bool = False,
) -> Table:
    """The table in a text file.

    `encoding` and `delimiter` override what would be found. `fix_mojibake` reads again as UTF-8 the
    cells that were once read as Windows («LiÃ¨ge»).
    Raises `RefusedError` (with a hint) for what is not a table of text or is larger than
    `max_bytes`, `UsageError` for a missing file or an encoding or delimiter that do not exist.
    """
    path = Path(path)
    return table_of(
        take_in(path, max_bytes), path.name, encoding=encoding, delimiter=delimiter, fix_mojibake=fix_mojibake
    )


def table_of(
    data: bytes,
    file: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    fix_mojibake: bool = False,
) -> Table:
    """The table in these bytes; see `read_table`."""
    text = decode(data, encoding)
    dialect = dialect_of(text.lines, delimiter)
    lines = list(_rows(text, dialect))
    if fix_mojibake:
        lines = [replace(line, cells=tuple(map(mended, line.cells))) for line in lines]
    parts = lay_out(lines, file)
    said = [fault.at(file) for fault in (*_encoding_faults(text), *dialect.faults)]
    return Table(
        file,
        parts.header,
        parts.header_row,
        parts.rows,
        parts.quarantined,
        parts.n_blank,
        text.encoding,
        dialect.delimiter,
        (*said, *parts.problems, *_suspicious(file, parts.header, parts.rows)),
    )


def _rows(text: Decoded, dialect: Dialect) -> Iterable[Line]:
    """Rows; the line `sep=;` is none of them, as in Excel."""
    skipped = 1 if dialect.said_by_file else 0
    broken = {line - skipped: offset for line, offset in text.broken.items()}
    return split_rows(text.lines[skipped:], dialect.delimiter, broken)


def _encoding_faults(text: Decoded) -> tuple[Fault, ...]:
    if not text.guessed:
        return ()
    fault = Fault(
        "encoding_guessed",
        "warning",
        tr("The file does not say its encoding; it was read as {encoding}.", encoding=text.encoding),
        tr("Check the accents in the first rows; if they are wrong, add --encoding with the right one."),
    )
    return (fault,)


def _suspicious(file: str, header: Sequence[str], rows: Iterable[Row]) -> tuple[Problem, ...]:
    """Doubtful signs, one problem a row and a kind of doubt."""
    found = []
    for row in rows:
        told = set()
        for index, cell in enumerate(row.cells):
            for fault in suspicions(cell):
                if fault.code not in told:
                    told.add(fault.code)
                    found.append(fault.at(file, row.number, header[index], letter(index), cell))
    return tuple(found)
