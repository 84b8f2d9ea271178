"""A word that no list of the pack knows is asked once for the folder, and counts at once wherever it was written."""

from __future__ import annotations

import tomllib

import openpyxl
import pytest

import wtc_eco as eco
from wtc_eco.api.results import ReviewAnswer
from wtc_eco.ecosystem.review.words import joined_meanings, read_words, to_toml, with_word

HEAD = "Nom;Type;Rue;Code postal;Localité;Thèmes;Publics\n"
LIST = (
    HEAD
    + "EPN Alpha;EPN;rue Haute 1;5500;Dinant;Smartphone, tricot connecté;Aînés\n"
    + "EPN Beta;EPN;rue Basse 2;5500;Dinant;Tricot connecté;tout public\n"
    + "EPN Gamma;EPN;rue Neuve 3;5500;Dinant;Domotique;Gens du voyage\n"
)


@pytest.fixture
def desk(tmp_path):
    eco.init(tmp_path / "desk")
    return lambda: eco.open(tmp_path / "desk")


@pytest.fixture
def taken(desk, tmp_path):
    (tmp_path / "liste.csv").write_text(LIST, encoding="utf-8")
    return desk().imports.structures(tmp_path / "liste.csv", source="liste")


def themes(ecosystem, name):
    rows = ecosystem.registry.table.to_dict("records")
    return next(row["themes"] for row in rows if row["name"] == name)


def answered(ecosystem, words, option):
    session = ecosystem.review.session()
    while session.current.words.casefold() != words.casefold():
        session.skip()
    number = next((card.number for card in session.current.cards if card.name == option), None)
    session.answer(ReviewAnswer("same", number) if option else ReviewAnswer("different"))
    return session


def test_an_import_says_which_words_it_did_not_understand_and_how_many_rows_hold_each(taken):
    assert [(words.casefold(), n) for words, n in taken.unread] == [
        ("tricot connecté", 2),
        ("domotique", 1),
        ("gens du voyage", 1),
    ]


def test_a_word_is_asked_once_the_one_of_most_structures_first_with_every_option(taken, desk):
    asked = [one for one in desk().review.session()._queue if one.sort == "word"]
    assert [one.words.casefold() for one in asked] == ["tricot connecté", "gens du voyage", "domotique"]
    assert {card.name for card in asked[0].cards} == set(desk().territory.themes.words().values())


def test_what_a_word_means_counts_at_once_in_every_record_and_undo_takes_it_back(taken, desk):
    assert (themes(desk(), "EPN Alpha"), themes(desk(), "EPN Beta")) == (("smartphone",), None)
    answered(desk(), "tricot connecté", "Photo, vidéo, création, fablab")
    assert themes(desk(), "EPN Alpha") == ("smartphone", "creation")
    assert themes(desk(), "EPN Beta") == ("creation",)
    desk().history.undo()
    assert (themes(desk(), "EPN Alpha"), themes(desk(), "EPN Beta")) == (("smartphone",), None)


def test_the_next_import_knows_the_word(taken, desk, tmp_path):
    answered(desk(), "tricot connecté", "Photo, vidéo, création, fablab")
    (tmp_path / "autre.csv").write_text(
        HEAD + "EPN Delta;EPN;rue Vieille 4;5500;Dinant;TRICOT CONNECTE;\n", encoding="utf-8"
    )
    assert desk().imports.structures(tmp_path / "autre.csv", source="autre").unread == ()
    assert themes(desk(), "EPN Delta") == ("creation",)


def test_a_word_that_means_none_of_them_is_asked_no_more_and_its_list_is_complete(taken, desk):
    assert desk().registry.open_lists["S1"] == {"themes"}
    answered(desk(), "tricot connecté", None)
    assert themes(desk(), "EPN Alpha") == ("smartphone",)
    assert "S1" not in desk().registry.open_lists
    assert "tricot connecté" not in [one.words.casefold() for one in desk().review.session()._queue]


def test_going_back_takes_the_answer_back(taken, desk):
    session = answered(desk(), "tricot connecté", "Photo, vidéo, création, fablab")
    session.back()
    assert themes(desk(), "EPN Beta") is None
    assert not (desk().folder / "data" / "words.toml").exists()


