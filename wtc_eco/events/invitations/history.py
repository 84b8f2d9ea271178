"""Who was invited before: data/invited.csv, or any list of past invitations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import sources
from wtc_eco.errors import RefusedError, UnknownNameError
from wtc_eco.events.invitations.request import Past
from wtc_eco.locale import tr
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.registry import Registry

STRUCTURES = ("fiche", "id", "record", "structure", "nom", "name", "organisation")
DAYS = ("date", "held on", "on", "invited on", "invitee le", "date de l evenement", "jour")
_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True)
class History:
    """Past invitations by structure, and the rows that name nobody of the register."""

    by_structure: Mapping[str, tuple[Past, ...]]
    unread: tuple[int, ...] = ()

    def and_also(self, other: History) -> History:
        """Both together."""
        found = dict(self.by_structure)
        for structure, past in other.by_structure.items():
            found[structure] = (*found.get(structure, ()), *past)
        return History(found, (*self.unread, *other.unread))


def kept(rows: Iterable[Mapping[Any, Any]], registry: Registry) -> History:
    """The rows of data/invited.csv (`record`, `held_on`, `attended`), each named by its Excel row."""
    found: dict[str, list[Past]] = {}
    for number, row in enumerate(rows, start=2):
        structure = registry.aliases.get(row["record"]) if row["record"] is not None else None
        if structure and row["held_on"]:
            where = tr("invited.csv, row {row}", row=number)
            found.setdefault(structure, []).append(Past(row["held_on"], where, row["attended"]))
    return History({structure: tuple(past) for structure, past in found.items()})


def read(path: Path, registry: Registry) -> History:
    """A list of past invitations: a column of structures (number or exact name) and one of dates.

    Raises `RefusedError` where it has neither. A row whose structure or date cannot be read is counted.
    """
    table = sources.read_table(path)
    titles = [fold(title) for title in table.header]
    structure = next((titles.index(name) for name in STRUCTURES if name in titles), None)
    day = next((titles.index(name) for name in DAYS if name in titles), None)
    if structure is None or day is None:
        raise RefusedError(
            tr("{file} does not say who was invited when.", file=path.name),
            hint=tr("It needs a column “Structure” (name or number) and a column “Date”."),
        )
    names = _names(registry)
    found: dict[str, list[Past]] = {}
    unread = []
    for row in table.rows:
        one, on = _structure(row.cells[structure], registry, names), _day(row.cells[day])
        if one is None or on is None:
            unread.append(row.number)
        else:
            where = tr("{file}, row {row}", file=path.name, row=row.number)
            found.setdefault(one, []).append(Past(on, where))
    return History({each: tuple(past) for each, past in found.items()}, tuple(unread))


def _names(registry: Registry) -> dict[str, str | None]:
    """Folded name to the one structure that bears it; `None` where several do."""
    found: dict[str, str | None] = {}
    for structure, name in _named(registry):
        way = fold(name)
        found[way] = structure if way not in found or found[way] == structure else None
    return found


def _named(registry: Registry) -> Iterator[tuple[str, str]]:
    for structure, name in zip(registry.table["id"], registry.table["name"], strict=True):
        if name:
            yield structure, name


def _structure(cell: str, registry: Registry, names: Mapping[str, str | None]) -> str | None:
    try:
        return registry.resolve(cell)
    except UnknownNameError:
        return names.get(fold(cell))


def _day(cell: str) -> str | None:
    for form in _FORMS:
        try:
            return datetime.strptime(cell.strip(), form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return _year(cell)


def _year(cell: str) -> str | None:
    """«2025» alone: the last day of it, for the invitation is at least that recent."""
    words = cell.strip()
    return date(int(words), 12, 31).isoformat() if len(words) == 4 and words.isdigit() else None  # noqa: PLR2004 - a year
