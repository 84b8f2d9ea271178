"""Whatever a drop-down list offers reads back as itself, in French and in English."""

from __future__ import annotations

import io

import openpyxl
import pytest
from offered import offered

from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.ecosystem.review.spreadsheet import FORM, VERDICTS
from wtc_eco.events import columns
from wtc_eco.i18n import LANGUAGES, speaking, tr
from wtc_eco.render.template import template
from wtc_eco.render.workbook import workbook
from wtc_eco.sources import propose, read_records, read_table, read_ties
from wtc_eco.sources.answers import CAME, COMES
from wtc_eco.sources.returned_sheet import find
from wtc_eco.sources.vocabulary import SCALE_TEXTS
from wtc_eco.territory import load


@pytest.fixture(scope="module")
def wallonie():
    return load("wallonie")


@pytest.fixture(params=LANGUAGES)
def language(request):
    with speaking(request.param):
        yield request.param


def sheet(form, role, choices, n):
    """A workbook of one sheet of this form, with `n` rows, whose column `role` offers these choices."""
    headings = tuple(
        Heading(name, tr(title.text), choices=choices.offered() if name == role else ())
        for name, title in form.columns.items()
    )
    rows = tuple({name: f"{name} {row}" for name in form.columns if name != role} for row in range(n))
    finding = Finding("x", tr(form.sheets[0]), "x", n, 0, "x", headings, rows)
    return workbook([finding])


@pytest.mark.parametrize(
    ("form", "role", "choices"),
    [
        (columns.REPLIES, "reply", COMES),
        (columns.CAME, "present", CAME),
        (columns.GUESTS, "reply", COMES),
        (FORM, "verdict", VERDICTS),
    ],
)
def test_each_answer_offered_is_read_as_itself(language, tmp_path, form, role, choices):
    content = sheet(form, role, choices, len(choices.texts))
    assert content == sheet(form, role, choices, len(choices.texts))
    made = openpyxl.load_workbook(io.BytesIO(content))
    page = made.worksheets[0]
    ((column, words),) = offered(page).values()
    assert len(words) == len(choices.texts)
    for row, word in enumerate(words, start=2):
        page.cell(row, column, word)
    made.move_sheet(page, offset=1)  # wherever it stands
    made.save(tmp_path / "filled.xlsx")
    other = next(each for each in LANGUAGES if each != language)
    with speaking(other):
        returned = find(tmp_path / "filled.xlsx", form)
        assert [choices.read(returned.cell(row, role)) for row in returned.table.rows] == list(choices.texts)


FIELDS = {
    "Kind": ("kinds", "kind"),
    "Label": ("labels", "labels"),
    "Step": ("steps", "steps"),
    "Theme": ("themes", "themes"),
    "Public": ("publics", "publics"),
    "Slot": ("slots", "slots"),
}


@pytest.mark.parametrize("title", [*FIELDS, "Staff trained"])
def test_each_word_of_the_workbook_to_fill_in_is_read_as_itself(language, tmp_path, wallonie, title):
    made = openpyxl.load_workbook(io.BytesIO(template(wallonie)))
    page = made.worksheets[0]
    lists = offered(page)
    column, words = next(held for name, held in lists.items() if name in (tr(title), f"{tr(title)} 1"))
    for row, word in enumerate(words, start=3):
        page.cell(row, 1, f"Les Amis {row} de Huy")
        page.cell(row, column, word)
    made.save(tmp_path / "modele.xlsx")
    table = read_table(tmp_path / "modele.xlsx")
    harvest = read_records(table, propose(table, wallonie).map, wallonie, source="x")
    if title in FIELDS:
        vocabulary, field = FIELDS[title]
        expected = list(wallonie.vocabulary(vocabulary))
    else:
        field, expected = "staff_trained", list(SCALE_TEXTS["staff_trained"])
    read = [row[field] for row in harvest.rows]
    assert [value[0] if isinstance(value, tuple) else value for value in read] == expected


def test_each_kind_of_tie_offered_is_read_as_itself(language, tmp_path, wallonie):
    made = openpyxl.load_workbook(io.BytesIO(template(wallonie)))
    page = made.worksheets[1]
    column, words = offered(page)[tr("Kind of tie")]
    for row, word in enumerate(words, start=3):
        page.cell(row, 1, f"S{row}")
        page.cell(row, 2, "S1")
        page.cell(row, column, word)
    made.save(tmp_path / "modele.xlsx")
    harvest = read_ties(read_table(tmp_path / "modele.xlsx", ties=True), wallonie, source="x")
    assert [row["kind"] for row in harvest.rows] == list(SCALE_TEXTS["tie_kind"])


def test_a_long_list_stands_on_a_hidden_sheet_and_a_short_one_in_the_cell(language):
    long = tuple(f"un mot assez long {n}" for n in range(40))
    headings = (Heading("a", "A", choices=("oui", "non")), Heading("b", "B", choices=long), Heading("c", "C"))
    finding = Finding("x", "Liste", "x", 1, 0, "x", headings, ({"a": None, "b": None, "c": None},))
    made = openpyxl.load_workbook(io.BytesIO(workbook([finding])))
    lists = offered(made["Liste"])
    assert {title: tuple(words) for title, (_, words) in lists.items()} == {"A": ("oui", "non"), "B": long}
    assert [page.title for page in made if page.sheet_state == "hidden"] == [tr("Lists")]
    rules = {
        rule.formula1[:1]: rule.showErrorMessage for rule in made["Liste"].data_validations.dataValidation
    }
    assert rules == {'"': False, "'": True}, "a sentence may be written instead of yes or no"
