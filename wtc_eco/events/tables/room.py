"""The plan as it stands during a search: who sits where, and what a change of two would bring, at once.

Everything is kept up to date at each change, so that a change that is only tried costs a few additions.
"""

from __future__ import annotations

from wtc_eco.events.tables.seating import Seating, Wanted

UNIT = 1000
"""Worths are whole thousandths: sums are then the same on every machine."""


class Room:
    """Guests at tables, by round. Columns are by round, table, guest:

    `near`: what the guest's meetings at the table are worth; `clash`: how many there it meets in another
    round, or met before; `stop`: with how many there it may not sit.
    """

    def __init__(self, wanted: Wanted, start: Seating) -> None:
        self.wanted = wanted
        self.at = [list(held) for held in start.tables]
        self.worth: list[list[int]] = (wanted.value * UNIT).round().astype(int).tolist()
        self.barred: list[list[int]] = wanted.barred.astype(int).tolist()
        self.before: list[list[int]] = (wanted.known & ~wanted.bound).astype(int).tolist()
        self.rounds, self.n = range(wanted.rounds), wanted.n
        self.seated = [[set(start.at(r, t)) for t in range(wanted.n_tables)] for r in self.rounds]
        self.met = [self._times(guest) for guest in range(self.n)]
        self.other = [self._elsewhere(r) for r in self.rounds]
        self.near = [self._columns(r, self.worth) for r in self.rounds]
        self.clash = [self._columns(r, self.other[r]) for r in self.rounds]
        self.stop = [self._columns(r, self.barred) for r in self.rounds]

    def repeats(self) -> int:
        """How many meetings are not the first of their pair."""
        return sum(
            max(0, self.met[g][h] - 1) for g in range(self.n) for h in range(g) if not self._bound(g, h)
        )

    def total(self) -> int:
        """What all meetings are worth, in thousandths."""
        found = 0
        for r in self.rounds:
            for table in self.seated[r]:
                found += sum(self.worth[g][h] for g in table for h in table if g < h)
        return found

    def seating(self) -> tuple[tuple[int, ...], ...]:
        """The tables of every guest, by round."""
        return tuple(tuple(held) for held in self.at)

    def clashes(self, r: int, g: int, h: int) -> int | None:
        """How many repeats more a change of places would make; `None` where it breaks a rule, or is none."""
        here, there = self.at[r][g], self.at[r][h]
        if here == there:
            return None
        stop, barred = self.stop[r], self.barred[g][h]
        if stop[there][g] != barred or stop[here][h] != barred:
            return None
        clash = self.clash[r]
        return clash[there][g] + clash[here][h] - 2 * self.other[r][g][h] - clash[here][g] - clash[there][h]

    def gain(self, r: int, g: int, h: int) -> int:
        """What the meetings would be worth more after a change of places."""
        here, there = self.at[r][g], self.at[r][h]
        near = self.near[r]
        return near[there][g] + near[here][h] - 2 * self.worth[g][h] - near[here][g] - near[there][h]

    def swap(self, r: int, g: int, h: int) -> None:
        """Two guests change places."""
        here, there = self.at[r][g], self.at[r][h]
        stay, others = self.seated[r][here] - {g}, self.seated[r][there] - {h}
        for leaving, arriving, met, meets in ((g, h, stay, others), (h, g, others, stay)):
            del arriving
            for guest in met:
                self._count(r, leaving, guest, -1)
            for guest in meets:
                self._count(r, leaving, guest, 1)
        for columns, rows in ((self.near, self.worth), (self.clash, self.other[r]), (self.stop, self.barred)):
            held, gone, come = columns[r], rows[g], rows[h]
            held[here] = [v + b - a for v, a, b in zip(held[here], gone, come, strict=True)]
            held[there] = [v + a - b for v, a, b in zip(held[there], gone, come, strict=True)]
        self.seated[r][here], self.seated[r][there] = stay | {h}, others | {g}
        self.at[r][g], self.at[r][h] = there, here

    def _count(self, r: int, g: int, h: int, change: int) -> None:
        """A pair meets once more, or once less, in a round: the other rounds see it as met elsewhere or not."""
        times = self.met[g][h] = self.met[h][g] = self.met[g][h] + change
        for s in self.rounds:
            if s == r:
                continue
            same = self.at[s][g] == self.at[s][h]
            elsewhere = 1 if times - same > 0 and not self._bound(g, h) else 0
            if elsewhere != self.other[s][g][h]:
                step = elsewhere - self.other[s][g][h]
                self.other[s][g][h] = self.other[s][h][g] = elsewhere
                self.clash[s][self.at[s][h]][g] += step
                self.clash[s][self.at[s][g]][h] += step

    def _bound(self, g: int, h: int) -> bool:
        return (min(g, h), max(g, h)) in self.wanted.together

    def _times(self, g: int) -> list[int]:
        return [
            self.before[g][h] + sum(held[g] == held[h] for held in self.at) if g != h else 0
            for h in range(self.n)
        ]

    def _elsewhere(self, r: int) -> list[list[int]]:
        held = self.at[r]
        return [
            [
                int(g != h and self.met[g][h] - (held[g] == held[h]) > 0 and not self._bound(g, h))
                for h in range(self.n)
            ]
            for g in range(self.n)
        ]

    def _columns(self, r: int, rows: list[list[int]]) -> list[list[int]]:
        return [
            [sum(rows[guest][other] for other in table) for guest in range(self.n)]
            for table in self.seated[r]
        ]
