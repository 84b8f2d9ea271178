"""A table while a list is taken in: each row of the list changes one row of the table or adds one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.ecosystem.intake.delivery import Accounting, Change
from wtc_eco.ecosystem.intake.incoming import Held, Incoming, Shape, rows_of
from wtc_eco.locale import tr

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.sources.table import Harvest

Fields = tuple[tuple[str, str, str], ...]
_WATCHED = ("source_id", "withdrawn_on")


@dataclass
class Ledger:
    """The rows of a table by number, what happened to them, and whether any cell differs from before."""

    shape: Shape
    rows: list[dict[str, Any]]
    next_number: int
    changes: list[Change] = field(default_factory=list)
    n_unchanged: int = 0
    touched: bool = False

    def __post_init__(self) -> None:
        self.key = self.shape.columns[0].name
        self._places = {values[self.key]: place for place, values in enumerate(self.rows)}

    @classmethod
    def of(cls, frame: pd.DataFrame, shape: Shape, next_number: int) -> Ledger:
        """The ledger of a table as it is held."""
        return cls(shape, rows_of(frame), next_number)

    def add(self, told: Mapping[str, Any], row: Incoming) -> None:
        """A row that the list names for the first time."""
        self.rows.append(_known({**told, self.key: self.next_number}))
        self.changes.append(Change("new", self.next_number, label(told), row.number))
        self.next_number += 1
        self.touched = True

    def update(self, one: Held, told: Mapping[str, Any], row: Incoming) -> None:
        """What the list says now of a row that we hold; a date of collection alone is no update."""
        told = _known({**told, self.key: one.number})
        fields = differences(self.shape, one.said, told)
        if fields:
            what = Change(
                "updated" if one.active else "returned", one.number, label(told), row.number, fields
            )
            self.changes.append(what)
        else:
            self.n_unchanged += 1
            # Both lists said the same: what we hold is as recent as the later of them.
            dates = [said["collected_on"] for said in (told, one.said) if "collected_on" in said]
            told |= {"collected_on": max(dates)} if dates else {}
        if told != one.said:
            self.rows[self._places[one.number]] = told
            self.touched = True

    def withdraw(self, one: Held, changed: Mapping[str, Any]) -> None:
        """A row that the list no longer names; it keeps everything but what is said here."""
        told = _known({**one.said, **changed})
        fields = differences(self.shape, one.said, told)
        self.changes.append(Change("withdrawn", one.number, label(told), None, fields))
        self.rows[self._places[one.number]] = told
        self.touched = True

    def frame(self) -> pd.DataFrame:
        """The table as it is now."""
        return model.frame(self.shape.columns, self.rows)

    def account(self, harvest: Harvest, *, repeated: int, rejected: int = 0) -> Accounting:
        """The account of every row read; `repeated` and `rejected` were found after the reading."""
        count = [change.what for change in self.changes].count
        return Accounting(
            read=harvest.n_read,
            new=count("new"),
            updated=count("updated") + count("returned"),
            unchanged=self.n_unchanged,
            repeated=harvest.n_repeated + repeated,
            quarantined=len(harvest.quarantined) + rejected,
            blank=harvest.n_blank,
            withdrawn=count("withdrawn"),
        )


def differences(shape: Shape, before: Mapping[str, Any], after: Mapping[str, Any]) -> Fields:
    """The columns that differ in what they say, the key or the withdrawal: (column, cell before, cell after)."""
    if before == after:
        return ()
    watched = [column for column in shape.columns if column in shape.telling or column.name in _WATCHED]
    differing = (column for column in watched if before.get(column.name) != after.get(column.name))
    return tuple((column.name, shape.cell(before, column), shape.cell(after, column)) for column in differing)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def label(values: Mapping[str, Any]) -> str:
    """What a person calls a record or a tie; two sites of one name differ by their locality."""
    if "from" in values:
        return f"{values['from']} → {values.get('to') or '?'}"
    name = values.get("name") or values.get("source_id") or tr("without a name")
    return f"{name} ({values['locality']})" if values.get("locality") else str(name)
