"""The numbers and names of another folder, in the words of this one.

What was taken in is remembered in `data/merged/UID.csv`: which of their rows is which of ours. So a
second merge brings only what is new, and what was changed or decided here meanwhile stands.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_NUMBER = re.compile(r"[0-9]{1,15}")
_STRUCTURE = re.compile(r"[sS]([0-9]{1,15})")
_WRITER = re.compile(r"\s*S?([0-9]{1,15})\s*:(.*)", re.DOTALL)
_HEADER = ("table", "theirs", "ours")


@dataclass
class Known:
    """By table, which of their rows (a number, or a fingerprint where rows have none) is which of ours."""

    pairs: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, table: str) -> dict[str, str]:
        """The pairs of one table, to be read and added to."""
        return self.pairs.setdefault(table, {})

    def to_csv(self) -> bytes:
        """The file of these pairs."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_HEADER)
        rows = [(table, a, b) for table, pairs in self.pairs.items() for a, b in pairs.items()]
        rows.sort(key=lambda row: (row[0], row[1].zfill(16), row[2]))
        writer.writerows(rows)
        return stream.getvalue().encode()


def known_from(content: bytes | None) -> Known:
    """The pairs that a file holds; a line that is none is left out."""
    known = Known()
    text = (content or b"").decode("utf-8-sig", errors="replace")
    for row in csv.reader(io.StringIO(text, newline="")):
        if len(row) == len(_HEADER) and tuple(row) != _HEADER:
            known.of(row[0])[row[1]] = row[2]
    return known


def known_file(uid: str) -> str:
    """Where the pairs of a folder stand in `data/`."""
    return f"merged/{uid}.csv"


@dataclass(frozen=True)
class Translator:
    """Record numbers and source names of the folder `uid`, as they are here."""

    uid: str
    records: Mapping[int, int]

    def source(self, name: str | None) -> str:
        """A list of theirs, told apart from a list of the same name here."""
        return f"{self.uid}:{name}" if name else self.uid

    def roster(self, name: str) -> str:
        """A list that a survey of theirs showed, told apart from ours."""
        return f"{self.uid}-{name}"

    def shown(self, content: bytes) -> bytes:
        """The file of such a list, with our numbers; a record that is not here has none."""
        numbers = (line.strip() for line in content.decode("utf-8-sig").splitlines()[1:])
        ours = {self.records[int(one)] for one in numbers if one.isdecimal() and int(one) in self.records}
        return "\n".join(["record", *map(str, sorted(ours)), ""]).encode()

    def end(self, text: str | None) -> str | None:
        """An end of a tie or the side of a decision: their number becomes ours, words stay words.

        A number that nobody has there must not name a record here: it becomes words.
        """
        if text is None:
            return None
        structure = _STRUCTURE.fullmatch(text.strip())
        if structure or _NUMBER.fullmatch(text.strip()):
            return self._number(structure[1] if structure else text.strip())
        writer = _WRITER.fullmatch(text)
        return f"{self._number(writer[1])}:{writer[2]}" if writer else text

    def _number(self, text: str) -> str:
        ours = self.records.get(int(text))
        return str(ours) if ours is not None else f"{self.uid} n° {int(text)}"


def fingerprint(cells: Sequence[Any]) -> str:
    """What tells a row without a number apart from others."""
    told = "\x1f".join("" if cell is None else str(cell) for cell in cells)
    return hashlib.sha256(told.encode(errors="surrogateescape")).hexdigest()[:16]
