"""Which row of a list is which record of that list that we hold: rules 2 and 3 of the identity of records.

1. Where the list gives keys, the key decides. A key that stands on several rows is a group, in which
   rows that say the same are the same, then those that share most cells.
2. Where it gives none (now, or when it was last taken in), rows that say the same are the same.
3. What is left is aligned by a rule of the table: names and addresses for records, ends for ties.

Never by position, never by record number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from wtc_eco.ecosystem.intake.incoming import Held, Incoming

Aligner = Callable[[Sequence[Held], Sequence[Incoming]], Iterable[tuple[int, int]]]
"""Of what is left on both sides: pairs of a held number and a position among the rows."""

_REPEATED = re.compile(r"(.+)#[0-9]+", re.DOTALL)
_MOST_PAIRS = 10_000
"""In a larger group of one key, comparing every pair would take long and prove nothing."""


def pair(known: Sequence[Held], rows: Sequence[Incoming], align: Aligner) -> dict[int, Held]:
    """The held record of each row that has one, by position among the rows."""
    found = _by_key(known, rows)
    for keyed in (False, True):
        # A row without a key may be any record; a row with one can only be a record that had none.
        taken = {one.number for one in found.values()}
        free = [one for one in known if one.number not in taken and not (keyed and one.source_id)]
        left = [
            place for place, row in enumerate(rows) if place not in found and bool(row.source_id) == keyed
        ]
        if free and left:
            found |= _without_key(free, rows, left, align)
    return found


def base(source_id: str) -> str:
    """The key as the list writes it: without the `#2` that tells repeated ones apart."""
    found = _REPEATED.fullmatch(source_id)
    return found[1] if found else source_id


def _by_key(known: Sequence[Held], rows: Sequence[Incoming]) -> dict[int, Held]:
    # RULE 1
    groups: dict[str, list[Held]] = defaultdict(list)
    for one in known:
        if one.source_id:
            groups[base(one.source_id)].append(one)
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.source_id and base(row.source_id) in groups:
            places[base(row.source_id)].append(place)
    found: dict[int, Held] = {}
    for key, left in places.items():
        found |= _in_group(groups[key], rows, left)
    return found


def _in_group(group: list[Held], rows: Sequence[Incoming], left: list[int]) -> dict[int, Held]:
    found = _saying_the_same(group, rows, left)
    taken = {one.number for one in found.values()}
    free = [one for one in group if one.number not in taken]
    rest = [place for place in left if place not in found]
    if len(free) * len(rest) > _MOST_PAIRS:
        return found | dict(zip(rest, free, strict=False))
    likeness = sorted(
        ((-_shared(one, rows[place]), number, place) for number, one in enumerate(free) for place in rest),
    )
    used: set[int] = set()
    for _, number, place in likeness:
        if number not in used and place not in found:
            found[place] = free[number]
            used.add(number)
    return found


def _shared(one: Held, row: Incoming) -> int:
    """How many cells are the same and known; an equal key counts most."""
    cells = sum(bool(a) and a == b for a, b in zip(one.content, row.content, strict=True))
    return cells + len(one.content) * (one.source_id == row.source_id)


def _saying_the_same(known: Sequence[Held], rows: Sequence[Incoming], left: Sequence[int]) -> dict[int, Held]:
    """Rows and records of equal content, one to one; an equal key first, then what is still named."""
    by_content: dict[tuple[str, ...], list[Held]] = defaultdict(list)
    for one in known:
        by_content[one.content].append(one)
    found: dict[int, Held] = {}
    for same_key in (True, False):
        for place in left:
            candidates = by_content.get(rows[place].content, [])
            fitting = [one for one in candidates if not same_key or one.source_id == rows[place].source_id]
            if place not in found and fitting:
                best = min(fitting, key=lambda one: (not one.active, one.number))
                found[place] = best
                candidates.remove(best)
    return found


def _without_key(
    free: list[Held], rows: Sequence[Incoming], left: list[int], align: Aligner
) -> dict[int, Held]:
    # RULE 2
    found = _saying_the_same(free, rows, left)
    taken = {one.number for one in found.values()}
    others = {one.number: one for one in free if one.number not in taken}
    rest = [place for place in left if place not in found]
    # RULE 3
    if others and rest:
        aligned = align(list(others.values()), [rows[place] for place in rest])
        found |= {rest[position]: others[number] for number, position in aligned}
    return found


def keys(rows: Sequence[Incoming], found: Mapping[int, Held], known: Sequence[Held]) -> dict[int, str | None]:
    """The key each row is held under, by position.

    A record keeps the one it has; a repeated key of the list gets `#2`, `#3` … in content order.
    """
    taken: set[str | None] = {one.source_id for one in known if one.source_id}
    held_under: dict[int, str | None] = {}
    for place, row in enumerate(rows):
        one = found.get(place)
        if row.source_id is None:
            held_under[place] = None
        elif one is not None and one.source_id and base(one.source_id) == base(row.source_id):
            held_under[place] = one.source_id
        else:
            held_under[place] = _free_key(row.source_id, taken)
            taken.add(held_under[place])
    return held_under


def _free_key(wanted: str, taken: set[str | None]) -> str:
    key, count = wanted, 1
    while key in taken:
        count += 1
        key = f"{base(wanted)}#{count}"
    return key
