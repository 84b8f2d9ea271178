"""Which structures, introduced to each other, would open a way to most people?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wtc_eco.analysis.finding import AnswerColumn, Finding, Spot, notes, placed, table
from wtc_eco.analysis.routes import RouteCase, Routes, routes
from wtc_eco.coverage.gaps import offers_of
from wtc_eco.coverage.need import reach_of
from wtc_eco.coverage.supply import km_between
from wtc_eco.i18n import kilometres, people, percent, rounded, tr, trn
from wtc_eco.network import Response, links, response, within
from wtc_eco.network.journeys import Introduction, best
from wtc_eco.network.response import FIRM
from wtc_eco.registry.participation import has_answered
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer


@dataclass(frozen=True)
class ProposedIntroductions:
    """The introductions proposed in a scope, the routes they mend, and the answers they rest on."""

    scope: Scope
    routes: Routes
    introductions: tuple[Introduction, ...]
    km: NDArray[np.float64]
    answered: frozenset[str]
    response: Response

    @property
    def heard(self) -> bool:
        """Whether anybody here has said to whom it sends people."""
        return self.response.answered_network > 0

    def both_answered(self, link: Introduction) -> bool:
        """Whether both ends have said whom they know, so that a missing tie is known to be missing."""
        return {self.routes.nodes[link.start], self.routes.nodes[link.end]} <= self.answered


def sentence(proposal: ProposedIntroductions) -> str:
    """How many people the introductions would open a way to, the first of them, and on what that rests."""
    if not proposal.heard:
        return tr(
            "nobody has said yet to whom it sends people; whom to introduce to whom must wait for answers.",
        )
    if not proposal.introductions:
        return tr("no single introduction would open a way to anybody, as far as is known.")
    first = proposal.introductions[0]
    details = [
        trn(
            "{n} introduction would open a way to about {people} people for whom no solution is known.",
            "{n} introductions would open a way to about {people} people for whom no solution is known.",
            len(proposal.introductions),
            people=people(proposal.introductions[-1].together),
        ),
        tr(
            "The first: {start} could send people to {end} ({km}), about {people} people.",
            start=proposal.routes.offers[first.start].name,
            end=proposal.routes.offers[first.end].name,
            km=_far(proposal, first),
            people=people(first.people),
        ),
        trn(
            "This rests on the ties that {n} respondent declared: other relays no doubt exist.",
            "This rests on the ties that {n} respondents declared: other relays no doubt exist.",
            proposal.response.answered_network,
        ),
    ]
    return " ".join(details)


def _far(proposal: ProposedIntroductions, link: Introduction) -> str:
    km = proposal.km[link.start, link.end]
    return kilometres(float(km)) if np.isfinite(km) else tr("distance unknown")


def remarks(proposal: ProposedIntroductions) -> Iterator[str]:
    """What is to be checked before an introduction is made, and on what its people rest."""
    if not proposal.heard:
        return
    unsure = sum(1 for link in proposal.introductions if not proposal.both_answered(link))
    if unsure:
        yield trn(
            "In {n} introduction the second structure has not answered: ask it first whether the tie exists.",
            "In {n} introductions the second structure has not answered: ask it first whether the tie exists.",
            unsure,
        )
    yield tr(
        "Each introduction is counted with those above it in place. People are orders of magnitude: they rest on the "
        "hypotheses of profiles.toml and demand.toml."
    )
    if proposal.response.gate in ("weak", "fragile"):
        yield tr(
            "With less than {share} of answers, the order of the introductions is to be read with care.",
            share=percent(FIRM),
        )


SHOWN = 10
"""How many introductions are proposed."""


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """The ten referrals that do not exist and would serve most people, each with those before it in place.

    Only structures that answered can be found not to refer: an unanswered question is not a missing tie.
    `low`: people unlocked by the introductions of which both ends answered; `high`: by all.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    proposal = _proposal(study, scope)
    structures = offers_of(study.offers, study.territory, scope)
    total = sum(link.people for link in proposal.introductions)
    sure = sum(link.people for link in proposal.introductions if proposal.both_answered(link))
    headings, rows = table(
        _columns(study, proposal),
        proposal.introductions,
        first=(
            *("rank", "from", "from_name", "from_kind", "from_commune"),
            *("to", "to_name", "to_kind", "to_commune"),
            *("km", "people", "together", "profiles", "needs", "communes", "acquainted"),
        ),
    )
    return Finding(
        question="missing_links",
        **placed(tr("Introductions to make"), scope),
        base=len(structures),
        unknown=sum(1 for one in structures if one.id not in proposal.answered),
        text=sentence(proposal),
        headings=headings,
        table=rows,
        response=proposal.response.rate,
        asked=proposal.response.asked,
        low=rounded(sure) if proposal.heard else None,
        high=rounded(total) if proposal.heard else None,
        fragile=proposal.response.gate != "firm" if proposal.heard else None,
        remarks=notes(*remarks(proposal)),
        spots=tuple(_spots(proposal)),
    )


