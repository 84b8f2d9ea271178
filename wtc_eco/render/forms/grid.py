"""The survey as a workbook: one line a structure for its offer, one a listed structure for its network.

It is filled in at a meeting, on the telephone or from the paper sheets, and imported as it is. A line that
nobody has filled in is no answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wtc_eco.i18n import tr
from wtc_eco.render.cells import visible
from wtc_eco.render.fill_in import Cells, FillIn, FillInColumn, Look, fill_in_workbook
from wtc_eco.sources.answers import TICK
from wtc_eco.sources.surveys.grid import ABOUT, NETWORK, OFFER, RESPONDENT
from wtc_eco.territory.questionnaire import FOLLOW_UP

if TYPE_CHECKING:
    from wtc_eco.campaigns.campaign import Outing, Recipient
    from wtc_eco.territory.questionnaire import Question

FREE_LINES = 5


def workbook(outing: Outing) -> bytes:
    """The workbook, in the language spoken now; the same outing gives the same bytes."""

    def write(form: FillIn) -> None:
        _offer(form, outing)
        _network(form, outing)
        form.lists(hidden=True)
        form.notes(outing.title(), _advice(outing))

    return fill_in_workbook(outing.title(), write)


def _offer(form: FillIn, outing: Outing) -> None:
    """A line a structure, its number and name filled in."""
    columns, identity = [FillInColumn(tr("Date"), width=12)], 0
    for question in outing.questions:
        if question.part != FOLLOW_UP:
            identity = len(columns) if question.type == "identity" else identity
            columns += _columns(question)
    rows: list[Cells] = [({identity: _label(one)}, "text") for one in outing.recipients]
    form.sheet(tr(OFFER), columns, rows, last=len(rows), frozen=identity + 1, high=75)


def _columns(question: Question) -> Iterator[FillInColumn]:
    """The columns of a question; each title begins with its code, by which an import knows it."""
    code, options = question.code, tuple(option.text() for option in question.options.values())
    match question.type:
        case "identity":
            yield FillInColumn(" ".join([code, tr("Structure")]), width=48)
        case "choice":
            yield FillInColumn(f"{code}. {question.text()}", options, 26)
        case "boxes":
            yield from (FillInColumn(f"{code} {label}", (TICK,), 12) for label in options)
            if question.other:
                yield FillInColumn(" ".join([code, tr("Other")]), width=20)
        case "grid" | "texts":
            # Of a grid one answer a line is chosen; a text has nothing to choose from.
            yield from (FillInColumn(f"{code} {row.text()}", options, 22) for row in question.rows.values())
        case "box_grid" | "lines":
            return
        case _:
            yield FillInColumn(f"{code} – {question.text()}", width=28)


def _network(form: FillIn, outing: Outing) -> None:
    """For each structure the lines of its list, then free lines."""
    question = next(one for one in outing.questions if one.type == "box_grid")
    prefix = f"{question.code} " if outing.follow_up else ""
    boxes = [FillInColumn(f"{prefix}{option.text()}", (TICK,), 14) for option in question.options.values()]
    columns = [FillInColumn(tr(RESPONDENT), width=48), FillInColumn(tr(ABOUT), width=48), *boxes]
    rows = [row for one in outing.recipients for row in _lines(outing, one)]
    page = form.sheet(tr(NETWORK), columns, rows, last=len(rows), frozen=2, high=48)
    if rows:
        page.autofilter(0, 0, len(rows), len(columns) - 1)


def _lines(outing: Outing, one: Recipient) -> Iterator[Cells]:
    """The lines of one respondent: a listed structure each, then free ones."""
    for at, listed in enumerate(outing.shown_to(one).shown):
        look: Look = "own" if listed.id == one.listed.id else "text" if at else "first"
        yield {0: _label(one), 1: visible(listed.text())}, look
    for _ in range(0 if outing.follow_up else FREE_LINES):
        yield {0: _label(one)}, "text"


def _label(one: Recipient) -> str:
    return visible(one.listed.text())


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
