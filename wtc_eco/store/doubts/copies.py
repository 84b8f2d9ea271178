"""Copies that OneDrive, Excel or an interrupted command left beside the tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wtc_eco.errors import Problem
from wtc_eco.locale import tr
from wtc_eco.store.layout import WATCHED, data


def doubts(folder: Path) -> Iterator[Problem]:
    """Files of `data/` that look like one of its tables and are not read, by name."""
    for path in sorted(data(folder).iterdir(), key=lambda found: found.name):
        meant = next((name for name in WATCHED if path.name != name and _resembles(path, name)), None)
        if meant is None or not path.is_file():
            continue
        if path.name.startswith(("~$", ".~lock.")):
            message = tr("{file} is open in another program.", file=meant)
            hint = tr("Close it there before a command that writes.")
            yield Problem("open_elsewhere", "note", message, hint, file=path.name)
        else:
            message = tr("{copy} looks like a copy of {file}; it is not read.", copy=path.name, file=meant)
            hint = tr(
                "Compare the two, keep what is right in {file}, and move the copy elsewhere.", file=meant
            )
            yield Problem("conflict_copy", "warning", message, hint, file=path.name)


def _resembles(path: Path, name: str) -> bool:
    stem = Path(name).stem
    return path.name.removeprefix("~$").removeprefix(".~lock.").startswith(stem) and ".csv" in path.name
