"""A coordinator's workbooks on the command line: taken, asked about or refused, and data/ is safe."""

from __future__ import annotations

import hashlib
import json

import pytest
from workbook_files import book, book_of, cell, packed, row

TITLES = ["nom", "adresse", "code postal", "localité"]
HUY = ["CPAS de Huy", "Rue du Pont 1", 4500, "Huy"]
WANZE = ["Bibliothèque de Wanze", "Rue de l’Église 2", 4520, "Wanze"]


@pytest.fixture
def folder(eco, tmp_path, monkeypatch):
    assert eco("init", "mons", "--bassin", "Hainaut Centre").code == 0
    monkeypatch.chdir(tmp_path / "mons")
    return tmp_path / "mons"


def state(folder):
    files = sorted(path for path in (folder / "data").rglob("*") if path.is_file() and path.name != ".lock")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def bring(eco, path, *more):
    return eco("import", path, "--as", "liste", "--format", "json", *more)


def test_a_workbook_is_imported_like_a_text_and_again_changes_nothing(eco, write, folder):
    path = write("liste.xlsx", book([TITLES, HUY, WANZE]))
    assert json.loads(bring(eco, path).out)["accounting"]["new"] == 2
    before = state(folder)
    assert (
        json.loads(
            bring(
                eco,
                write(
                    "liste.csv",
                    "nom;adresse;code postal;localité\nCPAS de Huy;Rue du Pont 1;4500;Huy\nBibliothèque de Wanze;Rue de l’Église 2;4520;Wanze\n",
                ),
            ).out
        )["accounting"]["unchanged"]
        == 2
    )
    assert state(folder) == before


@pytest.mark.parametrize(
    "data",
    [
        packed(row(1, cell("A1", "nom")) + row(1_048_576, cell("XFD1048576", "x"))),
        packed(row(1, cell("A1", "nom")))[:300],
        packed(""),
    ],
    ids=["far cells", "cut", "empty"],
)
def test_what_cannot_be_taken_leaves_data_as_it_was(eco, write, folder, data):
    before = state(folder)
    said = bring(eco, write("liste.xlsx", data))
    assert (said.code, json.loads(said.out)["exit_code"]) == (3, 3)
    assert "→" in said.err
    assert state(folder) == before


def test_a_sheet_and_a_range_are_asked_for(eco, write, folder):
    path = write("liste.xlsx", book_of({"Liste": [TITLES, HUY], "Autre": [["x"], TITLES, WANZE, HUY]}))
    said = json.loads(bring(eco, path, "--sheet", "Autre", "--range", "A2:D3").out)
    assert [change["name"] for change in said["changes"]] == ["Bibliothèque de Wanze (Wanze)"]
    assert bring(eco, path, "--sheet", "Rien").code == 2


def test_rows_of_a_workbook_set_aside_are_mended_and_imported(eco, write, folder):
    said = bring(eco, write("liste.xlsx", book([TITLES, HUY, ["", "Rue Y 2", 7370, "Dour"]])))
    told = json.loads(said.out)
    assert said.code == 4
    bad = next(problem for problem in told["problems"] if problem["gravity"] == "quarantine")
    assert (bad["sheet"], bad["row"], bad["letter"], bad["column"]) == ("Liste", 3, "A", "nom")
    aside = folder / told["quarantine"]
    aside.write_text(
        aside.read_text(encoding="utf-8-sig").replace(";Rue Y 2", "CPAS de Dour;Rue Y 2"), encoding="utf-8"
    )
    assert json.loads(bring(eco, aside).out)["accounting"]["new"] == 1


def test_init_leaves_a_workbook_to_fill_in(eco, folder):
    said = eco("import", "modele.xlsx", "--as", "mes-structures")
    assert said.code == 0
    assert "0 ligne lue" in said.out + said.err
    assert eco("import", "modele.xlsx", "--ties").code == 0


def test_match_reads_workbooks(eco, write):
    path = write("liste.xlsx", book([["id", *TITLES], ["a", *HUY], ["b", *HUY], ["c", *WANZE]]))
    said = eco("match", path, "--sheet", "1")
    assert [line.split(",")[:2] for line in said.out.splitlines()[1:]] == [["a", "a"], ["b", "a"], ["c", "c"]]
