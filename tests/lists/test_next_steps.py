"""What an import says to do next is right, and can be pasted into a shell as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import wtc_eco as eco
from wtc_eco.cli.desk import in_folder
from wtc_eco.cli.errors import run

FILES = sorted(path for path in (Path(__file__).parent / "files").iterdir() if path.is_file())
_OPTION = re.compile(r"""--columns (?:"[^"\n]*"|'[^'\n]*'(?:"'"'[^'\n]*')*|[^\s"']+)""")


def _said(capsys, monkeypatch, *words: str) -> tuple[int, str]:
    """The exit code and everything that a command said."""
    monkeypatch.setenv("COLUMNS", "4000")
    code = run(list(words))
    told = capsys.readouterr()
    return code, told.out + told.err


def _options(told: str) -> list[list[str]]:
    """The `--columns` that were printed, as a shell would hand them over."""
    return [shlex.split(option) for option in dict.fromkeys(_OPTION.findall(told)) if "TI" not in option]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_hint_that_is_printed_runs(tmp_path, capsys, monkeypatch, path):
    eco.init(tmp_path / "desk")
    here = ["--folder", str(tmp_path / "desk"), "import", str(path), "--as", "l", "--dry-run"]
    code, told = _said(capsys, monkeypatch, *here)
    assert code in (0, 2, 3, 4)
    assert "…" not in "".join(_OPTION.findall(told))
    for option in _options(told):
        again, complaint = _said(capsys, monkeypatch, *here, *option)
        assert again in (0, 3, 4) or option[1] not in complaint, complaint


AWKWARD = ["Nom d'usage", 'Nom "court"', "Nom; suite", "Nom $HOME", "Nom  de   trop", "Nom `x`", "Été (nom)"]


@pytest.mark.parametrize("title", AWKWARD)
def test_a_title_of_any_signs_is_quoted_for_the_shell(tmp_path, capsys, monkeypatch, title):
    eco.init(tmp_path / "desk")
    path = tmp_path / "liste.csv"
    cell = '"' + title.replace('"', '""') + '"'
    path.write_text(f"CP,xyz,{cell}\n5000,,Alpha\n7000,,Beta\n", encoding="utf-8")
    here = ["--folder", str(tmp_path / "desk"), "import", str(path), "--as", "l", "--dry-run"]
    _, told = _said(capsys, monkeypatch, *here)
    for option in _options(told):
        assert _said(capsys, monkeypatch, *here, *option)[0] in (0, 4)


def test_every_import_says_what_to_do_next(tmp_path, capsys, monkeypatch):
    eco.init(tmp_path / "desk")
    path = tmp_path / "liste.csv"
    here = ["--folder", str(tmp_path / "desk"), "import", str(path), "--as", "l"]
    path.write_text("Nom;CP\nEPN Un;5000\n", encoding="utf-8")
    assert "Ensuite" in _said(capsys, monkeypatch, *here, "--dry-run")[1]
    assert "Ensuite" in _said(capsys, monkeypatch, *here)[1]
    path.write_text("Nom;CP;Localité\nEPN Un;5000;Namur\n;7000;Mons\n", encoding="utf-8")
    code, told = _said(capsys, monkeypatch, *here)
    assert code == 4
    (command,) = re.findall(r"Ensuite : .*?(wtc-eco .*)", told)
    assert _said(capsys, monkeypatch, *shlex.split(command)[1:])[0] == 4
    path.write_text("CP;Tel\n5000;081 22 33 44\n", encoding="utf-8")
    assert "→" in _said(capsys, monkeypatch, *here)[1]


def test_the_step_after_a_refusal_is_never_a_column_of_people(tmp_path, capsys, monkeypatch):
    eco.init(tmp_path / "desk")
    path = tmp_path / "liste.csv"
    path.write_text(
        "Directrice;CP;Quoi\nAnne Durant;5000;EPN Un\nPaul Martin;7000;EPN Deux\n", encoding="utf-8"
    )
    _, told = _said(
        capsys, monkeypatch, "--folder", str(tmp_path / "desk"), "import", str(path), "--as", "l", "--dry-run"
    )
    assert "name=Directrice" not in told
    assert "name=Quoi" in told


@pytest.mark.parametrize(
    ("hint", "folder", "pasted"),
    [
        ("Ensuite : wtc-eco review demande ; wtc-eco run fait.", "chez nous", 'Ensuite : wtc-eco --folder "chez nous" review demande ; wtc-eco --folder "chez nous" run fait.'),
        ("wtc-eco --folder x undo", "x", "wtc-eco --folder x undo"),
        ("Ensuite : wtc-eco review", "", "Ensuite : wtc-eco review"),
    ],
)  # fmt: skip
def test_a_command_of_a_hint_acts_in_the_folder_this_one_was_given(hint, folder, pasted):
    assert in_folder(hint, Path(folder)) == pasted


def test_a_line_under_a_list_is_no_row_to_mend(tmp_path, monkeypatch, capsys):
    eco.init(tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    Path("liste.csv").write_text("Nom;CP;Localité\nEPN Un;5000;Namur\nTotal;1;\n", encoding="utf-8")
    _, told = _said(capsys, monkeypatch, "import", "liste.csv", "--as", "liste")
    assert "1 mise de côté" in told
    assert "pas des structures" in told
    assert "corriger" not in told


def test_who_gave_no_name_for_the_list_pastes_the_whole_command(tmp_path, monkeypatch, capsys):
    eco.init(tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    Path("EPN 2026 (juin).csv").write_text("Nom;CP;Localité\nEPN Un;5000;Namur\n", encoding="utf-8")
    _, told = _said(capsys, monkeypatch, "import", "EPN 2026 (juin).csv", "--kind", "epn")
    command = told.split("par exemple : ")[1].splitlines()[0]
    assert command == 'wtc-eco import "EPN 2026 (juin).csv" --as epn-juin --kind epn'
    assert "1 nouvelle" in _said(capsys, monkeypatch, *shlex.split(command)[1:])[1]
