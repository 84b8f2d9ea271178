"""Days of the week, as texts list them: «Mo-Fr», «Monday, Wednesday», «1st and 3rd Saturday», «every day except …».

days     = day-list ["except" day-list]
day-list = day-item { [","|"/"|"and"] day-item }
day-item = [ordinal { "and" ordinal }] day [("to"|"-"|"until") day] ["of the month"] | "every day" | …
         | ordinal { "and" ordinal } "of the month"
"""

from __future__ import annotations

from wtc_eco.coverage.wording.cursor import LIST_MARKS, Cursor
from wtc_eco.coverage.wording.phrases import PARTS, Days

_GROUPS = {
    "all_days": tuple(range(7)),
    "weekdays": tuple(range(5)),
    "working_days": tuple(range(5)),
    "weekend": (5, 6),
}

_ENDS_OF_A_WEEK = tuple(
    (frozenset({first}), frozenset({last})) for first, last in ((0, 4), (0, 5), (1, 5), (0, 6))
)
"""«Mo/Fr» may be two days, or all from one to the other."""


def days(cursor: Cursor) -> Days | None:
    """The days that stand here, if any."""
    found = _day_list(cursor)
    place = cursor.at
    if cursor.text() in (",", "(") and cursor.kind(1) == "except":
        cursor.at += 1
    if found is not None and cursor.skip("except"):
        left_out = _day_list(cursor)
        if left_out is not None and not left_out.nth and cursor.kind() not in PARTS and _goes_on(cursor):
            return Days(found.days - left_out.days, found.nth, loose=found.loose or left_out.loose)
    cursor.at = place
    return found


def _goes_on(cursor: Cursor) -> bool:
    """Whether hours follow: «every day except Monday, 9-12», not «9-12 on weekdays except Monday»."""
    ahead = 0
    while cursor.kind(ahead) == "mark" and cursor.text(ahead) in (",", ":", ")"):
        ahead += 1
    return cursor.kind(ahead) in ("from", "time", "bare", "between", "to", "")


def _day_list(cursor: Cursor) -> Days | None:
    start = cursor.at
    cursor.skip("from")
    first = _day_item(cursor)
    if first is None:
        cursor.at = start
        return None
    found, slashed = [first], False
    while True:
        before = cursor.at
        slashed = slashed or cursor.text() == "/"
        following = _listed(cursor)
        # «Monday and the first Saturday» are two statements.
        if following is None or bool(following.nth) != bool(found[-1].nth):
            cursor.at = before
            break
        found.append(following)
    return Days(
        frozenset(day for item in found for day in item.days),
        tuple(sorted({n for item in found for n in item.nth}, key=lambda n: (n < 0, n))),
        loose=any(item.loose for item in found)
        or len({item.nth for item in found}) > 1
        or (slashed and tuple(item.days for item in found) in _ENDS_OF_A_WEEK),
    )


def _listed(cursor: Cursor) -> Days | None:
    """Another item of a list, after a comma, «and», or nothing; «also» begins a new statement."""
    listed, begins = False, cursor.kind() == "from"
    while cursor.kind() == "and" or cursor.on_list_mark():
        listed = True
        cursor.at += 1
    cursor.skip("from")
    return _day_item(cursor) if listed or not begins else None


def _day_item(cursor: Cursor) -> Days | None:
    start = cursor.at
    ordinals = _ordinals(cursor)
    kind = cursor.kind()
    if kind in _GROUPS and not ordinals:
        cursor.at += 1
        return Days(frozenset(_GROUPS[kind]), loose=kind == "working_days")
    if ordinals and cursor.skip("of_month"):
        return Days(frozenset(), ordinals)
    if kind != "day":
        cursor.at = start
        return None
    held = _day_range(cursor)
    cursor.skip("of_month")
    return Days(held, ordinals)


def _ordinals(cursor: Cursor) -> tuple[int, ...]:
    found: list[int] = []
    place = cursor.at
    while True:
        while cursor.kind() in ("from", "to"):
            cursor.at += 1
        if cursor.kind() == "ordinal":
            found.append(cursor.take().value)
            place = cursor.at
        elif not (found and (cursor.kind() == "and" or cursor.text() in LIST_MARKS)):
            cursor.at = place
            return tuple(found)
        else:
            cursor.at += 1


def _day_range(cursor: Cursor) -> frozenset[int]:
    """One day, a range, or a chain of dashes: «Mo-We-Fr» are three days."""
    chain = [cursor.take().value]
    linked = False
    while cursor.kind() in ("to", "dash", "until") and cursor.kind(1) == "day":
        linked = True
        cursor.at += 1
        chain.append(cursor.take().value)
    if linked and len(chain) == 2:  # noqa: PLR2004 - from and to
        first, last = chain
        return frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))
    return frozenset(chain)
