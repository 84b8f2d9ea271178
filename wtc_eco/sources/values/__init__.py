"""Cells to values: phones, places, dates, options; one file a sort of value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wtc_eco.errors import Problem


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
