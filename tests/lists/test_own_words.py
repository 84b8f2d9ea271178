"""What a place says of itself: fees, presentation, accessibility, booking, languages; none of it in public where a person stands."""

from __future__ import annotations

import pytest

import wtc_eco as eco
from wtc_eco.model import DESCRIBED, RECORDS, names
from wtc_eco.registry.columns import fingerprint, marks
from wtc_eco.registry.corrections import CORRECTABLE

LIST = """nom;rue;code postal;localité;{title}
EPN du Moulin;Rue du Moulin 12;5590;Ciney;{first}
CPAS du Val;Place du Val 3;5500;Dinant;{second}
"""


@pytest.fixture
def taken(tmp_path):
    """The registry of a list of two structures with one more column."""

    def take(title, first, second=""):
        path = tmp_path / "liste.csv"
        path.write_text(LIST.format(title=title, first=first, second=second), encoding="utf-8")
        eco.init(tmp_path / "x")
        done = eco.open(tmp_path / "x").imports.structures(path, source="liste")
        rows = {row["name"]: row for row in eco.open(tmp_path / "x").registry.table.to_dict("records")}
        return rows["EPN du Moulin"], done

    return take


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Tarif", "fees"), ("Prix", "fees"), ("Frais", "fees"), ("Kostprijs", "fees"), ("Preise", "fees"), ("Fees", "fees"),
        ("Présentation", "presentation"), ("Description", "presentation"), ("Beschrijving", "presentation"), ("Beschreibung", "presentation"),
        ("Accessibilité PMR", "accessibility"), ("Toegankelijkheid", "accessibility"), ("Barrierefreiheit", "accessibility"), ("Wheelchair", "accessibility"),
        ("Prise de rendez-vous", "booking"), ("Lien de réservation", "booking"), ("Online afspraak", "booking"), ("Booking", "booking"),
    ],
)  # fmt: skip
def test_words_of_a_place_are_kept_as_it_wrote_them(taken, title, column):
    row, _ = taken(title, "5 € par cycle, ascenseur à l'arrière")
    assert row[column] == "5 € par cycle, ascenseur à l'arrière"


@pytest.mark.parametrize("title", ["Langues", "Langues parlées", "Talen", "Sprachen", "Spoken languages"])
@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("français, arabe", ("fr", "ar")), ("FR/NL", ("fr", "nl")), ("Deutsch und Französisch", ("de", "fr")),
        ("Arabisch|Turks", ("ar", "tr")), ("English", ("en",)), ("aucune", ()), ("?", None),
    ],
)  # fmt: skip
def test_languages_are_read_in_four_languages(taken, title, cell, read):
    row, _ = taken(title, cell)
    assert row["languages"] == read


def test_a_language_nobody_knows_is_told_and_kept(taken):
    row, done = taken("Langues", "klingon, turc")
    assert row["languages"] == ("tr",)
    assert row["extra"] == {"Langues": "klingon"}
    assert any("klingon" in problem.message for problem in done.problems)


@pytest.mark.parametrize("title", ["Langue", "Taal", "Language", "Langue du contact", "Frais de déplacement"])
def test_the_one_language_of_the_letters_is_no_language_spoken(taken, title):
    row, _ = taken(title, "FR", "NL")
    assert [row[name] for name in (*DESCRIBED, "languages")] == [None] * 5


@pytest.mark.parametrize("title", ["Prix", "Prise de rdv"])
def test_a_mere_yes_is_no_price_and_no_booking(taken, title):
    row, done = taken(title, "oui")
    assert (row["fees"], row["booking"]) == (None, None)
    assert row["extra"] == {title: "oui"}
    assert any(problem.code == "too_little" for problem in done.problems)


def test_a_description_that_is_an_address_stays_an_address(taken):
    row, _ = taken("Description", "Rue du Moulin 12, 5590 Ciney", "Place du Val 3, 5500 Dinant")
    assert row["presentation"] is None


def test_a_correction_takes_and_empties_them(taken, tmp_path):
    row, _ = taken("Tarif", "5 €")
    eco.open(tmp_path / "x").corrections.set(row["id"], {"fees": "gratuit", "languages": "français, arabe"})
    (after,) = [
        one for one in eco.open(tmp_path / "x").registry.table.to_dict("records") if one["id"] == row["id"]
    ]
    assert (after["fees"], after["languages"]) == ("gratuit", ("fr", "ar"))


@pytest.mark.parametrize("column", DESCRIBED)
@pytest.mark.parametrize(
    "words", ["demander Julie Lambert", "julie.lambert@moulin.example", "0475 11 22 33", "voir Mme Lambert"]
)
def test_words_in_which_a_person_stands_are_on_no_public_page(taken, tmp_path, column, words):
    titles = {
        "fees": "Tarif",
        "presentation": "Présentation",
        "accessibility": "Accessibilité",
        "booking": "Booking",
    }
    taken(titles[column], words)
    page = eco.open(tmp_path / "x").write.catalogue(tmp_path / "c.html").read_text(encoding="utf-8")
    assert "Lambert" not in page
    assert "lambert" not in page
    assert "0475" not in page


def test_the_catalogue_and_the_sheet_say_them(taken, tmp_path):
    row, _ = taken(
        "Tarif;Présentation;Prise de rdv;Langues",
        "5 € par cycle;Un espace ouvert à tous;https://rdv.example/x;arabe",
        ";;;",
    )
    desk = eco.open(tmp_path / "x")
    pages = (desk.write.catalogue(tmp_path / "c.html"), *desk.write.sheets(row["id"], tmp_path / "f.html"))
    for page in pages:
        shown = page.read_text(encoding="utf-8")
        for words in ("5 € par cycle", "Un espace ouvert à tous", 'href="https://rdv.example/x"', "Arabe"):
            assert words in shown


def test_the_marks_of_a_register_that_left_before_the_columns_came_still_count():
    row = dict.fromkeys(names(RECORDS)) | {"name": "EPN", "note": "vu"}
    now = fingerprint(row)
    assert marks(now[: -3 * 5]) == marks(now)
    assert CORRECTABLE[-5:] == (*DESCRIBED, "languages")
    assert marks(now[: -3 * 6]) == {}
    assert marks(now[:-1]) == {}
