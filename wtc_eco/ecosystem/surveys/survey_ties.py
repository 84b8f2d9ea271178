"""What answers say of other structures, as ties: every mention is kept, repeated, or set aside with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.ecosystem.importing.reconcile import Held, Incoming, Ledger, Shape, held
from wtc_eco.ecosystem.surveys.records import KeptAnswer
from wtc_eco.ecosystem.surveys.respondents import standing_for
from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.model import TIES
from wtc_eco.sources.surveys.headings import structure_in

if TYPE_CHECKING:
    from wtc_eco.registry import Registry
    from wtc_eco.sources.surveys import Mention

SHAPE = Shape(TIES)
_OF = "|"
"""Between the key of an answer and what it says, in the key of a tie."""


@dataclass(frozen=True)
class Mentioned:
    """Every mention read is one of: new, updated, unchanged, repeated, set aside. Ended ties are apart."""

    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0
    set_aside: int = 0
    ended: int = 0

    def __post_init__(self) -> None:
        accounted = self.new + self.updated + self.unchanged + self.repeated + self.set_aside
        if self.read != accounted:
            raise ValueError(f"{self.read} mentions read, {accounted} accounted for")


@dataclass
class Ties:
    """The ties while answers are taken in."""

    ledger: Ledger
    source: str
    registry: Registry
    records: frozenset[int]
    said_in: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Where each tie that these answers say stands, by its number: the Excel row and the question."""

    def take(self, kept: Sequence[KeptAnswer]) -> tuple[Mentioned, tuple[Problem, ...]]:
        """Take in what these answers say; ties of answers that a later one replaced are ended."""
        known = {one.source_id or "": one for one in held(self.ledger.rows, SHAPE, self.source)}
        counts = {"read": 0, "repeated": 0, "set_aside": 0}
        problems: list[Problem] = []
        for answer in kept:
            if answer.respondent is None:
                continue
            for tie in self._told(answer):
                counts["read"] += 1
                if isinstance(tie, Problem):
                    counts["set_aside"] += 1
                    problems.append(tie)
                elif tie is None:
                    counts["repeated"] += 1
                else:
                    self._settle(answer, tie, known)
        self._end(kept, known)
        count = [change.what for change in self.ledger.changes].count
        return (
            Mentioned(
                new=count("new"),
                updated=count("updated") + count("returned"),
                unchanged=self.ledger.n_unchanged,
                ended=count("withdrawn"),
                **counts,
            ),
            tuple(problems),
        )

    def _told(self, answer: KeptAnswer) -> Iterator[Mapping[str, Any] | Problem | None]:
        """The tie of each mention; None where the answer said it already, a problem where it can be none."""
        ties_said: set[tuple[str, str, str]] = set()
        assert answer.respondent is not None  # noqa: S101 - seen by the caller
        for mention in answer.respondent.answer.mentions:
            other = self._other(mention, answer)
            if isinstance(other, Problem):
                yield replace(other, row=answer.respondent.answer.row.number, column=mention.question)
                continue
            tie = (other, mention.kind, mention.declared_by)
            yield None if tie in ties_said else self._tie(answer, mention, other)
            ties_said.add(tie)

    def _other(self, mention: Mention, answer: KeptAnswer) -> str | Problem:
        """The other end: a record number, or the words as written."""
        if not mention.kind:
            return Problem(
                "mention_without_box",
                "warning",
                tr("“{words}” is named and no box is ticked for it: it is kept in “extra”, no tie is made.", words=mention.words),
                tr("Ask the respondent what is true of this structure."),
                value=mention.words,
            )  # fmt: skip
        listed = structure_in(mention.words)
        if not listed or listed != mention.words:
            return mention.words
        number = standing_for(int(listed[1:]), self.records, self.registry)
        if number is None:
            message = tr("No structure has the number {number}.", number=listed)
            hint = tr("Look the number up in outputs/registry.csv, or write the name.")
            return Problem("unknown_structure", "warning", message, hint, value=listed)
        if self._same(number, answer.anchor):
            message = tr("{structure} ticked itself in the list: no tie is made.", structure=listed)
            return Problem("tie_to_itself", "warning", message, value=listed)
        return str(number)

    def _same(self, one: int, other: int) -> bool:
        known = self.registry.aliases
        return one == other or (one in known and known.get(one) == known.get(other))

    def _tie(self, answer: KeptAnswer, mention: Mention, other: str) -> Mapping[str, Any]:
        one = answer.respondent
        assert one is not None  # noqa: S101 - seen by the caller
        ends = (str(answer.anchor), other)
        start, end = ends if mention.declared_by == "from" else ends[::-1]
        values = {
            "source": self.source,
            "source_id": _OF.join(
                (answer.key, mention.question, mention.kind, mention.declared_by, mention.words)
            ),
            "from": start,
            "to": end,
            "kind": mention.kind,
            "per_year": mention.per_year,
            "declared_by": mention.declared_by,
            "declared_on": one.day,
            "status": "ended" if answer.superseded_on else "active",
            "valid_until": answer.superseded_on,
        }
        return SHAPE.settled(values)

    def _settle(self, answer: KeptAnswer, values: Mapping[str, Any], known: dict[str, Held]) -> None:
        assert answer.respondent is not None  # noqa: S101 - seen by the caller
        row = Incoming(
            answer.respondent.answer.row.number, values, values["source_id"], SHAPE.content(values)
        )
        before = known.pop(values["source_id"], None)
        number = self.ledger.next_number if before is None else before.number
        self.said_in[number] = (row.number, values["source_id"].split(_OF)[1])
        if before is None:
            self.ledger.add(values, row)
        else:
            self.ledger.update(before, values, row)

    def _end(self, kept: Sequence[KeptAnswer], known: Mapping[str, Held]) -> None:
        """Ties that their answer says no more, or whose answer was replaced: ended, never deleted."""
        answers = {answer.key: answer for answer in kept}
        for key, one in sorted(known.items()):
            answer = answers.get(key.split(_OF)[0])
            if answer is None or not one.active:
                continue
            read_again = answer.respondent is not None
            if read_again or answer.superseded_on:
                day = answer.superseded_on or (answer.respondent.day if answer.respondent else None)
                self.ledger.withdraw(one, {"status": "ended", "valid_until": day})
