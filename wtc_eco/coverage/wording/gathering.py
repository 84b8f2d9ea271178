"""Phrases gathered into statements, each over where another begins.

Another begins at new days after hours («Monday 9-12, Tuesday …»), at new hours after «9-12 on Monday»,
at «except», at «closed», at a change of season.
"""

from __future__ import annotations

from collections.abc import Sequence

from wtc_eco.coverage.wording.ear import ENDS, Ear
from wtc_eco.coverage.wording.hours_heard import hear_limit, hear_spans
from wtc_eco.coverage.wording.phrases import Days, Limit, Off, Phrase, Season, Spans, Word
from wtc_eco.coverage.wording.statements import Said
from wtc_eco.coverage.wording.words_heard import condition, hear_word

_BESIDE = ("", "(", ":", "-", "–", "—")
"""Signs between a telephone number and its hours; a comma or a new line is between two things."""


def gathered(held: Sequence[Phrase]) -> Said:
    """The statements of the phrases, in order."""
    ear = Ear(held)
    for n, phrase in enumerate(held):
        if isinstance(phrase, Word) and phrase.kind in ("break", "mark", "dash"):
            _hear_sign(ear, phrase)
        elif isinstance(phrase, Word) and phrase.kind in ("and", "or", "also"):
            _hear_joint(ear, phrase.kind)
        else:
            _hear(ear, phrase, n)
            ear.sign, ear.joined, ear.either = "", False, False
    ear.close()
    if ear.serves_again and sum(bool(one.spans) for one in ear.found.statements) > 1:
        ear.doubt("services")
    return ear.found


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
    ends = word.text in ENDS
    ear.sign = word.text if ends or ear.sign not in ENDS else ear.sign
    if word.text == ":" and ear.label:
        ear.found.headings.append(
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
    if ear.now.days is not None or (ear.now.spans and ear.sign in ENDS):
        ear.close()
    now = ear.now
    now.times_first = bool(now.spans)
    now.days = phrase
    now.also = now.also or ear.joined
    now.appointment = now.appointment or ear.asks_next
    ear.asks_next = False


def _hear_which(ear: Ear, phrase: Days) -> None:
    """«Saturday 10-12 (the 1st of the month)»: which ones of the day just said."""
    days = ear.now.days
    if days is None or days.nth or len(days.days) != 1 or not ear.now.spans:
        ear.doubt("stray")
    else:
        ear.now.days = Days(days.days, phrase.nth, loose=days.loose)


def _hear_season(ear: Ear, phrase: Season, n: int) -> None:
    """«…, July and August: 9-12» begins a statement; «9-12, from September to June» ends one."""
    if phrase.loose:
        ear.doubt("one_end")
    begins = isinstance(ear.following(n), (Days, Spans)) and ear.sign in (",", "(")
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
    ear.found.offs.append(phrase)
