"""What the network promises: its nodes, its ties, and every attribute they carry.

The network is a `networkx.MultiDiGraph`. A node is an active structure, its key the structure's id
(`S12`). An edge is one directed tie of one kind, its key the kind; a tie and its return are two edges.
`met` and `wish` are edges too, but not acquaintance (`wtc_eco.model.ACQUAINTANCE`). Unknown is `None`,
as everywhere. `graph["not_counted"]` says how many ties that were kept are not in the network, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.locale import tr
from wtc_eco.model import TIE_KINDS

if TYPE_CHECKING:
    import networkx as nx

State = Literal["confirmed", "one_sided", "unconfirmed"]
STATES: tuple[State, ...] = ("confirmed", "one_sided", "unconfirmed")
CONFIRMED: tuple[State, ...] = ("confirmed",)
DECLARERS = ("from", "to", "third")


@dataclass(frozen=True)
class Attribute:
    """An attribute: its name, the types it may have, what it means."""

    name: str
    types: tuple[type, ...]
    meaning: str


_TEXT = (str, type(None))
_DEGREES = (float, int, type(None))

NODE: tuple[Attribute, ...] = (
    Attribute("id", (str,), "S and the smallest record number; the node's own key"),
    Attribute("name", (str,), "name of the structure"),
    Attribute("kind", _TEXT, "what the place is: an id of the pack's kinds"),
    Attribute("labels", (tuple, type(None)), "labels and approvals, ids of the pack"),
    Attribute("bassin", _TEXT, "id of the bassin; None outside the bassins"),
    Attribute("commune", _TEXT, "name of the commune"),
    Attribute("ins", _TEXT, "INS code of the commune"),
    Attribute("lat", _DEGREES, "latitude, degrees, WGS 84"),
    Attribute("lon", _DEGREES, "longitude, degrees, WGS 84"),
    Attribute("asked_on", _TEXT, "when the survey was sent to it"),
    Attribute("answered_on", _TEXT, "when it answered about its offer"),
    Attribute("network_answered_on", _TEXT, "when it answered about its network"),
    Attribute("roster", _TEXT, "which list of names it was shown"),
    Attribute("knows_ecosystem", _TEXT, "very_well, well, badly or not_at_all, as it says of itself"),
    Attribute("hosted_by", _TEXT, "id of the structure that bears it, where that is in the network"),
    Attribute("active", (bool,), "always True: closed and withdrawn structures are no nodes"),
)

EDGE: tuple[Attribute, ...] = (
    Attribute("kind", (str,), "knows, refers, works_with, hosts, met or wish; the edge's own key"),
    Attribute("themes", (tuple, type(None)), "about what: every theme that a declaration names"),
    Attribute("ties", (tuple,), "numbers of the declared ties it is made of"),
    Attribute("declared_by", (tuple,), "who said it: from, to, third"),
    Attribute(
        "per_year", (float, int, type(None)), "people sent a year, by the latest declaration that says"
    ),
    Attribute("declared_on", _TEXT, "when it was last declared"),
    Attribute("state", (str,), "confirmed, one_sided or unconfirmed"),
)


def _missing_or_wrong(held: Mapping[str, Any], promised: tuple[Attribute, ...], where: str) -> Iterator[str]:
    for attribute in promised:
        if attribute.name not in held:
            yield tr("{where}: “{name}” is missing.", where=where, name=attribute.name)
        elif not isinstance(held[attribute.name], attribute.types):
            value = held[attribute.name]
            yield tr("{where}: “{name}” cannot be {value!r}.", where=where, name=attribute.name, value=value)


def _of_nodes(network: nx.MultiDiGraph[str]) -> Iterator[str]:
    for node, held in network.nodes(data=True):
        yield from _missing_or_wrong(held, NODE, str(node))
        if held.get("id") != node:
            yield tr("{where}: its id is {id!r}.", where=node, id=held.get("id"))
        if held.get("hosted_by") is not None and held["hosted_by"] not in network:
            yield tr(
                "{where}: its bearer {bearer} is not in the network.", where=node, bearer=held["hosted_by"]
            )


def _of_edges(network: nx.MultiDiGraph[str]) -> Iterator[str]:
    for start, end, key, held in network.edges(keys=True, data=True):
        where = f"{start} → {end} ({key})"
        yield from _missing_or_wrong(held, EDGE, where)
        if key not in TIE_KINDS or held.get("kind") != key:
            yield tr("{where}: “{kind}” is not this tie's kind.", where=where, kind=held.get("kind"))
        if start == end:
            yield tr("{where}: a structure is tied to itself.", where=where)
        if held.get("state") not in STATES:
            yield tr("{where}: “{state}” is not a state.", where=where, state=held.get("state"))
        if not held.get("ties"):
            yield tr("{where}: no declared tie stands behind it.", where=where)
        if set(held.get("declared_by", ())) - set(DECLARERS):
            yield tr("{where}: somebody else declared it.", where=where)


def faults(network: nx.MultiDiGraph[str]) -> tuple[Problem, ...]:
    """Everything in which a graph breaks the contract; empty where it keeps it."""
    if not (network.is_directed() and network.is_multigraph()):
        said = [tr("The network must be directed and hold several ties between two structures.")]
        return tuple(Problem("network_contract", "refusal", text) for text in said)
    said = [*_of_nodes(network), *_of_edges(network)]
    return tuple(Problem("network_contract", "refusal", text) for text in said)


def validate(network: nx.MultiDiGraph[str]) -> None:
    """Raise `RefusedError`, with every fault at once, where a graph breaks the contract."""
    found = faults(network)
    if found:
        raise RefusedError(
            tr("This graph is not a network of structures: {fault}", fault=found[0].message),
            hint=tr("wtc_eco.network.contract says which attributes nodes and ties carry."),
            problems=found,
        )
