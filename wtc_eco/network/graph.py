"""The network: active structures and, between them, one edge for each direction and kind of tie.

It is a `networkx.MultiDiGraph`, and its attributes are a contract. A node is an active structure, its key the
structure's id (`S12`). An edge is one directed tie of one kind, its key the kind; a tie and its return are two
edges. `met` and `wish` are edges too, but not acquaintance (`wtc_eco.model.ACQUAINTANCE`). Unknown is `None`,
as everywhere. `graph["not_counted"]` says how many ties that were kept are not in the network, and why;
`graph["accounts"]` what became of all ties read; `graph["unlinked"]` what ties that lead to nobody of the register
leave open, by structure (`resolution.Unlinked`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import tr
from wtc_eco.model import ACQUAINTANCE, TIE_KINDS
from wtc_eco.network.resolution import NOTHING_OPEN, Mentions, ResolvedTie, Unlinked, unlinked
from wtc_eco.registry.participation import has_answered

if TYPE_CHECKING:
    from wtc_eco.registry import Registry
    from wtc_eco.territory import Territory

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
    Attribute("declarers", (tuple,), "who said each of `ties`: from, to or third"),
    Attribute("declared_by", (tuple,), "who said it: from, to, third"),
    Attribute(
        "per_year", (float, int, type(None)), "people sent a year, by the latest declaration that says"
    ),
    Attribute("declared_on", _TEXT, "when it was last declared"),
    Attribute("state", (str,), "confirmed, one_sided or unconfirmed"),
)


def _missing_or_wrong(
    attributes: Mapping[str, Any], promised: tuple[Attribute, ...], where: str
) -> Iterator[str]:
    for attribute in promised:
        if attribute.name not in attributes:
            yield tr("{where}: “{name}” is missing.", where=where, name=attribute.name)
        elif not isinstance(attributes[attribute.name], attribute.types):
            value = attributes[attribute.name]
            yield tr("{where}: “{name}” cannot be {value!r}.", where=where, name=attribute.name, value=value)


def _of_nodes(network: nx.MultiDiGraph[str]) -> Iterator[str]:
    for node, attributes in network.nodes(data=True):
        yield from _missing_or_wrong(attributes, NODE, str(node))
        if attributes.get("id") != node:
            yield tr("{where}: its id is {id!r}.", where=node, id=attributes.get("id"))
        if attributes.get("hosted_by") is not None and attributes["hosted_by"] not in network:
            yield tr(
                "{where}: its bearer {bearer} is not in the network.",
                where=node,
                bearer=attributes["hosted_by"],
            )


def _of_edges(network: nx.MultiDiGraph[str]) -> Iterator[str]:
    for start, end, key, attributes in network.edges(keys=True, data=True):
        where = f"{start} → {end} ({key})"
        yield from _missing_or_wrong(attributes, EDGE, where)
        if key not in TIE_KINDS or attributes.get("kind") != key:
            yield tr("{where}: “{kind}” is not this tie's kind.", where=where, kind=attributes.get("kind"))
        if start == end:
            yield tr("{where}: a structure is tied to itself.", where=where)
        if attributes.get("state") not in STATES:
            yield tr("{where}: “{state}” is not a state.", where=where, state=attributes.get("state"))
        if not attributes.get("ties"):
            yield tr("{where}: no declared tie stands behind it.", where=where)
        if set(attributes.get("declared_by", ())) - set(DECLARERS):
            yield tr("{where}: somebody else declared it.", where=where)


def faults(network: nx.MultiDiGraph[str]) -> tuple[Problem, ...]:
    """Everything in which a graph breaks the contract; empty where it keeps it."""
    if not (network.is_directed() and network.is_multigraph()):
        sentences = [tr("The network must be directed and hold several ties between two structures.")]
        return tuple(Problem("network_contract", "refusal", text) for text in sentences)
    sentences = [*_of_nodes(network), *_of_edges(network)]
    return tuple(Problem("network_contract", "refusal", text) for text in sentences)


def validate(network: nx.MultiDiGraph[str]) -> None:
    """Raise `RefusedError`, with every fault at once, where a graph breaks the contract."""
    broken = faults(network)
    if broken:
        raise RefusedError(
            tr("This graph is not a network of structures: {fault}", fault=broken[0].message),
            hint=tr("wtc_eco.network.contract says which attributes nodes and ties carry."),
            problems=broken,
        )


MUTUAL = ("knows", "works_with")
"""Kinds that the other side confirms by declaring its own tie, and not only by repeating this one."""

Pair = tuple[str, str]


def build(
    registry: Registry,
    mentions: Mentions,
    territory: Territory,
    *,
    as_of: str | None = None,
    shown: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> nx.MultiDiGraph[str]:
    """The network of the registry's active structures, as `contract` says it.

    Ties that have ended, or expired on the day `as_of` (ISO), and ties of structures that are closed or
    withdrawn are not in it: `graph["not_counted"]` says how many. `shown` are the structures that the survey
    listed to each, where that is known: who was not shown another has not said that there is no tie with it.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(territory=territory.id, as_of=as_of)
    bearers = mentions.bearers or {}
    rows = [row for row in registry.table.to_dict("records") if row["active"] is not False]
    active = {row["id"] for row in rows}
    for row in rows:
        network.add_node(row["id"], **_node(row, bearers.get(row["id"]), active))
    counted, network.graph["not_counted"] = _counted(mentions, active, as_of)
    network.graph["accounts"] = mentions.accounts()
    network.graph["unlinked"] = _left_open(rows, mentions, territory, as_of)
    declared = _said(counted)
    for (start, end, kind), ties in sorted(_by_edge(counted).items(), key=lambda item: _in_order(item[0])):
        attributes = _edge(kind, ties)
        state = _state(_answering(network, shown, (start, end)), (start, end), attributes, declared)
        network.add_edge(start, end, key=kind, **attributes, state=state)
    return network


