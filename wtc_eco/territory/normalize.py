"""One spelling for all the ways people write a word."""

from __future__ import annotations

import hashlib
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


RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
"""What Windows lets no file be called, whatever its ending."""
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_MADE = re.compile(r".+-[0-9a-f]{6}")
_LONGEST = 60


def file_words(text: str) -> str:
    """The words of a name in plain small letters, joined by hyphens; two names may have the same."""
    return _NO_LETTER.sub("-", fold(text)).strip("-")


@lru_cache(maxsize=1 << 12)
def file_name(text: str) -> str:
    """What a file is called, without its ending, that is known by this name: portable, and of this name alone.

    `liste-cpas` is called so. A name with anything but small letters, figures and single hyphens in it (`EPN 2026`,
    `a/b`, `CON`, dots and spaces at the end), a long one, and one that looks like what is made here, gets six signs
    of its own behind its words: `epn-2026-1f0c2e`.
    """
    words = file_words(text)
    if (
        words
        and words == text
        and len(words) <= _LONGEST
        and words not in RESERVED
        and not _MADE.fullmatch(words)
    ):
        return words
    own = hashlib.sha256(unicodedata.normalize("NFC", text).encode(errors="surrogatepass")).hexdigest()[:6]
    return f"{words[:_LONGEST].strip('-') or 'list'}-{own}"


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
