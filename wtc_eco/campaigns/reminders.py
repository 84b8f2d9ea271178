"""Who has still to answer the last survey sent to it: whom to write to or call first, and where?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, table
from wtc_eco.analysis.response_text import Ranked, in_reminder_order, survey_by_survey, surveys_differ
from wtc_eco.events.invitations.candidates import objected, reached
from wtc_eco.events.invitations.request import Address, Circumstances
from wtc_eco.i18n import listing, number, tr, trn
from wtc_eco.network import Response, awaited, response
from wtc_eco.registry.participation import has_answered
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study

FIRST = 3
"""How many the sentence names."""


@dataclass(frozen=True)
class _Reminders:
    """What the sentence and the remarks are made from: all whose answer is awaited, and those that may be written to."""

    study: Study
    scope: Scope
    response: Response
    awaited: tuple[str, ...]
    first: tuple[Ranked, ...]
    addresses: Mapping[str, Address]


def ask(study: Study, scope: Scope, circumstances: Circumstances) -> Finding:
    """Those asked who have still to answer, in the order of reminders; `unknown` counts them.

    Those who objected to being written to are counted, not named.
    """
    scope = replace(scope, territory=study.territory)
    network, registry = study.network, study.registry
    still = awaited(network, registry, scope)
    may_be_asked = [node for node in still if not objected(registry.row(node), circumstances)]
    reminders = _Reminders(
        study,
        scope,
        response(network, scope),
        still,
        in_reminder_order(network, may_be_asked),
        {node: reached(registry.row(node), circumstances) for node in may_be_asked},
    )
    asked = reminders.response.asked
    headings, rows = table(_columns(reminders), reminders.first)
    return Finding(
        question="remind",
        title=tr("Whom to remind"),
        scope=scope.id,
        place=scope.text(),
        base=asked,
        unknown=len(still),
        text=_sentence(reminders),
        headings=headings,
        table=rows,
        response=1 - len(still) / asked if asked else None,
        remarks=notes(*_remarks(reminders)),
    )


def _columns(reminders: _Reminders) -> tuple[AnswerColumn[Ranked], ...]:
    nodes, addresses = reminders.study.network.nodes, reminders.addresses
    rank = {one.id: place for place, one in enumerate(reminders.first, start=1)}
    ways = {"write": tr("To write to"), "call": tr("To call"), "find": tr("Address to be found")}

    def way(one: Ranked) -> str:
        address = addresses[one.id]
        return "write" if address.email else "call" if address.phone else "find"

    return (
        AnswerColumn("rank", tr("Rank"), lambda one: rank[one.id], "whole"),
        AnswerColumn("id", tr("No.")),
        AnswerColumn("name", tr("Structure"), lambda one: nodes[one.id]["name"]),
        AnswerColumn("commune", tr("Commune"), lambda one: nodes[one.id]["commune"]),
        AnswerColumn("named_by", tr("Cited by"), lambda one: one.cited_by, "whole"),
        AnswerColumn("clarifies", tr("Would settle"), shape="whole"),
        AnswerColumn("way", tr("How"), way, words=ways),
        AnswerColumn("email", tr("E-mail"), lambda one: addresses[one.id].email),
        AnswerColumn("phone", tr("Phone"), lambda one: addresses[one.id].phone),
        AnswerColumn("person", tr("Person"), lambda one: addresses[one.id].person),
        AnswerColumn(
            "origin", tr("Where the address comes from"), lambda one: addresses[one.id].origin or None
        ),
        AnswerColumn(
            "kind",
            tr("Kind"),
            lambda one: nodes[one.id]["kind"],
            words=reminders.study.territory.kinds.words(),
        ),
        AnswerColumn("asked_on", tr("Asked on"), lambda one: nodes[one.id]["asked_on"], "date"),
        AnswerColumn(
            "answered_on", tr("Earlier answer"), lambda one: nodes[one.id]["network_answered_on"], "date"
        ),
        AnswerColumn(
            "answered_offer", tr("Offer answered"), lambda one: bool(nodes[one.id]["answered_on"]), "flag"
        ),
    )


def _sentence(reminders: _Reminders) -> str:
    scope, nodes = reminders.scope, reminders.study.network.nodes
    if not reminders.response.asked:
        return tr(
            "nobody has been asked yet, so there is nobody to remind. To ask: wtc-eco survey --bassin {bassin}",
            bassin=scope.bassin.id if scope.bassin else "…",
        )
    if not reminders.first:
        return tr("everybody who was asked and may be reminded has answered.")
    cited = [one for one in reminders.first if one.cited_by][:FIRST]
    names = [f"{nodes[one.id]['name']} ({number(one.cited_by)})" for one in cited]
    first = tr("Begin with those whom others cite most: {names}.", names=listing(names)) if names else ""
    return f"{_awaited(reminders)} {first}".strip()


def _awaited(reminders: _Reminders) -> str:
    nodes, asked = reminders.study.network.nodes, number(reminders.response.asked)
    if not surveys_differ(reminders.study, reminders.scope):
        return trn(
            "of {asked} structures asked, {n} has not answered about its network.",
            "of {asked} structures asked, {n} have not answered about their network.",
            len(reminders.awaited),
            asked=asked,
        )
    earlier = sum(1 for node in reminders.awaited if has_answered(nodes[node]))
    return trn(
        "of {asked} structures asked, {n} has still to answer the last survey sent to it; {earlier} of them "
        "answered an earlier one.",
        "of {asked} structures asked, {n} have still to answer the last survey sent to them; {earlier} of them "
        "answered an earlier one.",
        len(reminders.awaited),
        earlier=number(earlier),
        asked=asked,
    )


def _remarks(reminders: _Reminders) -> Iterator[str]:
    yield from survey_by_survey(reminders.study, reminders.scope)
    if surveys_differ(reminders.study, reminders.scope):
        yield tr(
            "All surveys together: {answered} of {asked} asked have answered about their network.",
            answered=number(reminders.response.answered_network),
            asked=number(reminders.response.asked),
        )
    if reminders.first:
        yield _ways(reminders.addresses.values())
    n_objected = len(reminders.awaited) - len(reminders.first)
    if n_objected:
        yield trn(
            "{n} structure is left out: it objected to being written to.",
            "{n} structures are left out: they objected to being written to.",
            n_objected,
        )
    if reminders.response.never_asked and reminders.response.asked:
        yield trn(
            "{n} structure of the register was never asked: send the survey again, it goes to those that are new.",
            "{n} structures of the register were never asked: send the survey again, it goes to those that are new.",
            reminders.response.never_asked,
        )


def _ways(addresses: Iterable[Address]) -> str:
    by_mail = [bool(address.email) for address in addresses]
    return tr(
        "{write} to write to, {call} to call or to look for.",
        write=number(by_mail.count(True)),
        call=number(by_mail.count(False)),
    )
