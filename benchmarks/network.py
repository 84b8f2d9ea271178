"""How fast the network is measured, and journeys followed: `python benchmarks/network.py [--sizes 400 5000]`.

The same invented network (ties mostly near, 2.3 a structure) is measured by this project, by networkx alone
and by igraph, measure by measure, in one run: CPU seconds, and the ratio to this project. A peer that is not
installed is left out, with a word, and so is what would take minutes (`LIMITS`), unless `--exact`. Journeys: 5 profiles × 262 communes × 2 needs.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from typing import Any

import networkx as nx
import numpy as np

from wtc_eco.network.articulation import cuts
from wtc_eco.network.centrality import betweenness, constraint, effective_size, installed
from wtc_eco.network.communities import RUNS, communities
from wtc_eco.network.journeys import NOT_SERVED, Arcs, Cases, gains, served

SIZES = (400, 5_000, 50_000)
LIMITS = {
    ("wtc-eco", "betweenness"): 5_000,
    ("networkx", "betweenness"): 1_000,
    ("igraph", "betweenness"): 5_000,
    ("networkx", "cut off"): 1_000,  # each articulation point is taken out in its turn
    ("networkx", "constraint"): 5_000,  # these two make a full table of n × n figures
    ("networkx", "effective size"): 5_000,
}
"""Up to how many structures an engine is asked for a measure: beyond, it takes minutes, or the machine."""
JOURNEYS_UP_TO = 5_000
ALL_UP_TO = 5_000
PROFILES, COMMUNES, NEEDS = 5, 262, 2
TIES, NEAR, FAR = 2.3, 20, 0.05
"""Ties a structure begins, how far along the line they go, and the share that goes anywhere."""
WALKED_UP_TO = 400
"""Structures up to which journeys are also followed case by case, to compare."""

Work = Callable[[], Any]


def main() -> None:
    """Print one line a measure, size and engine."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    options.add_argument(
        "--exact", action="store_true", help="every measure by every engine, whatever the time it takes"
    )
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    rows = []
    if not chosen.json:
        announce()
    for row in found(chosen.sizes, exact=chosen.exact):
        rows.append(row)
        if not chosen.json:
            said = (
                f"{row['n']:>10}",
                f"{row['measure']:<25}{row['engine']:<22}{row['cpu_s']:>9.3f}",
                row["ratio"],
            )
            print("  ".join(said), flush=True)
    if chosen.json:
        print(json.dumps(rows, indent=2))


def announce() -> None:
    """Which peers are left out, and the titles of the columns."""
    for peer in ("igraph", "rustworkx"):
        if not find_spec(peer):
            print(f"{peer} is not installed: left out")
    print(f"{'structures':>10}  {'measure':<25}{'engine':<22}{'CPU s':>9}  ratio")


def found(sizes: list[int], *, exact: bool) -> Iterator[dict[str, Any]]:
    """Every line, size by size."""
    for size in sizes:
        yield from measured(size, exact=exact)
        if size <= JOURNEYS_UP_TO:
            yield from travelled(size)


def invented(n: int) -> nx.Graph[str]:
    """A network in which most ties are near, the same for the same size."""
    dice = random.Random(n)  # noqa: S311 - the same network every time
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(f"S{number}" for number in range(n))
    for _ in range(int(TIES * n)):
        start = dice.randrange(n)
        end = dice.randrange(n) if dice.random() < FAR else (start + dice.randint(1, NEAR)) % n
        if start != end:
            graph.add_edge(f"S{start}", f"S{end}")
    return graph


def measured(n: int, *, exact: bool) -> Iterator[dict[str, Any]]:
    """Every measure of a network of `n` structures, by every engine."""
    graph = invented(n)
    works = {"wtc-eco": ours(graph), "networkx": networkx_alone(graph)}
    if find_spec("igraph"):
        works["igraph"] = by_igraph(graph)
    for measure in works["wtc-eco"]:
        first = 0.0
        for engine, work in works.items():
            if measure not in work or (n > LIMITS.get((engine, measure), n) and not exact):
                continue
            seconds = cpu(work[measure])
            first = seconds if engine == "wtc-eco" else first
            name = f"{engine} ({installed()})" if (engine, measure) == ("wtc-eco", "betweenness") else engine
            yield line(n, measure, name, seconds, first)
    if n <= ALL_UP_TO:
        yield from everything(n, works)


