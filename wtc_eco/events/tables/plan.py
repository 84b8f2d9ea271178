"""A table plan: its guests read from a list, its sheets for the wall and the hand, and the plan read back from its file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wtc_eco.analysis.finding import AnswerColumn, Finding, Item, notes, table
from wtc_eco.errors import Problem, RefusedError, UnknownNameError
from wtc_eco.events import columns
from wtc_eco.events.tables.infeasible import unavoidable
from wtc_eco.events.tables.replanning import TableMove
from wtc_eco.events.tables.seating import Person, Seating, Wanted, meetings, repeats, worth
from wtc_eco.i18n import listing, number, tr, trn
from wtc_eco.sources.answers import COMES, who_comes
from wtc_eco.sources.returned_sheet import find
from wtc_eco.territory.normalize import closest, fold

TO_MEET = 3
NAMED = 5


@dataclass(frozen=True)
class SeatingPlan:
    """Who sits where. `why` says why a guest should meet another (places), empty where nobody knows.

    `problems` are the replies of the list of guests that were not understood.
    """

    wanted: Wanted
    seating: Seating
    records: tuple[str | None, ...]
    seed: int
    as_of: str = ""
    notice: str = ""
    moves: tuple[TableMove, ...] = ()
    replanned: bool = False
    problems: tuple[Problem, ...] = ()
    why: Callable[[int, int], str] = field(default=lambda _one, _other: "")


def by_person(plan: SeatingPlan) -> Finding:
    """One row a person, with its table in every round: the sheet that is read back. A guest is its place in the list."""
    people = plan.wanted.people

    def round_(r: int) -> AnswerColumn[int]:
        table_of = plan.seating.tables[r - 1]
        return AnswerColumn(f"round_{r}", tr("Round {n}", n=r), lambda guest: table_of[guest] + 1, "whole")

    guests: tuple[AnswerColumn[int], ...] = (
        AnswerColumn("name", tr(columns.NAME.text), lambda guest: people[guest].name),
        AnswerColumn("structure", tr(columns.STRUCTURE.text), lambda guest: people[guest].words or None),
        AnswerColumn("id", tr(columns.RECORD.text), lambda guest: plan.records[guest]),
        *map(round_, _rounds(plan)),
        AnswerColumn(
            "meet",
            tr("To meet"),
            lambda guest: "\n".join(words for _, words in to_meet(plan, guest)) or None,
        ),
    )
    by_name = sorted(range(len(people)), key=lambda guest: people[guest].name.casefold())
    return _finding(plan, "tables", tr(columns.TABLE_PLAN), guests, by_name)


def wall_chart(plan: SeatingPlan) -> Finding:
    """One row a table and round, with everybody who sits there: to hang on the wall."""

    def round_(r: int) -> AnswerColumn[int]:
        def seated(place: int) -> str:
            return "\n".join(_named(plan, guest) for guest in plan.seating.at(r - 1, place))

        return AnswerColumn(f"round_{r}", tr("Round {n}", n=r), seated)

    places: tuple[AnswerColumn[int], ...] = (
        AnswerColumn("table", tr("Table"), lambda place: place + 1, "whole"),
        *map(round_, _rounds(plan)),
    )
    return _finding(plan, "wall_chart", tr("Wall chart"), places, range(plan.wanted.n_tables))


def changes(plan: SeatingPlan) -> Finding:
    """Who has to change table after a replan, and nobody else."""
    moves: tuple[AnswerColumn[TableMove], ...] = (
        AnswerColumn("name", tr(columns.NAME.text), lambda move: plan.wanted.people[move.guest].name),
        AnswerColumn("round", tr("Round"), lambda move: move.round + 1, "whole"),
        AnswerColumn("start", tr("From table"), lambda move: move.start + 1, "whole"),
        AnswerColumn("end", tr("To table"), lambda move: move.end + 1, "whole"),
    )
    return _finding(plan, "changes", tr("Changes of table"), moves, plan.moves)


def sheets(plan: SeatingPlan) -> tuple[Finding, ...]:
    """Every sheet of the workbook, in the language spoken now."""
    return (by_person(plan), wall_chart(plan), *((changes(plan),) if plan.replanned else ()))


def to_meet(plan: SeatingPlan, guest: int) -> tuple[tuple[int, str], ...]:
    """The three that a guest should not miss among those it sits with: who, where, and why where it is known."""
    met = meetings(plan.seating, plan.wanted.n)[guest]
    others = [other for other in range(plan.wanted.n) if met[other]]
    best = sorted(others, key=lambda other: (-plan.wanted.value[guest, other], other))[:TO_MEET]
    return tuple((other, _where(plan, guest, other)) for other in best)


def _where(plan: SeatingPlan, guest: int, other: int) -> str:
    r = next(r for r, table_of in enumerate(plan.seating.tables) if table_of[guest] == table_of[other])
    place = tr("round {n}: {name}", n=r + 1, name=_named(plan, other))
    why = plan.why(guest, other)
    return tr("{name} ({why})", name=place, why=why) if why else place


def summary(plan: SeatingPlan) -> str:
    """One sentence: guests, tables, rounds, and who meets whom again."""
    wanted = plan.wanted
    sentence = trn(
        "{n} guest at {tables} tables in {rounds} rounds",
        "{n} guests at {tables} tables in {rounds} rounds",
        wanted.n,
        tables=len({table for table_of in plan.seating.tables for table in table_of}),
        rounds=wanted.rounds,
    )
    again = len(repeats(wanted, plan.seating))
    if not again:
        return tr("{plan}: nobody meets the same person twice.", plan=sentence)
    if plan.replanned or unavoidable(wanted):
        return trn("{plan}: {n} pair meets again.", "{plan}: {n} pairs meet again.", again, plan=sentence)
    return trn(
        "{plan}: {n} pair meets again, for no plan without was found.",
        "{plan}: {n} pairs meet again, for no plan without was found.",
        again,
        plan=sentence,
    )


def method(plan: SeatingPlan) -> Iterator[str]:
    """How the plan was made, and where it repeats itself."""
    met = meetings(plan.seating, plan.wanted.n)
    yield tr("One person of an organisation at a table; those kept apart never share one.")
    yield tr(
        "The meetings of the plan are worth {worth} together (simulated annealing, seed {seed}).",
        worth=number(worth(plan.wanted, plan.seating), 2),
        seed=plan.seed,
    )
    yield _meets(_met(met, min), _met(met, max))
    if plan.replanned:
        yield (
            trn("{n} change of table, no more.", "{n} changes of table, no more.", len(plan.moves))
            if plan.moves
            else tr("Nobody has to change table.")
        )
    yield from _repeats(plan)


def _meets(least: int, most: int) -> str:
    if least == most:
        return trn("Each guest meets {n} other.", "Each guest meets {n} others.", most)
    return tr("Each guest meets {least} to {most} others.", least=least, most=most)


def _met(met: Any, pick: Callable[[Any], Any]) -> int:
    return int(pick([(row > 0).sum() for row in met])) if len(met) else 0


def _repeats(plan: SeatingPlan) -> Iterator[str]:
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


def _named(plan: SeatingPlan, guest: int) -> str:
    one = plan.wanted.people[guest]
    return f"{one.name} – {one.words}" if one.words and one.words != one.name else one.name


def _rounds(plan: SeatingPlan) -> range:
    return range(1, len(plan.seating.tables) + 1)


def _finding(
    plan: SeatingPlan, question: str, title: str, asked: Sequence[AnswerColumn[Item]], items: Iterable[Item]
) -> Finding:
    headings, rows = table(asked, items)
    return Finding(
        question=question,
        title=title,
        scope="event",
        base=plan.wanted.n,
        unknown=sum(one.organisation is None for one in plan.wanted.people),
        text=summary(plan),
        headings=headings,
        table=rows,
        remarks=notes(*method(plan)) if question == "tables" else (),
        notice=plan.notice,
        as_of=plan.as_of,
    )


@dataclass(frozen=True)
class Guests:
    """The people, the structure of each where the list gives its number (`S12`), and what was not understood."""

    people: tuple[Person, ...]
    records: tuple[str | None, ...]
    problems: tuple[Problem, ...] = ()

    def find(self, words: str) -> tuple[int, ...]:
        """The places of the guests called so, by name, organisation or number; raises `UnknownNameError`."""
        wanted = fold(words)
        for names in (
            self.records,
            [one.name for one in self.people],
            [one.words for one in self.people],
        ):
            places = tuple(at for at, name in enumerate(names) if name and fold(name) == wanted)
            if places:
                return places
        known = {fold(name): name for one in self.people for name in (one.name, one.words) if name}
        near = closest(words, known, cutoff=55)
        raise UnknownNameError(
            tr("No guest is called “{words}”.", words=words),
            hint=tr("{names}?", names=", ".join(near))
            if near
            else tr("Look at the names in the list of guests."),
        )


def read_guests(path: Path, *, sheet: str | None = None) -> Guests:
    """Everybody in the list who comes: where somebody said yes, those who did; else those who did not decline.

    Who replied in words that nobody understands stays in the list, and is a problem. Raises
    `RefusedError` where no sheet names people or structures, `UsageError` where two could be meant.
    """
    listed = _listed(path, sheet)
    replied = any(guest.reply == "yes" for guest in listed.guests)
    coming = [
        guest
        for guest in listed.guests
        if guest.reply == "yes" or guest.unclear or (guest.reply in (None, "maybe") and not replied)
    ]
    return listed.of(coming)


def read_absent(path: Path, *, sheet: str | None = None) -> Guests:
    """Who does not come: of a list with replies those who said no, else everybody in it; raises as `read_guests`."""
    listed = _listed(path, sheet)
    answered = any(guest.reply or guest.unclear for guest in listed.guests)
    return listed.of([guest for guest in listed.guests if guest.reply == "no" or not answered])


@dataclass(frozen=True)
class _Listed:
    """A row of a list of guests; `unclear` where its reply is not understood, `reply` is None there and where it is blank."""

    name: str
    structure: str
    record: str
    reply: str | None
    unclear: bool


@dataclass(frozen=True)
class _List:
    guests: tuple[_Listed, ...]
    problems: tuple[Problem, ...]

    def of(self, guests: Sequence[_Listed]) -> Guests:
        """These of the list; two rows of one name and structure are two people."""
        people = []
        seen: Counter[str] = Counter()
        for one in guests:
            key = f"{one.name}|{one.structure}"
            seen[key] += 1
            unique = key if seen[key] == 1 else f"{key}#{seen[key]}"
            organisation = one.record or fold(one.structure) or None
            people.append(Person(unique, one.name or one.structure, organisation, one.structure))
        return Guests(tuple(people), tuple(one.record or None for one in guests), self.problems)


def _listed(path: Path, sheet: str | None) -> _List:
    returned = find(path, columns.GUESTS, sheet=sheet)
    person = "person" if "person" in returned.columns else "name"
    # Beside a person, a «name» is the structure's.
    house = "name" if person == "person" and "structure" not in returned.columns else "structure"
    answer = "reply" if "reply" in returned.columns else "present"
    guests = []
    problems = list(returned.aside)
    for row in returned.table.rows:
        name, structure, record, cell = (
            returned.cell(row, role) for role in (person, house, "record", answer)
        )
        if not (name or structure):
            continue
        reply = COMES.read(cell) if cell else None
        if cell and reply is None:
            problems.append(returned.not_understood(row, answer, COMES))
        elif (announced := who_comes(cell)) and (n := announced.persons or 1) > 1:
            problems.append(returned.problem(row, answer, _one_row_a_person(n)))
        guests.append(_Listed(name, structure, record, reply, unclear=bool(cell) and reply is None))
    return _List(tuple(guests), tuple(problems))


def _one_row_a_person(n: int) -> Problem:
    message = trn(
        "{n} person is announced, and one is seated.", "{n} persons are announced, and one is seated.", n
    )
    return Problem("persons_announced", "warning", message, tr("Add a row for each of the others."))


_ROUND = re.compile(r"(?:tour|ronde|round) ?(\d+)")


@dataclass(frozen=True)
class KeptPlan:
    """A plan as it was kept: the people, their structures' numbers, and where they sat."""

    people: tuple[Person, ...]
    records: tuple[str | None, ...]
    seating: Seating

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Who shared a table with whom, each pair once."""
        seen = set()
        for table_of in self.seating.tables:
            for one in range(len(table_of)):
                for other in range(one + 1, len(table_of)):
                    if table_of[one] == table_of[other] and (one, other) not in seen:
                        seen.add((one, other))
                        yield one, other


def read_plan(path: Path, *, sheet: str | None = None) -> KeptPlan:
    """The plan in a file; raises `RefusedError` where it is none, or with each cell where a table is not a number."""
    returned = find(path, columns.PLAN, sheet=sheet)
    person = "name" if "name" in returned.columns else "person"
    rounds = [at for at, title in enumerate(returned.table.header) if _ROUND.fullmatch(fold(title))]
    people, records, seats = [], [], []
    problems = list(returned.aside)
    for row in returned.table.rows:
        cells = [row.cells[at].strip().removesuffix(".0") for at in rounds]
        for at, cell in zip(rounds, cells, strict=True):
            if not cell.isdecimal():
                fault = Problem("table_number", "refusal", tr("A table is not a number."))
                title = returned.table.header[at]
                problems.append(returned.table.problem(fault, row=row.number, column=title, value=cell))
        house, number = returned.cell(row, "structure"), returned.cell(row, "record")
        name = returned.cell(row, person)
        people.append(Person(f"{name}|{house}", name, number or fold(house) or None, house))
        records.append(number or None)
        seats.append(cells)
    if problems:
        raise RefusedError(
            tr("{file} cannot be read as a table plan.", file=path.name),
            hint=tr(columns.PLAN.hint),
            problems=tuple(problems),
        )
    tables = tuple(tuple(int(cells[r]) - 1 for cells in seats) for r in range(len(rounds)))
    return KeptPlan(tuple(people), tuple(records), Seating(tables))
