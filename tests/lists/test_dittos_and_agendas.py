"""A row that leans on the one above it, and a row that is no structure but something that happens."""

from __future__ import annotations

import pytest

from wtc_eco.errors import RefusedError

TITLES = "Nom;Rue;Code postal;Commune;Téléphone\n"
FIRST = "EPN de Ciney;Rue du Commerce 12;5590;Ciney;083 21 21 21\n"


@pytest.mark.parametrize("ditto", ["idem", "Idem", "id.", '""""', "''", "〃", "»", "ditto", "zelfde", "siehe oben", "voir ci-dessus"])  # fmt: skip
def test_a_ditto_is_what_stands_above_it_and_is_told(read, ditto):
    both = read("l.csv", f"{TITLES}{FIRST}Ludothèque du Parc;{ditto};{ditto};{ditto};083 22 22 22\n")
    row = both.row("Ludothèque du Parc")
    assert (row["street"], row["postal_code"], row["locality"]) == ("Rue du Commerce 12", "5590", "Ciney")
    assert row["phone"] == ("+3283222222",)
    assert any("3 cellules" in one.message for one in both.imported.problems if one.code == "ditto")


def test_a_ditto_of_a_ditto_is_the_same_and_a_list_all_of_one_commune_is_one(read):
    both = read("l.csv", f"{TITLES}{FIRST}B;Rue Haute 1;idem;idem;\nC;Rue Haute 3;idem;idem;\n")
    assert {row["locality"] for row in both.rows} == {"Ciney"}


@pytest.mark.parametrize("between", [";;;;\n", "EPN de Braives;;;;\n"])
def test_a_ditto_below_nothing_is_left_empty_and_asked(read, between):
    below = read("l.csv", f"{TITLES}{FIRST}{between}Ludothèque du Parc;idem;5590;Ciney;\n")
    assert "street" not in below.row("Ludothèque du Parc")
    assert "ditto_of_nothing" in below.codes


def test_the_same_address_is_one_where_a_place_is_said_and_a_remark_elsewhere(read):
    titles = "Nom;Rue;Code postal;Commune;Remarque\n"
    first = "EPN de Ciney;Rue du Commerce 12;5590;Ciney;au premier étage\n"
    both = read("l.csv", f"{titles}{first}Ludothèque du Parc;même adresse;5590;Ciney;même adresse\n")
    row = both.row("Ludothèque du Parc")
    assert row["street"] == "Rue du Commerce 12"
    assert row["note"] == "même adresse"


@pytest.mark.parametrize("street", ["Rue Idem 4", "Rue du Ditto", "Samedi", "Place de la Même"])
def test_a_street_that_only_holds_such_a_word_stays_as_it_is(read, street):
    assert read("l.csv", f"{TITLES}{FIRST}B;{street};5590;Ciney;\n").row("B")["street"] == street


def test_under_a_day_of_the_week_idem_is_the_day_before(read):
    titles = "Nom;Code postal;Commune;Lundi;Mardi;Mercredi\n"
    days = read("l.csv", f"{titles}EPN A;5590;Ciney;9h-12h;;\nEPN B;5590;Ciney;13h-16h;idem;fermé\n")
    assert "idem" in days.row("EPN B")["hours_note"]
    assert "ditto" not in days.codes


AGENDAS = [
    "Titre de l'atelier;Date;Heure;Lieu\nSa tablette;12/03/2026;14h-16h;EPN de Gembloux\nSon téléphone;19/03/2026;14h;EPN de Gembloux\n",
    "Activité;Jour;Heures;Salle;Animateur\nInitiation PC;lundi;9h-12h;Salle 2;Julie Martin\nPhotos;jeudi;9h-12h;Salle 1;Julie Martin\n",
    "Workshop;Datum;Uur;Plaats\nWerken met itsme;12/03/2026;14u;Bibliotheek Elsene\nFoto's;19/03/2026;14u;Bibliotheek Elsene\n",
    "Veranstaltung;Datum;Uhrzeit;Ort\nHandy;12.03.2026;14 Uhr;Bibliothek Eupen\nTablet;13.03.2026;10 Uhr;Bibliothek Kelmis\n",
    "Formation;Date de début;Date de fin;Lieu;Inscrits\nBureautique;01/02/2026;03/02/2026;Namur;8\nInternet;05/02/2026;06/02/2026;Dinant;4\n",
    "Event title;Start date;Location\nFirst steps;2026-02-01;EPN of Namur\nPhotos;2026-02-08;EPN of Namur\n",
]


