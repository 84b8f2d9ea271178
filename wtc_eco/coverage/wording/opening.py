"""What a statement of opening does to a week: new hours, other hours, more hours."""

from __future__ import annotations

from wtc_eco.coverage.wording.phrases import Days
from wtc_eco.coverage.wording.statements import Statement
from wtc_eco.coverage.wording.week import Rule, Spans, Week, bounds, cut_at, overlap

LATE = 90
"""Minutes by which a morning may run on: one that ends at one is still a morning."""


def opened(statement: Statement, week: Week) -> None:
    """Put the hours of a statement into the week."""
    days = statement.days
    conditional = statement.season or statement.holiday or statement.weeks or (days and days.nth)
    if statement.limit is not None:
        _limited(statement, week)
    elif conditional:
        _conditional(statement, week)
    elif days is None:
        _anyday(statement, week)
    elif statement.spans or statement.asked:
        _add(statement, days, week)
    elif statement.appointment:
        week.by_day |= days.days
    elif statement.parts:
        _part_only(statement, days, week)
    elif statement.cell:
        week.blank |= days.days
    else:
        week.bare_days |= days.days


def _anyday(statement: Statement, week: Week) -> None:
    """Hours without a day: the days are anybody's guess."""
    if statement.asked and not statement.spans:
        week.by_appointment = True
    elif statement.spans:
        week.anyday += tuple(statement.spans)
        week.doubts.add("no_days")
    elif statement.parts and not week.besides:
        week.doubts.add("no_hours")


def _add(statement: Statement, days: Days, week: Week) -> None:
    """Hours on days: new, in the place of those said before, or besides them."""
    for day in sorted(days.days):
        new = tuple(sorted(statement.spans))
        if statement.appointment:
            week.asked[day] = week.asked.get(day, ()) + new
            continue
        if new:
            week.plain[day] = _with_those_before(day, new, statement, week)
            week.told[day] = days.days
        if statement.asked:
            week.asked[day] = week.asked.get(day, ()) + tuple(statement.asked)


def _with_those_before(day: int, new: Spans, statement: Statement, week: Week) -> Spans:
    """Hours that overlap those said before replace them; others come besides, where that is plain."""
    before = week.plain.get(day, ())
    again = statement.days is not None and week.told.get(day) == statement.days.days
    if not before or overlap(before, new):
        if before and again and before != new:
            week.doubts.add("replaces")
        return new
    # Said of the same days, of another part of the day, or «also»: nothing is replaced.
    if not (again or statement.also or statement.times_first or _in_parts(new, statement)):
        week.doubts.add("replaces")
    return tuple(sorted((*before, *new)))


def _in_parts(spans: Spans, statement: Statement) -> bool:
    """Whether the statement names the part of the day, and these hours are in it."""
    if not statement.parts:
        return False
    first, last = bounds(statement.parts)
    return all(first <= start and end <= last + LATE for start, end in spans)


def _part_only(statement: Statement, days: Days, week: Week) -> None:
    """«Friday only in the morning»: the hours of that part, where hours were said before."""
    first, last = bounds(statement.parts)
    for day in sorted(days.days):
        before = week.plain.get(day) or (_usual(week) if statement.only else None)
        if before is None:
            week.bare_days |= {day}
            week.doubts.add("no_hours")
            continue
        kept = tuple(span for span in before if first <= span[0] and span[1] <= last + LATE)
        if not kept:
            week.doubts.add("cut")
        week.plain[day] = kept or before


def _usual(week: Week) -> Spans | None:
    """The hours of every day said so far, where they are the same."""
    held = set(week.plain.values())
    return held.pop() if len(held) == 1 else None


def _usual_of_several(week: Week) -> Spans | None:
    """«Monday to Thursday 9-4, Friday until noon»: Friday begins as the other days do."""
    return _usual(week) if len(week.plain) > 1 else None


def _limited(statement: Statement, week: Week) -> None:
    """«Wednesday until 8 pm»: the last hours of the day end later, or earlier."""
    limit = statement.limit
    days = statement.days
    if limit is None:
        return
    if days is None or statement.season or statement.holiday:
        week.doubts.add("no_days" if days is None else "open_ended")
        return
    if days.nth:
        week.rules.append(Rule(days.days, ((limit.minute, limit.minute),), nth=days.nth, open_ended=True))
        week.doubts.add("open_ended")
        return
    for day in sorted(days.days):
        before = week.plain.get(day) or _usual_of_several(week)
        if limit.kind == "until" and before:
            week.plain[day] = cut_at(before, limit.minute, week)
        elif limit.kind == "until":
            week.bare_days |= {day}
            week.doubts.add("no_hours")
        else:
            week.rules.append(Rule(frozenset({day}), ((limit.minute, limit.minute),), open_ended=True))
            week.doubts.add("open_ended")


def _conditional(statement: Statement, week: Week) -> None:
    """Hours of some weeks, some days of the month, a season or holidays."""
    days, spans = statement.days, tuple(sorted((*statement.spans, *statement.asked)))
    held = days.days if days else frozenset(week.plain)
    if not held or not spans:
        week.doubts.add("no_days" if not held else "no_hours")
        if days and not spans:
            week.bare_days |= days.days
        return
    before = [week.plain[day] for day in held if day in week.plain]
    adds = bool(before) and not any(overlap(one, spans) for one in before)
    week.rules.append(
        Rule(
            held,
            spans,
            nth=days.nth if days else (),
            season=statement.season,
            holiday=statement.holiday,
            weeks=statement.weeks,
            adds=adds and not statement.season and not statement.holiday,
            asked=bool(statement.asked) or statement.appointment,
        )
    )
