"""Who answered about their network, and what may be said while others are silent?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, table
from wtc_eco.analysis.response_text import in_reminder_order, of_all_surveys, survey_by_survey, to_ask
from wtc_eco.i18n import number, percent, tr, trn
from wtc_eco.model import MIN_BASE
from wtc_eco.network import Response, response, response_by, within
from wtc_eco.registry.participation import has_answered
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.territory import Territory

CALLED_FIRST = 3
"""How many of the silent a remark names: those that others cite most."""


def ask(study: Study, scope: Scope = Scope()) -> Finding:  # noqa: B008 - frozen
    """How many were asked and answered, by place and by kind; whom to ask again first."""
    scope = replace(scope, territory=study.territory)
    answers = response(study.network, scope)
    headings, rows = table(_columns(study.territory), _groups(study, scope))
    return Finding(
        question="answers",
        title=tr("Who answered"),
        scope=scope.id,
        place=scope.text(),
        base=answers.n,
        unknown=answers.n - answers.answered_network,
        text=of_all_surveys(study, scope, sentence(answers)),
        headings=headings,
        table=rows,
        response=answers.rate,
        asked=answers.asked,
        remarks=notes(*_remarks(study, scope)),
    )


def sentence(answers: Response) -> str:
    """How many answered of those asked, and what their silence allows to say."""
    if not answers.n:
        return tr("no structure is known yet.")
    if answers.gate == "never_asked":
        return trn(
            "no survey of the network has been made yet of the {n} structure known; who is isolated and "
            "whom to introduce to whom must wait for answers.",
            "no survey of the network has been made yet of the {n} structures known; who is isolated and "
            "whom to introduce to whom must wait for answers.",
            answers.n,
        )
    sentences = (_answered(answers), _silent(answers), _never_asked(answers), _care(answers))
    return " ".join(filter(None, sentences))


def _answered(answers: Response) -> str:
    asked = number(answers.asked)
    if answers.rate is None or answers.asked < MIN_BASE:
        return trn(
            "{n} structure of {asked} asked has answered about its network.",
            "{n} structures of {asked} asked have answered about their network.",
            answers.answered_network,
            asked=asked,
        )
    return trn(
        "{n} structure of {asked} asked has answered about its network, that is {share}.",
        "{n} structures of {asked} asked have answered about their network, that is {share}.",
        answers.answered_network,
        share=percent(answers.rate),
        asked=asked,
    )


def _silent(answers: Response) -> str:
    if not answers.still_to_answer:
        return ""
    return trn(
        "The other one is not “isolated”: we do not know.",
        "The {n} others are not “isolated”: we do not know.",
        answers.still_to_answer,
    )


def _never_asked(answers: Response) -> str:
    if not answers.never_asked:
        return ""
    return trn(
        "{n} structure of the register was not asked.",
        "{n} structures of the register were not asked.",
        answers.never_asked,
    )


def _care(answers: Response) -> str:
    match answers.gate:
        case "fragile":
            return tr("Rankings of relay structures are to be read with care.")
        case "weak":
            return trn(
                "That is too few to rank relay structures; what follows speaks of {n} respondent.",
                "That is too few to rank relay structures; what follows speaks of {n} respondents.",
                answers.answered_network,
            )
        case _:
            return ""


def _remarks(study: Study, scope: Scope) -> tuple[str, ...]:
    first = _call_first(study, scope)
    names = " · ".join(f"{name} ({number(n)})" for name, n in first)
    called = (tr("Without an answer, and cited most by others: {names}.", names=names),) if first else ()
    return (*survey_by_survey(study, scope), *called, *to_ask(study, scope))


def _call_first(study: Study, scope: Scope) -> list[tuple[str, int]]:
    """Those who never answered and whom others cite, the first to remind first, with how many cite them."""
    network = study.network
    silent = [node for node in within(network, scope) if not has_answered(network.nodes[node])]
    cited = [one for one in in_reminder_order(network, silent) if one.cited_by]
    return [(network.nodes[one.id]["name"], one.cited_by) for one in cited[:CALLED_FIRST]]


@dataclass(frozen=True)
class AnsweredGroup:
    """Structures of one place or kind, and what they answered."""

    by: str
    id: str | None
    answers: Response


def _groups(study: Study, scope: Scope) -> list[AnsweredGroup]:
    place = "ins" if scope.bassin or scope.commune else "bassin"
    return [
        AnsweredGroup(attribute, key, answers)
        for attribute in (place, "kind")
        for key, answers in response_by(study.network, attribute, scope).items()
    ]


def _columns(territory: Territory) -> tuple[AnswerColumn[AnsweredGroup], ...]:
    groups = {"bassin": tr("Bassin"), "ins": tr("Commune"), "kind": tr("Kind")}
    names = {key: bassin.text() for key, bassin in territory.bassins.items()}
    names |= {commune.ins: commune.name for commune in territory.communes.values()} | territory.kinds.words()

    def share(group: AnsweredGroup) -> float | None:
        return group.answers.rate if group.answers.asked >= MIN_BASE else None

    return (
        AnswerColumn("by", tr("Grouped by"), words=groups),
        AnswerColumn("id", tr("Name"), words=names),
        AnswerColumn("structures", tr("Structures"), lambda group: group.answers.n, "whole"),
        AnswerColumn("asked", tr("Asked"), lambda group: group.answers.asked, "whole"),
        AnswerColumn(
            "answered_offer",
            tr("Answered about their offer"),
            lambda group: group.answers.answered_offer,
            "whole",
        ),
        AnswerColumn(
            "answered_network",
            tr("Answered about their network"),
            lambda group: group.answers.answered_network,
            "whole",
        ),
        AnswerColumn("share", tr("Share of answers"), share, "share"),
        AnswerColumn(
            "silent", tr("Asked, no answer yet"), lambda group: group.answers.still_to_answer, "whole"
        ),
        AnswerColumn("never_asked", tr("Never asked"), lambda group: group.answers.never_asked, "whole"),
    )
