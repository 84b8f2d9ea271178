"""Answers and the register as Excel workbooks."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import HOSTILE, NOTICE, Ground, directory, finding, isolated

from wtc_eco import model
from wtc_eco.analysis.finding import Heading
from wtc_eco.i18n import speaking
from wtc_eco.render import tables
from wtc_eco.render.cells import visible
from wtc_eco.render.workbook import LONGEST_CELL, sheet_names, workbook


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def grid(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_same_answers_same_bytes():
    assert workbook([isolated(), directory(20)]) == workbook([isolated(), directory(20)])


def test_every_name_is_a_text_and_none_a_formula_or_a_link():
    sheet = opened(workbook([isolated(), directory(9, HOSTILE)])).worksheets[1]
    column = sheet["B"][1:]
    assert [cell.value for cell in column] == [visible(name) for name in HOSTILE]
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in column)


def test_a_formula_typed_as_text_stays_one_when_edited():
    sheet = opened(workbook([isolated(("=1+1", "plain"))])).worksheets[0]
    assert [sheet["B2"].quotePrefix, sheet["B3"].quotePrefix] == [True, False]


def test_figures_are_figures_and_the_unknown_is_empty():
    with speaking("fr"):
        rows = grid(opened(workbook([isolated()])).worksheets[0])
    first, second = rows[1], rows[2]
    assert first[2] == "Centre public d'action sociale (CPAS)"
    assert first[4:8] == [0.625, 4.25, "securite · demarches", datetime(2026, 10, 12)]  # noqa: DTZ001 - Excel has no zones
    assert second[4] is None
    assert second[6] is not None


def test_a_coordinate_keeps_its_decimals():
    with speaking("fr"):
        sheet = opened(workbook([directory(3)])).worksheets[0]
    assert sheet["I2"].value == 50.0
    assert sheet["I2"].number_format == "0.00000"


def test_the_header_stays_in_sight_and_filters():
    sheet = opened(workbook([isolated()])).worksheets[0]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:I10"
    assert sheet.page_setup.orientation == "landscape"


def test_the_notes_say_the_sentence_the_base_the_notice_and_how_to_read():
    with speaking("en"):
        book = opened(workbook([isolated()], method=["Distances are as the crow flies."]))
    text = "\n".join(str(cell) for row in grid(book["Notes"]) for cell in row if cell)
    for words in (isolated().text, "60", "40%", NOTICE, "22\u00a0November 2026", "unknown", "crow flies"):
        assert words in text


def test_the_notes_come_last_so_that_the_first_sheet_is_the_data():
    with speaking("en"):
        assert opened(workbook([isolated(), directory(3)])).sheetnames[-1] == "Notes"


@given(st.lists(st.text(max_size=60), max_size=8))
def test_excel_accepts_every_sheet_name(titles):
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name[0] != "'"
        assert name[-1] != "'"
        assert name == visible(name)


def test_a_text_too_long_for_excel_is_cut_and_not_lost():
    held = grid(opened(workbook([isolated(("x" * 40_000,))])).worksheets[0])[1][1]
    assert len(held) == LONGEST_CELL
    assert held.endswith("…")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_register_has_a_title_for_every_column(language):
    with speaking(language):
        titles = [head.title for head in tables.headings()]
    assert len(set(titles)) == len(model.REGISTRY) + 1
    assert titles[-1] == model.MARK


def test_the_register_says_kinds_in_words_and_is_the_same_twice():
    class Pack(Ground):
        labels = steps = formats = themes = publics = slots = access = spoken_languages = Ground().kinds

    table = model.frame(
        model.REGISTRY, [{"id": "S1", "name": "A", "kind": "cpas", "bassin": "amont", "lat": 50.5}]
    )
    with speaking("fr"):
        content = tables.registry_xlsx(table, territory=Pack(), notice=NOTICE, as_of="2026-11-22")
        again = tables.registry_xlsx(table, territory=Pack(), notice=NOTICE, as_of="2026-11-22")
    assert content == again
    row = dict(zip(*grid(opened(content).worksheets[0])[:2], strict=True))
    assert "Centre public d'action sociale (CPAS)" in row.values()
    assert "Bassin d'Amont" in row.values()
    assert 50.5 in row.values()


def test_an_answer_without_rows_is_a_sheet_too():
    empty = finding("x", "Vide", "Personne.", [Heading("a", "A")])
    assert grid(opened(workbook([empty])).worksheets[0]) == [["A"]]
