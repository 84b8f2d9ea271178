"""From pairs to clusters by what is known of their records together: no chain of weak links, no contradiction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.arrays import Bits, Index, Truth
from wtc_eco.matching.features import EVIDENCES
from wtc_eco.matching.score import AT_MOST_REVIEW, RULE_ALL, RULE_ANY, summed
from wtc_eco.matching.weights import CAPS

CERTAIN = 12.0
"""Bits are held between minus and plus this much."""

NEVER = -1e9

DIFFERENT, UNDECIDED, SAME = -1, 0, 1

_NAMES = tuple(EVIDENCES)
_CHANGING = np.array([any(name in names for names, _ in CAPS.values()) for name in _NAMES])
"""Which evidences are about what a structure has several of, or changes: addresses and contacts."""

NAMED = 3.0
"""Bits from which two names are one: the misspelling of a third then counts half."""

_NAME = _NAMES.index("name")

Flags = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]


@dataclass
class Linkage:
    """The clusters of one group, and of every two of them what their pairs of records say.

    Of an address or a contact the best pair tells: who moved is at either address. Of all else the mean of
    the pairs that can compare; of a name that one pair shares, half-way to that pair. `n × n × evidences`; `decided` holds what people said.
    """

    best: Bits
    sums: Bits
    counts: npt.NDArray[np.int16]
    some: Flags
    every: Flags
    decided: npt.NDArray[np.int8]
    bits: Matrix

    @staticmethod
    def of(pairs: Bits, rules: Flags, decided: npt.NDArray[np.int8], weighed: Matrix) -> Linkage:
        """Every record of a group alone: `pairs` n × n × evidences, NaN where two cannot compare."""
        known = ~np.isnan(pairs)
        sums = np.where(known, pairs, np.float32(0))
        linkage = Linkage(pairs, sums, known.astype(np.int16), rules, rules.copy(), decided, weighed)
        linkage.bits = linkage._decided(np.clip(weighed, -CERTAIN, CERTAIN), decided)
        return linkage

    def likeliest(self) -> tuple[int, int]:
        """The two clusters for which most speaks, the first of equals."""
        one, other = sorted(divmod(int(np.argmax(self.bits)), len(self.bits)))
        return one, other

    def merge(self, one: int, other: int) -> None:
        """The second joins the first.

        Where a person said that they are one, what speaks for either speaks for both.
        """
        if self.decided[one, other] == SAME:
            self._choose(one, other)
        else:
            self._pool(one, other)
        decided = np.where(
            np.minimum(self.decided[one], self.decided[other]) == DIFFERENT,
            np.int8(DIFFERENT),
            np.maximum(self.decided[one], self.decided[other]),
        )
        self.decided[one] = self.decided[:, one] = decided
        self.decided[one, one] = DIFFERENT
        self.decided[other] = self.decided[:, other] = DIFFERENT
        self.bits[other] = self.bits[:, other] = NEVER
        self._weigh(one)

    def _pool(self, one: int, other: int) -> None:
        self._set("best", one, np.fmax(self.best[one], self.best[other]))
        self._set("sums", one, self.sums[one] + self.sums[other])
        self._set("counts", one, self.counts[one] + self.counts[other])
        self._set("some", one, self.some[one] | self.some[other])
        self._set("every", one, self.every[one] & self.every[other])

    def _choose(self, one: int, other: int) -> None:
        better = self.bits[other] > self.bits[one]
        for name in ("best", "sums", "counts", "some", "every"):
            table = getattr(self, name)
            mask = better[:, None] if table.ndim > better.ndim + 1 else better
            self._set(name, one, np.where(mask, table[other], table[one]))

    def _set(self, name: str, place: int, row: npt.NDArray[np.generic]) -> None:
        table = getattr(self, name)
        table[place] = table[:, place] = row

    def _weigh(self, place: int) -> None:
        """The bits between a cluster and every other."""
        mean = self.sums[place] / np.maximum(self.counts[place], 1)
        best = self.best[place]
        best = np.where(np.isnan(best), np.float32(0), best)
        evidence = np.where(_CHANGING, best, mean)
        names = best[:, _NAME] >= NAMED
        evidence[names, _NAME] = (best[names, _NAME] + mean[names, _NAME]) / 2
        bits = np.clip(
            summed(dict(zip(_NAMES, evidence.T, strict=True))).astype(np.float64), -CERTAIN, CERTAIN
        )
        ruled = ((self.some[place] & RULE_ANY) | (self.every[place] & RULE_ALL)) > 0
        bits = np.where(ruled, np.minimum(bits, AT_MOST_REVIEW), bits)
        self.bits[place] = self.bits[:, place] = self._decided(bits, self.decided[place])

    @staticmethod
    def _decided(bits: Matrix, decided: npt.NDArray[np.int8]) -> Matrix:
        return np.where(decided == DIFFERENT, NEVER, np.where(decided == SAME, -NEVER, bits))


Pair = tuple[int, int]

LARGEST_WHOLE = 60
"""A group of records held together by links is looked at pair by pair up to this size."""


@dataclass(frozen=True)
class Verdicts:
    """What people decided, by rows: these two are one, these two are two."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()


