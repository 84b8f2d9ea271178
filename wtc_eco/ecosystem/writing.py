"""How every command writes in `data/`: hold the folder, read it anew, plan, commit in one stroke, read anew again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco import store
from wtc_eco.store import Basis

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem


@dataclass(frozen=True)
class Writing:
    """A command that holds the folder: what the ecosystem says is true until it commits."""

    ecosystem: Ecosystem
    command: str
    accept_edits: bool
    tables: bool

    def commit(
        self,
        changes: Mapping[str, bytes | None],
        *,
        command: str = "",
        inputs: Mapping[str, str] | None = None,
        next_record: int | None = None,
        next_tie: int | None = None,
    ) -> None:
        """Write these files of `data/` (None deletes one); where nothing differs, nothing is written or told.

        `command` is what the journal tells, where the plan says it better; `inputs` are the files taken in
        (name: sha256); the numbers are the next free ones, where the plan gave any. Raises as `store.commit` does.
        """
        basis = self._basis(inputs or {}, next_record, next_tie)
        store.commit(self.ecosystem.folder, changes, command=command or self.command, basis=basis)

    def erase(self, changes: Mapping[str, bytes | None], *, words: tuple[str, ...] = ()) -> None:
        """The same, with no way back and these words blanked in the journal; see `store.erase`."""
        basis = self._basis({}, None, None)
        store.erase(self.ecosystem.folder, changes, command=self.command, words=words, basis=basis)

    def _basis(self, inputs: Mapping[str, str], next_record: int | None, next_tie: int | None) -> Basis:
        if not self.tables:
            return Basis(inputs=inputs, accept_edits=self.accept_edits)
        holdings = self.ecosystem.holdings
        return Basis(
            seen=holdings.seen,
            inputs=inputs,
            next_record=holdings.next_record if next_record is None else next_record,
            next_tie=holdings.next_tie if next_tie is None else next_tie,
            accept_edits=self.accept_edits,
        )


@contextmanager
def writing(
    ecosystem: Ecosystem,
    command: str,
    *,
    accept_edits: bool = False,
    tables: bool = True,
    need: bool = False,
) -> Iterator[Writing]:
    """Hold the folder for `command`; what is planned inside, from the ecosystem read anew, is committed inside.

    `command` stands in the journal and names no person and no value. `accept_edits` takes in what was changed
    outside the tool. Not `tables`: only files beside the tables are written, which unsound tables do not keep
    from it. `need`: the figures of need are read anew too. Raises `BusyError` where another command holds the
    folder, and `DamagedError` where writing would lose something in the tables.
    """
    with store.locked(ecosystem.folder, command=command):
        ecosystem.forget_caches(need=need)
        if tables:
            ecosystem.holdings.require_sound()
        yield Writing(ecosystem, command, accept_edits, tables)
    ecosystem.forget_caches(need=need)
