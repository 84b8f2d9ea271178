"""Who was invited before in this event, and what they replied: a seat that is kept, or one that is free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from wtc_eco import sources
from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.locale import tr
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.registry import Registry

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


def read(path: Path, registry: Registry) -> Replies:
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
