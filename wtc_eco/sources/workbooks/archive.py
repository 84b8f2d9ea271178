"""The packed file before it is opened: which sort of workbook it is, how much it unpacks to, whether its XML could do harm."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from wtc_eco.errors import RefusedError
from wtc_eco.i18n import mark, number, tr

Nature = Literal["xlsx", "ods", "xls"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PIECE = 1 << 20
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_SAVE_AS_XLSX = mark(
    "Open it in Excel or LibreOffice, save it as “Excel workbook (.xlsx)”, then import that file."
)
_UNPACK = mark("Unpack it: if a list is in it (CSV or Excel), import that; else ask for it as CSV or Excel.")


def is_workbook(head: bytes) -> bool:
    """Whether a file that begins with these bytes is packed or binary as workbooks are, whatever its name."""
    return head.startswith((*_ZIP, _OLE))


def nature_of_old(path: Path) -> Nature:
    """The nature of a file that begins as an old Office document; raises `RefusedError` for a locked one."""
    before = b""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            if _LOCKED in before + piece:
                raise locked(path.name)
            before = piece[-len(_LOCKED) :]
    return "xls"


def nature_of_packed(archive: zipfile.ZipFile, file: str) -> Nature:
    """The nature of a packed file; raises `RefusedError` for a zip file that is no workbook we read."""
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and _is_spreadsheet(archive, names):
        if "META-INF/manifest.xml" in names and b"encryption-data" in _start(
            archive, "META-INF/manifest.xml"
        ):
            raise locked(file)
        return "ods"
    way_out = _SAVE_AS_XLSX if {"xl/workbook.bin", "content.xml"} & names else _UNPACK
    raise RefusedError(
        tr("{file} is not a text file: it is {what}.", file=file, what=tr(_what_else(names))),
        hint=tr(way_out),
        code="not_text",
    )


def locked(file: str) -> RefusedError:
    """The refusal of a workbook that opens with a password only."""
    return RefusedError(
        tr("{file} is protected by a password.", file=file),
        hint=tr(
            "Open it in Excel with its password, remove the password (File, Info, Protect Workbook), "
            "save it, then import it."
        ),
        code="password",
    )


def damaged(file: str) -> RefusedError:
    """The refusal of a workbook that is cut short or broken."""
    return RefusedError(
        tr("{file} is cut short or damaged: it cannot be opened as a workbook.", file=file),
        hint=tr(
            "Open it in Excel and save it under another name, or as CSV; if Excel cannot open it either, "
            "ask for the file again."
        ),
        code="damaged_workbook",
    )


def _is_spreadsheet(archive: zipfile.ZipFile, names: Collection[str]) -> bool:
    return "mimetype" not in names or _start(archive, "mimetype").strip().startswith(_ODS_TYPE)


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_PIECE)


def _what_else(names: Collection[str]) -> str:
    if "xl/workbook.bin" in names:
        return mark("a binary Excel workbook (.xlsb)")
    if "word/document.xml" in names or "content.xml" in names:
        return mark("a word-processor document")
    if "ppt/presentation.xml" in names:
        return mark("a presentation")
    if any(name.endswith(".shp") for name in names):
        return mark("a shapefile, a drawing of maps")
    if any(name.endswith(".kml") for name in names):
        return mark("a KML map, as Google My Maps and Google Earth write it")
    if any(name.endswith((".iwa", "Index.zip")) for name in names):
        return mark("a Numbers workbook of a Mac")
    return mark("a zip file that is not a workbook") if names else mark("an empty zip file")


MAX_UNPACKED = 768 << 20
"""Bytes all parts may unpack to: a sheet of 20 million cells."""
MAX_RATIO = 100
"""Times a part may grow: sheets of Excel grow 5 to 25 times, bombs hundreds of times."""
MAX_PARTS = 10_000
_SMALL = 8 << 20
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LONGEST_MARK = 10
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_BOM = b"\xef\xbb\xbf"
_MEGABYTE = 1024 * 1024
_ENCRYPTED = 0x1
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, once its table of contents has nothing against it; raises `RefusedError` otherwise."""
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_contents(archive, path.name)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise damaged(path.name) from error


def _refuse_contents(archive: zipfile.ZipFile, file: str) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise locked(file)
    # Two parts of one name: we would look at one, and the reader open the other.
    twice = len({part.filename.casefold() for part in parts}) < len(parts)
    if twice or len(parts) > MAX_PARTS or any(part.compress_type not in _PACKED for part in parts):
        raise damaged(file)
    total = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > _SMALL and part.file_size > MAX_RATIO * max(1, part.compress_size) for part in parts
    )
    if swollen or total > MAX_UNPACKED:
        raise _too_much(file, total)


def _too_much(file: str, total: int) -> RefusedError:
    return RefusedError(
        tr(
            "{file} unpacks to {size} MB, where {limit} MB are read at most; it was not opened.",
            file=file,
            size=number(total / _MEGABYTE),
            limit=number(MAX_UNPACKED / _MEGABYTE),
        ),
        hint=tr("Copy the list into a new workbook, or save it as CSV, then import that file."),
        code="unpacks_too_far",
    )


def pieces(archive: zipfile.ZipFile, name: str, file: str) -> Iterator[bytes]:
    """A part of the archive piece by piece, if it is XML that declares nothing; nothing if it is no XML.

    Raises `RefusedError` at a document type or an entity: no spreadsheet program writes them, and
    they are how a file of a kilobyte fills a memory or reads other files of the machine.
    """
    with archive.open(name) as part:
        piece = part.read(_PIECE)
        start = piece.removeprefix(_BOM).lstrip()
        if piece.startswith(_WIDE) and name.startswith("xl/"):
            raise damaged(file)
        if not start.startswith(b"<"):
            return
        before = b""
        while piece:
            if _DECLARED.search(before + piece):
                raise _declares(file)
            before = piece[-_LONGEST_MARK:]
            yield piece
            piece = part.read(_PIECE)


def _declares(file: str) -> RefusedError:
    return RefusedError(
        tr(
            "{file} holds declarations (DOCTYPE, ENTITY) that no spreadsheet program writes and that could "
            "harm this machine; it was not opened.",
            file=file,
        ),
        hint=tr("Ask whoever sent it for a copy saved by Excel or LibreOffice."),
        code="declares_entities",
    )
