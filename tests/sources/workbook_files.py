"""Workbooks as people and attackers make them, built byte by byte: nothing binary is kept."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping

import xlsxwriter

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def book(rows: Iterable[Iterable[object]], *, sheet: str = "Liste") -> bytes:
    """One sheet with these rows, written as Excel does."""
    return book_of({sheet: rows})


def book_of(sheets: Mapping[str, Iterable[Iterable[object]]], hidden: Iterable[str] = ()) -> bytes:
    """Several sheets, some of them hidden."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        page.write(number, column, value)
            if name in hidden:
                page.hide()
    return buffer.getvalue()


def packed(
    sheet: str, *, declaration: str = "", properties: str = "", more: Mapping[str, bytes | str] | None = None
) -> bytes:
    """The smallest XLSX around the text of a sheet's rows (or around a whole part, if it begins as XML)."""
    whole = sheet
    if not sheet.startswith("<?xml"):
        whole = f'{_HEAD}{declaration}<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}<sheets><sheet name="Liste" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": whole,
        **(more or {}),
    }
    return zipped(parts)


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """An archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def cell(reference: str, text: str, attributes: str = "") -> str:
    """A cell of text."""
    return f'<c r="{reference}" t="inlineStr"{attributes}><is><t>{text}</t></is></c>'


def row(number: int, *cells: str, attributes: str = "") -> str:
    """A row of cells."""
    return f'<row r="{number}"{attributes}>{"".join(cells)}</row>'


def bomb() -> bytes:
    """A megabyte that unpacks to a hundred and twenty."""
    filled = row(1, cell("A1", "a" * 30_000))
    return packed(filled * (120 * 1024 * 1024 // len(filled)))


def ods(rows: str, *, manifest: str = "") -> bytes:
    """The smallest ODS around the text of a table's rows."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    names += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}</manifest:manifest>',
            "content.xml": f'{_HEAD}<office:document-content {names} office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Liste">{rows}</table:table></office:spreadsheet></office:body></office:document-content>',
        }
    )


def ods_cell(text: str, attributes: str = "") -> str:
    """A cell of text of an ODS file."""
    return (
        f'<table:table-cell office:value-type="string"{attributes}><text:p>{text}</text:p></table:table-cell>'
    )


def ods_row(*cells: str, attributes: str = "") -> str:
    """A row of an ODS file."""
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def compound(stream: str, content: bytes = bytes(512)) -> bytes:
    """An OLE file, as old Office documents and locked ones are, with one stream (of up to 128 sectors)."""
    content = content.ljust(-(-max(len(content), 4096) // 512) * 512, b"\0")
    n_sectors = len(content) // 512
    head = bytearray(512)
    head[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", head, 44, 1, 1)
    struct.pack_into("<IIIII", head, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, n_sectors + 2), 0xFFFFFFFE]
    fat = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    folder = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(stream, 2, 2, len(content)) + bytes(256)
    return bytes(head) + fat + folder + content


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    entry = bytearray(128)
    encoded = name.encode("utf-16-le")
    entry[: len(encoded)] = encoded
    struct.pack_into("<HBBIII", entry, 64, len(encoded) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    struct.pack_into("<II", entry, 116, start, size)
    return bytes(entry)


def xls(
    rows: Iterable[Iterable[str | float | None]], merged: Iterable[tuple[int, int, int, int]] = ()
) -> bytes:
    """An old binary workbook (BIFF8) of one sheet: numbers and short texts; what is `None` is not written.

    `merged` are rectangles of cells: first row, first column, last row, last column, from 0.
    """

    def record(kind: int, content: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def text(words: str) -> bytes:
        return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")

    cells = b""
    for number, each in enumerate(rows):
        for column, value in enumerate(each):
            at = struct.pack("<HHH", number, column, 0)
            if isinstance(value, str):
                cells += record(0x0204, at + text(value))
            elif value is not None:
                cells += record(0x0203, at + struct.pack("<d", value))
    spans = [struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merged]
    if spans:
        cells += record(0x00E5, struct.pack("<H", len(spans)) + b"".join(spans))
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    sheet_begin = struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)
    name = b"\x05\0Liste"
    start = len(record(0x0809, begin)) + len(record(0x0085, bytes(6) + name)) + len(record(0x000A))
    names = record(0x0085, struct.pack("<IBB", start, 0, 0) + name)
    return compound(
        "Workbook",
        record(0x0809, begin) + names + record(0x000A) + record(0x0809, sheet_begin) + cells + record(0x000A),
    )
