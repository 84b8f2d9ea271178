"""Who sits where: the guests of a file, the wishes of a planner, and what the folder knows of their meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wtc_eco.errors import UnknownNameError, UsageError
from wtc_eco.events.tables.infeasible import require_possible, sizes_of
from wtc_eco.events.tables.plan import Guests, SeatingPlan, read_absent, read_guests, read_plan
from wtc_eco.events.tables.replanning import replan as replanned
from wtc_eco.events.tables.seating import Wanted, anneal
from wtc_eco.i18n import language, tr

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.events.invitations.pairs import Pairs

MEETING = 1.0
"""What a meeting of two is worth where nothing is known of them; what is known comes on top."""


@dataclass(frozen=True)
class TableWishes:
    """A table plan as a planner asks for it, in words: «Name=3» pins, «A,B» keeps two apart or together.

    `seats` are the chairs at each table, or one figure for all; none told: as even as can be. `history`
    are plans of earlier events. `sheet` is the sheet of the workbook of guests, where several could be meant.
    """

    guests: Path
    tables: int
    rounds: int
    seats: Sequence[int] = ()
    pins: Sequence[str] = ()
    apart: Sequence[str] = ()
    together: Sequence[str] = ()
    history: Sequence[Path] = ()
    repeats_allowed: bool = False
    seed: int = 0
    sheet: str | None = None


def seat(ecosystem: Ecosystem, wishes: TableWishes) -> SeatingPlan:
    """The table plan, in the language spoken now.

    Raises `UsageError` where no plan keeps every wish, with the smallest change that makes one
    possible, and `UnknownNameError` for a guest that is not in the list.
    """
    guests = read_guests(wishes.guests, sheet=wishes.sheet)
    if wishes.rounds < 1 or wishes.tables < 1:
        raise UsageError(tr("There must be a table and a round."), hint="--tables 10 --rounds 3")
    if not guests.people:
        raise UsageError(
            tr("Nobody in {file} comes.", file=wishes.guests.name),
            hint=tr("Look at the column of replies: oui for those who come."),
        )
    worth, why = _worth(ecosystem, guests)
    wanted = Wanted(
        people=guests.people,
        sizes=sizes_of(len(guests.people), wishes.tables, wishes.seats),
        rounds=wishes.rounds,
        pinned=dict(_pin(guests, words) for words in wishes.pins),
        apart=frozenset(pair for words in wishes.apart for pair in _pairs(guests, words, "--keep-apart")),
        together=frozenset(
            pair for words in wishes.together for pair in _pairs(guests, words, "--keep-together")
        ),
        met=frozenset(pair for file in wishes.history for pair in _earlier(guests, file)),
        worth=worth,
    )
    require_possible(wanted, repeats_allowed=wishes.repeats_allowed)
    try:
        seating = anneal(wanted, seed=wishes.seed)
    except ValueError as error:
        raise UsageError(
            tr("No plan keeps all these wishes together."),
            hint=tr("Leave out one of --pin, --keep-apart or --keep-together, or add a table."),
        ) from error
    plan = SeatingPlan(wanted, seating, guests.records, wishes.seed, why=why)
    return replace(
        plan,
        as_of=ecosystem.as_of,
        notice=ecosystem.settings.notice_in(language()),
        problems=guests.problems,
    )


def reseat(ecosystem: Ecosystem, plan: Path, absent: Path, *, sheet: str | None = None) -> SeatingPlan:
    """The plan without those who do not come (`sheet` of the workbook that names them), with the fewest changes."""
    kept = read_plan(plan)
    people = Guests(kept.people, kept.records)
    missing = read_absent(absent, sheet=sheet)
    gone = {
        at
        for person, record in zip(missing.people, missing.records, strict=True)
        for at in _meant(people, person.name, person.words, record)
    }
    tables_by_round = kept.seating.tables
    n_tables = 1 + max((table for tables in tables_by_round for table in tables), default=0)
    sizes = [max(tables.count(table) for tables in tables_by_round) for table in range(n_tables)]
    worth, why = _worth(ecosystem, people)
    wanted = Wanted(people=kept.people, sizes=tuple(sizes), rounds=len(tables_by_round), worth=worth)
    changed = replanned(wanted, kept.seating, gone)
    here = [at for at in range(wanted.n) if at not in gone]
    return SeatingPlan(
        changed.wanted,
        changed.seating,
        tuple(kept.records[at] for at in here),
        seed=0,
        as_of=ecosystem.as_of,
        notice=ecosystem.settings.notice_in(language()),
        moves=changed.moves,
        replanned=True,
        problems=missing.problems,
        why=lambda one, other: why(here[one], here[other]),
    )


def _meant(guests: Guests, name: str, house: str, record: str | None) -> tuple[int, ...]:
    """The guests that a row of no-shows means: by name, and by structure where several are called so."""
    places = guests.find(record) if record else guests.find(name or house)
    if len(places) > 1 and name != house:
        named = tuple(at for at in places if guests.people[at].name == name)
        places = named or places
    if len(places) > 1 and house:
        inside = tuple(at for at in places if guests.people[at].words == house)
        return inside or places
    return places


def _pin(guests: Guests, words: str) -> tuple[int, int]:
    name, equals, table = words.rpartition("=")
    if not (equals and table.strip().isdecimal()):
        raise UsageError(
            tr("{option} cannot be read: {word}", option="--pin", word=words),
            hint=tr("Write: --pin Name=3"),
        )
    return _one(guests, name.strip()), int(table) - 1


def _pairs(guests: Guests, words: str, option: str) -> list[tuple[int, int]]:
    """Every pair of the names said: «A,B,C» are three."""
    names = [name.strip() for name in words.split(";" if ";" in words else ",") if name.strip()]
    if len(names) < 2:  # noqa: PLR2004 - a pair takes two
        raise UsageError(
            tr("{option} cannot be read: {word}", option=option, word=words),
            hint=tr("Name two guests: {option} A,B", option=option),
        )
    places = sorted(_one(guests, name) for name in names)
    return [(one, other) for at, one in enumerate(places) for other in places[at + 1 :]]


def _one(guests: Guests, name: str) -> int:
    places = guests.find(name)
    if len(places) > 1:
        raise UsageError(
            tr("Several guests are called “{name}”.", name=name),
            hint=tr("Give the name of the person, or its record."),
        )
    return places[0]


def _earlier(guests: Guests, file: Path) -> list[tuple[int, int]]:
    """Those of an earlier plan who come again and sat together, found by name and structure."""
    kept = read_plan(file)
    place = {(one.name, one.words): at for at, one in enumerate(guests.people)}
    now = [place.get((one.name, one.words)) for one in kept.people]
    pairs = []
    for first, second in kept.pairs():
        one, other = now[first], now[second]
        if one is not None and other is not None:
            pairs.append((min(one, other), max(one, other)))
    return pairs


def _worth(ecosystem: Ecosystem, guests: Guests) -> tuple[np.ndarray, Callable[[int, int], str]]:
    """What the meetings of guests are worth: the same introductions as in an invitation list; and why."""
    from wtc_eco.events.invitations.pairs import pairs_of
    from wtc_eco.events.invitations.reasons import reason

    structures = [_structure(ecosystem, record) for record in guests.records]
    known = tuple(dict.fromkeys(one for one in structures if one))
    pairs: Pairs = pairs_of(ecosystem, known)
    place = {one.id: at for at, one in enumerate(pairs.candidates)}
    at = [place.get(one or "") for one in structures]
    worth = np.full((len(at), len(at)), MEETING)
    for one, first in enumerate(at):
        for other, second in enumerate(at):
            if first is not None and second is not None:
                worth[one, other] += pairs.worth[first, second]
    np.fill_diagonal(worth, 0.0)

    def why(one: int, other: int) -> str:
        first, second = at[one], at[other]
        if first is None or second is None or first == second:
            return ""
        return reason(pairs.meeting(first, second), ecosystem.territory)

    return worth, why


def _structure(ecosystem: Ecosystem, record: str | None) -> str | None:
    """The structure of a guest, where the list gives its number and the network has it."""
    try:
        structure = ecosystem.registry.resolve(record) if record else None
    except UnknownNameError:
        return None
    return structure if structure in ecosystem.network else None
