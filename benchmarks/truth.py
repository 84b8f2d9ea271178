"""What is stated beside what is so.

`python benchmarks/truth.py [--seeds 20] [--rates 0.3 0.5 0.7 0.9 1] [--ticks 0 0.004 0.01] [--imported]`; with
`--imported` the answers are written as CSV files and brought in by the real import, else put into tables.

Invented worlds of which everything is known: three groups, one structure that alone holds the third to the rest,
isolates, ties known to both ends. Each is surveyed: some answer, each tie is ticked by 97 of 100 who have it, some
boxes are ticked by mistake, some mentions are misspelt. What the answers then say is set beside the truth: ties (any,
and confirmed by both sides), isolates within the stated range, isolates named who have a tie that can be read, relays
without a stand-in on confirmed ties, ranks within the stated range, and the new ties of `trend` after a second survey;
pairs put into one group that are of one; what is said not to be offered near a commune, and what is said to be; the
share of people of the profiles that find a solution, within five points of the stated range.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import networkx as nx

import wtc_eco as eco
from wtc_eco import i18n, model, network
from wtc_eco.analysis import bridges, communities, isolated, journeys
from wtc_eco.analysis.trend import compare
from wtc_eco.coverage import offers
from wtc_eco.coverage.need import reach_of
from wtc_eco.coverage.slots import plan_of
from wtc_eco.coverage.supply import Want, cells
from wtc_eco.ecosystem.snapshots import state
from wtc_eco.network.articulation import cuts
from wtc_eco.network.centrality import betweenness, ranked
from wtc_eco.registry import Registry
from wtc_eco.territory import Commune, Scope, Territory, load

SIZES = (14, 12, 8)
"""Structures of each group; the last hangs on one structure of the first."""
ISOLATES = 3
HANGING = 4
"""Structures that know one other only."""
WITHIN, ACROSS = 0.3, 0.02
"""The share of pairs that know each other, in a group and between the first two."""
TICKED = 0.97
MISTAKEN = 0.05
"""How far mistaken boxes may put a share of people out of the range that is stated."""
NEW_TIES = 8
"""Ties made between the two surveys."""
BASSIN = "namur"
OFFERED, OPEN = 0.15, 0.3
"""How likely a structure is to offer a theme, and to be open at a time."""

Pair = frozenset[int]
Offered = tuple[frozenset[str], frozenset[str]]
"""Themes, and slots at which it is open."""


@dataclass(frozen=True)
class Study:
    """What `Ecosystem` makes of a folder."""

    territory: Territory
    registry: Registry
    ties: Any
    as_of: str

    @cached_property
    def offers(self) -> Mapping[str, Any]:
        """What each offers, as far as it said."""
        return offers(self.registry, self.territory)

    @cached_property
    def network(self) -> nx.MultiDiGraph[str]:
        """The network of the ties that were declared."""
        mentions = network.resolve(self.ties, self.registry, self.territory)
        return network.build(self.registry, mentions, self.territory, as_of=self.as_of)


def world(dice: random.Random) -> nx.Graph[Any]:
    """Who knows whom: structures 1, 2, …; the last ones know nobody."""
    graph: nx.Graph[Any] = nx.Graph()
    groups, first = [], 1
    for size in SIZES:
        groups.append(range(first, first + size))
        first += size
    graph.add_nodes_from(range(1, first + HANGING + ISOLATES))
    for group in groups:
        # A path through the group, so that nobody of it is alone.
        members = dice.sample(list(group), len(group))
        graph.add_edges_from(pairwise(members))
        graph.add_edges_from((a, b) for a in group for b in group if a < b and dice.random() < WITHIN)
    graph.add_edges_from((a, b) for a in groups[0] for b in groups[1] if dice.random() < ACROSS)
    graph.add_edge(groups[0][0], groups[1][0])
    for end in dice.sample(list(groups[2]), 2):
        graph.add_edge(groups[0][-1], end)
    graph.add_edges_from((dice.choice(groups[1]), first + n) for n in range(HANGING))
    return graph


@dataclass(frozen=True)
class Wave:
    """A survey: who answered, and who says that it knows whom, as it wrote it."""

    answered: frozenset[int]
    said: tuple[tuple[int, int, str], ...]
    offered: Mapping[int, Offered] = field(default_factory=dict)


def surveyed(
    graph: nx.Graph[Any], dice: random.Random, *, rate: float, ticks: float, misspelt: float = 0.0
) -> Wave:
    """Who answers at random, and what they tick: their ties but for some, others by mistake, names in part misspelt."""
    nodes = sorted(graph)
    answered = frozenset(dice.sample(nodes, max(1, round(rate * len(nodes)))))
    said = []
    for one in sorted(answered):
        for other in nodes:
            known = graph.has_edge(one, other)
            if one != other and dice.random() < (TICKED if known else ticks):
                wrong = dice.random() < misspelt
                said.append((one, other, _misspelt(name(other), dice) if wrong else str(other)))
    return Wave(answered, tuple(said))


def name(number: int) -> str:
    """The name of a structure."""
    return f"Espace {WORDS[number % len(WORDS)]} {number}"


WORDS = (
    "Abricot",
    "Bouleau",
    "Cerise",
    "Datte",
    "Figue",
    "Groseille",
    "Kiwi",
    "Litchi",
    "Mangue",
    "Noisette",
)


def _misspelt(words: str, dice: random.Random) -> str:
    at = dice.randrange(8, 12)
    return words[:at] + words[at + 1 :]


def offering(graph: nx.Graph[Any], territory: Territory, dice: random.Random) -> dict[int, Offered]:
    """What each truly offers, and when it is open."""
    slots = plan_of(territory.slots).ids()
    return {
        n: (
            frozenset(theme for theme in territory.themes if dice.random() < OFFERED),
            frozenset(slot for slot in slots if dice.random() < OPEN),
        )
        for n in sorted(graph)
    }


def told(
    offered: Mapping[int, Offered],
    answered: Collection[int],
    territory: Territory,
    dice: random.Random,
    ticks: float,
) -> dict[int, Offered]:
    """What those who answered tick of it: most of what is so, and some boxes by mistake."""
    lists = (tuple(territory.themes), plan_of(territory.slots).ids())

    def ticked(true: frozenset[str], boxes: Sequence[str]) -> frozenset[str]:
        return frozenset(box for box in boxes if dice.random() < (TICKED if box in true else ticks))

    return {n: (ticked(offered[n][0], lists[0]), ticked(offered[n][1], lists[1])) for n in sorted(answered)}


def town(territory: Territory, number: int) -> Commune:
    """Where a structure stands: a commune of the bassin."""
    communes = sorted(territory.communes_of(BASSIN), key=lambda one: one.ins)
    return communes[number * 5 % len(communes)]


def study(territory: Territory, graph: nx.Graph[Any], wave: Wave, day: str) -> Study:
    """The register and the ties that these answers make."""
    rows = []
    for n in sorted(graph):
        commune, (themes, slots) = town(territory, n), wave.offered.get(n, (None, None))
        rows.append(
            {
                "id": f"S{n}", "records": (n,), "sources": ("list",), "conflicts": (), "active": True, "name": name(n),
                "ins": commune.ins, "commune": commune.name, "bassin": BASSIN, "place": "inside",
                "asked_on": "2026-01-10", "network_answered_on": day if n in wave.answered else None,
                "themes": None if themes is None else tuple(sorted(themes)),
                "slots": None if slots is None else tuple(sorted(slots)),
                "publics": None if themes is None else ("tous",),
            }
        )  # fmt: skip
    aliases = {n: f"S{n}" for n in graph}
    ties = [
        {"tie": at, "source": "survey", "from": str(one), "to": words, "kind": "knows", "declared_by": "from"}
        for at, (one, _, words) in enumerate(wave.said, start=1)
    ]
    return Study(
        territory,
        Registry(model.frame(model.REGISTRY, rows), aliases, len(rows), 1, 0),
        model.frame(model.TIES, ties),
        day,
    )


@dataclass
class Tally:
    """Counts of what was stated and of what of it is so, over worlds."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, true: int, of: int) -> None:
        """So many of so many are so."""
        self.counts[what] += true
        self.counts[f"{what} of"] += of

    def share(self, what: str) -> float | None:
        """The share (0..1) that is so; `None` where nothing was stated."""
        of = self.counts[f"{what} of"]
        return self.counts[what] / of if of else None


