"""What is said of mutual acquaintance: two measures, never one in the place of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.analysis.self_declared import ENOUGH, Declared, published, said
from wtc_eco.locale import number, percent, tr, trn
from wtc_eco.network import Links, Response
from wtc_eco.network.mixing import Matrix, ei_index
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.territory import Territory


@dataclass(frozen=True)
class Known:
    """What the sentence and the rows are made from: `graph` has the pairs tied with an end in the scope."""

    network: nx.MultiDiGraph[str]
    scope: Scope
    response: Response
    everybody: tuple[str, ...]
    respondents: tuple[str, ...]
    declared: Declared
    links: Mapping[str, Links]
    graph: nx.Graph[str]
    confirmed: int
    mixing: Mapping[str, Matrix]


def sentence(known: Known) -> str:
    """What they say of themselves; then, as another measure, what their ties count."""
    if not known.everybody:
        return tr("{place}: no structure is known yet.", place=known.scope.text())
    told = (_self(known), _ties(known))
    return tr("{place}: {sentences}", place=known.scope.text(), sentences=" ".join(told))


def _self(known: Known) -> str:
    if known.declared.told:
        return said(known.declared)
    return tr("whether they know the structures of their bassin: not asked.")


def _ties(known: Known) -> str:
    if not known.respondents:
        return tr("Nobody has answered about their network, so ties count nothing yet.")
    cites = sum(len(known.links[node].cites) for node in known.respondents) / len(known.respondents)
    return trn(
        "Another measure, not to be compared: {n} pair of structures is tied, {confirmed} of them as both sides said; "
        "on average a respondent cites {mean} (answers about the network: {base}).",
        "Another measure, not to be compared: {n} pairs of structures are tied, {confirmed} of them as both sides "
        "said; on average a respondent cites {mean} (answers about the network: {base}).",
        known.graph.number_of_edges(),
        confirmed=number(known.confirmed),
        mean=number(cites, 0 if cites >= ENOUGH or round(cites, 1) == round(cites) else 1),
        base=number(len(known.respondents)),
    )


def remarks(known: Known, territory: Territory) -> Iterator[str]:
    """The published figure, ties among respondents only, where ties go, and what silence hides."""
    if known.declared.told:
        yield _levels(known.declared)
        if beside := published(territory):
            yield beside
    if not known.respondents:
        return
    yield from _among(known)
    for facet, what in (("bassin", tr("by bassin")), ("kind", tr("by kind"))):
        index = ei_index(known.mixing[facet])
        if index is not None and known.graph.number_of_edges() >= ENOUGH:
            yield tr(
                "E-I index {what}: {index} (−1: all ties within; 1: all between).",
                what=what,
                index=number(index, 2),
            )
    silent = len(known.everybody) - len(known.respondents)
    if silent:
        yield trn(
            "{n} structure has not answered: what it cites is unknown, and a pair counted here is a minimum.",
            "{n} structures have not answered: what they cite is unknown, and the pairs counted here are a minimum.",
            silent,
        )


def _levels(held: Declared) -> str:
    """Each answer ticked, with how many ticked it."""
    words = {
        "very_well": tr("very well"),
        "well": tr("well"),
        "badly": tr("badly"),
        "not_at_all": tr("not at all"),
    }
    told = " · ".join(f"{words[level]} {number(n)}" for level, n in held.levels.items())
    return tr("As they say themselves, they know the others: {answers}.", answers=told)


def _among(known: Known) -> Iterator[str]:
    """Among respondents the answer of both sides is known: the one density that silence does not lower."""
    heard = frozenset(known.respondents)
    pairs = len(heard) * (len(heard) - 1) // 2
    tied = sum(1 for start, end in known.graph.edges if start in heard and end in heard)
    if len(heard) >= ENOUGH:
        yield tr(
            "Among the {n} respondents themselves, {tied} pairs of {pairs} are tied ({share}).",
            n=number(len(heard)),
            tied=number(tied),
            pairs=number(pairs),
            share=percent(tied / pairs),
        )
    elif pairs:
        yield tr(
            "Among the {n} respondents themselves, {tied} pairs of {pairs} are tied.",
            n=number(len(heard)),
            tied=number(tied),
            pairs=number(pairs),
        )
