"""A grid in two sheets: one line an answer, and one line for each structure that a respondent was asked about.

The second has a column for who answers, one for the structure of the line, and one a box. Structures
written below the list, without a number, are free lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from wtc_eco.errors import RefusedError
from wtc_eco.i18n import mark
from wtc_eco.sources.returned_sheet import SheetForm, Title, several_sheets
from wtc_eco.sources.surveys.headings import (
    ColumnPlace,
    Filled,
    columns_of,
    structure_in,
    term_in,
    tools,
    without_persons,
)
from wtc_eco.sources.surveys.offer import moment_of, month_first
from wtc_eco.sources.text_repair import one_line, tidy
from wtc_eco.territory.normalize import fold
from wtc_eco.territory.questionnaire import Question, Questionnaire

if TYPE_CHECKING:
    from collections.abc import Callable

    from wtc_eco.sources.table import Row, Table

OFFER, NETWORK = mark("Offer"), mark("Network")
"""The titles of the two sheets."""
RESPONDENT, ABOUT = mark("Respondent"), mark("Structure")
"""The titles of the columns of the network sheet, before its boxes."""
Who = tuple[str, str]
"""The id or the folded name of a respondent, and the moment of the answer where the sheet says it."""


@dataclass(frozen=True)
class NetworkLines:
    """What the network sheet says: the filled cells and the structures shown, by respondent; the question it asks."""

    said: Mapping[Who, Mapping[str, Sequence[Filled]]] = field(default_factory=dict)
    shown: Mapping[Who, tuple[str, ...]] = field(default_factory=dict)
    question: str = ""

    def whose(self, structure: str, name: str, moment: str | None) -> Who | None:
        """The lines of this respondent; those of this very moment before those that say none."""
        who = structure or fold(name)
        found = ((who, moment or ""), (who, ""), ("", ""))
        return next((key for key in found if key in self.said or key in self.shown), None)


def survey_tables(
    read: Callable[[str | None], Table], sheets: Sequence[str], questionnaire: Questionnaire
) -> tuple[Table, NetworkLines]:
    """The answers and the network lines of a file; `read` reads one of its `sheets`, or the file that has none.

    The answers stand on the sheet that has most questions, the lines on the one that has a column of
    structures and boxes. Raises `RefusedError` where none has any question, `UsageError` where two sheets
    that are filled in could be either.
    """
    offers: list[tuple[int, Table]] = []
    networks: list[tuple[Table, NetworkLines]] = []
    for name in sheets:
        try:
            table = read(name)
        except RefusedError:
            continue  # an empty sheet, a sheet of explanations
        if lines := network_lines(table, questionnaire):
            networks.append((table, lines))
            continue
        try:
            offers.append((len(columns_of(table, questionnaire).places), table))
        except RefusedError:
            continue
    most = max((n for n, _ in offers), default=0)
    answers = _one([table for n, table in offers if n == most]) if offers else read(None)
    answers = without_persons(answers, columns_of(answers, questionnaire))
    lines_of = {table.sheet: lines for table, lines in networks}
    return answers, lines_of[_one([table for table, _ in networks]).sheet] if networks else NetworkLines()


def _one(tables: Sequence[Table]) -> Table:
    """The only one of these sheets that holds rows, or the first of none; two are a question."""
    filled = [table for table in tables if table.rows]
    if len(filled) > 1:
        raise several_sheets(filled[0].file, [table.sheet for table in filled])
    return (filled or tables)[0]


def network_lines(table: Table, questionnaire: Questionnaire) -> NetworkLines | None:
    """The lines of a network sheet; None where the table is none: no column of structures, or no box."""
    asked = [one for one in questionnaire.of_type["box_grid"] if not len(one.rows)]
    # Where two questions have boxes of one text, titles that begin with the code tell which it is.
    question = next((one for one in asked if _names(table, one.code)), asked[0] if asked else None)
    columns = _Columns.of(table, question) if question else None
    if question is None or columns is None:
        return None
    free = next((one for one in questionnaire.of_type["box_grid"] if len(one.rows)), None)
    said: dict[Who, dict[str, list[Filled]]] = defaultdict(lambda: defaultdict(list))
    shown: dict[Who, list[str]] = defaultdict(list)
    for row in table.rows:
        about = one_line(tidy(row.cells[columns.about]))
        if not about or fold(about) in _form().columns["about"].ways:  # a title copied down
            continue
        who = columns.who(row)
        listed = structure_in(about)
        if listed:
            shown[who].append(listed)
        place = _place(said[who], question, free, listed, about)
        for index, box in columns.boxes.items():
            if text := tidy(row.cells[index]):
                said[who][place.code].append(
                    (ColumnPlace(place.code, place.row, box), text, table.header[index])
                )
    in_order = {who: tuple(sorted(ids, key=lambda id_: int(id_[1:]))) for who, ids in shown.items()}
    return NetworkLines(said, in_order if question == asked[0] else {}, question.code)


@cache
def _form() -> SheetForm:
    """The network sheet, but for its boxes, which the questionnaire names."""
    return SheetForm(
        columns={
            "respondent": Title(RESPONDENT, tuple(sorted(tools().respondent))),
            "about": Title(ABOUT, tuple(sorted(tools().about))),
        },
        needed=(frozenset({"about"}),),
        sheets=(NETWORK,),
    )


def _names(table: Table, code: str) -> bool:
    """Whether a title begins with this code."""
    return any(title.strip().startswith(f"{code} ") for _, title in table.columns())


@dataclass(frozen=True)
class _Columns:
    """Where a network sheet says who, which structure, which boxes, and when."""

    about: int
    boxes: Mapping[int, str]
    respondent: int | None
    moment: int | None
    american: bool

    @classmethod
    def of(cls, table: Table, question: Question) -> _Columns | None:
        places = _form().places(table.header)
        boxes = {index: id_ for index, title in table.columns() if (id_ := _box(question, title))}
        if "about" not in places or len(boxes) < 2:  # noqa: PLR2004 - one column could be anything
            return None
        moment = next((index for index, title in table.columns() if tools().meta(title) == "moment"), None)
        dates = [row.cells[moment] for row in table.rows] if moment is not None else []
        american = month_first(dates, table.header[moment]) if moment is not None else False
        return cls(places["about"], boxes, places.get("respondent"), moment, american)

    def who(self, row: Row) -> Who:
        words = one_line(tidy(row.cells[self.respondent])) if self.respondent is not None else ""
        day = (
            moment_of(tidy(row.cells[self.moment]), american=self.american)[0]
            if self.moment is not None
            else None
        )
        return structure_in(words) or fold(words), day or ""


def _box(question: Question, title: str) -> str:
    """The box a column is, by its text; a bare number is no title."""
    words = title.strip().removeprefix(question.code).strip(" .:-–—")
    return "" if words.isdigit() else term_in(question.options, words)


def _place(
    said: Mapping[str, list[Filled]], question: Question, free: Question | None, listed: str, about: str
) -> ColumnPlace:
    """The line of a listed structure, or the next free line, on which its name is written."""
    if listed or free is None:
        return ColumnPlace(question.code, listed or about)
    written = said[free.rows_of]
    taken = {place.row for place, _, _ in written}
    for row in free.rows:
        if row not in taken:
            written.append((ColumnPlace(free.rows_of, row), about, ""))
            return ColumnPlace(free.code, row)
    return ColumnPlace(question.code, about)
