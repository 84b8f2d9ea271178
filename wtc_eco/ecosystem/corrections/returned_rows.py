"""The rows of a register that comes back, each against the register as it is; the rules are those of `returned`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wtc_eco import sources
from wtc_eco.ecosystem.amending import Signed
from wtc_eco.ecosystem.corrections.correcting import new_record
from wtc_eco.ecosystem.corrections.fields import Told, read_fields
from wtc_eco.errors import Problem, RefusedError, UnknownNameError
from wtc_eco.locale import LANGUAGES, listing, speaking, tr, trn
from wtc_eco.registry import COORDINATION, CORRECTABLE
from wtc_eco.registry.fingerprint import MARK, cell_of, mark_of, marks
from wtc_eco.registry.words import said

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem
    from wtc_eco.sources import Table

Cells = Mapping[str, str]
Row = Mapping[str, Any]

COMPUTED = ("active", "commune", "bassin", "place")
"""Columns that the tool works out: an edit of them is said, and not taken."""
_POINT = ("lat", "lon")
_NAMED = 5


class Reader:
    """The rows of the file against the register as it is."""

    def __init__(self, ecosystem: Ecosystem, table: Table, columns: Mapping[str, int]) -> None:
        self.ecosystem, self.table, self.columns = ecosystem, table, columns
        self.problems: list[Problem] = list(table.problems)
        for aside in table.quarantined:
            self.problems += aside.problems
        self.told: list[tuple[str, Told]] = []
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
            told = read_fields(edited, row, self.ecosystem.territory) if edited else Told({})
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
        where = self.table.problem(
            sources.Fault(problem.code, problem.gravity, problem.message, problem.hint),
            row=number,
            column=title,
            value=problem.value,
        )
        self.problems.append(where)


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
