"""What a person is known by, and where it stands in a text: the name in any order and spelling, addresses, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from wtc_eco.ecosystem.people.oppositions import Identifier
from wtc_eco.territory.spelling import fold

BLANK = "…"
"""What stands where a person was named."""
_WORD = re.compile(r"[^\W_]+")
_FEWEST_WORDS = 2
"""One word alone («Julie») is nobody's name: it would blank half of the texts."""
_SIGNS = r"[\s./()‐‑–-]{0,3}"
_COUNTRY = "+32"


@dataclass(frozen=True)
class Traces:
    """The names, addresses and numbers by which one or more persons are known."""

    known_by: tuple[Identifier, ...]

    @classmethod
    def of(cls, known_by: Iterable[Identifier]) -> Traces:
        """Each once, in order."""
        return cls(tuple(sorted(set(known_by), key=lambda one: (one.of, one.text))))

    def stand_in(self, text: str) -> bool:
        """Whether anything of the person stands in the text."""
        return next(self._spans(text), None) is not None

    def found(self, text: str) -> tuple[str, ...]:
        """What stands there, as written."""
        return tuple(dict.fromkeys(text[start:end] for start, end in sorted(self._spans(text))))

    def scrubbed(self, text: str) -> str:
        """The text with `…` where the person stood."""
        spans = sorted(self._spans(text))
        kept, at = [], 0
        for start, end in spans:
            if start >= at:
                kept += [text[at:start], BLANK]
            at = max(at, end)
        return "".join([*kept, text[at:]])

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        for pattern in self._patterns:
            yield from (found.span() for found in pattern.finditer(text))
        yield from self._named(text)

    def _named(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words of a name follow each other, in whatever order."""
        if not self._names:
            return
        words = [(fold(found[0]), found.span()) for found in _WORD.finditer(text)]
        for size in sorted({len(name) for name in self._names}):
            for at in range(len(words) - size + 1):
                window = words[at : at + size]
                if tuple(sorted(word for word, _ in window)) in self._names:
                    yield window[0][1][0], window[-1][1][1]

    @cached_property
    def _names(self) -> frozenset[tuple[str, ...]]:
        names = (tuple(one.text.split()) for one in self.known_by if one.of == "person")
        return frozenset(name for name in names if len(name) >= _FEWEST_WORDS)

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        made = []
        for one in self.known_by:
            if one.of == "email" and one.text:
                made.append(re.compile(rf"(?<![\w.+-]){re.escape(one.text)}(?![\w-])", re.IGNORECASE))
            elif one.of == "phone":
                made.append(_phone_pattern(one.text))
        return tuple(made)


def _phone_pattern(number: str) -> re.Pattern[str]:
    """The number with its country code or a zero before it, figures apart as people write them."""
    digits = number.lstrip("+")
    ways = [rf"\+?(?:00)?{_SIGNS.join(digits)}"]
    if number.startswith(_COUNTRY):
        national = number.removeprefix(_COUNTRY)
        ways.append(rf"0{_SIGNS}{_SIGNS.join(national)}")
    return re.compile(rf"(?<!\d)(?:{'|'.join(ways)})(?!\d)")
