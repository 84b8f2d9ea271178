"""Phone numbers as people write them, to E.164."""

from __future__ import annotations

import re
from functools import lru_cache

from wtc_eco.locale import tr
from wtc_eco.sources.table import Fault
from wtc_eco.sources.text import seen
from wtc_eco.sources.values.dialling import plan_of
from wtc_eco.sources.values.reading import NOTHING, Reading, doubt, repaired
from wtc_eco.sources.wording import says_none, says_nothing, words

_FLOAT = re.compile(r"(\+?\d{6,15})[.,]0{1,3}")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d{1,12})?[eE]\+?\d{1,2}")
_SIGNS = re.compile(r"[+(]?[\d][\d ./()+‐‑–-]{4,40}")
_ONLY_SIGNS = re.compile(r"[+(\d][\d ./()+‐‑–-]*")
_SURE = re.compile(r"[;|,\n]| / | - (?=[+0(])")
_LAST_FIGURES = re.compile(r"[ ]?[-/][ ]?\d{1,3}$")
_FEWEST_DIGITS = 6
_LONGEST_PIECE = 200
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
        found = _within(piece, country)
        numbers += [number for number, _ in found]
        rest = piece
        for _, signs in found:
            rest = rest.replace(signs, " ", 1)
        left = max((sum(map(str.isdigit, run)) for run in _SIGNS.findall(rest)), default=0)
        if left >= _FEWEST_DIGITS or (not found and not any(sign.isalpha() for sign in rest)):
            return numbers, [], piece
        notes.append(" ".join(rest.split()).strip(" :.-/()"))
    return numbers, [note for note in notes if note], ""


def _within(piece: str, country: str) -> list[tuple[str, str]]:
    """The numbers in one piece of text, each with the signs that write it."""
    found = _SIGNS.search(piece)
    signs = found[0].strip(" -/") if found else ""
    # «081/24.09.10-11» is a number and the last figures of its neighbour.
    for written in (signs, _LAST_FIGURES.sub("", signs)):
        left = piece.replace(written, " ", 1)
        if (
            written
            and sum(sign.isdigit() for sign in left) < _FEWEST_DIGITS
            and (number := e164(written, country))
        ):
            return [(number, written)]
    return _searched(piece, country) if signs else []


def _searched(piece: str, country: str) -> list[tuple[str, str]]:
    """The same by phonenumbers' own search, which knows more ways but is slower."""
    import phonenumbers

    return [
        (phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164), match.raw_string)
        for match in phonenumbers.PhoneNumberMatcher(piece[:_LONGEST_PIECE], country.upper())
    ]


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


@lru_cache(maxsize=1 << 13)
def e164(signs: str, country: str) -> str | None:
    """A valid number in E.164, or `None`; letters never become digits."""
    import phonenumbers  # costs 130 ms; only reading a list pays it

    if any(sign.isalpha() for sign in signs):
        return None
    plan = plan_of(country.upper())
    if plan and (usual := plan.e164(signs)):
        return usual
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
