"""A person has the last word: these records are one structure, or these are two.

Decisions name records, never structures: a structure's id is the smallest of its records, and moves.
Of what was decided before, only the lines that the new word contradicts are taken back; the journal
remembers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.ecosystem.writing import Amendment, PlannedAmendment, Signed, amend, words_of_record
from wtc_eco.errors import UsageError
from wtc_eco.i18n import tr
from wtc_eco.registry import chosen, compared_view
from wtc_eco.registry.corrections import as_meant
from wtc_eco.registry.lookup import exactly_named

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.ecosystem.ecosystem import Ecosystem

Verdict = Literal["same", "different", "unsure"]
Pair = tuple[int, int]


@dataclass(frozen=True)
class DecisionsWritten:
    """The structures that the records belong to now, by id and name, and how many lines were written and taken back."""

    structures: tuple[tuple[str, str, tuple[int, ...]], ...]
    n_written: int
    n_taken_back: int


def join(ecosystem: Ecosystem, things: Sequence[str], signed: Signed = Signed()) -> DecisionsWritten:  # noqa: B008 - frozen
    """Say that these structures (or records) are one; raises `UsageError` where fewer than two are named."""

    def plan() -> PlannedAmendment:
        groups = [records_of(ecosystem, one) for one in _distinct(ecosystem, things)]
        if len(groups) < 2:  # noqa: PLR2004 - one is one already
            raise UsageError(
                tr("These are one structure already, or only one was named."),
                hint=tr("Name two: wtc-eco join S12 S40 --why REASON"),
            )
        amendment = joined(ecosystem, groups, signed)
        return PlannedAmendment(amendment, (amendment, [number for group in groups for number in group]))

    return _told(ecosystem, *amend(ecosystem, "join", plan, signed))


def split(
    ecosystem: Ecosystem,
    thing: str,
    records: Sequence[int] = (),
    signed: Signed = Signed(),  # noqa: B008 - frozen
    *,
    apart: bool = False,
) -> DecisionsWritten:
    """Take `records` out of a structure, or with `apart` make each of its records its own.

    Where neither is said, the structures that a person's last «same» made one are two again. Answers and
    corrections go with the record they belong to. What is taken out is compared anew: it may stay together, or join
    another structure. Raises `UsageError` where it is not clear what to take out.
    """

    def plan() -> PlannedAmendment:
        one = exactly_named(ecosystem.registry, ecosystem.territory, thing)
        members = records_of(ecosystem, one)
        pairs = _parted(ecosystem, one, members, records, apart=apart)
        amendment = parted(ecosystem, pairs, signed)
        return PlannedAmendment(amendment, (amendment, list(members)))

    return _told(ecosystem, *amend(ecosystem, "split", plan, signed))


def records_of(ecosystem: Ecosystem, one: str) -> tuple[int, ...]:
    """The records of a structure, corrections apart: they follow the record they correct."""
    return tuple(ecosystem.registry.row(one)["records"])


def _distinct(ecosystem: Ecosystem, things: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(exactly_named(ecosystem.registry, ecosystem.territory, thing) for thing in things)
    )


def _parted(
    ecosystem: Ecosystem, one: str, members: Sequence[int], records: Sequence[int], *, apart: bool
) -> list[Pair]:
    strangers = [number for number in records if number not in members]
    if strangers:
        raise UsageError(
            tr("Record {record} is not one of {structure}.", record=strangers[0], structure=one),
            hint=tr("Its records: {records}.", records=_records_in_words(ecosystem, members)),
        )
    if len(members) == 1:
        raise UsageError(
            tr("{structure} is made of one record: there is nothing to split.", structure=one),
            hint=tr("See its records: wtc-eco explain {structure}", structure=one),
        )
    groups = with_their_answers(ecosystem, members)
    if not records and not apart:
        groups = _before_it_was_joined(ecosystem, members) or groups
    if apart or (len(groups) == 2 and not records):  # noqa: PLR2004 - two can only part in one way
        return across(groups if len(groups) > 1 else [[number] for number in members])
    taken = {number for group in groups if group[0] in records for number in group} | set(records)
    rest = [number for number in members if number not in taken]
    if not records or not rest:
        raise UsageError(
            tr("Which records of {structure} should be taken out?", structure=one),
            hint=tr(
                "Name some with --record, or part them all with --all: {records}.",
                records=_records_in_words(ecosystem, members),
            ),
        )
    return across([sorted(taken), rest])


def across(groups: Sequence[Sequence[int]]) -> list[Pair]:
    """Each record of one group with each of another."""
    return [pair for one, other in combinations(groups, 2) for pair in product(one, other)]


def with_their_answers(ecosystem: Ecosystem, members: Sequence[int]) -> list[list[int]]:
    """The records of a structure, each followed by the answers (and requests) that are its own."""
    record_of = chosen(ecosystem.holdings.records, ecosystem.holdings.decisions)
    leaders = [number for number in members if record_of.get(number) not in members]
    return [
        [leader, *(number for number in members if record_of.get(number) == leader and number != leader)]
        for leader in leaders
    ]


def _before_it_was_joined(ecosystem: Ecosystem, members: Sequence[int]) -> list[list[int]]:
    """The structures that a person's last «same» made one; none where no such word holds them together."""
    decisions = ecosystem.holdings.decisions
    record_of = chosen(ecosystem.holdings.records, decisions)
    said_same = [
        place
        for place, pair, verdict in pairs_decided(decisions)
        if verdict == "same" and pair <= set(members) and not any(record_of.get(n) in pair for n in pair)
    ]
    for n_taken_back in range(1, len(said_same) + 1):
        without = Amendment(dropped=frozenset(said_same[-n_taken_back:]))
        clusters = _clusters(ecosystem, without)
        groups = [
            [number for number in members if clusters[number] == cluster]
            for cluster in dict.fromkeys(clusters[number] for number in members)
        ]
        if len(groups) > 1:
            return groups
    return []


