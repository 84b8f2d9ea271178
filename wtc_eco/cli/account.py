"""What an import did, told row by row: nothing is lost, and the reader can add it up."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.text import Text

from wtc_eco.locale import listing, mark, tr, trn
from wtc_eco.registry.words import TITLES
from wtc_eco.render.cells import visible
from wtc_eco.render.console import screen, show_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from wtc_eco.ecosystem.intake.collect import Imported
    from wtc_eco.ecosystem.intake.delivery import Accounting, Change
    from wtc_eco.ecosystem.intake.needs import NeedImported
    from wtc_eco.errors import Problem
    from wtc_eco.sources.raw import RawCheck

ORIGINS = {
    "said": mark("Columns, as you said"),
    "remembered": mark("Columns, as at the last import"),
    "recognised": mark("Columns of a list we know"),
    "proposed": mark("Columns, as their titles say"),
}
WHATS = {
    "new": mark("new"),
    "updated": mark("changed in the list"),
    "returned": mark("back in the list"),
    "withdrawn": mark("no longer in the list"),
}
FIELDS = {
    **TITLES,
    "address": mark("Address"),
    "house_number": mark("House number"),
    "box": mark("Box"),
    "coordinates": mark("Coordinates"),
    "hours": mark("Opening hours"),
    "source_id": mark("The list’s own key"),
    "ignore": mark("left out"),
}
"""What a column of a list can be, the parts of which a field is made included."""
SHOWN = 12
"""Changes and notes shown on the screen; the rest is counted. All of them are in `--format json`."""


def tell(imported: Imported) -> None:
    """The account on the screen: columns, changes, doubts, and where every row went."""
    console = screen()
    for line in _columns(imported):
        console.print(Text(visible(line)), soft_wrap=True)
    problems_in_words(imported.problems, console)
    if imported.rehearsal:
        for line in changes_in_words(imported.changes):
            console.print(Text(visible(line)), soft_wrap=True)
    console.print(Text(rows_in_words(imported.accounting)))
    if imported.accounting.withdrawn:
        n = imported.accounting.withdrawn
        console.print(Text(trn("{n} is no longer in the list.", "{n} are no longer in the list.", n)))
    if imported.quarantine:
        where = tr("Rows set aside, to be mended and imported again: {file}", file=imported.quarantine)
        console.print(Text(visible(where)), soft_wrap=True)
    if imported.rehearsal:
        sys.stdout.write(tr("Nothing was written (--dry-run).") + "\n")


def tell_table(checked: RawCheck) -> None:
    """The account of any table: how it was read, its columns, and where every row went."""
    console = screen()
    problems_in_words(checked.problems, console)
    titles = listing([tr("“{words}”", words=title[:60]) for title in checked.table.header[:40]])
    said = tr("Titles in row {row}: {titles}", row=checked.table.header_row, titles=titles)
    console.print(Text(visible(said)), soft_wrap=True)
    counts = checked.accounting
    parts = [
        trn("{n} could be read", "{n} could be read", counts["kept"]),
        trn("{n} set aside", "{n} set aside", counts["quarantined"]),
        trn("{n} blank", "{n} blank", counts["blank"]),
    ]
    read = trn("{n} row read", "{n} rows read", counts["read"])
    console.print(Text(f"{read} = {' + '.join(parts)}"), soft_wrap=True)


def tell_need(imported: NeedImported) -> None:
    """The account of figures of need: what was read, and why some rows are left out."""
    console = screen()
    show_problems(imported.problems, console, limit=SHOWN)
    what = {"population": tr("people by public"), "answers": tr("answers of the public")}[imported.sort]
    console.print(
        Text(
            tr(
                "{file}, {what}: {read} rows read = {kept} kept + {left_out} left out + {blank} blank",
                file=imported.file,
                what=what,
                read=imported.read,
                kept=imported.kept,
                left_out=imported.left_out,
                blank=imported.blank,
            )
        )
    )
    if imported.rehearsal:
        sys.stdout.write(tr("Nothing was written (--dry-run).") + "\n")


def _columns(imported: Imported) -> Iterator[str]:
    if not imported.columns or imported.origin is None:
        return
    titles: dict[str, list[str]] = {}
    for title, field in imported.columns.items():
        titles.setdefault(field, []).append(title)
    pairs = [f"{', '.join(said)} → {tr(FIELDS.get(field, field))}" for field, said in titles.items()]
    yield tr("{what}: {items}", what=tr(ORIGINS[imported.origin]), items=" · ".join(pairs))


def problems_in_words(problems: tuple[Problem, ...], console: Console) -> None:
    """Rows set aside first: they are what a person has to do something about."""
    weight = {"refusal": 0, "quarantine": 1, "warning": 2, "note": 3}
    ordered = sorted(problems, key=lambda problem: weight[problem.gravity])
    serious = sum(weight[problem.gravity] < weight["warning"] for problem in ordered)
    show_problems(ordered, console, limit=max(SHOWN, serious))


def changes_in_words(changes: tuple[Change, ...]) -> Iterator[str]:
    """Who is new, changed, back or gone; the first of them by name."""
    for what, words in WHATS.items():
        names = [change.name for change in changes if change.what == what]
        if names:
            more = len(names) - SHOWN
            rest = [trn("{n} other", "{n} others", more)] if more > 0 else []
            yield tr("{what}: {items}", what=tr(words), items=listing([*names[:SHOWN], *rest]))


def rows_in_words(account: Accounting) -> str:
    """Where every row read went, as a sum."""
    parts = [
        trn("{n} new", "{n} new", account.new),
        trn("{n} changed", "{n} changed", account.updated),
        trn("{n} unchanged", "{n} unchanged", account.unchanged),
        trn("{n} repeated", "{n} repeated", account.repeated),
        trn("{n} set aside", "{n} set aside", account.quarantined),
        trn("{n} blank", "{n} blank", account.blank),
    ]
    read = trn("{n} row read", "{n} rows read", account.read)
    return f"{read} = {' + '.join(parts)}"
