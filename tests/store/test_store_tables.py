"""A table of data/ reads back as it was written, whoever saved it last."""

from __future__ import annotations

import csv
import io
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wtc_eco import model, store
from wtc_eco.errors import DamagedError
from wtc_eco.model import RECORDS, TIES
from wtc_eco.sources.csv_rows import split_rows, strict_rows
from wtc_eco.sources.encoding import decode
from wtc_eco.store import csv_tables, numbering
from wtc_eco.store.csv_tables import parse

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
WORDS = st.text(alphabet=string.ascii_lowercase + "éœ’ ,;\"'=+-@\n\r\t", min_size=1, max_size=10)
VALUES = {
    "text": TEXTS,
    "date": st.dates().map(lambda day: f"{day:%Y-%m-%d}".rjust(10, "0")),
    "whole": st.integers(1, 10**9),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "terms": st.lists(WORDS, max_size=3).map(tuple),
    "texts": st.lists(TEXTS, max_size=3).map(tuple),
    "json": st.dictionaries(TEXTS, TEXTS, max_size=3),
}


@st.composite
def rows(draw, columns):
    """A row as a reader may hand it in, with whatever text in it."""
    return {c.name: draw(st.none() | VALUES[c.type]) for c in columns}


def read(content: bytes, columns=RECORDS):
    return parse(content, columns, file="structures.csv")


def held(*lines: str) -> bytes:
    return "\n".join(("record,source,name,collected_on,lat", *lines, "")).encode()


# The first draw on a machine builds hypothesis's table of characters, which takes seconds.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(rows(TIES), max_size=4), st.sampled_from([TIES]))
def test_a_settled_table_reads_back_as_it_was_written(found, columns):
    settled = [{c.name: csv_tables.settled(row[c.name], c) for c in columns} for row in found]
    numbered = [{**row, "tie": n} for n, row in enumerate(settled, 1)]
    frame = model.frame(columns, numbered)
    content = store.to_csv(frame, columns)
    sheet = parse(content, columns, file="referrals.csv")
    assert not sheet.damage
    assert not sheet.problems
    assert sheet.frame.to_dict("records") == frame.to_dict("records")
    assert store.to_csv(sheet.frame, columns) == content


@given(st.sampled_from(RECORDS), st.data())
def test_settling_twice_is_settling_once(column, data):
    once = csv_tables.settled(data.draw(VALUES[column.type]), column)
    assert once is None or csv_tables.settled(once, column) == once


def test_unknown_and_known_to_be_none_stay_apart():
    frame = model.frame(RECORDS, [{"record": 1, "themes": ()}, {"record": 2, "themes": None}])
    back = read(store.to_csv(frame, RECORDS)).frame
    assert list(back["themes"]) == [(), None]


def test_a_file_that_is_not_there_is_an_empty_table(tmp_path: Path):
    frame, problems = store.from_csv(tmp_path / "structures.csv", RECORDS)
    assert len(frame) == 0
    assert problems == ()


def test_columns_that_a_file_does_not_have_are_unknown():
    frame = read(b"record,name\n1,CPAS\n").frame
    assert list(frame.columns) == list(model.names(RECORDS))
    assert frame.loc[0, "email"] is None


@pytest.mark.parametrize(
    ("encoding", "delimiter", "end"),
    [("utf-8-sig", ";", "\r\n"), ("cp1252", ";", "\r\n"), ("utf-16", "\t", "\r\n"), ("utf-8", ",", "\r")],
)
def test_what_excel_saved_again_is_read_the_same(encoding, delimiter, end):
    ours = store.to_csv(
        model.frame(RECORDS, [{"record": 1, "name": "Cœur d’été", "source": "liste"}]), RECORDS
    )
    theirs = ours.decode().replace(",", delimiter).replace("\n", end).encode(encoding)
    assert read(theirs).frame.to_dict("records") == read(ours).frame.to_dict("records")


def test_dates_and_decimals_that_excel_rewrote_are_read_with_a_warning():
    sheet = read(b"record;name;collected_on;lat\n1;CPAS;30/06/2024;50,45\n")
    assert list(sheet.frame.loc[0, ["collected_on", "lat"]]) == ["2024-06-30", 50.45]
    assert [(p.code, p.gravity, p.row, p.letter) for p in sheet.problems if p.row] == [
        ("excel_date", "warning", 2, "C"),
        ("excel_number", "warning", 2, "D"),
    ]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("30-06-24", "2024-06-30"),
        ("30.6.2024", "2024-06-30"),
        ("7/6/2024", "2024-06-07"),
        ("2024-06-30 00:00", "2024-06-30"),
    ],
)
def test_a_date_is_read_in_every_spelling_of_a_belgian_excel(cell, day):
    sheet = read(held(f"1,liste,CPAS,{cell},"))
    assert sheet.frame.loc[0, "collected_on"] == day
    assert [p.code for p in sheet.problems] == ["excel_date"]


