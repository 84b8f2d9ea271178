"""What an import of answers did: every row, every mention, every person, and the options nobody knows."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from wtc_eco.cli.account import SHOWN, changes_in_words, problems_in_words, rows_in_words
from wtc_eco.locale import listing, tr, trn
from wtc_eco.render.cells import visible
from wtc_eco.render.console import screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wtc_eco.ecosystem.answers.survey import Surveyed


def tell_survey(surveyed: Surveyed) -> None:
    """The account on the screen: doubts first, then where every row and every mention went."""
    console = screen()
    problems_in_words(surveyed.problems, console)
    if surveyed.rehearsal:
        for line in changes_in_words(surveyed.changes):
            console.print(Text(visible(line)), soft_wrap=True)
    console.print(Text(rows_in_words(surveyed.accounting)))
    for line in _lines(surveyed):
        console.print(Text(visible(line)), soft_wrap=True)
    if surveyed.rehearsal:
        sys.stdout.write(tr("Nothing was written (--dry-run).") + "\n")


def _lines(surveyed: Surveyed) -> Iterator[str]:
    yield _mentions(surveyed)
    if n := surveyed.accounting.withdrawn:
        yield trn(
            "{n} earlier answer gave way to a later one.", "{n} earlier answers gave way to later ones.", n
        )
    if n := surveyed.mentions.ended:
        yield trn(
            "{n} tie ended with the answer that said it.",
            "{n} ties ended with the answers that said them.",
            n,
        )
    yield from _people(surveyed)
    if surveyed.unknown_options:
        counted = Counter(surveyed.unknown_options)
        named = [f"{code} {tr('“{words}”', words=words)}" for code, words in sorted(counted)]
        more = len(named) - SHOWN
        rest = [trn("{n} other", "{n} others", more)] if more > 0 else []
        yield tr(
            "Options that no word of the pack knows, kept as found: {options}",
            options=listing([*named[:SHOWN], *rest]),
        )
    if surveyed.quarantine:
        yield tr("Rows set aside, to be mended and imported again: {file}", file=surveyed.quarantine)


def _mentions(surveyed: Surveyed) -> str:
    told = surveyed.mentions
    parts = [
        trn("{n} new", "{n} new", told.new),
        trn("{n} changed", "{n} changed", told.updated),
        trn("{n} unchanged", "{n} unchanged", told.unchanged),
        trn("{n} repeated", "{n} repeated", told.repeated),
        trn("{n} set aside", "{n} set aside", told.set_aside),
    ]
    read = trn("{n} mention read", "{n} mentions read", told.read)
    return f"{read} = {' + '.join(parts)}"


def _people(surveyed: Surveyed) -> Iterator[str]:
    contacts = surveyed.contacts
    if any(contacts.values()):
        yield trn(
            "{n} new contact, {updated} changed, {unchanged} unchanged (data/contacts.csv).",
            "{n} new contacts, {updated} changed, {unchanged} unchanged (data/contacts.csv).",
            contacts["new"],
            updated=contacts["updated"],
            unchanged=contacts["unchanged"],
        )
    if surveyed.opposed:
        yield trn(
            "{n} person does not want invitations: remembered, and not kept among the contacts.",
            "{n} persons do not want invitations: remembered, and not kept among the contacts.",
            surveyed.opposed,
        )
