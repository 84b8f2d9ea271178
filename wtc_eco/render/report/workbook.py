"""The report as a workbook: the first page, Excel's own charts to take away, a sheet a question, notes on method."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import xlsxwriter

from wtc_eco.i18n import mark, number, tr
from wtc_eco.render.cells import visible
from wtc_eco.render.fill_in import CREATED, OPTIONS
from wtc_eco.render.map.symbols import CATEGORIES, INK, INK_SOFT
from wtc_eco.render.report.content import METHOD, in_short
from wtc_eco.render.workbook import Paper, foot_of, said_of, sheet_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.report.charts import Bars, Heat
    from wtc_eco.render.report.content import Report
    from wtc_eco.render.report.first_page import PageSentence

BLUE, ORANGE, SKY, VERMILION = CATEGORIES[0], CATEGORIES[1], CATEGORIES[4], CATEGORIES[5]
GREY = "#B7BABC"
TINTS = {
    "tint-1": BLUE,
    "tied": BLUE,
    "found": BLUE,
    "sent": SKY,
    "sent-twice": "#B4DCF3",
    "missing": VERMILION,
    "fragile-tint": "#F0B58C",
    "isolated": "#B3261E",
    "undecided": SKY,
    "named": ORANGE,
    "unknown": GREY,
    "tint-unknown": GREY,
}
"""The colours of a bar, as the page has them in the light."""
SHADES = {
    "offer": ("#FFFFFF", "#DBEBF5", "#B3D5E8", "#80B9D9", BLUE),
    "lack": ("#FFFFFF", "#E8C98F", "#D79A4B", "#A95C15", "#7A3B08"),
}
DARK = {"offer": 4, "lack": 3}
"""The shade from which figures are written in white."""
ROW_PIXELS = 20
WIDE = 940
EACH, AROUND = 32, 150
"""Pixels of a bar, and around all of them: a chart stays readable on a projector."""


def write_figures(page: Worksheet, row: int, chart: Bars, head: Format) -> int:
    """Write what a chart rests on from `row` down; returns the first row after it."""
    names = tints_of(chart)
    page.write_string(row, 0, visible(chart.caption), head)
    page.write_string(row + 1, 0, visible(chart.titles[0]), head)
    for column, (_, words) in enumerate(names, start=1):
        page.write_string(row + 1, column, visible(words), head)
    for at, bar in enumerate(chart.rows, start=row + 2):
        page.write_string(at, 0, visible(bar.label))
        amounts = {part.tint: part.amount for part in bar.parts}
        for column, (tint, _) in enumerate(names, start=1):
            page.write_number(at, column, amounts.get(tint, 0))
    return row + 3 + len(chart.rows)


def tints_of(chart: Bars) -> tuple[tuple[str, str], ...]:
    """The tints of a chart and their words; a chart without a legend has one, called as its figures."""
    if chart.legend:
        return chart.legend
    used = dict.fromkeys(part.tint for bar in chart.rows for part in bar.parts)
    words_of = {"tint-unknown": tr("unknown")}
    return tuple((tint, words_of.get(tint, chart.titles[1])) for tint in used)


def drawn(book: Workbook, sheet: str, row: int, chart: Bars) -> Any:
    """The chart of what `figures` wrote on `sheet` from `row` down."""
    made = book.add_chart({"type": "bar", "subtype": "stacked"})
    names, first, last = tints_of(chart), row + 2, row + 1 + len(chart.rows)
    for column, (tint, _) in enumerate(names, start=1):
        made.add_series(
            {
                "name": [sheet, row + 1, column],
                "categories": [sheet, first, 0, last, 0],
                "values": [sheet, first, column, last, column],
                "fill": {"color": TINTS.get(tint, BLUE)},
                "gap": 45,
            }
        )
    font = {"size": 12, "color": INK}
    made.set_title(
        {"name": visible(chart.caption), "overlay": False, "name_font": {"size": 15, "color": INK}}
    )
    made.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": font, "line": {"color": INK_SOFT}})
    made.set_x_axis(
        {
            "num_font": font,
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": "#D6D2C8"}},
        }
    )
    made.set_legend({"position": "bottom", "font": font} if len(names) > 1 else {"none": True})
    made.set_size({"width": WIDE, "height": height(chart)})
    return made


def height(chart: Bars) -> int:
    """Pixels that a chart takes."""
    return AROUND + EACH * max(4, len(chart.rows))


class Grids:
    """The sheet of heat maps: figures on their colours, the unknown in grey."""

    def __init__(self, book: Workbook, page: Worksheet) -> None:
        self._page = page
        self._row = 0
        edge = {"align": "center", "valign": "vcenter", "border": 1, "border_color": "#D6D2C8"}
        self._formats: dict[tuple[str, int | None], Format] = {
            (tone, shade): book.add_format(
                {**edge, "bg_color": color, "font_color": "#FFFFFF" if shade >= DARK[tone] else INK}
            )
            for tone, colors in SHADES.items()
            for shade, color in enumerate(colors)
        }
        self._unknown = book.add_format({**edge, "pattern": 4, "fg_color": GREY, "bg_color": "#FFFFFF"})
        self._title = book.add_format({"bold": True, "font_size": 13})
        self._top = book.add_format({"bold": True, "rotation": 60, "align": "left", "valign": "bottom"})
        self._note = book.add_format({"font_color": INK_SOFT})
        page.set_column(0, 0, 42)
        page.set_column(1, 40, 8)

    def add(self, heat: Heat) -> None:
        """One heat map under those before it."""
        page, top = self._page, self._row
        page.write_string(top, 0, visible(heat.title), self._title)
        page.write_string(top + 1, 0, visible(heat.corner), self._note)
        page.set_row(top + 1, 120)
        for column, label in enumerate(heat.tops, start=1):
            page.write_string(top + 1, column, visible(label.text), self._top)
        wide = len(heat.tops)
        for place, label in enumerate(heat.sides):
            page.write_string(top + 2 + place, 0, visible(label.text))
            for column, square in enumerate(heat.squares[place * wide : (place + 1) * wide], start=1):
                self._cell(top + 2 + place, column, square.figure, square.amount, (heat.tone, square.shade))
        self._row = top + 4 + len(heat.sides)

    def _cell(
        self, row: int, column: int, figure: str, amount: float | None, look: tuple[str, int | None]
    ) -> None:
        if amount is None:
            self._page.write_string(row, column, figure, self._unknown)
        elif figure.isprintable() and not any(char.isdigit() for char in figure):
            self._page.write_string(row, column, figure, self._formats[look])
        else:
            self._page.write_number(row, column, round(amount), self._formats[look])


def alternative(chart: Bars) -> str:
    """What the chart says, for who cannot see it: its largest bars."""
    totals: Sequence[tuple[float, str]] = [
        (sum(part.amount for part in bar.parts), bar.label) for bar in chart.rows
    ]
    largest = sorted(totals, key=lambda pair: -pair[0])[:3]
    largest_bars = "; ".join(f"{label} {amount:g}" for amount, label in largest)
    return visible(f"{chart.caption}. {largest_bars}")


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
    answers = {finding.question: finding for finding in findings}
    order = {section.id: section.number for section in report.sections}
    ordered = sorted(answers.values(), key=lambda finding: order.get(finding.question, 0))
    tabled = [finding for finding in ordered if finding.headings]
    titles = [tr(SHEETS[one.question]) if one.question in SHEETS else one.title for one in tabled]
    first, charts, grids, *names, figures = sheet_names(
        [tr("First page"), tr("Charts"), tr("Heat maps"), *titles, tr("Figures of the charts")]
    )
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as made:
        made.set_properties({"created": CREATED, "title": visible(report.title), "author": "wtc-eco"})
        paper = Paper(made)
        paper.lines(first, list(_first_page(report)))
        drawn, coloured = made.add_worksheet(charts), made.add_worksheet(grids)
        for name, finding in zip(names, tabled, strict=True):
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
    yield from (_line(sentence) for sentence in report.sentences)
    if report.actions:
        yield "", report.to_do
        yield from (_line(sentence) for sentence in report.actions)
    yield "", tr("What this page does not say")
    yield from ((tr("Remark"), sentence) for sentence in report.silences)
    yield tr("Sources"), in_short(report.sources) or tr("unknown")
    yield tr("How to cite"), report.cited


def _line(sentence: PageSentence) -> tuple[str, str]:
    fragile = f" [{tr('fragile result')}]" if sentence.fragile else ""
    return sentence.announced, f"{sentence.text}{fragile}"


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
        after = write_figures(behind, row, chart, head)
        place = {"description": alternative(chart), "object_position": 3}
        page.insert_chart(at, 0, drawn(made, figures, row, chart), place)
        starts.append(at)
        at += height(chart) // ROW_PIXELS + 2
        row = after
    # One chart a page: none is cut in two.
    page.set_h_pagebreaks(starts[1:])


def _grids(made: Workbook, report: Report, page: Worksheet) -> None:
    """Every heat map of the page, one under the other."""
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    grids = Grids(made, page)
    for section in report.sections:
        if section.heat:
            grids.add(section.heat)


def _method(report: Report) -> list[str]:
    """How figures are made, for the notes."""
    explained = [f"{term} – {words}" for term, words in report.method]
    return [
        *explained,
        tr(
            "Section numbers are those of the report; its method is section {number}.",
            number=number(report.number_of(METHOD) or 0),
        ),
    ]
