"""A table plan as it is handed over: answers for the wall, the door and the hand, and how it was made.

The guests of a table plan, read from the list that «invite» wrote or from any list of names.

A table plan read back from the file that «tables» wrote: for a replan, for an event after, for who met whom.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wtc_eco import sources
from wtc_eco.analysis.finding import Finding, Heading, notes
from wtc_eco.errors import RefusedError, UnknownNameError
from wtc_eco.events.invitations.history import NO, YES
from wtc_eco.events.tables.infeasible import unavoidable
from wtc_eco.events.tables.replanning import Move
from wtc_eco.events.tables.seating import Person, Seating, Wanted, meetings, repeats, worth
from wtc_eco.i18n import listing, number, tr, trn
from wtc_eco.territory.normalize import closest, fold

TO_MEET = 3
NAMED = 5


@dataclass(frozen=True)
class Plan:
    """Who sits where. `why` says why a guest should meet another (places), empty where nobody knows."""

    wanted: Wanted
    seating: Seating
    records: tuple[str | None, ...]
    seed: int
    as_of: str = ""
    notice: str = ""
    moves: tuple[Move, ...] = ()
    replanned: bool = False
    why: Callable[[int, int], str] = field(default=lambda _one, _other: "")


def by_person(plan: Plan) -> Finding:
    """One row a person, with its table in every round: the sheet that is read back."""
    rows = [
        {
            "name": one.name,
            "structure": one.words or None,
            "id": plan.records[at],
            **{f"round_{r}": held[at] + 1 for r, held in enumerate(plan.seating.tables, start=1)},
            "meet": "\n".join(words for _, words in to_meet(plan, at)) or None,
        }
        for at, one in enumerate(plan.wanted.people)
    ]
    headings = (
        Heading("name", tr("Name")),
        Heading("structure", tr("Structure")),
        Heading("id", tr("Record no.")),
        *(Heading(f"round_{r}", tr("Round {n}", n=r), "whole") for r in _rounds(plan)),
        Heading("meet", tr("To meet")),
    )
    return _finding(
        plan, "tables", tr("Table plan"), headings, sorted(rows, key=lambda row: row["name"].casefold())
    )


def wall_chart(plan: Plan) -> Finding:
    """One row a table and round, with everybody who sits there: to hang on the wall."""
    rows: list[dict[str, Any]] = [
        {
            "table": table + 1,
            **{
                f"round_{r}": "\n".join(_named(plan, guest) for guest in plan.seating.at(r - 1, table))
                for r in _rounds(plan)
            },
        }
        for table in range(plan.wanted.n_tables)
    ]
    headings = (
        Heading("table", tr("Table"), "whole"),
        *(Heading(f"round_{r}", tr("Round {n}", n=r)) for r in _rounds(plan)),
    )
    return _finding(plan, "wall_chart", tr("Wall chart"), headings, rows)


def changes(plan: Plan) -> Finding:
    """Who has to change table after a replan, and nobody else."""
    rows = [
        {
            "name": plan.wanted.people[move.guest].name,
            "round": move.round + 1,
            "start": move.start + 1,
            "end": move.end + 1,
        }
        for move in plan.moves
    ]
    headings = (
        Heading("name", tr("Name")),
        Heading("round", tr("Round"), "whole"),
        Heading("start", tr("From table"), "whole"),
        Heading("end", tr("To table"), "whole"),
    )
    return _finding(plan, "changes", tr("Changes of table"), headings, rows)


def sheets(plan: Plan) -> tuple[Finding, ...]:
    """Every sheet of the workbook, in the language spoken now."""
    return (by_person(plan), wall_chart(plan), *((changes(plan),) if plan.replanned else ()))


def to_meet(plan: Plan, guest: int) -> tuple[tuple[int, str], ...]:
    """The three that a guest should not miss among those it sits with: who, where, and why where it is known."""
    met = meetings(plan.seating, plan.wanted.n)[guest]
    others = [other for other in range(plan.wanted.n) if met[other]]
    best = sorted(others, key=lambda other: (-plan.wanted.value[guest, other], other))[:TO_MEET]
    return tuple((other, _where(plan, guest, other)) for other in best)


def _where(plan: Plan, guest: int, other: int) -> str:
    r = next(r for r, held in enumerate(plan.seating.tables) if held[guest] == held[other])
    said = tr("round {n}: {name}", n=r + 1, name=_named(plan, other))
    why = plan.why(guest, other)
    return tr("{name} ({why})", name=said, why=why) if why else said


def summary(plan: Plan) -> str:
    """One sentence: guests, tables, rounds, and who meets whom again."""
    wanted = plan.wanted
    said = trn(
        "{n} guest at {tables} tables in {rounds} rounds",
        "{n} guests at {tables} tables in {rounds} rounds",
        wanted.n,
        tables=len({table for held in plan.seating.tables for table in held}),
        rounds=wanted.rounds,
    )
    again = len(repeats(wanted, plan.seating))
    if not again:
        return tr("{plan}: nobody meets the same person twice.", plan=said)
    if plan.replanned or unavoidable(wanted):
        return trn("{plan}: {n} pair meets again.", "{plan}: {n} pairs meet again.", again, plan=said)
    return trn(
        "{plan}: {n} pair meets again, for no plan without was found.",
        "{plan}: {n} pairs meet again, for no plan without was found.",
        again,
        plan=said,
    )


def method(plan: Plan) -> tuple[str, ...]:
    """How the plan was made, and where it repeats itself."""
    met = meetings(plan.seating, plan.wanted.n)
    said = [
        tr("One person of an organisation at a table; those kept apart never share one."),
        tr(
            "The meetings of the plan are worth {worth} together (simulated annealing, seed {seed}).",
            worth=number(worth(plan.wanted, plan.seating), 2),
            seed=plan.seed,
        ),
        _meets(_met(met, min), _met(met, max)),
    ]
    if plan.replanned:
        said.append(
            trn("{n} change of table, no more.", "{n} changes of table, no more.", len(plan.moves))
            if plan.moves
            else tr("Nobody has to change table.")
        )
    return (*said, *_repeats(plan))


def _meets(least: int, most: int) -> str:
    if least == most:
        return trn("Each guest meets {n} other.", "Each guest meets {n} others.", most)
    return tr("Each guest meets {least} to {most} others.", least=least, most=most)


def _met(met: Any, pick: Callable[[Any], Any]) -> int:
    return int(pick([(row > 0).sum() for row in met])) if len(met) else 0


def _repeats(plan: Plan) -> Iterator[str]:
    again = repeats(plan.wanted, plan.seating)
    if again:
        pairs = [
            f"{plan.wanted.people[one].name} – {plan.wanted.people[other].name}"
            for one, other in again[:NAMED]
        ]
        rest = len(again) - NAMED
        more = [trn("{n} other", "{n} others", rest)] if rest > 0 else []
        yield tr("They meet again: {pairs}.", pairs=listing([*pairs, *more]))
        if not plan.replanned:
            yield unavoidable(plan.wanted) or tr(
                "That there is no plan without them is not proven: another --seed may find one; a round less helps."
            )


def _named(plan: Plan, guest: int) -> str:
    one = plan.wanted.people[guest]
    return f"{one.name} – {one.words}" if one.words and one.words != one.name else one.name


def _rounds(plan: Plan) -> range:
    return range(1, len(plan.seating.tables) + 1)


def _finding(
    plan: Plan, question: str, title: str, headings: tuple[Heading, ...], rows: Sequence[dict[str, Any]]
) -> Finding:
    return Finding(
        question=question,
        title=title,
        scope="event",
        base=plan.wanted.n,
        unknown=sum(one.organisation is None for one in plan.wanted.people),
        text=summary(plan),
        headings=headings,
        table=tuple(rows),
        remarks=notes(*method(plan)) if question == "tables" else (),
        notice=plan.notice,
        as_of=plan.as_of,
    )


PERSONS = ("personne", "person", "personne de contact", "contact person", "invite", "guest", "participant")
NAMES = (*PERSONS, "nom", "name")
ORGANISATIONS = ("structure", "organisation", "organization", "institution", "employeur")
RECORDS = ("fiche", "id", "record", "structure id")
REPLIES = ("reponse", "reply", "present", "presence")


@dataclass(frozen=True)
class Guests:
    """The people, and the structure of each where the list gives its number (`S12`)."""

    people: tuple[Person, ...]
    records: tuple[str | None, ...]

    def find(self, words: str) -> tuple[int, ...]:
        """The places of the guests called so, by name, organisation or number; raises `UnknownNameError`."""
        wanted = fold(words)
        for read in (self._keys, self._names, self._organisations):
            found = tuple(at for at, known in enumerate(read()) if known and known == wanted)
            if found:
                return found
        known = {fold(name): name for one in self.people for name in (one.name, one.words) if name}
        near = closest(words, known, cutoff=55)
        raise UnknownNameError(
            tr("No guest is called “{words}”.", words=words),
            hint=tr("{names}?", names=", ".join(near))
            if near
            else tr("Look at the names in the list of guests."),
        )

    def _keys(self) -> list[str]:
        return [fold(record or "") for record in self.records]

    def _names(self) -> list[str]:
        return [fold(one.name) for one in self.people]

    def _organisations(self) -> list[str]:
        return [fold(one.words) for one in self.people]


def column(titles: Sequence[str], known: Sequence[str]) -> int | None:
    """The place of the first of these titles that the list has."""
    return next((titles.index(each) for each in known if each in titles), None)


def read_guests(path: Path) -> Guests:
    """Everybody in the list who has not declined; raises `RefusedError` where it names neither people nor structures."""
    table = sources.read_table(path)
    titles = [fold(title) for title in table.header]
    name, organisation, record, reply = (
        column(titles, known) for known in (NAMES, ORGANISATIONS, RECORDS, REPLIES)
    )
    if organisation is None and name is not None and titles[name] in PERSONS:
        organisation = column(titles, NAMES[len(PERSONS) :])  # beside a person, a «name» is the structure's
    if name is None and organisation is None:
        raise RefusedError(
            tr("{file} names no guests.", file=path.name),
            hint=tr("It needs a column “Nom” or “Structure”, one row a person."),
        )
    replied = reply is not None and any(fold(row.cells[reply]) in YES for row in table.rows)
    people, records = [], []
    seen: Counter[str] = Counter()
    for row in table.rows:
        cells = [("" if at is None else row.cells[at].strip()) for at in (name, organisation, record, reply)]
        person, house, number, said = cells
        declined = fold(said) in NO or (replied and fold(said) not in YES)
        if declined or not (person or house):
            continue
        key = f"{person}|{house}"
        seen[key] += 1
        unique = key if seen[key] == 1 else f"{key}#{seen[key]}"
        people.append(Person(unique, person or house, number or fold(house) or None, house))
        records.append(number or None)
    return Guests(tuple(people), tuple(records))


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


def read_plan(path: Path) -> Kept:
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
