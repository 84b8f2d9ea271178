"""Take a person out of the files of a folder, and keep them out of those that are read later.

A person is known by a name, in any order and spelling, by addresses and numbers: tables are cleaned cell by cell,
other texts word by word. What outputs/ holds of the person is deleted, since it can be made again, and so is what
cannot be looked into there; files that are not ours are left, and named.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import ne
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import model, store
from wtc_eco.ecosystem.privacy import objections as opposing
from wtc_eco.ecosystem.privacy.objections import Identifier, Oppositions
from wtc_eco.errors import Problem
from wtc_eco.i18n import mark, tr, trn
from wtc_eco.model import CONTACTS, DECISIONS, ERASED, INVITED, RECORDS, TIES, Column
from wtc_eco.sources.encoding import decode
from wtc_eco.sources.read import FileTexts, file_texts
from wtc_eco.sources.text_repair import mended
from wtc_eco.store.layout import TOMBSTONES
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.sources import Table

BLANK = "…"
"""What stands where a person was named."""
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,190}")
_AT = r"\s?(?:@|[(\[{]\s?(?:at|arobase|@)\s?[)\]}]|%40)\s?"
_FEWEST_WORDS = 2
"""One word alone («Julie») is nobody's name: it would blank half of the texts."""
_SIGNS = r"[\s./()·•_,‐‑‒–−-]{0,3}"
_COUNTRY = "+32"


