"""Structures with names that would like to be code: shown as they are, everywhere, and nothing runs."""

from __future__ import annotations

import csv
import io
import shutil

import openpyxl
import pytest
from chromium import settled
from workshop import spoken

from wtc_eco.cli.errors import run

NAMES = (
    "{{7*7}}</script><img src=x onerror=alert(1)>${1}",
    "C:\\2019",
    "=1+1",
    "[/]",
    "[link=http://x]clic[/link]",
    "'; DROP TABLE structures; --",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder whose structures have such names, everything run."""
    folder = tmp_path_factory.mktemp("hostile") / "mons"
    assert run(["init", str(folder)]) == 0
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "street", "postal_code", "locality"])
    writer.writerows([name, f"Rue Haute {place}", "7000", "Mons"] for place, name in enumerate(NAMES))
    path = folder.parent / "list.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    assert spoken(folder, "import", str(path), "--as", "liste").code == 0
    assert spoken(folder, "run").code == 0
    return folder


@pytest.fixture
def hostile(eco, made, tmp_path, monkeypatch):
    """A copy of it to work in."""
    folder = shutil.copytree(made, tmp_path / "mons")
    monkeypatch.chdir(folder)
    return folder


def test_the_terminal_shows_the_names_as_they_are(eco, hostile, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    screens = [eco("show", f"S{place}").out for place in range(1, len(NAMES) + 1)]
    assert not any("\x1b" in screen for screen in screens)
    for name in NAMES:
        assert any(screen.startswith(f"{name} (S") for screen in screens), name


def test_the_csv_keeps_the_names_and_excel_runs_none(hostile):
    text = (hostile / "outputs/registry.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    held = {row["name"] for row in rows}
    assert "'=1+1" in held
    assert not [name for name in held if name[0] in "=+-@"]
    assert {name.removeprefix("'") for name in held} == {name.removeprefix("'") for name in NAMES}


def test_the_workbook_types_the_names_as_text(hostile):
    sheet = openpyxl.load_workbook(hostile / "outputs/registry.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    held = {str(cell.value): cell.data_type for cell in cells}
    for name in NAMES:
        assert held[name] == "s"
    assert "f" not in {cell.data_type for cell in cells}


def test_an_exported_register_gives_the_names_back(eco, hostile):
    eco("init", "../back")
    said = eco("--folder", "../back", "import", "outputs/registry.csv", "--as", "registre")
    assert said.code == 0
    text = (hostile.parent / "back/data/structures.csv").read_text(encoding="utf-8")
    assert {row["name"] for row in csv.DictReader(io.StringIO(text))} == set(NAMES)


@pytest.mark.browser
@pytest.mark.parametrize("page_name", ["map.html", "report.html"])
def test_nothing_of_a_name_runs_in_a_browser(hostile, page, witness, page_name):
    page.goto((hostile / "outputs" / page_name).as_uri())
    settled(page)
    shown = page.locator("body").inner_text()
    for name in NAMES:
        assert name in shown, name
    witness.assert_quiet()
