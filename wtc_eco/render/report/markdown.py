"""The report as Markdown: to paste into a note, a wiki or a message; names stay what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.i18n import tr, trn
from wtc_eco.render.report.content import METHOD, in_short
from wtc_eco.render.tables import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wtc_eco.render.report.charts import Bars, Heat
    from wtc_eco.render.report.content import Report, Section
    from wtc_eco.render.report.first_page import PageSentence
    from wtc_eco.render.report.sheets import PrintedTable

LONGEST = 20
"""Rows of a table that a message can hold."""


def markdown(report: Report) -> str:
    """The report, in the language spoken now: the first page, then every section with its figures."""
    parts = [*_first_page(report)]
    for title, part in report.parts:
        parts.append(f"## {escaped(title)}")
        for section in part:
            parts += _section(section)
    return "\n\n".join([*parts, *_closing(report)]) + "\n"


def _first_page(report: Report) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    dated = [tr("As of {date}", date=report.day)] if report.day else []
    yield f"*{escaped(' · '.join([*dated, report.ground, report.edition]))}*"
    if report.notice:
        yield f"> {escaped(report.notice)}"
    yield f"## {tr('In five sentences')}"
    yield _listed(report, report.sentences, "{what}")
    if report.actions:
        yield f"## {report.to_do}"
        yield _listed(report, report.actions, tr("{what}:"))
    yield f"## {tr('What this page does not say')}"
    yield escaped(" ".join(report.silences))


def _listed(report: Report, sentences: Sequence[PageSentence], announced: str) -> str:
    return "\n".join(f"{n}. {_said(report, one, announced)}" for n, one in enumerate(sentences, start=1))


def _said(report: Report, sentence: PageSentence, announced: str) -> str:
    section = report.number_of(sentence.see)
    see = [f"({tr('see {number}', number=section)})"] if section else []
    fragile = [f"[{tr('fragile result')}]"] if sentence.fragile else []
    return " ".join(
        [
            f"**{escaped(announced.format(what=sentence.announced))}**",
            *map(escaped, [*fragile, sentence.text, *see]),
        ]
    )


def _section(section: Section) -> Iterator[str]:
    yield f"### {section.number} {escaped(section.title)}"
    yield escaped(section.sentence)
    for chart in section.bars:
        yield _bars(chart)
    if section.heat:
        yield _heat(section.heat)
    if section.sheet:
        yield _sheet(section.sheet)
    if section.remarks:
        yield "\n".join(f"- {escaped(remark)}" for remark in section.remarks)


def _bars(chart: Bars) -> str:
    rows = [(bar.label, *bar.figures) for bar in chart.rows]
    return f"**{escaped(chart.caption)}**\n\n" + _table(
        chart.titles, ["---", *["---:"] * (len(chart.titles) - 1)], rows
    )


def _heat(heat: Heat) -> str:
    titles = [heat.corner, *(label.text for label in heat.tops)]
    rows = [(side, *figures) for side, figures in heat.figures]
    return f"**{escaped(heat.title)}**\n\n" + _table(titles, ["---", *["---:"] * len(heat.tops)], rows)


def _sheet(sheet: PrintedTable) -> str:
    rules = ["---:" if setting == "n" else "---" for _, setting in sheet.titles]
    shown = sheet.rows[:LONGEST]
    table = _table(
        [title for title, _ in sheet.titles], rules, [[cell.text for cell in row] for row in shown]
    )
    n_more = sheet.more + len(sheet.rows) - len(shown)
    if not n_more:
        return table
    more = trn("{n} row more stands in the workbook.", "{n} rows more stand in the workbook.", n_more)
    return f"{table}\n\n{escaped(more)}"


def _table(titles: Sequence[str], rules: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [[escaped(title) for title in titles], rules, *([escaped(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _closing(report: Report) -> Iterator[str]:
    yield f"## {report.number_of(METHOD)} {tr('Method and limits')}"
    yield "\n".join(f"- **{escaped(term)}** – {escaped(words)}" for term, words in report.method)
    if report.sources:
        yield f"**{tr('Sources:')}** {escaped(in_short(report.sources))}."
    yield escaped(report.warning)
    yield f"**{tr('How to cite:')}** {escaped(report.cited)}"
