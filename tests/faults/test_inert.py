"""Names that would like to be formulas, links, code or commands of a terminal: text everywhere, in every file."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workshop import spoken

import wtc_eco as eco
from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.render import events
from wtc_eco.render.tables import csv_text
from wtc_eco.sources import table_of
from wtc_eco.sources.text_repair import tidy

FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)", "\t=1+1", "\r=1+1", "＝1+1", '=HYPERLINK("http://x")', "'=1+1", "=cmd|'/c calc'!A1")  # fmt: skip
TERMINAL = (
    "\x1b[31mrouge\x1b[0m",
    "\x1b]8;;http://exemple.be\x1b\\clic\x1b]8;;\x1b\\",
    "\x1b]0;titre\x07",
    "\u202eeb.elpmexe",
    "[bold red]gras[/]",
    "[link=http://x]clic[/link]",
    "a\x9b31mb",
    "\u2066isolé\u2069",
)
PAGES = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "${7*7}`{{7*7}}`{% raw %}",
    "https://exemple.be/file",
    "BEGIN:VEVENT\r\nATTENDEE:x",
)
NAMES = (*FORMULAS, *TERMINAL, *PAGES)
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
RUNS = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
FIGURE = re.compile(r"[+-][\d ()./,-]+")
"""Phones and negative figures begin as formulas do, and are none."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A folder of structures with such names and notes, from which everything was written that can be."""
    folder = tmp_path_factory.mktemp("hostile") / "mons"
    (folder / "data").mkdir(parents=True)
    (folder / "eco.toml").write_text('[ecosystem]\nuid = "hostile"\n', encoding="utf-8")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "street", "postal_code", "locality", "kind", "note", "email"])
    for place, name in enumerate(NAMES):
        writer.writerow([f"{name} ", f"Rue {place}, n° {place + 1}", "7000", "Mons", "epn", name, ""])
    (folder / "liste.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    assert spoken(folder, "import", str(folder / "liste.csv"), "--as", "=liste").code in (0, 4)
    assert spoken(folder, "run").code == 0
    outputs = folder / "outputs"
    ecosystem = eco.open(folder)
    event = {"place": "=1+1\r\nATTENDEE:mailto:x@y.be", "on": "2026-12-10", "name": PAGES[-1]}
    invited = ecosystem.events.invite(9, bassin="*", **event)
    for ending in ("xlsx", "csv", "json", "md", "html", "ics"):
        events.write_invitation(invited, outputs / f"invitations.{ending}")
    seated = ecosystem.events.seat(guests=outputs / "invitations.csv", tables=3, rounds=1)
    for ending in ("xlsx", "csv", "json", "md", "html"):
        events.write_plan(seated, outputs / f"plan.{ending}")
    for form in ("gexf", "graphml", "kumu", "geojson", "json", "csv", "xlsx"):
        ecosystem.write.export(form=form)
    return folder


def written(folder, *endings):
    found = [path for path in (folder / "outputs").rglob("*") if path.suffix in endings]
    assert found
    return found


def test_no_cell_of_a_csv_begins_as_a_formula_does(hostile):
    for path in written(hostile, ".csv"):
        text = path.read_text(encoding="utf-8-sig")
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in text else ","):
            for cell in row:
                assert not RUNS.match(cell) or FIGURE.fullmatch(cell), (path.name, cell)


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(hostile):
    for path in written(hostile, ".xlsx"):
        with zipfile.ZipFile(path) as archive:
            assert not [name for name in archive.namelist() if "externalLink" in name or "vba" in name]
            sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
        assert not any(b"<hyperlink" in sheet for sheet in sheets)
        for sheet in openpyxl.load_workbook(path):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f" or cell.value.startswith(OURS), (path.name, cell.value)


OURS = ("=SUM(", "=COUNTIF(")
"""Formulas of our own, over figures of our own; a text of a user's never is one."""


def test_pages_hold_no_text_that_runs(hostile):
    for path in written(hostile, ".html"):
        page = path.read_text(encoding="utf-8")
        for name in PAGES[:2]:
            assert name not in page, path.name
        assert "49" not in re.findall(r">\$\{?7\*7\}?<|>49<", page)


def test_a_calendar_has_the_lines_that_we_wrote(hostile):
    text = (hostile / "outputs" / "invitations.ics").read_bytes().decode()
    lines = text.replace("\r\n ", "").split("\r\n")
    assert not [line for line in lines if line.startswith("ATTENDEE")]
    assert "\n" not in text.replace("\r\n", "")


def test_graphs_and_documents_stay_well_formed(hostile):
    for path in written(hostile, ".gexf", ".graphml"):
        assert len(ET.parse(path).getroot())  # noqa: S314 - our own file, just written
    for path in written(hostile, ".json", ".geojson"):
        assert json.loads(path.read_text(encoding="utf-8"))


def test_nothing_on_the_screen_moves_the_cursor_or_turns_the_text(hostile):
    commands = [("overview",), ("isolated",), ("findable",), ("check",), ("doctor",)]
    commands += [("show", f"S{n}") for n in range(1, len(NAMES) + 1, 6)]
    commands += [("invite", "--seats", "3", "-b", "*"), ("history",), ("explain", "S11")]
    commands += [("show", "\x1b[31mrouge"), ("overview", "--bassin", "\u202eeb")]
    for words in commands:
        said = spoken(hostile, *words)
        assert said.code in (0, 2, 4), words
        assert not UNSEEN.search(said.out + said.err), words
    table = eco.open(hostile).registry.table
    marked = table[table["name"] == "[bold red]gras[/]"]["id"].item()
    assert "[bold red]gras[/]" in spoken(hostile, "show", marked).out


def test_a_register_written_and_taken_back_holds_the_same_names(hostile, tmp_path):
    back = tmp_path / "retour"
    (back / "data").mkdir(parents=True)
    taken = spoken(back, "import", str(hostile / "outputs" / "registry.csv"), "--as", "registre")
    assert taken.code in (0, 4)

    def names(folder):
        with (folder / "data" / "structures.csv").open(encoding="utf-8", newline="") as stream:
            return {row["name"] for row in csv.DictReader(stream)}

    assert names(back) == names(hostile)


# A line break after a delimiter is taken for a quote that was never closed, by design (test_bad_files).
TEXTS = st.text(alphabet=st.sampled_from("=+-@'＝\t;\",a1 é[]|"), max_size=8).map(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=5))
def test_a_cell_written_for_excel_is_read_back_as_it_was(told):
    names = ["CPAS de Huy", "EPN de Wanze", *told]
    headings = (Heading("name", "Nom"), Heading("street", "Rue"))
    rows = tuple({"name": name, "street": "x"} for name in names)
    text = csv_text(Finding("q", "t", "s", len(rows), 0, "", headings, rows))
    cells = [tidy(row.cells[0]) for row in table_of(text.encode("utf-8-sig"), "f.csv").rows]
    assert [" ".join(cell.split()) for cell in cells] == [" ".join(name.split()) for name in names]
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        assert not RUNS.match(row[0]) or FIGURE.fullmatch(row[0])
