"""Do structures know each other: as they say themselves, and, as another measure, as the ties they declare count it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, placed, table
from wtc_eco.analysis.response_text import Declared, declared, of_all_surveys, published, said, to_ask
from wtc_eco.i18n import mean, number, percent, tr, trn
from wtc_eco.model import MIN_BASE
from wtc_eco.network import Links, Response, links, respondents, response, within
from wtc_eco.network.acquaintance import Matrix, citations, ei_index, mixing, simple, touching
from wtc_eco.network.graph import CONFIRMED
from wtc_eco.territory import Scope
from wtc_eco.territory.vocabulary import brief

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.analysis.finding import Study
    from wtc_eco.territory import Territory


@dataclass(frozen=True)
class AcquaintanceBasis:
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


def sentence(known: AcquaintanceBasis) -> str:
    """What they say of themselves; then, as another measure, what their ties count."""
    if not known.everybody:
        return tr("no structure is known yet.")
    return f"{_self(known)} {_ties(known)}"


def _self(known: AcquaintanceBasis) -> str:
    if known.declared.told:
        return said(known.declared)
    return tr("whether they know the structures of their bassin: not asked.")


def _ties(known: AcquaintanceBasis) -> str:
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
        mean=mean(cites),
        base=number(len(known.respondents)),
    )


def remarks(known: AcquaintanceBasis, territory: Territory) -> Iterator[str]:
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
        if index is not None and known.graph.number_of_edges() >= MIN_BASE:
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


def _levels(declared: Declared) -> str:
    """Each answer ticked, with how many ticked it."""
    words = {
        "very_well": tr("very well"),
        "well": tr("well"),
        "badly": tr("badly"),
        "not_at_all": tr("not at all"),
    }
    ticked = " · ".join(f"{words[level]} {number(n)}" for level, n in declared.levels.items())
    return tr("As they say themselves, they know the others: {answers}.", answers=ticked)


def _among(known: AcquaintanceBasis) -> Iterator[str]:
    """Among respondents the answer of both sides is known: the one density that silence does not lower."""
    heard = frozenset(known.respondents)
    pairs = len(heard) * (len(heard) - 1) // 2
    tied = sum(1 for start, end in known.graph.edges if start in heard and end in heard)
    if len(heard) >= MIN_BASE:
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


FACETS = ("bassin", "kind")


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """By bassin where the whole territory is asked about, by kind within a bassin or a commune."""
    everywhere = scope is None or (scope.bassin is None and scope.commune is None)
    return _by(study, scope, "bassin" if everywhere else "kind")


def bassins(study: Study, scope: Scope | None = None) -> Finding:
    """Who cites whom, bassin by bassin."""
    return _by(study, scope, "bassin")


def kinds(study: Study, scope: Scope | None = None) -> Finding:
    """Who cites whom, kind by kind."""
    return _by(study, scope, "kind")


def _by(study: Study, scope: Scope | None, facet: str) -> Finding:
    """What structures say of themselves; apart from it, who cites whom by a facet, and the E-I index.

    One row a group of structures that cite: to its own and to each other group how often, unknown where none of
    it has answered. `low` and `high`: pairs of structures tied, on ties that both sides declared and on all.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    known = _known(study, scope)
    groups = _groups(known, facet, study.territory)
    headings, rows = table(_columns(study.territory, facet, groups), _cited(known, facet, groups))
    return Finding(
        question="acquaintance",
        **placed(tr("Mutual acquaintance"), scope),
        base=len(known.everybody),
        unknown=len(known.everybody) - known.declared.told,
        text=of_all_surveys(study, scope, sentence(known)),
        headings=headings,
        table=rows,
        response=known.response.rate,
        asked=known.response.asked,
        low=known.confirmed if known.respondents else None,
        high=known.graph.number_of_edges() if known.respondents else None,
        fragile=known.response.gate != "firm" if known.respondents else None,
        remarks=notes(
            *remarks(known, study.territory),
            *(() if known.respondents else to_ask(study, scope)),
        ),
    )


def _known(study: Study, scope: Scope) -> AcquaintanceBasis:
    network, everybody = study.network, within(study.network, scope)
    graph = touching(simple(network), everybody)
    return AcquaintanceBasis(
        network=network,
        scope=scope,
        response=response(network, scope),
        everybody=everybody,
        respondents=respondents(network, scope),
        declared=declared(network, everybody),
        links=links(network),
        graph=graph,
        confirmed=touching(simple(network, CONFIRMED), everybody).number_of_edges(),
        mixing={facet: mixing(network, graph, facet) for facet in FACETS},
    )


def _groups(known: AcquaintanceBasis, facet: str, territory: Territory) -> tuple[str, ...]:
    """The groups that are there or that somebody there cites, in the order of the pack."""
    order = {key: place for place, key in enumerate((*territory.bassins, *territory.kinds))}
    cited = {other for node in known.everybody for other in known.links[node].cites}
    groups = {known.network.nodes[node][facet] for node in (*known.everybody, *cited)} - {None}
    return tuple(sorted(groups, key=lambda key: (order.get(key, len(order)), key)))


@dataclass(frozen=True)
class Citing:
    """The structures of a group, and how often they cite each group; unknown where none of them has answered."""

    of: str
    structures: int
    answers: int
    cites: int | None
    ties: int
    index: float | None
    to: Mapping[str, int | None]


def _cited(known: AcquaintanceBasis, facet: str, groups: Sequence[str]) -> Iterator[Citing]:
    counts = citations(known.network, known.links, known.everybody, facet)
    structures, heard = (
        Counter(known.network.nodes[node][facet] for node in nodes)
        for nodes in (known.everybody, known.respondents)
    )
    for group in groups:
        if not structures[group]:
            continue
        cited = {other: counts.get((group, other), 0) for other in groups}
        silent = not heard[group]
        ties = sum(n for (first, _), n in known.mixing[facet].items() if first == group)
        yield Citing(
            of=group,
            structures=structures[group],
            answers=heard[group],
            cites=None if silent and not any(cited.values()) else sum(cited.values()),
            ties=ties,
            index=ei_index(known.mixing[facet], group) if ties >= MIN_BASE else None,
            to={other: None if silent and not n else n for other, n in cited.items()},
        )


def _columns(territory: Territory, facet: str, groups: Sequence[str]) -> tuple[AnswerColumn[Citing], ...]:
    by_bassin = facet == "bassin"
    names = {key: bassin.text() for key, bassin in territory.bassins.items()}
    words = names if by_bassin else territory.kinds.words()
    short = names if by_bassin else {key: brief(text) for key, text in words.items()}

    def cites(key: str) -> AnswerColumn[Citing]:
        title = tr("cite: {group}", group=short.get(key, key))
        return AnswerColumn(f"to_{key}", title, lambda citing: citing.to[key], "whole")

    return (
        AnswerColumn(
            "of", tr("Structures of the bassin") if by_bassin else tr("Structures of the kind"), words=words
        ),
        AnswerColumn("structures", tr("Structures"), shape="whole"),
        AnswerColumn("answers", tr("Have answered"), shape="whole"),
        AnswerColumn("cites", tr("Citations"), shape="whole"),
        AnswerColumn("ties", tr("Pairs tied"), shape="whole"),
        AnswerColumn("index", tr("E-I index"), shape="number"),
        *map(cites, groups),
    )
