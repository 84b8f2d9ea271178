"""What a person changed outside the tool, row by row and column by column; what Excel or LibreOffice damaged on the way."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal, get_args

from wtc_eco.errors import Problem
from wtc_eco.i18n import mark, tr, trn
from wtc_eco.model import Column, names
from wtc_eco.sources.values.contact import e164, plan_of
from wtc_eco.sources.values.identifiers import field_of
from wtc_eco.store import csv_tables, lock, staging
from wtc_eco.store import journal as journals
from wtc_eco.store import undo_log as keeping
from wtc_eco.store.commit import edited_outside, put_all
from wtc_eco.store.journal import sha256
from wtc_eco.store.layout import JOURNAL, KEYS, OF_PEOPLE, TABLES, WATCHED
from wtc_eco.store.repair import PlainRows, Row, aside_name, parsed, written


@dataclass(frozen=True)
class Edit:
    """One row that a person added, changed or removed.

    `number` is what the row is numbered by, empty where it is not; `row` its Excel row now, None where
    it is gone; `fields` the columns that differ: (column, cell before, cell after).
    """

    file: str
    what: Literal["added", "changed", "removed"]
    number: str
    name: str
    row: int | None
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Edits:
    """The files that were changed, the rows, and the files whose former state nobody kept."""

    files: tuple[str, ...] = ()
    rows: tuple[Edit, ...] = ()
    unknown: tuple[str, ...] = ()


def edits(folder: Path) -> Edits:
    """What was changed in `data/` since the last command, against the copy that it left."""
    folder = Path(folder)
    lock.tidy(folder)
    moves = staging.pending(folder)
    contents = {name: staging.content(folder, name, moves) for name in (*WATCHED, JOURNAL)}
    journal = journals.from_bytes(contents[JOURNAL])
    expected = journal.expected()
    files = edited_outside(journal, {name: sha256(contents[name]) for name in WATCHED})
    rows: list[Edit] = []
    unknown = []
    for name in files:
        copy = keeping.last_copy(folder, name)
        if sha256(copy) != expected[name]:
            unknown.append(name)
            continue
        try:
            rows += _differences(parsed(copy, name), parsed(contents[name], name))
        except (UnicodeError, csv.Error):
            unknown.append(name)
    return Edits(files, tuple(rows), tuple(unknown))


def _differences(before: PlainRows, after: PlainRows) -> Iterator[Edit]:
    if before.key is None or after.key is None:
        yield from _unnumbered(before, after)
        return
    was = {row[before.key]: row for row in before.rows}
    now = {row[after.key]: (n, row) for n, row in zip(after.numbers, after.rows, strict=True)}
    for number, (n, row) in now.items():
        if number not in was:
            yield Edit(after.file, "added", number, _name(after, row), n, _told(after, row))
        else:
            fields = _fields(before, was[number], after, row)
            if fields:
                yield Edit(after.file, "changed", number, _name(after, row), n, fields)
    for number, row in was.items():
        if number not in now:
            yield Edit(before.file, "removed", number, _name(before, row), None)


def _unnumbered(before: PlainRows, after: PlainRows) -> Iterator[Edit]:
    left = Counter(before.rows)
    for n, row in zip(after.numbers, after.rows, strict=True):
        if left[row] > 0:
            left[row] -= 1
        else:
            yield Edit(after.file, "added", "", _name(after, row), n, _told(after, row))
    for row, count in left.items():
        for _ in range(count):
            yield Edit(before.file, "removed", "", _name(before, row), None, ())


def _fields(before: PlainRows, was: Row, after: PlainRows, now: Row) -> tuple[tuple[str, str, str], ...]:
    columns = dict.fromkeys((*after.header, *before.header))
    pairs = ((column, before.cell(was, column), after.cell(now, column)) for column in columns)
    return tuple((column, old, new) for column, old, new in pairs if old != new)


def _told(rows: PlainRows, row: Row) -> tuple[tuple[str, str, str], ...]:
    return tuple((name, "", cell) for name, cell in zip(rows.header, row, strict=True) if cell)


def _name(rows: PlainRows, row: Row) -> str:
    """What a person calls the row: its name, or the two ends of a tie or a decision."""
    for one, other in (("from", "to"), ("left", "right")):
        if one in rows.header:
            return f"{rows.cell(row, one)} → {rows.cell(row, other)}"
    return rows.cell(row, "name") or rows.cell(row, "person") or rows.cell(row, "record")


DamageKind = Literal["plus", "point", "zeros", "power", "digits", "date"]
_WHAT: Mapping[DamageKind, str] = {
    "plus": mark("the + in front of a phone number is lost"),
    "point": mark("the decimal point of a coordinate is lost"),
    "zeros": mark("zeros in front of a number are lost"),
    "power": mark("a long number became a power of ten"),
    "digits": mark("the last digits of a long number became zeros"),
    "date": mark("a text became a date"),
}
_POWER = re.compile(r"[+-]?\d(?:[.,]\d+)?E[+-]?\d{1,3}", re.IGNORECASE)
_DATED = re.compile(
    r"\d{1,2}-[^\W\d_]{3,5}\.?(?:-\d{2,4})?|[^\W\d_]{3,5}\.?-\d{2}|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}"
)
_MONTHED = re.compile(r"\d{1,2}-[^\W\d_]{3,5}\.?(?:-\d{2,4})?|[^\W\d_]{3,5}\.?-\d{2}")
_NAMES = frozenset({"name", "also_known_as", "street", "locality", "hosted_by"})
_NUMBERS = frozenset({"bce", "unit_number", "phone", "source_id", "postal_code"})
_EXACT_DIGITS = 15
"""Digits of a number that a spreadsheet keeps."""
_NATIONAL = (8, 9)
"""Digits of a number within the country, without its 0."""
_MARGIN = 0.3
"""Degrees around the other points of the table within which a point is looked for."""


@dataclass(frozen=True)
class Damage:
    """A cell that a spreadsheet program read as a number or a date and wrote back otherwise.

    `mended` is what stood there: what the last command left, where it differs by such damage only, or what no other
    value can be; None where nobody can tell. `row` is its Excel row.
    """

    file: str
    row: int
    column: str
    kind: DamageKind
    found: str
    mended: str | None


def damages(folder: Path) -> tuple[Damage, ...]:
    """Every such cell of the tables, by file, row and column; of files that are as the tool left them none is looked at."""
    journal = journals.from_bytes(staging.content(folder, JOURNAL, None))
    expected = journal.expected()
    every: list[Damage] = []
    for name, columns in {**TABLES, **OF_PEOPLE}.items():
        content = staging.content(folder, name, None)
        copy = keeping.last_copy(folder, name)
        if not content or sha256(content) == expected.get(name, sha256(copy)):
            continue
        try:
            header, rows = _as_saved(content, names(columns))
            former = _former(copy, name)
        except (UnicodeError, csv.Error):
            continue  # the examination of the table says so
        every += _of_table(name, {column.name: column for column in columns}, header, rows, former)
    return tuple(every)


def _as_saved(content: bytes, titles: tuple[str, ...]) -> tuple[list[str], list[list[str]]]:
    """The header and every row, blank ones included, cell by cell as they were saved."""
    header, *rows = csv_tables.saved(content, titles).rows() if content.strip() else [[]]
    return [cell.strip().casefold() for cell in header], rows


def _former(copy: bytes | None, name: str) -> dict[str, dict[str, str]]:
    """The rows that the last command left, by their number."""
    table = parsed(copy, name)
    if table.key is None or name not in KEYS:
        return {}
    return {row[table.key]: dict(zip(table.header, row, strict=True)) for row in table.rows}


def _of_table(
    name: str,
    columns: Mapping[str, Column],
    header: list[str],
    rows: list[list[str]],
    former: Mapping[str, Mapping[str, str]],
) -> Iterator[Damage]:
    key = KEYS.get(name, "")
    key_at = header.index(key) if key in header else None
    ranges = {
        title: _range(row[at] for row in rows if at < len(row))
        for at, title in enumerate(header)
        if title in ("lat", "lon")
    }
    for number, row in enumerate(rows, 2):
        known = former.get(row[key_at], {}) if key_at is not None and key_at < len(row) else {}
        for title, cell in zip(header, row, strict=False):
            column = columns.get(title)
            if column is None or not cell or cell == known.get(title) or column.type in ("date", "json"):
                continue
            text = cell.strip()
            lost = _lost_since(column, text, known.get(title, "")) or _lost(column, text, ranges.get(title))
            if lost:
                yield Damage(name, number, title, lost[0], cell, lost[1])


_Loss = tuple[DamageKind, str | None]


def _lost_since(column: Column, cell: str, former: str) -> _Loss | None:
    """What a cell lost, where it differs from what it was as a spreadsheet makes it differ."""
    if not former or former == cell:
        return None
    if column.name == "phone" and "+" in former and former.replace("+", "") == cell:
        return "plus", former
    if column.type == "number":
        pointed = not former.isdecimal() and cell.isdecimal() and _digits(former) == cell.rstrip("0")
        return ("point", former) if pointed else None
    if _POWER.fullmatch(cell) and not _POWER.fullmatch(former):
        return "power", former if former.isdecimal() and _rounded(former, cell) else None
    if former.isdecimal() and cell.isdecimal():
        if former != cell and former.lstrip("0") == cell:
            return "zeros", former
        kept, gone = cell[:_EXACT_DIGITS], cell[_EXACT_DIGITS:]
        if gone and len(former) == len(cell) and former.startswith(kept[:-1]) and not gone.strip("0"):
            return "digits", former
    if _DATED.fullmatch(cell) and not _DATED.fullmatch(former) and _numbers(cell) & _numbers(former):
        return "date", former
    return None


def _lost(column: Column, cell: str, range_: tuple[float, float] | None) -> _Loss | None:
    """What a cell lost, where it shows by itself."""
    if column.name in _NUMBERS and _POWER.fullmatch(cell):
        return "power", None
    if column.name == "phone":
        phones = cell.split("|")
        return ("plus", "|".join(f"+{phone}" for phone in phones)) if all(map(_wants_plus, phones)) else None
    if (
        column.name == "bce"
        and cell.isdecimal()
        and not cell.startswith("0")
        and field_of(f"0{cell}") == "bce"
    ):
        return "zeros", f"0{cell}"
    if column.name in ("lat", "lon") and cell.isdecimal():
        return _pointed(cell, range_)
    return ("date", None) if column.name in _NAMES and _MONTHED.fullmatch(cell) else None


def _wants_plus(phone: str) -> bool:
    """Whether the signs are an international number but for its +: a valid one, or as long as one of the country's own."""
    own = plan_of("BE")
    national = len(phone) - len(own.code) if own and phone.startswith(own.code) else 0
    return phone.isdecimal() and (e164(f"+{phone}") == f"+{phone}" or national in _NATIONAL)


