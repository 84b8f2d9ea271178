"""Who was asked, who answered, and what so many answers allow to say."""

from __future__ import annotations

import pytest
from drawing import draw, network, tie, wallonie
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco.network import respondents, response, response_by, within
from wtc_eco.network.response import Response, reciprocity
from wtc_eco.territory import Scope

DATES = ("asked_on", "answered_on", "network_answered_on")
DAY = "2026-10-01"


def rows(*dates, **more):
    """Structures that have the dates of these words: `a` asked, `o` answered about their offer, `n` about their network."""
    letters = dict(zip("aon", DATES, strict=True))
    return [
        {"name": f"s{at}", "bassin": "namur", **{letters[sign]: DAY for sign in word}, **more}
        for at, word in enumerate(dates, start=1)
    ]


@pytest.mark.parametrize(
    ("word", "asked", "offer", "answered"),
    [
        ("", 0, 0, 0),
        ("a", 1, 0, 0),
        ("ao", 1, 1, 0),
        ("an", 1, 0, 1),
        ("o", 1, 1, 0),
        ("n", 1, 0, 1),
        ("aon", 1, 1, 1),
    ],
)
def test_who_answered_was_asked_even_where_nobody_noted_when(word, asked, offer, answered):
    found = response(network([], rows(word)))
    assert (found.n, found.asked, found.answered_offer, found.answered_network) == (1, asked, offer, answered)
    assert (found.never_asked, found.still_to_answer) == (1 - asked, asked - answered)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sets(st.sampled_from("aon")), min_size=3, max_size=9))
def test_asked_answered_and_still_to_answer_add_up_in_the_whole_and_in_each_part(words):
    held = rows(*("".join(sorted(word)) for word in words))
    for at, row in enumerate(held):
        row |= {"kind": (None, "cpas", "epn")[at % 3], "bassin": ("namur", "dinant")[at % 2]}
    drawn = network([], held)
    whole = response(drawn)
    assert whole.n == len(words)
    assert whole.n == whole.never_asked + whole.still_to_answer + whole.answered_network
    assert len(respondents(drawn)) == whole.answered_network
    for attribute in ("kind", "bassin"):
        parts = response_by(drawn, attribute)
        for name in ("n", "asked", "answered_offer", "answered_network"):
            assert sum(getattr(part, name) for part in parts.values()) == getattr(whole, name)
        known = [key for key in parts if key is not None]
        assert list(parts) == [*sorted(known), *([None] if None in parts else [])]


@pytest.mark.parametrize(
    ("answered", "asked", "gate"),
    [
        (0, 0, "never_asked"), (0, 20, "weak"), (11, 20, "weak"), (12, 20, "fragile"), (13, 20, "fragile"),
        (14, 20, "fragile"), (15, 20, "firm"), (16, 20, "firm"), (20, 20, "firm"),
    ],
)  # fmt: skip
def test_rankings_are_fragile_from_60_and_firm_from_75_of_100_answers(answered, asked, gate):
    held = Response(n=30, asked=asked, answered_offer=0, answered_network=answered)
    assert held.gate == gate
    assert held.rate == (answered / asked if asked else None)


def test_the_two_rates_are_each_of_those_asked_and_unknown_where_nobody_was():
    held = Response(n=40, asked=20, answered_offer=15, answered_network=5)
    assert (held.rate, held.offer_rate, held.still_to_answer, held.never_asked) == (0.25, 0.75, 15, 20)
    nobody = Response(n=40, asked=0, answered_offer=0, answered_network=0)
    assert (nobody.rate, nobody.offer_rate) == (None, None)


def test_a_scope_counts_its_own_structures_only():
    drawn = draw("a b? c- d@dinant e?@dinant")
    namur = Scope(bassin=wallonie().bassins["namur"])
    assert within(drawn, namur) == ("S1", "S2", "S3")
    assert respondents(drawn, namur) == ("S1",)
    assert respondents(drawn) == ("S1", "S4")
    found = response(drawn, namur)
    assert (found.n, found.asked, found.answered_network) == (3, 2, 1)
    assert response_by(drawn, "bassin", namur) == {"namur": found}
    town = wallonie().communes["92094"]
    alike = network([], [*rows("an", "a", ins="92094"), *rows("an", ins="92006", name="x")])
    assert within(alike, Scope(commune=town)) == ("S1", "S2")


@pytest.mark.parametrize(
    ("sentence", "ties", "returned"),
    [
        ("a b", 0, 0), ("a>b", 1, 0), ("a>b b>a", 2, 2), ("a>b b>a a>c", 3, 2), ("a>b?", 0, 0), ("a>b? b?<a", 0, 0),
        ("a>b a<b", 2, 2),
    ],
)  # fmt: skip
def test_a_tie_is_returned_among_those_who_answered(sentence, ties, returned):
    """The silent cannot return a tie: they are left out of both counts."""
    held = reciprocity(draw(sentence))
    assert (held.ties, held.returned) == (ties, returned)
    assert held.share == (returned / ties if ties else None)


def test_a_tie_that_is_returned_outside_the_scope_is_not_counted_in_it():
    namur = Scope(bassin=wallonie().bassins["namur"])
    drawn = network(
        [tie(1, "S1", "S2"), tie(2, "S2", "S1")], [*rows("an"), *rows("an", bassin="dinant", name="x")]
    )
    assert reciprocity(drawn).ties == 2
    assert reciprocity(drawn, namur).ties == 0
