"""The packed file before it is opened: how much it unpacks to, and whether its XML could do harm."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wtc_eco.errors import RefusedError
from wtc_eco.locale import number, tr
from wtc_eco.sources.workbooks.nature import damaged, locked

MAX_UNPACKED = 768 << 20
"""Bytes all parts may unpack to: a sheet of 20 million cells."""
MAX_RATIO = 100
"""Times a part may grow: sheets of Excel grow 5 to 25 times, bombs hundreds of times."""
MAX_PARTS = 10_000
_SMALL = 8 << 20
_PIECE = 1 << 20
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