def _range(cells: Iterable[str]) -> tuple[float, float] | None:
    """Between which degrees the points of the table lie that have kept their point."""
    degrees = [
        float(cell.replace(",", ".")) for cell in cells if re.fullmatch(r"-?\d{1,3}[.,]\d+", cell.strip())
    ]
    return (min(degrees) - _MARGIN, max(degrees) + _MARGIN) if degrees else None


def _pointed(cell: str, range_: tuple[float, float] | None) -> _Loss | None:
    """A whole number far from the other points: with its decimal point, where only one place for it is among them."""
    if range_ is None or range_[0] <= float(cell) <= range_[1]:
        return None
    ways = [f"{cell[:at]}.{cell[at:]}" for at in range(1, len(cell))]
    among = [way for way in ways if range_[0] <= float(way) <= range_[1]]
    return "point", among[0] if len(among) == 1 else None


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text).rstrip("0")


def _numbers(text: str) -> set[int]:
    return {int(digits) for digits in re.findall(r"\d{1,9}", text)}


def _rounded(former: str, cell: str) -> bool:
    """Whether a power of ten is a number as a spreadsheet shows it: 0417497106 is 4,17E+08."""
    shown = cell.upper().replace(",", ".")
    decimals = len(shown.partition("E")[0].partition(".")[2])
    return float(f"{int(former):.{decimals}E}") == float(shown)


