from __future__ import annotations

from collections import Counter

import pytest

from wtc_eco import territory
from wtc_eco.errors import UnknownNameError
from wtc_eco.i18n import speaking


def test_wallonia_has_nine_bassins_of_the_published_sizes(wallonie):
    sizes = Counter(commune.bassin for commune in wallonie.communes.values())
    assert sizes == {
        "brabant-wallon": 27, "hainaut-centre": 24, "hainaut-sud": 27, "huy-waremme": 31, "liege": 24,
        "luxembourg": 43, "namur": 33, "verviers": 20, "wallonie-picarde": 23, None: 9,
    }  # fmt: skip


def test_each_of_the_606_postal_codes_belongs_to_one_commune(wallonie):
    assert len(wallonie.gazetteer.by_postal_code) == 606
    assert {len(communes) for communes in wallonie.gazetteer.by_postal_code.values()} == {1}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Namur", "namur"),
        ("hainaut sud", "hainaut-sud"),
        ("HAINAUT-SUD", "hainaut-sud"),
        ("hainautsud", "hainaut-sud"),
        ("Wapi", "wallonie-picarde"),
        ("Wallonie  picarde", "wallonie-picarde"),
        ("cœur du hainaut", "hainaut-centre"),
        ("IBEFE Huy-Waremme", "huy-waremme"),
        ("Instance Bassin de Liège", "liege"),
        ("Bassin EFE du Brabant wallon", "brabant-wallon"),
        ("l'Instance Bassin EFE de Verviers", "verviers"),
        ("CSEF Luxembourg", "luxembourg"),
        ("Walloon Brabant", "brabant-wallon"),
    ],
)
def test_any_name_of_a_bassin_is_that_bassin(wallonie, written, meant):
    assert wallonie.find_bassin(written).id == meant


def test_a_misspelt_bassin_is_answered_with_the_nearest(wallonie):
    with pytest.raises(UnknownNameError) as caught:
        wallonie.find_bassin("namurr")
    assert caught.value.hint == "Namur?"
    assert caught.value.exit_code == 2


def test_a_bassin_like_no_other_is_answered_with_all_of_them(wallonie):
    with pytest.raises(UnknownNameError) as caught:
        wallonie.find_bassin("zzzz")
    assert "Verviers" in caught.value.hint


@pytest.mark.parametrize("written", ["Mons", "mons", "7000", "53053", "Ville de Mons", "Cuesmes", "Bergen"])
def test_a_commune_is_found_by_name_code_or_locality(wallonie, written):
    assert wallonie.find_commune(written).name == "Mons"


def test_a_misspelt_commune_is_answered_with_the_nearest(wallonie):
    with pytest.raises(UnknownNameError) as caught:
        wallonie.find_commune("Charleroy")
    assert "Charleroi" in caught.value.hint


def test_a_name_of_several_villages_is_answered_with_their_communes(wallonie):
    with pytest.raises(UnknownNameError) as caught:
        wallonie.find_commune("Polleur")
    assert caught.value.hint == "Theux, Verviers?"


def test_a_commune_can_be_moved_to_another_bassin(wallonie):
    moved = territory.load(overrides={"Anderlues": "Cœur du Hainaut"})
    assert wallonie.find_commune("Anderlues").bassin == "hainaut-sud"
    assert moved.find_commune("Anderlues").bassin == "hainaut-centre"
    assert moved.place(postal_code="6150").bassin == "hainaut-centre"
    assert len(moved.communes_of("hainaut-centre")) == 25


def test_a_scope_covers_its_bassin_or_its_commune(wallonie):
    whole, bassin, commune = (
        wallonie.scope(),
        wallonie.scope(bassin="Mons-Centre"),
        wallonie.scope(commune="Mons"),
    )
    assert (whole.id, bassin.id, commune.id) == ("wallonie", "hainaut-centre", "53053")
    assert whole.covers(None, None)
    assert bassin.covers("hainaut-centre", None)
    assert not bassin.covers(None, "53053")
    assert commune.covers(None, "53053")
    assert not commune.covers("hainaut-centre", "58001")


def test_a_scope_is_named_in_the_language_spoken(wallonie):
    with speaking("fr"):
        assert wallonie.scope().text() == "Wallonie"
    assert wallonie.scope().text() == "Wallonia"
    assert wallonie.scope(bassin="Wapi").text() == "Picardy Wallonia"
    assert territory.Scope().text() == "the whole territory"
