"""The sheets of a packed workbook: their names, their marks, and how its dates are counted."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from wtc_eco.sources.workbooks import ods_marks, xlsx_marks
from wtc_eco.sources.workbooks.archive import opened, pieces
from wtc_eco.sources.workbooks.marks import Marks
from wtc_eco.sources.workbooks.nature import Nature, damaged, nature_of_old, nature_of_packed
from wtc_eco.sources.workbooks.xls_marks import count_errors

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_LONGEST_BOOK = 16 << 20
_PREFIX = rb"(?:[A-Za-z_][\w.-]*:)?"
_SHEET = re.compile(rb"<" + _PREFIX + rb"sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<" + _PREFIX + rb"Relationship\s([^<>]*)>")
_FROM_1904 = re.compile(
    rb"""<""" + _PREFIX + rb"""workbookPr\s[^<>]*\bdate1904\s*=\s*["'](?:1|true|on)["']"""
)
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class Contents:
    """What was seen of a workbook before anybody opened it.

    `marks` are those of each sheet by name; a sheet of an old binary workbook has none. `epoch` is
    the year its days are counted from, 1900 or 1904. `n_errors` are the error cells of an old workbook,
    of which nobody says where they stand.
    """

    nature: Nature
    marks: Mapping[str, Marks] = field(default_factory=dict)
    epoch: int = 1900
    n_errors: int = 0


def contents_of(path: Path, head: bytes) -> Contents:
    """The contents of a workbook that begins with `head`; raises `RefusedError` where opening it would do harm."""
    if not head.startswith(b"PK"):
        return Contents(nature_of_old(path), n_errors=count_errors(path))
    with opened(path) as archive:
        nature = nature_of_packed(archive, path.name)
        return _ods(archive, path.name) if nature == "ods" else _xlsx(archive, path.name)


def _ods(archive: zipfile.ZipFile, file: str) -> Contents:
    marks = None
    for name in archive.namelist():
        streamed = pieces(archive, name, file)
        if name == "content.xml":
            marks = ods_marks.marks_of(streamed)
        else:
            _read_through(streamed)
    if not marks:
        raise damaged(file)
    # The reader unfolds every sheet of an ODS file as soon as it opens it.
    for name, sheet in marks.items():
        if refusal := sheet.reach(name):
            raise refusal
    return Contents("ods", marks)


def _xlsx(archive: zipfile.ZipFile, file: str) -> Contents:
    book = _whole(archive, _BOOK, file)
    parts = _parts(book, _whole(archive, _RELATIONS, file) if _RELATIONS in archive.namelist() else b"")
    marks: dict[str, Marks] = {}
    for name in archive.namelist():
        streamed = pieces(archive, name, file)
        sheets = [sheet for sheet, part in parts.items() if part.casefold() == name.casefold()]
        if not sheets:
            _read_through(streamed)
            continue
        found = xlsx_marks.marks_of(streamed)
        if found is None:
            raise damaged(file)
        marks |= dict.fromkeys(sheets, found)
    return Contents("xlsx", marks, 1904 if _FROM_1904.search(book) else 1900)


def _read_through(streamed: object) -> None:
    """Every part is looked at for declarations, and its check sum is verified on the way."""
    for _ in streamed:  # type: ignore[attr-defined]  # an iterator of pieces
        pass


def _whole(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    if archive.getinfo(name).file_size > _LONGEST_BOOK:
        raise damaged(file)
    return b"".join(pieces(archive, name, file))


def _parts(book: bytes, relations: bytes) -> dict[str, str]:
    """The part of the archive in which each sheet of cells stands, by the sheet's name."""
    targets = {}
    for found in _RELATION.finditer(relations):
        held = _attributes(found[1])
        if held.get("Type", "").endswith("/worksheet"):
            targets[held.get("Id", "")] = _resolved(held.get("Target", ""))
    sheets = [_attributes(found[1]) for found in _SHEET.finditer(book)]
    named = {
        sheet.get("name", ""): next((v for k, v in sheet.items() if k.endswith(":id")), "")
        for sheet in sheets
    }
    return {name: targets[relation] for name, relation in named.items() if relation in targets}


def _resolved(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _attributes(text: bytes) -> dict[str, str]:
    found = ((name, double or single) for name, double, single in _ATTRIBUTE.findall(text))
    return {
        name.decode("ascii", "replace"): unescape(value.decode("utf-8", "replace")) for name, value in found
    }
