"""A file for people, put in place whole or not at all.

Which edition a page is, in words: every page says it, so that nobody shares the wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.errors import BusyError, RefusedError
from wtc_eco.i18n import refused_by_system, tr
from wtc_eco.sources.encoding import BEGUN

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Edition


_PART = ".wtc-eco-part"


def put(path: Path, content: bytes) -> None:
    """Write `content` at `path`, making its folder; a reader never sees half a file.

    Raises `BusyError` where another program holds the file and `RefusedError` where the folder
    cannot be written.
    """
    staged = path.with_name(f".{path.name[:60]}{_PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for left_over in path.parent.glob(f".*{_PART}"):  # by a command that was killed
            left_over.unlink(missing_ok=True)
        staged.write_bytes(content)
    except OSError as fault:
        with suppress(OSError):
            staged.unlink()
        raise _refused(path, fault) from fault
    try:
        if not staged.exists():  # another command that began meanwhile took it for left over
            staged.write_bytes(content)
        staged.replace(path)
    except OSError as fault:
        staged.unlink(missing_ok=True)
        raise not_replaced(path, fault) from fault


def put_together(made: Sequence[Path], folder: Path, aside: Path) -> tuple[Path, ...]:
    """Move these files into `folder`, all or none; those that stood there wait in `aside` meanwhile.

    `made` and `aside` stand in a scratch folder beside `folder`: killed meanwhile, the command after this one moves
    the rest. Raises as `put` does, and then the folder is as it was.
    """
    goals = [folder / path.name for path in made]
    begun: list[tuple[Path, Path]] = []
    mark = aside.with_name(BEGUN)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside.mkdir()
        mark.write_text(f"{made[0].parent.name}\n{folder.name}\n", encoding="utf-8")
        for path, goal in zip(made, goals, strict=True):
            begun.append((path, goal))
            if goal.exists():
                goal.replace(aside / goal.name)
            path.replace(goal)
    except OSError as fault:
        for path, goal in begun:
            before = aside / goal.name
            with suppress(OSError):
                if not path.exists():
                    goal.replace(path)
                if before.exists():
                    before.replace(goal)
        with suppress(OSError):
            mark.unlink(missing_ok=True)
        raise not_replaced(begun[-1][1] if begun else folder, fault) from fault
    return tuple(goals)


def not_replaced(path: Path, fault: OSError) -> BusyError | RefusedError:
    """What to say where a file could not come into its place."""
    if isinstance(fault, PermissionError) and path.exists():
        # Windows refuses to replace a workbook that Excel holds open.
        return BusyError(
            tr("{file} is held by another program.", file=path.name),
            hint=tr("Close {file} in Excel, then run the command again.", file=path.name),
        )
    return _refused(path, fault)


def _refused(path: Path, fault: OSError) -> RefusedError:
    return RefusedError(
        tr("{file} cannot be written: {reason}.", file=str(path), reason=refused_by_system(fault)),
        hint=tr("Choose another place with -o, or free the folder."),
    )


def named(edition: Edition) -> str:
    """«Working document» or «Shared edition»."""
    return tr("Shared edition") if edition == "shared" else tr("Working document")


def warned(edition: Edition) -> str:
    """What a reader may do with it."""
    if edition == "shared":
        return tr("It names structures for what they offer only; ties and standings are counted.")
    return tr("It names structures and where they stand: not to be shared as it is.")


def cited(edition: Edition, title: str, day: str) -> str:
    """How to cite the page; `day` is its date in words, or empty."""
    named_title = f"{title} ({named(edition).lower()})"
    if day:
        return tr("“{title}”, made with wtc-eco, as of {date}.", title=named_title, date=day)
    return tr("“{title}”, made with wtc-eco.", title=named_title)
