"""What the sources of a structure contradict each other on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtc_eco import model
from wtc_eco.registry.corrections import Row
from wtc_eco.territory.spelling import fold

GATHERED = ("labels", "listed_on", "also_known_as")
"""Columns of which every source may know a part."""

UNDISPUTED = ("record", "source", "source_id", "collected_on", "withdrawn_on", "asked_on", "answered_on",
              "network_answered_on", "roster", "note", "extra", *GATHERED)  # fmt: skip
"""Columns on which two sources cannot contradict each other."""

NEAR_DEGREES = 0.005
"""Coordinates within some 500 m are two geocodings of one place, no dispute."""


def conflicts(records: Sequence[Row], *, settled: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The columns on which records in force say different things, in the order of the table.

    What a person `settled` is disputed no more.
    """
    speaking = [row for row in records if row["withdrawn_on"] is None]
    names = [name for name in model.names(model.RECORDS) if name not in UNDISPUTED and name not in settled]
    return tuple(name for name in names if _disputed(name, [row[name] for row in speaking]))


def _disputed(name: str, values: Iterable[Any]) -> bool:
    told = [value for value in values if value is not None]
    return any(differ(name, told[0], value) for value in told[1:])


def differ(name: str, one: Any, other: Any) -> bool:
    """Whether two values contradict each other; the unknown contradicts nothing."""
    if one is None or other is None:
        return False
    if name in {"lat", "lon"}:
        return bool(abs(one - other) > NEAR_DEGREES)
    if isinstance(one, tuple):
        return not set(one) & set(other) and one != other
    return fold(str(one)) != fold(str(other)) if isinstance(one, str) else bool(one != other)
