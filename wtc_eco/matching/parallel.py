"""Pairs scored by several processes, which all read one copy of the records from files.

A child is started with the command line, not with `multiprocessing`: that would import the user's own
script again, and run it. What a child could not do is done here: the result is always the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from wtc_eco.matching.arrays import Bag, Index
from wtc_eco.matching.lexicon import KindTable
from wtc_eco.matching.names import Spellings
from wtc_eco.matching.profiles import Profiles
from wtc_eco.matching.score import Scored, parts_of, score_part, together

ENOUGH = 400_000
"""So many pairs are worth a second process, which takes half a second to start."""

MOST = 4
"""More processes would wait for memory rather than for each other."""

_START = (
    "import sys; sys.path[:] = {path!r}; from wtc_eco.matching.parallel import serve; serve(sys.argv[1:])"
)
_TEXTS = {"spelled", "squeezed", "whole", "texts", "ways", "boxes"}


def available() -> int:
    """How many processes may run at once on this machine, at most `MOST`."""
    known = getattr(os, "sched_getaffinity", None)
    return min(len(known(0)) if known else os.cpu_count() or 1, MOST)


def score_by_several(  # noqa: PLR0913 - the pairs, and how they are scored
    profiles: Profiles,
    left: Index,
    right: Index,
    *,
    least: float,
    processes: int,
    progress: Callable[[float], None],
) -> Scored:
    """`score.score_at`, shared between so many processes."""
    parts = parts_of(len(left))
    if processes < 2 or len(left) < ENOUGH:  # noqa: PLR2004 - one process is this one
        return together([_told(score_part(profiles, left, right, part, least), number, len(parts), progress)
                         for number, part in enumerate(parts)])  # fmt: skip
    from wtc_eco.sources.encoding import scratch

    with scratch() as folder:
        _lay_out(profiles, folder)
        np.save(folder / "left.npy", left.astype(np.int32))
        np.save(folder / "right.npy", right.astype(np.int32))
        children = [_start(folder, child, processes, least) for child in range(1, processes)]
        own = parts[::processes]
        done: dict[int, Scored] = {
            number * processes: _told(
                score_part(profiles, left, right, part, least), number, len(own), progress
            )
            for number, part in enumerate(own)
        }
        for child in children:
            child.wait()
        for number, part in enumerate(parts):
            if number not in done:
                done[number] = _taken(folder, number) or score_part(profiles, left, right, part, least)
    return together([done[number] for number in sorted(done)])


def serve(arguments: list[str]) -> None:
    """Score every so many-th part of the pairs in a folder: what a child process does."""
    folder, first, step, least = Path(arguments[0]), int(arguments[1]), int(arguments[2]), float(arguments[3])
    profiles = _read_back(folder)
    left, right = (np.load(folder / f"{side}.npy", mmap_mode="r") for side in ("left", "right"))
    for number, part in list(enumerate(parts_of(len(left))))[first::step]:
        scored = score_part(profiles, left, right, part, least)
        columns: dict[str, Any] = {str(name): column.to_numpy() for name, column in scored.table.items()}
        unfinished = folder / f"unfinished-{number}.npz"
        np.savez(unfinished, kept=scored.kept, **columns)
        unfinished.rename(folder / f"part-{number}.npz")


def _start(folder: Path, child: int, processes: int, least: float) -> subprocess.Popen[bytes]:
    code = _START.format(path=[str(part) for part in sys.path])
    command = [sys.executable, "-c", code, str(folder), str(child), str(processes), repr(least)]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and code
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _told(scored: Scored, number: int, of: int, progress: Callable[[float], None]) -> Scored:
    progress((number + 1) / of)
    return scored


def _taken(folder: Path, number: int) -> Scored | None:
    """What a child found in a part; `None` where it could not."""
    path = folder / f"part-{number}.npz"
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as archive:
        columns = {name: archive[name] for name in archive.files}
    return Scored(columns.pop("kept"), pd.DataFrame(columns))


def _lay_out(profiles: Profiles, folder: Path) -> None:
    """Every array of the profiles as a file."""
    for field in fields(profiles):
        values = getattr(profiles, field.name)
        if field.name in _TEXTS:
            texts = values.texts if isinstance(values, Spellings) else values
            (folder / field.name).write_bytes("\n".join(texts.tolist()).encode())
        elif isinstance(values, (Bag, KindTable)):
            for part in fields(values):
                np.save(folder / f"{field.name}.{part.name}.npy", getattr(values, part.name))
        else:
            np.save(folder / f"{field.name}.npy", values)


def _read_back(folder: Path) -> Profiles:
    """The profiles of a folder; arrays stay in their files, which all processes share."""
    read: dict[str, Any] = {}
    for field in fields(Profiles):
        if field.name in _TEXTS:
            texts = (folder / field.name).read_bytes().decode().split("\n")
            spelled = field.name in {"texts", "ways", "boxes"}
            read[field.name] = Spellings.of(texts) if spelled else np.array(texts, dtype=object)
        elif field.name == "kind_table":
            read[field.name] = KindTable(
                *(_array(folder, f"kind_table.{part.name}") for part in fields(KindTable))
            )
        elif (folder / f"{field.name}.npy").exists():
            read[field.name] = _array(folder, field.name)
        else:
            read[field.name] = Bag(
                _array(folder, f"{field.name}.ids"), _array(folder, f"{field.name}.weights")
            )
    return Profiles(**read)


def _array(folder: Path, name: str) -> Any:
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))
