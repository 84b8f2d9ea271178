"""The network for other programs: GEXF, GraphML, Kumu, GeoJSON and node-link JSON, with positions and colours.

Nodes are the rows of the directory with their measures, edges the rows of the ties; what is unknown is left
out of a node or an edge. A tie of each direction and each kind is an edge of its own. Telephones and e-mail
addresses stay in the register: graph files travel.

Kumu imports a workbook (sheets `Elements` and `Connections`) and finds elements by their label, so that no two
may have the same; lists are joined by `|`, as it splits them. An empty cell is unknown, `none` known to be none.
"""

from __future__ import annotations

import io
import json
import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from wtc_eco.errors import UsageError
from wtc_eco.i18n import tr
from wtc_eco.model import NONE_WORD, SEPARATOR
from wtc_eco.render.cells import visible
from wtc_eco.render.files import put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import networkx as nx
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.territory import Territory

_ELEMENT = {"kind": "Type", "themes": "Tags"}
_CONNECTION = {"kind": "Type", "themes": "Tags", "per_year": "Strength"}
"""Our attributes that Kumu has its own columns for; the others keep their names."""

Row = dict[str, Any]


def kumu(network: nx.MultiDiGraph[str]) -> bytes:
    """The workbook for Kumu; same network, same bytes."""
    import xlsxwriter

    from wtc_eco.render.fill_in import CREATED

    called = labels(network)
    buffer = io.BytesIO()
    plain = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, plain) as book:
        book.set_properties({"created": CREATED, "author": "wtc-eco"})
        # Typed as text, a name that begins like a formula would still become one when edited.
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        elements = list(_elements(network, called))
        connections = list(_connections(network, called))
        _fill(book.add_worksheet("Elements"), ("Label", "Type", "Tags", "ID"), elements, quoted)
        fixed = ("From", "To", "Direction", "Type", "Tags", "Strength")
        _fill(book.add_worksheet("Connections"), fixed, connections, quoted)
    return buffer.getvalue()


def labels(network: nx.MultiDiGraph[str]) -> dict[str, str]:
    """What each structure is called, its number added where another has the same name."""
    names = {node: str(attributes.get("label") or node) for node, attributes in network.nodes(data=True)}
    often = Counter(name.casefold() for name in names.values())
    return {node: f"{name} ({node})" if often[name.casefold()] > 1 else name for node, name in names.items()}


def _elements(network: nx.MultiDiGraph[str], called: Mapping[str, str]) -> Iterator[Row]:
    for node, attributes in network.nodes(data=True):
        color = attributes.get("viz", {}).get("color")
        drawn = {"Color": "#{r:02x}{g:02x}{b:02x}".format(**color)} if color else {}
        own = {name: value for name, value in attributes.items() if name not in ("label", "viz")}
        yield {"Label": called[node], "ID": node, **_named(own, _ELEMENT), **drawn}


def _connections(network: nx.MultiDiGraph[str], called: Mapping[str, str]) -> Iterator[Row]:
    for start, end, attributes in network.edges(data=True):
        yield {
            "From": called[start],
            "To": called[end],
            "Direction": "directed",
            **_named(attributes, _CONNECTION),
        }


def _named(attributes: Mapping[str, Any], names: Mapping[str, str]) -> Row:
    return {names.get(name, name): NONE_WORD if value == "" else value for name, value in attributes.items()}


def _fill(page: Worksheet, first: Sequence[str], rows: Iterable[Row], quoted: Format) -> None:
    listed = list(rows)
    others = dict.fromkeys(name for row in listed for name in row if name not in first)
    for column, name in enumerate((*first, *others)):
        page.write_string(0, column, name)
        for line, row in enumerate(listed, start=1):
            value = row.get(name)
            if isinstance(value, bool):
                page.write_boolean(line, column, value)
            elif isinstance(value, (int, float)):
                page.write_number(line, column, value)
            elif value is not None:
                page.write_string(line, column, value, quoted)
    page.freeze_panes(1, 1)


NODE = (
    *("name", "kind", "labels", "commune", "bassin", "ins", "place", "street", "postal_code", "locality"),
    *("lat", "lon", "located", "website", "themes", "slots", "slots_known", "steps"),
    *("standing", "flags", "n_out", "n_in", "sources"),
)
"""Columns of the directory that a node carries."""
OFFER = (
    "publics",
    "conditions",
    "opening_hours",
    "access",
    "formats",
    "hosted_by",
    "knows_ecosystem",
    "asked_on",
    "answered_on",
)
"""Columns of the register that a node carries."""
MEASURE = ("core", "betweenness", "constraint", "effective_size", "cut_off", "community")
"""Columns of the measures that a node carries, where they were asked for."""
EDGE = ("kind", "state", "per_year", "themes", "declared_on", "ties")
DEGREE_IN_UNITS = 1_000.0
"""Gephi's canvas is some thousands of units wide; a degree of longitude at the equator is 1 000."""
_NO_COLOR = "#8b8f92"


