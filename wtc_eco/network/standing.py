"""How each structure stands in the network: tied, alone, or nobody knows; and why, in whole sentences.

A structure has one standing:

1. `tied`: it cites others and is cited; or it did not answer, and others' ties speak of it both ways.
2. `isolated`: it answered, cites nobody and nobody cites it. While anyone is silent that is an upper bound.
3. `knows_no_one`: it answered, cites nobody, and is cited.
4. `unknown_to_others`: it cites others and nobody cites it.
5. `named_only`: it did not answer, cites nobody, and is cited.
6. `unknown`: it did not answer, cites nobody and nobody cites it. That is no isolation: nobody knows.

Flags say more of those that the answers speak of. `no_referral_in` and `no_referral_out` only of those
that answered, and where anyone declared a referral. `peripheral` (outside the main component, or core
number of 1 at most, Seidman 1983) and `single_broker` (see `brokers`) only where 60 % of the bassin answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import networkx as nx

from wtc_eco.i18n import date, tr, trn
from wtc_eco.network.acquaintance import Links, links, referrals, simple
from wtc_eco.network.articulation import brokers
from wtc_eco.network.graph import STATES
from wtc_eco.network.response import response, response_by
from wtc_eco.registry.participation import has_answered

if TYPE_CHECKING:
    from wtc_eco.network.graph import State


@dataclass(frozen=True)
class StandingCase:
    """What is to be explained: flags, broker and bearer; `silent` how many may still cite it, where that matters."""

    flags: tuple[str, ...] = ()
    broker: str | None = None
    bearer: str | None = None
    silent: int = 0


def reason(network: nx.MultiDiGraph[str], node: str, links: Links, case: StandingCase) -> str:
    """Whether it answered, its ties counted, what its flags mean, and how many may still cite it."""
    sentences = [_answer(network, node), *_ties(links)]
    if case.broker:
        sentences.append(tr("Tied to the rest through {name} only.", name=network.nodes[case.broker]["name"]))
    elif "peripheral" in case.flags:
        sentences.append(tr("On the edge of the declared network."))
    if case.bearer:
        sentences.append(tr("Its bearer, {name}, is cited.", name=network.nodes[case.bearer]["name"]))
    sentences += _referrals(case.flags)
    if case.silent:
        sentences.append(
            trn(
                "{n} structure has not answered and may still cite it.",
                "{n} structures have not answered and may still cite it.",
                case.silent,
            )
        )
    return " ".join(sentences)


def _answer(network: nx.MultiDiGraph[str], node: str) -> str:
    attributes = network.nodes[node]
    if has_answered(attributes):
        return tr("Answered on {date}.", date=date(attributes["network_answered_on"]))
    if attributes["answered_on"]:
        return tr("Answered about its offer, not about its network.")
    if attributes["asked_on"]:
        return tr("Asked on {date}, has not answered.", date=date(attributes["asked_on"]))
    return tr("Was not asked.")


def _ties(links: Links) -> Iterator[str]:
    if not links.neighbours:
        yield tr("No tie, neither given nor received.")
        return
    n_cites, n_cited = len(links.cites), len(links.cited_by)
    yield trn("Cites {n} structure.", "Cites {n} structures.", n_cites) if n_cites else tr("Cites nobody.")
    yield (
        trn("Cited by {n} structure.", "Cited by {n} structures.", n_cited)
        if n_cited
        else tr("Cited by nobody.")
    )


def _referrals(flags: Collection[str]) -> Iterator[str]:
    if {"no_referral_in", "no_referral_out"} <= set(flags):
        yield tr("No referral, neither in nor out.")
    elif "no_referral_in" in flags:
        yield tr("Nobody declares sending it people.")
    elif "no_referral_out" in flags:
        yield tr("Declares sending people to nobody.")


StandingId = Literal["tied", "isolated", "knows_no_one", "unknown_to_others", "named_only", "unknown"]
Flag = Literal["no_referral_in", "no_referral_out", "peripheral", "single_broker", "known_through_bearer"]
STANDINGS: tuple[StandingId, ...] = (
    "isolated",
    "knows_no_one",
    "unknown_to_others",
    "tied",
    "named_only",
    "unknown",
)
"""From the most to the least alone of those who answered; then those who did not."""
FLAGS: tuple[Flag, ...] = (
    "known_through_bearer",
    "single_broker",
    "peripheral",
    "no_referral_in",
    "no_referral_out",
)


@dataclass(frozen=True)
class Standing:
    """A structure's standing and flags, the reason in words, and the ties it comes from.

    `upper_bound`: somebody who has not answered may still cite it. `broker` is the one structure through
    which it is tied to the rest, `bearer` the structure through which it is known, where flagged.
    """

    id: StandingId
    flags: tuple[Flag, ...]
    reason: str
    ties: tuple[int, ...]
    upper_bound: bool = False
    broker: str | None = None
    bearer: str | None = None


def standing_of(*, answered: bool, cites: bool, cited: bool) -> StandingId:
    """The standing of one who answered or not, cites somebody or not, is cited or not."""
    if cites:
        return "tied" if cited else "unknown_to_others"
    if answered:
        return "knows_no_one" if cited else "isolated"
    return "named_only" if cited else "unknown"


def standings(network: nx.MultiDiGraph[str], *, states: Collection[State] = STATES) -> Mapping[str, Standing]:
    """The standing of every structure, by id, in the network's order; on all ties, or on some states."""
    links_of = links(network, states)
    everybody = response(network)
    silent = everybody.n - everybody.answered_network
    shape = _Shape.of(network, links_of)
    return {node: _standing(network, node, links_of, shape, silent) for node in network}


