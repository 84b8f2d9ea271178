"""Yes, no and maybe as people write them; what nobody understands is never a no."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtc_eco.i18n import LANGUAGES, speaking
from wtc_eco.sources.answers import CAME, COMES, is_ticked, who_comes, yes_or_no

YES = ["oui", "OUI", "Oui !", "Oui, avec plaisir", "oui (2 personnes)", "✓", "✔️", "✅", "x", "X", "Présente", "présents", "présent(e)", "ja",
  "Ja, gerne", "confirmé", "Confirmée par téléphone", "Oui mais en retard", "1", "1.0", "ok pour moi", "vient avec Léa", "Je viens",
  "sera présente", "yes, with pleasure", "we will come", "2", "oui 2", "nous serons présents", "aanwezig", "oui, à 14 h"]  # fmt: skip
NO = ["non", "Non merci", "✗", "❌", "0", "excusé", "Excusée (maladie)", "absent", "ne viendra pas", "Désolé, non", "Non, en congé",
  "nee", "nein", "not coming", "kan niet", "pas disponible"]  # fmt: skip
MAYBE = [
    "peut-être",
    "Peut-être que oui",
    "à confirmer",
    "?",
    "misschien",
    "vielleicht",
    "maybe",
    "ne sais pas encore",
]
UNCLEAR = ["", "-", "demain", "oui ou non", "oui ?", "✓ ✗", "oui si je peux", "non mais un collègue viendra", "N. Dupont",
  "La semaine prochaine", "absent le matin", "pas de souci", "X. Dubois", "oui, sauf imprévu", "S12", "non ?"]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [(cell, meaning) for meaning, cells in (("yes", YES), ("no", NO), ("maybe", MAYBE)) for cell in cells],
)
def test_what_people_reply_is_understood(cell, meaning):
    assert COMES.read(cell) == meaning


@pytest.mark.parametrize("cell", UNCLEAR)
def test_what_nobody_can_tell_is_neither_a_yes_nor_a_no(cell):
    assert who_comes(cell) is None
    assert COMES.read(cell) is None


@pytest.mark.parametrize("cell", MAYBE)
def test_nobody_came_perhaps(cell):
    assert CAME.read(cell) is None


@pytest.mark.parametrize(
    ("cell", "persons"),
    [("oui (2 personnes)", 2), ("Oui, 3 pers.", 3), ("2", 2), ("oui 2", 2), ("oui +1", 2), ("oui x2", 2), ("deux personnes", 2),
     ("ja, 4 personen", 4), ("1 personne", 1), ("✓ 2 personnes", 2), ("oui", None), ("1", None), ("oui, à 14 h", None)],
)  # fmt: skip
def test_the_number_of_persons_is_read(cell, persons):
    answer = who_comes(cell)
    assert (answer.meaning, answer.persons) == ("yes", persons)


def test_no_person_comes_is_a_no():
    assert who_comes("0 personne").meaning == "no"


@pytest.mark.parametrize("cell", ["x", "✗", "☒", "✓", "1", "oui", "coché", "●", "ja"])
def test_any_mark_in_a_box_is_a_tick(cell):
    assert is_ticked(cell) is True


@pytest.mark.parametrize("cell", ["", " ", "0", "non", "n/a", "not selected", "nee"])
def test_a_box_left_alone_is_not_ticked(cell):
    assert is_ticked(cell) is False


@pytest.mark.parametrize(
    "cell", ["robotique", "peut-être", "Présente", "excusé", "Oui, avec plaisir", "impossible"]
)
def test_other_words_in_a_box_are_kept_as_words(cell):
    assert is_ticked(cell) is None
    assert yes_or_no(cell) in (None, "maybe")


@given(st.text(max_size=40))
def test_signs_around_an_answer_never_turn_it_into_its_contrary(words):
    for lead, contrary in (("oui ", "no"), ("non ", "yes")):
        answer = who_comes(lead + words)
        assert answer is None or answer.meaning != contrary


@pytest.mark.parametrize("choices", [COMES, CAME])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_offered_reads_back_as_itself_in_every_language(choices, language):
    with speaking(language):
        offered = choices.offered()
    assert [choices.read(text) for text in offered] == list(choices.texts)
