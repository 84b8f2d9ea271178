"""Small changes of meaning, one at a time, and whether a test notices: `make mutants ROOM=matching`.

mutmut makes the mutants and runs the tests of the room (tests/mutants/rooms.toml) on a copy in `.mutants/`.
Of a room with many mutants a sample is tried, always the same; SAMPLE=0 tries them all. Texts for people
(`tr`, `trn`, `mark`) are not changed: the catalogue is checked by `make check`. mutmut changes functions
only, and none with a decorator of ours: constants (ten, five, 75 %) are held by tests at their boundaries.

Ends in 1 where fewer than 85 of 100 were noticed. What nobody noticed is printed with its line in
tests/mutants/survivors.toml, where the reason stands; a survivor that is not listed there is a promise
to write down, or a reason to add. The survivors listed are tried every time, beside the sample and not
counted with it; those that a test notices, or that are no mutants any more, are printed as stale.
Noticed is what a test failed on: a process that broke before, or that the clock ended, is not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".mutants"
ROOMS = ROOT / "tests" / "mutants" / "rooms.toml"
SURVIVORS = ROOT / "tests" / "mutants" / "survivors.toml"
FLOOR = 0.85
SAMPLE, SEED = 120, 13
PLUGIN, NOTICED = "witness", "noticed.jsonl"
"""The plugin in tests/mutants, and where it puts down which test noticed which mutant."""
COPIED = (
    "wtc_eco",
    "tests",
    "data",
    "docs",
    "scripts",
    "benchmarks",
    "eco.toml",
    "pyproject.toml",
    "README.md",
)
LEFT = shutil.ignore_patterns("__pycache__", "node_modules", ".hypothesis")
TEXTS = (r"\btrn?\(", r"(?<!\.)\bmark\(")
SETTINGS = """[mutmut]
source_paths=wtc_eco
only_mutate=
    {modules}
do_not_mutate_patterns=
    {texts}
also_copy=
    {copied}
pytest_add_cli_args_test_selection=
    {tests}
pytest_add_cli_args=
    --hypothesis-seed=0
    -pno:cacheprovider
    -p{plugin}
timeout_multiplier=4
timeout_constant=15
"""


@dataclass(frozen=True)
class Mutant:
    """What became of a mutant: mutmut's name for it, its module, the exit code of the tests, the one that failed."""

    name: str
    module: str
    code: int | None
    test: str | None

    @property
    def function(self) -> str:
        """The function that was changed, `Class.method` for a method."""
        mangled = self.name.rpartition(".")[2].partition("__mutmut_")[0]
        return mangled.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")

    @property
    def noticed(self) -> bool:
        """Whether a test ran and failed: a process that broke before, or did not end, is nobody's merit."""
        return self.code == 1 and self.test is not None

    @property
    def end(self) -> str:
        """How the tests ended that did not notice it."""
        return ENDS.get(self.code, f"no test failed, exit code {self.code}")


NO_TEST, BY_THE_CLOCK = "no test", "the tests did not end in time"
ENDS: dict[int | None, str] = {
    0: "survived",
    **dict.fromkeys((5, 33), NO_TEST),
    **dict.fromkeys((-24, -9, 24, 36, 152, 255), BY_THE_CLOCK),
}
"""mutmut's exit codes in words."""


def main() -> int:
    """Try the mutants of each room that is named; of all by default."""
    rooms = tomllib.loads(ROOMS.read_text(encoding="utf-8"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("room", nargs="*", help=f"one of {', '.join(rooms)}; all by default")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many of a room; 0 for all")
    parser.add_argument("--again", action="store_true", help="only those nobody noticed the last time")
    asked = parser.parse_args()
    if unknown := [room for room in asked.room if room not in rooms]:
        parser.error(f"no such room: {', '.join(unknown)}")
    shares = [tried(room, rooms[room], asked.sample, again=asked.again) for room in asked.room or rooms]
    return 0 if min(shares) >= FLOOR else 1


def tried(room: str, lists: Mapping[str, Sequence[str]], sample: int, *, again: bool) -> float:
    """Try a room's mutants and say what nobody noticed; the share (0..1) that was noticed.

    `lists` are the room's modules (or patterns of them) and its tests.
    """
    start, before = time.monotonic(), processor_seconds()
    place = PLACE / room
    survivors = place.with_suffix(".json")
    prepared(place, lists)
    modules = [
        path.relative_to(ROOT).as_posix() for glob in lists["modules"] for path in sorted(ROOT.glob(glob))
    ]
    every = [name for module in modules for name in mutants_of(place, module)]
    names = json.loads(survivors.read_text(encoding="utf-8")) if again else sampled(every, sample)
    listed = tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))
    untried = [one for module in modules for one in results(place, module)]
    expected = [one.name for _, same in told_of(place, untried, listed) for one in same]
    run(place, sorted({*names, *expected}))
    known = [one for module in modules for one in results(place, module)]
    mutants = [one for one in known if one.name in set(names)]
    alive = [one for one in mutants if not one.noticed]
    survivors.write_text(json.dumps([one.name for one in alive], indent=0), encoding="utf-8")
    for one in alive:
        change = changed(place, one)
        print(f"\n{one.module} {one.function} ({one.end})")
        print(change)
        print(f"  reason: {reason_of(one, change, listed)}")
    n, share = len(mutants), 1 - len(alive) / len(mutants)
    minutes, worked = (time.monotonic() - start) / 60, (processor_seconds() - before) / 60
    print(
        f"\n{room}: {n - len(alive)} of {n} noticed ({share:.1%}), of {len(every)} mutants, "
        f"in {minutes:.1f} minutes ({worked:.1f} of processor); not ended in time: "
        f"{sum(one.end == BY_THE_CLOCK for one in alive)}."
    )
    for module, left in Counter(one.module for one in alive).most_common():
        print(f"  {left} not noticed in {module}")
    for line in stale(place, known, listed):
        print(f"  stale in {SURVIVORS.name}: {line}")
    return share


