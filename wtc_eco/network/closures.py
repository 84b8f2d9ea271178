"""What is lost when one structure closes: the journeys that only it makes possible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from wtc_eco.network.journeys import HOPS, NOT_SERVED, Arcs, Cases, Mask, levels, served


@dataclass(frozen=True)
class Closure:
    """The cases that are no longer served when a structure closes, and the people they stand for."""

    structure: int
    people: int
    cases: tuple[int, ...]


def closures(cases: Cases, arcs: Arcs, structures: Iterable[int], hops: int = HOPS) -> tuple[Closure, ...]:
    """What closing each of these structures would lose, the most people first; those that lose none left out."""
    numbers = np.flatnonzero(served(cases, arcs, hops) != NOT_SERVED)
    known = cases.some(numbers)
    through = _on_the_way(known, arcs, hops)
    found = []
    for at in structures:
        touched = np.flatnonzero(through[at])
        without = known.some(touched).without(at)
        lost = touched[served(without, arcs.without(at), hops) == NOT_SERVED]
        found.append(Closure(at, int(known.people[lost].sum()), tuple(numbers[lost].tolist())))
    return tuple(
        sorted((each for each in found if each.cases), key=lambda each: (-each.people, each.structure))
    )


def _on_the_way(cases: Cases, arcs: Arcs, hops: int) -> Mask:
    """Which structures stand on some journey of each case that arrives within `hops`."""
    before, after = levels(cases.entries, arcs.reverse, hops), levels(cases.goals, arcs, hops)
    through = before[0] & after[hops]
    for a in range(1, hops + 1):
        through |= before[a] & after[hops - a]
    return np.unpackbits(through, axis=1, count=cases.n).astype(bool)
