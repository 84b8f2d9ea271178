"""A table plan read back from the file that «tables» wrote: for a replan, for an event after, for who met whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wtc_eco import sources
from wtc_eco.errors import RefusedError
from wtc_eco.events.tables.guests import NAMES, ORGANISATIONS, RECORDS
from wtc_eco.events.tables.seating import Person, Seating
from wtc_eco.locale import tr
from wtc_eco.territory.spelling import fold

_ROUND = re.compile(r"(?:tour|ronde|round) ?(\d+)")


@dataclass(frozen=True)
class Kept:
    """A plan as it was kept: the people, their structures' numbers, and where they sat."""

    people: tuple[Person, ...]
    records: tuple[str | None, ...]
    seating: Seating

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Who shared a table with whom, each pair once."""
        seen = set()
        for held in self.seating.tables:
            for one in range(len(held)):
                for other in range(one + 1, len(held)):
                    if held[one] == held[other] and (one, other) not in seen:
                        seen.add((one, other))
                        yield one, other


def read(path: Path) -> Kept:
    """The plan in a file; raises `RefusedError` where it is none, or a table is not a number."""
    table = sources.read_table(path)
    titles = [fold(title) for title in table.header]
    name, organisation, record = (
        next((titles.index(each) for each in known if each in titles), None)
        for known in (NAMES, ORGANISATIONS, RECORDS)
    )
    rounds = [at for at, title in enumerate(titles) if _ROUND.fullmatch(title)]
    if name is None or not rounds:
        raise RefusedError(
            tr("{file} is not a table plan.", file=path.name),
            hint=tr("Give the file that “wtc-eco tables” wrote."),
        )
    people, records, seats = [], [], []
    for row in table.rows:
        cells = [row.cells[at].strip().removesuffix(".0") for at in rounds]
        if not all(cell.isdecimal() for cell in cells):
            raise RefusedError(
                tr("{file}, row {row}: a table is not a number.", file=path.name, row=row.number),
                hint=tr("Give the file that “wtc-eco tables” wrote."),
            )
        house = row.cells[organisation].strip() if organisation is not None else ""
        number = row.cells[record].strip() if record is not None else ""
        person = row.cells[name].strip()
        people.append(Person(f"{person}|{house}", person, number or fold(house) or None, house))
        records.append(number or None)
        seats.append([int(cell) - 1 for cell in cells])
    held = tuple(tuple(row[r] for row in seats) for r in range(len(rounds)))
    return Kept(tuple(people), tuple(records), Seating(held))
