"""Any lists, matched: what is in doubt comes in a sheet, the answers are taken back, and why two rows are one is told."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

import wtc_eco as eco
from wtc_eco.errors import RefusedError, UnknownNameError, UsageError

TITLES = "id;nom;rue;cp;localité\n"
CPAS = "CPAS de Dour;Rue du Marché 1;7370;Dour\n"
EPN = "EPN du CPAS de Dour;Rue du Marché 1;7370;Dour\n"
MILL = "Le Moulin bleu;Rue Haute 1;5000;Namur\n"


@pytest.fixture
def listed(tmp_path: Path):
    def write(name: str, *rows: str, titles: str = TITLES) -> Path:
        path = tmp_path / name
        path.write_text(titles + "".join(rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def lists(listed) -> list[Path]:
    return [listed("a.csv", f"001;{CPAS}", f"003;{MILL}"), listed("b.csv", f"002;{EPN}")]


def clusters(matched: eco.Matched) -> dict[str, str]:
    return {name: cluster for name, cluster, _ in matched.rows}


def answered(sheet: Path, *lines: str) -> Path:
    sheet.write_text("left;right;verdict\n" + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return sheet


def test_what_is_in_doubt_is_told_with_its_evidence_the_strongest_first(lists):
    with eco.speaking("en"):
        (doubt,) = eco.match(lists).doubts.rows()
    assert (doubt["left"], doubt["right"]) == ("001", "002")
    assert doubt["for"].startswith("street and number 5.0; commune 2.0")
    assert "a person decides: one may be a part of the other" in doubt["against"]
    assert doubt["left_says"] == "CPAS de Dour · Rue du Marché 1 · 7370 · Dour · a.csv"


@pytest.mark.parametrize("name", ["doubts.xlsx", "doubts.csv"])
@pytest.mark.parametrize(("answer", "n"), [("même", 2), ("différent", 3), ("unsure", 3), ("", 3)])
def test_a_sheet_of_doubts_is_answered_and_taken_back(lists, tmp_path, name, answer, n):
    matched = eco.match(lists)
    sheet = matched.doubts.write(tmp_path / name)
    if name.endswith("xlsx"):
        book = load_workbook(sheet)
        page = book.worksheets[0]
        column = [cell.value for cell in page[1]].index("Réponse") + 1
        page.cell(2, column, answer or None)
        book.save(sheet)
    else:
        head, row = csv.reader(sheet.read_text("utf-8-sig").splitlines(), delimiter=";")
        row[head.index("verdict")] = answer
        with sheet.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows([head, row])
    again = eco.match(lists, decisions=sheet)
    assert (again.n_clusters, again.problems) == (n, ())
    assert again.n_review == (1 if answer in ("unsure", "") else 0)


@pytest.mark.parametrize("pair", ["001;002", "002;001", "1;2", "1.0;002", "CPAS de Dour;EPN du CPAS de Dour"])
def test_ids_are_found_in_either_order_and_as_excel_changes_them(lists, tmp_path, pair):
    again = eco.match(lists, decisions=answered(tmp_path / "d.csv", f"{pair};same"))
    assert (again.n_clusters, again.problems) == (2, ())


def test_of_two_lines_on_one_pair_the_later_wins_and_says_which_it_overrules(lists, tmp_path):
    sheet = answered(tmp_path / "d.csv", "9;001;same", "1;2;same", "2;1;different")
    with eco.speaking("en"):
        again = eco.match(lists, decisions=sheet)
    assert again.n_clusters == 3
    unknown, overruled = again.problems
    assert (unknown.code, unknown.value, unknown.row) == ("unknown_row", "9", 2)
    assert (overruled.file, overruled.row) == ("d.csv", 4)
    assert overruled.message.endswith("line 3.")


def test_an_id_that_excel_made_ambiguous_names_nobody(listed, tmp_path):
    path = listed("a.csv", f"12;{CPAS}", f"012;{EPN}", f"5;{MILL}")
    assert clusters(eco.match(path, decisions=answered(tmp_path / "d.csv", "12;012;same")))["012"] == "12"
    (problem,) = eco.match(path, decisions=answered(tmp_path / "e.csv", "12.0;5;same")).problems
    assert problem.code == "unknown_row"


@pytest.fixture
def numbered(listed) -> list[Path]:
    """Two lists that number by figures: one with zeros in front, one without; each has a 7."""
    bus = "Bus Connecté;{};{};{};086 40 01 23\n"
    titles = "id;nom;rue;cp;localité;téléphone\n"
    return [
        listed("nord.csv", "007;" + bus.format("Place 4", 4190, "Ferrières"), titles=titles),
        listed("sud.csv", "7;" + bus.format("Route de Marche 12", 4180, "Hamoir"), titles=titles),
    ]


def test_an_answer_whose_ids_excel_made_one_is_taken_by_what_the_sheet_says_of_the_rows(numbered, tmp_path):
    sheet = eco.match(numbered).doubts.write(tmp_path / "d.csv")
    (doubt,) = csv.DictReader(sheet.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    rows = [doubt | {"left": "7", "right": "7", "verdict": "même"}]
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, doubt, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    again = eco.match(numbered, decisions=sheet)
    assert (again.n_clusters, again.problems) == (1, ())


def test_an_answer_that_names_one_row_twice_is_listed(numbered, tmp_path):
    matched = eco.match(numbered, decisions=answered(tmp_path / "d.csv", "7;7;même"))
    assert [(problem.code, problem.row) for problem in matched.problems] == [("one_row", 2)]
    assert matched.n_clusters == 2


def test_two_lists_with_the_same_ids_are_told_apart_and_told(listed):
    lists = [listed("a.csv", f"1;{CPAS}"), listed("b.csv", f"1;{CPAS}", f"2;{MILL}")]
    matched = eco.match(lists)
    assert clusters(matched) == {"1": "1", "b.csv:1": "1", "2": "2"}
    assert [line.split(",")[3] for line in matched.csv().splitlines()] == ["file", "a.csv", "b.csv", "b.csv"]
    assert [problem.code for problem in matched.problems] == ["repeated_id"]
    with pytest.raises(UsageError):
        eco.match(lists, id_column="id")


def test_one_list_that_has_an_id_twice_names_its_rows_apart_and_says_so(listed):
    with eco.speaking("en"):
        matched = eco.match(listed("a.csv", f"A-7;{CPAS}", f"A-7;{MILL}"))
    assert set(clusters(matched)) == {"A-7", "A-7#2"}
    (problem,) = matched.problems
    assert "(A-7): 1 is written with “#2”" in problem.message
    assert matched.files == ()
    assert matched.csv().splitlines()[0] == "id,cluster,probability"


def test_a_row_without_an_id_never_takes_the_id_of_another(listed):
    matched = eco.match(listed("a.csv", f";{CPAS}", f"1;{MILL}", f"1.0;{EPN}"))
    assert len(set(clusters(matched))) == 3


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path):
    paths = []
    for folder in ("mons", "namur"):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / "liste.csv")
        paths[-1].write_text(f"{TITLES}1;{CPAS}", encoding="utf-8")
    assert len(set(eco.match(paths).files)) == 2


def test_why_two_rows_are_one_or_two_is_told(lists):
    matched = eco.match(lists)
    with eco.speaking("en"):
        apart, doubtful = matched.explain("1", "3"), matched.explain("001", "002")
    assert apart.text.startswith("They are two structures")
    assert doubtful.text.startswith("They are kept apart, and in doubt: 41%")
    assert {"street and number", "words of the name", "limits"} <= {row["what"] for row in doubtful.rows()}
    with pytest.raises(UnknownNameError):
        matched.explain("1", "99")
    with pytest.raises(UsageError):
        matched.explain("1", "001")


def test_rows_held_together_by_a_third_say_so(lists, tmp_path, listed):
    third = listed("c.csv", f"004;{CPAS}")
    matched = eco.match([*lists, third], decisions=answered(tmp_path / "d.csv", "002;004;same"))
    with eco.speaking("en"):
        assert matched.explain("001", "002").text.startswith("They are one structure, with 004: ")


def test_an_ordinary_file_is_no_sheet_of_doubts(lists, tmp_path):
    with eco.speaking("en"), pytest.raises(RefusedError) as refused:
        eco.match(lists, decisions=lists[0])
    assert "--doubts" in refused.value.hint


def test_rows_that_say_the_same_can_be_two_and_still_be_told(listed, tmp_path):
    path = listed("a.csv", f"1;{CPAS}", f"2;{CPAS}", f"3;{MILL}")
    assert eco.match(path).n_clusters == 2
    again = eco.match(path, decisions=answered(tmp_path / "d.csv", "2;1;différent"))
    assert again.n_clusters == 3