def graph(  # noqa: PLR0913 - what a node and an edge carry
    directory: Finding,
    ties: Finding,
    *,
    territory: Territory | None = None,
    measures: Finding | None = None,
    everywhere: Finding | None = None,
    facts: Mapping[str, Mapping[str, Any]] | None = None,
) -> nx.MultiDiGraph[str]:
    """The network as networkx holds it, every attribute a text, a number or a flag; lists joined by `|`.

    With a territory, nodes carry the colour of their kind; with measures, what was measured of them. A tie
    may end outside the directory: `everywhere` is the directory that says who that is. `facts` are rows of the
    register by id, for the columns of `OFFER` that a map maker needs.
    """
    import networkx as nx

    out: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    measured = {row["id"]: row for row in measures.rows()} if measures else {}
    ends = {row[end] for row in ties.rows() for end in ("from", "to")}
    inside = {row["id"] for row in directory.rows()}
    beyond = (row for row in everywhere.rows() if row["id"] in ends - inside) if everywhere else ()
    for row in (*directory.rows(), *beyond):
        label = _plain(row.get("name") or row["id"])
        attributes = _attributes(row, NODE) | _attributes(measured.get(row["id"], {}), MEASURE)
        attributes |= _attributes((facts or {}).get(row["id"], {}), OFFER)
        out.add_node(row["id"], label=label, **attributes, **_seen(row, territory))
    for n, row in enumerate(ties.rows()):
        for end in ("from", "to"):
            if row[end] not in out:
                out.add_node(row[end], label=_plain(row.get(f"{end}_name") or row[end]))
        out.add_edge(row["from"], row["to"], key=str(n), **_attributes(row, EDGE))
    return out


def _attributes(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(row[name]) for name in names if row.get(name) is not None}


def _plain(value: Any) -> Any:
    """A text that XML can hold, or a number."""
    if isinstance(value, (int, float)):
        return value
    words = value if isinstance(value, str) else SEPARATOR.join(str(item) for item in value)
    return visible(words, keep="\n\t")


def _seen(row: Mapping[str, Any], territory: Territory | None) -> dict[str, Any]:
    """Where and in which colour Gephi draws a node: Mercator, so that the layout is the map."""
    drawn: dict[str, Any] = {}
    lat, lon = row.get("lat"), row.get("lon")
    if lat is not None and lon is not None:
        north = math.degrees(math.asinh(math.tan(math.radians(lat))))
        drawn["position"] = {
            "x": round(lon * DEGREE_IN_UNITS, 2),
            "y": round(north * DEGREE_IN_UNITS, 2),
            "z": 0.0,
        }
    if territory is not None:
        term = territory.kinds.get(row.get("kind") or "")
        color = str(term.extra.get("color", _NO_COLOR)) if term else _NO_COLOR
        red, green, blue = (int(color.lstrip("#")[at : at + 2], 16) for at in (0, 2, 4))
        drawn["color"] = {"r": red, "g": green, "b": blue, "a": 1.0}
    return {"viz": drawn} if drawn else {}


def gexf(network: nx.MultiDiGraph[str]) -> bytes:
    """The network for Gephi and Gephi Lite: positions and colours included, no date."""
    import networkx as nx

    writer = nx.readwrite.gexf.GEXFWriter(encoding="utf-8", version="1.2draft")
    writer.add_graph(network)
    # networkx stamps the file with today's date.
    for meta in writer.xml.findall("meta"):
        meta.attrib.pop("lastmodifieddate", None)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def graphml(network: nx.MultiDiGraph[str]) -> bytes:
    """The network for Gephi, yEd, igraph and others: `x`, `y` and `r`, `g`, `b` are where Gephi looks for them."""
    import networkx as nx

    flat = network.copy()
    for _, attributes in flat.nodes(data=True):
        drawn = attributes.pop("viz", {})
        place, color = drawn.get("position", {}), drawn.get("color", {})
        attributes |= {axis: place[axis] for axis in ("x", "y") if axis in place}
        attributes |= {part: color[part] for part in ("r", "g", "b") if part in color}
    return ("\n".join(nx.generate_graphml(flat, encoding="utf-8", named_key_ids=True)) + "\n").encode()


def node_link(network: nx.MultiDiGraph[str]) -> bytes:
    """The network as JSON, as `networkx.node_link_graph(data, edges="edges")` reads it; drawing included."""
    import networkx as nx

    return _json(nx.node_link_data(network, edges="edges"))


def geojson(network: nx.MultiDiGraph[str]) -> bytes:
    """The located structures as points and the ties between them as lines (longitude, latitude).

    A tie between two structures that stand at one point has no line.
    """
    points = {
        node: [at["lon"], at["lat"]] for node, at in network.nodes(data=True) if {"lat", "lon"} <= at.keys()
    }
    features = [
        _feature("Point", points[node], {"id": node, **_said(network.nodes[node])}) for node in points
    ]
    features += [
        _feature("LineString", [points[start], points[end]], {"from": start, "to": end, **attributes})
        for start, end, attributes in network.edges(data=True)
        if start in points and end in points and points[start] != points[end]
    ]
    return _json({"type": "FeatureCollection", "features": features})


def _said(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if name not in ("lat", "lon", "viz", "label")}


def _feature(kind: str, coordinates: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


WRITERS: dict[str, Callable[[Any], bytes]] = {
    "gexf": gexf,
    "graphml": graphml,
    "geojson": geojson,
    "json": node_link,
    "kumu": kumu,
}


def write(network: nx.MultiDiGraph[str], path: Path, chosen: str = "") -> None:
    """Write the network at `path` as `gexf`, `graphml`, `geojson`, `json` or `kumu` (by default, its suffix).

    Raises `UsageError` for another format.
    """
    wanted = chosen or path.suffix.lstrip(".").lower()
    if wanted not in WRITERS:
        raise UsageError(
            tr("A network cannot be written as “{format}”.", format=visible(wanted)),
            hint=tr("Choose one of: {formats}.", formats=", ".join(WRITERS)),
        )
    put(path, WRITERS[wanted](network))
