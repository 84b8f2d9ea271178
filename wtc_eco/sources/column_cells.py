"""What the cells of a column are, and whether that is what its title says.

Cells judge titles: where (nearly) all of them contradict the title, another field is proposed or the column is kept
as found; where the title says nothing, (nearly) all of one sort say it. Decided once a column, on a sample.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wtc_eco import model
from wtc_eco.sources.closures import read_status, tells_standing
from wtc_eco.sources.column_map import IGNORED
from wtc_eco.sources.header import filled_cells
from wtc_eco.sources.table import Table
from wtc_eco.sources.values.contact import as_website, valid_addresses, valid_phones
from wtc_eco.sources.values.coordinates import Bounds, as_degrees, read_both
from wtc_eco.sources.values.houses import dated_house
from wtc_eco.sources.values.identifiers import read_enterprise
from wtc_eco.sources.values.place import splittable
from wtc_eco.sources.values.terms import read_terms
from wtc_eco.sources.vocabulary import (
    AMONG,
    BARE,
    EXACT,
    Guess,
    says_none,
    says_nothing,
    speaks_of_another,
    words,
)
from wtc_eco.territory import Territory
from wtc_eco.territory.gazetteer import read_postal_code
from wtc_eco.territory.normalize import fold

Why = Literal["kind_title", "maybe_key", "contradicted", "left", "cells", "second_place", "several", "title", "unclear"]  # fmt: skip
"""Why a column was guessed to be a field: see `ColumnGuess`."""


@dataclass(frozen=True)
class ColumnGuess:
    """A column that was guessed: its title, the field it was read as (empty: kept as found), and why.

    `maybe_key`: it may be the list's own key, and is not used as one. `contradicted`: its cells are not what its
    title says, but this field. `left`: they are not what its title says, and no field. `cells`: its title is
    unknown or may be several fields, and its cells decided. `kind_title`: it holds the names, and its title what they are. `several`: `others` may be the field too. `second_place`: `others` are other places of the same rows. `title`:
    its title says so among other words. `instead` is the field that a person who knows better would say.
    """

    title: str
    field: str
    why: Why
    instead: str = IGNORED
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The fields a column may be once its cells were looked at, how sure its title is, and what was guessed."""

    fields: tuple[str, ...] = ()
    sure: int = 0
    guessed: ColumnGuess | None = None


SAMPLE = 200
NEARLY_ALL = 0.9
_FEWEST = 3
"""Cells from which «none of them is what the title says» says something of the column."""
_BY_CELLS = ("email", "bce", "website", "phone", "coordinates", "postal_code", "hours", "lat", "lon", "kind", "themes", "publics")  # fmt: skip
"""Fields that cells alone may tell, the plainest first."""
_VOCABULARIES = ("kind", "themes", "publics")
"""One word alone may be a name as well."""


def telling_cells(table: Table, title: str) -> list[str]:
    """The first cells of a column that say something."""
    cells = filled_cells(table.rows, table.header.index(title), SAMPLE)
    return [cell for cell in cells if not (says_nothing(cell) or says_none(cell))]


