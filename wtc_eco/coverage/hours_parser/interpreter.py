"""Phrases gathered into statements: these days, these hours, open, closed or by appointment.

Another statement begins at new days after hours («Monday 9-12, Tuesday …»), at new hours after «9-12 on
Monday», at «except», at «closed», at a change of season. What was said just before is remembered: «the same».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wtc_eco.coverage.hours_parser.phrases import (
    HOLIDAYS,
    PARTS,
    Days,
    Limit,
    Off,
    Phrase,
    Same,
    ScheduleText,
    Season,
    Spans,
    Statement,
    Word,
    is_word,
)

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
    just named, `served` the services named so far and `serves_again` whether one came after hours,
    `in_brackets` the names that stand in brackets after hours.
    """

    phrases: Sequence[Phrase]
    schedule: ScheduleText = field(default_factory=ScheduleText)
    now: Statement = field(default_factory=Statement)
    sign: str = ""
    joined: bool = False
    either: bool = False
    part_waits: bool = False
    asks_next: bool = False
    carried: tuple[Season | None, str, str] = (None, "", "")
    label: list[tuple[str, bool]] = field(default_factory=list)
    called: bool = False
    served: set[str] = field(default_factory=set)
    serves_again: bool = False
    in_brackets: set[str] = field(default_factory=set)

    def close(self) -> None:
        """The statement is over; a part of the day that waits for hours may speak of those before it."""
        now = self.now
        season, holiday, weeks = self.carried
        self.now = Statement(season=season, holiday=holiday, weeks=weeks, fenced=self.sign in ENDS)
        if self.part_waits and now.spans and self.joined:
            self.schedule.doubts.add("vague")
        self.part_waits = False
        if not now.is_empty():
            self.schedule.statements.append(now)

    def doubt(self, reason: str) -> None:
        """It may be misread for this reason."""
        self.schedule.doubts.add(reason)

    def has_heard_hours(self) -> bool:
        """Whether any hours were said yet."""
        return bool(self.now.spans) or any(one.spans for one in self.schedule.statements)

    def following(self, n: int) -> Phrase | None:
        """The phrase after the n-th, past a colon or an opening bracket."""
        ahead = n + 1
        while ahead < len(self.phrases) and self.phrases[ahead] in _OPENS:
            ahead += 1
        return self.phrases[ahead] if ahead < len(self.phrases) else None


def hear_spans(ear: Ear, phrase: Spans) -> None:
    """Hours from and to."""
    ear.label = []
    if ear.either:
        ear.doubt("vague")
    if ear.serves_again:
        ear.doubt("services")
    if ear.now.closed and not ear.now.excluded:
        if ear.sign not in CELLS or not ear.sign:
            ear.now.shut.extend(phrase.spans)
            return
        _reopen(ear)
    if ear.now.times_first and ear.now.days is not None:
        ear.close()
    now = ear.now
    now.explicit = now.explicit or ear.sign in (":", "(")
    now.last_said = len(phrase.spans)
    of_part = bool(now.spans) and ear.part_waits
    # «Monday 9-12, by appointment 1-4»
    asks = ear.asks_next and (now.days is None or of_part or bool(now.spans))
    (now.asked if asks else now.spans).extend(phrase.spans)
    ear.asks_next = ear.asks_next and not of_part
    ear.part_waits = False


def hear_limit(ear: Ear, phrase: Limit) -> None:
    """One time alone."""
    if ear.now.spans and not ear.now.closed and not ear.now.excluded:
        ear.close()
    if ear.now.limit is not None:
        ear.doubt("stray")
    ear.now.limit = phrase
    ear.now.aside = ear.sign == "(" or (ear.now.aside and not ear.sign)


def _reopen(ear: Ear) -> None:
    """«closed» was one cell of a row: what follows is the next cell of the same day."""
    if ear.now.days is None and ear.schedule.statements:
        ear.now = ear.schedule.statements.pop()
    ear.now.closed = False
    ear.now.parts.clear()


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
_NAMES = ("junk", "label", "service", "counted")


