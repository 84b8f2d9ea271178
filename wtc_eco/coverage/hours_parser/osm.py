"""The week a schedule makes (spans on days, rules besides), written as an OSM `opening_hours` string."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wtc_eco.coverage.hours_parser.lexicon import MONTHS, WEEK
from wtc_eco.coverage.hours_parser.phrases import Days, Off, Season

Span = tuple[int, int]
Spans = tuple[Span, ...]
_PARTS = {"morning": (0, 720), "afternoon": (720, 1080), "evening": (1080, 1440), "daytime": (0, 1080)}


@dataclass(frozen=True)
class HoursRule:
    """Hours that hold under a condition, besides the plain week: some days of the month, a season, holidays."""

    days: frozenset[int]
    spans: Spans
    nth: tuple[int, ...] = ()
    season: Season | None = None
    holiday: str = ""
    weeks: str = ""
    adds: bool = False
    asked: bool = False
    open_ended: bool = False


@dataclass
class Week:
    """What a text says. `plain` and `asked` are spans by day (0 is Monday); `anyday` those of no named day."""

    # `told_with`: with which others the hours of a day were told;
    # `blank`: days of an empty cell; `bare_days`: days named without hours; `by_day`: days by appointment.
    plain: dict[int, Spans] = field(default_factory=dict)
    told_with: dict[int, frozenset[int]] = field(default_factory=dict)
    asked: dict[int, Spans] = field(default_factory=dict)
    anyday: Spans = ()
    by_day: frozenset[int] = frozenset()
    rules: list[HoursRule] = field(default_factory=list)
    shut: list[Days] = field(default_factory=list)
    offs: list[Off] = field(default_factory=list)
    bare_days: frozenset[int] = frozenset()
    blank: frozenset[int] = frozenset()
    closed: bool = False
    by_appointment: bool = False
    besides: bool = False
    doubts: set[str] = field(default_factory=set)

    def is_empty(self) -> bool:
        """Whether nothing was understood but perhaps an appointment."""
        return not (
            self.plain
            or self.asked
            or self.anyday
            or self.by_day
            or self.rules
            or self.bare_days
            or self.shut
        )


def cut_at(before: Spans, end: int, week: Week) -> Spans:
    """The spans of a day that ends then, earlier or later than said; `cut` is doubted where none is left."""
    kept = [span for span in before if span[0] < end]
    if not kept:
        week.doubts.add("cut")
        return before
    return (*((start, min(stop, end)) for start, stop in kept[:-1]), (kept[-1][0], end))


def without(spans: Spans, first: int, last: int) -> Iterator[Span]:
    """The spans with the minutes between taken out."""
    for start, end in spans:
        if start < min(end, first):
            yield start, min(end, first)
        if max(start, last) < end:
            yield max(start, last), end


def bounds(parts: Sequence[str]) -> Span:
    """From when to when the parts of the day last."""
    return min(_PARTS[part][0] for part in parts), max(_PARTS[part][1] for part in parts)


def overlap(one: Iterable[Span], two: Iterable[Span]) -> bool:
    """Whether a minute is in both."""
    others = tuple(two)
    return any(start < last and first < end for start, end in one for first, last in others)


_HOLIDAYS = {"school_holidays": "SH", "public_holidays": "PH"}
_WEEKS = {"even_weeks": "week 2-52/2 ", "odd_weeks": "week 1-53/2 "}
_EVERY_DAY = frozenset(range(7))


def osm(week: Week, comment: str) -> str:
    """The string; empty where the week says nothing that can be written."""
    remark = f' "{comment}"' if comment else ""
    if week.closed and week.is_empty():
        return "off"
    if week.by_appointment and not any((week.plain, week.anyday, week.rules)):
        return f"{days(week.bare_days)}{remark}" if week.bare_days else ""
    parts = "; ".join(_replacing(week, remark))
    for adding in _adding(week, remark):
        parts = f"{parts}, {adding}" if parts else adding
    parts = "; ".join([part for part in (parts, *_closing(week, remark)) if part])
    return f"{parts} ||{remark}" if week.besides and parts else parts


def _replacing(week: Week, remark: str) -> Iterator[str]:
    """Hours of days that are named once; a whole text by appointment says so at each."""
    asks = remark if week.by_appointment else ""
    if week.anyday:
        yield f"{times(week.anyday)}{asks}"
    if (
        week.plain
        and all(spans == ((0, 1440),) for spans in week.plain.values())
        and set(week.plain) == _EVERY_DAY
    ):
        yield f"24/7{asks}"
    else:
        yield from _grouped(week.plain, asks)
    yield from _grouped({day: of_day for day, of_day in week.asked.items() if day not in week.plain}, remark)
    alone = week.by_day - set(week.plain)
    if alone:
        yield f"{days(alone)}{remark}"
    hours = set(week.plain) | set(week.asked) | week.by_day
    if week.bare_days - hours and not week.anyday:
        yield days(week.bare_days - hours)


def _adding(week: Week, remark: str) -> Iterator[str]:
    """What comes besides the hours of the same days: a comma adds where a semicolon would replace."""
    yield from _grouped({day: of_day for day, of_day in week.asked.items() if day in week.plain}, remark)
    for rule in week.rules:
        if rule.adds:
            yield _rule(rule, remark if rule.asked or week.by_appointment else "")


def _closing(week: Week, remark: str) -> Iterator[str]:
    asks = week.by_appointment
    # «in term time: …; in the holidays: …»: what closes the holidays stands before what opens some of them.
    ruled = {rule.holiday for rule in week.rules if rule.holiday}
    yield from sorted(
        {f"{_HOLIDAYS[kind]} off" for off in week.offs for kind in off.holidays if kind in ruled}
    )
    for rule in week.rules:
        if not rule.adds:
            yield _rule(rule, remark if asks or rule.asked else "")
    for closed_days in week.shut:
        nth = f"[{','.join(map(str, closed_days.nth))}]" if closed_days.nth else ""
        yield f"{days(closed_days.days, nth)} off"
    yield from _offs(week.offs, ruled)


def _offs(offs: Iterable[Off], ruled: Container[str]) -> Iterator[str]:
    kinds = {_HOLIDAYS[kind] for off in offs for kind in off.holidays if kind not in ruled}
    yield from (f"{kind} off" for kind in sorted(kinds))
    seasons = dict.fromkeys(season(one) for off in offs for one in off.seasons)
    yield from (f"{one} off" for one in seasons)


def _rule(rule: HoursRule, remark: str) -> str:
    nth = f"[{','.join(map(str, rule.nth))}]" if rule.nth else ""
    start = f"{season(rule.season)} " if rule.season else ""
    start += f"{_HOLIDAYS[rule.holiday]} " if rule.holiday else ""
    start += _WEEKS.get(rule.weeks, "")
    hours = f"{_clock(rule.spans[0][0])}+" if rule.open_ended else times(rule.spans)
    return f"{start}{days(rule.days, nth)} {hours}{remark}"


def _grouped(by_day: Mapping[int, Spans], remark: str) -> Iterator[str]:
    """Days of the same hours together, in the order of the week."""
    by_hours: dict[Spans, set[int]] = {}
    for day in sorted(by_day):
        if by_day[day]:
            by_hours.setdefault(tuple(sorted(by_day[day])), set()).add(day)
    for spans, members in by_hours.items():
        yield f"{days(members)} {times(spans)}{remark}"


def days(members_of: Iterable[int], nth: str = "") -> str:
    """`Mo-We,Fr`; with `nth`, every day is said with it: `Mo[1],Tu[1]`."""
    members = sorted(members_of)
    if nth:
        return ",".join(f"{WEEK[day]}{nth}" for day in members)
    runs: list[list[int]] = []
    for day in members:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(WEEK[run[0]] if len(run) == 1 else f"{WEEK[run[0]]}-{WEEK[run[-1]]}" for run in runs)


def times(spans: Spans) -> str:
    """`09:00-12:00,13:00-17:00`."""
    return ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def season(period: Season) -> str:
    """`Jul`, `Sep-Jun`, `Jul 15-Aug 15`; a first day of a month and a last one are whole months."""
    (first, start), (last, end) = period.first, period.last
    if not start and not end:
        return MONTHS[first - 1] if first == last else f"{MONTHS[first - 1]}-{MONTHS[last - 1]}"
    opening = f"{MONTHS[first - 1]} {start or 1:02}"
    return opening if period.first == period.last else f"{opening}-{MONTHS[last - 1]} {end or _last(last):02}"


def _last(month: int) -> int:
    return 30 if month in (4, 6, 9, 11) else 28 if month == 2 else 31  # noqa: PLR2004 - months by number
