"""A workbook to fill in: titles that an import knows, drop-down lists of the pack's words, an example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.i18n import mark, tr
from wtc_eco.render.fill_in import FillIn, FillInColumn, fill_in_workbook
from wtc_eco.sources.vocabulary import SCALE_TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wtc_eco.territory import Territory

_LAST_ROW = 2_000
"""Rows that have drop-down lists."""


@dataclass(frozen=True)
class TemplateColumn:
    """A column to fill in: its title, the words to choose from, how often it stands there, its width.

    A title that stands several times is numbered: a drop-down list gives one word a cell.
    """

    title: str
    words: str = ""
    times: int = 1
    width: int = 18


STRUCTURES: tuple[TemplateColumn, ...] = (
    TemplateColumn(mark("Name"), width=42),
    TemplateColumn(mark("Kind"), "kinds", width=24),
    TemplateColumn(mark("Label"), "labels", 2),
    TemplateColumn(mark("Street and number"), width=34),
    TemplateColumn(mark("Postal code"), width=12),
    TemplateColumn(mark("Locality"), width=22),
    TemplateColumn(mark("Phone")),
    TemplateColumn(mark("E-mail"), width=30),
    TemplateColumn(mark("Web site"), width=34),
    TemplateColumn(mark("Opening hours"), width=34),
    TemplateColumn(mark("Step"), "steps", 3, 26),
    TemplateColumn(mark("Theme"), "themes", 4, 26),
    TemplateColumn(mark("Public"), "publics", 3, 26),
    TemplateColumn(mark("Slot"), "slots", 3),
    TemplateColumn(mark("Conditions"), width=30),
    TemplateColumn(mark("Fees"), width=24),
    TemplateColumn(mark("Presentation"), width=40),
    TemplateColumn(mark("Accessibility"), width=30),
    TemplateColumn(mark("Booking"), width=34),
    TemplateColumn(mark("Languages"), width=24),
    TemplateColumn(mark("Staff trained"), "trained"),
    TemplateColumn(mark("Note"), width=40),
)
TIES: tuple[TemplateColumn, ...] = (
    TemplateColumn(mark("Source structure"), width=42),
    TemplateColumn(mark("Target structure"), width=42),
    TemplateColumn(mark("Kind of tie"), "ties", width=26),
    TemplateColumn(mark("People a year"), width=18),
    TemplateColumn(mark("Theme"), "themes", 2, 26),
    TemplateColumn(mark("Declared on"), width=16),
    TemplateColumn(mark("Note"), width=40),
)


def template(territory: Territory) -> bytes:
    """The workbook, in the language spoken now: structures, ties, the words to choose from, how to use it.

    The same pack and language give the same bytes. The first row of each sheet to fill in is an
    example, which an import leaves out.
    """
    words = _words(territory)
    example = _example(territory, words)

    def write(form: FillIn) -> None:
        _sheet(form, tr("Structures"), STRUCTURES, words, example)
        _sheet(form, tr("Ties"), TIES, words, _example_tie(example[tr("Name")], words))
        form.lists(hidden=False)
        form.notes(tr("How to use it"), _advice())

    return fill_in_workbook(tr("Structures"), write)


def _sheet(
    form: FillIn,
    name: str,
    columns: Sequence[TemplateColumn],
    words: Mapping[str, tuple[str, ...]],
    example: Mapping[str, str],
) -> None:
    """A sheet to fill in, with its example in the second row."""
    titled = [(title, column) for column in columns for title in _titles(column)]
    form.sheet(
        name,
        [
            FillInColumn(title, words.get(column.words, ()), column.width, tr(column.title))
            for title, column in titled
        ],
        [({at: example.get(title, "") for at, (title, _) in enumerate(titled)}, "example")],
        last=_LAST_ROW,
        frozen=1,
    )


def _words(territory: Territory) -> Mapping[str, tuple[str, ...]]:
    """The words to choose from, by the name of their list."""
    packed = {
        name: tuple(term.text() for term in territory.vocabulary(name).values())
        for name in ("kinds", "labels", "steps", "themes", "publics", "slots")
    }
    scales = {"trained": "staff_trained", "ties": "tie_kind"}
    offered = {name: tuple(map(tr, SCALE_TEXTS[field].values())) for name, field in scales.items()}
    return {**packed, **offered}


def _example(territory: Territory, words: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    commune = next(iter(territory.communes.values()))
    name = f"{words['kinds'][0]} – {commune.name}"
    return {
        tr("Name"): tr("EXAMPLE, row ignored: {name}", name=name),
        tr("Kind"): words["kinds"][0],
        tr("Street and number"): tr("Church Street 1"),
        tr("Postal code"): commune.postal_codes[0],
        tr("Locality"): commune.name,
        tr("E-mail"): "info@example.org",
        tr("Web site"): "https://www.example.org",
        tr("Opening hours"): "Mo-Fr 09:00-12:00",
        **{
            _numbered(title, 1): words[name][0]
            for title, name in ((mark("Theme"), "themes"), (mark("Slot"), "slots"))
        },
        tr("Staff trained"): words["trained"][0],
    }


def _example_tie(name: str, words: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    return {
        tr("Source structure"): name,
        tr("Target structure"): tr("its name, as in the register, or its number (S12)"),
        tr("Kind of tie"): words["ties"][0],
        tr("People a year"): "20",
    }


def _numbered(title: str, place: int) -> str:
    return f"{tr(title)} {place}"


def _titles(column: TemplateColumn) -> list[str]:
    return (
        [tr(column.title)]
        if column.times == 1
        else [_numbered(column.title, n + 1) for n in range(column.times)]
    )


def _advice() -> tuple[str, ...]:
    return (
        tr("One structure a row, one place a structure. Only the name is compulsory."),
        tr("An empty cell means that nobody knows; write “none” where it is known that there is none."),
        tr("The row in italics is an example: it is left out by the import, and may be deleted."),
        tr("The drop-down lists propose the words of the pack; other words are kept as written and listed."),
        tr("Opening hours: as OpenStreetMap writes them (Mo-Fr 09:00-12:00), or in your own words."),
        tr("Columns may be added, moved or removed; titles that are not known are kept as found."),
        tr("To bring in the structures: wtc-eco import modele.xlsx --as mes-structures"),
        tr("To bring in the ties: wtc-eco import modele.xlsx --ties --as mes-liens"),
        tr("Add --dry-run to see first what would change."),
    )
