"""One structure, one commune or one bassin on one screen."""

from __future__ import annotations

import json

import pytest

from wtc_eco.analysis import portrait
from wtc_eco.errors import UnknownNameError
from wtc_eco.territory import load


@pytest.fixture(scope="session")
def valley(study):
    return study(
        {
            "name": "Biblioteca di Valdoro",
            "also_known_as": ("Mediateca Centrale",),
            "kind": "biblioteca",
            "ins": "T201",
            "street": "via Roma 1",
            "postal_code": "210",
            "locality": "Valdoro",
            "themes": ("securite",),
            "opening_hours": "Mo-Fr 09:00-17:00; SH off",
            "slots": ("weekend",),
            "network_answered_on": "2026-10-12",
            "conflicts": ("phone",),
        },
        {"name": "Spazio Aperto", "kind": "spazio", "ins": "T201", "opening_hours": "Mo-Fr 09:00+"},
        {"name": "Spazio Aperto", "kind": "spazio", "ins": "T301"},
        {"name": "Servizio Chiuso", "kind": "servizio", "ins": "T301", "active": False},
        ties=[(1, "refers", 2), (2, "knows", 1)],
    )


def lines(finding):
    return {(row["section"], row["field"]): row["value"] for row in finding.rows()}


@pytest.mark.parametrize(
    "thing",
    [
        "S1",
        "s1",
        "1",
        "Biblioteca di Valdoro",
        "BIBLIOTECA DI VALDORO",
        "mediateca centrale",
        "biblioteca valdoro",
        "Bibliotecca di Valdoro",
    ],
)
def test_a_structure_is_found_by_number_name_part_of_it_or_a_slip(valley, thing):
    assert portrait.ask(valley, thing).scope == "S1"


@pytest.mark.parametrize("thing", ["Montalto", "T101", "110", "montàlto"])
def test_a_commune_is_found_by_name_code_or_postal_code(valley, thing):
    assert portrait.ask(valley, thing).scope == "T101"


@pytest.mark.parametrize("thing", ["bassin de Valdoro", "Alta valle", "conca di Costamare", "riviera"])
def test_a_bassin_is_found_by_its_other_names(valley, trio, thing):
    assert portrait.ask(valley, thing).scope in trio.bassins


def test_several_structures_of_one_name_are_listed(valley):
    finding = portrait.ask(valley, "spazio aperto")
    assert [row["id"] for row in finding.rows()] == ["S2", "S3"]
    assert "2 structures are called so" in finding.sentence()


def test_an_unknown_name_gets_the_nearest_ones(valley):
    with pytest.raises(UnknownNameError) as caught:
        portrait.ask(valley, "Spazio Perto al Mare")
    assert "Spazio Aperto" in caught.value.hint
    with pytest.raises(UnknownNameError) as caught:
        portrait.ask(valley, "Ufficio postale di Costamare")
    assert "Costamare" in caught.value.hint
    with pytest.raises(UnknownNameError) as caught:
        portrait.ask(valley, "S99")
    assert caught.value.hint
    with pytest.raises(UnknownNameError):
        portrait.ask(valley, "")


def test_a_structure_shows_who_where_what_when_and_who_says_so(valley):
    held = lines(portrait.ask(valley, "S1"))
    assert held["Where", "Address"] == "via Roma 1, 210 Valdoro"
    assert held["Offer", "Themes"] == "online safety"
    assert held["Offer", "Formats"] is None
    assert held["Hours", "How they are read"].startswith("understood – Closed in the school holidays")
    assert held["Hours", "Open at these times"] == "weekday morning, weekday afternoon, weekend"
    assert held["Evidence", "Columns on which its lists disagree"] == "phone"


def test_a_structure_shows_its_ties_both_ways_with_their_state(valley):
    held = lines(portrait.ask(valley, "S1"))
    assert held["Network", "Standing"] == "tied"
    assert held["Network", "refers people to"].startswith("Spazio Aperto (")
    assert held["Network", "known by"].startswith("Spazio Aperto (")


