"""What is wrong or doubtful in `data/`, row by row: what a person may want to mend in Excel.

A value is doubted where the import's own reader would not give it back as it stands.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.errors import Gravity, Problem
from wtc_eco.i18n import listing, tr
from wtc_eco.model import RECORDS, TIE_KINDS, TIES, Column, names
from wtc_eco.sources.table import letter
from wtc_eco.sources.values.contact import e164, valid_addresses
from wtc_eco.sources.values.coordinates import Bounds, read_point
from wtc_eco.sources.values.identifiers import field_of
from wtc_eco.store import csv_tables, numbering
from wtc_eco.store.layout import NAMING, REFERRALS, STRUCTURES, TABLES, VERDICTS, WATCHED, data

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.store.csv_tables import DataTable
    from wtc_eco.store.holdings import Holdings
    from wtc_eco.territory import Place, Territory, Vocabulary


@dataclass(frozen=True)
class CheckedRow:
    """The values of a row, its file and its number as Excel counts."""

    file: str
    number: int | None
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def problem(
        self, code: str, column: str, message: str, hint: str = "", gravity: Gravity = "warning"
    ) -> Problem:
        """A doubt about one cell of this row."""
        columns = TABLES[self.file]
        place = names(columns).index(column)
        value = self.values[column]
        return Problem(
            code,
            gravity,
            message,
            hint,
            file=self.file,
            row=self.number,
            column=column,
            letter=letter(place),
            value="" if value is None else csv_tables.written(value, columns[place]),
        )


def rows_of(frame: pd.DataFrame, file: str, numbers: Mapping[str, tuple[int, ...]]) -> Iterator[CheckedRow]:
    """The rows of a table with their Excel numbers."""
    columns = list(frame.columns)
    excel_rows = numbers.get(file, ())
    for place, values in enumerate(zip(*(frame[name].tolist() for name in columns), strict=True)):
        yield CheckedRow(
            file,
            excel_rows[place] if place < len(excel_rows) else None,
            dict(zip(columns, values, strict=True)),
        )


_CLUES = ("ins", "postal_code", "locality", "lat", "country")
_OF_PLACE = (*_CLUES, "lon")


def place_doubts(row: CheckedRow, territory: Territory, bounds: Bounds) -> Iterator[Problem]:
    """What the clues of one record say of its place, and where they disagree."""
    place = territory.place(**{name: row[name] for name in _OF_PLACE})
    column = next((name for name in _CLUES if row[name] is not None), None)
    if column is None:
        message, hint = tr("Nobody knows where this structure is."), tr("Write a postal code or a locality.")
        yield row.problem("no_place", "postal_code", message, hint)
        return
    if place.doubt:
        yield row.problem(
            "doubtful_place", column, place.doubt, tr("Check the postal code, the locality and the point.")
        )
    yield from _standing(row, column, place)
    yield from _point(row, bounds)


def _standing(row: CheckedRow, column: str, place: Place) -> Iterator[Problem]:
    if place.standing == "unknown" and not place.doubt:
        message, hint = (
            tr("This place is not found in the territory."),
            tr("Check the postal code and the locality."),
        )
        yield row.problem("unknown_place", column, message, hint)
    elif place.standing == "outside":
        yield row.problem("outside", column, tr("Outside the territory; kept."), gravity="note")
    elif place.standing == "outside_bassins":
        message = tr("{commune} is in no bassin; kept.", commune=place.commune)
        hint = tr("To count it in one, assign the commune in eco.toml, under [bassins].")
        yield row.problem("outside_bassins", column, message, hint, gravity="note")


def _point(row: CheckedRow, bounds: Bounds) -> Iterator[Problem]:
    lat, lon = row["lat"], row["lon"]
    if lat is None and lon is None:
        return
    if lat is None or lon is None:
        yield row.problem(
            "half_a_point",
            "lat" if lat is not None else "lon",
            tr("Only one of latitude and longitude is known."),
            tr("Write both, or neither."),
        )
        return
    for fault in read_point(lat, lon, bounds).faults:
        if fault.code == "coordinates_swapped":
            message = tr("Latitude and longitude are exchanged.")
            yield row.problem("far_point", "lat", message, tr("Exchange the two cells."))
        else:
            yield row.problem("no_such_point", "lat", fault.message, fault.hint)


def unknown_terms(row: CheckedRow, columns: Sequence[Column], territory: Territory) -> Iterator[Problem]:
    """Cells that hold a word which the territory's vocabulary has not."""
    for column in columns:
        cell = row[column.name]
        if not column.vocabulary or cell is None:
            continue
        vocabulary = territory.vocabulary(column.vocabulary)
        unknown = [word for word in ((cell,) if isinstance(cell, str) else cell) if word not in vocabulary]
        if unknown:
            message = tr(
                "“{column}” holds a word the territory does not know: {words}.",
                column=column.name,
                words=listing(unknown),
            )
            yield row.problem("unknown_term", column.name, message, _meant(unknown, vocabulary))


