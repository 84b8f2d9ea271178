"""Where things stand in `data/`, and older layouts, brought up to date one number at a time.

The layout is the number `format` in the journal's header. A release that changes how files are laid
out adds a function here, from the number before to the next: it gets the files of `data/` by name and
returns those that change (None deletes one). The journal's header is written by the store.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from wtc_eco.errors import DamagedError, UsageError
from wtc_eco.i18n import tr
from wtc_eco.model import CONTACTS, DECISIONS, ERASED, INVITED, OPPOSITIONS, RECORDS, TIES, Column

STRUCTURES, REFERRALS, VERDICTS = "structures.csv", "referrals.csv", "decisions.csv"
JOURNAL = "journal.jsonl"
STAGING, LOCK = ".staging", ".lock"
SNAPSHOTS = "snapshots"
LAST, UNDO, ASIDE = f"{SNAPSHOTS}/last", f"{SNAPSHOTS}/undo", f"{SNAPSHOTS}/aside"
"""The tables as the last command left them; the way back of the latest commands; what was moved away."""

TABLES: Mapping[str, tuple[Column, ...]] = {STRUCTURES: RECORDS, REFERRALS: TIES, VERDICTS: DECISIONS}
"""The tables that `read` gives, by file."""

KEYS: Mapping[str, str] = {STRUCTURES: "record", REFERRALS: "tie"}
"""The column that numbers the rows of a table."""

NAMING = {"contacts.csv": "record", "invited.csv": "record"}
"""Other files of `data/` that name record numbers, and the column that does."""

TOMBSTONES = "erased.csv"
"""Records that were erased: `record`, `erased_on`, `now` (the record that stands for it)."""

OF_PEOPLE: Mapping[str, tuple[Column, ...]] = {
    "contacts.csv": CONTACTS,
    "invited.csv": INVITED,
    "oppositions.csv": OPPOSITIONS,
    TOMBSTONES: ERASED,
}
"""The tables that other rooms read for themselves, by file."""

WATCHED = (*TABLES, *OF_PEOPLE)
"""Files whose changes outside the tool are noticed; `quarantine/` and `maps/` are there to be edited."""


def data(folder: Path) -> Path:
    """The data folder of an ecosystem folder."""
    return Path(folder) / "data"


_LONGEST = 200
"""Bytes a file of `data/` may be called by: systems stop at 255, and a copy set aside is called by a few more."""


def target(folder: Path, name: str) -> Path:
    """The file `name` of `data/`; raises `UsageError` where the name leads out of it.

    What no file can be called, for it is too long, is cut: a command that an earlier version marked can be finished.
    """
    root = data(folder)
    path = Path(name)
    if len(os.fsencode(path.name)) > _LONGEST:
        own = hashlib.sha256(os.fsencode(name)).hexdigest()[:6]
        name = path.with_name(f"{path.stem[: _LONGEST // 4]}-{own}{path.suffix}").as_posix()
    parts = Path(name.replace("\\", "/")).parts
    outside = not parts or ".." in parts or Path(name).is_absolute() or ":" in name or parts[0] == STAGING
    if outside or not (root / name).resolve().is_relative_to(root.resolve()):
        raise UsageError(
            tr("“{name}” is not a file inside data/.", name=name),
            hint=tr("Give a plain file name, without a drive or “..”."),
        )
    return root / name


Files = Mapping[str, bytes | None]
Migration = Callable[[Files], Files]

MIGRATIONS: dict[int, Migration] = {}
"""By the number a layout has, the way to the next one. Layout 1 is the first that was released."""


def migrated(files: Files, written: int, wanted: int) -> dict[str, bytes | None]:
    """The files that change between two layouts; raises `DamagedError` where no way is known."""
    now = dict(files)
    changed: dict[str, bytes | None] = {}
    for number in range(written, wanted):
        if number not in MIGRATIONS:
            raise DamagedError(
                tr("Nobody knows how data/ of the layout {n} is brought up to date.", n=number),
                hint=tr(
                    "Install the version of wtc-eco that wrote it, export the register, and import it here."
                ),
            )
        step = MIGRATIONS[number](now)
        now.update(step)
        changed.update(step)
    return {name: content for name, content in changed.items() if files.get(name) != content}
