"""Which question, line and box a column title speaks of, in the ways of the survey tools.

1. Google Forms writes the question, and `Question [Line]` for a grid.
2. LimeSurvey writes codes, `B3[SQ004]`, `C2[S12_SQ001]`, or texts, `Question [Line][Column]`, perhaps in HTML.
3. KoBo writes names, `group/B3` and `group/B3/securite`, or the texts of the same.
4. A grid made by hand begins a title with the code: `B3 Sécurité en ligne`, `C2 S12 Je la connais`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from wtc_eco.sources.surveys.tools import tools
from wtc_eco.sources.text import one_line
from wtc_eco.territory.questionnaire import Question, Questionnaire
from wtc_eco.territory.spelling import closest, fold
from wtc_eco.territory.words import Vocabulary

_MARKUP = re.compile(r"<[^<>]{0,200}>")
_AGAIN = re.compile(r"\s\(\d{1,2}\)$")
"""What the table reader adds to a title that stands twice: a question changed while the form was open."""
_STRUCTURE = re.compile(r"\[?\s?[Ss](\d{1,9})\b\]?")
_NUMBERED = re.compile(r"(?:SQ|sq|A)?0{0,4}(\d{1,3})")
_LEADING = re.compile(r"\[[^\[\]]{0,80}\]")
_BETWEEN = " .:)-–—★*"
_ALIKE = 88
OTHER = "other"
UNKNOWN = "?"


@dataclass(frozen=True)
class Place:
    """Where a column belongs: the question, the line or box, the column of a grid.

    `row` is the id of an option, a line or a listed structure; `other` for free text beside the options;
    `?words` where the words are not known. `reworded`: the question was recognised by likeness only.
    """

    code: str
    row: str = ""
    column: str = ""
    reworded: bool = False


def structure_in(words: str) -> str:
    """The id that begins the words («[S12] CPAS de Mons – Mons»); empty where none does."""
    found = _STRUCTURE.match(words.strip())
    return f"S{int(found[1])}" if found else ""


def term_in(vocabulary: Vocabulary, words: str) -> str:
    """The id of the term that the words, or a tool's code for its place (SQ004, A4, 4), stand for."""
    if found := vocabulary.find(words):
        return found.id
    coded = _NUMBERED.fullmatch(words.strip())
    place = int(coded[1]) if coded else 0
    return tuple(vocabulary)[place - 1] if 0 < place <= len(vocabulary) else ""


def bracketed(title: str) -> tuple[str, tuple[str, ...]]:
    """The title without the brackets that end it, and what each of them holds; brackets may be nested."""
    inside: list[str] = []
    stem = title.rstrip()
    while stem.endswith("]"):
        depth, at = 0, len(stem)
        for at in range(len(stem) - 1, -1, -1):
            depth += (stem[at] == "]") - (stem[at] == "[")
            if depth == 0:
                break
        if depth or not stem[:at].strip():
            break
        inside.insert(0, stem[at + 1 : -1].strip())
        stem = stem[:at].rstrip()
    return stem, tuple(inside)


