"""A review: one doubt after another, answered, skipped or taken back. It knows no screen and no file.

`Session` keeps the order, what was answered and where one is; a `Docket` says which doubts there
are and writes what is decided, at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from wtc_eco.ecosystem.review.decide import Verdict

Sort = Literal["pair", "structure", "mention", "word"]


@dataclass(frozen=True)
class DoubtCard:
    """One side of a doubt: a structure, a record or a candidate, its name and titled lines; None where nobody told us.

    `number` is the record that a decision names, or the place of an option in its list, from 1.
    """

    number: int
    name: str
    lines: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class ReviewQuestion:
    """A doubt about two structures, about the records of one, about whom some words mean, or which option.

    `cards` are the two sides, the members or the candidates; of words that fit nobody (`near_only`), the structures
    of the nearest names, if any; of a word of a list, its options, the likeliest first. `evidences` are (words, bits),
    the weightiest first. `words` is what a mention or a cell says, `left` the side of a decision on a mention, or the
    vocabulary of a word. `use` says how much hangs on the answer; `hesitated` that somebody was unsure.
    """

    key: str
    sort: Sort
    title: str
    cards: tuple[DoubtCard, ...]
    probability: float | None = None
    evidences: tuple[tuple[str, float], ...] = ()
    use: float = 0.0
    hesitated: bool = False
    words: str = ""
    left: str = ""
    near_only: bool = False


@dataclass(frozen=True)
class ReviewAnswer:
    """A verdict on the whole question, or, with `chosen`, on one card: a member to take out, the candidate meant.

    «different» on the whole of a mention: nobody of the register is meant; of a word: none of the options is.
    """

    verdict: Verdict
    chosen: int | None = None


class Docket(Protocol):
    """Where doubts come from and where answers go."""

    def questions(self) -> tuple[ReviewQuestion, ...]:
        """The doubts that are open now, the most useful first."""
        ...

    def decide(self, question: ReviewQuestion, answer: ReviewAnswer) -> None:
        """Write the answer."""
        ...

    def withdraw(self, question: ReviewQuestion) -> None:
        """Take back what was written for this question."""
        ...


@dataclass
class Session:
    """One person going through the doubts."""

    docket: Docket
    _queue: list[ReviewQuestion] = field(default_factory=list)
    _at: int = 0
    _answers: dict[str, ReviewAnswer] = field(default_factory=dict)
    _trail: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._queue = list(self.docket.questions())

    @property
    def current(self) -> ReviewQuestion | None:
        """The doubt to look at; None where there is none left."""
        return self._queue[self._at] if self._at < len(self._queue) else None

    @property
    def place(self) -> tuple[int, int]:
        """The number of the current doubt, and how many there are."""
        return min(self._at + 1, len(self._queue)), len(self._queue)

    @property
    def n_decided(self) -> int:
        """How many doubts were answered."""
        return len(self._answers)

    @property
    def n_left(self) -> int:
        """How many doubts nobody answered, the skipped ones included."""
        return len([one for one in self._queue if one.key not in self._answers])

    def answer(self, answer: ReviewAnswer) -> None:
        """Write an answer to the current doubt and go to the next that it does not settle."""
        question = self.current
        if question is None:
            return
        self.docket.decide(question, answer)
        self._answers[question.key] = answer
        self._trail.append(self._at)
        self._renew()

    def skip(self) -> None:
        """Leave the current doubt as it is."""
        if self.current is not None:
            self._trail.append(self._at)
            self._at += 1

    def back(self) -> bool:
        """Return to the doubt before, and take back what was answered to it; False at the first."""
        if not self._trail:
            return False
        self._at = self._trail.pop()
        question = self._queue[self._at]
        if self._answers.pop(question.key, None) is not None:
            self.docket.withdraw(question)
            self._refreshed()
        return True

    def _renew(self) -> None:
        """Drop what the answer settled, add what it opened, and go on."""
        self._refreshed()
        self._at += 1

    def _refreshed(self) -> None:
        open_now = {question.key: question for question in self.docket.questions()}
        seen = {question.key for question in self._queue[: self._at + 1]}
        ahead = [one.key for one in self._queue[self._at + 1 :]]
        known = {*seen, *ahead}
        kept = [open_now[key] for key in ahead if key in open_now]
        self._queue[self._at + 1 :] = [*kept, *(one for key, one in open_now.items() if key not in known)]
