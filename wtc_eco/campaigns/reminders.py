"""Who has still to answer the last survey sent to it: whom to write to or call first, and where?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading, notes
from wtc_eco.analysis.response_text import survey_by_survey, surveys_differ
from wtc_eco.events.invitations.candidates import objected, reached
from wtc_eco.events.invitations.request import Address, Circumstances
from wtc_eco.i18n import listing, number, tr, trn
from wtc_eco.network import Response, awaited, response
from wtc_eco.network.reminder_order import Ranked, in_reminder_order
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
    return Finding(
        question="remind",
        title=tr("Whom to remind"),
        scope=scope.id,
        place=scope.text(),
        base=asked,
        unknown=len(still),
        text=_sentence(reminders),
        headings=_headings(study),
        table=tuple(_row(reminders, rank, one) for rank, one in enumerate(reminders.first, start=1)),
        response=1 - len(still) / asked if asked else None,
        remarks=notes(*_remarks(reminders)),
    )


def _row(reminders: _Reminders, rank: int, one: Ranked) -> Mapping[str, Any]:
    here = reminders.study.network.nodes[one.id]
    address = reminders.addresses[one.id]
    return {
        "rank": rank,
        "id": one.id,
        "name": here["name"],
        "commune": here["commune"],
        "named_by": one.cited_by,
        "clarifies": one.clarifies,
        "way": "write" if address.email else "call" if address.phone else "find",
        "email": address.email,
        "phone": address.phone,
        "person": address.person,
        "origin": address.origin or None,
        "kind": here["kind"],
        "asked_on": here["asked_on"],
        "answered_on": here["network_answered_on"],
        "answered_offer": bool(here["answered_on"]),
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
