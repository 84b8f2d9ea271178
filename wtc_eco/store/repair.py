"""Damaged files of `data/` put in order as text rows, so that none is lost, or put back from `snapshots/last/`."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from wtc_eco.errors import DamagedError, RefusedError
from wtc_eco.i18n import listing, tr, trn
from wtc_eco.model import Column, names
from wtc_eco.store import csv_tables, holdings, lock, numbering, staging
from wtc_eco.store import journal as journals
from wtc_eco.store import undo_log as keeping
from wtc_eco.store.commit import put_all
from wtc_eco.store.journal import Journal, sha256
from wtc_eco.store.layout import ASIDE, JOURNAL, KEYS, TABLES, WATCHED

Row = tuple[str, ...]


@dataclass(frozen=True)
class PlainRows:
    """The header and the rows of a file as texts; `numbers` are the Excel rows."""

    file: str
    header: Row
    rows: tuple[Row, ...]
    numbers: tuple[int, ...]

    @cached_property
    def key(self) -> int | None:
        """Where the column stands that tells rows apart: the number, or the first one where it stands once."""
        wanted = KEYS.get(self.file)
        if wanted is not None:
            return self.header.index(wanted) if wanted in self.header else None
        first = [row[0] for row in self.rows]
        return 0 if self.header and len(set(first)) == len(first) and self.file not in TABLES else None

    def cell(self, row: Row, column: str) -> str:
        """A cell by its column; empty where the file has no such column."""
        return row[self.header.index(column)] if column in self.header else ""


def parsed(content: bytes | None, file: str) -> PlainRows:
    """The rows of a file; raises `UnicodeError` or `csv.Error` where they cannot be told apart.

    The cells of a table are written as this tool writes them: Excel's dates and decimal commas are no change.
    """
    rows = csv_tables.shared(csv_tables.saved(content or b"", _titles(file)).rows())
    header = tuple(cell.strip().casefold() for cell in next(rows, ()))
    width = len(header)
    numbered = [(n, (*row[:width], *[""] * (width - len(row)))) for n, row in enumerate(rows, 2) if any(row)]
    settled = _Settled(file, header)
    return PlainRows(
        file, header, tuple(settled.row(row) for _, row in numbered), tuple(n for n, _ in numbered)
    )


def _titles(file: str) -> tuple[str, ...]:
    """The columns of a file, where we know them."""
    return names(TABLES[file]) if file in TABLES else ()


def written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file of these rows: UTF-8, LF, commas."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode()


@dataclass(frozen=True)
class _Settled:
    """Cells as this tool writes them, where they are of their column's type."""

    file: str
    header: Row

    @cached_property
    def _columns(self) -> Mapping[int, Column]:
        typed = {column.name: column for column in TABLES.get(self.file, ()) if column.type != "text"}
        return {place: typed[name] for place, name in enumerate(self.header) if name in typed}

    def row(self, row: Row) -> Row:
        if not self._columns:
            return tuple(cell.replace("\r\n", "\n") for cell in row)
        return tuple(self._cell(place, cell) for place, cell in enumerate(row))

    def _cell(self, place: int, text: str) -> str:
        column = self._columns.get(place)
        if column is None or not text:
            return text.replace("\r\n", "\n")
        try:
            value, _ = csv_tables.read(text, column)
        except ValueError:
            return text
        return csv_tables.written(value, column)


_NUMBER = re.compile(r"[0-9]{1,15}")
_OURS, _BASE, _THEIRS, _END = "<" * 7, "|" * 7, "=" * 7, ">" * 7


@dataclass
class Mended:
    """A table put in order: its bytes, what was done in words, and the next free number.

    `renumbered` gives the rows whose number another row keeps: (number it had, number it has now).
    """

    file: str
    content: bytes
    next_number: int
    done: list[str] = field(default_factory=list)
    renumbered: list[tuple[str, int]] = field(default_factory=list)


def mended(name: str, content: bytes, copy: bytes | None, next_number: int) -> Mended:
    """The table with both sides of a merge, its header and one number a row; `copy` is how the tool left it.

    Raises `UnicodeError` or `csv.Error` where its rows cannot be told apart: that is left to a person.
    """
    table = Mended(name, content, next_number)
    saved = csv_tables.saved(content, _titles(name))
    kept = _without_marks(saved.lines)
    if kept is not None:
        table.done.append(tr("{file}: the rows of both sides of the git merge are kept.", file=name))
        saved = csv_tables.saved("".join(kept).encode(), _titles(name))
    lines = [tuple(row) for row in saved.rows() if any(cell.strip() for cell in row)]
    header, rows = _headed(table, lines, copy)
    if header is not None:
        rows = _numbered(table, header, rows, copy)
        if table.done:
            table.content = written(header, rows)
    return table


