"""What is kept to go back: the way back of the latest commands, and the tables as the last one left them.

Everything stands in `data/snapshots/`, which is not shared through git and which an erasure empties:

* `undo/000012.json`: the line of command 12 and, by file, the patch to what it was before: the runs of lines
  that stayed, and the lines that did not. Any bytes come back exactly, and a patch is as long as what changed,
  not as the file. The latest `COMMANDS` commands have one;
* `last/structures.csv` …: a copy of each watched file as the last command left it;
* `aside/` and `format-N/`: what `doctor --repair` moved away or brought up to date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wtc_eco.errors import DamagedError
from wtc_eco.i18n import tr
from wtc_eco.model import parsed
from wtc_eco.store import journal as journals
from wtc_eco.store.journal import Journal, Step
from wtc_eco.store.layout import LAST, SNAPSHOTS, UNDO, WATCHED, data

Patch = list[Any]
"""`[first, count]` copies lines of the present file; a text is a line put in as it stands."""

# Bytes that are not UTF-8 (a file saved by Excel) survive as lone surrogates, in memory and in JSON.
_ANY_BYTES = "surrogateescape"


def back(before: bytes, after: bytes) -> Patch:
    """The patch that makes `before` from `after`."""
    old, new = _lines(before), _lines(after)
    places: dict[str, int] = {}
    for place, line in enumerate(new):
        places.setdefault(line, place)
    patch: Patch = []
    following = 0
    for line in old:
        stayed = following < len(new) and new[following] == line
        place = following if stayed else places.get(line, -1)
        if place < 0:
            patch.append(line)
        else:
            _copy(patch, place)
            following = place + 1
    return patch


def _copy(patch: Patch, place: int) -> None:
    if patch and isinstance(patch[-1], list) and sum(patch[-1]) == place:
        patch[-1][1] += 1
    else:
        patch.append([place, 1])


def applied(patch: Patch, after: bytes) -> bytes:
    """The file as it was; raises `DamagedError` where the patch does not fit this file."""
    lines = _lines(after)
    parts: list[str] = []
    for step in patch:
        if isinstance(step, str):
            parts.append(step)
            continue
        first, count = step
        if first + count > len(lines):
            raise DamagedError(
                tr("What was kept to undo this command does not fit the files of data/."),
                hint=tr("Run: wtc-eco doctor"),
            )
        parts += lines[first : first + count]
    return "".join(parts).encode(errors=_ANY_BYTES)


def n_lines(content: bytes) -> int:
    """How many lines a patch counts in these bytes."""
    return len(_lines(content))


def _lines(content: bytes) -> list[str]:
    return content.decode(errors=_ANY_BYTES).splitlines(keepends=True) if content else []


COMMANDS = 50
"""How many commands can be undone at most: older ways back are dropped."""

_ERASED = ("undo", "last", "aside")


@dataclass(frozen=True)
class KeptStep:
    """A command and its way back: by file, the patch to what it was; None where there was no file."""

    step: Step
    back: Mapping[str, Patch | None]

    def complete(self) -> bool:
        """Whether every file that the command changed can be brought back."""
        return all(name in self.back for name in self.step.after)


def way_back(
    step: Step,
    before: Mapping[str, bytes | None],
    after: Mapping[str, bytes | None],
    *,
    unknown: Iterable[str] = (),
) -> KeptStep:
    """The way back across a command; `unknown` names the files whose former bytes nobody has."""
    return KeptStep(
        step,
        {
            name: None if (was := before.get(name)) is None else back(was, after.get(name) or b"")
            for name in step.after
            if name not in unknown
        },
    )


def undo_file(n: int) -> str:
    """Where the way back of command `n` stands in `data/`."""
    return f"{UNDO}/{n:06}.json"


def last_file(name: str) -> str:
    """Where the copy of a watched file stands in `data/`."""
    return f"{LAST}/{name}"


def to_bytes(kept: KeptStep) -> bytes:
    """The file of a way back."""
    value = {"step": journals.told(kept.step), "back": dict(sorted(kept.back.items()))}
    return (json.dumps(value, ensure_ascii=False) + "\n").encode(errors="surrogateescape")


def load(folder: Path, n: int) -> KeptStep | None:
    """The way back of command `n`; None where it was not kept or cannot be read any more."""
    try:
        value = parsed(
            json.loads, (data(folder) / undo_file(n)).read_bytes().decode(errors="surrogateescape")
        )
        return KeptStep(journals.stepped(value["step"]), value["back"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def last_copy(folder: Path, name: str) -> bytes | None:
    """A watched file as the last command left it; None where no copy was kept."""
    try:
        return (data(folder) / last_file(name)).read_bytes()
    except OSError:
        return None


def files(
    folder: Path, journal: Journal, kept: Iterable[KeptStep], now: Mapping[str, bytes | None]
) -> dict[str, bytes | None]:
    """What a commit writes in `snapshots/`: the ways back, the copies, and what falls out of the bound."""
    written: dict[str, bytes | None] = {undo_file(one.step.n): to_bytes(one) for one in kept}
    oldest = journal.sequence - COMMANDS
    for path in sorted((data(folder) / UNDO).glob("*.json")):
        name = f"{UNDO}/{path.name}"
        if name not in written and not (path.stem.isdecimal() and int(path.stem) > oldest):
            written[name] = None
    for name in WATCHED:
        if now.get(name) != last_copy(folder, name):
            written[last_file(name)] = now.get(name)
    return written


def erased(folder: Path) -> dict[str, bytes | None]:
    """Every file of `snapshots/` that may hold what was erased, to be deleted."""
    root = data(folder)
    paths = [path for path in sorted((root / SNAPSHOTS).rglob("*")) if path.is_file()]
    names = [path.relative_to(root).as_posix() for path in paths]
    return {
        name: None for name in names if (part := name.split("/")[1]) in _ERASED or part.startswith("format-")
    }


def mended(folder: Path, journal: Journal) -> Journal:
    """The journal with the lines it lost put back from the ways back, where these were kept.

    It is whole again only where every number is there; the header's numbers stay as they are.
    """
    if journal.whole or not journal.present:
        return journal
    from dataclasses import replace

    known = {step.n: step for step in journal.steps}
    for path in sorted((data(folder) / UNDO).glob("*.json")):
        n = int(path.stem) if path.stem.isdecimal() else 0
        step_kept = load(folder, n) if n and n not in known else None
        if step_kept is not None and step_kept.step.n == n:
            known[n] = step_kept.step
    return replace(journal, steps=tuple(known[n] for n in sorted(known)))
