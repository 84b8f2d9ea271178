"""The doubts as a table to be answered in Excel, and the answers taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import sources
from wtc_eco.analysis.finding import Finding, Heading, notes
from wtc_eco.ecosystem.amend import Amendment, Plan, Signed, amend
from wtc_eco.ecosystem.review.decide import Pair, Verdict, joined_all, records_of
from wtc_eco.ecosystem.review.queue import mention_ruling, questions
from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import LANGUAGES, mark, number, speaking, tr, trn
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.ecosystem.review.session import Card, Question

TITLES = {
    "question": mark("Doubt"),
    "left": mark("One"),
    "left_says": mark("What is known of the one"),
    "right": mark("The other"),
    "right_says": mark("What is known of the other"),
    "probability": mark("By the evidence"),
    "for": mark("For"),
    "against": mark("Against"),
    "verdict": mark("Answer"),
    "why": mark("Reason"),
}
ANSWERS: Mapping[Verdict, str] = {
    "same": mark("same"),
    "different": mark("different"),
    "unsure": mark("unsure"),
}
_MORE = {
    "same": ("yes", "oui", "x", "1", "même", "identique"),
    "different": ("no", "non", "0"),
    "unsure": ("?",),
}
"""Other words that people answer with."""
_NEEDED = ("left", "right", "verdict")


@dataclass(frozen=True)
class Applied:
    """The answers of a file: read, new, rows left empty, and what could not be taken."""

    n_read: int
    n_written: int
    n_blank: int
    problems: tuple[Problem, ...] = ()


def doubts(ecosystem: Ecosystem) -> Finding:
    """What the register is in doubt about, one row a possible answer, the most useful doubt first."""
    found = questions(ecosystem)
    words = ", ".join(tr(word) for word in ANSWERS.values())
    return ecosystem.stamped(
        Finding(
            question="review",
            title=tr("What is in doubt"),
            scope=ecosystem.territory.id,
            base=len(ecosystem.registry.table),
            unknown=0,
            text=trn("{n} doubt needs a person.", "{n} doubts need a person.", len(found)),
            headings=tuple(
                Heading(name, tr(words_of), "share" if name == "probability" else "text")
                for name, words_of in TITLES.items()
            ),
            table=tuple(row for question in found for row in _rows(question)),
            remarks=notes(
                tr(
                    "To answer in Excel, write in the column “{column}”: {words}.",
                    column=tr(TITLES["verdict"]),
                    words=words,
                ),
            ),
        )
    )


def _rows(question: Question) -> Iterator[dict[str, Any]]:
    """A row for two records; of words that may mean several, a row for each candidate."""
    if question.sort == "mention":
        for card in question.cards:
            yield _row(question, question.left, question.words, card)
        return
    first, *others = question.cards
    for other in others:
        yield _row(question, str(first.number), _known(first), other)


def _row(question: Question, left: str, says: str, other: Card) -> dict[str, Any]:
    told = {
        name: [
            f"{words} {number(bits, 1)}"
            for words, bits in question.evidences
            if (bits > 0) is (name == "for")
        ]
        for name in ("for", "against")
    }
    return {
        "question": question.title,
        "left": left,
        "left_says": says,
        "right": str(other.number),
        "right_says": _known(other),
        "probability": question.probability,
        "for": "; ".join(told["for"]) or None,
        "against": "; ".join(told["against"]) or None,
        "verdict": None,
        "why": None,
    }


def _known(card: Card) -> str:
    return " · ".join(dict.fromkeys((card.name, *(value for _, value in card.lines if value))))


def apply_review(ecosystem: Ecosystem, file: str | Path, signed: Signed = Signed()) -> Applied:  # noqa: B008 - frozen
    """Take in the answers of a table that `doubts` made; rows without an answer are left.

    Raises `RefusedError` where it is no such table. Taking the same file in twice changes nothing.
    """
    path = Path(file)
    # The first sheet of our own workbook: the notes behind it look more like a list.
    table = sources.read_table(path, sheet="1" if path.suffix.lower() == ".xlsx" else None)
    columns = _columns(table)
    ballots, problems, blank = [], [], 0
    for row in table.rows:
        cells = {name: row.cells[at].strip() for name, at in columns.items()}
        if not cells["verdict"]:
            blank += 1
            continue
        read = _ballot(ecosystem, cells)
        if isinstance(read, Problem):
            problems.append(_placed(read, table, row.number, columns))
        else:
            ballots.append(read)
    amended = amend(
        ecosystem,
        "review --apply",
        lambda: _plan(ecosystem, ballots, signed),
        signed,
        inputs={path.name: hashlib.sha256(path.read_bytes()).hexdigest()},
    )
    return Applied(len(ballots), amended, blank, tuple(problems))


def _columns(table: sources.Table) -> dict[str, int]:
    """Where each column stands, by its id or its title in any of our languages."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            names |= {fold(tr(words)): name for name, words in TITLES.items()}
    names |= {fold(name): name for name in TITLES}
    found = {names[fold(title)]: at for at, title in table.columns() if fold(title) in names}
    if missing := [tr(TITLES[name]) for name in _NEEDED if name not in found]:
        raise RefusedError(
            tr(
                "{file} is no table of doubts: it has no column {columns}.",
                file=table.file,
                columns=", ".join(missing),
            ),
            hint=tr("Make one with: wtc-eco review --export pairs.xlsx"),
        )
    return found


