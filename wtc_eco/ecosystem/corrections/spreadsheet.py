"""The register, edited in Excel and brought back: what changed, cell by cell, and taking it in.

1. A cell that reads as the register does is no change.
2. A cell that still holds what it held when the file was written was not edited: where the register
   says otherwise by now, the file is only old.
3. A cell edited by the person that changed in the register too is in conflict: it is said, and not taken.
4. A row that is gone is said, and removes nothing. A row without a number is a new structure.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import sources
from wtc_eco.ecosystem.corrections.correcting import FieldChange, new_record, planned
from wtc_eco.ecosystem.corrections.fields import TypedFields, read_fields
from wtc_eco.ecosystem.importing.files import ReadingOptions
from wtc_eco.ecosystem.privacy.scrub import shielded
from wtc_eco.ecosystem.writing import Amendment, PlannedAmendment, Signed, amend
from wtc_eco.errors import BusyError, EcoError, Problem, RefusedError, UnknownNameError
from wtc_eco.i18n import LANGUAGES, listing, speaking, tr, trn
from wtc_eco.model import MARK
from wtc_eco.registry import COORDINATION, CORRECTABLE
from wtc_eco.registry.columns import REGISTER, cell_of, mark_of, marks, said

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem

Cells = Mapping[str, str]
Row = Mapping[str, Any]

COMPUTED = ("active", "commune", "bassin", "place")
"""Columns that the tool works out: an edit of them is said, and not taken."""
_POINT = ("lat", "lon")
_NAMED = 5


class RegisterReader:
    """The rows of the file against the register as it is."""

    def __init__(self, ecosystem: Ecosystem, returned: sources.ReturnedTable) -> None:
        self.ecosystem, self.table, self.columns = ecosystem, returned.table, returned.columns
        self.problems: list[Problem] = [*returned.table.problems, *returned.aside]
        self.told: list[tuple[str, TypedFields]] = []
        self.new: list[Cells] = []
        self.met: dict[str, int] = {}

    def take(self, number: int, cells: Sequence[str]) -> None:
        """One row: edited, new, unknown, or a second time the same."""
        texts = {name: cells[at].strip() for name, at in self.columns.items()}
        one = texts["id"]
        if not one:
            self._add(number, texts)
            return
        try:
            row = self.ecosystem.registry.row(one)
        except UnknownNameError as error:
            self._say(
                "unknown_structure",
                number,
                "id",
                error.message,
                tr("To add a structure, leave its number empty."),
                one,
            )
            return
        if row["id"] in self.met:
            message = tr(
                "{id} stands in row {row} already; this row is not taken.",
                id=row["id"],
                row=self.met[row["id"]],
            )
            self._say("twice", number, "id", message, tr("To add a structure, leave its number empty."), one)
            return
        self.met[row["id"]] = number
        self._compare(number, row, texts)

    def missing(self) -> Iterator[Problem]:
        """The structures that the file does not name: nothing happens to them."""
        rows = self.ecosystem.registry.table[["id", "name"]].to_dict("records")
        gone = [f"{row['name'] or '?'} ({row['id']})" for row in rows if row["id"] not in self.met]
        if gone:
            more = len(gone) - _NAMED
            rest = [trn("{n} other", "{n} others", more)] if more > 0 else []
            yield Problem(
                "rows_gone",
                "note",
                trn(
                    "{n} structure of the register is not in the file; it stays as it is: {names}.",
                    "{n} structures of the register are not in the file; they stay as they are: {names}.",
                    len(gone),
                    names=listing([*gone[:_NAMED], *rest]),
                ),
                tr("To say that a structure closed: wtc-eco close S12 --on DATE."),
                file=self.table.file,
            )

    def _add(self, number: int, texts: Cells) -> None:
        filled = {name: text for name, text in texts.items() if text and name in CORRECTABLE}
        if not filled:
            return
        try:
            record, _ = new_record(self.ecosystem, filled, Signed())
        except RefusedError as error:
            for problem in error.problems:
                self._say(
                    problem.code,
                    number,
                    problem.column or "name",
                    problem.message,
                    problem.hint,
                    problem.value,
                )
            return
        if _said_of(record) not in self._added_before:
            self.new.append(filled)

    @cached_property
    def _added_before(self) -> frozenset[tuple[str, ...]]:
        """What the structures that people added say: the same file twice adds nothing twice."""
        rows = self.ecosystem.holdings.records.to_dict("records")
        return frozenset(_said_of(row) for row in rows if row["source"] == COORDINATION)

    def _compare(self, number: int, row: Row, texts: Cells) -> None:
        base = marks(texts.get(MARK, ""))
        if MARK in self.columns and not base:
            hint = tr("Leave the hidden column of the workbook as it is.")
            self._say(
                "no_mark",
                number,
                MARK,
                tr("Nobody can tell whether this row changed in the register since."),
                hint,
            )
        edited = {
            name: texts[name]
            for name in CORRECTABLE
            if name in texts and self._edited(number, name, texts[name], row, base)
        }
        if any(name in edited for name in _POINT):
            # A point has two coordinates: half of one is no point.
            edited |= {name: texts.get(name, "") for name in _POINT}
        self._computed(number, row, texts, base)
        if not edited:
            return
        told = read_fields(edited, row, self.ecosystem.territory)
        for problem in told.problems:
            self._place(problem, number)
        refused = {problem.column for problem in told.refused}
        if refused:
            edited = {name: text for name, text in edited.items() if name not in refused}
            told = read_fields(edited, row, self.ecosystem.territory) if edited else TypedFields({})
        if told.values and not told.refused:
            self.told.append((row["id"], replace(told, problems=())))

    def _edited(self, number: int, name: str, text: str, row: Row, base: Cells) -> bool:
        """Whether a person edited this cell, and the register has not changed it meanwhile."""
        if _reads_as(name, text, row[name], self.ecosystem):  # RULE 1
            return False
        now, theirs = cell_of(name, row[name]), self._cell(name, text, row)
        if theirs == now:  # RULE 1
            return False
        if not base:
            return True
        if theirs is not None and mark_of(theirs) == base[name]:  # RULE 2
            return False
        if mark_of(now) != base[name]:  # RULE 3
            message = tr(
                "Edited here, and changed in the register since: there it is “{value}” now.", value=now
            )
            hint = tr(
                "Nothing is taken of this cell; say it with: wtc-eco set {id} {field}=…",
                id=row["id"],
                field=name,
            )
            self._say("conflict", number, name, message, hint, text)
            return False
        return True

    def _cell(self, name: str, text: str, row: Row) -> str | None:
        """The cell as files hold it; None where it cannot be read."""
        if name in _POINT:
            try:
                return cell_of(name, float(text.replace(",", "."))) if text else ""
            except ValueError:
                return None
        told = read_fields({name: text}, row, self.ecosystem.territory)
        return None if told.refused or name not in told.values else cell_of(name, told.values[name])

    def _computed(self, number: int, row: Row, texts: Cells, base: Cells) -> None:
        """An edit of a column that is worked out; not where the row is only old."""
        old = any(mark_of(cell_of(name, row[name])) != mark for name, mark in base.items())
        for name in COMPUTED:
            if name in texts and not old and not _reads_as(name, texts[name], row[name], self.ecosystem):
                message = tr("This column is worked out by the tool; the edit is not taken.")
                hint = (
                    tr(
                        "To close or reopen a structure: wtc-eco close {id}, wtc-eco reopen {id}.",
                        id=row["id"],
                    )
                    if name == "active"
                    else tr("Correct the postal code or the locality.")
                )
                self._say("computed", number, name, message, hint, texts[name])

    def _say(self, code: str, number: int, name: str, message: str, hint: str = "", value: str = "") -> None:  # noqa: PLR0913 - a problem and its place
        self._place(Problem(code, "warning", message, hint, column=name, value=value), number)

    def _place(self, problem: Problem, number: int) -> None:
        at = self.columns.get(problem.column)
        title = self.table.header[at] if at is not None else problem.column
        self.problems.append(self.table.problem(problem, row=number, column=title, value=problem.value))


def _said_of(row: Mapping[Any, Any]) -> tuple[str, ...]:
    return tuple(cell_of(name, row.get(name)) for name in CORRECTABLE)


def _reads_as(name: str, text: str, value: Any, ecosystem: Ecosystem) -> bool:
    """Whether a cell shows this value, as a file holds it or in the words of any of our languages."""
    from wtc_eco.model import REGISTRY, to_cell

    column = next(column for column in REGISTRY if column.name == name)
    if text == to_cell(value, column):
        return True
    for language in LANGUAGES:
        with speaking(language):
            shown = "" if value is None else said(name, value, ecosystem.territory) or ""
            if text == shown:
                return True
    return False


@dataclass(frozen=True)
class ReturnedRegister:
    """What a file would change: the cells of each structure, new structures, and what is not taken.

    `seen` are the hashes of `data/` as it was compared with.
    """

    file: str
    changes: tuple[tuple[str, str, tuple[FieldChange, ...]], ...]
    added: tuple[str, ...]
    problems: tuple[Problem, ...]
    told: tuple[tuple[str, TypedFields], ...] = field(default=(), repr=False)
    new: tuple[Cells, ...] = field(default=(), repr=False)
    seen: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    digest: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take in."""
        return not (self.changes or self.added)

    @property
    def n_cells(self) -> int:
        """How many cells change."""
        return sum(len(cells) for _, _, cells in self.changes)

    @property
    def doubtful(self) -> bool:
        """Whether something was not taken, or is to be looked at."""
        return any(problem.gravity != "note" for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "file": self.file,
            "changes": [
                {"id": one, "name": name, "fields": [asdict(cell) for cell in cells]}
                for one, name, cells in self.changes
            ],
            "added": list(self.added),
            "problems": [asdict(problem) for problem in self.problems],
        }


