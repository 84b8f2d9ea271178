"""Statements folded into a week, one after the other, with every reason to doubt it.

A statement brings new hours, other hours or more hours; «closed» and «except» take days, hours or parts of a day away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from wtc_eco.coverage.hours_parser.osm import HoursRule, Span, Spans, Week, bounds, cut_at, overlap, without
from wtc_eco.coverage.hours_parser.phrases import Days, Limit, ScheduleText, Statement

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
            week.told_with[day] = days.days
        if statement.asked:
            week.asked[day] = week.asked.get(day, ()) + tuple(statement.asked)


def _with_those_before(day: int, new: Spans, statement: Statement, week: Week) -> Spans:
    """Hours that overlap those said before replace them; others come besides, where that is plain."""
    before = week.plain.get(day, ())
    again = statement.days is not None and week.told_with.get(day) == statement.days.days
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
    distinct = set(week.plain.values())
    return distinct.pop() if len(distinct) == 1 else None


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
        week.rules.append(
            HoursRule(days.days, ((limit.minute, limit.minute),), nth=days.nth, open_ended=True)
        )
        week.doubts.add("open_ended")
        return
    for day in sorted(days.days):
        before = week.plain.get(day) or _usual_of_several(week)
        if before and (limit.kind == "until" or (statement.aside and _is_a_closing(limit, before))):
            week.plain[day] = cut_at(before, limit.minute, week)
        elif limit.kind == "until":
            week.bare_days |= {day}
            week.doubts.add("no_hours")
        else:
            week.rules.append(HoursRule(frozenset({day}), ((limit.minute, limit.minute),), open_ended=True))
            week.doubts.add("open_ended")


def _is_a_closing(limit: Limit, hours: Spans) -> bool:
    """«9-5 (Friday 4)», «10-12 and 2-6 (5 on Saturday)»: a time alone that is nearer to the end than to the beginning."""
    start, end = hours[-1]
    return limit.kind == "at" and (start + end) / 2 < limit.minute < end


def _conditional(statement: Statement, week: Week) -> None:
    """Hours of some weeks, some days of the month, a season or holidays."""
    days, spans = statement.days, tuple(sorted((*statement.spans, *statement.asked)))
    on_days = days.days if days else frozenset(week.plain)
    if not on_days or not spans:
        week.doubts.add("no_days" if not on_days else "no_hours")
        if days and not spans:
            week.bare_days |= days.days
        return
    before = [week.plain[day] for day in on_days if day in week.plain]
    adds = bool(before) and not any(overlap(one, spans) for one in before)
    week.rules.append(
        HoursRule(
            on_days,
            spans,
            nth=days.nth if days else (),
            season=statement.season,
            holiday=statement.holiday,
            weeks=statement.weeks,
            adds=adds and not statement.season and not statement.holiday,
            asked=bool(statement.asked) or statement.appointment,
        )
    )


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


def _cut_out(cuts: Iterable[Span], days: Days | None, week: Week) -> None:
    for first, last in cuts:
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


EARLY = 300
"""Minutes since midnight before which an opening is taken for a slip: «from 2 to 4» is in the afternoon."""
FIRST_CLOSING = 510
"""Nobody closes before half past eight: «from 6 to 8» is in the evening, perhaps."""
FATAL = frozenset({"nonsense", "overlap", "places"})
"""Doubts that leave nothing to start from."""


def folded(text: ScheduleText) -> Week:
    """The week that the statements make, one after the other."""
    week = Week(by_appointment=text.by_appointment, besides=text.besides, offs=list(text.offs))
    week.doubts |= text.doubts
    _judge_names(text, week)
    for n, statement in enumerate(text.statements):
        _check(statement, week)
        if statement.closed or statement.excluded:
            closed(statement, week, alone=len(text.statements) == 1, cell=statement.cell and n > 0)
        else:
            opened(statement, week)
    if any(rule.holiday for rule in week.rules) and not week.plain:
        week.doubts.add("holidays_only")
    # The empty cell of a table says «closed»; where no cell has hours, the days are named without hours.
    if not (week.plain or week.asked):
        week.bare_days |= week.blank
    if week.plain:
        week.shut = [days for days in week.shut if days.nth]
    return week


def _judge_names(text: ScheduleText, week: Week) -> None:
    """Names that are no words of a schedule: two headings are two places, or two services."""
    strange = [junk for _, junk in text.headings]
    if text.unread:
        week.doubts.add("unread")
    if text.places > 1 or (len(strange) > 1 and any(strange)):
        week.doubts.add("places")
    elif len({name for name, _ in text.headings}) > 1:
        week.doubts.add("services")
    elif text.places:
        week.doubts.add("unread")


def _check(statement: Statement, week: Week) -> None:
    """Times that cannot be meant as they stand."""
    ordered = sorted((*statement.spans, *statement.asked))
    if any(start == end for start, end in ordered):
        week.doubts.add("nonsense")
    if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
        week.doubts.add("overlap")
    if any(start < EARLY for start, _ in ordered if (start, _) != (0, 1440)):
        week.doubts.add("early")
    if any(EARLY <= start < end <= FIRST_CLOSING for start, end in ordered):
        week.doubts.add("early")
    if ordered and any(not _reaches(part, ordered) for part in statement.parts):
        week.doubts.add("other_part")
    if any(end < start for start, end in ordered):
        week.doubts.add("backwards")


def _reaches(part: str, hours: Sequence[Span]) -> bool:
    """Whether hours lie in the part of the day, or begin it two hours early; «evening, 7-9» does not."""
    first, last = bounds((part,))
    return overlap(hours, ((max(0, first - 120), last),))
