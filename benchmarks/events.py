"""How good and how fast the event tools are: `python benchmarks/events.py [--peer PYTHON] [--seconds 60]`.

Invitations: 400 structures in a square of 70 km, 60 seats, quotas, two fixed, two kept apart; one instance a
seed. Tables: 60 guests, 24 of them two by two from one organisation, 10 tables in 3 rounds. Each solver says
what its answer is worth, the bound it proved, the gap, and its seconds of processor (and of the wall).

`--peer` is the Python of an environment that has ortools (group `bench`): CP-SAT runs there in a process of
its own, for ortools and other builds of HiGHS cannot be loaded together. It has one worker, as we have.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

# ruff: noqa: PLR2004 - the figures of the instances


N, SEATS, GUESTS, TABLES, ROUNDS = 400, 60, 60, 10, 3
FIELDS = ("task", "seed", "solver", "worth", "bound", "gap", "kept", "cpu_s", "wall_s")


def main() -> None:
    """Every solver on every instance, one line each."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3, 4])
    options.add_argument("--peer", help="the Python of an environment with ortools")
    options.add_argument("--seconds", type=float, default=60.0, help="what the peer may take for each")
    options.add_argument("--json", action="store_true")
    options.add_argument("--solve", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.solve:
        print(json.dumps(cp_sat(json.loads(chosen.solve.read_text()), chosen.seconds)))
        return
    rows = []
    print("  ".join(f"{name:>12}" for name in FIELDS), file=sys.stderr)
    for row in measured(chosen.seeds, chosen.peer, chosen.seconds):
        rows.append(row)
        print("  ".join(f"{row[name]!s:>12}" for name in FIELDS), file=sys.stderr, flush=True)
    if chosen.json:
        print(json.dumps(rows, indent=2))


def measured(seeds: list[int], peer: str | None, seconds: float) -> Iterator[dict[str, Any]]:
    """The lines of the table."""
    for seed in seeds:
        yield from invitations(seed, peer, seconds)
    for seed in seeds:
        yield from tables(seed, peer, seconds)


def invitation_instance(seed: int) -> dict[str, Any]:
    """Priorities and worths in the proportions of the model of `wtc_eco.events`."""
    rng = np.random.default_rng(seed)
    place = rng.uniform(0, 70, (N, 2))
    km = 1.3 * np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1))
    near = np.where(km <= 30, 1 - 0.6 * km / 30, 0)
    extra = rng.choice([3.0, 2.0, 2.0, 0.0, 1.5, 1.0], N, p=[0.05, 0.03, 0.07, 0.45, 0.25, 0.15])
    priority = 1 + extra + 0.8 * (rng.random(N) < 0.3) + 0.5 * (rng.random(N) < 0.2)
    worth = near * (0.5 * gives(rng, 6, 0.45, 0.75, 1) + 0.1 * gives(rng, 13, 0.35, 0.55, 5))
    alone = np.where(extra >= 2, 1.25, 1.0)
    worth = worth * alone[:, None] * alone[None, :] * (rng.random((N, N)) > 0.02)
    worth = np.round((worth + worth.T) / 2, 3)
    np.fill_diagonal(worth, 0)
    kinds = rng.integers(0, 8, N)
    groups = [[(kinds == 1).tolist(), 8, 10], [(kinds == 2).tolist(), 0, 3]]
    return {"task": "invite", "priority": np.round(priority, 3).tolist(), "worth": worth.tolist(), "seats": SEATS,
            "groups": groups, "fixed": [3, 5], "apart": [[7, 8]]}  # fmt: skip


def gives(rng: np.random.Generator, n: int, offered: float, told: float, most: int) -> np.ndarray:
    """How many of n terms one offers that the other is known not to, both ways, `most` each way."""
    offers, known = rng.random((N, n)) < offered, rng.random(N) < told
    count = (offers & known[:, None]).astype(float) @ (~offers & known[:, None]).T.astype(float)
    count = np.minimum(most, count)
    return count + count.T


