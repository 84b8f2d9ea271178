"""The network as a workbook that Kumu imports as it is: a sheet `Elements` and a sheet `Connections`.

Kumu finds elements by their label, so that no two may have the same; lists are joined by `|`, as it splits
them. An empty cell is unknown; the word `none` is known to be none.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, Any

from wtc_eco.model import NONE_WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import networkx as nx
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_ELEMENT = {"kind": "Type", "themes": "Tags"}
_CONNECTION = {"kind": "Type", "themes": "Tags", "per_year": "Strength"}
"""Our attributes that Kumu has its own columns for; the others keep their names."""

Row = dict[str, Any]


def kumu(network: nx.MultiDiGraph[str]) -> bytes:
    """The workbook for Kumu; same network, same bytes."""
    import xlsxwriter

    from wtc_eco.render.workbook import CREATED

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
    said = {node: str(held.get("label") or node) for node, held in network.nodes(data=True)}
    often = Counter(name.casefold() for name in said.values())
    return {node: f"{name} ({node})" if often[name.casefold()] > 1 else name for node, name in said.items()}


def _elements(network: nx.MultiDiGraph[str], called: Mapping[str, str]) -> Iterator[Row]:
    for node, held in network.nodes(data=True):
        color = held.get("viz", {}).get("color")
        drawn = {"Color": "#{r:02x}{g:02x}{b:02x}".format(**color)} if color else {}
        own = {name: value for name, value in held.items() if name not in ("label", "viz")}
        yield {"Label": called[node], "ID": node, **_named(own, _ELEMENT), **drawn}


def _connections(network: nx.MultiDiGraph[str], called: Mapping[str, str]) -> Iterator[Row]:
    for start, end, held in network.edges(data=True):
        yield {"From": called[start], "To": called[end], "Direction": "directed", **_named(held, _CONNECTION)}


def _named(held: Mapping[str, Any], names: Mapping[str, str]) -> Row:
    return {names.get(name, name): NONE_WORD if value == "" else value for name, value in held.items()}


def _fill(page: Worksheet, first: Sequence[str], rows: Iterable[Row], quoted: Format) -> None:
    held = list(rows)
    others = dict.fromkeys(name for row in held for name in row if name not in first)
    for column, name in enumerate((*first, *others)):
        page.write_string(0, column, name)
        for line, row in enumerate(held, start=1):
            value = row.get(name)
            if isinstance(value, bool):
                page.write_boolean(line, column, value)
            elif isinstance(value, (int, float)):
                page.write_number(line, column, value)
            elif value is not None:
                page.write_string(line, column, value, quoted)
    page.freeze_panes(1, 1)
