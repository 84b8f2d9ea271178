"""Records of several tables as structures: what services, addresses and words say is gathered under whose they are.

Records within records, as an API writes them, are taken apart first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wtc_eco.interchange.codec import decoded_record, merge
from wtc_eco.interchange.format_table import FormatTable, RecordTable

Record = Mapping[str, Any]
Numbered = tuple[int, Record]
"""A record and the row, or the place in its list, by which it is told."""
Parts = Mapping[str, Sequence[Numbered]]
"""The records of a file by the name of their part."""
Said = dict[str, list[str]]
"""Texts by column of ours."""


@dataclass(frozen=True)
class StructureRecords:
    """A structure: where its first record stands, and what all of its records say."""

    number: int
    said: Said


@dataclass
class Joined:
    """The structures of a file, and the records of each table that belong to none of them."""

    rows: list[StructureRecords] = field(default_factory=list)
    orphans: dict[str, list[int]] = field(default_factory=dict)


def joined(format_: FormatTable, parts: Parts) -> Joined:
    """The structures that the records of a format make; records that belong to none are told apart."""
    found = Joined()
    raw = {
        table.name: {str(record.get(table.key) or ""): record for _, record in parts.get(table.name, ())}
        for table in format_.tables
        if table.key
    }
    owners: dict[str, dict[str, Said]] = defaultdict(dict)
    placed: dict[int, str] = {}
    main = format_.tables[0]
    for table in format_.tables:
        for number, plain in parts.get(table.name, ()):
            record = {**plain, **_referred(table, plain, raw)}
            if table is not main and not table.of:
                continue
            key = str(record.get(table.key) or "")
            # An API repeats an organisation in each of its services; a row of a list is a row, whatever its key.
            owner = owners[table.name].get(key) if key and format_.nested else None
            if table is main and owner is None:
                owner = {}
                found.rows.append(StructureRecords(number, owner))
            elif owner is None:
                owner = _owner(table, record, owners)
                if owner is None:
                    found.orphans.setdefault(table.name, []).append(number)
                    continue
                if table.splits:
                    owner = _own_structure(table, record, owner, found, number, placed)
            for column, pieces in decoded_record(table, record, format_).items():
                merge(owner, column, pieces)
            if key:
                owners[table.name].setdefault(key, owner)
    return found


def _referred(table: RecordTable, record: Record, raw: Mapping[str, Mapping[str, Record]]) -> dict[str, Any]:
    """What the records that this one refers to say: `taxonomy_term_id.code`."""
    said: dict[str, Any] = {}
    for name, target in table.refers.items():
        other = raw.get(target, {}).get(str(record.get(name) or ""), {}) if record.get(name) else {}
        said |= {
            rule.name: other.get(rule.name.partition(".")[2])
            for rule in table.fields
            if rule.name.startswith(f"{name}.")
        }
    return said


def _owner(table: RecordTable, record: Record, owners: Mapping[str, Mapping[str, Said]]) -> Said | None:
    """The structure that a record belongs to, by the first of its fields that leads to one."""
    for name, tables in table.of.items():
        for other in tables:
            owner = owners.get(other, {}).get(str(record.get(name) or ""))
            if owner is not None:
                return owner
    return None


def _own_structure(  # noqa: PLR0913 - a record, and where it goes
    table: RecordTable, record: Record, owner: Said, found: Joined, number: int, placed: dict[int, str]
) -> Said:
    """The parent itself for its first place; a structure of its own, which the parent bears, for each further one."""
    if id(owner) not in placed:
        placed[id(owner)] = table.name
        return owner
    named = str(record.get(table.splits) or "")
    name = owner.get("name", [])
    key = [*owner.get("source_id", []), str(record.get(table.key))]
    said: Said = {**{column: list(pieces) for column, pieces in owner.items() if column in _OF_BEARER}}
    said |= {"name": [named] if named else list(name), "source_id": ["/".join(key)], "hosted_by": list(name)}
    found.rows.append(StructureRecords(number, said))
    return said


_OF_BEARER = frozenset({"kind", "labels", "website"})
"""What a place has of the organisation that bears it."""


def taken_apart(format_: FormatTable, parts: Parts) -> dict[str, list[Numbered]]:
    """Every record in its table, those within others too; and what tables say together put where a reader looks."""
    tables = {table.name: table for table in format_.tables}
    flat: dict[str, list[Numbered]] = {}
    for part, records in parts.items():
        name = next((name for name in tables if part.endswith(name)), part) if format_.nested else part
        for number, record in records:
            if name in tables and format_.nested:
                _apart(tables, format_.nested, name, number, record, flat)
            else:
                flat.setdefault(name, []).append((number, record))
    return {name: list(_completed(name, records, flat)) for name, records in flat.items()}


def _apart(  # noqa: PLR0913 - a record and where it goes
    tables: Mapping[str, RecordTable],
    nested: Mapping[str, str],
    name: str,
    number: int,
    record: Record,
    flat: dict[str, list[Numbered]],
) -> None:
    own: dict[str, Any] = {}
    within: list[tuple[str, Record]] = []
    for key, value in record.items():
        target = nested.get(key)
        if target is None or not isinstance(value, dict | list):
            own[key] = value
        elif isinstance(value, dict):
            own[f"{key}_id"] = value.get("id")
            within.append((target, value))
        else:
            within += [(target, each) for each in value if isinstance(each, dict)]
    flat.setdefault(name, []).append((number, own))
    for target, child in within:
        parent = next((field for field, of in tables[target].of.items() if name in of), "")
        led = {parent: record.get("id")} if parent and not child.get(parent) else {}
        _apart(tables, nested, target, number, {**child, **led}, flat)


def _completed(
    name: str, records: Sequence[Numbered], flat: Mapping[str, Sequence[Numbered]]
) -> Iterator[Numbered]:
    """Services with their one place, places with the organisation of their services, intervals of the week in words."""
    if name == "services":
        places: dict[str, set[str]] = defaultdict(set)
        for _, one in flat.get("service_at_location", ()):
            places[str(one.get("service_id"))].add(str(one.get("location_id")))
        for number, record in records:
            only = places.get(str(record.get("id")), set())
            yield number, {**record, "only_location_id": min(only) if len(only) == 1 else None}
    elif name == "locations":
        yield from _with_organisations(records, flat)
    elif name == "schedules":
        yield from _weeks(records)
    else:
        yield from records


def _with_organisations(
    records: Iterable[Numbered], flat: Mapping[str, Sequence[Numbered]]
) -> Iterator[Numbered]:
    services = {str(one.get("id")): one.get("organization_id") for _, one in flat.get("services", ())}
    of = {
        str(one.get("location_id")): services.get(str(one.get("service_id")))
        for _, one in flat.get("service_at_location", ())
    }
    for number, record in records:
        organisation = record.get("organization_id") or of.get(str(record.get("id")))
        yield number, {**record, "organization_id": organisation}


_DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}


def _weeks(records: Sequence[Numbered]) -> Iterator[Numbered]:
    """Intervals with a rule in words of OpenStreetMap, those of the same days in one; a rule that stands there already stays."""
    times: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for _, record in records:
        if _is_weekly(record):
            times[_days_of(record)].append(f"{str(record['opens_at'])[:5]}-{str(record['closes_at'])[:5]}")
    told: set[tuple[Any, ...]] = set()
    for number, record in records:
        days = _days_of(record)
        if _is_weekly(record) and days not in told:
            told.add(days)
            spans = ",".join(dict.fromkeys(times[days]))
            yield number, {**record, "description": f"{','.join(days[-1])} {spans}"}
        elif _is_weekly(record):
            yield number, {**record, "description": None}
        else:
            yield number, record


def _is_weekly(record: Record) -> bool:
    rule = str(record.get("description") or "")
    written = rule[:2] in _DAYS.values() and any(map(str.isdigit, rule))
    days = str(record.get("byday") or "").split(",")
    known = all(day.strip() in _DAYS for day in days) and record.get("freq") in (None, "", "WEEKLY")
    return bool(not written and known and record.get("opens_at") and record.get("closes_at"))


def _days_of(record: Record) -> tuple[Any, ...]:
    days = tuple(_DAYS.get(day.strip(), "") for day in str(record.get("byday") or "").split(","))
    whose = tuple(record.get(name) for name in ("location_id", "service_id", "service_at_location_id"))
    return (*whose, days)
