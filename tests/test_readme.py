"""The README says what is so: its commands exist, its table is complete, its exit codes are ours."""

from __future__ import annotations

import re
from pathlib import Path

import wtc_eco
from wtc_eco.cli.commands import commands

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_and_alias_stands_in_the_table():
    table = README.partition("## Commands")[2].partition("## Exit codes")[0]
    for command in commands():
        for name in (command.name, *command.aliases):
            assert re.search(rf"`{name}\b", table), name


def test_the_two_commands_are_targets_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert f"\n{target}:" in makefile


def test_every_command_of_the_readme_exists():
    known = {name for command in commands() for name in (command.name, *command.aliases)}
    shown = re.findall(r"^\$ wtc-eco (?:--folder \S+ )?(\w+)", README, re.MULTILINE)
    assert shown
    assert set(shown) <= known


def test_the_exit_codes_are_those_of_the_errors():
    from wtc_eco import errors

    for error in (errors.UsageError, errors.RefusedError, errors.BusyError, errors.DamagedError):
        assert f"\n| {error.exit_code} |" in README


def test_every_file_the_readme_links_to_is_there():
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link


def test_the_public_names_are_those_that_load():
    for name in wtc_eco.__all__:
        assert getattr(wtc_eco, name) is not None
