"""What of an answer partners and the public may read: counts of ten or more, never of one structure.

An answer of the working edition is turned into one of the shared edition before anything is rendered. What is
not listed in `rules` is not shared: a new question stays in the working edition until somebody decides what of
it may leave the house.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis import response_text
from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, table
from wtc_eco.i18n import between, number, tr, trn
from wtc_eco.model import MIN_BASE
from wtc_eco.network import isolates, respondents, response, standings, within
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.territory import Territory


@dataclass(frozen=True)
class SharingRule:
    """The columns that stay; `base` the one that says on how many structures a row rests, where that matters.

    A row on a base under ten is left out. `rows` and `remarks` say whether there are any in the shared
    edition; `spots` whether its places may be drawn.
    """

    columns: tuple[str, ...] = ()
    base: str = ""
    rows: bool = True
    remarks: bool = False
    spots: bool = False


_GAPS = (
    *(
        "theme",
        "slot",
        "step",
        "public",
        "bassin",
        "commune",
        "ins",
        "mark",
        "km",
        "nearest",
        "nearest_commune",
    ),
    *("n_offering", "n_known", "n_unknown", "n_lacking", "n_communes", "people", "concerned", "fragile"),
)
_PLACE = (
    "id",
    "name",
    "kind",
    "labels",
    "street",
    "postal_code",
    "locality",
    "commune",
    "ins",
    "bassin",
    "place",
)

RULES: dict[str, SharingRule] = {
    "overview": SharingRule(("id", "structures", "population", "communes", "without"), remarks=True),
    "answers": SharingRule(
        ("by", "id", "structures", "asked", "answered_network", "share", "silent", "never_asked"),
        base="structures",
    ),
    "directory": SharingRule(
        (
            *_PLACE,
            "lat",
            "lon",
            "located",
            "website",
            "themes",
            "slots",
            "slots_known",
            *("slots_unknown", "steps", "partly_read"),
        ),
        spots=True,
    ),
    "public_offer": SharingRule(
        (
            *("id", "name", "kind", "street", "postal_code", "locality", "commune", "website"),
            *("steps", "themes", "publics", "receives", "formats", "access", "slots", "slots_unknown"),
            *("hours", "appointment", "partly_read", "conditional"),
        )
    ),
    "public_register": SharingRule(
        (
            *_PLACE,
            *(
                "lat",
                "lon",
                "website",
                "steps",
                "formats",
                "themes",
                "publics",
                "opening_hours",
                "slots",
                "access",
            ),
        )
    ),
    "commune_sheets": SharingRule(
        (
            *("ins", "commune", "bassin", "population", "structures", "kinds", "outside_hours"),
            *("themes", "themes_told", "not_found", "to_complete"),
        )
    ),
    "ties": SharingRule(rows=False, remarks=True),
    "journeys": SharingRule(
        (*("profile", "need", "bassin", "n_without", "n_communes", "cause", "people_without", "people"),),
        base="n_communes",
        remarks=True,
    ),
    "training": SharingRule(
        ("by", "id", "structures", "known", "yes", "partly", "no", "share"), base="known"
    ),
    "worst_gap": SharingRule(_GAPS, remarks=True, spots=True),
    "themes_by_slot": SharingRule(_GAPS, remarks=True),
    "hypotheses": SharingRule(("about", "figures", "hypothese", "source", "file"), remarks=True),
    "gaps_themes": SharingRule(_GAPS, remarks=True, spots=True),
    "gaps_slots": SharingRule(_GAPS, remarks=True, spots=True),
    "gaps_steps": SharingRule(_GAPS, remarks=True, spots=True),
    "gaps_publics": SharingRule(_GAPS, remarks=True, spots=True),
}
"""By question. Structures are named for what they offer; never for whom they know, how they stand or who trained them."""


COUNTED_STANDINGS = ("isolated", "unknown_to_others", "knows_no_one", "single_broker", "peripheral")
"""The standings and flags of those who answered that are counted, each of ten respondents or more."""


def standings_counted(study: Study, scope: Scope, finding: Finding) -> Finding:
    """How many are to be introduced to partners, to be made known …; which ones stays in the working edition."""
    heard = respondents(study.network, scope)
    if len(heard) < MIN_BASE:
        return _too_few(finding, len(heard))
    counts = _counts(study, heard)
    without_confirmed = len(isolates(study.network).confirmed.intersection(heard))
    high = without_confirmed if without_confirmed < len(heard) else None
    self_declared = response_text.said(response_text.declared(study.network, within(study.network, scope)))
    if counts["isolated"] == len(heard):
        # Of everybody is of each.
        return _too_few(finding, len(heard))
    counted_sentence = trn(
        "{told} Of the {base} that answered about their network, {range} is to be introduced to partners.",
        "{told} Of the {base} that answered about their network, {range} are to be introduced to partners.",
        counts["isolated"] if high is None else high,
        told=self_declared,
        range=tr("at least {n}", n=number(counts["isolated"]))
        if high is None
        else between(counts["isolated"], high),
        base=number(len(heard)),
    )
    columns: tuple[AnswerColumn[str], ...] = (
        AnswerColumn("standing", tr("Standing"), str, words=shared_words(study.territory)),
        AnswerColumn("n", tr("Structures, from"), lambda standing: counts[standing], "whole"),
        AnswerColumn(
            "high", tr("to"), lambda standing: high if standing == "isolated" else counts[standing], "whole"
        ),
        AnswerColumn("base", tr("Answers behind it"), lambda _: len(heard), "whole"),
    )
    headings, rows = table(
        columns, [standing for standing in COUNTED_STANDINGS if counts[standing] < len(heard)]
    )
    return replace(
        finding,
        text=response_text.of_all_surveys(study, scope, counted_sentence),
        headings=headings,
        table=rows,
        low=counts["isolated"],
        high=high,
        remarks=notes(tr("Which ones is told to those concerned only.")),
        spots=(),
    )


def _counts(study: Study, heard: tuple[str, ...]) -> Counter[str]:
    """How many of those who answered have each standing, and each flag."""
    standing_of = standings(study.network)
    standings_heard = [standing_of[node] for node in heard]
    return Counter(name for one in standings_heard for name in (one.id, *one.flags))


def shared_words(territory: Territory) -> Mapping[str, str]:
    """The pack's words for partners; where it has none, those by which a result is counted."""
    return {key: term.shared() or term.texts() for key, term in territory.standings.items()}


