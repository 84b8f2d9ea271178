"""A workbook to fill in: titles that an import knows, drop-down lists of the pack's words, an example."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from wtc_eco.i18n import mark, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from wtc_eco.territory import Territory

# Excel dates a workbook; a date of our own keeps the same pack the same bytes.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_LAST_ROW = 2_000
"""Rows that have drop-down lists."""
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True)
class Column:
    """A column to fill in: its title, the words to choose from, how often it stands there, its width.

    A title that stands several times is numbered: a drop-down list gives one word a cell.
    """

    title: str
    words: str = ""
    times: int = 1
    width: int = 18


STRUCTURES: tuple[Column, ...] = (
    Column(mark("Name"), width=42),
    Column(mark("Kind"), "kinds", width=24),
    Column(mark("Label"), "labels", 2),
    Column(mark("Street and number"), width=34),
    Column(mark("Postal code"), width=12),
    Column(mark("Locality"), width=22),
    Column(mark("Phone")),
    Column(mark("E-mail"), width=30),
    Column(mark("Web site"), width=34),
    Column(mark("Opening hours"), width=34),
    Column(mark("Step"), "steps", 3, 26),
    Column(mark("Theme"), "themes", 4, 26),
    Column(mark("Public"), "publics", 3, 26),
    Column(mark("Slot"), "slots", 3),
    Column(mark("Conditions"), width=30),
    Column(mark("Staff trained"), "trained"),
    Column(mark("Note"), width=40),
)
TIES: tuple[Column, ...] = (
    Column(mark("Source structure"), width=42),
    Column(mark("Target structure"), width=42),
    Column(mark("Kind of tie"), "ties", width=26),
    Column(mark("People a year"), width=18),
    Column(mark("Theme"), "themes", 2, 26),
    Column(mark("Declared on"), width=16),
    Column(mark("Note"), width=40),
)
_TRAINED = (mark("yes"), mark("partly"), mark("no"))
_TIES = (mark("knows"), mark("refers to"), mark("works with"), mark("hosts"), mark("wish to meet"))
_HEADINGS = {
    "kinds": mark("Kind"),
    "labels": mark("Label"),
    "steps": mark("Step"),
    "themes": mark("Theme"),
    "publics": mark("Public"),
    "slots": mark("Slot"),
    "trained": mark("Staff trained"),
    "ties": mark("Kind of tie"),
}


def template(territory: Territory) -> bytes:
    """The workbook, in the language spoken now: structures, ties, the words to choose from, how to use it.

    The same pack and language give the same bytes. The first row of each sheet to fill in is an
    example, which an import leaves out.
    """
    words = _words(territory)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"created": _CREATED, "title": tr("Structures"), "author": "wtc-eco"})
        form = _Form(book, words)
        example = _example(territory, words)
        form.sheet(tr("Structures"), STRUCTURES, example)
        form.sheet(tr("Ties"), TIES, _example_tie(example[tr("Name")], words))
        form.lists()
        form.notes()
    return buffer.getvalue()


def _words(territory: Territory) -> Mapping[str, tuple[str, ...]]:
    """The words to choose from, by the name of their list."""
    packed = {
        name: tuple(term.text() for term in territory.vocabulary(name).values())
        for name in ("kinds", "labels", "steps", "themes", "publics", "slots")
    }
    return {**packed, "trained": tuple(map(tr, _TRAINED)), "ties": tuple(map(tr, _TIES))}


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


def _titles(column: Column) -> list[str]:
    return (
        [tr(column.title)]
        if column.times == 1
        else [_numbered(column.title, n + 1) for n in range(column.times)]
    )


class _Form:
    """The workbook being written."""

    def __init__(self, book: Workbook, words: Mapping[str, tuple[str, ...]]) -> None:
        self._book = book
        self._words = words
        body = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        head = {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E3EEF5", "font_color": "#1D2329"}
        self._head: Format = book.add_format({**body, **head})
        # As text, Excel keeps the zero a phone or a postal code begins with.
        self._text: Format = book.add_format({**body, "num_format": "@"})
        self._example: Format = book.add_format(
            {**body, "italic": True, "font_color": "#5B6670", "num_format": "@"}
        )
        self._prose: Format = book.add_format({**body, "text_wrap": True})
        self._title: Format = book.add_format({**body, "bold": True, "font_size": 14})

    def sheet(self, name: str, columns: Sequence[Column], example: Mapping[str, str]) -> None:
        """A sheet to fill in, with its example in the second row."""
        page = self._book.add_worksheet(name)
        at = 0
        for column in columns:
            for title in _titles(column):
                page.set_column(at, at, column.width, self._text)
                page.write_string(0, at, title, self._head)
                page.write_string(1, at, example.get(title, ""), self._example)
                if column.words:
                    page.data_validation(1, at, _LAST_ROW, at, self._choice(column.words))
                at += 1
        page.freeze_panes(1, 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)

    def _choice(self, name: str) -> Mapping[str, object]:
        """A drop-down list; other words may be typed: an import keeps them as found."""
        at = list(self._words).index(name)
        return {
            "validate": "list",
            "source": f"='{tr('Lists')}'!{xl_range_abs(1, at, len(self._words[name]), at)}",
            "error_type": "information",
            "error_title": tr("Another word"),
            "error_message": tr("This word is not in the list: it will be kept as written."),
        }

    def lists(self) -> None:
        """The words to choose from, a column a list."""
        page = self._book.add_worksheet(tr("Lists"))
        for at, (name, words) in enumerate(self._words.items()):
            page.set_column(at, at, 30)
            page.write_string(0, at, tr(_HEADINGS[name]), self._head)
            page.write_column(1, at, words, self._text)
        page.freeze_panes(1, 0)

    def notes(self) -> None:
        """How to fill it in and bring it in."""
        page: Worksheet = self._book.add_worksheet(tr("How to use it"))
        page.set_column(0, 0, 110)
        page.write_string(0, 0, tr("How to use it"), self._title)
        for row, said in enumerate(_advice(), start=2):
            page.write_string(row, 0, said, self._prose)
        page.set_paper(9)
        page.fit_to_pages(1, 0)


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
