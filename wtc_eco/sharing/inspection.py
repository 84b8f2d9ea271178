"""The last look before anything is shared: does a person, an address or a number stand in a file?"""

from __future__ import annotations

import html
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.ecosystem.sharing import withheld_of
from wtc_eco.errors import Problem, RefusedError
from wtc_eco.locale import tr

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem

SHOWN = 5


def inspect(ecosystem: Ecosystem, files: Iterable[Path]) -> None:
    """Raise `RefusedError` where a file names a person of contacts.csv, an e-mail address or a phone number.

    The coordination's own address (`contact` of eco.toml) is meant to be read.
    """
    withheld, allowed = withheld_of(ecosystem), ecosystem.settings.contact
    found = [
        Problem("shared_leak", "refusal", tr("{what} would be read in it.", what=what), file=path.name)
        for path in files
        for what in dict.fromkeys(
            one for text in texts(path) for one in withheld.in_page(text, allowed=allowed)
        )
    ]
    if found:
        raise RefusedError(
            tr("Nothing was shared: a person, an address or a number stands in {file}.", file=found[0].file),
            hint=tr("Correct the structure or the list it comes from (wtc-eco set …), then share again."),
            problems=tuple(found[:SHOWN]),
        )


def texts(path: Path) -> Iterator[str]:
    """The texts of a file as a reader finds them: of a workbook every part of it, of a page also without its entities."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield html.unescape(archive.read(name).decode("utf-8", errors="replace"))
        return
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    yield html.unescape(text) if path.suffix == ".html" else text
