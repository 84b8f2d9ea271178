"""How much each theme and slot is wanted, as the pack's `demand.toml` weighs it.

What was counted or asked here takes the place of the weights that the pack supposes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.coverage.supply import Reach, Want
from wtc_eco.i18n import tr
from wtc_eco.model import MIN_BASE

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

_FRAGILE_CHANGE = 0.25


@dataclass(frozen=True)
class Public:
    """Part of the population: its size (share × fragility) and its weights for themes and slots (0..1).

    `share` is of the whole population, `fragility` relative to its average; `car` is the share (0..1)
    that has one.
    """

    id: str
    size: float
    themes: Mapping[str, float]
    slots: Mapping[str, float]
    share: float = 0.0
    fragility: float = 1.0
    car: float = 1.0

    def wants(self, want: Want) -> float:
        """How much it wants it, 0..1; a theme or slot that it does not weigh is not wanted by it."""
        if want.public is not None and want.public != self.id:
            return 0.0
        theme = 1.0 if want.theme is None else self.themes.get(want.theme, 0.0)
        slot = 1.0 if want.slot is None else self.slots.get(want.slot, 0.0)
        return theme * slot


@dataclass(frozen=True)
class Need:
    """The weights of a pack. Where it gives none (`publics` is empty), its most wanted themes count double."""

    publics: tuple[Public, ...] = ()
    most_wanted: frozenset[str] = frozenset()

    def weight(self, want: Want) -> float:
        """How much it is wanted, 0..1: the mean over publics, by size, of theme weight × slot weight.

        Asked for one public, it is that public's weight; one that nobody weighs counts like everybody.
        """
        weighed = tuple(public for public in self.publics if want.public in (None, public.id))
        if want.public is not None and not weighed:
            return self.weight(replace(want, public=None))
        total = sum(public.size for public in weighed)
        if not total:
            return 1.0 if not self.most_wanted or want.theme in self.most_wanted else 0.5
        return sum(public.size * public.wants(want) for public in weighed) / total

    def moved(self, share: float) -> Iterator[Need]:
        """This need with one weight moved up, then down, by `share`, one weight after the other."""
        for n, public in enumerate(self.publics):
            for other in _moved(public, share):
                yield replace(self, publics=(*self.publics[:n], other, *self.publics[n + 1 :]))


def _moved(public: Public, share: float) -> Iterator[Public]:
    for factor in (1 + share, 1 - share):
        for key, value in sorted(public.themes.items()):
            yield replace(public, themes={**public.themes, key: value * factor})
        for key, value in sorted(public.slots.items()):
            yield replace(public, slots={**public.slots, key: value * factor})


def need_of(territory: Territory) -> Need:
    """The weights of a pack's `demand.toml`; a public without a share of the population is left out."""
    publics = territory.demand.get("publics", {})
    wanted = frozenset(key for key, term in territory.themes.items() if term.extra.get("most_wanted"))
    return Need(
        tuple(_public(key, table) for key, table in sorted(publics.items()) if "share" in table), wanted
    )


def _public(key: str, table: Mapping[str, Any]) -> Public:
    share, fragility = float(table["share"]), float(table.get("fragility", 1.0))
    return Public(
        key,
        share * fragility,
        _demand_weights(table.get("themes", {})),
        _demand_weights(table.get("slots", {})),
        share=share,
        fragility=fragility,
        car=float(table.get("car", 1.0)),
    )


def _demand_weights(table: Mapping[str, Any]) -> dict[str, float]:
    # `hypothese = true` stands among the weights, and a bool is an int.
    return {
        key: float(value)
        for key, value in table.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    }


def reach_of(demand: Mapping[str, Any]) -> Reach:
    """How distance is counted: the road factor and what is near, as the folder or the pack says."""
    settings = demand.get("settings", {})
    usual = Reach()
    return Reach(
        float(settings.get("road_factor", usual.road_factor)), float(settings.get("near_km", usual.within_km))
    )


def fragile_change(demand: Mapping[str, Any]) -> float:
    """By which share (0..1) a weight is moved to see whether a result holds, as the pack says."""
    return float(demand.get("settings", {}).get("fragile_change", _FRAGILE_CHANGE))


@dataclass(frozen=True)
class Fragility:
    """The published share (0..1) of people for whom this is a need, what it calls them, and who published it.

    `label` is empty where the pack has no words for them.
    """

    share: float
    label: Mapping[str, str]
    source: str


def fragility_of(demand: Mapping[str, Any]) -> Fragility | None:
    """The measure that figures in people rest on; `None` where the pack names none with its source."""
    measures = demand.get("fragility", {})
    used = measures.get(measures.get("used", ""), {})
    if not isinstance(used, Mapping) or not {"value", "source"} <= set(used):
        return None
    return Fragility(float(used["value"]), used.get("label", {}), str(used["source"]))


Row = Mapping[str, Any]


def with_local_need(
    territory: Territory, counted: Sequence[Row], answers: Sequence[Row]
) -> Mapping[str, Any]:
    """The pack's demand with people counted by public and with weights from answers.

    `counted` are rows of `model.POPULATION`: people by INS code and public, the latest year wins.
    `answers` are rows of `model.PUBLIC_ANSWERS`: a public with ten answers or more gets the shares that
    chose each theme and slot, relative to the most chosen; the others keep the pack's weights.
    """
    demand = dict(territory.demand)
    if counted:
        demand["population"] = _people(counted)
    weights = _answer_weights(answers, territory)
    if weights:
        publics = demand.get("publics", {})
        demand["publics"] = {key: {**table, **weights.get(key, {})} for key, table in publics.items()}
    return demand


def _people(counted: Iterable[Row]) -> dict[str, dict[str, float]]:
    by_commune: dict[str, dict[str, float]] = {}
    for row in sorted(
        counted, key=lambda row: (row["year"] or 0, row["source"] or "", row["ins"], row["public"])
    ):
        by_commune.setdefault(row["ins"], {})[row["public"]] = float(row["people"])
    return by_commune


def _answer_weights(answers: Sequence[Row], territory: Territory) -> dict[str, dict[str, Any]]:
    by_public: dict[str, list[Row]] = {}
    for row in answers:
        if row["situation"]:
            by_public.setdefault(row["situation"], []).append(row)
    weights: dict[str, dict[str, Any]] = {}
    for public, rows in sorted(by_public.items()):
        for facet, vocabulary in (("themes", territory.themes), ("slots", territory.slots)):
            chosen = [row[facet] for row in rows if row[facet] is not None]
            if len(chosen) >= MIN_BASE:
                weights.setdefault(public, {})[facet] = _relative(chosen, tuple(vocabulary))
    return weights


def _relative(answers: Sequence[Sequence[str]], terms: Sequence[str]) -> dict[str, Any]:
    count = Counter(term for chosen in answers for term in set(chosen))
    most = max((count[term] for term in terms), default=0) or 1
    return {
        "source": tr("survey of the public, {n} answers", n=len(answers)),
        **{term: count[term] / most for term in terms},
    }
