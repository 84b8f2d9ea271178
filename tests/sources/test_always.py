"""What holds for any bytes: a table, a harvest or a refusal; every row accounted for; no surprise."""

from __future__ import annotations

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wtc_eco.errors import EcoError
from wtc_eco.sources import propose, quarantine_csv, read_plain, read_records, read_ties, table_of
from wtc_eco.sources.csv_rows import split_rows
from wtc_eco.sources.encoding import decode

SOME = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
WORDS = [
    "nom",
    "cp",
    "Téléphone",
    "e-mail",
    "lat",
    "lon",
    "thèmes",
    "horaires",
    "adresse",
    "x",
    "",
    "de",
    "vers",
    "id",
]
CELLS = st.one_of(
    st.sampled_from(
        ["", "EPN", "4000", "B-4000", "400", '"', '""', "a@b.be", "info@x", "0471 12 34 56", "4,71E+08", "50,6", "Total", "\0", "=1", "'=1", "é", "x\ny", "Mo 99:99", "07/06/2024", "aucun", "Sécurité en ligne"]
    ),
    st.text(max_size=12),
)  # fmt: skip


@st.composite
def files(draw) -> bytes:
    """Something like an export: a header of usual titles, cells of all sorts, a delimiter, an encoding."""
    header = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
    body = draw(st.lists(st.lists(CELLS, max_size=7), max_size=8))
    sign, end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = end.join(sign.join(row) for row in [header, *body])
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman"]))
    return text.encode(encoding, "replace")


def harvests(data: bytes, territory):
    """Everything that can be read out of these bytes; refusals are answers too."""
    try:
        table = table_of(data, "f.csv")
    except EcoError:
        return
    for read in (
        lambda: read_records(table, propose(table, territory).map, territory, source="x"),
        lambda: read_ties(table, territory, source="x"),
        lambda: read_plain(table, {}),
    ):
        try:
            yield table, read()
        except EcoError:
            continue


def check(table, harvest):
    kept = len(harvest.rows) + harvest.n_repeated + len(harvest.quarantined) + harvest.n_blank
    assert harvest.n_read == table.n_read == kept
    assert len(harvest.numbers) == len(harvest.rows)
    below = range(table.header_row + 1, table.header_row + 1 + harvest.n_read)
    assert set(harvest.numbers) | {row.number for row in harvest.quarantined} <= set(below)
    assert all(problem.message and problem.code for problem in harvest.problems)
    assert quarantine_csv(table, harvest.quarantined)


@SOME
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(wallonie, data):
    for table, harvest in harvests(data, wallonie):
        check(table, harvest)


@SOME
@given(files())
def test_any_export_is_read_or_refused_and_every_row_accounted_for(wallonie, data):
    for table, harvest in harvests(data, wallonie):
        check(table, harvest)


SIGNS = st.characters(exclude_characters="\0,", exclude_categories=["Cs"])


@SOME
@given(st.lists(st.lists(st.text(SIGNS, max_size=8), min_size=3, max_size=3), min_size=1, max_size=6))
def test_quotes_and_line_breaks_that_a_csv_writer_wrote_are_read_back_exactly(grid):
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["a", "b", "c"], *grid])
    read = list(split_rows(decode(stream.getvalue().encode(), "utf-8").lines, ",", {}))
    assert [line.cells for line in read[1:]] == [tuple(row) for row in grid]
    assert not any(line.fault for line in read)


@SOME
@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), max_size=6))
def test_text_without_quotes_is_cut_at_every_delimiter(grid):
    plain = [[cell.translate(dict.fromkeys(map(ord, ';"\r\n\0'))) for cell in row] for row in grid]
    text = "".join(";".join(row) + "\r\n" for row in plain).encode("utf-8", "replace")
    read = list(split_rows(decode(text, "utf-8").lines, ";", {}))
    assert "".join(";".join(line.cells) + "\r\n" for line in read) == text.decode()


def test_thousands_of_open_quotes_are_read_in_time_that_grows_with_the_file():
    lines = ["nom,cp\n", *(f'"EPN {n},4000\n' for n in range(30_000))]
    read = list(split_rows(lines, ",", {}))
    assert len(read) == 30_001
    assert sum(1 for line in read if line.fault) == 30_000
