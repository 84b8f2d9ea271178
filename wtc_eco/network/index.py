"""The structures of a registry as mentions may mean them, and the candidates for a mention."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.network.reading import Reader, Reading, bare, localities
from wtc_eco.network.resemblance import WHOLE_NAME, Entry, Weights, fit
from wtc_eco.territory.distance import distance_km
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.registry import Registry
    from wtc_eco.territory import Territory

NEARBY = 0.08
"""What a candidate loses outside the writer's commune, and again outside the writer's bassin."""
ELSEWHERE = 0.3
"""What a candidate loses where the mention names another place."""
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
class Candidate:
    """A structure that a mention may mean.

    `fit` is how well the words fit (0 to 1.1), `rank` the fit less what distance takes off, `near`
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
        rows = registry.table.to_dict("records")
        self._territory = territory
        self._reader = Reader(territory, localities(rows))
        self.entries = {row["id"]: self._entry(row) for row in rows}
        self._weights = Weights(self.entries.values())
        self._by_word: dict[str, list[str]] = {}
        self._by_kind: dict[str, list[str]] = {}
        self._by_name: dict[tuple[str, ...], list[str]] = {}
        for entry in self.entries.values():
            self._file(entry)

    def _entry(self, row: Mapping[str, Any]) -> Entry:
        names = dict.fromkeys(name for name in (row["name"], *(row["also_known_as"] or ())) if name)
        return Entry(
            id=row["id"],
            name=row["name"] or row["id"],
            names=tuple(self._reader.name(name, row["ins"]) for name in names),
            kind=row["kind"],
            labels=frozenset(row["labels"] or ()),
            ins=row["ins"],
            bassin=row["bassin"],
            lat=row["lat"],
            lon=row["lon"],
        )

    def _file(self, entry: Entry) -> None:
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

    def read(self, words: str) -> Reading:
        """What a mention says, places that only the gazetteer knows included."""
        reading = self._reader.read(words)
        if reading.kinds and not reading.placed:
            # «l'espace Dinamo» is not a misspelt Dinant where a structure is called Dinamo.
            known = any(self._weights.alike(word) for word in reading.rest)
            return self._reader.place_in_rest(reading, spelled_so=known)
        return reading

    def candidates(self, words: str, writer: Writer) -> tuple[Candidate, ...]:
        """The structures that `words` may mean when `writer` says them, the likeliest first."""
        reading = self.read(words)
        found = []
        for structure in self._thinkable(reading):
            entry = self.entries[structure]
            fits = fit(reading, entry, self._weights, self._territory)
            near, loss = _distance(reading, entry, writer, fits)
            if near is not None and fits >= DOUBTFUL:
                found.append(Candidate(entry.id, entry.name, fits, fits - loss, near))
        return tuple(sorted(found, key=lambda each: (-each.rank, self._away(each, writer), _number(each.id))))

    def _thinkable(self, reading: Reading) -> Iterable[str]:
        held = dict.fromkeys(self._by_name.get(reading.bare, ()))
        for word in reading.rest:
            for alike in self._weights.alike(word):
                held |= dict.fromkeys(self._by_word.get(alike, ()))
        if not reading.rest:
            for kind in sorted(frozenset().union(*reading.kinds)):
                held |= dict.fromkeys(self._by_kind.get(kind, ()))
        return held

    def _away(self, candidate: Candidate, writer: Writer) -> float:
        entry = self.entries[candidate.id]
        if writer.lat is None or writer.lon is None or entry.lat is None or entry.lon is None:
            return math.inf
        return distance_km(writer.lat, writer.lon, entry.lat, entry.lon)

    def nearest_names(self, words: str) -> tuple[str, ...]:
        """The up to three names of structures most like `words`, best first."""
        from rapidfuzz import fuzz, process

        wanted = " ".join(bare(words)) or fold(words)
        held = {entry.id: " ".join(bare(entry.name)) for entry in self.entries.values()}
        near = process.extract(wanted, held, scorer=fuzz.token_sort_ratio, score_cutoff=50, limit=12)
        names = [self.entries[structure].name for _, _, structure in near]
        return tuple(dict.fromkeys(names))[:3]


def _distance(reading: Reading, entry: Entry, writer: Writer, fits: float) -> tuple[bool | None, float]:
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


def _number(structure: str) -> int:
    return int(structure.removeprefix("S"))
