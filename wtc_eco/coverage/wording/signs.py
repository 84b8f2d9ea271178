"""A text cut into words, numbers and signs, before anything is known of their meaning."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Literal

from wtc_eco.territory.spelling import fold

SignKind = Literal["word", "number", "dash", "line", "mark", "aside"]

# Belgian telephone numbers, addresses of the web and of mail: they say nothing of hours.
_ASIDE = re.compile(
    r"\S+@\S+|https?://\S+|www\.\S+"
    r"|(?:\+32|0032)[\s./]?\(?0?\)?[\s./]?\d(?:[\s./]?\d){7,8}(?!\d)"
    r"|\b0\d{3}\s?[/. ]\s?\d{2}[. ]?\d{2}[. ]?\d{2}\b|\b0\d{2}\s?[/. ]\s?\d{2}[. ]?\d{2}[. ]?\d{2}\b"
    r"|\b0\d\s?[/. ]\s?\d{3}[. ]?\d{2}[. ]?\d{2}\b|\b0\d{8,9}\b",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"(?P<number>\d+)"
    r"|(?P<word>(?:[^\W\d_]\.-?){2,}|[^\W\d_]+)"
    r"|(?P<line>[\r\n\u2028\x0b\x0c]+)"
    r"|(?P<dash>[-\u2010-\u2015\u2212>→]+)"
    r"|(?P<mark>[^\s\w]|[\t_])"
)


@dataclass(frozen=True)
class Sign:
    """A piece of the text: `text` folded where it is a word, `raw` as written, `glued` to the one before."""

    kind: SignKind
    text: str
    raw: str
    glued: bool


def signs(text: str, after_hour: Container[str] = ()) -> tuple[Sign, ...]:
    """The pieces of a text, in order; words of `after_hour` are cut from the letter of an hour."""
    return tuple(_signs(text, after_hour))


def _signs(text: str, after_hour: Container[str]) -> Iterator[Sign]:
    place = 0
    for aside in _ASIDE.finditer(text):
        yield from _pieces(text, place, aside.start(), after_hour)
        yield Sign("aside", "", aside.group(), glued=False)
        place = aside.end()
    yield from _pieces(text, place, len(text), after_hour)


def _pieces(text: str, start: int, end: int, after_hour: Container[str]) -> Iterator[Sign]:
    for found in _PIECE.finditer(text, start, end):
        glued = found.start() > 0 and not text[found.start() - 1].isspace()
        kind, raw = str(found.lastgroup), found.group()
        if kind == "word":
            yield from _words(raw, after_hour, glued=glued)
        elif kind == "number":
            yield Sign("number", raw, raw, glued)
        elif kind == "line":
            yield Sign("line", "\n", raw, glued)
        elif kind == "dash":
            yield Sign("dash", "-", raw, glued)
        else:
            yield Sign("mark", raw, raw, glued)


def _words(raw: str, after_hour: Container[str], *, glued: bool) -> Iterator[Sign]:
    """A word; letters with points («R.D.V.», «R.-V.») are one, and an hour's letter is cut from what it is glued to."""
    folded = fold(raw.replace(".", "")) or raw
    if glued and len(folded) > 1 and folded[0] == "h" and folded[1:] in after_hour:
        yield Sign("word", "h", raw[0], glued=True)
        yield Sign("word", folded[1:], raw[1:], glued=True)
        return
    for n, word in enumerate(folded.split()):
        yield Sign("word", word, raw, glued and n == 0)
