"""The words that survey tools add to what was asked, from `tools.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wtc_eco.territory.spelling import fold

META = ("sent", "moment", "token", "asked_on", "roster")
"""What a column beside the questions may say of an answer."""


@dataclass(frozen=True)
class Tools:
    """The words of the tools, folded; see `tools.toml`."""

    sent: frozenset[str]
    moment: frozenset[str]
    token: frozenset[str]
    asked_on: frozenset[str]
    roster: frozenset[str]
    respondent: frozenset[str]
    about: frozenset[str]
    ignored: frozenset[str]
    personal: frozenset[str]
    ticked: frozenset[str]
    unticked: frozenset[str]
    signs: frozenset[str]
    not_shown: frozenset[str]
    other: frozenset[str]
    unlisted: frozenset[str]
    languages: Mapping[str, str]

    def meta(self, title: str) -> str:
        """What a column beside the questions says: `sent`, `moment`, `token` …; empty for another."""
        return next((name for name in META if fold(title) in getattr(self, name)), "")

    def ticks(self, text: str) -> bool | None:
        """Whether a box with this text is ticked; None where the text is neither yes nor no."""
        held = text.strip()
        if held in self.signs or fold(held) in self.ticked:
            return True
        return False if not held or fold(held) in self.unticked else None


@cache
def tools() -> Tools:
    """The words, read once."""
    raw = tomllib.loads(files("wtc_eco.sources.surveys").joinpath("tools.toml").read_text("utf-8"))
    signs = frozenset(raw.pop("signs"))
    languages = {fold(way): code for code, ways in raw.pop("languages").items() for way in (code, *ways)}
    words = {name: frozenset(map(fold, held)) for name, held in raw.items()}
    return Tools(**words, signs=signs, languages=languages)
