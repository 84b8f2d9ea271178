"""Who was invited to earlier events, and who to this one with what reply: a seat that is kept, or one that is free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.errors import Problem, UnknownNameError
from wtc_eco.events import columns
from wtc_eco.events.invitations.request import Past
from wtc_eco.i18n import tr
from wtc_eco.sources.answers import COMES
from wtc_eco.sources.returned_sheet import find
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.registry import Registry

_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True)
class History:
    """Past invitations by structure, and the rows that name nobody of the register, or no day."""

    by_structure: Mapping[str, tuple[Past, ...]]
    problems: tuple[Problem, ...] = ()

    def and_also(self, other: History) -> History:
        """Both together."""
        together = dict(self.by_structure)
        for structure, past in other.by_structure.items():
            together[structure] = (*together.get(structure, ()), *past)
        return History(together, (*self.problems, *other.problems))


def kept(rows: Iterable[Mapping[Any, Any]], registry: Registry) -> History:
    """The rows of data/invited.csv (`record`, `held_on`, `attended`), each named by its Excel row."""
    by_structure: dict[str, list[Past]] = {}
    for number, row in enumerate(rows, start=2):
        structure = registry.aliases.get(row["record"]) if row["record"] is not None else None
        if structure and row["held_on"]:
            where = tr("invited.csv, row {row}", row=number)
            by_structure.setdefault(structure, []).append(Past(row["held_on"], where, row["attended"]))
    return History({structure: tuple(past) for structure, past in by_structure.items()})


def read_history(path: Path, registry: Registry, *, sheet: str | None = None) -> History:
    """A list of past invitations: a column of structures (number or exact name) and one of dates.

    Raises `RefusedError` where it has neither, `UsageError` where two sheets could be meant. A row whose
    structure or date cannot be read is a problem.
    """
    returned = find(path, columns.EARLIER, sheet=sheet)
    role = next(each for each in ("record", "structure", "name") if each in returned.columns)
    names = _names(registry)
    past: dict[str, list[Past]] = {}
    problems = list(returned.aside)
    for row in returned.table.rows:
        one, on = _structure(returned.cell(row, role), registry, names), _day(returned.cell(row, "day"))
        if one is None:
            problems.append(returned.problem(row, role, nobody(returned.cell(row, role))))
        elif on is None:
            problems.append(returned.problem(row, "day", _no_day(returned.cell(row, "day"))))
        else:
            where = tr("{file}, row {row}", file=path.name, row=row.number)
            past.setdefault(one, []).append(Past(on, where))
    return History({each: tuple(dates) for each, dates in past.items()}, tuple(problems))


def nobody(cell: str) -> Problem:
    """A row that names no structure of the register."""
    message = tr("“{word}” is no structure of the register.", word=cell)
    return Problem(
        "unknown_structure", "quarantine", message, tr("Write its record number, as in the register: S12.")
    )


def _no_day(cell: str) -> Problem:
    message = tr("“{word}” is no day.", word=cell)
    return Problem("date_unreadable", "quarantine", message, tr("Write it as 2026-12-10 or 10/12/2026."))


def _names(registry: Registry) -> dict[str, str | None]:
    """Folded name to the one structure that bears it; `None` where several do."""
    by_name: dict[str, str | None] = {}
    for structure, name in _named(registry):
        name_key = fold(name)
        by_name[name_key] = structure if name_key not in by_name or by_name[name_key] == structure else None
    return by_name


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


Reply = Literal["yes", "no", "maybe", "waiting", "unclear"]
"""`waiting`: nothing said yet; `unclear`: said in words that nobody understands, or twice otherwise."""


@dataclass(frozen=True)
class Replies:
    """By structure: the wave in which it was invited and its reply. `wave` is the last one sent.

    `words` are the replies that were not understood, as found, by structure; `problems` say where they stand.
    """

    by_structure: Mapping[str, tuple[int, Reply]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

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
        invited = self.by_structure.get(structure)
        return invited[0] if invited else self.wave

    def words_of(self, structure: str) -> str:
        """Its reply as the list says it; empty where it was not invited yet, as found where it is unclear."""
        _, reply = self.by_structure.get(structure, (0, "waiting"))
        return self.words.get(structure, "") if reply not in COMES.texts else tr(COMES.texts[reply])


def read_replies(path: Path, registry: Registry, *, sheet: str | None = None) -> Replies:
    """The replies in an invitation list that was filled in (its column «Réponse»), wherever it stands.

    Raises `RefusedError` where no sheet has a column of structures and one of replies, `UsageError` where
    replies stand on two. A reply that is not understood is a problem, and its structure keeps its seat.
    A number that has become another's, because two were found to be one, is that one's.
    """
    returned = find(path, columns.REPLIES, sheet=sheet)
    problems = list(returned.aside)
    replies: dict[str, tuple[int, Reply]] = {}
    words: dict[str, str] = {}
    for row in returned.table.rows:
        cell, number = returned.cell(row, "reply"), returned.cell(row, "record")
        if not (number or cell):
            continue
        try:
            one = registry.resolve(number)
        except UnknownNameError:
            problems.append(returned.problem(row, "record", nobody(number)))
            continue
        wave, reply = _wave(returned.cell(row, "wave")), _reply(cell)
        if reply == "unclear":
            problems.append(returned.not_understood(row, "reply", COMES))
        before = replies.get(one, (wave, "waiting"))
        if reply not in (before[1], "waiting") and before[1] != "waiting":
            problems.append(returned.problem(row, "reply", _otherwise(cell)))
            reply, cell = "unclear", " / ".join((words[one], cell))
        elif reply == "waiting":
            reply, cell = before[1], words.get(one, "")
        replies[one] = (max(wave, before[0]), reply)
        words[one] = cell
    return Replies(replies, words, tuple(problems))


def _wave(cell: str) -> int:
    number = cell.removesuffix(".0")
    return int(number) if number.isdecimal() else 1


def _reply(cell: str) -> Reply:
    if not cell:
        return "waiting"
    reply: Any = COMES.read(cell)
    return reply or "unclear"


def _otherwise(cell: str) -> Problem:
    message = tr("“{word}”: another row of the same structure says otherwise.", word=cell)
    return Problem("contradictory_answer", "quarantine", message, tr("Leave one of the two."))
