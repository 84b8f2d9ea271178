"""Bring the French catalogues up to date: `python scripts/catalogue.py [ROOM …] [--check]`.

Every room has its own `wtc_eco/locale/fr/ROOM.po`; texts new in the code are added to it with an
empty translation, texts gone from the code are dropped, and all rooms are compiled (`texts.py`). With
`--check` no catalogue is written: it fails when a text has no translation or a file is out of date.
"""

from __future__ import annotations

import io
import re
import sys
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import texts
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

FRENCH = texts.FRENCH
ROOT = FRENCH.parent.parent
KEYWORDS: dict[str, tuple[int, ...] | None] = {"tr": None, "mark": None, "trn": (1, 2), "mark_plural": (1, 2)}


def room_of(file: Path) -> str:
    """The room a file belongs to: its folder, or its own name at the top."""
    first = file.relative_to(ROOT).parts[0]
    return first.removesuffix(".py").strip("_")


def extracted() -> dict[str, Catalog]:
    """What the code says, room by room."""
    rooms: dict[str, Catalog] = {}
    # Babel doubts each f-string near a text, `tr("…", command=f"…")` too; a text that is one is refused by ruff.
    with redirect_stderr(io.StringIO()):
        found = list(
            extract_from_dir(ROOT, method_map=[("**.py", "python"), ("**.j2", "jinja2")], keywords=KEYWORDS)
        )
    for name, line, message, comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        room = room_of(ROOT / name)
        catalogue = rooms.setdefault(room, texts.empty())
        catalogue.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
        del line
    return rooms


def merged(room: str, fresh: Catalog) -> Catalog:
    """The room's catalogue on disk, with the texts of the code and no others."""
    path = FRENCH / f"{room}.po"
    held = texts.read(path) if path.is_file() else texts.empty()
    out = texts.empty()
    for message in fresh:
        if not message.id:
            continue
        known = held.get(message.id)
        out.add(message.id, typeset(known.string) if known else None, locations=message.locations)
    return out


def typeset(said: Any) -> Any:
    """French apostrophes are curved; a command to copy is left as it is."""
    if isinstance(said, tuple):
        return tuple(typeset(one) for one in said)
    return said if not said or "wtc-eco" in said else re.sub(r"(?<=\w)'(?=\w)", "’", said)


def disagreements(catalogues: dict[str, Catalog]) -> list[str]:
    """Texts that two rooms translate differently: one of the two would win by chance."""
    said: dict[str, dict[str, str]] = {}
    for room, catalogue in catalogues.items():
        for message in catalogue:
            if message.id and message.string and all(message.string):
                said.setdefault(str(message.id), {})[str(message.string)] = room
    return [
        f"{' and '.join(ways.values())} translate differently: {words}"
        for words, ways in said.items()
        if len(ways) > 1
    ]


def as_po(catalogue: Catalog) -> bytes:
    """The text of a `.po`, without dates or line numbers: same texts, same bytes."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, omit_header=False, sort_output=True, width=100, include_lineno=False)
    dated = (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid",
        "Generated-By",
    )
    lines = buffer.getvalue().decode().split("\n")
    kept = [line for line in lines if not line.startswith(tuple(f'"{word}' for word in dated))]
    start = next(i for i, line in enumerate(kept) if line.startswith("msgid"))
    return "\n".join(kept[start:]).encode()


def untranslated(catalogue: Catalog) -> list[str]:
    """Texts of the room without a French translation."""
    return [
        str(message.id) for message in catalogue if message.id and not texts.is_translated(message.string)
    ]


def main(arguments: list[str]) -> int:
    """Update or check the catalogues; 1 where a check fails."""
    check = "--check" in arguments
    chosen = {word for word in arguments if not word.startswith("-")}
    faults = []
    catalogues: dict[str, Catalog] = {}
    for room, fresh in sorted(extracted().items()):
        catalogue = merged(room, fresh)
        catalogues[room] = catalogue
        path, text = FRENCH / f"{room}.po", as_po(catalogue)
        faults += [f"{room}: not translated: {words}" for words in untranslated(catalogue)]
        stale = not path.is_file() or path.read_bytes() != text
        if check and stale:
            faults.append(f"{room}: {path.name} is out of date")
        elif stale and (not chosen or room in chosen):
            path.write_bytes(text)
    faults += disagreements(catalogues)
    texts.write()
    print("\n".join(faults) or "every text has its French")
    return 1 if check and faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
