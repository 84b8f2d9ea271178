"""Several phones, addresses and sites of one structure: the first good one counts, none is lost."""

from __future__ import annotations

import pytest

from wtc_eco.sources.values.contact import read_phone, valid_phones

FIXED, MOBILE = "+3281221133", "+32475123456"


@pytest.mark.parametrize(
    "cell",
    [
        "081 22 11 33 / 0475 12 34 56",
        "081/22.11.33 ou 0475/12.34.56",
        "081 22 11 33\n0475 12 34 56",
        "081/221133 ::: 0475/123456",
        "081 22 11 33 +32 475 12 34 56",
        "081 22 11 33 + 0475 12 34 56",
        "081 22 11 33 & 0475 12 34 56",
        "081 22 11 33 of 0475 12 34 56",
        "081 22 11 33 oder 0475 12 34 56",
        "Tél. : 081 22 11 33\nGSM : 0475 12 34 56",
        "081/22.11.33, 0475/12.34.56",
        "081 22 11 33 - 0475 12 34 56",
    ],
)
def test_both_numbers_of_a_cell_are_phones(cell):
    assert read_phone(cell).values == {"phone": (FIXED, MOBILE)}
    assert valid_phones(cell, "BE") == (FIXED, MOBILE)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("081/22.11.33-34", "34"),
        ("081/22 11 33 / 34", "34"),
        ("081/22.11.33/34/35", "34/35"),
        ("081/22 11 33 à 35", "à 35"),
        ("081 22 11 33 ou 1733", "1733"),
        ("081 22 11 33 – Fax : 081 22 11 34", "Fax : 081 22 11 34"),
        ("Fax: 081/22.11.34 - Tél: 081/22.11.33", "Fax: 081/22.11.34 Tél"),
        ("081/22.11.33, 081/22.11.34 (fax)", "081/22.11.34 (fax)"),
    ],
)
def test_what_stands_beside_a_number_is_kept_in_words(cell, kept):
    reading = read_phone(cell)
    assert (reading.values, reading.note) == ({"phone": (FIXED,)}, kept)


@pytest.mark.parametrize("end", ["-34", " / 34", "/34/35"])
def test_the_last_figures_of_a_neighbour_are_told(end):
    assert [fault.code for fault in read_phone(f"081/22.11.33{end}").faults] == ["phone_end"]
    assert not read_phone("081 22 11 33 ou 1733").faults


@pytest.mark.parametrize(
    "cell", ["Tél/fax : 081 22 11 33", "tel. & fax 081 22 11 33", "081 22 11 33 (tél/fax)"]
)
def test_a_number_that_is_phone_and_fax_is_a_phone(cell):
    assert read_phone(cell).values == {"phone": (FIXED,)}


def test_a_number_may_be_broken_over_two_lines():
    assert read_phone("081 22\n11 33").values == {"phone": (FIXED,)}


def test_a_fax_alone_is_no_phone():
    assert read_phone("fax 081 22 11 34").values == {}


def test_beside_a_good_number_a_bad_one_is_kept_apart():
    reading = read_phone("081 22 11 33 ; 081 22 11")
    assert (reading.values, reading.rest) == ({"phone": (FIXED,)}, "081 22 11")
    assert [fault.gravity for fault in reading.faults] == ["warning"]


@pytest.mark.parametrize("cell", ["107", "112", "1722", "1733", "112 ou 107", "1733 / 112"])
def test_a_short_number_is_kept_in_words(cell):
    reading = read_phone(cell)
    assert (reading.values, reading.rest) == ({}, cell)
    assert [(fault.code, fault.gravity) for fault in reading.faults] == [("phone_short", "warning")]


@pytest.mark.parametrize("cell", ["0800 12 345", "078 15 01 02", "0900 12 345"])
def test_a_number_that_costs_otherwise_is_a_phone_all_the_same(cell):
    assert len(read_phone(cell).values["phone"]) == 1


def test_every_phone_of_a_list_of_phones_is_found_again(read):
    list_read = read("21_telephones.csv")
    assert list_read.row("T6")["phone"] == (FIXED, MOBILE)
    assert list_read.row("T10")["phone"] == (FIXED, "+3281221144")
    assert list_read.row("T15")["phone"] == list_read.row("T16")["phone"] == (FIXED, MOBILE)
    assert list_read.row("T18")["extra"] == {"Tel": "1733"}
    assert list_read.row("T19")["phone"] == list_read.row("T5")["phone"] == (FIXED,)
    assert list_read.row("T19")["note"] == "Tel: à 35"
    assert list_read.row("T5")["note"] == "Tel: 34"


def test_several_addresses_and_hidden_ones_are_read(read):
    list_read = read("22_emails.csv")
    boxes = {row["name"]: row.get("email") for row in list_read.rows}
    assert boxes["E2"] == boxes["E10"] == boxes["E12"] == ("a@un.example", "b@deux.example")
    assert {boxes[name] for name in ("E1", "E3", "E4", "E5", "E6", "E7", "E8", "E13")} == {
        ("info@un.example",)
    }
    assert "note" not in list_read.row("E10")
    assert list_read.row("E13")["note"] == "E-mail: secrétariat"


def test_a_site_is_never_invented(read):
    list_read = read("52_sites.csv")
    sites = {row["name"]: row.get("website") for row in list_read.rows}
    assert sites["W1"] == "https://www.un.example"
    assert sites["W2"] == "https://un.be"
    assert sites["W5"] == "https://www.facebook.com/un.epn"
    assert sites["W6"] is sites["W10"] is sites["W11"] is None
    assert sites["W7"] == "https://www.un.be"
    assert list_read.row("W7")["extra"] == {"Site web": "www.deux.be"}
    assert len(list_read.rows) == 10


def test_phones_addresses_and_sites_in_numbered_columns_are_all_taken(read):
    list_read = read(
        "colonnes.csv",
        "Nom;CP;Localité;Téléphone 1;Téléphone 2;Tél. 3;GSM;E-mail 1;E-mail 2;Site web;Site web 2\n"
        "Un;5000;Namur;081 22 11 33;0475 12 34 56;;081 22 11 44;a@un.be;b@un.be;www.un.be;www.deux.be\n"
        "Deux;5000;Namur;;;0475 12 34 57;;;c@un.be;;www.trois.be\n",
    )
    one, two = list_read.row("Un"), list_read.row("Deux")
    assert one["phone"] == (FIXED, MOBILE, "+3281221144")
    assert one["email"] == ("a@un.be", "b@un.be")
    assert (one["website"], one["extra"]) == ("https://www.un.be", {"Site web 2": "www.deux.be"})
    assert (two["phone"], two["email"], two["website"]) == (
        ("+32475123457",),
        ("c@un.be",),
        "https://www.trois.be",
    )
