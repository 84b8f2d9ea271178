"""Lists as they stand in workbooks: which sheet, which cells, what the titles and the values are."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
import workbook_files as files
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from workbook_files import book, book_of, cell, ods_cell, ods_row, packed, row

from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.sources import propose, read_records, read_table

TITLES = ["nom", "code postal", "localité", "téléphone"]
HUY = ["CPAS de Huy", 4500, "Huy", "085 21 12 34"]
ATH = ["EPN d’Ath", 7800, "Ath", "068 26 53 00"]


@pytest.fixture
def read(on_disk):
    """A workbook (bytes, or one made with openpyxl) to a table."""

    def table(data, name="liste.xlsx", **options):
        if not isinstance(data, bytes):
            buffer = io.BytesIO()
            data.save(buffer)
            data = buffer.getvalue()
        return read_table(on_disk(data, name), **options)

    return table


@pytest.fixture
def reaped(read, wallonie):
    def harvest(data, name="liste.xlsx", **options):
        table = read(data, name, **options)
        return read_records(table, propose(table, wallonie).map, wallonie, source="liste")

    return harvest


def codes(told):
    return [problem.code for problem in told.problems]


def opened(rows, title="Liste"):
    made = openpyxl.Workbook()
    made.active.title = title
    for each in rows:
        made.active.append(each)
    return made


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (book([TITLES, HUY, ATH]), "liste.xlsx"),
        (files.xls([TITLES, HUY, ATH]), "liste.xls"),
        (files.ods("".join(ods_row(*(ods_cell(str(value)) for value in each)) for each in (TITLES, HUY, ATH))), "liste.ods"),
    ],
    ids=["xlsx", "xls", "ods"],
)  # fmt: skip
def test_every_kind_of_workbook_gives_the_same_rows(read, data, name):
    table = read(data, name)
    assert table.header == tuple(TITLES)
    assert [each.number for each in table.rows] == [2, 3]
    assert table.rows[1].cells == ("EPN d’Ath", "7800", "Ath", "068 26 53 00")
    assert (table.sheet, table.problems) == ("Liste", ())


def test_numbers_lose_their_point_and_phones_get_their_zero_back(reaped):
    harvest = reaped(book([TITLES, ["CPAS de Huy", 4500.0, "Huy", 471234567]]))
    assert harvest.rows[0]["postal_code"] == "4500"
    assert harvest.rows[0]["phone"] == ("+32471234567",)
    assert codes(harvest) == ["phone_zero"]


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_dates_of_both_epochs_are_iso_formatted_or_not(reaped, epoch):
    made = openpyxl.Workbook()
    if epoch:
        made.epoch = epoch
    days = {None: 45450, CALENDAR_MAC_1904: 43988}[epoch]
    for each in (["nom", "fermé le"], ["CPAS de Huy", dt.date(2024, 6, 7)], ["CPAS d’Ath", days]):
        made.active.append(each)
    harvest = reaped(made)
    assert [each["closed_on"] for each in harvest.rows] == ["2024-06-07", "2024-06-07"]


def test_other_values_are_text_as_a_person_reads_them(read):
    values = [
        dt.time(9, 30),
        dt.datetime.fromisoformat("2024-06-07 09:30"),
        dt.timedelta(hours=30),
        True,
        50.6333,
        0.1 + 0.2,
        4.71e18,
    ]
    table = read(opened([[f"t{n}" for n in range(len(values))], values]))
    assert table.rows[0].cells == (
        "09:30",
        "2024-06-07 09:30:00",
        "30:00",
        "TRUE",
        "50.6333",
        "0.3",
        "4.71e+18",
    )


def test_words_that_look_missing_or_like_formulas_stay(read):
    table = read(book([["nom", "note"], *(["NA", each] for each in ("null", "=1+1", "'x"))]))
    assert [each.cells for each in table.rows] == [("NA", "null"), ("NA", "=1+1"), ("NA", "'x")]


def test_the_sheet_that_is_a_list_is_read_and_named(read):
    table = read(book_of({"Accueil": [["Bienvenue"]], "Liste": [TITLES, HUY], "Notes": [["Source", "SPW"]]}))
    (told,) = table.problems
    assert (table.sheet, told.code, told.gravity, told.sheet) == ("Liste", "sheet_chosen", "note", "Liste")
    assert "Accueil" in told.message


def test_other_lists_of_the_workbook_are_told_of(read):
    table = read(book_of({"Huy": [TITLES, HUY], "Ath": [TITLES, ATH]}))
    assert (table.sheet, table.problems[0].gravity) == ("Huy", "warning")
    assert "Ath" in table.problems[0].message


def test_ties_are_sought_where_ties_are(read):
    sheets = {"Structures": [TITLES, HUY], "Liens": [["de", "vers", "type"], ["CPAS", "EPN", "connaît"]]}
    assert read(book_of(sheets)).sheet == "Structures"
    assert read(book_of(sheets), ties=True).sheet == "Liens"


@pytest.mark.parametrize("words", ["Ath", "ath", "2"])
def test_a_sheet_may_be_asked_for(read, words):
    table = read(book_of({"Huy": [TITLES, HUY], "Ath": [TITLES, ATH]}), sheet=words)
    assert (table.rows[0].cells[0], table.problems) == ("EPN d’Ath", ())


def test_a_sheet_that_is_not_there_is_a_mistake_and_the_others_are_named(read):
    with pytest.raises(UsageError) as mistake:
        read(book_of({"Huy": [TITLES], "Ath": [TITLES]}), sheet="Mons")
    assert "Huy" in mistake.value.hint


@pytest.mark.parametrize("area", ["C3:E5", "c3:e5", "$C$3:$E$5", "Liste!C3:E5"])
def test_a_range_keeps_the_numbers_and_letters_of_excel(read, area):
    blank = [None] * 8
    rows = [["x"] * 8, blank, [*[None] * 2, "nom", "cp", "e-mail", "autre"]]
    rows += [
        ["y", None, "CPAS de Huy", 4500, "info@x", "z"],
        ["y", None, "\u202eEPN", 7800, "a@b.be", "z"],
        ["w"] * 8,
    ]
    table = read(book(rows), area=area)
    assert table.header == ("nom", "cp", "e-mail")
    assert (table.header_row, [each.number for each in table.rows]) == (3, [4, 5])
    (told,) = table.problems
    assert (told.code, told.row, told.letter, told.column) == ("turned_text", 5, "C", "nom")


def test_letters_are_right_where_a_list_begins_in_another_column(read, wallonie):
    table = read(book([[None, None, "nom", "cp", "e-mail"], [None, None, "CPAS de Huy", 4500, "info@x"]]))
    harvest = read_records(table, propose(table, wallonie).map, wallonie, source="liste")
    assert [(told.letter, told.row) for told in harvest.problems] == [("E", 2)]


@pytest.mark.parametrize("area", ["A3", "H200:A3", "A0:B2", "A:XFE", "3-200", "x" * 200])
def test_what_is_no_range_is_a_mistake(read, area):
    with pytest.raises(UsageError) as mistake:
        read(book([TITLES, HUY]), area=area)
    assert "A3:H200" in mistake.value.hint


def test_open_ranges_go_to_the_end(read):
    data = book([["titre"], TITLES, HUY, ATH])
    assert len(read(data, area="A:B").header) == 2
    assert len(read(data, area="2:4").rows) == 2


def test_a_text_file_has_no_sheets(on_disk):
    with pytest.raises(UsageError):
        read_table(on_disk(b"nom,cp\nCPAS,4500\n"), sheet="Liste")


def test_title_lines_and_totals_are_left_out_as_in_a_text(read):
    table = read(book([["Liste des CPAS"], [], TITLES, HUY, [], ATH, ["Total", 2]]))
    assert (table.header_row, table.n_blank) == (3, 1)
    assert [each.cells[0] for each in table.rows] == ["CPAS de Huy", "EPN d’Ath"]
    assert [each.problem.code for each in table.quarantined] == ["footer"]
    assert codes(table) == ["header_below"]


def test_titles_repeated_on_each_page_are_no_structure(read):
    table = read(book([TITLES, HUY, TITLES, ATH]))
    assert len(table.rows) == 2
    assert [(each.number, each.problem.code) for each in table.quarantined] == [(3, "header_again")]


def test_every_row_is_accounted_for(reaped):
    harvest = reaped(book([TITLES, HUY, [], HUY, ["", "4000"], ATH, ["Total", 3]]))
    assert (harvest.n_read, len(harvest.rows), harvest.n_repeated, harvest.n_blank) == (6, 2, 1, 1)
    assert len(harvest.quarantined) == 2


def test_problems_name_the_sheet(reaped):
    harvest = reaped(book([TITLES, ["", 4500, "Huy", ""]], sheet="CPAS"))
    assert {told.sheet for told in harvest.problems} == {"CPAS"}


def test_merged_cells_are_filled_down_with_a_warning(read):
    made = opened([["nom", "commune"], ["A", "Huy"], ["B", None], [None, None], ["C", None], ["D", "Ath"]])
    made.active.merge_cells("B2:B5")
    table = read(made)
    assert [each.cells for each in table.rows] == [("A", "Huy"), ("B", "Huy"), ("C", "Huy"), ("D", "Ath")]
    assert [(told.code, told.row, told.letter) for told in table.problems] == [("merged_filled", 2, "B")]


def test_merged_cells_of_libreoffice_are_filled_down_too(read):
    spanned = ' table:number-rows-spanned="2" table:number-columns-spanned="1"'
    rows = ods_row(ods_cell("nom"), ods_cell("commune")) + ods_row(ods_cell("A"), ods_cell("Huy", spanned))
    rows += ods_row(ods_cell("B"), "<table:covered-table-cell/>")
    assert read(files.ods(rows), "l.ods").rows[1].cells == ("B", "Huy")


def two_rows(*rows):
    made = opened(
        [
            ["nom", "code postal", "Horaires", None, "Coordonnées", None],
            [None, None, "Lundi", "Mardi", "Téléphone", "E-mail"],
            *rows,
        ]
    )
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:F1"):
        made.active.merge_cells(area)
    return made


def test_titles_on_two_rows_are_joined_and_understood(read, wallonie):
    table = read(two_rows(["CPAS de Huy", 4500, "9h-12h", "13h-16h", "085 21 12 34", "cpas@huy.be"]))
    assert table.header == (
        "nom",
        "code postal",
        "Horaires / Lundi",
        "Horaires / Mardi",
        "Coordonnées / Téléphone",
        "Coordonnées / E-mail",
    )
    assert (table.header_row, [each.number for each in table.rows]) == (2, [3])
    assert codes(table) == ["two_row_header"]
    fields = propose(table, wallonie).map.columns
    assert fields["Coordonnées / Téléphone"] == "phone"
    assert fields["Coordonnées / E-mail"] == "email"


def test_a_title_merged_over_the_whole_list_is_its_name(read):
    made = opened([["Liste des CPAS 2026", None, None, None], TITLES, HUY])
    made.active.merge_cells("A1:D1")
    table = read(made)
    assert table.header == tuple(TITLES)
    assert codes(table) == ["header_below"]


def test_a_title_merged_over_two_columns_of_values_is_no_second_row(read):
    made = opened(
        [["nom", "adresse", None, "téléphone"], ["CPAS de Huy", "Rue du Pont 1", "4500 Huy", "085 21 12 34"]]
    )
    made.active.merge_cells("B1:C1")
    table = read(made)
    assert len(table.rows) == 1
    assert codes(table) == ["untitled_column"]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!"])
def test_a_row_that_shows_an_error_is_set_aside_with_its_cell(read, error):
    table = read(opened([TITLES, HUY, ["EPN", 7800, error, ""]]))
    (aside,) = table.quarantined
    assert aside.cells[2] == error
    assert (aside.problem.code, aside.problem.letter, aside.problem.column) == ("error_cell", "C", "localité")
    assert "C3" in aside.problem.message


def test_errors_of_libreoffice_are_found(read):
    bad = '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    table = read(files.ods(ods_row(ods_cell("nom"), ods_cell("cp")) + ods_row(ods_cell("A"), bad)), "l.ods")
    assert [each.problem.code for each in table.quarantined] == ["error_cell"]


def test_errors_of_an_old_workbook_are_counted(read):
    bad = b"\x05\x02\x08\x00" + b"\x02\x00\x01\x00\x00\x00" + b"\x2a\x01"
    data = files.xls([TITLES, HUY])
    end = data.rindex(b"\x0a\x00\x00\x00")
    table = read(data[:end] + bad + data[end : end + 4] + data[end + 4 + len(bad) :], "l.xls")
    assert codes(table) == ["errors_unseen"]


def test_a_formula_that_was_never_calculated_sets_its_row_aside(read):
    table = read(opened([["nom", "cp"], ["CPAS de Huy", 4500], ['="EPN "&"Ath"', 7800], ["=A2", None]]))
    assert [(each.number, each.problem.code) for each in table.quarantined] == [
        (3, "formula_without_value"),
        (4, "formula_without_value"),
    ]


def test_a_formula_with_its_result_is_its_result(read):
    formulas = '<c r="A2" t="str"><f>B2</f><v>CPAS de Huy</v></c><c r="B2" t="str"><f>""</f><v></v></c>'
    table = read(packed(row(1, cell("A1", "nom"), cell("B1", "cp")) + f'<row r="2">{formulas}</row>'))
    assert [each.cells for each in table.rows] == [("CPAS de Huy", "")]


def test_hidden_rows_are_read_and_counted(read):
    made = opened([TITLES, HUY, ATH, ["CPAS de Mons", 7000, "Mons", ""]])
    made.active.row_dimensions[2].hidden = True
    made.active.row_dimensions[3].hidden = True
    table = read(made)
    assert len(table.rows) == 3
    (told,) = table.problems
    assert told.code == "hidden_rows"
    assert "2" in told.message


def test_a_hidden_sheet_is_told_of_and_not_read(read):
    table = read(book_of({"Liste": [TITLES, HUY], "Ancienne": [["mot"], ["x"]]}, hidden=["Ancienne"]))
    assert table.sheet == "Liste"
    assert "hidden_sheet" in codes(table)


@pytest.mark.parametrize(
    ("rows", "ranges"),
    [
        ([TITLES, HUY, [], ["nom", "adresse", "site web"], ["EPN", "Rue X", "www.x.be"]], ("A1:D2", "A4:D5")),
        ([[*TITLES, None, "nom", "gsm"], [*HUY, None, "Julie", "0471"]], ("A1:D2", "F1:G2")),
    ],
    ids=["one below the other", "side by side"],
)
def test_two_tables_on_a_sheet_are_refused_with_both_ranges(read, rows, ranges):
    with pytest.raises(RefusedError) as refusal:
        read(book(rows))
    assert all(each in refusal.value.hint for each in ranges)
    assert len(read(book(rows), area=ranges[0]).rows) == 1


def test_a_workbook_called_csv_is_read_with_a_warning(read):
    assert codes(read(book([TITLES, HUY]), "liste.csv")) == ["workbook_renamed"]


@pytest.mark.parametrize("lock", ["~$liste.xlsx", ".~lock.liste.xlsx#"])
def test_a_workbook_that_is_open_elsewhere_is_read_with_a_warning(read, tmp_path, lock):
    (tmp_path / lock).touch()
    assert codes(read(book([TITLES, HUY]))) == ["open_elsewhere"]


def test_line_breaks_in_a_cell_are_no_rows(read):
    table = read(book([TITLES, ["CPAS\nde Huy", 4500, "Huy", ""], ATH]))
    assert [each.number for each in table.rows] == [2, 3]


def test_a_nul_sets_its_row_aside(read):
    table = read(
        packed(row(1, cell("A1", "nom"), cell("B1", "cp")) + row(2, cell("A2", "a_x0000_"), cell("B2", "1")))
    )
    assert [each.problem.code for each in table.quarantined] == ["nul_byte"]


def test_an_example_is_nobody(read):
    table = read(book([TITLES, ["EXEMPLE, ligne ignorée : CPAS", 1000, "x", ""], HUY]))
    assert [each.cells[0] for each in table.rows] == ["CPAS de Huy"]
    assert table.n_read == 1