def test_a_list_with_a_word_nobody_understood_is_open_and_a_correction_closes_it(taken, desk):
    alpha = desk()._inner.offers["S1"]
    assert alpha.gives(theme="smartphone") is True
    assert alpha.gives(theme="securite") is None
    desk().corrections.set("S1", {"themes": "smartphone"})
    assert desk()._inner.offers["S1"].gives(theme="securite") is False


def test_words_are_answered_in_excel_from_the_options_of_the_pack(taken, desk, tmp_path):
    file = desk().review.doubts().write(tmp_path / "doutes.xlsx")
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    titles = {cell.value: cell.column for row in sheet.iter_rows(max_row=3) for cell in row if cell.value}
    column = next(
        at for title, at in titles.items() if str(title) in ("Ce que le mot signifie", "What a word means")
    )
    assert sheet.data_validations.dataValidation
    left = next(at for title, at in titles.items() if title in ("L’un", "L’une", "Un", "One"))
    wanted = {"tricot connecté": "Photo, vidéo, création, fablab", "domotique": "aucun d’eux"}
    for row in sheet.iter_rows():
        words = str(row[left - 1].value).casefold()
        if words in wanted:
            row[column - 1].value = wanted[words]
    book.save(file)
    applied = desk().review.apply(file)
    assert (applied.n_read, applied.n_written, applied.problems) == (2, 2, ())
    assert themes(desk(), "EPN Beta") == ("creation",)
    assert desk().review.apply(file).n_written == 0


def test_another_folder_shares_its_words_and_a_difference_is_said_and_ours_stays(taken, desk, tmp_path):
    eco.init(tmp_path / "there")
    (tmp_path / "la.csv").write_text(LIST.replace("EPN ", "Espace "), encoding="utf-8")
    eco.open(tmp_path / "there").imports.structures(tmp_path / "la.csv", source="la")
    answered(eco.open(tmp_path / "there"), "tricot connecté", "Photo, vidéo, création, fablab")
    answered(eco.open(tmp_path / "there"), "domotique", None)
    answered(desk(), "domotique", "Smartphone et tablette")
    merged = desk().imports.folder(tmp_path / "there", accept=["words"])
    assert [problem.code for problem in merged.problems].count("words_differ") == 1
    assert ("creation",) in desk().registry.table["themes"].tolist()
    assert read_words(desk().folder)["themes", "Domotique"] == ("smartphone",)
    back = eco.open(tmp_path / "there").imports.folder(desk().folder)
    assert [problem.code for problem in back.problems].count("words_differ") == 1


def test_the_file_of_words_is_read_back_whatever_stands_in_it():
    meanings = {("themes", 'a "b"\n#'): ("bases",), ("kinds", "é"): (), ("themes", "…"): ()}
    read = tomllib.loads(to_toml(meanings).decode())["word"]
    assert {(one["list"], one["words"]): tuple(one["means"]) for one in read} == meanings
    assert to_toml({}) is None


def test_a_word_has_one_meaning_however_it_is_written():
    once = with_word({}, "themes", "Tricot", ("creation",))
    assert with_word(once, "themes", "TRICOT", ()) == {("themes", "TRICOT"): ()}
    assert with_word(once, "themes", "tricot", None) == {}
    assert with_word(once, "publics", "tricot", ("tous",)).keys() == {
        ("themes", "Tricot"),
        ("publics", "tricot"),
    }


def test_the_same_meaning_in_another_order_is_no_difference():
    ours, theirs = {("themes", "A"): ("bases", "banque")}, {("themes", "a"): ("banque", "bases")}
    assert joined_meanings(ours, theirs) == (ours, ())


def test_a_damaged_file_of_words_is_refused_with_the_way_out(desk):
    (desk().folder / "data" / "words.toml").write_text("[[word]]\nlist = 3\n", encoding="utf-8")
    with pytest.raises(eco.errors.RefusedError, match=r"words\.toml"):
        _ = desk().registry
