"""Which sheet of a workbook is meant, and which of its columns is what."""

from __future__ import annotations

import openpyxl
import pytest

from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.sources.answers import COMES
from wtc_eco.sources.returned_sheet import SheetForm, Title, find, sheet_names

FORM = SheetForm(
    columns={
        "record": Title("Record no.", ("id",)),
        "reply": Title("Reply", ("answer",)),
        "question": Title(also=("themes",), code="p5"),
        "mark": Title(also=("_base",)),
    },
    needed=(frozenset({"record", "reply"}), frozenset({"record"})),
    refusal="{file} names nobody.",
    hint="Give another.",
    sheets=("Invitations", "Reserve"),
    answers=("reply",),
)
BLANK = [["Fiche", "Réponse"], ["S1", None], ["S2", None]]
FILLED = [["Fiche", "Réponse"], ["S1", "oui"], ["S2", "on verra bien"]]


@pytest.fixture
def book(tmp_path):
    def write(sheets, hidden=()):
        made = openpyxl.Workbook()
        made.remove(made.active)
        for name, rows in sheets.items():
            page = made.create_sheet(name)
            for row in rows:
                page.append(row)
            page.sheet_state = "hidden" if name in hidden else "visible"
        made.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return write


def test_the_sheet_is_read_wherever_it_stands(book):
    path = book(
        {"Notes": [["", "How to"], ["", "read"]], "Liste": [["nom", "cp"], ["A", "7000"]], "Suite": FILLED}
    )
    returned = find(path, FORM)
    assert returned.table.sheet == "Suite"
    assert [returned.cell(row, "record") for row in returned.table.rows] == ["S1", "S2"]
    assert sheet_names(path) == ("Notes", "Liste", "Suite")


def test_of_two_the_one_that_was_filled_in_is_meant(book):
    assert find(book({"Invitations": BLANK, "Réserve": FILLED}), FORM).table.sheet == "Réserve"


def test_of_two_that_nobody_filled_in_ours_is_meant_in_either_language(book):
    assert find(book({"Réserve": BLANK, "Invitations": BLANK}), FORM).table.sheet == "Invitations"
    assert find(book({"Autre": BLANK, "Reserve": BLANK}), FORM).table.sheet == "Reserve"


@pytest.mark.parametrize(
    "sheets",
    [
        {"Invitations": FILLED, "Réserve": FILLED},
        {"A": BLANK, "Réserve (2)": BLANK},
        {"Réserve": BLANK, "Reserve": BLANK},
    ],
)
def test_two_that_could_be_meant_are_a_question_that_names_them_and_the_option(book, sheets):
    path = book(sheets)
    with pytest.raises(UsageError) as caught:
        find(path, FORM)
    assert all(name in caught.value.message for name in sheets)
    assert "--sheet" in caught.value.hint
    last = list(sheets)[-1]
    assert find(path, FORM, sheet=last).table.sheet == last


def test_a_sheet_with_all_columns_is_taken_before_one_with_fewer(book):
    assert (
        find(book({"Badges": [["Fiche", "Nom"], ["S1", "A"]], "Liste": BLANK}), FORM).table.sheet == "Liste"
    )


def test_a_hidden_sheet_is_not_meant_where_another_is_seen(book):
    sheets = {"Caché": FILLED, "Vu": BLANK}
    assert find(book(sheets, hidden=("Caché",)), FORM).table.sheet == "Vu"


def test_none_is_a_clear_refusal(book):
    with pytest.raises(RefusedError) as caught:
        find(book({"Liste": [["nom", "cp"], ["A", "7000"]]}), FORM)
    assert (caught.value.message, caught.value.hint) == ("list.xlsx names nobody.", "Give another.")


def test_what_is_not_understood_is_told_with_its_place_in_excel(book):
    wide = [[*row, "Nom", "Remarque"] for row in FILLED]
    returned = find(book({"Liste": [["Soirée du 10 décembre"], [None], *wide]}), FORM)
    row = returned.table.rows[1]
    problem = returned.not_understood(row, "reply", COMES)
    assert (problem.sheet, problem.row, problem.column, problem.letter, problem.value) == (
        "Liste",
        5,
        "Réponse",
        "B",
        "on verra bien",
    )
    assert all(word in problem.hint for word in COMES.offered())


def test_columns_are_known_by_title_code_and_mark():
    titles = ["Réponse", "P5 Qu'aimeriez-vous apprendre ?", "ID", "base", "_base", "reply"]
    assert FORM.places(titles) == {"reply": 0, "question": 1, "record": 2, "mark": 4}
    assert FORM.places(["P50 Autre", "_Base"]) == {}
    assert FORM.places(["Réponse", "réponse"]) == {"reply": 0}


def test_a_text_file_has_no_sheets(tmp_path):
    (tmp_path / "list.csv").write_text("answer;id\noui;S1\n", encoding="utf-8")
    returned = find(tmp_path / "list.csv", FORM)
    assert returned.columns == {"record": 1, "reply": 0}
    assert sheet_names(tmp_path / "list.csv") == ()
