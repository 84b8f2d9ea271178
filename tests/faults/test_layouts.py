"""Older and newer layouts of `data/`, and clocks that go back: what is on the disk says what it is."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from workshop import held, spoken

from wtc_eco import store
from wtc_eco.store import layout

RELEASED = sorted(Path(__file__).with_name("layouts").iterdir())
"""A folder as each released version left it."""


def test_f23_a_folder_of_every_released_version_is_read_written_and_gone_back_in(tmp_path):
    assert [path.name for path in RELEASED] == ["0.1.0"]
    for released in RELEASED:
        folder = Path(shutil.copytree(released, tmp_path / released.name))
        before = held(folder)
        assert spoken(folder, "doctor").code == 0
        assert list(store.read(folder).records["name"]) == ["CPAS de Huy", "EPN de Wanze"]
        assert spoken(folder, "set", "S1", "note=lue dans une version plus récente").code == 0
        assert spoken(folder, "undo").code == 0
        after = held(folder)
        assert {name: after[name] for name in before if name.endswith(".csv")} == {
            name: content for name, content in before.items() if name.endswith(".csv")
        }
        assert [step.command for step in store.read(folder).journal.steps][:2] == [
            "import l.csv --as liste",
            "set note",
        ]


def renamed(files):
    return {"lieux.csv": None, "structures.csv": files["lieux.csv"].replace(b"id,name", b"record,name", 1)}


def test_f23_an_older_layout_is_brought_up_to_date_with_a_copy_or_refused_with_the_command(
    tmp_path, monkeypatch
):
    data = tmp_path / "data"
    data.mkdir()
    (data / "lieux.csv").write_bytes(b"id,name\n1,CPAS\n")
    (data / "journal.jsonl").write_text('{"format": 0, "next_record": 7, "next_tie": 3}\n', encoding="utf-8")
    before = held(tmp_path)
    for words in (("overview",), ("doctor", "--repair")):
        assert spoken(tmp_path, *words).code == 6
    assert held(tmp_path) == before
    monkeypatch.setitem(layout.MIGRATIONS, 0, renamed)
    refused = spoken(tmp_path, "overview")
    assert refused.code == 6
    assert "wtc-eco doctor --repair" in refused.err
    assert spoken(tmp_path, "doctor", "--repair").code == 0
    assert list(store.read(tmp_path).records["name"]) == ["CPAS"]
    assert (data / "snapshots" / "format-0" / "lieux.csv").read_bytes() == b"id,name\n1,CPAS\n"


def test_f24_a_newer_layout_stops_every_command_and_nothing_is_written(copied, tmp_path):
    journal = copied / "data" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"format": 1', b'"format": 7'))
    before = held(copied)
    for words in (("overview",), ("undo",), ("doctor",), ("doctor", "--repair"), ("set", "S1", "note=x")):
        assert spoken(copied, *words).code == 6, words
    assert held(copied) == before


def test_f25_a_clock_that_goes_back_changes_neither_numbers_nor_order(copied, tmp_path, monkeypatch):
    other = Path(shutil.copytree(copied, tmp_path / "other"))
    for place, zone, clock in ((copied, "Europe/Brussels", (2e9, 1e9)), (other, "UTC", (1e9, 2e9))):
        told = []
        with monkeypatch.context() as patch:
            patch.setenv("TZ", zone)
            time.tzset()
            for name, now in zip(("S1", "S2"), clock, strict=True):
                patch.setattr(time, "time", lambda now=now: now)
                told.append(spoken(place, "set", name, f"note=pour {name}"))
        time.tzset()  # the zone of the machine again, before anything can fail
        assert [said.code for said in told] == [0, 0]
    assert [step.n for step in store.read(copied).journal.steps] == [1, 2, 3]
    assert held(copied) == held(other)