@dataclass(frozen=True)
class Traces:
    """The names, addresses and numbers by which one or more persons are known."""

    known_by: tuple[Identifier, ...]

    @classmethod
    def of(cls, known_by: Iterable[Identifier]) -> Traces:
        """Each once, in order."""
        return cls(tuple(sorted(set(known_by), key=lambda one: (one.of, one.text))))

    def stand_in(self, text: str) -> bool:
        """Whether anything of the person stands in the text."""
        return next(self._spans(text), None) is not None

    def found(self, text: str) -> tuple[str, ...]:
        """What stands there, as written."""
        return tuple(dict.fromkeys(text[start:end] for start, end in sorted(self._spans(text))))

    def scrubbed(self, text: str, *, kept: str = "") -> str:
        """The text with `…` where the person stood; of the signs `kept`, which part cells, none is lost."""
        pieces, at = [], 0
        for start, end in sorted(self._spans(text)):
            if start >= at:
                pieces += [text[at:start], BLANK]
            pieces += [sign for sign in text[max(at, start) : end] if sign in kept]
            at = max(at, end)
        return "".join([*pieces, text[at:]])

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        for reading in opposing.readings(text):
            for pattern in self._patterns:
                yield from (reading.written(*match.span()) for match in pattern.finditer(reading.text))
            addresses = [match.span() for match in _ADDRESS.finditer(reading.text)] if "@" in text else []
            for start, end in self._named(reading.text):
                # «remi.canari@…» is hers as a whole.
                around = [one for one in addresses if one[0] < end and start < one[1]]
                yield reading.written(
                    min((start, *(one[0] for one in around))), max((end, *(one[1] for one in around)))
                )

    def _named(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words of a name follow each other, in whatever order."""
        if not self._names:
            return
        words = [(fold(found[0]), found.span()) for found in _WORD.finditer(text)]
        for size in sorted({len(name) for name in self._names}):
            for at in range(len(words) - size + 1):
                window = words[at : at + size]
                if tuple(sorted(word for word, _ in window)) in self._names:
                    yield window[0][1][0], window[-1][1][1]

    @cached_property
    def _names(self) -> frozenset[tuple[str, ...]]:
        names = (tuple(one.text.split()) for one in self.known_by if one.of == "person")
        ways = (way for name in names if len(name) >= _FEWEST_WORDS for way in opposing.name_spellings(name))
        return frozenset(way for way in ways if len(way) >= _FEWEST_WORDS)

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        made = []
        for one in self.known_by:
            if one.of == "email" and one.text:
                local, _, domain = one.text.partition("@")
                spelt = rf"{re.escape(local)}{_AT}{re.escape(domain)}"
                made.append(re.compile(rf"(?<![\w.+-]){spelt}(?![\w-])", re.IGNORECASE))
            elif one.of == "phone":
                made.append(_phone_pattern(one.text))
        return tuple(made)


def _phone_pattern(number: str) -> re.Pattern[str]:
    """The number with its country code or a zero before it, figures apart as people write them."""
    digits = number.lstrip("+")
    ways = [rf"\+?(?:00)?{_SIGNS.join(digits)}"]
    if number.startswith(_COUNTRY):
        national = number.removeprefix(_COUNTRY)
        ways += [rf"0{_SIGNS}{_SIGNS.join(national)}", national]
    return re.compile(rf"(?<!\d)(?:{'|'.join(ways)})(?!\d)")


Rows = list[dict[str, Any]]
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
    kept: Rows = []
    n_touched = 0
    for row in rows:
        scrubbed = {
            column.name: scrubbed_value(row[column.name], traces)
            if column.type in _WORDS
            else row[column.name]
            for column in columns
        }
        n_touched += scrubbed != dict(row)
        kept.append(scrubbed)
    return kept, n_touched


def scrubbed_value(value: Any, traces: Traces) -> Any:
    """A value without the person: an address leaves its list, a word in a text becomes `…`."""
    match value:
        case str():
            scrubbed = traces.scrubbed(value)
            return scrubbed if scrubbed.strip("… ") or not value else None
        case tuple():
            items = tuple(scrubbed_value(item, traces) for item in value)
            kept = tuple(item for item in items if item is not None)
            return kept if kept or not value else None
        case dict():
            pairs = {
                traces.scrubbed(key): _scrubbed_part(scrubbed, traces) for key, scrubbed in value.items()
            }
            parts = {key: scrubbed for key, scrubbed in pairs.items() if scrubbed is not None}
            return parts if parts or not value else None
        case list():
            return [scrubbed_value(item, traces) for item in value]
        case _:
            return value


def _scrubbed_part(part: Any, traces: Traces) -> Any:
    """A part of a mapping; one that held nothing else stays, empty: it is what makes a record a correction."""
    scrubbed = scrubbed_value(part, traces)
    return {} if scrubbed is None and isinstance(part, dict) else scrubbed


@dataclass(frozen=True)
class Texts:
    """Files other than tables: their new bytes in `data/` (None deletes), outputs to delete, files that are not ours.

    `unsearched` gives what nobody could look into, and why: the person may stand there.
    """

    changes: Mapping[str, bytes | None]
    outputs: tuple[Path, ...]
    foreign: tuple[Path, ...]
    unsearched: Mapping[Path, str] = field(default_factory=dict)


def texts_of(folder: Path, traces: Traces) -> Texts:
    """Where else the person stands in the folder."""
    changes: dict[str, bytes | None] = {}
    outputs: list[Path] = []
    foreign: list[Path] = []
    unsearched: dict[Path, str] = {}
    for path, behind in files_in(folder):
        parts = path.relative_to(folder).parts
        name = "/".join(parts[1:])
        if parts[0] == "data" and (name in (*TABLES, *_APART) or _is_of_the_store(parts[1:])):
            continue
        seen = FileTexts(unseen=behind) if path.is_dir() else file_texts(path)
        tells = any(map(traces.stand_in, seen.texts)) or traces.stand_in(path.name)
        if parts[0] == "outputs" and not behind:
            # It can be made again: what we cannot look into goes too.
            outputs += [path] if tells or seen.unseen else []
        elif parts[0] == "data" and not behind:
            if tells or seen.unseen:
                changes[name] = _scrubbed_file(path, traces)
        elif tells:
            foreign.append(path)
        elif seen.unseen:
            unsearched[path] = seen.unseen
    return Texts(changes, tuple(outputs), tuple(foreign), unsearched)


def journal_words(folder: Path, traces: Traces) -> tuple[str, ...]:
    """What the journal says of the person, as written there."""
    try:
        text = (folder / "data" / "journal.jsonl").read_bytes().decode(errors="replace")
    except OSError:
        return ()
    return traces.found(text)


_LINK = mark("it is a link: what it leads to was not searched")
_LINKED_OUTPUTS = mark("it stands behind a link")
_CLOSED = mark("its folder may not be read")


def files_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file of the folder; behind the link that `outputs/` may be, and folders that cannot be entered, with a word on it."""
    yield from _inside(folder, folder, "")


def _inside(place: Path, folder: Path, behind: str) -> Iterator[tuple[Path, str]]:
    try:
        entries = sorted(place.iterdir())
    except OSError:
        yield place, tr(_CLOSED)
        return
    for path in entries:
        top = place == folder
        if path.name in (".git", ".staging"):
            continue
        if path.is_symlink() and path.is_dir():
            if top and path.name in ("outputs", "data"):
                linked = tr(_LINKED_OUTPUTS) if path.name == "outputs" else ""
                yield from _inside(path, folder, linked)
            elif folder.resolve() not in path.resolve().parents:
                yield path, tr(_LINK)
        elif path.is_dir():
            yield from _inside(path, folder, behind)
        elif path.is_file():
            yield path, behind or (tr(_LINKED_OUTPUTS) if path.is_symlink() else "")


def _is_of_the_store(parts: Sequence[str]) -> bool:
    """What an erasure by the store deletes or makes again by itself."""
    in_snapshots = parts[0] == "snapshots" and len(parts) > 1
    return parts[0] == ".lock" or (
        in_snapshots and (parts[1] in _BY_THE_STORE or parts[1].startswith("format-"))
    )


def _scrubbed_file(path: Path, traces: Traces) -> bytes | None:
    """The file without the person; None, to delete it, where it is no text or its very name tells."""
    content = path.read_bytes()
    if zipfile.is_zipfile(path) or file_texts(path).unseen or traces.stand_in(path.name):
        return None
    text = content.decode(decode(content).encoding, "replace")
    mark_before = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    return mark_before + traces.scrubbed(text, kept=_PARTING).encode()


_PARTING = ';,|\t\r\n"'
"""What parts the cells of a file."""
_NAME_WORDS = (2, 3, 4, 5, 6, 7, 8)
_MOST_WORDS = 400
_LONGEST_PART = 3
"""Words of a first or a last name that stands in a cell of its own."""


def shielded(ecosystem: Ecosystem, table: Table) -> Table:
    """The table without the forgotten, in its rows, its titles and what is said of them; the same where nobody is."""
    oppositions = opposing.read(ecosystem)
    if not oppositions.forgets:
        return table
    cleaned = lru_cache(maxsize=1 << 15)(lambda cell: _cleaned(cell, oppositions))
    parted = lru_cache(maxsize=1 << 15)(lambda pair: oppositions.forgotten(opposing.person(" ".join(pair))))

    def row(cells: tuple[str, ...]) -> tuple[str, ...]:
        without = list(map(cleaned, cells))
        if "person" in oppositions.forgets:
            short = [
                (i, cell) for i, cell in enumerate(without) if cell and len(cell.split()) <= _LONGEST_PART
            ]
            for (left, one), (right, other) in pairwise(short):
                if parted((one, other)):
                    without[left] = without[right] = ""
        return tuple(without)

    rows = tuple(replace(each, cells=row(each.cells)) for each in table.rows)
    aside = tuple(
        replace(each, cells=row(each.cells), problems=tuple(_unsaid(one, cleaned) for one in each.problems))
        for each in table.quarantined
    )
    header = _titles(table.header, cleaned)
    before = [*(each.cells for each in table.rows), *(each.cells for each in table.quarantined)]
    after = [*(each.cells for each in rows), *(each.cells for each in aside)]
    n = sum(map(ne, after, before)) + (header != table.header)
    if not n:
        return table
    message = trn(
        "{n} row named somebody who asked to be forgotten: name and addresses were left out.",
        "{n} rows named somebody who asked to be forgotten: names and addresses were left out.",
        n,
    )
    problems = tuple(_unsaid(one, cleaned) for one in table.problems)
    return replace(table, header=header, rows=rows, quarantined=aside, problems=problems).with_problems(
        Problem("forgotten_left_out", "note", message).at(table.file)
    )


def _titles(header: tuple[str, ...], cleaned: Callable[[str], str]) -> tuple[str, ...]:
    """The titles without the forgotten, none twice."""
    titles: list[str] = []
    for title in header:
        without = cleaned(title)
        while without != title and (not without or without in (*titles, *header)):
            without += BLANK
        titles.append(without)
    return tuple(titles)


def _unsaid(problem: Problem, cleaned: Callable[[str], str]) -> Problem:
    """What is said of a row without the forgotten: it may quote a cell."""
    return replace(
        problem,
        message=cleaned(problem.message) or BLANK,
        hint=cleaned(problem.hint),
        column=cleaned(problem.column),
        value=cleaned(problem.value),
    )


def shielded_rows(
    ecosystem: Ecosystem, rows: Sequence[dict[str, Any]], columns: Sequence[Column]
) -> list[dict[str, Any]]:
    """Rows of another folder without the forgotten; what is left of a cell that is no value any more is unknown."""
    oppositions = opposing.read(ecosystem)
    if not oppositions.forgets:
        return list(rows)
    by_name = {column.name: column for column in columns}
    return [
        {name: _shielded_value(value, by_name[name], oppositions) for name, value in row.items()}
        for row in rows
    ]


def shielded_meanings(
    ecosystem: Ecosystem, meanings: Mapping[tuple[str, str], tuple[str, ...]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """What another folder says of words, without those that name somebody who asked to be forgotten."""
    oppositions = opposing.read(ecosystem)
    return {
        (name, words): ids
        for (name, words), ids in meanings.items()
        if not oppositions.forgets or _cleaned(words, oppositions) == words
    }


def _shielded_value(value: Any, column: Column, oppositions: Oppositions) -> Any:
    if column.type in ("whole", "number", "flag", "date"):
        return value
    text = model.to_cell(value, column)
    cleaned = _cleaned(text, oppositions)
    if cleaned == text:
        return value
    try:
        return model.from_cell(cleaned, column)
    except ValueError:
        return None


def _cleaned(cell: str, oppositions: Oppositions) -> str:
    cell = _once_mended(cell, oppositions)
    forgotten = [one for one in _candidates(cell, oppositions) if oppositions.forgotten(one)]
    return Traces.of(forgotten).scrubbed(cell).strip("… ;,") if forgotten else cell


def _once_mended(cell: str, oppositions: Oppositions) -> str:
    """The cell read again as UTF-8 where that names somebody forgotten: «RÃ©mi» is somebody too."""
    again = cell if cell.isascii() else mended(cell)
    if again == cell or not any(map(oppositions.forgotten, _candidates(again, oppositions))):
        return cell
    return again


def _candidates(cell: str, oppositions: Oppositions) -> Iterator[Identifier]:
    """Everything in a cell by which somebody may be known."""
    yield from opposing.identifiers_in(cell)
    if "person" not in oppositions.forgets:
        return
    for reading in opposing.readings(cell):
        words = fold(reading.text).split()[:_MOST_WORDS]
        for size in _NAME_WORDS:
            for at in range(len(words) - size + 1):
                yield Identifier("person", " ".join(sorted(words[at : at + size])))
