"""People counted and answers of the public take the place of the pack's hypotheses."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

import wtc_eco as eco
from wtc_eco.coverage.balance import balance
from wtc_eco.coverage.need import need_of
from wtc_eco.coverage.supply import Want
from wtc_eco.errors import RefusedError, UsageError

COUNTED = (
    "ins;public;people;source;year\n53053;Retraités;21 000;Statbel;2024\n53053;etudiants;9000;Statbel;2024\n"
)
ANSWER = '7000;35-54 ans;Salariés;Plutôt pas;"Sécurité en ligne, Banque et paiements en ligne";En soirée\n'
ASKED = "P1 Code postal;P2 Âge;P3 Situation;P4 Aisance;P5 Qu'aimeriez-vous apprendre ou faire ?;P6 Quand pourriez-vous venir ?\n"


@pytest.fixture
def folder(tmp_path):
    return eco.init(tmp_path / "mons", bassin="hainaut-centre")


def written(tmp_path, text):
    path = tmp_path / "fichier.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_people_counted_replace_shares_of_the_population(folder, tmp_path):
    told = folder.imports.need(written(tmp_path, COUNTED), source="statbel")
    assert (told.sort, told.read, told.kept, told.left_out) == ("population", 2, 2, 0)
    assert folder.territory.demand["population"]["53053"] == {"retraites": 21000.0, "etudiants": 9000.0}
    want = Want(public="retraites")
    need = balance(folder.territory, {}, [want]).at(want, "53053")[0]
    assert need == pytest.approx(21000 * 0.29 * 1.6)


def test_the_same_source_replaces_itself_and_another_stands_beside(folder, tmp_path):
    folder.imports.need(written(tmp_path, COUNTED), source="statbel")
    folder.imports.need(
        written(tmp_path, COUNTED.replace("21 000", "22000").replace("2024", "2025")), source="statbel"
    )
    assert folder.territory.demand["population"]["53053"]["retraites"] == 22000
    folder.imports.need(
        written(tmp_path, COUNTED.replace("21 000", "1").replace("2024", "2020")), source="autre"
    )
    assert folder.territory.demand["population"]["53053"]["retraites"] == 22000


def test_a_row_nobody_can_place_is_left_out_with_its_row(folder, tmp_path):
    text = COUNTED + "99999;Retraités;5;x;2024\n53053;Martiens;5;x;2024\n53053;Retraités;beaucoup;x;2024\n"
    told = folder.imports.need(written(tmp_path, text), source="statbel")
    assert (told.kept, told.left_out) == (2, 3)
    assert [problem.row for problem in told.problems] == [4, 5, 6]


def test_a_rehearsal_writes_nothing(folder, tmp_path):
    told = folder.imports.need(written(tmp_path, COUNTED), source="statbel", rehearsal=True)
    assert told.kept == 2
    assert not (folder.folder / "data" / "population.csv").exists()


def test_ten_answers_of_a_public_replace_its_weights_and_fewer_do_not(folder, tmp_path):
    before = {public.id: public for public in need_of(folder.territory).publics}
    told = folder.imports.need(written(tmp_path, ASKED + ANSWER * 9), source="guichet")
    assert (told.sort, told.kept) == ("answers", 9)
    assert {public.id: public for public in need_of(folder.territory).publics} == before
    folder.imports.need(written(tmp_path, ASKED + ANSWER * 10), source="guichet")
    after = {public.id: public for public in need_of(folder.territory).publics}
    assert after["salaries"].slots["soiree"] == 1.0
    assert after["salaries"].slots["matin"] == 0.0
    assert (after["salaries"].themes["banque"], after["salaries"].themes["bases"]) == (1.0, 0.0)
    assert after["retraites"] == before["retraites"]


def test_a_table_of_neither_is_refused(folder, tmp_path):
    with pytest.raises(RefusedError, match=r"neither|ni "):
        folder.imports.need(written(tmp_path, "nom;rue\nA;B\n"), source="x")


def test_counts_and_answers_in_one_workbook_are_a_question_and_a_sheet_answers_it(folder, tmp_path):
    book = openpyxl.Workbook()
    for name, text in (("Notes", "à lire\n"), ("Comptage", COUNTED), ("Réponses", ASKED + ANSWER)):
        page = book.create_sheet(name)
        for row in csv.reader(io.StringIO(text), delimiter=";"):
            page.append(row)
    path = tmp_path / "besoins.xlsx"
    book.save(path)
    with pytest.raises(UsageError) as caught:
        folder.imports.need(path, source="x")
    assert all(name in caught.value.message for name in ("Comptage", "Réponses"))
    assert folder.imports.need(path, source="x", sheet="Réponses").sort == "answers"
    book.remove(book["Réponses"])
    book.save(path)
    assert folder.imports.need(path, source="x").kept == 2
