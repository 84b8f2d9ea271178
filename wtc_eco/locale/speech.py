"""A text said in the language spoken now, through the compiled catalogues."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import Any

from wtc_eco.locale.figures import number
from wtc_eco.locale.spoken import language

CATALOGUES = Path(__file__).parent


@cache
def _catalogue(chosen: str) -> gettext.NullTranslations:
    path = CATALOGUES / chosen / "LC_MESSAGES" / "wtc_eco.mo"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def mark(text: str) -> str:
    """Mark a text of a constant for the catalogue; `tr` says it later."""
    return text


def tr(text: str, **values: Any) -> str:
    """Say `text` in the language spoken now, with `{name}` replaced by its value."""
    said = _catalogue(language()).gettext(text)
    return said.format(**values) if values else said


def trn(one: str, many: str, n: int, **values: Any) -> str:
    """Say `one` or `many` as `n` asks (French: 0 and 1 are singular); `{n}` is written as a number."""
    said = _catalogue(language()).ngettext(one, many, n)
    return said.format(**{"n": number(n), **values})
