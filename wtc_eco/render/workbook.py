"""Answers as an Excel workbook: a sheet each, typed cells, filters, and a sheet of notes."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from wtc_eco.analysis.finding import part_of
from wtc_eco.i18n import date, language, number, percent, tr
from wtc_eco.render import files
from wtc_eco.render.cells import DECIMALS, FORMULA, decimals, spoken, visible
from wtc_eco.render.fill_in import BODY, CREATED, HEAD, OPTIONS, DropDowns, on_paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from wtc_eco.analysis.finding import Edition, Finding, Heading

LONGEST_CELL = 32_767
LONGEST_NAME = 31
WIDEST = 55
LINE_HIGH, LINE_LONG = 15.75, 92
"""Points of a line of notes, and the letters that fit on it."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def workbook(findings: Sequence[Finding], *, method: Sequence[str] = ()) -> bytes:
    """The workbook: a sheet for each answer, in order, then the notes; same answers, same bytes.

    An empty cell is unknown. `method` are sentences added to the notes.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties(
            {"created": CREATED, "title": findings[0].title if findings else "", "author": "wtc-eco"}
        )
        paper = Paper(book)
        for name, finding in zip(sheet_names([f.title for f in findings]), findings, strict=True):
            paper.sheet(name, finding.headings, finding.rows(), notice=foot_of(finding))
        edition = findings[0].edition if findings else "working"
        paper.notes([line for finding in findings for line in said_of(finding)], method, edition)
        paper.lists()
    return buffer.getvalue()


def dossier(
    findings: Sequence[Finding], closing: str, lines: Sequence[tuple[str, str]], *, foot: str = ""
) -> bytes:
    """A workbook of one sheet an answer and a last one, called `closing`, that says how they were made."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"created": CREATED, "title": findings[0].title, "author": "wtc-eco"})
        paper = Paper(book)
        *names, last = sheet_names([*(finding.title for finding in findings), closing])
        for name, finding in zip(names, findings, strict=True):
            paper.sheet(name, finding.headings, finding.rows(), notice=foot)
        paper.lines(last, lines)
        paper.lists()
    return buffer.getvalue()


