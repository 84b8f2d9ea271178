"""Lists as strangers have them (`files/`, invented after public ones), brought into an empty folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import wtc_eco as eco
from wtc_eco.ecosystem.importing.files import Imported

FILES = Path(__file__).parent / "files"


@dataclass(frozen=True)
class Read:
    """What came of a list: the account of the import, and the folder it went to."""

    imported: Imported
    ecosystem: eco.Ecosystem

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The structures of the register, unknown cells left out."""
        table = self.ecosystem.registry.table
        return [
            {name: value for name, value in row.items() if not _unknown(value)}
            for row in table.to_dict("records")
        ]

    @property
    def names(self) -> list[str]:
        """Their names, in alphabetical order."""
        return sorted(row["name"] for row in self.rows)

    def row(self, name: str) -> dict[str, Any]:
        """The one structure of this name."""
        (row,) = [row for row in self.rows if row["name"] == name]
        return row

    @property
    def codes(self) -> set[str]:
        """The codes of everything that was said of the list."""
        return {problem.code for problem in self.imported.problems}

    @property
    def messages(self) -> str:
        """Everything that was said of the list, one sentence a line."""
        return "\n".join(problem.message for problem in self.imported.problems)


def _unknown(value: object) -> bool:
    return value is None or (isinstance(value, float) and value != value)  # noqa: PLR0124 - only NaN differs


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    """Import a file of `files/`, or a text under an invented name, into an empty folder; options as the API takes them."""
    eco.init(tmp_path / "desk")

    def take(name: str, text: str | None = None, **options: Any) -> Read:
        path = FILES / name
        if text is not None:
            path = tmp_path / name
            path.write_text(text, encoding="utf-8")
        source = re.sub(r"\W", "_", path.stem)
        imported = eco.open(tmp_path / "desk").imports.structures(path, source=source, **options)
        return Read(imported, eco.open(tmp_path / "desk"))

    return take
