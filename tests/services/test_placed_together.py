"""The shared edition is put in place whole or not at all, and what a killed command left is cleared by the next."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from once import shipped

import wtc_eco as eco
from wtc_eco.cli.errors import run
from wtc_eco.errors import BusyError, RefusedError
from wtc_eco.render.files import put, put_together
from wtc_eco.sources.encoding import scratch, sweep


@pytest.fixture
def edition(tmp_path):
    """Three files just made, and a folder with two older ones of their names and one of somebody else."""
    made, goal = tmp_path / "made", tmp_path / "partage"
    for folder in (made, goal):
        folder.mkdir()
    for name in ("map.html", "registry.csv", "registry.xlsx"):
        (made / name).write_text("new")
    for name in ("map.html", "registry.xlsx", "note.txt"):
        (goal / name).write_text("old")
    return sorted(made.iterdir()), goal


def held(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["map.html", "registry.csv", "registry.xlsx"])
@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("moved", ["aside", "in"])
def test_one_file_that_cannot_be_replaced_leaves_every_other_as_it_was(
    edition, tmp_path, monkeypatch, name, number, moved
):
    made, goal = edition
    before, real, failed = held(goal), Path.replace, []

    def refused(self, target):
        which = self.parent == goal if moved == "aside" else Path(target).parent == goal
        if self.name == name and which and not failed:
            failed.append(self)
            raise OSError(number, os.strerror(number), str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    if moved == "aside" and name not in before:
        assert len(put_together(made, goal, tmp_path / "aside")) == 3
        return
    with pytest.raises((BusyError, RefusedError)) as told:
        put_together(made, goal, tmp_path / "aside")
    assert name in told.value.message
    assert held(goal) == before


class Killed(BaseException):
    """What no command can catch."""


@pytest.mark.parametrize("nth", range(1, 6))
def test_an_edition_whose_command_was_killed_half_way_is_moved_to_the_end_by_the_next(
    tmp_path, monkeypatch, edition, nth
):
    made, goal = edition
    folder = tmp_path / ".wtc-eco-x"
    (folder / "new").mkdir(parents=True)
    (folder / ".lock").touch()
    new = [path.rename(folder / "new" / path.name) for path in made]
    moves, real = iter(range(1, 10)), Path.replace

    def killed(self, target):
        if next(moves) == nth:
            raise Killed
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(Killed):
            put_together(new, goal, folder / "before")
    assert sweep(tmp_path) == ("partage",)
    assert held(goal) == {"map.html": "new", "registry.csv": "new", "registry.xlsx": "new", "note.txt": "old"}
    assert not folder.exists()
    assert sweep(tmp_path) == ()


def test_what_says_where_to_move_files_never_leads_out_of_the_folder(tmp_path):
    outputs, elsewhere = tmp_path / "outputs", tmp_path / "elsewhere"
    folder = outputs / ".wtc-eco-x"
    (folder / "new").mkdir(parents=True)
    elsewhere.mkdir()
    (folder / ".lock").touch()
    (folder / "new" / "map.html").write_text("new")
    (folder / ".begun").write_text("new\n../elsewhere\n")
    assert sweep(outputs) == ()
    assert list(elsewhere.iterdir()) == []


def test_all_of_them_are_put_in_place_and_what_is_somebody_elses_stays(edition, tmp_path):
    made, goal = edition
    assert put_together(made, goal, tmp_path / "aside") == tuple(goal / path.name for path in made)
    assert held(goal) == {"map.html": "new", "registry.csv": "new", "registry.xlsx": "new", "note.txt": "old"}


def test_a_workbook_open_in_excel_keeps_the_whole_edition_from_being_changed(tmp_path, monkeypatch, capsys):
    folder = shipped(tmp_path / "desk")
    goal = folder / "outputs" / "partage"
    assert run(["--folder", str(folder), "share", "--bassin", "namur"]) == 0
    before = {path.name: path.read_bytes() for path in goal.iterdir()}
    real = Path.replace

    def open_in_excel(self, target):
        if self.name == "registry.xlsx":
            raise PermissionError(errno.EACCES, "held", str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", open_in_excel)
    assert run(["--folder", str(folder), "share", "--bassin", "huy-waremme"]) == 5
    assert "Excel" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in goal.iterdir()} == before
    assert [path.name for path in goal.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("what", ["a file", "under a file"])
def test_an_edition_that_can_have_no_place_is_refused_in_words(tmp_path, what):
    folder = shipped(tmp_path / "desk")
    (tmp_path / "place").write_text("mine")
    goal = tmp_path / "place" if what == "a file" else tmp_path / "place" / "partage"
    with pytest.raises(RefusedError):
        eco.open(folder).write.shared(goal, bassin="namur")
    assert (tmp_path / "place").read_text() == "mine"


def test_a_page_cannot_take_the_place_of_a_folder(tmp_path):
    (tmp_path / "page.html").mkdir()
    with pytest.raises(RefusedError):
        put(tmp_path / "page.html", b"x")
    assert list(tmp_path.iterdir()) == [tmp_path / "page.html"]


_WAITING = """
import sys, time
from pathlib import Path
from wtc_eco.sources.encoding import scratch
with scratch(Path(sys.argv[1]) if len(sys.argv) > 1 else None) as folder:
    (folder / "kept").write_text("x")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name == "nt", reason="killed so on POSIX systems")
@pytest.mark.parametrize("beside", [False, True])
def test_the_next_command_clears_what_a_killed_one_left_and_nothing_of_one_at_work(
    tmp_path, monkeypatch, beside
):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    words = [str(tmp_path)] if beside else []
    command = [sys.executable, "-c", _WAITING, *words]
    killed, at_work = (subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2))
    left, kept = (Path(child.stdout.readline().strip()) for child in (killed, at_work))
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert left.is_dir()
    if beside:
        with scratch(tmp_path):
            assert not left.exists()
    else:
        assert run(["--folder", str(shipped(tmp_path / "desk")), "check"]) in (0, 4)
        assert not left.exists()
    assert (kept / "kept").exists()
    at_work.kill()
    at_work.communicate()
    sweep(tmp_path if beside else None)
    assert not kept.exists()


def test_half_a_page_of_a_killed_command_goes_with_the_next_page(tmp_path):
    (tmp_path / ".carte.html.wtc-eco-part").write_text("half")
    (tmp_path / ".mine.part").write_text("mine")
    put(tmp_path / "other.html", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".mine.part", "other.html"]


@pytest.mark.timed
def test_looking_for_what_was_left_costs_no_time(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for n in range(500):
        (tmp_path / f"wtc-other-{n}").mkdir()
    begun = time.process_time()
    sweep()
    assert time.process_time() - begun < 0.1
