"""How a structure is reached: phones to E.164, e-mail addresses, websites.

Most phones of a list are of one country in its usual spelling: these are told by the numbering plan of
phonenumbers itself, without its long way through every other spelling and country.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from wtc_eco.errors import LONGEST_SHOWN, Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.text_repair import seen
from wtc_eco.sources.values import NOTHING, ReadValue, doubt, repaired
from wtc_eco.sources.vocabulary import says_none, says_nothing, words
from wtc_eco.territory.normalize import fold

_KINDS = (
    "fixed_line", "mobile", "premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan",
    "voicemail",
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
        sound = any(self._is(shape, national) for shape in self.shapes[:1])
        sound = sound and any(self._is(shape, national) for shape in self.shapes[1:])
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
_USUAL = re.compile(r"0\d{7,9}|[0+]\d{1,3}[ ./-][\d ./-]{4,20}")
"""One number as nearly all are written, which needs no closer look where it is valid."""
_SURE = re.compile(r"[;|,\n]| / | [-+] (?=[+0(])")
_LAST_FIGURES = re.compile(r"(?:[ ]?[-/][ ]?\d{1,3}){1,4}$")
_ENDS = re.compile(r"\d{1,3}(?:[ ]?[-/][ ]?\d{1,3}){0,4}")
_SHORT_NUMBER = re.compile(r"1\d{2,3}")
"""112, 107, 1733: a number of one country, which nobody can call from another and E.164 cannot write."""
_FEWEST_DIGITS = 6
_MOST_LAST = 4
"""Digits that stand for no number of their own: the last ones of a neighbour, a short number."""
_LONGEST_PIECE = 200
_MOST_NUMBERS = 8


def read_phone(text: str, country: str = "BE") -> ReadValue:
    """The numbers of a cell as a tuple in E.164, words around them as a note.

    `0471234567 (Julie)` keeps Julie; a zero or a «.0» that Excel lost or added is mended with a
    warning; what Excel rounded («4,71E+08»), what is no number, words without any digit («voir le
    site») and short numbers (1733) are kept as found; so is what is no number beside one that is. A fax
    is no phone: it stays in the note.
    """
    cell = seen(text)
    if says_nothing(cell):
        return NOTHING
    if says_none(cell):
        return ReadValue({"phone": ()})
    if cell == text and _USUAL.fullmatch(cell) and (number := e164(cell, country)):
        return ReadValue({"phone": (number,)})
    if _SCIENTIFIC.fullmatch(cell):
        return ReadValue(faults=(_rounded(),))
    if not any(map(str.isdigit, cell)):
        return ReadValue(rest=text, faults=(_no_number(),))
    faults: list[Problem] = []
    if whole := _FLOAT.fullmatch(cell):
        cell = whole[1]
        faults.append(repaired("phone_decimal", tr("Excel had made a number of this phone; it was mended.")))
    else:
        cell = _lines(text)
        faults += _letters_for_digits(text)
    numbers, notes, bad = _numbers_in(cell, country)
    if not numbers:
        return _without_number(text, bad)
    if bad:
        faults.append(_other_taken(bad[0]))
    if cell.isdigit() and not cell.startswith("0") and not faults and not cell.startswith(numbers[0][1:4]):
        faults.append(
            repaired("phone_zero", tr("The zero in front of this phone was missing; it was put back."))
        )
    faults += [_last_figures(note) for note in notes if _ENDS.fullmatch(note)]
    rest = " | ".join(piece.strip() for piece in bad)
    return ReadValue({"phone": tuple(dict.fromkeys(numbers))}, tuple(faults), note=" ".join(notes), rest=rest)


def _without_number(text: str, bad: Sequence[str]) -> ReadValue:
    """A cell of which no piece is a number that can be called from anywhere; `bad` are those that should be one."""
    if not bad:
        return ReadValue(rest=text, faults=(_no_number(),))
    if all(_SHORT_NUMBER.fullmatch(piece.strip()) for piece in bad):
        return ReadValue(rest=text, faults=(_short(),))
    return ReadValue(faults=(_not_valid(bad[0]),))


AS_DIGITS = str.maketrans("OolI", "0011")
_TAKEN_FOR_DIGITS = frozenset("OolI")
_SCANNED = re.compile(r"(?<=\d)[OolI](?![^\W\d_])|(?<![^\W\d_])[OolI](?=\d)")


def _letters_for_digits(text: str) -> list[Problem]:
    if _TAKEN_FOR_DIGITS.isdisjoint(text) or not _SCANNED.search(text):
        return []
    return [repaired("phone_scanned", tr("Letters stood for digits in this phone; it was mended."))]


def valid_phones(text: str, country: str) -> tuple[str, ...]:
    """Only the numbers that are certain; nothing is doubted aloud."""
    numbers, _, _ = _numbers_in(_FLOAT.sub(r"\1", _lines(text)), country)
    return tuple(dict.fromkeys(numbers))


def _lines(text: str) -> str:
    """What a person sees, its line breaks kept: most are between two numbers, some inside one.

    A letter beside a digit that a machine took for it («O81 22 33 4l») is the digit.
    """
    whole = "\n".join(filter(None, map(seen, text[:LONGEST_SHOWN].splitlines())))
    if _TAKEN_FOR_DIGITS.isdisjoint(whole):
        return whole
    return _SCANNED.sub(lambda sign: sign.group().translate(AS_DIGITS), whole)


def _numbers_in(text: str, country: str) -> tuple[list[str], list[str], list[str]]:
    """Numbers, words around them, and the pieces that should have been a number and are not."""
    if _ONLY_SIGNS.fullmatch(text) and (number := e164(text, country)):
        return [number], [], []
    numbers: list[str] = []
    bad: list[str] = []
    text, notes = _without_fax(text)
    for piece in _pieces(text, country):
        read = _within(piece, country)
        numbers += [number for number, _ in read]
        rest = piece
        for _, signs in read:
            rest = rest.replace(signs, " ", 1)
        left = max((sum(map(str.isdigit, run)) for run in _SIGNS.findall(rest)), default=0)
        words_alone = any(sign.isalpha() for sign in rest)
        if left >= _FEWEST_DIGITS or not (read or words_alone or _continues(numbers, rest)):
            bad.append(piece)
        else:
            notes.append(" ".join(rest.split()).strip(" :.-/()"))
    if bad and not numbers and "\n" in text:
        return _numbers_in(text.replace("\n", " "), country)
    return numbers, [note for note in notes if note], bad


def _continues(numbers: Sequence[str], piece: str) -> bool:
    """Whether a piece is the last figures of the neighbour of a number before it («… 33 / 34»), or nothing."""
    digits = [sign for sign in piece if sign.isdigit()]
    return not digits or (bool(numbers) and len(digits) <= _MOST_LAST)


def _without_fax(text: str) -> tuple[str, list[str]]:
    """The text without its fax numbers, and these as notes; the number of «tél/fax» is a phone too."""
    notes: list[str] = []

    def cut(fax: re.Match[str]) -> str:
        before = text[: fax.start()].rstrip()
        label = before.rstrip(" ./&+-")
        if fax["before"] and before[len(label) :].strip(" .") and label[-1:].isalpha():
            return fax[0]
        notes.append(fax[0].strip(" ,;/-–"))
        return "\n"

    return _fax().sub(cut, text), notes


@lru_cache(maxsize=1)
def _fax() -> re.Pattern[str]:
    word, number = f"(?:{'|'.join(words().fax)})", r"[+(]?\d[\d ./()+‐‑–-]{4,30}\d"
    return re.compile(
        rf"(?P<before>(?<!\w){word}(?!\w)[ .:]{{0,4}}){number}|{number} ?\( ?{word} ?\)", re.IGNORECASE
    )


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
    if any(map(str.isalpha, signs)):
        return None
    plan = plan_of(country.upper())
    if plan and (usual := plan.e164(signs)):
        return usual
    import phonenumbers  # costs 130 ms; only reading a list pays it

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


def _other_taken(piece: str) -> Problem:
    return Problem(
        "phone_bad",
        "warning",
        tr("“{piece}” is not a phone number; it is kept apart, the other number was taken.", piece=piece.strip()[:80]),
        tr("Write it with all its digits, for instance 0471 12 34 56, or take it out of the cell."),
    )  # fmt: skip


def _last_figures(figures: str) -> Problem:
    """«081 22 33 44 / 45»: a second number or an extension; nobody knows which but who wrote it."""
    return Problem(
        "phone_end",
        "warning",
        tr("“{figures}” beside a phone may be the end of a second number; it is kept in the remark.", figures=figures),
        tr("If it is one, write it with all its digits."),
    )  # fmt: skip


def _short() -> Problem:
    return Problem(
        "phone_short",
        "warning",
        tr("This is a short number, which only works inside the country; it is kept in words."),
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
_DOT = re.compile(r" ?[(\[] ?(?:dot|point|punt|punkt) ?[)\]] ?", re.IGNORECASE)
_LOCAL = re.compile(r"(?!\.)[\w!#$%&'*+/=?^`{|}~.-]+(?<!\.)")
_PLAIN_ADDRESS = re.compile(
    r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?@(?:[a-z0-9][a-z0-9-]*\.){1,9}[a-z][a-z0-9-]*"
)
"""An address as nearly all are written, which needs no closer look."""
_LONGEST = 254


def read_email(text: str) -> ReadValue:
    """The addresses of a cell as a tuple, in lower case; words around them as a note.

    What cannot be an address is kept as found, alone or beside one that can.
    """
    cell = seen(text)
    if says_nothing(cell):
        return NOTHING
    if says_none(cell):
        return ReadValue({"email": ()})
    if len(cell) <= _LONGEST and _PLAIN_ADDRESS.fullmatch(cell):
        return ReadValue({"email": (cell,)})
    plain = with_at(cell)
    parts = [part.removeprefix("mailto:").strip(".:'\"") for part in _BETWEEN_EMAILS.split(plain)]
    mailboxes = [part for part in parts if "@" in part]
    sound = [is_address(box.lower()) for box in mailboxes]
    good = [box.lower() for box in itertools.compress(mailboxes, sound)]
    bad = [box for box, is_sound in zip(mailboxes, sound, strict=True) if not is_sound]
    if not good:
        return ReadValue(faults=(_wrong(bad[0] if bad else cell),))
    faults: list[Problem] = []
    if plain != cell:
        faults.append(repaired("email_at", tr("“(at)” was read as @.")))
    if bad:
        faults.append(_other_address(bad[0]))
    note = " ".join(part for part in parts if part and "@" not in part and not _joins(part))
    return ReadValue({"email": tuple(dict.fromkeys(good))}, tuple(faults), note=note, rest=" | ".join(bad))


def with_at(text: str) -> str:
    """«epn(at)ans.be» as «epn@ans.be»."""
    plain = _AT.sub("@", text)
    return plain if plain == text else _DOT.sub(".", plain)


def _joins(part: str) -> bool:
    """Whether a word only stands between two values: «ou», «&»."""
    return not fold(part) or f" {part.lower()} " in words().joiners


def valid_addresses(text: str) -> tuple[str, ...]:
    """Only the addresses that can be one; nothing is doubted aloud."""
    parts = (part.removeprefix("mailto:").strip(".:'\"") for part in _BETWEEN_EMAILS.split(seen(text)))
    return tuple(dict.fromkeys(filter(is_address, map(str.lower, parts))))


def is_address(text: str) -> bool:
    """Whether mail could be sent there: a local part, a domain of at least two labels."""
    local, at, domain = text.partition("@")
    labels = domain.split(".")
    return (
        bool(at)
        and len(text) <= _LONGEST
        and len(labels) > 1
        and _LOCAL.fullmatch(local) is not None
        and all(label and label.replace("-", "").isalnum() for label in labels)
        and not labels[-1].isdigit()
    )


def _wrong(address: str) -> Problem:
    return doubt(
        "email_bad",
        tr("“{address}” is not an e-mail address.", address=address[:80]),
        tr("Write it as name@example.be, or empty the cell."),
    )


def _other_address(address: str) -> Problem:
    return Problem(
        "email_bad",
        "warning",
        tr("“{address}” is not an e-mail address; it is kept apart, the other one was taken.", address=address[:80]),
        tr("Write it as name@example.be, or take it out of the cell."),
    )  # fmt: skip


_BRACKETS = re.compile(r"\((?![^)]*\.\w)([^()]{1,200})\)")
"""A remark in brackets; «(www.un.be)» is none."""
_BETWEEN_WEBSITES = re.compile(r"[;|\s]+|,(?=\s|https?:|www\.)")
_PLAIN_SITE = re.compile(r"(?:https?://)?(?:[a-z0-9][a-z0-9-]*\.){1,9}[a-z][a-z0-9-]+(?:/[a-z0-9/_~-]*)?")
"""A site as nearly all are written, which needs no closer look."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}:(?!\d)", re.IGNORECASE)


