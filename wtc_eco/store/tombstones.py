"""Records erased for good, and what each leads to now: `erased.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wtc_eco.model import ERASED
from wtc_eco.store.csv_tables import from_csv
from wtc_eco.store.layout import TOMBSTONES

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Tombstones:
    """The record that each erased record leads to now; None where none is left."""

    now: Mapping[int, int | None]
    rows: Rows

    def resolved(self, number: int) -> int | None:
        """Where this record leads, through erasures of erasures; the number itself where it stands."""
        seen: set[int] = set()
        leads_to: int | None = number
        while leads_to is not None and leads_to in self.now and leads_to not in seen:
            seen.add(leads_to)
            leads_to = self.now[leads_to]
        return leads_to


def read(folder: Path) -> Tombstones:
    """The tombstones of a folder."""
    frame, _ = from_csv(folder / "data" / TOMBSTONES, ERASED)
    rows = [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
    return Tombstones({row["record"]: row["now"] for row in rows if row["record"]}, rows)
