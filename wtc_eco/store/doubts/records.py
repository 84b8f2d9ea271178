"""Doubts about a structure as a list gave it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wtc_eco.errors import Problem
from wtc_eco.locale import tr
from wtc_eco.model import RECORDS
from wtc_eco.store.doubts import places, words
from wtc_eco.store.doubts.row import Row

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

_YES_PARTLY_NO = ("yes", "partly", "no")
CHOICES = {
    "staff_trained": _YES_PARTLY_NO,
    "roles_defined": _YES_PARTLY_NO,
    "knows_ecosystem": ("very_well", "well", "badly", "not_at_all"),
    "entry_point": ("often", "sometimes", "rarely"),
}
_ORDER = (("collected_on", "withdrawn_on"), ("asked_on", "answered_on"), ("asked_on", "network_answered_on"))
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,60}")
_TEN_DIGITS = re.compile(r"[0-9]{10}")
_LOST = "\N{REPLACEMENT CHARACTER}"


def doubts(row: Row, numbers: frozenset[int], territory: Territory) -> Iterator[Problem]:
    """Everything doubtful in one record, by theme."""
    if not row["name"]:
        yield row.problem("no_name", "name", tr("This structure has no name."), tr("Write its name."))
    yield from words.unknown_terms(row, RECORDS, territory)
    yield from words.unknown_choices(row, CHOICES)
    yield from words.disordered_dates(row, _ORDER)
    yield from places.doubts(row, territory)
    yield from _reach(row)
    yield from _registers(row)
    yield from _host(row, numbers)
    yield from _lost_letters(row)


def _reach(row: Row) -> Iterator[Problem]:
    for phone in row["phone"] or ():
        if not _PHONE.fullmatch(phone):
            message = tr("“{phone}” is not an international phone number.", phone=phone)
            yield row.problem(
                "bad_phone", "phone", message, tr("Write it as +3242223344, several separated by |.")
            )
    for email in row["email"] or ():
        if not _EMAIL.fullmatch(email):
            message = tr("“{email}” is not an e-mail address.", email=email)
            yield row.problem("bad_email", "email", message, tr("Correct it, several separated by |."))


def _registers(row: Row) -> Iterator[Problem]:
    for column, first in (("bce", "01"), ("unit_number", "2345678")):
        number = row[column]
        if number is None or (_TEN_DIGITS.fullmatch(number) and number[0] in first and _checked(number)):
            continue
        message = tr("“{number}” is not a number of the Crossroads Bank for Enterprises.", number=number)
        hint = tr("Ten digits, without dots; Excel drops the 0 in front: write it again.")
        yield row.problem("bad_register_number", column, message, hint)


def _checked(number: str) -> bool:
    """The last two digits of an enterprise or establishment number: 97 less the rest of the first eight by 97."""
    return 97 - int(number[:8]) % 97 == int(number[8:])


def _host(row: Row, numbers: frozenset[int]) -> Iterator[Problem]:
    held = row["hosted_by"]
    if held is None or not held.isdecimal():
        return
    if int(held) not in numbers:
        message = tr("No record has the number {number}.", number=held)
        yield row.problem(
            "unknown_record", "hosted_by", message, tr("Write the number of the bearer, or its name.")
        )
    elif int(held) == row["record"]:
        yield row.problem(
            "own_host", "hosted_by", tr("This record is its own bearer."), tr("Leave the cell empty.")
        )


def _lost_letters(row: Row) -> Iterator[Problem]:
    for column in ("name", "street", "locality", "note"):
        if _LOST in (row[column] or ""):
            message = tr("Letters were lost in “{column}” before the file reached us.", column=column)
            yield row.problem(
                "lost_letters", column, message, tr("Write the missing letters where � stands.")
            )
