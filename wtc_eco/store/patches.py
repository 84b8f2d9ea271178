"""The way back from a file to what it was: runs of lines that stayed, and the lines that did not.

Any bytes come back exactly; a patch is as long as what changed, not as the file.
"""

from __future__ import annotations

from typing import Any

from wtc_eco.errors import DamagedError
from wtc_eco.locale import tr

Patch = list[Any]
"""`[first, count]` copies lines of the present file; a text is a line put in as it stands."""

# Bytes that are not UTF-8 (a file saved by Excel) survive as lone surrogates, in memory and in JSON.
_ANY_BYTES = "surrogateescape"


def back(before: bytes, after: bytes) -> Patch:
    """The patch that makes `before` from `after`."""
    old, new = _lines(before), _lines(after)
    places: dict[str, int] = {}
    for place, line in enumerate(new):
        places.setdefault(line, place)
    patch: Patch = []
    following = 0
    for line in old:
        stayed = following < len(new) and new[following] == line
        place = following if stayed else places.get(line, -1)
        if place < 0:
            patch.append(line)
        else:
            _copy(patch, place)
            following = place + 1
    return patch


def _copy(patch: Patch, place: int) -> None:
    if patch and isinstance(patch[-1], list) and sum(patch[-1]) == place:
        patch[-1][1] += 1
    else:
        patch.append([place, 1])


def applied(patch: Patch, after: bytes) -> bytes:
    """The file as it was; raises `DamagedError` where the patch does not fit this file."""
    lines = _lines(after)
    parts: list[str] = []
    for step in patch:
        if isinstance(step, str):
            parts.append(step)
            continue
        first, count = step
        if first + count > len(lines):
            raise DamagedError(
                tr("What was kept to undo this command does not fit the files of data/."),
                hint=tr("Run: wtc-eco doctor"),
            )
        parts += lines[first : first + count]
    return "".join(parts).encode(errors=_ANY_BYTES)


def n_lines(content: bytes) -> int:
    """How many lines a patch counts in these bytes."""
    return len(_lines(content))


def _lines(content: bytes) -> list[str]:
    return content.decode(errors=_ANY_BYTES).splitlines(keepends=True) if content else []