def hear_word(ear: Ear, word: Word, n: int) -> None:
    """One word, the n-th phrase."""
    kind = word.kind
    if kind == "appointment":
        _hear_appointment(ear, n)
    elif kind in HOLIDAYS:
        _hear_holidays(ear, kind, n)
    elif kind in PARTS:
        _hear_part(ear, kind, n)
    elif kind in _NAMES:
        _hear_name(ear, word, n)
    elif kind in _DOUBTFUL:
        ear.doubt(_DOUBTFUL[kind])
    elif kind == "rest_of_year":
        ear.close()
        if not (ear.schedule.offs or any(one.season for one in ear.schedule.statements)):
            ear.doubt("condition")
        ear.carried = (None, "", "")
        ear.now.season = None
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
        _hear_walk_in(ear)
    elif kind == "closed":
        _hear_closed(ear)
    elif kind == "except":
        ear.close()
        ear.now.excluded = True
    elif kind == "around_the_clock":
        hear_spans(ear, _DAY_AND_NIGHT)
    elif kind == "rest":
        now.cell = True
        ear.part_waits = True
    elif kind == "only":
        now.only = True
    elif kind == "place":
        ear.schedule.places += 1
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
        phrase for phrase in ear.phrases[n + 1 :] if not (is_word(phrase, "mark") or is_word(phrase, "only"))
    )
    return isinstance(next(rest, None), Days)


def _hear_same(ear: Ear, phrase: Same) -> None:
    """«Tuesday idem», «Thursday as on Tuesday», «Monday 9-12, idem on Wednesday»."""
    if phrase.days is None and (ear.now.days is None or ear.now.says_hours()):
        ear.close()
    if ear.now.days is None and phrase.days is not None:
        ear.doubt("stray")
    ear.now.same = phrase
    ear.part_waits = False


def copy_hours(schedule: ScheduleText) -> None:
    """Give each statement that says «the same» the hours it means; doubted where they are not plain."""
    for n, statement in enumerate(schedule.statements):
        if statement.same is None:
            continue
        copied = _meant(schedule.statements, n, statement.same)
        hours = [span for one in copied for span in (*one.spans, *one.asked)]
        by_appointment = any(one.appointment for one in copied)
        if statement.days is None or statement.parts or not (hours or by_appointment):
            schedule.doubts.add("stray")
            continue
        statement.spans[:0] = [span for one in copied for span in one.spans]
        statement.asked[:0] = [span for one in copied for span in one.asked]
        statement.appointment = statement.appointment or by_appointment


def _meant(statements: Sequence[Statement], n: int, same: Same) -> list[Statement]:
    """What the n-th copies: all that is said of the day before it, or of the days it names; nothing if that is not plain."""
    statement, before = statements[n], statements[n - 1] if n else Statement()
    days = same.days or (before.days.days if before.days else frozenset())
    # A day that is named may be told further down.
    among = statements[:n] if same.days is None else statements
    of_days = [one for one in among if one is not statement and one.days and one.days.days & days]
    under = (statement.season, statement.holiday, statement.weeks)
    plain = all(
        not (one.closed or one.excluded or one.shut or one.limit)
        and (one.season, one.holiday, one.weeks) == under
        and one.days is not None
        and days <= one.days.days
        and not one.days.nth
        for one in of_days
    )
    own = statement.days is not None and statement.days.days & days
    return of_days if plain and not own else []


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
    elif ear.schedule.statements and now.says_hours():
        ear.doubt("condition")
    now.season, now.holiday = season, holiday
    now.weeks = weeks or now.weeks


def _hear_holidays(ear: Ear, kind: str, n: int) -> None:
    """«closed on Sunday and public holidays» closes both; else hours that hold in the holidays."""
    named = n + 1 < len(ear.phrases) and ear.phrases[n + 1] == _OPENS[0]
    begins = isinstance(ear.following(n), (Days, Spans)) and (named or ear.sign in (",", "("))
    if ear.joined and (ear.now.closed or ear.now.excluded):
        ear.schedule.offs.append(Off((kind,)))
    else:
        condition(ear, holiday=kind, begins=begins)


