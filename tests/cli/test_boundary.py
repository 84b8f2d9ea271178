"""How a command ends: its exit code, its words, its language."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys

import pytest
from workshop import LONG, stopped_at

from wtc_eco import __main__
from wtc_eco.cli import errors as boundary
from wtc_eco.cli.errors import hoisted, screen_language


def test_a_misspelt_bassin_is_a_usage_error_that_offers_the_nearest(eco, demonstration, monkeypatch):
    monkeypatch.chdir(demonstration)
    said = eco("isolated", "--bassin", "namurr")
    assert said.code == 2
    assert "Namur\u202f?" in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    "spelling", ["Hainaut-Centre", "HAINAUT CENTRE", "hainaut_centre", "Cœur du Hainaut"]
)
def test_any_spelling_of_a_bassin_asks_the_same(eco, demonstration, monkeypatch, spelling):
    monkeypatch.chdir(demonstration)
    assert eco("overview", "-b", spelling).out == eco("overview", "-b", "hainaut-centre").out


def test_a_folder_without_an_ecosystem_is_refused_with_the_way_out(eco):
    said = eco("run")
    assert said.code == 3
    assert "wtc-eco init" in said.err
    assert "wtc-eco demo" in said.err


def test_an_unknown_option_and_an_unknown_command_are_said_in_french(eco):
    said = eco("overview", "--basin", "namur")
    assert (said.code, "L’option --basin n’existe pas" in said.err) == (2, True)
    assert "--bassin" in said.err
    said = eco("isolatd")
    assert said.code == 2
    assert said.err == "Aucune commande ne s’appelle « isolatd ».\n→ wtc-eco isolated\u202f?\n"


def test_a_command_is_found_whatever_its_case_and_accents(eco, demonstration, monkeypatch):
    monkeypatch.chdir(demonstration)
    assert eco("Isolées", "--bassin", "namur").out == eco("isolees", "--bassin", "namur").out


def test_a_missing_argument_is_said_in_french(eco):
    said = eco("show")
    assert said.code == 2
    assert said.err.startswith("Il manque")


def test_options_of_every_command_may_stand_after_it():
    assert hoisted(["isolated", "--lang", "en", "-b", "x", "--folder=y"]) == [
        "--lang",
        "en",
        "--folder=y",
        "isolated",
        "-b",
        "x",
    ]
    assert hoisted(["show", "--", "--lang"]) == ["show", "--", "--lang"]


def test_the_screen_speaks_as_asked_then_as_the_folder_says_then_as_the_machine(tmp_path):
    assert screen_language(["run", "--lang", "en"], {}, tmp_path) == "en"
    assert screen_language(["run"], {"LANG": "en_US.UTF-8"}, tmp_path) == "en"
    assert screen_language(["run"], {"LANG": "nl_BE.UTF-8"}, tmp_path) == "fr"
    (tmp_path / "eco.toml").write_text('[ecosystem]\nlang = "fr"\n')
    assert screen_language(["run"], {"LANG": "en_US.UTF-8"}, tmp_path) == "fr"


def test_settings_that_cannot_be_used_are_all_named(eco, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "eco.toml").write_text('[ecosystem]\nlang = "nl"\ncolour = "red"\n[trust]\nx = "y"\n')
    said = eco("overview")
    assert said.code == 2
    for word in ("lang", "colour", "x"):
        assert word in said.err


def test_json_says_its_base_what_is_unknown_and_the_notice(eco, demonstration, monkeypatch):
    monkeypatch.chdir(demonstration)
    answer = json.loads(eco("isolated", "--format", "json").out)
    assert list(answer) == [
        "question",
        "scope",
        "base",
        "unknown",
        "response",
        "low",
        "high",
        "fragile",
        "sentence",
        "remarks",
        "rows",
        "notice",
        "as_of",
    ]
    assert answer["base"] > 0
    assert answer["notice"].startswith("Données d’illustration")


@pytest.mark.parametrize("form", ["csv", "json", "md", "xlsx"])
def test_an_answer_goes_to_the_file_its_ending_says(eco, demonstration, monkeypatch, form):
    monkeypatch.chdir(demonstration)
    said = eco("overview", "-o", f"apercu.{form}")
    assert said.code == 0
    assert said.out == ""
    assert (demonstration / f"apercu.{form}").stat().st_size > 100


def test_a_workbook_on_the_screen_is_a_usage_error(eco, demonstration, monkeypatch):
    monkeypatch.chdir(demonstration)
    said = eco("overview", "--format", "xlsx")
    assert (said.code, "-o overview.xlsx" in said.err) == (2, True)


def test_a_reader_that_leaves_early_is_no_error(demonstration):
    command = f"{sys.executable} -m wtc_eco overview --format json | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=demonstration, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_narrow_old_terminal_gets_plain_words(demonstration):
    poor = {"PYTHONIOENCODING": "cp1252", "COLUMNS": "40", "TERM": "dumb", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "wtc_eco", "isolated"]
    done = subprocess.run(
        command, cwd=demonstration, capture_output=True, env={**os.environ, **poor}, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    assert max(map(len, done.stdout.decode("cp1252").splitlines())) <= 40


def test_an_interrupted_command_says_so_in_one_line(demonstration):
    with stopped_at("wtc_eco.analysis.answer", demonstration, "run") as done:
        done.send_signal(signal.SIGINT)
        _, err = done.communicate(timeout=LONG)
    assert done.returncode == 130
    assert "Traceback" not in err


def test_an_interruption_before_the_command_begins_leaves_no_traceback(monkeypatch):
    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(boundary, "run", interrupted)
    monkeypatch.setattr(gc, "set_threshold", lambda *_: None)
    with pytest.raises(SystemExit) as left:
        __main__.main()
    assert left.value.code == 130
