"""From a file on the desk to a table of text: what was guessed is said, what cannot be read is set aside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wtc_eco.errors import Problem, RefusedError, UsageError, about
from wtc_eco.i18n import tr
from wtc_eco.sources.csv_rows import Dialect, RawLine, dialect_of, split_rows
from wtc_eco.sources.encoding import MAX_BYTES, Decoded, beginning, decode, take_in
from wtc_eco.sources.file_kind import GEOJSON, format_of, refuse_other_format
from wtc_eco.sources.header import lay_out, titles_on_two_rows
from wtc_eco.sources.table import Row, Table, TableOrigin
from wtc_eco.sources.text_repair import is_odd, mended, suspicions
from wtc_eco.sources.vocabulary import guess
from wtc_eco.sources.workbooks import is_workbook, read_workbook


def read_table(  # noqa: PLR0913 - a file, and how to read it where the guess is wrong
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    max_bytes: int = MAX_BYTES,
    fix_mojibake: bool = False,
    sheet: str | None = None,
    area: str | None = None,
    ties: bool = False,
) -> Table:
    """The table in a text file or a workbook, whatever the file is called.

    `encoding` and `delimiter` override what would be found in a text. `fix_mojibake` reads again as
    UTF-8 the cells that were once read as Windows («LiÃ¨ge»). Of a workbook, `sheet` (a name, or a
    number from 1) and `area` (`A3:H200`) say what to read; else the sheet that looks most like a list of
    structures is read, or of `ties`.
    Raises `RefusedError` (with a hint) for what is no table or is larger than `max_bytes`, `UsageError`
    for a missing file, or an encoding, delimiter, sheet or range that do not exist. The error names the file.
    """
    path = Path(path)
    with about(path.name):
        head = beginning(path, max_bytes)
        if not is_workbook(head):
            _refuse_for_text(path, sheet, area)
            data = take_in(path, max_bytes)
            format_ = format_of(data, path.name)
            refuse_other_format(format_, path.name)
            if format_ == GEOJSON:
                return geojson_table(data, path.name)
            return table_of(
                data, path.name, encoding=encoding, delimiter=delimiter, fix_mojibake=fix_mojibake
            )
        sheet_read = read_workbook(path, head, sheet=sheet, area=area, ties=ties)
        return _table(
            sheet_read.lines,
            sheet_read.place,
            sheet_read.problems,
            header=sheet_read.header,
            fix_mojibake=fix_mojibake,
            lower=sheet_read.lower,
            epoch=sheet_read.epoch,
        )


def table_of(
    data: bytes,
    file: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    fix_mojibake: bool = False,
) -> Table:
    """The table in these bytes of text; see `read_table`."""
    text = decode(data, encoding)
    dialect = dialect_of(text.lines, delimiter)
    place = TableOrigin(file)
    problems = [place.problem(fault) for fault in (*_encoding_faults(text), *dialect.faults)]
    lines, header, lower = titles_on_two_rows(list(_rows(text, dialect)), file)
    table = _table(lines, place, problems, header=header, lower=lower, fix_mojibake=fix_mojibake)
    return replace(table, encoding=text.encoding, delimiter=dialect.delimiter)


def _table(  # noqa: PLR0913 - rows, and what is known of where they come from
    lines: Sequence[RawLine],
    place: TableOrigin,
    before: Iterable[Problem],
    *,
    header: int | None = None,
    fix_mojibake: bool = False,
    lower: Mapping[int, str] = MappingProxyType({}),
    epoch: int = 1900,
) -> Table:
    """The table these rows make, with what was `said` of them before."""
    if fix_mojibake:
        lines = [replace(line, cells=tuple(map(mended, line.cells))) for line in lines]
    parts = lay_out(lines, place, header)
    return Table(
        place.file,
        parts.header,
        parts.header_row,
        parts.rows,
        parts.quarantined,
        parts.n_blank,
        problems=(*before, *parts.problems, *_suspicious(place, parts.header, parts.rows)),
        sheet=place.sheet,
        first_column=place.first_column,
        epoch=epoch,
        lower_titles={
            parts.header[index]: title for index, title in lower.items() if index < len(parts.header)
        },
    )


def geojson_table(data: bytes, file: str) -> Table:
    """The features of a GeoJSON FeatureCollection: a row each, its properties, and `lat` and `lon` of its point.

    What is drawn as a line or an area has no point, and it is said. Raises `RefusedError` for JSON that is broken or nested too deeply.
    """
    try:
        features = json.loads(data.decode("utf-8-sig")).get("features", ())
        found = [
            (feature.get("properties") or {}, feature.get("geometry") or {}, feature) for feature in features
        ]
        properties = [{**({"@id": one["id"]} if "id" in one else {}), **of} for of, _, one in found]
        points = [_point(geometry) for _, geometry, _ in found]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise RefusedError(
            tr("{file} is a GeoJSON file that is cut short or damaged.", file=file),
            hint=tr("Ask for the file again, or export it as CSV."),
            code="damaged_geojson",
        ) from error
    keys = list(dict.fromkeys(key for each in properties for key in each))
    titles = [f"properties.{key}" if guess(key).fields in (("lat",), ("lon",)) else key for key in keys]
    lines = [RawLine(1, (*titles, "lat", "lon"))]
    lines += [
        RawLine(number, (*(_cell(each.get(key)) for key in keys), *point))
        for number, (each, point) in enumerate(zip(properties, points, strict=True), start=2)
    ]
    place = TableOrigin(file)
    table = _table(lines, place, [], header=0)
    pointless = [
        place.problem(_no_point(), row=number)
        for number, point in enumerate(points, start=2)
        if not any(point)
    ]
    return replace(table.with_problems(*pointless), encoding="utf-8", container="GeoJSON")


def _point(geometry: Mapping[str, Any]) -> tuple[str, str]:
    """The latitude and the longitude of a point; empty for every other drawing."""
    if geometry.get("type") != "Point":
        return "", ""
    lon, lat, *_ = geometry["coordinates"]
    return str(float(lat)), str(float(lon))


def _cell(value: Any) -> str:
    """A property as a cell: texts as they are, several values beside each other, the rest as JSON."""
    match value:
        case None:
            return ""
        case str():
            return value
        case list() if all(isinstance(each, str | int | float) for each in value):
            return " | ".join(map(str, value))
        case _:
            return json.dumps(value, ensure_ascii=False)


def _no_point() -> Problem:
    return Problem(
        "no_point",
        "warning",
        tr("This is not drawn as a point but as a line or an area: its place on the map is not known."),
        tr("Its address counts, where it has one."),
    )


def _refuse_for_text(path: Path, sheet: str | None, area: str | None) -> None:
    if sheet or area:
        raise UsageError(
            tr("{file} is a text file: it has no sheets and no ranges.", file=path.name),
            hint=tr("Leave --sheet and --range out."),
        )


def _rows(text: Decoded, dialect: Dialect) -> Iterable[RawLine]:
    """Rows; the line `sep=;` is none of them, as in Excel."""
    skipped = 1 if dialect.said_by_file else 0
    broken = {line - skipped: offset for line, offset in text.broken.items()}
    return split_rows(text.lines[skipped:], dialect.delimiter, broken)


def _encoding_faults(text: Decoded) -> tuple[Problem, ...]:
    if not text.guessed:
        return ()
    fault = Problem(
        "encoding_guessed",
        "warning",
        tr("The file does not say its encoding; it was read as {encoding}.", encoding=text.encoding),
        tr("Check the accents in the first rows; if they are wrong, add --encoding with the right one."),
    )
    return (fault,)


def _suspicious(place: TableOrigin, header: Sequence[str], rows: Iterable[Row]) -> tuple[Problem, ...]:
    """Doubtful signs, one problem a row and a kind of doubt."""
    problems = []
    for row in rows:
        if not is_odd("".join(row.cells)):
            continue
        codes = set()
        for index, cell in enumerate(row.cells):
            for fault in suspicions(cell):
                if fault.code not in codes:
                    codes.add(fault.code)
                    problems.append(
                        place.problem(fault, row=row.number, title=header[index], index=index, value=cell)
                    )
    return tuple(problems)
