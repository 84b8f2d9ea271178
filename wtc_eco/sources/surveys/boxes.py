"""Ticked boxes and chosen answers, whether a tool writes them in one cell or in one column an option."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wtc_eco.errors import LONGEST_SHOWN, Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.answers import is_ticked
from wtc_eco.sources.surveys.headings import OTHER, UNKNOWN, Filled, term_in, tools
from wtc_eco.sources.text_repair import seen
from wtc_eco.sources.vocabulary import says_nothing
from wtc_eco.territory.normalize import fold
from wtc_eco.territory.questionnaire import Question

Faults = list[tuple[Problem, str]]
_SURE = re.compile(r"[|;\n\r•]")
_COMMA = re.compile(r",")
_MOST_PIECES = 200
_LONGEST_OPTION = 8
"""Commas that one option may hold."""


@dataclass(frozen=True)
class Ticked:
    """The ids of the options, in the order of the questionnaire; other words as found; doubts by title."""

    ids: tuple[str, ...]
    others: tuple[str, ...] = ()
    faults: tuple[tuple[Problem, str], ...] = ()

    @property
    def said(self) -> bool:
        """Whether anything was ticked or written at all."""
        return bool(self.ids or self.others)


def ticked(question: Question, filled: Sequence[Filled]) -> Ticked:
    """What was ticked of the boxes of a question."""
    in_one: list[str] = []
    by_column: list[str] = []
    others: list[str] = []
    faults: Faults = []
    for place, text, title in filled:
        if not place.row:
            ids, unknown = options_in(question, text)
            in_one += ids
            others += unknown
        elif place.row == OTHER:
            _beside(question, text, by_column, others)
        elif (yes := is_ticked(text)) is None:
            faults.append((_odd_tick(text), title))
        elif yes:
            (others if place.row.startswith(UNKNOWN) else by_column).append(place.row.removeprefix(UNKNOWN))
    columns = {place.row for place, _, _ in filled if place.row in question.options}
    if in_one and columns and set(in_one) != set(by_column):
        faults.append((_disagree(), filled[0][2]))
    ids_ticked = {*in_one, *by_column}
    order = [*question.options, *sorted(ids_ticked - set(question.options))]
    return Ticked(
        tuple(id_ for id_ in order if id_ in ids_ticked), tuple(dict.fromkeys(others)), tuple(faults)
    )


def chosen(question: Question, filled: Sequence[Filled]) -> Ticked:
    """The one answer chosen; a tool may write its text, its id or its code (A2)."""
    ids: list[str] = []
    others: list[str] = []
    for place, text, _ in filled:
        cell = seen(text)
        if place.row == OTHER:
            _beside(question, cell, ids, others)
        elif option_id := _option(question, cell):
            ids.append(option_id)
        elif place.row in question.options and is_ticked(text):
            ids.append(place.row)
        elif not says_nothing(cell) and fold(cell) not in tools().other:
            others.append(_without_other(cell))
    return Ticked(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(others)))


def options_in(question: Question, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the options in one cell, and the words that are none: cut by options, never blindly at commas."""
    cell = seen(text)
    whole = question.find(cell)
    if whole:
        return (whole.id,), ()
    if run := _run(question, cell):
        return run, ()
    if says_nothing(cell):
        return (), ()
    ids: dict[str, None] = {}
    unknown: list[str] = []
    for part in _SURE.split(text[:LONGEST_SHOWN]):
        ids_in_part, odd = _cut(question, seen(part))
        ids |= dict.fromkeys(ids_in_part)
        unknown += [_without_other(words) for words in odd]
    return tuple(ids), tuple(words for words in unknown if fold(words) not in tools().other | {""})


def _run(question: Question, text: str) -> tuple[str, ...]:
    """KoBo's way: ids (`option_a option_b`) or labels, one after the other; nothing where other words are left."""
    words = fold(text).split()
    ways = {
        tuple(fold(way).split()): term.id
        for term in question.options.values()
        for way in (term.id, *term.label.values())
    }
    longest = max(map(len, ways), default=0)
    ids: list[str] = []
    at = 0
    while at < len(words):
        sizes = (size for size in range(longest, 0, -1) if tuple(words[at : at + size]) in ways)
        size = next(sizes, 0)
        if size:
            ids.append(ways[tuple(words[at : at + size])])
        elif words[at] not in tools().other:
            return ()
        at += size or 1
    return tuple(dict.fromkeys(ids))


def _cut(question: Question, part: str) -> tuple[list[str], list[str]]:
    """A cell cut at commas, the longest run of pieces that is an option first.

    An option may hold commas, and so may what was written beside «other»: unknown pieces that follow
    each other stay together as they were written.
    """
    ends = [*(comma.start() for comma in _COMMA.finditer(part)), len(part)][:_MOST_PIECES]
    starts = [0, *(comma.end() for comma in _COMMA.finditer(part))][:_MOST_PIECES]
    ids: list[str] = []
    odd: list[tuple[int, int]] = []
    at = 0
    while at < len(starts):
        runs = range(min(len(ends), at + _LONGEST_OPTION) - 1, at - 1, -1)
        known = ((question.find(part[starts[at] : ends[last]]), last) for last in runs)
        term, last = next(((term, last) for term, last in known if term), (None, at))
        if term:
            ids.append(term.id)
        elif odd and odd[-1][1] == ends[at - 1]:
            odd[-1] = (odd[-1][0], ends[at])
        else:
            odd.append((starts[at], ends[at]))
        at = last + 1
    return ids, [part[start:end].strip() for start, end in odd]


def unknown_options(question: Question, others: Iterable[str], title: str) -> Faults:
    """A warning for each option that no word of the pack knows."""
    return [
        (
            Problem(
                "unknown_option",
                "warning",
                tr("Question {code}: “{words}” is not among the known options; kept as found.", code=question.code, words=words[:80]),
                tr("Use a word of the list, or add it to the pack as a synonym."),
            ),
            title,
        )
        for words in others
    ]  # fmt: skip


def _option(question: Question, text: str) -> str:
    term = question.find(text)
    return term.id if term else term_in(question.options, text)


def _beside(question: Question, text: str, ids: list[str], others: list[str]) -> None:
    """What was written beside «other»: an option after all, or other words."""
    words = _without_other(text)
    if term := question.find(words):
        ids.append(term.id)
    elif words and is_ticked(words) is None:
        others.append(words)


def _without_other(text: str) -> str:
    """«Autre : robotique» without the word that only says that it is something else."""
    head, colon, tail = text.partition(":")
    return tail.strip() if colon and fold(head) in tools().other else text.strip()


def _odd_tick(text: str) -> Problem:
    return Problem(
        "odd_tick",
        "warning",
        tr("“{words}” is neither a tick nor its absence; the box counts as not ticked.", words=text[:80]),
        tr("Write x in a ticked box and leave the others empty."),
    )


def _disagree() -> Problem:
    return Problem(
        "summary_disagrees",
        "warning",
        tr(
            "The cell that sums up the boxes and the columns of the boxes say different things; both are kept."
        ),
        tr("Check this answer in the survey tool."),
    )
