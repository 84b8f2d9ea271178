"""What «closed» and «except» do to a week: days, hours or parts of a day that go."""

from __future__ import annotations

from collections.abc import Iterable

from wtc_eco.coverage.wording.phrases import Days
from wtc_eco.coverage.wording.statements import Statement
from wtc_eco.coverage.wording.week import Span, Week, bounds, cut_at, without


def closed(statement: Statement, week: Week, *, alone: bool, cell: bool) -> None:
    """«closed on Monday», «closed from 12 to 1», «except Wednesday afternoon», «closed»."""
    days = statement.days
    if days is not None:
        _closed_on(days, statement, week)
    elif statement.shut or statement.spans:
        _cut_out((*statement.shut, *statement.spans), None, week)
    elif statement.limit is not None:
        # «closed at noon»: from when to when?
        week.doubts.add("cut")
    elif alone and not statement.parts:
        week.closed = statement.closed
        if statement.excluded:
            week.doubts.add("stray")
    elif not cell and not (statement.excluded and not statement.closed and week.offs):
        week.doubts.add("stray")


def _closed_on(days: Days, statement: Statement, week: Week) -> None:
    if statement.spans and statement.excluded:
        # «except Friday: 9-12» gives Friday's hours; «except Friday from 9 to 12» may take them away.
        if not statement.explicit:
            week.doubts.add("replaces")
        for day in days.days:
            week.plain[day] = tuple(sorted(statement.spans))
    elif statement.limit is not None:
        _end_at(statement, days, week)
    elif statement.shut:
        _cut_out(statement.shut, days, week)
    elif statement.parts:
        _cut_part(statement, days, week)
    else:
        _shut_days(days, week)


def _end_at(statement: Statement, days: Days, week: Week) -> None:
    limit = statement.limit
    if limit is None:
        return
    if limit.kind == "since":
        week.doubts.add("stray")
    if limit.kind == "at" and statement.excluded:
        week.doubts.add("replaces")
    for day in sorted(days.days):
        before = week.plain.get(day)
        if before is None:
            week.doubts.add("no_hours")
        else:
            week.plain[day] = cut_at(before, limit.minute, week)


def _cut_out(held: Iterable[Span], days: Days | None, week: Week) -> None:
    for first, last in held:
        for day in sorted(days.days if days else week.plain):
            week.plain[day] = tuple(without(week.plain.get(day, ()), first, last))
        week.anyday = tuple(without(week.anyday, first, last))


def _cut_part(statement: Statement, days: Days, week: Week) -> None:
    """The afternoon goes where a break at noon says when it begins; else nobody has said when it closes."""
    if len(days.days) > 1:
        # «except Wednesday and Friday afternoon»: the whole of Wednesday, or its afternoon?
        week.doubts.add("loose")
    first, last = bounds(statement.parts)
    for day in sorted(days.days):
        before = week.plain.get(day, ())
        # A morning may end at one: it is the afternoon's hours that go, not its first minutes.
        kept = tuple(span for span in before if not (first <= span[0] < last))
        if kept == before or any(end > 810 for _, end in kept if first == 720):  # noqa: PLR2004 - half past one
            week.doubts.add("cut")
        elif kept:
            week.plain[day] = kept
        else:
            week.plain.pop(day)


def _shut_days(days: Days, week: Week) -> None:
    if days.nth:
        week.shut.append(days)
        return
    for day in days.days:
        week.plain.pop(day, None)
    if not week.plain:
        week.shut.append(days)
