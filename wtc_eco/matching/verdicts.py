"""The whole matching: records in, clusters out, every record in exactly one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wtc_eco.errors import Problem
from wtc_eco.locale import tr
from wtc_eco.matching.candidates import candidates
from wtc_eco.matching.clusters import Clustering, Verdicts, cluster
from wtc_eco.matching.decisions import Decided, decided
from wtc_eco.matching.profiles import Profiles, in_order, profiles
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
    review: float = 0.30


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
    left, right = _with_decided(found.left, found.right, known)
    scored = score_at(read, left, right)
    clustering = cluster(
        len(read),
        left,
        right,
        scored["bits"].to_numpy(),
        least=float(np.log2(limits.same / (1 - limits.same))),
        verdicts=known.verdicts,
        score=lambda one, two: _bits(read, one, two),
    )
    pairs = _pairs(read, left, right, scored, clustering, known, limits)
    return _matching(read, clustering, pairs, found.dropped, known)


def _bits(read: Profiles, left: Index, right: Index) -> Bits:
    bits: Bits = score_at(read, left, right)["bits"].to_numpy()
    return bits


def _with_decided(left: Index, right: Index, known: Decided) -> tuple[Index, Index]:
    """The candidate pairs, and those decided that no key brought together."""
    asked = sorted(known.verdicts.same | known.verdicts.different | known.unsure)
    codes = set(zip(left.tolist(), right.tolist(), strict=True))
    more = np.array([pair for pair in asked if pair not in codes], dtype=np.int64).reshape(-1, 2)
    return np.r_[left, more[:, 0]], np.r_[right, more[:, 1]]


def _pairs(
    read: Profiles,
    left: Index,
    right: Index,
    scored: pd.DataFrame,
    found: Clustering,
    known: Decided,
    limits: Thresholds,
) -> pd.DataFrame:
    together = found.cluster[left] == found.cluster[right]
    zone = np.where(together, "same", "different").astype(object)
    zone[_to_review(left, right, scored["probability"].to_numpy(), found, known.verdicts, limits)] = "review"
    numbers = np.sort(np.column_stack([read.record[left], read.record[right]]), axis=1)
    head = pd.DataFrame(
        {
            "left": numbers[:, 0],
            "right": numbers[:, 1],
            "probability": scored["probability"],
            "bits": scored["bits"],
            "zone": zone,
        }
    )
    table = pd.concat([head, scored.drop(columns=["bits", "probability"])], axis=1)
    kept = table[(table["probability"] >= WORTH_KEEPING) | (table["zone"] != "different")]
    return kept.sort_values(["left", "right"], ignore_index=True)


def _to_review(
    left: Index, right: Index, probability: Bits, found: Clustering, verdicts: Verdicts, limits: Thresholds
) -> list[int]:
    """Of every two clusters, the most probable pair that nobody decided on, where it is probable enough."""
    settled = {_ends(found, a, b) for a, b in verdicts.different}
    shown: set[tuple[int, int]] = set()
    rows: list[int] = []
    doubtful = np.flatnonzero((probability >= limits.review) & (found.cluster[left] != found.cluster[right]))
    for row in doubtful[np.lexsort((right[doubtful], left[doubtful], -probability[doubtful]))].tolist():
        ends = _ends(found, left[row], right[row])
        if ends not in shown and ends not in settled:
            rows.append(row)
        shown.add(ends)
    return rows


def _ends(found: Clustering, left: int, right: int) -> tuple[int, int]:
    a, b = int(found.cluster[left]), int(found.cluster[right])
    return (min(a, b), max(a, b))


def _matching(
    read: Profiles, found: Clustering, pairs: pd.DataFrame, dropped: dict[str, int], known: Decided
) -> Matching:
    smallest: dict[int, int] = {}
    for part, record in zip(found.cluster.tolist(), read.record.tolist(), strict=True):
        smallest[part] = min(record, smallest.get(part, record))
    joined = sorted(zip(read.record.tolist(), found.cluster.tolist(), found.held_by.tolist(), strict=True))
    clusters = {record: smallest[part] for record, part, _ in joined}
    shown = pairs[pairs["zone"] == "review"].sort_values(
        ["probability", "left", "right"], ascending=[False, True, True]
    )
    review = tuple(zip(shown["left"].tolist(), shown["right"].tolist(), strict=True))
    problems = (*known.problems, *_crowds(clusters))
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
