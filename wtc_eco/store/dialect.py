"""A table as Excel or LibreOffice may have saved it again: encoding and delimiter found from our own headers."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

DELIMITERS = ",;\t|"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LIMIT = 2**31 - 1
_SHARED = 20_000
_limit_is_ours = Lock()
_PHYSICAL = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


@dataclass(frozen=True)
class Dialect:
    """How a file was written; ours is UTF-8 with commas."""

    encoding: str
    delimiter: str

    @property
    def ours(self) -> bool:
        """Written as this tool writes."""
        return self.encoding == "utf-8" and self.delimiter == ","


def decode(content: bytes) -> tuple[str, str]:
    """The text and its encoding; raises `UnicodeError` where the bytes are damaged.

    Excel saves «CSV» in cp1252. A file that is UTF-8 but for a few bytes was damaged, not saved in
    cp1252: reading it so would turn every other accent into two letters.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        if not content.decode("utf-8", errors="ignore").isascii():
            raise
    return content.decode("cp1252"), "cp1252"


def delimiter(header: str, known: Collection[str]) -> str:
    """The character that cuts the header line into the most names we know; a comma where none does."""

    def n_known(mark: str) -> int:
        return sum(cell.strip().strip('"').casefold() in known for cell in header.split(mark))

    return max(DELIMITERS, key=lambda mark: (n_known(mark), -DELIMITERS.index(mark)))


def lines(text: str, separator: str) -> list[list[str]]:
    """The rows as Excel numbers them, blank ones included; raises `csv.Error` where a quote is not closed.

    Texts that come again are held once: a register repeats its kinds and communes.
    """
    held: dict[str, str] = {}
    found = []
    for row in each_line(text, separator):
        share = held.setdefault if len(held) < _SHARED else held.get
        found.append([share(cell, cell) for cell in row])
    return found


def each_line(text: str, separator: str) -> Iterator[list[str]]:
    """The same one by one, to be taken to the last."""
    with _no_limit():
        # Not io.StringIO: it holds four bytes a character, a hundred megabytes for a large register.
        physical = (found[0] for found in _PHYSICAL.finditer(text))
        yield from csv.reader(physical, delimiter=separator, strict=True)


@contextmanager
def _no_limit() -> Iterator[None]:
    """The csv module stops at 131,072 characters a cell, which `extra` may pass; its limit is global."""
    with _limit_is_ours:
        before = csv.field_size_limit(_LIMIT)
        try:
            yield
        finally:
            csv.field_size_limit(before)