def _records_in_words(ecosystem: Ecosystem, members: Sequence[int]) -> str:
    rows = {row["record"]: row for row in ecosystem.holdings.records.to_dict("records")}
    return "; ".join(f"{number} = {rows[number]['name']} ({rows[number]['source']})" for number in members)


def parted(ecosystem: Ecosystem, pairs: Iterable[Pair], signed: Signed) -> Amendment:
    """The decisions that keep each of these pairs of records apart."""
    return ruled(ecosystem, [(pair, "different") for pair in pairs], signed)


def joined(
    ecosystem: Ecosystem,
    groups: Sequence[Sequence[int]],
    signed: Signed,
    *,
    besides: Sequence[tuple[Pair, Verdict]] = (),
) -> Amendment:
    """The decisions that make one structure of these groups of records, each of them one already.

    One line joins two groups; a record that would fall off, because what spoke for it is weaker
    than what speaks against its new companions, is named as well. `besides` are other verdicts to write.
    """
    return joined_all(ecosystem, [groups], signed, besides=besides)


def joined_all(
    ecosystem: Ecosystem,
    unions: Sequence[Sequence[Sequence[int]]],
    signed: Signed,
    *,
    besides: Sequence[tuple[Pair, Verdict]] = (),
) -> Amendment:
    """The same for several unions at once."""
    whole = [sorted({number for group in groups for number in group}) for groups in unions]
    across = {
        frozenset(pair)
        for groups in unions
        for one, other in combinations(groups, 2)
        for pair in product(one, other)
    }
    pairs: list[Pair] = [(groups[0][0], other[0]) for groups in unions for other in groups[1:]]
    for _ in range(1 + sum(map(len, whole))):
        lines: list[tuple[Pair, Verdict]] = [*besides, *((pair, "same") for pair in pairs)]
        amendment = ruled(ecosystem, lines, signed, against=across)
        fallen = _fallen(ecosystem, amendment, whole)
        if not fallen:
            break
        pairs += fallen
    return amendment


def _fallen(ecosystem: Ecosystem, amendment: Amendment, whole: Iterable[Sequence[int]]) -> list[Pair]:
    """The records that these decisions leave outside their union, each with its leader."""
    clusters = _clusters(ecosystem, amendment)
    return [
        (numbers[0], number)
        for numbers in whole
        for number in numbers
        if clusters[number] != clusters[numbers[0]]
    ]


def _clusters(ecosystem: Ecosystem, amendment: Amendment) -> Mapping[int, int]:
    """The cluster of each record, with the decisions as they will be."""
    from wtc_eco.matching import match

    decisions = amendment.decided(ecosystem.holdings.decisions)
    records, _ = compared_view(ecosystem.reread.records, decisions)
    meant = as_meant(decisions, records)
    return match(records, lexicon=ecosystem.lexicon, decisions=meant).clusters


def ruled(
    ecosystem: Ecosystem,
    rulings: Iterable[tuple[Pair, Verdict]],
    signed: Signed,
    *,
    against: Iterable[frozenset[int]] = (),
) -> Amendment:
    """The lines of these verdicts; earlier lines on the same two records, and «different» of `against`, are taken back."""
    lines = list(rulings)
    spoken = {frozenset(pair): verdict for pair, verdict in lines}
    decided_pairs = pairs_decided(ecosystem.holdings.decisions)
    opposed = set(against)
    standing = {pair for _, pair, verdict in decided_pairs if spoken.get(pair) == verdict}
    dropped = frozenset(
        place
        for place, pair, verdict in decided_pairs
        if (pair in spoken and spoken[pair] != verdict) or (pair in opposed and verdict == "different")
    )
    written = [
        ruling(ecosystem, pair, verdict, signed) for pair, verdict in lines if frozenset(pair) not in standing
    ]
    return Amendment(decisions=tuple(written), dropped=dropped)


def pairs_decided(decisions: pd.DataFrame) -> list[tuple[int, frozenset[int], str]]:
    """The decisions on two records: their place in the table, the two numbers, the verdict."""
    decided_pairs = []
    for place, row in enumerate(decisions.to_dict("records")):
        sides = [str(row[side] or "") for side in ("left", "right")]
        if all(side.isdecimal() for side in sides):
            decided_pairs.append((place, frozenset(map(int, sides)), str(row["verdict"])))
    return decided_pairs


def ruling(ecosystem: Ecosystem, pair: Pair, verdict: Verdict, signed: Signed) -> dict[str, Any]:
    """The line of a verdict on two records, with the words of both."""
    left, right = sorted(pair)
    return {
        "left": str(left),
        "right": str(right),
        "left_words": words_of_record(ecosystem, left),
        "right_words": words_of_record(ecosystem, right),
        "verdict": verdict,
        "decided_by": signed.by,
        "decided_on": ecosystem.as_of or None,
        "why": signed.why,
    }


def _told(ecosystem: Ecosystem, amendment: Amendment, numbers: Iterable[int]) -> DecisionsWritten:
    registry = ecosystem.registry
    ids = sorted({registry.aliases[number] for number in numbers}, key=lambda one: int(one[1:]))
    rows = [registry.row(one) for one in ids]
    structures = tuple((row["id"], row["name"] or row["id"], row["records"]) for row in rows)
    return DecisionsWritten(structures, len(amendment.decisions), len(amendment.dropped))
