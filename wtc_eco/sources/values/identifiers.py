"""Numbers: of enterprises and their establishments (Banque-Carrefour des Entreprises), and plain ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.text_repair import seen
from wtc_eco.sources.values import NOTHING, ReadValue, doubt, repaired
from wtc_eco.sources.vocabulary import says_none, says_nothing

_DECORATION = re.compile(r"^(?:tva|bce|kbo|vat|n°|no|be)?[ .:-]*(?:be)?[ .:-]*", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\(([^()\d]{1,60})\)$")
_FLOAT = re.compile(r"(\d{9,10})[.,]0{1,3}")
_TEN_DIGITS = re.compile(r"(?<!\d)\d{4}[ .\-/]?\d{3}[ .\-/]?\d{3}(?!\d)|(?<!\d)\d\.\d{3}\.\d{3}\.\d{3}(?!\d)")
_SEPARATORS = str.maketrans("", "", " .-/")
_LENGTH = 10


def read_enterprise(text: str) -> ReadValue:
    """`bce` where the number begins with 0 or 1, `unit_number` where it begins with 2 to 8.

    Both are ten digits, the last two 97 less the first eight modulo 97 (Banque-Carrefour des
    Entreprises). A zero lost by Excel is put back with a warning; a number with wrong check digits is kept as found.
    """
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    faults: list[Problem] = []
    if whole := _FLOAT.fullmatch(cell):
        cell = whole[1]
        faults.append(
            repaired("bce_decimal", tr("Excel had made a number of this enterprise number; it was mended."))
        )
    aside = _ASIDE.search(cell) if cell.endswith(")") else None
    bare = cell[: aside.start()] if aside else cell
    digits = (bare if bare[:1].isdigit() else _DECORATION.sub("", bare, count=1)).translate(_SEPARATORS)
    if len(digits) == _LENGTH - 1 and digits.isdecimal() and digits.isascii():
        digits = f"0{digits}"
        faults.append(
            repaired(
                "bce_zero", tr("The zero in front of this enterprise number was missing; it was put back.")
            )
        )
    if field := field_of(digits):
        return ReadValue({field: digits}, tuple(faults), note=aside[1] if aside else "")
    return _several(cell) or ReadValue(faults=(_wrong(),))


def _several(cell: str) -> ReadValue | None:
    """An enterprise and its unit in one cell, or two enterprises; `None` where it is nothing of the kind."""
    written = [number.translate(_SEPARATORS) for number in _TEN_DIGITS.findall(cell)]
    numbers = dict.fromkeys(number for number in written if field_of(number))
    enterprises = [number for number in numbers if field_of(number) == "bce"]
    if len(enterprises) > 1:
        return ReadValue(faults=(other_enterprise(*enterprises[:2]),))
    if len(written) > 1 and all(map(field_of, written)):
        return ReadValue({field_of(number): number for number in reversed(numbers)})
    return None


_NEARLY_ALL = 0.9


def are_enterprises(keys: Iterable[str]) -> bool:
    """Whether (nearly) all of these are numbers of enterprises or of their units."""
    found = [bool(read_enterprise(key).values) for key in keys]
    return bool(found) and sum(found) >= _NEARLY_ALL * len(found)


def field_of(digits: str) -> str:
    """`bce`, `unit_number`, or nothing where the ten digits do not check."""
    if len(digits) != _LENGTH or not (digits.isascii() and digits.isdecimal()) or digits[0] == "9":
        return ""
    if 97 - int(digits[:8]) % 97 != int(digits[8:]):
        return ""
    return "bce" if digits[0] in "01" else "unit_number"


def other_enterprise(first: str, second: str) -> Problem:
    """Two sound numbers of one row: it would be two structures at once, and only a person can tell which."""
    return Problem(
        "two_enterprises",
        "quarantine",
        tr("The row names two enterprises: {first} and {second}.", first=first, second=second),
        tr("Keep the number of the structure itself and empty the other, then import the quarantine file."),
    )


def _wrong() -> Problem:
    return doubt(
        "bce_bad",
        tr("This is not an enterprise number: its check digits do not fit."),
        tr("Look the number up at kbopub.economie.fgov.be (ten digits), or empty the cell."),
    )


_NUMBER = re.compile(r"(\d{1,3}(?: \d{3}){1,3}|\d{1,9})(?:[.,](\d{1,6}))?")


def read_number(text: str, field: str) -> ReadValue:
    """A number not below zero, with a comma or a point; other words are told and kept as found."""
    cell = seen(text)
    if says_nothing(cell):
        return NOTHING
    if says_none(cell):
        return ReadValue({field: 0.0})
    number = _NUMBER.fullmatch(cell)
    if not number:
        return ReadValue(rest=text, faults=(_not_one(cell),))
    return ReadValue({field: float(f"{number[1].replace(' ', '')}.{number[2] or 0}")})


def _not_one(text: str) -> Problem:
    return Problem(
        "number_words",
        "warning",
        tr("“{words}” is not a number; the text is kept apart.", words=text[:80]),
        tr("Write one figure, for instance 12."),
    )


def nameless() -> Problem:
    """The one fault besides two enterprises at once that sets a row aside."""
    return Problem(
        "no_name",
        "quarantine",
        tr("The structure has no name."),
        tr("Write its name, then import the quarantine file."),
    )
