"""The journal: one line a command that wrote, and the numbers that only grow in its header.

The first line is the header: `{"format": 1, "next_record": 451, "next_tie": 930}`. Each line after it
tells a command: `n` (its place in the sequence), `command`, `tool` (version), `as_of` where one was
given, `inputs` (file name: sha256), `files` (name: sha256 before and after; null: no such file),
`rows` (name: rows added, changed, removed), and where it applies `undoes` or `redoes` (numbers of
commands) and `erasure`. No line holds the clock, a machine's name or what a file says: the way back
stands in `snapshots/undo/`, by number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import Any

from wtc_eco.errors import DamagedError, Problem
from wtc_eco.i18n import tr
from wtc_eco.model import parsed
from wtc_eco.store.layout import JOURNAL

FORMAT = 1
"""The schema of `data/`: a number in the journal's header."""

BY_HAND = "accept-edits"
"""The command that a journal names where a person changed files outside the tool."""

Hashes = Mapping[str, str | None]


@dataclass(frozen=True)
class Step:
    """One command that wrote: what it was, what it took in, and each file before and after (sha256).

    `rows` counts the rows added, changed and removed in each table. `undoes` are the commands this one
    took back, `redoes` the undo it took back. An `erasure` cannot be gone back across.
    """

    n: int
    command: str
    before: Hashes
    after: Hashes
    inputs: Mapping[str, str] = field(default_factory=dict)
    as_of: str | None = None
    tool: str = ""
    rows: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    undoes: tuple[int, ...] = ()
    redoes: tuple[int, ...] = ()
    erasure: bool = False


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

    def followed_by(self, steps: tuple[Step, ...], *, next_record: int, next_tie: int) -> Journal:
        """The journal with more commands; its numbers never go down."""
        return replace(
            self,
            steps=(*self.steps, *steps),
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
    lines = [header, *(told(step) for step in journal.steps)]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def told(step: Step) -> dict[str, Any]:
    """The line of a step."""
    line = asdict(step)
    before, after = line.pop("before"), line.pop("after")
    for name in ("inputs", "rows"):
        line[name] = dict(sorted(line[name].items()))
    line["files"] = {name: {"before": before.get(name), "after": after[name]} for name in sorted(after)}
    return {key: value for key, value in line.items() if value not in (None, "", {}, (), False)}


def from_bytes(content: bytes | None) -> Journal:
    """The journal a file holds; a broken line is left out with a warning.

    Raises `DamagedError` where a newer version of the tool wrote it, or an older one whose files
    are laid out differently.
    """
    if content is None:
        return Journal()
    problems: list[Problem] = []
    lines = [
        (row, _object(line))
        for row, line in enumerate(content.decode(errors="replace").split("\n"), 1)
        if line
    ]
    header = lines[0][1] if lines and lines[0][1] and "format" in lines[0][1] else None
    steps: list[Step] = []
    for row, line in lines[1:] if header else lines:
        try:
            steps.append(_following(steps, stepped(line or {})))
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
        value = parsed(json.loads, line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _following(steps: list[Step], step: Step) -> Step:
    """The step, where it comes after those before it; raises `ValueError` where a git merge mixed two journals."""
    if steps and step.n <= steps[-1].n:
        raise ValueError(step.n)
    return step


def written_as(content: bytes | None) -> int:
    """The schema number of the folder whose journal this is; ours where there is none to read."""
    header = _object((content or b"").decode(errors="replace").partition("\n")[0]) or {}
    number = header.get("format")
    return number if isinstance(number, int) else FORMAT


def _numbers(header: Mapping[str, Any]) -> tuple[int, int] | None:
    """The numbers of the header, None where they were lost."""
    written = header.get("format")
    if isinstance(written, int) and written > FORMAT:
        raise DamagedError(
            tr("data/ was written by a newer version of wtc-eco."),
            hint=tr("Install the latest version, then run the command again; nothing was written."),
        )
    if isinstance(written, int) and written < FORMAT:
        raise DamagedError(
            tr("data/ was written by an older version of wtc-eco."),
            hint=tr("Bring it up to date with “wtc-eco doctor --repair”; a copy of it is kept."),
        )
    numbers = header.get("next_record"), header.get("next_tie")
    return numbers if all(isinstance(number, int) and number > 0 for number in numbers) else None  # type: ignore[return-value]  # both are int here


def stepped(line: Mapping[str, Any]) -> Step:
    """The step that a line tells; raises `KeyError`, `TypeError`, `AttributeError` or `ValueError` for no line."""
    files = line.get("files", {})
    return Step(
        n=int(line["n"]),
        command=str(line["command"]),
        before={name: change["before"] for name, change in files.items()},
        after={name: change["after"] for name, change in files.items()},
        inputs=line.get("inputs", {}),
        as_of=line.get("as_of"),
        tool=str(line.get("tool", "")),
        rows={name: _counts(counts) for name, counts in line.get("rows", {}).items()},
        undoes=tuple(int(n) for n in line.get("undoes", ())),
        redoes=tuple(int(n) for n in line.get("redoes", ())),
        erasure=bool(line.get("erasure", False)),
    )


def _counts(counts: Any) -> tuple[int, int, int]:
    added, changed, removed = counts
    return int(added), int(changed), int(removed)


def _broken(row: int) -> Problem:
    return Problem(
        "broken_journal_line",
        "warning",
        tr("Line {row} of the journal is broken; it is left out.", row=row),
        tr("The tables are read as they are; “wtc-eco doctor --repair” puts the journal in order."),
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
