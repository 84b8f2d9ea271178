"""What the register is in doubt about, the most useful doubt first: pairs, structures, mentions."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from wtc_eco.ecosystem.verdicts.deciding import pairs_decided, records_of
from wtc_eco.ecosystem.verdicts.evidence import Weighed, label, weighed
from wtc_eco.ecosystem.verdicts.reviewing import Card, Question
from wtc_eco.locale import listing, tr, trn
from wtc_eco.network.decided import left_of
from wtc_eco.registry import is_correction
from wtc_eco.registry.words import said, title
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem
    from wtc_eco.network.mentions import OpenTie

Row = Mapping[str, Any]
Pair = tuple[int, int]

WEAK = 0.85
"""A record held in its structure by a link less probable than this is looked at."""
SHOWN = ("name", "kind", "street", "phone", "email", "website")


def questions(ecosystem: Ecosystem) -> tuple[Question, ...]:
    """Every doubt, those nobody hesitated on first, then by how much hangs on the answer."""
    desk = _Desk(ecosystem)
    found = [*desk.pairs(), *desk.structures(), *desk.mentions()]
    return tuple(sorted(found, key=lambda one: (one.hesitated, -one.use, one.key)))


def uncertainty(probability: float) -> float:
    """The bits that an answer is worth (Shannon, 1948): 1 at even odds, 0 where one is sure."""
    if not 0 < probability < 1:
        return 0.0
    other = 1 - probability
    return -(probability * math.log2(probability) + other * math.log2(other))


class _Desk:
    """The ecosystem as a reviewer looks at it; each thing counted once."""

    def __init__(self, ecosystem: Ecosystem) -> None:
        self.ecosystem = ecosystem
        self.registry = ecosystem.registry

    @cached_property
    def n_ties(self) -> Mapping[str, int]:
        """How many ties each structure stands in."""
        return Counter(end for tie in self.ecosystem.mentions.ties for end in (tie.start, tie.end))

    @cached_property
    def rows(self) -> Mapping[int, Row]:
        """Every record by number."""
        held = self.ecosystem.holdings.records.to_dict("records")
        return {row["record"]: {str(name): value for name, value in row.items()} for row in held}

    @cached_property
    def unsure(self) -> frozenset[frozenset[int]]:
        """The pairs on which somebody hesitated."""
        decided = pairs_decided(self.ecosystem.holdings.decisions)
        return frozenset(pair for _, pair, verdict in decided if verdict == "unsure")

    @cached_property
    def unsure_of(self) -> frozenset[str]:
        """The mentions on which somebody hesitated."""
        lines = self.ecosystem.holdings.decisions.to_dict("records")
        return frozenset(str(line["left"]) for line in lines if line["verdict"] == "unsure")

    def pairs(self) -> Iterator[Question]:
        """Two structures that may be one."""
        ends = [(self._of_list(left), self._of_list(right)) for left, right in self.ecosystem.matching.review]
        distinct = [pair for pair in dict.fromkeys(ends) if self._apart(pair)]
        for pair, found in zip(distinct, weighed(self.ecosystem, distinct), strict=True):
            ids = [self.registry.aliases[number] for number in pair]
            yield Question(
                key=f"pair {pair[0]} {pair[1]}",
                sort="pair",
                title=tr("Are these two one structure?"),
                cards=tuple(self._structure(one, number) for one, number in zip(ids, pair, strict=True)),
                probability=found.probability,
                evidences=_evidences(found),
                use=self._use(found.probability, ids),
                hesitated=frozenset(pair) in self.unsure,
            )

    def _of_list(self, number: int) -> int:
        """The record itself; of a correction, the first record of the structure that it corrects."""
        one = self.registry.aliases[number]
        return number if not is_correction(self.rows[number]) else min(records_of(self.ecosystem, one))

    def _apart(self, pair: Pair) -> bool:
        return self.registry.aliases[pair[0]] != self.registry.aliases[pair[1]]

    def structures(self) -> Iterator[Question]:
        """Structures of which a record hangs on a weak link."""
        held = self.ecosystem.matching.probability
        for one, numbers in zip(self.registry.table["id"], self.registry.table["records"], strict=True):
            loose = [number for number in numbers if held.get(number, 1.0) < WEAK]
            if len(numbers) > 1 and loose:
                yield self._cluster(one, numbers, loose)

    def _cluster(self, one: str, numbers: Sequence[int], loose: Sequence[int]) -> Question:
        links = weighed(self.ecosystem, list(combinations(numbers, 2)))
        # A record is as sure as its best link; the record whose best is the least is the doubt.
        best = {number: max(_links(links, number), key=lambda link: link.bits) for number in loose}
        weakest = min(best.values(), key=lambda link: (link.bits, link.left, link.right))
        least = min(self.ecosystem.matching.probability[number] for number in loose)
        return Question(
            key=f"structure {' '.join(map(str, numbers))}",
            sort="structure",
            title=tr("Are all these records one structure?"),
            cards=tuple(self._record(number, weak=number in loose) for number in numbers),
            probability=least,
            evidences=_evidences(weakest),
            use=self._use(least, [one]),
            hesitated=any(frozenset(pair) in self.unsure for pair in combinations(numbers, 2)),
        )

    def mentions(self) -> Iterator[Question]:
        """Words that may mean several structures; the same words by the same writer once."""
        groups: dict[tuple[str, str | None], list[OpenTie]] = defaultdict(list)
        for tie in self.ecosystem.mentions.review:
            groups[fold(tie.words), tie.writer].append(tie)
        for ties in groups.values():
            yield self._mention(ties)

    def _mention(self, ties: Sequence[OpenTie]) -> Question:
        first = ties[0]
        writer = self.registry.row(first.writer) if first.writer else None
        left = left_of(first.words, min(writer["records"]) if writer else None)
        who = f"{writer['name'] or writer['id']} ({writer['commune'] or '?'})" if writer else tr("somebody")
        return Question(
            key=f"mention {left}",
            sort="mention",
            title=trn(
                "{who} writes “{words}” in {n} tie: who is meant?",
                "{who} writes “{words}” in {n} ties: who is meant?",
                len(ties),
                who=who,
                words=first.words,
            ),
            cards=tuple(
                self._structure(one.id, min(records_of(self.ecosystem, one.id))) for one in first.candidates
            ),
            use=1 + math.log2(1 + len(ties)),
            hesitated=left in self.unsure_of,
            words=first.words,
            left=left,
        )

    def _use(self, probability: float, ids: Iterable[str]) -> float:
        """How uncertain it is, times how much hangs on it: ties and records."""
        held = sum(self.n_ties.get(one, 0) + len(self.registry.row(one)["records"]) for one in ids)
        return uncertainty(probability) * (1 + math.log2(1 + held))

    def _structure(self, one: str, number: int) -> Card:
        row = self.registry.row(one)
        lists = listing([str(source) for source in row["sources"]])
        ties = self.n_ties.get(one, 0)
        return Card(
            number,
            row["name"] or one,
            (
                (tr("Number"), trn("{id} – {n} record", "{id} – {n} records", len(row["records"]), id=one)),
                *self._lines(row),
                (tr("Lists"), lists or None),
                (tr("Ties"), str(ties)),
            ),
        )

    def _record(self, number: int, *, weak: bool) -> Card:
        row = self.rows[number]
        mark = tr("{record} – weakly linked", record=number) if weak else str(number)
        return Card(
            number,
            row["name"] or str(number),
            ((tr("Record"), mark), *self._lines(row), (tr("Lists"), row["source"])),
        )

    def _lines(self, row: Row) -> Iterator[tuple[str, str | None]]:
        for name in SHOWN:
            yield title(name), said(name, row[name], self.ecosystem.territory)
            if name == "street":
                town = " ".join(part for part in (row["postal_code"], row["locality"]) if part)
                yield title("locality"), town or None


def _links(links: Iterable[Weighed], number: int) -> list[Weighed]:
    return [link for link in links if number in (link.left, link.right)]


def _evidences(found: Weighed) -> tuple[tuple[str, float], ...]:
    return tuple((label(name), bits) for name, bits in found.evidences if abs(bits) >= 0.05)  # noqa: PLR2004 - unseen