@dataclass(frozen=True)
class Headings:
    """Finds the place of a title in a questionnaire."""

    questionnaire: Questionnaire

    def place(self, title: str) -> Place | None:
        """The place of this title; None where it speaks of no question."""
        held = _AGAIN.sub("", one_line(_MARKUP.sub(" ", title[:2_000])))
        stem, inside = bracketed(held)
        return (
            self._coded(stem, inside)
            or self._pathed(held)
            or self._worded(stem, inside)
            or self._alike(stem, inside)
        )

    def _coded(self, stem: str, inside: Sequence[str]) -> Place | None:
        found = self._codes.match(stem)
        if not found:
            return None
        question = self.questionnaire.questions[found[1].upper()]
        rest = stem[found.end() :]
        if rest.startswith("_"):
            return self._within(question, (rest[1:], *inside))
        while leading := _LEADING.match(rest):
            rest, inside = rest[leading.end() :], (leading[0][1:-1],)
        words = rest.strip(_BETWEEN)
        if inside or not words or self._is_text_of(question, words):
            return self._within(question, inside)
        return self._within(question, _cut(question, words))

    def _pathed(self, title: str) -> Place | None:
        parts = [part.strip() for part in title.split("/")]
        for at, part in enumerate(parts if len(parts) > 1 else ()):
            found = self._codes.match(part)
            rest = part[found.end() :] if found else ""
            if found and (not rest or rest.startswith("_")):
                question = self.questionnaire.questions[found[1].upper()]
                return self._within(question, (*([rest[1:]] if rest else []), *parts[at + 1 :]))
            if named := self._texts.get(fold(part)):
                question = self.questionnaire.questions[named.code]
                inside = ([named.row] if named.row else []) + parts[at + 1 :]
                return self._within(question, inside)
        return None

    def _worded(self, stem: str, inside: Sequence[str]) -> Place | None:
        named = self._texts.get(fold(stem))
        if named is None:
            return None
        return named if named.row else self._within(self.questionnaire.questions[named.code], inside)

    def _alike(self, stem: str, inside: Sequence[str]) -> Place | None:
        """A question that was slightly reworded in the form."""
        near = closest(stem, {way: way for way in self._texts}, cutoff=_ALIKE)
        found = self._worded(near[0], inside) if near else None
        return Place(found.code, found.row, found.column, reworded=True) if found else None

    def _within(self, question: Question, inside: Sequence[str]) -> Place | None:
        """The place inside a question, from the words of its line and column."""
        words = [part for part in inside if part]
        if question.type == "box_grid":
            return _in_grid(question, words)
        if not words or question.type in ("identity", "text", "number"):
            return Place(question.code)
        if fold(words[0]) in tools().other:
            return Place(question.code, OTHER)
        vocabulary = question.rows if len(question.rows) else question.options
        return Place(question.code, term_in(vocabulary, words[0]) or f"{UNKNOWN}{words[0]}")

    def _is_text_of(self, question: Question, words: str) -> bool:
        """Whether the words after a code are the question itself, perhaps cut short or reworded."""
        said, own = fold(words), [fold(text) for text in question.label.values()]
        if any(said.startswith(text) or text.startswith(said) for text in own if text):
            return True
        return bool(closest(said, {text: text for text in own}, cutoff=_ALIKE))

    @cached_property
    def _codes(self) -> re.Pattern[str]:
        codes = sorted(self.questionnaire.questions, key=lambda code: (-len(code), code))
        return re.compile(rf"({'|'.join(map(re.escape, codes))})(?![A-Za-z0-9])", re.IGNORECASE)

    @cached_property
    def _texts(self) -> dict[str, Place]:
        """Every folded text of a question, and of the parts that forms ask as questions of their own."""
        found: dict[str, Place] = {}
        for question in self.questionnaire.questions.values():
            if question.type in ("texts", "lines"):
                for row in question.rows.values():
                    for text in row.label.values():
                        found.setdefault(fold(text), Place(question.code, row.id))
        for question in self.questionnaire.questions.values():
            for text in question.label.values():
                found[fold(text)] = Place(question.code)
        return found


def _cut(question: Question, words: str) -> tuple[str, ...]:
    """«S12 Je la connais» in two: the structure, then what is ticked of it."""
    number = _STRUCTURE.match(words)
    if question.type != "box_grid" or not number:
        return (words,)
    return (number[0], words[number.end() :].strip(_BETWEEN))


def _in_grid(question: Question, words: Sequence[str]) -> Place | None:
    """The line and the column of a grid of boxes; a grid without a line is only its title."""
    if not words:
        return None
    first, column = words[0], words[1] if len(words) > 1 else ""
    if not column and "_" in first:
        first, _, column = first.rpartition("_")
    line = term_in(question.rows, first) if len(question.rows) else structure_in(first)
    box = term_in(question.options, column) or f"{UNKNOWN}{column}" if column else ""
    return Place(question.code, line or first, box)
