"""The lines of a portrait: a section, a field, and what is known of it in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Heading
from wtc_eco.locale import tr

if TYPE_CHECKING:
    from wtc_eco.territory import Vocabulary


@dataclass(frozen=True)
class Line:
    """One line; `value` is `None` where nobody told us."""

    section: str
    field: str
    value: str | None


def headings() -> tuple[Heading, ...]:
    """The columns of every portrait."""
    return (Heading("section", tr("Section")), Heading("field", tr("What")), Heading("value", tr("Known")))


def table(lines: Iterable[Line]) -> tuple[Mapping[str, Any], ...]:
    """The lines as rows of a Finding."""
    return tuple({"section": line.section, "field": line.field, "value": line.value} for line in lines)


def said(items: Iterable[Any] | None) -> str | None:
    """A list in one cell; «none» where it is known to be empty, unknown where nobody told."""
    if items is None:
        return None
    return ", ".join(str(item) for item in items) or tr("none")


def worded(ids: Iterable[str] | None, vocabulary: Vocabulary) -> str | None:
    """Ids of a vocabulary as labels; an id the pack does not know stays as it is."""
    return None if ids is None else said(vocabulary[one].text() if one in vocabulary else one for one in ids)


def word(one: str | None, vocabulary: Vocabulary) -> str | None:
    """One id of a vocabulary as its label."""
    return None if one is None else vocabulary[one].text() if one in vocabulary else one


def first_up(text: str) -> str:
    """The text with a capital, for the head of a cell."""
    return text[:1].upper() + text[1:]
