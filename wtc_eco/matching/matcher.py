"""The whole matching: records in, clusters out, every record in exactly one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr, trn
from wtc_eco.matching.arrays import in_order
from wtc_eco.matching.candidates import Candidates, candidates
from wtc_eco.matching.clusters import Clustering, Pair, Rules, ScoredPairs, Verdicts, cluster
from wtc_eco.matching.decisions import MatchDecisions, decided
from wtc_eco.matching.features import EVIDENCES
from wtc_eco.matching.parallel import available, score_by_several
from wtc_eco.matching.profiles import Profiles, profiles
from wtc_eco.matching.score import score_at
from wtc_eco.model import DECISIONS, frame

if TYPE_CHECKING:
    from wtc_eco.matching.arrays import Bits, Index
    from wtc_eco.matching.lexicon import Lexicon

CROWD = 20
"""A structure found in more records than this is looked at by a person."""

WORTH_KEEPING = 0.01
"""Pairs less probable than this are not kept with the result."""


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from which two records are the same, or are shown to a person."""

    same: float = 0.65
    review: float = 0.35


@dataclass(frozen=True)
class Matching:
    """Which records are one structure, and why.

    `clusters` gives each record the smallest record of its structure; `probability` the weakest
    link that holds it there, 1.0 where it stands alone. `pairs` has one row a pair worth telling:
    `left`, `right` (records, the smaller first), `probability`, `bits`, `zone` (same, review,
    different), `rules` (those of `score.RULES` that hold it back) and one column an evidence, in bits. `review` lists the pairs a person should see,
    the most probable first. `dropped` counts, by key, the pairs that were too many to compare; rows that no key
    compared whole are told in `problems`.
    """

    clusters: Mapping[int, int]
    probability: Mapping[int, float]
    pairs: pd.DataFrame
    review: tuple[tuple[int, int], ...]
    dropped: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


Told = Callable[[str, float], None]


def match(  # noqa: PLR0913 - what is matched, and how
    records: pd.DataFrame,
    *,
    lexicon: Lexicon,
    country: str = "BE",
    decisions: pd.DataFrame | None = None,
    thresholds: Thresholds | None = None,
    processes: int | None = None,
    watcher: Told | None = None,
    former: pd.DataFrame | None = None,
) -> Matching:
    """Find which records (columns of `model.RECORDS`) are one structure.

    `former` are records of them as they stood before they moved: what either address says counts.

    The result depends neither on the order of rows nor on how many `processes` share the work (by
    default, as many as the machine has, up to four, once it pays). `told` hears what is being done and
    which share of it is over. Time grows with the number of records times
    the size of the blocks that share a key, which is bounded (`candidates.LARGEST_BLOCK`).
    """
    if former is not None:
        both, known_as_one, record_of = _at_both_addresses(records, former, decisions)
        matching = match(
            both, lexicon=lexicon, country=country, decisions=known_as_one, thresholds=thresholds,
            processes=processes, watcher=watcher,
        )  # fmt: skip
        return _as_one(matching, record_of)
    limits = thresholds or Thresholds()
    progress = watcher or _silent
    columns = in_order(records)
    known = decided(decisions, columns)
    progress(tr("Reading names, addresses and contacts"), 0.0)
    equal = columns.equal_to(row for pair in _asked(known) for row in pair)
    first = np.unique(equal)
    known = known.among(first)
    read = profiles(columns.take(first), lexicon, country)
    candidate_pairs = candidates(read)
    compared = _likely(read, candidate_pairs, processes or available(), progress)
    progress(tr("Putting records together"), 1.0)
    compared = _with(compared, _asked(known))
    rules = Rules(_bits(limits.same), known.verdicts, lambda left, right: _compared(read, left, right).links)
    clustering = cluster(len(read), compared.links, rules)
    compared = _with(compared, _put_together(clustering))
    pairs = _pairs(compared, clustering, known, limits)
    doubts = (*known.problems, *_crowded(candidate_pairs))
    matching = _matching(compared, clustering, pairs, candidate_pairs.dropped, doubts)
    return _with_equals(matching, columns.record, equal, compared.read)


def _at_both_addresses(
    records: pd.DataFrame, former: pd.DataFrame, decisions: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame, Mapping[int, int]]:
    """The records with those that stand where they stood before, as one with them; and which number is whose."""
    last = int(records["record"].max())
    numbers = range(last + 1, last + 1 + len(former))
    record_of = dict(zip(numbers, former["record"].tolist(), strict=True))
    both = pd.concat([records, former.assign(record=list(numbers))], ignore_index=True)
    as_one = [
        {"left": str(record), "right": str(n), "verdict": "same", "decided_by": "", "why": ""}
        for n, record in record_of.items()
    ]
    known = [] if decisions is None else [decisions]
    return both, pd.concat([*known, frame(DECISIONS, as_one)], ignore_index=True), record_of


