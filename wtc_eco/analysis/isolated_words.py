"""What is said of who knows whom, and of those nobody is linked with, as far as the answers tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.analysis import self_declared
from wtc_eco.analysis.self_declared import ENOUGH
from wtc_eco.locale import number, percent, tr, trn
from wtc_eco.network import Links, Response, Standing, links, reciprocity
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.network.contract import State

CONFIRMED: tuple[State, ...] = ("confirmed",)


@dataclass(frozen=True)
class Answers:
    """What the sentence and the rows are made from."""

    network: nx.MultiDiGraph[str]
    scope: Scope
    response: Response
    everybody: tuple[str, ...]
    respondents: tuple[str, ...]
    links: Mapping[str, Links]
    standings: Mapping[str, Standing]

    @property
    def isolated(self) -> int:
        """Respondents without any tie, given or received."""
        return sum(1 for node in self.respondents if self.standings[node].id == "isolated")

    @property
    def unconfirmed_too(self) -> int:
        """Respondents without any tie that both sides declared."""
        confirmed = links(self.network, states=CONFIRMED)
        return sum(1 for node in self.respondents if not confirmed[node].neighbours)


def sentence(answers: Answers) -> str:
    """What respondents say of themselves, whom they cite, and how many are without ties at most."""
    if not answers.everybody:
        return tr("{place}: no structure is known yet.", place=answers.scope.text())
    if not answers.respondents:
        return _nobody_answered(answers)
    said = (_of_themselves(answers), _cited(answers), _alone(answers))
    return tr("{place}: {sentences}", place=answers.scope.text(), sentences=" ".join(said))


def _nobody_answered(answers: Answers) -> str:
    untied = sum(1 for node in answers.everybody if not answers.links[node].neighbours)
    said = {"place": answers.scope.text(), "base": number(len(answers.everybody))}
    if answers.response.gate == "never_asked":
        return trn(
            "{place}: nobody was asked about their network, so nobody can be called isolated; {n} structure of "
            "the {base} in the register has no declared tie: we do not know.",
            "{place}: nobody was asked about their network, so nobody can be called isolated; {n} structures of "
            "the {base} in the register have no declared tie: we do not know.",
            untied,
            **said,
        )
    return trn(
        "{place}: nobody has answered about their network yet, so nobody can be called isolated; {n} structure "
        "of the {base} in the register has no declared tie: we do not know.",
        "{place}: nobody has answered about their network yet, so nobody can be called isolated; {n} structures "
        "of the {base} in the register have no declared tie: we do not know.",
        untied,
        **said,
    )


def _of_themselves(answers: Answers) -> str:
    """Compared with nothing else, and never derived from ties."""
    return self_declared.said(self_declared.declared(answers.network, answers.everybody))


def _cited(answers: Answers) -> str:
    mean = sum(len(answers.links[node].cites) for node in answers.respondents) / len(answers.respondents)
    whole = mean >= ENOUGH or round(mean, 1) == round(mean)
    return trn(
        "On average a respondent cites {mean} structure (answers about the network: {base}).",
        "On average a respondent cites {mean} structures (answers about the network: {base}).",
        int(mean),  # French: «1,5 structure»
        mean=number(mean, 0 if whole else 1),
        base=number(len(answers.respondents)),
    )


def _alone(answers: Answers) -> str:
    n, base = answers.isolated, len(answers.respondents)
    if not n:
        return trn(
            "The {n} respondent has at least one declared tie, given or received.",
            "Each of the {n} respondents has at least one declared tie, given or received.",
            base,
        )
    missing = _missing(answers)
    if not missing:
        return trn(
            "{n} of the {base} respondents has no declared tie, neither given nor received.",
            "{n} of the {base} respondents have no declared tie, neither given nor received.",
            n,
            base=number(base),
        )
    return trn(
        "At most {n} of the {base} respondents has no declared tie, neither given nor received: {missing}.",
        "At most {n} of the {base} respondents have no declared tie, neither given nor received: {missing}.",
        n,
        base=number(base),
        missing=missing,
    )


def _missing(answers: Answers) -> str:
    """Whose answer may still reveal a tie; empty where everybody answered."""
    here = len(answers.everybody) - len(answers.respondents)
    if here:
        return trn(
            "the missing answer may still reveal some", "the {n} missing answers may still reveal some", here
        )
    if any(not held["network_answered_on"] for _, held in answers.network.nodes(data=True)):
        return tr("missing answers from elsewhere may still reveal some")
    return ""


def remarks(answers: Answers) -> Iterator[str]:
    """Who is silent, what only confirmed ties would say, and what may not be said of so few answers."""
    unknown = sum(1 for node in answers.everybody if answers.standings[node].id == "unknown")
    if unknown:
        yield trn(
            "{n} structure has not answered and nobody cites it: we do not know.",
            "{n} structures have not answered and nobody cites them: we do not know.",
            unknown,
        )
    if not answers.respondents:
        return
    yield trn(
        "Counting only ties that both sides declared, {n} respondent has none.",
        "Counting only ties that both sides declared, {n} respondents have none.",
        answers.unconfirmed_too,
    )
    yield from _returned(answers)
    yield from _elsewhere(answers)
    if answers.response.gate == "weak":
        yield tr(
            "With less than 60% of answers no structure is said to hang on one other, nor to stand on the edge."
        )
    elif answers.response.gate == "fragile":
        yield tr(
            "With less than 75% of answers, who hangs on one other or stands on the edge is to be read with care."
        )


def _returned(answers: Answers) -> Iterator[str]:
    both = reciprocity(answers.network, answers.scope)
    if both.share is not None and both.ties >= ENOUGH:
        yield tr(
            "Among respondents, {returned} ties of {ties} are returned ({share}).",
            returned=number(both.returned),
            ties=number(both.ties),
            share=percent(both.share),
        )


def _elsewhere(answers: Answers) -> Iterator[str]:
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
