"""Measures of published networks, as published; of any graph, as networkx and igraph compute them."""

from __future__ import annotations

import math

import igraph
import networkx as nx
import pytest
from drawing import draw, named
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco.network import respondents
from wtc_eco.network.acquaintance import ei_index, mixing
from wtc_eco.network.articulation import cuts, parts_cut_off
from wtc_eco.network.centrality import (
    GROUPS,
    MEASURES,
    around,
    betweenness,
    betweenness_ranges,
    constraint,
    effective_size,
    installed,
    measures,
    ranked,
    replicates,
    without_answers,
)
from wtc_eco.network.communities import agreement, communities
from wtc_eco.territory import Scope

ENGINES = ("networkx", "numpy", "rustworkx")
NEAR = 1e-9


@pytest.fixture
def karate():
    """Zachary (1977): 34 members of a karate club; member 1 is the instructor, 34 the administrator."""
    graph = nx.Graph()
    graph.add_nodes_from(f"S{n + 1}" for n in range(34))
    graph.add_edges_from((f"S{a + 1}", f"S{b + 1}") for a, b in nx.karate_club_graph().edges)
    return graph


@pytest.fixture
def florence():
    """Padgett & Ansell (1993): marriages between 15 families of Florence."""
    return nx.florentine_families_graph()


@pytest.fixture
def borgatti():
    """Borgatti (1997): the network in which he works out structural holes by hand."""
    return nx.Graph(["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"])


@st.composite
def graphs(draw):
    """Any graph of up to twelve structures."""
    n = draw(st.integers(1, 12))
    nodes = [f"S{number}" for number in range(1, n + 1)]
    pairs = [(a, b) for a in nodes for b in nodes if nodes.index(a) < nodes.index(b)]
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else [])
    return graph


def engine_or_skip(engine):
    if engine == "rustworkx":
        pytest.importorskip("rustworkx", reason="the extra `fast` is not installed")
    return engine


@pytest.mark.parametrize("engine", ENGINES)
def test_the_medici_stand_between_half_of_all_others(florence, engine):
    found = betweenness(florence, engine=engine_or_skip(engine)).values
    assert found["Medici"] == pytest.approx(0.522, abs=5e-4)  # Jackson (2008), p. 4
    assert found["Guadagni"] == pytest.approx(0.255, abs=5e-4)
    assert found["Strozzi"] == pytest.approx(0.103, abs=5e-4)


@pytest.mark.parametrize("engine", ENGINES)
def test_instructor_and_administrator_stand_between_the_members_of_the_club(karate, engine):
    found = betweenness(karate, engine=engine_or_skip(engine)).values
    assert found["S1"] == pytest.approx(0.4376, abs=5e-5)  # Freeman's measure on Zachary's data
    assert found["S34"] == pytest.approx(0.3041, abs=5e-5)
    assert ranked(found, list(karate))["S34"] == 2


def test_the_medici_cut_off_three_families(florence):
    found = cuts(florence)
    assert set(found.points) == {"Medici", "Albizzi", "Guadagni", "Salviati"}
    assert found.points["Medici"] == 3
    gone = parts_cut_off(florence, "Medici")
    assert sorted(map(sorted, gone)) == [["Acciaiuoli"], ["Pazzi", "Salviati"]]
    assert found.bridges == {
        ("Acciaiuoli", "Medici"): 1,
        ("Albizzi", "Ginori"): 1,
        ("Guadagni", "Lamberteschi"): 1,
        ("Medici", "Salviati"): 2,
        ("Pazzi", "Salviati"): 1,
    }


def test_the_club_hangs_on_its_instructor(karate):
    # Member 12 knows only him; five more reach the club through him.
    assert cuts(karate).points == {"S1": 6}
    assert cuts(karate).bridges == {("S1", "S12"): 1}
    assert max(nx.core_number(karate).values()) == 4


def test_structural_holes_are_as_borgatti_works_them_out(borgatti):
    assert effective_size(borgatti)["G"] == pytest.approx(4.67, abs=5e-3)
    assert effective_size(borgatti)["C"] == 1
    assert constraint(borgatti)["G"] == pytest.approx(0.400, abs=5e-4)
    assert constraint(borgatti)["A"] == pytest.approx(0.595, abs=5e-4)


