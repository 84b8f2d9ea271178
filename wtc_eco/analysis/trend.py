"""What changed between two dates, and which of it can be compared at all?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.analysis.indicators import MEASURES, WHOLE
from wtc_eco.locale import date, number, percent, tr, trn

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study
    from wtc_eco.territory import Scope

Direction = Literal["better", "worse", "same", "other", "not_comparable"]
ENOUGH = 10
"""Structures under which a share is not compared."""
BASE_CHANGE = 0.25
"""By which share the base may change before two shares speak of different structures."""
_FOLLOWED = ("standing", "knows_ecosystem", "trained", "themes", "steps", "slots")


@dataclass(frozen=True)
class Meeting:
    """An event between the two dates: its name, its day, and the structures that came."""

    name: str
    held_on: str
    present: frozenset[str]


def compare(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    study: Study,
    scope: Scope,
    meetings: Sequence[Meeting] = (),
) -> Finding:
    """Two states (`indicators.state`) side by side: figures first, then structures, then ties.

    A figure is `not_comparable` where one of its bases is unknown, small, or too different: it is never
    worse for that. A new tie between two structures that came to the same meeting names it.
    """
    key = scope.bassin.id if scope.bassin else WHOLE
    rows = [*_figure_rows(before, after, key, study), *_structure_rows(before, after, key, study)]
    rows += _tie_rows(before, after, key, study, meetings)
    figures = [row for row in rows if row["what"] == "figure"]
    return Finding(
        question="trend",
        title=tr("What changed: {scope}", scope=scope.text()),
        scope=scope.id,
        base=_n(after, key),
        unknown=sum(row["direction"] == "not_comparable" for row in figures),
        text=" ".join(_said(before, after, rows)),
        headings=_headings(),
        table=tuple(rows),
        remarks=(
            tr(
                "Not comparable: too few answers, or answers of other structures. That is no change for the worse."
            ),
            tr("A tie after a meeting is not proof that the meeting made it."),
        ),
    )


def _n(held: Mapping[str, Any], scope: str) -> int:
    return int(held["figures"].get(scope, {}).get("structures", {}).get("value", 0))


def _said(
    before: Mapping[str, Any], after: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    figures = [row["direction"] for row in rows if row["what"] == "figure"]
    yield tr(
        "Between {first} and {second}: {better} figures are better, {worse} worse, {same} unchanged; {unknown} cannot be compared.",
        first=_day(before),
        second=_day(after),
        better=number(figures.count("better")),
        worse=number(figures.count("worse")),
        same=number(figures.count("same")),
        unknown=number(figures.count("not_comparable")),
    )
    new = [row for row in rows if row["what"] == "tie" and row["after"]]
    if new:
        met = [row for row in new if row["event"]]
        yield trn(
            "{n} new tie, {met} of them between structures that came to the same meeting.",
            "{n} new ties, {met} of them between structures that came to the same meeting.",
            len(new),
            met=number(len(met)),
        )


def _day(held: Mapping[str, Any]) -> str:
    return date(held["as_of"]) if held["as_of"] else tr("an unknown date")


# -- figures


def _figure_rows(
    before: Mapping[str, Any], after: Mapping[str, Any], scope: str, study: Study
) -> Iterator[dict[str, Any]]:
    first, second = before["figures"].get(scope, {}), after["figures"].get(scope, {})
    better = {measure.id: measure.more_is_better for measure in MEASURES}
    for key in dict.fromkeys((*second, *first)):
        one, two = first.get(key), second.get(key)
        if not any(figure and (figure["value"] or figure["base"]) for figure in (one, two)):
            continue
        yield {
            **_row("figure", _label(key, study)),
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


# -- structures and ties


def _row(what: str, name: str) -> dict[str, Any]:
    empty = dict.fromkeys(("id", "field", "before", "after", "direction", "event"))
    return {"what": what, "name": name, **empty}


def _structure_rows(
    before: Mapping[str, Any], after: Mapping[str, Any], scope: str, study: Study
) -> Iterator[dict[str, Any]]:
    """New and gone structures, then what changed of those that stayed; merged ones follow their records."""
    first, second = _followed(before, after, scope), _members(after, scope)
    for key in sorted(set(first) | set(second), key=_number):
        one, two = first.get(key), second.get(key)
        if one is None or two is None:
            side = "after" if one is None else "before"
            row = {**_row("structure", _name(key, study)), "id": key, side: tr("in the register")}
            yield {**row, "direction": "other"}
            continue
        for field in _FOLLOWED:
            if one.get(field) != two.get(field):
                yield {
                    **_row("structure", _name(key, study)),
                    "id": key,
                    "field": field,
                    "before": _value(one.get(field)),
                    "after": _value(two.get(field)),
                    "direction": "not_comparable" if None in (one.get(field), two.get(field)) else "other",
                }


def _members(held: Mapping[str, Any], scope: str) -> dict[str, Mapping[str, Any]]:
    return {key: one for key, one in held["structures"].items() if scope in (WHOLE, one["bassin"])}


def _now(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """The id that a structure of before has now: that of the structure that holds its first record."""
    homes = {record: key for key, one in after["structures"].items() for record in one["records"]}
    return {
        key: homes.get(one["records"][0], key) if one["records"] else key
        for key, one in before["structures"].items()
    }


def _followed(
    before: Mapping[str, Any], after: Mapping[str, Any], scope: str
) -> dict[str, Mapping[str, Any]]:
    now = _now(before, after)
    return {
        now[key]: one
        for key, one in sorted(_members(before, scope).items(), key=lambda each: -_number(each[0]))
    }


def _tie_rows(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    scope: str,
    study: Study,
    meetings: Sequence[Meeting],
) -> Iterator[dict[str, Any]]:
    now = _now(before, after)
    first = {(now.get(start, start), now.get(end, end), kind) for start, end, kind in before["ties"]}
    second = {(start, end, kind) for start, end, kind in after["ties"]}
    here = set(_members(after, scope)) | set(_followed(before, after, scope))
    for start, end, kind in sorted(
        first ^ second, key=lambda tie: (_number(tie[0]), _number(tie[1]), tie[2])
    ):
        if not {start, end} & here:
            continue
        new = (start, end, kind) in second
        yield {
            **_row("tie", f"{_name(start, study)} → {_name(end, study)}"),
            "id": f"{start} → {end}",
            "field": kind,
            "before": None if new else kind,
            "after": kind if new else None,
            "direction": "better" if new else "other",
            "event": _met(start, end, meetings) if new else None,
        }


def _met(start: str, end: str, meetings: Sequence[Meeting]) -> str | None:
    """The last meeting that both came to."""
    shared = [one for one in meetings if {start, end} <= one.present]
    return max(shared, key=lambda one: (one.held_on, one.name)).name if shared else None


def _value(held: Any) -> str | None:
    if held is None:
        return None
    return ", ".join(held) if isinstance(held, list) else str(held)


def _name(key: str, study: Study) -> str:
    return study.offers[key].name if key in study.offers else key


def _number(key: str) -> int:
    return int(key.removeprefix("S"))


def _headings() -> tuple[Heading, ...]:
    whats = {"figure": tr("Figure"), "structure": tr("Structure"), "tie": tr("Tie")}
    directions = {
        "better": tr("better"),
        "worse": tr("worse"),
        "same": tr("unchanged"),
        "other": tr("different"),
        "not_comparable": tr("not comparable"),
    }
    return (
        Heading("what", tr("What"), words=whats),
        Heading("name", tr("Name")),
        Heading("field", tr("Field")),
        Heading("before", tr("Before")),
        Heading("after", tr("After")),
        Heading("direction", tr("Change"), words=directions),
        Heading("event", tr("Both came to")),
        Heading("id", tr("No.")),
    )
