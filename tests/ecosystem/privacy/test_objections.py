"""Who objects is remembered without being named; the key is the user's, and losing it is said."""

from __future__ import annotations

import shutil

import pytest

import wtc_eco as eco
from wtc_eco.ecosystem.privacy import contacts, objections
from wtc_eco.ecosystem.privacy.objections import Key
from wtc_eco.errors import UsageError


def test_an_objection_is_recognised_in_any_spelling_and_read_by_nobody(folder):
    folder.privacy.optout(["Marc@Exemple.BE", "0471 12 34 56"])
    held = objections.read(folder)
    assert held.opposed(objections.email("marc@exemple.be"))
    assert held.opposed(objections.phone("+32471123456"))
    assert not held.opposed(objections.email("zoe@exemple.be"))
    written = (folder.folder / "data" / "oppositions.csv").read_text(encoding="utf-8")
    assert "marc" not in written
    assert "471123456" not in written


def test_the_contacts_of_who_objects_are_marked(folder):
    done = folder.privacy.optout(["marc@exemple.be"])
    assert (done.remembered, done.contacts) == (1, 1)
    marked = {row["person"]: row["opt_out"] for row in contacts.read(folder).rows}
    assert marked == {"Julie Lambert": None, "Marc Petit": True, "Zoé Sans-Date": None}
    again = folder.privacy.optout(["marc@exemple.be"])
    assert (again.remembered, again.already, again.contacts) == (0, 1, 0)


def test_the_journal_does_not_say_who_objected(folder):
    folder.privacy.optout(["marc@exemple.be"])
    journal = (folder.folder / "data" / "journal.jsonl").read_text(encoding="utf-8")
    assert "marc" not in journal
    assert '"command": "optout"' in journal


def test_what_is_no_address_is_refused_and_nothing_is_written(folder):
    with pytest.raises(UsageError, match="neither an e-mail"):
        folder.privacy.optout(["marc@exemple.be", "Marc Petit"])
    assert not (folder.folder / "data" / "oppositions.csv").exists()


def test_a_lost_key_voids_the_oppositions_and_says_so(folder, home):
    line = folder.privacy.optout(["marc@exemple.be"]).recovery
    shutil.rmtree(home)
    assert not objections.read(folder).opposed(objections.email("marc@exemple.be"))
    assert "oppositions_void" in {problem.code for problem in folder.doctor.check()}
    folder.privacy.recover(line)
    assert objections.read(folder).opposed(objections.email("marc@exemple.be"))
    assert "oppositions_void" not in {problem.code for problem in folder.doctor.check()}


def test_the_key_of_another_folder_is_refused(folder):
    folder.privacy.optout(["marc@exemple.be"])
    with pytest.raises(UsageError, match="another folder"):
        folder.privacy.recover(Key(b"0" * 20).line)


def test_a_recovery_line_with_a_wrong_sign_is_refused(folder):
    line = Key(b"1" * 20).line
    assert Key.from_line(line.lower().replace("-", " ")).secret == b"1" * 20
    with pytest.raises(UsageError, match="recovery line"):
        folder.privacy.recover(("B" if line[0] == "A" else "A") + line[1:])


def test_init_makes_a_key_and_tells_how_to_bring_it_back(tmp_path):
    made = eco.init(tmp_path / "mons")
    line = made.privacy.recovery_line()
    assert Key.from_line(line).line == line
    assert line not in (tmp_path / "mons" / "eco.toml").read_text(encoding="utf-8")


def test_a_new_folder_keeps_people_out_of_git(tmp_path):
    eco.init(tmp_path / "mons")
    left_out = (tmp_path / "mons" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"data/contacts.csv", "data/oppositions.csv", "data/snapshots/"} <= set(left_out)
