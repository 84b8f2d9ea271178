"""What the commands did, and the way back: `undo` gives back the same bytes of `data/`.

The commands form a pile. A command is put on it; an undo takes the last ones off; a redo puts back
what the latest undo took off. A new command forgets what could be redone. Nothing goes back across an
erasure, nor across a command whose way back was not kept.

Numbers of records and ties never go down: what comes after an undo has numbers of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wtc_eco.errors import RefusedError
from wtc_eco.i18n import tr, trn
from wtc_eco.store import holdings, lock, staging, undo_log
from wtc_eco.store import journal as journals
from wtc_eco.store import undo_log as keeping
from wtc_eco.store.commit import Basis, commit, edited_outside, refusal
from wtc_eco.store.journal import Journal, Step, sha256
from wtc_eco.store.layout import JOURNAL, WATCHED
from wtc_eco.store.undo_log import KeptStep


@dataclass(frozen=True)
class Undone:
    """The commands that were taken back (or done again), the latest first, and what was left alone.

    `left` names files outside the tables (a mended quarantine, a column map) that a person changed
    since: they stay as they are.
    """

    n: int
    steps: tuple[Step, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class Pile:
    """The commands that stand, oldest first, and the undos that can be done again, latest last."""

    done: tuple[Step, ...]
    undone: tuple[tuple[Step, tuple[Step, ...]], ...]
    barrier: Step | None = None
    """The erasure below which nothing can be taken back."""


def past(folder: Path) -> Journal:
    """What the journal of this folder tells; lines that were lost are found again where they were kept."""
    folder = Path(folder)
    moves = staging.pending(folder)
    return keeping.mended(folder, journals.from_bytes(staging.content(folder, JOURNAL, moves)))


def pile(journal: Journal) -> Pile:
    """Which commands stand: those that were not taken back, since the latest erasure."""
    done: list[Step] = []
    undone: list[tuple[Step, tuple[Step, ...]]] = []
    barrier = None
    for step in journal.steps:
        if step.erasure:
            done, undone, barrier = [], [], step
        elif step.undoes:
            taken = [one for one in done if one.n in step.undoes]
            done = [one for one in done if one.n not in step.undoes]
            undone.append((step, tuple(taken)))
        elif step.redoes:
            done += [one for undo, taken in undone if undo.n in step.redoes for one in taken]
            undone = [pair for pair in undone if pair[0].n not in step.redoes]
        else:
            done.append(step)
            undone = []
    return Pile(tuple(done), tuple(undone), barrier)


def undo(folder: Path, count: int = 1) -> Undone:
    """Take back the last `count` commands that stand; the tables have the same bytes as before them.

    Raises `RefusedError` where fewer can be taken back, naming what stands in the way.
    """
    folder = Path(folder)
    with lock.locked(folder, command=f"undo {count}"):
        journal = _journal(folder)
        commands = pile(journal)
        steps = commands.done[len(commands.done) - count :][::-1] if 0 < count <= len(commands.done) else ()
        if not steps:
            raise _too_few(journal, commands, count)
        numbers = tuple(step.n for step in steps)
        return _turned(folder, steps, steps, Basis(undoes=numbers), f"undo {_named(numbers)}")


def redo(folder: Path) -> Undone:
    """Do again what the latest undo took back; raises `RefusedError` where a command was done since."""
    folder = Path(folder)
    with lock.locked(folder, command="redo"):
        commands = pile(_journal(folder))
        if not commands.undone:
            raise RefusedError(
                tr("There is nothing to do again: the last command was not an undo."),
                hint=tr("See what was done: wtc-eco history"),
            )
        step, taken = commands.undone[-1]
        numbers = tuple(one.n for one in taken)
        return _turned(folder, (step,), taken, Basis(redoes=(step.n,)), f"redo {_named(numbers)}")


def _journal(folder: Path) -> Journal:
    journal = keeping.mended(folder, journals.from_bytes(staging.content(folder, JOURNAL, None)))
    now = {name: sha256(staging.content(folder, name, None)) for name in WATCHED}
    edited = edited_outside(journal, now)
    if edited:
        holdings.read(folder)  # tables that are no tables any more are damage, and not an edit
        raise refusal(edited)
    return journal


def _named(numbers: Sequence[int]) -> str:
    return " ".join(str(n) for n in sorted(numbers))


def _turned(
    folder: Path, steps: Sequence[Step], steps_told: Sequence[Step], basis: Basis, command: str
) -> Undone:
    """Bring every file back across these steps, in one commit."""
    names = sorted({name for step in steps for name in step.after})
    contents = {name: staging.content(folder, name, None) for name in names}
    left: set[str] = set()
    for step in steps:
        back = _way_back(folder, step).back
        for name in sorted(set(step.after) - left):
            if sha256(contents[name]) == step.after[name]:
                contents[name] = _before(back[name], contents[name])
            elif name in WATCHED:
                raise _other_bytes(step, name)
            else:
                left.add(name)
    changes = {name: content for name, content in contents.items() if name not in left}
    n = commit(folder, changes, command=command, basis=basis)
    return Undone(n or 0, tuple(steps_told), tuple(sorted(left)))


def _before(patch: undo_log.Patch | None, after: bytes | None) -> bytes | None:
    return None if patch is None else undo_log.applied(patch, after or b"")


def _way_back(folder: Path, step: Step) -> KeptStep:
    """The way back across a step; raises `RefusedError` where it was not kept."""
    step_kept = keeping.load(folder, step.n)
    if step_kept is None or step_kept.step.after != step.after or not step_kept.complete():
        raise RefusedError(
            tr("Command {n} ({command}) cannot be undone: its way back is not kept here.", **_words(step)),
            hint=tr(
                "The latest {n} commands of this machine can be undone; a copy of the folder may go back further.",
                n=keeping.COMMANDS,
            ),
        )
    return step_kept


def _words(step: Step) -> Mapping[str, str]:
    return {"n": str(step.n), "command": step.command}


def _other_bytes(step: Step, name: str) -> RefusedError:
    return RefusedError(
        tr(
            "Command {n} ({command}) cannot be undone: {file} was changed since.",
            file=name,
            **_words(step),
        ),
        hint=tr("See what was done: wtc-eco history"),
    )


def _too_few(journal: Journal, commands: Pile, count: int) -> RefusedError:
    if commands.barrier is not None:
        message = tr(
            "Nothing can be undone across command {n}: it erased a person’s data, here and in what was kept.",
            n=commands.barrier.n,
        )
    elif not journal.present:
        message = tr("There is nothing to undo: no command has written here yet, or the journal is gone.")
    else:
        message = trn(
            "{n} command can be undone, not {wanted}.",
            "{n} commands can be undone, not {wanted}.",
            len(commands.done),
            wanted=count,
        )
    return RefusedError(message, hint=tr("See what was done: wtc-eco history"))