STATED = (
    "ties", "confirmed ties", "isolates in range", "named isolates truly alone or unread", "cuts",
    "confirmed cuts", "ranks in range", "new ties", "groups", "not offered near", "offered near", "journeys near range",
)  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """A world, what is truly offered in it, and the id that the register gives each structure."""

    graph: nx.Graph[Any]
    offered: Mapping[int, Offered]
    ids: Mapping[int, str]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The structure of each id."""
        return {node: n for n, node in self.ids.items()}


def judged(world_so: Truth, wave: Wave, asked: Study, tally: Tally) -> None:
    """Set what one survey says beside the truth."""
    graph, ids = world_so.graph, world_so.ids
    true = {frozenset((ids[a], ids[b])) for a, b in graph.edges}
    drawn = asked.network
    pairs: dict[frozenset[str], bool] = {}
    for a, b, attributes in drawn.edges(data=True):
        key = frozenset((a, b))
        pairs[key] = pairs.get(key, False) or attributes["state"] == "confirmed"
    tally.add("ties", len(true & set(pairs)), len(pairs))
    sure = {pair for pair, both in pairs.items() if both}
    tally.add("confirmed ties", len(true & sure), len(sure))
    scope = Scope(territory=asked.territory)
    alone_said = isolated.ask(asked, scope)
    alone = sum(graph.degree(n) == 0 for n in wave.answered)
    tally.add("isolates in range", int((alone_said.low or 0) <= alone <= (alone_said.high or 0)), 1)
    read = {n for one, other, words in wave.said if words == str(other) for n in (one, other)}
    named = [world_so.numbers[row["id"]] for row in alone_said.rows() if row["standing"] == "isolated"]
    tally.add("named isolates truly alone or unread", sum(n not in read for n in named), len(named))
    _relays(world_so, bridges.ask(asked, scope).rows(), tally)
    _groups(world_so, communities.ask(asked, scope).rows(), tally)
    _offers(world_so, asked, tally)


def _groups(world_so: Truth, rows: Sequence[Mapping[str, Any]], tally: Tally) -> None:
    """Pairs put into one group: are they of one? Those that know one other only are of its group."""
    of: dict[int, int] = {}
    first = 1
    for group, size in enumerate(SIZES):
        of |= dict.fromkeys(range(first, first + size), group)
        first += size
    of |= dict.fromkeys(range(first, first + HANGING), 1)
    pairs = [
        (of.get(world_so.numbers[a]), of.get(world_so.numbers[b]))
        for row in rows
        for a, b in combinations(row["members"], 2)
    ]
    tally.add("groups", sum(a is not None and a == b for a, b in pairs), len(pairs))


def _offers(world_so: Truth, asked: Study, tally: Tally) -> None:
    """Whether what is said of a commune and of the profiles is so; distances are counted here once more."""
    pack = asked.territory
    reach, communes = reach_of(pack.demand), pack.communes_of(BASSIN)
    wants = [
        *(Want(theme=theme) for theme in pack.themes),
        *(Want(slot=slot) for slot in plan_of(pack.slots).ids()),
    ]
    near = {
        (one.ins, other.ins): reach.road_factor * _km(one, other) <= reach.within_km
        for one in communes
        for other in communes
    }
    for cell in cells(communes, asked.offers, wants, reach):
        want = cell.want.theme or cell.want.slot
        so = any(
            want in {*themes, *slots} and near[cell.commune.ins, town(pack, n).ins]
            for n, (themes, slots) in world_so.offered.items()
        )
        if cell.state == "none":
            tally.add("not offered near", int(not so), 1)
        elif cell.state == "offered":
            tally.add("offered near", int(so), 1)
    everybody = frozenset(world_so.graph)
    known = study(pack, world_so.graph, Wave(everybody, (), world_so.offered), "2026-03-01")
    scope = Scope(territory=pack, bassin=pack.find_bassin(BASSIN))
    true, stated = journeys.ask(known, scope), journeys.ask(asked, scope)
    if true.low is not None and stated.low is not None and stated.high is not None:
        # The range is of what is unknown: a box forgotten or ticked by mistake is beyond it.
        within = stated.low - MISTAKEN <= true.low <= stated.high + MISTAKEN
        tally.add("journeys near range", int(within), 1)


def _km(one: Commune, other: Commune) -> float:
    """Great circle between two centres, by the haversine."""
    lat, far_lat = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((far_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(far_lat) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(half))


def _relays(world_so: Truth, rows: Sequence[Mapping[str, Any]], tally: Tally) -> None:
    labelled = nx.relabel_nodes(world_so.graph, dict(world_so.ids))
    points = cuts(labelled).points
    relays = [row for row in rows if row.get("role") == "articulation_point"]
    tally.add("cuts", sum(row["id"] in points for row in relays), len(relays))
    sure = [row for row in relays if row["confirmed"]]
    tally.add("confirmed cuts", sum(row["id"] in points for row in sure), len(sure))
    placed = [row for row in rows if row.get("rank") is not None]
    among = [row["id"] for row in placed]
    truth = ranked(betweenness(labelled, engine="numpy").values, among)
    tally.add(
        "ranks in range",
        sum(row["rank_best"] <= truth[row["id"]] <= row["rank_worst"] for row in placed),
        len(placed),
    )


def grown(graph: nx.Graph[Any], dice: random.Random) -> nx.Graph[Any]:
    """The same structures some time later, with new ties."""
    later = graph.copy()
    apart = [pair for pair in nx.non_edges(graph) if graph.degree(pair[0]) and graph.degree(pair[1])]
    later.add_edges_from(dice.sample(sorted(tuple(sorted(pair)) for pair in apart), NEW_TIES))
    return later


def dated(
    territory: Territory, graph: nx.Graph[Any], waves: tuple[Wave, Wave], later: nx.Graph[Any], tally: Tally
) -> None:
    """Set the new ties that `trend` names beside those that are new."""
    first, second = (
        study(territory, one, wave, day)
        for one, wave, day in zip((graph, later), waves, ("2026-03-01", "2026-11-01"), strict=True)
    )
    before, after = (json.loads(json.dumps(state(one))) for one in (first, second))
    finding = compare(before, after, second, Scope(territory=territory))
    new = {
        frozenset(row["id"].split(" → "))
        for row in finding.rows()
        if row["direction"] == "better" and row["what"] == "tie"
    }
    made = {frozenset((f"S{a}", f"S{b}")) for a, b in later.edges if not graph.has_edge(a, b)}
    tally.add("new ties", len(new & made), len(new))


def imported(
    graph: nx.Graph[Any], wave: Wave, folder: Path, territory: Territory
) -> tuple[Any, dict[int, str]]:
    """The folder that the import makes of the same answers in CSV files, and the id of each structure."""
    ecosystem = eco.init(folder / "world", bassin=BASSIN)
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, delimiter=";")
        rows.writerow(
            ("Nom", "Type", "Rue", "Code postal", "Localité", "Thèmes", "Créneaux", "Publics", "Interrogée le",
             "network_answered_on")
        )  # fmt: skip
        for n in sorted(graph):
            commune, answered = town(territory, n), n in wave.answered
            themes, slots = wave.offered.get(n, (frozenset[str](), frozenset[str]()))
            rows.writerow(
                (name(n), "EPN", f"rue {WORDS[n % 7]} {n}", commune.postal_codes[0], commune.name,
                 ", ".join(territory.themes[theme].text() for theme in sorted(themes)) or ("aucun" if answered else ""),
                 ", ".join(sorted(slots)) or ("aucun" if answered else ""),
                 "Tout public" if answered else "", "2026-01-10", "2026-03-01" if answered else "")
            )  # fmt: skip
    with (folder / "ties.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, delimiter=";")
        rows.writerow(("de", "vers", "type"))
        rows.writerows(
            (name(one), name(other) if words == str(other) else words, "connaît")
            for one, other, words in wave.said
        )
    ecosystem.imports.structures(folder / "list.csv", source="list")
    ecosystem.imports.ties(folder / "ties.csv", source="survey")
    ids = {row["name"]: row["id"] for row in ecosystem.registry.table.to_dict("records")}
    return ecosystem._inner, {n: ids[name(n)] for n in sorted(graph)}  # noqa: SLF001 - a benchmark looks inside


def tallied(  # noqa: PLR0913 - what a world is made of
    seeds: Collection[int],
    *,
    rate: float,
    ticks: float,
    misspelt: float,
    territory: Territory | None = None,
    through_import: bool = False,
) -> Tally:
    """What was stated of these worlds, and what of it is so; through the import without a second survey."""
    pack, tally = territory or load("wallonie"), Tally()
    for seed in seeds:
        dice = random.Random(f"{seed} {rate} {ticks} {misspelt}")  # noqa: S311 - a seeded draw, no secret
        graph = world(dice)
        wave = surveyed(graph, dice, rate=rate, ticks=ticks, misspelt=misspelt)
        # Offers have dice of their own: the ties of a seed stay what they were.
        own = random.Random(f"offers {seed} {rate} {ticks}")  # noqa: S311 - the same
        offered = offering(graph, pack, own)
        wave = replace(wave, offered=told(offered, wave.answered, pack, own, ticks))
        if through_import:
            # The list is written as those who keep it speak.
            with tempfile.TemporaryDirectory() as folder, i18n.speaking("fr"):
                asked, ids = imported(graph, wave, Path(folder), pack)
                judged(Truth(graph, offered, ids), wave, asked, tally)
            continue
        so = Truth(graph, offered, {n: f"S{n}" for n in sorted(graph)})
        judged(so, wave, study(pack, graph, wave, "2026-03-01"), tally)
        later = grown(graph, dice)
        # More answer the second time, as is usual, and those who had answered do again.
        again = surveyed(later, dice, rate=1.0, ticks=ticks, misspelt=misspelt)
        kept = wave.answered | frozenset(dice.sample(sorted(graph), len(graph) // 2))
        second = Wave(kept, tuple(line for line in again.said if line[0] in kept))
        dated(pack, graph, (wave, second), later, tally)
    return tally


def lines(options: argparse.Namespace) -> Iterator[str]:
    """The table of docs/method.md."""
    yield "| answers | mistaken ticks | misspelt | " + " | ".join(STATED) + " |"
    yield "|---" * (3 + len(STATED)) + "|"
    for rate in options.rates:
        for ticks in options.ticks:
            tally = tallied(
                range(options.seeds),
                rate=rate,
                ticks=ticks,
                misspelt=options.misspelt,
                through_import=options.imported,
            )
            shares = [tally.share(what) for what in STATED]
            cells = [
                f"{share:.0%} of {tally.counts[f'{what} of']}" if share is not None else "–"
                for what, share in zip(STATED, shares, strict=True)
            ]
            yield f"| {rate:.0%} | {ticks:.1%} | {options.misspelt:.0%} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--seeds", type=int, default=20)
    options.add_argument("--rates", type=float, nargs="+", default=[0.3, 0.5, 0.7, 0.9, 1.0])
    options.add_argument("--ticks", type=float, nargs="+", default=[0.0, 0.004, 0.01])
    options.add_argument("--misspelt", type=float, default=0.05)
    options.add_argument("--imported", action="store_true", help="through CSV files and the real import")
    with i18n.speaking("en"):
        for line in lines(options.parse_args()):
            print(line, flush=True)


if __name__ == "__main__":
    main()
