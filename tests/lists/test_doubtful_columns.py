"""Columns that a title alone does not tell, lists without a name, and how the real lists and the shipped one are read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from wtc_eco import territory
from wtc_eco.errors import RefusedError
from wtc_eco.sources import read_table
from wtc_eco.sources.column_guess import propose

SHIPPED = Path(__file__).parents[2] / "data" / "structures.csv"


@pytest.fixture(scope="module")
def wallonie():
    return territory.load()


@pytest.fixture
def proposed(tmp_path, wallonie):
    """The map that the titles and cells of a text suggest."""

    def propose_of(text: str):
        path = tmp_path / "l.csv"
        path.write_text(text, encoding="utf-8")
        return propose(read_table(path), wallonie)

    return propose_of


def reasons(proposal) -> dict[str, str]:
    return {guess.title: guess.why for guess in proposal.guesses}


@pytest.mark.parametrize("title", ["Genre", "Type", "Catégorie", "Nature", "Soort"])
def test_a_bare_title_none_of_whose_cells_is_a_kind_is_kept_as_found_and_told(proposed, title):
    made = proposed(f"Nom;{title};CP\nA;Ordinaire;4000\nB;Spécialisé;4100\nC;Ordinaire;4020\n")
    assert title not in made.map.columns
    assert reasons(made)[title] == "left"


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("Type", "Bibliothèque"),
        ("Catégorie", "Bibliothèque locale - catégorie 2"),
        ("Type de structure", "Fusée"),
    ],
)
def test_a_kind_that_one_cell_tells_or_the_title_asks_for_stays_one(proposed, title, cell):
    made = proposed(f"Nom;{title};CP\nA;Fusée;4000\nB;{cell};4100\nC;Fusée;4020\n")
    assert made.map.columns[title] == "kind"


KEYS = "N° FASE établissement;N° FASE implantation;Nom;CP\n1234;5001;A;4000\n1234;{second};B;4100\n1235;5001;C;4020\n"


def test_two_columns_that_name_each_row_once_together_are_the_key(proposed):
    assert proposed(KEYS.format(second="5002")).map.source_id == (
        "N° FASE établissement",
        "N° FASE implantation",
    )


def test_two_columns_that_do_not_name_each_row_once_are_asked_about_and_are_no_key(proposed):
    made = proposed(KEYS.format(second="5001"))
    assert made.map.source_id == ()
    assert set(reasons(made).values()) == {"maybe_key"}


@pytest.mark.parametrize("cell", ["Fermé", "FERMÉ.", "gesloten", "Geschlossen"])
def test_closed_alone_under_the_hours_is_asked_about(read, cell):
    listed = read("l.csv", f"Nom;CP;Horaires\nEPN Un;7000;{cell}\nEPN Deux;7300;Lu-Ve 9h-17h\n")
    assert "closure_doubt" in listed.codes
    assert "closed_on" not in listed.row("EPN Un")
    assert listed.row("EPN Un")["hours_note"] == cell


@pytest.mark.parametrize("cell", ["fermé le lundi, ma-ve 9h-16h", "Lundi fermé", "fermé en août"])
def test_a_day_without_hours_closes_nothing(read, cell):
    assert "closure_doubt" not in read("l.csv", f"Nom;CP;Horaires\nEPN Un;7000;{cell}\n").codes


ADDRESSES = "Nom;Adresse 1;CP;Adresse 2\nA;Rue Haute 5;6990;{first}\nB;Rue Basse 6;6997;{second}\n"


def test_a_numbered_address_with_streets_is_told_as_a_second_place(proposed):
    made = proposed(ADDRESSES.format(first="Rue Simon 14", second=""))
    (guess,) = [each for each in made.guesses if each.why == "second_place"]
    assert (guess.title, guess.field, guess.others) == ("Adresse 1", "street", ("Adresse 2",))


def test_the_second_line_of_an_address_is_no_second_place(proposed):
    assert (
        "second_place"
        not in reasons(proposed(ADDRESSES.format(first="Bâtiment B", second="2e étage"))).values()
    )


@pytest.mark.parametrize(
    "titles", ["NuméroEntité;Langue;TypeDénomination;Dénomination", "Nummer;Taal;Soort benaming;Benaming"]
)
def test_the_names_of_enterprises_in_french_or_dutch_are_a_table_of_details(read, titles):
    with pytest.raises(RefusedError) as refused:
        read("l.csv", f"{titles}\n0200.065.765;2;001;Intercommunale\n0200.065.765;1;002;INTERCO\n")
    assert refused.value.code == "other_kind"


def test_a_column_of_addresses_is_not_proposed_as_the_name(read):
    with pytest.raises(RefusedError) as refused:
        read(
            "l.csv",
            "Membre;Siège social;Tél\nLes Cent Clés;Rue Haute 8, 7000 Mons;065 11 22 33\nLe Pont;Rue Basse 3, 4000 Liège;04 222 33 44\n",
        )
    assert "Siège social" not in (refused.value.hint or "")


@pytest.mark.parametrize(
    ("title", "hours"),
    [("Geöffnet", "Mo-Fr 9-12 Uhr"), ("Ouvert le", "lundi et jeudi matin"), ("Open op", "ma en wo 9u-12u")],
)
def test_open_above_days_is_the_hours(read, title, hours):
    listed = read("l.csv", f"Nom;CP;{title}\nEPN Un;7000;{hours}\nEPN Deux;7300;{hours}\n")
    assert listed.row("EPN Un")["hours_note"] == hours


def test_geoffnet_above_yes_and_no_is_no_hours(proposed):
    assert set(proposed("Name;PLZ;Geöffnet\nA;4700;ja\nB;4700;nein\n").map.columns) == {"Name", "PLZ"}


def test_hundreds_of_titles_that_nobody_knows_are_kept_as_found(tmp_path, wallonie):
    n_titles = 300
    titles = [f"{chr(97 + i % 26)}rabou {chr(97 + i % 7)}linque {i}" for i in range(n_titles)]
    path = tmp_path / "wide.csv"
    path.write_text(f"nom;cp;{';'.join(titles)}\n" + f"A;4000;{';'.join(['zorvamil'] * n_titles)}\n" * 3)
    assert set(propose(read_table(path), wallonie).map.columns) == {"nom", "cp"}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "n_rows", "columns", "key"),
    [
        (
            "promotion_sociale_raw",
            334,
            {
                "Nom de l'établissement": "name",
                "Numéro BCE de l'établissement": "bce",
                "Adresse de l'implantation": "street",
                "Code postal de l'implantation": "postal_code",
                "Localité de l'implantation": "locality",
                "Latitude": "lat",
                "Longitude": "lon",
            },
            (),
        ),
        (
            "administrations_communales",
            246,
            {
                "name": "name",
                "bce": "bce",
                "address": "street",
                "postcode": "postal_code",
                "locality": "locality",
            },
            (),
        ),
        (
            "maisons_de_justice",
            12,
            {
                "name": "name",
                "street": "street",
                "postcode": "postal_code",
                "city": "locality",
                "phone": "phone",
            },
            ("id",),
        ),
    ],
)
def test_the_real_lists_are_read_without_their_maps_as_they_were(
    shared, wallonie, name, n_rows, columns, key
):
    table = read_table(shared / "lists" / f"{name}.csv")
    made = propose(table, wallonie)
    assert len(table.rows) == n_rows
    assert columns.items() <= made.map.columns.items()
    assert made.map.source_id == key
    assert "Genre" not in made.map.columns


def test_the_shipped_structures_are_those_they_were():
    with SHIPPED.open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["record"]: row for row in csv.DictReader(stream)}
    assert len(rows) == 450
    first = rows["1"]
    assert (first["kind"], first["postal_code"], first["ins"], first["phone"]) == (
        "cpas",
        "7903",
        "57094",
        "+3269043418",
    )
