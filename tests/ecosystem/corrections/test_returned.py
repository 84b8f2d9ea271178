"""The register goes to Excel and comes back: what a person changed is taken, and nothing else."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from offered import offered

import wtc_eco as eco
from wtc_eco.ecosystem.corrections.fields import read_fields
from wtc_eco.i18n import speaking
from wtc_eco.registry.columns import fingerprint, marks, title
from wtc_eco.sources.vocabulary import SCALE_TEXTS

ANNE = {"by": "Anne", "why": "relu avec les bassins"}


@pytest.fixture(params=["xlsx", "csv"])
def form(request):
    return request.param


@pytest.fixture
def sent(desk, form):
    """The register as it leaves."""
    return desk.ecosystem.write.export(desk.folder / f"registry.{form}", form=form, lang="fr")


TITLES = {
    "name": "Nom",
    "phone": "Téléphone",
    "themes": "Thèmes",
    "id": "Fiche",
    "locality": "Localité",
    "postal_code": "Code postal",
    "active": "En activité",
    "website": "Site",
    "_base": "_base",
}


def edited(path, *edits, without=(), rows=()):
    """Edit cells as a person does: (name of the structure, column, text)."""
    if path.suffix == ".xlsx":
        return _edited_in_excel(path, edits, without, rows)
    head, *held = csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";")
    for name, column, text in edits:
        for row in held:
            if row[head.index("name")] == name:
                row[head.index(column)] = text
    held = [row for row in held if row[head.index("name")] not in without]
    held += [[row.get(column, "") for column in head] for row in rows]
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([head, *held])
    path.write_text(out.getvalue(), "utf-8-sig")
    return path


def _edited_in_excel(path, edits, without, rows):
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    at = {cell.value: cell.column for cell in sheet[1]}
    by_name = {sheet.cell(row, at["Nom"]).value: row for row in range(2, sheet.max_row + 1)}
    for name, column, text in edits:
        sheet.cell(by_name[name], at[TITLES[column]]).value = text or None
    for name in without:
        sheet.delete_rows(by_name[name])
    for row in rows:
        last = sheet.max_row + 1
        for column, text in row.items():
            sheet.cell(last, at[TITLES[column]]).value = text
    book.save(path)
    return path


def codes(returned):
    return {problem.code for problem in returned.problems if problem.gravity != "note"}


def test_a_register_that_nobody_edited_changes_nothing(desk, sent):
    returned = desk.ecosystem.corrections.compare(sent)
    assert returned.empty
    assert not returned.doubtful
    before = desk.bytes()
    desk.ecosystem.corrections.take(returned, **ANNE)
    assert desk.bytes() == before


def test_an_edited_cell_becomes_a_correction(desk, sent):
    edited(
        sent, ("EPN La Ruche", "phone", "0471 12 34 56"), ("CPAS de Mons", "themes", "sécurité · démarches")
    )
    returned = desk.ecosystem.corrections.compare(sent)
    assert [(name, cell.column, cell.after) for _, name, cells in returned.changes for cell in cells] == [
        ("CPAS de Mons", "themes", "securite|demarches"),
        ("EPN La Ruche", "phone", "+32471123456"),
    ]
    desk.ecosystem.corrections.take(returned, **ANNE)
    (one,) = desk.named("EPN La Ruche")
    assert desk.row(one)["phone"] == ("+32471123456",)
    assert desk.ecosystem.registry.corrections[one][0].by == "Anne"


def test_the_same_file_taken_twice_is_taken_once(desk, sent):
    edited(
        sent,
        ("EPN La Ruche", "phone", "0471 12 34 56"),
        rows=({"name": "EPN du Parc", "postal_code": "4500"},),
    )
    desk.ecosystem.corrections.take(desk.ecosystem.corrections.compare(sent), **ANNE)
    before = desk.bytes()
    again = desk.ecosystem.corrections.compare(sent)
    assert again.empty
    desk.ecosystem.corrections.take(again, **ANNE)
    assert desk.bytes() == before


def test_a_cleared_cell_empties_the_field(desk, sent):
    edited(sent, ("EPN La Ruche", "website", ""))
    desk.ecosystem.corrections.take(desk.ecosystem.corrections.compare(sent), **ANNE)
    assert desk.row(desk.named("EPN La Ruche")[0])["website"] is None


def test_a_deleted_row_is_said_and_removes_nothing(desk, sent):
    edited(sent, without=("CPAS de Namur",))
    returned = desk.ecosystem.corrections.compare(sent)
    assert returned.empty
    assert [problem.code for problem in returned.problems if problem.code == "rows_gone"] == ["rows_gone"]
    assert not returned.doubtful


def test_a_row_without_a_number_is_a_new_structure(desk, sent):
    edited(sent, rows=({"name": "EPN du Parc", "postal_code": "4500", "locality": "Huy"},))
    returned = desk.ecosystem.corrections.compare(sent)
    assert returned.added == ("EPN du Parc",)
    desk.ecosystem.corrections.take(returned, **ANNE)
    assert desk.row(desk.named("EPN du Parc")[0])["commune"] == "Huy"


def test_what_changed_in_the_register_meanwhile_is_not_brought_back(desk, sent):
    desk.ecosystem.corrections.set("EPN La Ruche", {"phone": "065 77 77 77"})
    assert desk.ecosystem.corrections.compare(sent).empty


def test_a_cell_edited_on_both_sides_is_a_conflict_and_is_not_taken(desk, sent):
    edited(sent, ("EPN La Ruche", "phone", "0471 12 34 56"), ("EPN La Ruche", "website", "www.nouveau.be"))
    desk.ecosystem.corrections.set("EPN La Ruche", {"phone": "065 77 77 77"})
    returned = desk.ecosystem.corrections.compare(sent)
    assert codes(returned) == {"conflict"}
    desk.ecosystem.corrections.take(returned, **ANNE)
    row = desk.row(desk.named("EPN La Ruche")[0])
    assert (row["phone"], row["website"]) == (("+3265777777",), "https://www.nouveau.be")


def test_both_sides_saying_the_same_is_no_conflict(desk, sent):
    edited(sent, ("EPN La Ruche", "phone", "065/77.77.77"))
    desk.ecosystem.corrections.set("EPN La Ruche", {"phone": "065 77 77 77"})
    returned = desk.ecosystem.corrections.compare(sent)
    assert returned.empty
    assert not returned.doubtful


def test_what_cannot_be_read_is_said_with_its_place_and_the_rest_is_taken(desk, sent):
    edited(sent, ("EPN La Ruche", "phone", "12"), ("EPN La Ruche", "website", "www.nouveau.be"))
    returned = desk.ecosystem.corrections.compare(sent)
    (problem,) = [each for each in returned.problems if each.gravity != "note"]
    assert problem.row is not None
    assert problem.letter
    assert [cell.column for _, _, cells in returned.changes for cell in cells] == ["website"]


def test_a_worked_out_column_is_not_taken(desk, sent):
    edited(sent, ("EPN La Ruche", "active", "non"))
    returned = desk.ecosystem.corrections.compare(sent)
    assert returned.empty
    assert codes(returned) == {"computed"}


def test_unknown_and_repeated_numbers_are_said(desk, sent):
    (one,) = desk.named("EPN La Ruche")
    edited(sent, rows=({"id": "S999", "name": "X"}, {"id": one, "name": "Y"}))
    returned = desk.ecosystem.corrections.compare(sent)
    assert returned.empty
    assert {"unknown_structure", "twice"} <= codes(returned)


def test_a_file_that_lost_its_marks_is_compared_as_it_stands(desk, sent):
    edited(sent, ("EPN La Ruche", "phone", "0471 12 34 56"), ("EPN La Ruche", "_base", ""))
    returned = desk.ecosystem.corrections.compare(sent)
    assert codes(returned) == {"no_mark"}
    assert len(returned.changes) == 1


def test_nothing_is_written_where_data_changed_since_it_was_compared(desk, sent):
    edited(sent, ("EPN La Ruche", "phone", "0471 12 34 56"))
    returned = desk.ecosystem.corrections.compare(sent)
    desk.ecosystem.corrections.set("CPAS de Mons", {"website": "www.exemple.be"})
    with pytest.raises(eco.EcoError) as caught:
        desk.ecosystem.corrections.take(returned, **ANNE)
    assert caught.value.exit_code == 5


def test_a_list_is_not_the_register(desk):
    with pytest.raises(eco.EcoError) as caught:
        desk.ecosystem.corrections.compare(desk.folder / "sociale.csv")
    assert caught.value.hint


def test_a_mark_tells_which_cell_differs(desk):
    row = desk.row(desk.named("EPN La Ruche")[0])
    one, other = marks(fingerprint(row)), marks(fingerprint({**row, "street": "Rue Neuve 5"}))
    assert [name for name in one if one[name] != other[name]] == ["street"]
    assert marks("not a mark") == {}


def typed(path, value):
    """The register with a telephone typed in Excel."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    column = next(cell.column for cell in page[1] if cell.value == "Téléphone")
    page.cell(2, column, value)
    book.save(path)