def table_instance(seed: int) -> dict[str, Any]:
    """Half of the meetings are worth something more than nothing."""
    rng = np.random.default_rng(seed)
    worth = rng.random((GUESTS, GUESTS)) * 2 * (rng.random((GUESTS, GUESTS)) < 0.5)
    worth = np.round((worth + worth.T) / 2, 3)
    np.fill_diagonal(worth, 0)
    houses = [at // 2 if at < 24 else at for at in range(GUESTS)]
    return {"task": "tables", "worth": worth.tolist(), "houses": houses, "tables": TABLES, "rounds": ROUNDS}


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What the work gives, and its seconds of processor and of the wall."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    return found, {
        "cpu_s": round(time.process_time() - cpu, 2),
        "wall_s": round(time.perf_counter() - wall, 2),
    }


def line(task: str, seed: int, solver: str, worth: float, bound: float | None, **more: Any) -> dict[str, Any]:
    """A line of the table; the gap is a share of the bound."""
    gap = None if not bound else f"{100 * (1 - worth / bound):.2f}%"
    shown = round(bound, 2) if bound else None
    return dict(task=task, seed=seed, solver=solver, worth=round(worth, 2), bound=shown, gap=gap, **more)


def invitations(seed: int, peer: str | None, seconds: float) -> Iterator[dict[str, Any]]:
    """The list at once, the programme, and the peer; every gap is against our proven bound."""
    from wtc_eco.events.invitations.optimise import Group, SelectionProblem, choose, improve, value

    held = invitation_instance(seed)
    problem = SelectionProblem(
        np.array(held["priority"]),
        np.array(held["worth"]),
        held["seats"],
        tuple(Group(str(at), np.array(who), low, high) for at, (who, low, high) in enumerate(held["groups"])),
        tuple(held["fixed"]),
        tuple((one, other) for one, other in held["apart"]),
    )
    quick, quick_time = timed(lambda: choose(problem, seed=seed))
    proven, exact_time = timed(lambda: improve(problem))
    kept = problem.kept(quick)
    yield line("invite", seed, "swaps", value(problem, quick), proven.bound, kept=kept, **quick_time)
    if proven.chosen is not None:
        worth, kept = value(problem, proven.chosen), problem.kept(proven.chosen)
        yield line("invite", seed, "milp", worth, proven.bound, kept=kept, **exact_time)
    if peer:
        told, spent = timed(lambda: ask_peer(peer, held, seconds))
        chosen = tuple(told["chosen"])
        worth = value(problem, chosen) if chosen else 0.0
        spent["cpu_s"] = told["cpu_s"]
        kept = problem.kept(chosen)
        yield line("invite", seed, "cp-sat", worth, min(told["bound"], proven.bound), kept=kept, **spent)


def tables(seed: int, peer: str | None, seconds: float) -> Iterator[dict[str, Any]]:
    """Annealing, and the peer; `kept` is false where a rule is broken or a pair meets twice."""
    from wtc_eco.events.tables.seating import (
        Person,
        Seating,
        Wanted,
        anneal,
        arranged,
        even_sizes,
        faults,
        repeats,
        worth,
    )

    held = table_instance(seed)
    people = tuple(Person(str(at), str(at), str(house)) for at, house in enumerate(held["houses"]))
    wanted = Wanted(people, even_sizes(GUESTS, TABLES), ROUNDS, worth=np.array(held["worth"]))

    def told(solver: str, seating: Seating, bound: float | None, spent: dict[str, float]) -> dict[str, Any]:
        kept = not faults(wanted, seating) and not repeats(wanted, seating)
        return line("tables", seed, solver, worth(wanted, seating), bound, kept=kept, **spent)

    first, spent = timed(lambda: arranged(wanted, np.random.default_rng(seed)))
    yield told("greedy", first, None, spent)
    found, spent = timed(lambda: anneal(wanted, seed=seed))
    yield told("annealing", found, None, spent)
    if peer:
        answer, spent = timed(lambda: ask_peer(peer, held, seconds))
        spent["cpu_s"] = answer["cpu_s"]
        if answer["seating"]:
            yield told("cp-sat", Seating(tuple(map(tuple, answer["seating"]))), answer["bound"], spent)