def settled(title: str, cells: Sequence[str], guessed: Guess, territory: Territory) -> Reading:
    """What a column is, by its title and its cells.

    1. A title of several fields is the one that most of its cells are.
    2. A title of one field is that field, unless (nearly) all of its cells are none of it: then they decide.
    3. Where the title says nothing, (nearly) all cells of one sort say it.
    """
    fields, sure = guessed.fields, guessed.sure
    if not cells:
        return Reading(fields if len(fields) == 1 else (), sure)
    if sure == AMONG and fields and not any(_knows(field, cells, territory) for field in fields):
        return Reading()
    if len(fields) > 1:  # RULE 1
        fitting = _fitting(fields, cells, territory)
        if len(fitting) == 1:
            why: Why = "cells" if set(fields) != {"street", "address"} else "title"
            other = next(field for field in fields if field != fitting[0])
            instead = other if why == "title" else IGNORED  # of «Site», its cells are no towns
            # «Site» holds towns, but «Ville» says so itself.
            told = sure if why == "title" else min(sure, BARE)
            return Reading(fitting, told, ColumnGuess(title, fitting[0], why, instead))
        if not fitting and (other := sort_of(cells, territory)):
            return Reading((other,), sure, ColumnGuess(title, other, "cells"))
        return Reading(fitting or (fields if sure == EXACT else ()), sure)
    if fields in (("status",), ("closed_on",)) and not tells_standing(cells, fields[0], title):
        return Reading() if sure == AMONG else Reading((), 0, ColumnGuess(title, "", "left", fields[0]))
    if fields == ("source_id",) and sure < BARE and nearly_all("bce", cells, territory):
        return Reading(("bce",), sure, ColumnGuess(title, "bce", "cells"))
    if fields:
        return _held_against(title, cells, fields[0], sure, territory)  # RULE 2
    if not speaks_of_another(fold(title)) and (other := sort_of(cells, territory)):  # RULE 3
        return Reading((other,), 0, ColumnGuess(title, other, "cells"))
    return Reading()


def _fitting(fields: Sequence[str], cells: Sequence[str], territory: Territory) -> tuple[str, ...]:
    """Those of the fields that most of the cells could be under; a whole address takes its phone with it."""
    fitting = tuple(field for field in fields if _fits(field, cells, territory))
    return ("address",) if "address" in fitting else fitting


def _held_against(title: str, cells: Sequence[str], field: str, sure: int, territory: Territory) -> Reading:
    """The field of a title, unless (nearly) all cells contradict it.

    «Genre» or «Type» alone is a kind of structure where one of its cells is: else nobody knows of what it is one.
    """
    bare = " " not in fold(title) and len(cells) >= _FEWEST
    if field == "kind" and bare and not _tell_kinds(cells, territory):
        return Reading((), 0, ColumnGuess(title, "", "left", field))
    if field == "presentation" and (other := sort_of(cells, territory)):  # what map makers call a description
        return Reading((other,), sure, ColumnGuess(title, other, "cells"))
    holding = sum(_may_hold(field, cell) for cell in cells)
    if holding > len(cells) * (1 - NEARLY_ALL):
        if field == "street" and splittable(cells, territory):
            return Reading(("address",), sure, ColumnGuess(title, "address", "contradicted", field))
        return Reading(
            (field,), sure, ColumnGuess(title, field, "title") if sure == AMONG and field != "name" else None
        )
    other = sort_of(cells, territory)
    if other == field:
        return Reading((field,), sure)
    if other:
        return Reading((other,), AMONG, ColumnGuess(title, other, "contradicted", field))
    if sure == AMONG or field in ("hours", "name") or len(set(cells)) >= _FEWEST:
        return Reading((), 0, ColumnGuess(title, "", "left", field))
    return Reading((field,), sure)


def sort_of(cells: Sequence[str], territory: Territory) -> str:
    """The field that (nearly) all of these cells are, whatever their title; empty where they are none."""
    for field in _BY_CELLS:
        if (len(cells) > 1 or field not in _VOCABULARIES) and nearly_all(field, cells, territory):
            return field
    if nearly_all("street", cells, territory):
        return "address" if splittable(cells, territory) else "street"
    return ""


def nearly_all(field: str, cells: Sequence[str], territory: Territory) -> bool:
    """Whether (nearly) all cells are values of `field` beyond doubt; as soon as too many are not, no other is looked at."""
    others = 0
    for cell in cells:
        others += not _is_value(field, cell, territory)
        if (len(cells) - others) / len(cells) < NEARLY_ALL:
            return False
    return bool(cells)


def _knows(field: str, cells: Sequence[str], territory: Territory) -> bool:
    """Whether one of the cells is a word of the vocabulary of `field`, where it has one."""
    name = next((column.vocabulary for column in model.RECORDS if column.name == field), "")
    return not name or any(read_terms(cell, field, territory.vocabulary(name)).values for cell in cells)


