"""What a kind says beside another kind, and the kind a name tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from wtc_eco.territory.spelling import fold

Relation = Literal["same", "compatible", "against", "silent"]
START = "^"
"""A phrase that begins so tells the kind only where the name begins with it: «^commune de»."""


@dataclass(frozen=True, eq=False)
class KindRules:
    """Unspecific kinds prove nothing; compatible pairs may be one structure; any other two speak against.

    `phrases` are the words by which a name tells a kind.
    """

    kinds: frozenset[str]
    unspecific: frozenset[str] = frozenset()
    compatible: frozenset[frozenset[str]] = frozenset()
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def related(self, kind_a: str | None, kind_b: str | None) -> Relation:
        """What two kinds say of two records being one structure."""
        known = {kind_a, kind_b} & self.kinds
        if known & self.unspecific or kind_a not in self.kinds or kind_b not in self.kinds:
            return "silent"
        if kind_a == kind_b:
            return "same"
        return "compatible" if known in self.compatible else "against"

    @cached_property
    def _telling(self) -> dict[str, str]:
        pairs = [(phrase, kind) for kind, phrases in self.phrases.items() for phrase in phrases]
        return {self._pattern(phrase): kind for phrase, kind in pairs}

    @staticmethod
    def _pattern(phrase: str) -> str:
        folded = re.escape(fold(phrase))
        return rf"^{folded}" if phrase.startswith(START) else folded

    @cached_property
    def _reader(self) -> re.Pattern[str]:
        # The longest phrase first: «espace public numerique» is not «espace public».
        patterns = sorted(self._telling, key=lambda pattern: (-len(pattern), pattern))
        return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")

    def kind_of(self, name: str) -> str | None:
        """The kind a name tells; `None` where it tells none, or two («EPN de la bibliothèque»)."""
        if not self._telling:
            return None
        told = set()
        for found in self._reader.finditer(fold(name)):
            words = re.escape(found[0])
            told.add(self._telling.get(words) or self._telling[rf"^{words}"])
        return told.pop() if len(told) == 1 else None