def _as_one(matching: Matching, record_of: Mapping[int, int]) -> Matching:
    """The same, each record once: of a pair that was compared twice, what says most."""
    pairs = matching.pairs.assign(
        **{side: matching.pairs[side].map(lambda n: record_of.get(n, n)) for side in ("left", "right")}
    )
    pairs[["left", "right"]] = np.sort(pairs[["left", "right"]].to_numpy(dtype=np.int64), axis=1)
    pairs = pairs[pairs["left"] != pairs["right"]].assign(asked=pairs["zone"] == "review")
    pairs = pairs.sort_values(
        ["left", "right", "asked", "probability"], ascending=[True, True, False, False]
    ).drop_duplicates(["left", "right"])
    clusters = {
        record: record_of.get(first, first)
        for record, first in matching.clusters.items()
        if record not in record_of
    }
    review = dict.fromkeys(
        (min(one, other), max(one, other))
        for one, other in (tuple(record_of.get(n, n) for n in pair) for pair in matching.review)
        if one != other
    )
    return replace(
        matching,
        clusters=clusters,
        probability={record: matching.probability[record] for record in clusters},
        pairs=pairs.drop(columns="asked").reset_index(drop=True),
        review=tuple(review),
    )


def _silent(_doing: str, _share: float) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class _Compared:
    """Records, the pairs of them that were compared, and the evidences of each pair."""

    read: Profiles
    links: ScoredPairs
    evidences: pd.DataFrame

    @property
    def probability(self) -> Bits:
        """How probable each pair is."""
        probability: Bits = self.evidences["probability"].to_numpy()
        return probability


def _bits(probability: float) -> float:
    return float(np.log2(probability / (1 - probability)))


def _likely(read: Profiles, candidate_pairs: Candidates, processes: int, watcher: Told) -> _Compared:
    """The candidate pairs that are not all but certainly two."""
    scored = score_by_several(
        read,
        candidate_pairs.left,
        candidate_pairs.right,
        least=_bits(WORTH_KEEPING),
        processes=processes,
        progress=lambda share: watcher(tr("Comparing pairs"), share),
    )
    links = _links(candidate_pairs.left[scored.kept], candidate_pairs.right[scored.kept], scored.table)
    return _Compared(read, links, scored.table)


def _links(left: Index, right: Index, table: pd.DataFrame) -> ScoredPairs:
    evidences: Bits = table[list(EVIDENCES)].to_numpy(dtype=np.float32)
    return ScoredPairs(left, right, table["bits"].to_numpy(), evidences, table["rules"].to_numpy())


def _compared(read: Profiles, left: Index, right: Index) -> _Compared:
    evidences = score_at(read, left, right)
    return _Compared(read, _links(left, right, evidences), evidences)


def _with(compared: _Compared, pairs: Iterable[Pair]) -> _Compared:
    """The same, and these pairs where they are not among them."""
    known = set(zip(compared.links.left.tolist(), compared.links.right.tolist(), strict=True))
    new = np.array([pair for pair in pairs if pair not in known], dtype=np.int64).reshape(-1, 2)
    if not len(new):
        return compared
    more = _compared(compared.read, new[:, 0], new[:, 1])
    evidences = pd.concat([compared.evidences, more.evidences], ignore_index=True)
    return _Compared(compared.read, compared.links.and_(more.links), evidences)


def _asked(known: MatchDecisions) -> list[Pair]:
    return sorted(known.verdicts.same | known.verdicts.different | known.unsure)


def _put_together(clustering: Clustering) -> list[Pair]:
    """Every pair of rows of one cluster; of a crowd, only those with its first row."""
    members: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(clustering.cluster != np.arange(len(clustering.cluster))).tolist():
        members[int(clustering.cluster[row])].append(row)
    pairs: list[Pair] = []
    for first, others in sorted(members.items()):
        pairs += ((first, row) for row in others)
        pairs += combinations(others, 2) if len(others) < CROWD else ()
    return pairs


