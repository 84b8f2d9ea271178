"""Every example of the help runs on the shipped ecosystem, as it is printed."""

from __future__ import annotations

import shlex

import pytest

from wtc_eco.cli.commands import commands

LIST = "nom;adresse;cp;localité\nCPAS de Huy;Rue du Pont 1;4500;Huy\nCPAS de Wanze;Rue de l'Église 2;4520;Wanze\n"

BEFORE = {
    "trend": ["wtc-eco snapshot before-the-meeting"],
    "undo": ["wtc-eco import list.csv --as liste"],
    "merge-folder": ["wtc-eco init other"],
    "redo": ["wtc-eco import list.csv --as liste", "wtc-eco undo"],
}
"""What has to be done first for an example to have something to work on."""


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_the_example_runs(eco, write, demonstration, monkeypatch, command):
    monkeypatch.chdir(demonstration)
    (demonstration / "list.csv").write_text(LIST, encoding="utf-8")
    for words in BEFORE.get(command.name, ()):
        assert eco(*shlex.split(words)[1:]).code == 0
    for example in command.examples:
        said = eco(*shlex.split(example)[1:])
        assert said.code in ({0, 4} if command.name == "check" else {0}), said.err
        assert said.out + said.err
