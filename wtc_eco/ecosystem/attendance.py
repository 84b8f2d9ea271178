"""What is kept of an event: who was invited and came, and who sat with whom, as ties of kind `met`.

To have sat at one table is not to know each other: `met` stays outside acquaintance until a survey says more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import model, store
from wtc_eco.ecosystem.importing.delivery import Delivery
from wtc_eco.ecosystem.importing.plan import plan_ties
from wtc_eco.ecosystem.writing import writing
from wtc_eco.errors import Problem, RefusedError, UnknownNameError
from wtc_eco.events import columns
from wtc_eco.events.invitations.history import nobody
from wtc_eco.events.tables.plan import read_plan
from wtc_eco.i18n import tr
from wtc_eco.sources.answers import CAME
from wtc_eco.sources.returned_sheet import ReturnedTable, find
from wtc_eco.sources.table import Harvest

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem

FILE = "invited.csv"


@dataclass(frozen=True)
class Attended:
    """What was kept: structures invited, those that came, new ties of kind met; what was not understood."""

    invited: int
    came: int
    met: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Row:
    record: int
    wave: int | None
    attended: bool | None


def record_attendance(  # noqa: PLR0913 - the list, the event, its plan
    ecosystem: Ecosystem,
    attendance: str | Path,
    *,
    on: str,
    event: str = "",
    plan: str | Path | None = None,
    sheet: str | None = None,
) -> Attended:
    """Keep who came on the day `on` (ISO), and who of them shared a table in `plan`.

    Of a workbook the list of presence is read, or the `sheet` that is named. Who is marked in words that
    nobody understands is kept as invited; whether it came is unknown. Keeping the same event twice is
    keeping it once. Raises `RefusedError` where the file names no structures.
    """
    path = Path(attendance)
    rows, problems = _read(ecosystem, path, sheet)
    came = {row.record for row in rows if row.attended}
    pairs = _pairs(ecosystem, Path(plan), came) if plan else ()
    name = event or on
    with writing(ecosystem, f"invite --record {path.name}") as step:
        harvest = _harvest(pairs, name, on)
        intake = plan_ties(
            ecosystem.holdings, harvest, Delivery(source=f"event {on}", collected_on=on, partial=True)
        )
        changes: dict[str, bytes | None] = {FILE: _invited(ecosystem, rows, name, on)}
        changes |= intake.files() if pairs else {}
        step.commit(changes, next_tie=intake.next_tie if pairs else None)
    return Attended(len(rows), len(came), intake.accounting.new if pairs else 0, problems)


def _read(ecosystem: Ecosystem, path: Path, sheet: str | None) -> tuple[list[_Row], tuple[Problem, ...]]:
    """The structures of the list, each once: it came where one of its rows says so. Then what was not understood.

    A blank cell is nobody's mark: it did not come. Where there is no column of presence, everybody came.
    """
    returned = find(path, columns.CAME, sheet=sheet)
    role = next((each for each in ("present", "reply") if each in returned.columns), None)
    if role and not returned.filled(role):
        raise RefusedError(
            tr("Nobody is marked as present in {file}.", file=_where(returned)),
            hint=tr("Write oui in the column “Présent” for those who came."),
        )
    rows: dict[str, _Row] = {}
    problems = list(returned.aside)
    for row in returned.table.rows:
        cell = returned.cell(row, role) if role else ""
        number = returned.cell(row, "record")
        if not (number or cell):
            continue
        try:
            structure = ecosystem.registry.resolve(number)
        except UnknownNameError:
            problems.append(returned.problem(row, "record", nobody(number)))
            continue
        came = CAME.read(cell) if cell else "no"
        if role and came is None:
            problems.append(returned.not_understood(row, role, CAME))
        wave = returned.cell(row, "wave").removesuffix(".0")
        before = rows.get(structure)
        marks = {True if role is None else _ATTENDED[came], before.attended if before else False}
        rows[structure] = _Row(
            record=int(structure.removeprefix("S")),
            wave=int(wave) if wave.isdecimal() else None,
            attended=True if True in marks else None if None in marks else False,
        )
    return sorted(rows.values(), key=lambda row: row.record), tuple(problems)


_ATTENDED = {"yes": True, "no": False, None: None}


def _where(returned: ReturnedTable) -> str:
    table = returned.table
    return tr("{file}, sheet “{sheet}”", file=table.file, sheet=table.sheet) if table.sheet else table.file


def _pairs(ecosystem: Ecosystem, plan: Path, came: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """The structures that came and shared a table, the smaller record first."""
    kept, present = read_plan(plan), set(came)
    numbers = [_number(ecosystem, record) for record in kept.records]
    shared_tables = set()
    for first, second in kept.pairs():
        one, other = numbers[first], numbers[second]
        if one is not None and other is not None and one != other and {one, other} <= present:
            shared_tables.add((min(one, other), max(one, other)))
    return tuple(sorted(shared_tables))


def _number(ecosystem: Ecosystem, written: str | None) -> int | None:
    try:
        return int(ecosystem.registry.resolve(written).removeprefix("S")) if written else None
    except UnknownNameError:
        return None


def _harvest(pairs: Sequence[tuple[int, int]], event: str, on: str) -> Harvest:
    rows: tuple[dict[str, Any], ...] = tuple(
        {
            "from": str(one),
            "to": str(other),
            "kind": "met",
            "declared_by": "third",
            "declared_on": on,
            "status": "active",
            "note": event,
        }
        for one, other in pairs
    )
    numbers = tuple(range(2, len(rows) + 2))
    return Harvest(rows, numbers, (), (), len(rows), 0, 0)


def _invited(ecosystem: Ecosystem, rows: Sequence[_Row], event: str, on: str) -> bytes:
    """invited.csv with this event, whose earlier rows it replaces."""
    invited_rows, _ = store.from_csv(ecosystem.folder / "data" / FILE, model.INVITED)
    kept = [row for row in invited_rows.to_dict("records") if (row["event"], row["held_on"]) != (event, on)]
    now: list[dict[Any, Any]] = [
        {"event": event, "held_on": on, "record": row.record, "wave": row.wave, "attended": row.attended}
        for row in rows
    ]
    whole = sorted(
        [*kept, *now], key=lambda row: (row["held_on"] or "", row["event"] or "", row["record"] or 0)
    )
    return store.to_csv(model.frame(model.INVITED, whole), model.INVITED)
