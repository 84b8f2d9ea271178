"""The survey as a workbook: one line a structure for its offer, one a listed structure for its network.

It is filled in at a meeting, on the telephone or from the paper sheets, and imported as it is. A line that
nobody has filled in is no answer.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from wtc_eco.i18n import tr
from wtc_eco.render.cells import visible
from wtc_eco.render.workbook import CREATED
from wtc_eco.sources.surveys.grid import ABOUT, NETWORK, OFFER, RESPONDENT
from wtc_eco.territory.questionnaire import FOLLOW_UP

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from wtc_eco.campaigns.campaign import Outing, Recipient
    from wtc_eco.territory.questionnaire import Question

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}  # fmt: skip
FREE_LINES = 5
_CROSS = ("x",)


@dataclass(frozen=True)
class Column:
    """A column of the offer: its title, the answers to choose from, its width."""

    title: str
    choices: tuple[str, ...] = ()
    width: int = 20
    identity: bool = False
    """Whether it says which structure answers."""


def workbook(outing: Outing) -> bytes:
    """The workbook, in the language spoken now; the same outing gives the same bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"created": CREATED, "title": visible(outing.title()), "author": "wtc-eco"})
        form = _Form(book, outing)
        form.offer()
        form.network()
        form.lists()
        form.notes()
    return buffer.getvalue()


def columns(questions: Sequence[Question]) -> Iterator[Column]:
    """The columns of the offer; each title begins with the code of its question, by which an import knows it."""
    yield Column(tr("Date"), width=12)
    for question in questions:
        yield from _columns(question)


def _columns(question: Question) -> Iterator[Column]:
    code, options = question.code, tuple(option.text() for option in question.options.values())
    match question.type:
        case "identity":
            yield Column(" ".join([code, tr("Structure")]), width=48, identity=True)
        case "choice":
            yield Column(f"{code}. {question.text()}", options, 26)
        case "boxes":
            yield from (Column(f"{code} {label}", _CROSS, 12) for label in options)
            if question.other:
                yield Column(" ".join([code, tr("Other")]), width=20)
        case "grid" | "texts":
            # Of a grid one answer a line is chosen; a text has nothing to choose from.
            yield from (Column(f"{code} {row.text()}", options, 22) for row in question.rows.values())
        case "box_grid" | "lines":
            return
        case _:
            yield Column(f"{code} – {question.text()}", width=28)


class _Form:
    """The workbook being written."""

    def __init__(self, book: Workbook, outing: Outing) -> None:
        self._book, self._outing = book, outing
        self._lists: list[tuple[str, ...]] = []
        body = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        head = {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E3EEF5", "font_color": "#1D2329"}
        self._head: Format = book.add_format({**body, **head})
        self._text: Format = book.add_format({**body, "num_format": "@"})
        self._first: Format = book.add_format({**body, "num_format": "@", "top": 1})
        self._self: Format = book.add_format(
            {**body, "num_format": "@", "font_color": "#7A858F", "italic": True}
        )
        self._prose: Format = book.add_format({**body, "text_wrap": True})
        self._title: Format = book.add_format({**body, "bold": True, "font_size": 14})

    def offer(self) -> None:
        """A line a structure, its number and name filled in."""
        page = self._book.add_worksheet(tr(OFFER))
        held = list(columns([one for one in self._outing.questions if one.part != FOLLOW_UP]))
        last = len(self._outing.recipients)
        for at, column in enumerate(held):
            page.set_column(at, at, column.width, self._text)
            page.write_string(0, at, column.title, self._head)
            if column.choices and last:
                page.data_validation(1, at, last, at, self._choice(column.choices))
        identity = next(at for at, column in enumerate(held) if column.identity)
        for row, one in enumerate(self._outing.recipients, start=1):
            page.write_string(row, identity, _label(one), self._text)
        page.set_row(0, 75)
        page.freeze_panes(1, identity + 1)
        _on_paper(page)

    def network(self) -> None:
        """For each structure the lines of its list, then free lines."""
        page = self._book.add_worksheet(tr(NETWORK))
        question = next(one for one in self._outing.questions if one.type == "box_grid")
        prefix = f"{question.code} " if self._outing.follow_up else ""
        boxes = [f"{prefix}{option.text()}" for option in question.options.values()]
        for at, title in enumerate([tr(RESPONDENT), tr(ABOUT), *boxes]):
            page.set_column(at, at, 14 if at > 1 else 48, self._text)
            page.write_string(0, at, title, self._head)
        row = 0
        for one in self._outing.recipients:
            row = self._lines(page, row, one)
        if row:
            page.data_validation(1, 2, row, 1 + len(boxes), self._choice(_CROSS))
            page.autofilter(0, 0, row, 1 + len(boxes))
        page.set_row(0, 48)
        page.freeze_panes(1, 2)
        _on_paper(page)

    def _lines(self, page: Worksheet, row: int, one: Recipient) -> int:
        """The lines of one respondent, after this row; returns the last."""
        start = row + 1
        for listed in self._outing.shown_to(one).shown:
            row += 1
            own = listed.id == one.listed.id
            form = self._self if own else self._first if row == start else self._text
            page.write_string(row, 0, _label(one), form)
            page.write_string(row, 1, visible(listed.text()), form)
        for _ in range(0 if self._outing.follow_up else FREE_LINES):
            row += 1
            page.write_string(row, 0, _label(one), self._text)
        return row

    def _choice(self, words: tuple[str, ...]) -> dict[str, object]:
        """A drop-down list; other words may be typed: an import keeps them as found."""
        if words not in self._lists:
            self._lists.append(words)
        at = self._lists.index(words)
        return {
            "validate": "list",
            "source": "".join(["='", tr("Lists"), "'!", xl_range_abs(1, at, len(words), at)]),
            "error_type": "information",
            "error_title": tr("Another word"),
            "error_message": tr("This word is not in the list: it will be kept as written."),
        }

    def lists(self) -> None:
        """The answers to choose from, a column a list."""
        page = self._book.add_worksheet(tr("Lists"))
        for at, words in enumerate(self._lists):
            page.set_column(at, at, 30)
            page.write_string(0, at, tr("List {n}", n=at + 1), self._head)
            page.write_column(1, at, words, self._text)
        page.hide()

    def notes(self) -> None:
        """How to fill it in and bring it in."""
        page = self._book.add_worksheet(tr("How to use it"))
        page.set_column(0, 0, 110)
        page.write_string(0, 0, visible(self._outing.title()), self._title)
        for row, said in enumerate(_advice(self._outing), start=2):
            page.write_string(row, 0, visible(said), self._prose)
        page.set_paper(9)
        page.fit_to_pages(1, 0)


def _label(one: Recipient) -> str:
    return visible(one.listed.text())


def _on_paper(page: Worksheet) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _advice(outing: Outing) -> tuple[str, ...]:
    return (
        tr("One line a structure on the first sheet; a line that you leave empty is no answer."),
        tr("On the second sheet, one line for each structure of the list: an x in every box that is true."),
        *(
            ()
            if outing.follow_up
            else (
                tr("The empty lines under each list are for other structures: write the name and the locality."),
                tr("The last question (C5) says whether the list was gone through: without it, an empty box says nothing."),
            )
        ),
        tr("Date: the day of the answer. Without it, add --collected-on to the command."),
        tr("To bring the answers in: wtc-eco import {file} --survey --as {survey}", file=tr("grid.xlsx"), survey=outing.survey),
    )  # fmt: skip
