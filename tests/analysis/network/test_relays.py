"""Relays, groups and measures: told only as far as the answers allow."""

from __future__ import annotations

import json

import pytest

from wtc_eco.analysis import answer
from wtc_eco.network.centrality import MEASURES

# Two triangles that only b–e holds together, and g that only f knows.
HELD = "a>b b>a b>c c>a c>b b>e e>b e>f f>e f>d d>e d>f f>g g>f a>c"
QUESTIONS = ("bridges", "communities", "measures")


def ask(question, study, scope=None):
    return answer(question)(study, scope)


def test_the_relay_whose_loss_cuts_most_off_is_named_with_how_many(study, namur):
    found = ask("bridges", study(HELD), namur)
    points = {row["name"]: row["n_cut"] for row in found.rows() if row["role"] == "articulation_point"}
    assert points == {"b": 2, "e": 3, "f": 1}
    assert "If e went, 3 structures would be cut off." in found.sentence()
    assert found.base == 7
    assert found.response == 1
    assert not found.fragile


def test_each_relay_has_a_range_of_ranks_that_holds_its_rank(study, namur):
    for row in ask("bridges", study(HELD), namur).rows():
        if row["role"] != "bridge":
            assert row["rank_best"] <= row["rank"] <= row["rank_worst"]


def test_the_ties_that_alone_hold_others_are_rows_too(study, namur):
    ties = [
        {row["name"], row["with"]}
        for row in ask("bridges", study(HELD), namur).rows()
        if row["role"] == "bridge"
    ]
    assert ties == [{"b", "e"}, {"f", "g"}]


def test_the_headline_is_given_on_all_ties_and_on_confirmed_ones(study, namur):
    found = ask("bridges", study("a>b b>a b>c c>b c>d d>a"), namur)
    # On all ties a ring, which nobody cuts; confirmed, a line of three.
    assert (found.low, found.high) == (0, 1)


def test_relays_without_a_stand_in_on_confirmed_ties_are_named(study, namur):
    found = ask("bridges", study(HELD), namur)
    assert {row["name"]: row["confirmed"] for row in found.rows() if row["role"] == "articulation_point"} == {
        "b": True, "e": True, "f": True,
    }  # fmt: skip
    assert (
        "3 structures are relays without a stand-in by ties that both sides declared: e, b and f"
        in found.sentence()
    )


def test_a_cut_that_only_unconfirmed_ties_make_is_said_to_be_so(study, namur):
    ticked = HELD.replace(" g>f", "")
    rows = ask("bridges", study(ticked), namur).rows()
    assert {row["name"]: row["confirmed"] for row in rows if row["role"] == "articulation_point"} == {
        "b": True, "e": True, "f": False,
    }  # fmt: skip
    assert (
        "1 other looks so, by ties that one side alone declared"
        in ask("bridges", study(ticked), namur).sentence()
    )
    lonely = ask("bridges", study("a>b c>a b>c d>a"), namur)
    assert "1 structure looks like a relay without a stand-in" in lonely.sentence()
    assert "nothing is certain" in lonely.sentence()


def test_a_part_with_a_silence_in_it_may_have_other_ties(study, namur):
    rows = ask("bridges", study(HELD.replace("g>f", "g?")), namur).rows()
    assert not next(
        row["confirmed"] for row in rows if row["name"] == "f" and row["role"] == "articulation_point"
    )


@pytest.mark.parametrize("silent", [3, 5])
def test_below_sixty_percent_nobody_is_ranked_and_the_silent_who_are_cited_are_rows(study, namur, silent):
    others = " ".join(f"s{number}?" for number in range(silent))
    found = ask("bridges", study(f"a>b? b?>c a>d? c>d? {others}"), namur)
    assert "too few to rank relay structures" in found.sentence()
    assert [(row["name"], row["n_in"]) for row in found.rows()] == [("d", 2), ("b", 1)]
    assert found.low is None
    assert found.fragile
    assert ask("communities", study(f"a>b? b?>c {others}"), namur).rows() == ()


def test_between_sixty_and_seventy_five_percent_ranks_are_fragile(study, namur):
    found = ask("bridges", study("a>b b>c d? b>d?"), namur)
    assert found.response == 0.75
    assert not found.fragile
    found = ask("bridges", study("a>b b>c d? e? b>d? c>a"), namur)
    assert found.response == pytest.approx(0.6)
    assert found.fragile
    assert "to be read with care" in found.sentence()


def test_a_bassin_of_few_answers_is_not_ranked_with_the_others(study):
    found = ask("bridges", study("a>b b>c x@liege? x@liege?>y@liege? z@liege b>z@liege"))
    assert {row["name"] for row in found.rows() if row["role"] != "bridge"} <= {"a", "b", "c"}
    assert "Not ranked, for want of answers: Liège." in found.sentence()


@pytest.mark.parametrize("question", QUESTIONS)
def test_where_nobody_was_asked_nothing_is_claimed(study, namur, question):
    found = ask(question, study("a- b- a->b-"), namur)
    assert found.response is None
    assert found.base == 2
    assert found.unknown == 2
    if question != "measures":
        assert "nobody was asked" in found.sentence()
        assert found.low is None


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_row_has_every_column_and_is_plain_json(study, namur, question):
    found = ask(question, study(HELD), namur)
    for row in found.rows():
        assert {head.id for head in found.headings} <= set(row)
    held = json.loads(json.dumps(found.as_json(), default=list))
    assert {"base", "unknown", "response", "low", "high", "fragile"} <= set(held)


def test_groups_tell_their_members_and_how_steady_they_are(study, namur):
    found = ask("communities", study(HELD.replace("g>f", "g>f h>i i>h")), namur)
    assert {frozenset(row["names"]) for row in found.rows()} >= {frozenset("abc"), frozenset("hi")}
    assert all(0 < row["steady"] <= 1 for row in found.rows())
    assert sum(row["n"] for row in found.rows()) == 9


def test_a_measure_that_is_not_defined_is_unknown_and_the_engine_is_told(study, namur):
    found = ask("measures", study("a>b b>a c"), namur)
    rows = {row["name"]: row for row in found.rows()}
    assert rows["c"]["constraint"] is None
    assert rows["c"]["effective_size"] is None
    assert rows["c"]["community"] is None
    assert rows["a"]["constraint"] == 1
    assert set(MEASURES) <= set(rows["a"])
    assert any(remark.text.startswith("Computed by networkx: Core number") for remark in found.remarks)


def test_ties_between_structures_elsewhere_do_not_make_a_relay_here(study, namur):
    found = ask("bridges", study("a>b b>c x@liege>y@liege y@liege>z@liege"), namur)
    assert {row["name"] for row in found.rows()} == {"a", "b"}
