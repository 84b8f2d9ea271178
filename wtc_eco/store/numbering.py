"""Record and tie numbers: whole, once each, never given again; which of another folder's rows is which of ours."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.csv_rows import own_delimiter, split_rows
from wtc_eco.sources.encoding import decode
from wtc_eco.sources.table import letter
from wtc_eco.store import csv_tables
from wtc_eco.store.csv_tables import DataTable
from wtc_eco.store.layout import KEYS, NAMING, REFERRALS, STRUCTURES, TOMBSTONES, VERDICTS

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = re.compile(r"S?([0-9]{1,15})")
_NAMED_IN = (
    (STRUCTURES, "hosted_by"),
    (REFERRALS, "from"),
    (REFERRALS, "to"),
    (VERDICTS, "left"),
    (VERDICTS, "right"),
)


def checked(name: str, sheet: DataTable) -> DataTable:
    """The sheet, with damage where a row has no number or a number stands twice."""
    key = KEYS[name]
    numbers = list(sheet.frame[key])
    counts = Counter(number for number in numbers if number is not None)
    free = max(counts, default=0) + 1
    faults = tuple(
        _fault(name, row, number, counts[number], free)
        for row, number in zip(sheet.rows, numbers, strict=True)
        if number is None or counts[number] > 1
    )
    return replace(sheet, damage=faults)


def _fault(name: str, row: int, number: int | None, count: int, free: int) -> Problem:
    key = KEYS[name]
    message = (
        tr("Row {row} of {file} has no number in “{key}”.", row=row, file=name, key=key)
        if number is None
        else tr("Number {number} stands {n} times in {file}.", number=number, n=count, file=name)
    )
    return Problem(
        "bad_number",
        "refusal",
        message,
        tr(
            "Numbers are whole and stand once: “wtc-eco doctor --repair” gives new ones, or write {free} and up.",
            free=free,
        ),
        file=name,
        row=row,
        column=key,
        letter=letter(0),
        value="" if number is None else str(number),
    )


def largest(frames: Mapping[str, pd.DataFrame], files: Mapping[str, bytes | None]) -> int:
    """The largest record number that any file of data/ names; 0 where none does."""
    named: list[int] = list(frames[STRUCTURES]["record"])
    for name, key in _NAMED_IN:
        named += _numbers(frames[name][key])
    for name, key in NAMING.items():
        named += _numbers(column(files[name] or b"", key))
    return max((*named, *erased(files)), default=0)


def largest_as_text(name: str, files: Mapping[str, bytes | None]) -> int:
    """The largest number of a table's rows that any file names, whether or not it can be read as a table."""
    places = [(name, KEYS[name])] if name in KEYS else []
    if name == STRUCTURES:
        places += [*_NAMED_IN, *NAMING.items()]
    numbers = [number for file, key in places for number in _numbers(column(files[file] or b"", key))]
    return max((*numbers, *(erased(files) if name == STRUCTURES else ())), default=0)


def erased(files: Mapping[str, bytes | None]) -> set[int]:
    """The numbers of records that were erased: they stay taken, and ties may still name them."""
    return set(_numbers(column(files.get(TOMBSTONES) or b"", "record")))


def _numbers(values: Iterable[Any]) -> list[int]:
    matches = (_NUMBER.fullmatch(str(value).strip()) for value in values if value is not None)
    return [int(match[1]) for match in matches if match]


def column(content: bytes, name: str) -> list[str]:
    """One column of a file, row by row as Excel numbers them; nothing where it has none."""
    header, *rows = _rows(content, name) or [()]
    titles = [cell.strip().casefold() for cell in header]
    if name not in titles:
        return []
    place = titles.index(name)
    return [row[place].strip() if place < len(row) else "" for row in rows]


def _rows(content: bytes, name: str) -> list[Sequence[str]]:
    """The rows of a file that has such a column; of a damaged one whatever can be read."""
    try:
        return list(csv_tables.saved(content, {name}).rows())
    except (UnicodeError, csv.Error):
        lines = decode(content).lines
        return [row.cells for row in split_rows(lines, own_delimiter(lines[0], {name}), {})]


_PAIRS = ("table", "theirs", "ours")


@dataclass
class KnownRows:
    """By table, which of their rows (a number, or a fingerprint where rows have none) is which of ours."""

    pairs: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, table: str) -> dict[str, str]:
        """The pairs of one table, to be read and added to."""
        return self.pairs.setdefault(table, {})

    def to_csv(self) -> bytes:
        """The file of these pairs."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_PAIRS)
        rows = [(table, a, b) for table, pairs in self.pairs.items() for a, b in pairs.items()]
        rows.sort(key=lambda row: (row[0], row[1].zfill(16), row[2]))
        writer.writerows(rows)
        return stream.getvalue().encode()


def known_from(content: bytes | None) -> KnownRows:
    """The pairs that a file holds; a line that is none is left out."""
    known = KnownRows()
    text = (content or b"").decode("utf-8-sig", errors="replace")
    for row in csv.reader(io.StringIO(text, newline="")):
        if len(row) == len(_PAIRS) and tuple(row) != _PAIRS:
            known.of(row[0])[row[1]] = row[2]
    return known


def known_file(uid: str) -> str:
    """Where the pairs of a folder stand in `data/`."""
    return f"merged/{uid}.csv"


def taken_in(data: Path) -> dict[int, str]:
    """The records that came from other folders, and the uid of the folder of each."""
    return {
        int(ours): path.stem
        for path in sorted((data / "merged").glob("*.csv"))
        for ours in known_from(path.read_bytes()).of(STRUCTURES).values()
        if ours.isdecimal()
    }
