"""What do the figures in people rest on: what is published, and what is our reading?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, table
from wtc_eco.coverage.balance import assumptions_of
from wtc_eco.coverage.need import fragile_change, reach_of
from wtc_eco.coverage.offer import open_minutes
from wtc_eco.i18n import kilometres, number, percent, tr, trn
from wtc_eco.territory import Scope
from wtc_eco.territory.vocabulary import spoken

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.territory import Territory, Vocabulary

DEMAND, PROFILES = "demand.toml", "profiles.toml"
BETWEEN = " · "


@dataclass(frozen=True)
class Assumed:
    """A set of figures: what it is about, its values, who published it (`None` for a hypothesis), the file to edit."""

    about: str
    figures: str
    hypothese: bool
    source: str | None
    file: str


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """One row for each set of figures: what they are about, their values, and who published them.

    `hypothese` is true where nobody did. `base` is the number of sets, `unknown` those that are hypotheses.
    """
    territory = study.territory
    columns: tuple[AnswerColumn[Assumed], ...] = (
        AnswerColumn("about", tr("About")),
        AnswerColumn("figures", tr("Figures")),
        AnswerColumn("hypothese", tr("Hypothesis"), shape="flag"),
        AnswerColumn("source", tr("Published by")),
        AnswerColumn("file", tr("File to edit")),
    )
    sets = tuple(_sets(territory))
    headings, rows = table(columns, sets)
    n = sum(one.hypothese for one in sets)
    return Finding(
        question="hypotheses",
        title=tr("What the figures in people rest on"),
        scope=(scope or replace(Scope(), territory=territory)).id,
        base=len(rows),
        unknown=n,
        text=trn(
            "Of {all} sets of figures behind need, distance and profiles, {n} is a hypothesis; the others are published.",
            "Of {all} sets of figures behind need, distance and profiles, {n} are hypotheses; the others are published.",
            n,
            all=number(len(rows)),
        ),
        headings=headings,
        table=rows,
        remarks=notes(*_remarks(territory)),
    )


def _remarks(territory: Territory) -> Iterator[str]:
    """What the pack says of the survey its weights come from, and how to change them."""
    survey = territory.demand.get("survey", {}).get("note")
    if survey:
        yield spoken(survey)
    yield tr(
        "Weights marked “hypothesis” can be edited in the pack of the territory; a local survey replaces them."
    )


def _sets(territory: Territory) -> Iterator[Assumed]:
    demand = territory.demand
    yield from _measures(demand)
    yield from _settings(demand)
    for key, figures in sorted(demand.get("publics", {}).items()):
        name = territory.publics[key].text() if key in territory.publics else key
        yield _assumed(_of(name, tr("size and mobility")), _size(figures), figures)
        for facet, words in (("themes", tr("themes wanted")), ("slots", tr("time slots wanted"))):
            weights = figures.get(facet, {})
            if weights:
                yield _assumed(_of(name, words), _weights(weights, territory.vocabulary(facet)), weights)
    for profile in territory.profiles:
        # Who they are and what they look for is published; when they can come is our reading unless said otherwise.
        needs = BETWEEN.join(
            territory.themes[one].short() for one in profile.needs if one in territory.themes
        )
        yield _assumed(
            _of(profile.text(), tr("what it looks for, the main need first")),
            needs,
            {"source": profile.described_by},
            PROFILES,
        )
        moments = BETWEEN.join(
            territory.slots[one].short() for one in profile.slots if one in territory.slots
        )
        yield _assumed(
            _of(profile.text(), tr("when it can come")), moments, {"source": profile.moments_by}, PROFILES
        )
        yield _assumed(
            _of(profile.text(), tr("distances and part of the public")),
            tr(
                "entry within {near}, need within {far}; stands for {part} of its public",
                near=kilometres(profile.near_km),
                far=kilometres(profile.reach_km),
                part=percent(profile.part),
            ),
            {"hypothese": profile.supposed, "source": profile.source},
            PROFILES,
        )


def _of(name: str, what: str) -> str:
    return tr("{name}: {what}", name=name, what=what)


def _assumed(about: str, figures: str, table: Mapping[str, Any], file: str = DEMAND) -> Assumed:
    """A table of the pack: what is not said to be published is a hypothesis."""
    supposed = bool(table.get("hypothese")) or not table.get("source")
    source = None if supposed else str(table["source"])
    return Assumed(about, figures, supposed, source, file)


def _measures(demand: Mapping[str, Any]) -> Iterator[Assumed]:
    """The published measures of who needs help; the one in use first."""
    measures = demand.get("fragility", {})
    used = measures.get("used")
    measured = {key: one for key, one in measures.items() if isinstance(one, Mapping) and "value" in one}
    for key in sorted(measured, key=lambda one: (one != used, one)):
        label = spoken(measured[key].get("label") or {"": tr("People in need of help")})
        about = label if key == used else tr("{measure} (not used here)", measure=label)
        yield _assumed(about, percent(float(measured[key]["value"])), measured[key])


def _settings(demand: Mapping[str, Any]) -> Iterator[Assumed]:
    settings = demand.get("settings", {})
    reach, assumed = reach_of(demand), assumptions_of(demand)
    distances = BETWEEN.join(
        (
            tr("near: {km}", km=kilometres(reach.within_km)),
            tr("by road: {factor} times the crow's flight", factor=number(reach.road_factor, 1)),
            tr("usual by car: {km}", km=kilometres(assumed.by_car.typical_km)),
            tr("without a car: {km}", km=kilometres(assumed.on_foot.typical_km)),
        )
    )
    yield _assumed(tr("Distances"), distances, settings.get("reach", {}))
    change = fragile_change(demand)
    offered = BETWEEN.join(
        (
            tr("need met: {hours} hours a week for each person in need", hours=number(assumed.target, 2)),
            tr("where nobody told: {hours} hours a week", hours=number(assumed.hours, 1)),
            tr("open at a slot: from {minutes} minutes a week", minutes=number(open_minutes(demand))),
            tr("fragile: changes when a weight moves by {share}", share=percent(change)),
        )
    )
    yield _assumed(tr("Thresholds"), offered, settings)


def _size(table: Mapping[str, Any]) -> str:
    parts = (
        [tr("{share} of the population", share=percent(float(table["share"])))] if "share" in table else []
    )
    parts.append(tr("need × {factor}", factor=number(float(table.get("fragility", 1.0)), 1)))
    parts.append(tr("{share} have a car", share=percent(float(table.get("car", 1.0)))))
    return BETWEEN.join(parts)


def _weights(table: Mapping[str, Any], words: Vocabulary) -> str:
    """The weights, the most wanted first."""
    weights = {
        key: float(value) for key, value in table.items() if key in words and not isinstance(value, bool)
    }
    order = {key: place for place, key in enumerate(words)}
    ranked = sorted(weights, key=lambda key: (-weights[key], order[key]))
    return BETWEEN.join(f"{words[key].short()} {number(weights[key], 1)}" for key in ranked)