def _hear_name(ear: Ear, word: Word, n: int) -> None:
    """A name; a service named after hours may be what some of the hours are for, and not others."""
    ear.label.append((word.text, word.kind == "junk"))
    if ear.sign == "(" and ear.now.spans:
        # «9-12 (reception), 1-4 (workshops)»: hours of two services.
        ear.in_brackets.add(word.text.casefold())
        if len(ear.in_brackets) > 1:
            ear.doubt("services")
    if word.kind == "junk":
        ear.schedule.unread.append(word.text)
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
    others = ear.following(n + 1) if is_word(following, "only") else following
    if is_word(others, "rest") or (now.cell and now.spans and ear.part_waits) or _is_of_a_part(ear, n):
        ear.schedule.besides = True
    elif ear.label and now.spans and not isinstance(following, (Days, Spans)):
        ear.schedule.besides = True
        ear.doubt("condition")  # «9-12. Groups by appointment»: that, or all?
    elif isinstance(following, (Days, Spans)) and (apart or now.is_empty()):
        _ask_next(ear)
    elif ear.joined or ear.either or (ear.part_waits and (now.spans or now.days is None)):
        ear.schedule.besides = True
        now.parts.clear()
    elif now.days is not None and not now.spans:
        now.appointment = True
    elif now.walked is not None and now.spans and ear.sign not in ENDS:
        now.asked.extend(now.spans[now.walked :])
        del now.spans[now.walked :]
    elif _is_of_a_part(ear, n, Spans) and now.spans and apart:
        # «9-12, by appointment in the evening 5-7»
        ear.asks_next = True
    elif 0 < now.last_said < len(now.spans) and (not apart or ear.sign == "("):
        # «9-12 (desk), 1-4 by appointment»: the last hours, or all?
        ear.doubt("condition")
        now.asked.extend(now.spans[-now.last_said :])
        del now.spans[-now.last_said :]
    elif now.spans and (
        not apart or _is_of_one_line(ear) or any(one.walked is not None for one in ear.schedule.statements)
    ):
        now.asked.extend(now.spans)
        now.spans.clear()
    else:
        ear.schedule.by_appointment = True
    ear.part_waits = False


def _is_of_a_part(ear: Ear, n: int, *then: type[Phrase]) -> bool:
    """Whether a part of the day follows: «9-12, by appointment in the afternoon», and `then` hours or none."""
    part, after = ear.following(n), ear.following(n + 1)
    named = isinstance(part, Word) and part.kind in PARTS
    told = ear.has_heard_hours() or (
        ear.now.days is None and any(isinstance(one, Spans) for one in ear.phrases)
    )
    return named and told and isinstance(after, (Days, Spans)) == bool(then)


def _is_of_one_line(ear: Ear) -> bool:
    """«Monday 9-12 | Tuesday 1-4 (by appointment)»: a line of a table says it of itself."""
    return ear.sign == "(" and ear.now.fenced


def _hear_walk_in(ear: Ear) -> None:
    """«by appointment on Monday; Tuesday 9-12 without»: what stands before is, these hours are not."""
    ear.now.walked = len(ear.now.spans)
    if ear.schedule.by_appointment and (ear.now.spans or ear.now.days):
        for one in ear.schedule.statements:
            one.appointment = one.appointment or (one.days is not None and not one.says_hours())
            one.asked, one.spans = [*one.asked, *one.spans], []
        ear.schedule.besides |= not ear.schedule.statements
        ear.schedule.by_appointment = False


def _ask_next(ear: Ear) -> None:
    if not ear.schedule.statements and ear.now.is_empty():
        ear.schedule.by_appointment = True
    else:
        if ear.now.says_hours() and (ear.now.times_first or ear.sign in ENDS):
            ear.close()
        ear.asks_next = True


_BESIDE = ("", "(", ":", "-", "–", "—")
"""Signs between a telephone number and its hours; a comma or a new line is between two things."""


def gathered(phrases: Sequence[Phrase]) -> ScheduleText:
    """The statements of the phrases, in order."""
    ear = Ear(phrases)
    for n, phrase in enumerate(phrases):
        if isinstance(phrase, Word) and phrase.kind in ("break", "mark", "dash"):
            _hear_sign(ear, phrase)
        elif isinstance(phrase, Word) and phrase.kind in ("and", "or", "also"):
            _hear_joint(ear, phrase.kind)
        else:
            _hear(ear, phrase, n)
            ear.sign, ear.joined, ear.either = "", False, False
    ear.close()
    if ear.serves_again and sum(bool(one.spans) for one in ear.schedule.statements) > 1:
        ear.doubt("services")
    copy_hours(ear.schedule)
    return ear.schedule


