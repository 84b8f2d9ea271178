"""What is stated beside what is so: `python benchmarks/truth.py [--seeds 20] [--rates 0.3 0.5 0.7 0.9 1] [--ticks 0 0.004 0.01]`.

Invented worlds of which everything is known: three groups, one structure that alone holds the third to the rest,
isolates, ties known to both ends. Each is surveyed: some answer, each tie is ticked by 97 of 100 who have it, some
boxes are ticked by mistake, some mentions are misspelt. What the answers then say is set beside the truth: ties (any,
and confirmed by both sides), isolates within the stated range, isolates named who have a tie that can be read, relays
without a stand-in on confirmed ties, ranks within the stated range, and the new ties of `trend` after a second survey.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import networkx as nx

from wtc_eco import i18n, model, network
from wtc_eco.analysis import bridges, isolated
from wtc_eco.analysis.trend import compare
from wtc_eco.coverage import offers
from wtc_eco.ecosystem.snapshots import state
from wtc_eco.network.articulation import cuts
from wtc_eco.network.centrality import betweenness, ranked
from wtc_eco.registry import Registry
from wtc_eco.territory import Scope, Territory, load

SIZES = (14, 12, 8)
"""Structures of each group; the last hangs on one structure of the first."""
ISOLATES = 3
HANGING = 4
"""Structures that know one other only."""
WITHIN, ACROSS = 0.3, 0.02
"""The share of pairs that know each other, in a group and between the first two."""
TICKED = 0.97
NEW_TIES = 8
"""Ties made between the two surveys."""
COMMUNE = "92094"

Pair = frozenset[int]


@dataclass(frozen=True)
class Study:
    """What `Ecosystem` makes of a folder."""

    territory: Territory
    registry: Registry
    ties: Any
    as_of: str

    @cached_property
    def offers(self) -> Mapping[str, Any]:
        """What each offers: nothing is known."""
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


def study(territory: Territory, graph: nx.Graph[Any], wave: Wave, day: str) -> Study:
    """The register and the ties that these answers make."""
    rows = [
        {
            "id": f"S{n}", "records": (n,), "sources": ("list",), "conflicts": (), "active": True, "name": name(n),
            "ins": COMMUNE, "commune": "Namur", "bassin": "namur", "place": "inside", "asked_on": "2026-01-10",
            "network_answered_on": day if n in wave.answered else None,
        }
        for n in sorted(graph)
    ]  # fmt: skip
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
    "confirmed cuts", "ranks in range", "new ties",
)  # fmt: skip


def judged(graph: nx.Graph[Any], wave: Wave, asked: Study, tally: Tally) -> None:
    """Set what one survey says beside the truth."""
    true = {frozenset((f"S{a}", f"S{b}")) for a, b in graph.edges}
    drawn = asked.network
    pairs: dict[frozenset[str], bool] = {}
    for a, b, attributes in drawn.edges(data=True):
        key = frozenset((a, b))
        pairs[key] = pairs.get(key, False) or attributes["state"] == "confirmed"
    tally.add("ties", len(true & set(pairs)), len(pairs))
    sure = {pair for pair, both in pairs.items() if both}
    tally.add("confirmed ties", len(true & sure), len(sure))
    scope = Scope(territory=asked.territory)
    told = isolated.ask(asked, scope)
    alone = sum(graph.degree(n) == 0 for n in wave.answered)
    tally.add("isolates in range", int((told.low or 0) <= alone <= (told.high or 0)), 1)
    read = {n for one, other, words in wave.said if words == str(other) for n in (one, other)}
    named = [int(row["id"][1:]) for row in told.rows() if row["standing"] == "isolated"]
    tally.add("named isolates truly alone or unread", sum(n not in read for n in named), len(named))
    _relays(graph, bridges.ask(asked, scope).rows(), tally)


def _relays(graph: nx.Graph[Any], rows: Sequence[Mapping[str, Any]], tally: Tally) -> None:
    labelled = nx.relabel_nodes(graph, {n: f"S{n}" for n in graph})
    points = cuts(labelled).points
    relays = [row for row in rows if row.get("role") == "articulation_point"]
    tally.add("cuts", sum(row["id"] in points for row in relays), len(relays))
    sure = [row for row in relays if row["confirmed"]]
    tally.add("confirmed cuts", sum(row["id"] in points for row in sure), len(sure))
    placed = [row for row in rows if row.get("rank") is not None]
    among = [row["id"] for row in placed]
    labelled = nx.relabel_nodes(graph, {n: f"S{n}" for n in graph})
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


def tallied(
    seeds: Collection[int], *, rate: float, ticks: float, misspelt: float, territory: Territory | None = None
) -> Tally:
    """What was stated of these worlds, and what of it is so."""
    pack, tally = territory or load("wallonie"), Tally()
    for seed in seeds:
        dice = random.Random(f"{seed} {rate} {ticks} {misspelt}")  # noqa: S311 - a seeded draw, no secret
        graph = world(dice)
        wave = surveyed(graph, dice, rate=rate, ticks=ticks, misspelt=misspelt)
        judged(graph, wave, study(pack, graph, wave, "2026-03-01"), tally)
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
            tally = tallied(range(options.seeds), rate=rate, ticks=ticks, misspelt=options.misspelt)
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
    with i18n.speaking("en"):
        for line in lines(options.parse_args()):
            print(line, flush=True)


if __name__ == "__main__":
    main()
