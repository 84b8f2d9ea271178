"""From a file on the desk to a table of text: what was guessed is said, what cannot be read is set aside."""

from __future__ import annotations

import html
import re
import tempfile
import tomllib
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from wtc_eco.errors import Problem, RefusedError, UsageError, about
from wtc_eco.i18n import mark, tr
from wtc_eco.sources.csv_rows import Dialect, RawLine, dialect_of
from wtc_eco.sources.drawn import DRAWN, drawn_lines
from wtc_eco.sources.encoding import MAX_BYTES, Decoded, beginning, decode, take_in
from wtc_eco.sources.header import lay_out, titles_on_two_rows
from wtc_eco.sources.networks import NETWORKS, network_lines, tables_beside, with_labels
from wtc_eco.sources.row_width import of_one_width
from wtc_eco.sources.table import Row, Table, TableOrigin
from wtc_eco.sources.text_repair import is_odd, mended, suspicions
from wtc_eco.sources.workbooks import every_row, is_workbook, read_workbook

_SAMPLE_BYTES = 65_536
_WIDE = ("\ufeff".encode("utf-16-le"), "\ufeff".encode("utf-16-be"))
_BY_OVERPASS = mark("On overpass-turbo.eu: Export, GeoJSON; then import that file.")
_SAVE_AS_CSV = mark("Open it in Excel and save it as “CSV UTF-8 (comma delimited)”, then import that file.")
_SAVE_AS_XLSX = mark("Open it in Excel and save it as “Excel workbook (.xlsx)”, then import that file.")
_BY_MAP = mark(
    "On umap.openstreetmap.fr or in QGIS, import it and export it as GeoJSON or CSV, then import that file."
)
_BY_GEPHI = mark("If it says who knows whom, import it with --ties.")
_AS_CSV = mark("Ask for the same data as CSV or Excel.")
_A_NETWORK = mark("a drawing of a network")
_FORMATS: Mapping[str, tuple[str, str]] = {
    "workbook": (mark("an Excel or LibreOffice workbook (or another zip file)"), _SAVE_AS_CSV),
    "old_workbook": (mark("an old Excel workbook, or one with a password"), _SAVE_AS_CSV),
    "program": (
        mark("a program's own format"),
        mark("Import a list saved as CSV (a text file with one structure a row)."),
    ),
    "pdf": (
        mark("a PDF document"),
        mark("Ask for the Excel file it was made from; or in Excel: Data, Get Data, From PDF, then save."),
    ),
    "image": (mark("an image"), mark("Ask for the Excel or CSV file it was made from.")),
    "word": (
        mark("a word-processor document"),
        mark("Copy its table into an empty Excel workbook, save that, and import it."),
    ),
    "archive": (mark("a compressed file"), mark("Unpack it, then import the list that is in it.")),
    "geopackage": (mark("a GeoPackage, a file of maps"), _BY_MAP),
    "database": (mark("a database"), _AS_CSV),
    "access": (
        mark("an Access database"),
        mark("In Access: choose the table, External Data, Export, Excel; then import that workbook."),
    ),
    "shapefile": (
        mark("a shapefile, a drawing of maps"),
        mark("In QGIS: open it, Export, Save Features As, CSV with geometry AS_XY; then import that file."),
    ),
    "dbase": (mark("a dBase table"), _SAVE_AS_XLSX),
    "parquet": (mark("a Parquet file"), _AS_CSV),
    "html": (mark("a web page (some sites call that .xls)"), _SAVE_AS_XLSX),
    "gpx": (mark("a GPX file, the points and tracks of a GPS"), _BY_MAP),
    "osm": (
        mark("an extract of OpenStreetMap (XML)"),
        _BY_OVERPASS,
    ),
    **dict.fromkeys(
        ("graphml", "gexf", "gml", "pajek", "json_network", "json_edges", "json_graph"), (_A_NETWORK, _BY_GEPHI)
    ),
    "kumu": (_A_NETWORK, mark("In Kumu: export the map as an Excel workbook, then import it with --ties.")),
    "xml_workbook": (mark("an Excel workbook as XML"), _SAVE_AS_XLSX),
    "flat_ods": (mark("a LibreOffice document as XML"), _SAVE_AS_XLSX),
    "xml": (mark("an XML file"), _SAVE_AS_XLSX),
    "vcard": (
        mark("a vCard: the address book of people"),
        mark(
            "People are no structures. Import it into an address book (Outlook, Google Contacts), export that as CSV, "
            "keep the organisations, and import them with --format structures."
        ),
    ),
    "ldif": (mark("an address book of people (LDIF)"), mark("People are no structures: ask for the list of organisations.")),
    "calendar": (mark("a calendar"), _AS_CSV),
    "mail": (mark("an e-mail message"), mark("Save the file that is attached to it, and import that.")),
    "datapackage": (
        mark("the description of a data package (JSON)"),
        mark("Import the list itself that stands beside it, for instance organizations.csv."),
    ),
    "json": (mark("a JSON file"), mark("Ask for the same data as CSV.")),
}  # fmt: skip
# What text never holds; NUL is judged apart, since UTF-16 is full of it.
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\v\f\r\x1b")
_UTF_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff")


