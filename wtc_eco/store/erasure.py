"""Erasing: what was kept to go back goes with what is erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from wtc_eco.store.commit import Basis, commit


def erase(
    folder: Path,
    changes: Mapping[str, bytes | None],
    *,
    command: str,
    words: tuple[str, ...] = (),
    basis: Basis | None = None,
) -> int | None:
    """Commit an erasure: write these files of `data/`, and keep nothing that leads back before it.

    In one stroke, all or nothing: the files are written; every way back (`snapshots/undo/`), every
    copy moved aside and every older layout is deleted; `snapshots/last/` is made again from the new
    files; `words` (a name, an address) are blanked in the commands and file names that the journal
    tells. No undo goes across it. `command` must not name the person. Raises as `commit` does.

    Not touched, since other rooms own them: outputs/, quarantine/ and maps/ (hand their new bytes in
    `changes`, None to delete), and dated copies in `snapshots/` other than these.
    """
    return commit(folder, changes, command=command, basis=replace(basis or Basis(), erases=words))
