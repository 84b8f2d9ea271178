"""Put back the tables as the last command left them, from the copies in `snapshots/last/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wtc_eco.errors import RefusedError
from wtc_eco.locale import listing, tr
from wtc_eco.store import journal as journals
from wtc_eco.store import kept as keeping
from wtc_eco.store import lock, numbering, staging, tables
from wtc_eco.store.commit import put_all
from wtc_eco.store.journal import sha256
from wtc_eco.store.layout import ASIDE, JOURNAL, KEYS, TABLES, WATCHED


@dataclass(frozen=True)
class Restored:
    """The files that were put back, and where what stood there was moved to."""

    files: tuple[str, ...]
    aside: tuple[str, ...]


def restore(folder: Path) -> Restored:
    """Put back every watched file that is not as the last command left it; nothing is thrown away.

    Where the journal cannot tell, only the tables that are gone or cannot be read are put back. Raises
    `RefusedError` where a file is damaged and no copy of it was kept.
    """
    folder = Path(folder)
    with lock.locked(folder, command="backup restore"):
        held = {name: staging.content(folder, name, None) for name in WATCHED}
        expected = journals.from_bytes(staging.content(folder, JOURNAL, None)).expected()
        changes: dict[str, bytes | None] = {}
        lost = []
        for name in WATCHED:
            copy = keeping.last_copy(folder, name)
            if name in expected and expected[name] != sha256(held[name]):
                good = sha256(copy) == expected[name]
            else:
                good = name not in expected and copy is not None and _damaged(name, held[name])
            if good:
                changes[name] = copy
            elif (name in expected and expected[name] != sha256(held[name])) and _damaged(name, held[name]):
                lost.append(name)
        if lost and not changes:
            raise _no_copy(tuple(lost))
        aside = {aside_name(folder, name, held[name]): held[name] for name in changes if held[name]}
        if changes:
            put_all(folder, {**changes, **aside})
        return Restored(tuple(sorted(changes)), tuple(sorted(aside)))


def aside_name(folder: Path, name: str, content: bytes | None) -> str:
    """A free name in `snapshots/aside/` for what stood under this name."""
    wanted, count = f"{ASIDE}/{Path(name).name}", 1
    while (found := staging.content(folder, wanted, None)) is not None and found != content:
        count += 1
        wanted = f"{ASIDE}/{Path(name).stem}-{count}{Path(name).suffix}"
    return wanted


def _damaged(name: str, content: bytes | None) -> bool:
    """Whether a table is gone or cannot be read as one."""
    if name not in TABLES:
        return False
    if content is None:
        return True
    sheet = tables.parse(content, TABLES[name], file=name)
    return bool(sheet.damage or (name in KEYS and numbering.checked(name, sheet).damage))


def _no_copy(names: tuple[str, ...]) -> RefusedError:
    return RefusedError(
        tr("No copy of {files} is kept here.", files=listing(names)),
        hint=tr("Take it back from the recycle bin, from a copy of the folder or from git."),
    )
