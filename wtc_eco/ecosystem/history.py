"""What the commands did to a folder, and how they are taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco import store
from wtc_eco.store.journal import BY_HAND, Step
from wtc_eco.store.undo import pile

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem

Standing = Literal["done", "undone", "undo", "redo", "erasure", "by_hand"]


@dataclass(frozen=True)
class PastCommand:
    """A command that wrote in `data/`: its number, its words, and how many rows it changed in each table.

    `rows` holds rows added, changed and removed; `files` every file that it wrote. `standing` says
    whether it stands, was taken back, or is itself an undo, a redo, an erasure or changes by hand.
    """

    n: int
    command: str
    as_of: str | None
    standing: Standing
    rows: Mapping[str, tuple[int, int, int]]
    files: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return asdict(self)


def history(ecosystem: Ecosystem) -> tuple[PastCommand, ...]:
    """Every command that wrote in this folder, the oldest first; no clock, only their order."""
    journal = store.past(ecosystem.folder)
    undone = {step.n for _, taken in pile(journal).undone for step in taken}
    for step in journal.steps:
        undone |= set(step.undoes)
    undone -= _redone(journal.steps)
    return tuple(
        PastCommand(
            step.n, step.command, step.as_of, _standing(step, undone), step.rows, tuple(sorted(step.after))
        )
        for step in journal.steps
    )


def _redone(steps: tuple[Step, ...]) -> set[int]:
    """The commands that stand again: what was undone, then redone, and not undone since."""
    standing: set[int] = set()
    for step in steps:
        standing -= set(step.undoes)
        for undo in steps:
            if undo.n in step.redoes:
                standing |= set(undo.undoes)
    return standing


def _standing(step: Step, undone: set[int]) -> Standing:
    if step.erasure:
        return "erasure"
    if step.undoes:
        return "undo"
    if step.redoes:
        return "redo"
    if step.n in undone:
        return "undone"
    return "by_hand" if step.command == BY_HAND else "done"


def undo(ecosystem: Ecosystem, count: int = 1) -> store.Undone:
    """Take back the last `count` commands: the tables have the same bytes as before them.

    Raises `RefusedError` where fewer can be taken back, where a table was changed outside the tool, or
    where a person's data was erased meanwhile. Numbers of records are not given again.
    """
    undone = store.undo(ecosystem.folder, count)
    ecosystem.forget_caches()
    return undone


def redo(ecosystem: Ecosystem) -> store.Undone:
    """Do again what the latest undo took back; raises `RefusedError` where another command came since."""
    done = store.redo(ecosystem.folder)
    ecosystem.forget_caches()
    return done
