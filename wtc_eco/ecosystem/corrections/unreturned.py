"""A register that somebody edited in Excel and nobody took back: an hour of work, not to be written over."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.ecosystem.corrections.returned import compare_registry
from wtc_eco.errors import EcoError

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem

_PROPERTIES = "docProps/core.xml"
_LONGEST = 20_000
_MOMENTS = re.compile(rb"<dcterms:(?:created|modified)[^>]*>([^<]*)<")


def holds_edits(ecosystem: Ecosystem, path: Path) -> bool:
    """Whether the register at `path` was saved by another program since, and says what ours does not.

    What cannot be read back counts as edited: better a file too many.
    """
    if not path.is_file() or _as_written(path):
        return False
    try:
        returned = compare_registry(ecosystem, path)
    except EcoError:
        return True
    return bool(returned.changes or returned.added or returned.doubtful)


def _as_written(path: Path) -> bool:
    """Whether the workbook says that it was never saved again: our own has one moment for both."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_PROPERTIES) as part:
            moments = _MOMENTS.findall(part.read(_LONGEST))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False
    return len(moments) == 2 and len(set(moments)) == 1  # noqa: PLR2004 - created and modified
