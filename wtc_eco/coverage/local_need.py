"""Need as it was counted or asked here, in the place of the weights that the pack supposes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wtc_eco.locale import tr

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

ENOUGH = 10
"""Answers of a public from which its own weights replace the pack's."""

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
    weights = _weights(answers, territory)
    if weights:
        publics = demand.get("publics", {})
        demand["publics"] = {key: {**held, **weights.get(key, {})} for key, held in publics.items()}
    return demand


def _people(counted: Iterable[Row]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for row in sorted(
        counted, key=lambda row: (row["year"] or 0, row["source"] or "", row["ins"], row["public"])
    ):
        found.setdefault(row["ins"], {})[row["public"]] = float(row["people"])
    return found


def _weights(answers: Sequence[Row], territory: Territory) -> dict[str, dict[str, Any]]:
    by_public: dict[str, list[Row]] = {}
    for row in answers:
        if row["situation"]:
            by_public.setdefault(row["situation"], []).append(row)
    found: dict[str, dict[str, Any]] = {}
    for public, rows in sorted(by_public.items()):
        for facet, vocabulary in (("themes", territory.themes), ("slots", territory.slots)):
            told = [row[facet] for row in rows if row[facet] is not None]
            if len(told) >= ENOUGH:
                found.setdefault(public, {})[facet] = _relative(told, tuple(vocabulary))
    return found


def _relative(told: Sequence[Sequence[str]], terms: Sequence[str]) -> dict[str, Any]:
    count = Counter(term for chosen in told for term in set(chosen))
    most = max((count[term] for term in terms), default=0) or 1
    return {
        "source": tr("survey of the public, {n} answers", n=len(told)),
        **{term: count[term] / most for term in terms},
    }
