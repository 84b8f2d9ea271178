"""A person puts the register right: adds a structure, corrects a field, closes, reopens.

Corrections are records of `coordination` beside what the lists say: no list is rewritten, and no
import, split, join or undo of something else takes them away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco import sources
from wtc_eco.ecosystem.corrections.fields import TypedFields, as_list, asked_again, read_fields
from wtc_eco.ecosystem.writing import SHAPE, Amendment, PlannedAmendment, Signed, amend, words_of_record
from wtc_eco.errors import Problem, RefusedError, UsageError
from wtc_eco.i18n import tr
from wtc_eco.registry import COORDINATION, correction_record
from wtc_eco.registry.lookup import structure_named

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem

Row = Mapping[str, Any]


@dataclass(frozen=True)
class FieldChange:
    """A column of a structure, its cell before and after, as files hold them."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Corrected:
    """The structure, what changed in the register, and what to look at; nothing changed where it said so already."""

    id: str
    name: str
    changes: tuple[FieldChange, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Added:
    """The structure that a new record became: its own, or one that was there already (`joined`).

    `alike` are the structures that may be the same, for a person to say.
    """

    id: str
    name: str
    joined: bool
    alike: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def add(ecosystem: Ecosystem, fields: Mapping[str, str], signed: Signed = Signed()) -> Added:  # noqa: B008 - frozen
    """Add a structure that no list names; `fields` are its columns as a list would write them.

    Raises `RefusedError`, with every reason, where a value cannot be read.
    """

    def plan() -> PlannedAmendment:
        number = ecosystem.holdings.next_record
        record, problems = new_record(ecosystem, fields, signed)
        return PlannedAmendment(
            Amendment(records=({**record, "record": number},)), (number, record["name"], problems)
        )

    number, name, problems = amend(ecosystem, "add", plan, signed)
    registry = ecosystem.registry
    one = registry.resolve(number)
    alike = {
        registry.aliases[other]
        for pair in ecosystem.matching.review
        if number in pair
        for other in pair
        if other != number
    }
    joined = len(registry.row(one)["records"]) > 1
    named = tuple((other, registry.row(other)["name"] or "") for other in sorted(alike - {one}))
    return Added(one, registry.row(one)["name"] if joined else name, joined, named, problems)


def new_record(
    ecosystem: Ecosystem, fields: Mapping[str, str], signed: Signed
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The record of a structure that a person adds, without its number, and what to look at.

    Raises `RefusedError`, with every reason, where it cannot be taken.
    """
    titles = tuple(fields)
    table = sources.Table(
        "", titles, 1, (sources.Row(2, tuple(as_list(name, text) for name, text in fields.items())),)
    )
    harvest = sources.read_records(
        table,
        sources.ColumnMap("typed", {name: name for name in titles}),
        ecosystem.territory,
        source=COORDINATION,
        collected_on=ecosystem.as_of or None,
    )
    problems = asked_again(harvest.problems, harvest.rows[0] if harvest.rows else {})
    if any(problem.gravity == "quarantine" for problem in problems):
        raise RefusedError(
            tr("This structure cannot be added as it is."),
            hint=tr("Correct what is named above, and add it again."),
            problems=tuple(map(_unplaced, problems)),
        )
    about = {"added_by": signed.by, "added_why": signed.why}
    extra = {**harvest.rows[0].get("extra", {}), **{key: value for key, value in about.items() if value}}
    record = {**harvest.rows[0], **({"extra": extra} if extra else {})}
    return record, tuple(map(_unplaced, problems))


def _unplaced(problem: Problem) -> Problem:
    """What was typed has no row and no Excel column, and is not set aside but refused."""
    return Problem(
        problem.code,
        "refusal" if problem.gravity == "quarantine" else problem.gravity,
        problem.message,
        problem.hint,
        column=problem.column,
        value=problem.value,
    )


def correct(
    ecosystem: Ecosystem,
    thing: str,
    fields: Mapping[str, str],
    signed: Signed = Signed(),  # noqa: B008 - frozen
) -> Corrected:
    """Correct columns of the structure that `thing` names; an empty text empties one.

    Raises `RefusedError` where a value cannot be read: nothing is written then. A value that the
    register has already is no correction, unless its lists disagree on it, or hold a word that
    nobody understood: then it settles them.
    """

    def plan() -> PlannedAmendment:
        row = ecosystem.registry.row(structure_named(ecosystem.registry, ecosystem.territory, thing))
        typed = read_fields(fields, row, ecosystem.territory)
        if typed.refused:
            raise RefusedError(
                tr("{name} cannot be corrected so.", name=row["name"] or row["id"]),
                hint=tr("Write the value otherwise; nothing was written."),
                problems=tuple(map(_unplaced, typed.refused)),
            )
        return planned(ecosystem, [(row, typed)], signed)

    (done,) = amend(ecosystem, f"set {' '.join(sorted(fields))}", plan, signed)
    return done  # type: ignore[no-any-return]  # the plan tells one correction a structure


def close(ecosystem: Ecosystem, thing: str, on: str | None = None, signed: Signed = Signed()) -> Corrected:  # noqa: B008
    """Say that a structure closed, on this day or on the latest in `data/`; it stays in the register, inactive.

    Raises `UsageError` where no day is known.
    """
    day = on or ecosystem.as_of
    if not day:
        raise UsageError(
            tr("On which day did it close?"), hint=tr("Say it: --on 2026-06-30 (year-month-day).")
        )
    return _with_one(ecosystem, "close", thing, {"closed_on": day}, signed)


def reopen(ecosystem: Ecosystem, thing: str, signed: Signed = Signed()) -> Corrected:  # noqa: B008 - frozen
    """Say that a structure is there after all: closed by mistake, open again, or dropped by its lists."""
    return _with_one(ecosystem, "reopen", thing, {"closed_on": None}, signed, always=True)


def _with_one(  # noqa: PLR0913 - what, of whom, to what, by whom
    ecosystem: Ecosystem,
    command: str,
    thing: str,
    values: Mapping[str, Any],
    signed: Signed,
    *,
    always: bool = False,
) -> Corrected:
    def plan() -> PlannedAmendment:
        row = ecosystem.registry.row(structure_named(ecosystem.registry, ecosystem.territory, thing))
        return planned(ecosystem, [(row, TypedFields(values))], signed, always=always and not row["active"])

    (done,) = amend(ecosystem, command, plan, signed)
    return done  # type: ignore[no-any-return]  # the plan tells one correction a structure


def planned(
    ecosystem: Ecosystem,
    corrections: Sequence[tuple[Row, TypedFields]],
    signed: Signed,
    *,
    always: bool = False,
) -> PlannedAmendment:
    """The records and decisions of these corrections, and what they change in the register."""
    number, day = ecosystem.holdings.next_record, ecosystem.as_of or None
    records: list[dict[str, Any]] = []
    decisions: list[dict[str, Any]] = []
    done = []
    for row, typed in corrections:
        left_open = ecosystem.registry.open_lists.get(row["id"], frozenset())
        values = {
            name: value
            for name, value in typed.values.items()
            if always or name in left_open or _changes(name, value, row)
        }
        if values:
            record = number + len(records)
            records.append(correction_record(values, record=record, on=day, by=signed.by, why=signed.why))
            decisions.append(_anchored(ecosystem, record, row, day, signed))
        changes = tuple(_change(name, value, row) for name, value in values.items())
        problems = tuple(map(_unplaced, typed.problems))
        done.append(Corrected(row["id"], row["name"] or row["id"], changes, problems))
    return PlannedAmendment(Amendment(tuple(records), tuple(decisions)), tuple(done))


def _changes(name: str, value: Any, row: Row) -> bool:
    settled = SHAPE.settled({name: value}).get(name)
    return bool(settled != row[name] or name in row["conflicts"])


def _change(name: str, value: Any, row: Row) -> FieldChange:
    column = SHAPE.by_name[name]
    return FieldChange(name, SHAPE.cell(row, column), SHAPE.cell({name: value}, column))


def _anchored(ecosystem: Ecosystem, record: int, row: Row, day: str | None, signed: Signed) -> dict[str, Any]:
    """The decision that ties a correction to the record whose number its structure bears."""
    first = min(row["records"])
    return {
        "left": str(record),
        "right": str(first),
        "right_words": words_of_record(ecosystem, first),
        "verdict": "same",
        "decided_by": signed.by,
        "decided_on": day,
        "why": signed.why,
    }
