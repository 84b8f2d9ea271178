"""The invitation list: guests by rank with reasons and people to meet, then the waiting list by wave."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wtc_eco.errors import Problem as ReadingProblem
from wtc_eco.errors import UnknownNameError, UsageError
from wtc_eco.events.invitations.candidates import Excluded, Field, Invitee, field
from wtc_eco.events.invitations.history import Replies
from wtc_eco.events.invitations.infeasible import require_possible
from wtc_eco.events.invitations.optimise import (
    COUNTED,
    NODES,
    Group,
    SelectionProblem,
    choose,
    improve,
    introductions,
    value,
)
from wtc_eco.events.invitations.pairs import Meeting, Pairs
from wtc_eco.events.invitations.reasons import Reason, ReasonGround, priority, reasons, sentence
from wtc_eco.events.invitations.request import Circumstances, Quota, Request
from wtc_eco.i18n import tr
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
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
    candidate: Invitee
    reasons: tuple[Reason, ...]
    sentence: str
    meetings: tuple[Meeting, ...]
    fixed: bool = False
    reply: str = ""


@dataclass(frozen=True, eq=False)
class Lines:
    """What lines are written from."""

    problem: SelectionProblem
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


@dataclass(frozen=True)
class Proof:
    """How good the list is: its worth, the bound no list can pass, who made it, with which seed."""

    worth: float
    bound: float
    method: str
    seed: int
    nodes: int
    seconds: float | None

    @property
    def gap(self) -> float:
        """By what share of the bound the list may fall short of the best, at most (0..1)."""
        return max(0.0, 1 - self.worth / self.bound) if self.bound > 0 else 0.0


@dataclass(frozen=True)
class Invitation:
    """Everything a planner takes away: guests by rank, the reserve, those left out, quotas, the proof.

    `problems` are the rows of replies and of earlier invitations that were not understood.
    """

    scope: Scope
    request: Request
    guests: tuple[Guest, ...]
    reserve: tuple[Guest, ...]
    excluded: tuple[Excluded, ...]
    quotas: tuple[tuple[Quota, int], ...]
    proof: Proof
    n_candidates: int
    territory: Territory
    as_of: str
    invitations_kept: bool = False
    notice: str = ""
    warnings: tuple[str, ...] = ()
    problems: tuple[ReadingProblem, ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    @property
    def n_opposed(self) -> int:
        """How many objected to being contacted."""
        return sum(each.why == "opposed" for each in self.excluded)


def invite(
    study: Study,
    scope: Scope,
    request: Request,
    *,
    circumstances: Circumstances | None = None,
    replies: Replies | None = None,
) -> Invitation:
    """The list for an event in `scope`; the same request on the same data gives the same list.

    With `replies` the guests who accepted or have not replied keep their seats, those who declined are
    left out, and the next wave takes the free seats. Raises `UsageError` where no list keeps every wish.
    """
    known = circumstances or Circumstances()
    replies_ = replies or Replies()
    invitable = _without(field(study, scope, _holding(request, replies_), known), replies_)
    candidates = invitable.candidates
    ground = ReasonGround.of(study, invitations_kept=bool(known.past))
    why = [reasons(one, ground) for one in candidates]
    pairs = Pairs.of(study, candidates, known)
    wanted = _holding(request, replies_)
    problem = _problem(candidates, pairs, why, wanted, invitable)
    require_possible(problem, candidates, wanted)
    chosen, proof = _chosen(problem, request)
    lines = Lines(problem, pairs, tuple(why), request, replies_, study.territory)
    return Invitation(
        scope=replace(scope, territory=study.territory),
        request=request,
        guests=lines.guests(chosen),
        reserve=lines.reserve(chosen),
        excluded=invitable.excluded,
        quotas=tuple(
            (quota, sum(bool(group.members[at]) for at in chosen))
            for quota, group in zip(request.quotas, problem.groups, strict=True)
        ),
        proof=proof,
        n_candidates=len(candidates),
        territory=study.territory,
        as_of=study.as_of,
        invitations_kept=bool(known.past),
    )


def _holding(request: Request, replies: Replies) -> Request:
    """Those who were invited and did not decline keep their seats."""
    return replace(request, fixed=tuple(dict.fromkeys((*request.fixed, *replies.holding()))))


def _without(invitable: Field, replies: Replies) -> Field:
    gone = [one for one in invitable.candidates if one.id in replies.declined]
    out = tuple(Excluded(one.id, one.name, one.kind, one.commune, "declined") for one in gone)
    kept = tuple(one for one in invitable.candidates if one.id not in replies.declined)
    return Field(kept, (*invitable.excluded, *out))


def _problem(
    candidates: Sequence[Invitee],
    pairs: Pairs,
    why: Sequence[Sequence[Reason]],
    request: Request,
    invitable: Field,
) -> SelectionProblem:
    place = {one.id: at for at, one in enumerate(candidates)}
    return SelectionProblem(
        priority=np.array([priority(each) for each in why], dtype=float),
        worth=pairs.worth,
        seats=request.places,
        groups=tuple(_group(quota, candidates) for quota in request.quotas),
        fixed=tuple(sorted(_place(each, place, invitable) for each in request.fixed)),
        apart=tuple(
            (place[one], place[other])
            for one, other in request.apart
            if one in place and other in place and one != other
        ),
    )


def _group(quota: Quota, candidates: Sequence[Invitee]) -> Group:
    members = [quota.word == one.kind or quota.word in one.labels for one in candidates]
    return Group(quota.word, np.array(members, dtype=bool), quota.least, quota.most)


def _place(structure: str, place: Mapping[str, int], invitable: Field) -> int:
    if structure in place:
        return place[structure]
    for each in invitable.excluded:
        if each.id == structure:
            raise UsageError(
                tr("{name} must be there, and objected to being contacted or has declined.", name=each.name),
                hint=tr(
                    "The smallest change: {changes}.", changes=tr("leave out --fixed {name}", name=structure)
                ),
            )
    raise UnknownNameError(
        tr("{id} is not an active structure.", id=structure),
        hint=tr("Search for it by its name in outputs/registry.csv."),
    )


def _chosen(problem: SelectionProblem, request: Request) -> tuple[tuple[int, ...], Proof]:
    """The better of the list made at once and the solver's, with the bound that the solver proved."""
    quick = choose(problem, seed=request.seed)
    proven = improve(problem, seconds=request.budget)
    worth, method, chosen = value(problem, quick), "swaps", quick
    if proven.chosen is not None and problem.kept(proven.chosen):
        other = value(problem, proven.chosen)
        if other > worth:
            worth, method, chosen = other, "milp", proven.chosen
    bound = max(worth, round(proven.bound, 6))
    return chosen, Proof(worth, bound, method, request.seed, NODES, request.budget)
