"""Words that no list of words knows, and dates that contradict each other."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from wtc_eco.errors import Problem
from wtc_eco.locale import listing, tr
from wtc_eco.model import Column
from wtc_eco.store.doubts.row import Row

if TYPE_CHECKING:
    from wtc_eco.territory import Territory, Vocabulary


def unknown_terms(row: Row, columns: Sequence[Column], territory: Territory) -> Iterator[Problem]:
    """Cells that hold a word which the territory's vocabulary has not."""
    for column in columns:
        held = row[column.name]
        if not column.vocabulary or held is None:
            continue
        vocabulary = territory.vocabulary(column.vocabulary)
        unknown = [word for word in ((held,) if isinstance(held, str) else held) if word not in vocabulary]
        if unknown:
            message = tr(
                "“{column}” holds a word the territory does not know: {words}.",
                column=column.name,
                words=listing(unknown),
            )
            yield row.problem("unknown_term", column.name, message, _meant(unknown, vocabulary))


def _meant(words: Iterable[str], vocabulary: Vocabulary) -> str:
    found = [term.id for term in map(vocabulary.find, words) if term is not None]
    near = found or [
        name for word in words for name in difflib.get_close_matches(word, list(vocabulary), n=1)
    ]
    return (
        tr("Write {words}?", words=listing(near))
        if near
        else tr("Known words: {words}.", words=", ".join(vocabulary))
    )


def unknown_choices(row: Row, choices: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Cells that should hold one of a few words and hold another."""
    for column, allowed in choices.items():
        if row[column] is not None and row[column] not in allowed:
            message = tr("“{column}” holds “{word}”.", column=column, word=row[column])
            hint = tr("Write one of: {words}; or leave it empty.", words=", ".join(allowed))
            yield row.problem("unknown_word", column, message, hint)


def disordered_dates(row: Row, pairs: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Dates of which the second is before the first."""
    for first, second in pairs:
        if row[first] and row[second] and row[second] < row[first]:
            message = tr(
                "“{second}” is before “{first}” ({date}).", second=second, first=first, date=row[first]
            )
            yield row.problem("dates_disordered", second, message, tr("Correct one of the two dates."))