@cache
def _formats() -> Mapping[str, Any]:
    """The signs of `formats.toml`, read once."""
    return tomllib.loads(files("wtc_eco.sources").joinpath("formats.toml").read_text("utf-8"))


def format_of(data: bytes, file: str) -> str:
    """The format of `formats.toml` that these bytes are in; empty for what may be a table of text."""
    start = data[:_SAMPLE_BYTES]
    encoding = "utf-16" if start.startswith(_WIDE) else "utf-8-sig"
    text = " ".join(start.decode(encoding, "replace").lower().split())
    for name, signs in _formats().items():
        if "starts" in signs:
            fits = start.startswith(tuple(each.encode("latin-1") for each in signs["starts"]))
            fits = fits and file.lower().endswith(tuple(signs.get("endings", ("",))))
        else:
            fits = text.startswith(tuple(signs["opens"])) and all(
                word in text for word in signs.get("holds", ())
            )
        if fits:
            return "html" if name == "html_part" else str(name)
    strange = 0 if start.startswith(_UTF_BOMS) else sum(start.count(bytes([code])) for code in _CONTROLS)
    return "program" if strange * 20 > len(start) else ""


def refuse_other_format(format_: str, file: str) -> None:
    """Raise `RefusedError` for a file in a format that is no table, with the way to get one out of it."""
    if format_ == "" or format_ in DRAWN:
        return
    what, way_out = _FORMATS[format_]
    of_text = "opens" in _formats().get(format_, {})
    message = (
        tr("{file} is not a table: it is {what}.", file=file, what=tr(what))
        if of_text
        else tr("{file} is not a text file: it is {what}.", file=file, what=tr(what))
    )
    raise RefusedError(message, hint=tr(way_out), code="not_text")


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
            if ties and format_ in NETWORKS:
                lines = network_lines(data, path.name, format_)
                return replace(_table(lines, TableOrigin(path.name), [], header=0), container=tr("network"))
            refuse_other_format(format_, path.name)
            if format_ in DRAWN:
                return _drawn_table(data, path.name, format_)
            table = table_of(
                data, path.name, encoding=encoding, delimiter=delimiter, fix_mojibake=fix_mojibake
            )
            return with_labels(table, lambda: [*tables_beside(path, read_table)]) if ties else table
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
    lines, shifted = of_one_width(lines, header, place, dialect.delimiter)
    table = _table(lines, place, problems + shifted, header=header, lower=lower, fix_mojibake=fix_mojibake)
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


def _drawn_table(data: bytes, file: str, format_: str) -> Table:
    """The places that a map draws, a row each; those drawn at no place are told."""
    lines = drawn_lines(data, file, format_)
    place = TableOrigin(file)
    table = _table(lines, place, [], header=0)
    pointless = [
        place.problem(_no_point(), row=line.number)
        for line in lines[1:]
        if line.fault is None and not any(line.cells[-2:])
    ]
    return replace(table.with_problems(*pointless), encoding="utf-8", container=DRAWN[format_])


