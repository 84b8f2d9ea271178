"""Words made shorter for a page: a place said once for all, a label without its brackets."""

from __future__ import annotations

import re

_AFTER = r"[\s\u00a0\u202f]*:[\s\u00a0\u202f]*"


def without_place(text: str, place: str) -> str:
    """«44 structures sont connues.» for «Namur : 44 structures sont connues.»; any other text as it is."""
    opening = re.match(re.escape(place) + _AFTER, text)
    if not opening or not place:
        return text
    rest = text[opening.end() :]
    return rest[:1].upper() + rest[1:]


def short_title(text: str, place: str) -> str:
    """«Parcours» for «Parcours : Namur»; any other title as it is."""
    ending = re.search(_AFTER + re.escape(place) + "$", text)
    return text[: ending.start()] if ending and place else text


def bare(label: str) -> str:
    """«Compétences de base» for «Compétences de base (ordinateur, souris, clavier)»."""
    return label.split(" (", maxsplit=1)[0]
