"""Older layouts of `data/`, brought up to date one number at a time.

The layout is the number `format` in the journal's header. A release that changes how files are laid
out adds a function here, from the number before to the next: it gets the files of `data/` by name and
returns those that change (None deletes one). The journal's header is written by the store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wtc_eco.errors import DamagedError
from wtc_eco.locale import tr

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