def _no_point() -> Problem:
    return Problem(
        "no_point",
        "warning",
        tr("This is drawn nowhere: its place on the map is not known."),
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
    return dialect.rows(text.lines[skipped:], broken)


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


@dataclass(frozen=True)
class FileTexts:
    """Everything that can be read in a file, and why some of it cannot; empty where all of it was looked through."""

    texts: tuple[str, ...] = ()
    unseen: str = ""


_OPAQUE = frozenset(
    {"pdf", "image", "word", "archive", "geopackage", "database", "access", "shapefile", "dbase", "parquet",
     "program", "mail"}
)  # fmt: skip
_DEEPEST = 3
"""Archives within archives that are unpacked."""
_TAG = re.compile(r"<[^<>]{0,400}>")
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})")
_HELD = mark("another program holds it, or it may not be read")
_NO_TEXT = mark("it holds no text that can be read (a PDF, an image, a program's own format)")
_LOCKED = mark("it is locked by a password, or damaged")
_LARGE = mark("it is too large")
_DEEP = mark("it holds archives within archives")


def file_texts(path: Path, *, depth: int = 0) -> FileTexts:
    """What can be read in a file of whatever kind: workbooks by the reader of imports, archives unpacked."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return FileTexts(unseen=tr(_LARGE))
        content = path.read_bytes()
    except OSError:
        return FileTexts(unseen=tr(_HELD))
    if zipfile.is_zipfile(path):
        return _packed(path, depth)
    if is_workbook(content):
        cells, refusal = _cells(path)
        return FileTexts((*cells, content.decode("utf-16-le", "ignore"), content.decode("latin-1")), refusal)
    encoding = decode(content).encoding
    binary = b"\x00" in content and not encoding.startswith("utf-16")
    if binary or format_of(content, path.name) in _OPAQUE:
        return FileTexts(unseen=tr(_NO_TEXT))
    return FileTexts(tuple(_ways_of_reading(content.decode(encoding, "replace"))))


def _ways_of_reading(text: str) -> Iterable[str]:
    """The text as written, and as a browser, a program or a person reads it: a word may be cut by markup."""
    yield text
    if "<" in text or "&" in text:
        yield from (html.unescape(_TAG.sub(between, text)) for between in (" ", ""))
    if "\\u" in text:
        yield _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if "%" in text:
        yield unquote(text)


def _cells(path: Path) -> tuple[list[str], str]:
    """The rows of every sheet, their cells side by side, or why they cannot be read."""
    try:
        return ["\n".join("\t".join(cells) for cells in rows) for rows in every_row(path)], ""
    except RefusedError as refusal:
        return [], str(refusal)


def _packed(path: Path, depth: int) -> FileTexts:
    """What stands in the parts of an archive; of an office document, pictures do not count."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [one for one in archive.infolist() if not one.is_dir()]
            if sum(one.file_size for one in parts) > MAX_BYTES:
                return FileTexts(unseen=tr(_LARGE))
            if depth == _DEEPEST:
                return FileTexts(unseen=tr(_DEEP))
            names = {one.filename for one in parts}
            office = bool(names & {"[Content_Types].xml", "mimetype"})
            texts = [*names, archive.comment.decode("utf-8", "replace")]
            unseen = ""
            with tempfile.TemporaryDirectory(prefix="wtc-eco-") as folder:
                for number, part in enumerate(parts):
                    unpacked = Path(folder) / f"{number}{Path(part.filename).suffix[:10]}"
                    unpacked.write_bytes(archive.read(part))
                    read = file_texts(unpacked, depth=depth + 1)
                    texts += read.texts
                    unseen = unseen or ("" if office else read.unseen)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, ValueError):
        return FileTexts(unseen=tr(_LOCKED))
    if not office:
        return FileTexts(tuple(texts), unseen)
    sheets = any(name.startswith("xl/") or name == "content.xml" for name in names)
    cells, refusal = _cells(path) if sheets and _is_spreadsheet(names, path) else ([], "")
    return FileTexts((*texts, *cells), refusal)


def _is_spreadsheet(names: Collection[str], path: Path) -> bool:
    if "xl/workbook.xml" in names:
        return True
    with zipfile.ZipFile(path) as archive:
        return "mimetype" in names and b"spreadsheet" in archive.read("mimetype")