@dataclass(frozen=True)
class _Shape:
    """What is computed once for the whole network."""

    peripheral: frozenset[str]
    brokers: Mapping[str, str]
    sends: frozenset[str]
    receives: frozenset[str]
    ranked: frozenset[str | None]

    @classmethod
    def of(cls, network: nx.MultiDiGraph[str], links_of: Mapping[str, Links]) -> _Shape:
        graph = simple(network)
        sent = referrals(network)
        main = max(nx.connected_components(graph), key=lambda part: (len(part), min(part)), default=set())
        core = nx.core_number(graph)
        rates = response_by(network, "bassin")
        return cls(
            peripheral=frozenset(
                n for n in graph if links_of[n].neighbours and (n not in main or core[n] <= 1)
            ),
            brokers=brokers(graph),
            sends=frozenset(start for start, _ in sent.edges),
            receives=frozenset(end for _, end in sent.edges),
            ranked=frozenset(key for key, rate in rates.items() if rate.ranks),
        )


def _standing(
    network: nx.MultiDiGraph[str], node: str, links_of: Mapping[str, Links], shape: _Shape, silent: int
) -> Standing:
    here, own = network.nodes[node], links_of[node]
    answered = has_answered(here)
    standing = standing_of(answered=answered, cites=bool(own.cites), cited=bool(own.cited_by))
    bearer = _known_through(here["hosted_by"], node, links_of)
    broker = shape.brokers.get(node) if here["bassin"] in shape.ranked else None
    flags = {
        "known_through_bearer": bearer is not None,
        "single_broker": broker is not None,
        "peripheral": here["bassin"] in shape.ranked and node in shape.peripheral,
        "no_referral_in": answered and bool(shape.sends) and node not in shape.receives,
        "no_referral_out": answered and bool(shape.sends) and node not in shape.sends,
    }
    unsure = standing in ("isolated", "unknown_to_others") and silent > 0
    raised = tuple(flag for flag in FLAGS if flags[flag])
    why = reason(network, node, own, StandingCase(raised, broker, bearer, silent if unsure else 0))
    return Standing(standing, raised, why, own.ties, unsure, broker, bearer)


def _known_through(bearer: str | None, node: str, links_of: Mapping[str, Links]) -> str | None:
    """The bearer, where nobody else cites the structure and others cite the bearer."""
    if bearer is None or set(links_of[node].cited_by) - {bearer}:
        return None
    return bearer if set(links_of[bearer].cited_by) - {node} else None