def _left_open(
    rows: Iterable[Mapping[Any, Any]], mentions: Mentions, territory: Territory, as_of: str | None
) -> dict[str, Unlinked]:
    """What is open of each structure: by ties that are not linked, and by names of its answer that became no tie."""
    left_open = unlinked(mentions, as_of)
    lines = territory.questionnaire.of_type.get("lines", ()) if territory.questionnaire else ()
    codes = {question.code for question in lines}
    for row in rows:
        if codes & set(row.get("extra") or ()):
            left_open[row["id"]] = replace(left_open.get(row["id"], NOTHING_OPEN), unboxed=True)
    return left_open


def _node(row: Mapping[Any, Any], bearer: str | None, active: set[str]) -> dict[str, Any]:
    attributes = {attribute.name: row.get(attribute.name) for attribute in NODE}
    attributes["name"] = row["name"] or row["id"]
    attributes["hosted_by"] = bearer if bearer in active else None
    attributes["active"] = True
    return attributes


def _counted(
    mentions: Mentions, active: set[str], as_of: str | None
) -> tuple[tuple[ResolvedTie, ...], dict[str, int]]:
    """The ties of the network, earlier declarations of a tie that holds included; and why others are not."""
    left_out = {each.tie: _why_not(each, active, as_of) for each in mentions.ties}
    holds = {_key(each) for each in mentions.ties if left_out[each.tie] is None}
    again = [
        each for each in mentions.repeated if _key(each) in holds and _why_not(each, active, as_of) is None
    ]
    counted = [each for each in mentions.ties if left_out[each.tie] is None] + again
    reasons = Counter(reason for reason in left_out.values() if reason)
    return tuple(sorted(counted, key=lambda each: each.tie)), dict(sorted(reasons.items()))


def _why_not(tie: ResolvedTie, active: set[str], as_of: str | None) -> str | None:
    if tie.status == "ended":
        return "ended"
    if tie.over(as_of):
        return "expired"
    return None if {tie.start, tie.end} <= active else "inactive"


def _key(tie: ResolvedTie) -> tuple[str, str, str, str]:
    return tie.start, tie.end, tie.kind, tie.declared_by


def _by_edge(ties: Iterable[ResolvedTie]) -> dict[tuple[str, str, str], list[ResolvedTie]]:
    by_edge: dict[tuple[str, str, str], list[ResolvedTie]] = defaultdict(list)
    for tie in ties:
        by_edge[tie.start, tie.end, tie.kind].append(tie)
    return by_edge


def _in_order(key: tuple[str, str, str]) -> tuple[int, int, str]:
    return int(key[0].removeprefix("S")), int(key[1].removeprefix("S")), key[2]


def _edge(kind: str, ties: list[ResolvedTie]) -> dict[str, Any]:
    latest_first = sorted(ties, key=lambda each: (each.declared_on or "", each.tie), reverse=True)
    in_turn = sorted(ties, key=lambda each: each.tie)
    themes = [each.themes for each in ties if each.themes is not None]
    return {
        "kind": kind,
        "themes": tuple(sorted(set().union(*themes))) if themes else None,
        "ties": tuple(each.tie for each in in_turn),
        "declarers": tuple(each.declared_by for each in in_turn),
        "declared_by": tuple(sorted({each.declared_by for each in ties})),
        "per_year": next((each.per_year for each in latest_first if each.per_year is not None), None),
        "declared_on": latest_first[0].declared_on,
    }


def _said(ties: Iterable[ResolvedTie]) -> dict[Pair, set[str]]:
    """The kinds of acquaintance each structure declared with each other, in whatever direction."""
    declared: dict[Pair, set[str]] = defaultdict(set)
    for tie in ties:
        if tie.kind in ACQUAINTANCE and tie.declared_by != "third":
            speaker, other = (tie.start, tie.end) if tie.declared_by == "from" else (tie.end, tie.start)
            declared[speaker, other].add(tie.kind)
    return declared


def _answering(
    network: nx.MultiDiGraph[str], shown: Mapping[str, frozenset[str]], ends: Pair
) -> frozenset[str]:
    """The ends that answered about their network, and were asked about the other as far as is known."""
    start, end = ends
    return frozenset(
        one
        for one, other in ((start, end), (end, start))
        if has_answered(network.nodes[one]) and other in shown.get(one, (other,))
    )


def _state(
    answering: frozenset[str], ends: Pair, attributes: Mapping[str, Any], declared: Mapping[Pair, set[str]]
) -> State:
    """Confirmed: both sides said it. One-sided: a side that answered did not. Else unconfirmed.

    To send people, to work with, to host is to know: any of them, said by the other side, confirms `knows`.
    """
    start, end = ends
    silent = [
        structure
        for structure, side, other in ((start, "from", end), (end, "to", start))
        if side not in attributes["declared_by"]
        and not _returns(attributes["kind"], declared.get((structure, other), set()))
    ]
    if not silent:
        return "confirmed"
    return "one_sided" if answering & set(silent) else "unconfirmed"


def _returns(kind: str, kinds: set[str]) -> bool:
    if kind == "knows":
        return bool(kinds)
    return kind in MUTUAL and kind in kinds
