"""Whose answer about its network is awaited, and which answers would tell most?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, Row, notes, placed, table
from wtc_eco.analysis.response_text import Ranked, in_reminder_order, surveys_differ
from wtc_eco.i18n import listing, number, tr, trn
from wtc_eco.network import awaited, response, within
from wtc_eco.registry.participation import was_asked
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study

NAMED = 3
"""How many the sentence names: those that others cite most."""


def ask(study: Study, scope: Scope = Scope()) -> Finding:  # noqa: B008 - frozen
    """The structures that have still to answer the last survey that asked them, then those never asked.

    Both in the order of reminders; `asked` tells them apart, and `answered_on` is the answer to an earlier survey.
    `unknown` counts those that never answered any.
    """
    scope = replace(scope, territory=study.territory)
    answers = response(study.network, scope)
    nodes = study.network.nodes
    still = awaited(study.network, study.registry, scope)
    never = [node for node in within(study.network, scope) if not was_asked(nodes[node])]
    ranked = (
        *in_reminder_order(study.network, still),
        *in_reminder_order(study.network, never),
    )
    first = ("id", "name", "kind", "commune", "asked_on", "asked", "answered_on")
    headings, rows = table(_columns(study), ranked, first=first)
    return Finding(
        question="reminders",
        **placed(tr("Answers awaited"), scope),
        base=answers.n,
        unknown=answers.n - answers.answered_network,
        text=" ".join(_said(rows, last_survey=surveys_differ(study, scope))),
        headings=headings,
        table=rows,
        response=answers.rate,
        asked=answers.asked,
        remarks=notes(tr("A structure that has not answered is not alone: nobody knows.")),
    )


def _said(rows: Sequence[Row], *, last_survey: bool) -> Iterator[str]:
    asked = [row for row in rows if row["asked"]]
    never = len(rows) - len(asked)
    if asked:
        yield _awaited(asked, last_survey=last_survey)
        cited = [f"{row['name']} ({number(row['n_in'])})" for row in asked if row["n_in"]][:NAMED]
        if cited:
            yield tr("Cited most by others: {names}.", names=listing(cited))
    else:
        yield tr("no answer of a structure that was asked is awaited.")
    if never:
        yield trn("{n} structure was never asked.", "{n} structures were never asked.", never)


def _awaited(asked: Sequence[Row], *, last_survey: bool) -> str:
    dark = number(sum(not row["email"] for row in asked))
    if last_survey:
        return trn(
            "{n} structure has still to answer the last survey sent to it; {earlier} of them answered an "
            "earlier one, {dark} without a known e-mail address.",
            "{n} structures have still to answer the last survey sent to them; {earlier} of them answered an "
            "earlier one, {dark} without a known e-mail address.",
            len(asked),
            earlier=number(sum(row["answered_on"] is not None for row in asked)),
            dark=dark,
        )
    return trn(
        "the answer of {n} structure that was asked is awaited; {dark} of them without a known e-mail address.",
        "the answers of {n} structures that were asked are awaited; {dark} of them without a known e-mail address.",
        len(asked),
        dark=dark,
    )


def _columns(study: Study) -> tuple[AnswerColumn[Ranked], ...]:
    nodes, registered, kinds = study.network.nodes, study.registry.row, study.territory.kinds.words()
    return (
        AnswerColumn("name", tr("Structure"), lambda one: nodes[one.id]["name"]),
        AnswerColumn("kind", tr("Kind"), lambda one: nodes[one.id]["kind"], words=kinds),
        AnswerColumn("commune", tr("Commune"), lambda one: nodes[one.id]["commune"]),
        AnswerColumn("n_in", tr("Cited by"), lambda one: one.cited_by, "whole"),
        AnswerColumn("clarifies", tr("Would settle"), shape="whole"),
        AnswerColumn("asked", tr("Asked"), lambda one: was_asked(nodes[one.id]), "flag"),
        AnswerColumn("asked_on", tr("Asked on"), lambda one: nodes[one.id]["asked_on"], "date"),
        AnswerColumn(
            "answered_on", tr("Earlier answer"), lambda one: nodes[one.id]["network_answered_on"], "date"
        ),
        AnswerColumn("email", tr("E-mail"), lambda one: registered(one.id)["email"], "list"),
        AnswerColumn("phone", tr("Phone"), lambda one: registered(one.id)["phone"], "list"),
        AnswerColumn("id", tr("No.")),
    )
