"""The answers of a review, written in `data/decisions.csv` as they are given, and taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from wtc_eco.ecosystem.amending import Amendment, Plan, Signed, amend
from wtc_eco.ecosystem.naming import words_of_record
from wtc_eco.ecosystem.verdicts.deciding import Pair, Verdict, joined, parted, records_of, ruled
from wtc_eco.ecosystem.verdicts.doubts import WEAK, questions
from wtc_eco.ecosystem.verdicts.reviewing import Answer, Question, Session

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.ecosystem.folder import Ecosystem


@dataclass
class Bench:
    """The docket of a folder: every decision is a command of its own in the journal, and can be undone."""

    ecosystem: Ecosystem
    signed: Signed = field(default_factory=Signed)
    _written: dict[str, tuple[Amendment, list[dict[str, Any]]]] = field(default_factory=dict)

    def questions(self) -> tuple[Question, ...]:
        """The doubts that are open now, the most useful first."""
        return questions(self.ecosystem)

    def decide(self, question: Question, answer: Answer) -> None:
        """Write the answer; returns once it is safe on the disk."""

        def plan() -> Plan:
            amendment = ruled_on(self.ecosystem, question, answer, self.signed)
            rows = _lines(self.ecosystem.holdings.decisions)
            return Plan(amendment, (amendment, [rows[place] for place in sorted(amendment.dropped)]))

        self._written[question.key] = amend(self.ecosystem, "review", plan, self.signed)

    def withdraw(self, question: Question) -> None:
        """Take back what was written for this question."""
        amendment, dropped = self._written.pop(question.key, (Amendment(), []))

        def plan() -> Plan:
            rows = _lines(self.ecosystem.holdings.decisions)
            written = [_known(line) for line in amendment.decisions]
            places = frozenset(place for place, row in enumerate(rows) if _known(row) in written)
            return Plan(Amendment(decisions=tuple(dropped), dropped=places))

        amend(self.ecosystem, "review", plan, self.signed)


def review(ecosystem: Ecosystem, signed: Signed = Signed()) -> Session:  # noqa: B008 - frozen
    """A session over the doubts of a folder: each answer is written as it is given."""
    return Session(Bench(ecosystem, signed))


def ruled_on(ecosystem: Ecosystem, question: Question, answer: Answer, signed: Signed) -> Amendment:
    """The lines by which a question is answered."""
    numbers = [card.number for card in question.cards]
    match question.sort, answer.verdict:
        case "mention", _:
            return _meant(ecosystem, question, answer, signed)
        case _, "unsure":
            return ruled(ecosystem, [(_doubted(ecosystem, numbers), "unsure")], signed)
        case "pair", "same":
            groups = [records_of(ecosystem, ecosystem.registry.aliases[number]) for number in numbers]
            return joined(ecosystem, groups, signed)
        case "structure", "same":
            return ruled(ecosystem, [(pair, "same") for pair in _loose(ecosystem, numbers)], signed)
        case "structure", _ if answer.chosen is not None:
            rest = [number for number in numbers if number != answer.chosen]
            return parted(ecosystem, [(answer.chosen, number) for number in rest], signed)
        case _:
            return parted(ecosystem, combinations(numbers, 2), signed)


def _doubted(ecosystem: Ecosystem, numbers: list[int]) -> Pair:
    held = ecosystem.matching.probability
    weakest = min(numbers[1:], key=lambda number: (held.get(number, 1.0), number))
    return numbers[0], weakest


def _loose(ecosystem: Ecosystem, numbers: list[int]) -> list[Pair]:
    """The first record with each that hangs on a weak link."""
    held = ecosystem.matching.probability
    loose = [number for number in numbers[1:] if held.get(number, 1.0) < WEAK]
    return [(numbers[0], number) for number in loose or numbers[1:2]]


def _meant(ecosystem: Ecosystem, question: Question, answer: Answer, signed: Signed) -> Amendment:
    """The lines on a mention: the one meant; or none of the candidates; or nobody knows."""
    numbers = [card.number for card in question.cards]
    rulings: list[tuple[int, Verdict]]
    if answer.verdict == "same":
        rulings = [(number, "same") for number in numbers if number == answer.chosen]
    elif answer.verdict == "different":
        rulings = [(number, "different") for number in numbers if answer.chosen in (None, number)]
    else:
        rulings = [(numbers[0], "unsure")]
    return Amendment(
        decisions=tuple(
            mention_ruling(ecosystem, question.left, number, verdict, signed) for number, verdict in rulings
        )
    )


def mention_ruling(
    ecosystem: Ecosystem, left: str, number: int, verdict: Verdict, signed: Signed
) -> dict[str, Any]:
    """The line that says whether words mean the structure of a record."""
    return {
        "left": left,
        "right": str(number),
        "right_words": words_of_record(ecosystem, number),
        "verdict": verdict,
        "decided_by": signed.by,
        "decided_on": ecosystem.as_of or None,
        "why": signed.why,
    }


def _lines(decisions: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in decisions.to_dict("records")]


def _known(line: Any) -> dict[str, Any]:
    return {name: value for name, value in line.items() if value is not None}
