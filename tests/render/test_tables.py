"""Answers as CSV, JSON and Markdown, and the register for Excel."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import HOSTILE, NOTICE, finding, isolated

from wtc_eco import model
from wtc_eco.analysis.finding import Heading
from wtc_eco.errors import BusyError, RefusedError, UsageError
from wtc_eco.i18n import speaking
from wtc_eco.render import tables
from wtc_eco.render.cells import guarded
from wtc_eco.render.files import put

DANGEROUS = re.compile(r"[=+\-@\t\r＝＋－＠]")


def cells(text):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def one(value, shape="text"):
    return finding("x", "Titre", "Phrase.", [Heading("v", "Valeur", shape)], [{"v": value}])


def test_a_csv_has_heading_ids_on_top_and_ids_in_its_cells():
    header, first, *_ = cells(tables.csv_text(isolated()))
    assert header[:4] == ["id", "name", "kind", "commune"]
    assert first[:3] == ["S1", HOSTILE[0], "cpas"]


def test_a_csv_is_the_same_in_every_language():
    with speaking("en"):
        english = tables.csv_text(isolated())
    with speaking("fr"):
        assert tables.csv_text(isolated()) == english


@pytest.mark.parametrize("start", list("=+-@\t\r＝＋－＠"))
def test_nothing_in_a_csv_starts_as_a_formula(start):
    assert cells(tables.csv_text(one(f"{start}1+1")))[1] == [f"'{start}1+1"]


@pytest.mark.parametrize("phone", ["+32 65 12 34 56", "+32(0)65/12.34-56", "+3265123456"])
def test_a_phone_stays_a_phone(phone):
    assert cells(tables.csv_text(one(phone)))[1] == [phone]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_taking_the_quote_off_gives_the_text_back(text):
    held = guarded(text)
    assert held == text or (held[1:] == text and held[0] == "'")
    assert not DANGEROUS.match(held) or re.fullmatch(r"\+[\d ()./-]+", held)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_csv_gives_every_text_back(text):
    held = cells(tables.csv_text(one(text)))[1][0]
    assert held.removeprefix("'") == text or held == text


def test_unknown_none_and_zero_are_three_things_in_a_csv():
    heads = [Heading("a", "A", "list"), Heading("b", "B", "whole"), Heading("c", "C", "flag")]
    rows = [
        {"a": None, "b": None, "c": None},
        {"a": (), "b": 0, "c": False},
        {"a": ("x", "y"), "b": 2, "c": True},
    ]
    found = cells(tables.csv_text(finding("x", "t", "s", heads, rows)))
    assert found[1:] == [["", "", ""], ["none", "0", "no"], ["x|y", "2", "yes"]]


def test_a_csv_file_opens_in_excel(tmp_path):
    tables.write(isolated(), tmp_path / "isolated.csv", "csv")
    assert (tmp_path / "isolated.csv").read_bytes().startswith(b"\xef\xbb\xbfid;name;kind")


def test_json_is_the_finding_with_sets_in_order():
    text = tables.json_text(one(frozenset({"é", "a"}), "list"))
    held = json.loads(text)
    assert held["rows"] == [{"v": ["a", "é"]}]
    assert held["notice"] == NOTICE
    assert held["base"] == 60
    assert text.endswith("}\n")
    assert "é" in text


def test_markdown_shows_names_and_not_markup():
    with speaking("fr"):
        page = tables.markdown_text(isolated())
    assert r"\{\{7\*7\}\}\</script\>\<img src=x onerror=alert(1)\>" in page
    assert r"C:\\2019" in page
    rows = [line for line in page.splitlines() if line.startswith("| S")]
    assert len(rows) == len(HOSTILE)
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 10 for row in rows)


@settings(deadline=None)
@given(st.text())
def test_a_markdown_row_is_one_line_whatever_is_written(text):
    page = tables.markdown_text(one(text))
    assert len(page.split("\n| --- |\n")[1].split("\n\n")[0].splitlines()) == 1


def test_people_read_words_and_programs_read_ids():
    with speaking("fr"):
        page = tables.markdown_text(isolated())
    assert "Centre public d'action sociale (CPAS)" in page
    assert "12\u00a0octobre 2026" in page
    assert "62\u202f%" in page


def test_a_workbook_is_not_written_to_the_screen():
    with pytest.raises(UsageError) as refusal:
        tables.text(isolated(), "xlsx")
    assert "csv" in refusal.value.hint


def test_another_ending_is_refused_with_the_ones_we_have(tmp_path):
    with pytest.raises(UsageError) as refusal:
        tables.write(isolated(), tmp_path / "a.txt", "txt")
    assert "xlsx" in refusal.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "json", "md", "xlsx"])
def test_a_file_of_each_format_is_the_same_twice(tmp_path, form):
    for name in ("a", "b"):
        tables.write(isolated(), tmp_path / name, form)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() != b""


def test_a_file_is_put_whole_and_nothing_is_left_beside_it(tmp_path):
    put(tmp_path / "a" / "b.csv", b"one")
    put(tmp_path / "a" / "b.csv", b"two")
    assert [(at.name, at.read_bytes()) for at in (tmp_path / "a").iterdir()] == [("b.csv", b"two")]


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "a").write_text("")
    with pytest.raises(RefusedError) as refusal:
        put(tmp_path / "a" / "b.csv", b"")
    assert refusal.value.hint


def test_a_file_held_by_excel_is_said_so_and_keeps_its_content(tmp_path, monkeypatch):
    target = tmp_path / "registry.xlsx"
    target.write_bytes(b"before")

    def held(*_):
        raise PermissionError(13, "held")

    monkeypatch.setattr("pathlib.Path.replace", held)
    with pytest.raises(BusyError) as refusal:
        put(target, b"after")
    assert "registry.xlsx" in refusal.value.hint
    assert [(at.name, at.read_bytes()) for at in tmp_path.iterdir()] == [("registry.xlsx", b"before")]


@pytest.fixture
def register():
    row = {
        "id": "S1",
        "records": (1, 4),
        "name": "=1+1",
        "kind": "cpas",
        "themes": (),
        "phone": ("+3265123456", "+3265123457"),
        "active": True,
        "lat": 50.123456,
        "extra": {"b": 1, "a": "é"},
        "collected_on": "2026-10-12",
    }
    return model.frame(model.REGISTRY, [row])


def test_the_register_for_excel_reads_back_as_the_register(register):
    header, first = cells(tables.registry_csv(register))
    assert header == [*model.names(model.REGISTRY), model.MARK]
    columns = {column.name: column for column in model.REGISTRY}
    held = {
        name: model.from_cell(cell, columns[name])
        for name, cell in zip(header, first, strict=True)
        if name not in ("name", model.MARK)
    }
    for name in ("records", "themes", "active", "lat", "extra", "collected_on"):
        assert held[name] == register[name][0]
    assert first[header.index("name")] == "'=1+1"
