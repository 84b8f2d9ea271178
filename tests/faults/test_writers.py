"""Several at once, or one that is told to stop: one after the other, or a word about who is at work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter

import pytest
from workshop import LONG, MANY, ROWS, held, spoken, stopped_at, write_list

from wtc_eco import store
from wtc_eco.store import lock

PAIRS = 50 if MANY else 4
WRITERS, TURNS = 8, 12 if MANY else 2
MOMENTS = {
    "as it starts": "wtc_eco.cli.errors.screen_language",
    "before it reads": "wtc_eco.store.read",
    "as it compares": "wtc_eco.matching.match",
    "before it writes": "wtc_eco.render.files.put",
}
SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
@pytest.mark.parametrize(("number", "code"), SIGNALS)
def test_f05_a_command_told_to_stop_says_so_in_one_line_and_writes_nothing(copied, number, code, moment):
    before = held(copied)
    with stopped_at(moment, copied, "run") as at_work:
        at_work.send_signal(number)
        _, err = at_work.communicate(timeout=LONG)
    assert at_work.returncode == code
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err
    assert held(copied) == before


@pytest.mark.parametrize("turn", range(PAIRS))
def test_f06_two_imports_at_once_are_both_there_once_or_one_says_busy(scenes, workshop, tmp_path, turn):
    place = tmp_path / "both"
    jobs = [
        {**scenes["import"].fresh(place), "list": str(write_list(tmp_path / f"{word}.csv", word))}
        for word in ("une", "autre")
    ]
    ends = workshop.do(*jobs)
    codes = [end.get("refused", 0) for end in ends]
    assert set(codes) <= {0, 5}
    assert 0 in codes
    counts = Counter(store.read(place).records["source"])
    for word, code in zip(("une", "autre"), codes, strict=True):
        assert counts[word] == (0 if code else ROWS)
    assert counts["depart"] == ROWS
    numbers = list(store.read(place).records["record"])
    assert len(set(numbers)) == len(numbers)


def test_f07_readers_never_see_half_of_what_eight_writers_do(scenes, workshop, tmp_path):
    place = tmp_path / "crowd"
    base = scenes["import"].fresh(place)
    lists = [write_list(tmp_path / f"liste-{n}.csv", f"liste {n}") for n in range(WRITERS)]
    done, seen = threading.Event(), []

    def read():
        while not done.is_set():
            holdings = store.read(place)
            counts = Counter(holdings.records["source"])
            # A list is there with all its rows or with none, and the journal has a line for each list.
            seen.append(set(counts.values()) <= {ROWS} and holdings.problems == () and holdings.edited == ())

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(TURNS):
        workshop.do(*({**base, "list": str(path)} for path in lists))
    done.set()
    for reader in readers:
        reader.join()
    assert seen
    assert all(seen)
    counts = Counter(store.read(place).records["source"])
    assert counts["depart"] == ROWS
    assert len(counts) > 1


def test_f08_what_a_dead_owner_left_keeps_nobody_out(copied, tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (copied / "data" / ".lock").write_text(str(ended.pid), encoding="utf-8")
    staging = copied / "data" / ".staging"
    staging.mkdir()
    (staging / "holder.json").write_text(f'{{"pid": {ended.pid}, "command": "import x"}}', encoding="utf-8")
    path = write_list(tmp_path / "nouvelle.csv", "Nouvelle")
    assert spoken(copied, "import", str(path), "--as", "nouvelle", "--kind", "epn").code == 0
    assert len(store.read(copied).records) == 2 * ROWS
    assert not staging.exists()


def test_f09_a_folder_at_work_is_busy_and_the_holder_is_named(copied, tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "WAIT", 0.1)
    path = write_list(tmp_path / "nouvelle.csv", "Nouvelle")
    before = held(copied)
    hold = (
        "import sys; from pathlib import Path; from wtc_eco import store\n"
        "with store.locked(Path(sys.argv[1]), command='import longue-liste.csv'):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(copied)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        said = spoken(copied, "import", str(path), "--as", "nouvelle", "--kind", "epn")
        assert spoken(copied, "overview").code == 0
    finally:
        holder.communicate()
    assert said.code == 5
    assert str(holder.pid) in said.err
    assert "import longue-liste.csv" in said.err
    assert os.getpid() != holder.pid
    assert {name: content for name, content in held(copied).items() if ".staging" not in name} == before
