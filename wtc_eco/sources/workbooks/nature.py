"""What a file that begins like a workbook is: packed XML, an old binary one, or a locked one."""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Literal

from wtc_eco.errors import RefusedError
from wtc_eco.locale import mark, tr

Nature = Literal["xlsx", "ods", "xls"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PIECE = 1 << 20
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_SAVE_AS_XLSX = mark(
    "Open it in Excel or LibreOffice, save it as “Excel workbook (.xlsx)”, then import that file."
)


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
    raise RefusedError(
        tr("{file} is not a text file: it is {what}.", file=file, what=tr(_what_else(names))),
        hint=tr(_SAVE_AS_XLSX),
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
    return mark("a zip file that is not a workbook") if names else mark("an empty zip file")
