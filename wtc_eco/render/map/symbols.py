"""Colour and shape of each kind: the pack's own, or the next free pair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wtc_eco.territory import Term, Vocabulary

# The colours where no style sheet reaches (workbooks, graph files, folium), those of tokens.css, light.
# Okabe & Ito (2008): told apart by colour-blind readers.
CATEGORIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
INK = "#1D2329"
INK_SOFT = "#4B545D"
UNKNOWN = "#6C7174"

SHAPES = (
    "circle",
    "square",
    "triangle",
    "diamond",
    "pentagon",
    "hexagon",
    "star",
    "cross",
    "triangle_down",
    "saltire",
)
_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")


def symbols(kinds: Vocabulary, present: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Colour (`#rrggbb`) and shape of the kinds that are present, in the vocabulary's order.

    A pack that says neither gets pairs that differ from each other in colour and in shape.
    """
    used = frozenset(present)
    pairs = [
        (CATEGORIES[(turn + place) % 8], shape)
        for turn, (place, shape) in product(range(8), enumerate(SHAPES))
    ]
    given = {kind: _given(kinds[kind]) for kind in kinds if kind in used}
    free = iter([pair for pair in pairs if pair not in given.values()])
    return {kind: pair or next(free) for kind, pair in given.items()}


def _given(term: Term) -> tuple[str, str] | None:
    color, shape = str(term.extra.get("color", "")), str(term.extra.get("shape", ""))
    return (color, shape) if _HEX.match(color) and shape in SHAPES else None
