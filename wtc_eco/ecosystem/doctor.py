"""Whether a folder is sound, and what puts it in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco import store
from wtc_eco.ecosystem.people import oppositions
from wtc_eco.errors import DamagedError
from wtc_eco.store import Basis
from wtc_eco.store.journal import BY_HAND

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem
    from wtc_eco.errors import Problem


def doctor(ecosystem: Ecosystem) -> tuple[Problem, ...]:
    """Every fault of the store, each with its remedy; nothing is changed. Never stops at damaged tables.

    A problem of gravity `refusal` keeps commands from reading or writing; a `warning` is worth
    mending; a `note` is a fact to know.
    """
    found = store.examine(ecosystem.folder)
    try:
        return (*found, *oppositions.read(ecosystem).problems())
    except DamagedError:
        return found  # the examination has said why


def repair(ecosystem: Ecosystem) -> store.Repaired:
    """Mend what can be mended without a person; what was there is kept in data/snapshots/."""
    repaired = store.repair(ecosystem.folder)
    ecosystem.forget_caches()
    return repaired


def restore(ecosystem: Ecosystem) -> store.Restored:
    """Put back the tables as the last command left them; what stood there is kept aside."""
    restored = store.restore(ecosystem.folder)
    ecosystem.forget_caches()
    return restored


def edits(ecosystem: Ecosystem) -> store.Edits:
    """What was changed in `data/` outside the tool since the last command, row by row."""
    return store.edits(ecosystem.folder)


def accept_edits(ecosystem: Ecosystem) -> store.Edits:
    """Take in what was changed outside the tool, as a command of its own that can be undone.

    Raises `DamagedError`, naming the rows, where a table cannot be read, its numbers are wrong, or a
    cell would be lost by writing.
    """
    with store.locked(ecosystem.folder, command=BY_HAND):
        ecosystem.forget_caches()
        ecosystem.holdings.require_sound()
        found = store.edits(ecosystem.folder)
        store.commit(ecosystem.folder, {}, command=BY_HAND, basis=Basis(accept_edits=True))
    ecosystem.forget_caches()
    return found
