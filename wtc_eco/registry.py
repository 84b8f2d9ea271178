"""Records and verdicts become one row per real structure, chosen field by field, with what its sources dispute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.errors import UnknownNameError
from wtc_eco.locale import tr
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.matching import Matching
    from wtc_eco.territory import Territory

Row = Mapping[str, Any]

COORDINATION = "coordination"
"""The source of a person's corrections: trusted above every list."""

ADDRESS = ("street", "postal_code", "locality", "ins", "lat", "lon")
"""Columns that only make sense together: half of two addresses is no address."""

GATHERED = ("labels", "listed_on", "also_known_as")
"""Columns of which every source may know a part."""

UNDISPUTED = ("record", "source", "source_id", "collected_on", "withdrawn_on", "asked_on", "answered_on",
              "network_answered_on", "roster", "note", "extra", *GATHERED)  # fmt: skip
"""Columns on which two sources cannot contradict each other."""

NEAR_DEGREES = 0.005
"""Coordinates within some 500 m are two geocodings of one place, no dispute."""


@dataclass(frozen=True)
class Registry:
    """One row per real structure, by growing number of id; `aliases` gives every record its structure."""

    table: pd.DataFrame
    aliases: Mapping[int, str]
    n_records: int
    n_lists: int
    n_review: int

    @cached_property
    def _rows(self) -> Mapping[str, Row]:
        return {str(row["id"]): row for row in _rows(self.table)}

    def row(self, id: str) -> Row:  # noqa: A002 - the column's name
        """The structure of this id; raises `UnknownNameError` where there is none."""
        return self._rows[self.resolve(id)]

    def resolve(self, thing: str | int) -> str:
        """The id of the structure that «S12», «12» or 12 leads to; raises `UnknownNameError`."""
        written = str(thing).strip().upper().removeprefix("S")
        found = self.aliases.get(int(written)) if written.isascii() and written.isdigit() else None
        if found is None:
            raise UnknownNameError(
                tr("No structure has the number {thing}.", thing=thing),
                hint=tr("Search for it by its name in outputs/registry.csv."),
            )
        return found


def build(
    records: pd.DataFrame, matching: Matching, territory: Territory, *, trust: Mapping[str, int] | None = None
) -> Registry:
    """Put every cluster's records together into one row (columns of `model.REGISTRY`).

    `trust` ranks sources, higher first, 0 where it does not say; `coordination` is above all.
    Of equally trusted sources the latest collected wins, then content decides: the order of the
    records changes nothing.
    """
    ranks = {**(trust or {}), COORDINATION: 1 + max([1_000, *(trust or {}).values()])}
    members: dict[int, list[Row]] = defaultdict(list)
    for record in _rows(records):
        members[matching.clusters[record["record"]]].append(record)
    rows = [_structure(first, _ranked(held, ranks), territory) for first, held in sorted(members.items())]
    return Registry(
        table=model.frame(model.REGISTRY, rows),
        aliases={record: f"S{first}" for record, first in sorted(matching.clusters.items())},
        n_records=len(records),
        n_lists=len({source for source in records["source"].tolist() if source is not None}),
        n_review=len(matching.review),
    )


def _rows(table: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _ranked(records: Sequence[Row], ranks: Mapping[str, int]) -> list[Row]:
    """The records, the one to believe first: in force, trusted, recent, then by what they say."""
    by_content = sorted(records, key=lambda row: (_content(row), row["record"]))
    latest_first = sorted(by_content, key=lambda row: row["collected_on"] or "", reverse=True)
    return sorted(
        latest_first, key=lambda row: (row["withdrawn_on"] is not None, -ranks.get(row["source"], 0))
    )


def _content(row: Row) -> tuple[str, ...]:
    return tuple("" if row[name] is None else str(row[name]) for name in model.names(model.RECORDS)[1:])


def _structure(first: int, records: Sequence[Row], territory: Territory) -> dict[str, Any]:
    """One row of the registry, from its records in order of belief."""
    chosen = {name: _first_known(records, name) for name in model.names(model.REGISTRY) if name in records[0]}
    chosen |= _address(records)
    chosen |= {name: _gathered(records, name) for name in GATHERED}
    chosen["also_known_as"] = _other_names(chosen["name"], records)
    place = territory.place(
        ins=chosen["ins"],
        postal_code=chosen["postal_code"],
        locality=chosen["locality"],
        lat=chosen["lat"],
        lon=chosen["lon"],
    )
    return {
        **chosen,
        "id": f"S{first}",
        "records": tuple(sorted(row["record"] for row in records)),
        "sources": tuple(sorted({row["source"] for row in records if row["source"] is not None})),
        "conflicts": _conflicts(records),
        "active": chosen["closed_on"] is None and any(row["withdrawn_on"] is None for row in records),
        "ins": place.ins or chosen["ins"],
        "commune": place.commune,
        "bassin": place.bassin,
        "place": place.standing,
    }


def _first_known(records: Iterable[Row], name: str) -> Any:
    return next((row[name] for row in records if row[name] is not None), None)


def _address(records: Sequence[Row]) -> dict[str, Any]:
    """The address of the first record that has one, completed by those that do not contradict it.

    Coordinates come in pairs, and only from a record that names the same street or none.
    """
    address: dict[str, Any] = dict.fromkeys(ADDRESS)
    leading = sorted(records, key=lambda row: row["street"] is None)
    for row in leading:
        if any(_differ(name, address[name], row[name]) for name in ("street", "postal_code", "ins")):
            continue
        for name in ("street", "postal_code", "locality", "ins"):
            address[name] = row[name] if address[name] is None else address[name]
        if address["lat"] is None and row["lat"] is not None and row["lon"] is not None:
            address["lat"], address["lon"] = row["lat"], row["lon"]
    return address


def _gathered(records: Iterable[Row], name: str) -> tuple[str, ...] | None:
    """All that any record says, in order of belief; unknown where none says anything."""
    told = [row[name] for row in records if row[name] is not None]
    return tuple(dict.fromkeys(item for items in told for item in items)) if told else None


def _other_names(name: str | None, records: Sequence[Row]) -> tuple[str, ...] | None:
    """Every other way its records call it, each spelling once."""
    spellings: dict[str, str] = {}
    for row in records:
        for written in (row["name"], *(row["also_known_as"] or ())):
            if written is not None:
                spellings.setdefault(fold(written), written)
    spellings.pop(fold(name or ""), None)
    known = spellings or any(row["also_known_as"] is not None for row in records)
    return tuple(spellings.values()) if known else None


def _conflicts(records: Sequence[Row]) -> tuple[str, ...]:
    """The columns on which records in force say different things, in the order of the table."""
    speaking = [row for row in records if row["withdrawn_on"] is None]
    names = [name for name in model.names(model.RECORDS) if name not in UNDISPUTED]
    return tuple(name for name in names if _disputed(name, [row[name] for row in speaking]))


def _disputed(name: str, values: Iterable[Any]) -> bool:
    told = [value for value in values if value is not None]
    return any(_differ(name, told[0], value) for value in told[1:])


def _differ(name: str, one: Any, other: Any) -> bool:
    """Whether two values contradict each other; the unknown contradicts nothing."""
    if one is None or other is None:
        return False
    if name in {"lat", "lon"}:
        return bool(abs(one - other) > NEAR_DEGREES)
    if isinstance(one, tuple):
        return not set(one) & set(other) and one != other
    return fold(str(one)) != fold(str(other)) if isinstance(one, str) else bool(one != other)
