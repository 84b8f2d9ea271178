"""A file that nests a hundred thousand deep is refused in a sentence, wherever a person can put one."""

from __future__ import annotations

import csv
import shutil

import pytest
from once import shipped

from wtc_eco.cli.errors import run

DEEP = "[" * 100_000 + "]" * 100_000


def _in_a_cell(folder):
    path = folder / "data" / "structures.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        header, first, *rows = csv.reader(stream)
    first[header.index("extra")] = DEEP
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, first, *rows])


def _in_the_journal(folder):
    (folder / "data" / "journal.jsonl").write_text(DEEP + "\n", encoding="utf-8")


def _in_a_map(folder):
    (folder / "data" / "maps").mkdir()
    (folder / "data" / "maps" / "liste.toml").write_text(f"a = {DEEP}\n", encoding="utf-8")


def _in_the_words(folder):
    (folder / "data" / "words.toml").write_text(f"word = {DEEP}\n", encoding="utf-8")


def _in_the_settings(folder):
    (folder / "eco.toml").write_text(f"a = {DEEP}\n", encoding="utf-8")


def _in_the_boundaries(folder):
    (folder / "areas.geojson").write_text('{"features": ' + DEEP + "}", encoding="utf-8")


def _in_a_pack(folder):
    (folder / "pack").mkdir()
    (folder / "pack" / "territory.toml").write_text(f"a = {DEEP}\n", encoding="utf-8")
    (folder / "eco.toml").write_text('[ecosystem]\npack = "pack"\n', encoding="utf-8")


@pytest.mark.parametrize(
    ("put", "command", "codes"),
    [
        (_in_a_cell, ["check"], (0, 3, 4, 6)),
        (_in_the_journal, ["check"], (3, 4, 6)),
        (_in_the_journal, ["undo"], (2, 3, 6)),
        (_in_a_map, ["import", "data/structures.csv", "--as", "x", "--dry-run"], (3,)),
        (_in_the_words, ["overview"], (3,)),
        (_in_the_settings, ["overview"], (2,)),
        (_in_the_boundaries, ["map", "--boundaries", "areas.geojson", "-o", "map.html"], (3,)),
        (_in_a_pack, ["overview"], (3,)),
    ],
)
def test_what_nests_too_deep_is_refused_in_words(tmp_path, monkeypatch, capsys, put, command, codes):
    folder = shipped(tmp_path / "desk")
    put(folder)
    monkeypatch.chdir(folder)
    assert run(command) in codes
    told = capsys.readouterr()
    assert told.out + told.err
    assert "Traceback" not in told.err
    assert not (folder / "map.html").exists()
    shutil.rmtree(folder)
