"""Labels as public lists write them, each with the options a reader would give it: most are read, none wrongly."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtc_eco.sources.values.terms import read_kind, read_terms
from wtc_eco.sources.vocabulary import says_nothing
from wtc_eco.territory import load
from wtc_eco.territory.normalize import fold

LABELS = [
    (row["vocabulary"], row["label"], () if row["right"] == "none" else tuple(row["right"].split("|")))
    for row in csv.DictReader((Path(__file__).parent / "labels.csv").read_text(encoding="utf-8").splitlines())
]
LEAST_READ = 0.95
WALLONIE = load("wallonie")


def options_of(vocabulary: str, label: str) -> tuple[str, ...]:
    if vocabulary == "kinds":
        kind = read_kind(label, WALLONIE.kinds).values.get("kind")
        return (kind,) if kind else ()
    return read_terms(label, vocabulary, WALLONIE.vocabulary(vocabulary)).values.get(vocabulary, ())


@pytest.mark.parametrize(("vocabulary", "label", "right"), LABELS)
def test_a_label_is_never_read_as_another_option(vocabulary, label, right):
    assert set(options_of(vocabulary, label)) <= set(right)


def test_nearly_all_labels_of_public_lists_are_read():
    wanted = [(vocabulary, label, right) for vocabulary, label, right in LABELS if right]
    read = [each for each in wanted if set(options_of(*each[:2])) == set(each[2])]
    assert len(read) >= LEAST_READ * len(wanted)


@pytest.mark.parametrize(
    ("written", "options"),
    [
        ("Étudiant·e·s", ("etudiants",)),
        ("demandeurs/demandeuses d’emploi", ("demandeurs_emploi",)),
        ("RETRAITÉES", ("retraites",)),
        ("les Pensionnées", ("retraites",)),
        ("Public senior", ("aines",)),
        ("Réfugies, migants", ("primo_arrivants",)),
    ],
)
def test_plural_feminine_article_and_inclusive_writing_do_not_count(written, options):
    assert options_of("publics", written) == options


@pytest.mark.parametrize("written", ["Bureautqiue", "Bureautiques", "Bureutique", "bureautiqeu"])
def test_one_typing_error_is_forgiven_in_a_word_of_six_letters(written):
    assert options_of("themes", written) == ("bureautique",)


@pytest.mark.parametrize("written", ["wod", "Excl", "phto", "burautiqe"])
def test_no_error_is_forgiven_in_a_short_word_nor_two_in_a_word_of_less_than_twelve(written):
    assert options_of("themes", written) == ()


@pytest.mark.parametrize(
    "written",
    [
        "Dessin",
        "Courrier",
        "Guichet",
        "Identité",
        "Services publics",
        "Cours de dessin",
        "Comptes",
        "Internat",
    ],
)
def test_what_is_an_option_only_online_is_none_without_that_word(written):
    assert options_of("themes", written) == ()


def test_options_with_nothing_between_them_are_all_read():
    assert options_of("themes", "Sécurité en ligne Bureautique") == ("securite", "bureautique")
    assert options_of("themes", "Sécurité en ligne macramé") == ()


@pytest.mark.parametrize("vocabulary", ["kinds", "steps", "themes", "publics", "slots", "access", "formats"])
def test_every_spelling_of_the_pack_means_its_term(vocabulary):
    words = WALLONIE.vocabulary(vocabulary)
    for term in words.values():
        for way in term.spellings():
            if way in words or way not in words.wording.not_meant:
                meaning = words.meant(way)
                assert meaning is not None
                assert meaning.ids == (words.find(way).id,)


@given(st.text(max_size=80))
def test_any_text_is_read_or_kept(text):
    reading = read_terms(text, "themes", WALLONIE.themes)
    assert reading.values or reading.rest or says_nothing(text) or not fold(text)


def test_a_word_a_person_explained_means_what_was_said_whatever_the_pack_says():
    themes = WALLONIE.themes.teach(
        {"Tricot connecté": ("creation",), "Bureautique": (), "Macramé": ("no_such",)}
    )
    assert themes.meant("tricot connecte").ids == ("creation",)
    assert themes.meant("BUREAUTIQUE").ids == ()
    assert themes.meant("macramé") is None
    assert WALLONIE.themes.meant("tricot connecté") is None
