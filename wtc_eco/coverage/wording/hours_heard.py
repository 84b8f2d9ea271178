"""What hours do to the statement being made: they are its own, those closed, or the start of another."""

from __future__ import annotations

from wtc_eco.coverage.wording.ear import CELLS, Ear
from wtc_eco.coverage.wording.phrases import Limit, Spans


def hear_spans(ear: Ear, phrase: Spans) -> None:
    """Hours from and to."""
    ear.label = []
    ear.latest = phrase
    if ear.either:
        ear.doubt("vague")
    if ear.serves_again:
        ear.doubt("services")
    if ear.now.closed and not ear.now.excluded:
        if ear.sign not in CELLS or not ear.sign:
            ear.now.shut.extend(phrase.held)
            return
        _reopen(ear)
    if ear.now.times_first and ear.now.days is not None:
        ear.close()
    now = ear.now
    now.explicit = now.explicit or ear.sign in (":", "(")
    (now.asked if ear.asks_next and now.days is None else now.spans).extend(phrase.held)
    ear.part_waits = False


def hear_limit(ear: Ear, phrase: Limit) -> None:
    """One time alone."""
    if ear.now.spans and not ear.now.closed and not ear.now.excluded:
        ear.close()
    if ear.now.limit is not None:
        ear.doubt("stray")
    ear.now.limit = phrase


def _reopen(ear: Ear) -> None:
    """«closed» was one cell of a row: what follows is the next cell of the same day."""
    if ear.now.days is None and ear.found.statements:
        ear.now = ear.found.statements.pop()
    ear.now.closed = False
    ear.now.parts.clear()