def ask_peer(python: str, instance: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The answer of CP-SAT, from a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "instance.json"
        file.write_text(json.dumps(instance))
        command = [python, __file__, "--solve", str(file), "--seconds", str(seconds)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def cp_sat(instance: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Solve an instance with CP-SAT, one worker, within so many seconds."""
    from ortools.sat.python import cp_model

    model, solver = cp_model.CpModel(), cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    build = _invite_model if instance["task"] == "invite" else _tables_model
    read = build(model, instance)
    cpu = time.process_time()
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    answer = read(solver) if found else {"chosen": [], "seating": []}
    spent = round(time.process_time() - cpu, 2)
    return {**answer, "bound": solver.best_objective_bound / 1000, "cpu_s": spent}


def _invite_model(model: Any, held: dict[str, Any]) -> Callable[[Any], dict[str, Any]]:
    """The same programme as ours, with whole introductions."""
    n, worth = len(held["priority"]), held["worth"]
    invited = [model.new_bool_var("") for _ in range(n)]
    pairs = {(i, j): model.new_bool_var("") for i in range(n) for j in range(i) if worth[i][j] > 0}
    for (i, j), pair in pairs.items():
        model.add_implication(pair, invited[i])
        model.add_implication(pair, invited[j])
    for i in range(n):
        model.add(sum(pair for ends, pair in pairs.items() if i in ends) <= 5 * invited[i])
    model.add(sum(invited) <= held["seats"])
    for who, low, high in held["groups"]:
        model.add_linear_constraint(
            sum(one for one, inside in zip(invited, who, strict=True) if inside), low, high
        )
    for one, other in held["apart"]:
        model.add_at_most_one(invited[one], invited[other])
    for one in held["fixed"]:
        model.add(invited[one] == 1)
    gains = [round(1000 * held["priority"][i]) * invited[i] for i in range(n)]
    model.maximize(sum(gains) + sum(round(1000 * worth[i][j]) * pair for (i, j), pair in pairs.items()))
    return lambda solver: {"chosen": [i for i in range(n) if solver.value(invited[i])]}


def _tables_model(model: Any, held: dict[str, Any]) -> Callable[[Any], dict[str, Any]]:
    """Who sits where, who shares a table in a round, each pair once at most."""
    worth, houses = held["worth"], held["houses"]
    n, tables, rounds = len(houses), range(held["tables"]), range(held["rounds"])
    at = [[[model.new_bool_var("") for _ in tables] for _ in range(n)] for _ in rounds]
    for r in rounds:
        for guest in at[r]:
            model.add_exactly_one(guest)
        for table in tables:
            model.add(sum(guest[table] for guest in at[r]) == n // len(tables))
    gains = []
    for i in range(n):
        for j in range(i):
            if houses[i] == houses[j]:
                _apart(model, [(at[r][i], at[r][j]) for r in rounds])
            else:
                gains += [round(1000 * worth[i][j]) * one for one in _shared(model, at, i, j)]
    model.maximize(sum(gains))
    return lambda solver: {
        "seating": [[next(t for t in tables if solver.value(guest[t])) for guest in at[r]] for r in rounds]
    }


def _apart(model: Any, seats: list[tuple[Any, Any]]) -> None:
    for one, other in seats:
        for here, there in zip(one, other, strict=True):
            model.add_at_most_one(here, there)


def _shared(model: Any, at: Any, i: int, j: int) -> list[Any]:
    """Whether two share a table, round by round; once at most."""
    shared = [model.new_bool_var("") for _ in at]
    for together, seats in zip(shared, at, strict=True):
        for here, there in zip(seats[i], seats[j], strict=True):
            model.add_bool_or(here.negated(), there.negated(), together)
            model.add_bool_or(together.negated(), here.negated(), there)
    model.add_at_most_one(shared)
    return shared


if __name__ == "__main__":
    main()