def _without_marks(lines: Sequence[str]) -> list[str] | None:
    """Both sides of every conflict, without git's lines; None where there is none."""
    if not any(line.startswith(_OURS) for line in lines):
        return None
    kept, skipping = [], False
    for line in lines:
        mark = line.rstrip("\r\n").split(" ")[0]
        if mark in (_OURS, _BASE, _THEIRS, _END):
            # What both sides came from is older than either: it stands between these two marks.
            skipping = mark == _BASE
        elif not skipping:
            kept.append(line)
    return kept


def _headed(table: Mended, lines: list[Row], copy: bytes | None) -> tuple[Row | None, list[Row]]:
    """The header and the rows; a lost header is taken from the copy, or from the model where rows are as long."""
    known = set(names(TABLES[table.file]))
    if lines and {cell.strip().casefold() for cell in lines[0]} & known:
        width = len(lines[0])
        return lines[0], [(*row, *[""] * (width - len(row))) for row in lines[1:]]
    for header in (_header_of(table.file, copy), names(TABLES[table.file])):
        if header and lines and all(len(row) == len(header) for row in lines):
            table.done.append(tr("{file}: the line of column names is back.", file=table.file))
            return header, lines
    return None, lines


def _header_of(name: str, copy: bytes | None) -> Row:
    try:
        return parsed(copy, name).header
    except (UnicodeError, csv.Error):
        return ()


def _numbered(table: Mended, header: Row, rows: list[Row], copy: bytes | None) -> list[Row]:
    """One number a row: a row that stands twice stands once; of two rows with one number the known one keeps it."""
    columns = [cell.strip().casefold() for cell in header]
    key = KEYS.get(table.file)
    if key not in columns:
        return _once(table, rows) if table.done else rows
    place = columns.index(key)
    rows = _once(table, rows)
    table.next_number = max([table.next_number, *((_number(row[place]) or 0) + 1 for row in rows)])
    keepers = _keepers(rows, place, _known(table.file, copy))
    numbered = []
    for position, row in enumerate(rows):
        if keepers.get(_number(row[place])) == position:
            numbered.append(row)
            continue
        table.renumbered.append((row[place], table.next_number))
        numbered.append((*row[:place], str(table.next_number), *row[place + 1 :]))
        table.next_number += 1
    if table.renumbered:
        table.done.append(_renumbered(table))
    return numbered


def _once(table: Mended, rows: list[Row]) -> list[Row]:
    distinct = list(dict.fromkeys(rows))
    if len(distinct) < len(rows) and table.file in KEYS:
        n = len(rows) - len(distinct)
        table.done.append(
            trn(
                "{file}: {n} row stood twice, the same to the last cell; it stands once.",
                "{file}: {n} rows stood twice, the same to the last cell; they stand once.",
                n,
                file=table.file,
            )
        )
        return distinct
    return rows


def _known(name: str, copy: bytes | None) -> frozenset[Row]:
    try:
        return frozenset(parsed(copy, name).rows)
    except (UnicodeError, csv.Error):
        return frozenset()


def _keepers(rows: Sequence[Row], place: int, known: frozenset[Row]) -> dict[int | None, int]:
    """By number, the position of the row that keeps it: the one the tool wrote, else the first."""
    keepers: dict[int | None, int] = {}
    for position, row in _known_first(rows, known):
        number = _number(row[place])
        if number is not None:
            keepers.setdefault(number, position)
    return keepers


def _known_first(rows: Sequence[Row], known: frozenset[Row]) -> Iterator[tuple[int, Row]]:
    numbered = list(enumerate(rows))
    yield from (pair for pair in numbered if pair[1] in known)
    yield from (pair for pair in numbered if pair[1] not in known)


def _number(cell: str) -> int | None:
    text = cell.strip()
    return int(text) if _NUMBER.fullmatch(text) and int(text) > 0 else None


def _renumbered(table: Mended) -> str:
    pairs = [f"{old or '?'} → {new}" for old, new in table.renumbered]
    return trn(
        "{file}: {n} row has a new number: {pairs}.",
        "{file}: {n} rows have a new number: {pairs}.",
        len(pairs),
        file=table.file,
        pairs=", ".join(pairs),
    )


@dataclass(frozen=True)
class Restored:
    """The files that were put back, and where what stood there was moved to."""

    files: tuple[str, ...]
    aside: tuple[str, ...]


