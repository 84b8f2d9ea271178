"""What is found while a table of `data/` is read: the rows that can be trusted, and every fault with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.errors import Problem
from wtc_eco.locale import tr
from wtc_eco.model import Column
from wtc_eco.store.dialect import Dialect

if TYPE_CHECKING:
    import pandas as pd

OURS = Dialect("utf-8", ",")


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table read: its frame, the Excel row of each of its rows, and what was found on the way.

    A `damage` stops the reading of `data/`; a problem of gravity `refusal` stops writing there.
    """

    frame: pd.DataFrame
    rows: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    damage: tuple[Problem, ...] = ()
    dialect: Dialect = OURS


@dataclass(frozen=True)
class Cell:
    """A cell as it stands in the file."""

    row: int
    place: int
    column: Column
    text: str


def letter(place: int) -> str:
    """The letter Excel gives to a column: 0 is A, 26 is AA."""
    rest, last = divmod(place, 26)
    return (letter(rest - 1) if rest else "") + chr(ord("A") + last)


@dataclass
class Reading:
    """What is found while one file of `data/` is read."""

    file: str
    columns: Sequence[Column]
    problems: list[Problem] = field(default_factory=list)
    damage: list[Problem] = field(default_factory=list)
    cut_short: bool = False

    def sheet(self, values: Mapping[str, list[Any]], numbers: tuple[int, ...]) -> Sheet:
        """The table of these columns, with what was found; columns that the file has not are unknown."""
        import pandas as pd

        unknown = [None] * len(numbers)
        held = {
            name: pd.Series(values.get(name, unknown), dtype=object) for name in model.names(self.columns)
        }
        frame = pd.DataFrame(held, columns=list(held))
        return Sheet(frame, numbers, tuple(self.problems), tuple(self.damage))

    def ruin(self, code: str, message: str, *, row: int | None = None, value: str = "") -> None:
        """A fault that makes the whole file impossible to trust."""
        hint = tr(
            "Put back the last good copy of {file} with “wtc-eco backup restore”, "
            "or mend it in Excel and save it as “CSV UTF-8”.",
            file=self.file,
        )
        self.damage.append(Problem(code, "refusal", message, hint, file=self.file, row=row, value=value))

    def look_at(self, header: list[str], lines: list[list[str]]) -> None:
        """Columns named twice are damage; columns we do not know would be lost by writing."""
        known = set(model.names(self.columns))
        for name, count in sorted(Counter(header).items()):
            if name in known and count > 1:
                self.ruin(
                    "column_twice", tr("{file} has two columns “{name}”.", file=self.file, name=name), row=1
                )
        for place, name in enumerate(header):
            held = any(line[place].strip() for line in lines[1:] if place < len(line))
            if name not in known and (name or held):
                self._stranger(place, lines[0][place])

    def _stranger(self, place: int, name: str) -> None:
        self.problems.append(
            Problem(
                "unknown_column",
                "refusal",
                tr("{file} has a column that the tool does not know: “{name}”.", file=self.file, name=name),
                tr("Writing would lose it: move what it holds to “note”, or delete the column."),
                file=self.file,
                row=1,
                column=name,
                letter=letter(place),
                value=name,
            )
        )

    def fits(self, number: int, line: list[str], header: list[str], *, last: bool) -> bool:
        """Whether the cells of a row stand under their headers.

        Excel leaves out the empty cells at the end of some rows: those are unknown. More cells than
        headers, or a last row that breaks off without a line end, cannot be trusted in any cell.
        """
        too_long = any(cell.strip() for cell in line[len(header) :])
        if not too_long and not (last and self.cut_short and len(line) < len(header)):
            return True
        message = tr(
            "Row {row} of {file} has {n} cells instead of {wanted}.",
            row=number,
            file=self.file,
            n=len(line),
            wanted=len(header),
        )
        self.ruin("ragged_row", message, row=number, value="|".join(line))
        return False

    def note_dialect(self, found: Dialect) -> None:
        """The file was saved by another program since."""
        message = tr(
            "{file} was saved by another program ({encoding}, “{delimiter}”); it is read so.",
            file=self.file,
            encoding=found.encoding,
            delimiter="tab" if found.delimiter == "\t" else found.delimiter,
        )
        hint = tr("Nothing to do: the next command that writes saves it as it was.")
        self.problems.append(Problem("other_dialect", "warning", message, hint, file=self.file))

    def refuse_cell(self, cell: Cell, wanted: str) -> None:
        """A cell that is not of its column's type: unknown, and nothing is written until it is mended."""
        message = tr("“{column}” should hold {what}.", column=cell.column.name, what=wanted)
        hint = tr("Mend this cell of {file}; until then nothing is written to data/.", file=self.file)
        self.problems.append(
            self._problem(cell, Problem(f"not_a_{cell.column.type}", "refusal", message, hint))
        )

    def note_cell(self, cell: Cell, read_as: str) -> None:
        """A cell that Excel wrote in its own way."""
        message = tr(
            "“{column}” is written as Excel does; read as {value}.", column=cell.column.name, value=read_as
        )
        self.problems.append(self._problem(cell, Problem(f"excel_{cell.column.type}", "warning", message)))

    def _problem(self, cell: Cell, problem: Problem) -> Problem:
        return replace(
            problem,
            file=self.file,
            row=cell.row,
            column=cell.column.name,
            letter=letter(cell.place),
            value=cell.text,
        )
