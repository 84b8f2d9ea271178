"""The week a schedule makes: spans on days, rules besides, and arithmetic of spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from wtc_eco.coverage.wording.phrases import Days, Off, Season

Span = tuple[int, int]
Spans = tuple[Span, ...]
_PARTS = {"morning": (0, 720), "afternoon": (720, 1080), "evening": (1080, 1440), "daytime": (0, 1080)}


@dataclass(frozen=True)
class Rule:
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

    # `told`: with which others the hours of a day were told;
    # `blank`: days of an empty cell; `bare_days`: days named without hours; `by_day`: days by appointment.
    plain: dict[int, Spans] = field(default_factory=dict)
    told: dict[int, frozenset[int]] = field(default_factory=dict)
    asked: dict[int, Spans] = field(default_factory=dict)
    anyday: Spans = ()
    by_day: frozenset[int] = frozenset()
    rules: list[Rule] = field(default_factory=list)
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
    held = tuple(two)
    return any(start < last and first < end for start, end in one for first, last in held)