@dataclass(frozen=True)
class ScoredPairs:
    """Pairs of rows that were compared, the smaller row left: the bits that speak for each, and why.

    `evidences` has one column an evidence, NaN where the two cannot be compared.
    """

    left: Index
    right: Index
    bits: Bits
    evidences: Bits
    rules: Flags

    def only(self, wanted: Truth | Index) -> ScoredPairs:
        """Some of them."""
        return ScoredPairs(
            self.left[wanted],
            self.right[wanted],
            self.bits[wanted],
            self.evidences[wanted],
            self.rules[wanted],
        )

    def and_(self, more: ScoredPairs) -> ScoredPairs:
        """These and others."""
        return ScoredPairs(
            np.concatenate([self.left, more.left]),
            np.concatenate([self.right, more.right]),
            np.concatenate([self.bits, more.bits]),
            np.concatenate([self.evidences, more.evidences]),
            np.concatenate([self.rules, more.rules]),
        )


Scorer = Callable[[Index, Index], ScoredPairs]


@dataclass(frozen=True)
class Rules:
    """Put together from `least` bits on; obey `verdicts`; `score` gives pairs that no key found."""

    least: float
    verdicts: Verdicts
    score: Scorer


@dataclass
class Clustering:
    """Rows to clusters (the smallest row of each), and what holds each row there, 0 to 1."""

    cluster: npt.NDArray[np.int64]
    held_by: npt.NDArray[np.float64]


def cluster(n: int, links: ScoredPairs, rules: Rules) -> Clustering:
    """Put `n` rows together: likeliest clusters first, while what is known of both is bits enough.

    A pair decided «different» is never put together, nor through others: what would join them
    stays cut at its weakest link.
    """
    linked = links.bits >= rules.least
    edges = np.column_stack([links.left[linked], links.right[linked]])
    groups = _groups(edges, rules.verdicts.same)
    out = Clustering(np.arange(n), np.ones(n))
    judged = {row for pair in rules.verdicts.different | rules.verdicts.same for row in pair}
    for group, links_of_group in _with_pairs(groups, links, n, rules.score):
        if _agreed(group, links_of_group, rules.least) and judged.isdisjoint(group):
            _put_whole(group, links_of_group, out)
        else:
            _put_together(group, links_of_group, rules, out)
    return out


def _agreed(rows: list[int], links: ScoredPairs, least: float) -> bool:
    """Whether every pair of a group is one by itself."""
    return len(links.bits) == len(rows) * (len(rows) - 1) // 2 and bool(links.bits.min() >= least)


def _put_whole(rows: list[int], links: ScoredPairs, out: Clustering) -> None:
    """A group in one; each row is held by its strongest pair."""
    out.cluster[rows] = rows[0]
    strongest = np.full(len(rows), -np.inf)
    for side in (links.left, links.right):
        np.maximum.at(strongest, np.searchsorted(rows, side), links.bits)
    out.held_by[rows] = 1 / (1 + np.exp2(-np.minimum(strongest, CERTAIN)))


