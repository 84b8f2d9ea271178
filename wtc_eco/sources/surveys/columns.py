"""The columns of an export: what each answers, what it says besides, and what nobody asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.locale import tr
from wtc_eco.sources.surveys.headings import UNKNOWN, Headings, Place
from wtc_eco.sources.surveys.tools import tools
from wtc_eco.sources.table import Fault, Table
from wtc_eco.sources.text import quoted, tidy
from wtc_eco.territory.questionnaire import Questionnaire
from wtc_eco.territory.spelling import fold

Filled = tuple[Place, str, str]
"""A filled cell: its place, its text, the title of its column."""


@dataclass(frozen=True)
class Columns:
    """`places` and `meta` by the index of the column; `strangers` are titles that nobody asked about."""

    places: Mapping[int, Place]
    meta: Mapping[str, int]
    strangers: tuple[tuple[int, str], ...]
    problems: tuple[Problem, ...] = field(default=())

    def said(self, cells: Sequence[str], titles: Sequence[str]) -> dict[str, list[Filled]]:
        """The filled cells of a row, by question."""
        found: dict[str, list[Filled]] = {}
        for index, place in self.places.items():
            if text := tidy(cells[index]):
                found.setdefault(place.code, []).append((place, text, titles[index]))
        return found

    def about(self, name: str, cells: Sequence[str]) -> str:
        """What the column `name` beside the questions says in this row; empty where there is none."""
        return tidy(cells[self.meta[name]]) if name in self.meta else ""

    def shown(self, cells: Sequence[str], roster_question: str) -> tuple[str, ...]:
        """The listed structures that this respondent was shown, in order of number."""
        hidden = tools().not_shown
        ids = {
            place.row
            for index, place in self.places.items()
            if place.code == roster_question
            and place.row.removeprefix("S").isdigit()
            and fold(cells[index]) not in hidden
        }
        return tuple(sorted(ids, key=lambda id_: int(id_[1:])))


def columns_of(table: Table, questionnaire: Questionnaire) -> Columns:
    """The columns of an export; raises `RefusedError` where no title is a question of the pack."""
    headings, words = Headings(questionnaire), tools()
    places: dict[int, Place] = {}
    meta: dict[str, int] = {}
    strangers: list[tuple[int, str]] = []
    personal: list[str] = []
    for index, title in table.columns():
        place = None if words.meta(title) else headings.place(title)
        if name := words.meta(title):
            meta.setdefault(name, index)
        elif place is not None:
            places[index] = place
        elif fold(title) in words.personal:
            personal.append(title)
        elif fold(title.rpartition("/")[2]) not in words.ignored:
            strangers.append((index, title))
    if not places:
        raise _no_questions(table)
    return Columns(places, meta, tuple(strangers), tuple(_problems(table, places, strangers, personal)))


def _no_questions(table: Table) -> RefusedError:
    return RefusedError(
        tr("{file}: no column is a question of the survey.", file=table.file),
        hint=tr("Export the answers with the codes or the full texts of the questions. Found: {titles}.", titles=", ".join(table.header[:20])),
    )  # fmt: skip


def _problems(
    table: Table, places: Mapping[int, Place], strangers: Sequence[tuple[int, str]], personal: Sequence[str]
) -> list[Problem]:
    found: list[Problem] = []
    for index, place in places.items():
        title = table.header[index]
        if place.reworded:
            message = tr("“{title}” was read as question {code}.", title=title[:80], code=place.code)
            fault = Fault(
                "question_reworded", "warning", message, tr("If it is another question, rename the column.")
            )
            found.append(table.problem(fault, row=table.header_row, column=title))
        if UNKNOWN in (place.row[:1], place.column[:1]):
            words = (place.row if place.row.startswith(UNKNOWN) else place.column)[1:]
            message = tr(
                "Question {code} has no option “{words}” in the pack.", code=place.code, words=words[:80]
            )
            fault = Fault(
                "unknown_option_column", "warning", message, tr("What was ticked there is kept as found.")
            )
            found.append(table.problem(fault, row=table.header_row, column=title))
    held = [title for index, title in strangers if any(row.cells[index].strip() for row in table.rows)]
    if held:
        message = tr(
            "Columns that are no question of the survey, kept as found: {titles}.", titles=quoted(held[:20])
        )
        found.append(Fault("unknown_columns", "warning", message).at(table.file, table.header_row))
    if personal:
        message = tr("Columns about the person at the keyboard, not kept: {titles}.", titles=quoted(personal))
        found.append(Fault("personal_columns", "note", message).at(table.file, table.header_row))
    return found
