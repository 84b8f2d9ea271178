"""What would be lost if a structure closed, and where do people get stuck?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wtc_eco.analysis.finding import AnswerColumn, Finding, Spot, notes, placed, table
from wtc_eco.analysis.routes import RouteCase, Routes, routes
from wtc_eco.coverage.gaps import offers_of
from wtc_eco.i18n import people, percent, rounded, tr, trn
from wtc_eco.network import Response, response
from wtc_eco.network.acquaintance import referrals
from wtc_eco.network.journeys import HOPS, NOT_SERVED, Arcs, Closure, arrives, closures, served
from wtc_eco.registry.participation import has_answered
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.territory import Territory


def dead_ends(study: Study, journeys: Routes) -> tuple[str, ...]:
    """The structures, in order, where a journey stops: others send them people and they send nobody on.

    Only of those that answered, and whose themes are known: a need they are not known to offer is not one
    they do not offer. At least one profile that comes to them finds its need nowhere among their themes.
    """
    sent = referrals(study.network)
    coming = arrives(journeys.sure, journeys.arcs)
    return tuple(
        node
        for place, node in enumerate(journeys.nodes)
        if has_answered(study.network.nodes[node])
        and sent.in_degree(node)
        and not sent.out_degree(node)
        and any(
            journeys.offers[place].gives(theme=journeys.cases[int(number)].need) is False
            for number in coming[place].nonzero()[0]
        )
    )


@dataclass(frozen=True)
class Hold:
    """What hangs on single structures in a scope: by referrals of any state, or only at the door (`hops` 0)."""

    scope: Scope
    routes: Routes
    closures: tuple[Closure, ...]
    hops: int
    response: Response
    dead_ends: tuple[str, ...]
    confirmed: tuple[Closure, ...]

    @property
    def sure(self) -> frozenset[int]:
        """The structures that hold journeys on confirmed referrals too."""
        return frozenset(one.structure for one in self.confirmed)

    def share(self, losses: tuple[Closure, ...], arcs: Arcs) -> float | None:
        """The share (0..1) of the people served who are so through one structure only."""
        cases = self.routes.sure
        all_served = int(cases.people[served(cases, arcs, self.hops) != NOT_SERVED].sum())
        alone = sorted({case for one in losses for case in one.cases})
        return int(cases.people[alone].sum()) / all_served if all_served else None


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """The structures whose closing would lose journeys, those of most people first.

    Below 60 % of answers referrals are left out: only what each structure offers at the door is counted.
    `low` and `high`: the share of people served who hang on one structure, on all referrals and on confirmed
    ones, the smaller first.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    hold = _hold(study, scope)
    structures = offers_of(study.offers, study.territory, scope)
    low, high = _bounds(hold)
    headings, rows = table(_columns(hold, study.territory), hold.closures, first=("id", "name", "kind"))
    return Finding(
        question="resilience",
        **placed(tr("What hangs on one structure"), scope),
        base=len(structures),
        unknown=sum(1 for one in structures if one.themes is None),
        text=" ".join(_said(hold)),
        headings=headings,
        table=rows,
        response=hold.response.rate,
        asked=hold.response.asked,
        low=low,
        high=high,
        fragile=hold.response.gate != "firm",
        remarks=notes(*_remarks(study, hold)),
        spots=tuple(_spots(hold)),
    )


def _hold(study: Study, scope: Scope) -> Hold:
    journeys = routes(study, scope)
    answers = response(study.network, scope)
    hops = HOPS if answers.ranks else 0
    lost = closures(journeys.sure, journeys.arcs, range(len(journeys.nodes)), hops)
    sure = closures(journeys.sure, journeys.confirmed, range(len(journeys.nodes)), hops)
    return Hold(scope, journeys, lost, hops, answers, dead_ends(study, journeys), sure)


def _bounds(hold: Hold) -> tuple[float | None, float | None]:
    shares = [
        hold.share(hold.closures, hold.routes.arcs),
        hold.share(hold.confirmed, hold.routes.confirmed),
    ]
    known = sorted(share for share in shares if share is not None)
    return (known[0], known[-1]) if known else (None, None)


