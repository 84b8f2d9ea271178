"""Which structures and ties hold others to the rest, how sure is that, and what would each cut off?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import AnswerColumn, Finding, HeadedRows, Shape, Spot, notes, placed, table
from wtc_eco.analysis.response_text import Ranked, in_reminder_order, of_all_surveys, to_ask
from wtc_eco.i18n import listing, number, tr, trn
from wtc_eco.network import Response, respondents, response, response_by, within
from wtc_eco.network.acquaintance import in_order
from wtc_eco.network.articulation import Cuts, cuts, parts_cut_off
from wtc_eco.network.centrality import (
    Engine,
    Range,
    around,
    betweenness,
    betweenness_ranges,
    constraint,
    effective_size,
    ranked,
)
from wtc_eco.network.graph import CONFIRMED
from wtc_eco.registry.participation import has_answered
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.analysis.finding import Study
    from wtc_eco.territory import Territory


NAMED = 4
"""How many relays a sentence names; more are counted, and named in the rows."""


@dataclass(frozen=True)
class Relays:
    """What the sentence and the rows are made from.

    `ranks` hold only structures that may be ranked: those of bassins where 60 % answered. `unranked` are the
    bassins where fewer did.
    """

    network: nx.MultiDiGraph[str]
    graph: nx.Graph[str]
    scope: Scope
    response: Response
    everybody: tuple[str, ...]
    betweenness: Mapping[str, float | None]
    engine: Engine
    ranks: Mapping[str, int]
    ranges: Mapping[str, Range]
    cuts: Cuts
    confirmed: Cuts
    confirmed_ties: nx.Graph[str]
    unranked: tuple[str, ...]

    @property
    def points(self) -> tuple[str, ...]:
        """The ranked structures without a stand-in, those that would cut off most first."""
        ranked = [node for node in self.ranks if node in self.cuts.points]
        return tuple(sorted(ranked, key=lambda node: (-self.cuts.points[node], self.ranks[node])))

    @property
    def sure(self) -> tuple[str, ...]:
        """Of `points`, those that two voices hold to be so.

        A part that it cuts off has answered as a whole, so that all its ties are declared, and one of them to this
        structure is declared by both sides. Any other cut may be the work of one mistaken tick or of one silence.
        """
        return tuple(node for node in self.points if any(map(partial(self._hangs, node), self._parts(node))))

    def _parts(self, node: str) -> tuple[frozenset[str], ...]:
        return parts_cut_off(self.graph, node)

    def _hangs(self, node: str, part: frozenset[str]) -> bool:
        """Whether this part is known to hang on the structure alone."""
        both = self.confirmed_ties
        return all(has_answered(self.network.nodes[one]) for one in part) and any(
            both.has_edge(node, one) for one in part
        )

    @property
    def ties(self) -> tuple[tuple[str, str], ...]:
        """The ties that alone hold a ranked structure, or others to it; those that hold most first."""
        ordered = sorted(self.cuts.bridges.items(), key=lambda item: (-item[1], item[0]))
        return tuple(pair for pair, _ in ordered if not self.ranks.keys().isdisjoint(pair))

    @property
    def confirmed_points(self) -> int:
        """How many have no stand-in, on the ties that both sides declared."""
        return sum(1 for node in self.ranks if node in self.confirmed.points)


def sentence(relays: Relays, territory: Territory) -> str:
    """Who stands between most others, who has no stand-in; or, of too few answers, what can be said."""
    if not relays.response.ranks or not relays.ranks:
        return _too_few(relays)
    sentences = [_first(relays), _without_stand_in(relays)]
    if relays.unranked:
        names = listing(
            [territory.bassins[key].text() for key in relays.unranked if key in territory.bassins]
        )
        sentences.append(tr("Not ranked, for want of answers: {bassins}.", bassins=names))
    if relays.response.gate == "fragile":
        sentences.append(tr("Rankings of relay structures are to be read with care."))
    return " ".join(sentences)


def _name(relays: Relays, node: str) -> str:
    name: str = relays.network.nodes[node]["name"]
    return name


def _first(relays: Relays) -> str:
    first = min(relays.ranks, key=lambda node: (relays.ranks[node], int(node.removeprefix("S"))))
    best, worst = relays.ranges[first]
    details = {
        "name": _name(relays, first),
        "base": number(relays.response.n),
        "n": number(relays.response.answered_network),
    }
    if best == worst:
        return tr(
            "{name} stands between most others in the declared network ({base} structures, {n} answers); "
            "other answers and other doubtful ties would not change that.",
            **details,
        )
    return tr(
        "{name} stands between most others in the declared network ({base} structures, {n} answers); "
        "it is between rank {best} and rank {worst} when answers or doubtful ties are taken out.",
        best=number(best),
        worst=number(worst),
        **details,
    )


def _without_stand_in(relays: Relays) -> str:
    if not relays.points:
        return tr("No structure would cut others off if it closed.")
    sure = relays.sure
    if not sure:
        return trn(
            "{n} structure looks like a relay without a stand-in, by ties that one side alone declared or for want of "
            "answers: nothing is certain.",
            "{n} structures look like relays without a stand-in, by ties that one side alone declared or for want of "
            "answers: nothing is certain.",
            len(relays.points),
        )
    names = [_name(relays, node) for node in sure]
    more = len(names) - NAMED
    rest = [trn("{n} other", "{n} others", more)] if more > 0 else []
    told = [
        trn(
            "{n} structure is a relay without a stand-in by ties that both sides declared: {names}.",
            "{n} structures are relays without a stand-in by ties that both sides declared: {names}.",
            len(sure),
            names=listing([*names[:NAMED], *rest]),
        ),
        trn(
            "If {name} went, {n} structure would be cut off.",
            "If {name} went, {n} structures would be cut off.",
            relays.cuts.points[sure[0]],
            name=_name(relays, sure[0]),
        ),
    ]
    if unsure := len(relays.points) - len(sure):
        told.append(
            trn(
                "{n} other looks so, by ties that one side alone declared or for want of answers.",
                "{n} others look so, by ties that one side alone declared or for want of answers.",
                unsure,
            )
        )
    return " ".join(told)


def _too_few(relays: Relays) -> str:
    answers = relays.response
    if answers.rate is None:
        return tr(
            "nobody was asked about their network, so no structure can be said to hold others.",
        )
    return trn(
        "{n} structure of {asked} asked has answered about its network: too few to rank relay structures. "
        "The rows name those whose answers would tell most.",
        "{n} structures of {asked} asked have answered about their network: too few to rank relay structures. "
        "The rows name those whose answers would tell most.",
        answers.answered_network,
        asked=number(answers.asked),
    )


def remarks(relays: Relays) -> Iterator[str]:
    """On which ties that rests, how the ranges are made, and by which engine."""
    if not relays.ranks:
        return
    hanging = sum(node in relays.confirmed.points and node not in relays.cuts.points for node in relays.ranks)
    if hanging:
        yield trn(
            "{n} other structure has a stand-in only by ties that one side alone declared.",
            "{n} other structures have a stand-in only by ties that one side alone declared.",
            hanging,
        )
    if relays.ties:
        yield trn(
            "{n} tie alone holds structures to the rest (by ties that both sides declared: {confirmed}).",
            "{n} ties alone hold structures to the rest (by ties that both sides declared: {confirmed}).",
            len(relays.ties),
            confirmed=number(sum(pair in relays.confirmed.bridges for pair in relays.ties)),
        )
    yield tr(
        "While anyone is silent, a relay without a stand-in may have one that we do not know. Structures elsewhere that "
        "are tied to these are counted in."
    )
    yield tr("Betweenness computed by {engine}.", engine=relays.engine)


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """The relays of a scope by betweenness, with the range of their ranks, and the ties that alone hold others.

    Only bassins where 60 % answered are ranked; where none is, the rows are the silent that others cite.
    `low` and `high`: relays without a stand-in, on all ties and on those both sides declared, smaller first.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    relays = _relays(study.network, scope)
    counted = sorted((len(relays.points), relays.confirmed_points))
    asked = bool(relays.ranks)
    headings, rows = (_ranked if asked else _silent)(relays, study.territory)
    return Finding(
        question="bridges",
        **placed(tr("Who holds the network together"), scope),
        base=relays.response.n,
        unknown=relays.response.n - relays.response.answered_network,
        text=of_all_surveys(study, scope, sentence(relays, study.territory)),
        headings=headings,
        table=rows,
        response=relays.response.rate,
        asked=relays.response.asked,
        low=counted[0] if asked else None,
        high=counted[1] if asked else None,
        fragile=relays.response.gate != "firm" if relays.response.rate is not None else None,
        remarks=notes(*remarks(relays), *to_ask(study, scope)),
        spots=tuple(_spots(relays, study)),
    )


