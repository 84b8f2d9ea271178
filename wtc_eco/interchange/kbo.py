"""The open data of the Banque-Carrefour des Entreprises (BCE/KBO), read through once, joined in a file of its own.

The national files hold about two million enterprises and three million addresses: they are never whole in memory. What
may concern a register (its numbers, the postal codes of its structures) goes into a SQLite file in a folder that is
gone with the command. Natural persons are not read: neither they, nor what they are called, nor their establishments.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import tomllib
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import groupby, islice
from pathlib import Path, PurePosixPath
from typing import Any

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import language, refused_by_system, tr, trn
from wtc_eco.sources.encoding import scratch
from wtc_eco.territory.normalize import fold

_LONGEST_LINE = 100_000
"""Characters of a line; the longest of the real files has a thousand."""
_SIGNS = frozenset({"meta", "enterprise", "establishment", "denomination"})
_AT_ONCE = 10_000
_SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA temp_store = FILE;
CREATE TABLE entity (number INTEGER PRIMARY KEY, enterprise INTEGER, form TEXT, situation TEXT);
CREATE TABLE wanted (number INTEGER PRIMARY KEY);
CREATE TABLE address (entity INTEGER PRIMARY KEY, street TEXT, zipcode TEXT, locality TEXT, struck TEXT);
CREATE TABLE name (entity INTEGER, type TEXT, language TEXT, text TEXT);
CREATE TABLE contact (entity INTEGER, field TEXT, text TEXT);
"""


@dataclass(frozen=True)
class KboSite:
    """An establishment of an enterprise, or its seat (with the establishment of the same address, where there is one).

    Numbers are ten digits; `unit` is empty for a seat alone. `official` is the enterprise's name, `names` those by
    which the site may be known, the best first, `other_names` abbreviations and trade names. `kind` is what the
    juridical form says of the seat, `situation` the juridical situation in words where it is not the normal one,
    `struck_on` the day on which the address was struck off, as written.
    """

    enterprise: str
    unit: str
    seat: bool
    official: str
    names: tuple[str, ...]
    other_names: tuple[str, ...] = ()
    street: str = ""
    postal_code: str = ""
    locality: str = ""
    contacts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str | None = None
    situation: str | None = None
    struck_on: str = ""

    @property
    def address(self) -> tuple[str, str]:
        """What two sites at one address have in common."""
        return (self.postal_code, fold(self.street))


@dataclass(frozen=True)
class KboExtract:
    """What a file says; `day` is that of its figures (ISO), `present` the numbers asked about that stand in it.

    `sites` may be read through once, while the extract is open.
    """

    file: str
    day: str
    present: frozenset[str]
    sites: Iterator[KboSite]
    problems: tuple[Problem, ...] = ()


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(files("wtc_eco.interchange").joinpath("kbo.toml").read_text("utf-8"))


def is_kbo(path: Path) -> bool:
    """Whether a file is a zip of the BCE/KBO, of whatever month."""
    try:
        if not path.is_file():
            return False  # a pipe can be read once only
        with zipfile.ZipFile(path) as archive:
            return set(_members(archive)) >= _SIGNS
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return False


@contextmanager
def opened(path: Path, numbers: Collection[str], postal_codes: Collection[str]) -> Iterator[KboExtract]:
    """The sites of these enterprises and establishments, and those at these postal codes.

    Raises `RefusedError` for a file that is damaged, that is not the whole of the BCE/KBO, or not in its form.
    """
    with scratch() as folder, closing(sqlite3.connect(folder / "kbo.sqlite", isolation_level=None)) as joined:
        joined.executescript(_SCHEMA)
        yield _read_through(path, joined, {int(one) for one in numbers}, frozenset(postal_codes))