def table_workbook(
    title: str,
    headings: Sequence[Heading],
    rows: Iterable[Mapping[str, Any]],
    notes: Sequence[tuple[str, str]],
) -> bytes:
    """A workbook of one table, with its notes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"created": CREATED, "title": title, "author": "wtc-eco"})
        paper = Paper(book)
        paper.sheet(sheet_names([title])[0], headings, rows, notice=_foot("working"))
        paper.notes(notes, ())
        paper.lists()
    return buffer.getvalue()


def sheet_names(titles: Iterable[str]) -> tuple[str, ...]:
    r"""Names Excel accepts: 31 characters, no `[]:*?/\`, no quote at the ends, no two alike."""
    taken = {tr("Notes").casefold(), "history"}
    names = []
    for title in titles:
        base = _FORBIDDEN.sub(" ", visible(title)).strip(" '") or tr("Sheet")
        name, n = _shortened(base, ""), 1
        while name.casefold() in taken:
            n += 1
            name = _shortened(base, f" ({n})")
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _shortened(base: str, ending: str) -> str:
    room = LONGEST_NAME - len(ending)
    cut = base if len(base) <= room else base[: room - 1].rsplit(" ", 1)[0].rstrip(" \u00a0,;:'-–") + "…"
    return cut + ending


def said_of(finding: Finding) -> list[tuple[str, str]]:
    """What the notes say of an answer: a label and its text."""
    lines = [("", finding.title), (tr("In one sentence"), finding.sentence())]
    lines.append((tr("Structures it is about"), number(finding.base)))
    lines.append((tr("Of which nobody can speak for"), number(finding.unknown)))
    if finding.response is not None:
        lines.append((tr("Response rate"), _answered(finding.response, finding.asked)))
    if finding.low is not None and finding.high is not None:
        lines.append((tr("Between"), f"{_bound(finding.low)} – {_bound(finding.high)}"))
    if finding.fragile:
        lines.append((tr("Fragile"), tr("A small change of a hypothesis would change this answer.")))
    lines += [(tr("Remark"), remark.text) for remark in finding.remarks]
    if finding.as_of:
        lines.append((tr("As of"), date(finding.as_of)))
    if finding.notice:
        lines.append((tr("Notice"), finding.notice))
    return lines


def _answered(rate: float, asked: int | None) -> str:
    return percent(rate) if asked is None else part_of(round(rate * asked), asked)


def _bound(figure: float) -> str:
    """The end of a range, which is a share where it lies between 0 and 1."""
    return percent(figure) if 0 < figure < 1 else number(figure)


class Paper:
    """A workbook being written, and the formats its cells share."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.drop_downs = DropDowns(book)
        day = "dd/mm/yyyy" if language() == "fr" else "yyyy-mm-dd"
        body = BODY
        self.head = book.add_format(HEAD)
        self.words = book.add_format({**body, "text_wrap": True, "num_format": "@"})
        # Typed as text, it still turns into a formula when someone edits it, unless quoted.
        self.quoted = book.add_format({**body, "text_wrap": True, "num_format": "@", "quote_prefix": True})
        self.title = book.add_format({**body, "bold": True, "font_size": 13})
        self.label = book.add_format({**body, "font_color": "#4B545D"})
        figures = {str(n): "0." + "0" * n for n in sorted(set(DECIMALS.values()))}
        patterns = {
            "0": "#,##0",
            "1": "#,##0.0",
            **figures,
            "km": f'[=0]"{tr("same commune")}";0.0',
            "share": "0%",
            "date": day,
        }
        self.typed = {
            shape: book.add_format({**body, "num_format": code}) for shape, code in patterns.items()
        }

    def sheet(
        self, name: str, headings: Sequence[Heading], rows: Iterable[Mapping[str, Any]], *, notice: str = ""
    ) -> None:
        """One table: frozen header, filters, widths by content, printable on A4 across."""
        page = self.book.add_worksheet(name)
        listed = list(rows)
        for at, head in enumerate(headings):
            page.write_string(0, at, visible(head.title), self.head)
            lengths = [self._cell(page, n, at, row.get(head.id), head) for n, row in enumerate(listed, 1)]
            wide = min(WIDEST, max([len(head.title) + 4, 8, *(n + 2 for n in lengths)]))
            # Our own columns are for taking the file back, not for reading.
            page.set_column(at, at, wide, None, {"hidden": head.id.startswith("_")})
            if head.choices and listed:
                self.drop_downs.offer(page, at, len(listed), head.choices, head.title, inline=True)
        page.freeze_panes(1, 1 if len(headings) > 1 else 0)
        if headings:
            page.autofilter(0, 0, len(listed), len(headings) - 1)
        on_paper(page)
        page.repeat_rows(0)
        page.set_footer(f"&L{_printed(notice)}&R&P / &N")

    def lists(self) -> None:
        """The longer lists of words to choose from, on a hidden sheet."""
        self.drop_downs.write(self.head, self.words, hidden=True)

    def _cell(self, page: Worksheet, row: int, column: int, value: Any, head: Heading) -> int:
        """Write a value as its type and return how wide it reads; the unknown is left empty."""
        if value is None:
            return 0
        match head.shape:
            case "whole" | "number" | "km" | "share":
                pattern = head.shape if head.shape in self.typed else str(decimals(value, head))
                page.write_number(row, column, value, self.typed[pattern])
                return len(spoken(value, head))
            case "date" if (day := _day(value)) is not None:
                page.write_datetime(row, column, day, self.typed["date"])
                return 10
            case _:
                words = str(value) if head.shape == "date" else spoken(value, head, keep="\n")
                return self._text(page, row, column, words)

    def _text(self, page: Worksheet, row: int, column: int, words: str) -> int:
        shown = words if len(words) <= LONGEST_CELL else f"{words[: LONGEST_CELL - 1]}…"
        page.write_string(row, column, shown, self.quoted if FORMULA.match(shown) else self.words)
        return max((len(line) for line in shown.split("\n")), default=0)

    def notes(
        self, lines: Sequence[tuple[str, str]], method: Sequence[str], edition: Edition = "working"
    ) -> None:
        """The last sheet: what each answer rests on, and how to read the cells."""
        reading = (
            tr("An empty cell is unknown: nobody told us. It is not zero, and it is not “no”."),
            tr("“{none}” means that the structure is known to have none.", none=tr("none")),
            *method,
        )
        explained = ((tr("Reading"), line) for line in reading)
        meant_for = (files.named(edition), files.warned(edition))
        self.lines(tr("Notes"), [*lines, meant_for, ("", tr("How to read the sheets")), *explained])

    def lines(self, name: str, lines: Sequence[tuple[str, str]]) -> None:
        """A sheet of labelled sentences; a line without a label is a title."""
        page = self.book.add_worksheet(name)
        page.set_column(0, 0, 28)
        page.set_column(1, 1, 100)
        for row, (label, words) in enumerate(lines):
            page.write_string(row, 0, visible(label), self.label)
            page.write_string(row, 1, visible(words, "\n"), self.words if label else self.title)
            # Not every program finds by itself how high a wrapped row is.
            page.set_row(row, LINE_HIGH * (1 + len(words) // LINE_LONG) if label else None)
        on_paper(page)


def foot_of(finding: Finding) -> str:
    """What stands at the foot of every page of an answer."""
    return _foot(finding.edition, finding.notice)


def _foot(edition: Edition, notice: str = "") -> str:
    """What stands at the foot of every page: whose edition it is, and the notice."""
    return " · ".join(part for part in (files.named(edition), notice) if part)


def _printed(notice: str) -> str:
    """A notice for the foot of a page, where `&` commands and 255 characters are all there is."""
    return visible(notice).replace("&", "&&")[:200]


def _day(value: str) -> datetime | None:
    try:
        day = datetime.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year >= 1901 else None  # noqa: PLR2004 - Excel's calendar has a false day in 1900
