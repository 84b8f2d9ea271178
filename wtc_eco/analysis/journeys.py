"""Do people find what they need, at the door or sent on once or twice, and where not, why?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import Finding, Spot
from wtc_eco.analysis.journeys_rows import (
    area_headings,
    area_rows,
    commune_headings,
    commune_rows,
    outcome_words,
)
from wtc_eco.analysis.journeys_words import Picture, Served, least_served, remarks, sentence
from wtc_eco.analysis.routes import Routes, routes
from wtc_eco.coverage.areas import offers_of
from wtc_eco.coverage.need import FRAGILE_CHANGE
from wtc_eco.locale import tr
from wtc_eco.network import respondents, response
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study
    from wtc_eco.coverage.offer import Offer


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """Each profile × need, by bassin, or by commune of a bassin: served after 0, 1, 2 referrals, or why not.

    `low` and `high`: the share of people served on confirmed referrals only, and if every unknown public,
    theme and hour were a yes. `unknown`: structures that have told neither their public nor their themes.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    found = routes(study, scope)
    structures = offers_of(study.offers, study.territory, scope)
    picture = _picture(study, scope, found)
    low, high = found.bounds()
    by_area = scope.bassin is None and scope.commune is None and bool(study.territory.bassins)
    return Finding(
        question="journeys",
        title=tr("Journeys: {place}", place=scope.text()),
        scope=scope.id,
        base=len(structures),
        unknown=_silent(study, structures),
        text=sentence(picture),
        headings=area_headings(study.territory) if by_area else commune_headings(study.territory),
        table=area_rows(found) if by_area else commune_rows(found),
        response=picture.response.rate,
        low=low,
        high=high,
        fragile=picture.response.gate != "firm" or picture.fragile_at is not None,
        remarks=tuple(remarks(picture)),
        spots=tuple(_spots(study, found, picture.worst)),
    )


def _picture(study: Study, scope: Scope, found: Routes) -> Picture:
    change = float(study.territory.demand.get("settings", {}).get("fragile_change", FRAGILE_CHANGE))
    worst = least_served(found)
    moved = (least_served(routes(study, scope, stretch=by)) for by in (1 + change, 1 - change))
    holds = all(_named(other) == _named(worst) for other in moved)
    return Picture(
        scope,
        study.territory,
        found,
        worst,
        response(study.network, scope),
        len(respondents(study.network, scope)),
        None if holds else change,
    )


def _named(one: Served | None) -> str | None:
    return one.cases[0].profile.id if one else None


def _silent(study: Study, structures: Sequence[Offer]) -> int:
    return sum(study.registry.row(one.id)["publics"] is None and one.themes is None for one in structures)


def _spots(study: Study, found: Routes, worst: Served | None) -> Iterator[Spot]:
    """One spot a profile, need and commune: what becomes of the person; the least well served profile first."""
    words, themes = outcome_words(), study.territory.themes
    first = worst.cases[0].profile.id if worst else ""
    cases = sorted(
        zip(found.cases, found.outcomes, strict=True), key=lambda pair: pair[0].profile.id != first
    )
    for case, outcome in cases:
        home = case.commune
        about = tr("{profile}: {need}", profile=case.profile.text(), need=themes[case.need].text())
        yield Spot(home.ins, home.name, home.lat, home.lon, outcome, words[outcome], about)
