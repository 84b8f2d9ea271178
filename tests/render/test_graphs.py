"""The network for other programs, read back by them."""

from __future__ import annotations

import io
import json

import networkx as nx
import pytest
from samples import HOSTILE, Ground, directory, ties

from wtc_eco.errors import UsageError
from wtc_eco.render import graphs
from wtc_eco.render.cells import visible


@pytest.fixture
def network():
    return graphs.graph(directory(40, HOSTILE), ties(40), territory=Ground())


def bare(network):
    """Nodes and edges without keys: what every format must give back."""
    nodes = {
        node: {name: value for name, value in at.items() if name not in ("viz", "label")}
        for node, at in network.nodes(data=True)
    }
    edges = sorted(
        (
            start,
            end,
            sorted((name, str(value)) for name, value in at.items() if name not in ("id", "networkx_key")),
        )
        for start, end, at in network.edges(data=True)
    )
    return nodes, edges


def test_gexf_reads_back_with_positions_and_colours(network):
    back = nx.read_gexf(io.BytesIO(graphs.gexf(network)))
    assert bare(back) == bare(network)
    at = back.nodes["S1"]["viz"]
    assert at["color"] == {"r": 0, "g": 114, "b": 178, "a": 1.0}
    assert at["position"]["x"] == 4000.0


def test_graphml_reads_back(network):
    assert bare(nx.read_graphml(io.BytesIO(graphs.graphml(network)))) == bare(network)


def test_node_link_reads_back(network):
    back = nx.node_link_graph(json.loads(graphs.node_link(network)), edges="edges")
    assert bare(back) == bare(network)
    assert back.is_multigraph()
    assert back.is_directed()


def test_geojson_has_a_point_a_located_structure_and_a_line_a_tie_between_two(network):
    held = json.loads(graphs.geojson(network))
    points = [at for at in held["features"] if at["geometry"]["type"] == "Point"]
    lines = [at for at in held["features"] if at["geometry"]["type"] == "LineString"]
    located = {node for node, at in network.nodes(data=True) if "lat" in at}
    assert {at["properties"]["id"] for at in points} == located
    assert len(lines) == sum(1 for a, b in network.edges() if a in located and b in located)
    assert points[0]["geometry"]["coordinates"] == [4.0, 50.0]


def test_what_is_unknown_is_left_out_and_what_is_none_is_empty():
    network = graphs.graph(directory(20), ties(20))
    assert "labels" not in network.nodes["S2"] or network.nodes["S2"]["labels"] == "epn"
    assert network.nodes["S1"].get("labels", "absent") == "absent"
    assert network.nodes["S3"]["labels"] == ""
    assert "viz" in network.nodes["S1"]
    assert "color" not in network.nodes["S1"]["viz"]


@pytest.mark.parametrize("form", ["gexf", "graphml", "geojson", "json"])
def test_same_network_same_bytes_and_no_date(network, form, tmp_path):
    graphs.write(network, tmp_path / "a", form)
    graphs.write(graphs.graph(directory(40, HOSTILE), ties(40), territory=Ground()), tmp_path / f"b.{form}")
    content = (tmp_path / "a").read_bytes()
    assert content == (tmp_path / f"b.{form}").read_bytes()
    assert b"lastmodifieddate" not in content


@pytest.mark.parametrize("form", ["gexf", "graphml", "geojson", "json"])
def test_hostile_names_come_through_every_format(network, form):
    text = graphs.WRITERS[form](network).decode()
    assert visible("\x1b[31mrouge").replace("\\", "\\\\" if "json" in form else "\\") in text
    assert "\u202e" not in text


def test_a_tie_to_a_structure_outside_the_directory_is_kept():
    network = graphs.graph(directory(5), ties(20))
    assert network.number_of_edges() == len(ties(20).table)
    assert network.nodes["S20"]["label"].startswith(("A", "B"))


def test_another_format_is_refused_with_the_ones_we_have(network, tmp_path):
    with pytest.raises(UsageError) as refusal:
        graphs.write(network, tmp_path / "network.dot")
    assert "gexf" in refusal.value.hint
