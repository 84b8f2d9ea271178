"""Texts as numbers of words: many texts are folded and cut at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from wtc_eco.matching.ragged import Ids, Ragged, starts_of
from wtc_eco.territory.spelling import fold

NOTHING = -1


class Codebook:
    """Numbers for texts, in order of first sight."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._ids: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def id(self, text: str) -> int:
        """The number of a text, new or known."""
        found = self._ids.get(text)
        if found is None:
            found = self._ids[text] = len(self.texts)
            self.texts.append(text)
        return found

    def ids(self, texts: Iterable[str]) -> Ids:
        """The numbers of many texts."""
        held = list(texts)
        for text in dict.fromkeys(held):
            self.id(text)
        return np.fromiter(map(self._ids.__getitem__, held), dtype=np.int32, count=len(held))

    def get(self, text: str) -> int:
        """The number of a text, `NOTHING` where it was never seen."""
        return self._ids.get(text, NOTHING)

    def marks(self, texts: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Of every number, whether its text is among these."""
        found = np.zeros(len(self), dtype=np.bool_)
        found[[code for code in map(self.get, texts) if code != NOTHING]] = True
        return found


def tokens(texts: Sequence[str], codes: Codebook) -> Ragged:
    """The folded words of every text (`territory.spelling.fold`), as numbers.

    What a sign folds to does not depend on its neighbours: every sign that occurs is folded once.
    """
    joined = "\n".join(text.replace("\n", " ") for text in texts)
    folded = joined.translate({ord(sign): _folded(sign) for sign in set(joined) - {"\n"}})
    cut = [line.split() for line in folded.split("\n")] if texts else []
    sizes = np.fromiter(map(len, cut), dtype=np.int64, count=len(cut))
    return Ragged(codes.ids(chain.from_iterable(cut)), starts_of(sizes))


def _folded(sign: str) -> str:
    # Between two letters, a sign that only separates stays visible.
    return fold(f"a{sign}a")[1:-1]


def respelled(codes: Codebook, spelling: dict[str, str], left_out: Iterable[str] = ()) -> Ragged:
    """For every number, the words its text is written out to, without those left out."""
    out = frozenset(left_out)
    spelled = [
        [word for word in spelling.get(text, text).split() if word not in out] for text in list(codes.texts)
    ]
    sizes = np.fromiter(map(len, spelled), dtype=np.int64, count=len(spelled))
    return Ragged(codes.ids(chain.from_iterable(spelled)), starts_of(sizes))
