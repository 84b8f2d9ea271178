"""Who knows whom, and which structures is nobody linked with, as far as the answers tell?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis import response_text
from wtc_eco.analysis.finding import AnswerColumn, Finding, Spot, notes, table
from wtc_eco.analysis.response_text import to_ask
from wtc_eco.i18n import between, mean, number, percent, tr, trn
from wtc_eco.model import MIN_BASE
from wtc_eco.network import (
    STANDINGS,
    Links,
    Response,
    Standing,
    isolates,
    links,
    reciprocity,
    respondents,
    response,
    standings,
    within,
)
from wtc_eco.network.response import FIRM, FRAGILE
from wtc_eco.registry.participation import has_answered
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.analysis.finding import Study


@dataclass(frozen=True)
class IsolationBasis:
    """What the sentence and the rows are made from."""

    network: nx.MultiDiGraph[str]
    scope: Scope
    response: Response
    everybody: tuple[str, ...]
    respondents: tuple[str, ...]
    links: Mapping[str, Links]
    standings: Mapping[str, Standing]
    without_ties: tuple[int, int] | None

    @property
    def isolated(self) -> int:
        """Respondents without any tie, given or received."""
        return self.without_ties[0] if self.without_ties else 0

    @property
    def undecided(self) -> int:
        """Respondents of which nobody knows whether they are tied until a mention is decided."""
        return sum(1 for node in self.respondents if self.standings[node].id == "undecided")

    @property
    def unconfirmed_too(self) -> int:
        """Respondents without any tie that both sides declared."""
        return self.without_ties[1] if self.without_ties else 0


def sentence(answers: IsolationBasis) -> str:
    """What respondents say of themselves, whom they cite, and between what how many are without ties."""
    if not answers.everybody:
        return tr("no structure is known yet.")
    if not answers.respondents:
        return _nobody_answered(answers)
    sentences = (
        response_text.said(response_text.declared(answers.network, answers.everybody)),
        _cited(answers),
        _alone(answers),
    )
    return " ".join(sentences)


def _nobody_answered(answers: IsolationBasis) -> str:
    alone = [node for node in answers.everybody if not answers.links[node].neighbours]
    untied = len(alone) - len(_waiting(answers))
    base = number(len(answers.everybody))
    if answers.response.gate == "never_asked":
        return trn(
            "nobody was asked about their network, so nobody can be called isolated; {n} structure of "
            "the {base} in the register has no declared tie: we do not know.",
            "nobody was asked about their network, so nobody can be called isolated; {n} structures of "
            "the {base} in the register have no declared tie: we do not know.",
            untied,
            base=base,
        )
    return trn(
        "nobody has answered about their network yet, so nobody can be called isolated; {n} structure "
        "of the {base} in the register has no declared tie: we do not know.",
        "nobody has answered about their network yet, so nobody can be called isolated; {n} structures "
        "of the {base} in the register have no declared tie: we do not know.",
        untied,
        base=base,
    )


def _waiting(answers: IsolationBasis) -> tuple[str, ...]:
    """Without a tie that is read, while a mention that speaks of them waits for a person."""
    waits = {
        node
        for node, one in answers.network.graph.get("unlinked", {}).items()
        if one.cites or one.cited_by or one.may_cite or one.may_be_cited or one.unboxed
    }
    return tuple(node for node in answers.everybody if node in waits and not answers.links[node].neighbours)


def _cited(answers: IsolationBasis) -> str:
    cited = sum(len(answers.links[node].cites) for node in answers.respondents) / len(answers.respondents)
    return trn(
        "On average a respondent cites {mean} structure (answers about the network: {base}).",
        "On average a respondent cites {mean} structures (answers about the network: {base}).",
        int(cited),  # French: «1,5 structure»
        mean=mean(cited),
        base=number(len(answers.respondents)),
    )


def _alone(answers: IsolationBasis) -> str:
    low, high, base = answers.isolated, answers.unconfirmed_too, len(answers.respondents)
    missing = _missing(answers)
    if not high:
        return trn(
            "The {n} respondent has a tie that both sides declared.",
            "Each of the {n} respondents has a tie that both sides declared.",
            base,
        )
    if base == 1:
        told = (
            tr("The only respondent is without a tie, given or received")
            if low
            else tr("The only respondent has a tie, which one side alone declared")
        )
        return f"{told} ({missing})." if missing else f"{told}."
    told = trn(
        "Of {base} respondents, {range} is without a tie: {low} without any, given or received; {n} without one that "
        "both sides declared",
        "Of {base} respondents, {range} are without a tie: {low} without any, given or received; {n} without one that "
        "both sides declared",
        high,
        range=between(low, high),
        base=number(base),
        low=number(low),
    )
    return f"{told} ({missing})." if missing else f"{told}."


def _missing(answers: IsolationBasis) -> str:
    """Whose answer may still reveal a tie; empty where everybody answered."""
    here = len(answers.everybody) - len(answers.respondents)
    if here:
        return trn(
            "the missing answer may still reveal some: {n} structure of {all} has not answered, asked or not",
            "missing answers may still reveal some: {n} structures of {all} have not answered, asked or not",
            here,
            all=number(len(answers.everybody)),
        )
    if any(not has_answered(node) for _, node in answers.network.nodes(data=True)):
        return tr("missing answers from elsewhere may still reveal some")
    return ""


def remarks(answers: IsolationBasis) -> Iterator[str]:
    """Who is silent, and what may not be said of so few answers."""
    unknown = sum(1 for node in answers.everybody if answers.standings[node].id == "unknown")
    if unknown and answers.response.gate != "never_asked":  # nobody was asked: nobody is silent
        yield trn(
            "{n} structure has not answered and nobody cites it: we do not know.",
            "{n} structures have not answered and nobody cites them: we do not know.",
            unknown,
        )
    if answers.undecided:
        yield trn(
            "{n} structure has answered and a mention that may tie it waits for a person: we do not know. "
            "To decide: wtc-eco review.",
            "{n} structures have answered and a mention that may tie them waits for a person: we do not know. "
            "To decide: wtc-eco review.",
            answers.undecided,
        )
    if not answers.respondents:
        if waiting := _waiting(answers):
            yield trn(
                "{n} structure without a tie is spoken of by a mention that waits for a person. To decide: wtc-eco review.",
                "{n} structures without a tie are spoken of by mentions that wait for a person. To decide: wtc-eco review.",
                len(waiting),
            )
        return
    yield from _returned(answers)
    yield from _elsewhere(answers)
    if answers.response.gate == "weak":
        yield tr(
            "With less than {share} of answers no structure is said to hang on one other, nor to stand on the edge.",
            share=percent(FRAGILE),
        )
    elif answers.response.gate == "fragile":
        yield tr(
            "With less than {share} of answers, who hangs on one other or stands on the edge is to be read with care.",
            share=percent(FIRM),
        )


def _returned(answers: IsolationBasis) -> Iterator[str]:
    both = reciprocity(answers.network, answers.scope)
    if both.share is not None and both.ties >= MIN_BASE:
        yield tr(
            "Among respondents, {returned} ties of {ties} are returned ({share}).",
            returned=number(both.returned),
            ties=number(both.ties),
            share=percent(both.share),
        )


def _elsewhere(answers: IsolationBasis) -> Iterator[str]:
    inside = frozenset(answers.everybody)
    away = [
        node
        for node in answers.respondents
        if answers.links[node].neighbours and inside.isdisjoint(answers.links[node].neighbours)
    ]
    if away:
        yield trn(
            "{n} respondent is tied only to structures elsewhere: it is not counted as without ties.",
            "{n} respondents are tied only to structures elsewhere: they are not counted as without ties.",
            len(away),
        )


LONELY = ("isolated", "knows_no_one", "unknown_to_others", "undecided")
FRAIL = ("known_through_bearer", "single_broker", "peripheral")
"""Flags for which a tied structure stands in the rows too."""


def ask(study: Study, scope: Scope = Scope()) -> Finding:  # noqa: B008 - frozen
    """The structures without ties, or with ties one way only, or that hang on one other.

    `low` and `high`: respondents without any tie, on all ties and on those both sides declared. `unknown`:
    structures that did not answer and that nobody cites, and those that a mention not yet decided may tie; they
    are never called isolated.
    """
    scope = replace(scope, territory=study.territory)
    network = study.network
    answers = IsolationBasis(
        network,
        scope,
        response(network, scope),
        within(network, scope),
        respondents(network, scope),
        links(network),
        standings(network),
        isolates(network).among(respondents(network, scope)),
    )
    shown = _shown(answers)
    headings, rows = table(_columns(study, answers), shown, first=("id", "name", "kind", "commune", "bassin"))
    asked = bool(answers.respondents)
    return Finding(
        question="isolated",
        title=tr("Who knows whom"),
        scope=scope.id,
        place=scope.text(),
        base=len(answers.everybody),
        unknown=sum(
            1 for node in answers.everybody if answers.standings[node].id in ("unknown", "undecided")
        ),
        text=response_text.of_all_surveys(study, scope, sentence(answers)),
        headings=headings,
        table=rows,
        response=answers.response.rate,
        asked=answers.response.asked,
        low=answers.isolated if asked else None,
        high=answers.unconfirmed_too if asked else None,
        fragile=answers.response.gate != "firm" if asked else None,
        remarks=notes(*remarks(answers), *to_ask(study, scope)),
        spots=tuple(_spots(study, answers, shown)),
    )


def _shown(answers: IsolationBasis) -> tuple[str, ...]:
    """Those without ties first; then those with ties one way; then those that hang on one other."""
    standings_ = answers.standings
    shown = [
        node
        for node in answers.everybody
        if standings_[node].id in LONELY or any(flag in FRAIL for flag in standings_[node].flags)
    ]

    def order(node: str) -> tuple[Any, ...]:
        here = answers.network.nodes[node]
        return (
            STANDINGS.index(standings_[node].id),
            here["commune"] or "",
            here["name"],
            int(node.removeprefix("S")),
        )

    return tuple(sorted(shown, key=order))


def _columns(study: Study, answers: IsolationBasis) -> tuple[AnswerColumn[str], ...]:
    nodes, standing, ties = answers.network.nodes, answers.standings, answers.links
    registered, territory = study.registry.row, study.territory
    words = territory.standings.words()
    bassins = {key: bassin.text() for key, bassin in territory.bassins.items()}
    return (
        AnswerColumn("id", tr("No."), str),
        AnswerColumn("name", tr("Structure"), lambda node: nodes[node]["name"]),
        AnswerColumn("standing", tr("Standing"), lambda node: standing[node].id, words=words),
        AnswerColumn("commune", tr("Commune"), lambda node: nodes[node]["commune"]),
        AnswerColumn("kind", tr("Kind"), lambda node: nodes[node]["kind"], words=territory.kinds.words()),
        AnswerColumn("bassin", tr("Bassin"), lambda node: nodes[node]["bassin"], words=bassins),
        AnswerColumn(
            "flags", tr("Remarks on the standing"), lambda node: standing[node].flags, "list", words
        ),
        AnswerColumn("reason", tr("Why"), lambda node: standing[node].reason),
        AnswerColumn("n_out", tr("Cites"), lambda node: len(ties[node].cites), "whole"),
        AnswerColumn("n_in", tr("Cited by"), lambda node: len(ties[node].cited_by), "whole"),
        AnswerColumn(
            "upper_bound", tr("May still be cited"), lambda node: standing[node].upper_bound, "flag"
        ),
        AnswerColumn(
            "answered_on", tr("Answered on"), lambda node: nodes[node]["network_answered_on"], "date"
        ),
        AnswerColumn("email", tr("E-mail"), lambda node: registered(node)["email"], "list"),
        AnswerColumn("phone", tr("Phone"), lambda node: registered(node)["phone"], "list"),
        AnswerColumn("website", tr("Website"), lambda node: registered(node)["website"]),
        AnswerColumn("ties", tr("Rows of ties"), lambda node: tuple(map(str, standing[node].ties)), "list"),
    )


def _spots(study: Study, answers: IsolationBasis, shown: Sequence[str]) -> Iterator[Spot]:
    """Where those without ties stand: at their address, else at their commune's centre."""
    for node in shown:
        here, standing = answers.network.nodes[node], answers.standings[node]
        lat, lon = here["lat"], here["lon"]
        commune = study.territory.commune_at(here["ins"]) if here["ins"] else None
        if (lat is None or lon is None) and commune:
            lat, lon = commune.lat, commune.lon
        if standing.id in LONELY and lat is not None and lon is not None:
            yield Spot(node, here["name"], lat, lon, standing.id, standing.reason)
