"""Whether `data/` is sound as a store (files, hashes, numbers, journal, copies), and its repair, losing nothing.

Unlike `read` it never stops at the first fault, each with its remedy; unlike `check` it does not look at what
rows say. What a repair replaces is kept in `snapshots/`, what was done is told.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.store import checks, csv_tables, holdings, lock, numbering, staging
from wtc_eco.store import journal as journals
from wtc_eco.store import undo_log as keeping
from wtc_eco.store.commit import Basis, commit, edited_outside, put_all
from wtc_eco.store.edits import damage_problems, damages, put_back
from wtc_eco.store.journal import FORMAT, Journal, sha256
from wtc_eco.store.layout import (
    JOURNAL,
    KEYS,
    OF_PEOPLE,
    REFERRALS,
    SNAPSHOTS,
    STAGING,
    STRUCTURES,
    TABLES,
    WATCHED,
    data,
    migrated,
)
from wtc_eco.store.repair import COMMAND, Mended, aside_name, largest_numbers, mend_journal, mended

if TYPE_CHECKING:
    from wtc_eco.store.csv_tables import DataTable

MARKER = re.compile(rb"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?\r?$", re.MULTILINE)
"""A line that git leaves where two versions of a file disagree."""


def examine(folder: Path) -> tuple[Problem, ...]:
    """Everything wrong with the store: refusals stop commands, warnings are worth mending, notes are facts.

    Raises `RefusedError` where there is no `data/` or the system does not let us read it, and
    `DamagedError` where a newer version of the tool wrote it.
    """
    folder = Path(folder)
    holdings.require_data(folder)
    problems_ = [*_left_over(folder)]
    files = holdings.snapshot(folder)
    written = journals.written_as(files[JOURNAL])
    if written < FORMAT:
        return (*problems_, _older(written))
    journal = journals.from_bytes(files[JOURNAL])
    problems_ += _journal(folder, journal)
    sheets = {}
    for name in TABLES:
        problems, sheet = _table(name, files[name], journal)
        problems_ += problems
        if sheet is not None:
            sheets[name] = sheet
    for name, columns in OF_PEOPLE.items():
        if files[name] is not None:
            sheet = csv_tables.parse(files[name] or b"", columns, file=name)
            problems_ += [*sheet.damage, *sheet.problems]
    problems_ += [outside_problem(name) for name in _edited(journal, files)]
    problems_ += damage_problems(damages(folder))
    problems_ += checks.copy_doubts(folder)
    if set(TABLES) <= sheets.keys():
        problems_ += checks.orphan_doubts(sheets, files)
    return tuple(problems_)


def _left_over(folder: Path) -> Iterator[Problem]:
    """What an interrupted command left: finished or discarded now, where nobody is at work."""
    room = data(folder) / STAGING
    if not room.is_dir():
        return
    lock.tidy(folder)
    if room.is_dir():
        message = tr("A command is at work in this folder, or one was interrupted and could not be finished.")
        hint = tr("Wait until it has ended; close the files of data/ in Excel; then run any command.")
        yield Problem("unfinished", "warning", message, hint, file=STAGING)
    else:
        message = tr("A command was interrupted here; what it left is put in order now.")
        yield Problem("finished_now", "note", message, file=STAGING)


def _journal(folder: Path, journal: Journal) -> Iterator[Problem]:
    yield from journal.problems
    yield from holdings.lost_journal(folder, journal)
    numbers = [step.n for step in journal.steps]
    gaps = sorted(set(range(numbers[0], numbers[-1])) - set(numbers)) if numbers else []
    if gaps and journal.whole:
        message = tr("The journal tells nothing of command {n}.", n=", ".join(str(n) for n in gaps))
        hint = tr("The tables are read as they are; nothing can be undone across it.")
        yield Problem("gap_in_journal", "note", message, hint, file=JOURNAL)


def _table(name: str, content: bytes | None, journal: Journal) -> tuple[list[Problem], DataTable | None]:
    if content is None:
        gone = journal.expected().get(name) is not None
        sheet = holdings.sheet(name, content, journal)
        return ([*sheet.damage] if gone else []), (None if gone else sheet)
    if MARKER.search(content):
        return [_merge(name, content)], None
    sheet = csv_tables.parse(content, TABLES[name], file=name)
    if not sheet.damage and name in KEYS:
        sheet = numbering.checked(name, sheet)
    damage = [_with_remedy(problem) for problem in sheet.damage]
    return [*damage, *sheet.problems], (None if damage else sheet)


REPAIRED = frozenset({"bad_number", "no_header"})
"""Damage that `doctor --repair` mends."""


def _with_remedy(problem: Problem) -> Problem:
    if problem.code not in REPAIRED:
        return problem
    return replace(problem, hint=tr("Put in order by: wtc-eco doctor --repair"))


def _merge(name: str, content: bytes) -> Problem:
    first = MARKER.search(content)
    row = content[: first.start()].count(b"\n") + 1 if first else None
    message = tr(
        "{file} holds the marks of a git merge: two versions of it stand one after the other.", file=name
    )
    hint = tr("Keep the rows of both with: wtc-eco doctor --repair")
    return Problem("merge_marks", "refusal", message, hint, file=name, row=row)


def _edited(journal: Journal, files: dict[str, bytes | None]) -> tuple[str, ...]:
    names = edited_outside(journal, {name: sha256(files[name]) for name in WATCHED})
    return tuple(name for name in names if files[name] is not None)


def outside_problem(name: str) -> Problem:
    """A file that a person changed since the last command."""
    return Problem(
        "edited_outside",
        "warning",
        tr("{file} was changed outside the tool.", file=name),
        tr(
            "Take the changes in with “wtc-eco doctor --accept-edits”, "
            "or put the file back with “wtc-eco backup restore”."
        ),
        file=name,
    )


def _older(written: int) -> Problem:
    message = tr("data/ has the layout {n}; this version writes the layout {ours}.", n=written, ours=FORMAT)
    hint = tr("Bring it up to date with “wtc-eco doctor --repair”; a copy of it is kept.")
    return Problem("older_format", "refusal", message, hint, file=JOURNAL, row=1)


@dataclass
class Repaired:
    """What was done, in words, and what a person should look at because of it."""

    done: list[str] = field(default_factory=list)
    to_check: list[str] = field(default_factory=list)


def repair(folder: Path) -> Repaired:
    """Mend what can be mended without a person: no cell but those a spreadsheet damaged, never by losing a row.

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
        repaired.done += put_back(folder)
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
    contents = {name: staging.content(folder, name, None) for name in (*WATCHED, JOURNAL)}
    written = journals.written_as(contents[JOURNAL])
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
    paths = [path for path in sorted(root.rglob("*")) if path.is_file() and path.name != ".lock"]
    named = {path.relative_to(root).as_posix(): path for path in paths}
    hidden = (f"{SNAPSHOTS}/", ".")
    return {name: path.read_bytes() for name, path in named.items() if not name.startswith(hidden)}


def _of_this_format(content: bytes) -> bytes:
    """The journal under our number; its steps name files of the old layout, so that they end here."""
    next_record, next_tie = largest_numbers(content)
    return journals.to_bytes(Journal(next_record, next_tie))


def _mend_tables(folder: Path, repaired: Repaired) -> list[Mended]:
    journal = journals.from_bytes(staging.content(folder, JOURNAL, None))
    following = {STRUCTURES: journal.next_record, REFERRALS: journal.next_tie}
    mended_tables = []
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
            mended_tables.append(one)
    return mended_tables


def _mendable(name: str, content: bytes) -> bool:
    if MARKER.search(content):
        return True
    sheet = csv_tables.parse(content, TABLES[name], file=name)
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
    for problem in checks.copy_doubts(folder):
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
