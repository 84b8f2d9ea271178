"""The language spoken now (French or English): texts from the catalogues, figures, dates and lists as it writes them.

Texts are written in English in the code and translated by the catalogues `fr/*.po`, one a room,
compiled together into `fr/LC_MESSAGES/wtc_eco.mo` by `scripts/texts.py` when the package is built.
"""

from __future__ import annotations

import errno
import gettext
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("fr", "en")
_spoken: ContextVar[str] = ContextVar("language", default="fr")


def language() -> str:
    """The language spoken now: `fr` or `en`."""
    return _spoken.get()


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Everything inside is said in `chosen`; raises `ValueError` for a language we do not have."""
    if chosen not in LANGUAGES:
        raise ValueError(chosen)
    token = _spoken.set(chosen)
    try:
        yield
    finally:
        _spoken.reset(token)


NARROW = "\u202f"
NO_BREAK = "\u00a0"
_MONTHS = {
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def number(value: float, decimals: int = 0) -> str:
    """`12345.6` as «12 346» in French, «12,346» in English."""
    text = f"{value:,.{decimals}f}"
    if language() == "fr":
        return text.replace(",", NARROW).replace(".", ",")
    return text


def percent(share: float) -> str:
    """A share of 0..1 as «62 %» in French, «62%» in English."""
    points_of = number(100 * share)
    return f"{points_of}{NARROW}%" if language() == "fr" else f"{points_of}%"


def points(share: float) -> str:
    """A share of 0..1 told in tens, as in «4 sur 10»; the figure alone."""
    return number(round(10 * share))


def mean(value: float) -> str:
    """A mean: one decimal, none from ten on or where it is whole."""
    return number(value, 0 if value >= 10 or round(value, 1) == round(value) else 1)  # noqa: PLR2004 - the rule itself


def between(low: int, high: int) -> str:
    """A count that is known as a range: «between 2 and 7», or the count alone where both are the same."""
    if low == high:
        return number(low)
    return tr("between {low} and {high}", low=number(low), high=number(high))


def kilometres(distance: float) -> str:
    """A distance in km: one decimal below 10, none above; of 0, no distance is known inside the commune."""
    if not round(distance, 1):
        return tr("same commune")
    return f"{number(distance, 1 if distance < 10 else 0)}{NO_BREAK}km"  # noqa: PLR2004 - the rule itself


def away(distance: float) -> str:
    """`kilometres`, as in «{name}, à 3 km»."""
    return tr("{km} away", km=kilometres(distance)) if round(distance, 1) else tr("in the same commune")


def rounded(count: float) -> int:
    """A number of people to two significant digits: 1287 is 1300."""
    if count < 1:
        return 0
    unit = 10 ** max(0, math.floor(math.log10(count)) - 1)
    return int(round(count / unit) * unit)


def people(count: float) -> str:
    """A number of people to two significant digits: 1 287 is «1 300»."""
    return number(rounded(count))


def date(iso: str) -> str:
    """`2026-11-22` as «22 novembre 2026» or «22 November 2026»."""
    year, month, day = (int(part) for part in iso.split("-"))
    spoken = language()
    first = "1er" if spoken == "fr" and day == 1 else str(day)
    return f"{first}{NO_BREAK}{_MONTHS[spoken][month - 1]} {year}"


def listing(items: Sequence[str]) -> str:
    """«A, B et C»."""
    word = " et " if language() == "fr" else " and "
    return word.join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


CATALOGUES = Path(__file__).parent / "locale"


@cache
def _catalogue(chosen: str) -> gettext.NullTranslations:
    path = CATALOGUES / chosen / "LC_MESSAGES" / "wtc_eco.mo"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def mark(text: str) -> str:
    """Mark a text of a constant for the catalogue; `tr` says it later."""
    return text


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """Mark the two texts of a constant that `trn` says later."""
    return one, many


def tr(text: str, **values: Any) -> str:
    """Say `text` in the language spoken now, with `{name}` replaced by its value."""
    said = _catalogue(language()).gettext(text)
    return said.format(**values) if values else said


def in_each_language(text: str) -> tuple[str, ...]:
    """A text of the catalogue in each of our languages."""
    return tuple(_catalogue(chosen).gettext(text) for chosen in LANGUAGES)


def trn(one: str, many: str, n: int, **values: Any) -> str:
    """Say `one` or `many` as `n` asks (French: 0 and 1 are singular); `{n}` is written as a number."""
    said = _catalogue(language()).ngettext(one, many, n)
    return said.format(**{"n": number(n), **values})


_REASONS = {
    errno.EACCES: mark("access is denied"),
    errno.EPERM: mark("access is denied"),
    errno.EROFS: mark("the disk can only be read"),
    errno.ENOSPC: mark("the disk is full"),
    errno.EFBIG: mark("a file may not be larger here"),
    errno.EDQUOT: mark("your share of the disk is full"),
    errno.EIO: mark("the disk does not answer"),
    errno.EISDIR: mark("it is a folder"),
    errno.ENOTDIR: mark("a file stands where its folder should be"),
    errno.EEXIST: mark("something else stands in its place"),
    errno.ENAMETOOLONG: mark("its name is too long"),
    errno.ELOOP: mark("it is a link that leads back to itself"),
    errno.ENOENT: mark("it is not there"),
}


def refused_by_system(error: OSError) -> str:
    """Why the system refused, in words where we have them."""
    words = _REASONS.get(error.errno or 0)
    return tr(words) if words else str(error.strerror or error)
