"""What is remembered while phrases are heard: the statement being made, and what was said just before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wtc_eco.coverage.wording.phrases import Phrase, Season, Spans, Word
from wtc_eco.coverage.wording.statements import Said, Statement

ENDS = frozenset("\n;.|")
"""Signs that end a statement."""
_OPENS = (Word("mark", ":"), Word("mark", "("))
CELLS = frozenset("\t,/|(")
"""Signs between the cells of a row."""


@dataclass
class Ear:
    """Hears one phrase after the other; `now` is the statement being made, `sign` the last sign heard.

    `joined` and `either` are the joints heard since the last phrase («and», «or»), `part_waits` a part of
    the day without hours yet, `asks_next` «by appointment» of what follows, `carried` the season,
    holidays and weeks that go on to hold, `label` the names since the last hours, `called` a telephone
    just named, `served` the services named so far and `serves_again` whether one came after hours.
    """

    held: Sequence[Phrase]
    found: Said = field(default_factory=Said)
    now: Statement = field(default_factory=Statement)
    sign: str = ""
    joined: bool = False
    either: bool = False
    part_waits: bool = False
    asks_next: bool = False
    latest: Spans = field(default_factory=lambda: Spans(()))
    carried: tuple[Season | None, str, str] = (None, "", "")
    label: list[tuple[str, bool]] = field(default_factory=list)
    called: bool = False
    served: set[str] = field(default_factory=set)
    serves_again: bool = False

    def close(self) -> None:
        """The statement is over; a part of the day that waits for hours may speak of those before it."""
        now = self.now
        season, holiday, weeks = self.carried
        self.now = Statement(season=season, holiday=holiday, weeks=weeks, fenced=self.sign in ENDS)
        if self.part_waits and now.spans and self.joined:
            self.found.doubts.add("vague")
        self.part_waits = False
        if not now.is_empty():
            self.found.statements.append(now)

    def doubt(self, reason: str) -> None:
        """It may be misread for this reason."""
        self.found.doubts.add(reason)

    def has_heard_hours(self) -> bool:
        """Whether any hours were said yet."""
        return bool(self.now.spans) or any(one.spans for one in self.found.statements)

    def following(self, n: int) -> Phrase | None:
        """The phrase after the n-th, past a colon or an opening bracket."""
        ahead = n + 1
        while ahead < len(self.held) and self.held[ahead] in _OPENS:
            ahead += 1
        return self.held[ahead] if ahead < len(self.held) else None