def _meant(words: Iterable[str], vocabulary: Vocabulary) -> str:
    known_terms = [term.id for term in map(vocabulary.find, words) if term is not None]
    near = known_terms or [
        name for word in words for name in difflib.get_close_matches(word, list(vocabulary), n=1)
    ]
    return (
        tr("Write {words}?", words=listing(near))
        if near
        else tr("Known words: {words}.", words=", ".join(vocabulary))
    )


def unknown_choices(row: CheckedRow, choices: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Cells that should hold one of a few words and hold another."""
    for column, allowed in choices.items():
        if row[column] is not None and row[column] not in allowed:
            message = tr("“{column}” holds “{word}”.", column=column, word=row[column])
            hint = tr("Write one of: {words}; or leave it empty.", words=", ".join(allowed))
            yield row.problem("unknown_word", column, message, hint)


def disordered_dates(row: CheckedRow, pairs: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Dates of which the second is before the first."""
    for first, second in pairs:
        if row[first] and row[second] and row[second] < row[first]:
            message = tr(
                "“{second}” is before “{first}” ({date}).", second=second, first=first, date=row[first]
            )
            yield row.problem("dates_disordered", second, message, tr("Correct one of the two dates."))


_YES_PARTLY_NO = ("yes", "partly", "no")
RECORD_CHOICES = {
    "staff_trained": _YES_PARTLY_NO,
    "roles_defined": _YES_PARTLY_NO,
    "knows_ecosystem": ("very_well", "well", "badly", "not_at_all"),
    "entry_point": ("often", "sometimes", "rarely"),
}
_ORDER = (("collected_on", "withdrawn_on"), ("asked_on", "answered_on"), ("asked_on", "network_answered_on"))
_LOST = "\N{REPLACEMENT CHARACTER}"


def record_doubts(
    row: CheckedRow, numbers: frozenset[int], territory: Territory, bounds: Bounds
) -> Iterator[Problem]:
    """Everything doubtful in one record, by theme; points lie within these bounds."""
    if not row["name"]:
        yield row.problem("no_name", "name", tr("This structure has no name."), tr("Write its name."))
    yield from unknown_terms(row, RECORDS, territory)
    yield from unknown_choices(row, RECORD_CHOICES)
    yield from disordered_dates(row, _ORDER)
    yield from place_doubts(row, territory, bounds)
    yield from _reach(row)
    yield from _registers(row)
    yield from _host(row, numbers)
    yield from _lost_letters(row)


def _reach(row: CheckedRow) -> Iterator[Problem]:
    for phone in row["phone"] or ():
        if e164(phone) != phone:
            message = tr("“{phone}” is not an international phone number.", phone=phone)
            yield row.problem(
                "bad_phone", "phone", message, tr("Write it as +3242223344, several separated by |.")
            )
    for email in row["email"] or ():
        if valid_addresses(email) != (email.lower(),):
            message = tr("“{email}” is not an e-mail address.", email=email)
            yield row.problem("bad_email", "email", message, tr("Correct it, several separated by |."))


def _registers(row: CheckedRow) -> Iterator[Problem]:
    for column in ("bce", "unit_number"):
        number = row[column]
        if number is None or field_of(number) == column:
            continue
        message = tr("“{number}” is not a number of the Crossroads Bank for Enterprises.", number=number)
        hint = tr("Ten digits, without dots; Excel drops the 0 in front: write it again.")
        yield row.problem("bad_register_number", column, message, hint)


def _host(row: CheckedRow, numbers: frozenset[int]) -> Iterator[Problem]:
    bearer = row["hosted_by"]
    if bearer is None or not bearer.isdecimal():
        return
    if int(bearer) not in numbers:
        message = tr("No record has the number {number}.", number=bearer)
        yield row.problem(
            "unknown_record", "hosted_by", message, tr("Write the number of the bearer, or its name.")
        )
    elif int(bearer) == row["record"]:
        yield row.problem(
            "own_host", "hosted_by", tr("This record is its own bearer."), tr("Leave the cell empty.")
        )


def _lost_letters(row: CheckedRow) -> Iterator[Problem]:
    for column in ("name", "street", "locality", "note"):
        if _LOST in (row[column] or ""):
            message = tr("Letters were lost in “{column}” before the file reached us.", column=column)
            yield row.problem(
                "lost_letters", column, message, tr("Write the missing letters where � stands.")
            )


TIE_CHOICES = {"kind": TIE_KINDS, "declared_by": ("from", "to", "third"), "status": ("active", "ended")}
_STRUCTURE = re.compile(r"[sS][0-9]+")


def tie_doubts(row: CheckedRow, numbers: frozenset[int], territory: Territory) -> Iterator[Problem]:
    """Everything doubtful in one tie."""
    for column in ("from", "to"):
        yield from _end(row, column, numbers)
    if row["from"] is not None and row["from"] == row["to"]:
        message = tr("This tie leads back to where it starts.")
        yield row.problem(
            "tie_to_itself", "to", message, tr("Correct one of the two ends, or delete the row.")
        )
    if row["kind"] is None:
        hint = tr("Write one of: {words}.", words=", ".join(TIE_KINDS))
        yield row.problem("tie_without_kind", "kind", tr("This tie does not say what it is."), hint)
    if row["per_year"] is not None and row["per_year"] < 0:
        message = tr("A number of people a year cannot be negative.")
        yield row.problem("negative", "per_year", message, tr("Write the number, or leave the cell empty."))
    yield from unknown_terms(row, TIES, territory)
    yield from unknown_choices(row, TIE_CHOICES)
    yield from disordered_dates(row, (("declared_on", "valid_until"),))


def _end(row: CheckedRow, column: str, numbers: frozenset[int]) -> Iterator[Problem]:
    cell = row[column]
    if cell is None:
        message = tr("The tie has no “{column}”.", column=column)
        yield row.problem("tie_without_end", column, message, tr("Write a record number or a name."))
    elif cell.isdecimal() and int(cell) not in numbers:
        message = tr("No record has the number {number}.", number=cell)
        yield row.problem(
            "unknown_record", column, message, tr("Write a number of structures.csv, or a name.")
        )
    elif _STRUCTURE.fullmatch(cell):
        message = tr(
            "{number} is a number of the registry; it changes when structures are merged.", number=cell
        )
        yield row.problem("registry_number", column, message, tr("Write {number}.", number=cell[1:]))


DECISION_CHOICES = {"verdict": ("same", "different", "unsure")}


def decision_doubts(rows: Sequence[CheckedRow], numbers: frozenset[int]) -> Iterator[Problem]:
    """Everything doubtful in the decisions: of two that contradict, the later line wins."""
    earlier: dict[frozenset[str], CheckedRow] = {}
    for row in rows:
        yield from unknown_choices(row, DECISION_CHOICES)
        for column in ("left", "right"):
            yield from _side(row, column, numbers)
        sides = frozenset(str(row[column] or "") for column in ("left", "right"))
        before = earlier.get(sides)
        if before is not None and before["verdict"] != row["verdict"]:
            message = tr(
                "Row {row} decided otherwise (“{verdict}”); this later line wins.",
                row=before.number,
                verdict=before["verdict"],
            )
            yield row.problem("decided_twice", "verdict", message, tr("Delete the line that is not right."))
        earlier[sides] = row


def _side(row: CheckedRow, column: str, numbers: frozenset[int]) -> Iterator[Problem]:
    cell = row[column]
    if cell is None and column == "right" and not str(row["left"] or "0").isdecimal():
        return  # words that mean nobody of the register
    if cell is None:
        message = tr("The decision has no “{column}”.", column=column)
        yield row.problem("decision_without_side", column, message, tr("Write a record number."))
    elif cell.isdecimal() and int(cell) not in numbers:
        message = tr("No record has the number {number}.", number=cell)
        hint = tr("Compare with “{words}”, or delete the line.", words=row[f"{column}_words"] or cell)
        yield row.problem("unknown_record", column, message, hint)


_NAMED_IN = ((REFERRALS, "from"), (REFERRALS, "to"), (VERDICTS, "left"), (VERDICTS, "right"))


def orphan_doubts(sheets: Mapping[str, DataTable], files: Mapping[str, bytes | None]) -> Iterator[Problem]:
    """Every cell that holds a record number which structures.csv has not, file by file."""
    known = set(sheets[STRUCTURES].frame["record"]) | numbering.erased(files)
    for name, column in _NAMED_IN:
        sheet = sheets[name]
        place = list(sheet.frame.columns).index(column)
        for row, value in zip(sheet.rows, sheet.frame[column], strict=True):
            if value is not None and str(value).isdecimal() and int(value) not in known:
                yield _orphan(name, row, column, letter(place), str(value))
    for name, column in NAMING.items():
        for row, value in enumerate(numbering.column(files.get(name) or b"", column), start=2):
            if value.isdecimal() and int(value) not in known:
                yield _orphan(name, row, column, "", value)


def _orphan(file: str, row: int, column: str, place: str, value: str) -> Problem:
    message = tr("No record has the number {number}.", number=value)
    hint = tr("Write the number of a row of structures.csv or a name, or delete this row.")
    return Problem(
        "orphan", "warning", message, hint, file=file, row=row, column=column, letter=place, value=value
    )


def copy_doubts(folder: Path) -> Iterator[Problem]:
    """Files of `data/` that look like one of its tables and are not read, by name."""
    for path in sorted(data(folder).iterdir(), key=lambda path: path.name):
        meant = next((name for name in WATCHED if path.name != name and _resembles(path, name)), None)
        if meant is None or not path.is_file():
            continue
        if path.name.startswith(("~$", ".~lock.")):
            message = tr("{file} is open in another program.", file=meant)
            hint = tr("Close it there before a command that writes.")
            yield Problem("open_elsewhere", "note", message, hint, file=path.name)
        else:
            message = tr("{copy} looks like a copy of {file}; it is not read.", copy=path.name, file=meant)
            hint = tr(
                "Compare the two, keep what is right in {file}, and move the copy elsewhere.", file=meant
            )
            yield Problem("conflict_copy", "warning", message, hint, file=path.name)


def _resembles(path: Path, name: str) -> bool:
    stem = Path(name).stem
    return path.name.removeprefix("~$").removeprefix(".~lock.").startswith(stem) and ".csv" in path.name


def check(holdings: Holdings, territory: Territory) -> tuple[Problem, ...]:
    """Every problem of the reading and every doubt about a row, file by file, in the order of rows.

    Notes are facts to know (a structure outside the territory); warnings are worth mending;
    refusals stop every command that writes.
    """
    numbers = frozenset(holdings.records["record"])
    problems = [*holdings.problems, *copy_doubts(holdings.folder)]
    bounds = Bounds.of(territory)
    for row in rows_of(holdings.records, STRUCTURES, holdings.rows):
        problems += record_doubts(row, numbers, territory, bounds)
    for row in rows_of(holdings.ties, REFERRALS, holdings.rows):
        problems += tie_doubts(row, numbers, territory)
    problems += decision_doubts(tuple(rows_of(holdings.decisions, VERDICTS, holdings.rows)), numbers)
    return tuple(problems)
