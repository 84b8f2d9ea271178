"""Phone numbers as people write them, to E.164."""

from __future__ import annotations

import re
from functools import lru_cache

from wtc_eco.locale import tr
from wtc_eco.sources.table import Fault
from wtc_eco.sources.text import seen
from wtc_eco.sources.values.reading import NOTHING, Reading, doubt, repaired
from wtc_eco.sources.wording import says_none, says_nothing, words

_FLOAT = re.compile(r"(\+?\d{6,15})[.,]0{1,3}")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d{1,12})?[eE]\+?\d{1,2}")
_SIGNS = re.compile(r"[+(]?[\d][\d ./()+‐‑–-]{4,40}")
_ONLY_SIGNS = re.compile(r"[+(\d][\d ./()+‐‑–-]*")
_SURE = re.compile(r"[;|,\n]| / | - (?=[+0(])")
_FEWEST_DIGITS = 6
_MOST_NUMBERS = 8


def read_phone(text: str, country: str = "BE") -> Reading:
    """The numbers of a cell as a tuple in E.164, words around them as a note.

    `0471234567 (Julie)` keeps Julie; a zero or a «.0» that Excel lost or added is mended with a
    warning; what Excel rounded («4,71E+08») or what is no number sets the row aside. Words without
    any digit («voir le site») are kept as found.
    """
    held = seen(text)
    if says_nothing(held):
        return NOTHING
    if says_none(held):
        return Reading({"phone": ()})
    if _SCIENTIFIC.fullmatch(held):
        return Reading(faults=(_rounded(),))
    if not any(sign.isdigit() for sign in held):
        return Reading(rest=text, faults=(_no_number(),))
    faults: list[Fault] = []
    if whole := _FLOAT.fullmatch(held):
        held = whole[1]
        faults.append(repaired("phone_decimal", tr("Excel had made a number of this phone; it was mended.")))
    numbers, notes, bad = _numbers_in(held, country)
    if bad:
        return Reading(faults=(_not_valid(bad),))
    if not numbers:
        return Reading(rest=text, faults=(_no_number(),))
    if held.isdigit() and not held.startswith("0") and not faults and not held.startswith(numbers[0][1:4]):
        faults.append(
            repaired("phone_zero", tr("The zero in front of this phone was missing; it was put back."))
        )
    return Reading({"phone": tuple(dict.fromkeys(numbers))}, tuple(faults), note=" ".join(notes))


def valid_phones(text: str, country: str) -> tuple[str, ...]:
    """Only the numbers that are certain; nothing is doubted aloud."""
    numbers, _, _ = _numbers_in(_FLOAT.sub(r"\1", seen(text)), country)
    return tuple(dict.fromkeys(numbers))


def _numbers_in(text: str, country: str) -> tuple[list[str], list[str], str]:
    """Numbers, words around them, and the first piece that should have been a number and is not."""
    if _ONLY_SIGNS.fullmatch(text) and (number := e164(text, country)):
        return [number], [], ""
    numbers: list[str] = []
    notes: list[str] = []
    for piece in _pieces(text, country):
        found = _SIGNS.search(piece)
        signs = found[0].strip(" -/") if found else ""
        number = e164(signs, country) if signs else None
        if number:
            numbers.append(number)
            notes.append(piece.replace(signs, " ").strip(" :.-/"))
        elif sum(sign.isdigit() for sign in piece) >= _FEWEST_DIGITS:
            return numbers, [], piece
        elif numbers or any(sign.isalpha() for sign in piece):
            notes.append(piece.strip())
        elif piece.strip():
            return numbers, [], piece
    return numbers, [note for note in notes if note], ""


def _pieces(text: str, country: str) -> list[str]:
    """The cell cut where one number ends; at a bare `/` only where both sides are numbers."""
    for joiner in words().joiners:
        text = text.replace(joiner, "\n")
    pieces = [piece for piece in _SURE.split(text) if piece.strip()][:_MOST_NUMBERS]
    cut: list[str] = []
    for piece in pieces:
        halves = piece.split("/")
        both = len(halves) > 1 and all(e164(half.strip(), country) for half in halves[:_MOST_NUMBERS])
        cut.extend(halves if both else [piece])
    return cut


@lru_cache(maxsize=1 << 16)
def e164(signs: str, country: str) -> str | None:
    """A valid number in E.164, or `None`; letters never become digits."""
    import phonenumbers  # costs 130 ms; only reading a list pays it

    if any(sign.isalpha() for sign in signs):
        return None
    try:
        number = phonenumbers.parse(signs, country.upper())
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _rounded() -> Fault:
    return doubt(
        "phone_rounded",
        tr("Excel rounded this phone number; its last digits are lost."),
        tr("Find the number again and write it as text, for instance 0471 12 34 56."),
    )


def _not_valid(piece: str) -> Fault:
    return doubt(
        "phone_bad",
        tr("“{piece}” is not a phone number.", piece=piece.strip()[:80]),
        tr("Write it with all its digits, for instance 0471 12 34 56, or empty the cell."),
    )


def _no_number() -> Fault:
    return Fault(
        "phone_words",
        "warning",
        tr("There is no phone number in this cell; its text is kept apart."),
        tr("Write a number, or empty the cell."),
    )
