"""The doubts as a table to be answered in Excel, and the answers taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading, notes
from wtc_eco.ecosystem.review.decide import Pair, Verdict, joined_all, records_of
from wtc_eco.ecosystem.review.queue import mention_ruling, nobody_meant, questions, words_amendment
from wtc_eco.ecosystem.review.words import options_of, with_word
from wtc_eco.ecosystem.writing import Amendment, PlannedAmendment, Signed, amend
from wtc_eco.errors import Problem
from wtc_eco.i18n import in_each_language, mark, number, tr, trn
from wtc_eco.sources import Row
from wtc_eco.sources.answers import Choices
from wtc_eco.sources.returned_sheet import ReturnedTable, SheetForm, Title, find
from wtc_eco.sources.vocabulary import says_none
from wtc_eco.territory.normalize import fold
from wtc_eco.territory.territory import VOCABULARIES
from wtc_eco.territory.vocabulary import not_among

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.ecosystem.review.session import DoubtCard, ReviewQuestion

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
    "meaning": mark("What a word means"),
    "why": mark("Reason"),
}
VERDICTS = Choices(
    {"same": mark("same"), "different": mark("different"), "unsure": mark("unsure")},
    {"yes": "same", "no": "different", "maybe": "unsure"},
    also={"same": ("même", "identique")},
)
NONE_OF_THEM = mark("none of them")
"""What is written of a word that means none of the options."""
FORM = SheetForm(
    columns={name: Title(text, (name,)) for name, text in TITLES.items()},
    needed=(frozenset({"left", "right", "verdict"}),),
    refusal=mark("{file} is no table of doubts: it has not the columns of one."),
    hint=mark("Make one with: wtc-eco review --export pairs.xlsx"),
    sheets=(mark("What is in doubt"),),
    answers=("verdict", "meaning"),
)


@dataclass(frozen=True)
class Applied:
    """The answers of a file: read, new, rows left empty, and what could not be taken."""

    n_read: int
    n_written: int
    n_blank: int
    problems: tuple[Problem, ...] = ()


def doubts(ecosystem: Ecosystem) -> Finding:
    """What the register is in doubt about, one row a possible answer, the most useful doubt first."""
    asked = questions(ecosystem)
    return ecosystem.stamped(
        Finding(
            question="review",
            title=tr(FORM.sheets[0]),
            scope=ecosystem.territory.id,
            base=len(ecosystem.registry.table),
            unknown=0,
            text=trn("{n} doubt needs a person.", "{n} doubts need a person.", len(asked)),
            headings=tuple(
                Heading(
                    name,
                    tr(text),
                    "share" if name == "probability" else "text",
                    choices=_offered(ecosystem, asked, name),
                )
                for name, text in TITLES.items()
            ),
            table=tuple(row for question in asked for row in _rows(ecosystem, question)),
            remarks=notes(
                tr(
                    "To answer in Excel, write in the column “{column}”: {words}.",
                    column=tr(TITLES["verdict"]),
                    words=", ".join(VERDICTS.offered()),
                ),
                tr(
                    "Beside a word that is not understood, choose in the column “{column}” the option it means, or: {none}.",
                    column=tr(TITLES["meaning"]),
                    none=tr(NONE_OF_THEM),
                )
                if any(one.sort == "word" for one in asked)
                else "",
            ),
        )
    )


def _offered(ecosystem: Ecosystem, asked: Sequence[ReviewQuestion], name: str) -> tuple[str, ...]:
    """What the drop-down of a column offers: verdicts, or the options of every list with a word in doubt."""
    if name == "verdict":
        return VERDICTS.offered()
    lists = dict.fromkeys(one.left for one in asked if one.sort == "word") if name == "meaning" else {}
    texts = [text for one in lists for text in ecosystem.territory.vocabulary(one).words().values()]
    return tuple(dict.fromkeys([tr(NONE_OF_THEM), *texts])) if texts else ()


def _rows(ecosystem: Ecosystem, question: ReviewQuestion) -> Iterator[dict[str, Any]]:
    """A row for two records, or a word; of a mention, one for each structure offered or, where none fits, for nobody."""
    if question.sort == "word":
        near = ecosystem.territory.vocabulary(question.left).nearest(question.words)
        yield {
            **dict.fromkeys(TITLES),
            "question": question.title,
            "left": question.words,
            "right": question.left,
            "right_says": ", ".join(term.text() for term in near) or None,
        }
        return
    if question.sort == "mention":
        for card in question.cards:
            yield _row(question, question.left, question.words, card)
        if question.near_only:
            yield _row(question, question.left, question.words, None)
        return
    first, *others = question.cards
    for other in others:
        yield _row(question, str(first.number), _known(first), other)


def _row(question: ReviewQuestion, left: str, says: str, other: DoubtCard | None) -> dict[str, Any]:
    weighed_words = {
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
        "right": str(other.number) if other else None,
        "right_says": _known(other) if other else tr("nobody of the register"),
        "probability": question.probability,
        "for": "; ".join(weighed_words["for"]) or None,
        "against": "; ".join(weighed_words["against"]) or None,
        "verdict": None,
        "meaning": None,
        "why": None,
    }


def _known(card: DoubtCard) -> str:
    return " · ".join(dict.fromkeys((card.name, *(value for _, value in card.lines if value))))


def apply_review(
    ecosystem: Ecosystem,
    file: str | Path,
    signed: Signed = Signed(),  # noqa: B008 - frozen
    *,
    sheet: str | None = None,
) -> Applied:
    """Take in the answers of a table that `doubts` made; rows without an answer are left.

    Raises `RefusedError` where it is no such table, `UsageError` where two sheets (`sheet` names one) could
    be meant. Taking the same file in twice changes nothing.
    """
    path = Path(file)
    returned = find(path, FORM, sheet=sheet)
    ballots, problems, blank = [], list(returned.aside), 0
    told: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in returned.table.rows:
        if not (returned.cell(row, "verdict") or returned.cell(row, "meaning")):
            blank += 1
            continue
        if returned.cell(row, "right") in VOCABULARIES:
            means = _means(ecosystem, returned, row)
            if isinstance(means, Problem):
                problems.append(means)
            else:
                told[returned.cell(row, "right"), returned.cell(row, "left")] = means
            continue
        read = _ballot(ecosystem, returned, row)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            ballots.append(read)
    amended = amend(
        ecosystem,
        "review --apply",
        lambda: _with_words(ecosystem, _plan(ecosystem, ballots, signed), told),
        signed,
        inputs={path.name: hashlib.sha256(path.read_bytes()).hexdigest()},
    )
    return Applied(len(ballots) + len(told), amended, blank, tuple(problems))


def _means(ecosystem: Ecosystem, returned: ReturnedTable, row: Row) -> tuple[str, ...] | Problem:
    """The ids that the row of a word gives it, none of them perhaps."""
    vocabulary = ecosystem.territory.vocabulary(returned.cell(row, "right"))
    cell = returned.cell(row, "meaning") or returned.cell(row, "verdict")
    if fold(cell) in {fold(way) for way in in_each_language(NONE_OF_THEM)} or says_none(cell):
        return ()
    return options_of(cell, vocabulary) or returned.problem(
        row,
        "meaning",
        Problem(
            "unknown_answer",
            "quarantine",
            not_among(cell, vocabulary.name),
            tr("Write one of: {words}.", words=", ".join([*vocabulary.words().values(), tr(NONE_OF_THEM)])),
        ),
    )


def _with_words(
    ecosystem: Ecosystem, planned: PlannedAmendment, told: Mapping[tuple[str, str], tuple[str, ...]]
) -> PlannedAmendment:
    """The plan with what words mean, one decision each that is new."""
    meanings = ecosystem.words
    for (name, words), ids in told.items():
        meanings = with_word(meanings, name, words, ids)
    new = words_amendment(ecosystem, meanings)
    n_new = sum(key not in ecosystem.words or ecosystem.words[key] != ids for key, ids in meanings.items())
    return PlannedAmendment(
        replace(planned.amendment, files=new.files), planned.told + n_new * bool(new.files)
    )


@dataclass(frozen=True)
class _Ballot:
    """The answer of a row: about two records, or about words and a record (`None`: nobody of the register)."""

    left: str
    right: int | None
    verdict: Verdict
    why: str | None


def _ballot(ecosystem: Ecosystem, returned: ReturnedTable, row: Row) -> _Ballot | Problem:
    verdict: Any = VERDICTS.read(returned.cell(row, "verdict"))
    if verdict is None:
        return returned.not_understood(row, "verdict", VERDICTS)
    left, right = (returned.cell(row, side).removesuffix(".0") for side in ("left", "right"))
    mention = bool(left) and not left.isdecimal()
    if mention and not right:
        if verdict == "different":
            return returned.problem(row, "verdict", _somebody())
        return _Ballot(left, None, verdict, returned.cell(row, "why") or None)
    for side, record in (("left", left), ("right", right)):
        unknown = record.isdecimal() and int(record) not in ecosystem.registry.aliases
        if unknown or not record or (side == "right" and not record.isdecimal()):
            fault = Problem(
                "unknown_record",
                "quarantine",
                tr("No record has the number {number}.", number=record or "?"),
                tr("Leave this column as it was exported."),
            )
            return returned.problem(row, side, fault)
    return _Ballot(left, int(right), verdict, returned.cell(row, "why") or None)


def _somebody() -> Problem:
    return Problem(
        "somebody_meant",
        "quarantine",
        tr("It is somebody of the register: nothing says who."),
        tr("Write “same” beside the structure that is meant, or its record number in this row."),
    )


def _plan(ecosystem: Ecosystem, ballots: Sequence[_Ballot], signed: Signed) -> PlannedAmendment:
    pairs = [each for each in ballots if each.left.isdecimal()]
    amendment = _ruled(ecosystem, pairs, signed)
    reasons: dict[frozenset[str], str | None] = {
        frozenset((each.left, str(each.right))): each.why for each in pairs
    }
    lines = [
        {**line, "why": reasons.get(frozenset((line["left"], line["right"]))) or line["why"]}
        for line in amendment.decisions
    ]
    lines += _on_mentions(ecosystem, [each for each in ballots if not each.left.isdecimal()], signed)
    return PlannedAmendment(Amendment(decisions=tuple(lines), dropped=amendment.dropped), len(lines))


def _on_mentions(
    ecosystem: Ecosystem, ballots: Sequence[_Ballot], signed: Signed
) -> Iterator[dict[str, Any]]:
    """The lines on words that are not decided so already."""
    asked = {question.left: question for question in questions(ecosystem) if question.sort == "mention"}
    decided_lines = {
        (str(line["left"]), line["right"], line["verdict"])
        for line in ecosystem.holdings.decisions.to_dict("records")
    }
    for each in ballots:
        rulings: list[tuple[int | None, Verdict]] = [(each.right, each.verdict)]
        if each.right is None and each.verdict == "same":
            question = asked.get(each.left)
            rulings = nobody_meant(question) if question else [(None, "different")]
        for number_meant, verdict in rulings:
            right = None if number_meant is None else str(number_meant)
            if (each.left, right, verdict) not in decided_lines:
                line = mention_ruling(ecosystem, each.left, number_meant, verdict, signed)
                yield {**line, "why": each.why or signed.why}


def _ruled(ecosystem: Ecosystem, ballots: Sequence[_Ballot], signed: Signed) -> Amendment:
    aliases = ecosystem.registry.aliases
    unions = []
    besides: list[tuple[Pair, Verdict]] = []
    for each in ballots:
        assert each.right is not None  # noqa: S101 - only words may mean nobody
        pair = (int(each.left), each.right)
        one, other = (aliases[record] for record in pair)
        if each.verdict != "same" or one == other:
            besides.append((pair, each.verdict))
        else:
            unions.append([_led(records_of(ecosystem, aliases[record]), record) for record in pair])
    return joined_all(ecosystem, unions, signed, besides=besides)


def _led(records: Sequence[int], record: int) -> list[int]:
    return sorted(records, key=lambda each: (each != record, each))
