"""What can go wrong, as an exception that stops a command and as a problem that only concerns a row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

Gravity = Literal["note", "warning", "quarantine", "refusal"]


class EcoError(Exception):
    """A sentence for the user, with the remedy; never a traceback.

    `exit_code` is what the command line returns: 2 usage, 3 refused, 5 busy, 6 damaged. `code` names the
    sort of error for programs and `file` what it is about, where that is one file.

    >>> try:
    ...     ecosystem.isolated(bassin="Namurr")
    ... except eco.EcoError as error:
    ...     print(error.exit_code, error.code)
    2 unknown_name
    """

    exit_code = 3
    code = "refused"

    def __init__(
        self, message: str, *, hint: str = "", problems: tuple[Problem, ...] = (), code: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = problems
        self.code = code or self.code
        self.file = ""

    def as_problem(self) -> Problem:
        """The same as something that can be listed."""
        return Problem(self.code, "refusal", self.message, self.hint, self.file)


@contextmanager
def about(file: str) -> Iterator[None]:
    """An error raised meanwhile is about this file."""
    try:
        yield
    except EcoError as error:
        error.file = error.file or file
        raise


class UsageError(EcoError):
    """The command was asked for something that does not exist or does not go together."""

    exit_code = 2
    code = "usage"


class UnknownNameError(UsageError):
    """No basin, commune, structure or term has this name; the hint offers the nearest."""

    code = "unknown_name"


class RefusedError(EcoError):
    """The input cannot be taken as it is; nothing was written."""

    exit_code = 3


class BusyError(EcoError):
    """Another command, or Excel, holds the folder or a file of it."""

    exit_code = 5
    code = "busy"


class DamagedError(EcoError):
    """`data/` contradicts itself: reading on would mislead."""

    exit_code = 6
    code = "damaged"


LONGEST_SHOWN = 2_000
"""Characters of a cell that a problem carries, and that any pattern is tried on."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong or doubtful, and where: what a person needs to mend it in Excel.

    `row` is numbered as Excel does (the header is row 1); `column` is the header as written and
    `letter` its Excel letter; `value` is the cell as found, not yet made safe for a screen. Whoever
    reads a cell alone leaves the place out; whoever knows the file adds it with `at`.

    >>> [problem for problem in ecosystem.doctor.check() if problem.gravity == "refusal"]
    []
    """

    code: str
    gravity: Gravity
    message: str
    hint: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    letter: str = ""
    value: str = ""

    def at(  # noqa: PLR0913 - where a cell stands
        self,
        file: str,
        row: int | None = None,
        column: str = "",
        letter: str = "",
        value: str = "",
        *,
        sheet: str = "",
    ) -> Problem:
        """The same, with the place where a person finds it in Excel; of a long cell only the beginning."""
        shown = value[:LONGEST_SHOWN]
        return replace(self, file=file, sheet=sheet, row=row, column=column, letter=letter, value=shown)
