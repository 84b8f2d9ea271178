"""Coverage beside its peers: `python benchmarks/coverage.py [--node-modules DIR] [--small]`.

Need against offer: this project and PySAL's `access` looped over the layers, on Wallonia's size (262
communes × 400 structures × 72 layers) and, sparse, on a country's (35,000 × 20,000), in CPU seconds and in
one run. The next openings: what we choose and the exact optimum (scipy's HiGHS, and spopt where it is
installed), on 50 seeded cases. Opening hours: the corpora of tests/coverage (schedules*.txt), and the minutes
that opening_hours.js counts for its OSM strings, through Node, where DIR holds it. A peer that is not
installed is left out, with a word: install `access` and `spopt` in an environment of their own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from wtc_eco.coverage.balance import Kernel, access, sparse_weights
from wtc_eco.coverage.schedule import WEEKS, YEAR_ROUND, is_valid, read, understand
from wtc_eco.coverage.supply import great_circle_km
from wtc_eco.coverage.together import plan

CORPORA = ("schedules.txt", "schedules_later.txt")
SCHEDULES = Path(__file__).resolve().parent.parent / "tests" / "coverage"
KERNEL = Kernel(12.0, 30.0)
LAYERS = 72
CASES, SITES, PLACES, OPENINGS = 50, 60, 80, 4


def spent(does: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives and the CPU seconds it takes."""
    start = time.process_time()
    held = does()
    return held, time.process_time() - start


def points(generator: np.random.Generator, n: int, *, country: bool) -> Any:
    """Places spread over a region, or over a country."""
    lat, lon = ((42.5, 51.0), (-4.5, 8.0)) if country else ((49.5, 50.8), (2.9, 6.3))
    return np.column_stack((generator.uniform(*lat, n), generator.uniform(*lon, n)))


def wallonia() -> None:
    """262 communes, 400 structures, 72 layers: ours against the loop."""
    generator = np.random.default_rng(2026)
    places, structures = points(generator, 262, country=False), points(generator, 400, country=False)
    demand = generator.uniform(10, 900, (262, LAYERS))
    supply = generator.uniform(0, 40, (400, LAYERS)) * (generator.random((400, LAYERS)) < 0.3)  # noqa: PLR2004 - a third offers it

    def ours() -> Any:
        km = 1.3 * great_circle_km(places[:, 0], places[:, 1], structures[:, 0], structures[:, 1])
        return km, access(KERNEL.weigh(km), demand, supply)

    ours()
    (km, found), seconds = spent(ours)
    print(f"Wallonia, {LAYERS} layers: wtc-eco {seconds:.3f} s CPU")
    if find_spec("access") is None:
        print("  PySAL access is not installed: left out")
        return
    theirs, loop = spent(lambda: looped(km, demand, supply))
    gap = float(np.abs(theirs - found).max())
    print(
        f"  PySAL access, looped: {loop:.2f} s CPU, {loop / seconds:.0f} × ours; largest difference {gap:.1e}"
    )


def looped(km: Any, demand: Any, supply: Any) -> Any:
    """PySAL's `access`, one layer after the other."""
    import pandas as pd
    from access import fca

    n, m = km.shape
    origins, ends = np.divmod(np.arange(n * m), m)
    costs = pd.DataFrame({"origin": origins, "dest": ends, "cost": km.ravel()})
    costs = costs[costs.cost <= KERNEL.limit_km]
    layers = []
    for layer in range(demand.shape[1]):
        held = fca.two_stage_fca(
            pd.DataFrame({"demand": demand[:, layer]}, index=pd.Index(range(n), name="geoid")),
            pd.DataFrame({"supply": supply[:, layer]}, index=pd.Index(range(m), name="geoid")),
            costs,
            max_cost=KERNEL.limit_km,
            weight_fn=lambda cost: np.exp(-(cost**2) / (2 * KERNEL.typical_km**2)),
        )
        layers.append(held.reindex(range(n)).fillna(0.0).to_numpy())
    return np.column_stack(layers)


def country(n: int, m: int) -> None:
    """A synthetic country: sparse weights, then 72 layers."""
    generator = np.random.default_rng(7)
    places, structures = points(generator, n, country=True), points(generator, m, country=True)
    demand, supply = generator.uniform(1, 90, (n, LAYERS)), generator.uniform(0, 40, (m, LAYERS))
    weights, near = spent(lambda: sparse_weights(places, structures, KERNEL, road_factor=1.3))
    _, seconds = spent(lambda: access(weights, demand, supply))
    print(
        f"A country, {n:,} × {m:,}, {LAYERS} layers: {near + seconds:.2f} s CPU "
        f"({near:.2f} s for {weights.nnz:,} pairs within reach)"
    )


def openings() -> None:
    """Our choice of openings against the exact optimum, on seeded cases."""
    shares, seconds, exact_seconds = [], 0.0, 0.0
    for seed in range(CASES):
        generator = np.random.default_rng(seed)
        sites, places = points(generator, SITES, country=False), points(generator, PLACES, country=False)
        covers = 1.3 * great_circle_km(sites[:, 0], sites[:, 1], places[:, 0], places[:, 1]) <= 15.0  # noqa: PLR2004 - near
        people = np.round(generator.uniform(50, 2_000, PLACES))
        found, ours = spent(lambda: plan(covers, people, OPENINGS))  # noqa: B023 - called at once
        best, theirs = spent(lambda: optimum(covers, people))  # noqa: B023 - called at once
        shares.append(found.people / best)
        seconds, exact_seconds = seconds + ours, exact_seconds + theirs
    print(
        f"{OPENINGS} openings, {CASES} cases: at least {min(shares):.1%} of the optimum, {np.mean(shares):.2%} on average; "
        f"{seconds:.2f} s CPU, HiGHS {exact_seconds:.2f} s"
    )
    if find_spec("spopt") is None:
        print("  spopt is not installed: left out")
        return
    print(f"  spopt agrees with HiGHS on {sum(map(spopt_agrees, range(CASES)))} of {CASES} cases")


