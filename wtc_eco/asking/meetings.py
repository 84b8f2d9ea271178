"""Who met whom at which event: the ties of kind `met` that an event left, and whom each is asked about afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.asking.rosters import Roster, lines
from wtc_eco.errors import UnknownNameError
from wtc_eco.locale import listing, tr
from wtc_eco.territory.spelling import closest, fold

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.registry import Registry

_SHOWN = 5


@dataclass(frozen=True)
class Meeting:
    """An event: what it was called, its day, and whom each structure met there, by id."""

    name: str
    on: str
    met: Mapping[str, frozenset[str]]


def held(ties: pd.DataFrame, registry: Registry) -> tuple[Meeting, ...]:
    """The events at which structures met, by day and name."""
    found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for tie in ties.to_dict("records"):
        ends = [_structure(registry, tie[side]) for side in ("from", "to")]
        if tie["kind"] != "met" or tie["status"] == "ended" or None in ends or ends[0] == ends[1]:
            continue
        event = found[tie["declared_on"] or "", tie["note"] or tie["declared_on"] or ""]
        for one, other in (ends, ends[::-1]):
            event[str(one)].add(str(other))
    return tuple(
        Meeting(name, on, {one: frozenset(others) for one, others in sorted(met.items())})
        for (on, name), met in sorted(found.items())
    )


def _structure(registry: Registry, end: Any) -> str | None:
    written = str(end or "")
    return registry.aliases.get(int(written)) if written.isdecimal() else None


def named(meetings: Sequence[Meeting], event: str) -> Meeting:
    """The event of this name or day, the latest of several; raises `UnknownNameError` where nobody met at it."""
    wanted = fold(event)
    found = [one for one in meetings if wanted in (fold(one.name), fold(one.on))]
    if found:
        return found[-1]
    if not meetings:
        raise UnknownNameError(
            tr("No event is known at which structures met."),
            hint=tr("After an event: wtc-eco invite --record list.xlsx --plan plan.xlsx --on 2026-12-10"),
        )
    near = closest(event, {fold(one.name): one.name for one in meetings}, cutoff=70)
    names = [f"{one.name} ({one.on})" if one.name != one.on else one.on for one in meetings]
    raise UnknownNameError(
        tr("No event is called “{event}”.", event=event),
        hint=tr("Did you mean {names}?", names=near[0])
        if near
        else tr("Events at which structures met: {names}.", names=listing(names[-_SHOWN:])),
    )


def rosters(meeting: Meeting, rows: Iterable[Mapping[str, Any]]) -> tuple[Roster, ...]:
    """For each structure that is still there, those it met that are still there."""
    known = {row["id"]: row for row in rows}
    found = []
    for one in sorted(known, key=lambda id_: int(id_[1:])):
        met = [known[other] for other in meeting.met.get(one, ()) if other in known]
        if met:
            found.append(Roster(one, meeting.name, lines(met), (one,)))
    return tuple(found)
