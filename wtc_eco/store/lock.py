"""One command at a time writes in `data/`: an operating-system lock, which a dead process cannot keep."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from wtc_eco.errors import BusyError, RefusedError
from wtc_eco.i18n import refused_by_system, tr
from wtc_eco.model import parsed
from wtc_eco.store import staging
from wtc_eco.store.layout import LOCK, STAGING, data

WAIT = 5.0
"""Seconds a command waits for another one to end."""

_HOLDER = "holder.json"
_held: ContextVar[frozenset[Path]] = ContextVar("held", default=frozenset())


@contextmanager
def locked(folder: Path, *, command: str, wait: float | None = None) -> Iterator[None]:
    """Hold the folder: what is read inside is still true when it is committed inside.

    Finishes first what an interrupted command left. Raises `BusyError` after `wait` seconds
    (`WAIT`, if `None`), naming the command that holds it, and `RefusedError` where `data/` cannot be written.
    """
    root = data(folder).resolve()
    if root in _held.get():
        yield
        return
    with _lock(folder, WAIT if wait is None else wait):
        token = _held.set(_held.get() | {root})
        try:
            recover(folder)
            _sign(folder, command)
            yield
        finally:
            _held.reset(token)
            staging.sweep(folder)


def holds(folder: Path) -> bool:
    """Whether this very command holds the folder."""
    return data(folder).resolve() in _held.get()


def tidy(folder: Path) -> None:
    """Finish or discard what an interrupted command left, where nobody is at work; never waits, never fails.

    Readers call it; on a read-only folder they read through the manifest instead.
    """
    if (data(folder) / STAGING).is_dir() and not holds(folder):
        with suppress(BusyError, RefusedError), _lock(folder, 0):
            recover(folder)


def recover(folder: Path) -> None:
    """Roll a marked command forward, discard an unmarked one; only while the folder is held."""
    moves = staging.pending(folder)
    if moves is None:
        staging.sweep(folder)
        return
    try:
        staging.finish(folder, moves)
    except OSError as error:
        raise unfinished(error) from error


def unfinished(error: OSError) -> BusyError:
    """What to say when a file of data/ cannot be replaced: the change is kept."""
    name = Path(str(error.filename2 or error.filename or "")).name
    if isinstance(error, PermissionError) and name:
        return BusyError(
            tr("{file} is held by another program.", file=name),
            hint=tr(
                "The change is kept: close {file} in Excel, then run any command; it finishes the work.",
                file=name,
            ),
        )
    return BusyError(
        tr("A file of data/ could not be replaced: {reason}.", reason=_reason(error)),
        hint=tr(
            "The change is kept: free the disk or the folder, then run any command; it finishes the work."
        ),
    )


@contextmanager
def _lock(folder: Path, wait: float) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(data(folder) / LOCK)
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise _busy(folder) from error
    except OSError as error:
        raise refused(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def refused(folder: Path, error: OSError) -> RefusedError:
    """What to say when nothing could be written."""
    return RefusedError(
        tr("data/ cannot be written: {reason}. Nothing was changed.", reason=_reason(error)),
        hint=tr("Check the free space and your rights on {folder}.", folder=data(folder)),
    )


def unreadable(folder: Path, error: OSError) -> RefusedError:
    """What to say when the system does not let us read."""
    return RefusedError(
        tr("data/ cannot be read: {reason}.", reason=_reason(error)),
        hint=tr(
            "Close its files in other programs, and check that {folder} is there and yours.",
            folder=data(folder),
        ),
    )


def _reason(error: OSError) -> str:
    """Why the system refused, and which file where it says so."""
    name = Path(str(error.filename2 or error.filename or "")).name
    return refused_by_system(error) + (f" ({name})" if name else "")


def _sign(folder: Path, command: str) -> None:
    """Say who holds the folder, for the message of those who wait."""
    room = data(folder) / STAGING
    try:
        room.mkdir(exist_ok=True)
        (room / _HOLDER).write_text(json.dumps({"pid": os.getpid(), "command": command}), encoding="utf-8")
    except OSError as error:
        raise refused(folder, error) from error


def _busy(folder: Path) -> BusyError:
    try:
        holder = parsed(json.loads, (data(folder) / STAGING / _HOLDER).read_text(encoding="utf-8"))
        message = tr(
            "Another command is at work in this folder: {command} (process {pid}).",
            command=holder["command"],
            pid=holder["pid"],
        )
    except (OSError, ValueError, KeyError):
        message = tr("Another command is at work in this folder.")
    return BusyError(message, hint=tr("Wait until it has ended, then run the command again."))
