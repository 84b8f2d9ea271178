"""The shipped ecosystem, end to end: what `make run` makes, and that it makes it again."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest
from once import shipped

OUTPUTS = (
    "gaps_slots.csv",
    "gaps_themes.csv",
    "isolated.csv",
    "journeys.csv",
    "map.html",
    "missing_links.csv",
    "registry.csv",
    "registry.xlsx",
    "report.html",
    "report.md",
    "report.xlsx",
)


def _run(folder, **environment):
    done = subprocess.run(
        [sys.executable, "-m", "wtc_eco", "run"],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def _hashes(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / "outputs").iterdir())
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The shipped ecosystem after `run`, and what `run` said."""
    folder = shipped(tmp_path_factory.mktemp("made") / "shipped")
    return folder, _run(folder, LC_ALL="fr_BE.UTF-8", PYTHONHASHSEED="0")


def test_run_makes_every_output_and_the_same_bytes_whatever_the_machine(made, demonstration):
    folder, said = made
    first = _hashes(folder)
    assert tuple(first) == OUTPUTS
    assert all(name in said for name in OUTPUTS)
    _run(demonstration, PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C")
    assert _hashes(demonstration) == first


def test_the_order_of_rows_in_data_changes_no_figure(eco, demonstration, monkeypatch):
    monkeypatch.chdir(demonstration)
    before = [eco(*words).out for words in (("isolated",), ("gaps", "themes"), ("overview",))]
    path = demonstration / "data/structures.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([header, *rows[::-1]]), encoding="utf-8")
    assert [eco(*words).out for words in (("isolated",), ("gaps", "themes"), ("overview",))] == before


def test_the_sentences_stand_on_the_first_page_of_the_report(made):
    folder, told = made
    said = " ".join(told.split())
    page = (folder / "outputs/report.html").read_text(encoding="utf-8")
    assert "Données d’illustration" in page
    for words in ("structures proposent un accompagnement", "ont répondu aux questions sur le réseau"):
        assert words in said
        assert words in " ".join(page.split())


def test_a_language_asked_for_holds_for_screen_and_files(eco, demonstration, monkeypatch):
    monkeypatch.chdir(demonstration)
    eco("--lang", "en", "report", "-o", "report.html")
    page = (demonstration / "report.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page
    assert "structures offer" in page