def _groups(edges: Index, same: Iterable[Pair]) -> list[list[int]]:
    """The connected groups of two rows and more."""
    parent: dict[int, int] = {}

    def top(row: int) -> int:
        while (above := parent.setdefault(row, row)) != row:
            parent[row] = row = parent[above]
        return row

    for a, b in (*map(tuple, edges.tolist()), *sorted(same)):
        first, second = sorted((top(a), top(b)))
        parent[second] = first
    members: dict[int, list[int]] = defaultdict(list)
    for row in sorted(parent):
        members[top(row)].append(row)
    return [rows for _, rows in sorted(members.items())]


def _with_pairs(
    groups: list[list[int]], links: ScoredPairs, n: int, score: Scorer
) -> Iterator[tuple[list[int], ScoredPairs]]:
    """Every group with the pairs that lie in it; those nobody compared yet are scored first."""
    of = np.full(n, -1, dtype=np.int64)
    for number, rows in enumerate(groups):
        of[rows] = number
    inside = links.only((of[links.left] >= 0) & (of[links.left] == of[links.right]))
    missing = _missing(groups, inside, of)
    if len(missing):
        inside = inside.and_(score(missing[:, 0], missing[:, 1]))
    order = np.argsort(of[inside.left], kind="stable")
    inside = inside.only(order)
    bounds = np.searchsorted(of[inside.left], np.arange(len(groups) + 1))
    for rows, first, last in zip(groups, bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        yield rows, inside.only(np.arange(first, last))


def _missing(groups: list[list[int]], inside: ScoredPairs, of: Index) -> Index:
    """The pairs of a group that were not compared, where it is small enough to be looked at whole."""
    counts = np.bincount(of[inside.left], minlength=len(groups)).tolist()
    known: set[Pair] | None = None
    pairs: list[Pair] = []
    for rows, count in zip(groups, counts, strict=True):
        if count < len(rows) * (len(rows) - 1) // 2 and len(rows) <= LARGEST_WHOLE:
            if known is None:
                known = set(zip(inside.left.tolist(), inside.right.tolist(), strict=True))
            pairs += ((a, b) for at, a in enumerate(rows) for b in rows[at + 1 :] if (a, b) not in known)
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _put_together(rows: list[int], links: ScoredPairs, rules: Rules, out: Clustering) -> None:
    linkage = _linkage(rows, links, rules.verdicts)
    parts = [[row] for row in rows]
    alive = np.ones(len(parts), dtype=np.bool_)
    while alive.sum() > 1:
        a, b = linkage.likeliest()
        if linkage.bits[a, b] < rules.least:
            break
        _note(parts[a], parts[b], float(linkage.bits[a, b]), out)
        linkage.merge(a, b)
        parts[a] = parts[a] + parts[b]
        alive[b] = False
    for part, living in zip(parts, alive, strict=True):
        if living:
            out.cluster[part] = min(part)


def _linkage(rows: list[int], links: ScoredPairs, verdicts: Verdicts) -> Linkage:
    """All pairs of a group; the names of a pair that was not looked at are two."""
    n = len(rows)
    pairs = np.full((n, n, links.evidences.shape[1]), np.nan, dtype=np.float32)
    pairs[:, :, 0] = -CERTAIN
    flags = np.zeros((n, n), dtype=np.uint8)
    decided = np.zeros((n, n), dtype=np.int8)
    weighed = np.full((n, n), -CERTAIN)
    a, b = np.searchsorted(rows, links.left), np.searchsorted(rows, links.right)
    for table, values in ((pairs, links.evidences), (flags, links.rules), (weighed, links.bits)):
        table[a, b] = table[b, a] = values
    place = {row: at for at, row in enumerate(rows)}
    for pairs_decided, verdict in ((verdicts.same, SAME), (verdicts.different, DIFFERENT)):
        for one, other in pairs_decided:
            if one in place and other in place:
                decided[place[one], place[other]] = decided[place[other], place[one]] = verdict
    np.fill_diagonal(decided, DIFFERENT)
    return Linkage.of(pairs, flags, decided, weighed)


def _note(one: list[int], other: list[int], bits: float, out: Clustering) -> None:
    """The smaller side is held by this link; of two single records, both are."""
    link = 1 / (1 + 2.0 ** -min(bits, 60.0))
    sides = (
        [one, other]
        if len(one) == len(other) == 1
        else [min((one, other), key=lambda side: (len(side), -min(side)))]
    )
    for side in sides:
        out.held_by[side] = np.minimum(out.held_by[side], link)
