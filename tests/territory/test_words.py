from __future__ import annotations

import pytest

from wtc_eco.errors import UnknownNameError
from wtc_eco.i18n import speaking
from wtc_eco.territory.pack import VOCABULARIES

OKABE_ITO = {
    "#000000",
    "#E69F00",
    "#56B4E9",
    "#009E73",
    "#F0E442",
    "#0072B2",
    "#D55E00",
    "#CC79A7",
    "#999999",
}


@pytest.mark.parametrize(
    ("vocabulary", "written", "meant"),
    [
        ("kinds", "C.P.A.S.", "cpas"),
        ("kinds", "cpas", "cpas"),
        ("kinds", "Centre public d’aide sociale", "cpas"),
        ("kinds", "Centres publics d'action sociale", "cpas"),
        ("kinds", "promotion_sociale", "enseignement_adultes"),
        ("kinds", "EAFC", "enseignement_adultes"),
        ("kinds", "Espace Public Numérique (EPN)", "epn"),
        ("kinds", "médiathèque", "bibliotheque"),
        ("kinds", "Bibliothèques publiques", "bibliotheque"),
        ("labels", "PMTIC", "fbn"),
        ("themes", "Tax-on-Web", "demarches"),
        ("themes", "sécurité en ligne", "securite"),
        ("publics", "seniors", "aines"),
        ("publics", "pensionnés", "retraites"),
        ("publics", "chômeurs", "demandeurs_emploi"),
        ("slots", "En soirée, après 18 h", "soiree"),
        ("slots", "Week-end", "weekend"),
        ("slots", "Sur rendez-vous seulement", "sur_rdv"),
        ("steps", "Ateliers et formations", "ateliers"),
        ("access", "Permanence chez un partenaire", "hosted"),
        ("formats", "Formation longue", "longue"),
        ("themes", "cuisine", None),
    ],
)
def test_words_are_found_as_lists_write_them(wallonie, vocabulary, written, meant):
    found = wallonie.vocabulary(vocabulary).find(written)
    assert (found.id if found else None) == meant


def test_every_label_plural_and_synonym_finds_its_own_term(wallonie, trio):
    for pack in (wallonie, trio):
        for name in VOCABULARIES:
            vocabulary = pack.vocabulary(name)
            assert vocabulary.clashes() == ()
            for term in vocabulary.values():
                assert all(vocabulary.find(way) is term for way in term.spellings())


def test_every_term_has_a_label_in_french_and_in_english(wallonie):
    for name in VOCABULARIES:
        for term in wallonie.vocabulary(name).values():
            assert set(term.label) == {"fr", "en"}
            assert all(term.label.values())


def test_a_label_is_said_in_the_language_spoken(wallonie):
    assert wallonie.kinds["bibliotheque"].texts() == "public libraries"
    with speaking("fr"):
        assert wallonie.kinds["bibliotheque"].texts() == "Bibliothèques publiques"
        assert wallonie.slots.words()["samedi"] == "Le samedi"


def test_an_unknown_word_is_answered_with_the_nearest(wallonie):
    with pytest.raises(UnknownNameError) as caught:
        wallonie.themes.get_or_fail("securitee")
    assert caught.value.hint.startswith("securite")
    assert wallonie.themes.get_or_fail("arnaques").id == "securite"


def test_a_vocabulary_that_does_not_exist_is_a_key_error(wallonie):
    with pytest.raises(KeyError):
        wallonie.vocabulary("communes")


def test_partners_read_other_words_or_only_a_count(wallonie):
    with speaking("fr"):
        assert wallonie.standings["isolated"].shared() == "À présenter aux partenaires"
    assert wallonie.standings["dead_end"].shared() is None


def test_no_two_kinds_look_the_same_on_a_map(wallonie):
    looks = [(term.extra["color"], term.extra["shape"]) for term in wallonie.kinds.values()]
    assert len(set(looks)) == len(looks)
    assert {color for color, _ in looks} <= OKABE_ITO


def test_the_three_most_wanted_themes_are_those_of_the_diagnosis(wallonie):
    wanted = {term.id for term in wallonie.themes.values() if term.extra.get("most_wanted")}
    assert wanted == {"securite", "demarches", "recherche_emploi"}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("cpas", "cpas", "same"),
        ("cpas", "commune", "against"),
        ("bibliotheque", "epn", "compatible"),
        ("epn", "bibliotheque", "compatible"),
        ("asbl", "cisp", "silent"),
        ("asbl", "asbl", "silent"),
        (None, "cpas", "silent"),
        ("cpas", "unheard_of", "silent"),
    ],
)
def test_what_two_kinds_say_of_one_structure(wallonie, one, other, said):
    assert wallonie.related(one, other) == said


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("CPAS de Mons", "cpas"),
        ("C.P.A.S. de Mons", "cpas"),
        ("Centre Public d'Action Sociale de Huy", "cpas"),
        ("Bibliothèque communale de Huy", "bibliotheque"),
        ("Commune de Trooz", "commune"),
        ("Ville de Namur", "commune"),
        ("CPAS de la Ville de Namur", "cpas"),
        ("Espace Public Numérique de Jurbise", "epn"),
        ("EPN mobile du Luxembourg", "epn_mobile"),
        ("Maison de justice d'Arlon", "maison_justice"),
        ("Lire et Écrire Centre-Mons-Borinage", "alpha"),
        ("EPN de la bibliothèque de Huy", None),
        ("Le Coin Bleu asbl", None),
        ("Association des commerçants", None),
        ("Epnormal", None),
        ("Le Cri du cœur asbl", None),
        ("MIRE de Namur", "mire"),
        ("Café de l'Hôtel de Ville", None),
        ("", None),
    ],
)
def test_a_name_tells_a_kind_only_where_it_tells_one(wallonie, name, kind):
    assert wallonie.kind_of(name) == kind