def test_a_structure_without_ties_has_no_constraint_and_no_size_rather_than_zero():
    graph = nx.Graph()
    graph.add_node("S1")
    assert constraint(graph) == {"S1": None}
    assert effective_size(graph) == {"S1": None}
    assert betweenness(graph).values == {"S1": 0.0}


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_any_graph_measures_as_networkx_does(graph):
    reference = nx.betweenness_centrality(graph)
    for engine in ("networkx", "numpy", installed()):
        assert betweenness(graph, engine=engine).values == pytest.approx(reference, abs=NEAR)
    for ours, theirs in ((constraint, nx.constraint), (effective_size, nx.effective_size)):
        expected = {node: None if math.isnan(value) else value for node, value in theirs(graph).items()}
        assert ours(graph) == pytest.approx(expected, abs=NEAR)


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_what_is_cut_off_is_what_falls_apart_when_it_is_taken_out(graph):
    found = cuts(graph)
    assert set(found.points) == set(nx.articulation_points(graph))
    for node, n in found.points.items():
        assert n == sum(map(len, parts_cut_off(graph, node)))
    assert set(found.bridges) == {tuple(sorted(tie)) for tie in nx.bridges(graph)}
    for tie, n in found.bridges.items():
        left = nx.Graph(graph)
        left.remove_edge(*tie)
        assert n == min(len(nx.node_connected_component(left, end)) for end in tie)


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_any_graph_measures_as_igraph_does(graph):
    nodes = list(graph)
    other = igraph.Graph(len(nodes), [(nodes.index(a), nodes.index(b)) for a, b in graph.edges])
    pairs = max((len(nodes) - 1) * (len(nodes) - 2) / 2, 1)
    between = {nodes[n]: value / pairs for n, value in enumerate(other.betweenness(directed=False))}
    assert betweenness(graph).values == pytest.approx(between, abs=NEAR)
    held = {nodes[n]: None if math.isnan(value) else value for n, value in enumerate(other.constraint())}
    assert constraint(graph) == pytest.approx(held, abs=NEAR)
    assert set(cuts(graph).points) == {nodes[n] for n in other.articulation_points()}
    ends = {tuple(sorted(nodes[n] for n in other.es[tie].tuple)) for tie in other.bridges()}
    assert set(cuts(graph).bridges) == ends
    assert nx.core_number(graph) == dict(zip(nodes, other.coreness(), strict=True))


def test_a_measure_says_which_engine_computed_it():
    network = draw("a>b b>c c>a c>d")
    found = measures(network, around(network, Scope()), engine="numpy")
    assert tuple(found) == MEASURES
    assert found["betweenness"].engine == "numpy"
    assert found["core"].engine == "networkx"
    assert found["constraint"].engine == "wtc-eco"


def test_the_network_of_a_bassin_has_its_neighbours_and_nobody_else(namur_scope):
    network = draw("a>b b>x@liege x@liege>y@liege c")
    assert named(network, around(network, namur_scope)) == ["a", "b", "x", "c"]
    assert around(network, namur_scope).number_of_edges() == 2


@pytest.fixture
def namur_scope(territory):
    return Scope(bassin=territory.bassins["namur"])


def test_equals_share_the_best_rank_and_the_undefined_has_none():
    assert ranked(
        {"S1": 2.0, "S2": 5.0, "S3": 2.0, "S4": None, "S5": 1.0}, ["S1", "S2", "S3", "S4", "S5"]
    ) == {
        "S2": 1,
        "S1": 2,
        "S3": 2,
        "S5": 4,
    }


def test_a_tie_that_both_declared_stays_when_one_answer_is_taken_out():
    network = draw("a>b b>a b>c")
    graph = around(network, Scope())
    left = without_answers(network, graph, ("S1",))
    assert sorted(map(sorted, left.edges)) == [["S1", "S2"], ["S2", "S3"]]
    assert sorted(map(sorted, without_answers(network, graph, ("S2",)).edges)) == [["S1", "S2"]]
    assert not without_answers(network, graph, ("S1", "S2")).edges


