"""One command at a time writes; a dead one keeps nothing, and readers never see half of one."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from wtc_eco import store
from wtc_eco.errors import BusyError, RefusedError
from wtc_eco.i18n import speaking
from wtc_eco.store import lock, staging
from wtc_eco.store.layout import STAGING, target

WRITER = """
import sys
from pathlib import Path
from wtc_eco import store
from wtc_eco.store import lock
lock.WAIT = 600  # each has its turn, however busy the machine
folder, n = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
for turn in range(n):
    word = f"{sys.argv[3]}{turn}".encode() * 50
    store.commit(
        folder,
        {"structures.csv": b"record,name\\n1," + word + b"\\n", "referrals.csv": b"tie,from,to\\n1,1," + word + b"\\n"},
        command=f"write {turn}",
    )
    print(turn, flush=True)
"""


@pytest.fixture
def writer(folder):
    """`writer(5)` is a process that writes five times; it is ended with its test, whatever the test found."""
    with ExitStack() as processes:

        def start(n, word="x"):
            command = [sys.executable, "-c", WRITER, str(folder), str(n), word]
            process = processes.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE))
            processes.callback(process.kill)
            assert process.stdout.readline() == b"ready\n"
            return process

        yield start


def same(folder):
    """The word that both tables hold; fails where they hold different ones."""
    holdings = store.read(folder)
    (name,), (end,) = holdings.records["name"], holdings.ties["to"]
    assert name == end
    return name


def partly_finished(folder, moves):
    """What `finish` does before it has come to its end: the marker stays."""
    for move in moves:
        staging._move(folder / "data" / STAGING, target(folder, move.name), move)


def test_a_held_folder_is_busy_and_says_who_holds_it(folder):
    held, done = threading.Event(), threading.Event()

    def hold():
        with store.locked(folder, command="import longue-liste.csv"):
            held.set()
            done.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert held.wait(600)
        with pytest.raises(BusyError) as caught, store.locked(folder, command="run", wait=0.05):
            pass
    finally:
        done.set()
        thread.join()
    assert "import longue-liste.csv" in caught.value.message
    assert str(os.getpid()) in caught.value.message
    assert caught.value.exit_code == 5


def test_where_nobody_can_say_who_holds_it_the_folder_is_refused_with_the_reason(folder, monkeypatch):
    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(Path, "write_text", full)
    with speaking("en"), pytest.raises(RefusedError) as caught, store.locked(folder, command="run"):
        pass
    assert "the disk is full" in caught.value.message
    assert str(folder / "data") in caught.value.hint


def test_a_command_may_commit_while_it_holds_the_folder(folder, structures):
    with store.locked(folder, command="import"):
        assert lock.holds(folder)
        holdings = store.read(folder)
        basis = store.Basis(seen=holdings.seen, next_record=2)
        assert (
            store.commit(folder, {"structures.csv": structures("CPAS")}, command="import", basis=basis) == 1
        )
    assert not lock.holds(folder)
    assert sorted(path.name for path in (folder / "data").iterdir()) == [
        ".lock",
        "journal.jsonl",
        "snapshots",
        "structures.csv",
    ]


def test_an_error_while_the_folder_is_held_releases_it(folder):
    with pytest.raises(ZeroDivisionError), store.locked(folder, command="import"):
        _ = 1 / 0
    with store.locked(folder, command="run", wait=0):
        assert lock.holds(folder)


def test_two_commands_at_once_are_both_there_once(folder, writer):
    processes = [writer(5, word) for word in "ab"]
    for process in processes:
        process.communicate(timeout=600)
        assert process.returncode == 0
    journal = store.read(folder).journal
    assert [step.n for step in journal.steps] == list(range(1, 11))
    assert sorted(step.command for step in journal.steps) == sorted([f"write {n}" for n in range(5)] * 2)


def test_readers_never_see_half_of_a_command(folder, writer):
    store.commit(
        folder,
        {"structures.csv": b"record,name\n1,x\n", "referrals.csv": b"tie,from,to\n1,1,x\n"},
        command="0",
    )
    process = writer(25)
    seen = set()
    while process.poll() is None:
        seen.add(same(folder))
    process.communicate()
    assert process.returncode == 0
    assert same(folder) == "x24" * 50


def test_a_command_marked_while_a_reader_looks_for_one_is_not_seen_by_half(folder, monkeypatch):
    def both(word):
        return {
            "structures.csv": f"record,name\n1,{word}\n".encode(),
            "referrals.csv": f"tie,from,to\n1,1,{word}\n".encode(),
        }

    store.commit(folder, both("old"), command="first")
    looked = staging.pending

    def marked_just_after(place):
        """The reader finds no command; then one is marked, and has moved all but the structures."""
        monkeypatch.setattr(staging, "pending", looked)
        monkeypatch.setattr(
            staging,
            "finish",
            lambda place, moves: finish(place, tuple(m for m in moves if m.name != "structures.csv")),
        )
        store.commit(folder, both("new"), command="second")

    finish = partly_finished
    monkeypatch.setattr(staging, "pending", marked_just_after)
    assert same(folder) == "new"


@pytest.mark.parametrize("milliseconds", [1, 7, 14, 23, 41, 60])
def test_a_killed_command_leaves_the_state_before_or_after(folder, writer, milliseconds):
    store.commit(
        folder,
        {"structures.csv": b"record,name\n1,x\n", "referrals.csv": b"tie,from,to\n1,1,x\n"},
        command="0",
    )
    process = writer(10_000)
    time.sleep(milliseconds / 1000)
    process.send_signal(signal.SIGKILL)
    acknowledged = process.communicate()[0].split()
    found = same(folder)
    turn = -1 if found == "x" else int(found.split("x")[1])
    assert turn >= (int(acknowledged[-1]) if acknowledged else -1)
    holdings = store.read(folder)
    assert holdings.problems == ()
    assert holdings.journal.sequence == turn + 2
    left = {path.name for path in (folder / "data").iterdir()}
    assert left == {".lock", "journal.jsonl", "snapshots", "structures.csv", "referrals.csv"}
