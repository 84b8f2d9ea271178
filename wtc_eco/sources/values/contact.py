"""How a structure is reached: phones to E.164, e-mail addresses, websites.

Most phones of a list are of one country in its usual spelling: these are told by the numbering plan of
phonenumbers itself, without its long way through every other spelling and country.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.text_repair import seen
from wtc_eco.sources.values import NOTHING, ReadValue, doubt, repaired
from wtc_eco.sources.vocabulary import says_none, says_nothing, words

_KINDS = (
    "premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail",
    "fixed_line", "mobile",
)  # fmt: skip
_SEPARATORS = str.maketrans("", "", " ./-()")


@dataclass(frozen=True)
class NumberingPlan:
    """The numbers of a country: its code, what stands before a national number, and the shapes of numbers."""

    code: str
    prefix: str
    shapes: tuple[tuple[re.Pattern[str], frozenset[int]], ...]

    def e164(self, signs: str) -> str | None:
        """The number in E.164 where it is one of this country, in its usual spelling; `None` says nothing."""
        bare = signs.translate(_SEPARATORS)
        if bare.startswith(f"+{self.code}"):
            national = bare[len(self.code) + 1 :]
        elif bare.startswith(self.prefix):
            national = bare[len(self.prefix) :]
        elif bare.startswith(self.code):
            return None  # the code without its plus, or a number that begins like it
        else:
            national = bare  # Excel took the zero away
        if not (national.isascii() and national.isdecimal()):
            return None
        sound = all(
            any(self._is(shape, national) for shape in part) for part in (self.shapes[:1], self.shapes[1:])
        )
        return f"+{self.code}{national}" if sound else None

    @staticmethod
    def _is(shape: tuple[re.Pattern[str], frozenset[int]], national: str) -> bool:
        pattern, lengths = shape
        return len(national) in lengths and pattern.fullmatch(national) is not None


@lru_cache(maxsize=8)
def plan_of(country: str) -> NumberingPlan | None:
    """The plan of a two-letter country; `None` where its numbers cannot be told this way.

    That is where several countries share a code, or where more than one prefix is taken off.
    """
    import phonenumbers

    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
    if (
        metadata is None
        or not metadata.national_prefix
        or metadata.national_prefix_for_parsing != metadata.national_prefix
    ):
        return None
    if (
        metadata.national_prefix_transform_rule
        or len(phonenumbers.region_codes_for_country_code(metadata.country_code or 0)) != 1
    ):
        return None
    known = [metadata.general_desc, *(getattr(metadata, kind) for kind in _KINDS)]
    lengths = frozenset(metadata.general_desc.possible_length) if metadata.general_desc else frozenset()
    shapes = tuple(
        (re.compile(desc.national_number_pattern), frozenset(desc.possible_length) or lengths)
        for desc in known
        if desc is not None and desc.national_number_pattern
    )
    return NumberingPlan(str(metadata.country_code), metadata.national_prefix, shapes)


_FLOAT = re.compile(r"(\+?\d{6,15})[.,]0{1,3}")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d{1,12})?[eE]\+?\d{1,2}")
_SIGNS = re.compile(r"[+(]?[\d][\d ./()+‐‑–-]{4,40}")
_ONLY_SIGNS = re.compile(r"[+(\d][\d ./()+‐‑–-]*")
_SURE = re.compile(r"[;|,\n]| / | - (?=[+0(])")
_LAST_FIGURES = re.compile(r"[ ]?[-/][ ]?\d{1,3}$")
_FEWEST_DIGITS = 6
_LONGEST_PIECE = 200
_MOST_NUMBERS = 8


def read_phone(text: str, country: str = "BE") -> ReadValue:
    """The numbers of a cell as a tuple in E.164, words around them as a note.

    `0471234567 (Julie)` keeps Julie; a zero or a «.0» that Excel lost or added is mended with a
    warning; what Excel rounded («4,71E+08») or what is no number sets the row aside. Words without
    any digit («voir le site») are kept as found.
    """
    cell = seen(text)
    if says_nothing(cell):
        return NOTHING
    if says_none(cell):
        return ReadValue({"phone": ()})
    if _SCIENTIFIC.fullmatch(cell):
        return ReadValue(faults=(_rounded(),))
    if not any(sign.isdigit() for sign in cell):
        return ReadValue(rest=text, faults=(_no_number(),))
    faults: list[Problem] = []
    if whole := _FLOAT.fullmatch(cell):
        cell = whole[1]
        faults.append(repaired("phone_decimal", tr("Excel had made a number of this phone; it was mended.")))
    numbers, notes, bad = _numbers_in(cell, country)
    if bad:
        return ReadValue(faults=(_not_valid(bad),))
    if not numbers:
        return ReadValue(rest=text, faults=(_no_number(),))
    if cell.isdigit() and not cell.startswith("0") and not faults and not cell.startswith(numbers[0][1:4]):
        faults.append(
            repaired("phone_zero", tr("The zero in front of this phone was missing; it was put back."))
        )
    return ReadValue({"phone": tuple(dict.fromkeys(numbers))}, tuple(faults), note=" ".join(notes))


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
        read = _within(piece, country)
        numbers += [number for number, _ in read]
        rest = piece
        for _, signs in read:
            rest = rest.replace(signs, " ", 1)
        left = max((sum(map(str.isdigit, run)) for run in _SIGNS.findall(rest)), default=0)
        if left >= _FEWEST_DIGITS or (not read and not any(sign.isalpha() for sign in rest)):
            return numbers, [], piece
        notes.append(" ".join(rest.split()).strip(" :.-/()"))
    return numbers, [note for note in notes if note], ""


def _within(piece: str, country: str) -> list[tuple[str, str]]:
    """The numbers in one piece of text, each with the signs that write it."""
    run = _SIGNS.search(piece)
    signs = run[0].strip(" -/") if run else ""
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
def e164(signs: str, country: str = "BE") -> str | None:
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


def _rounded() -> Problem:
    return doubt(
        "phone_rounded",
        tr("Excel rounded this phone number; its last digits are lost."),
        tr("Find the number again and write it as text, for instance 0471 12 34 56."),
    )


def _not_valid(piece: str) -> Problem:
    return doubt(
        "phone_bad",
        tr("“{piece}” is not a phone number.", piece=piece.strip()[:80]),
        tr("Write it with all its digits, for instance 0471 12 34 56, or empty the cell."),
    )


def _no_number() -> Problem:
    return Problem(
        "phone_words",
        "warning",
        tr("There is no phone number in this cell; its text is kept apart."),
        tr("Write a number, or empty the cell."),
    )


_BETWEEN_EMAILS = re.compile(r"[;,|\s<>()\[\]]+|/(?=[^/]*@)")
_AT = re.compile(r" ?[(\[] ?(?:at|arobase|@) ?[)\]] ?", re.IGNORECASE)
_LOCAL = frozenset("!#$%&'*+/=?^_`{|}~.-")
_LONGEST = 254


def read_email(text: str) -> ReadValue:
    """The addresses of a cell as a tuple, in lower case; words around them as a note.

    An address that cannot be one sets the row aside.
    """
    cell = seen(text)
    if says_nothing(cell):
        return NOTHING
    if says_none(cell):
        return ReadValue({"email": ()})
    plain = _AT.sub("@", cell)
    parts = [part.removeprefix("mailto:").strip(".:'\"") for part in _BETWEEN_EMAILS.split(plain)]
    addresses = [part for part in parts if "@" in part]
    bad = next((address for address in addresses if not is_address(address.lower())), None)
    if bad is not None or not addresses:
        return ReadValue(faults=(_wrong(bad or cell),))
    faults: tuple[Problem, ...] = ()
    if plain != cell:
        faults = (repaired("email_at", tr("“(at)” was read as @.")),)
    note = " ".join(part for part in parts if part and "@" not in part)
    return ReadValue({"email": tuple(dict.fromkeys(map(str.lower, addresses)))}, faults, note=note)


def valid_addresses(text: str) -> tuple[str, ...]:
    """Only the addresses that can be one; nothing is doubted aloud."""
    parts = (part.removeprefix("mailto:").strip(".:'\"") for part in _BETWEEN_EMAILS.split(seen(text)))
    return tuple(dict.fromkeys(filter(is_address, map(str.lower, parts))))


def is_address(text: str) -> bool:
    """Whether mail could be sent there: a local part, a domain of at least two labels."""
    local, at, domain = text.partition("@")
    labels = domain.split(".")
    return (
        bool(at and local)
        and len(text) <= _LONGEST
        and len(labels) > 1
        and all(sign.isalnum() or sign in _LOCAL for sign in local)
        and not local.startswith(".")
        and not local.endswith(".")
        and all(label and label.replace("-", "").isalnum() for label in labels)
        and not labels[-1].isdigit()
    )


def _wrong(address: str) -> Problem:
    return doubt(
        "email_bad",
        tr("“{address}” is not an e-mail address.", address=address[:80]),
        tr("Write it as name@example.be, or empty the cell."),
    )


_BETWEEN_WEBSITES = re.compile(r"[;|\s]+|,(?=\s|https?:|www\.)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}:(?!\d)", re.IGNORECASE)


def read_website(text: str) -> ReadValue:
    """The first website of a cell, with `https://` where it names no scheme; the rest kept as found.

    Only http and https are websites: «javascript:» is text.
    """
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    parts = [part for part in _BETWEEN_WEBSITES.split(cell) if part]
    sites = [as_website(part) for part in parts]
    first = next((site for site in sites if site), None)
    if first is None:
        return ReadValue(rest=text, faults=(_none_there(),))
    others = [part for part, site in zip(parts, sites, strict=True) if site != first]
    return ReadValue({"website": first}, (_only_first(),) if others else (), rest=" ".join(others))


def as_website(text: str) -> str | None:
    """`text` as an address on the web, or `None`."""
    bare = text.strip("<>()[]\"'").rstrip(".,")
    if _SCHEME.match(bare) and not bare.lower().startswith(("http://", "https://")):
        return None
    whole = bare if "://" in bare else f"https://{bare}"
    try:
        parts = urlsplit(whole)
        host = parts.hostname or ""
    except ValueError:
        return None
    labels = host.split(".")
    if parts.username is not None or len(labels) < 2 or not all(labels):  # noqa: PLR2004 - name and country
        return None
    sound = all(label.replace("-", "").replace("_", "").isalnum() for label in labels)
    return whole if sound and not labels[-1].isdigit() else None


def _none_there() -> Problem:
    return Problem(
        "website_words",
        "warning",
        tr("There is no website in this cell; its text is kept apart."),
        tr("Write it as www.example.be, or empty the cell."),
    )


def _only_first() -> Problem:
    return Problem("website_several", "warning", tr("The first website was taken; the rest is kept apart."))
