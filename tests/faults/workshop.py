"""Folders to be interrupted in, and the process that does the work."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import wtc_eco as eco

MANY = bool(os.environ.get("WTC_ECO_FAULTS"))
"""`make faults`: the counts of the promise; `make test`: enough to trust an install."""

ROWS = 80
PLACES = (("4500", "Huy"), ("4520", "Wanze"), ("4540", "Amay"), ("5000", "Namur"), ("7000", "Mons"))


def write_list(path: Path, word: str) -> Path:
    """A list of invented structures, each with a name and a street of its own."""
    lines = ["nom;adresse;cp;localité"]
    for n in range(ROWS):
        code, place = PLACES[n % len(PLACES)]
        lines.append(f"EPN {word} {n};Rue {word} {n};{code};{place}")
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def held(folder: Path) -> dict[str, bytes]:
    """Every byte of data/ and outputs/ but the lock, which is nobody's state."""
    found = [path for name in ("data", "outputs") for path in (folder / name).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found if path.name != ".lock"}


@dataclass
class Workshop:
    """A running zygote."""

    process: subprocess.Popen[str]

    def do(
        self, *jobs: dict[str, Any], kill_after: float | None = None, writing: bool = False
    ) -> list[dict[str, Any]]:
        """Do these jobs at once; `kill_after` so many seconds each is killed with signal 9.

        The seconds are counted from the start, or from the moment the `writing` begins.
        """
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(
            json.dumps({"jobs": jobs, "kill_after": kill_after, "writing": writing}) + "\n"
        )
        self.process.stdin.flush()
        word, _, told = self.process.stdout.readline().partition(" ")
        assert word == "ends"
        ends: list[dict[str, Any]] = json.loads(told)
        return ends


@dataclass
class Scene:
    """A folder before a command and after it; the command, and how long it takes."""

    job: dict[str, Any]
    base: Path
    before: dict[str, bytes]
    after: dict[str, bytes] = field(default_factory=dict)
    seconds: float = 0.0
    writing: float = 0.0

    def moment(self, chance: random.Random) -> dict[str, Any]:
        """Any moment of the command; every second time one of its writing, which is the shorter part."""
        if chance.random() < 1 / 2:
            return {"kill_after": chance.uniform(0, 1.1 * self.seconds)}
        return {"kill_after": chance.uniform(0, 1.3 * self.writing), "writing": True}

    def fresh(self, place: Path) -> dict[str, Any]:
        """A copy of the folder to be interrupted in, and the job on it."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.base, place)
        return {**self.job, "folder": str(place)}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a list in it."""
    root = tmp_path_factory.mktemp("faults")
    folder = root / "base"
    (folder / "data").mkdir(parents=True)
    (folder / "eco.toml").write_text('[ecosystem]\nuid = "base"\n', encoding="utf-8")
    path = write_list(root / "depart.csv", "Départ")
    eco.import_list(eco.open(folder), path, eco.Delivery("depart", collected_on="2026-01-01"), kind="epn")
    return folder


@pytest.fixture(scope="module")
def workshop(lived: Path) -> Iterator[Workshop]:
    """Everything loaded, ready to work."""
    script = Path(__file__).with_name("zygote.py")
    process = subprocess.Popen(
        [sys.executable, str(script), str(lived)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdin
    assert process.stdout.readline() == "ready\n"
    yield Workshop(process)
    process.stdin.close()
    process.wait(timeout=20)
    process.stdout.close()


@pytest.fixture(scope="module")
def scenes(lived: Path, workshop: Workshop) -> Sequence[Scene]:
    """Import, undo, merge-folder and export, each done once to know where it leads."""
    root = lived.parent
    other = root / "other"
    shutil.copytree(lived, other)
    (other / "eco.toml").write_text('[ecosystem]\nuid = "other"\n', encoding="utf-8")
    jobs: list[dict[str, Any]] = [
        {"what": "import", "list": str(write_list(root / "nouvelle.csv", "Nouvelle"))},
        {"what": "undo"},
        {"what": "merge_folder", "other": str(other)},
        {"what": "export"},
    ]
    made = []
    for job in jobs:
        scene = Scene(job, lived, held(lived))
        place = root / f"once-{job['what']}"
        (end,) = workshop.do(scene.fresh(place))
        assert end["acknowledged"]
        assert "refused" not in end
        scene.seconds, scene.writing, scene.after = end["seconds"], end["writing"], held(place)
        assert scene.after != scene.before
        made.append(scene)
    return made


@pytest.fixture
def chance() -> random.Random:
    """Moments at random; pytest-randomly prints the seed that gives them again."""
    return random.Random(random.random())  # noqa: S311 - moments, not secrets
