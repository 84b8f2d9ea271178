"""What is no structure, what is not open yet, and what only a person can tell."""

from __future__ import annotations

import pytest

TITLES = "Nom;Rue;CP;Localité;Thèmes;Étapes\n"


@pytest.mark.parametrize(
    "name",
    [
        "EPN de Spa (en projet)",
        "Futur EPN de Spa",
        "EPN de Spa - projet",
        "EPN de Spa (ouverture prévue en 2027)",
        "EPN de Spa (ouvre en janvier 2027)",
        "Toekomstige bibliotheek van Spa",
    ],
)
def test_what_a_project_will_offer_is_planned_or_kept_apart_and_told(read, name):
    listed = read("l.csv", f"{TITLES}{name};Rue A 1;4900;Spa;Smartphone;Ateliers\n")
    row = listed.row(name)
    assert row["steps_planned"] == ("ateliers",)
    assert "steps" not in row
    assert "themes" not in row
    assert row["extra"]["not_open_yet"] == "themes: smartphone"
    assert "not_open_yet" in listed.codes


@pytest.mark.parametrize(
    "name", ["Projet Espace numérique", "Maison du Projet", "Le Futuroscope", "Espace Ouverture", "L'Ouvroir"]
)
def test_a_name_that_only_holds_such_a_word_is_open(read, name):
    listed = read("l.csv", f"{TITLES}{name};Rue A 1;4900;Spa;Smartphone;Ateliers\n")
    assert listed.row(name)["themes"] == ("smartphone",)
    assert "not_open_yet" not in listed.codes


@pytest.mark.parametrize(
    "remark", ["fermé pour travaux jusqu'en mars 2027", "fermée pour rénovation", "gesloten wegens werken"]
)
def test_works_are_asked_about(read, remark):
    listed = read("l.csv", f"Nom;CP;Localité;Remarque\nEPN Un;5000;Namur;{remark}\n")
    assert "closed_on" not in listed.row("EPN Un")
    assert "closure_doubt" in listed.codes


@pytest.mark.parametrize("remark", ["fermé le mercredi", "fermé le midi", "fermé pendant les vacances"])
def test_a_day_off_is_no_closing(read, remark):
    listed = read("l.csv", f"Nom;CP;Localité;Remarque\nEPN Un;5000;Namur;{remark}\n")
    assert "closure_doubt" not in listed.codes


def test_a_structure_that_moved_by_its_name_is_asked_about(read):
    listed = read("l.csv", "Nom;CP;Localité\nEPN Un (déménagé à Jambes);5000;Namur\n")
    assert "closure_doubt" in listed.codes


def test_headings_and_who_keeps_the_file_are_no_structures_where_most_rows_say_one_thing(read):
    text = (
        "Nom;Rue;CP;Localité\n1. CPAS;;;\nCPAS de Thuin;Rue A 3;6530;Thuin\n2. EPN;;;\n"
        "EPN de Lobbes;Rue B 14;6540;Lobbes\nLe fichier est tenu par Luc Martin, 0476 55 44 33;;;\n"
    )
    listed = read("l.csv", text)
    assert listed.names == ["CPAS de Thuin", "EPN de Lobbes"]
    assert listed.imported.accounting.quarantined == 3


def test_in_a_list_of_names_a_numbered_heading_and_a_phone_are_none(read):
    text = "Nom;CP\n" + "".join(f"EPN {word};\n" for word in ("Un", "Deux", "Trois", "Quatre", "Cinq", "Six"))
    listed = read("l.csv", f"{text}A. Hainaut;\ntenu par Luc, 0476 55 44 33;\n")
    assert len(listed.names) == 6


@pytest.mark.parametrize("day", ["8-oct", "mars-12", "01/02/2026", "2026-10-08"])
def test_a_house_number_that_a_spreadsheet_made_a_day_is_asked_about_and_costs_no_other(read, day):
    listed = read(
        "l.csv",
        f"Nom;Rue;N°;CP;Localité\nEPN Un;Rue Haute;{day};7060;Soignies\nEPN Deux;Rue Neuve;12;7170;Manage\n",
    )
    assert listed.row("EPN Un")["street"] == "Rue Haute"
    assert listed.row("EPN Deux")["street"] == "Rue Neuve 12"
    assert listed.row("EPN Un")["extra"]["N°"] == day
    assert "house_number_date" in listed.codes


def test_a_title_that_is_a_public_is_no_column_of_people(read):
    text = "Nom;CP;Localité;Personnes en situation de handicap\nEPN Un;7800;Ath;x\nEPN Deux;7860;Lessines;?\n"
    listed = read("l.csv", text)
    assert listed.row("EPN Un")["publics"] == ("handicap",)
    assert "people_apart" not in listed.codes


def test_a_name_that_begins_many_others_is_none_of_them(read):
    listed = read("l.csv", "Nom;Localité\nEPN Un;Villers\nEPN Deux;Hautrage\n")
    assert "ins" not in listed.row("EPN Un")
    assert "Villers-Le-Bouillet" in listed.messages
    assert listed.row("EPN Deux")["ins"]
