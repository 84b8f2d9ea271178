"""Whose answer about its network is still awaited, and which answers would tell most?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading, notes, titled
from wtc_eco.i18n import listing, number, tr, trn
from wtc_eco.network import links, response, within
from wtc_eco.territory import Scope
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.territory import Territory

NAMED = 3
"""How many the sentence names: those that others cite most."""
Row = dict[str, Any]


def ask(study: Study, scope: Scope = Scope()) -> Finding:  # noqa: B008 - frozen
    """The structures whose answer about their network is missing, those that others cite most first.

    Those asked and those never asked are told apart by `asked_on` and `asked`.
    """
    scope = replace(scope, territory=study.territory)
    answers = response(study.network, scope)
    rows = sorted(_rows(study, scope), key=_place)
    return Finding(
        question="reminders",
        title=titled(tr("Answers awaited"), scope.text()),
        short_title=tr("Answers awaited"),
        scope=scope.id,
        place=scope.text(),
        base=answers.n,
        unknown=len(rows),
        text=" ".join(_said(rows)),
        headings=_headings(study.territory),
        table=tuple(rows),
        response=answers.rate,
        remarks=notes(tr("A structure that has not answered is not alone: nobody knows.")),
    )


def _rows(study: Study, scope: Scope) -> Iterator[Row]:
    network, held = study.network, links(study.network)
    for node in within(network, scope):
        own = network.nodes[node]
        if own["network_answered_on"]:
            continue
        registered = study.registry.row(node)
        yield {
            "id": node,
            "name": own["name"],
            "kind": own["kind"],
            "commune": own["commune"],
            "asked": bool(own["asked_on"] or own["answered_on"]),
            "asked_on": own["asked_on"],
            "n_in": len(held[node].cited_by),
            "email": registered["email"],
            "phone": registered["phone"],
        }


def _place(row: Row) -> tuple[Any, ...]:
    return not row["asked"], -row["n_in"], fold(row["name"] or ""), int(row["id"].removeprefix("S"))


def _said(rows: Sequence[Row]) -> Iterator[str]:
    asked = [row for row in rows if row["asked"]]
    never = len(rows) - len(asked)
    if asked:
        yield trn(
            "the answer of {n} structure that was asked is awaited; {dark} of them without a known e-mail address.",
            "the answers of {n} structures that were asked are awaited; {dark} of them without a known e-mail address.",
            len(asked),
            dark=number(sum(not row["email"] for row in asked)),
        )
        cited = [f"{row['name']} ({number(row['n_in'])})" for row in asked if row["n_in"]][:NAMED]
        if cited:
            yield tr("Cited most by others: {names}.", names=listing(cited))
    else:
        yield tr("no answer of a structure that was asked is awaited.")
    if never:
        yield trn("{n} structure was never asked.", "{n} structures were never asked.", never)


def _headings(territory: Territory) -> tuple[Heading, ...]:
    return (
        Heading("name", tr("Structure")),
        Heading("kind", tr("Kind"), words=territory.kinds.words()),
        Heading("commune", tr("Commune")),
        Heading("n_in", tr("Cited by"), "whole"),
        Heading("asked", tr("Asked"), "flag"),
        Heading("asked_on", tr("Asked on"), "date"),
        Heading("email", tr("E-mail"), "list"),
        Heading("phone", tr("Phone"), "list"),
        Heading("id", tr("No.")),
    )
