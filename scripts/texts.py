"""Compile the French catalogues: `python scripts/texts.py`; the build of the package runs it too.

The rooms' `wtc_eco/locale/fr/*.po` become one `LC_MESSAGES/wtc_eco.mo`, which git does not hold: it
follows from them, and two branches could not both be right about it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRENCH = Path(__file__).resolve().parent.parent / "wtc_eco" / "locale" / "fr"
PLURALS = "nplurals=2; plural=(n > 1);"


class CustomBuildHook(BuildHookInterface[Any]):
    """What hatchling calls before it builds a wheel, an editable one too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues into the tree that is built."""
        del version, build_data
        write()


def write() -> Path:
    """Compile all rooms into one `.mo`, and say where it is."""
    target = FRENCH / "LC_MESSAGES" / "wtc_eco.mo"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(compiled(read(path) for path in sorted(FRENCH.glob("*.po"))))
    return target


def empty() -> Catalog:
    """A French catalogue without a text."""
    # The date of the header would make two compilations of the same texts differ.
    day = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue = Catalog(locale="fr", project="wtc-eco", fuzzy=False, creation_date=day, revision_date=day)
    # Newer versions of Babel know a third form, for whole millions; no text of ours counts in millions.
    catalogue.mime_headers = [*catalogue.mime_headers, ("Plural-Forms", PLURALS)]
    return catalogue


def read(path: Path) -> Catalog:
    """A room's catalogue as it stands on disk."""
    with path.open("rb") as stream:
        return read_po(stream, locale="fr")


def compiled(catalogues: Iterable[Catalog]) -> bytes:
    """The texts of all rooms that have a translation, as a `.mo`: same texts, same bytes."""
    whole = empty()
    for catalogue in catalogues:
        for message in catalogue:
            if message.id and is_translated(message.string):
                whole.add(message.id, message.string)
    buffer = io.BytesIO()
    write_mo(buffer, whole)
    return buffer.getvalue()


def is_translated(said: Any) -> bool:
    """Whether a text, or each of its plural forms, has a translation."""
    return bool(said) and all(said if isinstance(said, tuple) else [said])


if __name__ == "__main__":
    write()
