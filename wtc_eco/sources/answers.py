"""The one vocabulary of yes, no and maybe, from `answers.toml`, and what a cell may be answered with.

What is not understood is `None`, never a no. A blank cell is no answer: who reads asks about it first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from wtc_eco.i18n import in_each_language, mark, tr
from wtc_eco.territory.normalize import fold

Meaning = Literal["yes", "no", "maybe"]
_MEANINGS: tuple[Meaning, ...] = ("yes", "no", "maybe")
_SHORT = 2
"""Letters that begin a sentence with an answer: «ja, …»; one letter is an answer only where it stands alone."""
_SHORTEST_COMING = 5
"""The same for words about coming: «la» and «here» begin too many other sentences."""
_LONGEST = 400
_MOST_PERSONS = 99
_BESIDE = re.compile(r"\+\s*(\d{1,2})\b")
_TIMES = re.compile(r"(?<!\w)[x×]\s*(\d{1,2})\b|\b(\d{1,2})\s*[x×](?!\w)", re.IGNORECASE)
_SELECTOR = "\ufe0f"
"""What makes a sign colourful: «✔️» is «✔»."""


@dataclass(frozen=True)
class CellAnswer:
    """What a cell says, and how many persons it announces where it says so: «oui (2 personnes)»."""

    meaning: Meaning
    persons: int | None = None


@dataclass(frozen=True)
class _Vocabulary:
    """Folded phrases by what they mean; `words` answer any question, `coming` only who comes or came.

    `signs` are those that marks begin with: most cells hold none.
    """

    words: Mapping[str, Meaning]
    coming: Mapping[str, Meaning]
    box: Mapping[str, Meaning]
    marks: Mapping[str, Meaning]
    crosses: frozenset[str]
    openers: frozenset[str]
    asides: tuple[str, ...]
    signs: frozenset[str]
    turning: frozenset[str]
    partly: frozenset[str]
    persons: frozenset[str]
    numbers: Mapping[str, int]


@cache
def _vocabulary() -> _Vocabulary:
    raw = tomllib.loads(files("wtc_eco.sources").joinpath("answers.toml").read_text("utf-8"))
    sentence = raw["sentence"]
    crosses = frozenset(raw["no"]["crosses"])
    marks: dict[str, Meaning] = {sign: one for one in _MEANINGS for sign in raw[one].get("marks", ())}
    return _Vocabulary(
        words={way: one for one in _MEANINGS for way in raw[one]["words"]},
        coming={way: one for one in _MEANINGS for way in raw[one].get("coming", ())},
        box={way: one for one in _MEANINGS for way in raw[one].get("box", ())},
        marks={**marks, **dict.fromkeys(crosses, "no")},
        crosses=crosses,
        openers=frozenset(sentence["openers"]),
        asides=tuple(sorted(sentence["asides"], key=len, reverse=True)),
        signs=frozenset(sign[0] for sign in (*marks, *crosses) if not sign.isalnum()),
        turning=frozenset(sentence["turning"]),
        partly=frozenset(sentence["partly"]),
        persons=frozenset(sentence["persons"]),
        numbers={word: n for n, ways in enumerate(sentence["numbers"], start=1) for word in ways},
    )


def yes_or_no(cell: str) -> Meaning | None:
    """What a cell that holds one word or one sign means, whatever the question: «oui», «ja», «✓», «?»."""
    known, text = _vocabulary(), _bare(cell)
    meaning = known.marks.get(text) or known.words.get(fold(text))
    return None if _signs(text) - {meaning} else meaning


def is_negative_mark(cell: str) -> bool:
    """Whether a cell holds a cross (✗, ×) that says no beside ticks, and yes where it is the only sign."""
    return _bare(cell) in _vocabulary().crosses


def words_for(meaning: Meaning) -> tuple[str, ...]:
    """The folded words that mean so whatever the question, without the signs."""
    return tuple(way for way, held in _vocabulary().words.items() if held == meaning)


def is_ticked(cell: str) -> bool | None:
    """Whether a box is ticked: any mark in it is a tick, a cross too; None for other words."""
    known, text = _vocabulary(), _bare(cell)
    if not text:
        return False
    meaning = known.box.get(text) or known.box.get(fold(text)) or yes_or_no(text)
    return {"yes": True, "no": text in known.crosses}.get(meaning or "")


def who_comes(cell: str) -> CellAnswer | None:
    """A sentence that answers whether somebody comes, or came: «Oui, avec plaisir», «Présente», «ja, met 2».

    None where nobody can tell: other words, a yes beside a no, a condition («oui si …»).
    """
    persons, text = _announced(_bare(cell[:_LONGEST]))
    words, meanings = fold(text), _signs(text)
    if not words and not meanings:
        return None if persons is None else CellAnswer("yes" if persons else "no", persons or None)
    if words:
        meaning = _vocabulary().marks.get(text) or _sentence(words)
        if meaning is None:
            return None
        meanings.add(meaning)
    return CellAnswer(meanings.pop(), persons) if len(meanings) == 1 else None


def _signs(text: str) -> set[Meaning]:
    """What the signs in a text mean; the letter x is none here."""
    known = _vocabulary()
    if known.signs.isdisjoint(text):
        return set()
    return {meaning for sign, meaning in known.marks.items() if not sign.isalnum() and sign in text}


def _bare(cell: str) -> str:
    text = cell.replace(_SELECTOR, "").strip()
    return text.removesuffix(".0") if text[:-2].isdecimal() else text


def _sentence(words: str) -> Meaning | None:
    """The answer that a folded sentence begins with, where nothing behind it turns it."""
    known = _vocabulary()
    phrases = {**known.words, **known.coming}
    if words in phrases:
        return phrases[words]
    for aside in known.asides:
        words = f" {words} ".replace(f" {aside} ", " ").strip()
    parts = words.split()
    while parts and not _lead(parts) and parts[0] in known.openers:
        parts = parts[1:]
    whole = " ".join(parts)
    lead = whole if whole in phrases else _lead(parts)
    if not lead:
        return None
    meaning, rest = phrases[lead], parts[len(lead.split()) :]
    if meaning == "maybe":
        return meaning
    limits = known.turning | (known.partly if meaning == "no" else frozenset())
    other = {phrases[phrase] for phrase in _phrases(rest)} - {meaning}
    return None if other or limits & set(rest) else meaning


def _lead(parts: Sequence[str]) -> str:
    """The longest known phrase that the sentence begins with; empty where there is none."""
    known = _vocabulary()
    for end in range(len(parts), 0, -1):
        phrase = " ".join(parts[:end])
        if phrase in known.words and len(phrase) >= _SHORT and not phrase.isdecimal():
            return phrase
        if phrase in known.coming and len(phrase) >= _SHORTEST_COMING:
            return phrase
    return ""


def _phrases(parts: Sequence[str]) -> Iterator[str]:
    """The known phrases anywhere in a text, single letters and figures aside."""
    for start in range(len(parts)):
        if phrase := _lead(parts[start:]):
            yield phrase


def _announced(text: str) -> tuple[int | None, str]:
    """How many persons a text announces, and the text without it; None where it does not say.

    «+1» is somebody beside who answers. A bare figure counts where it stands alone or behind one answer.
    """
    known = _vocabulary()
    if beside := _BESIDE.search(text):
        return 1 + int(beside[1]), _BESIDE.sub(" ", text)
    if times := _TIMES.search(text):
        return int(times[1] or times[2]), _TIMES.sub(" ", text)
    parts = fold(text).split()
    for at, part in enumerate(parts):
        n = int(part) if part.isdecimal() else known.numbers.get(part)
        if n is None or n > _MOST_PERSONS:
            continue
        followed = parts[at + 1] if at + 1 < len(parts) else ""
        if followed in known.persons or (len(parts) > 1 and at == len(parts) - 1 and part.isdecimal()):
            return n, " ".join([*parts[:at], *parts[at + 1 + (followed in known.persons) :]])
        if len(parts) == 1 and part.isdecimal() and n > 1:
            return n, ""
    return None, text


@dataclass(frozen=True)
class Choices:
    """The answers that a cell may hold: what a drop-down list offers, and what is read as which.

    `texts` gives each id its text (for the catalogue), in the order in which they are offered; `stands_for`
    says which id a yes, a no and a maybe are; `also` other words for an id. With `sentences`, whole sentences
    about coming are understood. Each text that is offered reads back as its id, in every language.
    """

    texts: Mapping[str, str]
    stands_for: Mapping[Meaning, str]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sentences: bool = False

    def offered(self) -> tuple[str, ...]:
        """The texts in the language spoken now."""
        return tuple(tr(text) for text in self.texts.values())

    def read(self, cell: str) -> str | None:
        """The id that a cell means; None where it is not understood."""
        words = "" if _signs(cell) else fold(cell)  # «oui ?» is not «oui»
        for one, text in self.texts.items():
            if words and words in {
                fold(way) for way in (one, *self.also.get(one, ()), *in_each_language(text))
            }:
                return one
        if self.sentences:
            answer = who_comes(cell)
            meaning = answer.meaning if answer else None
        else:
            meaning = yes_or_no(cell)
        return self.stands_for.get(meaning) if meaning else None


TICK = "x"
"""What a form offers for a box that is ticked."""
COMES = Choices(
    {"yes": mark("yes"), "no": mark("no"), "maybe": mark("maybe")},
    {"yes": "yes", "no": "no", "maybe": "maybe"},
    sentences=True,
)
"""What somebody who is invited replies."""
CAME = Choices({"yes": mark("yes"), "no": mark("no")}, {"yes": "yes", "no": "no"}, sentences=True)
"""Whether somebody came: a «perhaps» is not understood."""
