"""What changed between two dates, and which of it can be compared at all?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.analysis.indicators import WHOLE
from wtc_eco.analysis.trend_changes import COLUMNS, FOLLOWED, Meeting, structure_rows, tie_rows
from wtc_eco.analysis.trend_figures import figure_rows
from wtc_eco.locale import date, number, tr, trn
from wtc_eco.registry.words import title

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study
    from wtc_eco.territory import Scope


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
    # What changed stands before what did not.
    figure = sorted(figure_rows(before, after, key, study), key=lambda row: row["direction"] == "same")
    rows = [*figure, *structure_rows(before, after, key, study)]
    rows += tie_rows(before, after, key, study, meetings)
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
    better = figures.count("better")
    yield trn(
        "Between {first} and {second}: {n} figure is better, {worse} worse, {same} unchanged; {unknown} cannot be compared.",
        "Between {first} and {second}: {n} figures are better, {worse} worse, {same} unchanged; {unknown} cannot be compared.",
        better,
        first=_day(before),
        second=_day(after),
        worse=number(figures.count("worse")),
        same=number(figures.count("same")),
        unknown=number(figures.count("not_comparable")),
    )
    new = [row for row in rows if row["what"] == "tie" and row["direction"] == "better"]
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


def _headings() -> tuple[Heading, ...]:
    whats = {"figure": tr("Figure"), "structure": tr("Structure"), "tie": tr("Tie")}
    directions = {
        "better": tr("better"),
        "worse": tr("worse"),
        "same": tr("unchanged"),
        "other": tr("different"),
        "not_comparable": tr("not comparable"),
    }
    fields = {
        "standing": tr("Standing"),
        "knows": tr("knows"),
        "refers": tr("sends people to"),
        "works_with": tr("works with"),
        "hosts": tr("hosts"),
    }
    fields |= {key: title(COLUMNS.get(key, key)) for key in FOLLOWED if key not in fields}
    return (
        Heading("what", tr("What"), words=whats),
        Heading("name", tr("Name")),
        Heading("before", tr("Before")),
        Heading("after", tr("After")),
        Heading("direction", tr("Change"), words=directions),
        Heading("field", tr("Field"), words=fields),
        Heading("event", tr("Both came to")),
        Heading("id", tr("No.")),
    )
