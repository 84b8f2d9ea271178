"""One end of a declared tie: the structure that a number or some words mean, or why none is found.

1. A record number, `S12` or `[S12] Nom – localité`, is the structure that holds that record.
2. A decision on these words by this writer (else by anybody) is followed. In `decisions.csv` its left side is
   the words, after the number of a record of who wrote them (`31: le CPAS`; without a number it holds whoever
   wrote them), its right side a record number of the structure meant (or, for `different`, not meant). Nobody is
   meant where `different` stands with nothing on its right, or with every structure that was shown.
3. Words are compared with every structure, in the context of who wrote them. The best candidate is taken
   when it fits at least `SURE` and ranks at least `MARGIN` before the next; otherwise a person decides, and
   is shown the structures of the nearest names where nothing fits.
4. A kind of which every commune has its own («le CPAS») is only taken for certain in the place named or
   in the writer's commune: the neighbours' is not it.
5. Who stands elsewhere than in the place named is only taken for certain where its own name says that place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from rapidfuzz import fuzz, process

from wtc_eco.network.mention_fit import ALIKE, VERY_WORDS, WHOLE_NAME, KnownWords, Weights, fit, spelled
from wtc_eco.registry.organisation_name import (
    NamedStructure,
    NameReader,
    OrganisationName,
    Tokens,
    bare,
    localities,
    per_commune,
)
from wtc_eco.territory.normalize import fold
from wtc_eco.territory.places import distance_km

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.registry import Registry
    from wtc_eco.territory import Territory

NEARBY = 0.08
"""What a candidate loses outside the writer's commune, and again outside the writer's bassin."""
ELSEWHERE = 0.3
"""What a candidate loses where the mention names another place."""
SEEN = 0.8
"""The most that a name fits which is only somewhat like the words: never taken for certain."""
DOUBTFUL = 0.6
"""Least fit of a candidate."""


@dataclass(frozen=True)
class Writer:
    """Who wrote a mention, and from where; unknown is `None`."""

    id: str | None = None
    ins: str | None = None
    bassin: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class MentionCandidate:
    """A structure that a mention may mean.

    `fit` is how well the words fit (0 to 1.2), `rank` the fit less what distance takes off, `near`
    whether it stands in the place named or, where none is named, in the writer's commune.
    """

    id: str
    name: str
    fit: float
    rank: float
    near: bool


class Index:
    """Every structure of a registry by the words and kinds under which it may be mentioned."""

    def __init__(self, registry: Registry, territory: Territory) -> None:
        rows: list[Mapping[Any, Any]] = list(registry.table.to_dict("records"))
        self._territory = territory
        self._reader = NameReader(territory, localities(rows))
        self._spelling = KnownWords(self._reader.words)
        self.entries = {row["id"]: self._respelled(self._reader.structure(row)) for row in rows}
        self._weights = Weights(self.entries.values())
        self._codes = _communes_of_codes(territory)
        self._read: dict[str, OrganisationName] = {}
        self._slips: set[str] = set()
        self._in_commune: dict[str, list[str]] = {}
        self._by_word: dict[str, list[str]] = {}
        self._by_kind: dict[str, list[str]] = {}
        self._by_name: dict[Tokens, list[str]] = {}
        self._whole = {entry.id: " ".join(bare(entry.name)) for entry in self.entries.values()}
        for entry in self.entries.values():
            self._file(entry)

    def _respelled(self, entry: NamedStructure) -> NamedStructure:
        """The structure with its names read once more, where words for its kind are spelled wrong in them."""
        more = []
        for name in entry.names:
            respelled = self._reader.name(" ".join(self._spelling.respelled(name.bare)), entry.ins)
            if len(respelled.kinds) > len(name.kinds):
                more.append(respelled)
        return replace(entry, names=(*entry.names, *more)) if more else entry

    def slips(self, words: str) -> bool:
        """Whether short words of a mention were left out as articles spelled wrong."""
        self.read(words)
        return words in self._slips

    def _file(self, entry: NamedStructure) -> None:
        if entry.ins:
            self._in_commune.setdefault(entry.ins, []).append(entry.id)
        for name in dict.fromkeys(entry.names):
            self._by_name.setdefault(name.bare, []).append(entry.id)
        for word in sorted({word for name in entry.names for word in name.rest}):
            self._by_word.setdefault(word, []).append(entry.id)
        for kind in sorted(entry.kinds.union(*(kinds for name in entry.names for kinds in name.kinds))):
            self._by_kind.setdefault(kind, []).append(entry.id)

    def writer(self, structure: str | None) -> Writer:
        """The structure as one who writes; nobody known for `None`."""
        entry = self.entries.get(structure) if structure else None
        if entry is None:
            return Writer(structure)
        return Writer(entry.id, entry.ins, entry.bassin, entry.lat, entry.lon)

    def read(self, words: str) -> OrganisationName:
        """What a mention says: places that only the gazetteer knows, postal codes and misspelt words included."""
        if words not in self._read:
            self._read[words] = self._reading(words)
        return self._read[words]

    def _reading(self, words: str) -> OrganisationName:
        tokens = bare(words)
        codes = [word for word in tokens if word in self._codes and word not in self._weights]
        if len(codes) < len(tokens):
            tokens = tuple(word for word in tokens if word not in codes)
        reading = self._placed(tokens)
        if reading.rest and (mended := self._spelling.mended(tokens, self._weights)) and mended != tokens:
            self._slips |= {words} if len(mended) < len(tokens) else set()
            reading = self._placed(mended)
        if codes and not reading.placed:
            return replace(reading, communes=frozenset().union(*(self._codes[code] for code in codes)))
        return reading

    def _placed(self, tokens: Tokens) -> OrganisationName:
        reading = self._reader.read(" ".join(tokens))
        if reading.kinds and not reading.placed:
            # «l'espace Dinamo» is not a misspelt Dinant where a structure is called Dinamo.
            known = any(self._weights.alike(word) for word in reading.rest)
            return self._reader.place_in_rest(reading, spelled_so=known)
        return reading

    def candidates(self, words: str, writer: Writer) -> tuple[MentionCandidate, ...]:
        """The structures that `words` may mean when `writer` says them, the likeliest first.

        1. A kind alone («le CPAS») means those of the place named; else of the writer's commune; else of
           its bassin; else any. One that is closed is not meant.
        2. Other words mean the structures whose names they fit, wherever these are.
        3. With a place, they may also be a name of that place with one or two letters wrong in all.
        4. Words of which none is understood may be one name misspelt.
        """
        reading = self.read(words)
        if reading.place_only:
            reading = OrganisationName(rest=reading.bare, bare=reading.bare)
        fitting = [
            candidate
            for structure in self._thinkable(reading)
            if (candidate := self._candidate(self.entries[structure], reading, writer))
        ]
        if not reading.rest:
            fitting = self._nearest(fitting, reading)
        elif reading.communes:
            fitting = self._spelled_there(fitting, reading)
        if not fitting and not reading.kinds and not reading.placed:
            fitting = self._misspelt(reading, writer)
        return tuple(
            sorted(
                fitting,
                key=lambda each: (-each.rank, self._away(each, writer), int(each.id.removeprefix("S"))),
            )
        )

    def _candidate(
        self, entry: NamedStructure, reading: OrganisationName, writer: Writer
    ) -> MentionCandidate | None:
        if not reading.rest and not entry.active:
            return None
        fits = fit(reading, entry, self._weights, self._territory)
        if fits < DOUBTFUL:
            return None
        near, loss = _distance(reading, entry, writer, fits)
        return None if near is None else MentionCandidate(entry.id, entry.name, fits, fits - loss, near)

    def _spelled_there(
        self, fitting: list[MentionCandidate], reading: OrganisationName
    ) -> list[MentionCandidate]:
        # RULE 3
        best = {each.id: each for each in fitting}
        for structure in (one for ins in sorted(reading.communes) for one in self._in_commune.get(ins, ())):
            entry = self.entries[structure]
            fits = spelled(reading, entry, self._territory)
            if fits >= DOUBTFUL and (structure not in best or best[structure].fit < fits):
                best[structure] = MentionCandidate(entry.id, entry.name, fits, fits, near=True)
        if not any(each.near for each in best.values()):
            best |= {each.id: each for each in self._alike_there(reading)}
        return list(best.values())

    def _alike_there(self, reading: OrganisationName) -> Iterator[MentionCandidate]:
        """The structures of the place named whose names are somewhat like the words: for a person to see."""
        written = " ".join(reading.bare)
        for structure in (one for ins in sorted(reading.communes) for one in self._in_commune.get(ins, ())):
            entry = self.entries[structure]
            called = (f"{' '.join(name.bare)} {' '.join(entry.locality)}" for name in entry.names)
            alike = max((fuzz.token_sort_ratio(written, each) / 100 for each in called), default=0.0)
            if alike >= DOUBTFUL:
                fits = min(alike, SEEN)
                yield MentionCandidate(entry.id, entry.name, fits, fits, near=True)

    def _nearest(self, fitting: list[MentionCandidate], reading: OrganisationName) -> list[MentionCandidate]:
        # RULE 1
        if not fitting:
            return fitting
        loss = min(each.fit - each.rank for each in fitting)
        kept = [each for each in fitting if each.fit - each.rank <= loss]
        # «Technobel» is a word for a kind, and the name of one body: its neighbour of that kind is not meant.
        named = [each for each in fitting if self._named(self.entries[each.id], reading.bare)]
        if len(named) != 1 or named[0] in kept or self._reader.is_generic(reading):
            return kept
        if named[0].fit >= VERY_WORDS:
            return named
        kept.append(replace(named[0], rank=max(each.rank for each in kept)))
        return kept

    @staticmethod
    def _named(entry: NamedStructure, words: Tokens) -> bool:
        return any(entry.says(name, words) for name in entry.names)

    def _misspelt(self, reading: OrganisationName, writer: Writer) -> list[MentionCandidate]:
        # RULE 4
        near_names = []
        for structure, alike in self._alike(" ".join(reading.bare), cutoff=ALIKE, scorer=fuzz.ratio):
            entry = self.entries[structure]
            near, loss = _distance(reading, entry, writer, alike)
            near_names.append(MentionCandidate(entry.id, entry.name, alike, alike - loss, bool(near)))
        return near_names

    def _alike(self, words: str, *, cutoff: float, scorer: Callable[..., float]) -> list[tuple[str, float]]:
        """Structures whose name resembles these words, and how much (0..1), best first."""
        near = process.extract(words, self._whole, scorer=scorer, score_cutoff=cutoff, limit=12)
        return [(structure, score / 100) for _, score, structure in near]

    def _thinkable(self, reading: OrganisationName) -> Iterable[str]:
        ids = dict.fromkeys(self._by_name.get(reading.bare, ()))
        for word in reading.rest:
            for alike in self._weights.alike(word):
                ids |= dict.fromkeys(self._by_word.get(alike, ()))
        if not reading.rest:
            for kind in sorted(frozenset().union(*reading.kinds)):
                ids |= dict.fromkeys(self._by_kind.get(kind, ()))
        return ids

    def _away(self, candidate: MentionCandidate, writer: Writer) -> float:
        entry = self.entries[candidate.id]
        if writer.lat is None or writer.lon is None or entry.lat is None or entry.lon is None:
            return math.inf
        return distance_km(writer.lat, writer.lon, entry.lat, entry.lon)

    def nearest(self, words: str, writer: Writer) -> tuple[MentionCandidate, ...]:
        """The structures whose names are most like `words`, best first: for a person to see, never taken."""
        wanted = " ".join(bare(words)) or fold(words)
        near = self._alike(wanted, cutoff=50, scorer=fuzz.token_sort_ratio)
        return tuple(
            MentionCandidate(structure, self.entries[structure].name, alike, alike, near=False)
            for structure, alike in [each for each in near if each[0] != writer.id][:SHOWN]
        )


def _distance(
    reading: OrganisationName, entry: NamedStructure, writer: Writer, fits: float
) -> tuple[bool | None, float]:
    """Whether the structure is near, and what its distance takes off; `None`: it cannot be meant."""
    if reading.placed:
        if entry.ins in reading.communes or (not reading.communes and entry.bassin in reading.bassins):
            return True, 0.0
        if fits >= WHOLE_NAME:
            return False, 0.0
        return (False, ELSEWHERE) if reading.rest else (None, ELSEWHERE)
    if writer.ins is not None and entry.ins == writer.ins:
        return True, 0.0
    if writer.bassin is not None and entry.bassin == writer.bassin:
        return False, NEARBY
    return False, 2 * NEARBY


def _communes_of_codes(territory: Territory) -> dict[str, frozenset[str]]:
    """The communes (INS codes) of each postal code."""
    communes: dict[str, set[str]] = {}
    for commune in territory.communes.values():
        for code in commune.postal_codes:
            communes.setdefault(str(code), set()).add(commune.ins)
    return {code: frozenset(places) for code, places in communes.items()}


_LEFT = re.compile(r"\s*(?:S?(\d+)\s*:\s*)?(.*\D.*)", re.DOTALL)


@dataclass(frozen=True)
class Decision:
    """The structure that words mean, those they do not, whether the person was unsure, or said nobody is meant."""

    same: str | None = None
    different: frozenset[str] = frozenset()
    unsure: bool = False
    nobody: bool = False


@dataclass(frozen=True)
class MentionDecisions:
    """Decisions by folded words and writer (`None`: whoever writes)."""

    by_words: Mapping[tuple[str, str | None], Decision] = field(default_factory=dict)

    def about(self, words: str, writer: str | None) -> Decision:
        """The decision on these words by this writer, else by anybody, else none."""
        folded = fold(words)
        return self.by_words.get((folded, writer)) or self.by_words.get((folded, None)) or Decision()


NO_DECISIONS = MentionDecisions()


def left_of(words: str, record: int | None = None) -> str:
    """The left side of a decision on `words` written by the structure that holds `record`."""
    return f"{record}: {words}" if record is not None else words


def decided(decisions: pd.DataFrame | None, registry: Registry) -> MentionDecisions:
    """The decisions on mentions among all decisions; a later line wins over an earlier one."""
    if decisions is None:
        return NO_DECISIONS
    by_words: dict[tuple[str, str | None], Decision] = {}
    for row in sorted(decisions.to_dict("records"), key=lambda row: str(row["decided_on"] or "")):
        left = _LEFT.fullmatch(str(row["left"] or ""))
        right = registry.aliases.get(_record(row["right"]))
        writer = registry.aliases.get(int(left[1])) if left and left[1] else None
        stray = row["right"] is not None and right is None
        if left is None or stray or (left[1] and writer is None):
            continue
        key = (fold(left[2]), writer)
        by_words[key] = _after(by_words.get(key, Decision()), row["verdict"], right)
    return MentionDecisions(by_words)


def _record(right: Any) -> int:
    text = str(right or "").strip().removeprefix("S")
    return int(text) if text.isdigit() else -1


def _after(before: Decision, verdict: Any, structure: str | None) -> Decision:
    if structure is None:
        if verdict == "different":
            return Decision(None, before.different, nobody=True)
        return replace(before, unsure=before.unsure or verdict == "unsure", nobody=False)
    if verdict == "same":
        return Decision(structure, before.different - {structure})
    same = None if before.same == structure else before.same
    if verdict == "different":
        return Decision(same, before.different | {structure}, before.unsure, before.nobody)
    return Decision(same, before.different, unsure=True)


SURE = 0.84
MARGIN = 0.06
SHOWN = 5
"""How many candidates a person is shown."""

Reason = Literal[
    "no_words", "no_such_record", "no_such_structure", "place_only", "itself", "tie_kind", "nobody"
]
How = Literal["number", "decision", "words"]

_NUMBER = re.compile(r"\s*(?:\[\s*S?(\d+)\s*\].*|S?(\d+)\s*)", re.DOTALL | re.IGNORECASE)
_ROUNDING = 1e-9


@dataclass(frozen=True)
class End:
    """What an end turned out to be: a structure and how it was found, or candidates, or a reason.

    `nearest` are the structures of the nearest names, where nothing fits.
    """

    words: str
    structure: str | None = None
    how: How | None = None
    candidates: tuple[MentionCandidate, ...] = ()
    reason: Reason | None = None
    nearest: tuple[MentionCandidate, ...] = ()


class Resolver:
    """Finds the structure that an end of a tie means; the same words from the same writer once."""

    def __init__(
        self, registry: Registry, territory: Territory, decided: MentionDecisions = NO_DECISIONS
    ) -> None:
        self.index = Index(registry, territory)
        self._aliases: Mapping[int, str] = registry.aliases
        self._territory = territory
        self._decided = decided
        self._found: dict[tuple[str, str | None], End] = {}

    def end(self, words: str | None, writer: str | None = None) -> End:
        """The structure that `words` mean when the structure `writer` says them."""
        text = (words or "").strip()
        key = (text, writer)
        if key not in self._found:
            self._found[key] = self._resolve(text, self.index.writer(writer))
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
        fitting = self.index.candidates(words, writer)
        near = () if fitting else self.index.nearest(words, writer)
        candidates, nearest = (
            tuple(each for each in offered if each.id not in decision.different)
            for offered in (fitting, near)
        )
        # RULE 2: nobody is meant, unless the register has learnt that very name since.
        if decision.nobody and not any(each.fit >= VERY_WORDS for each in candidates):
            return End(words, reason="nobody")
        if not candidates:
            none_left = bool(fitting or near) and not nearest
            return End(words, reason="nobody" if none_left else self._why_none(words), nearest=nearest)
        if not (decision.unsure or decision.nobody) and self._clear(words, candidates):
            return End(words, candidates[0].id, "words")
        return End(words, candidates=candidates[:SHOWN])

    def _clear(self, words: str, candidates: tuple[MentionCandidate, ...]) -> bool:
        first = candidates[0]
        ahead = all(first.rank - other.rank >= MARGIN - _ROUNDING for other in candidates[1:2])
        # «Le Clavier» is a library, or the commune of Clavier.
        doubtful = self.index.read(words).place_only or self._neighbours(words, first)
        doubtful = doubtful or self._elsewhere(words, first) or self._too_short(words)
        return first.fit >= SURE and ahead and not doubtful

    def _too_short(self, words: str) -> bool:
        """Whether what was left out may have been the name: «l'EPN ué» is no article and a kind."""
        reading = self.index.read(words)
        return not reading.rest and self.index.slips(words) and not per_commune(reading, self._territory)

    def _elsewhere(self, words: str, candidate: MentionCandidate) -> bool:
        # RULE 5
        reading = self.index.read(words)
        says_so = reading.where and candidate.fit >= WHOLE_NAME
        return reading.placed and not candidate.near and not says_so

    def _neighbours(self, words: str, candidate: MentionCandidate) -> bool:
        # RULE 4
        reading = self.index.read(words)
        if candidate.near or reading.rest:
            return False
        return per_commune(reading, self._territory)

    def _why_none(self, words: str) -> Reason:
        reading = self.index.read(words)
        return "place_only" if reading.place_only else "no_such_structure"
