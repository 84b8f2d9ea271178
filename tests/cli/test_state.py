"""Going back and putting in order, from the command line: exit codes, and words a coordinator understands."""

from __future__ import annotations

import errno
import json
import os

import pytest

NAMES = "nom;adresse;cp;localité\n"
ROWS = "CPAS de Huy;Rue du Pont 1;4500;Huy\nBibliothèque de Wanze;Rue de l’Église 2;4520;Wanze\n"


@pytest.fixture
def folder(eco, write, tmp_path, monkeypatch):
    assert eco("init", "mons").code == 0
    monkeypatch.chdir(tmp_path / "mons")
    assert eco("import", write("cpas.csv", NAMES + ROWS), "--as", "cpas").code == 0
    return tmp_path / "mons"


def change(folder, old, new):
    path = folder / "data" / "structures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def plain(said):
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def test_history_says_what_each_command_did_without_a_clock(eco, folder):
    said = plain(eco("history").out)
    assert "import cpas.csv --as cpas" in said
    assert "2 lignes ajoutées" in said
    (one,) = json.loads(eco("history", "--format", "json").out)
    assert one["rows"] == {"structures.csv": [2, 0, 0]}
    assert one["standing"] == "done"


def test_undo_then_redo(eco, folder):
    after = (folder / "data/structures.csv").read_bytes()
    said = eco("annuler")
    assert said.code == 0
    assert "wtc-eco redo" in said.out
    assert b"Huy" not in (folder / "data/structures.csv").read_bytes()
    assert "annulée depuis" in eco("historique").out
    assert eco("retablir").code == 0
    assert (folder / "data/structures.csv").read_bytes() == after


def test_more_than_was_done_cannot_be_undone(eco, folder):
    said = eco("undo", "5")
    assert said.code == 3
    assert "1 commande peut être annulée" in plain(said.err)


def test_a_table_changed_in_excel_is_read_with_a_warning_and_not_written_over(eco, write, folder):
    change(folder, "CPAS de Huy", "CPAS Huy centre")
    read = eco("overview")
    assert read.code == 0
    assert "structures.csv" in read.err
    path = write("epn.csv", NAMES + "EPN d’Amay;Rue Haute 3;4540;Amay\n")
    refused = eco("import", path, "--as", "epn")
    assert refused.code == 3
    assert "--accept-edits" in refused.err
    doctor = eco("doctor")
    assert doctor.code == 4
    assert "« CPAS de Huy » → « CPAS Huy centre »" in plain(doctor.err)
    taken = eco("import", path, "--as", "epn", "--accept-edits")
    assert taken.code == 0
    assert "« CPAS de Huy » → « CPAS Huy centre »" in plain(taken.err)
    assert eco("doctor").code == 0
    assert [one["standing"] for one in json.loads(eco("history", "-f", "json").out)] == [
        "done",
        "by_hand",
        "done",
    ]


def test_edits_are_taken_in_alone_and_undone(eco, folder):
    before = (folder / "data/structures.csv").read_bytes()
    change(folder, "CPAS de Huy", "CPAS Huy centre")
    assert eco("doctor", "--accept-edits").code == 0
    assert eco("undo").code == 0
    assert (folder / "data/structures.csv").read_bytes() == before


def test_numbers_that_stand_twice_are_damage_until_repaired(eco, folder):
    change(folder, "\n2,", "\n1,")
    refused = eco("overview")
    assert refused.code == 6
    assert "doctor --repair" in refused.err
    assert eco("doctor").code == 6
    assert eco("doctor", "--accept-edits").code == 6
    repaired = eco("doctor", "--repair")
    assert repaired.code == 0
    assert "1 → 3" in repaired.out
    assert eco("overview").code == 0


def test_a_damaged_table_is_put_back(eco, folder):
    path = folder / "data/structures.csv"
    before = path.read_bytes()
    path.write_bytes(before[:40])
    damaged = eco("overview")
    assert damaged.code == 6
    assert "backup restore" in damaged.err
    restored = eco("backup", "restore")
    assert restored.code == 0
    assert path.read_bytes() == before
    assert "snapshots/aside/structures.csv" in restored.out
    assert eco("backup", "frobnicate").code == 2


def test_a_table_open_in_excel_keeps_the_change_for_the_next_command(eco, write, folder, monkeypatch):
    path = write("epn.csv", NAMES + "EPN d’Amay;Rue Haute 3;4540;Amay\n")
    real = os.replace

    def held(source, goal, **keywords):
        if str(goal).endswith("data/structures.csv"):
            raise PermissionError(errno.EACCES, "held", str(source), None, str(goal))
        return real(source, goal, **keywords)

    with monkeypatch.context() as patch:
        patch.setattr("time.sleep", lambda _: None)
        patch.setattr(os, "replace", held)
        said = eco("import", path, "--as", "epn")
    assert said.code == 5
    assert "Excel" in said.err
    assert eco("doctor").code == 0
    assert "Amay" in (folder / "data/structures.csv").read_text(encoding="utf-8")


def test_a_conflict_copy_is_said_and_moved(eco, folder):
    (folder / "data" / "structures-PC2.csv").write_bytes((folder / "data/structures.csv").read_bytes())
    assert eco("doctor").code == 4
    assert eco("doctor", "--repair").code == 0
    assert not (folder / "data" / "structures-PC2.csv").exists()


def test_a_newer_layout_is_damage_and_nothing_is_written(eco, write, folder):
    journal = folder / "data" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"format": 1', b'"format": 7'))
    before = journal.read_bytes()
    for words in (["overview"], ["import", write("x.csv", NAMES + ROWS), "--as", "x"], ["undo"], ["doctor"]):
        assert eco(*words).code == 6
    assert journal.read_bytes() == before


def test_another_folder_is_taken_in_and_accounted_for(eco, write, folder, tmp_path):
    assert eco("init", tmp_path / "namur").code == 0
    path = write("epn.csv", NAMES + "EPN d’Amay;Rue Haute 3;4540;Amay\n")
    assert eco("--folder", tmp_path / "namur", "import", path, "--as", "epn").code == 0
    rehearsed = eco("merge-folder", tmp_path / "namur", "--dry-run")
    assert "Rien n’a été écrit" in rehearsed.out
    merged = json.loads(eco("reunir-dossiers", tmp_path / "namur", "--format", "json").out)
    assert merged["accounting"]["structures.csv"]["new"] == 1
    again = json.loads(eco("merge-folder", tmp_path / "namur", "--format", "json").out)
    assert again["accounting"]["structures.csv"]["unchanged"] == 1
    assert eco("merge-folder", folder).code == 3
