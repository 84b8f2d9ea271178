"""Which records are one structure: names, addresses, contacts; candidates, evidences, clusters, decisions."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wtc_eco.matching.alignment import Alignment, align
    from wtc_eco.matching.lexicon import Lexicon
    from wtc_eco.matching.matcher import Matching, Thresholds, match

_HOMES = {
    "Alignment": "alignment",
    "Lexicon": "lexicon",
    "Matching": "matcher",
    "Thresholds": "matcher",
    "align": "alignment",
    "match": "matcher",
}

__all__ = ["Alignment", "Lexicon", "Matching", "Thresholds", "align", "match"]


def __getattr__(name: str) -> Any:
    """Load a name on first use: importing the room must not load pandas."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"wtc_eco.matching.{_HOMES[name]}"), name)
