"""A place among tokens that a reading may move on, or give back."""

from __future__ import annotations

from dataclasses import dataclass

from wtc_eco.coverage.wording.spoken import Token

LIST_MARKS = frozenset(",/&+\t")
"""Signs between the items of a list."""


@dataclass
class Cursor:
    """The tokens of a text, and how far they are read; a reading that fails puts `at` back."""

    held: tuple[Token, ...]
    at: int = 0

    def kind(self, ahead: int = 0) -> str:
        """The kind of the token there; empty past the end."""
        place = self.at + ahead
        return self.held[place].kind if place < len(self.held) else ""

    def text(self, ahead: int = 0) -> str:
        """Its text as written."""
        place = self.at + ahead
        return self.held[place].text if place < len(self.held) else ""

    def skip(self, *kinds: str) -> bool:
        """Whether a token of these kinds stood here: if so, it is passed."""
        if self.kind() in kinds:
            self.at += 1
            return True
        return False

    def take(self) -> Token:
        """The token here, passed."""
        token = self.held[self.at]
        self.at += 1
        return token

    def on_list_mark(self) -> bool:
        """Whether a sign between items stands here."""
        return self.kind() == "mark" and self.text() in LIST_MARKS
