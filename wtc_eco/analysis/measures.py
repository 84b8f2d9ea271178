"""Every measure of every structure in the network, for those who compute on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, placed, table
from wtc_eco.i18n import number, percent, tr, trn
from wtc_eco.network import Response, reciprocity, response, response_by, within
from wtc_eco.network.centrality import MEASURES, Computed, around, measures
from wtc_eco.network.graph import CONFIRMED
from wtc_eco.network.response import FRAGILE
from wtc_eco.registry.participation import has_answered
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.analysis.finding import Study

RANKING = ("betweenness", "cut_off")
"""Measures that rank relays; below 60 % of answers most of what they find is not there."""
WHOLE = ("out_degree", "in_degree", "core", "cut_off", "community")
"""Measures that are counts."""


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """One row a structure: its measures, not ranked; a measure that is not defined is unknown, never 0.

    `low` and `high`: ties between the structures counted, confirmed by both sides and all of them.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    network = study.network
    graph = around(network, scope)
    computed = measures(network, graph)
    inside = within(network, scope)
    answers = response(network, scope)
    rates = response_by(network, "bassin")
    ranked = frozenset(key for key, rate in rates.items() if rate.ranks)
    headings, rows = table(_columns(study, computed, ranked), inside)
    return Finding(
        question="measures",
        **placed(tr("Measures of the network"), scope),
        base=answers.n,
        unknown=answers.n - answers.answered_network,
        text=_sentence(answers, graph.number_of_edges()),
        headings=headings,
        table=rows,
        response=answers.rate,
        asked=answers.asked,
        low=around(network, scope, CONFIRMED).number_of_edges(),
        high=graph.number_of_edges(),
        fragile=answers.gate != "firm" if answers.rate is not None else None,
        remarks=notes(*_remarks(study, scope, computed), *_not_ranked(network, inside, ranked)),
    )


def _sentence(answers: Response, n_ties: int) -> str:
    return trn(
        "{n} pair of structures is tied, going by {answers} from {base} structures.",
        "{n} pairs of structures are tied, going by {answers} from {base} structures.",
        n_ties,
        answers=trn(
            "{n} answer about the network", "{n} answers about the network", answers.answered_network
        ),
        base=number(answers.n),
    )


def _remarks(study: Study, scope: Scope, computed_by_name: Mapping[str, Computed]) -> Iterator[str]:
    both = reciprocity(study.network, scope)
    if both.share is not None:
        yield tr(
            "Among respondents, {returned} ties of {ties} are returned.",
            returned=number(both.returned),
            ties=number(both.ties),
        )
    by_engine: dict[str, list[str]] = {}
    titles = _titles()
    for name, computed in computed_by_name.items():
        by_engine.setdefault(computed.engine, []).append(titles[name])
    for engine, names in by_engine.items():
        yield tr("Computed by {engine}: {names}.", engine=engine, names=", ".join(names))


def _not_ranked(
    network: nx.MultiDiGraph[str], inside: Iterable[str], ranked: Collection[str | None]
) -> tuple[str, ...]:
    if all(network.nodes[node]["bassin"] in ranked for node in inside):
        return ()
    return (
        tr(
            "Where fewer than {share} of a bassin have answered, betweenness and what a structure would cut off are not "
            "told: four relays in five found there would not be real.",
            share=percent(FRAGILE),
        ),
    )


def _titles() -> dict[str, str]:
    return {
        "out_degree": tr("Cites"),
        "in_degree": tr("Cited by"),
        "core": tr("Core number"),
        "betweenness": tr("Betweenness"),
        "constraint": tr("Constraint"),
        "effective_size": tr("Effective size"),
        "cut_off": tr("Structures cut off"),
        "community": tr("Group"),
    }


def _columns(
    study: Study, computed: Mapping[str, Computed], ranked: Collection[str | None]
) -> tuple[AnswerColumn[str], ...]:
    nodes, territory, titles = study.network.nodes, study.territory, _titles()
    bassins = {key: bassin.text() for key, bassin in territory.bassins.items()}

    def measure(name: str) -> AnswerColumn[str]:
        def value(node: str) -> float | None:
            # A ranking can be made of any column: where none may be made, the column is unknown.
            rankable = name not in RANKING or nodes[node]["bassin"] in ranked
            return computed[name].values[node] if rankable else None

        # Defined for those that are tied only: no figure is not an unknown one.
        absent = tr("n/a") if name in ("constraint", "effective_size") else None
        return AnswerColumn(name, titles[name], value, "whole" if name in WHOLE else "number", absent=absent)

    return (
        AnswerColumn("id", tr("No."), str),
        AnswerColumn("name", tr("Structure"), lambda node: nodes[node]["name"]),
        AnswerColumn("kind", tr("Kind"), lambda node: nodes[node]["kind"], words=territory.kinds.words()),
        AnswerColumn("commune", tr("Commune"), lambda node: nodes[node]["commune"]),
        AnswerColumn("bassin", tr("Bassin"), lambda node: nodes[node]["bassin"], words=bassins),
        AnswerColumn("answered", tr("Has answered"), lambda node: has_answered(nodes[node]), "flag"),
        *map(measure, MEASURES),
    )