def optimum(covers: Any, people: Any) -> float:
    """The most people that so many openings can cover (maximal covering location problem)."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, hstack, vstack

    n, m = covers.shape
    # A place is covered only where a site near it is open; no more sites than openings.
    served = hstack([-csr_array(covers.T.astype(float)), csr_array(np.eye(m))])
    counted = csr_array(np.concatenate([np.ones(n), np.zeros(m)])[None, :])
    limits = np.concatenate([np.zeros(m), [OPENINGS]])
    held = milp(
        -np.concatenate([np.zeros(n), people]),
        constraints=LinearConstraint(vstack([served, counted]), -np.inf, limits),
        integrality=np.ones(n + m),
        bounds=Bounds(0, 1),
    )
    return float(-held.fun)


def spopt_agrees(seed: int) -> bool:
    """Whether spopt finds the same optimum."""
    import pulp
    from spopt.locate import MCLP

    generator = np.random.default_rng(seed)
    sites, places = points(generator, SITES, country=False), points(generator, PLACES, country=False)
    km = 1.3 * great_circle_km(places[:, 0], places[:, 1], sites[:, 0], sites[:, 1])
    people = np.round(generator.uniform(50, 2_000, PLACES))
    solved = MCLP.from_cost_matrix(km, people, 15.0, p_facilities=OPENINGS).solve(
        pulp.PULP_CBC_CMD(msg=False)
    )
    return abs(pulp.value(solved.problem.objective) - optimum((km <= 15.0).T, people)) < 1e-6  # noqa: PLR2004


def corpus(name: str) -> list[tuple[str, str, str]]:
    """The schedules of a file with their status and their OSM string."""
    text = (SCHEDULES / name).read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    held = []
    for text, answer in zip(lines[::2], lines[1::2], strict=True):
        status, _, osm = answer.strip().partition(" ")
        held.append((text.replace("\\n", "\n").replace("\\t", "\t"), status, osm))
    return held


def hours(name: str) -> list[str]:
    """A corpus read: right, invalid, silently wrong, and how long; gives the strings that are known."""
    right = invalid = silent = 0
    longest = 0.0
    known = []
    for text, status, osm in (held := corpus(name)):
        found, seconds = spent(lambda: understand(text))  # noqa: B023 - called at once
        longest = max(longest, seconds)
        answer = read(osm)
        fits = found.status == status and (status != "known" or found.slots == answer.slots)
        right += fits
        silent += found.status == "known" and not fits
        invalid += bool(found.osm) and not is_valid(found.osm)
        if found.status == "known":
            known.append(found.osm)
    n = len(held)
    print(
        f"Opening hours, {n} schedules of {name}: {right / n:.1%} right, {invalid} invalid strings, "
        f"{silent / n:.1%} silently wrong; the slowest took {1000 * longest:.0f} ms CPU"
    )
    return known


_SCRIPT = """
const hours = require('opening_hours');
const asked = JSON.parse(require('fs').readFileSync(0));
const from = new Date(2027, 1, 1), to = new Date(2027, 2, 1);
console.log(JSON.stringify(asked.map(text => {
  try {
    const told = new hours(text, {lat: 50.45, lon: 3.95, address: {country_code: 'be', state: ''}}, {locale: 'en'});
    return told.getOpenDuration(from, to)[0] / 60000;
  } catch (error) { return null; }
})));
"""


def javascript(known: list[str], folder: Path) -> None:
    """The minutes of four weeks, by us and by opening_hours.js; holidays apart, which only it knows."""
    plain = sorted(
        {
            osm
            for osm in known
            if not {"PH", "SH"} & set(osm.replace(";", " ").replace(",", " ").split()) and '"' not in osm
        }
    )
    run = subprocess.run(
        ["node", "-e", _SCRIPT], input=json.dumps(plain), capture_output=True, text=True, check=True,
        cwd=folder.parent, env={"NODE_PATH": str(folder), "PATH": "/usr/bin:/bin", "TZ": "UTC"},
    )  # fmt: skip
    theirs = json.loads(run.stdout)
    same = sum(
        abs(minutes(osm) - other) < 1 for osm, other in zip(plain, theirs, strict=True) if other is not None
    )
    print(f"  opening_hours.js counts the same minutes for {same} of {len(plain)} strings")
    for osm, other in zip(plain, theirs, strict=True):
        if other is None or abs(minutes(osm) - other) >= 1:
            print(f"    {osm}: {minutes(osm):.0f}, opening_hours.js {other}")


def minutes(osm: str) -> float:
    """Minutes open in four weeks."""
    from opening_hours import OpeningHours, State

    spans = OpeningHours(osm).intervals(YEAR_ROUND, YEAR_ROUND + timedelta(weeks=WEEKS))
    return sum((end - start).total_seconds() / 60 for start, end, state, _ in spans if state == State.OPEN)


def main(arguments: list[str]) -> int:
    """Everything, in one run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node-modules", type=Path)
    parser.add_argument("--small", action="store_true", help="a country of a tenth")
    chosen = parser.parse_args(arguments)
    wallonia()
    country(*((3_500, 2_000) if chosen.small else (35_000, 20_000)))
    openings()
    understand("lundi")  # the words are loaded once
    known = [osm for name in CORPORA for osm in hours(name)]
    if chosen.node_modules:
        javascript(known, chosen.node_modules.resolve())
    else:
        print("  opening_hours.js: say where it is installed with --node-modules")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
