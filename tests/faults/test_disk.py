"""Files that cannot be written: held by Excel, a full disk, a disk that does not answer, a folder to read only."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys

import pytest
from workshop import ROWS, held, spoken, write_list

from wtc_eco import store

SMALL = 4_000
"""Bytes that a file may hold: fewer than a list of eighty structures takes."""


@pytest.fixture
def taking(copied, tmp_path):
    """The command that takes another list in."""
    path = write_list(tmp_path / "nouvelle.csv", "Nouvelle")
    return ("import", str(path), "--as", "nouvelle", "--kind", "epn")


class Failing:
    """An operating-system call that fails the n-th time, or each time on files of these names."""

    def __init__(self, call, number, *, nth=0, names=()):
        self.call, self.number, self.left, self.names = call, number, nth, names

    def __call__(self, *arguments, **keywords):
        self.left -= 1
        named = any(str(one).endswith(name) for one in arguments for name in self.names)
        if self.left == 0 or named:
            name = str(arguments[-1])
            raise OSError(self.number, os.strerror(self.number), name)
        return self.call(*arguments, **keywords)


def finished(copied):
    """What the next command finds: the whole of the list, and nothing left over."""
    assert spoken(copied, "doctor").code == 0
    assert len(store.read(copied).records) == 2 * ROWS
    assert not (copied / "data" / ".staging").exists()
    return True


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM])
def test_f10_a_table_open_in_excel_keeps_the_change_for_the_next_command(copied, taking, monkeypatch, number):
    with monkeypatch.context() as patch:
        patch.setattr("time.sleep", lambda _: None)
        patch.setattr(os, "replace", Failing(os.replace, number, names=("data/structures.csv",)))
        said = spoken(copied, *taking)
    assert said.code == 5
    assert "structures.csv" in said.err
    assert "Excel" in said.err
    assert finished(copied)


def test_f11_a_disk_that_is_full_while_staging_is_refused_and_nothing_is_left(copied, taking):
    before = held(copied)
    full = (
        "import resource, signal, sys; from wtc_eco.cli.errors import run\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({SMALL}, {SMALL}))\n"
        "sys.exit(run(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", full, "--folder", str(copied), "--lang", "fr", *taking]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "Rien n’a été modifié" in done.stderr
    assert held(copied) == before
    assert not (copied / "data" / ".staging").exists()


def test_f12_a_disk_that_is_full_while_replacing_is_rolled_forward_later(copied, taking, monkeypatch):
    with monkeypatch.context() as patch:
        # The first replacement is the mark; the second and third move files over their targets.
        patch.setattr(os, "replace", Failing(os.replace, errno.ENOSPC, nth=3))
        said = spoken(copied, *taking)
    assert said.code == 5
    assert "le disque est plein" in said.err
    # Readers see the whole of it at once.
    assert len(store.read(copied).records) == 2 * ROWS
    assert finished(copied)


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_f13_what_the_disk_did_not_confirm_is_not_acknowledged(copied, taking, monkeypatch, nth):
    before = held(copied)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", Failing(os.fsync, errno.EIO, nth=nth))
        said = spoken(copied, *taking)
    assert said.code == 3
    assert "le disque ne répond pas" in said.err
    assert held(copied) == before
    assert spoken(copied, *taking).code == 0


def test_f14_a_folder_to_read_only_refuses_to_be_written_and_answers_questions(copied, taking, monkeypatch):
    (copied / "data" / ".lock").unlink(missing_ok=True)
    before = held(copied)
    real = os.open

    def denied(path, flags, *rest, **keywords):
        # Root may write anywhere: the system's refusal is played.
        if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR) and str(path).startswith(str(copied)):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path, flags, *rest, **keywords)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", denied)
        refused, asked = spoken(copied, *taking), spoken(copied, "overview")
    assert refused.code == 3
    assert "l’accès est refusé" in refused.err
    assert asked.code == 0
    assert held(copied) == before


def test_f15_outputs_are_made_where_there_are_none_and_refused_where_they_cannot_be(copied):
    assert spoken(copied, "export", "--format", "csv").code == 0
    assert (copied / "outputs" / "registry.csv").is_file()
    for path in (copied / "outputs").iterdir():
        path.unlink()
    (copied / "outputs").rmdir()
    (copied / "outputs").write_text("a file where a folder should be", encoding="utf-8")
    said = spoken(copied, "export", "--format", "csv")
    assert said.code == 3
    assert "outputs" in said.err
    assert "Traceback" not in said.err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
