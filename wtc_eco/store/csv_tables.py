"""A table of `data/` as a file: written in one way, read in whatever way Excel saved it again.

What is damaged is never guessed: every fault is found, with its place.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.errors import DamagedError, Problem
from wtc_eco.i18n import tr
from wtc_eco.model import Column
from wtc_eco.sources.csv_rows import own_delimiter, strict_rows
from wtc_eco.sources.encoding import decode
from wtc_eco.sources.table import letter
from wtc_eco.sources.values.dates import read_date

if TYPE_CHECKING:
    import pandas as pd

_DECIMAL = re.compile(r"-?\d{1,12}(?:[.,]\d{1,20})?")
_WHOLE = re.compile(r"[0-9]{1,15}")


def written(value: Any, column: Column) -> str:
    """The cell of a value; line ends become LF, so that a table reads back as it was written."""
    if isinstance(value, str) and column.type in ("text", "date") and "\r" not in value:
        return value
    return model.to_cell(value, column).replace("\r\n", "\n").replace("\r", "\n")


def _is_settled(value: Any, column: Column) -> bool:
    """Whether a text or a list of texts is read back as it is, seen at once: nearly all are."""
    if isinstance(value, str):
        return column.type in ("text", "date") and value != "" and "\r" not in value
    if isinstance(value, tuple) and column.type in ("texts", "terms"):
        joined = "".join(value)
        return (
            all(value)
            and value != (model.NONE_WORD,)
            and model.SEPARATOR not in joined
            and "\r" not in joined
        )
    return False


def settled(value: Any, column: Column) -> Any:
    """The value as it will be once written and read again.

    A list item that holds `|`, an empty text, a CRLF: what comes in is settled before it is compared
    with what is held, or the second import of a list would find differences that nobody made.
    """
    if _is_settled(value, column):
        return value
    try:
        reread = model.from_cell(written(value, column), column)
    except (ValueError, OverflowError, TypeError):
        return None
    return value if reread == value and type(reread) is type(value) else reread


def read(text: str, column: Column) -> tuple[Any, bool]:
    """The value, and whether it was written otherwise than we write it (Excel's dates, decimal commas).

    Raises `ValueError` with the sentence that says what the cell should hold.
    """
    match column.type:
        case "date":
            return _date(text)
        case "number":
            return _number(text, column)
        case "whole":
            if not _WHOLE.fullmatch(text) or int(text) < 1:
                raise ValueError(tr("a whole number from 1"))
            return int(text), text != str(int(text))
        case _:
            try:
                return model.from_cell(text, column), False
            except (ValueError, KeyError) as error:
                raise ValueError(tr("a text in JSON, between braces")) from error


def _date(text: str) -> tuple[str, bool]:
    """A date as we or Excel write it: where the order of day and month is open, the day stands first.

    What the reader of dates would take for a slip (the month first, a bare number) is none here.
    """
    reading = read_date(text, "date")
    iso = reading.values.get("date")  # noqa: PD011 - of a Reading
    if iso is None or any(fault.code != "date_ambiguous" for fault in reading.faults):
        raise ValueError(tr("a date written 2024-06-30"))
    return iso, iso != text


def _number(text: str, column: Column) -> tuple[float, bool]:
    try:
        return model.from_cell(text, column), False
    except ValueError as error:
        if _DECIMAL.fullmatch(text):
            return float(text.replace(",", ".")), True
        raise ValueError(tr("a number")) from error


_SHARED = 20_000


@dataclass(frozen=True)
class Saved:
    """A file of `data/` as some program saved it: its physical lines, and how they are cut into cells."""

    lines: Sequence[str]
    encoding: str
    delimiter: str

    @property
    def ours(self) -> bool:
        """Saved as this tool writes."""
        return self.encoding == "utf-8" and self.delimiter == ","

    def rows(self) -> Iterator[list[str]]:
        """The rows as Excel numbers them, blank ones included; raises `csv.Error` where a quote is not closed."""
        return strict_rows(self.lines, self.delimiter)


def shared(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The same rows, for keeping: texts that come again are held once, as a register repeats its communes."""
    known: dict[str, str] = {}
    for row in rows:
        share = known.setdefault if len(known) < _SHARED else known.get
        yield [share(cell, cell) for cell in row]


def saved(content: bytes, titles: Collection[str] = ()) -> Saved:
    """The lines of a file, in the encoding and with the delimiter of whatever program saved it last.

    `titles` are its columns, where they are known. Raises `UnicodeError` where the bytes are damaged.
    """
    text = decode(content, guess=False)
    header = next(iter(text.lines), "")
    return Saved(text.lines, text.encoding, own_delimiter(header, titles))


@dataclass(frozen=True, eq=False)
class DataTable:
    """A table read: its frame, the Excel row of each of its rows, and what was found on the way.

    A `damage` stops the reading of `data/`; a problem of gravity `refusal` stops writing there.
    """

    frame: pd.DataFrame
    rows: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    damage: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class TableCell:
    """A cell as it stands in the file."""

    row: int
    place: int
    column: Column
    text: str


@dataclass
class TableReading:
    """What is found while one file of `data/` is read."""

    file: str
    columns: Sequence[Column]
    problems: list[Problem] = field(default_factory=list)
    damage: list[Problem] = field(default_factory=list)
    cut_short: bool = False

    def sheet(self, values: Mapping[str, list[Any]], numbers: tuple[int, ...]) -> DataTable:
        """The table of these columns, with what was found; columns that the file has not are unknown."""
        frame = model.frame_of(values, model.names(self.columns), len(numbers))
        return DataTable(frame, numbers, tuple(self.problems), tuple(self.damage))

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
            filled = any(line[place].strip() for line in lines[1:] if place < len(line))
            if name not in known and (name or filled):
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

    def note_dialect(self, text: Saved) -> None:
        """The file was saved by another program since."""
        message = tr(
            "{file} was saved by another program ({encoding}, “{delimiter}”); it is read so.",
            file=self.file,
            encoding=text.encoding,
            delimiter="tab" if text.delimiter == "\t" else text.delimiter,
        )
        hint = tr("Nothing to do: the next command that writes saves it as it was.")
        self.problems.append(Problem("other_dialect", "warning", message, hint, file=self.file))

    def refuse_cell(self, cell: TableCell, wanted: str) -> None:
        """A cell that is not of its column's type: unknown, and nothing is written until it is mended."""
        message = tr("“{column}” should hold {what}.", column=cell.column.name, what=wanted)
        hint = tr("Mend this cell of {file}; until then nothing is written to data/.", file=self.file)
        self._say(cell, Problem(f"not_a_{cell.column.type}", "refusal", message, hint))

    def note_cell(self, cell: TableCell, read_as: str) -> None:
        """A cell that Excel wrote in its own way."""
        message = tr(
            "“{column}” is written as Excel does; read as {value}.", column=cell.column.name, value=read_as
        )
        self._say(cell, Problem(f"excel_{cell.column.type}", "warning", message))

    def _say(self, cell: TableCell, problem: Problem) -> None:
        where = letter(cell.place)
        self.problems.append(problem.at(self.file, cell.row, cell.column.name, where, cell.text))


def to_csv(frame: pd.DataFrame, columns: Sequence[Column]) -> bytes:
    """The file of a table, rows in the order of the frame."""
    stream = io.StringIO(newline="")
    # Without \r here the csv module leaves a lone CR unquoted; `cells.written` lets none through.
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(model.names(columns))
    cells = (
        ["" if value is None else written(value, column) for value in frame[column.name]]
        for column in columns
    )
    writer.writerows(zip(*cells, strict=True))
    return stream.getvalue().encode()


def from_csv(path: Path, columns: Sequence[Column]) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The table a file holds and what is doubtful in it; a file that is not there is an empty table.

    Raises `DamagedError` where its rows cannot be told apart.
    """
    if not path.is_file():
        return model.frame(columns), ()
    sheet = parse(path.read_bytes(), columns, file=path.name)
    if sheet.damage:
        raise damaged(sheet.damage)
    return sheet.frame, sheet.problems


def damaged(problems: Sequence[Problem]) -> DamagedError:
    """The error that stops a command at tables that cannot be read; it carries every fault found."""
    return DamagedError(
        tr("data/ cannot be read as it is: {first}", first=problems[0].message),
        hint=problems[0].hint,
        problems=tuple(problems),
    )


def parse(content: bytes, columns: Sequence[Column], *, file: str) -> DataTable:
    """The table in these bytes, whatever program saved it last."""
    reading = TableReading(file, columns)
    try:
        text = saved(content, set(model.names(columns)))
        lines = list(shared(text.rows()))
    except UnicodeError as error:
        reading.ruin(
            "undecodable", tr("{file} is neither UTF-8 nor saved by Excel.", file=file), value=str(error)
        )
        return reading.sheet({}, ())
    except csv.Error as error:
        reading.ruin(
            "unclosed_quote",
            tr("{file} has a quote that is opened and not closed.", file=file),
            value=str(error),
        )
        return reading.sheet({}, ())
    if not text.ours:
        reading.note_dialect(text)
    reading.cut_short = not (text.lines and text.lines[-1].endswith(("\n", "\r")))
    del text  # the rows hold every cell: a large register is not held twice
    return _table(reading, lines)


def _table(reading: TableReading, lines: list[list[str]]) -> DataTable:
    header = [cell.strip().casefold() for cell in lines[0]] if lines else []
    if not set(header) & set(model.names(reading.columns)):
        reading.ruin("no_header", tr("{file} has no line of column names.", file=reading.file), row=1)
        return reading.sheet({}, ())
    if reading.cut_short and len(lines) == 1 and header[-1] not in model.names(reading.columns):
        # A file that breaks off in its first line would pass for an empty table.
        reading.ruin("cut_header", tr("{file} breaks off in its first line.", file=reading.file), row=1)
        return reading.sheet({}, ())
    reading.look_at(header, lines)
    numbered = [
        (number, line)
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
        and reading.fits(number, line, header, last=number == len(lines))
    ]
    values = {
        column.name: _values(reading, column, header.index(column.name), numbered)
        for column in reading.columns
        if column.name in header
    }
    return reading.sheet(values, tuple(number for number, _ in numbered))


def _values(
    reading: TableReading, column: Column, place: int, numbered: list[tuple[int, list[str]]]
) -> list[Any]:
    """The values of one column; what is not of its type is unknown and said."""
    texts = [line[place] if place < len(line) else "" for _, line in numbered]
    if column.type == "text":
        return [text or None for text in texts]
    sound: dict[str, Any] = {"": None}
    values = []
    for (number, _), text in zip(numbered, texts, strict=True):
        if text not in sound:
            value, silent = _value(reading, TableCell(number, place, column, text))
            if not silent or column.type == "json":  # a mapping is a row's own
                values.append(value)
                continue
            sound[text] = value
        values.append(sound[text])
    return values


def _value(reading: TableReading, cell: TableCell) -> tuple[Any, bool]:
    """The value, and whether there is nothing to say of the cell."""
    try:
        value, otherwise = read(cell.text, cell.column)
    except ValueError as error:
        reading.refuse_cell(cell, str(error))
        return None, False
    if otherwise:
        reading.note_cell(cell, model.to_cell(value, cell.column))
    return value, not otherwise