@pytest.mark.parametrize("text", AGENDAS)
def test_an_agenda_is_no_list_of_structures(read, text):
    with pytest.raises(RefusedError, match="agenda d’activités") as refused:
        read("agenda.csv", text)
    assert refused.value.code == "other_kind"
    assert "--format structures" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Nom;Code postal;Commune;Atelier;Jour\nEPN A;5590;Ciney;Tablettes;lundi\nEPN B;5500;Dinant;PC;mardi\n",
            ["EPN A", "EPN B"],
        ),
        (
            "Structure;Rue;Commune;Date\nEPN A;Rue Haute 1;Ciney;12/03/2026\nEPN B;Rue Basse 2;Dinant;12/03/2026\n",
            ["EPN A", "EPN B"],
        ),
    ],
)
def test_structures_that_say_a_day_stay_structures(read, text, names):
    assert read("l.csv", text).names == names


def test_places_titled_by_what_happens_there_are_asked_and_no_agenda(read):
    text = "Permanence;Horaires;Rue;Commune\nEspace numérique du Bourg;lu 9h-12h;Rue Haute 1;Ciney\nMaison du Val;ma 9h-12h;Rue Basse 2;Dinant\n"
    with pytest.raises(RefusedError) as refused:
        read("l.csv", text)
    assert refused.value.code == "no_name_column"
    assert "name=Permanence" in refused.value.hint


def test_a_mailbox_and_a_site_inside_an_address_are_the_structure_s(read):
    text = (
        "Nom;Adresse complète\nEPN de Ciney;Rue du Commerce 12, 5590 Ciney - epn@ciney.be\n"
        'CPAS de Dinant;"Rue Saint-Jacques 5 5500 Dinant, tél 082 22 22 22, info@cpasdinant.be, www.cpasdinant.be"\n'
    )
    mailed = read("l.csv", text)
    assert mailed.row("EPN de Ciney")["email"] == ("epn@ciney.be",)
    dinant = mailed.row("CPAS de Dinant")
    assert (dinant["street"], dinant["locality"]) == ("Rue Saint-Jacques 5", "Dinant")
    assert (dinant["email"], dinant["website"]) == (("info@cpasdinant.be",), "https://www.cpasdinant.be")
    assert "note" not in dinant
    assert mailed.imported.guesses == ()


@pytest.mark.parametrize("title", ["Province", "Secteur", "Catégorie", "Statut", "Région"])
def test_what_structures_have_in_common_is_never_their_name_nor_proposed_as_it(read, title):
    text = f"{title};Code postal;Localité\nNamur;5000;Namur\nHainaut;7000;Mons\nLiège;4000;Liège\n"
    with pytest.raises(RefusedError) as refused:
        read("l.csv", text)
    assert f"name={title}" not in refused.value.hint


def test_whose_office_it_is_is_not_its_name(read):
    text = "Bureau;Mutualité;Rue;Commune\nSolidaris Bouillon;Solidaris;Rue Haute 1;Bouillon\nMC Libramont;Mutualité chrétienne;Grand-Rue 20;Libramont\n"
    with pytest.raises(RefusedError) as refused:
        read("l.csv", text)
    assert "name=Bureau" in refused.value.hint


@pytest.mark.parametrize(
    ("written", "number"), [("0320664600", "+33320664600"), ("03 20 49 50 49", "+33320495049")]
)
def test_a_phone_of_a_row_in_france_is_french(read, written, number):
    text = f"Nom;Code postal;Ville;Téléphone\nMédiathèque de Douai;59500;Douai;{written}\nEPN de Tournai;7500;Tournai;069 22 00 22\n"
    border = read("l.csv", text)
    assert border.row("Médiathèque de Douai")["phone"] == (number,)
    assert border.row("EPN de Tournai")["phone"] == ("+3269220022",)
    assert "phone_bad" not in border.codes


def test_cells_that_are_titles_elsewhere_are_no_row_of_titles(read):
    text = "Nom;Thème 1;Thème 2;Lundi AM;Mardi PM\nEPN Flémalle;Smartphone;Bureautique;x;x\nEPN Amay;e-mail;cybersécurité;x;\n"
    assert read("l.csv", text).names == ["EPN Amay", "EPN Flémalle"]
