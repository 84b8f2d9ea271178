"""The network: active structures and, between them, one edge for each direction and kind of tie."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import networkx as nx

from wtc_eco.model import ACQUAINTANCE
from wtc_eco.network.contract import NODE, State
from wtc_eco.network.mentions import Mentions, ResolvedTie

if TYPE_CHECKING:
    from wtc_eco.registry import Registry
    from wtc_eco.territory import Territory

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
    said = _said(counted)
    for (start, end, kind), ties in sorted(_by_edge(counted).items(), key=lambda item: _in_order(item[0])):
        held = _edge(kind, ties)
        state = _state(_answering(network, shown, (start, end)), (start, end), held, said)
        network.add_edge(start, end, key=kind, **held, state=state)
    return network


def _node(row: Mapping[Any, Any], bearer: str | None, active: set[str]) -> dict[str, Any]:
    held = {attribute.name: row.get(attribute.name) for attribute in NODE}
    held["name"] = row["name"] or row["id"]
    held["hosted_by"] = bearer if bearer in active else None
    held["active"] = True
    return held


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
    found: dict[tuple[str, str, str], list[ResolvedTie]] = defaultdict(list)
    for tie in ties:
        found[tie.start, tie.end, tie.kind].append(tie)
    return found


def _in_order(key: tuple[str, str, str]) -> tuple[int, int, str]:
    return int(key[0].removeprefix("S")), int(key[1].removeprefix("S")), key[2]


def _edge(kind: str, ties: list[ResolvedTie]) -> dict[str, Any]:
    latest_first = sorted(ties, key=lambda each: (each.declared_on or "", each.tie), reverse=True)
    themes = [each.themes for each in ties if each.themes is not None]
    return {
        "kind": kind,
        "themes": tuple(sorted(set().union(*themes))) if themes else None,
        "ties": tuple(sorted(each.tie for each in ties)),
        "declared_by": tuple(sorted({each.declared_by for each in ties})),
        "per_year": next((each.per_year for each in latest_first if each.per_year is not None), None),
        "declared_on": latest_first[0].declared_on,
    }


def _said(ties: Iterable[ResolvedTie]) -> dict[Pair, set[str]]:
    """The kinds of acquaintance each structure declared with each other, in whatever direction."""
    found: dict[Pair, set[str]] = defaultdict(set)
    for tie in ties:
        if tie.kind in ACQUAINTANCE and tie.declared_by != "third":
            speaker, other = (tie.start, tie.end) if tie.declared_by == "from" else (tie.end, tie.start)
            found[speaker, other].add(tie.kind)
    return found


def _answering(
    network: nx.MultiDiGraph[str], shown: Mapping[str, frozenset[str]], ends: Pair
) -> frozenset[str]:
    """The ends that answered about their network, and were asked about the other as far as is known."""
    start, end = ends
    return frozenset(
        one
        for one, other in ((start, end), (end, start))
        if network.nodes[one]["network_answered_on"] and other in shown.get(one, (other,))
    )


def _state(
    answering: frozenset[str], ends: Pair, held: Mapping[str, Any], said: Mapping[Pair, set[str]]
) -> State:
    """Confirmed: both sides said it. One-sided: a side that answered did not. Else unconfirmed.

    To send people, to work with, to host is to know: any of them, said by the other side, confirms `knows`.
    """
    start, end = ends
    silent = [
        structure
        for structure, side, other in ((start, "from", end), (end, "to", start))
        if side not in held["declared_by"] and not _returns(held["kind"], said.get((structure, other), set()))
    ]
    if not silent:
        return "confirmed"
    return "one_sided" if answering & set(silent) else "unconfirmed"


def _returns(kind: str, said: set[str]) -> bool:
    if kind == "knows":
        return bool(said)
    return kind in MUTUAL and kind in said