def _said(hold: Hold) -> Iterator[str]:
    share = hold.share(hold.closures, hold.routes.arcs)
    if share is None:
        yield tr("no journey is known to arrive, so none can be lost.")
        return
    if not hold.closures:
        yield tr("no journey hangs on one structure only, as far as is known.")
        return
    first = hold.closures[0]
    yield trn(
        "{share} of the people served are so through one structure only; {n} structure holds such journeys.",
        "{share} of the people served are so through one structure only; {n} structures hold such journeys.",
        len(hold.closures),
        share=percent(share),
    )
    unsure = sum(one.structure not in hold.sure for one in hold.closures)
    if unsure:
        yield trn(
            "{n} of these structures holds them only by referrals that one side alone declared.",
            "{n} of these structures hold them only by referrals that one side alone declared.",
            unsure,
        )
    yield tr(
        "If {name} closed, about {people} people would lose the only solution known.",
        name=hold.routes.offers[first.structure].name,
        people=people(first.people),
    )
    if not hold.hops:
        yield tr("Too few have answered to count referrals: only what is offered at the door is counted.")
    else:
        yield trn(
            "This rests on the ties that {n} respondent declared: other relays no doubt exist.",
            "This rests on the ties that {n} respondents declared: other relays no doubt exist.",
            hold.response.answered_network,
        )


def _remarks(study: Study, hold: Hold) -> Iterator[str]:
    if hold.dead_ends:
        names = " · ".join(study.network.nodes[node]["name"] for node in hold.dead_ends)
        yield trn(
            "{n} structure receives people whose need it does not offer, and declares sending nobody on: {names}.",
            "{n} structures receive people whose need they do not offer, and declare sending nobody on: {names}.",
            len(hold.dead_ends),
            names=names,
        )
    able: list[bool] = np.any(hold.routes.possible.goals, axis=1).tolist()
    unknown = sum(one.themes is None and able[place] for place, one in enumerate(hold.routes.offers))
    if unknown:
        yield trn(
            "The themes of {n} structure, neighbours among them, are unknown: it may stand in for another.",
            "The themes of {n} structures, neighbours among them, are unknown: they may stand in for others.",
            unknown,
        )
    yield tr("People are orders of magnitude ({n} in all cases counted).", n=people(hold.routes.people))


def _columns(hold: Hold, territory: Territory) -> tuple[AnswerColumn[Closure], ...]:
    offers, cases, dead_ends = hold.routes.offers, hold.routes.cases, frozenset(hold.dead_ends)
    profiles = {profile.id: profile.short() for profile in territory.profiles}
    dead_end = territory.standings["dead_end"].text() if "dead_end" in territory.standings else "dead_end"

    def each(of: Callable[[RouteCase], str]) -> Callable[[Closure], tuple[str, ...]]:
        return lambda one: tuple(dict.fromkeys(of(cases[case]) for case in one.cases))

    def communes(one: Closure) -> tuple[str, ...]:
        return tuple(sorted({cases[case].commune.name for case in one.cases}))

    return (
        AnswerColumn("id", tr("No."), lambda one: offers[one.structure].id),
        AnswerColumn("name", tr("Structure"), lambda one: offers[one.structure].name),
        AnswerColumn("commune", tr("Commune"), lambda one: offers[one.structure].commune),
        AnswerColumn("people", tr("People"), lambda one: rounded(one.people), "whole"),
        AnswerColumn("n_cases", tr("Journeys lost"), lambda one: len(one.cases), "whole"),
        AnswerColumn("profiles", tr("Profiles"), each(lambda case: case.profile.id), "list", profiles),
        AnswerColumn(
            "needs", tr("Needs"), each(lambda case: case.need), "list", territory.themes.short_words()
        ),
        AnswerColumn("communes", tr("Communes"), communes, "list"),
        AnswerColumn(
            "kind", tr("Kind"), lambda one: offers[one.structure].kind, words=territory.kinds.words()
        ),
        AnswerColumn("confirmed", tr("By both sides"), lambda one: one.structure in hold.sure, "flag"),
        AnswerColumn("dead_end", dead_end, lambda one: offers[one.structure].id in dead_ends, "flag"),
    )


def _spots(hold: Hold) -> Iterator[Spot]:
    for one in hold.closures:
        offer = hold.routes.offers[one.structure]
        if offer.lat is not None and offer.lon is not None:
            yield Spot(offer.id, offer.name, offer.lat, offer.lon, "single_broker")
