"""The terminal: as wide as it is, plain where it is not one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from wtc_eco.locale import date, tr
from wtc_eco.render.cells import visible

if TYPE_CHECKING:
    from wtc_eco import Published


def screen(*, errors: bool = False) -> Console:
    """Where answers (or complaints) are printed."""
    return Console(
        file=sys.stderr if errors else sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=False
    )


def show_published(published: Published, console: Console) -> None:
    """The headline sentences, numbered as they are read aloud, then where each file is."""
    console.print(Text(visible(published.title), style="bold"))
    if published.as_of:
        console.print(Text(tr("As of {date}", date=date(published.as_of)), style="dim"))
    for place, sentence in enumerate(published.sentences, start=1):
        console.print()
        console.print(Text(f"{place}. {visible(sentence)}"))
    console.print()
    width = max(len(str(path)) for path, _ in published.files)
    for path, what in published.files:
        console.print(Text(f"{str(path).ljust(width)}  {what}"), soft_wrap=True)
    if published.notice:
        console.print()
        console.print(Text(visible(published.notice), style="italic"))
