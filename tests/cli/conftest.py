"""A command line to drive, and small folders to drive it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from once import shipped

from wtc_eco.cli.errors import run


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Speak = Callable[..., Said]


@pytest.fixture
def eco(capsys, monkeypatch, tmp_path) -> Speak:
    """`eco("isolated", "--bassin", "namur")` in an empty folder, in French, without a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def speak(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = run([str(word) for word in arguments])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return speak


@pytest.fixture
def write(tmp_path) -> Callable[[str, Sequence[str] | bytes | str], Path]:
    """`write("list.csv", "name;street\\n…")` in the test's folder."""

    def put(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return put


@pytest.fixture
def demonstration(tmp_path) -> Path:
    """A copy of the shipped ecosystem, to be written in."""
    return shipped(tmp_path / "shipped")