def damage_problems(found: Iterable[Damage]) -> Iterator[Problem]:
    """One sentence for each file, sort of damage, and whether it can be mended without a person."""

    def sort(one: Damage) -> tuple[str, int, bool]:
        return one.file, get_args(DamageKind).index(one.kind), one.mended is None

    for (file, _, lost), group in groupby(sorted(found, key=sort), key=sort):
        cells = list(group)
        first = cells[0]
        message = trn(
            "In {n} cell {what}, as Excel and LibreOffice do when they save: row {rows}; “{found}”.",
            "In {n} cells {what}, as Excel and LibreOffice do when they save: rows {rows}; “{found}” is the first.",
            len(cells),
            what=tr(_WHAT[first.kind]),
            rows=_rows(cells),
            found=first.found,
        )
        hint = (
            tr("Write them again as they were, or put the tables back: wtc-eco backup restore")
            if lost
            else tr("“wtc-eco doctor --repair” writes “{mended}” again.", mended=first.mended or "")
        )
        yield Problem(
            f"lost_{first.kind}",
            "warning",
            message,
            hint,
            file,
            row=first.row,
            column=first.column,
            value=first.found,
        )


_ROWS_TOLD = 10


def _rows(cells: list[Damage]) -> str:
    rows = sorted({cell.row for cell in cells})
    return ", ".join(map(str, rows[:_ROWS_TOLD])) + (" …" if len(rows) > _ROWS_TOLD else "")


def put_back(folder: Path) -> list[str]:
    """Write the cells again that only a spreadsheet can have damaged; what stood there is kept aside.

    Other changes of a person stay as they are: outside the journal, to be accepted or not. Returns what was done,
    in words; only while the folder is held.
    """
    mendable = [one for one in damages(folder) if one.mended is not None]
    expected = journals.from_bytes(staging.content(folder, JOURNAL, None)).expected()
    changes: dict[str, bytes | None] = {}
    done = []
    for name, group in groupby(mendable, key=lambda one: one.file):
        cells = list(group)
        content = staging.content(folder, name, None) or b""
        header, rows = _as_saved(content, names({**TABLES, **OF_PEOPLE}[name]))
        for cell in cells:
            rows[cell.row - 2][header.index(cell.column)] = cell.mended or ""
        mended = written(header, rows)
        copy = keeping.last_copy(folder, name)
        same = (
            copy is not None
            and sha256(copy) == expected.get(name)
            and not any(_differences(parsed(copy, name), parsed(mended, name)))
        )
        changes |= {name: copy if same else mended, aside_name(folder, name, content): content}
        for kind, n in Counter(cell.kind for cell in cells).items():
            done.append(
                trn(
                    "{file}: {n} cell is as it was ({what}).",
                    "{file}: {n} cells are as they were ({what}).",
                    n,
                    file=name,
                    what=tr(_WHAT[kind]),
                )
            )
    if changes:
        put_all(folder, changes)
    return done
