"""Who was invited before: data/invited.csv, or any list of past invitations.

Who was invited before in this event, and what they replied: a seat that is kept, or one that is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco import sources
from wtc_eco.errors import RefusedError, UnknownNameError, UsageError
from wtc_eco.events.invitations.request import Past
from wtc_eco.i18n import tr
from wtc_eco.territory.normalize import fold

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


def read_history(path: Path, registry: Registry) -> History:
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


Reply = Literal["yes", "no", "waiting"]
YES = ("oui", "o", "yes", "y", "accepte", "accepted", "present", "x", "1", "ok", "vient", "inscrit")
NO = ("non", "n", "no", "decline", "declined", "refus", "refuse", "absent", "0", "excuse", "desiste")
STRUCTURE_TITLES = ("fiche", "id", "structure id", "no", "numero", "record", "n fiche")
REPLY_TITLES = ("reponse", "reply", "replied")
WAVE_TITLES = ("vague", "wave")


@dataclass(frozen=True)
class Replies:
    """By structure: the wave in which it was invited and its reply. `wave` is the last one sent."""

    by_structure: Mapping[str, tuple[int, Reply]] = field(default_factory=dict)

    @property
    def wave(self) -> int:
        """The wave that goes out now."""
        return 1 + max((wave for wave, _ in self.by_structure.values()), default=0)

    @property
    def declined(self) -> frozenset[str]:
        """Those who will not come."""
        return frozenset(each for each, (_, reply) in self.by_structure.items() if reply == "no")

    def holding(self) -> tuple[str, ...]:
        """Those who accepted, or may still."""
        return tuple(each for each, (_, reply) in sorted(self.by_structure.items()) if reply != "no")

    def wave_of(self, structure: str) -> int:
        """The wave in which it was invited, or is now."""
        held = self.by_structure.get(structure)
        return held[0] if held else self.wave

    def words_of(self, structure: str) -> str:
        """Its reply as the list says it; empty where it was not invited yet."""
        held = self.by_structure.get(structure)
        if held is None:
            return ""
        return {"yes": tr("yes"), "no": tr("no"), "waiting": ""}[held[1]]


def read_replies(path: Path, registry: Registry) -> Replies:
    """The replies in an invitation list that was filled in (its column «Réponse»).

    Raises `RefusedError` where the file has no column of structures or of replies, `UsageError` with
    the row where a reply is neither a yes nor a no, `UnknownNameError` for a number of no structure. A
    number that has become another's, because two were found to be one, is that one's.
    """
    table = sources.read_table(path)
    titles = [fold(title) for title in table.header]
    structure, reply = (_column(titles, names) for names in (STRUCTURE_TITLES, REPLY_TITLES))
    wave = _column(titles, WAVE_TITLES)
    if structure is None or reply is None:
        raise RefusedError(
            tr("{file} does not say who replied what.", file=path.name),
            hint=tr("It needs the columns “Fiche” and “Réponse”: fill in the list that “invite” wrote."),
        )
    found: dict[str, tuple[int, Reply]] = {}
    for row in table.rows:
        cell = row.cells[structure].strip()
        if cell:
            number = row.cells[wave].strip() if wave is not None else ""
            found[registry.resolve(cell)] = (
                int(number) if number.isdigit() else 1,
                _reply(row.cells[reply], row.number, path),
            )
    return Replies(found)


def _column(titles: list[str], names: tuple[str, ...]) -> int | None:
    return next((at for at, title in enumerate(titles) if title in names), None)


def _reply(cell: str, row: int, path: Path) -> Reply:
    said = fold(cell)
    if not said:
        return "waiting"
    if said in YES:
        return "yes"
    if said in NO:
        return "no"
    raise UsageError(
        tr("{file}, row {row}: “{cell}” is neither yes nor no.", file=path.name, row=row, cell=cell),
        hint=tr("Write oui or non; leave it empty while you wait."),
    )
