"""What is wrong with a pack: everything at once, each with its file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from csv import DictReader
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import tr, trn
from wtc_eco.model import parsed


@dataclass
class Faults:
    """The faults found so far while a pack is read; `file` is the one being read."""

    file: str = ""
    found: list[Problem] = field(default_factory=list)

    def add(self, message: str, *, hint: str = "", row: int | None = None, value: str = "") -> None:
        """Note a fault of the file being read."""
        self.found.append(
            Problem("pack", "refusal", message, hint=hint, file=self.file, row=row, value=value)
        )

    def missing(self, key: str, where: str = "") -> None:
        """Note that the file does not say something it must."""
        if where:
            self.add(tr("“{key}” is missing [{where}].", key=key, where=where))
        else:
            self.add(tr("“{key}” is missing.", key=key))

    def refuse(self, pack: str) -> None:
        """Stop if anything was found: raises `RefusedError` with every fault."""
        if not self.found:
            return
        first = self.found[0]
        raise RefusedError(
            trn(
                "The territory pack “{pack}” has {n} fault; the first: {file}: {first}",
                "The territory pack “{pack}” has {n} faults; the first: {file}: {first}",
                len(self.found),
                pack=pack,
                file=first.file,
                first=first.message,
            ),
            hint=tr("Correct the files of the pack: all its faults are listed."),
            problems=tuple(self.found),
        )

    def toml(self, path: Path) -> dict[str, Any]:
        """A TOML file as written; empty, and a fault, where it cannot be read."""
        self.file = path.name
        try:
            return dict(parsed(tomllib.loads, path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            self.add(tr("The file is missing."))
        except ValueError as error:
            self.add(tr("The file cannot be read: {reason}", reason=str(error)))
        return {}

    def rows(self, path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
        """The rows of a CSV file with their number in Excel; a missing file or column is a fault."""
        self.file = path.name
        if not path.is_file():
            self.add(tr("The file is missing."))
            return
        with path.open(encoding="utf-8", newline="") as stream:
            reader = DictReader(stream)
            lacking = [name for name in columns if name not in (reader.fieldnames or ())]
            for name in lacking:
                self.missing(name)
            if not lacking:
                for row in reader:
                    yield reader.line_num, {key: value or "" for key, value in row.items() if key}
