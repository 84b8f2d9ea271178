"""How each structure stands in the network: tied, alone, or nobody knows; and why, in whole sentences.

A structure has one standing:

1. `tied`: it cites others and is cited; or it did not answer, and others' ties speak of it both ways.
2. `isolated`: it answered, cites nobody and nobody cites it. While anyone is silent that is an upper bound.
3. `knows_no_one`: it answered, cites nobody, and is cited.
4. `unknown_to_others`: it cites others and nobody cites it.
5. `named_only`: it did not answer, cites nobody, and is cited.
6. `unknown`: it did not answer, cites nobody and nobody cites it. That is no isolation: nobody knows.
7. `undecided`: it answered, and a mention that waits for a person may change 2, 3 or 4: it cites somebody whom nobody
   has found yet, or it may be who is meant. Once a person says that it is nobody of the register, the tie leads
   outside: it cites, or is cited by, somebody whom the register does not hold.

Flags say more of those that the answers speak of. `no_referral_in` and `no_referral_out` only of those
that answered, and where anyone declared a referral. `peripheral` (outside the main component, or core
number of 1 at most, Seidman 1983) and `single_broker` (see `brokers`) only where 60 % of the bassin answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import networkx as nx

from wtc_eco.i18n import date, number, tr, trn
from wtc_eco.network.acquaintance import Links, links, referrals, simple
from wtc_eco.network.articulation import brokers
from wtc_eco.network.graph import CONFIRMED, STATES
from wtc_eco.network.resolution import NOTHING_OPEN, Unlinked
from wtc_eco.network.response import response, response_by
from wtc_eco.registry.participation import has_answered

if TYPE_CHECKING:
    from wtc_eco.network.graph import State


@dataclass(frozen=True)
class StandingCase:
    """What is to be explained: flags, broker (on confirmed ties too?) and bearer.

    `silent` is how many of the whole register, which counts `registered`, may still cite it, where that matters.
    `unlinked` is what mentions that lead to nobody of the register leave open.
    """

    flags: tuple[str, ...] = ()
    broker: str | None = None
    broker_confirmed: bool = False
    bearer: str | None = None
    silent: int = 0
    registered: int = 0
    unlinked: Unlinked = NOTHING_OPEN


def reason(network: nx.MultiDiGraph[str], node: str, links: Links, case: StandingCase) -> str:
    """Whether it answered, its ties counted, what its flags mean, and how many may still cite it."""
    sentences = [_answer(network, node), *_ties(links, case.unlinked), *_unlinked(case.unlinked)]
    if case.broker:
        told = (
            tr("Tied to the rest through {name} only.", name=network.nodes[case.broker]["name"])
            if case.broker_confirmed
            else tr(
                "Tied to the rest through {name} only, by ties that one side alone declared.",
                name=network.nodes[case.broker]["name"],
            )
        )
        sentences.append(told)
    elif "peripheral" in case.flags:
        sentences.append(tr("On the edge of the declared network."))
    if case.bearer:
        sentences.append(tr("Its bearer, {name}, is cited.", name=network.nodes[case.bearer]["name"]))
    sentences += _referrals(case.flags)
    if case.silent:
        sentences.append(
            trn(
                "{n} structure has not answered and may still cite it (asked or not, of {all} in the whole register).",
                "{n} structures have not answered and may still cite it (asked or not, of {all} in the whole register).",
                case.silent,
                all=number(case.registered),
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


def _ties(links: Links, unlinked: Unlinked) -> Iterator[str]:
    if not links.neighbours and unlinked == NOTHING_OPEN:
        yield tr("No tie, neither given nor received.")
        return
    n_cites, n_cited = len(links.cites), len(links.cited_by)
    if n_cites:
        yield trn("Cites {n} structure.", "Cites {n} structures.", n_cites)
    elif not (unlinked.cites or unlinked.cites_outside or unlinked.unboxed):
        yield tr("Cites nobody.")
    if n_cited:
        yield trn("Cited by {n} structure.", "Cited by {n} structures.", n_cited)
    elif not (unlinked.cited_by or unlinked.cited_outside):
        yield (
            tr("Cited by nobody whose mention is certain.")
            if unlinked.may_be_cited
            else tr("Cited by nobody.")
        )


def _unlinked(unlinked: Unlinked) -> Iterator[str]:
    """What mentions leave open, each sentence with the rows of referrals.csv that it rests on."""
    if numbers := unlinked.cites:
        yield trn(
            "Names {n} structure that is not identified yet ({rows}).",
            "Names {n} structures that are not identified yet ({rows}).",
            len(numbers),
            rows=rows_of_ties(numbers),
        )
    if numbers := unlinked.cited_by:
        yield trn(
            "Named by {n} structure that is not identified yet ({rows}).",
            "Named by {n} structures that are not identified yet ({rows}).",
            len(numbers),
            rows=rows_of_ties(numbers),
        )
    if numbers := tuple(sorted({*unlinked.may_cite, *unlinked.may_be_cited})):
        yield trn(
            "May be who is meant by {n} mention that waits for a decision ({rows}).",
            "May be who is meant by {n} mentions that wait for a decision ({rows}).",
            len(numbers),
            rows=rows_of_ties(numbers),
        )
    if unlinked.unboxed:
        yield tr("Its answer names a structure and does not say what is true of it.")
    if numbers := unlinked.cites_outside:
        yield trn(
            "Cites {n} structure outside the register ({rows}).",
            "Cites {n} structures outside the register ({rows}).",
            len(numbers),
            rows=rows_of_ties(numbers),
        )
    if numbers := unlinked.cited_outside:
        yield trn(
            "Cited by {n} structure outside the register ({rows}).",
            "Cited by {n} structures outside the register ({rows}).",
            len(numbers),
            rows=rows_of_ties(numbers),
        )


def rows_of_ties(numbers: Sequence[int]) -> str:
    """The ties a reason rests on, as referrals.csv numbers them; the first of many."""
    more = "…" if len(numbers) > SHOWN else ""
    return trn("tie {rows}", "ties {rows}", len(numbers), rows=", ".join(map(str, numbers[:SHOWN])) + more)


def _referrals(flags: Collection[str]) -> Iterator[str]:
    if {"no_referral_in", "no_referral_out"} <= set(flags):
        yield tr("No referral, neither in nor out.")
    elif "no_referral_in" in flags:
        yield tr("Nobody declares sending it people.")
    elif "no_referral_out" in flags:
        yield tr("Declares sending people to nobody.")


StandingId = Literal[
    "tied", "isolated", "knows_no_one", "unknown_to_others", "named_only", "unknown", "undecided"
]
Flag = Literal["no_referral_in", "no_referral_out", "peripheral", "single_broker", "known_through_bearer"]
STANDINGS: tuple[StandingId, ...] = (
    "isolated",
    "knows_no_one",
    "unknown_to_others",
    "undecided",
    "tied",
    "named_only",
    "unknown",
)
"""From the most to the least alone of those who answered; then those who did not."""
SHOWN = 10
"""How many rows a reason names."""
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


def standing_of(
    *,
    answered: bool,
    cites: bool,
    cited: bool,
    unlinked: Unlinked = NOTHING_OPEN,
) -> StandingId:
    """The standing of one who answered or not, cites somebody or not, is cited or not.

    `unlinked` is what mentions that lead to nobody of the register leave open of it.
    """
    cites, cited = cites or bool(unlinked.cites_outside), cited or bool(unlinked.cited_outside)
    may_cite = not cites and bool(unlinked.cites or unlinked.may_cite or unlinked.unboxed)
    may_be_cited = not cited and bool(unlinked.cited_by or unlinked.may_be_cited)
    if answered and (may_cite or may_be_cited):
        return "undecided"
    if cites:
        return "tied" if cited else "unknown_to_others"
    if answered:
        return "knows_no_one" if cited else "isolated"
    return "named_only" if cited else "unknown"


@dataclass(frozen=True)
class Isolates:
    """The respondents, those without `any` tie, given or received, and those without a `confirmed` one.

    One mistaken tick hides who is isolated: how many are is a range between the two (`benchmarks/truth.py`).
    """

    respondents: frozenset[str]
    any: frozenset[str]
    confirmed: frozenset[str]

    def among(self, nodes: Iterable[str]) -> tuple[int, int] | None:
        """The range among these; `None` where none of them has answered."""
        asked = self.respondents.intersection(nodes)
        return (len(asked & self.any), len(asked & self.confirmed)) if asked else None


def isolates(network: nx.MultiDiGraph[str]) -> Isolates:
    """Who answered and is without ties."""
    heard = frozenset(node for node, attributes in network.nodes(data=True) if has_answered(attributes))
    standing, confirmed = standings(network), links(network, CONFIRMED)
    return Isolates(
        heard,
        frozenset(node for node in heard if standing[node].id == "isolated"),
        frozenset(node for node in heard if not confirmed[node].neighbours),
    )


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
    confirmed_brokers: Mapping[str, str]
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
            confirmed_brokers=brokers(simple(network, CONFIRMED)),
            sends=frozenset(start for start, _ in sent.edges),
            receives=frozenset(end for _, end in sent.edges),
            ranked=frozenset(key for key, rate in rates.items() if rate.ranks),
        )


def _standing(
    network: nx.MultiDiGraph[str], node: str, links_of: Mapping[str, Links], shape: _Shape, silent: int
) -> Standing:
    here, own = network.nodes[node], links_of[node]
    answered = has_answered(here)
    left_open = network.graph.get("unlinked", {}).get(node, NOTHING_OPEN)
    standing = standing_of(
        answered=answered, cites=bool(own.cites), cited=bool(own.cited_by), unlinked=left_open
    )
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
    both = shape.confirmed_brokers.get(node) == broker
    case = StandingCase(raised, broker, both, bearer, silent if unsure else 0, len(network), left_open)
    why = reason(network, node, own, case)
    return Standing(standing, raised, why, own.ties, unsure, broker, bearer)


def _known_through(bearer: str | None, node: str, links_of: Mapping[str, Links]) -> str | None:
    """The bearer, where nobody else cites the structure and others cite the bearer."""
    if bearer is None or set(links_of[node].cited_by) - {bearer}:
        return None
    return bearer if set(links_of[bearer].cited_by) - {node} else None
