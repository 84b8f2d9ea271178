from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtc_eco import territory
from wtc_eco.territory.location import FAR_KM

ANYTHING = st.one_of(
    st.none(), st.text(max_size=12), st.sampled_from(["4000", "B-4000", "Huy", "1000", "Celles", "82003"])
)
_WALLONIE = territory.load()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Liège", "Liège"),
        ("LIEGE", "Liège"),
        ("Liège 2", "Liège"),
        ("Lüttich", "Liège"),
        ("Luik", "Liège"),
        ("4000 Liège", "Liège"),
        ("B-4020", "Liège"),
        ("Wandre", "Liège"),
        ("St-Ghislain", "Saint-Ghislain"),
        ("Saint Ghislain", "Saint-Ghislain"),
        ("Braine l'Alleud", "Braine-l'Alleud"),
        ("BRAINE-L’ALLEUD", "Braine-l'Alleud"),
        ("Ste-Ode", "Sainte-Ode"),
        ("Ham s/Heure", "Ham-sur-Heure-Nalinnes"),
        ("Jemeppe s/Sambre", "Jemeppe-sur-Sambre"),
        ("Ville de Huy", "Huy"),
        ("Commune d'Yvoir", "Yvoir"),
        ("Bertogne", "Bastogne"),
        ("LLN", "Ottignies-Louvain-la-Neuve"),
        ("Namur (Jambes)", "Namur"),
        ("Charleroi Nord", "Charleroi"),
    ],
)
def test_any_spelling_of_a_commune_or_a_locality_is_that_commune(wallonie, written, meant):
    assert wallonie.place(locality=written).commune == meant


@pytest.mark.parametrize("written", ["4000", "B-4000", "BE 4000", "B4000", "4000.0", " 4000 ", "4000 Liège"])
def test_a_postal_code_is_read_from_what_stands_around_it(wallonie, written):
    place = wallonie.place(postal_code=written)
    assert (place.commune, place.how, place.doubt) == ("Liège", "postal_code", "")


@pytest.mark.parametrize("code", ["1000", "1299", "1500", "3000", "9000", "F-59000", "L-4000"])
def test_a_postal_code_of_brussels_flanders_or_abroad_is_outside(wallonie, code):
    assert wallonie.place(postal_code=code).standing == "outside"


@pytest.mark.parametrize("name", ["Bruxelles", "1000 Bruxelles", "SCHAERBEEK", "Gent", "59000 Lille"])
def test_a_known_town_elsewhere_is_outside(wallonie, name):
    assert wallonie.place(locality=name).standing == "outside"


def test_a_german_speaking_commune_is_outside_the_bassins_and_keeps_its_name(wallonie):
    place = wallonie.place(locality="Sankt Vith")
    assert (place.standing, place.commune, place.bassin) == ("outside_bassins", "Saint-Vith", None)


@pytest.mark.parametrize("code", ["82003", "82005", "82039"])
def test_former_ins_codes_are_the_commune_they_became(wallonie, code):
    assert wallonie.place(ins=code).ins == "82039"


def test_an_ins_code_of_brussels_is_outside(wallonie):
    assert wallonie.place(ins="21004").standing == "outside"


def test_a_postal_code_and_a_name_that_disagree_are_a_doubt_and_the_code_is_followed(wallonie):
    place = wallonie.place(postal_code="4000", locality="Huy")
    assert place.commune == "Liège"
    assert "Huy" in place.doubt


def test_a_village_of_the_postal_code_is_no_disagreement(wallonie):
    assert wallonie.place(postal_code="4608", locality="NEUFCHATEAU").commune == "Dalhem"
    assert wallonie.place(postal_code="4608", locality="NEUFCHATEAU").doubt == ""


def test_a_locality_nobody_knows_leaves_the_postal_code_alone(wallonie):
    place = wallonie.place(postal_code="7000", locality="Quartier des Étoiles")
    assert (place.commune, place.doubt) == ("Mons", "")


def test_a_postal_code_that_does_not_exist_is_told_and_the_name_is_followed(wallonie):
    place = wallonie.place(postal_code="7999", locality="Mons")
    assert (place.commune, place.how) == ("Mons", "locality")
    assert "7999" in place.doubt


def test_a_name_of_two_villages_is_asked_about(wallonie):
    place = wallonie.place(locality="Polleur")
    assert place.standing == "unknown"
    assert "Verviers" in place.doubt
    assert "Theux" in place.doubt


def test_coordinates_choose_between_two_villages_of_one_name(wallonie):
    assert wallonie.place(locality="Polleur", lat=50.54, lon=5.87).commune in {"Theux", "Verviers"}


def test_a_misspelt_name_is_read_with_a_doubt(wallonie):
    place = wallonie.place(locality="Namurr")
    assert place.commune == "Namur"
    assert "Namurr" in place.doubt


def test_a_village_called_like_a_town_elsewhere_is_a_doubt(wallonie):
    assert "outside" in wallonie.place(locality="Forest").doubt


def test_nothing_told_is_unknown_without_a_doubt(wallonie):
    place = wallonie.place()
    assert (place.standing, place.doubt, place.how) == ("unknown", "", "")


