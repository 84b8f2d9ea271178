"""The lines of the list: guests by rank with reasons and people to meet, then the waiting list by wave."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wtc_eco.events.invitations.candidates import Candidate
from wtc_eco.events.invitations.pairs import Meeting, Pairs
from wtc_eco.events.invitations.problem import COUNTED, Problem, introductions
from wtc_eco.events.invitations.reasons import Reason
from wtc_eco.events.invitations.replies import Replies
from wtc_eco.events.invitations.request import Request
from wtc_eco.events.invitations.words import sentence

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

TO_MEET = 3


@dataclass(frozen=True)
class Guest:
    """A line of the list. `wave` counts from 1, and is 0 for those of the reserve that no wave needs yet.

    `rank` is within the whole list, `rank_in_kind` among those of its kind: the next substitute first.
    """

    rank: int
    rank_in_kind: int
    wave: int
    candidate: Candidate
    reasons: tuple[Reason, ...]
    sentence: str
    meetings: tuple[Meeting, ...]
    fixed: bool = False
    reply: str = ""


@dataclass(frozen=True, eq=False)
class Lines:
    """What lines are written from."""

    problem: Problem
    pairs: Pairs
    reasons: tuple[tuple[Reason, ...], ...]
    request: Request
    replies: Replies
    territory: Territory

    def guests(self, chosen: Sequence[int]) -> tuple[Guest, ...]:
        """Those who must be there first, then by what each brings: its priority and half its introductions."""
        problem = self.problem
        counted: dict[int, list[int]] = {at: [] for at in chosen}
        brought = {at: float(problem.priority[at]) for at in chosen}
        for one, other in introductions(problem, chosen):
            for here, there in ((one, other), (other, one)):
                counted[here].append(there)
                brought[here] += problem.worth[one, other] / 2
        ranked = sorted(chosen, key=lambda at: (at not in problem.fixed, -round(brought[at], 6), at))
        waves = [self.replies.wave_of(self.pairs.candidates[at].id) for at in ranked]
        return tuple(self._lines(ranked, waves, chosen, counted))

    def reserve(self, chosen: Sequence[int]) -> tuple[Guest, ...]:
        """The others, best first: priority and half their best meetings with the guests.

        Nobody who is kept apart from a guest. Those that the expected refusals call for have a wave.
        """
        problem = self.problem
        met = -np.sort(-problem.worth[:, list(chosen)], axis=1)[:, :COUNTED].sum(axis=1) / 2
        brought = np.round(problem.priority + met, 6)
        barred = {one for pair in problem.apart for one in pair if set(pair) & set(chosen)}
        others = [at for at in range(problem.n) if at not in chosen and at not in barred]
        ranked = sorted(others, key=lambda at: (-brought[at], at))
        waves = waves_of(len(ranked), len(chosen), self.request.expect, self.replies.wave + 1)
        return tuple(self._lines(ranked, waves, chosen, {}))

    def _lines(
        self,
        ranked: Sequence[int],
        waves: Sequence[int],
        chosen: Sequence[int],
        counted: dict[int, list[int]],
    ) -> Iterator[Guest]:
        of_kind: Counter[str | None] = Counter()
        for rank, (at, wave) in enumerate(zip(ranked, waves, strict=True), start=1):
            one = self.pairs.candidates[at]
            of_kind[one.kind] += 1
            meetings = self._meetings(at, chosen, counted.get(at, ()))
            yield Guest(
                rank=rank,
                rank_in_kind=of_kind[one.kind],
                wave=wave,
                candidate=one,
                reasons=self.reasons[at],
                sentence=sentence(one, self.reasons[at], meetings, self.territory),
                meetings=meetings,
                fixed=one.id in self.request.fixed,
                reply=self.replies.words_of(one.id),
            )

    def _meetings(self, at: int, chosen: Sequence[int], counted: Sequence[int]) -> tuple[Meeting, ...]:
        """Three people to meet: introductions that count first, then what else is worth most."""
        worth = self.problem.worth[at]
        others = [other for other in chosen if worth[other] > 0]
        best = sorted(others, key=lambda other: (other not in counted, -worth[other], other))
        return tuple(self.pairs.meeting(at, other) for other in best[:TO_MEET])


def waves_of(n: int, n_guests: int, expect: float, first: int) -> list[int]:
    """The wave of each of `n` waiting, where a share `expect` (0..1) of every wave accepts; 0: not needed.

    Each wave is as large as the refusals that the one before it lets expect.
    """
    waves: list[int] = []
    wave, size = first, math.ceil(round(n_guests * (1 - expect), 9))
    needed = math.ceil(round(n_guests / expect, 9)) - n_guests
    while size and len(waves) < min(n, needed):
        waves += [wave] * min(size, needed - len(waves))
        wave, size = wave + 1, math.ceil(round(size * (1 - expect), 9))
    return (waves + [0] * n)[:n]
