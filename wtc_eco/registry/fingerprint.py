"""The mark that a row of the register carries when it leaves for Excel: what each cell held then.

Three letters a column: a cell that a person edited differs from its mark, and so does a cell that
changed in the register meanwhile. With both, what came back is merged cell by cell.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from wtc_eco.model import MARK, RECORDS, to_cell
from wtc_eco.registry.corrections import CORRECTABLE

__all__ = ["MARK", "cell_of", "fingerprint", "mark_of", "marks"]

_LENGTH = 3
_COLUMNS = {column.name: column for column in RECORDS}


def fingerprint(row: Mapping[str, Any]) -> str:
    """The mark of a row of the register."""
    return "".join(mark_of(cell_of(name, row.get(name))) for name in CORRECTABLE)


def marks(text: str) -> Mapping[str, str]:
    """The mark of each column; none where the text is no mark of ours."""
    held = text.strip()
    if len(held) != _LENGTH * len(CORRECTABLE):
        return {}
    return {name: held[_LENGTH * at : _LENGTH * (at + 1)] for at, name in enumerate(CORRECTABLE)}


def mark_of(cell: str) -> str:
    """The mark of a cell: one in 262,144 other cells would have the same."""
    return base64.urlsafe_b64encode(hashlib.sha256(cell.encode()).digest())[:_LENGTH].decode()


def cell_of(name: str, value: Any) -> str:
    """The cell of a column as files hold it."""
    return to_cell(value, _COLUMNS[name])
