"""The eighty-eight bad inputs that a coordinator may be handed, each with what must come of it; built, never kept."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import layouts
import workbook_files as books
import xlsxwriter
from respondents import ANSWERS
from workbook_files import cell, packed, row

OK, USAGE, REFUSED, ASIDE = 0, 2, 3, 4
Mend = Callable[[list[dict[str, str]]], list[dict[str, str]]]

TITLES = ("nom", "adresse", "code postal", "localité", "téléphone", "e-mail")
HUY = ("EPN de Huy", "Rue du Pont 1", "4500", "Huy", "085 21 12 34", "epn@huy.be")
LIEGE = ("CPAS de Liège", "Rue de la Régence 2", "4000", "Liège", "04 222 33 44", "cpas@liege.be")
ATH = ("Bibliothèque d’Ath", "Rue de Brantignies 3", "7800", "Ath", "068 26 53 00", "bib@ath.be")
NAMES = (HUY[0], LIEGE[0], ATH[0])
THREE = (TITLES, HUY, LIEGE, ATH)


@dataclass(frozen=True)
class Case:
    """A bad input: its file, the command's options, and what it must come to.

    `rows` is how many rows whoever wrote the file put below the titles; `codes` is everything that must be
    said and nothing else (notes apart); `aside` gives the cells of each row that must be set aside, by its
    Excel row; `mend` is what a person does to them in the quarantine file; `beside` are other files.
    """

    id: str
    file: str
    content: bytes | Callable[[], bytes]
    exit: int
    rows: int = 0
    codes: frozenset[str] = frozenset()
    says: tuple[str, ...] = ()
    names: tuple[str, ...] | None = None
    repeated: int = 0
    blank: int = 0
    aside: Mapping[int, Sequence[str]] = field(default_factory=dict)
    mend: Mend | None = None
    how: tuple[str, ...] = ("--as", "liste")
    beside: tuple[str, ...] = ()
    size: int = 0

    @property
    def n_kept(self) -> int:
        """Rows that must stand in `data/` afterwards."""
        return self.rows - self.repeated - self.blank - len(self.aside)

    def bytes(self) -> bytes:
        """What the file holds."""
        return self.content() if callable(self.content) else self.content


def text(rows: Iterable[Sequence[str]], sign: str = ",", end: str = "\n") -> str:
    """A file of text as programs write it: quotes only where they are needed."""

    def cell_of(value: str) -> str:
        quoted = any(mark in value for mark in (sign, '"', "\n"))
        return '"' + value.replace('"', '""') + '"' if quoted else value

    return "".join(sign.join(map(cell_of, each)) + end for each in rows)


def listed(*rows: Sequence[str], sign: str = ",") -> bytes:
    """These rows under the usual titles, in UTF-8."""
    return text((TITLES, *rows), sign).encode()


def under(titles: str, *rows: str) -> bytes:
    """Rows and titles as written, cells apart by semicolons."""
    return "".join(f"{line}\n" for line in (titles, *rows)).encode()


def with_name(name: str) -> tuple[str, ...]:
    """EPN de Huy under another name."""
    return (name, *HUY[1:])


def filled(**cells: str) -> Mend:
    """Every row gets these cells: what a person types under a title."""

    def mend(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [
            {**each, **{title.replace("_", " "): value for title, value in cells.items()}} for each in rows
        ]

    return mend


def retyped(*cells: str) -> Mend:
    """Every row is typed again."""

    def mend(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [{**each, **dict(zip(TITLES, cells, strict=True))} for each in rows]

    return mend


def corrected(**cells: str) -> Mend:
    """The cells in error (`#N/A`) get what they should have shown."""
    right = {title.replace("_", " "): value for title, value in cells.items()}

    def mend(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [
            {title: right[title] if str(held).startswith("#") else held for title, held in each.items()}
            for each in rows
        ]

    return mend


def as_it_is(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The person looked, and it was right."""
    return rows