def test_coordinates_alone_place_a_row_and_say_so(wallonie):
    place = wallonie.place(lat=50.4542, lon=3.9563)
    assert (place.commune, place.how) == ("Mons", "coordinates")
    assert place.doubt


@pytest.mark.parametrize("point", [(50.8467, 4.3525), (48.85, 2.35), (0.0, 0.0)])
def test_coordinates_beyond_the_territory_are_outside(wallonie, point):
    assert wallonie.place(lat=point[0], lon=point[1]).standing == "outside"


def test_coordinates_far_from_the_commune_are_a_doubt(wallonie):
    assert FAR_KM < 60
    assert "km" in wallonie.place(postal_code="7000", lat=49.68, lon=5.81).doubt


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING, st.one_of(st.none(), st.floats(allow_nan=False)))
def test_a_place_is_always_found_or_unknown_and_never_an_error(ins, postal_code, locality, commune, lat):
    place = _WALLONIE.place(
        ins=ins, postal_code=postal_code, locality=locality, commune=commune, lat=lat, lon=4.0
    )
    assert place.standing in {"inside", "outside_bassins", "outside", "unknown"}
    assert (place.standing == "inside") == (place.bassin is not None)
    assert place.standing != "outside" or place.ins is None


def test_every_commune_is_found_by_its_code_its_names_and_its_postal_codes(wallonie):
    for ins, commune in wallonie.communes.items():
        for name in (commune.name, *commune.names.values()):
            assert wallonie.place(locality=name).ins == ins, name
        for code in commune.postal_codes:
            assert wallonie.place(postal_code=code).ins == ins


def test_every_locality_with_its_postal_code_is_in_that_commune(wallonie):
    for code, name in wallonie.gazetteer.localities:
        place = wallonie.place(postal_code=code, locality=name)
        assert place.doubt == "", (code, name)


def test_three_digit_codes_and_other_words_work_as_well(trio):
    assert trio.place(postal_code="T-120", locality="Villanova").commune == "San Piero in Alpe"
    assert trio.place(locality="Comune di Sta Lucia").commune == "Santa Lucia"
    assert trio.place(locality="S. Piero in Alpe").commune == "San Piero in Alpe"
    assert trio.place(postal_code="800").standing == "outside"
    assert trio.place(locality="Isola Franca").standing == "outside_bassins"
    assert trio.place(ins="T093").commune == "Ponte Vecchio"


def test_a_postal_code_of_two_communes_is_their_bassin_until_a_name_tells_which(trio):
    place = trio.place(postal_code="340")
    assert (place.standing, place.ins, place.bassin) == ("inside", None, "costamare")
    assert "Santa Lucia and Torre Nera" in place.doubt
    assert trio.place(postal_code="340", locality="Torre Nera").ins == "T303"


def test_an_ins_code_and_a_postal_code_that_disagree_are_a_doubt(trio):
    place = trio.place(ins="T101", postal_code="210")
    assert place.commune == "Montalto"
    assert "Valdoro" in place.doubt


def test_a_postal_code_outside_with_a_name_inside_is_a_doubt(trio):
    place = trio.place(postal_code="800", locality="Valdoro")
    assert place.standing == "outside"
    assert "Valdoro" in place.doubt


@pytest.mark.shared
def test_every_row_of_the_schools_is_placed_by_its_postal_code_its_locality_or_its_commune(wallonie, shared):
    with (shared / "lists" / "promotion_sociale_raw.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    outside = 0
    for row in rows:
        codes = wallonie.place(postal_code=row["Code postal de l'implantation"])
        outside += codes.standing == "outside"
        assert wallonie.place(locality=row["Localité de l'implantation"]).ins == codes.ins
        assert wallonie.place(commune=row["Commune de l'implantation"]).ins == codes.ins
    assert outside == 5


@pytest.mark.shared
def test_the_communes_are_those_of_the_reference_tables(wallonie, shared):
    def told(name):
        with (shared / "reference" / name).open(encoding="utf-8", newline="") as stream:
            return {row["nis_code"]: row for row in csv.DictReader(stream)}

    now, before = told("communes_2025.csv"), told("communes_2019_2024.csv")
    assert set(now) == set(wallonie.communes)
    assert all(wallonie.communes[ins].name == row["name_fr"] for ins, row in now.items())
    assert all(int(row["population"]) == wallonie.communes[ins].population for ins, row in now.items())
    assert {wallonie.commune_at(ins).ins for ins in before} == set(now)
    assert all(wallonie.commune_at(row["nis_code_before_2019"]) for row in before.values())


@pytest.mark.shared
def test_coordinates_alone_find_19_communes_in_20(wallonie, shared):
    with (shared / "lists" / "promotion_sociale_raw.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["Latitude"]]
    codes = [wallonie.place(postal_code=row["Code postal de l'implantation"]) for row in rows]
    points = [wallonie.place(lat=float(row["Latitude"]), lon=float(row["Longitude"])) for row in rows]
    right = sum(code.ins == point.ins for code, point in zip(codes, points, strict=True))
    assert right / len(rows) > 0.94