@pytest.mark.parametrize("cell", ["06/30/2024", "45000", "aucun", "?", "31/06/2024"])
def test_a_date_that_would_be_guessed_is_none_in_data(cell):
    sheet = read(held(f"1,liste,CPAS,{cell},"))
    assert sheet.frame.loc[0, "collected_on"] is None
    assert [(p.code, p.gravity) for p in sheet.problems] == [("not_a_date", "refusal")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_what_data_holds_a_list_would_be_read_as_too(sign, line_end):
    """One engine: rows in order are the same rows to the strict reader and to the tolerant one."""
    cells = [["record", "name", "note"], ["1", "CPAS", 'dit "oui"'], ["", "", ""], ["2", f"a{sign}b", "x\ny"]]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=sign, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(cells)
    lines = decode(stream.getvalue().encode("utf-16")).lines
    strict = [tuple(row) for row in strict_rows(lines, sign)]
    assert strict == [line.cells for line in split_rows(lines, sign, {})] == [tuple(row) for row in cells]


def test_a_file_whose_titles_we_do_not_know_is_cut_at_the_sign_that_makes_most_cells():
    assert csv_tables.saved(b"person;said, when;to\n").delimiter == ";"
    assert csv_tables.saved(b"person;said, when;to\n", {"when"}).delimiter == ","


def test_the_numbers_of_a_file_that_excel_saved_are_seen_and_blank_rows_counted():
    saved = 'person;record\r\n"é;\n";41\r\n\r\nb;7\r\n'.encode("cp1252")
    assert numbering.column(saved, "record") == ["41", "", "7"]
    assert numbering.column(b"person,name\n1,2\n", "record") == []


def test_the_numbers_of_a_damaged_file_are_seen_all_the_same():
    damaged = 'person,record\n"é,41\n'.encode() + b"b\xe9,7\n"
    assert numbering.column(damaged, "record") == ["41", "7"]


def test_a_cell_that_is_not_of_its_type_is_unknown_and_forbids_writing():
    sheet = read(held("1,liste,CPAS,hier,nord"))
    assert list(sheet.frame.loc[0, ["collected_on", "lat"]]) == [None, None]
    assert [(p.code, p.gravity, p.column, p.value) for p in sheet.problems] == [
        ("not_a_date", "refusal", "collected_on", "hier"),
        ("not_a_number", "refusal", "lat", "nord"),
    ]


def test_a_column_nobody_knows_forbids_writing_since_writing_would_lose_it():
    sheet = read(b"record,name,coup de fil\n1,CPAS,oui\n")
    assert [(p.code, p.gravity, p.letter, p.value) for p in sheet.problems] == [
        ("unknown_column", "refusal", "C", "coup de fil")
    ]


def test_an_empty_column_without_a_title_is_nothing():
    assert read(b"record,name,\n1,CPAS,\n").problems == ()


def test_rows_keep_the_number_excel_gives_them():
    sheet = read(b'record,name\n1,"deux\nlignes"\n\n2,CPAS\n')
    assert sheet.rows == (2, 4)


def test_empty_cells_that_excel_leaves_out_at_the_end_are_unknown():
    sheet = read(b"record,name,note\n1,CPAS\n")
    assert not sheet.damage
    assert sheet.frame.loc[0, "note"] is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_header"),
        (b"\n\n", "no_header"),
        (b"1,liste,CPAS\n2,liste,EPN\n", "no_header"),
        (b'record,name\n1,"CPAS\n2,EPN\n', "unclosed_quote"),
        (b"record,name\n1,CPAS,de trop\n", "ragged_row"),
        (b"record,name,note\n1,CPAS,bien\n2,EP", "ragged_row"),
        (b"record,name,name\n1,CPAS,EPN\n", "column_twice"),
        ("record,name\n1,été\n2,".encode() + b"\xe9t\xe9\n", "undecodable"),
    ],
)
def test_a_table_whose_rows_cannot_be_trusted_is_damaged(tmp_path: Path, content, code):
    (tmp_path / "structures.csv").write_bytes(content)
    with pytest.raises(DamagedError) as caught:
        store.from_csv(tmp_path / "structures.csv", RECORDS)
    assert caught.value.problems[0].code == code
    assert caught.value.hint


def test_every_fault_of_a_file_is_told_at_once():
    sheet = read(b"record,name\n1,a,b\n2,c,d\n3,e\n")
    assert [p.row for p in sheet.damage] == [2, 3]


def test_a_cell_longer_than_the_csv_module_allows_is_read():
    long = "x" * 200_000
    assert read(f"record,name\n1,{long}\n".encode()).frame.loc[0, "name"] == long
