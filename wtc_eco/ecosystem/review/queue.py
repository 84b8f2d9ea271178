"""The doubts of the register, the most useful first (pairs, structures, mentions, words of lists), and their answers.

Answers are written in `data/decisions.csv` and `data/words.toml` as they are given, and can be taken back.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from wtc_eco.ecosystem.review.decide import (
    Pair,
    Verdict,
    across,
    joined,
    pairs_decided,
    parted,
    records_of,
    ruled,
    with_their_answers,
)
from wtc_eco.ecosystem.review.explain import Weighed, label, weighed
from wtc_eco.ecosystem.review.session import DoubtCard, ReviewAnswer, ReviewQuestion, Session
from wtc_eco.ecosystem.review.words import FILE, Meanings, to_toml, with_word
from wtc_eco.ecosystem.writing import Amendment, PlannedAmendment, Signed, amend, words_of_record
from wtc_eco.i18n import listing, tr, trn
from wtc_eco.network.mention_candidates import left_of
from wtc_eco.registry import is_correction
from wtc_eco.registry.columns import said, title
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.network.resolution import UnlinkedTie

Row = Mapping[str, Any]

WEAK = 0.85
"""A record held in its structure by a link less probable than this is looked at."""
SHOWN = ("kind", "street", "phone", "email", "website")


def questions(ecosystem: Ecosystem) -> tuple[ReviewQuestion, ...]:
    """Every doubt, those nobody hesitated on first, then by how much hangs on the answer."""
    desk = _Desk(ecosystem)
    doubts = [*desk.pairs(), *desk.structures(), *desk.mentions(), *desk.words()]
    return tuple(sorted(doubts, key=lambda one: (one.hesitated, -one.use, one.key)))


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
        records = self.ecosystem.holdings.records.to_dict("records")
        return {row["record"]: {str(name): value for name, value in row.items()} for row in records}

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

    def pairs(self) -> Iterator[ReviewQuestion]:
        """Two structures that may be one."""
        ends = [(self._of_list(left), self._of_list(right)) for left, right in self.ecosystem.matching.review]
        distinct = [pair for pair in dict.fromkeys(ends) if self._apart(pair)]
        for pair, weights in zip(distinct, weighed(self.ecosystem, distinct), strict=True):
            ids = [self.registry.aliases[number] for number in pair]
            yield ReviewQuestion(
                key=f"pair {pair[0]} {pair[1]}",
                sort="pair",
                title=tr("Are these two one structure?"),
                cards=tuple(self._structure(one, number) for one, number in zip(ids, pair, strict=True)),
                probability=weights.probability,
                evidences=_evidences(weights),
                use=self._use(weights.probability, ids),
                hesitated=frozenset(pair) in self.unsure,
            )

    def _of_list(self, number: int) -> int:
        """The record itself; of a correction, the first record of the structure that it corrects."""
        one = self.registry.aliases[number]
        return number if not is_correction(self.rows[number]) else min(records_of(self.ecosystem, one))

    def _apart(self, pair: Pair) -> bool:
        return self.registry.aliases[pair[0]] != self.registry.aliases[pair[1]]

    def structures(self) -> Iterator[ReviewQuestion]:
        """Structures of which a record hangs on a weak link."""
        link_of = self.ecosystem.matching.probability
        for one, numbers in zip(self.registry.table["id"], self.registry.table["records"], strict=True):
            loose = [number for number in numbers if link_of.get(number, 1.0) < WEAK]
            if len(numbers) > 1 and loose:
                yield self._cluster(one, numbers, loose)

    def _cluster(self, one: str, numbers: Sequence[int], loose: Sequence[int]) -> ReviewQuestion:
        links = weighed(self.ecosystem, list(combinations(numbers, 2)))
        # A record is as sure as its best link; the record whose best is the least is the doubt.
        best = {number: max(_links(links, number), key=lambda link: link.bits) for number in loose}
        weakest = min(best.values(), key=lambda link: (link.bits, link.left, link.right))
        least = min(self.ecosystem.matching.probability[number] for number in loose)
        return ReviewQuestion(
            key=f"structure {' '.join(map(str, numbers))}",
            sort="structure",
            title=tr("Are all these records one structure?"),
            cards=tuple(self._record(number, weak=number in loose) for number in numbers),
            probability=least,
            evidences=_evidences(weakest),
            use=self._use(least, [one]),
            hesitated=any(frozenset(pair) in self.unsure for pair in combinations(numbers, 2)),
        )

    def mentions(self) -> Iterator[ReviewQuestion]:
        """Words that may mean several structures, or none; the same words by the same writer once."""
        groups: dict[tuple[str, str | None], list[UnlinkedTie]] = defaultdict(list)
        for tie in self.ecosystem.mentions.review:
            groups[fold(tie.words), tie.known].append(tie)
        for ties in groups.values():
            yield self._mention(ties)

    def _mention(self, ties: Sequence[UnlinkedTie]) -> ReviewQuestion:
        first = ties[0]
        writer = self.registry.row(first.known) if first.known else None
        left = left_of(first.words, min(writer["records"]) if writer else None)
        who = f"{writer['name'] or writer['id']} ({writer['commune'] or '?'})" if writer else tr("somebody")
        return ReviewQuestion(
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
                self._structure(one.id, min(records_of(self.ecosystem, one.id))) for one in first.offered
            ),
            use=1 + math.log2(1 + len(ties)),
            hesitated=left in self.unsure_of,
            words=first.words,
            left=left,
            near_only=not first.candidates,
        )

    def words(self) -> Iterator[ReviewQuestion]:
        """Words of lists that nobody understands, each once; every option a card, the likeliest first."""
        for word in self.ecosystem.reread.unread:
            vocabulary = self.ecosystem.territory.vocabulary(word.vocabulary)
            numbers = {id_: number for number, id_ in enumerate(vocabulary, 1)}
            near = [term.id for term in vocabulary.nearest(word.text)]
            order = dict.fromkeys([*near, *vocabulary])
            holders = {self.registry.aliases.get(number, "") for number in word.records}
            yield ReviewQuestion(
                key=f"word {word.vocabulary} {fold(word.text)}",
                sort="word",
                title=trn(
                    "“{words}” is not understood in the list of {n} structure. What is it, among {terms}?",
                    "“{words}” is not understood in the list of {n} structures. What is it, among {terms}?",
                    len(holders),
                    words=word.text[:120],
                    terms=vocabulary.called(),
                ),
                cards=tuple(DoubtCard(numbers[id_], vocabulary[id_].text(), ()) for id_ in order),
                use=1 + math.log2(1 + len(holders)),
                words=word.text,
                left=word.vocabulary,
            )

    def _use(self, probability: float, ids: Iterable[str]) -> float:
        """How uncertain it is, times how much hangs on it: ties and records."""
        n_hanging = sum(self.n_ties.get(one, 0) + len(self.registry.row(one)["records"]) for one in ids)
        return uncertainty(probability) * (1 + math.log2(1 + n_hanging))

    def _structure(self, one: str, number: int) -> DoubtCard:
        row = self.registry.row(one)
        lists = listing([str(source) for source in row["sources"]])
        ties = self.n_ties.get(one, 0)
        return DoubtCard(
            number,
            row["name"] or one,
            (
                (tr("Number"), trn("{id} – {n} record", "{id} – {n} records", len(row["records"]), id=one)),
                *self._lines(row),
                (tr("Lists"), lists or None),
                (tr("Ties"), str(ties)),
            ),
        )

    def _record(self, number: int, *, weak: bool) -> DoubtCard:
        row = self.rows[number]
        mark = tr("{record} – weakly linked", record=number) if weak else str(number)
        return DoubtCard(
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


def _evidences(weights: Weighed) -> tuple[tuple[str, float], ...]:
    return tuple((label(name), bits) for name, bits in weights.evidences if abs(bits) >= 0.05)  # noqa: PLR2004 - unseen


@dataclass
class Bench:
    """The docket of a folder: every decision is a command of its own in the journal, and can be undone."""

    ecosystem: Ecosystem
    signed: Signed = field(default_factory=Signed)
    _written: dict[str, tuple[Amendment, list[dict[str, Any]]]] = field(default_factory=dict)

    def questions(self) -> tuple[ReviewQuestion, ...]:
        """The doubts that are open now, the most useful first."""
        return questions(self.ecosystem)

    def decide(self, question: ReviewQuestion, answer: ReviewAnswer) -> None:
        """Write the answer; returns once it is safe on the disk."""

        def plan() -> PlannedAmendment:
            amendment = ruled_on(self.ecosystem, question, answer, self.signed)
            rows = _lines(self.ecosystem.holdings.decisions)
            return PlannedAmendment(
                amendment, (amendment, [rows[place] for place in sorted(amendment.dropped)])
            )

        self._written[question.key] = amend(self.ecosystem, "review", plan, self.signed)

    def withdraw(self, question: ReviewQuestion) -> None:
        """Take back what was written for this question."""
        amendment, dropped = self._written.pop(question.key, (Amendment(), []))

        def plan() -> PlannedAmendment:
            if question.sort == "word":
                left = with_word(self.ecosystem.words, question.left, question.words, None)
                return PlannedAmendment(words_amendment(self.ecosystem, left))
            rows = _lines(self.ecosystem.holdings.decisions)
            written = [_known(line) for line in amendment.decisions]
            places = frozenset(place for place, row in enumerate(rows) if _known(row) in written)
            return PlannedAmendment(Amendment(decisions=tuple(dropped), dropped=places))

        amend(self.ecosystem, "review", plan, self.signed)


def review(ecosystem: Ecosystem, signed: Signed = Signed()) -> Session:  # noqa: B008 - frozen
    """A session over the doubts of a folder: each answer is written as it is given."""
    return Session(Bench(ecosystem, signed))


def ruled_on(
    ecosystem: Ecosystem, question: ReviewQuestion, answer: ReviewAnswer, signed: Signed
) -> Amendment:
    """The lines by which a question is answered."""
    numbers = [card.number for card in question.cards]
    match question.sort, answer.verdict:
        case "word", _:
            return explained(ecosystem, question, answer)
        case "mention", _:
            return _meant(ecosystem, question, answer, signed)
        case _, "unsure":
            return ruled(ecosystem, [(_doubted(ecosystem, numbers), "unsure")], signed)
        case "pair", "same":
            groups = [records_of(ecosystem, ecosystem.registry.aliases[number]) for number in numbers]
            return joined(ecosystem, groups, signed)
        case "structure", "same":
            return ruled(ecosystem, [(pair, "same") for pair in _loose(ecosystem, numbers)], signed)
        case "structure", _:
            return parted(ecosystem, across(_parts(ecosystem, numbers, answer.chosen)), signed)
        case _:
            return parted(ecosystem, combinations(numbers, 2), signed)


def explained(ecosystem: Ecosystem, question: ReviewQuestion, answer: ReviewAnswer) -> Amendment:
    """The file of words with what this one means; nothing changes where nobody knows."""
    ids = list(ecosystem.territory.vocabulary(question.left))
    if answer.verdict == "unsure":
        return Amendment()
    means = (ids[answer.chosen - 1],) if answer.verdict == "same" and answer.chosen else ()
    return words_amendment(ecosystem, with_word(ecosystem.words, question.left, question.words, means))


def words_amendment(ecosystem: Ecosystem, meanings: Meanings) -> Amendment:
    """The file of words that says these meanings; nothing where it says them already."""
    return Amendment() if meanings == ecosystem.words else Amendment(files={FILE: to_toml(meanings)})


def _parts(ecosystem: Ecosystem, numbers: list[int], taken_out: int | None) -> list[list[int]]:
    """The records apart, or one of them and the rest; answers stay with their record, unless they alone are left."""
    groups = with_their_answers(ecosystem, numbers)
    if len(groups) == 1:
        groups = [[number] for number in numbers]
    if taken_out is None:
        return groups
    out = next((group for group in groups if group[0] == taken_out), [taken_out])
    return [out, [number for number in numbers if number not in out]]


def _doubted(ecosystem: Ecosystem, numbers: list[int]) -> Pair:
    link_of = ecosystem.matching.probability
    weakest = min(numbers[1:], key=lambda number: (link_of.get(number, 1.0), number))
    return numbers[0], weakest


def _loose(ecosystem: Ecosystem, numbers: list[int]) -> list[Pair]:
    """The first record with each that hangs on a weak link."""
    link_of = ecosystem.matching.probability
    loose = [number for number in numbers[1:] if link_of.get(number, 1.0) < WEAK]
    return [(numbers[0], number) for number in loose or numbers[1:2]]


def _meant(ecosystem: Ecosystem, question: ReviewQuestion, answer: ReviewAnswer, signed: Signed) -> Amendment:
    """The lines on a mention: the one meant; or nobody of the register; or nobody knows."""
    return Amendment(
        decisions=tuple(
            mention_ruling(ecosystem, question.left, number, verdict, signed)
            for number, verdict in _rulings(question, answer)
        )
    )


def _rulings(question: ReviewQuestion, answer: ReviewAnswer) -> list[tuple[int | None, Verdict]]:
    numbers = [card.number for card in question.cards]
    if answer.verdict == "unsure":
        return [(next(iter(numbers), None), "unsure")]
    if answer.verdict == "same":
        return [(number, "same") for number in numbers if number == answer.chosen]
    if answer.chosen is not None:
        return [(answer.chosen, "different")]
    return nobody_meant(question)


def nobody_meant(question: ReviewQuestion) -> list[tuple[int | None, Verdict]]:
    """The rulings by which words mean nobody of the register: none of those they fit, and nobody else."""
    fitting = [] if question.near_only else [card.number for card in question.cards]
    return [*((number, "different") for number in fitting), (None, "different")]


def mention_ruling(
    ecosystem: Ecosystem, left: str, number: int | None, verdict: Verdict, signed: Signed
) -> dict[str, Any]:
    """The line that says whether words mean the structure of a record; without a record, anybody of the register."""
    return {
        "left": left,
        "right": None if number is None else str(number),
        "right_words": None if number is None else words_of_record(ecosystem, number),
        "verdict": verdict,
        "decided_by": signed.by,
        "decided_on": ecosystem.as_of or None,
        "why": signed.why,
    }


def _lines(decisions: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in decisions.to_dict("records")]


def _known(line: Any) -> dict[str, Any]:
    return {name: value for name, value in line.items() if value is not None}
