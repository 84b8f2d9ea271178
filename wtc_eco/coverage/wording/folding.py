"""Statements folded into a week, one after the other, with every reason to doubt it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from wtc_eco.coverage.wording.closing import closed
from wtc_eco.coverage.wording.opening import opened
from wtc_eco.coverage.wording.statements import Said, Statement
from wtc_eco.coverage.wording.week import Span, Week, bounds, overlap

EARLY = 300
"""Minutes since midnight before which an opening is taken for a slip: «from 2 to 4» is in the afternoon."""
FIRST_CLOSING = 510
"""Nobody closes before half past eight: «from 6 to 8» is in the evening, perhaps."""
FATAL = frozenset({"nonsense", "overlap", "places"})
"""Doubts that leave nothing to start from."""


def folded(said: Said) -> Week:
    """The week that the statements make, one after the other."""
    week = Week(by_appointment=said.by_appointment, besides=said.besides, offs=list(said.offs))
    week.doubts |= said.doubts
    _judge_names(said, week)
    for n, statement in enumerate(said.statements):
        _check(statement, week)
        if statement.closed or statement.excluded:
            closed(statement, week, alone=len(said.statements) == 1, cell=statement.cell and n > 0)
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


def _judge_names(said: Said, week: Week) -> None:
    """Names that are no words of a schedule: two headings are two places, or two services."""
    strange = [junk for _, junk in said.headings]
    if said.unread:
        week.doubts.add("unread")
    if said.places > 1 or (len(strange) > 1 and any(strange)):
        week.doubts.add("places")
    elif len({name for name, _ in said.headings}) > 1:
        week.doubts.add("services")
    elif said.places:
        week.doubts.add("unread")


def _check(statement: Statement, week: Week) -> None:
    """Times that cannot be meant as they stand."""
    held = sorted((*statement.spans, *statement.asked))
    if any(start == end for start, end in held):
        week.doubts.add("nonsense")
    if any(later[0] < earlier[1] for earlier, later in pairwise(held)):
        week.doubts.add("overlap")
    if any(start < EARLY for start, _ in held if (start, _) != (0, 1440)):
        week.doubts.add("early")
    if any(EARLY <= start < end <= FIRST_CLOSING for start, end in held):
        week.doubts.add("early")
    if held and any(not _reaches(part, held) for part in statement.parts):
        week.doubts.add("other_part")
    if any(end < start for start, end in held):
        week.doubts.add("backwards")


def _reaches(part: str, held: Sequence[Span]) -> bool:
    """Whether hours lie in the part of the day, or begin it two hours early; «evening, 7-9» does not."""
    first, last = bounds((part,))
    return overlap(held, ((max(0, first - 120), last),))
