"""Why a structure stands as it does, in whole sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.locale import date, tr, trn

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.network.acquaintance import Links


@dataclass(frozen=True)
class Case:
    """What is to be explained: flags, broker and bearer; `silent` how many may still cite it, where that matters."""

    flags: tuple[str, ...] = ()
    broker: str | None = None
    bearer: str | None = None
    silent: int = 0


def reason(network: nx.MultiDiGraph[str], node: str, links: Links, case: Case) -> str:
    """Whether it answered, its ties counted, what its flags mean, and how many may still cite it."""
    said = [_answer(network, node), *_ties(links)]
    if case.broker:
        said.append(tr("Tied to the rest through {name} only.", name=network.nodes[case.broker]["name"]))
    elif "peripheral" in case.flags:
        said.append(tr("On the edge of the declared network."))
    if case.bearer:
        said.append(tr("Its bearer, {name}, is cited.", name=network.nodes[case.bearer]["name"]))
    said += _referrals(case.flags)
    if case.silent:
        said.append(
            trn(
                "{n} structure has not answered and may still cite it.",
                "{n} structures have not answered and may still cite it.",
                case.silent,
            )
        )
    return " ".join(said)


def _answer(network: nx.MultiDiGraph[str], node: str) -> str:
    held = network.nodes[node]
    if held["network_answered_on"]:
        return tr("Answered on {date}.", date=date(held["network_answered_on"]))
    if held["answered_on"]:
        return tr("Answered about its offer, not about its network.")
    if held["asked_on"]:
        return tr("Asked on {date}, has not answered.", date=date(held["asked_on"]))
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
