"""A table plan as it is handed over: answers for the wall, the door and the hand, and how it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.events.tables.impossible import unavoidable
from wtc_eco.events.tables.replanning import Move
from wtc_eco.events.tables.seating import Seating, Wanted, meetings, repeats, worth
from wtc_eco.locale import listing, number, tr, trn

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
        remarks=method(plan) if question == "tables" else (),
        notice=plan.notice,
        as_of=plan.as_of,
    )
