"""A file of the field's formats as a table of ours: a row a structure, its services and addresses gathered into it.

What a record says goes through the readers of every list: a phone is still read as a phone. What no column of ours
takes stays under its own title, and is kept as found.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wtc_eco import model
from wtc_eco.errors import Problem, RefusedError, about
from wtc_eco.i18n import listing, tr, trn
from wtc_eco.interchange.codec import JOINED, MANY_VALUES
from wtc_eco.interchange.format_table import FormatTable, RecordTable, formats
from wtc_eco.interchange.join import Parts, Record, joined, taken_apart
from wtc_eco.interchange.kbo import is_kbo
from wtc_eco.interchange.listing import column_of
from wtc_eco.sources.column_map import FIELDS
from wtc_eco.sources.encoding import MAX_BYTES, beginning, take_in
from wtc_eco.sources.table import Row, Table


def named_fields(table: Table, stated: FormatTable | None = None) -> Table:
    """A table of text as its format says, the same table where it is in none; `stated` is the format a person said.

    Raises `RefusedError` for a file that is not in the format that was said.
    """
    records = [(row.number, dict(zip(table.header, row.cells, strict=True))) for row in table.rows]
    found = _table_of(table.file, {"": records}, stated)
    if found is None:
        return table
    return replace(
        found,
        quarantined=table.quarantined,
        n_blank=table.n_blank,
        header_row=table.header_row,
        problems=(*table.problems, *found.problems),
        as_found=table,
    )


def packed_table(
    path: Path, stated: FormatTable | None = None, *, max_bytes: int = MAX_BYTES
) -> Table | None:
    """The structures of an archive or of JSON; None where it is none, or in no format of the field.

    Raises `RefusedError` for one that is damaged or larger than `max_bytes`, and as `named_fields` does; it names the file.
    """
    with about(path.name):
        parts = _parts(path, max_bytes)
        return None if parts is None else _table_of(path.name, parts, stated)


def _table_of(file: str, parts: Parts, stated: FormatTable | None) -> Table | None:
    format_ = stated or _recognised(file, parts)
    if format_ is None:
        return None
    records = taken_apart(format_, parts)
    named = _named(format_, records)
    if named.get(format_.tables[0].name):
        used = {id(each) for each in named.values()}
        unread = {part: len(each) for part, each in records.items() if each and id(each) not in used}
        return _table(file, format_, named).with_problems(*_unread(file, format_, unread))
    if stated is None:
        return None
    raise RefusedError(
        tr("{file} is not in the format {format}.", file=file, format=format_.text()),
        hint=tr("Leave --format out: what the file is will be said."),
        code="other_format",
    )


def _parts(path: Path, max_bytes: int) -> Parts | None:
    """The records of an archive or of JSON; None where the file is neither."""
    head = beginning(path, max_bytes)[:16]
    if head.startswith(b"PK\x03\x04"):
        return _of_archive(path, max_bytes)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        data = take_in(path, max_bytes)
        return (
            _of_package(path, max_bytes)
            if path.name == PACKAGE
            else dict(_of_json(path.stem, data, path.name))
        )
    return None


PACKAGE = "datapackage.json"
"""What describes a tabular data package; its tables stand beside it."""


def _of_package(path: Path, max_bytes: int) -> Parts:
    """The tables beside the description of a package; those in other folders are not looked at."""
    beside = sorted(each for each in path.parent.glob("*.csv") if each.is_file())
    return {each.stem: _of_csv(take_in(each, max_bytes), each.name) for each in beside}


def _of_archive(path: Path, max_bytes: int) -> Parts | None:
    if is_kbo(path):
        raise RefusedError(
            tr(
                "{file} is the open data of the BCE/KBO: the enterprises of Belgium are no list.",
                file=path.name,
            ),
            hint=tr("What it knows of your structures: wtc-eco enrich --kbo {file}", file=path.name),
            code="kbo",
        )
    parts: dict[str, Sequence[tuple[int, Record]]] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            names = [one for one in archive.infolist() if not one.is_dir()]
            if not any(one.filename.endswith((".csv", ".json")) for one in names):
                return None
            if sum(one.file_size for one in names) > max_bytes:
                raise _damaged(path.name, tr("it unpacks to more than {n} MB", n=max_bytes // 1_000_000))
            for one in names:
                stem = Path(one.filename).stem
                if one.filename.endswith(".json") and Path(one.filename).name != PACKAGE:
                    parts |= dict(_of_json(stem, archive.read(one), one.filename))
                elif one.filename.endswith(".csv"):
                    parts[stem] = _of_csv(archive.read(one), one.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        if path.suffix.lower() != ".zip":
            return None  # a workbook, perhaps: its own reader says what is wrong
        raise _damaged(path.name, tr("it is cut short, or locked by a password")) from error
    return parts


def _of_csv(data: bytes, file: str) -> list[tuple[int, Record]]:
    try:
        rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        return [(number, row) for number, row in enumerate(rows, start=2)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise _damaged(file, tr("it is no CSV in UTF-8")) from error


def _of_json(stem: str, data: bytes, file: str) -> Iterator[tuple[str, Sequence[tuple[int, Record]]]]:
    try:
        whole = model.parsed(json.loads, data.decode("utf-8-sig"))
    except ValueError as error:
        if not file.lower().endswith("json"):
            return  # «{\\rtf1 …}» only begins like one
        line = getattr(error, "lineno", None)
        why = tr("it is cut short or damaged at line {line}", line=line) if line else str(error)
        raise _damaged(file, why) from error
    lists = whole.items() if isinstance(whole, dict) else [(stem, whole)]
    for name, records in lists:
        if isinstance(records, list) and records and all(isinstance(one, dict) for one in records):
            yield str(name), [(number, one) for number, one in enumerate(records, start=1)]


def _damaged(file: str, why: str) -> RefusedError:
    return RefusedError(
        tr("{file} cannot be read: {reason}.", file=file, reason=why),
        hint=tr("Ask for the file again."),
        code="damaged",
    )


def _recognised(file: str, parts: Parts) -> FormatTable | None:
    """The one format whose signs are all titles of one part; raises `RefusedError` where parts are of several."""
    by_part = [
        max(fitting, key=lambda each: len(each.signs[0]))
        for records in parts.values()
        if (
            fitting := [
                one for one in formats().values() if any(_fits(signs, records) for signs in one.signs)
            ]
        )
    ]
    named = {format_.id: format_ for format_ in by_part}
    if len(named) > 1:
        texts = listing(sorted(format_.text() for format_ in named.values()))
        raise RefusedError(
            tr("{file} holds lists in several formats: {formats}.", file=file, formats=texts),
            hint=tr("Unpack it, and import each by itself."),
            code="several_formats",
        )
    return next(iter(named.values()), None)


def _fits(signs: Sequence[str], records: Sequence[tuple[int, Record]]) -> bool:
    return bool(records) and set(signs) <= {*records[0][1]}


def _named(format_: FormatTable, parts: Parts) -> Parts:
    """The records of each table of the format: by the name of the part, else by the fields that it requires."""
    named = {table.name: parts[table.name] for table in format_.tables if table.name in parts}
    for table in format_.tables:
        if format_.nested:
            break  # its parts bear the names of its tables
        needed = {rule.name for rule in table.required()} | {*table.of}
        for records in parts.values():
            if table.name not in named and records not in named.values() and needed <= {*records[0][1]}:
                others = {field for other in format_.tables for field in other.of if other is not table}
                if not others & {*records[0][1]}:
                    named[table.name] = records
    return named


def _table(file: str, format_: FormatTable, named: Parts) -> Table:
    """A row for each structure, with what all of its records say of it."""
    found = joined(format_, named)
    columns = [name for name in FIELDS if any(name in row.said for row in found.rows)]
    titles = list(dict.fromkeys(name for row in found.rows for name in row.said if name.startswith("extra.")))
    header = (*columns, *(title.removeprefix("extra.") for title in titles))
    return Table(
        file,
        header,
        1,
        tuple(
            Row(row.number, tuple(_cell(name, row.said.get(name, ())) for name in (*columns, *titles)))
            for row in found.rows
        ),
        problems=tuple(_without_structure(name, numbers, file) for name, numbers in found.orphans.items()),
        encoding="utf-8",
        container=format_.text(),
        fields={name: name for name in columns},
        found_titles=_found_titles(format_.tables[0]),
    )


def _found_titles(table: RecordTable) -> dict[str, str]:
    """The field of the format that each column of ours is read from: that which an export writes, else the first."""
    titles = {"source_id": table.key}
    for rule in table.fields:
        for name in map(column_of, rule.ours):
            titles.setdefault(name, rule.name)
    for rule in table.fields:
        for name in rule.into:
            titles.setdefault(name, rule.name)
    return titles


def _cell(column: str, pieces: Sequence[str]) -> str:
    """What stands in the cell of a column: a list, or its first value; a key in two parts is `node/17`."""
    if column == "source_id":
        return next((piece for piece in pieces if "/" in piece), "/".join(pieces))
    if column in MANY_VALUES:
        return model.SEPARATOR.join(pieces)
    if column in JOINED:
        return JOINED[column].join(pieces)
    return " | ".join(pieces) if column.startswith("extra.") else next(iter(pieces), "")


def _unread(file: str, format_: FormatTable, unread: Mapping[str, int]) -> tuple[Problem, ...]:
    """That some parts of an archive are no tables of the format: none of their rows is taken in."""
    if not unread:
        return ()
    parts = listing([f"{part} ({n})" for part, n in sorted(unread.items())])
    message = tr(
        "{format} has no such tables, and they are left unread: {parts}.", format=format_.text(), parts=parts
    )
    return (
        Problem(
            "part_unread", "warning", message, tr("Import each by itself where it is a list."), file=file
        ),
    )


def _without_structure(name: str, numbers: Sequence[int], file: str) -> Problem:
    return Problem(
        "record_of_nothing",
        "warning",
        trn(
            "{n} record of “{table}” names a structure that is not in the file; it is left out.",
            "{n} records of “{table}” name structures that are not in the file; they are left out.",
            len(numbers),
            table=name,
        ),
        tr("Ask for the whole of it: the structures and what belongs to them."),
        file=file,
        row=numbers[0],
    )
