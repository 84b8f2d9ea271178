"""Cells as strangers write them: one rule of reading each, with the neighbours that must not be read so."""

from __future__ import annotations

import pytest

from wtc_eco.coverage.schedule import understand
from wtc_eco.sources.values.place import read_address
from wtc_eco.sources.values.terms import read_pieces, unread_words
from wtc_eco.territory import load

TERRITORY = load("wallonie")
PLACE = "Nom;CP;Localité;"
ONE, TWO = "Un;5000;Namur;", "Deux;7000;Mons;"


def ids(words, vocabulary="publics"):
    return [id_ for piece in read_pieces(words, TERRITORY.vocabulary(vocabulary)) for id_ in piece.ids]


# ------------------------------------------------------------------------------------------------ hours


@pytest.mark.parametrize("text", ["LMJV 8h-16h, Me 8h-12h", "LMJ 9h-12h", "L.M.J.V. 9h-12h", "LMV 13h-16h"])
def test_a_letter_that_may_be_tuesday_or_wednesday_is_doubted_and_never_dropped(text):
    assert understand(text).status == "approximate"


@pytest.mark.parametrize(
    ("text", "osm"),
    [("LMMJV 9h-12h", "Mo-Fr"), ("MMJ 9h-12h", "Tu-Th"), ("L-V 9h-12h", "Mo-Fr"), ("LJV 9h-12h", "Mo,Th-Fr")],
)
def test_letters_that_can_only_be_one_day_are_days(text, osm):
    assert understand(text).osm == f"{osm} 09:00-12:00"


@pytest.mark.parametrize(
    ("text", "osm"),
    [
        ('Lu: 9h-12h; Ma: "; Me: "', "Mo-We 09:00-12:00"),
        ("lundi 9h-12h, mardi »", "Mo-Tu 09:00-12:00"),
        ("mardi 13h-17h, jeudi comme mardi", "Tu,Th 13:00-17:00"),
        ("mardi 13h-17h ; jeudi pareil", "Tu,Th 13:00-17:00"),
    ],
)
def test_a_ditto_repeats_the_hours_before_it(text, osm):
    hours = understand(text)
    assert (hours.osm, hours.status) == (osm, "known")


def test_quotes_around_words_are_no_ditto():
    assert understand('lundi "sur rendez-vous", mardi 9h-12h').osm == 'Tu 09:00-12:00; Mo "sur rendez-vous"'


@pytest.mark.parametrize(
    ("text", "osm"),
    [
        ("Lundi : de 9 h. à 12 h. et de 13 h. 30 à 16 h.", "Mo 09:00-12:00,13:30-16:00"),
        ("lundi 9 h.-12 h. Mardi 13 h.-16 h.", "Mo 09:00-12:00; Tu 13:00-16:00"),
    ],
)
def test_a_point_behind_the_letter_of_an_hour_ends_no_sentence(text, osm):
    assert understand(text).osm == osm


def test_columns_of_a_day_from_and_to_are_one_stretch_of_hours(read):
    row = read("jours.csv", f"{PLACE}Lundi de;Lundi à;Mardi de;Mardi à\n{ONE}9:00;12:00;13:00;17:00\n").row(
        "Un"
    )
    assert row["hours_note"] == "Lundi 9:00-12:00; Mardi 13:00-17:00"


# ------------------------------------------------------------------------------------------------ publics


@pytest.mark.parametrize(
    ("words", "public"),
    [
        ("personnes âgées de plus de 60 ans", "aines"),
        ("à partir de 60 ans", "aines"),
        ("60 ans et +", "aines"),
        ("jeunes de 12 à 18 ans", "jeunes"),
        ("entre 18 et 25 ans", "jeunes"),
        ("moins de 18 ans", "jeunes"),
        ("jongeren van 12 tot 18 jaar", "jeunes"),
        ("jeunes à partir de 14 ans", "jeunes"),
    ],
)
def test_an_age_tells_the_public_that_holds_it(words, public):
    assert ids(words) == [public]


