"""Networks drawn elsewhere come in as ties: nodes by their label, the kind by its word, the direction as it is."""

from __future__ import annotations

import json

import pytest

import wtc_eco as eco
from wtc_eco.errors import RefusedError

NAMES = {"n1": "EPN du Moulin", "n2": "CPAS du Val"}
GEXF = """<gexf xmlns="http://www.gexf.net/1.2draft"><graph defaultedgetype="{way}"><nodes>
<node id="n1" label="EPN du Moulin"/><node id="n2" label="CPAS du Val"/></nodes>
<edges><edge id="0" source="n2" target="n1" type="{type}" label="oriente" weight="12"/></edges></graph></gexf>"""
GRAPHML = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="d0" for="node" attr.name="label"/><key id="d1" for="edge" attr.name="kind"/>
<graph edgedefault="{way}"><node id="n1"><data key="d0">EPN du Moulin</data></node><node id="n2"><data key="d0">CPAS du Val</data></node>
<edge source="n2" target="n1"><data key="d1">oriente</data></edge></graph></graphml>"""


def node_link(directed):
    return json.dumps(
        {
            "directed": directed,
            "multigraph": False,
            "nodes": [{"id": key, "label": name} for key, name in NAMES.items()],
            "links": [{"source": "n2", "target": "n1", "type": "oriente"}],
        }
    )


@pytest.fixture
def desk(tmp_path):
    """A folder with both structures."""
    eco.init(tmp_path / "desk")
    path = tmp_path / "liste.csv"
    path.write_text("nom;cp;localité\nEPN du Moulin;5590;Ciney\nCPAS du Val;5500;Dinant\n", encoding="utf-8")
    eco.open(tmp_path / "desk").imports.structures(path, source="liste")
    return eco.open(tmp_path / "desk")


def ties(desk, tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    desk.imports.ties(path, source="reseau")
    again = eco.open(desk.folder)
    names = dict(zip(again.registry.table["id"], again.registry.table["name"], strict=True))
    return sorted((names[a], names[b], at["kind"]) for a, b, at in again.network.edges(data=True))


ONE_WAY = [("CPAS du Val", "EPN du Moulin", "refers")]
BOTH_WAYS = [*ONE_WAY, ("EPN du Moulin", "CPAS du Val", "refers")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.gexf", GEXF.format(way="directed", type="directed")),
        ("r.graphml", GRAPHML.format(way="directed")),
        ("r.json", node_link(directed=True)),
        ("r.csv", "Source,Target,Type,Label,Weight\nCPAS du Val,EPN du Moulin,Directed,oriente,12\n"),
    ],
)
def test_a_directed_edge_is_one_tie_of_its_kind(desk, tmp_path, name, text):
    assert ties(desk, tmp_path, name, text) == ONE_WAY


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.gexf", GEXF.format(way="undirected", type="undirected")),
        ("r.graphml", GRAPHML.format(way="undirected")),
        ("r.json", node_link(directed=False)),
        ("r.csv", "Source,Target,Type,Label\nCPAS du Val,EPN du Moulin,Undirected,oriente\n"),
    ],
)
def test_an_undirected_edge_is_a_tie_each_way(desk, tmp_path, name, text):
    assert ties(desk, tmp_path, name, text) == BOTH_WAYS


def test_the_nodes_of_gephi_stand_in_the_table_beside(desk, tmp_path):
    (tmp_path / "noeuds.csv").write_text(
        "Id,Label\n" + "".join(f"{key},{name}\n" for key, name in NAMES.items()), encoding="utf-8"
    )
    assert ties(desk, tmp_path, "liens.csv", "Source,Target,Type,Label\nn2,n1,Directed,oriente\n") == ONE_WAY


@pytest.mark.parametrize("form", ["gexf", "graphml", "json", "kumu"])
def test_our_own_network_comes_back(desk, tmp_path, form):
    ties(desk, tmp_path, "r.csv", "de,vers,type\nCPAS du Val,EPN du Moulin,oriente\n")
    path = eco.open(desk.folder).write.export(
        tmp_path / f"own.{'xlsx' if form == 'kumu' else form}", form=form
    )
    eco.init(tmp_path / "there")
    there = eco.open(tmp_path / "there")
    there.imports.structures(tmp_path / "liste.csv", source="liste")
    eco.open(there.folder).imports.ties(path, source="reseau")
    assert eco.open(there.folder).network.number_of_edges() == 1


def test_numbers_of_gephi_are_no_numbers_of_the_register(desk, tmp_path):
    with pytest.raises(RefusedError) as refused:
        ties(desk, tmp_path, "liens.csv", "Source,Target,Type,Label\n2,1,Directed,oriente\n")
    assert refused.value.code == "nodes_missing"
    (tmp_path / "noeuds.csv").write_text("Id,Label\n1,EPN du Moulin\n2,CPAS du Val\n", encoding="utf-8")
    assert ties(desk, tmp_path, "liens.csv", "Source,Target,Type,Label\n2,1,Directed,oriente\n") == ONE_WAY
