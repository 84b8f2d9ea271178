"""Structures and ties of two dates side by side: new, gone, or told otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.indicators import WHOLE
from wtc_eco.analysis.trend_figures import row
from wtc_eco.locale import tr
from wtc_eco.registry.words import said

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study

FOLLOWED = ("standing", "knows_ecosystem", "trained", "themes", "steps", "slots")
COLUMNS = {"trained": "staff_trained"}
"""What the register calls a field that is followed, where it has another name."""


@dataclass(frozen=True)
class Meeting:
    """An event between the two dates: its name, its day, and the structures that came."""

    name: str
    held_on: str
    present: frozenset[str]


def structure_rows(
    before: Mapping[str, Any], after: Mapping[str, Any], scope: str, study: Study
) -> Iterator[dict[str, Any]]:
    """New and gone structures, then what changed of those that stayed; merged ones follow their records."""
    first, second = _followed(before, after, scope), _members(after, scope)
    for key in sorted(set(first) | set(second), key=_number):
        one, two = first.get(key), second.get(key)
        if one is None or two is None:
            there, away = tr("in the register"), tr("not there")
            sides = {"before": there if one else away, "after": there if two else away}
            yield {**row("structure", _name(key, study)), "id": key, **sides, "direction": "other"}
            continue
        for field in FOLLOWED:
            if one.get(field) != two.get(field):
                yield {
                    **row("structure", _name(key, study)),
                    "id": key,
                    "field": field,
                    "before": _value(field, one.get(field), study),
                    "after": _value(field, two.get(field), study),
                    "direction": "not_comparable" if None in (one.get(field), two.get(field)) else "other",
                }


def _members(held: Mapping[str, Any], scope: str) -> dict[str, Mapping[str, Any]]:
    return {key: one for key, one in held["structures"].items() if scope in (WHOLE, one["bassin"])}


def _now(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """The id that a structure of before has now: that of the structure that holds its first record."""
    homes = {record: key for key, one in after["structures"].items() for record in one["records"]}
    return {
        key: homes.get(one["records"][0], key) if one["records"] else key
        for key, one in before["structures"].items()
    }


def _followed(
    before: Mapping[str, Any], after: Mapping[str, Any], scope: str
) -> dict[str, Mapping[str, Any]]:
    now = _now(before, after)
    return {
        now[key]: one
        for key, one in sorted(_members(before, scope).items(), key=lambda each: -_number(each[0]))
    }


def tie_rows(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    scope: str,
    study: Study,
    meetings: Sequence[Meeting],
) -> Iterator[dict[str, Any]]:
    """New ties, with the last meeting that both came to, and those that are no more."""
    now = _now(before, after)
    first = {(now.get(start, start), now.get(end, end), kind) for start, end, kind in before["ties"]}
    second = {(start, end, kind) for start, end, kind in after["ties"]}
    here = set(_members(after, scope)) | set(_followed(before, after, scope))
    for start, end, kind in sorted(
        first ^ second, key=lambda tie: (_number(tie[0]), _number(tie[1]), tie[2])
    ):
        if not {start, end} & here:
            continue
        new = (start, end, kind) in second
        yield {
            **row("tie", f"{_name(start, study)} → {_name(end, study)}"),
            "id": f"{start} → {end}",
            "field": kind,
            "before": tr("no tie") if new else tr("tied"),
            "after": tr("tied") if new else tr("no tie"),
            "direction": "better" if new else "other",
            "event": _met(start, end, meetings) if new else "",
        }


def _met(start: str, end: str, meetings: Sequence[Meeting]) -> str:
    """The last meeting that both came to; empty for none."""
    shared = [one for one in meetings if {start, end} <= one.present]
    return max(shared, key=lambda one: (one.held_on, one.name)).name if shared else ""


def _value(field: str, held: Any, study: Study) -> str | None:
    """The value in words; `None` where nobody knew."""
    if held is None:
        return None
    if field == "standing":
        return study.territory.standings.words().get(held, str(held))
    return said(COLUMNS.get(field, field), tuple(held) if isinstance(held, list) else held, study.territory)


def _name(key: str, study: Study) -> str:
    """The name as the register has it, of a structure that closed too."""
    table = study.registry.table
    found = table.loc[table["id"] == key, "name"]
    return str(found.iloc[0]) if len(found) else key


def _number(key: str) -> int:
    return int(key.removeprefix("S"))