def _hear(ear: Ear, phrase: Phrase, n: int) -> None:
    if ear.called and ear.sign in _BESIDE and isinstance(phrase, (Days, Spans, Limit)):
        # «tel. 081… Monday to Friday 9-12» and «081… (9-12)» are the hours of the telephone.
        ear.doubt("phone")
    ear.called = False
    if isinstance(phrase, Days):
        _hear_days(ear, phrase)
    elif isinstance(phrase, Spans):
        hear_spans(ear, phrase)
    elif isinstance(phrase, Limit):
        hear_limit(ear, phrase)
    elif isinstance(phrase, Same):
        _hear_same(ear, phrase)
    elif isinstance(phrase, Season):
        _hear_season(ear, phrase, n)
    elif isinstance(phrase, Off):
        _hear_off(ear, phrase)
    else:
        hear_word(ear, phrase, n)


def _hear_sign(ear: Ear, word: Word) -> None:
    now = ear.now
    if now.days is not None and not now.says_hours():
        # A colon, a dash or a slash after days is where hours stand, or the empty cell of a table.
        now.cell = now.cell or word.kind == "dash" or word.text in (":", "\t", "/")
    # «9-12 + Wednesday 1-5» is one more, as «and» is.
    ear.joined = ear.joined or word.text == "+"
    ends = word.text in ENDS
    ear.sign = word.text if ends or ear.sign not in ENDS else ear.sign
    if word.text == ":" and ear.label:
        ear.schedule.headings.append(
            (" ".join(text for text, _ in ear.label), any(junk for _, junk in ear.label))
        )
        ear.label = []
    elif ends:
        ear.label = []


def _hear_joint(ear: Ear, kind: str) -> None:
    ear.joined = ear.joined or kind in ("and", "also")
    ear.either = ear.either or kind == "or"
    if kind == "also" and ear.now.days is not None and not ear.now.spans:
        ear.now.also = True


def _hear_days(ear: Ear, phrase: Days) -> None:
    ear.label = []
    if ear.either:
        ear.doubt("vague")
    if phrase.loose:
        ear.doubt("loose")
    if not phrase.days:
        _hear_which(ear, phrase)
        return
    if ear.sign == "(" and phrase.nth and _are_some_of(phrase, ear.now):
        # «Saturday 10-12 (1st Saturday of the month)»
        ear.now.days = phrase
        return
    if ear.now.days is not None or (ear.now.spans and ear.sign in ENDS):
        ear.close()
    now = ear.now
    now.aside = now.aside or ear.sign == "("
    now.times_first = bool(now.spans)
    now.days = phrase
    now.also = now.also or ear.joined
    now.appointment = now.appointment or ear.asks_next
    ear.asks_next = False


def _are_some_of(phrase: Days, now: Statement) -> bool:
    """Whether the day of these weeks is the one whose hours were just said of every week."""
    return bool(now.spans) and now.days is not None and not now.days.nth and now.days.days == phrase.days


def _hear_which(ear: Ear, phrase: Days) -> None:
    """«Saturday 10-12 (the 1st of the month)»: which ones of the day just said."""
    days = ear.now.days
    if days is None or days.nth or len(days.days) != 1 or not (ear.now.spans or ear.sign == "("):
        ear.doubt("stray")
    else:
        ear.now.days = Days(days.days, phrase.nth, loose=days.loose)


def _hear_season(ear: Ear, phrase: Season, n: int) -> None:
    """«…, July and August: 9-12» begins a statement; «9-12, from September to June» ends one."""
    if phrase.loose:
        ear.doubt("one_end")
    following = ear.following(n)
    if ear.sign == "(" and isinstance(following, Spans) and any(one.spans for one in ear.schedule.statements):
        # «Tuesday 1-6; Saturday 9-5 (in July: 9-1)»: on Saturday, or on both?
        ear.doubt("condition")
    begins = isinstance(following, (Days, Spans)) and ear.sign in (",", "(")
    condition(ear, season=phrase, begins=begins)


def _hear_off(ear: Ear, phrase: Off) -> None:
    if phrase.in_term and (ear.now.is_empty() or ear.sign in ENDS):
        # «in the holidays: …; in term time: …»: what follows is of term time.
        ear.carried = (None, "", "")
        ear.close()
    elif ear.joined and ear.now.days is not None and not ear.now.says_hours():
        # «Sundays and public holidays: closed» closes both.
        ear.now.closed = True
    if any(season.loose for season in phrase.seasons):
        ear.doubt("one_end")
    ear.schedule.offs.append(phrase)