def _proposal(study: Study, scope: Scope) -> ProposedIntroductions:
    journeys = routes(study, scope)
    answered = frozenset(
        node for node, attributes in study.network.nodes(data=True) if has_answered(attributes)
    )
    km = km_between(journeys.offers, journeys.offers, reach_of(study.territory.demand))
    cost = np.where(np.isfinite(km), km, np.nanmax(km, initial=0.0, where=np.isfinite(km)))
    asked = np.array([node in answered for node in journeys.nodes], dtype=bool)
    cost[~asked, :] = np.inf
    cost[journeys.arcs.starts, journeys.arcs.ends] = np.inf
    np.fill_diagonal(cost, np.inf)
    answers = response(study.network, scope)
    # Where nobody here has answered, neighbours cannot say what is missing.
    chosen = tuple(best(journeys.sure, journeys.arcs, cost, n=SHOWN)) if answers.answered_network else ()
    return ProposedIntroductions(scope, journeys, chosen, km, answered, answers)


def _columns(study: Study, proposal: ProposedIntroductions) -> tuple[AnswerColumn[Introduction], ...]:
    territory, ties = study.territory, links(study.network)
    here = frozenset(within(study.network, proposal.scope))
    rank = {link: place for place, link in enumerate(proposal.introductions, start=1)}
    kinds = territory.kinds.words()
    profiles = {profile.id: profile.short() for profile in territory.profiles}

    def start(link: Introduction) -> Offer:
        return proposal.routes.offers[link.start]

    def end(link: Introduction) -> Offer:
        return proposal.routes.offers[link.end]

    def km(link: Introduction) -> float | None:
        far = float(proposal.km[link.start, link.end])
        return far if np.isfinite(far) else None

    def each(of: Callable[[RouteCase], str]) -> Callable[[Introduction], tuple[str, ...]]:
        return lambda link: tuple(dict.fromkeys(of(proposal.routes.cases[case]) for case in link.cases))

    def communes(link: Introduction) -> tuple[str, ...]:
        return tuple(sorted({proposal.routes.cases[case].commune.name for case in link.cases}))

    return (
        AnswerColumn("rank", tr("Rank"), lambda link: rank[link], "whole"),
        AnswerColumn("from_name", tr("Introduce"), lambda link: start(link).name),
        AnswerColumn("from_commune", tr("Its commune"), lambda link: start(link).commune),
        AnswerColumn("to_name", tr("to"), lambda link: end(link).name),
        AnswerColumn("to_commune", tr("Commune of the second"), lambda link: end(link).commune),
        AnswerColumn("km", tr("km apart"), km, "km"),
        AnswerColumn("people", tr("People"), lambda link: rounded(link.people), "whole"),
        AnswerColumn("together", tr("Together"), lambda link: rounded(link.together), "whole"),
        AnswerColumn(
            "needs", tr("Needs"), each(lambda case: case.need), "list", territory.themes.short_words()
        ),
        AnswerColumn("profiles", tr("Profiles"), each(lambda case: case.profile.id), "list", profiles),
        AnswerColumn("both_answered", tr("Both have answered"), proposal.both_answered, "flag"),
        AnswerColumn(
            "acquainted",
            tr("Know each other already"),
            lambda link: end(link).id in ties[start(link).id].neighbours,
            "flag",
        ),
        AnswerColumn(
            "inside", tr("Both are here"), lambda link: {start(link).id, end(link).id} <= here, "flag"
        ),
        AnswerColumn("communes", tr("Communes"), communes, "list"),
        AnswerColumn("from_kind", tr("Its kind"), lambda link: start(link).kind, words=kinds),
        AnswerColumn("to_kind", tr("Kind of the second"), lambda link: end(link).kind, words=kinds),
        AnswerColumn("from", tr("No. of the first"), lambda link: start(link).id),
        AnswerColumn("to", tr("No. of the second"), lambda link: end(link).id),
    )


def _spots(proposal: ProposedIntroductions) -> Iterator[Spot]:
    """Both ends of every introduction, each once."""
    ends = dict.fromkeys(end for link in proposal.introductions for end in (link.start, link.end))
    for end in ends:
        one = proposal.routes.offers[end]
        if one.lat is not None and one.lon is not None:
            yield Spot(one.id, one.name, one.lat, one.lon, "missing_link")
