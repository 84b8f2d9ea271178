"""What a person means by the name of an organisation: kind and place, in whatever words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from wtc_eco import model, registry, territory
from wtc_eco.errors import UnknownNameError, UsageError
from wtc_eco.registry.lookup import exactly_named, meant, structure_named

WALLONIE = territory.load("wallonie")
DINANT = {"ins": "91034", "locality": "Dinant", "postal_code": "5500"}
MONS = {"ins": "53053", "locality": "Mons", "postal_code": "7000"}
NAMUR = {"ins": "92094", "locality": "Namur", "postal_code": "5000"}
LOUVIERE = {"ins": "58001", "locality": "La Louvière", "postal_code": "7100"}

CPAS = {"name": "Centre public d'action sociale de Dinant", "kind": "cpas", **DINANT}
CPAS_MONS = {"name": "C.P.A.S. de Mons", "kind": "cpas", **MONS}
EPN_OF_CPAS = {"name": "EPN du CPAS de Dinant", "kind": "epn", **DINANT}
DINAMO = {"name": "Espace public numérique Dinamo", "kind": "epn", **MONS}
LIBRARY = {"name": "Bibliothèque communale de Dinant", "kind": "bibliotheque", **DINANT}
JEMAPPES = {"name": "Médiathèque", "kind": "bibliotheque", **MONS, "locality": "Jemappes"}
SCHOOL = {"name": "Formation numérique", "kind": "cisp", "labels": ("fbn",), **NAMUR}
VILLE = {"name": "Administration communale", "kind": "commune", **LOUVIERE}
EVERYONE = (CPAS, CPAS_MONS, EPN_OF_CPAS, DINAMO, LIBRARY, JEMAPPES, SCHOOL, VILLE)


def built(*rows):
    records = model.frame(model.RECORDS, [{"record": n, **row} for n, row in enumerate(rows, start=1)])
    numbers = {n: n for n in range(1, len(rows) + 1)}
    return registry.build(records, SimpleNamespace(clusters=numbers, review=()), WALLONIE)


ALL = built(*EVERYONE)


@pytest.mark.parametrize(
    ("thing", "structure"),
    [
        ("CPAS de Dinant", CPAS),
        ("cpas dinant", CPAS),
        ("le CPAS de Dinant", CPAS),
        ("C.P.A.S. DINANT", CPAS),
        ("Dinant, CPAS", CPAS),
        ("OCMW Dinant", CPAS),
        ("ÖSHZ Dinant", CPAS),
        ("CPAS de Bouvignes", CPAS),  # an old commune: every commune has one CPAS
        ("Centre public d’action sociale de Mons", CPAS_MONS),
        ("centre public d'aide sociale de Mons", CPAS_MONS),
        ("OCMW Bergen", CPAS_MONS),
        ("EPN du CPAS de Dinant", EPN_OF_CPAS),
        ("espace public numérique de Dinant", EPN_OF_CPAS),
        ("EPN Dinamo", DINAMO),
        ("Dinamo", DINAMO),
        ("Dinamo de Mons", DINAMO),
        ("l'espace numérique Dinamo", DINAMO),
        ("bibliothèque de Dinant", LIBRARY),
        ("BIBLIOTHEQUE DINANT", LIBRARY),
        ("la bibli de Dinant", LIBRARY),
        ("library of Dinant", LIBRARY),
        ("bibliothèque de Jemappes", JEMAPPES),
        ("PMTIC de Namur", SCHOOL),
        ("administration communale de La Louvière", VILLE),
        ("hôtel de ville de la Louviere", VILLE),
        ("commune de La Louvière", VILLE),
        ("Gemeente La Louvière", VILLE),
    ],
)
def test_kind_and_place_name_a_structure_in_whatever_words(thing, structure):
    assert structure_named(ALL, WALLONIE, thing) == f"S{EVERYONE.index(structure) + 1}"
    assert exactly_named(ALL, WALLONIE, thing) == f"S{EVERYONE.index(structure) + 1}"


def test_part_of_a_name_and_its_commune_are_enough():
    one = built({**CPAS, "name": "Centre public d'action sociale"}, CPAS_MONS)
    assert structure_named(one, WALLONIE, "action sociale de Dinant") == "S1"


def test_a_place_is_known_by_its_short_spelling_and_not_by_a_misspelling():
    one = built({"name": "CPAS", "kind": "cpas", "ins": "53070", "locality": "Saint-Ghislain"}, CPAS)
    assert structure_named(one, WALLONIE, "CPAS de St-Ghislain") == "S1"
    with pytest.raises(UnknownNameError):
        meant(one, WALLONIE, "CPAS de Saint-Gislain")


@pytest.mark.parametrize("thing", ["CPAS de Namur", "bibliothèque de Nimy", "EPN de Namur", "CPAS Dinamo"])
def test_what_is_not_there_is_not_replaced_by_what_resembles_it(thing):
    with pytest.raises(UnknownNameError):
        meant(ALL, WALLONIE, thing)


def test_without_its_cpas_a_commune_s_epn_is_not_taken_for_it():
    with pytest.raises(UnknownNameError):
        meant(built(EPN_OF_CPAS, CPAS_MONS), WALLONIE, "CPAS de Dinant")


def test_a_kind_without_a_place_is_everyone_of_that_kind():
    assert meant(ALL, WALLONIE, "CPAS") == ("S1", "S2")
    assert meant(ALL, WALLONIE, "bibliothèque") == ("S5", "S6")


@pytest.mark.parametrize("thing", ["Dinant", "La Louvière", "Jemappes", "commune de Namur"])
def test_a_place_alone_is_no_structure_there(thing):
    with pytest.raises(UsageError):
        structure_named(built(*EVERYONE, {**DINAMO, "name": "Dinant"}), WALLONIE, thing)


def test_two_of_a_kind_in_one_commune_are_a_question_with_their_numbers():
    two = built(CPAS, DINAMO, {**DINAMO, "name": "EPN du Grand-Hornu"})
    with pytest.raises(UsageError) as caught:
        structure_named(two, WALLONIE, "EPN de Mons")
    assert "S2" in caught.value.hint
    assert "S3" in caught.value.hint
    assert "Dinamo" in caught.value.hint


def test_of_two_of_a_kind_the_one_named_so_is_meant():
    two = built(DINAMO, {**DINAMO, "name": "Espace numérique de Mons"})
    assert structure_named(two, WALLONIE, "EPN de Mons") == "S2"


def test_a_structure_of_unknown_kind_is_known_by_its_name():
    assert structure_named(built({**CPAS, "kind": None}), WALLONIE, "CPAS de Dinant") == "S1"


def test_a_structure_that_nobody_can_place_stands_where_its_name_says():
    nowhere = {"name": "Centre public d'action sociale de Dinant", "kind": "cpas"}
    assert structure_named(built(nowhere, CPAS_MONS), WALLONIE, "CPAS de Dinant") == "S1"


def test_the_order_of_rows_is_indifferent():
    turned = built(*reversed(EVERYONE))
    assert structure_named(turned, WALLONIE, "CPAS de Dinant") == f"S{len(EVERYONE)}"


def test_a_word_that_tells_no_kind_apart_is_no_obstacle():
    assert structure_named(ALL, WALLONIE, "Dinamo asbl") == "S4"
