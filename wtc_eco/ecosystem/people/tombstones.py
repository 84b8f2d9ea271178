"""Records erased for good: what led to them leads to what is left of their structure, or nowhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import store
from wtc_eco.ecosystem.people.erasing import TOMBSTONES, Rows
from wtc_eco.model import ERASED

if TYPE_CHECKING:
    from wtc_eco.registry import Registry


@dataclass(frozen=True)
class Tombstones:
    """The record that each erased record leads to now; None where none is left."""

    now: Mapping[int, int | None]
    rows: Rows

    def resolved(self, number: int) -> int | None:
        """Where this record leads, through erasures of erasures; the number itself where it stands."""
        seen: set[int] = set()
        found: int | None = number
        while found is not None and found in self.now and found not in seen:
            seen.add(found)
            found = self.now[found]
        return found

    def leading(self, registry: Registry) -> Registry:
        """The registry in which the number of an erased record still leads to what is left of its structure."""
        found = {number: registry.aliases.get(self.resolved(number) or 0) for number in self.now}
        kept = {number: id_ for number, id_ in found.items() if id_ is not None}
        return replace(registry, aliases={**registry.aliases, **kept}) if kept else registry


def read(folder: Path) -> Tombstones:
    """The tombstones of a folder."""
    frame, _ = store.from_csv(folder / "data" / TOMBSTONES, ERASED)
    rows = [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
    return Tombstones({row["record"]: row["now"] for row in rows if row["record"]}, rows)


def buried(
    held: Tombstones, records: Collection[int], members: Mapping[int, Sequence[int]], day: str | None
) -> Tombstones:
    """The same with these records; `members` gives the records of the structure of each."""
    fresh = {
        number: min((one for one in members[number] if one not in records), default=None)
        for number in records
    }
    rows = [{"record": number, "erased_on": day, "now": fresh[number]} for number in sorted(fresh)]
    return Tombstones({**held.now, **fresh}, [*held.rows, *rows])


def led_elsewhere(rows: Rows, columns: Sequence[str], stones: Tombstones) -> tuple[Rows, int]:
    """The rows with erased records replaced by what they lead to; without those that lead nowhere, counted."""
    found: Rows = []
    for row in rows:
        told = dict(row)
        for column in columns:
            number = _number(row[column])
            if number is None or number not in stones.now:
                continue
            now = stones.resolved(number)
            told[column] = None if now is None else type(row[column])(now)
        if all(told[column] is not None or row[column] is None for column in columns):
            found.append(told)
    return found, len(rows) - len(found)


def _number(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() else None
