"""One end of a declared tie: the structure that a number or some words mean, or why none is found.

1. A record number, `S12` or `[S12] Nom – localité`, is the structure that holds that record.
2. A decision on these words by this writer (else by anybody) is followed.
3. Words are compared with every structure, in the context of who wrote them. The best candidate is taken
   when it fits at least `SURE` and ranks at least `MARGIN` before the next; otherwise a person decides.
4. A kind of which every commune has its own («le CPAS») is only taken for certain in the place named or
   in the writer's commune: the neighbours' is not it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wtc_eco.network.decided import NO_DECISIONS, Decided
from wtc_eco.network.index import Candidate, Index, Writer

if TYPE_CHECKING:
    from wtc_eco.registry import Registry
    from wtc_eco.territory import Territory

SURE = 0.84
MARGIN = 0.06
SHOWN = 5
"""How many candidates a person is shown."""
PER_COMMUNE = "per_commune"
"""A kind with this word in the pack has one body in every commune."""

Reason = Literal["no_words", "no_such_record", "no_such_structure", "place_only", "itself", "tie_kind"]
How = Literal["number", "decision", "words"]

_NUMBER = re.compile(r"\s*(?:\[\s*S?(\d+)\s*\].*|S?(\d+)\s*)", re.DOTALL | re.IGNORECASE)
_ROUNDING = 1e-9


@dataclass(frozen=True)
class End:
    """What an end turned out to be: a structure and how it was found, or candidates, or a reason."""

    words: str
    structure: str | None = None
    how: How | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: Reason | None = None
    nearest: tuple[str, ...] = ()


class Resolver:
    """Finds the structure that an end of a tie means; the same words from the same writer once."""

    def __init__(self, registry: Registry, territory: Territory, decided: Decided = NO_DECISIONS) -> None:
        self.index = Index(registry, territory)
        self._aliases: Mapping[int, str] = registry.aliases
        self._territory = territory
        self._decided = decided
        self._found: dict[tuple[str, str | None], End] = {}

    def end(self, words: str | None, writer: str | None = None) -> End:
        """The structure that `words` mean when the structure `writer` says them."""
        said = (words or "").strip()
        key = (said, writer)
        if key not in self._found:
            self._found[key] = self._resolve(said, self.index.writer(writer))
        return self._found[key]

    def _resolve(self, words: str, writer: Writer) -> End:
        if not words:
            return End(words, reason="no_words")
        # RULE 1
        number = _NUMBER.fullmatch(words)
        if number:
            structure = self._aliases.get(int(number[1] or number[2]))
            if structure:
                return End(words, structure, "number")
            return End(words, reason="no_such_record")
        # RULE 2
        decision = self._decided.about(words, writer.id)
        if decision.same:
            return End(words, decision.same, "decision")
        # RULE 3
        candidates = self.index.candidates(words, writer)
        candidates = tuple(each for each in candidates if each.id not in decision.different)
        if not candidates:
            return End(words, reason=self._why_none(words), nearest=self.index.nearest_names(words))
        if not decision.unsure and self._clear(words, candidates):
            return End(words, candidates[0].id, "words")
        return End(words, candidates=candidates[:SHOWN])

    def _clear(self, words: str, candidates: tuple[Candidate, ...]) -> bool:
        first = candidates[0]
        ahead = all(first.rank - other.rank >= MARGIN - _ROUNDING for other in candidates[1:2])
        # «Le Clavier» is a library, or the commune of Clavier.
        doubtful = self.index.read(words).place_only or self._neighbours(words, first)
        return first.fit >= SURE and ahead and not doubtful

    def _neighbours(self, words: str, candidate: Candidate) -> bool:
        # RULE 4
        reading = self.index.read(words)
        if candidate.near or reading.rest:
            return False
        terms = [
            self._territory.kinds[kind]
            for kinds in reading.kinds
            for kind in kinds
            if kind in self._territory.kinds
        ]
        return any(term.extra.get(PER_COMMUNE) for term in terms)

    def _why_none(self, words: str) -> Reason:
        reading = self.index.read(words)
        return "place_only" if reading.place_only else "no_such_structure"