@pytest.mark.parametrize(
    "words",
    [
        "18-65 ans",
        "adultes de 18 à 65 ans",
        "dès 12 ans",
        "seniors de 12 à 18 ans",
        "depuis 10 ans",
        "12 personnes",
    ],
)
def test_an_age_that_no_public_holds_is_asked(words):
    assert unread_words(words, TERRITORY.publics) == (words,)


def test_more_than_sixty_years_is_no_longer_nothing(read):
    row = read("plus.csv", f"{PLACE}Publics\n{ONE}personnes âgées de plus de 60 ans\n").row("Un")
    assert row["publics"] == ("aines",)


@pytest.mark.parametrize("words", ["bureautique plus depuis 2023", "bureautique fermé depuis 2023"])
def test_what_ended_with_its_year_is_not_there(words):
    (piece,) = read_pieces(words, TERRITORY.themes)
    assert (piece.ids, piece.standing) == (("bureautique",), "absent")


def test_a_comma_within_a_figure_parts_nothing():
    assert unread_words("Copies : 0,10€", TERRITORY.steps) == ("Copies : 0,10€",)


# ------------------------------------------------------------------------------------------------ crosses


@pytest.mark.parametrize("tick", ["+", "++", "●", "•", "*", "■", "V", "v", "coché"])
def test_any_tick_among_crosses_is_a_yes(read, tick):
    row = read("coches.csv", f"{PLACE}Bureautique;Smartphone\n{ONE}{tick};x\n{TWO}x;x\n").row("Un")
    assert set(row["themes"]) == {"smartphone", "bureautique"}


@pytest.mark.parametrize("blank", ["-", "–", "/", ".", "?", "☐", "nsp"])
def test_a_sign_that_ticks_nothing_is_no_yes(read, blank):
    row = read("vides.csv", f"{PLACE}Bureautique;Smartphone\n{ONE}{blank};x\n{TWO}x;x\n").row("Un")
    assert row["themes"] == ("smartphone",)


def test_what_stands_beside_a_yes_counts(read):
    crossed = read(
        "mots.csv",
        f"{PLACE}Seniors;Ateliers;Bureautique\n{ONE}oui (mardi);en projet;pas encore\n"
        f"{TWO}oui (en projet);x;non (fermé)\nTrois;4000;Liège;x;oui;oui\nQuatre;4000;Liège;x;oui;oui\n",
    )
    one, two = crossed.row("Un"), crossed.row("Deux")
    assert one["publics"] == ("aines",)
    assert one["steps_planned"] == ("ateliers",)
    assert "themes" not in one
    assert "publics" not in two
    assert two["steps"] == ("ateliers",)
    assert one["extra"] == {"Seniors": "oui (mardi)", "Ateliers": "en projet", "Bureautique": "pas encore"}


@pytest.mark.parametrize(
    "words", ["oui (mardi)", "pas encore", "en projet", "non (fermé)", "peut-être", "en projet 2027"]
)
def test_a_yes_or_a_no_is_no_word_to_explain(words):
    assert unread_words(words, TERRITORY.themes) == ()


def test_a_word_that_begins_like_a_plan_is_asked():
    assert unread_words("Projet photo-club", TERRITORY.steps) == ("Projet photo-club",)


# ------------------------------------------------------------------------------------------------ addresses and dates


@pytest.mark.parametrize(
    ("cell", "street", "locality"),
    [
        ("Namur (5000) - Rue de Fer, 12/3", "Rue de Fer, 12/3", "Namur"),
        ("Namur (5000), rue de Fer 12", "rue de Fer 12", "Namur"),
        ("Rue de Fer 12, bâtiment B - 5000 Namur", "Rue de Fer 12, bâtiment B", "Namur"),
        ("Rue de Fer 12 bloc C 5000 Namur", "Rue de Fer 12 bloc C", "Namur"),
        ("Rue de Fer 12 B-5000 Namur", "Rue de Fer 12", "Namur"),
        ("4608 Neufchâteau (Lg.), rue de Fer 12", "rue de Fer 12", "Neufchâteau (Lg.)"),
    ],
)
def test_brackets_and_letters_around_a_code_stay_where_they_belong(cell, street, locality):
    values = read_address(cell, TERRITORY).values
    assert (values["street"], values["locality"]) == (street, locality)


