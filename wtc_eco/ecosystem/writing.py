"""How every command writes in `data/`: hold the folder, read it anew, plan, commit in one stroke, read anew again.

`amend` writes what a person adds by hand, records and decisions, signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from wtc_eco import model, store
from wtc_eco.ecosystem.importing.reconcile import Shape
from wtc_eco.errors import RefusedError
from wtc_eco.i18n import tr
from wtc_eco.model import DECISIONS, RECORDS
from wtc_eco.store import Basis

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.store import Holdings


@dataclass(frozen=True)
class Writing:
    """A command that holds the folder: what the ecosystem says is true until it commits."""

    ecosystem: Ecosystem
    command: str
    accept_edits: bool
    tables: bool

    def commit(  # noqa: PLR0913 - what was written, of what, and the counters after it
        self,
        changes: Mapping[str, bytes | None],
        *,
        command: str = "",
        inputs: Mapping[str, str] | None = None,
        next_record: int | None = None,
        next_tie: int | None = None,
        as_of: str | None = None,
    ) -> None:
        """Write these files of `data/` (None deletes one); where nothing differs, nothing is written or told.

        `command` is what the journal tells, where the plan says it better; `inputs` are the files taken in
        (name: sha256); the numbers are the next free ones, where the plan gave any; `as_of` is the day on which
        the result depends. Raises as `store.commit` does.
        """
        basis = replace(self._basis(inputs or {}, next_record, next_tie), as_of=as_of)
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
            if accept_edits:
                _refuse_bad_cells(ecosystem)
        yield Writing(ecosystem, command, accept_edits, tables)
    ecosystem.forget_caches(need=need)


_BAD_CELLS = frozenset(
    {
        "bad_phone",
        "bad_email",
        "bad_register_number",
        "no_such_point",
        "far_point",
        "half_a_point",
        "unknown_term",
        "unknown_word",
    }
)
"""Doubts of `check` about what one cell holds: it is not what its column is for."""


def _refuse_bad_cells(ecosystem: Ecosystem) -> None:
    """Raise `RefusedError`, naming the cells, where what was changed outside the tool is not to be taken in as it is."""
    found = store.edits(ecosystem.folder)
    if not found.files:
        return
    damaged = list(store.damage_problems(store.damages(ecosystem.folder)))
    cells = {
        (edit.file, edit.row, column): after
        for edit in found.rows
        for column, _, after in edit.fields
        if after
    }
    doubts = store.check(ecosystem.holdings, ecosystem.territory) if cells else ()
    bad = [one for one in doubts if one.code in _BAD_CELLS and (one.file, one.row, one.column) in cells]
    if not damaged and not bad:
        return
    raise RefusedError(
        tr(
            "What was changed outside the tool was not taken in: some cells do not hold what their column is for."
        ),
        hint=tr(
            "“wtc-eco doctor --repair” writes what a spreadsheet program damaged as it was; correct the other cells, "
            "then accept the edits."
        ),
        problems=(*damaged, *bad),
        code="bad_cells",
    )


SHAPE = Shape(RECORDS)
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Signed:
    """Who says it and why; both may be unknown. `accept_edits` takes in what was changed outside the tool."""

    by: str | None = None
    why: str | None = None
    accept_edits: bool = False


@dataclass(frozen=True)
class Amendment:
    """Records to add (their numbers are the next free ones, in order), decisions to add, decisions to take back.

    `dropped` are the places of decisions in the table; `files` are other files of `data/` (None deletes).
    """

    records: tuple[Line, ...] = ()
    decisions: tuple[Line, ...] = ()
    dropped: frozenset[int] = frozenset()
    files: Mapping[str, bytes | None] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether it changes nothing."""
        return not (self.records or self.decisions or self.dropped or self.files)

    def decided(self, before: pd.DataFrame) -> pd.DataFrame:
        """The decisions as they will be."""
        rows = [row for place, row in enumerate(before.to_dict("records")) if place not in self.dropped]
        kept = [{str(name): value for name, value in row.items()} for row in rows]
        return model.frame(DECISIONS, [*kept, *self.decisions])

    def recorded(self, before: pd.DataFrame) -> pd.DataFrame:
        """The records as they will be."""
        rows = [{str(name): value for name, value in row.items()} for row in before.to_dict("records")]
        return model.frame(RECORDS, [*rows, *map(SHAPE.settled, self.records)])


@dataclass(frozen=True)
class PlannedAmendment:
    """An amendment, and what it will have done, in the words of the command that made it."""

    amendment: Amendment = field(default_factory=Amendment)
    told: Any = None


def amend(
    ecosystem: Ecosystem,
    command: str,
    plan: Callable[[], PlannedAmendment],
    signed: Signed,
    *,
    inputs: Mapping[str, str] | None = None,
) -> Any:
    """Plan and write under one lock; returns what the plan tells. Nothing is written where nothing changes.

    `command` is what the journal keeps: it names no person and no value.
    """
    with writing(ecosystem, command, accept_edits=signed.accept_edits) as step:
        planned = plan()
        if not planned.amendment.empty:
            amendment, holdings = planned.amendment, ecosystem.holdings
            step.commit(
                _files(holdings, amendment),
                inputs=inputs,
                next_record=holdings.next_record + len(amendment.records),
            )
    return planned.told


def _files(holdings: Holdings, amendment: Amendment) -> dict[str, bytes | None]:
    """The tables as they will be."""
    changes: dict[str, bytes | None] = dict(amendment.files)
    if amendment.records:
        changes["structures.csv"] = store.to_csv(amendment.recorded(holdings.records), RECORDS)
    if amendment.decisions or amendment.dropped:
        changes["decisions.csv"] = store.to_csv(amendment.decided(holdings.decisions), DECISIONS)
    return changes


def words_of_record(ecosystem: Ecosystem, number: int) -> str | None:
    """What a decision remembers of a record: name, street and postal code."""
    from wtc_eco.matching.decisions import words_of

    records = ecosystem.holdings.records
    rows = records[records["record"] == number].to_dict("records")
    return words_of(rows[0]["name"], rows[0]["street"], rows[0]["postal_code"]) or None if rows else None
