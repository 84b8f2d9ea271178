"""What is seen of a sheet without opening it is what its reader would find."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbook_files import cell, row

from wtc_eco.sources.values.contact import plan_of
from wtc_eco.sources.workbooks.marks import _XlsxScan, ods_marks, xlsx_marks

COLUMNS = st.sampled_from(["A", "B", "Z", "AA", "XFD"])
FILLED = st.sampled_from(
    [
        '<c r="{at}" s="1" t="s"><v>1</v></c>',
        '<c r="{at}"><v>1</v></c>',
        '<c r="{at}" t="inlineStr"><is><t>é</t></is></c>',
    ]
)
HOLLOW = st.sampled_from(['<c r="{at}" s="1"/>', '<c r="{at}"></c>', ""])
SHEETS = st.lists(st.lists(st.tuples(COLUMNS, FILLED | HOLLOW), max_size=4), max_size=8)


@given(SHEETS)
def test_a_glance_sees_what_a_study_sees(rows):
    text = "".join(
        row(number, *(shape.format(at=f"{column}{number}") for column, shape in cells))
        for number, cells in enumerate(rows, 1)
    ).encode()
    quick, slow = _XlsxScan(), _XlsxScan()
    quick.read(text)
    slow._study(text)
    assert quick.marks == slow.marks
    assert not rows or quick.row == slow.row == len(rows)


@given(st.integers(1, 400))
def test_the_pieces_a_sheet_comes_in_do_not_matter(size):
    text = (
        row(1, cell("A1", "nom"))
        + row(2, '<c r="B2" t="e"><v>#N/A</v></c>', attributes=' hidden="1"')
        + row(7, '<c r="C7"><f>A1</f></c>')
    ).encode()
    whole = xlsx_marks([text])
    assert xlsx_marks(text[at : at + size] for at in range(0, len(text), size)) == whole
    assert (whole.errors, whole.uncalculated, whole.hidden) == ({(2, 1): "#N/A"}, {(7, 2)}, {2})
    assert (whole.last_row, whole.last_column, whole.n_filled) == (7, 2, 3)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("<row><c><v>1</v></c><c><v>1</v></c></row><row><c/><c/><c><v>1</v></c></row>", (2, 2)),
        ("<row r='3'><c r='D3'><v>1</v></c></row>", (3, 3)),
        ('<x:row r="3"><x:c r="D3"><x:v>1</x:v></x:c></x:row>', (3, 3)),
        ('<row r="3"><c s="1" r="D3"><v>1</v></c></row>', (3, 3)),
        ('<row r="1"><c r="D3"><v>1</v></c></row>', (3, 3)),
        ('<row r="1"><c r="XFD1"><v>1</v></c><c r="A1"><v>1</v></c></row>', (1, 16_383)),
    ],
)
def test_cells_are_found_however_they_say_where_they_stand(text, at):
    marks = xlsx_marks([text.encode()])
    assert (marks.last_row, marks.last_column) == at


def test_a_sheet_that_is_one_endless_row_is_not_kept():
    assert xlsx_marks([b"<row>", *[b"<c><v>1</v></c>" * 70_000] * 30]) is None


def test_repeated_cells_of_libreoffice_count_as_often_as_they_stand_there():
    rows = (
        '<table:table table:name="A &amp; B"><table:table-row table:number-rows-repeated="3">'
        '<table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="float" table:number-columns-repeated="4"/>'
        "</table:table-row></table:table>"
    )
    marks = ods_marks([rows.encode()])["A & B"]
    assert (marks.last_row, marks.last_column, marks.n_filled) == (3, 5, 12)


@given(
    st.from_regex(r"(\+32|0032|0|\+33|)[0-9 ./()-]{6,14}", fullmatch=True),
    st.sampled_from(["BE", "FR", "NL", "DE"]),
)
def test_a_number_told_at_once_is_the_one_phonenumbers_tells(signs, country):
    told = plan_of(country).e164(signs)
    if told is not None:
        number = phonenumbers.parse(signs, country)
        assert phonenumbers.is_valid_number(number)
        assert told == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@given(st.from_regex(r"(04[5-9][0-9]|0[1-9][0-9])[0-9]{6}", fullmatch=True))
def test_the_usual_numbers_are_told_at_once(signs):
    sound = phonenumbers.is_valid_number(phonenumbers.parse(signs, "BE"))
    assert (plan_of("BE").e164(signs) is not None) == sound
