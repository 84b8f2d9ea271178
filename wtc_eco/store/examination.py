"""Whether `data/` is sound as a store: files, hashes, numbers, journal, copies; each fault with its remedy.

Unlike `read` it never stops at the first fault, and unlike `check` it does not look at what rows say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.errors import Problem
from wtc_eco.locale import tr
from wtc_eco.store import holdings, lock, numbering, outside, tables
from wtc_eco.store import journal as journals
from wtc_eco.store.doubts import copies, orphans
from wtc_eco.store.journal import FORMAT, Journal, sha256
from wtc_eco.store.layout import JOURNAL, KEYS, OF_PEOPLE, STAGING, TABLES, WATCHED, data

if TYPE_CHECKING:
    from wtc_eco.store.reading import Sheet

MARKER = re.compile(rb"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?\r?$", re.MULTILINE)
"""A line that git leaves where two versions of a file disagree."""


def examine(folder: Path) -> tuple[Problem, ...]:
    """Everything wrong with the store: refusals stop commands, warnings are worth mending, notes are facts.

    Raises `RefusedError` where there is no `data/` or the system does not let us read it, and
    `DamagedError` where a newer version of the tool wrote it.
    """
    folder = Path(folder)
    holdings.require_data(folder)
    found = [*_left_over(folder)]
    files = holdings.snapshot(folder)
    written = journals.written_as(files[JOURNAL])
    if written < FORMAT:
        return (*found, _older(written))
    journal = journals.from_bytes(files[JOURNAL])
    found += _journal(folder, journal)
    sheets = {}
    for name in TABLES:
        problems, sheet = _table(name, files[name], journal)
        found += problems
        if sheet is not None:
            sheets[name] = sheet
    for name, columns in OF_PEOPLE.items():
        if files[name] is not None:
            sheet = tables.parse(files[name] or b"", columns, file=name)
            found += [*sheet.damage, *sheet.problems]
    found += [outside_problem(name) for name in _edited(journal, files)]
    found += copies.doubts(folder)
    if set(TABLES) <= sheets.keys():
        found += orphans.doubts(sheets, files)
    return tuple(found)


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


def _table(name: str, content: bytes | None, journal: Journal) -> tuple[list[Problem], Sheet | None]:
    if content is None:
        gone = journal.expected().get(name) is not None
        sheet = holdings.sheet(name, content, journal)
        return ([*sheet.damage] if gone else []), (None if gone else sheet)
    if MARKER.search(content):
        return [_merge(name, content)], None
    sheet = tables.parse(content, TABLES[name], file=name)
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
    names = outside.edited(journal, {name: sha256(files[name]) for name in WATCHED})
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
