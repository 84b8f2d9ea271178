"""All files of a command change together or not at all: staged beside their targets, marked, then moved.

1. Every new file is written and flushed to disk in `data/.staging/`; nothing has changed yet.
2. The manifest is renamed to `.staging/COMMIT`: from here on the new state is the state.
3. Each file is moved over its target. Whoever starts next finishes what is left, and readers
   meanwhile read through the manifest (`content`), so that nobody ever sees half of a command.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wtc_eco.errors import DamagedError
from wtc_eco.i18n import tr
from wtc_eco.model import parsed
from wtc_eco.store.journal import sha256
from wtc_eco.store.layout import STAGING, data, target

MARKER = "COMMIT"
_TRIES, _PAUSE = 10, 0.1


@dataclass(frozen=True)
class StagedMove:
    """A staged file and where it goes; `staged` is empty where the target is to be deleted."""

    name: str
    staged: str
    before: str | None
    after: str | None


def stage(
    folder: Path, changes: Mapping[str, bytes | None], before: Mapping[str, str | None]
) -> tuple[StagedMove, ...]:
    """Write the new files and their manifest; raises `OSError`, and then nothing has changed.

    Each target is tried first: what could not be moved into its place once it is marked would stop every command after it.
    """
    room = data(folder) / STAGING
    room.mkdir(exist_ok=True)
    moves = []
    for name in changes:
        _require_place(target(folder, name))
    for name, content in sorted(changes.items()):
        after = sha256(content)
        # Named by its content, since a reader that follows an older manifest must not meet another file
        # here, and by its target, since a table and its copy hold the same bytes.
        staged = f"{after}.{(sha256(name.encode()) or '')[:16]}.new" if after else ""
        if content is not None:
            _write(room / staged, content)
        moves.append(StagedMove(name, staged, before.get(name), after))
    manifest = json.dumps([vars(move) for move in moves], ensure_ascii=False)
    _write(room / "manifest", manifest.encode())
    return tuple(moves)


def _require_place(goal: Path) -> None:
    """Make the folder of a target; raises `OSError` where no file can come to stand there."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(goal.parent, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(goal.parent))
    with suppress(FileNotFoundError):
        if stat.S_ISDIR(goal.lstat().st_mode):  # raises, too, where the name is too long
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(goal))


def mark(folder: Path) -> None:
    """Make the staged files the state; raises `OSError`, and then they are not."""
    room = data(folder) / STAGING
    _flush(room)
    _flush(room.parent)
    (room / "manifest").replace(room / MARKER)
    try:
        _flush(room)
    except OSError:
        # Not known to be on the disk: not acknowledged, so taken back.
        (room / MARKER).unlink()
        raise


def pending(folder: Path) -> tuple[StagedMove, ...] | None:
    """The moves of a command that was marked and is not finished; None where there is none.

    Raises `DamagedError` where the manifest is not one: it was whole when it was marked.
    """
    try:
        moves = parsed(json.loads, (data(folder) / STAGING / MARKER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise DamagedError(
            tr("An interrupted command left data/.staging in a state that cannot be read."),
            hint=tr("Keep a copy of data/, delete the folder data/.staging, then run: wtc-eco check"),
        ) from error
    return tuple(StagedMove(**move) for move in moves)


def content(folder: Path, name: str, moves: tuple[StagedMove, ...] | None) -> bytes | None:
    """The bytes of a file of `data/` as the last marked command left it; None where there is none."""
    for move in moves or ():
        if move.name == name:
            if not move.staged:
                return None
            with suppress(FileNotFoundError):
                return (data(folder) / STAGING / move.staged).read_bytes()
    try:
        return target(folder, name).read_bytes()
    except FileNotFoundError:
        return None


def finish(folder: Path, moves: tuple[StagedMove, ...]) -> None:
    """Move every staged file over its target, then take the marker away; can be done again at any time.

    Raises `OSError` where a file is held (Excel on Windows) for more than a second: the marker stays.
    """
    room = data(folder) / STAGING
    for move in moves:
        _move(room, target(folder, move.name), move)
    for place in sorted({target(folder, move.name).parent for move in moves}):
        _flush(place)
    (room / MARKER).unlink(missing_ok=True)
    sweep(folder)


def sweep(folder: Path) -> None:
    """Take away what an interrupted command left over; only where nothing is marked."""
    room = data(folder) / STAGING
    if room.is_dir() and not (room / MARKER).exists():
        shutil.rmtree(room, ignore_errors=True)


def _move(room: Path, goal: Path, move: StagedMove) -> None:
    staged = room / move.staged if move.staged else None
    if staged is not None and not staged.exists():
        return  # moved before the interruption
    goal.parent.mkdir(parents=True, exist_ok=True)
    _keep_aside(goal, move)
    if staged is None:
        goal.unlink(missing_ok=True)
    else:
        _patiently_replace(staged, goal)


def _keep_aside(goal: Path, move: StagedMove) -> None:
    """A file that a person saved between the interruption and now is kept, not overwritten."""
    mark = sha256(goal.read_bytes()) if goal.exists() else None
    if mark is not None and mark not in (move.before, move.after):
        goal.replace(goal.with_name(f"{goal.stem}.edited{goal.suffix}"))


def _patiently_replace(staged: Path, goal: Path) -> None:
    """Excel and virus scanners hold a file for a moment; a second is given to them."""
    for _ in range(_TRIES - 1):
        try:
            staged.replace(goal)
        except PermissionError:
            time.sleep(_PAUSE)
        else:
            return
    staged.replace(goal)


def write_apart(folder: Path, name: str, content: bytes) -> None:
    """Write a file of `data/` whole or not at all, beside the journal: `undo` knows nothing of it. Raises `OSError`."""
    goal = target(folder, name)
    staged = goal.with_name(f".{goal.name}.part")
    _write(staged, content)
    _patiently_replace(staged, goal)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _flush(folder: Path) -> None:
    """A rename is on the disk once its folder is; Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
