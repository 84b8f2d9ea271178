"""What a word of a schedule does to the statement being made: closed, by appointment, the evening, the same."""

from __future__ import annotations

from wtc_eco.coverage.wording.ear import CELLS, ENDS, Ear
from wtc_eco.coverage.wording.hours_heard import hear_spans
from wtc_eco.coverage.wording.phrases import HOLIDAYS, PARTS, Days, Off, Season, Spans, Word, is_word

_DAY_AND_NIGHT = Spans(((0, 1440),))
_DOUBTFUL = {
    "vague": "vague",
    "alternate": "alternate",
    "unsaid": "vague",
    "phone": "phone",
    "nonsense": "nonsense",
    "number": "stray",
    "bare": "stray",
    "month": "stray",
    "ordinal": "stray",
    "start_of": "stray",
    "end_of": "stray",
    "until": "stray",
    "since": "stray",
    "before": "stray",
}
_NAMES = ("junk", "label", "service")


def hear_word(ear: Ear, word: Word, n: int) -> None:
    """One word, the n-th phrase."""
    kind = word.kind
    if kind == "appointment":
        _hear_appointment(ear, n)
    elif kind in HOLIDAYS:
        _hear_holidays(ear, kind)
    elif kind in PARTS:
        _hear_part(ear, kind, n)
    elif kind in _NAMES:
        _hear_name(ear, word, n)
    elif kind in _DOUBTFUL:
        ear.doubt(_DOUBTFUL[kind])
    elif kind == "summer_or_winter":
        if not isinstance(ear.following(n), Season):
            ear.doubt("condition")
    else:
        _hear_particle(ear, kind)


def _hear_particle(ear: Ear, kind: str) -> None:
    now = ear.now
    if kind in ("even_weeks", "odd_weeks"):
        condition(ear, weeks=kind)
    elif kind == "walk_in":
        now.walked = len(now.spans)
    elif kind == "closed":
        _hear_closed(ear)
    elif kind == "except":
        ear.close()
        ear.now.excluded = True
    elif kind in ("around_the_clock", "same"):
        _hear_again(ear, _DAY_AND_NIGHT if kind == "around_the_clock" else ear.latest)
    elif kind == "rest":
        now.cell = True
        ear.part_waits = True
    elif kind == "only":
        now.only = True
    elif kind == "place":
        ear.found.places += 1
    elif kind == "call":
        ear.called = True


def _hear_part(ear: Ear, kind: str, n: int) -> None:
    """A part of the day: of the hours that follow, of those before, or all that is said."""
    if ear.now.spans and ear.sign in ENDS and _days_follow(ear, n):
        ear.close()
    ear.now.parts.append(kind)
    ear.part_waits = True


def _days_follow(ear: Ear, n: int) -> bool:
    """Whether days come next, past signs and «only»."""
    rest = (
        phrase for phrase in ear.held[n + 1 :] if not (is_word(phrase, "mark") or is_word(phrase, "only"))
    )
    return isinstance(next(rest, None), Days)


def _hear_again(ear: Ear, held: Spans) -> None:
    if held.held:
        hear_spans(ear, held)
    else:
        ear.doubt("stray")


def condition(
    ear: Ear, *, season: Season | None = None, holiday: str = "", weeks: str = "", begins: bool = False
) -> None:
    """A season, holidays or weeks: said before what they hold for, or after it."""
    now = ear.now
    if now.says_hours() and (begins or ear.sign in ENDS or now.is_conditioned()):
        ear.close()
        now = ear.now
    if not now.says_hours() and now.days is None:
        ear.carried = (season, holiday, weeks)
    elif ear.found.statements and now.says_hours():
        ear.doubt("condition")
    now.season, now.holiday = season, holiday
    now.weeks = weeks or now.weeks


def _hear_holidays(ear: Ear, kind: str) -> None:
    """«closed on Sunday and public holidays» closes both; else hours that hold in the holidays."""
    if ear.joined and (ear.now.closed or ear.now.excluded):
        ear.found.offs.append(Off((kind,)))
    else:
        condition(ear, holiday=kind)


def _hear_name(ear: Ear, word: Word, n: int) -> None:
    """A name; a service named after hours may be what some of the hours are for, and not others."""
    ear.label.append((word.text, word.kind == "junk"))
    if word.kind == "junk":
        ear.found.unread.append(word.text)
    elif word.kind == "service":
        shuts = ear.now.closed or is_word(ear.following(n), "closed")
        again = word.text.casefold() not in ear.served and not shuts
        ear.serves_again = ear.serves_again or (again and ear.has_heard_hours())
        ear.served.add(word.text.casefold())


def _hear_closed(ear: Ear) -> None:
    now = ear.now
    if now.spans or now.asked or now.closed or now.limit or (now.appointment and ear.sign in ENDS):
        cell = ear.sign in CELLS and bool(ear.sign)
        if ear.part_waits and now.parts and ear.sign == ":":
            # «afternoon: closed» is a cell too, and no part of the hours before it.
            cell = bool(now.parts.pop())
        ear.close()
        ear.now.cell = cell
    ear.now.closed = True


def _hear_appointment(ear: Ear, n: int) -> None:
    """By appointment: the hours before, the days that follow, other hours than those said, or all."""
    now, following = ear.now, ear.following(n)
    apart = bool(ear.sign) or ear.joined
    if is_word(following, "rest"):
        ear.found.besides = True
    elif isinstance(following, (Days, Spans)) and (apart or now.is_empty()):
        _ask_next(ear)
    elif ear.joined or ear.either or (ear.part_waits and (now.spans or now.days is None)):
        ear.found.besides = True
        now.parts.clear()
    elif now.days is not None and not now.spans:
        now.appointment = True
    elif now.walked is not None and now.spans and ear.sign not in ENDS:
        now.asked.extend(now.spans[now.walked :])
        del now.spans[now.walked :]
    elif now.spans and (
        not apart or _is_of_one_line(ear) or any(one.walked is not None for one in ear.found.statements)
    ):
        now.asked.extend(now.spans)
        now.spans.clear()
    else:
        ear.found.by_appointment = True
    ear.part_waits = False


def _is_of_one_line(ear: Ear) -> bool:
    """«Monday 9-12 | Tuesday 1-4 (by appointment)»: a line of a table says it of itself."""
    return ear.sign == "(" and ear.now.fenced


def _ask_next(ear: Ear) -> None:
    if not ear.found.statements and ear.now.is_empty():
        ear.found.by_appointment = True
    else:
        if ear.now.says_hours() and (ear.now.times_first or ear.sign in ENDS):
            ear.close()
        ear.asks_next = True