def _read_through(
    path: Path, joined: sqlite3.Connection, numbers: set[int], postal_codes: frozenset[str]
) -> KboExtract:
    try:
        with zipfile.ZipFile(path) as archive:
            return _extract(_Reading(path.name, archive, _members(archive), joined), numbers, postal_codes)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(path.name, tr("it is cut short, or locked by a password")) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise _damaged(path.name, tr("its tables are no CSV in UTF-8")) from error
    except OSError as error:
        raise _damaged(path.name, refused_by_system(error)) from error
    except sqlite3.OperationalError as error:
        raise RefusedError(
            tr("There is no room for the temporary file: {reason}.", reason=str(error)),
            hint=tr("Free some disk, then try again."),
        ) from error


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The tables of the archive by their name, wherever they stand in it."""
    named = [PurePosixPath(one.filename) for one in archive.infolist() if not one.is_dir()]
    return {path.stem.casefold(): str(path) for path in named if path.suffix.casefold() == ".csv"}


def _damaged(file: str, why: str) -> RefusedError:
    return RefusedError(
        tr("{file} cannot be read: {reason}.", file=file, reason=why),
        hint=tr("Ask for the file again."),
        code="damaged",
    )


@dataclass
class _Reading:
    """The zip while it is read through; `unread` counts rows that have not the cells of their table."""

    file: str
    archive: zipfile.ZipFile
    members: Mapping[str, str]
    joined: sqlite3.Connection
    unread: int = 0

    def rows(self, table: str) -> Iterator[list[str]]:
        """The rows of a table, each with the columns that are read, in their order."""
        columns = _words()["columns"][table]
        if table not in self.members:
            raise RefusedError(
                tr("{file} lacks the table {table}.", file=self.file, table=f"{table}.csv"),
                hint=tr(
                    "Take the full file of the month (KboOpenData_…_Full.zip), not its updates, as it was downloaded."
                ),
                code="not_kbo",
            )
        with self.archive.open(self.members[table]) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
            rows = csv.reader(self._lines(text))
            header = [title.strip() for title in next(rows, [])]
            lacking = [name for name in columns if name not in header]
            if lacking:
                raise RefusedError(
                    tr(
                        "{file}: the table {table} has no column {column}.",
                        file=self.file,
                        table=f"{table}.csv",
                        column=lacking[0],
                    ),
                    hint=tr("Take the file as it was downloaded from kbopub.economie.fgov.be/kbo-open-data."),
                    code="not_kbo",
                )
            places = [header.index(name) for name in columns]
            for row in rows:
                if len(row) == len(header):
                    yield [row[place] for place in places]
                elif row:
                    self.unread += 1

    def _lines(self, text: io.TextIOWrapper) -> Iterator[str]:
        for line in iter(lambda: text.readline(_LONGEST_LINE), ""):
            if len(line) == _LONGEST_LINE:
                raise _damaged(self.file, tr("its tables are no CSV in UTF-8"))
            yield line

    def write(self, statement: str, rows: Iterator[Sequence[Any]]) -> None:
        """Write these rows into the file of the join, so many at a time."""
        while part := list(islice(rows, _AT_ONCE)):
            self.joined.execute("BEGIN")
            self.joined.executemany(statement, part)
            self.joined.execute("COMMIT")


def _number(text: str) -> int:
    """The number of an enterprise or an establishment, as an integer; 0 where it is none."""
    digits = text.replace(".", "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= len("0123456789") else 0


def _extract(reading: _Reading, numbers: set[int], postal_codes: frozenset[str]) -> KboExtract:
    codes = _words()["codes"]
    meta = {row[0]: row[1] for row in islice(reading.rows("meta"), 100)}
    if meta.get("ExtractType", codes["full"]).casefold() != codes["full"]:
        raise RefusedError(
            tr("{file} is an update: it does not say who is gone.", file=reading.file),
            hint=tr("Take the full file of the month (KboOpenData_…_Full.zip)."),
            code="not_kbo",
        )
    day = _day(reading.file, meta.get("SnapshotDate", ""))
    described = _descriptions(reading)
    present: set[int] = set()
    reading.write("INSERT OR IGNORE INTO entity VALUES (?, ?, ?, ?)", _enterprises(reading, numbers, present))
    asked = numbers | _enterprises_of(reading, numbers)
    theirs: set[int] = set()
    reading.write(
        "INSERT OR IGNORE INTO entity SELECT ?1, ?2, '', '' WHERE EXISTS (SELECT 1 FROM entity WHERE number = ?2)",
        _units(reading, numbers, present, asked, theirs),
    )
    reading.write(
        "INSERT OR IGNORE INTO address SELECT ?1, ?2, ?3, ?4, ?5 "
        "WHERE EXISTS (SELECT 1 FROM entity WHERE number = ?1)",
        _addresses(reading, asked | theirs, postal_codes),
    )
    reading.write("INSERT OR IGNORE INTO wanted VALUES (?)", ((one,) for one in sorted(asked | theirs)))
    reading.joined.executescript(
        "INSERT OR IGNORE INTO wanted SELECT entity FROM address;"
        "INSERT OR IGNORE INTO wanted SELECT enterprise FROM entity JOIN wanted USING (number);"
        "DELETE FROM entity WHERE number NOT IN (SELECT number FROM wanted);"
    )
    reading.write(
        "INSERT INTO name SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM entity WHERE number = ?1)",
        ((_number(e), kind, lang, text.strip()) for e, lang, kind, text in reading.rows("denomination")),
    )
    fields = _words()["contacts"]
    reading.write(
        "INSERT INTO contact SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM entity WHERE number = ?1)",
        ((_number(e), fields[kind], text) for e, kind, text in reading.rows("contact") if kind in fields),
    )
    reading.joined.executescript(
        "CREATE INDEX name_of ON name (entity); CREATE INDEX contact_of ON contact (entity);"
        "CREATE INDEX entity_of ON entity (enterprise);"
    )
    return KboExtract(
        reading.file,
        day,
        frozenset(f"{one:010}" for one in present),
        _sites(reading.joined, described),
        _unread(reading),
    )


def _unread(reading: _Reading) -> tuple[Problem, ...]:
    if not reading.unread:
        return ()
    message = trn(
        "{n} row of its tables has too few cells or too many; it is not read.",
        "{n} rows of its tables have too few cells or too many; they are not read.",
        reading.unread,
    )
    return (Problem("kbo_rows", "warning", message, tr("Ask for the file again."), file=reading.file),)


def _day(file: str, written: str) -> str:
    """`30-10-2026` as an ISO date."""
    day = "-".join(reversed(written.strip().split("-")))
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise RefusedError(
            tr("{file} does not say of which day it is.", file=file),
            hint=tr("Take the file as it was downloaded from kbopub.economie.fgov.be/kbo-open-data."),
            code="not_kbo",
        ) from None


def _descriptions(reading: _Reading) -> dict[tuple[str, str], dict[str, str]]:
    """What codes of forms and situations mean, by language."""
    described: dict[tuple[str, str], dict[str, str]] = {}
    for category, code, lang, text in reading.rows("code"):
        if category in ("JuridicalForm", "JuridicalSituation"):
            described.setdefault((category, code), {})[lang.casefold()] = text
    return described


def _enterprises(reading: _Reading, numbers: set[int], present: set[int]) -> Iterator[tuple[Any, ...]]:
    """The legal persons; of the others, only whether their number stands in the register."""
    legal = _words()["codes"]["legal_person"]
    for written, kind, form, situation in reading.rows("enterprise"):
        number = _number(written)
        if number in numbers:
            present.add(number)
        if kind == legal and number:
            yield number, number, form, situation


def _enterprises_of(reading: _Reading, numbers: set[int]) -> set[int]:
    """The enterprises of the establishments of the register."""
    return {
        _number(enterprise) for unit, enterprise in reading.rows("establishment") if _number(unit) in numbers
    }


def _units(
    reading: _Reading, numbers: set[int], present: set[int], asked: set[int], theirs: set[int]
) -> Iterator[tuple[int, int]]:
    """The establishments and their enterprises; `theirs` are those of the enterprises asked about."""
    for written, of in reading.rows("establishment"):
        unit, enterprise = _number(written), _number(of)
        if unit in numbers:
            present.add(unit)
        if enterprise in asked:
            theirs.add(unit)
        if unit and enterprise:
            yield unit, enterprise


def _addresses(
    reading: _Reading, asked: set[int], postal_codes: frozenset[str]
) -> Iterator[tuple[int, str, str, str, str]]:
    """Where seats and establishments stand, in French: at these postal codes, or of those asked about."""
    kinds = frozenset(_words()["codes"]["addresses"])
    for (
        entity, kind, abroad, in_dutch, zipcode, town, town_nl, street, street_nl, house, box, struck,
    ) in reading.rows("address"):  # fmt: skip
        number = _number(entity)
        if kind not in kinds or abroad or in_dutch or not (zipcode in postal_codes or number in asked):
            continue
        way = " ".join(filter(None, ((street or street_nl).strip(), house.strip())))
        yield (
            number,
            f"{way} bte {box.strip()}" if way and box.strip() else way,
            zipcode.strip(),
            (town or town_nl).strip(),
            struck.strip(),
        )


_ENTITIES = """
SELECT entity.number, entity.enterprise, parent.form, parent.situation, street, zipcode, locality, struck
FROM entity JOIN entity AS parent ON parent.number = entity.enterprise
LEFT JOIN address ON address.entity = entity.number ORDER BY entity.enterprise, entity.number
"""


def _sites(
    joined: sqlite3.Connection, described: Mapping[tuple[str, str], Mapping[str, str]]
) -> Iterator[KboSite]:
    """The sites of each enterprise in turn; its seat is one with its establishment at the same address."""
    entities = joined.execute(_ENTITIES)
    for _, rows in groupby(entities, key=lambda row: row[1]):
        of_one = [_site(joined, row, described) for row in rows]
        seats = {site.address: site for site in of_one if site.seat and site.street}
        units = [
            _with_seat(site, seats[site.address]) if site.address in seats else site
            for site in of_one
            if not site.seat
        ]
        taken = {site.address for site in units if site.seat}
        yield from units
        yield from (site for site in of_one if site.seat and site.address not in taken)


def _site(
    joined: sqlite3.Connection, row: Sequence[Any], described: Mapping[tuple[str, str], Mapping[str, str]]
) -> KboSite:
    number, enterprise, form, situation, street, zipcode, locality, struck = row
    own = _names(joined, number)
    whole = own if number == enterprise else _names(joined, enterprise)
    codes = _words()["codes"]
    official = next((text for kind, _, text in whole if kind == codes["name"]), "")
    contacts: dict[str, tuple[str, ...]] = {}
    for name, text in joined.execute(
        "SELECT field, text FROM contact WHERE entity = ? ORDER BY rowid", (number,)
    ):
        contacts[name] = (*contacts.get(name, ()), text)
    seat = number == enterprise
    return KboSite(
        f"{enterprise:010}",
        "" if seat else f"{number:010}",
        seat,
        official,
        tuple(dict.fromkeys(text for _, _, text in (*own, *whole))),
        tuple(
            dict.fromkeys(
                text
                for kind, lang, text in own
                if kind in codes["other_names"] and lang in codes["kept_languages"]
            )
        ),
        street or "",
        zipcode or "",
        locality or "",
        contacts,
        _kind(described.get(("JuridicalForm", form), {})) if seat else None,
        _situation(described.get(("JuridicalSituation", situation), {})),
        struck or "",
    )


def _with_seat(unit: KboSite, seat: KboSite) -> KboSite:
    """An establishment where the seat is: what is known of both."""
    contacts = {
        name: tuple(dict.fromkeys((*unit.contacts.get(name, ()), *seat.contacts.get(name, ()))))
        for name in sorted({*unit.contacts, *seat.contacts})
    }
    return KboSite(
        unit.enterprise,
        unit.unit,
        seat=True,
        official=seat.official,
        names=unit.names,
        other_names=tuple(dict.fromkeys((*unit.other_names, *seat.other_names))),
        street=unit.street,
        postal_code=unit.postal_code,
        locality=unit.locality,
        contacts=contacts,
        kind=seat.kind,
        situation=seat.situation,
        struck_on=unit.struck_on or seat.struck_on,
    )


def _names(joined: sqlite3.Connection, number: int) -> list[tuple[str, str, str]]:
    """What an entity is called: type, language, name; the language that is read first, first, the name before others."""
    order = {code: place for place, code in enumerate(_words()["codes"]["languages"])}
    rows = joined.execute(
        "SELECT DISTINCT type, language, text FROM name WHERE entity = ?", (number,)
    ).fetchall()
    return sorted(rows, key=lambda row: (row[0], order.get(row[1], len(order)), row[2]))


def _kind(descriptions: Mapping[str, str]) -> str | None:
    """The kind that one of the descriptions of a juridical form says; None where none does."""
    meant = {
        kind
        for kind, words in _words()["kinds"].items()
        if set(map(fold, words)) & set(map(fold, descriptions.values()))
    }
    return meant.pop() if len(meant) == 1 else None


def _situation(descriptions: Mapping[str, str]) -> str | None:
    """A juridical situation in words; None for the normal one, and where the file does not explain it."""
    normal = set(map(fold, _words()["situations"]["normal"]))
    if not descriptions or normal & set(map(fold, descriptions.values())):
        return None
    return descriptions.get(language()) or descriptions.get("fr") or next(iter(descriptions.values()))
