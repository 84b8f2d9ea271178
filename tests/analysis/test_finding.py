"""A column of an answer is declared once: its heading and its values go together."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from wtc_eco.analysis.finding import AnswerColumn, Heading, table

COLUMNS = (
    AnswerColumn("name", "Structure"),
    AnswerColumn("kind", "Kind", words={"epn": "EPN"}),
    AnswerColumn("n_out", "Cites", lambda item: len(item["cites"]), "whole", absent="n/a"),
    AnswerColumn("id", "No.", choices=("S1",)),
)
ITEM = {"id": "S1", "name": "La Ruche", "kind": "epn", "cites": ("S2", "S3")}


def test_a_person_reads_the_columns_in_the_order_declared():
    headings, _ = table(COLUMNS, [])
    assert headings == (
        Heading("name", "Structure"),
        Heading("kind", "Kind", words={"epn": "EPN"}),
        Heading("n_out", "Cites", "whole", absent="n/a"),
        Heading("id", "No.", choices=("S1",)),
    )


def test_a_row_begins_with_the_ids_that_come_first_and_goes_on_as_declared():
    _, (row,) = table(COLUMNS, [ITEM], first=("id", "kind"))
    assert list(row.items()) == [("id", "S1"), ("kind", "epn"), ("name", "La Ruche"), ("n_out", 2)]


def test_a_value_without_a_getter_is_the_key_or_the_attribute_of_that_name():
    columns = [AnswerColumn("name", "Structure")]
    assert (
        table(columns, [ITEM])[1] == table(columns, [SimpleNamespace(**ITEM)])[1] == ({"name": "La Ruche"},)
    )


def test_a_name_that_nothing_bears_is_refused():
    with pytest.raises(KeyError):
        table([AnswerColumn("nmae", "Structure")], [ITEM])
    with pytest.raises(ValueError, match="nmae"):
        table(COLUMNS, [ITEM], first=("nmae",))


def test_a_column_without_a_title_stands_in_the_rows_only():
    headings, rows = table([AnswerColumn("name", "Structure"), AnswerColumn("id", "")], [ITEM])
    assert [heading.id for heading in headings] == ["name"]
    assert rows == ({"name": "La Ruche", "id": "S1"},)
