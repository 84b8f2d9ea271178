"""Which ties were declared, between whom, and did both sides say so?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, table
from wtc_eco.i18n import number, tr, trn
from wtc_eco.model import ACQUAINTANCE
from wtc_eco.network import response, within
from wtc_eco.network.resolution import accounted
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study


def ask(study: Study, scope: Scope = Scope()) -> Finding:  # noqa: B008 - frozen
    """One row for each direction and kind of tie that has an end in the scope, in the order of numbers.

    `low` and `high`: ties of acquaintance that both sides declared, and all of them.
    """
    scope = replace(scope, territory=study.territory)
    answers = response(study.network, scope)
    headings, rows = table(_columns(study), _edges(study, scope))
    states = Counter(row["state"] for row in rows if row["kind"] in ACQUAINTANCE)
    return Finding(
        question="ties",
        title=tr("Declared ties"),
        scope=scope.id,
        place=scope.text(),
        base=answers.n,
        unknown=answers.n - answers.answered_network,
        text=_sentence(states, answers.n),
        headings=headings,
        table=rows,
        response=answers.rate,
        asked=answers.asked,
        low=states["confirmed"],
        high=states.total(),
        remarks=() if scope.bassin or scope.commune else notes(*_remarks(study)),
    )


def _sentence(states: Mapping[str, int], n_structures: int) -> str:
    base = number(n_structures)
    total = sum(states.values())
    if not total:
        return tr("no tie is declared between the {base} structures known.", base=base)
    return trn(
        "{n} tie declared by or about the {base} structures known; confirmed by both sides: {confirmed}; "
        "by one side only: {one_sided}; waiting for the other's answer: {unconfirmed}.",
        "{n} ties declared by or about the {base} structures known; confirmed by both sides: {confirmed}; "
        "by one side only: {one_sided}; waiting for the other's answer: {unconfirmed}.",
        total,
        confirmed=number(states["confirmed"]),
        one_sided=number(states["one_sided"]),
        unconfirmed=number(states["unconfirmed"]),
        base=base,
    )


def _remarks(study: Study) -> Iterator[str]:
    accounts: Mapping[str, int] = study.network.graph.get("accounts", {})
    if accounts.get("to_review") or accounts.get("rejected"):
        yield tr("{account}. Those that wait: wtc-eco review.", account=accounted(accounts))
    left_out: Mapping[str, int] = study.network.graph.get("not_counted", {})
    over = left_out.get("ended", 0) + left_out.get("expired", 0)
    if over:
        yield trn("{n} tie that is over is not counted.", "{n} ties that are over are not counted.", over)
    gone = left_out.get("inactive", 0)
    if gone:
        yield trn(
            "{n} tie with a structure that is closed or withdrawn is not counted.",
            "{n} ties with structures that are closed or withdrawn are not counted.",
            gone,
        )


Edge = tuple[str, str, Mapping[str, Any]]
"""Who is tied, to whom, and the attributes of the tie."""


def _edges(study: Study, scope: Scope) -> Iterator[Edge]:
    inside = frozenset(within(study.network, scope))
    for start, end, tie in study.network.edges(data=True):
        if start in inside or end in inside:
            yield start, end, tie


def _columns(study: Study) -> tuple[AnswerColumn[Edge], ...]:
    nodes, territory = study.network.nodes, study.territory
    standings, themes = territory.standings.words(), territory.themes.words()
    return (
        AnswerColumn("from", tr("No. of who is tied"), lambda edge: edge[0]),
        AnswerColumn("to", tr("No. of whom"), lambda edge: edge[1]),
        AnswerColumn("from_name", tr("Who is tied"), lambda edge: nodes[edge[0]]["name"]),
        AnswerColumn("to_name", tr("To whom"), lambda edge: nodes[edge[1]]["name"]),
        AnswerColumn("kind", tr("Kind of tie"), lambda edge: edge[2]["kind"], words=_kinds()),
        AnswerColumn("state", tr("Said by both sides?"), lambda edge: edge[2]["state"], words=standings),
        AnswerColumn("themes", tr("Themes"), lambda edge: edge[2]["themes"], "list", themes),
        AnswerColumn("per_year", tr("People a year"), lambda edge: edge[2]["per_year"], "number"),
        AnswerColumn("declared_on", tr("Declared on"), lambda edge: edge[2]["declared_on"], "date"),
        AnswerColumn("ties", tr("Rows of ties"), lambda edge: tuple(map(str, edge[2]["ties"])), "list"),
    )


def _kinds() -> dict[str, str]:
    return {
        "knows": tr("knows"),
        "refers": tr("sends people to"),
        "works_with": tr("works with"),
        "hosts": tr("hosts"),
        "met": tr("met"),
        "wish": tr("wishes to meet"),
    }
