"""What `data/` holds, read as one state: never half of a command, never a number given twice.

Beside records and ties: the records erased for good with what each leads to now (`erased.csv`), and the folder's
own figures of need (people counted by public, and answers of the public).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.errors import BusyError, DamagedError, Problem, RefusedError
from wtc_eco.i18n import tr
from wtc_eco.model import ERASED
from wtc_eco.store import csv_tables, lock, numbering, staging
from wtc_eco.store import journal as journals
from wtc_eco.store.csv_tables import DataTable, from_csv
from wtc_eco.store.journal import Journal, sha256
from wtc_eco.store.layout import (
    JOURNAL,
    KEYS,
    LAST,
    REFERRALS,
    STRUCTURES,
    TABLES,
    TOMBSTONES,
    VERDICTS,
    WATCHED,
    data,
)

if TYPE_CHECKING:
    import pandas as pd

_ATTEMPTS = 20


@dataclass(frozen=True, eq=False)
class Holdings:
    """The tables of `data/`, the next free numbers, and what was doubtful on the way.

    `rows` gives the Excel row of each row of a file; `seen` the hash of each file as it was read;
    `edited` the files that were changed outside the tool since its last command.
    """

    folder: Path
    records: pd.DataFrame
    ties: pd.DataFrame
    decisions: pd.DataFrame
    next_record: int
    next_tie: int
    problems: tuple[Problem, ...]
    rows: Mapping[str, tuple[int, ...]]
    seen: Mapping[str, str | None]
    edited: tuple[str, ...]
    journal: Journal

    def require_sound(self) -> None:
        """Raise `DamagedError` where writing would lose something that a person wrote by hand."""
        refusals = tuple(problem for problem in self.problems if problem.gravity == "refusal")
        if refusals:
            raise DamagedError(
                tr("data/ holds something that writing would lose: {first}", first=refusals[0].message),
                hint=refusals[0].hint,
                problems=refusals,
            )


def read(folder: Path) -> Holdings:
    """What the `data/` of this ecosystem folder holds; a table that is not there is empty.

    Raises `DamagedError`, with every fault, where a table cannot be read or numbers its rows wrongly,
    and `RefusedError` where there is no `data/` or the system does not let us read it.
    """
    folder = Path(folder)
    require_data(folder)
    lock.tidy(folder)
    files = snapshot(folder)
    journal = journals.from_bytes(files[JOURNAL])
    sheets = {name: sheet(name, files[name], journal) for name in TABLES}
    damage = tuple(problem for sheet in sheets.values() for problem in sheet.damage)
    if damage:
        raise csv_tables.damaged(damage)
    return _holdings(folder, files, journal, sheets)


def require_data(folder: Path) -> None:
    """Raise `RefusedError` where the folder has no `data/`."""
    if not data(folder).is_dir():
        raise RefusedError(
            tr("There is no data/ in {folder}.", folder=folder),
            hint=tr("Make a folder with: wtc-eco init NAME"),
        )


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """The bytes of all files at one moment; raises `RefusedError` where the system does not let us read."""
    try:
        return _at_one_moment(folder)
    except OSError as error:
        raise lock.unreadable(folder, error) from error


def _at_one_moment(folder: Path) -> dict[str, bytes | None]:
    """Read again where a command committed meanwhile."""
    for _ in range(_ATTEMPTS):
        # The journal before the manifest: a command that is marked in between has moved the journal, perhaps,
        # and not yet the tables.
        on_disk = staging.content(folder, JOURNAL, None)
        moves = staging.pending(folder)
        before = staging.content(folder, JOURNAL, moves) if moves else on_disk
        files = {name: staging.content(folder, name, moves) for name in WATCHED}
        after = staging.content(folder, JOURNAL, staging.pending(folder))
        if before == after and _is_of(before, moves):
            return {**files, JOURNAL: before}
    raise BusyError(
        tr("Other commands keep writing in this folder."),
        hint=tr("Wait until they have ended, then run the command again."),
    )


def _is_of(journal: bytes | None, moves: tuple[staging.StagedMove, ...] | None) -> bool:
    """Whether this journal is that of the marked command, and not already that of the next one."""
    return all(sha256(journal) == move.after for move in moves or () if move.name == JOURNAL)


def sheet(name: str, content: bytes | None, journal: Journal) -> DataTable:
    """The table in these bytes; a table that the journal knows and that is gone is damage."""
    if content is not None:
        table = csv_tables.parse(content, TABLES[name], file=name)
        return table if table.damage or name not in KEYS else numbering.checked(name, table)
    if journal.expected().get(name) is None:
        return DataTable(model.frame(TABLES[name]))
    gone = Problem(
        "file_gone",
        "refusal",
        tr("{file} has disappeared from data/.", file=name),
        tr("Put it back with “wtc-eco backup restore”, or from the recycle bin."),
        file=name,
    )
    return DataTable(model.frame(TABLES[name]), damage=(gone,))


def _holdings(
    folder: Path, files: Mapping[str, bytes | None], journal: Journal, sheets: Mapping[str, DataTable]
) -> Holdings:
    frames = {name: sheet.frame for name, sheet in sheets.items()}
    seen = {name: sha256(files[name]) for name in WATCHED}
    edited = tuple(
        name for name, known in sorted(journal.expected().items()) if name in seen and seen[name] != known
    )
    problems = [*journal.problems, *lost_journal(folder, journal), *(_edited(name) for name in edited)]
    problems += [problem for sheet in sheets.values() for problem in sheet.problems]
    return Holdings(
        folder=folder,
        records=frames[STRUCTURES],
        ties=frames[REFERRALS],
        decisions=frames[VERDICTS],
        next_record=max(journal.next_record, numbering.largest(frames, files) + 1),
        next_tie=max(journal.next_tie, max(frames[REFERRALS]["tie"], default=0) + 1),
        problems=tuple(problems),
        rows={name: sheet.rows for name, sheet in sheets.items()},
        seen=seen,
        edited=edited,
        journal=journal,
    )


def lost_journal(folder: Path, journal: Journal) -> list[Problem]:
    """A folder that was written in and has no journal lost it; a folder as shipped never had one."""
    if journal.present or not (data(folder) / LAST).is_dir():
        return []
    message = tr("The journal of data/ is gone; numbering goes on after the largest number in data/.")
    hint = tr("Put journal.jsonl back from a copy if you have one; otherwise nothing to do.")
    return [Problem("no_journal", "warning", message, hint, file=JOURNAL)]


def _edited(name: str) -> Problem:
    return Problem(
        "edited_outside",
        "warning",
        tr("{file} was changed outside the tool.", file=name),
        tr("It is read as it stands; a command that writes needs --accept-edits to take the changes in."),
        file=name,
    )


Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Tombstones:
    """The record that each erased record leads to now; None where none is left."""

    now: Mapping[int, int | None]
    rows: Rows

    def resolved(self, number: int) -> int | None:
        """Where this record leads, through erasures of erasures; the number itself where it stands."""
        seen: set[int] = set()
        leads_to: int | None = number
        while leads_to is not None and leads_to in self.now and leads_to not in seen:
            seen.add(leads_to)
            leads_to = self.now[leads_to]
        return leads_to


def read_tombstones(folder: Path) -> Tombstones:
    """The tombstones of a folder."""
    frame, _ = from_csv(folder / "data" / TOMBSTONES, ERASED)
    rows = [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
    return Tombstones({row["record"]: row["now"] for row in rows if row["record"]}, rows)


NEED_FILES: Mapping[str, tuple[str, tuple[model.Column, ...]]] = {
    "population": ("population.csv", model.POPULATION),
    "answers": ("public_answers.csv", model.PUBLIC_ANSWERS),
}
"""What can be brought in: its file of `data/`, and its columns."""


def local_need(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of both files, people counted first; each is empty where the file is absent."""
    counted, answers = (_rows(folder / "data" / name, columns) for name, columns in NEED_FILES.values())
    return counted, answers


def has_local_need(folder: Path) -> bool:
    """Whether the folder has figures of its own, which replace the pack's."""
    return any((folder / "data" / name).is_file() for name, _ in NEED_FILES.values())


def _rows(path: Path, columns: tuple[model.Column, ...]) -> list[dict[str, Any]]:
    frame, _ = from_csv(path, columns)
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
