"""What an answer says of other structures: every tick is a tie declared, an empty box says nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.answers import is_ticked
from wtc_eco.sources.surveys.boxes import Faults, chosen, options_in
from wtc_eco.sources.surveys.headings import UNKNOWN, Filled, structure_in
from wtc_eco.sources.table import Quarantined, Row
from wtc_eco.sources.text_repair import one_line
from wtc_eco.sources.vocabulary import says_none, says_nothing
from wtc_eco.territory.questionnaire import Question, Questionnaire


@dataclass(frozen=True)
class Mention:
    """Another structure, as the respondent spoke of it: `S12`, or the words written.

    `kind` and `declared_by` are those of `model.TIES`; `kind` is empty where a structure was named and
    nothing was ticked of it. `question` is where it was said.
    """

    question: str
    words: str
    kind: str
    declared_by: str = "from"
    per_year: float | None = None


@dataclass(frozen=True)
class NetworkAnswer:
    """What one row of an export says.

    `structure` is the id shown in the form (`S12`), `token` the code of the personal link, `name` the
    words of one that is not listed: the first that is known tells who answers. `moment` is the ISO day
    and time of the answer, without time zone; None where the export does not say. `values` are columns
    of `model.RECORDS`. `closing` is `whole`, `none`, `unread` or empty. `shown` are the ids of the
    structures that the respondent was shown. `person` is who may be invited (columns of contacts.csv)
    and `invited` whether they want to be. A `follow_up` answers the question asked after an event alone.
    """

    row: Row
    structure: str = ""
    token: str = ""
    name: str = ""
    moment: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    closing: str = ""
    shown: tuple[str, ...] = ()
    person: Mapping[str, Any] = field(default_factory=dict)
    invited: bool | None = None
    follow_up: bool = False


@dataclass(frozen=True)
class NetworkAnswers:
    """The answers of an export, and the account of its rows.

    `n_read == len(answers) + n_repeated + len(quarantined) + n_blank`, always. `unknown_options` are
    the options that no word of the pack knows, each with the code of its question, as often as ticked.
    """

    answers: tuple[NetworkAnswer, ...]
    quarantined: tuple[Quarantined, ...]
    problems: tuple[Problem, ...]
    n_read: int
    n_blank: int
    n_repeated: int
    unknown_options: tuple[tuple[str, str], ...] = ()


Said = Mapping[str, Sequence[Filled]]
_BETWEEN = re.compile(r"[;|\n\r]+")
_SENDING = ("refers", "from")


@dataclass(frozen=True)
class Network:
    """The mentions, how the list was gone through, the doubts by title, and words that are no option, by question."""

    mentions: tuple[Mention, ...]
    closing: str
    faults: tuple[tuple[Problem, str], ...]
    unknown: tuple[tuple[str, str], ...] = ()


def read_network(filled: Said, questionnaire: Questionnaire) -> Network:
    """The network part of one answer."""
    faults: Faults = []
    unknown: list[tuple[str, str]] = []
    per_year = _per_year(filled, questionnaire)
    mentions: list[Mention] = []
    lines = _lines(filled, questionnaire)
    for question in questionnaire.of_type["box_grid"]:
        ticks = _ticks(question, filled.get(question.code, ()), faults, unknown)
        named = lines if len(question.rows) else None
        for row, boxes in ticks.items():
            words = row if named is None else named.pop(row, "")
            if not words:
                faults.append((_box_without_name(row), filled[question.code][0][2]))
                continue
            mentions += [_mention(question, words, box, per_year) for box in boxes]
    named_at = next((question.code for question in questionnaire.of_type["lines"]), "")
    mentions += [Mention(named_at, words, "") for words in lines.values()]
    mentions += _wishes(filled, questionnaire)
    closing = _closing(filled, questionnaire)
    if closing == "none" and any(mention.kind != "wish" for mention in mentions):
        faults.append((_knows_after_all(), ""))
    return Network(tuple(mentions), closing, tuple(faults), tuple(unknown))


def _ticks(
    question: Question, filled: Sequence[Filled], faults: Faults, unknown: list[tuple[str, str]]
) -> dict[str, list[str]]:
    """The boxes ticked by line: a cell may list them, or each have its column."""
    ticks_by_line: dict[str, list[str]] = {}
    for place, text, title in filled:
        if place.column.startswith(UNKNOWN):
            ids, others = [], [] if is_ticked(text) is False else [f"{place.column[1:]}: {text}"]
        elif place.column:
            ids = [place.column] if is_ticked(text) else []
            others = [text] if is_ticked(text) is None else []
        elif is_ticked(text) is False:
            continue
        else:
            known, strange = options_in(question, text)
            ids, others = list(known), list(strange)
        faults += [(_odd_answer(question.code, words), title) for words in others]
        unknown += [(question.code, f"{place.row}: {words}") for words in others]
        ticks_of_line = ticks_by_line.setdefault(place.row, []) if ids else []
        ticks_of_line += [id_ for id_ in ids if id_ not in ticks_of_line]
    return ticks_by_line


def _mention(question: Question, words: str, box: str, per_year: float | None) -> Mention:
    means = question.options[box].extra
    kind, by = str(means["kind"]), str(means["declared_by"])
    listed = structure_in(words)
    return Mention(question.code, listed or words, kind, by, per_year if (kind, by) == _SENDING else None)


def _lines(answers: Said, questionnaire: Questionnaire) -> dict[str, str]:
    """The structures named on free lines, by line."""
    return {
        place.row: one_line(text)
        for question in questionnaire.of_type["lines"]
        for place, text, _ in answers.get(question.code, ())
        if place.row in question.rows and not says_nothing(text) and not says_none(text)
    }


def _wishes(answers: Said, questionnaire: Questionnaire) -> list[Mention]:
    """Whom they would like to meet: a wish, never a tie; several are separated by `;` or a line each."""
    return [
        Mention(question.code, structure_in(words) or one_line(words), "wish")
        for question in questionnaire.filling("wish")
        for _, text, _ in answers.get(question.code, ())
        for words in _BETWEEN.split(text)
        if words.strip() and not says_nothing(words) and not says_none(words)
    ]


def _per_year(answers: Said, questionnaire: Questionnaire) -> float | None:
    for question in questionnaire.filling("per_year"):
        for id_ in chosen(question, answers.get(question.code, ())).ids:
            return float(question.options[id_].extra["per_year"])
    return None


def _closing(answers: Said, questionnaire: Questionnaire) -> str:
    """How the list was gone through; empty where that was not answered."""
    for question in questionnaire.filling("closing"):
        for id_ in chosen(question, answers.get(question.code, ())).ids:
            return id_
    return ""


def _odd_answer(code: str, words: str) -> Problem:
    return Problem(
        "unknown_option",
        "warning",
        tr("Question {code}: “{words}” is not among the known options; kept as found.", code=code, words=words[:80]),
        tr("Write x in a ticked box and leave the others empty."),
    )  # fmt: skip


def _box_without_name(row: str) -> Problem:
    return Problem(
        "box_without_name",
        "warning",
        tr("Boxes are ticked on free line {row}, where no structure is named.", row=row),
        tr("Ask the respondent which structure was meant."),
    )


def _knows_after_all() -> Problem:
    return Problem(
        "knows_after_all",
        "warning",
        tr("The respondent says to know none of the structures and ticked some: the ticks are kept."),
        tr("Ask the respondent if the network matters here."),
    )
