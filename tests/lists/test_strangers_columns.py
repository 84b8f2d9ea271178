"""Lists of strangers, each with its right answer: what the file is, what its columns are, nobody's name in the register."""

from __future__ import annotations

import pytest

from wtc_eco.errors import RefusedError
from wtc_eco.sources.vocabulary import guess


@pytest.mark.parametrize(
    "text",
    [
        "N° membre;Civilité;NOM;Prénom;Rue;N°;CP;Ville\n12;Mme;DURANT;Anne;Rue de Fer;12;5000;Namur\n13;M.;SIMON;Paul;Rue Haute;3;7000;Mons\n",
        "Nom;Prénom;Disponibilités;Horaires\nDurant;Anne;lundi;9h-12h\nSimon;Paul;mardi;13h-16h\n",
        "Adresse;Nom;Prénom\nRue de Fer 12;Durant;Anne\nRue Haute 3;Simon;Paul\n",
        "Nom,Prénom,Thèmes,CP\nDurant,Anne,Bureautique,5000\nSimon,Paul,Initiation,7000\n",
    ],
)
def test_members_and_volunteers_are_people_whatever_else_their_rows_say(read, text):
    with pytest.raises(RefusedError) as refused:
        read("liste.csv", text)
    assert refused.value.code == "other_kind"


def test_a_structure_that_names_somebody_stays_a_structure(read):
    listed = read(
        "liste.csv",
        "Structure;Nom;Prénom;CP\nEntraide du Centre;Durant;Anne;7100\nEPN de Boussu;Simon;Paul;7300\n",
    )
    assert listed.names == ["EPN de Boussu", "Entraide du Centre"]
    assert "Durant" not in str(listed.rows)


def test_the_whole_name_of_an_address_book_is_the_persons_where_somebody_said_which_column_names_the_structure(
    read,
):
    listed = read("31_google_contacts.csv", format="structures")
    assert listed.names == ["EPN de Boussu", "Entraide du Centre"]
    assert "Durant" not in str(listed.rows)


NUMBERED = "{first};Nom;Rue;{second};CP\n{a};EPN Un;Rue Haute;12;7000\n{b};EPN Deux;Rue Neuve;5;7300\n"


@pytest.mark.parametrize(
    ("first", "second"), [("N°", "Numéro"), ("N°", "strNumero"), ("Numéro", "N°"), ("Nr", "N° / Nr")]
)
@pytest.mark.parametrize(("a", "b"), [("1", "2"), ("12", "40")])
def test_of_two_numbers_the_one_beside_the_street_is_the_houses(read, first, second, a, b):
    listed = read("l.csv", NUMBERED.format(first=first, second=second, a=a, b=b))
    assert listed.row("EPN Un")["street"] == "Rue Haute 12"
    assert listed.row("EPN Deux")["street"] == "Rue Neuve 5"


def test_numbers_that_count_the_rows_before_the_names_are_no_houses(read):
    listed = read(
        "l.csv",
        "N°;Nom;Rue;CP\n1;EPN Un;Rue Haute;7000\n2;EPN Deux;Rue Neuve;7300\n3;EPN Trois;Rue Basse;7000\n",
    )
    assert listed.row("EPN Un")["street"] == "Rue Haute"


def test_a_reference_of_which_all_cells_are_numbers_of_enterprises_is_that_number(read):
    listed = read("l.csv", "Nom;CP;Réf. fiscale\nEPN Un;7000;BE 0417.497.106\nEPN Deux;7300;BE0207656610\n")
    assert listed.row("EPN Un")["bce"] == "0417497106"


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("Code postal / Postcode", ("postal_code",)),
        ("Nom | Naam", ("name",)),
        ("N° / Nr", ("house_number", "source_id")),
        ("Tél. / Tel.", ("phone",)),
        ("Commune\nGemeente", ("commune",)),
        ("Langue / Taal", ()),
        ("Localité / Téléphone", ()),
        ("CP activité", ("postal_code",)),
        ("Adresse lieu d'activité", ("street", "address")),
        ("Type d'activité", ()),
        ("blnActif", ("status",)),
        ("memoTheme", ("themes",)),
        ("ID_STRUCT", ("source_id",)),
        ("@type", ()),
        ("@id", ("source_id",)),
        ("_submitted_by", ("ignore",)),
        ("ADR_LOC", ("locality",)),
        ("gps/_gps_latitude", ("lat",)),
        ("identification/nom_structure", ("name",)),
        ("contact/telephone", ("phone",)),
    ],
)
def test_titles_of_two_languages_of_tools_and_of_places_of_activity(title, fields):
    guessed = guess(title)
    assert (guessed.fields if guessed.sure > 1 else ()) == fields


def test_the_place_of_activity_counts_before_the_seat(read):
    listed = read(
        "l.csv",
        "Nom;Adresse siège social;CP siège;Localité siège;Adresse lieu d'activité;CP activité;Localité activité\n"
        "EPN Un;Rue Haute 1;5000;Namur;Rue du Lieu 7;7000;Mons\nEPN Deux;Rue Neuve 2;7300;Boussu;Rue du Lieu 8;7300;Boussu\n",
    )
    assert listed.row("EPN Un")["street"] == "Rue du Lieu 7"
    assert listed.row("EPN Un")["commune"] == "Mons"


def test_titles_on_two_rows_of_a_text_are_one_row_of_titles(read):
    listed = read(
        "l.csv",
        "Répertoire des EPN;;;;;;\n;;;;;;\nStructure;Coordonnées;;;;Ouverture;\nNom;Rue;CP;Localité;Tél.;Lundi;Mardi\n"
        "Entraide du Centre;Rue Kéramis 10;7100;La Louvière;064 22 33 44;9h-12h;fermé\nEPN de Boussu;Rue Neuve 5;7300;Boussu;;;13h-16h\n",
    )
    assert listed.names == ["EPN de Boussu", "Entraide du Centre"]
    assert listed.row("EPN de Boussu")["postal_code"] == "7300"
    assert listed.row("Entraide du Centre")["hours_note"] == "Lundi 9h-12h; Mardi fermé"


def test_a_yes_or_no_of_access_says_whether_it_is_open(read):
    listed = read(
        "l.txt",
        "Nom;CP;blnActif\nEPN Un;7000;-1\nEPN Deux;7300;0\nEPN Trois;7000;-1\n",
        collected_on="2025-06-30",
    )
    assert listed.row("EPN Un")["active"]
    assert not listed.row("EPN Deux")["active"]