def _pairs(
    compared: _Compared, clustering: Clustering, known: MatchDecisions, limits: Thresholds
) -> pd.DataFrame:
    links, record = compared.links, compared.read.record
    together = clustering.cluster[links.left] == clustering.cluster[links.right]
    zone = np.where(together, "same", "different").astype(object)
    zone[_to_review(compared, clustering, known.verdicts, limits)] = "review"
    numbers = np.sort(np.column_stack([record[links.left], record[links.right]]), axis=1)
    evidences = compared.evidences[list(EVIDENCES)]
    table = evidences.assign(
        left=numbers[:, 0], right=numbers[:, 1], probability=compared.probability, bits=links.bits, zone=zone,
        rules=links.rules,
    )  # fmt: skip
    first = ["left", "right", "probability", "bits", "zone", "rules"]
    return table[[*first, *evidences.columns]].sort_values(["left", "right"], ignore_index=True)


def _to_review(
    compared: _Compared, clustering: Clustering, verdicts: Verdicts, limits: Thresholds
) -> list[int]:
    """Of every two clusters, the most probable pair that nobody decided on, where it is probable enough."""
    left, right, probability = compared.links.left, compared.links.right, compared.probability
    shown = {_ends(clustering, a, b) for a, b in verdicts.different}
    rows: list[int] = []
    doubtful = np.flatnonzero(
        (probability >= limits.review) & (clustering.cluster[left] != clustering.cluster[right])
    )
    for row in doubtful[np.lexsort((right[doubtful], left[doubtful], -probability[doubtful]))].tolist():
        ends = _ends(clustering, left[row], right[row])
        if ends not in shown:
            rows.append(row)
        shown.add(ends)
    return rows


def _ends(clustering: Clustering, left: int, right: int) -> tuple[int, int]:
    a, b = int(clustering.cluster[left]), int(clustering.cluster[right])
    return (min(a, b), max(a, b))


def _matching(
    compared: _Compared,
    clustering: Clustering,
    pairs: pd.DataFrame,
    dropped: Mapping[str, int],
    doubts: Sequence[Problem],
) -> Matching:
    records = compared.read.record.tolist()
    smallest: dict[int, int] = {}
    for part, record in zip(clustering.cluster.tolist(), records, strict=True):
        smallest[part] = min(record, smallest.get(part, record))
    joined = sorted(zip(records, clustering.cluster.tolist(), clustering.held_by.tolist(), strict=True))
    clusters = {record: smallest[part] for record, part, _ in joined}
    shown = pairs[pairs["zone"] == "review"].sort_values(
        ["probability", "left", "right"], ascending=[False, True, True]
    )
    review = tuple(zip(shown["left"].tolist(), shown["right"].tolist(), strict=True))
    return Matching(
        clusters, {record: bits for record, _, bits in joined}, pairs, review, dropped, tuple(doubts)
    )


def _with_equals(matching: Matching, records: Index, equal: Index, read: Profiles) -> Matching:
    """The same, with the records that say what another says: they are where it is."""
    again = np.flatnonzero(equal != np.arange(len(equal)))
    if not len(again):
        return replace(matching, problems=(*matching.problems, *_crowds(matching.clusters)))
    first = dict(zip(records[again].tolist(), records[equal[again]].tolist(), strict=True))
    clusters = {record: matching.clusters[first.get(record, record)] for record in sorted(records.tolist())}
    smallest: dict[int, int] = {}
    for record, led_by in clusters.items():
        smallest.setdefault(led_by, record)
    clusters = {record: smallest[led_by] for record, led_by in clusters.items()}
    probability = {record: matching.probability.get(record, 1.0) for record in clusters}
    place = np.searchsorted(np.unique(equal), equal[again])
    evidences = score_at(read, place, place)
    numbers = np.sort(np.column_stack([records[again], records[equal[again]]]), axis=1)
    table = evidences[["probability", "bits", "rules", *EVIDENCES]].assign(
        left=numbers[:, 0], right=numbers[:, 1], zone="same"
    )
    pairs = pd.concat([matching.pairs, table[matching.pairs.columns]], ignore_index=True)
    return replace(
        matching,
        clusters=clusters,
        probability=probability,
        pairs=pairs.sort_values(["left", "right"], ignore_index=True),
        problems=(*matching.problems, *_crowds(clusters)),
    )


def _crowded(candidate_pairs: Candidates) -> tuple[Problem, ...]:
    """A note where a bound kept rows from being compared with all that share a key with them."""
    if not candidate_pairs.crowded:
        return ()
    told = trn(
        "{n} record says only what very many others say too: it was compared with its nearest names only.",
        "{n} records say only what very many others say too: each was compared with its nearest names only.",
        candidate_pairs.crowded,
    )
    hint = tr("A street, a phone or an e-mail would tell them apart, and those that are one.")
    return (Problem("crowded_rows", "note", told, hint),)


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