@dataclass(frozen=True)
class _Ballot:
    """The answer of a row: about two records, or about words and a record."""

    left: str
    right: int
    verdict: Verdict
    why: str | None


def _ballot(ecosystem: Ecosystem, cells: Mapping[str, str]) -> _Ballot | Problem:
    verdict = _verdict(cells["verdict"])
    if verdict is None:
        words = ", ".join(tr(word) for word in ANSWERS.values())
        return Problem(
            "unknown_answer",
            "quarantine",
            tr("“{word}” is no answer.", word=cells["verdict"]),
            tr("Write one of: {words}.", words=words),
            column="verdict",
            value=cells["verdict"],
        )
    left, right = (cells[side].removesuffix(".0") for side in ("left", "right"))
    for side, held in (("left", left), ("right", right)):
        unknown = held.isdecimal() and int(held) not in ecosystem.registry.aliases
        if unknown or not held or (side == "right" and not held.isdecimal()):
            return Problem(
                "unknown_record",
                "quarantine",
                tr("No record has the number {number}.", number=held or "?"),
                tr("Leave this column as it was exported."),
                column=side,
                value=held,
            )
    return _Ballot(left, int(right), verdict, cells.get("why") or None)


def _verdict(word: str) -> Verdict | None:
    for verdict, text in ANSWERS.items():
        ways = {verdict, *_MORE[verdict]}
        for language in LANGUAGES:
            with speaking(language):
                ways.add(tr(text))
        if word == "?" and verdict == "unsure":
            return verdict
        if fold(word) and fold(word) in {fold(way) for way in ways}:
            return verdict
    return None


def _placed(problem: Problem, table: sources.Table, row: int, columns: Mapping[str, int]) -> Problem:
    from dataclasses import replace

    title = table.header[columns[problem.column]]
    return replace(problem, file=table.file, row=row, column=title)


def _plan(ecosystem: Ecosystem, ballots: Sequence[_Ballot], signed: Signed) -> Plan:
    pairs = [each for each in ballots if each.left.isdecimal()]
    mentions = [each for each in ballots if not each.left.isdecimal()]
    amendment = _ruled(ecosystem, pairs, signed)
    reasons: dict[frozenset[str], str | None] = {
        frozenset((each.left, str(each.right))): each.why for each in pairs
    }
    lines = [
        {**line, "why": reasons.get(frozenset((line["left"], line["right"]))) or line["why"]}
        for line in amendment.decisions
    ]
    held = {
        (str(line["left"]), str(line["right"]), line["verdict"])
        for line in ecosystem.holdings.decisions.to_dict("records")
    }
    lines += [
        {
            **mention_ruling(ecosystem, each.left, each.right, each.verdict, signed),
            "why": each.why or signed.why,
        }
        for each in mentions
        if (each.left, str(each.right), each.verdict) not in held
    ]
    return Plan(Amendment(decisions=tuple(lines), dropped=amendment.dropped), len(lines))


def _ruled(ecosystem: Ecosystem, ballots: Sequence[_Ballot], signed: Signed) -> Amendment:
    aliases = ecosystem.registry.aliases
    unions = []
    besides: list[tuple[Pair, Verdict]] = []
    for each in ballots:
        pair = (int(each.left), each.right)
        one, other = (aliases[record] for record in pair)
        if each.verdict != "same" or one == other:
            besides.append((pair, each.verdict))
        else:
            unions.append([_led(records_of(ecosystem, aliases[record]), record) for record in pair])
    return joined_all(ecosystem, unions, signed, besides=besides)


def _led(records: Sequence[int], record: int) -> list[int]:
    return sorted(records, key=lambda each: (each != record, each))
