"""What the columns of a list were taken for, and the command by which a person says otherwise."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.api.arguments import column, columns_option, for_shell
from wtc_eco.errors import UsageError
from wtc_eco.i18n import listing, mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wtc_eco.api.results import ColumnGuess, Imported

ORIGINS = {
    "said": mark("Columns, as you said"),
    "remembered": mark("Columns, as at the last import"),
    "recognised": mark("Columns of a list we know"),
    "proposed": mark("Columns, as their titles say"),
}
FIELDS = {
    "address": mark("Full address"),
    "house_number": mark("House number"),
    "box": mark("Box"),
    "coordinates": mark("GPS coordinates"),
    "website": mark("Web site"),
    "hours": mark("Opening hours"),
    "status": mark("Open or closed"),
    "source_id": mark("The list’s own key"),
    "contact_person": mark("person (contacts)"),
    "contact_first_name": mark("first name (contacts)"),
    "contact_last_name": mark("last name (contacts)"),
    "contact_role": mark("role of the person (contacts)"),
    "contact_email": mark("e-mail of the person (contacts)"),
    "contact_phone": mark("phone of the person (contacts)"),
    "ignore": mark("left out"),
}
"""What a column of a list can be, the parts of which a field is made included."""
GUESSES = {
    "kind_title": mark(
        "“{title}” was read as “{field}”, and its title as what each structure is. For the names alone: {command}"
    ),
    "maybe_key": mark(
        "“{title}” may be the list’s own key: it is kept as found. To use it as the key: {command}"
    ),
    "unclear": mark("“{title}” may be several things: it is kept as found. To use it: {command}"),
    "left": mark(
        "The cells of “{title}” are not what its title says ({instead}): it is kept as found. To change: {command}"
    ),
    "contradicted": mark(
        "“{title}” was read as “{field}”: so its cells say, whatever its title. To change: {command}"
    ),
    "cells": mark("“{title}” was read as “{field}”: so its cells say. To change: {command}"),
    "second_place": mark(
        "{others} gives a second place: “{title}” was taken, the other is kept as found. Give each place its own row, or choose: {command}"
    ),
    "several": mark("“{title}” was read as “{field}”; {others} kept as found. To change: {command}"),
    "title": mark("“{title}” was read as “{field}”. To change: {command}"),
}
"""What is said of a column that was guessed, by the reason of the guess."""
GUESSES_SHOWN = 3


_NEXT_FIELD = re.compile(r",(?=[^,=]+=)")


def fields_said(said: list[str] | None) -> dict[str, list[str]]:
    """`name=Nom,street=Adresse` as the titles of each field; a comma before no `=` belongs to a title.

    Raises `UsageError` where a part has no `=`.
    """
    fields: dict[str, list[str]] = {}
    for part in (part for words in said or () for part in _NEXT_FIELD.split(words)):
        field, equals, title = (word.strip() for word in part.partition("="))
        if not (equals and field and title):
            raise UsageError(
                tr("{option} cannot be read: {word}", option="--columns", word=part),
                hint=tr("Write: --columns name=Nom,street=Adresse"),
            )
        fields.setdefault(field, []).append(title)
    return fields


def import_again(
    folder: Path, file: Path, source: str, options: Mapping[str, str | None], columns: list[str]
) -> str:
    """The same import as a command to be pasted, to which another `--columns` is added; `options` by their names."""
    said = [
        *(("--folder", str(folder)) if folder != Path() else ()),
        *("import", str(file), "--as", source),
        *(word for name, value in options.items() if value for word in (name, value)),
        *(word for each in columns for word in ("--columns", each)),
    ]
    return for_shell("wtc-eco", *said)


def columns_in_words(imported: Imported) -> Iterator[str]:
    """What the file was read as, which column as what, and the key by which rows are known again."""
    if imported.read_as:
        yield tr("Read as: {kind}", kind=imported.read_as.text())
    if not imported.columns or imported.origin is None:
        return
    titles: dict[str, list[str]] = {}
    for title, field in imported.columns.items():
        titles.setdefault(field, []).append(title)
    pairs = [f"{', '.join(said)} → {_field(field)}" for field, said in titles.items()]
    yield tr("{what}: {items}", what=tr(ORIGINS[imported.origin]), items=" · ".join(pairs))
    if imported.key:
        yield tr(
            "The list’s own key, by which its rows are known again: {titles}", titles=" + ".join(imported.key)
        )


def guess_in_words(guess: ColumnGuess, again: str) -> str:
    """A column that was guessed, and the command that reads it otherwise."""
    title = guess.others[0] if guess.others else guess.title
    field = guess.field if guess.others else guess.instead
    return tr(
        GUESSES[guess.why],
        title=guess.title,
        field=_field(guess.field),
        instead=_field(guess.instead),
        others=listing([tr("“{words}”", words=other) for other in guess.others]),
        command=f"{again} {columns_option(_field(field), title)}",
    )


def _field(name: str) -> str:
    """What a field is called; `--columns` takes the name as it is printed."""
    return tr(FIELDS[name]) if name in FIELDS else column(name)
