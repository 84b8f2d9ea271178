"""Whatever a coordinator is handed: an exit code, words that say where and what to do, and not one row lost."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from bad_files import ASIDE, REFUSED, USAGE, Case
from eighty_eight import CASES
from respondents import REGISTER

import wtc_eco
from wtc_eco.cli.errors import run

OWN = ("_ligne", "_colonne", "_code", "_raison", "_indice")
WIDE = "4000"
HARMLESS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FIELDS = {"code", "gravity", "message", "hint", "file", "sheet", "row", "column", "letter", "value"}
LISTED = 12
"""Warnings that the screen shows; it counts the others."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with the eight structures of the surveys, to be copied."""
    folder = tmp_path_factory.mktemp("desk") / "mons"
    with wtc_eco.speaking("fr"):
        wtc_eco.init(folder)
    titles = "nom;type;rue;code postal;localité\n"
    known = "".join(
        f"{name};{kind};{street};{code};{place}\n" for _, name, kind, street, code, place in REGISTER
    )
    listed = folder.parent / "registre.csv"
    listed.write_text(titles + known, encoding="utf-8")
    wtc_eco.open(folder).imports.structures(listed, source="registre", collected_on="2026-01-15")
    return folder


@pytest.fixture
def folder(desk, tmp_path, monkeypatch):
    copy = Path(shutil.copytree(desk, tmp_path / "mons"))
    monkeypatch.chdir(copy)
    monkeypatch.setenv("COLUMNS", WIDE)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return copy


@pytest.fixture
def eco(capsys):
    """A command: its exit code, what it printed, what it complained of."""

    def speak(*words: str | Path):
        capsys.readouterr()
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return speak


def put(case: Case, folder: Path) -> Path:
    """The file of a case, beside the folder."""
    path = folder.parent / case.file
    path.write_bytes(case.bytes())
    if case.size:
        os.truncate(path, case.size)
    for name in case.beside:
        path.with_name(name).write_bytes(b"")
    return path


def state(folder: Path) -> dict[str, str]:
    """Every file of data/ by its hash."""
    files = sorted(path for path in (folder / "data").rglob("*") if path.is_file() and path.name != ".lock")
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def names(folder: Path, source: str) -> tuple[str, ...]:
    """The names of a list in data/."""
    records = wtc_eco.open(folder).holdings.records
    return tuple(records.loc[records["source"] == source, "name"])


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_it_meets_the_five_points(case, folder, eco):
    path = put(case, folder)
    before = state(folder)
    rehearsed, out, err = eco("import", path, *case.how, "--dry-run")
    assert state(folder) == before
    code, told, complaint = eco("import", path, *case.how, "--format", "json")
    account = json.loads(told)

    assert (rehearsed, code) == (case.exit, case.exit)
    assert "Traceback" not in err + complaint
    says_it_all(case, account["problems"], out + err)
    if code in (USAGE, REFUSED):
        assert account["exit_code"] == code
        assert state(folder) == before
        return
    accounts_for_every_row(case, account["accounting"])
    if case.names is not None:
        assert sorted(names(folder, "liste")) == sorted(case.names)
    if case.aside:
        sets_aside_verbatim(case, folder / account["quarantine"])
        takes_it_back_mended(case, folder / account["quarantine"], eco)


def says_it_all(case: Case, problems: list[dict], screen: str) -> None:
    """Points 1 and 2: every message whole, the same on the screen and in JSON."""
    for problem in problems:
        assert set(problem) == FIELDS
        assert problem["code"]
        assert problem["message"]
        assert problem["file"] == case.file
        assert problem["hint"] or problem["gravity"] in ("note", "warning")
        assert problem["row"] or problem["gravity"] != "quarantine"
    if case.how[0] != "--survey":
        assert {problem["code"] for problem in problems if problem["gravity"] != "note"} == case.codes
    else:
        assert case.codes <= {problem["code"] for problem in problems}
    assert not HARMLESS.search(screen)
    assert case.file in screen or not problems
    squeezed = "".join(screen.split())
    for words in case.says:
        assert "".join(words.split()) in squeezed, words
    serious = [problem for problem in problems if problem["gravity"] in ("refusal", "quarantine")]
    for problem in serious or problems[:LISTED]:
        for part in (problem["code"], problem["message"], problem["hint"], problem["sheet"], shown(problem)):
            assert "".join(seen(part).split()) in squeezed, part
        if problem["row"]:
            assert f"ligne {problem['row']} " in " ".join([*screen.replace("\n", " \n").split(" ")]) or (
                f"ligne {problem['row']}\n" in screen
            )


def shown(problem: dict) -> str:
    """A column as the screen names it: its letter, then its title."""
    return f"{problem['letter']} {problem['column']}".strip()


def seen(text: str) -> str:
    """A text as the screen shows it: what cannot be seen is written out."""
    return "".join(sign if sign.isprintable() or sign.isspace() else repr(sign)[1:-1] for sign in text)


def accounts_for_every_row(case: Case, account: dict[str, int]) -> None:
    """Point 3: the sum adds up, and is what whoever wrote the file counted."""
    assert account["read"] == case.rows
    parts = ("new", "updated", "unchanged", "repeated", "quarantined", "blank")
    assert account["read"] == sum(account[part] for part in parts)
    assert account["repeated"] == case.repeated
    assert account["blank"] == case.blank
    if case.aside:
        assert account["quarantined"] == len(case.aside)
        assert account["new"] == case.n_kept
    assert account["withdrawn"] == 0


def rows_aside(path: Path) -> tuple[list[str], list[list[str]]]:
    """The titles and the rows of a quarantine file, as the csv module reads them."""
    csv.field_size_limit(1 << 20)
    found = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
    return found[0], found[1:]


def sets_aside_verbatim(case: Case, path: Path) -> None:
    """Point 4, first half: the rows as they were, after their number, column, code, reason and hint."""
    titles, rows = rows_aside(path)
    assert tuple(titles[:5]) == OWN
    assert {int(each[0]): tuple(map(unguarded, each[5:])) for each in rows} == {
        number: tuple(cells) for number, cells in case.aside.items()
    }
    for each in rows:
        assert set(each[2].split(" | ")) <= case.codes
        assert each[3]
        assert each[4]


def unguarded(cell: str) -> str:
    """Without the sign that keeps Excel from running it."""
    return cell[1:] if re.match(r"'[=+\-@\t\r]", cell) else cell


def takes_it_back_mended(case: Case, path: Path, eco) -> None:
    """Point 4, second half: what a person mended in that very file comes in, and nothing else leaves."""
    assert case.mend is not None
    titles, rows = rows_aside(path)
    mended = case.mend([{**dict(zip(titles, each, strict=False)), "": each} for each in rows])
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(titles)
        writer.writerows([each[title] for title in titles if title in each] for each in mended)
    code, told, _ = eco("import", path, *case.how, "--format", "json")
    account = json.loads(told)["accounting"]
    assert (code, account["new"], account["withdrawn"]) == (0, len(case.aside), 0)


def test_the_table_holds_all_eighty_eight():
    assert {int(case.id[1:3]) for case in CASES} == set(range(1, 89))
    assert all(case.mend or not case.aside for case in CASES)
    assert all(bool(case.aside) == (case.exit == ASIDE) for case in CASES if case.how[0] != "--survey")
