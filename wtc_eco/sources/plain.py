"""Any list of organisations, without a territory: every row gets in, what is doubtful is unknown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtc_eco.errors import UsageError
from wtc_eco.i18n import listing, tr
from wtc_eco.sources.column_guess import fields_called, guess_of
from wtc_eco.sources.header import NO_STRUCTURE, lone_rows_aside
from wtc_eco.sources.records import distinct_keys, with_dittos
from wtc_eco.sources.table import Harvest, Quarantined, Row, Table, by_row
from wtc_eco.sources.text_repair import one_line, tidy
from wtc_eco.sources.values.contact import as_website, valid_addresses, valid_phones
from wtc_eco.sources.values.coordinates import as_degrees
from wtc_eco.sources.values.identifiers import field_of
from wtc_eco.sources.vocabulary import Guess, guess, says_nothing
from wtc_eco.territory.normalize import fold

PLAIN_FIELDS = (
    "name", "street", "postal_code", "locality", "phone", "email", "website", "bce", "lat", "lon", "kind", "source",
)  # fmt: skip
_STANDS_FOR = {"address": "street", "commune": "locality", "unit_number": "bce"}
"""Without a territory an address is not cut, and a commune is a locality."""
_NOT_DIGIT = re.compile(r"[^0-9]+")
_ONLY_SIGNS = re.compile(r"[+]?[0-9 ./()-]+")
_CODE = re.compile(r"(?:[A-Za-z]{1,2}-\s?)?([0-9]{4,5})(?:\s+[^\W\d]{3}.*)?")
"""A postal code, with the letter of its country before it or its town behind."""
_TRUNK = {"BE": ("32", (9, 10)), "FR": ("33", (10,))}
"""Where a number is a 0 and so many digits in all: what most cells hold, read without a parser."""
_SHORTEST_LOCAL = 6
_POLE, _ANTIMERIDIAN = 90, 180


@dataclass(frozen=True)
class PlainList:
    """A list column by column: `fields` has a value a row (`None`: unknown), `keys` a row's own key.

    `left_out` are the headings, totals and remarks that stand among the rows; `places` says which of all
    rows, those included, each row is, from 1. `repeated` are the keys that several rows had.
    """

    numbers: tuple[int, ...]
    keys: tuple[str | None, ...]
    fields: Mapping[str, Sequence[Any]]
    places: tuple[int, ...]
    left_out: tuple[Quarantined, ...]
    repeated: tuple[str, ...] = ()


def read_plain(
    table: Table,
    columns: Mapping[str, str | Sequence[str]],
    id_column: str | None = None,
    country: str = "BE",
) -> Harvest:
    """Every row that is not blank, with the fields of `PLAIN_FIELDS` that could be read.

    As `read_columns`, row by row: `source_id` holds the key. Only what is perhaps no row of the list is in
    quarantine, nothing is repeated.
    """
    read = read_columns(table, columns, id_column, country)
    named = {"source_id": read.keys, **read.fields}
    rows = [
        {name: value for name, value in zip(named, values, strict=True) if value is not None}
        for values in zip(*named.values(), strict=True)
    ]
    aside = {row.number: row for row in (*table.quarantined, *read.left_out)}
    problems = (*table.problems, *(problem for row in aside.values() for problem in row.problems))
    return Harvest(tuple(rows), read.numbers, read.left_out, by_row(problems), table.n_read, table.n_blank, 0)


def read_columns(
    table: Table,
    columns: Mapping[str, str | Sequence[str]],
    id_column: str | None = None,
    country: str = "BE",
) -> PlainList:
    """Every row that is not blank, column by column; a text that comes again is read once.

    `columns` maps a field (its id, or a title that lists give it) to a title; fields it does not name are sought in the titles. `country` is
    the two-letter country of phones without prefix. Keys are those of `id_column` (found in the
    titles if `None`), with `#2` where one comes again. Rows that `read_table` set aside get in too,
    cut or filled to the header, but for what is perhaps no row of the list. Raises `UsageError` for a field or a title that does not exist, and
    where no column is the name.
    """
    table = lone_rows_aside(with_dittos(table))
    at = _columns(table, columns)
    key_at = _key_column(table, id_column, set(at.values()))
    rows = _every_row(table)
    readers = _readers(country_code(country))
    written = [(tidy(row.cells[key_at]) or None if key_at is not None else None, row) for row in rows]
    keys = distinct_keys(written)
    again = {key: None for (key, _), distinct in zip(written, keys, strict=True) if key and key != distinct}
    fields = {field: _read(rows, index, readers[field]) for field, index in at.items()}
    numbers = tuple(row.number for row in rows)
    left_out = tuple(row for row in table.quarantined if row.problem.code in NO_STRUCTURE)
    place_of = {
        number: place for place, number in enumerate(sorted({*numbers, *(row.number for row in left_out)}), 1)
    }
    places = tuple(place_of[number] for number in numbers)
    return PlainList(numbers, tuple(keys), _whole_points(fields), places, left_out, tuple(again))


def _code(text: str) -> str:
    """The postal code alone: of «B-1300», «1300 Wavre» and «1300.0» it is 1300."""
    written = _CODE.fullmatch(text)
    return written[1] if written else text.removesuffix(".0")


def _read(rows: Sequence[Row], index: int, reader: Callable[[str], Any]) -> list[Any]:
    """A column's values; a cell that says nothing holds `None`."""
    known: dict[str, Any] = {}
    for row in rows:
        cell = row.cells[index]
        if cell not in known:
            text = tidy(cell)
            value = reader(text) if text else None
            known[cell] = None if value == () else value
    return [known[row.cells[index]] for row in rows]