def test_a_register_edited_and_not_taken_back_is_not_written_over(desk):
    path = desk.folder / "outputs" / "registry.xlsx"
    desk.ecosystem.write.everything(lang="fr")
    typed(path, "065 99 88 77")
    kept = [file.name for file, _ in desk.ecosystem.write.everything(lang="fr").files]
    assert "registry-edited.xlsx" in kept
    returned = desk.ecosystem.corrections.compare(path.with_name("registry-edited.xlsx"))
    assert returned.n_cells == 1
    desk.ecosystem.corrections.take(returned)
    assert "+3265998877" in str(desk.row("S1")["phone"])
    typed(path, "065 99 88 77")
    assert [
        file.name for file, _ in desk.ecosystem.write.everything(lang="fr").files if "edited" in file.name
    ] == []


CHOSEN = ("kind", "staff_trained", "roles_defined", "knows_ecosystem", "entry_point")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_word_that_the_register_offers_is_taken_as_itself(desk, language):
    path = desk.ecosystem.write.export(desk.folder / "registry.xlsx", form="xlsx", lang=language)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    lists = offered(page)
    with speaking(language):
        titles = {column: title(column) for column in CHOSEN}
    assert set(lists) == set(titles.values())
    ids = {name: list(texts) for name, texts in SCALE_TEXTS.items()}
    ids["kind"] = list(desk.ecosystem.territory.kinds)
    row = desk.row(page.cell(2, 1).value)
    expected = {}
    for column, name in titles.items():
        at, words = lists[name]
        read = [read_fields({column: word}, row, desk.ecosystem.territory).values[column] for word in words]
        assert read == ids[column]
        page.cell(2, at, words[-1])
        expected[column] = read[-1]
    book.save(path)
    returned = desk.ecosystem.corrections.compare(path)
    ((_, _, cells),) = returned.changes
    assert {cell.column: cell.after for cell in cells} == expected