def _relays(network: nx.MultiDiGraph[str], scope: Scope) -> Relays:
    graph = around(network, scope)
    answers = response(network, scope)
    rates = response_by(network, "bassin", scope)
    firm = {key for key, rate in rates.items() if rate.ranks} if answers.ranks else set()
    everybody = within(network, scope)
    both = around(network, scope, CONFIRMED)
    among = [node for node in everybody if network.nodes[node]["bassin"] in firm and graph.degree(node)]
    between = betweenness(graph)
    ranges = betweenness_ranges(network, graph, respondents(network, scope), among) if among else {}
    return Relays(
        network=network,
        graph=graph,
        scope=scope,
        response=answers,
        everybody=everybody,
        betweenness=between.values,
        engine=between.engine,
        ranks=ranked(between.values, among),
        ranges=ranges,
        cuts=cuts(graph),
        confirmed=cuts(both),
        confirmed_ties=both,
        unranked=tuple(key for key in rates if key is not None and key not in firm),
    )


@dataclass(frozen=True)
class Holder:
    """A structure that stands between others; or, with `other`, a tie that alone holds others to the rest."""

    node: str
    n_cut: int
    confirmed: bool | None
    cut_off: tuple[str, ...] = ()
    other: str | None = None

    @property
    def role(self) -> str:
        """A relay, one without a stand-in, or a tie without one."""
        return "bridge" if self.other else "articulation_point" if self.cut_off else "broker"


