"""Names, addresses and contacts as they are read."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from wtc_eco.matching import match, profiles
from wtc_eco.matching.addresses import read_streets
from wtc_eco.matching.arrays import Codebook, in_order
from wtc_eco.matching.names import read_names
from wtc_eco.matching.profiles import mistyped
from wtc_eco.matching.score import score_at


def spelled(rows, codes):
    return tuple(codes.texts[code] for code in rows.values)


@pytest.mark.parametrize(
    ("name", "words", "kinds", "numbers"),
    [
        ("C.P.A.S. de Mons (asbl)", ("mons",), ("cpas",), ()),
        ("Centre public d'action sociale", (), ("cpas",), ()),
        ("École communale n° 03", ("communale",), ("ecole",), ("3",)),
        ("Bibliothèque de la Ville de Liège", ("ville", "liege"), ("bibliotheque",), ()),
        ("Ville de Liège", ("liege",), ("commune",), ()),
        ("St-Martin", ("saint", "martin"), (), ()),
        ("ASBL", ("asbl",), (), ()),
        ("", (), (), ()),
    ],
)
def test_a_name_is_its_words_its_kinds_and_its_numbers(name, words, kinds, numbers, lexicon):
    heard, told = Codebook(), Codebook()
    read = read_names([name], lexicon, heard, told)
    assert spelled(read.own, heard) == words
    assert spelled(read.kinds, told) == kinds
    assert spelled(read.numbers, heard) == numbers


@pytest.mark.parametrize(
    ("street", "country", "words", "numbers"),
    [
        ("12, av. de la Gare bte 3", "BE", ("avenue", "gare"), ("12",)),
        ("Rue du 8 mai 1945 17", "FR", ("rue", "8", "mai", "1945"), ("17",)),
        ("45 avenue du 8 mai 1945", "FR", ("avenue", "8", "mai", "1945"), ("45",)),
        ("Place Georges Hubin 1-3", "BE", ("place", "georges", "hubin"), ("1", "3")),
        ("Rue Haute 5B", "BE", ("rue", "haute"), ("5",)),
        ("RD 1091", "FR", ("rd1091",), ()),
        ("PlaceJean Léa", "FR", ("place", "jean", "lea"), ()),
        ("55 St James Ave", "US", ("saint", "james", "avenue"), ("55",)),
        ("120 N. Main St.", "US", ("north", "main", "street"), ("120",)),
        ("12 W 42nd St", "US", ("west", "42nd", "street"), ("12",)),
        ("1500 5 Ave, Ste 200", "US", ("5", "avenue"), ("1500",)),
        ("Rue du 1er Mai 7 bte 2", "BE", ("rue", "1er", "mai"), ("7",)),
        ("", "BE", (), ()),
    ],
)
def test_an_address_is_a_street_and_its_house_numbers(street, country, words, numbers, lexicon):
    codes = Codebook()
    read = read_streets([street], lexicon, country, codes)
    assert (spelled(read.words, codes), spelled(read.houses, codes)) == (words, numbers)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("065/11.22.33", "BE", "+3265112233"),
        ("+32 (0)65 11 22 33", "BE", "+3265112233"),
        ("0033 4 92 75 36 48", "BE", "+33492753648"),
        ("04 92 75 36 48", "FR", "+33492753648"),
        ("(217) 555-0142", "US", "+12175550142"),
        ("sur rendez-vous", "BE", ""),
    ],
)
def test_a_phone_is_one_number_however_it_is_written(text, country, number):
    assert profiles.phone(text, country) == number


def test_a_page_is_the_same_with_and_without_scheme_and_www():
    assert profiles.page("HTTPS://www.Mons.be/cpas/?a=1#b") == profiles.page("mons.be/cpas") == "mons.be/cpas"
    assert profiles.host("https://www.mons.be:443/cpas") == "mons.be"


def test_what_is_no_mailbox_is_none():
    assert profiles.mailbox("Info@CPAS.be ") == "info@cpas.be"
    assert profiles.mailbox("voir le site") == ""


def test_importing_the_room_loads_no_heavy_library():
    script = "import sys, wtc_eco.matching; assert not {'pandas', 'numpy', 'rapidfuzz'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize(
    ("country", "one", "other", "same"),
    [
        # Without its area code, a number is the one of the list that ends with its digits.
        ("US", {"name": "Kids Nook", "phone": ("358-3605",)}, {"name": "Kids Nook", "phone": ("(773) 358-3605",)}, True),
        ("US", {"name": "Kids Nook", "phone": ("358-3605",)}, {"name": "Kids Nook", "phone": ("(773) 358-3606",)}, False),
        # Another country's number, written as at home.
        ("GB", {"name": "Bibliothek", "phone": ("030 901845675",)}, {"name": "Bibliothek", "phone": ("+49 30 901845675",)}, True),
    ],
)  # fmt: skip
def test_a_number_without_its_code_is_the_one_that_ends_with_its_digits(
    lexicon, listed, country, one, other, same
):
    read = profiles.profiles(in_order(listed(one, other)), lexicon, country)
    pair = score_at(read, np.array([0]), np.array([1]))
    assert (pair["phone"][0] > 0) == same


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("info@ateliermosaique.be", "info@ateliermosaique.eb", True),
        ("acceuil@mosaique.be", "accueil@mosaique.be", True),
        ("lamosaique@skynet.be", "lamosaique@sknyet.be", True),
        ("contact@lamosaique.be", "contact@lamosaiqe.be", True),
        # Another service, person, number, ending or plural is another mailbox.
        ("info@mosaique.be", "biblio@mosaique.be", False),
        ("j.dupont@mosaique.be", "l.dupont@mosaique.be", False),
        ("jdupont@mosaique.be", "ldupont@mosaique.be", False),
        ("marie.dupont@mosaique.be", "maria.dupont@mosaique.be", False),
        ("epn1@mosaique.be", "epn2@mosaique.be", False),
        ("formation@mosaique.be", "formations@mosaique.be", False),
        ("info@mosaique.be", "info@mosaique.de", False),
    ],
)
def test_a_mailbox_with_a_typing_error_is_evidence_and_another_one_is_not(one, other, slip, lexicon, listed):
    rows = [
        {"name": name, "postal_code": "6700", "locality": "Arlon", "email": (mail,)}
        for name, mail in (("Atelier Mosaïque", one), ("Atelier Mozaïque", other))
    ]
    assert mistyped(one, other) is mistyped(other, one) is slip
    read = profiles.profiles(in_order(listed(*rows)), lexicon, "BE")
    (weight,) = score_at(read, np.array([0]), np.array([1]))["email"]
    assert (weight > 2) == slip


@pytest.mark.parametrize(
    ("street", "other", "most"),
    [
        ("Place 3", "Place 3", 2.0),
        ("Rue 5", "rue, 5", 2.0),
        ("Rue Haute 5", "rue Haute, 5", 5.0),
        ("Place 3", "Place 4", -0.5),
        ("Place 3", "Rue Haute 3", -1.0),
    ],
)
def test_a_street_of_which_only_the_type_is_written_says_little(street, other, most, lexicon, listed):
    rows = [
        {"name": "La Grange bleue", "postal_code": "6700", "locality": "Arlon", "street": text}
        for text in (street, other)
    ]
    read = profiles.profiles(in_order(listed(*rows)), lexicon, "BE")
    (weight,) = score_at(read, np.array([0]), np.array([1]))["street"]
    assert weight == pytest.approx(most)


def test_a_street_that_is_only_its_type_is_another_in_another_village(lexicon, listed):
    rows = [
        {
            "name": "Maison de quartier",
            "postal_code": code,
            "locality": town,
            "street": "Place 3",
            "ins": "52011",
        }
        for code, town in (("6040", "Jumet"), ("6030", "Marchienne"))
    ]
    read = profiles.profiles(in_order(listed(*rows)), lexicon, "BE")
    assert score_at(read, np.array([0]), np.array([1]))["street"][0] < 0


def test_names_in_two_scripts_are_not_compared_and_a_shared_phone_asks(lexicon, listed):
    table = listed(
        {
            "name": "Кафе Пушкин",
            "postal_code": "125009",
            "phone": ("+74957390033",),
            "website": "cafe-pushkin.ru",
        },
        {
            "name": "Cafe Pushkin",
            "postal_code": "125009",
            "phone": ("+74957390033",),
            "website": "cafe-pushkin.ru",
        },
    )
    assert match(table, lexicon=lexicon, country="GB").review == ((1, 2),)


def test_one_rare_word_at_one_door_is_at_least_a_question(lexicon, listed):
    door = {"street": "1279 E 47th St", "locality": "Chicago"}
    table = listed(
        {"name": "Fellowship House Child Development Ctr", "source": "a", **door},
        {"name": "Centers for New Horizons - Fellowship House", "source": "b", **door},
    )
    matching = match(table, lexicon=lexicon, country="US")
    assert matching.review == ((1, 2),) or matching.clusters[2] == 1
