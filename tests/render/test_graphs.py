"""The network for other programs, read back by them."""

from __future__ import annotations

import io
import json

import networkx as nx
import openpyxl
import pytest
from samples import HOSTILE, Ground, directory, finding, ties

from wtc_eco.errors import UsageError
from wtc_eco.render import graphs
from wtc_eco.render.cells import visible
from wtc_eco.render.graphs import labels

DRAWN = ("viz", "label", "x", "y", "r", "g", "b")
FORMS = ("gexf", "graphml", "geojson", "json", "kumu")


def measured(n=40):
    """Measures of the structures of `directory(n)`; of every third nobody could say one."""
    rows = [
        {
            "id": f"S{i}",
            "core": i % 4,
            "betweenness": i / 100,
            "constraint": None if i % 3 else 0.5,
            "effective_size": None if i % 3 else 2.5,
            "cut_off": 0,
            "community": i % 5 + 1,
        }
        for i in range(1, n + 1)
    ]
    return finding("measures", "Mesures", "Les mesures.", (), rows)


@pytest.fixture
def network():
    return graphs.graph(directory(40, HOSTILE), ties(40), territory=Ground(), measures=measured())


def bare(network):
    """Nodes and edges without keys: what every format must give back."""
    nodes = {
        node: {name: value for name, value in at.items() if name not in DRAWN}
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


def test_graphml_reads_back_with_the_positions_and_colours_gephi_looks_for(network):
    back = nx.read_graphml(io.BytesIO(graphs.graphml(network)))
    assert bare(back) == bare(network)
    drawn = network.nodes["S1"]["viz"]
    assert {axis: back.nodes["S1"][axis] for axis in "xy"} == {axis: drawn["position"][axis] for axis in "xy"}
    assert {part: back.nodes["S1"][part] for part in "rgb"} == {part: drawn["color"][part] for part in "rgb"}


def table(book, name):
    """The rows of a sheet, without the columns that are empty."""
    head, *rows = book[name].iter_rows(values_only=True)
    return [{key: value for key, value in zip(head, row, strict=True) if value is not None} for row in rows]


def test_the_kumu_workbook_reads_back(network):
    book = openpyxl.load_workbook(io.BytesIO(graphs.WRITERS["kumu"](network)))
    back = nx.MultiDiGraph()
    called = {}
    ours = {"Type": "kind", "Tags": "themes", "Strength": "per_year"}
    for row in table(book, "Elements"):
        node = row.pop("ID")
        called[row.pop("Label")] = node
        row.pop("Color", None)
        back.add_node(
            node, **{ours.get(key, key): "" if value == "none" else value for key, value in row.items()}
        )
    for row in table(book, "Connections"):
        start, end = called[row.pop("From")], called[row.pop("To")]
        assert row.pop("Direction") == "directed"
        back.add_edge(start, end, **{ours.get(key, key): value for key, value in row.items()})
    nodes, edges = bare(back)
    expected, ties_ = bare(network)
    assert nodes == expected
    assert [(a, b, [(k, v.removesuffix(".0")) for k, v in at]) for a, b, at in edges] == [
        (a, b, [(k, v.removesuffix(".0")) for k, v in at]) for a, b, at in ties_
    ]


def test_two_structures_of_one_name_are_two_elements():
    network = nx.MultiDiGraph()
    network.add_node("S1", label="EPN")
    network.add_node("S2", label="Epn")
    network.add_node("S3", label="CPAS")
    assert labels(network) == {"S1": "EPN (S1)", "S2": "Epn (S2)", "S3": "CPAS"}


def test_telephones_and_addresses_of_people_do_not_travel(network):
    assert not {"phone", "email"} & {name for _, at in network.nodes(data=True) for name in at}


def test_node_link_reads_back(network):
    back = nx.node_link_graph(json.loads(graphs.node_link(network)), edges="edges")
    assert bare(back) == bare(network)
    assert dict(back.nodes(data=True)) == dict(network.nodes(data=True))
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


@pytest.mark.parametrize("form", FORMS)
def test_same_network_same_bytes_and_no_date(network, form, tmp_path):
    graphs.write(network, tmp_path / "a", form)
    again = graphs.graph(directory(40, HOSTILE), ties(40), territory=Ground(), measures=measured())
    graphs.write(again, tmp_path / f"b.{form}")
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


def test_who_is_tied_from_elsewhere_is_described_where_it_is_known():
    network = graphs.graph(directory(5), ties(20), everywhere=directory(20))
    assert network.nodes["S19"]["kind"] == "asbl"
    assert "viz" in network.nodes["S19"]
    assert set(network) <= {row["id"] for row in directory(20).rows()}


def read_back(form, network):
    """The ties of a file, as pairs of ids, read by the program that would read it."""
    content = graphs.WRITERS[form](network)
    if form == "kumu":
        book = openpyxl.load_workbook(io.BytesIO(content))
        called = {row["Label"]: row["ID"] for row in table(book, "Elements")}
        return [(called[row["From"]], called[row["To"]]) for row in table(book, "Connections")]
    if form == "geojson":
        lines = [at for at in json.loads(content)["features"] if at["geometry"]["type"] == "LineString"]
        return [(at["properties"]["from"], at["properties"]["to"]) for at in lines]
    if form == "json":
        return list(nx.node_link_graph(json.loads(content), edges="edges").edges())
    reader = nx.read_gexf if form == "gexf" else nx.read_graphml
    return list(reader(io.BytesIO(content)).edges())


@pytest.mark.parametrize("form", FORMS)
def test_a_tie_that_both_sides_declare_stays_two_ties(form):
    network = graphs.graph(directory(40), ties(40))
    located = {node for node, at in network.nodes(data=True) if "lat" in at or form != "geojson"}
    both = [(a, b) for a, b in network.edges() if network.has_edge(b, a) and {a, b} <= located and a != b]
    assert both
    found = read_back(form, network)
    assert sorted(pair for pair in found if pair in both) == sorted(both)


def test_geojson_gives_back_what_is_known_of_each_structure_and_tie(network):
    features = json.loads(graphs.geojson(network))["features"]
    points = {
        at["properties"].pop("id"): at["properties"] for at in features if at["geometry"]["type"] == "Point"
    }
    nodes, _ = bare(network)
    for node, said in points.items():
        assert said == {key: value for key, value in nodes[node].items() if key not in ("lat", "lon")}
    for at in features:
        if at["geometry"]["type"] == "LineString":
            held = [network.nodes[at["properties"][end]] for end in ("from", "to")]
            assert at["geometry"]["coordinates"] == [[one["lon"], one["lat"]] for one in held]
