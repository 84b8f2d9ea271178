"""Everybody is shown the structures near them, sixty at most, in the order of a form."""

from __future__ import annotations

from basin import territory
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco.campaigns.rosters import MOST, listed, rosters
from wtc_eco.territory.normalize import fold

VERVIERS = tuple(commune.ins for commune in territory().communes_of("verviers"))[:6]


def row(number: int, ins: str, kind: str = "epn", sources: int = 1) -> dict:
    commune = territory().commune_at(ins)
    return {
        "id": f"S{number}",
        "name": f"EPN {number % 7}",
        "locality": commune.name,
        "commune": commune.name,
        "ins": commune.ins,
        "bassin": commune.bassin,
        "kind": kind,
        "sources": tuple(f"l{at}" for at in range(sources)),
    }


def many(n: int, *communes: str) -> list[dict]:
    return [row(number, communes[number % len(communes)]) for number in range(1, n + 1)]


def test_a_small_bassin_has_one_list_for_all():
    (one,) = rosters(many(MOST, *VERVIERS), territory())
    assert (one.id, len(one.shown), len(one.asked), one.left_out) == ("verviers", MOST, MOST, ())


def test_a_large_one_has_lists_by_communes_that_lie_together_completed_with_their_neighbours():
    found = rosters(many(120, *VERVIERS), territory())
    assert len(found) > 1
    for roster in found:
        assert len(roster.shown) <= MOST
        shown = {one.id for one in roster.shown}
        assert set(roster.asked) <= shown, "everybody's own commune is on its list"
        assert len(shown) > len(roster.asked), "and neighbours"


def test_bodies_of_the_whole_bassin_are_on_every_list_of_it():
    structures = [*many(120, *VERVIERS), row(500, VERVIERS[0], "forem"), row(501, VERVIERS[3], "mire")]
    for roster in rosters(structures, territory()):
        assert {"S500", "S501"} <= {one.id for one in roster.shown}


def test_a_commune_larger_than_a_list_keeps_those_that_most_lists_name_and_says_who_is_left_out():
    structures = [row(number, VERVIERS[0], sources=1 + (number > 40)) for number in range(1, 101)]
    (one,) = rosters(structures, territory())
    assert len(one.shown) == MOST
    assert one.left_out == tuple(f"S{number}" for number in range(1, 41))
    assert len(one.asked) == 100, "they are asked all the same"


def test_the_lines_stand_by_commune_and_name_with_the_number_that_tells_two_alike_apart():
    (one,) = rosters(many(30, *VERVIERS), territory())
    order = [(fold(line.commune), fold(line.name), int(line.id[1:])) for line in one.shown]
    assert order == sorted(order)
    name = territory().commune_at(VERVIERS[0]).name
    assert listed(row(12, VERVIERS[0])).text() == f"[S12] EPN 5 – {name}"
    assert [commune for commune, _ in one.by_commune()] == sorted(
        {line.commune for line in one.shown}, key=fold
    )


@settings(max_examples=40, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 90), min_size=6, max_size=6),
    order=st.randoms(use_true_random=False),
)
def test_everybody_is_asked_once_with_a_list_that_fits_whatever_the_order_of_the_rows(sizes, order):
    structures = [
        row(1000 * place + number, ins)
        for place, (ins, n) in enumerate(zip(VERVIERS, sizes, strict=True), start=1)
        for number in range(n)
    ]
    found = rosters(structures, territory())
    asked = [id_ for roster in found for id_ in roster.asked]
    assert sorted(asked) == sorted(one["id"] for one in structures)
    assert len(asked) == len(set(asked))
    assert all(len(roster.shown) <= MOST for roster in found)
    assert len({roster.id for roster in found}) == len(found)
    order.shuffle(structures)
    assert rosters(structures, territory()) == found
