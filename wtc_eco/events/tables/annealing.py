"""A table plan by simulated annealing (Kirkpatrick, Gelatt & Vecchi 1983): two guests change places at a time.

Hard rules are filters: a change that would break one is not made. First the pairs that meet twice are
counted down; then what the meetings are worth grows, and the number of repeats never does again. Work is
bounded by steps, never by the clock.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from wtc_eco.events.tables.arrangement import arranged
from wtc_eco.events.tables.room import UNIT, Room
from wtc_eco.events.tables.seating import Seating, Wanted

STEPS = 1_000_000
"""Changes tried in all: some four seconds for 60 guests."""
BLOCK = 1 << 14
"""Random numbers drawn at once."""
CLEARING = 0.4
"""The share of the steps that may go to counting repeats down."""
HOT, COLD = 1.0, 0.1
"""Temperatures of the first and of the last step, in mean worths of a meeting; in repeats when clearing."""


def anneal(wanted: Wanted, *, seed: int = 0, steps: int = STEPS) -> Seating:
    """The best plan found; the same seed gives the same plan.

    Raises `ValueError` where no plan keeps the hard rules.
    """
    rng = np.random.default_rng(seed)
    search = _Search(wanted, arranged(wanted, rng), rng, steps)
    search.clear()
    search.climb()
    return Seating(search.best)


class _Search:
    """One search: the room as it stands, the best plan seen, the steps left."""

    def __init__(self, wanted: Wanted, start: Seating, rng: np.random.Generator, steps: int) -> None:
        self.wanted, self.rng, self.steps = wanted, rng, steps
        kept = {guest for pair in wanted.together for guest in pair} | set(wanted.pinned)
        self.loose = [guest for guest in range(wanted.n) if guest not in kept]
        self.room = Room(wanted, start)
        self.repeats = self.fewest = self.room.repeats()
        self.best = self.room.seating()

    def clear(self) -> None:
        """Count repeats down; plateaus are crossed, and one repeat more is taken now and then."""
        room, allowed = self.room, int(self.steps * CLEARING)
        for step, (r, g, h, chance) in enumerate(self._draw(allowed)):
            if not self.repeats:
                break
            change = room.clashes(r, g, h)
            if change is None:
                continue
            heat = HOT * (COLD / HOT) ** (step / allowed)
            if change <= 0 or math.log(chance) < -change / heat:
                room.swap(r, g, h)
                self.repeats += change
                if self.repeats < self.fewest:
                    self.fewest, self.best = self.repeats, room.seating()
        if self.repeats > self.fewest:
            self.room, self.repeats = Room(self.wanted, Seating(self.best)), self.fewest

    def climb(self) -> None:
        """Grow what the meetings are worth; repeats may only become fewer."""
        room = self.room
        worths = self.wanted.value[~np.eye(self.wanted.n, dtype=bool)]
        if not worths.size or (np.ptp(worths) == 0 and not self.repeats):
            return  # all meetings are worth the same and nobody meets twice: nothing can be better
        unit = UNIT * float(worths.mean()) or 1.0
        total = highest = room.total()
        for step, (r, g, h, chance) in enumerate(self._draw(self.steps)):
            clashes = room.clashes(r, g, h)
            if clashes is None or clashes > 0:
                continue
            gain = room.gain(r, g, h)
            heat = unit * HOT * (COLD / HOT) ** (step / self.steps)
            if clashes < 0 or gain >= 0 or math.log(chance) < gain / heat:
                room.swap(r, g, h)
                total += gain
                self.repeats += clashes
                if self.repeats < self.fewest or (self.repeats == self.fewest and total > highest):
                    self.fewest, highest, self.best = self.repeats, total, room.seating()

    def _draw(self, n: int) -> Iterator[tuple[int, int, int, float]]:
        """A round, two guests that may move, and a chance in ]0, 1], `n` times."""
        loose = np.array(self.loose)
        if loose.size < 2:  # noqa: PLR2004 - a change takes two
            return
        for start in range(0, n, BLOCK):
            size = min(BLOCK, n - start)
            rounds = self.rng.integers(self.wanted.rounds, size=size).tolist()
            guests = loose[self.rng.integers(loose.size, size=(2, size))].tolist()
            chances = (1.0 - self.rng.random(size)).tolist()
            yield from zip(rounds, guests[0], guests[1], chances, strict=True)
