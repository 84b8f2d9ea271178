"""Every public name and method shows an example, and every example says what happens."""

import doctest
import io
import shutil

import pytest
from public import documented

import wtc_eco as eco

DOCUMENTED = documented()
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL


def globs(demonstration, folder):
    """What examples speak of: an ecosystem of their own, a folder for files, a list of guests."""
    shutil.copytree(demonstration.folder, folder / "eco")
    ecosystem = eco.open(folder / "eco")
    guests = folder / "guests.csv"
    guests.write_text("nom;structure\n" + "".join(f"Guest {n};S{n}\n" for n in range(1, 9)), encoding="utf-8")
    return {"eco": eco, "ecosystem": ecosystem, "folder": folder, "guests": guests}


@pytest.mark.parametrize("name", [name for group in DOCUMENTED.values() for name, _ in group])
def test_a_public_name_shows_an_example(name):
    docs = dict(pair for group in DOCUMENTED.values() for pair in group)
    assert ">>> " in docs[name], name


@pytest.mark.parametrize("group", DOCUMENTED)
def test_an_example_says_what_happens(group, demonstration, tmp_path):
    parser, runner, said = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=OPTIONS), io.StringIO()
    speaks_of = globs(demonstration, tmp_path)
    for name, text in DOCUMENTED[group]:
        runner.run(parser.get_doctest(text, dict(speaks_of), name, None, 0), out=said.write)
    assert not runner.failures, said.getvalue()
    assert runner.tries