def drawn(write: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    """A workbook as Excel writes it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **options}) as book:
        write(book)
    return buffer.getvalue()


def sheet(book: xlsxwriter.Workbook, rows: Iterable[Sequence[object]], name: str = "Liste", top: int = 0):
    """A sheet with these rows from row `top` on."""
    page = book.get_worksheet_by_name(name) or book.add_worksheet(name)
    for number, cells in enumerate(rows, top):
        page.write_row(number, 0, cells)
    return page


def two_row_header(book: xlsxwriter.Workbook) -> None:
    page = sheet(book, [("nom", "adresse", "code postal", "", ""), ("", "", "", "Lundi", "Mardi"), ("EPN de Huy", "Rue du Pont 1", "4500", "9h-12h", "13h-17h")])  # fmt: skip
    for column, title in enumerate(("nom", "adresse", "code postal")):
        page.merge_range(0, column, 1, column, title)
    page.merge_range(0, 3, 0, 4, "Horaires")


def merged_commune(book: xlsxwriter.Workbook) -> None:
    places = ("Rue A 1", "Rue B 2", "Rue C 3", "Rue D 4", "Rue E 5")
    page = sheet(book, [("nom", "adresse", "code postal", "localité"), *((f"EPN {street}", street, "4500") for street in places)])  # fmt: skip
    page.merge_range(1, 3, 5, 3, "Huy")


def hidden(book: xlsxwriter.Workbook) -> None:
    page = sheet(book, THREE)
    page.set_row(2, None, None, {"hidden": True})
    sheet(book, [("brouillon",)], "Archives").hide()


def two_tables(book: xlsxwriter.Workbook) -> None:
    sheet(book, THREE)
    sheet(book, [("de", "vers", "type"), ("EPN de Huy", "CPAS de Liège", "connaît")], top=6)


def second_sheet(book: xlsxwriter.Workbook) -> None:
    sheet(book, [("Mode d’emploi",), ("Remplir la feuille 2",)], "Lisez-moi")
    sheet(book, THREE)


def styled_far() -> bytes:
    """A list of one row, on a sheet formatted down to its last cell."""
    formatted = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 50_000))
    last = '<row r="1048576" s="0"><c r="XFD1048576" s="0"/></row>'
    return cells_of(row(2, cell("A2", "EPN de Huy"), cell("B2", "4500")), formatted, last)


def numbered(*rows: Sequence[object]) -> bytes:
    """A workbook whose cells keep the type they are given."""
    return drawn(lambda book: sheet(book, (TITLES, *rows)) and None)


def cells_of(*rows: str) -> bytes:
    """A workbook of rows written by hand, under name and postal code."""
    return packed(row(1, cell("A1", "nom"), cell("B1", "code postal")) + "".join(rows))


def dated(serial: int, *, epoch: int) -> bytes:
    """A workbook of a date as Excel keeps it, days since 1900 or 1904."""

    def write(book: xlsxwriter.Workbook) -> None:
        page = sheet(book, [("nom", "code postal", "date de collecte"), ("EPN de Huy", "4500")])
        page.write_number(1, 2, serial, book.add_format({"num_format": "dd/mm/yyyy"}))

    return drawn(write, **({"date_1904": True} if epoch == 1904 else {}))


def tied(*rows: str) -> bytes:
    """Ties between the structures of a list."""
    return under("de;vers;type", *rows)


def kobo_that_disagrees() -> bytes:
    """A summary that says less than the columns of its options."""
    content = layouts.kobo_csv(ANSWERS[1:2]).decode()
    head, answer, *_ = content.splitlines()
    titles, cells = head.split(";"), answer.split(";")
    place = next(at for at, title in enumerate(titles) if title.endswith("/B3"))
    first, *_ = cells[place].split(" ")
    cells[place] = first
    return (head + "\n" + ";".join(cells) + "\n").encode()


def long_list(n: int, broken: int) -> bytes:
    """Rows of which one, at an Excel row, opens a quote that never closes."""
    lines = [f"EPN numéro {at};Rue Haute {at};4500;Huy;;" for at in range(2, n + 2)]
    lines[broken - 2] = '"' + lines[broken - 2]
    return under(";".join(TITLES), *lines)


LOCKED = books.compound("EncryptedPackage")
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'
MACHINE_FILE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
GUESSED = frozenset({"encoding_guessed"})
SURVEY = ("--survey", "--as", "enquete")
TIES = ("--ties", "--as", "liens")
