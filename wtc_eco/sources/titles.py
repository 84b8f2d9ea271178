"""Which field a column's title speaks of: word for word, abbreviated, or among other words."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from wtc_eco.sources.table import Table
from wtc_eco.sources.wording import words
from wtc_eco.territory.spelling import fold

EXACT, BARE, SHORT, AMONG = 4, 3, 2, 1
"""How sure: the title itself, without filler words, abbreviated, among other words."""
_ABBREVIATION = 3
_SHORT_WORDS = {"n": "numero", "no": "numero", "nr": "numero", "num": "numero", "cod": "code"}
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Guess:
    """The fields a title may be (several where only the cells can tell) and how sure that is."""

    fields: tuple[str, ...] = ()
    sure: int = 0


def guess_of(table: Table, title: str, *, ties: bool = False) -> Guess:
    """What a title of this table says; of titles on two rows, the lower one where both say nothing for sure."""
    held = guess(title, ties=ties)
    lower = table.lower_titles.get(title)
    if lower is None or held.sure >= SHORT:
        return held
    alone = guess(lower, ties=ties)
    return Guess(alone.fields, SHORT) if alone.sure >= SHORT else held


@lru_cache(maxsize=4_096)
def guess(title: str, *, ties: bool = False) -> Guess:
    """What a title says; nothing where its words are unknown."""
    held = words()
    folded = _without_count(fold(title[:_LONGEST_TITLE]))
    known = held.tie_title_of if ties else held.title_of
    if not ties and folded in held.unclear:
        return Guess(held.unclear[folded], EXACT)
    if folded in known:
        return Guess((known[folded],), EXACT)
    bare = _bare(folded)
    if not ties and bare in held.unclear:
        return Guess(held.unclear[bare], BARE)
    by_bare = _by_bare(ties=ties)
    if bare and bare in by_bare:
        return Guess((by_bare[bare],), BARE)
    short = {field for way, field in by_bare.items() if _abbreviates(bare, way)}
    if short:
        return Guess(tuple(sorted(short)), SHORT)
    return Guess() if ties else Guess(_among(folded), AMONG)


def nearest(titles: tuple[str, ...], field: str) -> str:
    """The title that is spelt most like one of `field`; empty where none is."""
    ways = [fold(field), *words().titles.get(field, ())]
    scored = [
        (max(difflib.SequenceMatcher(None, fold(title[:60]), way).ratio() for way in ways), title)
        for title in titles
    ]
    best = max(scored, default=(0.0, ""), key=lambda each: each[0])
    return best[1] if best[0] >= 0.7 else ""  # noqa: PLR2004 - two letters in seven may differ


@lru_cache(maxsize=2)
def _by_bare(*, ties: bool) -> Mapping[str, str]:
    known = words().tie_title_of if ties else words().title_of
    found: dict[str, str] = {}
    for way, field in known.items():
        if bare := _bare(way):
            found.setdefault(bare, field)
    return found


def _without_count(folded: str) -> str:
    """«telephone 2» speaks of what «telephone» does."""
    stem, _, last = folded.rpartition(" ")
    return stem if stem and last.isdigit() and len(last) == 1 else folded


def _bare(folded: str) -> str:
    kept = [_SHORT_WORDS.get(word, word) for word in folded.split() if word not in words().filler]
    return " ".join(kept)


def _abbreviates(bare: str, way: str) -> bool:
    """«code post» for «code postal»: as many words, each the beginning of the other's."""
    short, long = bare.split(), way.split()
    if len(short) != len(long) or short == long:
        return False
    return all(
        s == w or (len(s) >= _ABBREVIATION and w.startswith(s)) for s, w in zip(short, long, strict=True)
    )


def _among(folded: str) -> tuple[str, ...]:
    """Fields whose titles stand, whole, among the words; a longer title hides those inside it.

    A title at the start counts before those that follow: «nom de la commune d'origine» is a name.
    """
    padded = f" {folded} "
    kept: list[str] = []
    for way in sorted(_ways(), key=lambda way: (-len(way), way)):
        if f" {way} " in padded and not any(f" {way} " in f" {longer} " for longer in kept):
            kept.append(way)
    first = [way for way in kept if padded.startswith(f" {way} ")] or kept
    return tuple(sorted({field for way in first for field in _ways()[way]}))


@lru_cache(maxsize=1)
def _ways() -> Mapping[str, tuple[str, ...]]:
    """Every title of some length and the fields it may be."""
    held = words()
    single = {way: (field,) for way, field in held.title_of.items()}
    return {way: fields for way, fields in {**single, **held.unclear}.items() if len(way) >= _ABBREVIATION}
