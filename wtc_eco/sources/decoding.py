"""From bytes to lines of text: which encoding, how sure, and which lines did not obey it.

1. A byte-order mark decides.
2. NUL bytes at every second place: UTF-16 without its mark.
3. Strict UTF-8; where only some lines break it, those lines are set aside and the others kept.
4. Else the one of cp1252, cp850 and mac_roman under which the accents look most like French.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.locale import tr

_LINE_ENDS = re.compile(r"\r\n|\n|\r")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = ("cp1252", "cp850", "mac_roman")
_LOWER = frozenset("éèêëàâäçîïôöùûüÿœæßñ")
_UPPER = frozenset("ÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŒÆ")
_SIGNS = frozenset("’‘«»“”–—…€°²³·\u00a0\u202f")
_MOST_ACCENTS = 20_000
_SAMPLE = 4_096


@dataclass(frozen=True)
class Decoded:
    """The text in physical lines, each with its end; `broken` maps a line to its first bad byte's offset."""

    lines: list[str]
    encoding: str
    guessed: bool = False
    broken: Mapping[int, int] = field(default_factory=dict)


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The lines of `data` by the ladder above, or in `encoding`.

    Raises `UsageError` for an encoding nobody knows, `RefusedError` where the file is not in it.
    """
    if encoding:
        return _as_told(data, encoding)
    for signature, name in _MARKS:  # RULE 1
        if data.startswith(signature):
            return (
                _utf8(data[3:], name)
                if name == "utf-8-sig"
                else Decoded(_split(data.decode(name, "replace")), name)
            )
    if wide := _utf_16_without_mark(data):  # RULE 2
        return Decoded(_split(data.decode(wide, "replace")), wide, guessed=True)
    read = _utf8(data, "utf-8")  # RULE 3
    if not read.broken or _mostly_utf8(read):
        return read
    best = french_encoding(data)  # RULE 4
    return Decoded(_split(_forgiving(data, best)), best, guessed=True)


def french_encoding(data: bytes) -> str:
    """Which of the old one-byte encodings makes these bytes look most like French."""
    return max(_OLD, key=lambda name: (_frenchness(_forgiving(data, name)), -_OLD.index(name)))


def _as_told(data: bytes, encoding: str) -> Decoded:
    try:
        if codecs.lookup(encoding).name == "utf-8":
            return _utf8(data.removeprefix(codecs.BOM_UTF8), "utf-8")
        text = data.decode(encoding).removeprefix("\ufeff")
        text.encode()  # some codecs make half characters, which no file of ours could hold
        return Decoded(_split(text), encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(
            tr(
                "The file is not in {encoding}: byte {offset} has no meaning there.",
                encoding=encoding,
                offset=error.start,
            ),
            hint=tr("Leave --encoding out: it will be found."),
            code="other_encoding",
        ) from error
    except (LookupError, ValueError) as error:
        raise UsageError(
            tr("No encoding is called “{encoding}”.", encoding=encoding),
            hint=tr("Usual ones: utf-8, cp1252 (Excel on Windows), mac_roman, utf-16."),
        ) from error


def _utf_16_without_mark(data: bytes) -> str:
    """`utf-16-le` or `utf-16-be` where every second byte is mostly NUL."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    many = len(sample) * 0.2
    if odd > many and even * 10 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > many and odd * 10 < even else ""


def _utf8(data: bytes, name: str) -> Decoded:
    """Lines in UTF-8; a line that is not is read in an old encoding and marked with its offset."""
    try:
        return Decoded(_split(data.decode("utf-8")), name)
    except UnicodeDecodeError:
        pass
    lines, broken, offset = [], {}, 0
    old = french_encoding(data)
    for index, line in enumerate(_split(data.decode("latin-1"))):
        raw = line.encode("latin-1")
        try:
            lines.append(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            lines.append(_forgiving(raw, old))
            broken[index] = offset + error.start
        offset += len(raw)
    return Decoded(lines, name, broken=broken)


def _mostly_utf8(read: Decoded) -> bool:
    """Whether enough lines hold well-formed accents: an old encoding makes next to none by chance."""
    sound = sum(1 for index, line in enumerate(read.lines) if index not in read.broken and not line.isascii())
    return sound * 3 >= len(read.broken)


def _forgiving(data: bytes, name: str) -> str:
    # cp1252 leaves five bytes without meaning; U+FFFD says so and is told of later.
    return data.decode(name, "replace")


def _frenchness(text: str) -> float:
    """How much the accents look like French where they stand: «LiÈge» is worse than «Liège»."""
    score = 0.0
    for count, found in enumerate(re.finditer(r"[^\x00-\x7f]", text)):
        if count == _MOST_ACCENTS:
            break
        sign, at = found[0], found.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if sign in _LOWER:
            score += 1 if before.islower() or after.islower() or not before.isalpha() else -0.5
        elif sign in _UPPER:
            score += -1 if before.islower() else 0.8 if before.isupper() or not before.isalpha() else 0
        elif sign in _SIGNS:
            score += 0.5 if sign in "’°€\u00a0" or not (before.isalpha() and after.isalpha()) else -0.5
        else:
            score -= 1
    return score


def _split(text: str) -> list[str]:
    """Physical lines with their ends; only CR, LF and CRLF end a line, as in Excel."""
    ends = [found.end() for found in _LINE_ENDS.finditer(text)]
    starts = [0, *ends]
    if len(text) > (ends[-1] if ends else 0):
        ends.append(len(text))
    return [text[start:end] for start, end in zip(starts, ends, strict=False)]
