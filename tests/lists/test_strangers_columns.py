"""Lists of strangers, each with its right answer: what the file is, what its columns are, nobody's name in the register."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from wtc_eco.errors import RefusedError
from wtc_eco.sources import read_table
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


def _data(listed) -> str:
    data = listed.ecosystem.folder / "data"
    tables = [path.read_text("utf-8") for path in sorted(data.glob("*.csv")) if path.name != "contacts.csv"]
    return "\n".join([*tables, str(listed.rows)])


@pytest.mark.parametrize(
    "cell",
    [
        "065 11 22 33 / anne.durant@un.example",
        "065 11 22 33 (Anne Durant)",
        "Anne Durant 065 11 22 33",
        "Mme Durant : 065 11 22 33",
        "065 11 22 33 - Anne Durant - anne.durant@un.example",
    ],
)
@pytest.mark.parametrize("title", ["Tél.", "Téléphone", "Coordonnées"])
def test_whoever_stands_beside_a_phone_goes_to_the_contacts(read, title, cell):
    listed = read("l.csv", f"Nom;CP;{title}\nEPN Un;7000;{cell}\nEPN Deux;7300;065 22 33 44\n")
    assert "urant" not in _data(listed)
    assert listed.row("EPN Un").get("phone") or "065" in (
        listed.ecosystem.folder / "data/contacts.csv"
    ).read_text("utf-8")


def test_an_address_of_the_structure_beside_its_phone_is_its_address(read):
    listed = read("l.csv", "Nom;CP;Tél.\nEPN Un;7000;065 11 22 33 / info@un.example\n")
    assert listed.row("EPN Un")["email"] == ("info@un.example",)
    assert listed.row("EPN Un")["phone"] == ("+3265112233",)
    assert "note" not in listed.row("EPN Un")


@pytest.mark.parametrize(
    "title", ["Qui", "Visité par", "Coach", "Médiatrice numérique", "Bénévole", "Suivi par"]
)
def test_a_column_of_helpers_is_one_of_people(read, title):
    listed = read("l.csv", f"Structure;CP;{title}\nEPN Un;7000;Anne Durant\nEPN Deux;7300;Paul Simon\n")
    assert "Durant" not in _data(listed)


def test_where_a_chairman_lives_is_left_out(read):
    listed = read(
        "l.csv",
        "Nom de l'association;Nom du président;Rue du président;CP président;CP;Localité\n"
        "Les Amis du Web;Paul Simon;Rue Secrète 9;7390;7300;Boussu\nEntraide;Anne Durant;Rue Privée 4;7110;7100;La Louvière\n",
    )
    assert "Secrète" not in _data(listed)
    assert listed.row("Les Amis du Web")["postal_code"] == "7300"


def test_the_number_of_a_street_is_no_street(read):
    listed = read(
        "l.csv",
        "nom_du_lieu;num_voie;nom_voie;code_postal\nEPN Un;12;Rue Haute;7000\nEPN Deux;5;Rue Neuve;7300\n",
    )
    assert listed.row("EPN Un")["street"] == "Rue Haute 12"


def test_a_town_under_its_own_title_counts_before_one_under_site(read):
    listed = read(
        "l.csv",
        "Organisme;Site;Rue;Ville\nFOREM A;Mons;Rue Haute 1;Jemappes\nFOREM B;Boussu;Rue Neuve 2;Hornu\n",
    )
    assert listed.row("FOREM A")["locality"] == "Jemappes"


@pytest.mark.parametrize(
    ("title", "kept"), [("Téléphone", True), ("Distance", True), ("Nom", False), ("Code postal", False)]
)
@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!"])
def test_an_error_in_a_cell_nobody_needs_costs_this_cell_and_is_told(tmp_path, title, kept, error):
    book = Workbook()
    titles = ["Nom", "Code postal", "Localité", "Téléphone", "Distance"]
    row = ["EPN Deux", "7300", "Boussu", "065 22 33 44", "3"]
    row[titles.index(title)] = error
    for line in (titles, ["EPN Un", "7000", "Mons", "065 11 22 33", "4"], row):
        book.active.append(line)
    book.save(tmp_path / "l.xlsx")
    table = read_table(tmp_path / "l.xlsx")
    assert len(table.rows) == 1 + kept
    assert len(table.quarantined) == 1 - kept
    told = table.problems if kept else table.quarantined[0].problems
    assert "error_cell" in [problem.code for problem in told]
    assert not kept or table.rows[1].cells[titles.index(title)] == ""


def test_a_new_column_of_crosses_is_read_in_the_next_version_of_a_list(read):
    read("l.csv", "Nom;CP;Commune\nEPN Un;7000;Mons\nEPN Deux;7300;Boussu\n")
    again = read("l.csv", "Nom;CP;Commune;Bureautique\nEPN Un;7000;Mons;x\nEPN Deux;7300;Boussu;x\n")
    assert again.row("EPN Un")["themes"] == ("bureautique",)
    assert "Bureautique" not in str(again.row("EPN Un").get("extra"))


def test_phone_and_fax_in_one_column_are_a_phone(read):
    listed = read(
        "l.csv",
        "Vereniging;CP;TEL/FAX\nDigidak;7000;065/11.22.33 - fax 065/11.22.34\nKlik;7300;065/22.33.44\n",
    )
    assert listed.row("Digidak")["phone"] == ("+3265112233",)
    assert listed.row("Klik")["phone"] == ("+3265223344",)


def test_a_table_of_counts_is_not_asked_whether_its_counts_are_names(read):
    with pytest.raises(RefusedError) as refused:
        read("l.csv", "Commune;Nombre d'EPN;Nombre de formateurs\nMons;3;5\nBoussu;1;2\n")
    assert "Nombre" not in (refused.value.hint or "")
