"""Put the store in order, losing nothing: what was there is kept in `snapshots/`, what was done is told."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from wtc_eco.errors import DamagedError
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
from wtc_eco.store.migrations import migrated
from wtc_eco.store.restoring import aside_name

COMMAND = "doctor --repair"


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
        _mend_journal(folder, repaired)
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
    next_record, next_tie = _largest_numbers(content)
    return journals.to_bytes(Journal(next_record, next_tie))


def _mend_journal(folder: Path, repaired: Repaired) -> None:
    """Put the journal in order where a line or its numbers were lost; what stood there is kept aside."""
    content = staging.content(folder, JOURNAL, None)
    journal = journals.from_bytes(content)
    if content is None or journal.whole:
        return
    numbers = _largest_numbers(content)
    whole = keeping.mended(folder, journal)
    following = _following_numbers(folder)
    told = replace(
        whole,
        next_record=max(numbers[0], whole.next_record, following[0]),
        next_tie=max(numbers[1], whole.next_tie, following[1]),
        whole=True,
        problems=(),
    )
    aside = aside_name(folder, JOURNAL, content)
    put_all(folder, {JOURNAL: journals.to_bytes(_as_found(folder, told)), aside: content})
    found = len(whole.steps) - len(journal.steps)
    repaired.done.append(
        tr(
            "The journal is in order again ({found} lines found again); as it was: {copy}.",
            found=found,
            copy=f"data/{aside}",
        )
    )


def _as_found(folder: Path, journal: Journal) -> Journal:
    """The journal, ended by a step that says what every file is now: what came before may be incomplete."""
    now = {name: staging.content(folder, name, None) for name in WATCHED}
    known = {name: journals.sha256(content) for name, content in now.items()}
    expected = journal.expected()
    if expected and all(known.get(name, found) == found for name, found in expected.items()):
        return journal
    present = {name: found for name, found in known.items() if found or name in expected}
    step = journals.Step(
        journal.sequence + 1,
        COMMAND,
        before={name: expected.get(name) for name in present},
        after=present,
        tool=journals.tool_version(),
    )
    return journal.followed_by((step,), next_record=1, next_tie=1)


def _largest_numbers(content: bytes) -> tuple[int, int]:
    """The largest next numbers that any line of the journal names: after a merge there are two headers."""
    found = [(1, 1)]
    for line in content.decode(errors="replace").split("\n"):
        try:
            held = json.loads(line)
            found.append((int(held["next_record"]), int(held["next_tie"])))
        except (ValueError, KeyError, TypeError):
            continue
    return max(one for one, _ in found), max(two for _, two in found)


def _following_numbers(folder: Path) -> tuple[int, int]:
    try:
        held = holdings.read(folder)
    except DamagedError:
        return 1, 1
    return held.next_record, held.next_tie


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
