"""The report as a workbook and as Markdown: the same answers, for a presentation and for a message."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from samples import HOSTILE, Ground, directory, isolated, report, scope, ties

from wtc_eco.analysis.finding import Heading
from wtc_eco.i18n import speaking
from wtc_eco.render.cells import visible
from wtc_eco.render.report import book, compose, markdown


def composed(findings=None, language="en"):
    with speaking(language):
        return compose(report() if findings is None else findings, territory=Ground(), scope=scope())


def made(findings=None, language="en"):
    held = report() if findings is None else findings
    with speaking(language):
        return book(composed(held, language), held)


@pytest.fixture(scope="module")
def opened():
    return openpyxl.load_workbook(io.BytesIO(made()))


def test_it_opens_on_the_first_page_then_charts_then_a_sheet_a_question_then_the_notes(opened):
    assert opened.sheetnames[:3] == ["First page", "Charts", "Heat maps"]
    assert opened.sheetnames[-2:] == ["Figures of the charts", "Notes"]
    assert {"Who answered", "Alone", "Ties", "Themes", "Directory"} <= set(opened.sheetnames)


def test_the_first_page_says_the_five_sentences(opened):
    said = [row[1] for row in opened["First page"].iter_rows(values_only=True)]
    assert report()[0].text in said
    assert any(text and "Not computed yet." in text for text in said)


def test_every_sheet_of_answers_has_a_frozen_header_and_filters(opened):
    for name in ("Who answered", "Alone", "Ties", "Themes", "Directory"):
        sheet = opened[name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")


def test_no_row_is_left_out_of_the_workbook(opened):
    assert opened["Directory"].max_row == len(directory(60).rows()) + 1
    assert opened["Ties"].max_row == len(ties(60).rows()) + 1


def test_every_bar_chart_of_the_page_is_a_chart_of_excel_with_its_figures_beside(opened):
    drawn = [chart for section in composed().sections for chart in section.bars]
    assert len(opened["Charts"]._charts) == len(drawn)
    written = {row[0] for row in opened["Figures of the charts"].iter_rows(values_only=True)}
    for chart in drawn:
        assert chart.caption in written
        assert {visible(bar.label) for bar in chart.rows} <= written


def test_the_figures_behind_a_chart_add_up_to_what_it_counts(opened):
    rows = list(opened["Figures of the charts"].iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] == "Structures by kind")
    held = [row[1:] for row in rows[start + 2 : start + 7]]
    assert sum(amount or 0 for row in held for amount in row) == 60


def test_a_grid_tells_the_unknown_from_zero(opened):
    cells = [cell for row in opened["Heat maps"].iter_rows() for cell in row if cell.value is not None]
    unknown = [cell for cell in cells if cell.value == "?"]
    assert unknown
    assert all(cell.fill.patternType != "solid" for cell in unknown)
    assert any(cell.value == 0 for cell in cells)


def test_every_chart_says_in_words_what_it_shows():
    with zipfile.ZipFile(io.BytesIO(made())) as packed:
        drawing = packed.read("xl/drawings/drawing1.xml").decode()
    assert drawing.count('descr="') == drawing.count("<xdr:graphicFrame")
    assert "Structures by kind. " in drawing


def test_a_hostile_name_is_a_text_in_a_cell_and_never_a_formula():
    with zipfile.ZipFile(io.BytesIO(made())) as packed:
        sheets = [packed.read(name).decode() for name in packed.namelist() if "/worksheets/sheet" in name]
    assert not any("<f>" in sheet for sheet in sheets)
    alone = openpyxl.load_workbook(io.BytesIO(made()))["Alone"]
    assert {visible(name) for name in HOSTILE} <= {row[1] for row in alone.iter_rows(values_only=True)}


def test_the_same_answers_give_the_same_workbook_and_french_has_french_tabs():
    assert made() == made()
    french = openpyxl.load_workbook(io.BytesIO(made(language="fr")))
    assert french.sheetnames[:3] == ["Première page", "Graphiques", "Grilles colorées"]
    assert "Répertoire" in french.sheetnames


def test_a_question_without_columns_has_no_sheet_but_stands_in_the_notes(opened):
    assert "Who is there" not in opened.sheetnames
    notes = [row[1] for row in opened["Notes"].iter_rows(values_only=True)]
    assert report()[0].text in notes


def test_markdown_says_the_first_page_and_every_section():
    said = markdown(composed())
    assert said.startswith("# Digital inclusion: Trial region\n")
    assert [line for line in said.splitlines() if line.startswith("1. **Who is there.**")]
    for section in composed().sections:
        assert f"### {section.number} " in said


def test_markdown_shows_hostile_names_literally():
    name = "<img src=x onerror=alert(1)> [a](javascript:b) | `c` *d*"
    heads = (Heading("name", "Structure"),)
    said = markdown(composed([replace(isolated(()), headings=heads, table=({"name": name},))]))
    held = next(line for line in said.splitlines() if "onerror" in line)
    assert not re.search(r"(?<!\\)[<\[`*]", held.strip("| "))


def test_a_long_table_is_cut_in_a_message_and_says_so():
    with speaking("en"):
        said = markdown(composed([directory(60)]))
    assert "40 rows more stand in the workbook." in said
