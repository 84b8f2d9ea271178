"""The journal: one line a command that wrote, and the numbers that only grow in its header.

The first line is the header: `{"format": 1, "next_record": 451, "next_tie": 930}`. Each line after it
tells a command: `n` (its place in the sequence), `command`, `tool` (version), `as_of` where one was
given, `inputs` (file name: sha256) and `files` (name: sha256 before and after; null: no such file).
No line holds the clock, a machine's name or a person's data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import Any

from wtc_eco.errors import DamagedError, Problem
from wtc_eco.locale import tr
from wtc_eco.store.layout import JOURNAL

FORMAT = 1
Hashes = Mapping[str, str | None]


@dataclass(frozen=True)
class Step:
    """One command that wrote: what it was, what it took in, and each file before and after (sha256)."""

    n: int
    command: str
    before: Hashes
    after: Hashes
    inputs: Mapping[str, str] = field(default_factory=dict)
    as_of: str | None = None
    tool: str = ""


@dataclass(frozen=True)
class Journal:
    """All commands that wrote in this folder, oldest first; `whole` is False where a line was lost."""

    next_record: int = 1
    next_tie: int = 1
    steps: tuple[Step, ...] = ()
    present: bool = False
    whole: bool = True
    problems: tuple[Problem, ...] = ()

    @property
    def sequence(self) -> int:
        """The number of the last command; 0 where none wrote yet."""
        return self.steps[-1].n if self.steps else 0

    def expected(self) -> dict[str, str | None]:
        """The hash each file had after the last command that wrote it; nothing where a line was lost."""
        return (
            {name: after for step in self.steps for name, after in step.after.items()} if self.whole else {}
        )

    def followed_by(self, step: Step, *, next_record: int, next_tie: int) -> Journal:
        """The journal with one more command; its numbers never go down."""
        return replace(
            self,
            steps=(*self.steps, step),
            next_record=max(self.next_record, next_record),
            next_tie=max(self.next_tie, next_tie),
        )


def sha256(content: bytes | None) -> str | None:
    """The fingerprint of a file's bytes; None for a file that is not there."""
    return None if content is None else hashlib.sha256(content).hexdigest()


@cache
def tool_version() -> str:
    """The version of the package that writes."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("wtc-eco")
    except PackageNotFoundError:
        return ""


def to_bytes(journal: Journal) -> bytes:
    """The file of a journal."""
    header = {"format": FORMAT, "next_record": journal.next_record, "next_tie": journal.next_tie}
    lines = [header, *(_told(step) for step in journal.steps)]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def _told(step: Step) -> dict[str, Any]:
    told = asdict(step)
    before, after = told.pop("before"), told.pop("after")
    told["inputs"] = dict(sorted(step.inputs.items()))
    told["files"] = {name: {"before": before.get(name), "after": after[name]} for name in sorted(after)}
    return {key: value for key, value in told.items() if value not in (None, "", {})}


def from_bytes(content: bytes | None) -> Journal:
    """The journal a file holds; a broken line is left out with a warning.

    Raises `DamagedError` where a newer version of the tool wrote it.
    """
    if content is None:
        return Journal()
    problems: list[Problem] = []
    held = [
        (row, _object(line))
        for row, line in enumerate(content.decode(errors="replace").split("\n"), 1)
        if line
    ]
    header = held[0][1] if held and held[0][1] and "format" in held[0][1] else None
    steps = []
    for row, line in held[1:] if header else held:
        try:
            steps.append(_step(line or {}))
        except (KeyError, TypeError, AttributeError, ValueError):
            problems.append(_broken(row))
    numbers = _numbers(header or {})
    if numbers is None:
        problems.append(_headless())
    next_record, next_tie = numbers or (1, 1)
    return Journal(
        next_record, next_tie, tuple(steps), present=True, whole=not problems, problems=tuple(problems)
    )


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _numbers(header: Mapping[str, Any]) -> tuple[int, int] | None:
    """The numbers of the header, None where they were lost."""
    written = header.get("format")
    if isinstance(written, int) and written > FORMAT:
        raise DamagedError(
            tr("data/ was written by a newer version of wtc-eco."),
            hint=tr("Install the latest version, then run the command again; nothing was written."),
        )
    found = header.get("next_record"), header.get("next_tie")
    return found if all(isinstance(number, int) and number > 0 for number in found) else None  # type: ignore[return-value]  # both are int here


def _step(line: Mapping[str, Any]) -> Step:
    files = line.get("files", {})
    return Step(
        n=int(line["n"]),
        command=str(line["command"]),
        before={name: change["before"] for name, change in files.items()},
        after={name: change["after"] for name, change in files.items()},
        inputs=line.get("inputs", {}),
        as_of=line.get("as_of"),
        tool=str(line.get("tool", "")),
    )


def _broken(row: int) -> Problem:
    return Problem(
        "broken_journal_line",
        "warning",
        tr("Line {row} of the journal is broken; it is left out.", row=row),
        tr("The tables are read as they are; changes made outside the tool cannot be told apart any more."),
        file=JOURNAL,
        row=row,
    )


def _headless() -> Problem:
    return Problem(
        "lost_numbers",
        "warning",
        tr("The journal has lost the next record number; numbering goes on after the largest one in data/."),
        tr("Numbers of records that were erased may be given again: compare with a copy of the folder."),
        file=JOURNAL,
        row=1,
    )
