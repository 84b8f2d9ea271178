"""Put the store in order, losing nothing: what was there is kept in `snapshots/`, what was done is told."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from wtc_eco.locale import tr
from wtc_eco.store import holdings, lock, numbering, staging, tables
from wtc_eco.store import journal as journals
from wtc_eco.store import kept as keeping
from wtc_eco.store.commit import Basis, commit, put_all
from wtc_eco.store.doubts import copies
from wtc_eco.store.examination import MARKER, REPAIRED
from wtc_eco.store.journal import FORMAT, Journal
from wtc_eco.store.layout import JOURNAL, KEYS, REFERRALS, SNAPSHOTS, STRUCTURES, TABLES, WATCHED, data
from wtc_eco.store.mending import Mended, mended
from wtc_eco.store.mending_journal import COMMAND, largest_numbers, mend_journal
from wtc_eco.store.migrations import migrated
from wtc_eco.store.restoring import aside_name


@dataclass
class Repaired:
    """What was done, in words, and what a person should look at because of it."""

    done: list[str] = field(default_factory=list)
    to_check: list[str] = field(default_factory=list)


def repair(folder: Path) -> Repaired:
    """Mend what can be mended without a person: never a cell, never by losing a row.

    An older layout, a lost header of a table or of the journal, the marks of a git merge, numbers that
    stand twice or not at all, broken lines of the journal, conflict copies. Raises as `commit` does.
    """
    folder = Path(folder)
    holdings.require_data(folder)
    repaired = Repaired()
    with lock.locked(folder, command=COMMAND):
        _bring_up_to_date(folder, repaired)
        repaired.done += mend_journal(folder)
        tables_mended = _mend_tables(folder, repaired)
        changes: dict[str, bytes | None] = {one.file: one.content for one in tables_mended}
        changes |= _move_copies(folder, repaired)
        basis = _basis(tables_mended)
        if changes:
            commit(folder, changes, command=COMMAND, basis=basis)
    return repaired


def _basis(tables_mended: Iterable[Mended]) -> Basis:
    following = {one.file: one.next_number for one in tables_mended}
    return Basis(
        next_record=following.get(STRUCTURES, 1),
        next_tie=following.get(REFERRALS, 1),
        mends=tuple(following),
    )


def _bring_up_to_date(folder: Path, repaired: Repaired) -> None:
    root = data(folder)
    held = {name: staging.content(folder, name, None) for name in (*WATCHED, JOURNAL)}
    written = journals.written_as(held[JOURNAL])
    if written >= FORMAT:
        return
    files = _all_files(folder)
    changed = migrated(files, written, FORMAT)
    kept = {f"{SNAPSHOTS}/format-{written}/{name}": content for name, content in files.items()}
    put_all(folder, {**changed, **kept, JOURNAL: _of_this_format(files[JOURNAL])})
    repaired.done.append(
        tr(
            "data/ is brought from the layout {n} to {ours}; it is kept as it was in {copy}.",
            n=written,
            ours=FORMAT,
            copy=f"{root.name}/{SNAPSHOTS}/format-{written}",
        )
    )


def _all_files(folder: Path) -> dict[str, bytes]:
    root = data(folder)
    found = [path for path in sorted(root.rglob("*")) if path.is_file() and path.name != ".lock"]
    named = {path.relative_to(root).as_posix(): path for path in found}
    hidden = (f"{SNAPSHOTS}/", ".")
    return {name: path.read_bytes() for name, path in named.items() if not name.startswith(hidden)}


def _of_this_format(content: bytes) -> bytes:
    """The journal under our number; its steps name files of the old layout, so that they end here."""
    next_record, next_tie = largest_numbers(content)
    return journals.to_bytes(Journal(next_record, next_tie))


def _mend_tables(folder: Path, repaired: Repaired) -> list[Mended]:
    journal = journals.from_bytes(staging.content(folder, JOURNAL, None))
    following = {STRUCTURES: journal.next_record, REFERRALS: journal.next_tie}
    found = []
    for name in TABLES:
        content = staging.content(folder, name, None)
        if content is None or not _mendable(name, content):
            continue
        free = max(following.get(name, 1), _largest(name, folder) + 1)
        try:
            one = mended(name, content, keeping.last_copy(folder, name), free)
        except (UnicodeError, csv.Error):
            continue
        if one.done:
            repaired.done += one.done
            repaired.to_check += _to_check(one)
            found.append(one)
    return found


def _mendable(name: str, content: bytes) -> bool:
    if MARKER.search(content):
        return True
    sheet = tables.parse(content, TABLES[name], file=name)
    if not sheet.damage and name in KEYS:
        sheet = numbering.checked(name, sheet)
    return bool(sheet.damage) and {problem.code for problem in sheet.damage} <= REPAIRED


def _largest(name: str, folder: Path) -> int:
    """The largest number that any file names, read as text: the tables may not be readable yet."""
    files = {one: staging.content(folder, one, None) for one in WATCHED}
    return numbering.largest_as_text(name, files)


def _to_check(one: Mended) -> list[str]:
    if one.file != STRUCTURES or not one.renumbered:
        return []
    numbers = sorted({old for old, _ in one.renumbered if old})
    return (
        [
            tr(
                "Ties and decisions that name {numbers} stay with the row that kept the number: look at them in {file}.",
                numbers=", ".join(numbers),
                file=REFERRALS,
            )
        ]
        if numbers
        else []
    )


def _move_copies(folder: Path, repaired: Repaired) -> dict[str, bytes | None]:
    """Conflict copies, out of the way of the tables and out of the reach of no one."""
    changes: dict[str, bytes | None] = {}
    for problem in copies.doubts(folder):
        if problem.code != "conflict_copy":
            continue
        content = staging.content(folder, problem.file, None)
        aside = aside_name(folder, problem.file, content)
        changes |= {problem.file: None, aside: content}
        repaired.done.append(
            tr(
                "{copy} is moved to {place}: compare it, then delete it.",
                copy=problem.file,
                place=f"data/{aside}",
            )
        )
    return changes
