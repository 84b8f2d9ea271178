"""An answer of the working edition turned into one of the shared edition, before anything is rendered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding
from wtc_eco.analysis.shareable.counted import acquaintance, introductions, standings_counted, trained_counted
from wtc_eco.analysis.shareable.rules import ENOUGH, RULES, Rule
from wtc_eco.locale import tr
from wtc_eco.network import response
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study

Turned = Callable[["Study", Scope, Finding], Finding]

COUNTED: Mapping[str, Turned] = {
    "isolated": standings_counted,
    "acquaintance": acquaintance,
    "missing_links": introductions,
    "training": trained_counted,
}
"""Answers that are told otherwise to partners: what is said of one structure becomes a count, or nothing."""


def shareable(study: Study, finding: Finding) -> Finding:
    """The answer as partners may read it: no person, no tie, no status by name, no share of fewer than ten."""
    scope = _scope(study, finding.scope)
    told = COUNTED[finding.question](study, scope, finding) if finding.question in COUNTED else finding
    rule = RULES.get(finding.question)
    if rule is not None:
        told = _kept(told, rule)
    elif finding.question not in COUNTED:
        told = _hidden(told)
    few = response(study.network, scope).asked < ENOUGH
    remarks = tuple(said for said in told.remarks if not (few and "%" in said))
    return replace(told, edition="shared", response=None if few else told.response, remarks=remarks)


def _scope(study: Study, asked: str) -> Scope:
    """The scope of an answer from its id; the whole territory where it is about something else."""
    bassin = study.territory.bassins.get(asked)
    commune = study.territory.communes.get(asked)
    return Scope(bassin=bassin, commune=None if bassin else commune, territory=study.territory)


def _hidden(finding: Finding) -> Finding:
    return replace(
        finding,
        text=tr("{title}: in the working edition only.", title=finding.title),
        headings=(),
        table=(),
        low=None,
        high=None,
        fragile=None,
        remarks=(),
        spots=(),
    )


def _kept(finding: Finding, rule: Rule) -> Finding:
    headings = tuple(head for head in finding.headings if rule.rows and head.id in rule.columns)
    columns = {head.id for head in headings}
    rows = [row for row in finding.rows() if rule.rows and _rests_on_enough(row, rule)]
    return replace(
        finding,
        headings=headings,
        table=tuple(_cut(row, columns) for row in rows) if columns else (),
        remarks=finding.remarks if rule.remarks else (),
        spots=finding.spots if rule.spots else (),
    )


def _rests_on_enough(row: Mapping[str, Any], rule: Rule) -> bool:
    if not rule.base:
        return True
    base = row.get(rule.base)
    return base is not None and base >= ENOUGH


def _cut(row: Mapping[str, Any], columns: Collection[str]) -> Mapping[str, Any]:
    return {name: value for name, value in row.items() if name in columns}
