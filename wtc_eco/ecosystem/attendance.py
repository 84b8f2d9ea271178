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
from wtc_eco.errors import RefusedError, UnknownNameError
from wtc_eco.events.invitations.history import YES
from wtc_eco.events.tables.plan import read_plan
from wtc_eco.i18n import tr
from wtc_eco.sources import read_table
from wtc_eco.sources.table import Harvest
from wtc_eco.store import Basis
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem

FILE = "invited.csv"
RECORDS = ("fiche", "id", "record", "structure id")
PRESENT = ("present", "presence", "attended", "came", "venu", "reponse", "reply")
WAVES = ("vague", "wave")


@dataclass(frozen=True)
class Attended:
    """What was kept: structures invited, those that came, new ties of kind met, and rows that name nobody."""

    invited: int
    came: int
    met: int
    unread: tuple[int, ...]


@dataclass(frozen=True)
class _Row:
    record: int
    wave: int | None
    attended: bool


def record_attendance(
    ecosystem: Ecosystem,
    attendance: str | Path,
    *,
    on: str,
    event: str = "",
    plan: str | Path | None = None,
) -> Attended:
    """Keep who came on the day `on` (ISO), and who of them shared a table in `plan`.

    Keeping the same event twice is keeping it once. Raises `RefusedError` where the file names no structures.
    """
    path = Path(attendance)
    rows, unread = _read(ecosystem, path)
    came = {row.record for row in rows if row.attended}
    pairs = _pairs(ecosystem, Path(plan), came) if plan else ()
    name = event or on
    with store.locked(ecosystem.folder, command=f"invite --record {path.name}"):
        ecosystem.forget_caches()
        holdings = ecosystem.holdings
        holdings.require_sound()
        harvest = _harvest(pairs, name, on)
        intake = plan_ties(holdings, harvest, Delivery(source=f"event {on}", collected_on=on, partial=True))
        changes: dict[str, bytes | None] = {FILE: _invited(ecosystem, rows, name, on)}
        changes |= intake.files() if pairs else {}
        store.commit(
            ecosystem.folder,
            changes,
            command=f"invite --record {path.name}",
            basis=Basis(
                seen=holdings.seen,
                next_record=holdings.next_record,
                next_tie=intake.next_tie if pairs else holdings.next_tie,
            ),
        )
    ecosystem.forget_caches()
    return Attended(len(rows), len(came), intake.accounting.new if pairs else 0, unread)


def _read(ecosystem: Ecosystem, path: Path) -> tuple[list[_Row], tuple[int, ...]]:
    """The structures of the list, each once, and the Excel rows that name nobody.

    Where there is no column of presence, everybody in the list came.
    """
    table = read_table(path)
    titles = [fold(title) for title in table.header]
    number, present, wave = (
        next((titles.index(each) for each in known if each in titles), None)
        for known in (RECORDS, PRESENT, WAVES)
    )
    if number is None:
        raise RefusedError(
            tr("{file} does not say which structures came.", file=path.name),
            hint=tr("It needs the column “Fiche” of the list that “wtc-eco invite” wrote."),
        )
    if present is not None and not any(fold(row.cells[present]) for row in table.rows):
        raise RefusedError(
            tr("Nobody is marked as present in {file}.", file=path.name),
            hint=tr("Write oui in the column “Présent” for those who came."),
        )
    found: dict[str, _Row] = {}
    unread = []
    for row in table.rows:
        try:
            structure = ecosystem.registry.resolve(row.cells[number])
        except UnknownNameError:
            unread.append(row.number)
            continue
        came = present is None or fold(row.cells[present]) in YES
        told = row.cells[wave].strip() if wave is not None else ""
        before = found.get(structure)
        found[structure] = _Row(
            record=int(structure.removeprefix("S")),
            wave=int(told) if told.isdecimal() else None,
            attended=came or (before is not None and before.attended),
        )
    return sorted(found.values(), key=lambda row: row.record), tuple(unread)


def _pairs(ecosystem: Ecosystem, plan: Path, came: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """The structures that came and shared a table, the smaller record first."""
    kept, present = read_plan(plan), set(came)
    numbers = [_number(ecosystem, record) for record in kept.records]
    found = set()
    for first, second in kept.pairs():
        one, other = numbers[first], numbers[second]
        if one is not None and other is not None and one != other and {one, other} <= present:
            found.add((min(one, other), max(one, other)))
    return tuple(sorted(found))


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
    held, _ = store.from_csv(ecosystem.folder / "data" / FILE, model.INVITED)
    kept = [row for row in held.to_dict("records") if (row["event"], row["held_on"]) != (event, on)]
    now: list[dict[Any, Any]] = [
        {"event": event, "held_on": on, "record": row.record, "wave": row.wave, "attended": row.attended}
        for row in rows
    ]
    whole = sorted(
        [*kept, *now], key=lambda row: (row["held_on"] or "", row["event"] or "", row["record"] or 0)
    )
    return store.to_csv(model.frame(model.INVITED, whole), model.INVITED)
