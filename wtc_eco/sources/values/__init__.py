"""Cells to values: phones, places, dates, options; one file a sort of value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.vocabulary import words
from wtc_eco.territory.normalize import fold


@dataclass(frozen=True, slots=True)
class ReadValue:
    """Values by field, what is doubtful, and the text that is neither.

    `note` is a remark that stood beside the value («Julie» after a phone); `rest` is what could not
    be understood and is kept as found; a doubtful cell of which nothing was taken is kept whole. Only a
    fault of gravity `quarantine` sets the row aside: what it says of its identity contradicts itself.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[Problem, ...] = ()
    note: str = ""
    rest: str = ""


Reader = Callable[[str], ReadValue]
"""Reads a tidied, filled cell."""
NOTHING = ReadValue()


def repaired(code: str, message: str, hint: str = "") -> Problem:
    """A value that was mended, and how."""
    return Problem(code, "warning", message, hint)


def doubt(code: str, message: str, hint: str) -> Problem:
    """A value that cannot be taken without a person: its words are kept, and so is the row."""
    return Problem(code, "warning", message, hint)


_LONGEST_DITTO = 60


@cache
def leaning() -> re.Pattern[str]:
    """How a line begins that may say «idem»: most cells are known at once to say something of their own."""
    begins = sorted(
        {*words().dittos["alone"], *words().dittos["begin"], "même"}, key=lambda way: (-len(way), way)
    )
    return re.compile(rf"^[ (\[]*(?:{'|'.join(map(re.escape, begins))})", re.IGNORECASE | re.MULTILINE)


def leans_on(text: str) -> Literal["above", "elsewhere", ""]:
    """Which cell one of place or contact only points at: "above" («idem»), "elsewhere" («même adresse que le CPAS»), or none."""
    if len(text) > _LONGEST_DITTO or not leaning().match(text):
        return ""
    dittos = words().dittos
    if is_ditto(text):
        return "above"
    said = set(fold(text).split())
    first = fold(text).partition(" ")[0]
    if first not in dittos["begin"] or (first in dittos["pointing"] and len(said) == 1):
        return ""
    if said <= dittos["begin"] | dittos["above"] and (
        first not in dittos["pointing"] or said & dittos["higher"]
    ):
        return "above"
    return "elsewhere"


def is_ditto(text: str) -> bool:
    """Whether a cell of any column says «idem», by a word or a sign."""
    return text.strip(" ()[]").casefold() in words().dittos["alone"]


def pointing(text: str) -> ReadValue:
    """Nothing, told, of a cell that points at a cell nobody can tell; its words are kept."""
    return ReadValue(
        rest=text,
        faults=(
            doubt(
                "ditto_of_nothing",
                tr(
                    "This cell only points at another one, and nobody can tell which; its words are kept apart."
                ),
                tr("Write in the list what it means."),
            ),
        ),
    )
