"""Cells as people write them, and what they say: B48 to B59, B75, B80, B81, B85."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtc_eco.sources.values.contact import as_website, read_email, read_phone, read_website
from wtc_eco.sources.values.coordinates import Bounds, read_both, read_pair
from wtc_eco.sources.values.dates import read_date
from wtc_eco.sources.values.identifiers import read_enterprise
from wtc_eco.sources.values.place import read_address, read_postal
from wtc_eco.sources.values.terms import read_hours, read_terms
from wtc_eco.sources.vocabulary import says_none, says_nothing, words
from wtc_eco.territory.normalize import fold

MONS, CHARLEROI = "+3265325411", "+3271232811"


def told(reading):
    return [(fault.code, fault.gravity) for fault in reading.faults]


@pytest.mark.parametrize(
    ("cell", "numbers", "faults", "note"),
    [
        ("065 32 54 11", (MONS,), [], ""),
        ("+32 (0)65 32 54 11", (MONS,), [], ""),
        ("065/32.54.11", (MONS,), [], ""),
        ("65325411", (MONS,), [("phone_zero", "warning")], ""),
        ("471234567", ("+32471234567",), [("phone_zero", "warning")], ""),
        ("471234567.0", ("+32471234567",), [("phone_decimal", "warning")], ""),
        ("04 222 33 44 / 0471 12 34 56", ("+3242223344", "+32471123456"), [], ""),
        ("04 222 33 44 ou 0471/12.34.56", ("+3242223344", "+32471123456"), [], ""),
        ("0471234567 (Julie)", ("+32471234567",), [], "Julie"),
        ("T: 065/32 54 11 F: 071/23 28 11", (MONS, CHARLEROI), [], "T: F"),
        ("065/32.54.11-12", (MONS,), [("phone_end", "warning")], "12"),
        ("néant", (), [], ""),
    ],
)
def test_a_phone_is_read_as_it_is_written(cell, numbers, faults, note):
    reading = read_phone(cell)
    assert reading.values == {"phone": numbers}
    assert told(reading) == faults
    assert reading.note == note


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("4,71E+08", "phone_rounded"),
        ("4.71e+08", "phone_rounded"),
        ("04 222 33", "phone_bad"),
        ("065/325411/071/2328", "phone_bad"),
    ],
)
def test_a_phone_whose_digits_are_lost_waits_for_a_person_and_costs_its_row_nothing(cell, code):
    assert told(read_phone(cell)) == [(code, "warning")]
    assert read_phone(cell).values == {}


def test_words_instead_of_a_phone_are_kept_apart():
    reading = read_phone("voir le site")
    assert reading.rest == "voir le site"
    assert reading.values == {}


def test_letters_never_become_digits():
    assert read_phone("0800-FLOWERS").values == {}


def test_an_empty_remark_is_not_known_to_be_none():
    assert read_phone("?").values == {}


@pytest.mark.parametrize(
    ("cell", "values", "codes"),
    [
        ("0417.497.106", {"bce": "0417497106"}, []),
        ("BE 0417.497.106", {"bce": "0417497106"}, []),
        ("417497106", {"bce": "0417497106"}, ["bce_zero"]),
        ("2167074624", {"unit_number": "2167074624"}, []),
        ("0417497107", {}, ["bce_bad"]),
        ("2167074625", {}, ["bce_bad"]),
        ("0000009601", {"bce": "0000009601"}, []),
        ("0000009698", {}, ["bce_bad"]),  # 1 modulo 97, but check digits go from 01 to 97
        ("9999999999", {}, ["bce_bad"]),
    ],
)
def test_ten_digits_say_enterprise_or_establishment_or_nothing(cell, values, codes):
    reading = read_enterprise(cell)
    assert reading.values == values
    assert [fault.code for fault in reading.faults] == codes


@pytest.mark.parametrize(
    ("cell", "code", "codes"),
    [
        ("4000", "4000", []),
        ("4000.0", "4000", []),
        ("B-4000", "4000", ["postal_code_repaired"]),
        ("4000 Liège", "4000", ["postal_code_repaired"]),
        ("F-59000", "F-59000", []),
        ("400", None, ["postal_code_bad"]),
        ("99999", None, ["postal_code_bad"]),
        ("5 000", "5000", []),
        ("59150", "59150", []),
        ("L 6720", "L 6720", []),
        ("6211 AB", "6211 AB", []),
        ("CP 5000", "5000", ["postal_code_repaired"]),
        ("BP 1200", None, ["postal_code_bad"]),
    ],
)
def test_a_postal_code_is_mended_or_doubted(wallonie, cell, code, codes):
    reading = read_postal(cell, wallonie)
    assert reading.values.get("postal_code") == code
    assert [fault.code for fault in reading.faults] == codes


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("Info@Huy.be", ("info@huy.be",)),
        ("a@b.be; c@d.be", ("a@b.be", "c@d.be")),
        ("Julie <j@x.be>", ("j@x.be",)),
        ("mailto:a@b.be", ("a@b.be",)),
        ("info(at)huy.be", ("info@huy.be",)),
    ],
)
def test_a_cell_may_hold_several_addresses(cell, addresses):
    assert read_email(cell).values == {"email": addresses}


@pytest.mark.parametrize("cell", ["info@x", "a@@b.be", "@b.be", "a@b..be", "info"])
def test_an_address_that_cannot_be_one_waits_for_a_person(cell):
    assert told(read_email(cell)) == [("email_bad", "warning")]
    assert read_email(cell).values == {}


def test_beside_an_address_what_cannot_be_one_is_kept_apart():
    reading = read_email("a@b.be; info@x")
    assert (reading.values, reading.rest) == ({"email": ("a@b.be",)}, "info@x")
    assert told(reading) == [("email_bad", "warning")]


@pytest.mark.parametrize(
    ("cell", "site"),
    [
        ("www.huy.be", "https://www.huy.be"),
        ("http://huy.be/epn?a=1", "http://huy.be/epn?a=1"),
        ("http://a.be ; http://b.be", "http://a.be"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("a@b.be", None),
        ("voir facebook", None),
        ("Feu ouvert.org", None),
        ("voir feu-ouvert.org", "https://feu-ouvert.org"),
        ("feu-ouvert.org (en travaux)", "https://feu-ouvert.org"),
        ("Site : feu-ouvert.org et www.deux.be", "https://feu-ouvert.org"),
        ("Page Facebook Feu www.feu.be", "https://www.feu.be"),
        ("J. D", None),
    ],
)
def test_only_the_web_is_a_website(cell, site):
    assert read_website(cell).values.get("website") == site


@pytest.mark.parametrize(
    ("lat", "lon", "point", "codes"),
    [
        ("50,6333", "5,5667", (50.6333, 5.5667), []),
        ("50.6333°N", "5.5667°E", (50.6333, 5.5667), []),
        ("5.57", "50.63", (50.63, 5.57), ["coordinates_swapped"]),
        ("50.828", "3,265", (50.828, 3.265), []),
        ("50 28 2", "4° 52,05' O", (50.4672222, 4.8675), []),
        ("50°75'", "4°52'", None, ["coordinates_bad"]),
        ("49,6833", "n.d.", None, ["coordinates_bad"]),
        ("147000", "235000", (50.6274576, 5.5701421), ["coordinates_projected"]),
        ("235000", "147000", (50.6274576, 5.5701421), ["coordinates_projected", "coordinates_swapped"]),
        ("628 627,1", "685.408,3", (50.4673556, 4.8674392), ["coordinates_projected"]),
        ("504674", "48675", None, ["coordinates_bad"]),
        ("0", "0", None, ["coordinates_far"]),
        ("nord", "5", None, ["coordinates_bad"]),
        ("50.6", "", None, ["coordinates_half"]),
    ],
)
def test_two_cells_make_a_point_near_the_territory(wallonie, lat, lon, point, codes):
    reading = read_pair(lat, lon, Bounds.of(wallonie))
    assert (reading.values.get("lat"), reading.values.get("lon")) == (point or (None, None))
    assert [fault.code for fault in reading.faults] == codes


@pytest.mark.parametrize(
    "cell",
    [
        "50.4, 4.8",
        "50,4;4,8",
        "50,4, 4,8",
        "4.8 50.4",
        "POINT(4.8 50.4)",
        "SRID=4326;POINT Z (4.8 50.4 100)",
        "50°24'N 4°48'0\"E",
        "4° 48' Ost 50° 24' Nord",
        "N50 24 E4 48",
        '{"lon": 4.8, "lat": 50.4}',
    ],
)
def test_one_cell_holds_both_coordinates_in_either_order(wallonie, cell):
    assert read_both(cell, Bounds.of(wallonie)).values == {"lat": 50.4, "lon": 4.8}


@pytest.mark.parametrize(
    ("cell", "day", "codes"),
    [
        ("2024-06-07", "2024-06-07", []),
        ("07/06/2024", "2024-06-07", ["date_ambiguous"]),
        ("06/07/24", "2024-07-06", ["date_ambiguous"]),
        ("13/06/2024", "2024-06-13", []),
        ("06/13/2024", "2024-06-13", ["date_month_first"]),
        ("06/06/2024", "2024-06-06", []),
        ("7 juin 2024", "2024-06-07", []),
        ("vendredi 1er mars 2024", "2024-03-01", []),
        ("June 7, 2024", "2024-06-07", []),
        ("45450", "2024-06-07", ["date_serial"]),
        ("31/02/2024", None, ["date_bad"]),
        ("juin 2024", None, ["date_bad"]),
    ],
)
def test_a_date_is_read_day_first_and_doubt_is_said(cell, day, codes):
    reading = read_date(cell, "collected_on")
    assert reading.values.get("collected_on") == day
    assert [fault.code for fault in reading.faults] == codes


@pytest.mark.parametrize(
    ("cell", "themes", "rest"),
    [
        ("bases|securite", ("bases", "securite"), ""),
        ("Compétences de base (ordinateur, souris, clavier), Sécurité en ligne", ("bases", "securite"), ""),
        ("Photo, vidéo, création, fablab, itsme", ("creation", "demarches"), ""),
        ("Sécurité en ligne, tricot", ("securite",), "tricot"),
        ("aucun", (), ""),
        ("none", (), ""),
        ("tricot", None, "tricot"),
        ("?", None, ""),
    ],
)
def test_options_are_split_by_what_is_known_and_the_others_kept(wallonie, cell, themes, rest):
    reading = read_terms(cell, "themes", wallonie.themes)
    assert reading.values.get("themes") == themes
    assert reading.rest == rest
    assert [fault.code for fault in reading.faults] == (["unknown_option"] if rest else [])


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ("Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-12:00", "opening_hours"),
        ("24/7", "opening_hours"),
        ("Lu-Ve 9h-12h", "hours_note"),
        ("sur rendez-vous", "hours_note"),
        ("9:00-12:00 du lundi au vendredi", "hours_note"),
        ("Fr", "hours_note"),
    ],
)
def test_hours_are_osm_or_stay_words(cell, field):
    assert read_hours(cell).values == {field: cell}


@pytest.mark.parametrize("cell", ["Mo 99:99", "24/7;" * 20_000])
def test_broken_osm_waits_for_a_person(cell):
    assert told(read_hours(cell)) == [("hours_bad", "warning")]
    assert read_hours(cell).values == {}


@pytest.mark.parametrize(
    ("cell", "street", "code", "locality"),
    [
        ("Rue X 5, 4000 Liège", "Rue X 5", "4000", "Liège"),
        ("Rue X 5 - 4000 Liège", "Rue X 5", "4000", "Liège"),
        ("Rue X 5\n4000 Liège", "Rue X 5", "4000", "Liège"),
        ("4000 Liège, Rue X 5", "Rue X 5", "4000", "Liège"),
        ("Rue du 1000 Mètres 5, B-4000 Liège, Belgique", "Rue du 1000 Mètres 5", "4000", "Liège"),
        ("Chaussée 1234, 5000 Namur", "Chaussée 1234", "5000", "Namur"),
        ("Rue X 5, Liège", "Rue X 5", None, "Liège"),
        ("Place 3, 4000", "Place 3", "4000", None),
        ("Rue X 5", "Rue X 5", None, None),
    ],
)
def test_an_address_in_one_cell_is_cut(wallonie, cell, street, code, locality):
    values = read_address(cell, wallonie).values
    assert (values.get("street"), values.get("postal_code"), values.get("locality")) == (
        street,
        code,
        locality,
    )


@given(
    st.text("xXnNaA?./ \u0301é０", max_size=6)
    | st.text(max_size=8)
    | st.sampled_from(sorted(words().unknown))
)
def test_a_cell_that_is_not_folded_says_what_it_says_folded(text):
    assert says_nothing(text) == (fold(text) in words().unknown)
    assert says_none(text.upper()) == (fold(text) in words().none)


@given(st.text("0123456789 +./-", min_size=6, max_size=16).map(str.strip))
def test_a_usual_phone_is_what_the_long_way_makes_of_it(text):
    short, long = read_phone(text), read_phone(f"{text} ")
    assert (short.values, told(short), short.note) == (long.values, told(long), long.note)


@given(st.text("ab9.-_@:/", min_size=3, max_size=14).map(lambda middle: f"a{middle}be"))
def test_a_usual_address_or_site_is_what_the_long_way_makes_of_it(text):
    assert read_email(text).values.get("email") == read_email(f"<{text}>").values.get("email")
    assert (as_website(text) or "").lower() == (as_website(text.upper()) or "").lower()
