"""What of an answer partners and the public may read: counts of ten or more, never of one structure.

Figures about answers are those of `wtc_eco.analysis.disclosure`. An answer of the working edition is turned into one of the shared edition before anything is rendered. What is
not listed in `rules` is not shared: a new question stays in the working edition until somebody decides what of
it may leave the house.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis import answers, overview, response_text, training
from wtc_eco.analysis.disclosure import ALL, STANDINGS_COUNTED, STEP
from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, table
from wtc_eco.i18n import between, number, tr
from wtc_eco.model import DESCRIBED, MIN_BASE
from wtc_eco.network import Response, within
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
            *(*DESCRIBED, "languages"),
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


def _group(scope: Scope) -> str | None:
    """The bassin of which figures are told in a scope; all of them; `None` of a commune, of which none is."""
    return None if scope.commune else scope.bassin.id if scope.bassin else ALL


def response_published(study: Study, scope: Scope) -> Response | None:
    """Who was asked and answered, in figures that may be published; `None` where fewer than ten were asked."""
    group, told = _group(scope), study.figures
    if group is None or not told.enough("asked", group):
        return None
    n = len(within(study.network, scope))
    return Response(n, told.figure("asked", group) or 0, 0, told.figure("answered", group) or 0)


def answers_counted(study: Study, scope: Scope, finding: Finding) -> Finding:
    """Who answered, in fives; in the whole and in a bassin by kind, in the whole by bassin."""
    total = response_published(study, scope)
    if total is None:
        return _too_few(finding)
    shown: list[Mapping[str, Any]] = []
    for row in finding.rows():
        cell = _cell(scope, row)
        if cell and (asked := study.figures.figure("asked", *cell)) is not None:
            answered = study.figures.figure("answered", *cell) or 0
            group = Response(row["structures"], asked, 0, answered)
            enough = study.figures.enough("asked", *cell) and asked
            share = answered / asked if enough else None
            silent, never = group.still_to_answer, max(0, group.never_asked)
            told = {"asked": asked, "answered_network": answered, "share": share, "silent": silent}
            shown.append({**row, **told, "never_asked": never})
    return replace(
        finding,
        unknown=max(0, total.n - total.answered_network),
        text=answers.sentence(replace(total, asked=min(total.asked, total.n))),
        table=tuple(shown),
    )


def _cell(scope: Scope, row: Mapping[str, Any]) -> tuple[str, str] | None:
    """The bassin and the kind that a row of groups speaks of; `None` where no figure of it is published."""
    group = _group(scope)
    if group is None or not row["id"]:
        return None
    if row["by"] == "kind":
        return group, row["id"]
    return (row["id"], ALL) if row["by"] == "bassin" else None


def standings_counted(study: Study, scope: Scope, finding: Finding) -> Finding:
    """How many are to be introduced to partners, to be made known …; which ones stays in the working edition."""
    group, told = _group(scope), study.figures
    if group is None or not told.enough("answered", group):
        return _too_few(finding)
    base = told.figure("answered", group) or 0
    counts = {name: told.figure(name, group) or 0 for name in STANDINGS_COUNTED}
    low, without_confirmed = counts["isolated"], told.figure("without_confirmed", group) or 0
    if low >= base:
        # Of everybody is of each.
        return _too_few(finding)
    high = without_confirmed if without_confirmed < base else None
    counted = tr(
        "Of about {base} that answered about their network, {range} are to be introduced to partners.",
        range=_range(low, high),
        base=number(base),
    )
    sentences = (*_declared(study, group), counted)
    columns: tuple[AnswerColumn[str], ...] = (
        AnswerColumn("standing", tr("Standing"), str, words=shared_words(study.territory)),
        AnswerColumn("n", tr("Structures, from"), lambda standing: counts[standing], "whole"),
        AnswerColumn(
            "high", tr("to"), lambda standing: high if standing == "isolated" else counts[standing], "whole"
        ),
        AnswerColumn("base", tr("Answers behind it"), lambda _: base, "whole"),
    )
    headings, rows = table(columns, [name for name in STANDINGS_COUNTED if counts[name] < base])
    return replace(
        finding,
        unknown=max(0, finding.base - base),
        text=" ".join(sentences),
        headings=headings,
        table=rows,
        low=low,
        high=high,
        remarks=notes(tr("Which ones is told to those concerned only."), in_fives()),
        spots=(),
    )


def _range(low: int, high: int | None) -> str:
    if high is None:
        return tr("at least {n}", n=number(low)) if low else tr("we cannot say how many")
    return between(low, high) if high else tr("fewer than {n}", n=number(STEP))


def in_fives() -> str:
    """Why figures about answers are round."""
    return tr(
        "Figures about answers are rounded to {n}, so that nobody can work out what one structure said.",
        n=STEP,
    )


def _declared(study: Study, group: str) -> tuple[str, ...]:
    """What structures say of their acquaintance, of ten or more."""
    if not study.figures.enough("told_acquaintance", group):
        return ()
    base, well = (study.figures.figure(name, group) or 0 for name in ("told_acquaintance", "knows_well"))
    return (response_text.said(response_text.Declared(Counter(well=well, badly=max(0, base - well)))),)


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


def _too_few(finding: Finding) -> Finding:
    text = tr("too few structures have answered about their network to count anything here.")
    return replace(finding, text=text, unknown=finding.base, **_EMPTY)


def acquaintance(study: Study, scope: Scope, finding: Finding) -> Finding:
    """What structures say of themselves; who cites whom is not counted: one answer holds many ties."""
    group = _group(scope)
    said = _declared(study, group) if group else ()
    if not said:
        return _too_few(finding)
    beside = response_text.published(study.territory)
    kept = {"remarks": notes(*filter(None, (beside, in_fives())))}
    unknown = max(0, finding.base - (study.figures.figure("told_acquaintance", group or ALL) or 0))
    return replace(finding, text=said[0], unknown=unknown, **{**_EMPTY, **kept})


def introductions(study: Study, scope: Scope, finding: Finding) -> Finding:
    """That some are proposed; how many, and who to whom, is told to those concerned."""
    del study, scope
    proposed = bool(finding.rows())
    sentence = (
        tr("Introductions are proposed between structures; they are told to those concerned first.")
        if proposed
        else tr("No introduction is proposed yet.")
    )
    order = [tr("An introduction rests on what both offer, never on a judgement.")] if proposed else []
    return replace(finding, place="", text=sentence, **{**_EMPTY, "remarks": notes(*order)})


LEVELS = ("yes", "partly", "no")


def _alike(row: Mapping[str, Any]) -> bool:
    """Whether all of a group say the same: its count would be said of each of them."""
    return any(row[level] == row["known"] for level in LEVELS)


def trained_counted(study: Study, scope: Scope, finding: Finding) -> Finding:
    """Trained teams in fives, of ten answers or more; who trained nobody is not counted of a few."""
    group = _group(scope)
    rows = [
        {**row, **levels, "share": levels["yes"] / levels["known"]}
        for row in finding.rows()
        if (cell := _cell(scope, row)) and (levels := _trained(study, *cell))
    ]
    total = _trained(study, group) if group else None
    kept: dict[str, Any] = {"low": None, "high": None, "table": tuple(rows)}
    if total is None:
        too_few = tr("too few structures have said whether their team is trained.")
        return replace(finding, text=too_few, unknown=finding.base, **{**kept, "table": ()})
    n = max(finding.base, total["known"])
    text = training.sentence(training.Trained(n, *(total[level] for level in LEVELS)))
    return replace(finding, text=text, unknown=n - total["known"], **kept)


def _trained(study: Study, bassin: str, kind: str = ALL) -> dict[str, int] | None:
    """The teams of a group by level, and how many have said; `None` of fewer than ten, and where all say the same."""
    if not study.figures.enough("told_training", bassin, kind):
        return None
    known, some, yes = (
        study.figures.figure(name, bassin, kind) or 0
        for name in ("told_training", "trained_or_partly", "trained")
    )
    levels = {"known": known, "yes": yes, "partly": some - yes, "no": known - some}
    return None if not known or _alike(levels) else levels


def overview_without_surveys(study: Study, scope: Scope, finding: Finding) -> Finding:
    """Who is there, without how many rows a survey gave: it would tell who answered."""
    return replace(finding, text=overview.public_sentence(study, scope))


Turned = Callable[["Study", Scope, Finding], Finding]

TOLD_OTHERWISE: Mapping[str, Turned] = {
    "overview": overview_without_surveys,
    "answers": answers_counted,
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
        answer = replace(answer, place="", text=text, base=0, unknown=0, **_EMPTY)
    asked = response_published(study, scope)
    rate = asked.rate if asked and answer.response is not None else None
    remarks = tuple(remark for remark in answer.remarks if asked or remark.kind != "share")
    return replace(answer, edition="shared", response=rate, asked=None, remarks=remarks)


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