def test_a_house_without_a_number_leaves_the_numbers_of_the_others(read):
    rows = (
        "Un;Rue de Fer;12;;5000;Namur\nDeux;Rue Basse;s/n;0;5000;Namur\n"
        "Trois;Rue du Pont;12-14;3;4000;Liège\nQuatre;Quai Vert;7A;;4000;Liège\n"
    )
    listed = read("rues.csv", f"Nom;Rue;N°;Bte;CP;Ville\n{rows}")
    streets = {row["name"]: row["street"] for row in listed.rows}
    assert streets == {
        "Un": "Rue de Fer 12",
        "Deux": "Rue Basse",
        "Trois": "Rue du Pont 12-14 bte 3",
        "Quatre": "Quai Vert 7A",
    }


def test_a_month_in_words_with_a_short_year_is_a_date(read):
    listed = read("dates.csv", f"{PLACE}Mise à jour\n{ONE}12-mars-24\n{TWO}7 juin 2024\n")
    assert listed.row("Un")["collected_on"] == "2024-03-12"


# ------------------------------------------------------------------------------------------------ closures, values


@pytest.mark.parametrize(
    "remark", ["fermé du 01/07/2024 au 31/08/2024", "Fermé entre le 1er juillet 2024 et le 31 août 2024"]
)
def test_a_stretch_of_closed_days_closes_nothing(read, remark):
    row = read("conge.csv", f"{PLACE}Remarque\n{ONE}{remark}\n").row("Un")
    assert "closed_on" not in row
    assert row["note"] == remark


def test_a_situation_whose_cells_say_open_or_closed_is_a_status(read):
    cells = ("Ouvert", "En activité", "Fermé depuis 2023")
    rows = "".join(f"EPN {n};5000;Namur;{cell}\n" for n, cell in zip("ABC", cells, strict=True))
    listed = read("situation.csv", f"{PLACE}Situation\n{rows}")
    assert str(listed.row("EPN C")["closed_on"]) == "2023-12-31"
    assert "closed_on" not in listed.row("EPN A")


def test_years_in_a_street_are_no_phone():
    values = read_address("Chaussée de 1914-1918 n° 10, 6880 Bertrix", TERRITORY).values
    assert values["street"] == "Chaussée de 1914-1918 n° 10"
    assert "phone" not in values


@pytest.mark.parametrize("phone", ["tél. 081 22 33 44", "081/22.33.44", "+32 81 22 33 44", "tel 81 22 33 44"])
def test_a_phone_in_an_address_is_one(phone):
    values = read_address(f"Rue de Fer 12, 5000 Namur, {phone}", TERRITORY).values
    assert values["phone"] == ("+3281223344",)


def test_an_address_of_a_code_alone_is_a_place():
    assert read_address("6880", TERRITORY).values == {"postal_code": "6880"}


def test_words_in_brackets_behind_an_enterprise_number_are_a_note(read):
    row = read("bce.csv", f"{PLACE}N° d'entreprise\n{ONE}0403170701 (asbl)\n").row("Un")
    assert row["bce"] == "0403170701"
    assert "asbl" in row["note"]


def test_the_name_beside_a_number_is_a_contact_and_no_remark(read):
    cells = f"{PLACE}Téléphone;E-mail\n{ONE}0475 11 22 33 (Julie Dupont);info@un.be (secrétariat)\n"
    listed = read("nom.csv", cells)
    row = listed.row("Un")
    assert row["phone"] == ("+32475112233",)
    assert "Julie" not in str(row)
    assert "secrétariat" in row["note"]
