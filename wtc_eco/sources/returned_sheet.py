"""A sheet that was given out and comes back: which sheet of our workbook it is, and which column is what.

A `Form` is declared once, beside what writes the sheet; `find` reads the sheet that is meant wherever it
stands in the workbook, and `taken` one that was read already. What is not understood is a `Problem` with
its place in Excel; the row is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from wtc_eco.errors import Problem, RefusedError, UsageError, about
from wtc_eco.i18n import in_each_language, tr
from wtc_eco.sources.answers import Choices
from wtc_eco.sources.encoding import MAX_BYTES, beginning
from wtc_eco.sources.read import read_table
from wtc_eco.sources.table import Row, Table
from wtc_eco.sources.text_repair import quoted
from wtc_eco.sources.workbooks import beginnings, is_workbook
from wtc_eco.territory.normalize import fold


@dataclass(frozen=True)
class Title:
    """How a column is called: `text` as we write it (for the catalogue), `also` as other people and files do.

    A title of `also` that begins with `_` is ours alone, and compared to the letter. `code` is that of a
    question, which may stand before its text: «P5 Qu'aimeriez-vous…».
    """

    text: str = ""
    also: tuple[str, ...] = ()
    code: str = ""

    @cached_property
    def ways(self) -> tuple[str, ...]:
        """Every title, folded; ours, in each of our languages, before the others."""
        return tuple(dict.fromkeys((*_folded(self.text), *map(_compared, self.also))))

    def index(self, titles: Mapping[str, int]) -> int | None:
        """The column so called among titles as they are compared; None where there is none."""
        called = (titles[way] for way in self.ways if way in titles)
        coded = (index for title, index in titles.items() if self.code and title.split(" ")[0] == self.code)
        return next(chain(called, coded), None)


@dataclass(frozen=True)
class SheetForm:
    """A sheet to fill in, as it is recognised when it comes back.

    `sheets` are the titles of our sheets that hold it (for the catalogue), the one that is meant first.
    `columns` gives each role its title. `needed` are sets of roles: a sheet with all of the first set is
    taken before one with all of the second, unless they are `alike`; a sheet with none of them is another.
    `answers` are the roles that people fill in. `refusal` says of `{file}` that it is no such sheet, `hint`
    what to do.
    """

    columns: Mapping[str, Title]
    needed: tuple[frozenset[str], ...]
    refusal: str = ""
    hint: str = ""
    sheets: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    alike: bool = False

    def places(self, titles: Sequence[str]) -> dict[str, int]:
        """The index of the column of each role that has one; of two, the title that is named first."""
        compared: dict[str, int] = {}
        for index, title in enumerate(titles):
            compared.setdefault(_compared(title), index)
        places = {role: title.index(compared) for role, title in self.columns.items()}
        return {role: index for role, index in places.items() if index is not None}

    def rank(self, titles: Sequence[str]) -> int | None:
        """Which of the sets of `needed` these titles have, from 0; None where they have none."""
        roles = set(self.places(titles))
        ranks = (rank for rank, needed in enumerate(self.needed) if needed <= roles)
        return next((0 if self.alike else rank for rank in ranks), None)


@dataclass(frozen=True)
class ReturnedTable:
    """A sheet that came back: its table, and the index of the column of each role that it has."""

    table: Table
    columns: Mapping[str, int]

    def cell(self, row: Row, role: str) -> str:
        """The cell as written, without blanks around it; empty where there is no such column."""
        return row.cells[self.columns[role]].strip() if role in self.columns else ""

    def filled(self, role: str) -> bool:
        """Whether anything stands in the column of this role."""
        return any(self.cell(row, role) for row in self.table.rows)

    @property
    def aside(self) -> tuple[Problem, ...]:
        """Why some rows could not be read at all."""
        return tuple(problem for row in self.table.quarantined for problem in row.problems)

    def problem(self, row: Row, role: str, fault: Problem) -> Problem:
        """A fault where a person finds it in Excel, with the cell as found."""
        title = self.table.header[self.columns[role]] if role in self.columns else ""
        return self.table.problem(fault, row=row.number, column=title, value=self.cell(row, role))

    def not_understood(self, row: Row, role: str, choices: Choices) -> Problem:
        """A cell that is none of the answers it may hold."""
        fault = Problem(
            "unknown_answer",
            "quarantine",
            tr("“{word}” is no answer.", word=self.cell(row, role)),
            tr("Write one of: {words}.", words=", ".join(choices.offered())),
        )
        return self.problem(row, role, fault)


def find(
    path: Path,
    form: SheetForm,
    *,
    sheet: str | None = None,
    read: Callable[[str | None], Table] | None = None,
) -> ReturnedTable:
    """The sheet of this form in a file; `read` reads the sheet of a name, or the file where it is None.

    `sheet` is its name, or its number from 1. Without it: the sheet with the columns of the form; of
    several, the one that was filled in; of several that were not, the one that bears our title. Raises
    `UsageError` where two could be meant, `RefusedError` where none is.
    """
    reader = read or (lambda name: read_table(path, sheet=name))
    if sheet is not None:
        return taken(reader(sheet), form)
    names = _candidates(path, form)
    if len(names) < 2:  # noqa: PLR2004 - two are a question
        return taken(reader(names[0] if names else None), form)
    return _meant([taken(reader(name), form) for name in names], form)


def taken(table: Table, form: SheetForm) -> ReturnedTable:
    """A table with its columns found; raises `RefusedError` where it is no such sheet."""
    if form.rank(table.header) is None:
        raise RefusedError(tr(form.refusal, file=table.file), hint=tr(form.hint))
    return ReturnedTable(table, form.places(table.header))


def sheet_names(path: Path) -> tuple[str, ...]:
    """The sheets of cells of a workbook, in order; none where the file is a text."""
    return tuple(name for name, _, _ in _beginnings(path))


def _beginnings(path: Path) -> tuple[tuple[str, bool, tuple[tuple[str, ...], ...]], ...]:
    with about(path.name):
        head = beginning(path, MAX_BYTES)
        return beginnings(path, head) if is_workbook(head) else ()


def _candidates(path: Path, form: SheetForm) -> tuple[str, ...]:
    """The sheets whose titles are those of the form; hidden ones where no other has them."""
    ranked = []
    for name, visible, rows in _beginnings(path):
        ranks = [rank for rank in map(form.rank, rows) if rank is not None]
        if ranks:
            ranked.append((min(ranks), not visible, name))
    best = min(ranked, default=(0, False, ""))[:2]
    return tuple(name for rank, hidden, name in ranked if (rank, hidden) == best)


def _meant(candidates: Sequence[ReturnedTable], form: SheetForm) -> ReturnedTable:
    filled = [one for one in candidates if any(one.filled(role) for role in form.answers)]
    left = filled or candidates
    if len(left) == 1:
        return left[0]
    if not filled:
        for title in form.sheets:
            ours = [one for one in left if fold(one.table.sheet) in _folded(title)]
            if len(ours) == 1:
                return ours[0]
    raise several_sheets(left[0].table.file, [one.table.sheet for one in left])


def several_sheets(file: str, names: Sequence[str]) -> UsageError:
    """Of two sheets that could be meant, nobody knows which: what to ask."""
    return UsageError(
        tr("Several sheets of {file} could be meant: {names}.", file=file, names=quoted(names)),
        hint=tr("Say which: --sheet “{name}”", name=names[0]),
        code="which_sheet",
    )


def _compared(title: str) -> str:
    return title.strip() if title.startswith("_") else fold(title)


def _folded(text: str) -> tuple[str, ...]:
    """A text of the catalogue in each of our languages, as titles are compared."""
    return tuple(map(fold, in_each_language(text))) if text else ()
