"""Tokens gathered into phrases by recursive descent; what is no phrase stays a word.

phrases = { days | off | season | spans | limit | word }

Each reading looks ahead as far as it needs and gives its place back where it fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wtc_eco.coverage.wording.cursor import Cursor
from wtc_eco.coverage.wording.day_phrases import days
from wtc_eco.coverage.wording.phrases import Phrase, Word
from wtc_eco.coverage.wording.season_phrases import off, season
from wtc_eco.coverage.wording.spoken import Token
from wtc_eco.coverage.wording.time_phrases import limit, spans


def phrases(held: Sequence[Token]) -> tuple[Phrase, ...]:
    """The phrases of a text, in order."""
    return tuple(_read(Cursor(tuple(token for token in held if token.kind != "noise"))))


def _read(cursor: Cursor) -> Iterator[Phrase]:
    while cursor.at < len(cursor.held):
        yield days(cursor) or off(cursor) or season(cursor) or spans(cursor) or limit(cursor) or _word(cursor)


def _word(cursor: Cursor) -> Word:
    token = cursor.take()
    return Word(token.kind, token.text)
