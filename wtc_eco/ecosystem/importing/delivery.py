"""A list as it is handed in, and what taking it in would do: the same words for lists and for ties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from wtc_eco import store
from wtc_eco.errors import Problem, UsageError
from wtc_eco.i18n import tr
from wtc_eco.model import RECORDS, TIES
from wtc_eco.registry import COORDINATION
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    import pandas as pd


LONGEST_NAME = 100
"""Characters that a list or a survey may be called by: it stands in columns, pages and names of files."""


def require_short(name: str) -> None:
    """Raise `UsageError` where a list or a survey is called by more than a name."""
    if len(name) > LONGEST_NAME:
        raise UsageError(
            tr(
                "“{name}…” is too long for a name: {n} characters, where {most} are taken.",
                name=name[:20],
                n=len(name),
                most=LONGEST_NAME,
            ),
            hint=tr("Call it shorter, for instance: --as liste-cpas"),
            code="long_name",
        )


@dataclass(frozen=True)
class Delivery:
    """What the person says about the file: whose list it is, and whether it is all of it.

    A file is the complete list unless `partial`; `complete` confirms that many rows are really gone.
    `collected_on` is None where nobody says when the list was made. A `rehearsal` (--dry-run) is
    never refused: what would be refused is among its problems. `accept_edits` takes in what was changed in
    `data/` outside the tool.
    """

    source: str
    collected_on: str | None = None
    partial: bool = False
    complete: bool = False
    rehearsal: bool = False
    accept_edits: bool = False

    def __post_init__(self) -> None:
        """Raises `UsageError` for the name of people's corrections, which no list may withdraw, and for a long one."""
        require_short(self.source)
        if fold(self.source) == COORDINATION:
            raise UsageError(
                tr(
                    "“{source}” is the name of the corrections of people; no list can bear it.",
                    source=self.source,
                ),
                hint=tr(
                    "Call the list otherwise; corrections come in with add, set, close or --corrections."
                ),
            )


@dataclass(frozen=True)
class Accounting:
    """Every row read is one of: new, updated, unchanged, repeated, quarantined, blank. Withdrawn is apart."""

    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0
    quarantined: int = 0
    blank: int = 0
    withdrawn: int = 0

    @property
    def kept(self) -> int:
        """Rows that stand in `data/` now."""
        return self.new + self.updated + self.unchanged

    def __post_init__(self) -> None:
        accounted = self.kept + self.repeated + self.quarantined + self.blank
        if self.read != accounted:
            raise ValueError(f"{self.read} rows read, {accounted} accounted for")


@dataclass(frozen=True)
class Change:
    """What happens to one record or tie: its number, the Excel row it comes from, its fields before and after.

    `fields` holds (column, cell before, cell after), as files write them; empty for what is new.
    """

    what: Literal["new", "updated", "returned", "withdrawn"]
    number: int
    name: str
    row: int | None = None
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Intake:
    """What taking in a list of structures does: the new state of all records, and the account of it.

    `touched` is False where not one cell of `data/` changes: then there is nothing to write. `records_of`
    gives the record of each Excel row that names people.
    """

    records: pd.DataFrame
    next_record: int
    accounting: Accounting
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    touched: bool
    records_of: Mapping[int, int] = field(default_factory=dict)

    def files(self) -> Mapping[str, bytes]:
        """What `store.commit` is to write; nothing where nothing changes."""
        return {"structures.csv": store.to_csv(self.records, RECORDS)} if self.touched else {}


@dataclass(frozen=True, eq=False)
class TieIntake:
    """What taking in a list of ties does; `rejected` gives the Excel row of each row set aside, and why.

    `row_of` gives the Excel row of each tie that the list names, by the tie's number.
    """

    ties: pd.DataFrame
    next_tie: int
    accounting: Accounting
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    touched: bool
    rejected: tuple[tuple[int, Problem], ...] = ()
    row_of: Mapping[int, int] = field(default_factory=dict)

    def files(self) -> Mapping[str, bytes]:
        """What `store.commit` is to write; nothing where nothing changes."""
        return {"referrals.csv": store.to_csv(self.ties, TIES)} if self.touched else {}
