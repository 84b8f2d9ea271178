"""Figures of two dates side by side: better, worse, the same, or not to be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.analysis.indicators import MEASURES
from wtc_eco.locale import number, percent, tr

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study

Direction = Literal["better", "worse", "same", "other", "not_comparable"]
ENOUGH = 10
"""Structures under which a share is not compared."""
BASE_CHANGE = 0.25
"""By which share the base may change before two shares speak of different structures."""


def row(what: str, name: str) -> dict[str, Any]:
    """A row with what does not apply left empty; `None` is what nobody knows."""
    empty = dict.fromkeys(("id", "field", "before", "after", "direction", "event"), "")
    return {"what": what, "name": name, **empty}


def figure_rows(
    before: Mapping[str, Any], after: Mapping[str, Any], scope: str, study: Study
) -> Iterator[dict[str, Any]]:
    """A row for each figure that is known on either side."""
    first, second = before["figures"].get(scope, {}), after["figures"].get(scope, {})
    better = {measure.id: measure.more_is_better for measure in MEASURES}
    for key in dict.fromkeys((*second, *first)):
        one, two = first.get(key), second.get(key)
        if not any(figure and (figure["value"] or figure["base"]) for figure in (one, two)):
            continue
        yield {
            **row("figure", _label(key, study)),
            "before": _told(one),
            "after": _told(two),
            "direction": direction(one, two, more_is_better=better.get(key, True)),
        }


def direction(
    one: Mapping[str, Any] | None, two: Mapping[str, Any] | None, *, more_is_better: bool | None
) -> Direction:
    """What a change of a figure is; `other` where more is neither better nor worse."""
    if one is None or two is None or not _comparable(one, two):
        return "not_comparable"
    first, second = (
        figure["value"] / figure["base"] if figure["share"] else figure["value"] for figure in (one, two)
    )
    if first == second:
        return "same"
    if more_is_better is None:
        return "other"
    return "better" if (second > first) == more_is_better else "worse"


def _comparable(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Plain counts always are; shares rest on enough structures, about as many both times."""
    if not one["share"] and one["value"] == one["base"]:
        return True
    few, many = sorted((one["base"], two["base"]))
    return bool(few >= ENOUGH and (many - few) <= BASE_CHANGE * many)


def _told(figure: Mapping[str, Any] | None) -> str | None:
    if figure is None:
        return None
    if not figure["share"]:
        return number(figure["value"])
    said = tr("{value} of {base}", value=number(figure["value"]), base=number(figure["base"]))
    enough = figure["base"] >= ENOUGH
    return f"{said} ({percent(figure['value'] / figure['base'])})" if enough else said


def _label(key: str, study: Study) -> str:
    facet, _, term = key.partition(":")
    if not term:
        return next((tr(measure.words) for measure in MEASURES if measure.id == key), key)
    vocabulary = study.territory.vocabulary(facet)
    return vocabulary[term].text() if term in vocabulary else key
