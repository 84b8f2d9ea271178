"""Who was asked about its network and has not answered: whom to write to or call first?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading, notes
from wtc_eco.events.invitations.candidates import objected, reached
from wtc_eco.events.invitations.request import Address, Circumstances
from wtc_eco.i18n import listing, number, tr, trn
from wtc_eco.network import Response, Standing, links, response, standings, within
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.analysis.finding import Study

FIRST = 3
"""How many the sentence names."""


@dataclass(frozen=True)
class Silent:
    """A structure that owes an answer. `named_by` others cite it; `clarifies` counts what its answer would settle."""

    id: str
    named_by: int
    clarifies: int
    address: Address
    answered_offer: bool


def ask(study: Study, scope: Scope, circumstances: Circumstances) -> Finding:
    """Those asked who have not answered about their network, the most cited first; `unknown` counts them.

    What an answer would settle: whether its own standing is known at all, each tie that others declare with
    it and it has neither confirmed nor not, and each structure of its commune that it may still cite and
    that would then no longer be alone. Those who objected to being written to are counted, not named.
    """
    scope = replace(scope, territory=study.territory)
    rate = response(study.network, scope)
    silent, n_objected = _silent(study, scope, circumstances)
    owing = len(silent) + n_objected
    return Finding(
        question="remind",
        title=tr("Whom to remind"),
        scope=scope.id,
        place=scope.text(),
        base=rate.asked,
        unknown=owing,
        text=_sentence(study, scope, (rate.asked, owing), silent),
        headings=_headings(study),
        table=tuple(_row(study, rank, one) for rank, one in enumerate(silent, start=1)),
        response=1 - owing / rate.asked if rate.asked else None,
        remarks=notes(*_remarks(rate, silent, n_objected)),
    )


def _silent(study: Study, scope: Scope, circumstances: Circumstances) -> tuple[list[Silent], int]:
    network = study.network
    owing = [node for node in within(network, scope) if _owes(network.nodes[node])]
    held, known = links(network), standings(network)
    unsure = _unsure_by_commune(network, known)
    found = [
        Silent(
            node,
            named_by=len(held[node].cited_by),
            clarifies=_clarifies(network, node, known[node], unsure),
            address=reached(study.registry.row(node), circumstances),
            answered_offer=bool(network.nodes[node]["answered_on"]),
        )
        for node in owing
        if not objected(study.registry.row(node), circumstances)
    ]
    order = sorted(found, key=lambda one: (-one.named_by, -one.clarifies, int(one.id.removeprefix("S"))))
    return order, len(owing) - len(found)


def _owes(node: Mapping[str, Any]) -> bool:
    """Whether it was asked and has not answered about its network since; an answer to an earlier survey is none."""
    asked, answered = node["asked_on"], node["network_answered_on"]
    if answered:
        return bool(asked and answered < asked)
    return bool(asked or node["answered_on"])


def _unsure_by_commune(
    network: nx.MultiDiGraph[str], known: Mapping[str, Standing]
) -> Mapping[str | None, frozenset[str]]:
    """The structures that are alone at most: somebody silent may still cite them."""
    found: dict[str | None, set[str]] = {}
    for node, standing in known.items():
        if standing.upper_bound:
            found.setdefault(network.nodes[node]["ins"], set()).add(node)
    return {ins: frozenset(nodes) for ins, nodes in found.items()}


def _clarifies(
    network: nx.MultiDiGraph[str],
    node: str,
    standing: Standing,
    unsure: Mapping[str | None, frozenset[str]],
) -> int:
    own = 1 if standing.id in ("unknown", "named_only") else 0
    edges = [*network.in_edges(node, data=True), *network.out_edges(node, data=True)]
    open_ties = sum(1 for _, _, held in edges if held["state"] == "unconfirmed")
    near = unsure.get(network.nodes[node]["ins"], frozenset()) - {node}
    return own + open_ties + len(near)


def _row(study: Study, rank: int, one: Silent) -> Mapping[str, Any]:
    here = study.network.nodes[one.id]
    address = one.address
    return {
        "rank": rank,
        "id": one.id,
        "name": here["name"],
        "commune": here["commune"],
        "named_by": one.named_by,
        "clarifies": one.clarifies,
        "way": "write" if address.email else "call" if address.phone else "find",
        "email": address.email,
        "phone": address.phone,
        "person": address.person,
        "origin": address.origin or None,
        "kind": here["kind"],
        "asked_on": here["asked_on"],
        "answered_on": here["network_answered_on"],
        "answered_offer": one.answered_offer,
    }


def _headings(study: Study) -> tuple[Heading, ...]:
    ways = {"write": tr("To write to"), "call": tr("To call"), "find": tr("Address to be found")}
    return (
        Heading("rank", tr("Rank"), "whole"),
        Heading("id", tr("No.")),
        Heading("name", tr("Structure")),
        Heading("commune", tr("Commune")),
        Heading("named_by", tr("Cited by"), "whole"),
        Heading("clarifies", tr("Would settle"), "whole"),
        Heading("way", tr("How"), words=ways),
        Heading("email", tr("E-mail")),
        Heading("phone", tr("Phone")),
        Heading("person", tr("Person")),
        Heading("origin", tr("Where the address comes from")),
        Heading("kind", tr("Kind"), words=study.territory.kinds.words()),
        Heading("asked_on", tr("Asked on"), "date"),
        Heading("answered_on", tr("Earlier answer"), "date"),
        Heading("answered_offer", tr("Offer answered"), "flag"),
    )


def _sentence(study: Study, scope: Scope, counted: tuple[int, int], silent: list[Silent]) -> str:
    asked, owing = counted
    if not asked:
        return tr(
            "nobody has been asked yet, so there is nobody to remind. To ask: wtc-eco survey --bassin {bassin}",
            bassin=scope.bassin.id if scope.bassin else "…",
        )
    if not silent:
        return tr("everybody who was asked and may be reminded has answered.")
    cited = [one for one in silent if one.named_by][:FIRST]
    names = [f"{study.network.nodes[one.id]['name']} ({number(one.named_by)})" for one in cited]
    first = tr("Begin with those whom others cite most: {names}.", names=listing(names)) if names else ""
    said = trn(
        "of {asked} structures asked, {n} has not answered about its network.",
        "of {asked} structures asked, {n} have not answered about their network.",
        owing,
        asked=number(asked),
    )
    return f"{said} {first}".strip()


def _remarks(rate: Response, silent: list[Silent], n_objected: int) -> list[str]:
    found = []
    ways = [bool(one.address.email) for one in silent]
    if silent:
        found.append(
            tr(
                "{write} to write to, {call} to call or to look for.",
                write=number(ways.count(True)),
                call=number(ways.count(False)),
            )
        )
    if n_objected:
        found.append(
            trn(
                "{n} structure is left out: it objected to being written to.",
                "{n} structures are left out: they objected to being written to.",
                n_objected,
            )
        )
    if rate.never_asked and rate.asked:
        found.append(
            trn(
                "{n} structure of the register was never asked: send the survey again, it goes to those that are new.",
                "{n} structures of the register were never asked: send the survey again, it goes to those that are new.",
                rate.never_asked,
            )
        )
    return found
