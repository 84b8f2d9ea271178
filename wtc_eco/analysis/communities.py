"""Which structures form groups, tied to each other more than to the rest?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import AnswerColumn, Finding, Spot, notes, placed, table
from wtc_eco.analysis.response_text import of_all_surveys
from wtc_eco.i18n import number, tr, trn
from wtc_eco.network import Response, response
from wtc_eco.network.acquaintance import ei_index, mixing
from wtc_eco.network.centrality import around
from wtc_eco.network.communities import RUNS, Communities, agreement, communities
from wtc_eco.network.graph import CONFIRMED
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.analysis.finding import Study
    from wtc_eco.territory import Territory

AGREED = 0.8
"""From which agreement of the runs the groups are told without a caution (Steinley 2004: above 0.8 is good)."""


@dataclass(frozen=True)
class Grouped:
    """The groups of a scope; `confirmed` how much they agree with those on the ties both sides declared."""

    network: nx.MultiDiGraph[str]
    graph: nx.Graph[str]
    scope: Scope
    response: Response
    detected: Communities
    confirmed: float | None


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """One row a group: how many, where, of which kinds, its best tied member, and how steady it is.

    Below 60 % of answers no group is drawn. `low` and `high`: the agreement of the groups with those on
    confirmed ties, and of 20 runs with each other.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    grouped = _grouped(study.network, scope)
    has_groups = bool(grouped.detected.groups)
    headings, rows = table(
        _columns(grouped, study.territory),
        grouped.detected.groups,
        first=("group", "n", "bassins", "kinds", "communes", "centre", "centre_id"),
    )
    bounds = sorted(x for x in (grouped.confirmed, grouped.detected.agreement) if x is not None)
    return Finding(
        question="communities",
        **placed(tr("Groups in the network"), scope),
        base=grouped.response.n,
        unknown=grouped.response.n - grouped.response.answered_network,
        text=of_all_surveys(study, scope, " ".join(_said(grouped))),
        headings=headings,
        table=rows,
        response=grouped.response.rate,
        asked=grouped.response.asked,
        low=bounds[0] if bounds else None,
        high=bounds[-1] if bounds else None,
        fragile=(grouped.response.gate != "firm" or (grouped.detected.agreement or 0) < AGREED)
        if has_groups
        else None,
        remarks=notes(*_remarks(grouped)),
        spots=tuple(_spots(grouped, study)),
    )


def _grouped(network: nx.MultiDiGraph[str], scope: Scope) -> Grouped:
    answers = response(network, scope)
    graph = around(network, scope)
    if not answers.ranks:
        return Grouped(network, graph, scope, answers, Communities((), None, {}, None), None)
    detected = communities(graph)
    sure = communities(around(network, scope, CONFIRMED), runs=1).group_of()
    group_of = {node: label for node, label in detected.group_of().items() if node in sure}
    return Grouped(
        network, graph, scope, answers, detected, agreement(group_of, sure) if len(group_of) > 1 else None
    )


def _said(grouped: Grouped) -> Iterator[str]:
    answers = grouped.response
    if answers.rate is None:
        yield tr("nobody was asked about their network, so no group can be drawn.")
    elif not answers.ranks:
        yield trn(
            "{n} structure of {asked} asked has answered about its network: too few to draw groups.",
            "{n} structures of {asked} asked have answered about their network: too few to draw groups.",
            answers.answered_network,
            asked=number(answers.asked),
        )
    elif not grouped.detected.groups:
        yield tr("no tie is declared, so there is no group.")
    else:
        yield from _groups_said(grouped)


def _groups_said(grouped: Grouped) -> Iterator[str]:
    n_tied = sum(map(len, grouped.detected.groups))
    yield trn(
        "the declared ties draw {n} group among {tied} structures ({answers} answers).",
        "the declared ties draw {n} groups among {tied} structures ({answers} answers).",
        len(grouped.detected.groups),
        tied=number(n_tied),
        answers=number(grouped.response.answered_network),
    )
    if grouped.detected.agreement is not None:
        yield tr(
            "{runs} runs agree at {share} (1: the same groups every time; 0: chance).",
            runs=number(RUNS),
            share=number(grouped.detected.agreement, 2),
        )
        if grouped.detected.agreement < AGREED:
            yield tr("The limits between groups are unsure: look at their cores only.")


def _remarks(grouped: Grouped) -> Iterator[str]:
    if not grouped.detected.groups:
        return
    by_bassin, by_kind = (
        ei_index(mixing(grouped.network, grouped.graph, attribute)) for attribute in ("bassin", "kind")
    )
    if by_bassin is not None:
        yield tr(
            "E-I index by bassin: {index} (−1: all ties within; 1: all between).", index=number(by_bassin, 2)
        )
    if by_kind is not None:
        yield tr(
            "E-I index by kind: {index} (−1: all ties within; 1: all between).", index=number(by_kind, 2)
        )
    if grouped.detected.modularity is not None:
        yield tr("Modularity {value}, by networkx.", value=number(grouped.detected.modularity, 2))


def _columns(grouped: Grouped, territory: Territory) -> tuple[AnswerColumn[tuple[str, ...]], ...]:
    """The columns of a group, which is the ids of its members."""
    nodes = grouped.network.nodes
    place = {group: n for n, group in enumerate(grouped.detected.groups, start=1)}
    bassins = {key: bassin.text() for key, bassin in territory.bassins.items()}

    def centre(group: tuple[str, ...]) -> str:
        inside = grouped.graph.subgraph(group)
        return max(group, key=lambda node: (inside.degree(node), -int(node.removeprefix("S"))))

    def most(attribute: str) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
        return lambda group: _most(nodes[node][attribute] for node in group)

    def steady(group: tuple[str, ...]) -> float:
        return sum(grouped.detected.steady[node] for node in group) / len(group)

    return (
        AnswerColumn("group", tr("Group"), lambda group: place[group], "whole"),
        AnswerColumn("n", tr("Structures"), len, "whole"),
        AnswerColumn("centre", tr("Best tied within"), lambda group: nodes[centre(group)]["name"]),
        AnswerColumn("steady", tr("Steadiness"), steady, "share"),
        AnswerColumn("bassins", tr("Bassins"), most("bassin"), "list", bassins),
        AnswerColumn("kinds", tr("Kinds"), most("kind"), "list", territory.kinds.words()),
        AnswerColumn("communes", tr("Communes"), most("commune"), "list"),
        AnswerColumn(
            "names", tr("Members"), lambda group: tuple(nodes[node]["name"] for node in group), "list"
        ),
        AnswerColumn("centre_id", tr("No. of the best tied"), centre),
        AnswerColumn("members", tr("Nos. of the members"), tuple, "list"),
    )


def _most(values: Any) -> tuple[str, ...]:
    """The values found, the most frequent first."""
    counted: Mapping[str, int] = Counter(value for value in values if value is not None)
    return tuple(sorted(counted, key=lambda value: (-counted[value], value)))


def _spots(grouped: Grouped, study: Study) -> Iterator[Spot]:
    for node, group in grouped.detected.group_of().items():
        offer = study.offers.get(node)
        if offer is not None and offer.lat is not None and offer.lon is not None:
            yield Spot(node, offer.name, offer.lat, offer.lon, f"group {group}", str(group))
