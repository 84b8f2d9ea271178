"""What colours the communes: chosen when the map is made, and in the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from map_ecosystem import ARLON, ATTERT, MONS, gaps, structure, territory
from map_page import click_on, colours_at, draw

import wtc_eco as eco
from wtc_eco.analysis.finding import Finding, Heading, Spot
from wtc_eco.errors import UnknownNameError
from wtc_eco.render.map.layers import layers, pick
from wtc_eco.services.outputs import LAYERS

ROOT = Path(__file__).parents[2]

__all__ = ["draw"]


def groups():
    return layers([gaps()], [ARLON, ATTERT, MONS, "00000"], ["S1", "S2"])


def test_a_layer_has_one_mark_a_commune_and_none_where_nothing_is_said():
    (group,) = groups()
    assert [mark["id"] for mark in group["marks"]] == ["none", "offered", "unknown"]
    assert [(one["name"], one["at"]) for one in group["layers"]][1:] == [
        ("Sécurité en ligne", "021."),
        ("Santé en ligne", "222."),
    ]


def test_the_nearest_structure_is_told_where_there_is_a_gap_and_nowhere_else():
    assert groups()[0]["layers"][1]["near"] == {"0": [0, 12]}


def test_marks_are_told_in_words_even_where_the_rows_of_the_answer_have_none():
    words = {"door": "à la porte", "no_offer": "personne ne le propose", "unknown": "inconnu"}
    journeys = Finding(
        "journeys", "Parcours", "Wallonie", 3, 0, "", headings=(Heading("bassin", "Bassin"),),
        spots=tuple(Spot(ins, "", 50, 4, mark, note, "Ada") for ins, (mark, note) in zip((ARLON, ATTERT, MONS), words.items(), strict=True)),
    )  # fmt: skip
    (group,) = layers([journeys], [ARLON, ATTERT, MONS], [])
    assert [mark["name"] for mark in group["marks"]] == ["personne ne le propose", "à la porte", "inconnu"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_mark_of_the_shipped_ecosystem_is_left_as_an_id_of_the_code(lang):
    territory_ids = {
        "none",
        "not_found",
        "nobody",
        "door",
        "one",
        "two",
        "no_entry",
        "no_offer",
        "wrong_slot",
        "no_path",
    }
    ecosystem = eco.open(ROOT)
    with eco.speaking(lang):
        found = layers([ecosystem.ask(question) for question in LAYERS], [ARLON], [])
        names = {mark["name"] for group in found for mark in group["marks"]}
    assert len(found) == 3
    assert names.isdisjoint(territory_ids)


def test_unknown_is_never_a_level_of_a_gap():
    shades = {mark["id"]: mark["shade"] for mark in groups()[0]["marks"]}
    assert shades == {"none": "amount-4", "offered": "met-2", "unknown": "unknown"}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("themes", "Tous ensemble\u00a0: le plus préoccupant"),
        ("Thématiques", "Tous ensemble\u00a0: le plus préoccupant"),
        ("securite", "Sécurité en ligne"),
        ("SANTÉ EN LIGNE", "Santé en ligne"),
        ("arnaques", "Sécurité en ligne"),
    ],
)
def test_a_layer_is_found_by_question_id_label_or_synonym(words, name):
    named = {one["id"]: one["name"] for one in groups()[0]["layers"]}
    assert named[pick(words, groups(), territory())] == name


def test_a_layer_nobody_has_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError) as caught:
        pick("sécurtié en ligen", groups(), territory())
    assert "Sécurité en ligne" in caught.value.hint
    with pytest.raises(UnknownNameError) as caught:
        pick("qqqq", groups(), territory())
    assert "themes, slots, journeys" in caught.value.hint


@pytest.fixture
def coloured(draw):
    """A map of one structure in Mons, with the gaps above."""
    rows = [
        structure(
            1, "EPN", kind="epn", themes=("securite",), ins=ARLON, commune="Arlon", bassin="luxembourg"
        ),
        structure(2, "Forem", kind="forem", themes=None, ins=MONS, commune="Mons"),
    ]
    return draw(rows, layers=(gaps(),))


def choose(page, name):
    page.locator("#layer").focus()
    page.select_option("#layer", label=name)


@pytest.mark.browser
def test_no_layer_is_chosen_until_somebody_does(coloured):
    assert coloured.locator("#layer option").all_text_contents() == ["Les bassins"]
    assert coloured.locator("#layer").input_value() == ""
    assert "Couleur des communes" not in coloured.locator("#signs").inner_text()
    assert coloured.locator("#states").is_hidden()


@pytest.mark.browser
def test_a_layer_chosen_is_explained_counted_and_said(coloured, witness):
    choose(coloured, "Sécurité en ligne")
    said = coloured.locator("#signs").inner_text()
    assert "Couleur des communes et de leurs disques – Thèmes\u00a0: Sécurité en ligne" in said
    assert "Pas proposé à proximité (1)" in said
    assert "Inconnu (1)" in said
    assert "Pâle\u00a0: ne le propose pas ou ne l’a pas dit" in said
    assert (
        coloured.locator("#layer-said")
        .inner_text()
        .startswith("Sécurité en ligne\u00a0: communes où cela manque, 1 sur 3")
    )
    witness.assert_quiet()


@pytest.mark.browser
def test_the_whole_of_an_answer_is_said_in_its_own_sentence(coloured):
    choose(coloured, "Tous ensemble\u00a0: le plus préoccupant")
    assert coloured.locator("#layer-said").inner_text() == "Le thème le moins couvert est la sécurité."


@pytest.mark.browser
def test_communes_take_the_colour_of_what_is_said_and_unknown_is_hatched(coloured):
    choose(coloured, "Sécurité en ligne")
    lacking, unknown = territory().communes[ARLON], territory().communes[ATTERT]
    dark, line = "122,59,8", "108,113,116"
    coloured.evaluate("window.map_eco.setView([49.7, 5.75], 11, { animate: false })")
    assert colours_at(coloured, lacking.lat, lacking.lon).get(dark, 0) > 20
    there = colours_at(coloured, unknown.lat + 0.02, unknown.lon)
    assert there.get(line, 0) > 10
    assert there.get(dark, 0) == 0


@pytest.mark.browser
def test_who_offers_what_the_layer_is_about_stands_out(draw):
    there = {"lat": 50.1, "lon": 5.6, "located": "address", "kind": "cpas"}
    solid = "213,94,0"
    rows = [structure(1, themes=("securite",), **there)]
    page = draw(rows, layers=(gaps(),), layer="securite")
    assert colours_at(page, 50.1, 5.6).get(solid, 0) > 20
    page = draw([structure(1, themes=None, **there)], layers=(gaps(),), layer="securite")
    assert colours_at(page, 50.1, 5.6).get(solid, 0) == 0


@pytest.mark.browser
def test_a_click_on_a_commune_tells_who_is_there_and_what_lacks(coloured):
    arlon = territory().communes[ARLON]
    coloured.evaluate("window.map_eco.setView([49.69, 5.8], 11, { animate: false })")
    click_on(coloured, arlon.lat + 0.03, arlon.lon)
    card = coloured.locator("#card")
    assert card.locator("h2").inner_text() == "Arlon"
    said = card.inner_text()
    assert "habitants · Luxembourg" in said
    assert "1 structure" in said
    assert "Sécurité en ligne\nAu plus près\u00a0: EPN (Arlon), 12\u00a0km" in said
    assert "Santé en ligne" in said


@pytest.mark.browser
def test_communes_are_listed_state_by_state_for_who_sees_no_colour(coloured):
    choose(coloured, "Sécurité en ligne")
    coloured.locator("#states summary").focus()
    coloured.keyboard.press("Enter")
    coloured.wait_for_selector("#states-list dt")
    assert coloured.locator("#states-list dt").all_text_contents() == [
        "Pas proposé à proximité (1)",
        "Proposé à proximité (1)",
        "Inconnu (1)",
    ]
    coloured.locator("#states-list .name", has_text="Attert").focus()
    coloured.keyboard.press("Enter")
    assert coloured.locator("#card h2").inner_text() == "Attert"
    assert "Aucune structure n’est connue" in coloured.locator("#card").inner_text()