def _whole_points(fields: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The same, where a latitude without a longitude, or the reverse, is no point."""
    if not {"lat", "lon"} & set(fields):
        return fields
    if not {"lat", "lon"} <= set(fields):
        return {name: values for name, values in fields.items() if name not in {"lat", "lon"}}
    known = [None not in point for point in zip(fields["lat"], fields["lon"], strict=True)]
    points = {
        name: [value if whole else None for value, whole in zip(fields[name], known, strict=True)]
        for name in ("lat", "lon")
    }
    return {**fields, **points}


def _columns(table: Table, columns: Mapping[str, str | Sequence[str]]) -> dict[str, int]:
    """Field to index: what was told, then what the titles say."""
    by_fold = {fold(title): index for index, title in reversed(table.columns())}
    index_of: dict[str, int] = {}
    for word, titles in columns.items():
        called = word if word in PLAIN_FIELDS else fields_called(word)[0]
        field = _STANDS_FOR.get(called, called)
        if field not in PLAIN_FIELDS:
            raise UsageError(tr("There is no field {fields}.", fields=word), hint=listing(PLAIN_FIELDS))
        title, *more = (titles,) if isinstance(titles, str) else titles
        if more:
            raise UsageError(
                tr("Only one column can be “{field}” here: {titles}.", field=word, titles=listing(titles)),
                hint=tr("Name the column that tells the rows apart."),
            )
        index_of[field] = _index(table, by_fold, title)
    for field, index in _guessed(table, set(index_of.values())).items():
        index_of.setdefault(field, index)
    if "name" not in index_of:
        raise UsageError(
            tr("{file}: no column is the name of the structure.", file=table.file),
            hint=tr(
                'Add --columns "name=TITLE". Its columns: {titles}.', titles=", ".join(table.header[:40])
            ),
        )
    return index_of


def _guessed(table: Table, taken: set[int]) -> dict[str, int]:
    """Field to index by the titles, the surest first, then the finest, then left to right.

    Of the addresses of a school and of its sites, those of the sites tell the rows apart.
    """
    guesses: list[tuple[int, Guess]] = [
        (i, guess_of(table, title)) for i, title in table.columns() if i not in taken
    ]
    index_of: dict[str, int] = {}
    claims = Counter(guessed.fields for _, guessed in guesses)
    finest = {
        index: len({row.cells[index] for row in table.rows}) if claims[guessed.fields] > 1 else 0
        for index, guessed in guesses
    }
    for index, guessed in sorted(guesses, key=lambda each: (-each[1].sure, -finest[each[0]], each[0])):
        fields = [_STANDS_FOR.get(field, field) for field in guessed.fields[:1]]
        if fields and fields[0] in PLAIN_FIELDS:
            index_of.setdefault(fields[0], index)
    # Rows of one list at two addresses are rather two sites: a file made of several lists says which.
    lists = [index for index, title in table.columns() if index not in taken and fold(title) == "source"]
    return index_of | ({"source": lists[0]} if lists else {})


def _key_column(table: Table, id_column: str | None, taken: set[int]) -> int | None:
    by_fold = {fold(title): index for index, title in reversed(table.columns())}
    if id_column is not None:
        return _index(table, by_fold, id_column)
    keys = [i for i, title in table.columns() if i not in taken and guess(title).fields == ("source_id",)]
    return keys[0] if keys else None


def _index(table: Table, by_fold: Mapping[str, int], title: str) -> int:
    index = table.header.index(title) if title in table.header else by_fold.get(fold(title))
    if index is None:
        raise UsageError(
            tr("{file} has no column “{title}”.", file=table.file, title=title),
            hint=tr("Its columns: {titles}.", titles=", ".join(table.header[:40])),
        )
    return index


def _every_row(table: Table) -> tuple[Row, ...]:
    width = len(table.header)
    aside = (
        Row(row.number, (*row.cells, *[""] * width)[:width])
        for row in table.quarantined
        if row.problem.code not in NO_STRUCTURE
    )
    return tuple(sorted((*table.rows, *aside), key=lambda row: row.number))


def _readers(country: str) -> dict[str, Callable[[str], Any]]:
    return {
        "name": one_line,
        "street": _text,
        "postal_code": lambda text: _text(_code(text)),
        "locality": _text,
        "phone": lambda text: _phones(text, country),
        "email": _mailboxes,
        "website": _site,
        "bce": _enterprise,
        "lat": lambda text: _within(as_degrees(text), _POLE),
        "lon": lambda text: _within(as_degrees(text), _ANTIMERIDIAN),
        "kind": _text,
        "source": _text,
    }


def _phones(text: str, country: str) -> tuple[str, ...]:
    """The numbers of a cell in E.164; a number out of use still tells two rows that share it."""
    code, lengths = _TRUNK.get(country, ("", ()))
    if code and _ONLY_SIGNS.fullmatch(text):
        digits = _NOT_DIGIT.sub("", text)
        national = f"0{digits[len(code) :]}" if text.startswith(f"+{code}") else digits
        if national.startswith("0") and len(national) in lengths:
            return (f"+{code}{national[1:]}",)
    return valid_phones(text, country) or _local(text)


def _local(text: str) -> tuple[str, ...]:
    """A number that no plan of numbers knows, by its digits: without its area code it still tells two rows that share it."""
    digits = _NOT_DIGIT.sub("", text) if _ONLY_SIGNS.fullmatch(text) else ""
    return (digits,) if len(digits) >= _SHORTEST_LOCAL else ()


def _mailboxes(text: str) -> tuple[str, ...]:
    """The addresses of a cell; one that is misspelt («info@cpas») as it stands."""
    return valid_addresses(text) or tuple(word.lower() for word in text[:200].split() if "@" in word)


def _text(text: str) -> str | None:
    return None if says_nothing(text) else one_line(text)


def _site(text: str) -> str | None:
    return next((site for site in map(as_website, text[:2_000].split()[:5]) if site), None)


def _enterprise(text: str) -> str | None:
    """A Belgian number by its ten digits, another country's by its letters and digits."""
    kept = "".join(sign for sign in text[:40].upper() if sign.isalnum())
    digits = kept.removeprefix("BE")
    padded = digits.rjust(10, "0") if digits.isdecimal() and len(digits) == 9 else digits  # noqa: PLR2004 - a zero lost
    return padded if padded.isascii() and field_of(padded) else kept or None


def _within(degrees: float | None, most: int) -> float | None:
    return degrees if degrees is not None and abs(degrees) <= most else None


def country_code(words: str) -> str:
    """A two-letter country, in capitals; raises `UsageError` where phones know no such country."""
    import phonenumbers

    code = words.strip().upper()
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise UsageError(
            tr("No country has the code “{code}”.", code=words), hint=tr("For instance: be, fr, de, us.")
        )
    return code