def restore(folder: Path) -> Restored:
    """Put back every watched file that is not as the last command left it; nothing is thrown away.

    Where the journal cannot tell, only the tables that are gone or cannot be read are put back. Raises
    `RefusedError` where a file is damaged and no copy of it was kept.
    """
    folder = Path(folder)
    with lock.locked(folder, command="backup restore"):
        contents = {name: staging.content(folder, name, None) for name in WATCHED}
        expected = journals.from_bytes(staging.content(folder, JOURNAL, None)).expected()
        changes: dict[str, bytes | None] = {}
        lost = []
        for name in WATCHED:
            copy = keeping.last_copy(folder, name)
            if name in expected and expected[name] != sha256(contents[name]):
                good = sha256(copy) == expected[name]
            else:
                good = name not in expected and copy is not None and _damaged(name, contents[name])
            if good:
                changes[name] = copy
            elif (name in expected and expected[name] != sha256(contents[name])) and _damaged(
                name, contents[name]
            ):
                lost.append(name)
        if lost and not changes:
            raise _no_copy(tuple(lost))
        aside = {
            aside_name(folder, name, contents[name]): contents[name] for name in changes if contents[name]
        }
        if changes:
            put_all(folder, {**changes, **aside})
        return Restored(tuple(sorted(changes)), tuple(sorted(aside)))


def aside_name(folder: Path, name: str, content: bytes | None) -> str:
    """A free name in `snapshots/aside/` for what stood under this name."""
    wanted, count = f"{ASIDE}/{Path(name).name}", 1
    while (other := staging.content(folder, wanted, None)) is not None and other != content:
        count += 1
        wanted = f"{ASIDE}/{Path(name).stem}-{count}{Path(name).suffix}"
    return wanted


def _damaged(name: str, content: bytes | None) -> bool:
    """Whether a table is gone or cannot be read as one."""
    if name not in TABLES:
        return False
    if content is None:
        return True
    sheet = csv_tables.parse(content, TABLES[name], file=name)
    return bool(sheet.damage or (name in KEYS and numbering.checked(name, sheet).damage))


def _no_copy(names: tuple[str, ...]) -> RefusedError:
    return RefusedError(
        tr("No copy of {files} is kept here.", files=listing(names)),
        hint=tr("Take it back from the recycle bin, from a copy of the folder or from git."),
    )


COMMAND = "doctor --repair"


def mend_journal(folder: Path) -> list[str]:
    """Put the journal in order where a line or its numbers were lost; what stood there is kept aside.

    Returns what was done, in words; only while the folder is held.
    """
    content = staging.content(folder, JOURNAL, None)
    journal = journals.from_bytes(content)
    if content is None or journal.whole:
        return []
    numbers = largest_numbers(content)
    mended = keeping.mended(folder, journal)
    following = _following_numbers(folder)
    repaired = replace(
        mended,
        next_record=max(numbers[0], mended.next_record, following[0]),
        next_tie=max(numbers[1], mended.next_tie, following[1]),
        whole=True,
        problems=(),
    )
    aside = aside_name(folder, JOURNAL, content)
    put_all(folder, {JOURNAL: journals.to_bytes(_as_found(folder, repaired)), aside: content})
    n_found = len(mended.steps) - len(journal.steps)
    return [
        tr(
            "The journal is in order again ({found} lines found again); as it was: {copy}.",
            found=n_found,
            copy=f"data/{aside}",
        )
    ]


def _as_found(folder: Path, journal: Journal) -> Journal:
    """The journal, ended by a step that says what every file is now: what came before may be incomplete."""
    now = {name: staging.content(folder, name, None) for name in WATCHED}
    known = {name: journals.sha256(content) for name, content in now.items()}
    expected = journal.expected()
    if expected and all(known.get(name, mark) == mark for name, mark in expected.items()):
        return journal
    present = {name: mark for name, mark in known.items() if mark or name in expected}
    step = journals.Step(
        journal.sequence + 1,
        COMMAND,
        before={name: expected.get(name) for name in present},
        after=present,
        tool=journals.tool_version(),
    )
    return journal.followed_by((step,), next_record=1, next_tie=1)


def largest_numbers(content: bytes) -> tuple[int, int]:
    """The largest next numbers that any line of the journal names: after a merge there are two headers."""
    pairs = [(1, 1)]
    for line in content.decode(errors="replace").split("\n"):
        try:
            header = json.loads(line)
            pairs.append((int(header["next_record"]), int(header["next_tie"])))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    return max(one for one, _ in pairs), max(two for _, two in pairs)


def _following_numbers(folder: Path) -> tuple[int, int]:
    try:
        holdings_read = holdings.read(folder)
    except DamagedError:
        return 1, 1
    return holdings_read.next_record, holdings_read.next_tie
