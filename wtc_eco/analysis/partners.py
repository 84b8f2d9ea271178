"""Who could fill a gap, together or alone, and where would the next opening help most people?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading, Spot, notes, titled
from wtc_eco.analysis.gap_text import distance_remark, people_remark
from wtc_eco.coverage.gaps import Gauge, Lack, communes_of, gauge, lacks, offers_of
from wtc_eco.coverage.slots import plan_of
from wtc_eco.coverage.supply import Want, cells
from wtc_eco.coverage.together import Proposals, Team, completed, proposals
from wtc_eco.coverage.week_display import moments, spoken
from wtc_eco.i18n import kilometres, number, people, percent, rounded, tr
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.territory import Territory

SHOWN = 3
"""How many pairs, and how many single openings, are proposed."""


@dataclass(frozen=True)
class _Answer:
    """The gap in question, and who could fill it."""

    scope: Scope
    territory: Territory
    lack: Lack
    gauge: Gauge
    found: Proposals


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
    found = lacks(cells(communes_of(territory, scope), study.offers, wants, measures.reach), structures)
    worst = completed(want or Want(), found, measures)
    title = tr("Partnerships to fill a gap")
    nothing = Finding(
        question="partners",
        title=titled(title, scope.text()),
        short_title=title,
        scope=scope.id,
        place=scope.text(),
        base=len(structures),
        unknown=sum(not one.themes or not one.schedule.slots for one in structures),
        text=tr("as far as is known, there is no such gap to fill."),
    )
    if worst is None:
        return nothing
    answer = _Answer(scope, territory, worst, measures, proposals(worst, study.offers, measures, SHOWN))
    return replace(
        nothing,
        unknown=sum(worst.want.given_by(one) is None for one in structures),
        text=" ".join(_said(answer)),
        headings=_headings(),
        table=tuple(_rows(answer)),
        fragile=measures.is_fragile(found) if want in (None, Want()) else None,
        remarks=notes(*_remarks(answer, explain=explain)),
        spots=tuple(_spots(answer)),
    )


def _said(answer: _Answer) -> Iterator[str]:
    words = _words(answer)
    yield tr(
        "“{theme}”, time slot “{slot}”: {n} communes of {total} have nobody known within {near}.",
        n=number(len(answer.lack.lacking)),
        total=number(len(answer.lack.cells)),
        near=kilometres(answer.gauge.reach.within_km),
        **words,
    )
    if answer.found.pairs:
        yield _pair(answer.found.pairs[0], answer)
    if answer.found.alone:
        team = answer.found.alone[0]
        yield tr(
            "Alone, {name} ({commune}), which offers the theme, would serve about {people} people by opening then.",
            name=team.host.name,
            commune=team.host.commune or "?",
            people=people(team.people),
        )
    if not answer.found.pairs and not answer.found.alone:
        yield tr("Nobody located near those communes is known to offer the theme or to be open then.")


def _pair(team: Team, answer: _Answer) -> str:
    return tr(
        "{host} ({where}, open {hours}) and {teacher} ({from_where}, {km} away), which offers the theme, could fill it together for about {people} people.",
        host=team.host.name,
        where=team.host.commune or "?",
        hours=_hours(team, answer),
        teacher=team.teacher.name if team.teacher else "",
        from_where=(team.teacher.commune if team.teacher else None) or "?",
        km=kilometres(team.km or 0.0),
        people=people(team.people),
    )


def _hours(team: Team, answer: _Answer) -> str:
    """When the host is open at the time in question, or that it has declared to be; alone, it would open."""
    if team.teacher is None:
        return tr("would open then")
    plan = plan_of(answer.territory.slots)
    return spoken(moments(team.host.schedule, str(answer.lack.want.slot), plan)) or tr("as declared")


def _words(answer: _Answer) -> dict[str, str]:
    territory, want = answer.territory, answer.lack.want
    return {
        "theme": territory.themes[str(want.theme)].text(),
        "slot": territory.slots[str(want.slot)].short(),
    }


def _headings() -> tuple[Heading, ...]:
    ways = {"pair": tr("As a pair"), "alone": tr("Alone")}
    return (
        Heading("rank", tr("Rank"), "whole"),
        Heading("way", tr("How"), words=ways),
        Heading("host_name", tr("Opens its door")),
        Heading("host_commune", tr("Where")),
        Heading("hours", tr("Open then")),
        Heading("teacher_name", tr("Brings the theme")),
        Heading("teacher_commune", tr("From where")),
        Heading("km", tr("km apart"), "km"),
        Heading("people", tr("People concerned"), "whole"),
        Heading("communes", tr("Communes"), "list"),
        Heading("host", tr("No. of the first")),
        Heading("teacher", tr("No. of the second")),
    )


def _rows(answer: _Answer) -> Iterator[dict[str, Any]]:
    ways = (("pair", answer.found.pairs), ("alone", answer.found.alone))
    teams = [(way, team) for way, held in ways for team in held]
    for rank, (way, team) in enumerate(teams, start=1):
        # Alone, the host is the one that knows the theme.
        teacher = team.teacher or team.host
        yield {
            "rank": rank,
            "way": way,
            "host": team.host.id,
            "host_name": team.host.name,
            "host_commune": team.host.commune,
            "hours": _hours(team, answer),
            "teacher": teacher.id,
            "teacher_name": teacher.name if team.teacher else tr("itself"),
            "teacher_commune": teacher.commune,
            "km": team.km or 0.0,
            "people": rounded(team.people),
            "communes": tuple(answer.territory.communes[code].name for code in team.communes),
        }


def _remarks(answer: _Answer, *, explain: bool) -> Iterator[str]:
    yield tr(
        "Each row counts the people of the communes that the rows before it leave; nobody is counted twice."
    )
    found = answer.found
    if found.pairs and found.pairs_bound:
        yield tr(
            "Pairs: chosen one by one, then exchanged: at least {share} of what the best choice of as many could reach.",
            share=_share_of(found.pairs, found.pairs_bound),
        )
    if found.alone and found.alone_bound:
        yield tr(
            "Openings: chosen one by one, then exchanged: at least {share} of what the best choice of as many could reach.",
            share=_share_of(found.alone, found.alone_bound),
        )
    yield people_remark()
    yield distance_remark(answer.gauge.reach)
    if explain:
        for team in (*answer.found.pairs, *answer.found.alone):
            yield from _arithmetic(team, answer)


def _share_of(teams: Sequence[Team], bound: float) -> str:
    return percent(min(1.0, sum(team.people for team in teams) / bound))


def _arithmetic(team: Team, answer: _Answer) -> Iterator[str]:
    """Commune by commune, who is reached; the figures as told add up."""
    held = [
        (answer.territory.communes[code].name, answer.gauge.balance.at(answer.lack.want, code)[2])
        for code in team.communes
    ]
    terms = [f"{number(unmet)} ({name})" for name, unmet in held]
    total = sum(round(unmet) for _, unmet in held)
    yield tr(
        "{name}: {terms} = {total} people who find too little of it.",
        name=team.host.name,
        terms=" + ".join(terms),
        total=number(total),
    )
    if team.teacher is not None:
        yield tr(
            "{teacher} ({where}) offers the theme and is {km} from {host}; near is up to {near}.",
            teacher=team.teacher.name,
            where=team.teacher.commune or "?",
            km=kilometres(team.km or 0.0),
            host=team.host.name,
            near=kilometres(answer.gauge.reach.within_km),
        )


def _spots(answer: _Answer) -> Iterator[Spot]:
    seen: set[str] = set()
    for team in (*answer.found.pairs, *answer.found.alone):
        for one in (team.host, team.teacher):
            if one is not None and one.id not in seen and one.lat is not None and one.lon is not None:
                seen.add(one.id)
                yield Spot(one.id, one.name, one.lat, one.lon, "partner", one.commune or "")
