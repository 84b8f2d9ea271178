"""The report as a workbook: the first page, charts to take away, a sheet a question, notes on method."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

from wtc_eco.locale import mark, number, tr
from wtc_eco.render.cells import visible
from wtc_eco.render.report import native
from wtc_eco.render.report.contents import METHOD, in_short
from wtc_eco.render.workbook import CREATED, OPTIONS, Paper, foot_of, said_of, sheet_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.report.contents import Report
    from wtc_eco.render.report.firstpage import Said

SHEETS = {
    "overview": mark("Who is there"),
    "answers": mark("Who answered"),
    "reminders": mark("Reminders"),
    "isolated": mark("Alone"),
    "ties": mark("Ties"),
    "bridges": mark("Relays"),
    "resilience": mark("Hangs on one"),
    "missing_links": mark("Introductions"),
    "worst_gap": mark("Worst gap"),
    "themes_by_slot": mark("Theme × slot"),
    "gaps_themes": mark("Themes"),
    "gaps_slots": mark("Slots"),
    "gaps_steps": mark("Steps"),
    "gaps_publics": mark("Publics"),
    "journeys": mark("Journeys"),
    "partners": mark("Partnerships"),
    "findable": mark("Findable"),
    "acquaintance": mark("Acquaintance"),
    "training": mark("Training"),
    "training_whom": mark("Who trains whom"),
    "trend": mark("What changed"),
    "directory": mark("Directory"),
    "hypotheses": mark("Hypotheses"),
}
"""The names of the sheets, short enough for their tabs; another question is called by its title."""


def book(report: Report, findings: Sequence[Finding]) -> bytes:
    """The workbook, in the language spoken now; same findings, same bytes.

    Every row of every answer stands on its sheet, with filters and a frozen header; each chart of the page
    is a chart of Excel's own, with its figures on a sheet beside.
    """
    held = {finding.question: finding for finding in findings}
    order = {section.id: section.number for section in report.sections}
    ordered = sorted(held.values(), key=lambda finding: order.get(finding.question, 0))
    told = [finding for finding in ordered if finding.headings]
    titles = [tr(SHEETS[one.question]) if one.question in SHEETS else one.title for one in told]
    first, charts, grids, *names, figures = sheet_names(
        [tr("First page"), tr("Charts"), tr("Heat maps"), *titles, tr("Figures of the charts")]
    )
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as made:
        made.set_properties({"created": CREATED, "title": visible(report.title), "author": "wtc-eco"})
        paper = Paper(made)
        paper.lines(first, list(_first_page(report)))
        drawn, coloured = made.add_worksheet(charts), made.add_worksheet(grids)
        for name, finding in zip(names, told, strict=True):
            paper.sheet(name, finding.headings, finding.rows(), notice=foot_of(finding))
        _charts(made, report, drawn, figures)
        _grids(made, report, coloured)
        edition = ordered[0].edition if ordered else "working"
        paper.notes([line for finding in ordered for line in said_of(finding)], _method(report), edition)
    return buffer.getvalue()


def _first_page(report: Report) -> Iterator[tuple[str, str]]:
    """The first page as labelled lines."""
    yield "", report.title
    yield tr("State"), " · ".join(filter(None, (report.day, report.ground, report.edition)))
    if report.notice:
        yield tr("Notice"), report.notice
    yield "", tr("In five sentences")
    yield from (_line(said) for said in report.sentences)
    if report.actions:
        yield "", report.to_do
        yield from (_line(said) for said in report.actions)
    yield "", tr("What this page does not say")
    yield from ((tr("Remark"), said) for said in report.silences)
    yield tr("Sources"), in_short(report.sources) or tr("unknown")
    yield tr("How to cite"), report.cited


def _line(said: Said) -> tuple[str, str]:
    fragile = f" [{tr('fragile result')}]" if said.fragile else ""
    return said.announced, f"{said.text}{fragile}"


def _charts(made: Workbook, report: Report, page: Worksheet, figures: str) -> None:
    """Every bar chart of the page, one under the other, and its figures on their own sheet."""
    behind = made.add_worksheet(figures)
    behind.set_column(0, 0, 44)
    behind.set_column(1, 8, 16)
    head = made.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    row, at, starts = 0, 1, []
    for chart in (one for section in report.sections for one in section.bars if one.rows):
        after = native.figures(behind, row, chart, head)
        place = {"description": native.alternative(chart), "object_position": 3}
        page.insert_chart(at, 0, native.drawn(made, figures, row, chart), place)
        starts.append(at)
        at += native.height(chart) // native.ROW_PIXELS + 2
        row = after
    # One chart a page: none is cut in two.
    page.set_h_pagebreaks(starts[1:])


def _grids(made: Workbook, report: Report, page: Worksheet) -> None:
    """Every heat map of the page, one under the other."""
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    grids = native.Grids(made, page)
    for section in report.sections:
        if section.heat:
            grids.add(section.heat)


def _method(report: Report) -> list[str]:
    """How figures are made, for the notes."""
    said = [f"{term} – {words}" for term, words in report.method]
    return [
        *said,
        tr(
            "Section numbers are those of the report; its method is section {number}.",
            number=number(report.number_of(METHOD) or 0),
        ),
    ]
