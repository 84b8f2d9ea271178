"""Two tables on one sheet: read as one, every row would be half of one and half of the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from wtc_eco.errors import RefusedError
from wtc_eco.locale import tr
from wtc_eco.sources.header import is_all_titles
from wtc_eco.sources.lines import Line
from wtc_eco.sources.table import Fault, Place
from wtc_eco.sources.titles import EXACT, guess
from wtc_eco.sources.workbooks import areas
from wtc_eco.territory.spelling import fold


def refuse_two_tables(place: Place, lines: Sequence[Line], at: int) -> None:
    """Raise `RefusedError`, with both ranges, for a sheet whose header stands at index `at` and is not alone."""
    if below := _below(lines, at):
        above = max(line.number for line in lines if line.number < below.number)
        last = place.first_column + len(lines[at].cells) - 1
        message = tr("There are two tables on the sheet: other titles stand in row {row}.", row=below.number)
        ranges = (
            areas.written(lines[at].number, place.first_column, above, last),
            areas.written(below.number, place.first_column, lines[-1].number, last),
        )
        raise _two_tables(place, message, ranges, below.number)
    if gap := _beside(lines[at:]):
        first, number, bottom = place.first_column, lines[at].number, lines[-1].number
        message = tr(
            "There are two tables side by side: column {letter} between them is empty.",
            letter=place.letter(gap),
        )
        ranges = (
            areas.written(number, first, bottom, first + gap - 1),
            areas.written(number, first + gap + 1, bottom, first + len(lines[at].cells) - 1),
        )
        raise _two_tables(place, message, ranges, number)


def _below(lines: Sequence[Line], at: int) -> Line | None:
    """The titles of another table: known titles after a blank row, other than the list's own."""
    for before, line in pairwise(lines[at:]):
        if line.number > before.number + 1 and line.cells != lines[at].cells and is_all_titles(line):
            return line
    return None


def _beside(lines: Sequence[Line]) -> int | None:
    """The empty column on both sides of which there is a name, or the same title again."""
    titles = lines[0].cells
    filled = {index for line in lines for index, cell in enumerate(line.cells) if cell.strip()}
    for gap in range(1, len(titles) - 1):
        if gap not in filled and _alike(titles[:gap], titles[gap + 1 :]):
            return gap
    return None


def _alike(left: Iterable[str], right: Iterable[str]) -> bool:
    one, other = ({fold(title) for title in titles if title.strip()} for titles in (left, right))
    return bool(one & other) or all(
        any(guess(title).sure == EXACT and guess(title).fields == ("name",) for title in side)
        for side in (one, other)
    )


def _two_tables(place: Place, message: str, ranges: tuple[str, str], row: int) -> RefusedError:
    hint = tr(
        "Import them one by one: --range {first}, then --range {second}.", first=ranges[0], second=ranges[1]
    )
    fault = Fault("two_tables", "refusal", message, hint)
    return RefusedError(message, hint=hint, problems=(place.problem(fault, row=row),))