def compare_registry(
    ecosystem: Ecosystem, file: str | Path, *, reading: ReadingOptions | None = None
) -> ReturnedRegister:
    """What this registry.xlsx or registry.csv would change; writes nothing.

    Raises `RefusedError` where the file is no register of ours.
    """
    path, how = Path(file), reading or ReadingOptions()
    reader = RegisterReader(ecosystem, how.returned(path, REGISTER, lambda table: shielded(ecosystem, table)))
    for row in reader.table.rows:
        reader.take(row.number, row.cells)
    plan = planned(ecosystem, [(ecosystem.registry.row(one), typed) for one, typed in reader.told], Signed())
    changes = tuple((done.id, done.name, done.changes) for done in plan.told if done.changes)
    return ReturnedRegister(
        file=path.name,
        changes=changes,
        added=tuple(cells["name"] for cells in reader.new),
        problems=(*reader.problems, *reader.missing()),
        told=tuple(reader.told),
        new=tuple(reader.new),
        seen=ecosystem.holdings.seen,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def take_registry(ecosystem: Ecosystem, returned: ReturnedRegister, signed: Signed = Signed()) -> None:  # noqa: B008 - frozen
    """Write what `compare_registry` found, as corrections and new structures; nothing where there is nothing.

    Raises `BusyError` where `data/` changed since it was compared.
    """

    def plan() -> PlannedAmendment:
        if ecosystem.holdings.seen != returned.seen:
            raise BusyError(
                tr("data/ changed since the file was compared; nothing was written."),
                hint=tr("Run the command again."),
            )
        rows = [(ecosystem.registry.row(one), typed) for one, typed in returned.told]
        corrections = planned(ecosystem, rows, signed).amendment
        number = ecosystem.holdings.next_record + len(corrections.records)
        records = [
            {**new_record(ecosystem, cells, signed)[0], "record": number + at}
            for at, cells in enumerate(returned.new)
        ]
        return PlannedAmendment(Amendment((*corrections.records, *records), corrections.decisions))

    amend(
        ecosystem,
        f"import {returned.file} --corrections",
        plan,
        signed,
        inputs={returned.file: returned.digest},
    )


_PROPERTIES = "docProps/core.xml"
_LONGEST = 20_000
_MOMENTS = re.compile(rb"<dcterms:(?:created|modified)[^>]*>([^<]*)<")


def holds_edits(ecosystem: Ecosystem, path: Path) -> bool:
    """Whether the register at `path` was saved by another program since, and says what ours does not.

    What cannot be read back counts as edited: better a file too many.
    """
    if not path.is_file() or _as_written(path):
        return False
    try:
        returned = compare_registry(ecosystem, path)
    except EcoError:
        return True
    return bool(returned.changes or returned.added or returned.doubtful)


def _as_written(path: Path) -> bool:
    """Whether the workbook says that it was never saved again: our own has one moment for both."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_PROPERTIES) as part:
            moments = _MOMENTS.findall(part.read(_LONGEST))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False
    return len(moments) == 2 and len(set(moments)) == 1  # noqa: PLR2004 - created and modified