def everything(n: int, works: Mapping[str, Mapping[str, Work]]) -> Iterator[dict[str, Any]]:
    """All measures with the groups of twenty runs, as `wtc-eco measures` needs them, by whoever has them all."""
    first = 0.0
    for engine, work in works.items():
        if set(work) == set(works["wtc-eco"]) and (engine, n) in {("wtc-eco", n), ("networkx", min(SIZES))}:
            seconds = sum(cpu(one) * (RUNS if "one run" in measure else 1) for measure, one in work.items())
            first = first or seconds
            yield line(n, f"all, groups of {RUNS} runs", engine, seconds, first)


def ours(graph: nx.Graph[str]) -> dict[str, Work]:
    """The full set of measures of this project."""
    return {
        "core number": lambda: nx.core_number(graph),
        "cut off": lambda: cuts(graph),
        "constraint": lambda: constraint(graph),
        "effective size": lambda: effective_size(graph),
        "communities, one run": lambda: communities(graph, runs=1),
        "betweenness": lambda: betweenness(graph),
    }


def networkx_alone(graph: nx.Graph[str]) -> dict[str, Work]:
    """The same by networkx; what each would cut off is found by taking it out."""
    return {
        "core number": lambda: nx.core_number(graph),
        "constraint": lambda: nx.constraint(graph),
        "effective size": lambda: nx.effective_size(graph),
        "communities, one run": lambda: nx.community.louvain_communities(graph, seed=0),
        "betweenness": lambda: nx.betweenness_centrality(graph),
        "cut off": lambda: taken_out(graph),
    }


def taken_out(graph: nx.Graph[str]) -> dict[str, int]:
    """How many components a network falls into without each articulation point."""
    points = list(nx.articulation_points(graph))
    return {
        point: nx.number_connected_components(graph.subgraph(set(graph) - {point})) for point in points
    } | {f"{a}-{b}": 0 for a, b in nx.bridges(graph)}


def by_igraph(graph: nx.Graph[str]) -> dict[str, Work]:
    """The same by igraph, the network handed over beforehand; it has no effective size."""
    import igraph

    place = {node: number for number, node in enumerate(graph)}
    held = igraph.Graph(len(place), [(place[a], place[b]) for a, b in graph.edges])
    return {
        "core number": held.coreness,
        "cut off": lambda: (held.articulation_points(), held.bridges()),
        "constraint": held.constraint,
        "communities, one run": held.community_multilevel,
        "betweenness": lambda: held.betweenness(directed=False),
    }


def travelled(n: int) -> list[dict[str, Any]]:
    """Reach of every case, and the gain of every candidate link, among `n` structures."""
    cases, arcs = invented_cases(n)
    reach = cpu(lambda: served(cases, arcs))
    rows = [
        line(n, "journeys: reach", "wtc-eco", reach, reach),
        line(n, "journeys: all links", "wtc-eco", links := cpu(lambda: gains(cases, arcs)), links),
    ]
    if n <= WALKED_UP_TO:
        rows.insert(1, line(n, "journeys: reach", "case by case", cpu(lambda: walked(cases, arcs)), reach))
    return rows


def invented_cases(n: int) -> tuple[Cases, Arcs]:
    """Cases of a country in which 4 structures in 100 are near and 3 in 1,000 have what is needed."""
    dice = np.random.default_rng(n)
    n_cases = PROFILES * COMMUNES * NEEDS
    entries, goals = dice.random((n, n_cases)) < 16 / n, dice.random((n, n_cases)) < 1.2 / n
    pairs = dice.integers(0, n, (5 * n, 2))
    arcs = Arcs.of([str(node) for node in range(n)], [(str(a), str(b)) for a, b in pairs])
    return Cases(entries, goals, dice.integers(1, 500, n_cases)), arcs


def walked(cases: Cases, arcs: Arcs) -> int:
    """How many cases are served, found by networkx from the entries of one case after the other."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(arcs.n))
    graph.add_edges_from(zip(arcs.starts.tolist(), arcs.ends.tolist(), strict=True))
    done = 0
    for number in range(cases.n):
        goals = set(np.flatnonzero(cases.goals[:, number]).tolist())
        starts = np.flatnonzero(cases.entries[:, number]).tolist()
        near = (nx.single_source_shortest_path_length(graph, start, cutoff=2) for start in starts)
        done += any(not goals.isdisjoint(found) for found in near)
    if done != int((served(cases, arcs) != NOT_SERVED).sum()):
        raise SystemExit("the two searches differ")
    return done


def cpu(work: Work) -> float:
    """The CPU seconds that a piece of work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def line(n: int, measure: str, engine: str, seconds: float, first: float) -> dict[str, Any]:
    """A line of the table; `ratio` is to this project's time."""
    ratio = f"×{seconds / first:.2g}" if first else "–"
    return {"n": n, "measure": measure, "engine": engine, "cpu_s": round(seconds, 3), "ratio": ratio}


if __name__ == "__main__":
    main()
