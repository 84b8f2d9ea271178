"""The one writer of sheets to fill in: titles, cells kept as text, drop-down lists, and how to use them.

A drop-down proposes and never forces: what people write in words is read too, or listed. The words that it
offers are those of the vocabulary that reads the sheet when it comes back.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from wtc_eco.i18n import tr
from wtc_eco.render.cells import visible

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# Excel dates a workbook; a date of our own keeps the same data the same bytes.
CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
BODY = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
HEAD = {**BODY, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E3EEF5", "font_color": "#1D2329"}
_LONGEST_INLINE = 255
"""Characters of a list that Excel takes without cells to stand in."""
Look = Literal["text", "example", "first", "own"]


@dataclass(frozen=True)
class FillInColumn:
    """A column to fill in: its title, the words to choose from, its width; `list_title` stands over these words."""

    title: str
    choices: tuple[str, ...] = ()
    width: int = 18
    list_title: str = ""


Cells = tuple[Mapping[int, str], Look]
"""A row that is filled in beforehand: texts by the index of their column, and how they look."""


class DropDowns:
    """The drop-down lists of a workbook; each list of words stands once on a sheet of its own."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._lists: dict[tuple[str, ...], str] = {}

    def offer(  # noqa: PLR0913 - cells, and what they offer
        self, page: Worksheet, column: int, last: int, choices: tuple[str, ...], title: str, *, inline: bool
    ) -> None:
        """A list in the rows from the second to the one of index `last`.

        With `inline` a short one needs no sheet of lists, and no window opens over other words.
        """
        fits = not any("," in word for word in choices) and len(",".join(choices)) <= _LONGEST_INLINE
        rule: dict[str, object] = (
            {"source": list(choices), "show_error": False}
            if inline and fits
            else {"source": self._source(choices, title), **_other_word()}
        )
        page.data_validation(1, column, last, column, {"validate": "list", **rule})

    def _source(self, choices: tuple[str, ...], title: str) -> str:
        self._lists.setdefault(choices, title)
        at = list(self._lists).index(choices)
        return f"='{tr('Lists')}'!{xl_range_abs(1, at, len(choices), at)}"

    def write(self, head: Format, text: Format, *, hidden: bool) -> None:
        """The sheet of lists, a column a list, where there is any."""
        if not self._lists:
            return
        page = self._book.add_worksheet(tr("Lists"))
        for at, (choices, title) in enumerate(self._lists.items()):
            page.set_column(at, at, 30)
            page.write_string(0, at, visible(title), head)
            page.write_column(1, at, choices, text)
        page.freeze_panes(1, 0)
        if hidden:
            page.hide()


def _other_word() -> dict[str, str]:
    return {
        "error_type": "information",
        "error_title": tr("Another word"),
        "error_message": tr("This word is not in the list: it will be kept as written."),
    }


class FillIn:
    """A workbook to fill in, being written."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._drop_downs = DropDowns(book)
        self._head: Format = book.add_format(HEAD)
        # As text, Excel keeps the zero a phone or a postal code begins with.
        text = {**BODY, "num_format": "@"}
        self._looks: Mapping[Look, Format] = {
            "text": book.add_format(text),
            "example": book.add_format({**text, "italic": True, "font_color": "#5B6670"}),
            "first": book.add_format({**text, "top": 1}),
            "own": book.add_format({**text, "italic": True, "font_color": "#7A858F"}),
        }
        self._prose: Format = book.add_format({**BODY, "text_wrap": True})
        self._title: Format = book.add_format({**BODY, "bold": True, "font_size": 14})

    def sheet(  # noqa: PLR0913 - what a sheet is made of
        self,
        name: str,
        columns: Sequence[FillInColumn],
        rows: Sequence[Cells],
        *,
        last: int,
        frozen: int,
        high: float | None = None,
    ) -> Worksheet:
        """A sheet with its titles and its first rows; drop-down lists reach down to the row of index `last`."""
        page = self._book.add_worksheet(name)
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width, self._looks["text"])
            page.write_string(0, at, column.title, self._head)
            if column.choices and last:
                title = column.list_title or column.title
                self._drop_downs.offer(page, at, last, column.choices, title, inline=False)
        for number, (cells, look) in enumerate(rows, start=1):
            for at, text in cells.items():
                page.write_string(number, at, text, self._looks[look])
        if high is not None:
            page.set_row(0, high)
        page.freeze_panes(1, frozen)
        on_paper(page)
        page.repeat_rows(0)
        return page

    def lists(self, *, hidden: bool) -> None:
        """The words to choose from."""
        self._drop_downs.write(self._head, self._looks["text"], hidden=hidden)

    def notes(self, title: str, advice: Sequence[str]) -> None:
        """How to fill it in and bring it in."""
        page = self._book.add_worksheet(tr("How to use it"))
        page.set_column(0, 0, 110)
        page.write_string(0, 0, visible(title), self._title)
        for row, sentence in enumerate(advice, start=2):
            page.write_string(row, 0, visible(sentence), self._prose)
        page.set_paper(9)
        page.fit_to_pages(1, 0)


def on_paper(page: Worksheet) -> None:
    """Printed on A4 across, as wide as the page."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def fill_in_workbook(title: str, write: Callable[[FillIn], None]) -> bytes:
    """A workbook to fill in; what is written in the same order gives the same bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"created": CREATED, "title": visible(title), "author": "wtc-eco"})
        write(FillIn(book))
    return buffer.getvalue()
