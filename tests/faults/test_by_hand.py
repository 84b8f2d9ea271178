"""What people, disks and clouds do to `data/` behind the tool's back: seen, said, and mended by one command."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest
from workshop import ROWS, held, spoken, write_list

from wtc_eco import store


def table(folder):
    return folder / "data" / "structures.csv"


def journal(folder):
    return folder / "data" / "journal.jsonl"


@pytest.fixture
def two_lists(copied, tmp_path):
    """A folder into which a second list was taken."""
    path = write_list(tmp_path / "nouvelle.csv", "Nouvelle")
    assert spoken(copied, "import", str(path), "--as", "nouvelle", "--kind", "epn").code == 0
    return copied


def test_f16_a_table_saved_by_excel_as_it_does_is_told_row_by_row_and_taken_in_when_asked(copied, tmp_path):
    text = table(copied).read_text(encoding="utf-8").replace("EPN Départ 3,", "Espace Départ n° 3,", 1)
    table(copied).write_bytes(text.replace(",", ";").replace("\n", "\r\n").encode("cp1252"))
    read = spoken(copied, "overview")
    assert read.code == 0
    assert "structures.csv" in read.err
    path = str(write_list(tmp_path / "nouvelle.csv", "Nouvelle"))
    refused = spoken(copied, "import", path, "--as", "nouvelle", "--kind", "epn")
    assert refused.code == 3
    assert "--accept-edits" in refused.err
    doctor = spoken(copied, "doctor")
    assert doctor.code == 4
    assert "EPN Départ 3" in doctor.told
    assert "Espace Départ n° 3" in doctor.told
    assert "EPN Départ 4" not in doctor.told
    assert spoken(copied, "doctor", "--accept-edits").code in (0, 4)  # still written as Excel does
    assert spoken(copied, "import", path, "--as", "nouvelle", "--kind", "epn").code == 0
    names = list(store.read(copied).records["name"])
    assert "Espace Départ n° 3" in names
    assert len(names) == 2 * ROWS
    assert spoken(copied, "doctor").code == 0


@pytest.mark.parametrize(("old", "new"), [("\n2,", "\n1,"), ("\n2,", "\n,")], ids=["twice", "without"])
def test_f17_numbers_that_are_gone_or_stand_twice_stop_every_writer_until_repaired(
    copied, tmp_path, old, new
):
    text = table(copied).read_text(encoding="utf-8")
    table(copied).write_text(text.replace(old, new, 1), encoding="utf-8")
    before = held(copied)
    path = str(write_list(tmp_path / "nouvelle.csv", "Nouvelle"))
    for words in (("import", path, "--as", "nouvelle"), ("undo",), ("overview",), ("set", "S1", "note=x")):
        said = spoken(copied, *words)
        assert said.code == 6, words
        assert "doctor --repair" in said.err
    doctor = spoken(copied, "doctor")
    assert doctor.code == 6
    assert "3" in doctor.told  # the row, as Excel numbers it
    assert held(copied) == before
    assert spoken(copied, "doctor", "--repair").code == 0
    assert spoken(copied, "doctor").code == 0
    assert len(store.read(copied).records) == ROWS


def test_f18_a_journal_cut_short_loses_its_last_line_and_no_more(two_lists):
    whole = journal(two_lists).read_bytes()
    journal(two_lists).write_bytes(whole[:-7])
    said = spoken(two_lists, "overview")
    assert said.code == 0
    assert "journal" in said.err
    assert "doctor --repair" in said.err
    assert spoken(two_lists, "doctor", "--repair").code == 0
    assert spoken(two_lists, "doctor").code == 0
    assert len(store.read(two_lists).records) == 2 * ROWS
    assert spoken(two_lists, "undo").code == 0
    assert len(store.read(two_lists).records) == ROWS


def test_f19_any_flipped_bit_is_seen_and_the_last_copy_puts_it_back(copied):
    whole = table(copied).read_bytes()
    for place in range(3, len(whole), len(whole) // 12):
        table(copied).write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        doctor = spoken(copied, "doctor")
        assert doctor.code in (4, 6), place
        assert "backup restore" in doctor.told, place
        assert spoken(copied, "backup", "restore").code == 0
        assert table(copied).read_bytes() == whole


def test_f20_without_a_journal_everything_works_and_undo_says_that_nothing_is_kept(copied, tmp_path):
    journal(copied).unlink()
    assert spoken(copied, "overview").code == 0
    undone = spoken(copied, "undo")
    assert undone.code == 3
    assert "journal" in undone.err.lower()
    path = str(write_list(tmp_path / "nouvelle.csv", "Nouvelle"))
    assert spoken(copied, "import", path, "--as", "nouvelle", "--kind", "epn").code == 0
    numbers = list(store.read(copied).records["record"])
    assert sorted(numbers) == list(range(1, 2 * ROWS + 1))
    assert spoken(copied, "undo").code == 0
    assert len(store.read(copied).records) == ROWS


@pytest.mark.parametrize("name", ["structures-PC2.csv", "structures (1).csv", "referrals-PC-de-Zoé.csv"])
def test_f21_a_copy_that_the_cloud_made_of_a_conflict_is_said_and_moved_aside(copied, name):
    shutil.copy(table(copied), copied / "data" / name)
    assert spoken(copied, "overview").code == 0
    doctor = spoken(copied, "doctor")
    assert doctor.code == 4
    assert name in doctor.told
    assert spoken(copied, "doctor", "--repair").code == 0
    assert not (copied / "data" / name).exists()
    assert spoken(copied, "doctor").code == 0


def test_f22_a_list_that_vanishes_while_it_is_read_is_refused(copied, tmp_path, monkeypatch):
    path = write_list(tmp_path / "nouvelle.csv", "Nouvelle")
    before, real = held(copied), Path.open

    def vanishing(self, *arguments, **keywords):
        if self.name == path.name:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(self))
        return real(self, *arguments, **keywords)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", vanishing)
        said = spoken(copied, "import", str(path), "--as", "nouvelle")
    assert said.code == 3
    assert "nouvelle.csv" in said.err
    assert "Traceback" not in said.err
    assert held(copied) == before


def test_f22_a_table_that_vanished_is_damage_and_not_an_empty_ecosystem(copied):
    table(copied).unlink()
    for words in (("overview",), ("doctor",)):
        said = spoken(copied, *words)
        assert said.code == 6
        assert "backup restore" in said.told
    assert spoken(copied, "backup", "restore").code == 0
    assert len(store.read(copied).records) == ROWS