def test_a_schedule_that_is_not_counted_says_why(valley):
    held = lines(portrait.ask(valley, "S2"))
    assert (
        held["Hours", "How they are read"]
        == "incomplete, not counted – It does not say until when it is open."
    )
    assert held["Hours", "Open at these times"] is None


def test_what_is_missing_is_asked_for(valley):
    assert "To be completed: address, themes, opening hours" in portrait.ask(valley, "S3").sentence()


def test_a_closed_structure_is_shown_as_closed(valley):
    assert "Closed, or withdrawn" in portrait.ask(valley, "S4").sentence()


def test_a_commune_shows_its_structures_its_hours_and_what_is_not_found(valley):
    finding = portrait.ask(valley, "Valdoro")
    held = lines(finding)
    assert (finding.base, finding.unknown) == (2, 1)
    assert "2 structures known" in finding.sentence()
    assert held["Structures", "library"] == "1"
    assert held["Themes", "online safety"] == "Biblioteca di Valdoro"
    assert held["Themes", "basics"] == "none known (1 of 2 have said)"
    assert held["Hours", "weekday evening"] == "none known (1 of 2 have said)"
    assert held["To be completed", "Themes of"] == "Spazio Aperto"


def test_a_name_that_a_commune_and_a_bassin_share_tells_how_to_ask_for_the_bassin(valley):
    (remark,) = portrait.ask(valley, "Valdoro").remarks
    asked = remark.text.split("“")[1].split("”")[0]
    assert portrait.ask(valley, asked).scope == "valdoro"


def test_a_commune_without_structures_is_sent_to_the_nearest(valley):
    held = lines(portrait.ask(valley, "Borgo d'Olmo"))
    assert held["Themes", "online safety"].startswith(
        "no structure here; nearest: Biblioteca di Valdoro (Valdoro, 13"
    )


def test_a_bassin_shows_its_figures_with_their_base(valley):
    finding = portrait.ask(valley, "conca di Valdoro")
    held = lines(finding)
    assert finding.base == 2
    assert held["Ground", "Communes where no structure is known"] == "Borgo d'Olmo and Ponte Vecchio"
    assert held["Themes (offered, of those whose themes are known)", "online safety"] == "1 of 1"
    assert held["Time slots (open, of those of which that is known)", "weekday evening"] == "0 of 1"
    assert held["Network", "Answered about the network"] == "1 of 1"


@pytest.mark.parametrize("thing", ["S1", "S4", "Valdoro", "riviera", "spazio aperto"])
def test_every_portrait_is_plain_json(valley, thing):
    finding = portrait.ask(valley, thing)
    assert finding.question == "portrait"
    assert json.loads(json.dumps(finding.as_json()))["rows"]


@pytest.mark.parametrize("name", ["La Louvière", "Le Rœulx", "Namur", "La Bruyère", "Les Bons Villers"])
def test_a_commune_of_the_shipped_pack_is_found_whatever_its_article(study, name):
    pack = load("wallonie")
    empty = study()
    shipped = type(empty)(pack, empty.registry, empty.ties)
    assert portrait.ask(shipped, name).scope == pack.find_commune(name).ins


@pytest.mark.parametrize("name", ["bassin de Namur", "Hainaut centre", "wapi", "bassin Liège"])
def test_a_bassin_of_the_shipped_pack_is_found_by_its_usual_names(study, name):
    pack = load("wallonie")
    empty = study()
    shipped = type(empty)(pack, empty.registry, empty.ties)
    assert portrait.ask(shipped, name).scope == pack.find_bassin(name).id


def test_slots_that_a_structure_ticked_are_hours_known(study):
    told = study(
        {"name": "Spazio Sera", "kind": "spazio", "ins": "T301", "slots": ("soiree",)},
        {"name": "Muto", "ins": "T301"},
    )
    assert "hours known: 1 of 2." in portrait.ask(told, "T301").sentence()
