"""What a text says: statements (on these days, at these hours, open or closed), and what holds for all of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from wtc_eco.coverage.wording.phrases import Days, Limit, Off, Season


@dataclass
class Statement:
    """What is said in one breath; filled in while the text is read, then only looked at.

    `asked` are spans by appointment, `shut` spans that are closed, `excluded` says «except»;
    `explicit` hours follow a colon, `cell` is a cell of a table, `walked` how many spans were there
    when «without an appointment» was said.
    """

    days: Days | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    asked: list[tuple[int, int]] = field(default_factory=list)
    shut: list[tuple[int, int]] = field(default_factory=list)
    limit: Limit | None = None
    parts: list[str] = field(default_factory=list)
    holiday: str = ""
    season: Season | None = None
    weeks: str = ""
    closed: bool = False
    excluded: bool = False
    appointment: bool = False
    also: bool = False
    explicit: bool = False
    times_first: bool = False
    cell: bool = False
    only: bool = False
    walked: int | None = None
    fenced: bool = False

    def says_hours(self) -> bool:
        """Whether more than days and conditions was said."""
        return bool(
            self.spans
            or self.asked
            or self.shut
            or self.limit
            or self.closed
            or self.appointment
            or self.parts
        )

    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not (self.days or self.says_hours() or self.weeks)

    def is_conditioned(self) -> bool:
        """Whether it holds in a season, in holidays or in some weeks only."""
        return bool(self.season or self.holiday or self.weeks)


@dataclass
class Said:
    """The statements of a text, what holds for all of it, and why it may be misread."""

    statements: list[Statement] = field(default_factory=list)
    offs: list[Off] = field(default_factory=list)
    by_appointment: bool = False
    besides: bool = False
    doubts: set[str] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)
    headings: list[tuple[str, bool]] = field(default_factory=list)
    places: int = 0
