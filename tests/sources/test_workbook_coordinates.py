"""Wherever a list stands on its sheet, every cell is read and told where Excel shows it; openpyxl says where that is."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from workbook_files import ods, ods_cell, ods_row, xls

from wtc_eco.sources import read_table

CASES = Path(__file__).parents[3] / "shared" / "cases" / "safety"
TITLES = ("Commune", "Nom", "Adresse", "Code postal", "Téléphone")
ERROR = "#N/A"


@dataclass(frozen=True)
class Sheet:
    """A list moved down and right: where its titles stand, what is above, merged, broken and hidden."""

    top: int
    left: int
    title: str
    communes: tuple[int, ...]
    errors: frozenset[int]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    gap: bool

    def made(self) -> openpyxl.Workbook:
        """The sheet as openpyxl holds it: the oracle."""
        book = openpyxl.Workbook()
        page = book.active
        page.title = "Liste"
        if self.title and self.top > 1:
            page.cell(1, self.left + 1, self.title)
            if self.title.startswith("Liste"):
                page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=self.left + len(TITLES))
                page.cell(1, 1, self.title)
        for column, title in enumerate(TITLES, self.left + 1):
            page.cell(self.top, column, title)
        row = self.top
        for group, size in enumerate(self.communes):
            row += self.gap and group > 0
            if size > 1:
                page.merge_cells(
                    start_row=row + 1,
                    end_row=row + size,
                    start_column=self.left + 1,
                    end_column=self.left + 1,
                )
            page.cell(row + 1, self.left + 1, ("Mons", "Namur", "Huy", "Ath")[group])
            for _ in range(size):
                row += 1
                phone = ERROR if row - self.top in self.errors else f"081 22 33 {row:02}"
                for column, value in enumerate(
                    (f"EPN {row}", f"Rue Haute {row}", "5000", phone), self.left + 2
                ):
                    page.cell(row, column, value)
        for hidden in self.hidden_rows:
            page.row_dimensions[self.top + hidden].hidden = True
        for column in self.hidden_columns:
            page.column_dimensions[get_column_letter(self.left + 1 + column)].hidden = True
        return book


SHEETS = st.builds(
    Sheet,
    top=st.integers(1, 9),
    left=st.integers(0, 4),
    title=st.sampled_from(["", "Liste des EPN 2026", "Tous les espaces"]),
    communes=st.lists(st.integers(1, 3), min_size=2, max_size=4).map(tuple),
    errors=st.frozensets(st.integers(1, 5), max_size=2),
    hidden_rows=st.frozensets(st.integers(1, 4), max_size=2),
    hidden_columns=st.frozensets(st.integers(2, 4), max_size=2),
    gap=st.booleans(),
)


def as_xlsx(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_xls(book: openpyxl.Workbook) -> bytes:
    page = book.active
    spans = [
        (span.min_row - 1, span.min_col - 1, span.max_row - 1, span.max_col - 1)
        for span in page.merged_cells.ranges
    ]
    return xls(page.iter_rows(values_only=True), spans)


def as_ods(book: openpyxl.Workbook) -> bytes:
    """As LibreOffice writes it: what is empty is counted, hidden columns come first."""
    page = book.active
    spans = {(span.min_row, span.min_col): span for span in page.merged_cells.ranges}
    text = "".join(
        f"<table:table-column{hidden(page.column_dimensions[get_column_letter(column)].hidden)}/>"
        for column in range(1, page.max_column + 1)
    )
    for number, row in enumerate(page.iter_rows(), 1):
        cells = []
        for each in row:
            if each.value is None:
                cells.append("<table:table-cell/>")
                continue
            span = spans.get((number, each.column))
            attributes = (
                ""
                if span is None
                else (
                    f' table:number-rows-spanned="{span.max_row - span.min_row + 1}"'
                    f' table:number-columns-spanned="{span.max_col - span.min_col + 1}"'
                )
            )
            if each.value == ERROR:
                attributes += ' calcext:value-type="error"'
            cells.append(ods_cell(each.value, attributes))
        text += ods_row(*cells, attributes=hidden(page.row_dimensions[number].hidden))
    return ods(text)


def hidden(is_hidden: bool) -> str:
    return ' table:visibility="collapse"' if is_hidden else ""


def table_of(data: bytes, ending: str, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"liste.{ending}"
        path.write_bytes(data)
        return read_table(path, **options)


def shown(book: openpyxl.Workbook) -> dict[int, list[str]]:
    """Rows below the titles by their number, from the first column of the list, merged cells filled down."""
    page = book.active
    below = {
        number: ["" if value is None else str(value) for value in row]
        for number, row in enumerate(page.iter_rows(values_only=True), 1)
        if any(row)
    }
    for span in page.merged_cells.ranges:
        for row in range(span.min_row, span.max_row + 1):
            if span.max_row > span.min_row:
                below[row][span.min_col - 1] = page.cell(span.min_row, span.min_col).value
    return below


def assert_agrees(sheet: Sheet, table, *, errors: bool) -> None:
    """The table says of every row and cell what openpyxl shows there."""
    oracle = shown(sheet.made())
    below = {number: cells for number, cells in oracle.items() if number > sheet.top}
    assert table.header_row == sheet.top
    assert [row.number for row in table.rows] == list(below)
    for row in table.rows:
        there = below[row.number][table.first_column : table.first_column + len(table.header)]
        assert list(row.cells) == [("" if errors and cell == ERROR else cell) for cell in there]
    broken = {number for number, cells in below.items() if ERROR in cells}
    told = {problem.row: problem for problem in table.problems if problem.code == "error_cell"}
    assert set(told) == (broken if errors else set())
    for number, problem in told.items():
        where = f"{get_column_letter(oracle[number].index(ERROR) + 1)}{number}"
        assert f"{problem.letter}{problem.row}" == where
        assert where in problem.message
    n_last = max(below)
    assert table.n_blank == n_last - sheet.top - len(below)


def has_told(table, code: str) -> bool:
    return code in {problem.code for problem in table.problems}


@settings(max_examples=8)
@given(SHEETS)
def test_a_list_moved_down_and_right_in_xlsx_is_read_where_excel_shows_it(sheet):
    table = table_of(as_xlsx(sheet.made()), "xlsx")
    assert_agrees(sheet, table, errors=True)
    assert has_told(table, "hidden_rows") == bool(
        {sheet.top + row for row in sheet.hidden_rows} & {row.number for row in table.rows}
    )
    letters = [get_column_letter(sheet.left + 1 + column) for column in sorted(sheet.hidden_columns)]
    (said,) = [p.message for p in table.problems if p.code == "hidden_columns"] or [""]
    assert all(f" {letter}" in said for letter in letters)
    assert bool(said) == bool(letters)


@settings(max_examples=8)
@given(SHEETS)
def test_a_list_moved_down_and_right_in_ods_is_read_where_libreoffice_shows_it(sheet):
    table = table_of(as_ods(sheet.made()), "ods")
    assert_agrees(sheet, table, errors=True)
    assert has_told(table, "hidden_columns") == bool(sheet.hidden_columns)


@settings(max_examples=8)
@given(SHEETS)
def test_a_list_moved_down_and_right_in_xls_is_read_where_excel_shows_it(sheet):
    assert_agrees(sheet, table_of(as_xls(sheet.made()), "xls"), errors=False)


@settings(max_examples=8)
@given(SHEETS, st.sampled_from(["xlsx", "ods", "xls"]), st.integers(0, 2))
def test_a_range_is_the_cells_that_excel_calls_so(sheet, ending, fewer):
    book = sheet.made()
    data = {"xlsx": as_xlsx, "ods": as_ods, "xls": as_xls}[ending](book)
    last = max(shown(book)) - fewer
    first = get_column_letter(sheet.left + 2)
    area = f"{first}{sheet.top}:{get_column_letter(sheet.left + len(TITLES))}{last}"
    table = table_of(data, ending, area=area)
    page = book.active
    wanted = {
        number: [str(value) for value in row]
        for number, row in enumerate(page.iter_rows(min_col=sheet.left + 2, values_only=True), 1)
        if sheet.top < number <= last and any(row)
    }
    assert table.header == TITLES[1:]
    assert {row.number: [cell or ERROR for cell in row.cells] for row in table.rows} == wanted


def test_a_cell_merged_left_of_the_range_fills_nothing_within_it():
    sheet = Sheet(3, 1, "", (2, 2), frozenset(), frozenset(), frozenset(), gap=False)
    book = sheet.made()
    book.active.cell(5, 3).value = None
    table = table_of(as_xlsx(book), "xlsx", area="C3:F7")
    assert [row.cells[0] for row in table.rows] == ["EPN 4", "", "EPN 6", "EPN 7"]


def test_a_repeated_error_of_libreoffice_is_told_of_each_of_its_cells():
    error = '<table:table-cell table:formula="of:=NA()" office:value-type="string" calcext:value-type="error" table:number-columns-repeated="2"><text:p>#N/A</text:p></table:table-cell>'
    data = ods(
        ods_row(*map(ods_cell, ("Nom", "Commune", "Téléphone")))
        + ods_row(ods_cell("EPN Un"), error, attributes=' table:number-rows-repeated="2"')
    )
    table = table_of(data, "ods")
    assert [row.number for row in table.quarantined] == [2, 3]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("start1.xlsx", {2: "EPN Mons", 3: "EPN Huy", 4: "CPAS Namur"}),
        ("start3.xlsx", {4: "EPN Mons", 5: "EPN Huy", 6: "CPAS Namur"}),
        ("title3.xlsx", {7: "EPN Mons", 8: "EPN Huy", 9: "CPAS Namur"}),
    ],
)
@pytest.mark.skipif(not CASES.is_dir(), reason="the cases stand beside the repository")
def test_rows_of_the_received_workbooks_have_the_numbers_of_excel(name, rows):
    assert {row.number: row.cells[0] for row in read_table(CASES / name).rows} == rows


@pytest.mark.parametrize("name", ["merged-wrong-commune.xlsx", "merged-wrong-commune.xls"])
@pytest.mark.skipif(not CASES.is_dir(), reason="the cases stand beside the repository")
def test_cpas_d_of_namur_is_never_in_mons(name):
    communes = {row.cells[1]: row.cells[0] for row in read_table(CASES / name).rows}
    assert communes == {
        "EPN A": "Mons",
        "CPAS B": "Namur",
        "EPN C": "Namur",
        "CPAS D": "Namur",
        "EPN E": "Huy",
    }


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases stand beside the repository")
def test_an_error_below_blank_rows_is_told_of_its_own_row():
    table = read_table(CASES / "error-start3.xlsx")
    assert [(p.row, p.letter) for p in table.problems if p.code == "error_cell"] == [(4, "E")]
    assert table.rows[0].cells[1:] == ("EPN de Mons", "Rue A 1", "7000", "")
    assert all(row.cells[-1] for row in table.rows[1:])
