"""What an ecosystem hands out is the caller's: changing it changes no later answer, or is refused."""

from __future__ import annotations

import networkx as nx
import pytest


def test_the_network_refuses_to_be_changed_and_a_copy_does_not(demonstration):
    before = demonstration.overview(bassin="namur"), demonstration.measures(bassin="namur")
    network = demonstration.network
    with pytest.raises(nx.NetworkXError):
        network.remove_edges_from(list(network.edges(keys=True)))
    with pytest.raises(nx.NetworkXError):
        network.add_node("S0")
    for _, _, attributes in network.edges(data=True):
        attributes.clear()
    for node in network:
        network.nodes[node]["bassin"] = "elsewhere"
    network.copy().remove_node("S1")
    demonstration._inner._answers.clear()
    assert (demonstration.overview(bassin="namur"), demonstration.measures(bassin="namur")) == before


def test_the_network_is_that_of_the_folder_after_a_command(own):
    assert own.network is own.network
    before = own.network
    own.review.join(["S1", "S2"])
    assert "S2" in before
    assert "S2" not in own.network


def test_a_table_changed_changes_no_answer(own):
    before = own.directory(bassin="namur")
    for table in (own.registry.table, own.holdings.records, own.holdings.ties, own.holdings.decisions):
        table.loc[:, table.columns[0]] = "?"
    own._inner._answers.clear()
    assert own.directory(bassin="namur") == before
    assert len(own.registry.table) > 2
    assert len(own.holdings.records) > 2


def test_a_row_of_the_register_changed_changes_no_answer(own):
    own.registry.row("S1")["name"] = "?"
    assert own.registry.row("S1")["name"] != "?"
    with pytest.raises(TypeError):
        own.registry.aliases[1] = "S2"


def test_a_row_of_an_answer_changed_changes_no_answer(demonstration):
    finding = demonstration.isolated(bassin="namur")
    finding.rows()[0]["name"] = "?"
    assert finding.rows()[0]["name"] != "?"
    finding.table[0]["name"] = "?"
    frame = finding.to_frame()
    frame["name"] = "?"
    assert demonstration.isolated(bassin="namur").rows()[0]["name"] != "?"


def test_offers_and_the_territory_cannot_be_changed(demonstration):
    for held in (demonstration.offers, demonstration.territory.bassins, demonstration.territory.communes):
        with pytest.raises(TypeError):
            held["S1"] = None
