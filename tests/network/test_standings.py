"""A standing is what the answers allow to say, no more."""

from __future__ import annotations

import networkx as nx
from drawing import draw, standing
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco.network import STANDINGS, standings
from wtc_eco.network.articulation import brokers


def test_one_that_answered_and_has_no_tie_is_isolated():
    assert standing(draw("a>b c")) == {"a": "unknown_to_others", "b": "knows_no_one", "c": "isolated"}


def test_a_silent_structure_is_not_isolated_but_unknown():
    assert standing(draw("a>b b>a c?"))["c"] == "unknown"


def test_a_silent_structure_that_is_cited_is_named_only():
    assert standing(draw("a>b?"))["b"] == "named_only"


def test_two_that_cite_each_other_are_tied():
    assert standing(draw("a>b b>a")) == {"a": "tied", "b": "tied"}


def test_to_send_people_is_to_know():
    assert standing(draw("a>>b b=a")) == {"a": "tied", "b": "tied"}


def test_to_have_met_or_to_wish_is_not_to_know():
    assert standing(draw("a~b b*a")) == {"a": "isolated", "b": "isolated"}


def test_saying_that_somebody_sends_us_people_is_citing_them():
    assert standing(draw("a<<b")) == {"a": "knows_no_one", "b": "unknown_to_others"}


def test_a_tie_that_leaves_the_bassin_counts():
    assert standing(draw("a@namur>b@liege"))["a"] == "unknown_to_others"


def test_isolation_is_an_upper_bound_while_anyone_is_silent():
    held = standings(draw("a b>c d?"))
    assert held["S1"].id == "isolated"
    assert held["S1"].upper_bound
    assert not standings(draw("a b>c"))["S1"].upper_bound


def test_a_leaf_hangs_on_its_broker_and_is_peripheral():
    drawn = draw("a>b b>c c>a a>d")
    assert standing(drawn, "single_broker") == ["d"]
    assert standing(drawn, "peripheral") == ["d"]


def test_nobody_is_ranked_below_sixty_per_cent_of_answers():
    drawn = draw("a>b b>c c>a a>d e? f? g?")
    assert standing(drawn, "single_broker") == []
    assert standing(drawn, "peripheral") == []


def test_referral_flags_need_an_answer_and_a_declared_referral():
    assert standing(draw("a>b"), "no_referral_in") == []
    drawn = draw("a>>b c>d?")
    assert standing(drawn, "no_referral_in") == ["a", "c"]
    assert standing(drawn, "no_referral_out") == ["b", "c"]


def test_known_through_its_bearer():
    from drawing import ANSWERED, network, register, tie, wallonie

    from wtc_eco.network import build
    from wtc_eco.network.resolution import Mentions

    rows = [
        {"name": name, "bassin": "namur", "network_answered_on": ANSWERED}
        for name in ("epn", "cpas", "forem")
    ]
    mentions = Mentions(1, (tie(1, "S3", "S2"),), bearers={"S1": "S2"})
    drawn = build(register(*rows), mentions, wallonie())
    assert standing(drawn, "known_through_bearer") == ["epn"]
    assert standings(drawn)["S1"].bearer == "S2"
    assert standing(network([tie(1, "S3", "S2")], rows), "known_through_bearer") == []


NODES = "abcdefgh"
ties = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from([">", ">>", "<", "=", "~"]), st.sampled_from(NODES))
)
sentences = st.tuples(ties, st.sets(st.sampled_from(NODES)))


def written(ties, silent):
    words = [f"{a}{sign}{b}" for a, sign, b in ties if a != b]
    return " ".join([*words, *(f"{node}?" if node in silent else node for node in NODES)])


@settings(max_examples=40, deadline=None)
@given(sentences)
def test_every_structure_has_one_standing_and_a_reason(drawn):
    network = draw(written(*drawn))
    held = standings(network)
    assert list(held) == list(network)
    assert all(each.id in STANDINGS and each.reason for each in held.values())


@settings(max_examples=40, deadline=None)
@given(sentences)
def test_a_silent_structure_is_never_isolated(drawn):
    held = standing(draw(written(*drawn)))
    assert all(held[node] not in ("isolated", "knows_no_one") for node in drawn[1])


@settings(max_examples=40, deadline=None)
@given(sentences, st.sampled_from(NODES), st.sampled_from(NODES))
def test_one_more_tie_never_isolates(drawn, start, end):
    if start == end:
        return
    before = standing(draw(written(*drawn)))
    after = standing(draw(written([*drawn[0], (start, ">", end)], drawn[1])))
    assert {n for n, s in after.items() if s == "isolated"} <= {
        n for n, s in before.items() if s == "isolated"
    }


def brute_force(graph):
    found = {}
    for component in nx.connected_components(graph):
        parts = [
            (len(part), point, node)
            for point in component
            for part in nx.connected_components(graph.subgraph(component - {point}))
            if 2 * len(part) <= len(component) - 1 and len(component) > 2
            for node in part
            if len(list(nx.connected_components(graph.subgraph(component - {point})))) > 1
        ]
        for size, point, node in sorted(parts, reverse=True):
            found[node] = (size, point)
    return found


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20))
def test_brokers_are_those_a_search_by_hand_finds(pairs):
    graph = nx.Graph([(f"S{a}", f"S{b}") for a, b in pairs if a != b])
    wanted = brute_force(graph)
    found = brokers(graph)
    assert set(found) == set(wanted)
    assert {node: wanted[node][1] for node in wanted} == found
