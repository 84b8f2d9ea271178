"""Folders to be interrupted in, and the process that does the work."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import wtc_eco as eco
from wtc_eco.cli.errors import run

MANY = bool(os.environ.get("WTC_ECO_FAULTS"))
"""`make faults`: the counts of the promise; `make test`: enough to trust an install."""

LONG = 600
"""Seconds after which a process is stuck, however busy the machine: nothing is decided by it."""

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


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a list in it."""
    root = tmp_path_factory.mktemp("faults")
    folder = root / "base"
    (folder / "data").mkdir(parents=True)
    (folder / "eco.toml").write_text('[ecosystem]\nuid = "base"\n', encoding="utf-8")
    path = write_list(root / "depart.csv", "Départ")
    eco.open(folder).imports.structures(path, source="depart", collected_on="2026-01-01", kind="epn")
    return folder


@pytest.fixture(scope="session")
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
    process.wait(timeout=LONG)
    process.stdout.close()


@pytest.fixture(scope="session")
def scenes(lived: Path, workshop: Workshop) -> Mapping[str, Scene]:
    """Each command by name, done once to know where it leads."""
    root = lived.parent
    other, joined = root / "other", root / "joined"
    shutil.copytree(lived, other)
    (other / "eco.toml").write_text('[ecosystem]\nuid = "other"\n', encoding="utf-8")
    shutil.copytree(lived, joined)
    eco.open(joined).review.join(["S1", "S6"])
    jobs: list[tuple[Path, dict[str, Any]]] = [
        (lived, {"what": "import", "list": str(write_list(root / "nouvelle.csv", "Nouvelle"))}),
        (lived, {"what": "join", "things": ["S1", "S6"]}),
        (lived, {"what": "merge_folder", "other": str(other)}),
        (lived, {"what": "undo"}),
        (joined, {"what": "split", "things": ["S1"]}),
        (lived, {"what": "export"}),
    ]
    return {job["what"]: _played(base, job, workshop) for base, job in jobs}


def _played(base: Path, job: dict[str, Any], workshop: Workshop) -> Scene:
    scene = Scene(job, base, held(base))
    place = base.parent / f"once-{job['what']}"
    (end,) = workshop.do(scene.fresh(place))
    assert end["acknowledged"]
    assert "refused" not in end
    scene.seconds, scene.writing, scene.after = end["seconds"], end["writing"], held(place)
    assert scene.after != scene.before
    return scene


@pytest.fixture
def chance() -> random.Random:
    """Moments at random; pytest-randomly prints the seed that gives them again."""
    return random.Random(random.random())  # noqa: S311 - moments, not secrets


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said where."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """All it said, as one line."""
        return " ".join(f"{self.out} {self.err}".split())


def spoken(folder: Path, *words: str) -> Said:
    """A command in this very process, in French, without a terminal."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    before = signal.getsignal(signal.SIGTERM)
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
        code = run(["--folder", str(folder), "--lang", "fr", *words])
    signal.signal(signal.SIGTERM, before)
    said = []
    for stream in streams:
        stream.flush()
        said.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]  # a BytesIO, made above
        stream.close()
    return Said(code, *said)


@contextmanager
def started(folder: Path, *words: str, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A command in a process of its own, in French."""
    with _process("-m", "wtc_eco", "--folder", str(folder), "--lang", "fr", *words, **options) as at_work:
        yield at_work


@contextmanager
def stopped_at(moment: str, folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A command that has come to this function of ours, and stays there until a signal comes."""
    place, _, name = moment.rpartition(".")
    waits = (
        f"import sys, time; import {place} as place; from wtc_eco.cli.errors import run\n"
        "def wait(*_, **__):\n    print('there', flush=True)\n    time.sleep(600)\n"
        f"place.{name}; place.{name} = wait\n"  # a name that is gone fails here
        "sys.exit(run(sys.argv[1:]))"
    )
    with _process("-c", waits, "--folder", str(folder), "--lang", "fr", *words) as at_work:
        assert at_work.stdout
        assert at_work.stdout.readline() == "there\n"
        yield at_work


@contextmanager
def _process(*words: str, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A process that is ended with its test, whatever the test found: another one would trip over it."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, *words], stdout=pipe, stderr=pipe, text=True, encoding="utf-8", **options
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def copied(lived: Path, tmp_path: Path) -> Path:
    """A copy of the folder that lived, to be harmed."""
    return Path(shutil.copytree(lived, tmp_path / "mons"))
