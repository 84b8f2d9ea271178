"""What was right from the beginning and stays so: bytes, sheets, keys, moves."""

from __future__ import annotations

from pathlib import Path

import pytest

import wtc_eco as eco

FILES = Path(__file__).parent / "files"


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("26_sep.csv", ["EPN des Eaux", "EPN du Lac"]),
        ("27_macroman_pv.csv", ["Bibliothèque d'Écaussinnes", "EPN de Grâce-Hollogne"]),
        ("28_utf16.txt", ["Café numérique", "EPN de Grâce-Hollogne"]),
        ("41_retours_chariot.csv", ["EPN Un", "Maison Médicale du Parc"]),
        ("65_mairies_cp1252.csv", ["Cœur à cœur", "Maison de l’Étoile"]),
        ("65b_bom.csv", ["EPN Un"]),
    ],
)
def test_every_encoding_separator_and_line_end_gives_the_names_as_they_are(read, name, names):
    assert read(name).names == names


def test_every_way_of_writing_an_enterprise_number_is_the_same_number(read):
    numbers = [row["bce"] for row in read("35_bce.csv").rows if "bce" in row]
    assert len(numbers) == len(set(numbers)) == 7
    assert all(len(number) == 10 and number.isdecimal() for number in numbers)


def test_a_row_hidden_by_a_filter_is_read_and_said(read):
    hidden = read("29_filtre.xlsx")
    assert hidden.names == ["EPN Deux", "EPN Trois", "EPN Un"]
    assert "hidden_rows" in hidden.codes


def test_zeros_that_excel_ate_are_put_back_and_the_total_is_no_structure(read):
    numbers = read("66_excel_nombres.xlsx")
    assert numbers.names == ["CPAS du Mont", "CPAS du Val"]
    assert {"phone_zero", "bce_zero"} <= numbers.codes
    assert numbers.row("CPAS du Val")["phone"] == ("+3281223344",)


def test_of_a_workbook_with_a_sheet_a_province_the_others_are_named(read):
    assert "sheet_chosen" in read("66b_une_feuille_par_province.xlsx").codes


def test_a_day_of_opening_is_no_opening_hours(read):
    library = read("10f_date_ouverture.csv").row("Bibliothèque A")
    assert library["hours_note"] == "lu-ve 9-12h"
    assert library["extra"] == {"Date d'ouverture": "01/09/1991"}


def test_every_phone_of_numbered_columns_is_taken_and_the_fax_is_none(read):
    structure = read("07_211_plusieurs_telephones.csv").row("Entraide du Centre")
    assert structure["phone"] == ("+3264223344", "+32470123456")
    assert (structure["street"], structure["lat"]) == ("Rue Kéramis 10", 50.4797)
    assert structure["extra"]["Fax"] == "064 22 33 45"


@pytest.mark.parametrize("sources", [("avant", "apres"), ("liste", "liste")], ids=["two lists", "one list"])
def test_who_moved_is_who_it_was_by_its_number(tmp_path, sources):
    table = moved(tmp_path / "desk", sources)
    (clic,) = [row for row in table if row["name"].casefold() == "atelier clic"]
    assert (clic["id"], clic["street"]) == ("S1", "Chaussée de Louvain 200")
    # It has nothing but its name: the one that left is not the one that came.
    assert sorted(row["street"] for row in table if row["name"] == "Point Info") == [
        "Rue Courte 15",
        "Rue Longue 8",
    ]


def test_who_moved_is_who_it_was_by_its_name_and_phone_in_another_list(tmp_path):
    (fil,) = [row for row in moved(tmp_path / "desk", ("avant", "apres")) if row["name"] == "Le Fil"]
    assert (len(fil["records"]), fil["street"]) == (2, "Avenue Reine Astrid 40")


def moved(folder: Path, sources: tuple[str, str]) -> list[dict]:
    eco.init(folder)
    for name, source, day in zip(
        ("51_avant.csv", "51_apres.csv"), sources, ("2024-01-01", "2024-06-01"), strict=True
    ):
        eco.open(folder).imports.structures(FILES / name, source=source, collected_on=day)
    return eco.open(folder).registry.table.to_dict("records")
