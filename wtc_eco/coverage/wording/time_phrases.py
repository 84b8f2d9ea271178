"""Hours, as texts say them: «9-12», «from 9 to 12 and from 1 to 4», «until 8», «from 2 o'clock».

spans = span { [","|"/"|"and"] span }
span  = ["from"|"between"] time ("to"|"-"|["and"] "until"|"and"|"/"|) time
limit = ("until"|"from"|"at"|) time
"""

from __future__ import annotations

from wtc_eco.coverage.wording.cursor import Cursor
from wtc_eco.coverage.wording.phrases import Limit, Spans
from wtc_eco.coverage.wording.spoken import Token

_NOON, _MIDNIGHT = 720, 1440
_FULL = ("time", "noon")
"""Times that mean nothing else; a bare figure may."""


def spans(cursor: Cursor) -> Spans | None:
    """The spans of time that stand here, if any."""
    first = _span(cursor)
    if first is None:
        return None
    found = [first]
    while True:
        before = cursor.at
        while cursor.kind() in ("and", "also", "dash") or cursor.on_list_mark():
            cursor.at += 1
        another = _span(cursor)
        if another is None:
            cursor.at = before
            return Spans(tuple(found))
        found.append(another)


def _span(cursor: Cursor) -> tuple[int, int] | None:
    start = cursor.at
    between = cursor.kind() == "between"
    while cursor.kind() in ("from", "between", "since") or (
        cursor.kind() == "to" and cursor.kind(1) in _FULL
    ):
        cursor.at += 1
    first = _time(cursor)
    if first is not None and _joined(cursor, between=between):
        last = _time(cursor)
        if last is not None:
            return _paired(first, last)
    cursor.at = start
    return None


def _joined(cursor: Cursor, *, between: bool) -> bool:
    """Whether what stands here makes a span of the time before it and the one after it."""
    if cursor.kind() == "and" and cursor.kind(1) == "until":
        cursor.at += 1
    if cursor.skip("to", "dash", "until") or (between and cursor.skip("and")):
        cursor.skip("from")
        return True
    # «8h30 12h00» in a table, «9h/12h»: two times said in full, which mean nothing alone.
    if cursor.kind() == "mark" and cursor.text() in ("/", "\t"):
        if cursor.kind(1) not in _FULL or (_is_span(cursor, 1) and not _is_pair(cursor, 3)):
            return False
        cursor.at += 1
        return True
    return cursor.kind() in _FULL and not _is_span(cursor, 0)


def _is_span(cursor: Cursor, ahead: int) -> bool:
    """Whether a span with a dash of its own begins there: «12-16»."""
    return cursor.kind(ahead + 1) in ("dash", "to") and cursor.kind(ahead + 2) in (*_FULL, "bare")


def _is_pair(cursor: Cursor, ahead: int) -> bool:
    """Whether two times with a slash stand there: «9h/12h - 13h/16h» are two pairs."""
    return cursor.text(ahead + 1) == "/" and cursor.kind(ahead + 2) in _FULL


def _time(cursor: Cursor) -> Token | None:
    kind = cursor.kind()
    if kind in ("time", "bare"):
        # «12 March» is a date.
        if kind == "bare" and cursor.kind(1) in ("month", "hour"):
            return None
        return cursor.take()
    if kind in ("noon", "midnight"):
        cursor.at += 1
        return Token("time", _NOON if kind == "noon" else _MIDNIGHT)
    return None


def limit(cursor: Cursor) -> Limit | None:
    """One time alone, if it stands here; a bare figure is an hour only where something says so."""
    start = cursor.at
    kinds = {
        "until": "until",
        "before": "until",
        "since": "since",
        "from": "since",
        "to": "at",
        "at": "at",
    }
    said = kinds.get(cursor.kind(), "")
    if said:
        cursor.at += 1
        cursor.skip("from", "to")
    # A bare figure alone is an hour only where something says so.
    if cursor.kind() == "bare" and not said:
        cursor.at = start
        return None
    found = _time(cursor)
    if found is None:
        cursor.at = start
        return None
    return Limit(said or "at", found.value)


def _paired(first: Token, last: Token) -> tuple[int, int]:
    """«7-9 pm» is in the evening both."""
    afternoon = last.text == "pm" and first.kind == "bare" and first.value + _NOON < last.value
    return first.value + _NOON * afternoon, last.value
