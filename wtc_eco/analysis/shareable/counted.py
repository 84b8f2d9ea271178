"""Answers about ties and teams, as partners may read them: counts of ten or more, never of one structure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis import self_declared
from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.analysis.shareable.rules import ENOUGH
from wtc_eco.locale import number, tr, trn
from wtc_eco.network import respondents, standings, within
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wtc_eco.analysis.study import Study
    from wtc_eco.territory import Territory

COUNTED = ("isolated", "unknown_to_others", "knows_no_one", "single_broker", "peripheral")
"""The standings and flags of those who answered that are counted, each of ten respondents or more."""


def standings_counted(study: Study, scope: Scope, finding: Finding) -> Finding:
    """How many are to be introduced to partners, to be made known …; which ones stays in the working edition."""
    heard = respondents(study.network, scope)
    if len(heard) < ENOUGH:
        return _too_few(finding, scope, len(heard))
    counts = _counts(study, heard)
    told = self_declared.said(self_declared.declared(study.network, within(study.network, scope)))
    if counts["isolated"] == len(heard):
        # Of everybody is of each.
        return _too_few(finding, scope, len(heard))
    said = trn(
        "{place}: {told} Of the {base} that answered about their network, at most {n} is to be introduced to partners.",
        "{place}: {told} Of the {base} that answered about their network, at most {n} are to be introduced to partners.",
        counts["isolated"],
        place=scope.text(),
        told=told,
        base=number(len(heard)),
    )
    words = shared_words(study.territory)
    return replace(
        finding,
        text=said,
        headings=(
            Heading("standing", tr("Standing"), words=words),
            Heading("n", tr("Structures, at most"), "whole"),
            Heading("base", tr("Answers behind it"), "whole"),
        ),
        table=tuple(
            {"standing": key, "n": counts[key], "base": len(heard)}
            for key in COUNTED
            if counts[key] < len(heard)
        ),
        low=None,
        high=None,
        remarks=(tr("Which ones is told to those concerned only."),),
        spots=(),
    )


def _counts(study: Study, heard: tuple[str, ...]) -> Counter[str]:
    """How many of those who answered have each standing, and each flag."""
    held = standings(study.network)
    found = [held[node] for node in heard]
    return Counter(name for one in found for name in (one.id, *one.flags))


def shared_words(territory: Territory) -> Mapping[str, str]:
    """The pack's words for partners; where it has none, those by which a result is counted."""
    return {key: term.shared() or term.texts() for key, term in territory.standings.items()}


def _too_few(finding: Finding, scope: Scope, n: int) -> Finding:
    return replace(
        finding,
        text=trn(
            "{place}: {n} structure has answered about its network: too few to count anything here.",
            "{place}: {n} structures have answered about their network: too few to count anything here.",
            n,
            place=scope.text(),
        ),
        headings=(),
        table=(),
        low=None,
        high=None,
        fragile=None,
        remarks=(),
        spots=(),
    )


def acquaintance(study: Study, scope: Scope, finding: Finding) -> Finding:
    """Who cites whom between groups of ten or more: a cell of smaller ones would tell a tie."""
    heard = len(respondents(study.network, scope))
    if heard < ENOUGH:
        return _too_few(finding, scope, heard)
    large = [row for row in finding.rows() if row["structures"] >= ENOUGH]
    kept = {"of", "structures", "answers", "cites", "ties", "index", *(f"to_{row['of']}" for row in large)}
    return replace(
        finding,
        headings=tuple(head for head in finding.headings if head.id in kept),
        table=tuple({name: row[name] for name in row if name in kept} for row in large),
    )


def introductions(study: Study, scope: Scope, finding: Finding) -> Finding:
    """How many are proposed; who to whom is told to the two alone."""
    del study, scope
    n = len(finding.rows())
    said = (
        trn(
            "{n} introduction is proposed between structures; it is told to those concerned first.",
            "{n} introductions are proposed between structures; they are told to those concerned first.",
            n,
        )
        if n
        else tr("No introduction is proposed yet.")
    )
    return replace(
        finding, text=said, headings=(), table=(), low=None, high=None, remarks=tuple(_orders(n)), spots=()
    )


def _orders(n: int) -> Iterator[str]:
    if n:
        yield tr("An introduction rests on what both offer, never on a judgement.")


LEVELS = ("yes", "partly", "no")


def _alike(row: Mapping[str, Any]) -> bool:
    """Whether all of a group say the same: its count would be said of each of them."""
    return any(row[level] == row["known"] for level in LEVELS)


def trained_counted(study: Study, scope: Scope, finding: Finding) -> Finding:
    """Shares of trained teams of ten answers or more; who trained nobody is not counted of a few."""
    del study
    known = finding.base - finding.unknown
    mixed = tuple(row for row in finding.rows() if not _alike(row))
    kept: dict[str, Any] = {"low": None, "high": None, "remarks": finding.remarks[:1], "table": mixed}
    whole = Counter(
        {level: sum(row[level] for row in finding.rows() if row["by"] == "kind") for level in LEVELS}
    )
    if known >= ENOUGH and not _alike({**whole, "known": known}):
        return replace(finding, **kept)
    said = tr("{scope}: too few structures have said whether their team is trained.", scope=scope.text())
    return replace(finding, text=said, **kept)