_EMPTY: dict[str, Any] = {
    "headings": (),
    "table": (),
    "remarks": (),
    "spots": (),
    "low": None,
    "high": None,
    "fragile": None,
}
"""All of an answer that could tell of a structure, emptied."""


def _too_few(finding: Finding, n: int) -> Finding:
    text = trn(
        "{n} structure has answered about its network: too few to count anything here.",
        "{n} structures have answered about their network: too few to count anything here.",
        n,
    )
    return replace(finding, text=text, **_EMPTY)


def acquaintance(study: Study, scope: Scope, finding: Finding) -> Finding:
    """Who cites whom between groups of ten or more: a cell of smaller ones would tell a tie."""
    heard = len(respondents(study.network, scope))
    if heard < MIN_BASE:
        return _too_few(finding, heard)
    large = [row for row in finding.rows() if row["structures"] >= MIN_BASE]
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
    sentence = (
        trn(
            "{n} introduction is proposed between structures; it is told to those concerned first.",
            "{n} introductions are proposed between structures; they are told to those concerned first.",
            n,
        )
        if n
        else tr("No introduction is proposed yet.")
    )
    order = [tr("An introduction rests on what both offer, never on a judgement.")] if n else []
    kept = {"fragile": finding.fragile, "remarks": notes(*order)}
    return replace(finding, place="", text=sentence, **{**_EMPTY, **kept})


LEVELS = ("yes", "partly", "no")


def _alike(row: Mapping[str, Any]) -> bool:
    """Whether all of a group say the same: its count would be said of each of them."""
    return any(row[level] == row["known"] for level in LEVELS)


def trained_counted(study: Study, scope: Scope, finding: Finding) -> Finding:
    """Shares of trained teams of ten answers or more; who trained nobody is not counted of a few."""
    del study, scope
    known = finding.base - finding.unknown
    mixed = tuple(row for row in finding.rows() if not _alike(row))
    kept: dict[str, Any] = {"low": None, "high": None, "table": mixed}
    counts = Counter(
        {level: sum(row[level] for row in finding.rows() if row["by"] == "kind") for level in LEVELS}
    )
    if known >= MIN_BASE and not _alike({**counts, "known": known}):
        return replace(finding, **kept)
    too_few = tr("too few structures have said whether their team is trained.")
    return replace(finding, text=too_few, **kept)


Turned = Callable[["Study", Scope, Finding], Finding]

TOLD_OTHERWISE: Mapping[str, Turned] = {
    "isolated": standings_counted,
    "acquaintance": acquaintance,
    "missing_links": introductions,
    "training": trained_counted,
}
"""Answers that are told otherwise to partners: what is said of one structure becomes a count, or nothing."""


def shareable(study: Study, finding: Finding) -> Finding:
    """The answer as partners may read it: no person, no tie, no status by name, no share of fewer than ten."""
    scope = _scope(study, finding.scope)
    answer = (
        TOLD_OTHERWISE[finding.question](study, scope, finding)
        if finding.question in TOLD_OTHERWISE
        else finding
    )
    rule = RULES.get(finding.question)
    if rule is not None:
        answer = _kept(answer, rule)
    elif finding.question not in TOLD_OTHERWISE:
        text = tr("{title}: in the working edition only.", title=answer.title)
        answer = replace(answer, place="", text=text, **_EMPTY)
    few = response(study.network, scope).asked < MIN_BASE
    remarks = tuple(remark for remark in answer.remarks if not (few and remark.kind == "share"))
    return replace(answer, edition="shared", response=None if few else answer.response, remarks=remarks)


def _scope(study: Study, asked: str) -> Scope:
    """The scope of an answer from its id; the whole territory where it is about something else."""
    bassin = study.territory.bassins.get(asked)
    commune = study.territory.communes.get(asked)
    return Scope(bassin=bassin, commune=None if bassin else commune, territory=study.territory)


def _kept(finding: Finding, rule: SharingRule) -> Finding:
    headings = tuple(head for head in finding.headings if rule.rows and head.id in rule.columns)
    columns = {head.id for head in headings}
    rows = [row for row in finding.rows() if rule.rows and _rests_on_enough(row, rule)]
    return replace(
        finding,
        headings=headings,
        table=tuple({name: value for name, value in row.items() if name in columns} for row in rows)
        if columns
        else (),
        remarks=finding.remarks if rule.remarks else (),
        spots=finding.spots if rule.spots else (),
    )


def _rests_on_enough(row: Mapping[str, Any], rule: SharingRule) -> bool:
    if not rule.base:
        return True
    base = row.get(rule.base)
    return base is not None and base >= MIN_BASE
