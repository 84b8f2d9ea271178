"""The register in a format of the field: its records, its files, and everything that did not go in.

What is lost is not declared anywhere: each structure is written by the table of the format, read back by the same
table, and compared with what it was.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.errors import UsageError
from wtc_eco.i18n import listing, tr
from wtc_eco.interchange.codec import JOINED, Value, encoded_record
from wtc_eco.interchange.format_table import FormatTable, RecordTable
from wtc_eco.interchange.join import joined
from wtc_eco.interchange.listing import UNITS, Host, Unit, structure, text

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

Records = Mapping[str, Sequence[Mapping[str, Value]]]
"""The records of each table of a format."""


@dataclass(frozen=True)
class LostValue:
    """A value that a format does not carry: the column, the value (a word, or the whole cell), and whose it was."""

    column: str
    value: str
    structures: tuple[str, ...]


@dataclass(frozen=True)
class Exported:
    """The records of an export; `left_out` are the structures that the format does not take, and the fields they lack."""

    records: Records
    n_structures: int
    losses: tuple[LostValue, ...] = ()
    left_out: tuple[tuple[str, tuple[str, ...]], ...] = ()
    n_ties: int = field(default=0)

    @property
    def complete(self) -> bool:
        """Whether everything went in."""
        return not (self.losses or self.left_out or self.n_ties)


WORKING = ("record", "source", "source_id", "withdrawn_on", "ins", "country")
"""Columns that say how we know, or that follow from others: no format is expected to carry them."""


def exported(  # noqa: PLR0913 - the register, and what it is written with
    format_: FormatTable,
    rows: Iterable[Mapping[str, Any]],
    territory: Territory,
    *,
    hosts: Mapping[str, Host],
    n_ties: int = 0,
    namespace: str = "",
) -> Exported:
    """Every structure by the tables of the format, and what it loses there.

    `hosts` gives ids by the record number or id under which `hosted_by` names a structure, and names by id.
    `namespace` is what makes the identifiers of one folder others than those of another.
    """
    records: dict[str, list[Mapping[str, Value]]] = {table.name: [] for table in format_.tables}
    lost: dict[tuple[str, str], list[str]] = {}
    left_out: list[tuple[str, tuple[str, ...]]] = []
    once: set[tuple[str, Any]] = set()
    n = 0
    for row in rows:
        unit = structure(row, hosts, territory, namespace)
        own = {table.name: _records(table, unit, territory, format_) for table in format_.tables}
        lacking = _lacking(format_.tables[0], own)
        if lacking:
            left_out.append((str(row["name"]), lacking))
            continue
        n += 1
        for table in format_.tables:
            for record in own[table.name]:
                if not table.once or (table.name, record[table.key]) not in once:
                    records[table.name].append(record)
                once.add((table.name, record.get(table.key)))
        for column, value in _lost(format_, own, unit):
            lost.setdefault((column, value), []).append(str(row["name"]))
    losses = tuple(LostValue(column, value, tuple(names)) for (column, value), names in sorted(lost.items()))
    return Exported(records, n, losses, tuple(left_out), n_ties)


def _records(
    table: RecordTable, unit: Unit, territory: Territory, format_: FormatTable
) -> list[Mapping[str, Value]]:
    return [encoded_record(table, each, format_.separator) for each in UNITS[table.each](unit, territory)]


def _lacking(table: RecordTable, own: Records) -> tuple[str, ...]:
    """The required fields that the first record of a structure lacks."""
    return tuple(
        rule.name
        for record in own[table.name]
        for rule in table.fields
        if rule.required and record[rule.name] in (None, "", [])
    )


def _lost(format_: FormatTable, own: Records, unit: Unit) -> Iterable[tuple[str, str]]:
    """Column and value of everything that does not come back; a list loses word by word."""
    back = joined(format_, {name: list(enumerate(each)) for name, each in own.items()}).rows[0].said
    for name, between in JOINED.items():
        if name in back:
            back[name] = [between.join(back[name])]
    if "house_number" in back:
        parts = (*back.get("street", ()), *back.pop("house_number"), *back.pop("box", ()))
        back["street"] = [" ".join(parts)]
    for known in model.RECORDS:
        name, value = known.name, unit.get(known.name)
        if value is None or name in WORKING:
            continue
        if known.type == "json":
            yield from ((name, title) for title in value if f"{name}.{title}" not in back)
        elif isinstance(value, tuple):
            yield from ((name, str(each)) for each in value if str(each) not in back.get(name, ()))
        elif not _same(text(value, name), back.get(name, ())):
            yield name, ""


def _same(value: str, pieces: Sequence[str]) -> bool:
    if value.casefold() in map(str.casefold, pieces):  # «gratuit» is «Gratuit» there
        return True
    try:
        return any(float(value) == float(piece) for piece in pieces)
    except ValueError:
        return False


def content(format_: FormatTable, made: Exported, ending: str) -> bytes:
    """The bytes of the file; raises `UsageError` for an ending that the format has not."""
    allowed = endings(format_)
    writers = {".csv": _csv, ".json": _json, ".zip": _zip, ".geojson": _json}
    if ending not in allowed:
        raise UsageError(
            tr("{format} is not written as {ending}.", format=format_.text(), ending=ending or "?"),
            hint=tr("Choose a file that ends in: {endings}.", endings=listing(allowed)),
        )
    write = _overpass if format_.container == "overpass" else writers[ending]
    return write(format_, made.records)


def endings(format_: FormatTable) -> tuple[str, ...]:
    """How the files of a format may end; the first is the usual one."""
    return _ENDINGS[format_.container]


_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "csv": (".csv",),
    "package": (".zip",),
    "overpass": (".json",),
    "json": (".json", ".zip"),
}


def _csv(format_: FormatTable, records: Records) -> bytes:
    table = format_.tables[0]
    return _rows(table, records[table.name], format_.separator).encode()


def _rows(table: RecordTable, records: Sequence[Mapping[str, Value]], separator: str) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    names = [rule.name for rule in table.fields if rule.written]
    writer.writerow(names)
    writer.writerows([_cell(record[name], separator) for name in names] for record in records)
    return buffer.getvalue()


def _dumped(whole: Any) -> str:
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _cell(value: Value, separator: str) -> str:
    match value:
        case None:
            return ""
        case list():
            return separator.join(value)
        case _:
            return text(value, "")


def _json(format_: FormatTable, records: Records) -> bytes:
    several = len(format_.tables) > 1
    whole: Any = dict(records) if several else records[format_.tables[0].name]
    return _dumped(whole).encode()


def _overpass(format_: FormatTable, records: Records) -> bytes:
    """Elements as the Overpass API writes them; numbers below zero are those of elements that the map has not."""
    elements = [
        {
            "type": "node",
            "id": -number,
            "lat": record["lat"],
            "lon": record["lon"],
            "tags": {
                name: _cell(value, format_.separator)
                for name, value in record.items()
                if value is not None and name not in ("lat", "lon") and not name.startswith("@")
            },
        }
        for number, record in enumerate(records[format_.tables[0].name], start=1)
    ]
    whole = {"version": 0.6, "generator": "wtc-eco", "osm3s": {}, "elements": elements}
    return _dumped(whole).encode()


def _zip(format_: FormatTable, records: Records) -> bytes:
    """Each table as JSON, or as a CSV of a package that describes itself."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if format_.container == "package":
            _put(archive, "datapackage.json", _description(format_))
        for table in format_.tables:
            if format_.container == "package":
                _put(archive, f"{table.name}.csv", _rows(table, records[table.name], format_.separator))
            else:
                _put(archive, f"{table.name}.json", _dumped(records[table.name]))
    return buffer.getvalue()


def _put(archive: zipfile.ZipFile, name: str, made: str) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, made)


def _description(format_: FormatTable) -> str:
    """What a tabular data package says of its tables."""
    resources = [
        {
            "name": table.name,
            "path": f"{table.name}.csv",
            "profile": "tabular-data-resource",
            "schema": {
                "fields": [{"name": rule.name, "type": "string"} for rule in table.fields if rule.written]
            },
        }
        for table in format_.tables
    ]
    whole = {
        "name": "wtc-eco",
        "profile": "tabular-data-package",
        "version": format_.version,
        "resources": resources,
    }
    return _dumped(whole)
