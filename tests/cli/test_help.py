"""The help: quick, in the reader's language, with an example that runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from wtc_eco.cli.commands import commands

NAMES = [command.name for command in commands()]
HEAVY = ("pandas", "numpy", "networkx", "folium", "xlsxwriter", "rapidfuzz", "phonenumbers", "jinja2")


def test_the_help_loads_nothing_heavy():
    probe = (
        "import sys; from wtc_eco.cli.errors import run; run(['--help']);"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]; sys.exit(str(loaded) if loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_the_package_loads_nothing_heavy():
    probe = f"import sys, wtc_eco; assert not [name for name in {HEAVY!r} if name in sys.modules]"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_two_commands_bear_one_name():
    said = [name for command in commands() for name in (command.name, *command.aliases)]
    assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize("name", NAMES)
def test_every_command_shows_an_example_of_itself(eco, name):
    said = eco(name, "--help")
    assert said.code == 0
    assert re.search(rf"Exemple\s*: wtc-eco {name}\b", said.out.replace("\u00a0", " "))


def _say(*arguments, language, folder="/"):
    done = subprocess.run(
        [sys.executable, "-m", "wtc_eco", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "LC_ALL": language, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_help_follows_the_locale_and_the_option_wins():
    assert "Qui est seul" in _say("--help", language="fr_BE.UTF-8")
    assert "Who is alone" in _say("--help", language="en_GB.UTF-8")
    assert "Who is alone" in _say("--help", "--lang", "en", language="fr_BE.UTF-8")


def test_french_help_has_no_english_left():
    said = _say("import", "--help", language="fr_BE.UTF-8") + _say("--help", language="fr_BE.UTF-8")
    for word in ("Show this", "Options ─ ", "default:", "<str>", "<bool>", "Install completion", "required"):
        assert word not in said, word
