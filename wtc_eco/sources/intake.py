"""The bytes of a file, once we know that it is a file of text and not too large."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.locale import mark, number, tr

MAX_BYTES = 256 * 1024 * 1024
"""The largest file read unless `--max-size` says otherwise: a million rows of a register."""
_SAMPLE = 8_192
_LONGEST_SIGNATURE = 16
_MEGABYTE = 1024 * 1024
_SAVE_AS_CSV = mark("Open it in Excel and save it as “CSV UTF-8 (comma delimited)”, then import that file.")
_SAVE_AS_XLSX = mark("Open it in Excel and save it as “Excel workbook (.xlsx)”, then import that file.")
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", mark("an Excel or LibreOffice workbook (or another zip file)"), _SAVE_AS_CSV),
    (b"PK\x05\x06", mark("an empty zip file"), _SAVE_AS_CSV),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        mark("an old Excel workbook, or one with a password"),
        _SAVE_AS_CSV,
    ),
    (b"\x89PNG", mark("an image"), ""),
    (b"\xff\xd8\xff", mark("an image"), ""),
    (b"GIF8", mark("an image"), ""),
    (b"%PDF", mark("a PDF document"), ""),
    (b"{\\rtf", mark("a word-processor document"), ""),
    (b"\x1f\x8b", mark("a compressed file"), ""),
    (b"7z\xbc\xaf", mark("a compressed file"), ""),
    (b"Rar!", mark("a compressed file"), ""),
    (b"SQLite format 3\x00", mark("a database"), ""),
    (b"PAR1", mark("a Parquet file"), ""),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|meta|\?xml|!--)", re.IGNORECASE)
_JSON = re.compile(rb'\s*(?:\{\s*"|\[\s*[\[{])')
# What text never holds; NUL is judged apart, since UTF-16 is full of it.
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\v\f\r\x1b")
_UTF_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff")


def beginning(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """The first bytes of a file, by which its nature is known; nothing of a pipe or of what is no file.

    Raises `RefusedError` for a file that is too large or cannot be read.
    """
    try:
        if not path.is_file():
            return b""
        _refuse_size(path, path.stat().st_size, max_bytes)
        with path.open("rb") as stream:
            return stream.read(_LONGEST_SIGNATURE)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def take_in(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a text file.

    Raises `UsageError` where there is no such file and `RefusedError` where it is a folder, too
    large (nothing is read then), unreadable, empty, or something else than text.
    """
    try:
        _refuse_size(path, path.stat().st_size, max_bytes)
        if path.is_dir():
            raise RefusedError(
                tr("{file} is a folder.", file=path.name),
                hint=tr("Give one of the files in it."),
                code="folder",
            )
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except FileNotFoundError:
        raise UsageError(
            tr("There is no file {file}.", file=path), hint=_neighbour(path), code="no_file"
        ) from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    # A pipe or a growing file tells its size only once it is read.
    _refuse_size(path, len(data), max_bytes)
    refuse_other_than_text(path.name, data)
    return data


def _unreadable(path: Path, error: Exception) -> RefusedError:
    return RefusedError(
        tr("{file} cannot be read: {reason}.", file=path.name, reason=error),
        hint=tr("Close it in Excel if it is open there, and check that you may read it."),
        code="unreadable",
    )


def refuse_other_than_text(file: str, data: bytes) -> None:
    """Raise `RefusedError`, in words, for an empty file and for one that is not a table of text."""
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise RefusedError(
            tr("{file} is empty: there is not one row in it.", file=file), hint=_check_export(), code="empty"
        )
    what, hint = _nature(data)
    if what:
        raise RefusedError(
            tr("{file} is not a text file: it is {what}.", file=file, what=tr(what)),
            hint=tr(hint or "Import a list saved as CSV (a text file with one structure a row)."),
            code="not_text",
        )


def _nature(data: bytes) -> tuple[str, str]:
    """What the file is, where it is not text, and what to do; empty words for text."""
    for signature, what, hint in _SIGNATURES:
        if data.startswith(signature):
            return what, hint
    start = data[:_SAMPLE]
    if _MARKUP.match(start.removeprefix(b"\xef\xbb\xbf")):
        return mark("a web page (some sites call that .xls)"), _SAVE_AS_XLSX
    if _JSON.match(start):
        return mark("a JSON file"), mark("Ask for the same data as CSV.")
    if start.startswith(_UTF_BOMS):
        return "", ""
    strange = sum(start.count(bytes([code])) for code in _CONTROLS)
    return (mark("a program's own format"), "") if strange * 20 > len(start) else ("", "")


def _refuse_size(path: Path, size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise RefusedError(
            tr(
                "{file} is too large: {size} MB, where {limit} MB are read at most.",
                file=path.name,
                size=number(size / _MEGABYTE),
                limit=number(max_bytes / _MEGABYTE),
            ),
            hint=tr("Cut it into several files, or add --max-size {size}.", size=-(-size // _MEGABYTE)),
            code="too_large",
        )


def _neighbour(path: Path) -> str:
    """The file of the same folder whose name is nearest."""
    folder = path.parent
    try:
        others = sorted(other.name for other in folder.iterdir() if other.is_file())
    except OSError:
        return tr("Check the folder and the name.")
    near = difflib.get_close_matches(path.name, others, n=1, cutoff=0.5)
    return tr("{names}?", names=near[0]) if near else tr("Check the folder and the name.")


def _check_export() -> str:
    return tr("Check the export: it should hold a row of titles, then one structure a row.")
