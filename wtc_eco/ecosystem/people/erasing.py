"""Take a person out of the files of a folder: the tables cell by cell, the other texts word by word.

What outputs/ holds of the person is deleted, since it can be made again; what we cannot look into is
deleted there too. Files that are not ours are left, and named.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from wtc_eco import model, store
from wtc_eco.ecosystem.people.traces import Traces
from wtc_eco.model import CONTACTS, DECISIONS, ERASED, INVITED, RECORDS, TIES, Column

Rows = list[dict[str, Any]]
TOMBSTONES = "erased.csv"
TABLES: Mapping[str, tuple[Column, ...]] = {
    "structures.csv": RECORDS,
    "referrals.csv": TIES,
    "decisions.csv": DECISIONS,
    "contacts.csv": CONTACTS,
    "invited.csv": INVITED,
}
_WORDS = ("text", "texts", "terms", "json")
_APART = ("journal.jsonl", "oppositions.csv", TOMBSTONES)
"""The journal is blanked by the store; the others hold no word of anybody."""
_BY_THE_STORE = ("undo", "last", "aside")
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")


def read(folder: Path, name: str) -> Rows:
    """The rows of a table of `data/`; none where there is no file."""
    frame, _ = store.from_csv(folder / "data" / name, TABLES[name])
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def written(name: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The file of these rows."""
    columns = ERASED if name == TOMBSTONES else TABLES[name]
    return store.to_csv(model.frame(columns, rows), columns)


def scrubbed_rows(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[Column], traces: Traces
) -> tuple[Rows, int]:
    """The rows without the person, and how many of them named it."""
    found: Rows = []
    n_touched = 0
    for row in rows:
        told = {
            column.name: scrubbed_value(row[column.name], traces)
            if column.type in _WORDS
            else row[column.name]
            for column in columns
        }
        n_touched += told != dict(row)
        found.append(told)
    return found, n_touched


def scrubbed_value(value: Any, traces: Traces) -> Any:
    """A value without the person: an address leaves its list, a word in a text becomes `…`."""
    match value:
        case str():
            held = traces.scrubbed(value)
            return held if held.strip("… ") or not value else None
        case tuple():
            items = tuple(scrubbed_value(item, traces) for item in value)
            kept = tuple(item for item in items if item is not None)
            return kept if kept or not value else None
        case dict():
            pairs = {traces.scrubbed(key): _scrubbed_part(held, traces) for key, held in value.items()}
            parts = {key: held for key, held in pairs.items() if held is not None}
            return parts if parts or not value else None
        case list():
            return [scrubbed_value(item, traces) for item in value]
        case _:
            return value


def _scrubbed_part(held: Any, traces: Traces) -> Any:
    """A part of a mapping; one that held nothing else stays, empty: it is what makes a record a correction."""
    told = scrubbed_value(held, traces)
    return {} if told is None and isinstance(held, dict) else told


@dataclass(frozen=True)
class Texts:
    """Files other than tables: their new bytes in `data/` (None deletes), outputs to delete, files that are not ours."""

    changes: Mapping[str, bytes | None]
    outputs: tuple[Path, ...]
    foreign: tuple[Path, ...]


def texts_of(folder: Path, traces: Traces) -> Texts:
    """Where else the person stands in the folder."""
    changes: dict[str, bytes | None] = {}
    outputs: list[Path] = []
    foreign: list[Path] = []
    for path in _files(folder):
        parts = path.relative_to(folder).parts
        name = "/".join(parts[1:])
        if parts[0] == "outputs":
            if _may_tell(path, traces):
                outputs.append(path)
        elif parts[0] != "data":
            if _tells(path, traces):
                foreign.append(path)
        elif name not in (*TABLES, *_APART) and not _is_of_the_store(parts[1:]) and _may_tell(path, traces):
            changes[name] = _scrubbed_file(path, traces)
    return Texts(changes, tuple(outputs), tuple(foreign))


def journal_words(folder: Path, traces: Traces) -> tuple[str, ...]:
    """What the journal says of the person, as written there."""
    try:
        text = (folder / "data" / "journal.jsonl").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    return traces.found(text)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not path.is_symlink() and ".git" not in parts and ".staging" not in parts:
            yield path


def _is_of_the_store(parts: Sequence[str]) -> bool:
    """What an erasure by the store deletes or makes again by itself."""
    held = parts[0] == "snapshots" and len(parts) > 1
    return parts[0] == ".lock" or (held and (parts[1] in _BY_THE_STORE or parts[1].startswith("format-")))


def _tells(path: Path, traces: Traces) -> bool:
    return any(traces.stand_in(text) for text in _texts_in(path) or ())


def _may_tell(path: Path, traces: Traces) -> bool:
    """Whether the person stands in the file or in its name, or nobody can look into it."""
    texts = _texts_in(path)
    return texts is None or any(map(traces.stand_in, texts)) or traces.stand_in(path.name)


def _texts_in(path: Path) -> list[str] | None:
    """The texts of a file, those inside an archive too; None where it holds something else."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if zipfile.is_zipfile(BytesIO(content)):
        return _texts_in_archive(content)
    text = _decoded(content)
    return None if text is None else [text]


def _texts_in_archive(content: bytes) -> list[str] | None:
    """The parts of a workbook we wrote; the words of a cell may be cut by markup, so it is read without it too."""
    import re

    found: list[str] = []
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                text = archive.read(name).decode("utf-8", errors="replace")
                found += [text, re.sub(r"<[^<>]{0,400}>", " ", text)]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        return None
    return found


def _decoded(content: bytes) -> str | None:
    """The text of a file; None where it is none."""
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _scrubbed_file(path: Path, traces: Traces) -> bytes | None:
    """The file without the person; None, to delete it, where it is no text or its very name tells."""
    content = path.read_bytes()
    text = None if zipfile.is_zipfile(BytesIO(content)) else _decoded(content)
    if text is None or traces.stand_in(path.name):
        return None
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    return mark + traces.scrubbed(text).encode()
