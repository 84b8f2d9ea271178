"""A cell of an answer, as a person reads it and as a file keeps it, harmless in both; and how wide columns are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from wtc_eco.i18n import date, kilometres, number, percent, tr
from wtc_eco.model import NONE_WORD, SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wtc_eco.analysis.finding import Heading, Shape

UNKNOWN = "?"
"""What a person reads where nobody told us; an empty cell would look like «none»."""

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
PHONE = re.compile(r"\+[\d ()./-]+")
MANY = " · "
DECIMALS = {"lat": 5, "lon": 5, "betweenness": 3, "constraint": 2, "gini": 2}
"""A degree rounded to one decimal is seven kilometres off, a share of all paths nothing; others read well with one."""
NUMERIC = ("whole", "number", "km", "share")


def visible(text: str, keep: str = "") -> str:
    r"""The text with its control, bidirectional and other unseen characters written out (`\x1b`).

    What is in `keep` stays; spaces of every width stay, since they are seen.
    """
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable() or (char.isspace() and char in keep + _SPACES)
        else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"


def spoken(value: Any, heading: Heading, keep: str = "") -> str:
    """The value in the language spoken now; ids as words, shares as percents, dates in full.

    Control characters of texts are written out, but for those in `keep`.
    """
    if value is None:
        return UNKNOWN if heading.absent is None else heading.absent
    if heading.shape == "list":
        return MANY.join(_word(item, heading, keep) for item in value) or tr("none")
    speak = _SPOKEN.get(heading.shape)
    return speak(value, heading) if speak else _word(value, heading, keep)


def decimals(value: float, heading: Heading) -> int:
    """How many decimals a number of this column is read with."""
    return DECIMALS.get(heading.id, 0 if value == int(value) else 1)


def _word(value: Any, heading: Heading, keep: str) -> str:
    return visible((heading.words or {}).get(value, str(value)), keep)


_SPOKEN: dict[Shape, Callable[[Any, Heading], str]] = {
    "flag": lambda value, _: tr("yes") if value else tr("no"),
    "whole": lambda value, _: number(value),
    "number": lambda value, heading: number(value, decimals(value, heading)),
    "km": lambda value, _: kilometres(value),
    "share": lambda value, _: percent(value),
    "date": lambda value, _: date(value),
}


def coded(value: Any, heading: Heading) -> str:
    """The value as a file keeps it: ids, points and ISO dates, whatever the language."""
    if value is None:
        return ""
    match heading.shape:
        case "list":
            return SEPARATOR.join(str(item) for item in value) or NONE_WORD
        case "flag":
            return "yes" if value else "no"
        case "number" | "km" | "share":
            return repr(float(value)).removesuffix(".0")
        case _:
            return str(value)


def guarded(text: str) -> str:
    """The text as a cell that Excel takes for text: `'` before what it would run as a formula.

    A text that already starts with `'=` gets one more, so that taking one off gives it back.
    """
    if FORMULA.match(text) and not PHONE.fullmatch(text):
        return f"'{text}"
    return text


GAP = 2
WIDEST = 60
READABLE = 18


@dataclass(frozen=True)
class TextColumn:
    """A column as text: its title and its cells, in the order of the rows."""

    title: str
    cells: tuple[str, ...]

    @property
    def natural(self) -> int:
        """The width at which nothing of it wraps, within reason."""
        return max(1, min(WIDEST, max(cell_len(text) for text in (self.title, *self.cells))))

    @property
    def least(self) -> int:
        """The width below which it is not worth showing."""
        widest = max((cell_len(text) for text in self.cells), default=0)
        longest = max((cell_len(word) for word in self.title.split()), default=0)
        return max(1, min(READABLE, max(widest, longest)))


def fit(columns: Sequence[TextColumn], width: int) -> tuple[int, ...]:
    """The widths of the columns that fit, first ones first; those left out have none.

    The first column always has a width; together with the gaps the widths never exceed `width`.
    """
    kept = _kept(columns, width)
    room = width - GAP * (len(kept) - 1)
    low, high = 1, WIDEST
    while low < high:
        cap = (low + high + 1) // 2
        low, high = (cap, high) if sum(_capped(kept, cap)) <= room else (low, cap - 1)
    return tuple(min(wide, width) for wide in _capped(kept, low))


def _kept(columns: Sequence[TextColumn], width: int) -> Sequence[TextColumn]:
    used = -GAP
    for n, column in enumerate(columns):
        used += column.least + GAP
        if used > width:
            return columns[: max(n, 1)]
    return columns


def _capped(columns: Sequence[TextColumn], cap: int) -> list[int]:
    return [min(column.natural, max(column.least, cap)) for column in columns]
