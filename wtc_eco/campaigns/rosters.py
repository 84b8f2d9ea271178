"""Which list of structures is each respondent shown?

From memory one forgets one friend in five (Brewer & Webster 1999), and nobody reads four hundred lines. So:

1. A list has `MOST` lines at most. Where a bassin has no more structures, all are shown them all.
2. Bodies that serve the whole bassin (the pack says which kinds) are on every list of it.
3. Communes that lie close together share a list, so that there are few forms: theirs take `OWN` of it.
4. The lines left go to the communes nearest to them, whole communes at a time.
5. A commune that alone is too large for a list is cut: those that most sources name stay. Free lines take the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wtc_eco.i18n import listing, tr
from wtc_eco.territory import Territory
from wtc_eco.territory.normalize import file_name, file_words, fold
from wtc_eco.territory.places import distance_km

MOST = 60
OWN = 2 / 3
WIDE = 15
"""Bodies of the whole bassin on a list, at most."""
BETWEEN = " – "
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Listed:
    """A line of a list: a structure, as a form shows it."""

    id: str
    name: str
    locality: str
    commune: str

    def text(self) -> str:
        """«[S12] CPAS de Mons – Mons»: the number tells two of one name apart, and an import by which it is known."""
        return f"[{self.id}] {self.name}" + (f"{BETWEEN}{self.locality}" if self.locality else "")

    def under_its_commune(self) -> str:
        """The same under the name of its commune, which need not be said twice."""
        same = fold(self.locality) == fold(self.commune)
        return f"[{self.id}] {self.name}" if same else self.text()


@dataclass(frozen=True)
class Roster:
    """A list and who is shown it: `shown` in the order of the form, by commune and name; `asked` are ids.

    `left_out` are structures of these communes that found no line.
    """

    id: str
    title: str
    shown: tuple[Listed, ...]
    asked: tuple[str, ...]
    left_out: tuple[str, ...] = ()

    def by_commune(self) -> tuple[tuple[str, tuple[Listed, ...]], ...]:
        """The lines under their communes."""
        communes: dict[str, list[Listed]] = {}
        for one in self.shown:
            communes.setdefault(one.commune, []).append(one)
        return tuple((commune, tuple(lines)) for commune, lines in communes.items())


def rosters(structures: Iterable[Row], territory: Territory, *, most: int = MOST) -> tuple[Roster, ...]:
    """The lists of these structures (rows of the register), bassin by bassin."""
    by_bassin: dict[str, list[Row]] = defaultdict(list)
    for row in structures:
        by_bassin[row["bassin"] or ""].append(row)
    return _told_apart(
        roster
        for bassin in sorted(by_bassin)
        for roster in _of_bassin(_in_order(by_bassin[bassin]), bassin, territory, most)
    )


def _told_apart(made: Iterable[Roster]) -> tuple[Roster, ...]:
    """The lists, of which a second one of a name is called `-2`: their files are called by it."""
    met: Counter[str] = Counter()
    apart = []
    for roster in made:
        met[roster.id] += 1
        apart.append(replace(roster, id=f"{roster.id}-{met[roster.id]}") if met[roster.id] > 1 else roster)
    return tuple(apart)


def listed(row: Row) -> Listed:
    """A structure of the register as a line of a list."""
    name = " ".join(str(row["name"] or "?").split())
    locality = " ".join(str(row["locality"] or row["commune"] or "").split())
    return Listed(row["id"], name, locality, row["commune"] or "")


def lines(rows: Iterable[Row]) -> tuple[Listed, ...]:
    """Structures in the order of a form: by commune, then by name."""
    return tuple(sorted(map(listed, rows), key=_alphabetical))


def _alphabetical(one: Listed) -> tuple[Any, ...]:
    return not one.commune, fold(one.commune), fold(one.name), int(one.id[1:])


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: int(row["id"][1:]))


def _of_bassin(rows: Sequence[Row], bassin: str, territory: Territory, most: int) -> list[Roster]:
    known = territory.bassins.get(bassin)
    place = known.text() if known else tr("outside the bassins")
    if len(rows) <= most:  # RULE 1
        return [Roster(bassin or file_words(place), place, lines(rows), tuple(row["id"] for row in rows))]
    wide = _wide(rows, territory)
    near: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        near[row["ins"] or ""].append(row)
    room = most - len(wide)
    groups = _groups({ins: len(listed) for ins, listed in near.items()}, territory, int(room * OWN))
    return [_roster(group, near, wide, territory, most) for group in groups]


def _wide(rows: Iterable[Row], territory: Territory) -> tuple[Row, ...]:
    """RULE 2: those of kinds that serve the whole bassin, those that most lists name first."""
    kinds = {id_ for id_, term in territory.kinds.items() if term.extra.get("serves") == "bassin"}
    return tuple(_best([row for row in rows if row["kind"] in kinds], WIDE))


def _best(rows: Iterable[Row], n: int) -> list[Row]:
    return sorted(rows, key=lambda row: (-len(row["sources"]), int(row["id"][1:])))[:n]


def _groups(sizes: Mapping[str, int], territory: Territory, room: int) -> list[tuple[str, ...]]:
    """RULE 3: the two closest groups of communes become one, while they fit (complete linkage)."""
    groups: list[tuple[str, ...]] = [(ins,) for ins in sorted(sizes)]
    while True:
        fitting = [
            (_apart(one, other, territory), one, other)
            for at, one in enumerate(groups)
            for other in groups[at + 1 :]
            if sum(sizes[ins] for ins in (*one, *other)) <= room
        ]
        if not fitting:
            return groups
        _, one, other = min(fitting)
        groups = sorted([group for group in groups if group not in (one, other)] + [(*one, *other)])


def _apart(one: Sequence[str], other: Sequence[str], territory: Territory) -> float:
    return max(_km(a, b, territory) for a in one for b in other)


def _km(one: str, other: str, territory: Territory) -> float:
    """Between two communes, as the crow flies; a structure of no known commune is far from everybody."""
    here, there = (territory.commune_at(ins) if ins else None for ins in (one, other))
    if here is None or there is None:
        return 1_000.0
    return round(distance_km(here.lat, here.lon, there.lat, there.lon), 3)


def _roster(
    group: tuple[str, ...],
    near: Mapping[str, Sequence[Row]],
    wide: Sequence[Row],
    territory: Territory,
    most: int,
) -> Roster:
    asked = [row for ins in group for row in near[ins]]
    taken = {row["id"]: row for row in wide}
    own = [row for row in asked if row["id"] not in taken]
    kept = _best(own, most - len(taken))  # RULE 5
    taken |= {row["id"]: row for row in kept}
    others = sorted(set(near) - set(group), key=lambda ins: (_apart([ins], group, territory), ins))
    for ins in others:  # RULE 4
        fresh = {row["id"]: row for row in near[ins] if row["id"] not in taken}
        if len(taken) + len(fresh) <= most:
            taken |= fresh
    names = [_name(ins, territory) for ins in group]
    largest = min(group, key=lambda ins: (-len(near[ins]), ins))
    return Roster(
        id=file_words(_name(largest, territory)) or file_name(largest),
        title=listing(sorted(names, key=fold)),
        shown=lines(taken.values()),
        asked=tuple(row["id"] for row in _in_order(asked)),
        left_out=tuple(row["id"] for row in _in_order(own) if row["id"] not in taken),
    )


def _name(ins: str, territory: Territory) -> str:
    commune = territory.commune_at(ins) if ins else None
    return commune.name if commune else tr("commune unknown")
