"""A cell's text: what surrounds it taken off, and the signs that mislead the eye named."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterable

from wtc_eco.errors import LONGEST_SHOWN, Gravity, Problem
from wtc_eco.i18n import listing, tr

_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_EDGES = " \t\r\n\v\f\u00a0\u202f\u2007\u2009\ufeff\u3000"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
_UNSEEN_OR_TURNING = {ord(sign): None for sign in _UNSEEN + _TURNING}
_ODD = re.compile(rf"[\ufffd{_UNSEEN}{_TURNING}\x00-\x08\x0e-\x1f\x7f-\x9fÃÂâÅ\u0370-\u03ff\u0400-\u04ff]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_HALF_READ = re.compile(r"[ÃÂâÅ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_MIXED = re.compile(r"[A-Za-zÀ-ÿ][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-zÀ-ÿ]")


def quoted(texts: Iterable[str]) -> str:
    """«A», «B» and «C», as the language spoken now quotes and lists, each cut at 60 signs."""
    return listing([tr("“{words}”", words=text[:60]) for text in texts])


_PLAIN = re.compile(r"[\w./:=,@+-]+")
_EXPANDED = re.compile(r"[\"$`\\!%\n]")


def for_shell(word: str) -> str:
    """A word as it is pasted: between double quotes, which Windows knows too, unless something in it would be expanded."""
    if _PLAIN.fullmatch(word):
        return word
    return shlex.quote(word) if _EXPANDED.search(word) else f'"{word}"'


def columns_option(field: str, title: str) -> str:
    """What is added to an import to say that this title is this field, to be pasted."""
    return "--columns " + for_shell(f"{field}={one_line(title)}")


def tidy(cell: str) -> str:
    """The cell without the blanks around it, accents in one sign (NFC), and without our own guard.

    Files we write for Excel put `'` before a cell that begins with `= + - @`; it comes off here.
    """
    text = cell.strip(_EDGES)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text[1:].strip(_EDGES) if text.startswith("'") and _GUARDED.match(text) else text


def one_line(text: str) -> str:
    """Blanks and line breaks inside as one space."""
    return " ".join(text.split())


def seen(text: str) -> str:
    """Only what a person sees, at most 2,000 characters of it: for values that are read, not kept."""
    text = text[:LONGEST_SHOWN]
    return one_line(text if text.isascii() else text.translate(_UNSEEN_OR_TURNING))


def mended(text: str) -> str:
    """UTF-8 that was read as Windows («LiÃ¨ge»), read again as UTF-8; unchanged where it is not that."""
    try:
        again = b"".join(_windows_byte(sign) for sign in text).decode("utf-8")
    except UnicodeError:
        return text
    return again


def _windows_byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        # Windows itself passes its five undefined bytes through.
        return sign.encode("latin-1")


def is_odd(text: str) -> bool:
    """Whether a text of any length may hold signs to be told of: only then is each cell looked at."""
    return not (text.isascii() and text.isprintable()) and _ODD.search(text) is not None


def suspicions(cell: str) -> tuple[Problem, ...]:
    """What a person should know of the signs in this cell: lost, half read, unseen, look-alike."""
    text = cell[:LONGEST_SHOWN]
    if not is_odd(text):
        return ()
    problems = []
    if "\ufffd" in text:
        problems.append(_lost())
    if _HALF_READ.search(text) and mended(text) != text:
        problems.append(_half_read(mended(text)))
    if any(sign in text for sign in _TURNING):
        problems.append(_warning("turned_text", tr("The text holds signs that turn the reading order.")))
    if any(sign in text for sign in _UNSEEN):
        problems.append(_warning("unseen_sign", tr("The text holds signs that cannot be seen (zero width).")))
    if _CONTROL.search(text):
        problems.append(
            _warning("control_sign", tr("The text holds control characters; they are never shown."))
        )
    if _MIXED.search(text):
        problems.append(_warning("look_alike", tr("A word mixes letters of two alphabets that look alike.")))
    return tuple(problems)


def _warning(code: str, message: str, gravity: Gravity = "warning") -> Problem:
    return Problem(code, gravity, message, tr("Retype the cell if this was not meant."))


def _lost() -> Problem:
    return Problem(
        "lost_characters",
        "warning",
        tr("Characters were already lost (�) before this file was written."),
        tr("Export the list again from its source, in UTF-8."),
    )


def _half_read(again: str) -> Problem:
    return Problem(
        "mojibake",
        "warning",
        tr("Accents were read in the wrong encoding; this may be “{again}”.", again=again[:80]),
        tr("Export the list again in UTF-8, or add --fix-mojibake to repair it."),
    )