def _tell_kinds(cells: Sequence[str], territory: Territory) -> bool:
    """Whether one cell names a kind of structure, or holds its words: under «Type», «Ordinaire» says something else."""
    return _knows("kind", cells, territory) or any(territory.kind_of(cell) for cell in cells)


def _fits(field: str, cells: Sequence[str], territory: Territory) -> bool:
    """Whether most of the cells could be under `field`, of several that their title may be."""
    if field in ("address", "street") and splittable(cells, territory) != (field == "address"):
        return False
    test = _MAY_BE.get(field)
    return test is None or sum(test(cell, territory) for cell in cells) * 2 > len(cells)


_TIME = re.compile(r"\b\d{1,2} ?(?:[hu:.] ?[0-5]\d|[hu]\b)", re.IGNORECASE)
_ONLY_FIGURES = re.compile(r"[\d /.,-]+")
_DECIMALS = re.compile(r"[.,]\d{3,}")
_HOUSE = re.compile(r"(?:n[°o.]? ?)?\d{1,4} ?(?:[a-z]|bis|ter|quater)?(?: ?[-/+,&] ?\d{0,4} ?[a-z]?)*(?: ?(?:bte|boite|boîte|bus|b) ?\w{1,4})?", re.IGNORECASE)  # fmt: skip
_MANY = 8
"""Words beyond which a cell is a sentence; digits of a number of phone or of an enterprise."""


def _is_value(field: str, cell: str, territory: Territory) -> bool:
    """Whether a cell is a value of `field` beyond doubt, were there no title; yes for a field that cells never tell."""
    test = _TESTS.get(field)
    return test is None or test(cell, territory)


def _is_phone(cell: str, _: Territory) -> bool:
    """A number with its zero or its country: nine digits alone may number anything."""
    n_digits = sum(sign.isdigit() for sign in cell)
    return cell.lstrip("(")[:1] in ("0", "+") and n_digits > _MANY and bool(valid_phones(cell, "BE"))


def _is_point(cell: str, territory: Territory) -> bool:
    return len(_DECIMALS.findall(cell)) == 2 and _holds_a_point(cell, territory)  # noqa: PLR2004 - latitude and longitude


def _holds_a_point(cell: str, territory: Territory) -> bool:
    return bool(read_both(cell, Bounds.of(territory)).values)


def _is_postal_code(cell: str, territory: Territory) -> bool:
    read = read_postal_code(cell, territory.gazetteer.spelling)
    return read is not None and read.code in territory.gazetteer.by_postal_code


def _is_latitude(cell: str, territory: Territory) -> bool:
    degrees, bounds = as_degrees(cell), Bounds.of(territory)
    return degrees is not None and bool(_DECIMALS.search(cell)) and bounds.south <= degrees <= bounds.north


def _is_longitude(cell: str, territory: Territory) -> bool:
    degrees, bounds = as_degrees(cell), Bounds.of(territory)
    return degrees is not None and bool(_DECIMALS.search(cell)) and bounds.west <= degrees <= bounds.east


def _names_terms(cell: str, field: str, territory: Territory) -> bool:
    read = read_terms(cell, field, territory.vocabulary(field))
    return bool(read.values.get(field)) and not read.rest


def _names_a_street(cell: str, _: Territory) -> bool:
    """«12 rue de Fer», «Nieuwstraat 5», «Am Markt 3»: a word of streets stands in it."""
    vocabulary = words()
    said = fold(cell[:200]).split()
    return any(word in vocabulary.street_words or word.endswith(vocabulary.street_endings) for word in said)


