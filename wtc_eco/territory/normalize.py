"""One spelling for all the ways people write a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "\u00ad": ""})  # fmt: skip
_NOT_A_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """`text` in lower case, without accents; hyphens, apostrophes and other signs are one space.

    `fold("Braine-l’Alleud ")` is `"braine l alleud"`. Folding twice is folding once.
    """
    if text.isascii():
        return _NOT_A_WORD.sub(" ", text.lower()).strip()
    lowered = text.casefold().translate(_LETTERS)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(sign))
    # Compatibility signs («ℌ», «№») only become letters in NFKD: lower them again.
    return _NOT_A_WORD.sub(" ", bare.casefold().translate(_LETTERS)).strip()


def expanded(text: str, abbreviations: Mapping[str, str]) -> str:
    """`text` folded, each word that is an abbreviation written out: «St-Ghislain» as «saint ghislain»."""
    return " ".join(abbreviations.get(word, word) for word in fold(text).split())


def closest(words: str, names: Mapping[str, str], *, cutoff: float) -> tuple[str, ...]:
    """The up to three names nearest to `words`, best first; `names` maps a folded spelling to a name.

    `cutoff` is the least similarity, 0 to 100 (normalised Indel similarity, rapidfuzz).
    """
    # rapidfuzz is only paid for by a name nobody knows.
    from rapidfuzz import fuzz, process

    near = process.extract(fold(words), sorted(names), scorer=fuzz.ratio, score_cutoff=cutoff, limit=12)
    return tuple(dict.fromkeys(names[spelling] for spelling, _, _ in near))[:3]