def test_every_respondent_is_taken_out_once():
    for n in (0, 1, 7, GROUPS, GROUPS + 1, 95):
        people = [f"S{number}" for number in range(n)]
        groups = list(replicates(people))
        assert sorted(each for group in groups for each in group) == sorted(people)
        assert len(groups) == min(n, GROUPS)


def test_a_rank_that_rests_on_one_answer_has_a_wide_range():
    # b is in the middle whoever is silent; e only because e says so.
    network = draw("a>b b>a c>b b>c d>b b>d e>f e>g f g")
    graph = around(network, Scope())
    found = betweenness_ranges(network, graph, respondents(network), list(graph))
    ends = {network.nodes[node]["name"]: bounds for node, bounds in found.items()}
    assert ends["b"] == (1, 1)
    assert ends["e"] == (2, 2)
    assert ends["a"][0] == 2
    assert ends["a"][1] == 3


def test_the_ranges_hold_the_rank_of_all_answers_together():
    network = draw("a>b b>c c>d d>a e>a f>e f>b g>h h>a i>g c>i")
    graph = around(network, Scope())
    ranks = ranked(betweenness(graph).values, list(graph))
    for node, (best, worst) in betweenness_ranges(network, graph, respondents(network), list(graph)).items():
        assert best <= ranks[node] <= worst


def test_ties_within_a_group_and_between_groups_are_counted_once():
    network = draw("a>b b>c@liege a>c@liege d@liege>c@liege")
    graph = around(network, Scope())
    found = mixing(network, graph, "bassin")
    assert found == {
        ("liege", "liege"): 1,
        ("liege", "namur"): 2,
        ("namur", "liege"): 2,
        ("namur", "namur"): 1,
    }
    assert ei_index(found) == 0
    assert ei_index(found, "namur") == pytest.approx(1 / 3)
    assert ei_index({}) is None


def test_the_index_goes_from_all_within_to_all_between():
    assert ei_index({("a", "a"): 3, ("b", "b"): 1}) == -1
    assert ei_index({("a", "b"): 3, ("b", "a"): 3}) == 1


def test_the_groups_of_the_club_are_those_of_the_literature(karate):
    found = communities(karate)
    assert found.modularity == pytest.approx(0.4198, abs=0.02)  # the optimum (Brandes et al. 2008)
    assert 3 <= len(found.groups) <= 5
    groups = found.group_of()
    assert groups["S1"] != groups["S34"]
    assert found.agreement > 0.6
    assert set(found.steady) == set(karate)


def test_groups_do_not_depend_on_the_names_or_their_order(karate):
    other = nx.Graph()
    other.add_nodes_from(karate)
    other.add_edges_from((b, a) for a, b in reversed(list(karate.edges)))
    assert communities(other) == communities(karate)


def test_two_cliques_are_two_groups_in_every_run():
    graph = nx.disjoint_union(nx.complete_graph(5), nx.complete_graph(4))
    graph = nx.relabel_nodes(graph, {node: f"S{node + 1}" for node in graph})
    graph.add_node("S99")
    found = communities(graph)
    assert found.groups == (("S1", "S2", "S3", "S4", "S5"), ("S6", "S7", "S8", "S9"))
    assert found.agreement == 1
    assert set(found.steady.values()) == {1.0}
    assert "S99" not in found.group_of()


def test_agreement_is_hubert_and_arabies():
    def labels(*groups):
        return {f"S{n}": group for n, group in enumerate(groups)}

    assert agreement(labels(0, 0, 1, 1), labels(1, 1, 0, 0)) == 1
    assert agreement(labels(0, 0, 1, 1), labels(0, 0, 1, 2)) == pytest.approx(4 / 7)
    assert agreement(labels(0, 0, 1, 1), labels(0, 1, 0, 1)) == pytest.approx(-0.5)
    assert agreement(labels(0, 0), labels(0, 0)) == 1