_TESTS: Mapping[str, Callable[[str, Territory], bool]] = {
    "email": lambda cell, _: bool(valid_addresses(cell)) and len(cell.split()) < _MANY,
    "bce": lambda cell, _: bool(read_enterprise(cell).values),
    "website": lambda cell, _: _of_the_web(cell) and any(map(as_website, cell.split()[:_MANY])),
    "phone": _is_phone,
    "coordinates": _is_point,
    "postal_code": _is_postal_code,
    "ins": lambda cell, territory: cell.removesuffix(".0") in territory.gazetteer.by_ins,
    "hours": lambda cell, _: len(_TIME.findall(cell)) > 1,
    "lat": _is_latitude,
    "lon": _is_longitude,
    "kind": lambda cell, territory: territory.kinds.find(cell) is not None,
    "themes": lambda cell, territory: _names_terms(cell, "themes", territory),
    "publics": lambda cell, territory: _names_terms(cell, "publics", territory),
    "street": _names_a_street,
    "locality": lambda cell, territory: territory.place(locality=cell).standing != "unknown",
}
_MAY_BE: Mapping[str, Callable[[str, Territory], bool]] = {
    **_TESTS,
    "email": lambda cell, _: bool(valid_addresses(cell)),
    "phone": lambda cell, _: bool(valid_phones(cell, "BE")),
    "website": lambda cell, _: _may_hold("website", cell),
    "coordinates": _holds_a_point,
    "status": lambda cell, _: bool(read_status(cell, "statut").values),
    "hours": lambda cell, _: bool(
        _TIME.search(cell) or not words().week.days.keys().isdisjoint(fold(cell).split())
    ),
    "street": lambda cell, _: _may_hold("street", cell),
    "name": lambda cell, territory: (
        not (_names_a_street(cell, territory) or _TESTS["locality"](cell, territory))
    ),
}
"""The same where the title names the field among others: less is asked."""


def _of_the_web(cell: str) -> bool:
    return "www." in cell.lower() or "://" in cell or cell.lower().startswith("http")


def _may_hold(field: str, cell: str) -> bool:
    """Whether a cell may be meant as a value of `field`, badly written or not."""
    n_digits, n_letters = sum(sign.isdigit() for sign in cell), sum(sign.isalpha() for sign in cell)
    elsewhere = "@" in cell or cell.lower().startswith(("http://", "https://", "www."))
    match field:
        case "email":
            return "@" in cell or "(at)" in cell.lower()
        case "website":
            return "@" not in cell and (_of_the_web(cell) or any(map(as_website, cell.split()[:_MANY])))
        case "phone":
            return n_digits > 2 and (not elsewhere or bool(valid_phones(cell, "BE")))  # noqa: PLR2004 - 107 is a number of phone
        case "bce" | "unit_number":
            return n_digits >= _MANY and not elsewhere
        case "postal_code" | "lat" | "lon" | "coordinates" | "ins":
            return n_digits > 0 and not elsewhere
        case "hours" | "opening_hours":
            return not elsewhere and not (_ONLY_FIGURES.fullmatch(cell) and not _TIME.search(cell))
        case "name" | "street" | "address" | "locality" | "commune":
            return n_letters > 0 and not elsewhere
        case "house_number":
            return _HOUSE.fullmatch(cell) is not None
        case _:
            return True


def without_numbers(streets: Sequence[str]) -> bool:
    """Whether most of these streets stand without the number of a house."""
    numbered = sum(street[0].isdigit() or any(map(str.isdigit, street.split()[-1])) for street in streets)
    return bool(streets) and numbered * 2 < len(streets)


def are_houses(cells: Sequence[str], at: int, streets: Sequence[int]) -> bool:
    """Whether the cells of column `at` are numbers of houses of one of these streets."""
    like = sum(_HOUSE.fullmatch(cell) is not None or dated_house(cell) for cell in cells)
    if not streets or like < len(cells) * NEARLY_ALL:
        return False
    if any(0 < at - street <= 2 for street in streets):  # noqa: PLR2004 - a street may stand in two languages
        return True
    if at and at + 1 in streets:
        return True
    return any(street <= at + 1 for street in streets) and not _count_rows(cells)


def _count_rows(cells: Sequence[str]) -> bool:
    """Whether the cells count: 1, 2, 3 … in whatever order."""
    figures = {int(cell) for cell in cells if cell.isascii() and cell.isdecimal()}
    return len(figures) == len(cells) and max(figures, default=0) - min(figures, default=0) == len(cells) - 1
