"""The network holds every tie that counts, once, and keeps its contract."""

from __future__ import annotations

import pytest
from drawing import ANSWERED, draw, network, tie

from wtc_eco.errors import RefusedError
from wtc_eco.model import TIE_KINDS
from wtc_eco.network import links, reciprocity, response, response_by, validate
from wtc_eco.network.graph import faults
from wtc_eco.territory import Scope

PEOPLE = [{"name": name, "bassin": "namur", "network_answered_on": ANSWERED} for name in "abc"]


def states(drawn):
    return {f"{s}{k[0]}{e}": held["state"] for s, e, k, held in drawn.edges(keys=True, data=True)}


def test_a_tie_and_its_return_are_two_ties():
    assert draw("a>b b>a").number_of_edges() == 2


def test_each_kind_is_a_tie_of_its_own():
    assert {key for _, _, key in draw("a>b a>>b a=b a~b a*b").edges(keys=True)} == set(TIE_KINDS) - {"hosts"}


def test_knowing_is_confirmed_when_the_other_knows_too():
    assert states(draw("a>b b>a")) == {"S1kS2": "confirmed", "S2kS1": "confirmed"}


def test_whoever_sends_people_back_knows():
    assert states(draw("a>b b>>a"))["S1kS2"] == "confirmed"


def test_a_referral_is_confirmed_by_who_receives_not_by_a_return():
    assert states(draw("a>>b b>>a"))["S1rS2"] == "one_sided"
    assert states(draw("a>>b a<<b"))["S1rS2"] == "confirmed"


def test_one_sided_when_the_other_answered_and_did_not_say_it():
    assert states(draw("a>b"))["S1kS2"] == "one_sided"


def test_unconfirmed_while_the_other_is_silent():
    assert states(draw("a>b?"))["S1kS2"] == "unconfirmed"


def test_declarations_of_one_tie_are_put_together():
    ties = [
        tie(1, "S1", "S2", themes=("securite",), per_year=4.0, declared_on="2025-01-01"),
        tie(2, "S1", "S2", "<", themes=("bases", "securite"), declared_on="2026-01-01"),
    ]
    held = network(ties, PEOPLE).edges["S1", "S2", "knows"]
    assert held["themes"] == ("bases", "securite")
    assert held["ties"] == (1, 2)
    assert held["declared_by"] == ("from", "to")
    assert held["per_year"] == 4.0
    assert held["declared_on"] == "2026-01-01"
    assert held["state"] == "confirmed"


def test_ties_that_are_over_or_with_the_closed_are_counted_apart():
    ties = [
        tie(1, "S1", "S2", status="ended"),
        tie(2, "S2", "S3", valid_until="2025-12-31"),
        tie(3, "S1", "S3", valid_until="2026-12-31"),
        tie(4, "S1", "S4"),
    ]
    drawn = network(ties, [*PEOPLE, {"name": "closed", "active": False}], as_of="2026-11-22")
    assert list(drawn.edges()) == [("S1", "S3")]
    assert drawn.graph["not_counted"] == {"ended": 1, "expired": 1, "inactive": 1}
    assert "S4" not in drawn


@pytest.mark.parametrize(
    ("as_of", "holds"),
    [("2026-11-21", True), ("2026-11-22", True), ("2026-11-23", False), ("2027-01-01", False), (None, True)],
)
def test_a_tie_holds_until_its_last_day_that_day_included(as_of, holds):
    """Without a day nothing expires."""
    drawn = network([tie(1, "S1", "S2", valid_until="2026-11-22")], PEOPLE, as_of=as_of)
    assert drawn.number_of_edges() == holds
    assert drawn.graph["not_counted"] == ({} if holds else {"expired": 1})


def test_a_drawn_network_keeps_the_contract():
    drawn = draw("a>b? b>>c d- a<c")
    validate(drawn)
    assert faults(drawn) == ()


def test_every_fault_of_a_graph_is_said_at_once():
    drawn = draw("a>b c")
    del drawn.nodes["S1"]["kind"]
    drawn.nodes["S2"]["lat"] = "50.4"
    drawn.edges["S1", "S2", "knows"]["state"] = "sure"
    drawn.add_edge("S3", "S3", key="loves")
    said = " ".join(problem.message for problem in faults(drawn))
    assert all(word in said for word in ("kind", "lat", "sure", "S3 → S3 (loves)"))
    with pytest.raises(RefusedError) as refused:
        validate(drawn)
    assert len(refused.value.problems) == len(faults(drawn)) > 4


def test_links_follow_who_said_it():
    held = links(draw("a<b"))
    assert held["S2"].cites == ("S1",)
    assert held["S1"].cited_by == ("S2",)


def test_response_counts_only_those_asked():
    answers = response(draw("a b? c?"))
    assert (answers.n, answers.asked, answers.answered_network, answers.still_to_answer) == (3, 3, 1, 2)
    answers = response(draw("a b? c-"))
    assert (answers.asked, answers.never_asked, answers.rate) == (2, 1, 0.5)


@pytest.mark.parametrize(
    ("sentence", "gate"),
    [("a b c d?", "firm"), ("a b c d? e?", "fragile"), ("a b?", "weak"), ("a- b-", "never_asked")],
)
def test_what_may_be_ranked_depends_on_how_many_answered(sentence, gate):
    assert response(draw(sentence)).gate == gate


def test_each_bassin_has_its_own_rate():
    rates = response_by(draw("a@namur b?@namur c@liege"), "bassin")
    assert {key: rate.rate for key, rate in rates.items()} == {"liege": 1.0, "namur": 0.5}


def test_a_scope_asks_only_those_in_it(territory):
    drawn = draw("a@namur b@liege")
    assert response(drawn, Scope(bassin=territory.bassins["liege"])).n == 1


def test_the_silent_cannot_return_a_tie_and_are_left_out_of_reciprocity():
    both = reciprocity(draw("a>b b>a a>c a>d?"))
    assert (both.ties, both.returned) == (3, 2)
