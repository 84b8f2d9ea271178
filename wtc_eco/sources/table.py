"""A file as it was found: its header, its rows as text, the rows nobody could read; and what is read of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wtc_eco.errors import Problem
from wtc_eco.model import MARK
from wtc_eco.sources.values import ReadValue
from wtc_eco.sources.values.identifiers import other_enterprise
from wtc_eco.territory.normalize import fold

OWN_COLUMNS = ("_ligne", "_colonne", "_code", "_raison", "_indice")
"""What a quarantine file says beside each row; ignored when the mended file is imported."""


@dataclass(frozen=True, slots=True)
class TableOrigin:
    """Where rows were found: the file, the sheet of a workbook, and the column of their first cell, from 0."""

    file: str
    sheet: str = ""
    first_column: int = 0

    def letter(self, index: int) -> str:
        """The Excel letter of the cell at `index` of a row."""
        return letter(self.first_column + index)

    def problem(
        self,
        fault: Problem,
        *,
        row: int | None = None,
        title: str = "",
        index: int | None = None,
        value: str = "",
    ) -> Problem:
        """The fault where a person finds it in Excel: `row`, and the column at `index`, called `title`."""
        where = "" if index is None else self.letter(index)
        return fault.at(self.file, row, title, where, value, sheet=self.sheet)


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its Excel number, its cells as written."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row set aside, verbatim, with every reason (the first is `problem`)."""

    number: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def problem(self) -> Problem:
        """The first reason."""
        return self.problems[0]


@dataclass(frozen=True)
class Table:
    """A file read as text.

    `header_row` and the numbers of rows are Excel's. Each row of `rows` has exactly as many cells as
    `header`; blank rows are only counted. `problems` holds what was guessed and what is doubtful;
    why a row is in quarantine stands with the row. Of a workbook, `sheet` is the sheet that was read,
    `first_column` the column its rows begin in (0 is A), `epoch` the year its days are counted from,
    and `lower_titles` what stood under another title: «Lundi» of «Horaires / Lundi».
    `container` is the format of a file that is not a table in itself: GeoJSON. `fields` gives the field of
    each title where the format says it: nothing is guessed then; `as_found` is the table before it was turned into
    these columns, whose rows are set aside verbatim, and
    `found_titles` the title in it of each of these columns: what is told of a cell is told of the cell of the file.
    """

    file: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    quarantined: tuple[Quarantined, ...] = ()
    n_blank: int = 0
    encoding: str = ""
    delimiter: str = ""
    problems: tuple[Problem, ...] = ()
    sheet: str = ""
    first_column: int = 0
    epoch: int = 1900
    lower_titles: Mapping[str, str] = field(default_factory=dict)
    container: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    as_found: Table | None = None
    found_titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> TableOrigin:
        """Where the rows were found."""
        return TableOrigin(self.file, self.sheet, self.first_column)

    @property
    def n_read(self) -> int:
        """Rows below the header, blank and quarantined ones included."""
        return len(self.rows) + len(self.quarantined) + self.n_blank

    def columns(self) -> tuple[tuple[int, str], ...]:
        """Index and header of the columns that belong to the source (not our own remarks)."""
        return tuple((i, name) for i, name in enumerate(self.header) if name not in (*OWN_COLUMNS, MARK))

    def problem(
        self, fault: Problem, *, row: int | None = None, column: str = "", value: str = ""
    ) -> Problem:
        """`fault` at this row and under this header, as the file has them."""
        if self.as_found is not None:
            title = self.found_titles.get(column, column)
            return self.as_found.problem(fault, row=row, column=title, value=value)
        index = self.header.index(column) if column in self.header else None
        return self.place.problem(fault, row=row, title=column, index=index, value=value)

    def with_problems(self, *problems: Problem) -> Table:
        """The same table with more to say."""
        return replace(self, problems=(*self.problems, *problems))


@dataclass(slots=True)
class Draft:
    """A record being read: its values, what could not be placed, and the faults under their titles.

    `content` is the row as it was read: rows of the same content say the same. `people` are those it
    names, who are no part of the structure.
    """

    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faults: list[tuple[Problem, str]] = field(default_factory=list)
    content: tuple[str, ...] = ()
    people: tuple[Mapping[str, Any], ...] = ()

    def take(self, reading: ReadValue, title: str, text: str = "") -> None:
        """Add what a cell said; lists grow, and a cell that says otherwise than one before is kept as found.

        So is a cell of which nothing was taken: it costs the row nothing but this value.
        """
        if reading.faults:
            self.faults += [(fault, title) for fault in reading.faults]
        if reading.note:
            self.notes.append(f"{title}: {reading.note}")
        if reading.rest or (reading.faults and not reading.values and text):
            self.extra[title] = reading.rest or text
        values = self.values
        for name, value in reading.values.items():
            before = values.get(name)
            if before is None:
                values[name] = value
            elif isinstance(before, tuple) and isinstance(value, tuple):
                values[name] = tuple(dict.fromkeys((*before, *value)))
            elif name == "conditions":
                values[name] = before if value in before else f"{before}; {value}"
            elif before != value and fold(str(before)) != fold(str(value)):
                self.extra.setdefault(title, text or str(value))
                if name == "bce":
                    self.faults.append((other_enterprise(str(before), str(value)), title))

    @property
    def set_aside(self) -> bool:
        """Whether the row is no structure anybody could name: without a name, or two enterprises at once."""
        return any(fault.gravity == "quarantine" for fault, _ in self.faults)


@dataclass(frozen=True)
class Harvest:
    """What a reader got out of a table.

    `rows` holds typed values by column of the model, unknown ones left out; `numbers` their Excel rows,
    in parallel; `people` are those a row names, by its Excel row, for contacts.csv. `problems` is everything there is to say, in order of rows.
    `n_read == len(rows) + n_repeated + len(quarantined) + n_blank`, always.
    """

    rows: tuple[dict[str, Any], ...]
    numbers: tuple[int, ...]
    quarantined: tuple[Quarantined, ...]
    problems: tuple[Problem, ...]
    n_read: int
    n_blank: int
    n_repeated: int
    people: Mapping[int, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)


def letter(index: int) -> str:
    """The Excel letter of the column at `index`, from 0: 0 is A, 26 is AA."""
    name = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def by_row(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the order a person meets them: the file's own first, then row by row."""
    return tuple(sorted(problems, key=lambda problem: problem.row or 0))
