from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wtc_eco.territory.normalize import closest, expanded, fold
from wtc_eco.territory.places import distance_km


def test_case_accents_hyphens_and_apostrophes_do_not_count():
    assert fold("Braine-l’Alleud ") == fold("BRAINE L'ALLEUD") == "braine l alleud"


def test_ligatures_are_two_letters():
    assert fold("Cœur du Hainaut") == fold("COEUR DU HAINAUT")
    assert fold("Straße") == "strasse"


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_text_has_single_spaces_and_no_sign(text):
    assert fold(text) == " ".join(fold(text).split())


@given(st.text(alphabet="abcéèçÀŒ'- ", max_size=30))
def test_upper_case_folds_like_lower_case(text):
    assert fold(text.upper()) == fold(text.lower())


def test_abbreviations_are_written_out():
    assert expanded("Jemeppe s/Sambre", {"s": "sur"}) == "jemeppe sur sambre"


def test_the_nearest_name_comes_first():
    assert closest("namurr", {"namur": "Namur", "verviers": "Verviers"}, cutoff=60) == ("Namur",)


def test_liege_and_namur_are_fifty_kilometres_apart():
    assert round(distance_km(50.6326, 5.5797, 50.4669, 4.8675)) == 54


@given(st.floats(-80, 80), st.floats(-170, 170), st.floats(-80, 80), st.floats(-170, 170))
def test_distance_is_the_same_there_and_back(lat1, lon1, lat2, lon2):
    there = distance_km(lat1, lon1, lat2, lon2)
    assert there == distance_km(lat2, lon2, lat1, lon1)
    assert distance_km(lat1, lon1, lat1, lon1) == 0
    assert there >= 0