def processor_seconds() -> float:
    """What this process and those it started have used: a busy machine does not change it much."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def sampled(names: Sequence[str], n: int) -> list[str]:
    """So many of them, always the same; all where `n` is 0."""
    if not n or n >= len(names):
        return list(names)
    return sorted(random.Random(SEED).sample(list(names), n))  # noqa: S311 - a sample, no secret


def prepared(place: Path, lists: Mapping[str, Sequence[str]]) -> None:
    """A copy of the project with mutmut's settings for one room."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name in COPIED:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, place / name, ignore=LEFT)
        else:
            shutil.copy2(path, place / name)
    copied = [name for name in COPIED if name not in ("wtc_eco", "tests", "pyproject.toml")]
    filled = {
        name: "\n    ".join(lines) for name, lines in {**lists, "texts": TEXTS, "copied": copied}.items()
    }
    (place / "setup.cfg").write_text(SETTINGS.format(plugin=PLUGIN, **filled), encoding="utf-8")
    (place / NOTICED).touch()


def mutants_of(place: Path, module: str) -> list[str]:
    """Make the mutants of a module, before any is tried; their names as mutmut gives them."""
    os.chdir(place)  # mutmut reads its settings where it is imported.
    from mutmut.__main__ import create_mutants_for_file

    mutated = place / "mutants" / module
    mutated.parent.mkdir(parents=True, exist_ok=True)
    create_mutants_for_file(Path(module), mutated)
    return list(_exit_codes(place, module))


def _exit_codes(place: Path, module: str) -> dict[str, int | None]:
    """What mutmut noted of each mutant of a module; `None` where it was not tried."""
    meta = json.loads((place / "mutants" / f"{module}.meta").read_text(encoding="utf-8"))
    codes: dict[str, int | None] = meta["exit_code_by_key"]
    return codes


def results(place: Path, module: str) -> Iterator[Mutant]:
    """What became of the mutants of a module."""
    lines = map(json.loads, (place / NOTICED).read_text(encoding="utf-8").splitlines())
    tests = {line["mutant"]: line["test"] for line in lines}
    for name, code in _exit_codes(place, module).items():
        yield Mutant(name, module, code, tests.get(name))


def changed(place: Path, one: Mutant) -> str:
    """The lines that were and those that are, without where they stand."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    os.chdir(place)
    diff = get_diff_for_mutant(one.name, path=one.module)
    lines = [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("---", "+++")]
    return "\n".join(f"{line[0]} {line[1:].strip()}" for line in lines)


def reason_of(one: Mutant, change: str, listed: Mapping[str, Any]) -> str:
    """Why a survivor is left: its own line of the list, else that of its kind."""
    for each in listed.get("survivor", ()):
        if (each["module"], each["function"], each["change"].strip()) == (one.module, one.function, change):
            return str(each["reason"])
    for each in listed.get("kind", ()):
        if re.search(each["becomes"], change.rpartition("\n+ ")[2]):
            return str(each["reason"])
    return "NOT LISTED"


def told_of(
    place: Path, known: Sequence[Mutant], listed: Mapping[str, Any]
) -> Iterator[tuple[Mapping[str, str], list[Mutant]]]:
    """Each survivor listed of these modules, and the mutants that are this change."""
    modules = {one.module for one in known}
    for each in listed.get("survivor", ()):
        if each["module"] in modules:
            where = (each["module"], each["function"])
            same = [one for one in known if (one.module, one.function) == where]
            yield each, [one for one in same if changed(place, one) == each["change"].strip()]


def stale(place: Path, known: Sequence[Mutant], listed: Mapping[str, Any]) -> Iterator[str]:
    """The survivors listed of these modules that are no mutants any more, or that a test notices now."""
    for each, same in told_of(place, known, listed):
        if all(one.noticed for one in same):
            yield f"{each['function']}: {each['change'].strip().splitlines()[-1]}"


def run(place: Path, names: Sequence[str]) -> None:
    """Let mutmut try these; `RuntimeError` with its words where it could not do it."""
    command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", "1", *names]
    environment = {
        **os.environ,
        "HYPOTHESIS_PROFILE": "mutants",
        "PYTHONPATH": str(ROOT / "tests" / "mutants"),
        "WTC_ECO_NOTICED": str(place / NOTICED),
    }
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        raise RuntimeError(done.stdout[-3000:] + done.stderr[-3000:])


if __name__ == "__main__":
    sys.exit(main())
