"""The whole matching: records in, clusters out, every record in exactly one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wtc_eco.errors import Problem
from wtc_eco.locale import tr
from wtc_eco.matching.candidates import candidates
from wtc_eco.matching.clusters import Clustering, Links, Rules, Verdicts, cluster
from wtc_eco.matching.decisions import Decided, decided
from wtc_eco.matching.profiles import Profiles, in_order
from wtc_eco.matching.reading import profiles
from wtc_eco.matching.score import score_at

if TYPE_CHECKING:
    from wtc_eco.matching.bags import Bits, Index
    from wtc_eco.matching.lexicon import Lexicon

CROWD = 20
"""A structure found in more records than this is looked at by a person."""

WORTH_KEEPING = 0.01
"""Pairs less probable than this are not kept with the result."""


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from which two records are the same, or are shown to a person."""

    same: float = 0.70
    review: float = 0.35


@dataclass(frozen=True)
class Matching:
    """Which records are one structure, and why.

    `clusters` gives each record the smallest record of its structure; `probability` the weakest
    link that holds it there, 1.0 where it stands alone. `pairs` has one row a pair worth telling:
    `left`, `right` (records, the smaller first), `probability`, `bits`, `zone` (same, review,
    different) and one column an evidence, in bits. `review` lists the pairs a person should see,
    the most probable first. `dropped` counts, by key, the pairs that were too many to compare.
    """

    clusters: Mapping[int, int]
    probability: Mapping[int, float]
    pairs: pd.DataFrame
    review: tuple[tuple[int, int], ...]
    dropped: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def match(
    records: pd.DataFrame,
    *,
    lexicon: Lexicon,
    country: str = "BE",
    decisions: pd.DataFrame | None = None,
    thresholds: Thresholds | None = None,
) -> Matching:
    """Find which records (columns of `model.RECORDS`) are one structure.

    The result does not depend on the order of rows. Time grows with the number of records times
    the size of the blocks that share a key, which is bounded (`candidates.LARGEST_BLOCK`).
    """
    limits = thresholds or Thresholds()
    table = in_order(records)
    known = decided(decisions, table)
    read = profiles(table, lexicon, country)
    found = candidates(read)
    compared = _compared(read, *_with_decided(found.left, found.right, known))
    least = float(np.log2(limits.same / (1 - limits.same)))
    rules = Rules(least, known.verdicts, lambda left, right: _compared(read, left, right).links.bits)
    clustering = cluster(len(read), compared.links, rules)
    pairs = _pairs(compared, clustering, known, limits)
    return _matching(compared, clustering, pairs, found.dropped, known.problems)


@dataclass(frozen=True)
class _Compared:
    """Records, the pairs of them that were compared, and the evidences of each pair."""

    read: Profiles
    links: Links
    evidences: pd.DataFrame

    @property
    def probability(self) -> Bits:
        """How probable each pair is."""
        found: Bits = self.evidences["probability"].to_numpy()
        return found


def _compared(read: Profiles, left: Index, right: Index) -> _Compared:
    evidences = score_at(read, left, right)
    return _Compared(read, Links(left, right, evidences["bits"].to_numpy()), evidences)


def _with_decided(left: Index, right: Index, known: Decided) -> tuple[Index, Index]:
    """The candidate pairs, and those decided that no key brought together."""
    asked = sorted(known.verdicts.same | known.verdicts.different | known.unsure)
    codes = set(zip(left.tolist(), right.tolist(), strict=True))
    more = np.array([pair for pair in asked if pair not in codes], dtype=np.int64).reshape(-1, 2)
    return np.r_[left, more[:, 0]], np.r_[right, more[:, 1]]


def _pairs(compared: _Compared, found: Clustering, known: Decided, limits: Thresholds) -> pd.DataFrame:
    links, record = compared.links, compared.read.record
    together = found.cluster[links.left] == found.cluster[links.right]
    zone = np.where(together, "same", "different").astype(object)
    zone[_to_review(compared, found, known.verdicts, limits)] = "review"
    numbers = np.sort(np.column_stack([record[links.left], record[links.right]]), axis=1)
    evidences = compared.evidences.drop(columns=["bits", "probability"])
    table = evidences.assign(
        left=numbers[:, 0], right=numbers[:, 1], probability=compared.probability, bits=links.bits, zone=zone
    )
    kept = table[(table["probability"] >= WORTH_KEEPING) | (table["zone"] != "different")]
    first = ["left", "right", "probability", "bits", "zone"]
    return kept[[*first, *evidences.columns]].sort_values(["left", "right"], ignore_index=True)


def _to_review(compared: _Compared, found: Clustering, verdicts: Verdicts, limits: Thresholds) -> list[int]:
    """Of every two clusters, the most probable pair that nobody decided on, where it is probable enough."""
    left, right, probability = compared.links.left, compared.links.right, compared.probability
    shown = {_ends(found, a, b) for a, b in verdicts.different}
    rows: list[int] = []
    doubtful = np.flatnonzero((probability >= limits.review) & (found.cluster[left] != found.cluster[right]))
    for row in doubtful[np.lexsort((right[doubtful], left[doubtful], -probability[doubtful]))].tolist():
        ends = _ends(found, left[row], right[row])
        if ends not in shown:
            rows.append(row)
        shown.add(ends)
    return rows


def _ends(found: Clustering, left: int, right: int) -> tuple[int, int]:
    a, b = int(found.cluster[left]), int(found.cluster[right])
    return (min(a, b), max(a, b))


def _matching(
    compared: _Compared,
    found: Clustering,
    pairs: pd.DataFrame,
    dropped: Mapping[str, int],
    doubts: Sequence[Problem],
) -> Matching:
    records = compared.read.record.tolist()
    smallest: dict[int, int] = {}
    for part, record in zip(found.cluster.tolist(), records, strict=True):
        smallest[part] = min(record, smallest.get(part, record))
    joined = sorted(zip(records, found.cluster.tolist(), found.held_by.tolist(), strict=True))
    clusters = {record: smallest[part] for record, part, _ in joined}
    shown = pairs[pairs["zone"] == "review"].sort_values(
        ["probability", "left", "right"], ascending=[False, True, True]
    )
    review = tuple(zip(shown["left"].tolist(), shown["right"].tolist(), strict=True))
    problems = (*doubts, *_crowds(clusters))
    return Matching(clusters, {record: held for record, _, held in joined}, pairs, review, dropped, problems)


def _crowds(clusters: Mapping[int, int]) -> tuple[Problem, ...]:
    """A warning for every structure found in very many records."""
    sizes: dict[int, int] = {}
    for first in clusters.values():
        sizes[first] = sizes.get(first, 0) + 1
    return tuple(
        Problem(
            "crowded_cluster",
            "warning",
            tr("{n} records were taken for one structure, S{first}.", n=n, first=first),
            tr("Look at them, and say which are different."),
        )
        for first, n in sorted(sizes.items())
        if n > CROWD
    )
