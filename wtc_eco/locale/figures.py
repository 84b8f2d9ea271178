"""Numbers, shares, distances, dates and lists as a French or an English reader writes them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from wtc_eco.locale.spoken import language

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


def kilometres(distance: float) -> str:
    """A distance in km: one decimal below 10, none above."""
    return f"{number(distance, 1 if distance < 10 else 0)}{NO_BREAK}km"  # noqa: PLR2004 - the rule itself


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