def _holders(relays: Relays) -> Iterator[Holder]:
    """The ranked structures that stand between others; then the ties that alone hold others of them."""
    for node in sorted(relays.ranks, key=lambda node: (relays.ranks[node], int(node.removeprefix("S")))):
        if relays.betweenness[node]:
            parts = parts_cut_off(relays.graph, node) if node in relays.cuts.points else ()
            gone = in_order(frozenset().union(*parts))
            yield Holder(node, len(gone), node in relays.sure if gone else None, cut_off=gone)
    for pair in relays.ties:
        first, second = pair
        yield Holder(first, relays.cuts.bridges[pair], pair in relays.confirmed.bridges, other=second)


def _ranked(relays: Relays, territory: Territory) -> HeadedRows:
    nodes, words = relays.network.nodes, territory.standings.words()
    roles = {key: words.get(key, key) for key in ("broker", "articulation_point")}
    roles["bridge"] = tr("Tie without a stand-in")

    def measure(id_: str, title: str, values: Mapping[str, Any], shape: Shape) -> AnswerColumn[Holder]:
        """A figure of a structure; a tie has none."""
        return AnswerColumn(id_, title, lambda one: None if one.other else values[one.node], shape)

    best = {node: places[0] for node, places in relays.ranges.items()}
    worst = {node: places[1] for node, places in relays.ranges.items()}
    columns: tuple[AnswerColumn[Holder], ...] = (
        measure("rank", tr("Rank"), relays.ranks, "whole"),
        measure("rank_best", tr("at best"), best, "whole"),
        measure("rank_worst", tr("at worst"), worst, "whole"),
        AnswerColumn("role", tr("Role"), words=roles),
        AnswerColumn("name", tr("Structure"), lambda one: nodes[one.node]["name"]),
        AnswerColumn("commune", tr("Commune"), lambda one: nodes[one.node]["commune"]),
        AnswerColumn("n_cut", tr("Structures cut off"), shape="whole"),
        AnswerColumn(
            "cut_off", tr("Which"), lambda one: tuple(nodes[gone]["name"] for gone in one.cut_off), "list"
        ),
        AnswerColumn("with", tr("Tied with"), lambda one: nodes[one.other]["name"] if one.other else ""),
        AnswerColumn("confirmed", tr("By both sides"), shape="flag"),
        measure("betweenness", tr("Betweenness"), relays.betweenness, "number"),
        measure("constraint", tr("Constraint"), constraint(relays.graph), "number"),
        measure("effective_size", tr("Effective size"), effective_size(relays.graph), "number"),
        AnswerColumn("kind", tr("Kind"), lambda one: nodes[one.node]["kind"], words=territory.kinds.words()),
        AnswerColumn("answered", tr("Has answered"), lambda one: has_answered(nodes[one.node]), "flag"),
        AnswerColumn("id", tr("No."), lambda one: one.node),
        AnswerColumn("with_id", tr("No. of the second"), lambda one: one.other or ""),
    )
    first = (
        *("id", "name", "kind", "commune", "answered", "with", "with_id", "role"),
        *("rank", "rank_best", "rank_worst", "n_cut", "cut_off", "betweenness", "constraint"),
        "effective_size",
    )
    return table(columns, _holders(relays), first=first)


def _silent(relays: Relays, territory: Territory) -> HeadedRows:
    """Those who never answered and whom others cite, the first to remind first."""
    nodes = relays.network.nodes
    silent = [node for node in relays.everybody if not has_answered(nodes[node])]
    cited = [one for one in in_reminder_order(relays.network, silent) if one.cited_by]
    columns: tuple[AnswerColumn[Ranked], ...] = (
        AnswerColumn("id", tr("No.")),
        AnswerColumn("name", tr("Structure"), lambda one: nodes[one.id]["name"]),
        AnswerColumn("kind", tr("Kind"), lambda one: nodes[one.id]["kind"], words=territory.kinds.words()),
        AnswerColumn("commune", tr("Commune"), lambda one: nodes[one.id]["commune"]),
        AnswerColumn("n_in", tr("Cited by"), lambda one: one.cited_by, "whole"),
        AnswerColumn("asked_on", tr("Asked on"), lambda one: nodes[one.id]["asked_on"], "date"),
    )
    return table(columns, cited)


def _spots(relays: Relays, study: Study) -> Iterator[Spot]:
    for node in relays.points:
        offer = study.offers.get(node)
        if offer is not None and offer.lat is not None and offer.lon is not None:
            yield Spot(node, offer.name, offer.lat, offer.lon, "articulation_point")