def read_website(text: str) -> ReadValue:
    """The first website of a cell, with `https://` where it names no scheme; the rest kept as found.

    Only http and https are websites: «javascript:» is text.
    """
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    if _PLAIN_SITE.fullmatch(cell):
        return ReadValue({"website": as_website(cell)})
    remarks = _BRACKETS.findall(cell)
    parts = [part for part in _BETWEEN_WEBSITES.split(_BRACKETS.sub(" ", cell)) if part]
    sites = [as_website(part) for part in parts]
    loose = [part for part, site in zip(parts, sites, strict=True) if not site and not _introduces(part)]
    if loose:  # «Feu ouvert.org» is a name, «voir www.feu.be» a site
        sites = [site if _unmistakable(part) else None for part, site in zip(parts, sites, strict=True)]
    first = next((site for site in sites if site), None)
    if first is None:
        return ReadValue(rest=text, faults=(_none_there(),))
    others = [part for part, site in zip(parts, sites, strict=True) if site and site != first]
    note = " ".join([*loose, *remarks])
    return ReadValue({"website": first}, (_only_first(),) if others else (), note=note, rest=" ".join(others))


def _introduces(part: str) -> bool:
    """Whether a word only leads to a site, or joins two: «site :», «et», «/»."""
    return _joins(part) or fold(part) in words().site_labels


def _unmistakable(part: str) -> bool:
    """Whether a text is written as nothing but a site is."""
    bare = part.lower().lstrip("<([")
    return "://" in bare or bare.startswith("www.") or "/" in bare.strip("/")


def as_website(text: str) -> str | None:
    """`text` as an address on the web, or `None`."""
    bare = text.strip("<>()[]\"'").rstrip(".,")
    if _PLAIN_SITE.fullmatch(bare):
        return bare if "://" in bare else f"https://{bare}"
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
    return whole if sound and not labels[-1].isdigit() and len(labels[-1]) > 1 else None


def _none_there() -> Problem:
    return Problem(
        "website_words",
        "warning",
        tr("There is no website in this cell; its text is kept apart."),
        tr("Write it as www.example.be, or empty the cell."),
    )


def _only_first() -> Problem:
    return Problem("website_several", "warning", tr("The first website was taken; the rest is kept apart."))
