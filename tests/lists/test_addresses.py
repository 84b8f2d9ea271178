"""Addresses as lists write them: whole in one cell, in any order, with boxes and floors, two places in one cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wtc_eco as eco
from wtc_eco.sources.values.place import read_address

WALLONIE = eco.load_territory("wallonie")


def parts(cell):
    values = read_address(cell, WALLONIE).values
    return tuple(values.get(name) for name in ("street", "postal_code", "locality"))


def rows_of(listed):
    return {
        row["name"]: (row.get("street"), row.get("postal_code"), row.get("locality"), row.get("commune"))
        for row in listed.rows
    }


@pytest.mark.parametrize(
    "cell",
    [
        "Rue de Fer 12, 5000 Namur",
        "Rue de Fer 12 5000 Namur",
        "Rue de Fer 12,5000 Namur",
        "Rue de Fer 12 - 5000 Namur",
        "Rue de Fer 12 – B-5000 Namur",
        "Rue de Fer 12, BE-5000 Namur",
        "Rue de Fer 12 B5000 Namur (Belgique)",
        "Rue de Fer 12, 5000 Namur, Belgium",
        "Rue de Fer 12, 5000 Namur, Province de Namur, België",
        "Rue de Fer 12 5000 Namur Belgium",
        "Rue de Fer 12\n5000 Namur",
        "Rue de Fer 12 | 5000 | Namur",
        "Rue de Fer 12, CP 5000 Namur",
        "Rue de Fer 12 à 5000 Namur",
        "Rue de Fer 12 (5000 Namur)",
        "5000 Namur, Rue de Fer 12",
        "5000 Namur Rue de Fer 12",
        "5000 Namur (Rue de Fer 12)",
        "Namur 5000, Rue de Fer 12",
        "Rue de Fer 12, Namur (5000)",
        "Rue de Fer 12, Namur, 5000",
    ],
)
def test_an_address_is_the_same_in_whatever_order_it_stands(cell):
    assert parts(cell) == ("Rue de Fer 12", "5000", "Namur")


@pytest.mark.parametrize(
    ("cell", "street", "code", "locality"),
    [
        ("12 rue de Fer, B5000 Namur", "12 rue de Fer", "5000", "Namur"),
        ("Rue de Fer 12 bte 3 - B-5000 NAMUR", "Rue de Fer 12 bte 3", "5000", "NAMUR"),
        ("Rue de Fer 12 b. 12 - 5000 Namur", "Rue de Fer 12 b. 12", "5000", "Namur"),
        ("Rue de Fer 12, 2e étage, 5000 Namur", "Rue de Fer 12, 2e étage", "5000", "Namur"),
        (
            "Rue de Fer 12, 5000 Namur (2e étage, bureau 12)",
            "Rue de Fer 12, 2e étage, bureau 12",
            "5000",
            "Namur",
        ),
        ("Place 4 bus 12, 4000 LIEGE", "Place 4 bus 12", "4000", "LIEGE"),
        ("Bd Tirou 45 bte 3.1 à 6000 Charleroi", "Bd Tirou 45 bte 3.1", "6000", "Charleroi"),
        ("BP 1200, 5000 Namur", "BP 1200", "5000", "Namur"),
        (
            "c/o Maison communale, rue de Fer 12, 5000 Namur",
            "c/o Maison communale, rue de Fer 12",
            "5000",
            "Namur",
        ),
        (
            "Rue du 11 Novembre 1918 n° 7, 4460 Grâce-Hollogne",
            "Rue du 11 Novembre 1918 n° 7",
            "4460",
            "Grâce-Hollogne",
        ),
        ("Rue du 1000 Mètres 5, 4000 Liège", "Rue du 1000 Mètres 5", "4000", "Liège"),
        ("Parc industriel 5000, 5580 Rochefort", "Parc industriel 5000", "5580", "Rochefort"),
        ("Rue Haute 12-14, 5000 Namur", "Rue Haute 12-14", "5000", "Namur"),
        ("5070 LE ROUX, rue Haute 1", "rue Haute 1", "5070", "LE ROUX"),
        ("rue Haute 1, 5100 Jambes (Namur)", "rue Haute 1", "5100", "Jambes (Namur)"),
        (
            "Limburger Weg 5 - Chemin du Limbourg 5, 4700 Eupen",
            "Limburger Weg 5 - Chemin du Limbourg 5",
            "4700",
            "Eupen",
        ),
        ("rue de Luxembourg 3, 6700 Arlon, Luxembourg", "rue de Luxembourg 3", "6700", "Arlon"),
        ("Rue de Bruxelles 12, 5000 Namur", "Rue de Bruxelles 12", "5000", "Namur"),
        ("Place du Marché 7, Namur", "Place du Marché 7", None, "Namur"),
        ("Rue Haute 1 - Jambes", "Rue Haute 1", None, "Jambes"),
        ("Rue Haute 1 Jambes", "Rue Haute 1", None, "Jambes"),
        ("Rue de Fer, 12 à Namur", "Rue de Fer, 12", None, "Namur"),
        ("NAMUR - RUE DE FER 12", "RUE DE FER 12", None, "NAMUR"),
        ("3 rue Carnot, 59150 Wattrelos", "3 rue Carnot", "59150", "Wattrelos"),
        ("Rue Gambetta 12 59000 LILLE FRANCE", "Rue Gambetta 12", "59000", "LILLE"),
        ("Place de la Wallonie 1 (Jambes)", "Place de la Wallonie 1", None, "Jambes"),
        ("Av. du Parc 4, 4650 Herve / Chaineux", "Av. du Parc 4", "4650", "Herve (Chaineux)"),
        ("Place de l'Ange 1 (5000)", "Place de l'Ange 1", "5000", None),
        ("Grand Rue 12, L-1660 Luxembourg", "Grand Rue 12", "L-1660", "Luxembourg"),
        ("Kerkstraat 9 bus 3 8500 Kortrijk", "Kerkstraat 9 bus 3", "8500", "Kortrijk"),
        ("Markt 1, 6211 AB Maastricht", "Markt 1", "6211 AB", "Maastricht"),
        ("Rue de Namur 12", "Rue de Namur 12", None, None),
        ("itinérant", "itinérant", None, None),
    ],
)
def test_numbers_boxes_floors_and_years_stay_in_the_street(cell, street, code, locality):
    assert parts(cell) == (street, code, locality)


@given(
    st.sampled_from(WALLONIE.gazetteer.localities),
    st.sampled_from(
        ["rue de Fer 12", "Place du Marché 1 bte 3", "Grand'Rue 12-14", "Chaussée de Bruxelles 1025"]
    ),
    st.sampled_from(
        [
            "{street}, {code} {town}",
            "{street} - B-{code} {town}",
            "{code} {town}, {street}",
            "{street}\n{code} {town} (Belgique)",
        ]
    ),
)
def test_every_locality_of_the_territory_is_cut_from_its_street(place, street, way):
    code, town = place
    assert parts(way.format(street=street, code=code, town=town))[:2] == (street, code)
    assert parts(way.format(street=street, code=code, town=town))[2].startswith(
        town.split(" (")[0].split(",")[0].split(" - ")[0]
    )


@pytest.mark.parametrize(
    ("cell", "phones", "note"),
    [
        ("Rue de Fer 12 5000 Namur – tél. 081 22 33 44", ("+3281223344",), ""),
        ("Rue de Fer 12 - 5000 Namur - 081 22 33 44", ("+3281223344",), ""),
        ("Rue de Fer 12, 5000 Namur | GSM 0475/12.34.56", ("+32475123456",), ""),
        ("Rue de Fer 12, 5000 Namur, fax : 081 22 33 45", None, "fax 081 22 33 45"),
        ("Rue de Fer 12, 5000 Namur - info@fer.example", None, ""),
        ("Rue de Fer 12, 5000 Namur, entrée libre au marché", None, ""),
    ],
)
def test_what_is_no_address_never_ends_in_the_locality(cell, phones, note):
    reading = read_address(cell, WALLONIE)
    assert reading.values["locality"] == "Namur"
    assert reading.values.get("phone") == phones
    assert reading.note == note


@pytest.mark.parametrize(
    "cell",
    [
        "Rue Haute 1, 5000 Namur\nRue Basse 9, 5100 Jambes",
        "Rue Haute 1, 5000 Namur / Rue Basse 9, 5000 Namur",
        "Rue Haute 1, 5000 Namur et Rue Basse 9, 5100 Jambes",
        "Rue Haute 1, 5000 Namur, Rue Basse 9, 5100 Jambes",
        "Rue Haute 1, Namur ; Rue Basse 9, Jambes",
        "Rue Haute 1, 5000 Namur ou Rue Basse 9, 5100 Jambes",
        "Rue Haute 1, 5000 Namur & Rue Basse 9, 5100 Jambes",
    ],
)
def test_two_places_in_one_cell_are_said_to_be_two(cell):
    reading = read_address(cell, WALLONIE)
    assert [fault.code for fault in reading.faults] == ["two_places"]
    assert "Rue Basse 9" in reading.faults[0].message
    assert (reading.values["street"], reading.rest) == ("Rue Haute 1", cell)


def test_whole_addresses_of_five_hands_are_read(read):
    assert rows_of(read("01_asbl_adresse_bce.csv")) == {
        "Monde Ouvert": ("Rue Lucien Defays, 28", "4800", "Verviers", "Verviers"),
        "Relais Vesdre": ("Rue de Rome 17", "4800", "Verviers", "Verviers"),
        "Humaniterre": ("Rue Bois l'Évêque 122", "4040", "Herstal", "Herstal"),
        "Grenier des Possibles": ("Tri Dieu 16", "4831", "Bilstain", "Limbourg"),
        "Foyer Clair": ("En Strée, 6", "4181", "Filot", "Hamoir"),
    }


def test_belgian_streets_keep_their_boxes_and_find_their_commune(read):
    rows = rows_of(read("23_rues_belges.csv"))
    assert len(rows) == 11
    assert rows["R7"][0] == "Place St-Lambert 4 bus 12"
    assert {rows[name][3] for name in ("R1", "R2", "R5", "R6", "R9", "R10")} == {"Namur"}
    assert all(row[3] for row in rows.values())


def test_every_way_of_one_cell_gives_the_commune(read):
    listed = read("23b_adresse_une_cellule.csv")
    rows = rows_of(listed)
    assert {row[3] for name, row in rows.items() if name != "A10"} == {"Namur"}
    assert {row[1] for name, row in rows.items() if name not in ("A10", "A11")} == {"5000"}
    assert listed.row("A15")["phone"] == ("+3281223344",)


def test_two_places_of_a_list_are_told_and_the_list_is_one_of_addresses(read):
    listed = read("23e_adresse_double.csv")
    assert "two_places" in listed.codes
    assert listed.row("A8")["phone"] == ("+3281223344",)
    assert rows_of(listed)["A5"][0] == "Rue du Pont 7, 2e étage, bureau 12"


def test_one_two_place_cell_among_words_is_told_too(read):
    listed = read("48_plusieurs_lieux_cellule.csv")
    assert "two_places" in listed.codes
    assert rows_of(listed)["Réseau Lecture"][:3] == ("Rue Haute 1", "5000", "Namur")


def test_a_street_column_that_holds_the_place_says_it(read):
    listed = read("l.csv", "Nom;Rue\nA;Rue Haute 1 - Jambes\nB;Rue de Namur 5\nC;Rue Basse 2, 4500 Huy\n")
    rows = rows_of(listed)
    assert rows["A"] == ("Rue Haute 1", None, "Jambes", "Namur")
    assert rows["B"] == ("Rue de Namur 5", None, None, None)
    assert rows["C"] == ("Rue Basse 2", "4500", "Huy", "Huy")


def test_a_street_beside_its_code_loses_only_what_that_code_says_again(read):
    again = read(
        "m.csv", "Nom;Rue;CP;Localité\nD;Rue Basse 2, 4500 Huy;4500;Huy\nE;Rue Haute 1 - Jambes;4500;Huy\n"
    )
    assert rows_of(again)["D"][0] == "Rue Basse 2"
    assert rows_of(again)["E"][:3] == ("Rue Haute 1 - Jambes", "4500", "Huy")


@pytest.mark.parametrize(
    ("box", "street"),
    [
        ("A", "Rue Haute 12 bte A"),
        ("2", "Rue Haute 12 bte 2"),
        ("2.0", "Rue Haute 12 bte 2"),
        ("B", "Rue Haute 12 bte B"),
        ("bte 3", "Rue Haute 12 bte 3"),
        ("b. 12", "Rue Haute 12 b. 12"),
        ("bus 2", "Rue Haute 12 bus 2"),
        ("2e étage", "Rue Haute 12 2e étage"),
        ("", "Rue Haute 12"),
        ("-", "Rue Haute 12"),
    ],
)
def test_a_box_of_its_own_column_is_said_to_be_one(read, box, street):
    listed = read(
        "l.csv", f"Nom;Rue;Numéro;Boîte;CP\nA;Rue Haute;12;{box};5000\n", columns={"house_number": "Numéro"}
    )
    assert listed.row("A")["street"] == street


def test_boxes_of_the_lists(read):
    assert rows_of(read("53_titres_sales.csv"))["EPN Un"][0] == "Rue Haute 1 bte 2"
    assert rows_of(read("64k_boite_seule.csv"))["EPN Un"][0] == "Rue Haute 12 bte 2"


def test_the_official_register_gives_street_number_and_box(read):
    columns = {
        "street": "StreetFR",
        "house_number": "HouseNumber",
        "box": "Box",
        "locality": "MunicipalityFR",
    }
    rows = rows_of(read("47_kbo.csv", columns=columns))
    assert rows["CPAS de Comines"] == ("Rue Neuve 12 bte A", "7780", "Comines-Warneton", "Comines-Warneton")
    assert rows["Entraide du Centre"][0] == "Rue Kéramis 10"


def test_a_bilingual_street_is_kept_as_it_is(read):
    columns = {"street": "Straße", "postal_code": "PLZ", "locality": "Ort"}
    rows = rows_of(read("24_bilingue_a.csv", columns=columns))
    assert rows["ÖSHZ Eupen"] == ("Limburger Weg 5 - Chemin du Limbourg 5", "4700", "Eupen", "Eupen")
    assert {row[3] for row in rows.values()} == {"Eupen", "Saint-Vith", "Amblève"}


def test_a_bad_code_costs_the_row_nothing_but_its_place(read):
    listed = read("l.csv", "Nom;CP;Localité\nA;400;\nB;;Xyzabcqq\nC;400;Liège\n")
    assert listed.imported.accounting.quarantined == 0
    assert {row["name"]: row["place"] for row in listed.rows} == {
        "A": "unknown",
        "B": "unknown",
        "C": "inside",
    }
    assert listed.row("A")["extra"] == {"CP": "400"}
    assert {"postal_code_bad", "place_unreadable"} <= listed.codes


@pytest.mark.parametrize(
    ("cell", "first"),
    [
        ("7000 Mons, Grand-Place 22 et 7100 La Louvière, rue Kéramis 3", ("Grand-Place 22", "7000", "Mons")),
        (
            "Grand-Place 1 7500 Tournai + rue de l'Athénée 3 7700 Mouscron",
            ("Grand-Place 1", "7500", "Tournai"),
        ),
        ("4000 Liège rue A 1, 4020 Liège rue B 2 et 4030 Grivegnée rue C 3", ("rue A 1", "4000", "Liège")),
    ],
)
def test_two_places_are_told_whether_the_code_stands_behind_the_street_or_before_it(cell, first):
    reading = read_address(cell, WALLONIE)
    assert tuple(reading.values[name] for name in ("street", "postal_code", "locality")) == first
    assert [fault.code for fault in reading.faults] == ["two_places"]
    assert reading.rest == cell
