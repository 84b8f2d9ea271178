"""Who could fill a gap, together or alone, and where would the next opening help most people?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, Spot, notes, placed, table
from wtc_eco.analysis.gap_text import distance_remark, people_remark
from wtc_eco.coverage.gaps import Gauge, Lack, communes_of, gauge, lacks, offers_of
from wtc_eco.coverage.slots import plan_of
from wtc_eco.coverage.supply import Want, cells
from wtc_eco.coverage.together import Proposals, Team, completed, proposals
from wtc_eco.coverage.week_display import moments, spoken
from wtc_eco.i18n import away, kilometres, number, people, percent, rounded, tr, trn
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Territory

SHOWN = 3
"""How many pairs, and how many single openings, are proposed."""


@dataclass(frozen=True)
class _PartnersBasis:
    """The gap in question, and who could fill it."""

    scope: Scope
    territory: Territory
    lack: Lack
    gauge: Gauge
    proposals: Proposals


def ask(
    study: Study, scope: Scope | None = None, want: Want | None = None, *, explain: bool = False
) -> Finding:
    """Pairs that would fill a gap together, then structures that could alone, most people first.

    `want` may name a theme, a slot or both; what it leaves open is the worst there is.
    """
    territory = study.territory
    scope = replace(scope or Scope(), territory=territory)
    structures = offers_of(study.offers, territory, scope)
    slots = plan_of(territory.slots).ids()
    wants = [Want(theme, slot) for theme in territory.themes for slot in slots]
    measures = gauge(territory, study.offers, wants)
    lacking = lacks(cells(communes_of(territory, scope), study.offers, wants, measures.reach), structures)
    worst = completed(want or Want(), lacking, measures)
    title = tr("Partnerships to fill a gap")
    nothing = Finding(
        question="partners",
        **placed(title, scope),
        base=len(structures),
        unknown=sum(not one.themes or not one.schedule.slots for one in structures),
        text=tr("as far as is known, there is no such gap to fill."),
    )
    if worst is None:
        return nothing
    answer = _PartnersBasis(
        scope, territory, worst, measures, proposals(worst, study.offers, measures, SHOWN)
    )
    teams = (*answer.proposals.pairs, *answer.proposals.alone)
    first = ("rank", "way", "host", "host_name", "host_commune", "hours", "teacher")
    headings, rows = table(_columns(answer, teams), teams, first=first)
    return replace(
        nothing,
        unknown=sum(worst.want.given_by(one) is None for one in structures),
        text=" ".join(_said(answer)),
        headings=headings,
        table=rows,
        fragile=measures.is_fragile(lacking) if want in (None, Want()) else None,
        remarks=notes(*_remarks(answer, explain=explain)),
        spots=tuple(_spots(answer)),
    )


def _said(answer: _PartnersBasis) -> Iterator[str]:
    words = _words(answer)
    yield tr(
        "“{theme}”, time slot “{slot}”: {n} communes of {total} have nobody known within {near}.",
        n=number(len(answer.lack.lacking)),
        total=number(len(answer.lack.cells)),
        near=kilometres(answer.gauge.reach.within_km),
        **words,
    )
    if answer.proposals.pairs:
        yield _pair(answer.proposals.pairs[0], answer)
    if answer.proposals.alone:
        team = answer.proposals.alone[0]
        yield tr(
            "Alone, {name} ({commune}), which offers the theme, would serve about {people} people by opening then.",
            name=team.host.name,
            commune=team.host.commune or "?",
            people=people(team.people),
        )
    if not answer.proposals.pairs and not answer.proposals.alone:
        yield tr("Nobody located near those communes is known to offer the theme or to be open then.")


def _pair(team: Team, answer: _PartnersBasis) -> str:
    return tr(
        "{host} ({where}, open {hours}) and {teacher} ({from_where}, {away}), which offers the theme, could fill it together for about {people} people.",
        host=team.host.name,
        where=team.host.commune or "?",
        hours=_hours(team, answer),
        teacher=team.teacher.name if team.teacher else "",
        from_where=(team.teacher.commune if team.teacher else None) or "?",
        away=away(team.km or 0.0),
        people=people(team.people),
    )


def _hours(team: Team, answer: _PartnersBasis) -> str:
    """When the host is open at the time in question, or that it has declared to be; alone, it would open."""
    if team.teacher is None:
        return tr("would open then")
    plan = plan_of(answer.territory.slots)
    return spoken(moments(team.host.schedule, str(answer.lack.want.slot), plan)) or tr("as declared")


def _words(answer: _PartnersBasis) -> dict[str, str]:
    territory, want = answer.territory, answer.lack.want
    return {
        "theme": territory.themes[str(want.theme)].text(),
        "slot": territory.slots[str(want.slot)].short(),
    }


def _columns(answer: _PartnersBasis, teams: Sequence[Team]) -> tuple[AnswerColumn[Team], ...]:
    ways = {"pair": tr("As a pair"), "alone": tr("Alone")}

    def teacher(team: Team) -> Offer:
        """Alone, the host is the one that knows the theme."""
        return team.teacher or team.host

    def publics(team: Team) -> tuple[str, ...] | None:
        """Those counted; unknown where one of the two has not said whom it receives."""
        return tuple(filter(None, team.publics)) if team.publics_known else None

    def communes(team: Team) -> tuple[str, ...]:
        return tuple(answer.territory.communes[code].name for code in team.unmet)

    return (
        AnswerColumn("rank", tr("Rank"), lambda team: teams.index(team) + 1, "whole"),
        AnswerColumn("way", tr("How"), lambda team: "pair" if team.teacher else "alone", words=ways),
        AnswerColumn("host_name", tr("Opens its door"), lambda team: team.host.name),
        AnswerColumn("host_commune", tr("Where"), lambda team: team.host.commune),
        AnswerColumn("hours", tr("Open then"), lambda team: _hours(team, answer)),
        AnswerColumn(
            "teacher_name",
            tr("Brings the theme"),
            lambda team: team.teacher.name if team.teacher else tr("itself"),
        ),
        AnswerColumn("teacher_commune", tr("From where"), lambda team: teacher(team).commune),
        AnswerColumn("km", tr("km apart"), lambda team: team.km, "km", absent=tr("n/a")),
        AnswerColumn("people", tr("People concerned"), lambda team: rounded(team.people), "whole"),
        AnswerColumn("publics", tr("For whom"), publics, "list", answer.territory.publics.short_words()),
        AnswerColumn("communes", tr("Communes"), communes, "list"),
        AnswerColumn("host", tr("No. of the first"), lambda team: team.host.id),
        AnswerColumn("teacher", tr("No. of the second"), lambda team: teacher(team).id),
    )


def _remarks(answer: _PartnersBasis, *, explain: bool) -> Iterator[str]:
    yield tr(
        "Each row counts the people of the communes that the rows before it leave; nobody is counted twice."
    )
    proposed = answer.proposals
    if proposed.pairs and proposed.pairs_bound:
        yield tr(
            "Pairs: chosen one by one, then exchanged: at least {share} of what the best choice of as many could reach.",
            share=_share_of(proposed.pairs, proposed.pairs_bound),
        )
    if proposed.alone and proposed.alone_bound:
        yield tr(
            "Openings: chosen one by one, then exchanged: at least {share} of what the best choice of as many could reach.",
            share=_share_of(proposed.alone, proposed.alone_bound),
        )
    teams = (*proposed.pairs, *proposed.alone)
    if teams:
        yield tr(
            "People are those of the publics that both receive; two that receive nobody in common are not paired."
        )
    if unknown := [team for team in teams if not team.publics_known]:
        yield trn(
            "Of {n} row nobody has said whom it is for (“publics” empty): everybody is counted, to be asked.",
            "Of {n} rows nobody has said whom they are for (“publics” empty): everybody is counted, to be asked.",
            len(unknown),
        )
    yield people_remark()
    yield distance_remark(answer.gauge.reach)
    if explain:
        for team in (*answer.proposals.pairs, *answer.proposals.alone):
            yield from _arithmetic(team, answer)


def _share_of(teams: Sequence[Team], bound: float) -> str:
    return percent(min(1.0, sum(team.people for team in teams) / bound))


def _arithmetic(team: Team, answer: _PartnersBasis) -> Iterator[str]:
    """Commune by commune, who is reached; the figures as told add up."""
    unmet_by_name = [(answer.territory.communes[code].name, unmet) for code, unmet in team.unmet.items()]
    terms = [f"{number(unmet)} ({name})" for name, unmet in unmet_by_name]
    total = sum(round(unmet) for _, unmet in unmet_by_name)
    yield tr(
        "{name}: {terms} = {total} people who find too little of it.",
        name=team.host.name,
        terms=" + ".join(terms),
        total=number(total),
    )
    if team.teacher is not None:
        yield tr(
            "{teacher} ({where}) offers the theme; from {host}: {km}; near is up to {near}.",
            teacher=team.teacher.name,
            where=team.teacher.commune or "?",
            km=kilometres(team.km or 0.0),
            host=team.host.name,
            near=kilometres(answer.gauge.reach.within_km),
        )


def _spots(answer: _PartnersBasis) -> Iterator[Spot]:
    seen: set[str] = set()
    for team in (*answer.proposals.pairs, *answer.proposals.alone):
        for one in (team.host, team.teacher):
            if one is not None and one.id not in seen and one.lat is not None and one.lon is not None:
                seen.add(one.id)
                yield Spot(one.id, one.name, one.lat, one.lon, "partner", one.commune or "")
