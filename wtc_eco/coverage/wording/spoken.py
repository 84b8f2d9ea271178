"""One thing said in a schedule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Token:
    """One thing said.

    `kind` is `time`, `bare` (a number that may be an hour), `number`, `nonsense` (a time no clock
    shows), `day`, `month`, `ordinal`, `break`, `dash`, `mark`, `junk`, or a part of speech of the lexicon.
    `value` is minutes since midnight, a day (0 is Monday), a month or a number.
    """

    kind: str
    value: int = 0
    text: str = ""
