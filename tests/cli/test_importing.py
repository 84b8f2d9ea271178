"""A coordinator's messy files: taken, set aside or refused, always in words, never in silence."""

from __future__ import annotations

import hashlib
import json

import pytest

NAMES = "nom;adresse;code postal;localité\n"
ROWS = "CPAS de Huy;Rue du Pont 1;4500;Huy\nBibliothèque de Wanze;Rue de l’Église 2;4520;Wanze\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture
def folder(eco, tmp_path, monkeypatch):
    assert eco("init", "mons", "--bassin", "Hainaut Centre").code == 0
    monkeypatch.chdir(tmp_path / "mons")
    return tmp_path / "mons"


def _bytes(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / "data").rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def _account(said):
    return json.loads(said.out)["accounting"]


def _import(eco, path, *more):
    return eco("import", path, "--as", "liste", "--format", "json", *more)


@pytest.mark.parametrize(
    ("encoding", "said_in_words"),
    [("utf-8", ""), ("utf-8-sig", ""), ("cp1252", "cp1252"), ("utf-16", "")],
)
def test_the_encodings_of_excel_give_the_same_names(eco, write, folder, encoding, said_in_words):
    path = write("list.csv", (NAMES + ROWS).encode(encoding))
    said = _import(eco, path)
    assert said.code == 0
    assert _account(said)["new"] == 2
    assert said_in_words in said.out
    assert "Bibliothèque de Wanze" in (folder / "data/structures.csv").read_text(encoding="utf-8")


def test_a_quote_never_closed_costs_one_row_and_is_told(eco, write, folder):
    path = write(
        "list.csv", NAMES + 'Cyber "Espace;Rue X 1;7000;Mons\n"EPN de Dour;Rue Y 2;7370;Dour\n' + ROWS
    )
    said = _import(eco, path)
    account = _account(said)
    assert said.code == 4
    assert account["read"] == 4
    assert account["new"] + account["quarantined"] == 4
    assert account["quarantined"] >= 1
    assert json.loads(said.out)["quarantine"].startswith("data/quarantine/liste-")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "vide"), (b"\n\n  \n", "vide"), (PNG, "image"), (b"PK\x03\x04rest", "CSV")],
)
def test_what_is_not_a_list_is_refused_and_data_stays_as_it_was(eco, write, folder, content, words):
    before = _bytes(folder)
    said = _import(eco, write("list.csv", content))
    assert said.code == 3
    assert words in said.err
    assert _bytes(folder) == before


def test_a_list_without_a_name_is_refused_with_the_option_to_add(eco, write, folder):
    said = _import(eco, write("list.csv", "rue;cp\nRue X 1;7000\n"))
    assert said.code in {2, 3}
    assert "--columns" in said.err


def test_importing_again_or_shuffled_changes_nothing(eco, write, folder):
    rows = [f"EPN {place};Rue {place} {place};{7000};Mons" for place in range(20)]
    path = write("list.csv", NAMES + "\n".join(rows))
    assert _import(eco, path).code == 0
    before = _bytes(folder)
    assert _account(_import(eco, path))["unchanged"] == 20
    assert _account(_import(eco, write("list.csv", NAMES + "\n".join(rows[::-1]))))["unchanged"] == 20
    assert _bytes(folder) == before


def test_a_list_that_lost_ten_rows_says_which_and_writes_nothing(eco, write, folder):
    rows = [f"EPN numéro {place};Rue {place} {place};{7000};Mons" for place in range(20)]
    _import(eco, write("list.csv", NAMES + "\n".join(rows)))
    before = _bytes(folder)
    said = _import(eco, write("list.csv", NAMES + "\n".join(rows[:10])))
    assert said.code == 3
    assert "--complete" in said.err
    assert "EPN numéro 15" in said.err
    assert _bytes(folder) == before


def test_a_rehearsal_tells_and_writes_nothing(eco, write, folder):
    before = _bytes(folder)
    said = eco("import", write("list.csv", NAMES + ROWS), "--as", "liste", "--dry-run")
    assert said.code == 0
    assert "CPAS de Huy" in said.out
    assert "Rien n’a été écrit" in said.out
    assert _bytes(folder) == before


def test_ties_are_brought_in_by_name_and_by_number(eco, write, folder):
    _import(eco, write("list.csv", NAMES + ROWS))
    ties = "de;vers;type\nCPAS de Huy;Bibliothèque de Wanze;knows\nS2;S1;refers\nS99;S1;knows\n"
    said = eco("import", write("ties.csv", ties), "--ties", "--format", "json")
    account = _account(said)
    assert (account["read"], account["new"], account["quarantined"]) == (3, 2, 1)
    assert said.code == 4


def test_what_a_list_leaves_unclear_is_asked_and_remembered(eco, write, folder):
    path = write("list.csv", "Appellation officielle;Où;CP\nCPAS de Dour;Grand-Place 1;7370\n")
    said = _import(eco, path, "--columns", "name=Appellation officielle,street=Où")
    assert said.code == 0
    again = _import(eco, path)
    assert (_account(again)["unchanged"], json.loads(again.out)["columns_origin"]) == (1, "remembered")


def test_an_import_without_a_name_for_the_list_asks_for_one(eco, write, folder):
    said = eco("import", write("list.csv", NAMES + ROWS))
    assert (said.code, "--as" in said.err) == (2, True)


def test_a_mended_quarantine_is_imported_again_without_losing_the_rest(eco, write, folder):
    path = write("list.csv", NAMES + ROWS + ";Rue Y 2;7370;Dour\n")
    said = json.loads(_import(eco, path).out)
    assert said["accounting"]["quarantined"] == 1
    aside = folder / said["quarantine"]
    aside.write_text(
        aside.read_text(encoding="utf-8-sig").replace(";Rue Y 2", "EPN de Dour;Rue Y 2"), encoding="utf-8"
    )
    mended = _import(eco, aside)
    assert mended.code == 0
    account = _account(mended)
    assert (account["new"], account["withdrawn"]) == (1, 0)


def test_a_tie_to_nobody_is_set_aside_as_it_was_written(eco, write, folder):
    _import(eco, write("list.csv", NAMES + ROWS))
    said = json.loads(
        eco("import", write("ties.csv", "de;vers;type\nS99;S1;knows\n"), "--ties", "-f", "json").out
    )
    assert "S99;S1;knows" in (folder / said["quarantine"]).read_text(encoding="utf-8-sig")


def test_a_rehearsal_of_a_refusal_says_it_would_be_refused(eco, write, folder):
    rows = [f"EPN numéro {place};Rue {place} {place};{7000};Mons" for place in range(20)]
    _import(eco, write("list.csv", NAMES + "\n".join(rows)))
    said = _import(eco, write("list.csv", NAMES + "\n".join(rows[:10])), "--dry-run")
    assert (said.code, _account(said)["withdrawn"]) == (4, 10)
