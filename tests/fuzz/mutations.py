"""Files and texts that were sound and then suffered: cut, flipped, doubled, spliced; small enough to be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

Held = TypeVar("Held", bytes, str)

ODD_BYTES = (b"\0", b'"', b";", b",", b"\t", b"\r", b"\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xe9", b"PK\x03\x04", b"<!DOCTYPE", b"=1+1", b"|", b"sep=;\n", b'<row r="1048576">', b"1e308", b"'")  # fmt: skip
ODD_TEXTS = ('"', ";", ",", "-", "–", "/", "h", "H", ":", "12", "24/7", "99:99", "00", "Mo", "lu", "lundi", "sauf", "fermé", "sur rendez-vous", "(", ")", "\n", "\u00a0", "\u202e", "é", "e\u0301", "ß", "İ", "𝟙", "٣", "=", "+32", "0471", "B-", "4000", "bte", "Rue", "@", ".be", "http://", "|", "none", "1e999", "-0", "nan")  # fmt: skip


def _suffered(seeds: Sequence[Held], odd: Sequence[Held]) -> st.SearchStrategy[Held]:
    """A seed after up to six wounds, each at a place and of a kind."""
    wound = st.tuples(st.floats(0, 1), st.floats(0, 1), st.sampled_from(["cut", "double", "odd", "splice", "drop"]), st.sampled_from(odd))  # fmt: skip

    def suffered(seed: Held, wounds: list[tuple[float, float, str, Held]]) -> Held:
        for place, length, kind, sign in wounds:
            at = int(place * len(seed))
            end = min(len(seed), at + 1 + int(length * min(64, len(seed))))
            if kind == "cut":
                seed = seed[:at]
            elif kind == "drop":
                seed = seed[:at] + seed[end:]
            elif kind == "double":
                seed = seed[:end] + seed[at:]
            elif kind == "odd":
                seed = seed[:at] + sign + seed[at:]
            else:
                seed = seed[:at] + sign + seed[end:]
        return seed

    return st.builds(suffered, st.sampled_from(seeds), st.lists(wound, max_size=6))


def bytes_like(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Bytes near these files, or any at all."""
    return st.one_of(_suffered(seeds, ODD_BYTES), st.binary(max_size=80))


def texts_like(seeds: Sequence[str]) -> st.SearchStrategy[str]:
    """Texts near these, or any at all."""
    return st.one_of(_suffered(seeds, ODD_TEXTS), st.text(max_size=60))
