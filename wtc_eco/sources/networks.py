"""Networks drawn elsewhere (GEXF, GraphML, node-link JSON, Gephi's two tables) as a list of ties: who, whom, how.

A node is meant by its label, else by its id; labels that two nodes bear are told apart by their commune. `Directed`
and `Undirected` say which way an edge leads, never what it is; an undirected edge is a tie each way.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from wtc_eco import model
from wtc_eco.errors import RefusedError
from wtc_eco.i18n import tr
from wtc_eco.sources.csv_rows import RawLine
from wtc_eco.sources.table import Row, Table
from wtc_eco.sources.values.terms import read_scale
from wtc_eco.sources.vocabulary import words
from wtc_eco.territory.normalize import fold

_DIRECTIONS = frozenset({"directed", "undirected", "mutual"})
_BOTH_WAYS = frozenset({"undirected", "mutual"})
_KIND_OF_EDGE = ("kind", "type", "label", "name", "relation")
"""Attributes that may say what an edge is, the surest first."""
_PLACE_OF_NODE = ("commune", "locality", "city", "postal_code")
_DRAWING = frozenset({"key", "id", "viz", "color", "thickness", "x", "y", "z", "r", "g", "b", "networkx_key"})


@dataclass(frozen=True)
class _Node:
    id: str
    label: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Edge:
    start: str
    end: str
    directed: bool
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class _Drawn:
    nodes: Sequence[_Node]
    edges: Sequence[_Edge]


def network_lines(data: bytes, file: str, format_: str) -> list[RawLine]:
    """Titles and a row a tie; raises `RefusedError` for a drawing that is cut short, damaged or without edges."""
    try:
        drawn = _READERS[format_](data)
    except (ValueError, TypeError, AttributeError, KeyError, ET.ParseError) as error:
        raise RefusedError(
            tr("{file} is a drawing of a network that is cut short or damaged.", file=file),
            hint=tr("Ask for the file again, or for its edges as CSV."),
            code="damaged_network",
        ) from error
    if not drawn.edges:
        raise RefusedError(
            tr("{file} is empty: no edge is drawn in it.", file=file),
            hint=tr("Check the export: it should hold the edges, not the nodes only."),
            code="empty",
        )
    return _lines(drawn)


def _lines(drawn: _Drawn) -> list[RawLine]:
    called = _called(drawn.nodes)
    more = list(
        dict.fromkeys(
            name
            for edge in drawn.edges
            for name in edge.attributes
            if name not in _DRAWING and name not in _KIND_OF_EDGE
        )
    )
    lines = [RawLine(1, ("from", "to", "kind", *more))]
    for edge in drawn.edges:
        ends = [(edge.start, edge.end), *([] if edge.directed else [(edge.end, edge.start)])]
        rest = [edge.attributes.get(name, "") for name in more]
        for start, end in ends:
            cells = (called.get(start, start), called.get(end, end), _kind(edge.attributes), *rest)
            lines.append(RawLine(len(lines) + 1, cells))
    return lines


def _called(nodes: Sequence[_Node]) -> dict[str, str]:
    often = Counter(fold(node.label) for node in nodes)
    return {
        node.id: f"{node.label} ({place})"
        if often[fold(node.label)] > 1 and (place := _place(node))
        else node.label
        for node in nodes
    }


def _place(node: _Node) -> str:
    return next((node.attributes[name] for name in _PLACE_OF_NODE if node.attributes.get(name)), "")


def _kind(attributes: Mapping[str, str]) -> str:
    """What the edge is: the first attribute that is a kind of tie, else the first that says anything."""
    said = [attributes[name] for name in _KIND_OF_EDGE if attributes.get(name)]
    said = [text for text in said if fold(text) not in _DIRECTIONS]
    return next((text for text in said if _is_kind(text)), next(iter(said), ""))


def _is_kind(text: str) -> bool:
    return bool(read_scale(text, "kind", words().scales["tie_kind"]).values)


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return model.SEPARATOR.join(map(str, value))
    return str(value)


def _of_json(data: bytes) -> _Drawn:
    whole = model.parsed(json.loads, data.decode("utf-8-sig"))
    nodes = [
        _Node(
            str(node["id"]),
            _text(node.get("label") or node.get("name") or node["id"]),
            {name: _text(value) for name, value in node.items()},
        )
        for node in whole["nodes"]
    ]
    directed = whole.get("directed", True) is not False
    edges = [
        _Edge(
            str(edge["source"]),
            str(edge["target"]),
            directed,
            {name: _text(value) for name, value in edge.items() if name not in ("source", "target")},
        )
        for edge in whole.get("edges", whole.get("links", ()))
    ]
    return _Drawn(nodes, edges)


def _root(data: bytes) -> ET.Element:
    if b"<!DOCTYPE" in data[:4_096] or b"<!ENTITY" in data:
        raise ValueError(tr("it declares entities"))
    return ET.fromstring(data)  # noqa: S314 - nothing is declared in it


def _every(root: ET.Element, name: str) -> Iterator[ET.Element]:
    return (one for one in root.iter() if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == name)


def _of_gexf(data: bytes) -> _Drawn:
    root = _root(data)
    titles = {
        (group.get("class"), one.get("id")): one.get("title") or ""
        for group in _every(root, "attributes")
        for one in _every(group, "attribute")
    }

    def attributes(element: ET.Element, of: str) -> dict[str, str]:
        own = {name: value for name, value in element.attrib.items() if name not in ("source", "target")}
        values = {
            titles.get((of, each.get("for")), each.get("for") or ""): each.get("value") or ""
            for each in _every(element, "attvalue")
        }
        return {**own, **values}

    usual = next((one.get("defaultedgetype") for one in _every(root, "graph")), None) or "undirected"
    nodes = [
        _Node(one.attrib["id"], one.get("label") or one.attrib["id"], attributes(one, "node"))
        for one in _every(root, "node")
    ]
    edges = []
    for one in _every(root, "edge"):
        own = attributes(one, "edge")
        said = own.get("type", "")
        way = said if said in _DIRECTIONS else usual
        edges.append(_Edge(one.attrib["source"], one.attrib["target"], way not in _BOTH_WAYS, own))
    return _Drawn(nodes, edges)


def _of_graphml(data: bytes) -> _Drawn:
    root = _root(data)
    names = {one.attrib["id"]: one.get("attr.name") or one.attrib["id"] for one in _every(root, "key")}

    def attributes(element: ET.Element) -> dict[str, str]:
        return {
            names.get(one.get("key", ""), one.get("key", "")): (one.text or "").strip() for one in element
        }

    usual = next((one.get("edgedefault") for one in _every(root, "graph")), "directed") != "undirected"
    nodes = []
    for one in _every(root, "node"):
        own = attributes(one)
        nodes.append(_Node(one.attrib["id"], own.get("label") or own.get("name") or one.attrib["id"], own))
    edges = [
        _Edge(
            one.attrib["source"],
            one.attrib["target"],
            one.get("directed", str(usual).lower()) != "false",
            attributes(one),
        )
        for one in _every(root, "edge")
    ]
    return _Drawn(nodes, edges)


_READERS: Mapping[str, Callable[[bytes], _Drawn]] = {
    "gexf": _of_gexf,
    "graphml": _of_graphml,
    "json_network": _of_json,
    "json_edges": _of_json,
    "json_graph": _of_json,
}
NETWORKS = frozenset(_READERS)
"""The drawings of networks that are read as ties."""


def with_labels(table: Table, nodes: Callable[[], Sequence[Table]]) -> Table:
    """Gephi's table of edges with the labels of its nodes, which stand in a table beside it; any other table as it is.

    Raises `RefusedError` where it names them by numbers, and no such table is there.
    """
    at = {fold(title): index for index, title in table.columns()}
    if not {"source", "target", "type"} <= set(at):
        return table
    ways = {fold(row.cells[at["type"]]) for row in table.rows}
    if not ways <= {*_DIRECTIONS, ""} or not ways - {""}:
        return table
    ends = {row.cells[at[end]] for row in table.rows for end in ("source", "target")}
    labels = next((each for beside in nodes() if ends <= set(each := _labels(beside))), {})
    if not labels and all(map(str.isdecimal, ends)):
        raise RefusedError(
            tr(
                "{file} names its structures by the numbers of Gephi: they are not those of the register.",
                file=table.file,
            ),
            hint=tr(
                "Put Gephi's table of nodes, with Id and Label, into the same folder as CSV, and import again."
            ),
            code="nodes_missing",
        )
    kind = at.get("label", at.get("kind"))
    header = tuple(
        "kind" if index == kind else "direction" if index == at["type"] else title
        for index, title in enumerate(table.header)
    )
    rows: list[Row] = []
    for row in table.rows:
        cells = list(row.cells)
        start, end = (labels.get(cells[at[name]], cells[at[name]]) for name in ("source", "target"))
        both = fold(cells[at["type"]]) in _BOTH_WAYS
        cells[at["type"]] = ""
        for one, other in ((start, end), (end, start)) if both else ((start, end),):
            cells[at["source"]], cells[at["target"]] = one, other
            rows.append(Row(row.number, tuple(cells)))
    return replace(table, header=header, rows=tuple(rows))


def _labels(table: Table) -> dict[str, str]:
    """Label by id of a table of nodes; none of any other."""
    at = {fold(title): index for index, title in table.columns()}
    if not {"id", "label"} <= set(at):
        return {}
    return {row.cells[at["id"]]: row.cells[at["label"]] for row in table.rows}


def tables_beside(path: Path, read: Callable[[Path], Table]) -> Iterator[Table]:
    """The other CSV files of a folder, as far as they are tables; in the order of their names."""
    for other in sorted(path.parent.glob("*.csv")):
        if other != path:
            try:
                yield read(other)
            except RefusedError:
                continue
