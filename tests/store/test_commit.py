"""All files of a command change together or not at all."""

from __future__ import annotations

import errno
import json
import os

import pytest

from wtc_eco import store
from wtc_eco.errors import BusyError, RefusedError, UsageError
from wtc_eco.store import staging

OLD = {"structures.csv": b"record,name\n1,avant\n", "referrals.csv": b"tie,from,to\n1,1,EPN\n"}
NEW = {
    "structures.csv": "record,name\n1,après\n2,EPN\n".encode(),
    "referrals.csv": b"tie,from,to\n1,1,2\n",
    "quarantine/2-liste.csv": b"_ligne\n7\n",
}


@pytest.fixture
def before(folder):
    store.commit(folder, OLD, command="import avant.csv", basis=store.Basis(next_record=2, next_tie=2))
    return folder


@pytest.fixture
def told(state):
    """The state without the journal and the copies: the files a command wrote."""
    return lambda folder: {
        name: found
        for name, found in state(folder).items()
        if name != "journal.jsonl" and not name.startswith("snapshots/")
    }


def journal(folder):
    return [json.loads(line) for line in (folder / "data" / "journal.jsonl").read_text().splitlines()]


def names(folder):
    return sorted(path.name for path in (folder / "data").iterdir())


def test_a_commit_writes_its_files_and_one_line_of_the_journal(before):
    basis = store.Basis(next_record=3, next_tie=2, inputs={"liste.csv": "ab12"}, as_of="2024-06-30")
    assert store.commit(before, NEW, command="import liste.csv", basis=basis) == 2
    for name, content in NEW.items():
        assert (before / "data" / name).read_bytes() == content
    header, first, second = journal(before)
    assert header == {"format": 1, "next_record": 3, "next_tie": 2}
    assert (second["n"], second["command"], second["inputs"]) == (
        2,
        "import liste.csv",
        {"liste.csv": "ab12"},
    )
    assert second["as_of"] == "2024-06-30"
    assert second["files"]["structures.csv"]["before"] == first["files"]["structures.csv"]["after"]
    assert second["files"]["quarantine/2-liste.csv"]["before"] is None


def test_the_journal_holds_no_clock(before, tmp_path, monkeypatch):
    first = (before / "data" / "journal.jsonl").read_bytes()
    other = tmp_path / "other"
    (other / "data").mkdir(parents=True)
    monkeypatch.setattr("time.time", lambda: 4e9)
    store.commit(other, OLD, command="import avant.csv", basis=store.Basis(next_record=2, next_tie=2))
    assert (other / "data" / "journal.jsonl").read_bytes() == first


def test_nothing_is_left_over(before):
    assert names(before) == [".lock", "journal.jsonl", "referrals.csv", "snapshots", "structures.csv"]


def test_committing_what_stands_already_writes_nothing_at_all(before, state):
    found = state(before)
    assert store.commit(before, OLD, command="import avant.csv", basis=store.Basis(next_record=9)) is None
    assert state(before) == found


def test_a_file_can_be_deleted(before):
    store.commit(before, {"referrals.csv": None}, command="undo")
    assert names(before) == [".lock", "journal.jsonl", "snapshots", "structures.csv"]
    assert len(store.read(before).ties) == 0


@pytest.mark.parametrize(
    "name", ["../x.csv", "/x.csv", "a/../../x.csv", "..\\x.csv", "C:x.csv", "", ".staging/x"]
)
def test_nothing_is_written_outside_data(before, name, state):
    found = state(before)
    with pytest.raises(UsageError):
        store.commit(before, {name: b"x"}, command="import")
    assert state(before) == found


def test_files_changed_outside_the_tool_are_only_taken_in_when_asked(before, state):
    (before / "data" / "structures.csv").write_bytes(b"record,name\n1,a la main\n")
    found = state(before)
    with pytest.raises(RefusedError) as caught:
        store.commit(before, {"referrals.csv": NEW["referrals.csv"]}, command="import")
    assert "--accept-edits" in caught.value.hint
    assert state(before) == found
    basis = store.Basis(accept_edits=True)
    assert store.commit(before, {"referrals.csv": NEW["referrals.csv"]}, command="import", basis=basis) == 3
    assert [line.get("command") for line in journal(before)[2:]] == ["accept-edits", "import"]
    assert store.read(before).edited == ()
    assert list(store.read(before).records["name"]) == ["a la main"]


def test_edits_can_be_taken_in_alone(before):
    (before / "data" / "structures.csv").write_bytes(b"record,name\n1,a la main\n")
    assert (
        store.commit(before, {}, command="import --accept-edits", basis=store.Basis(accept_edits=True)) == 2
    )
    assert store.read(before).problems == ()


def test_mending_a_file_in_quarantine_is_no_edit(before):
    store.commit(before, {"quarantine/1.csv": b"x"}, command="import")
    (before / "data" / "quarantine" / "1.csv").write_bytes(b"mended")
    assert store.read(before).edited == ()


def test_what_another_command_wrote_meanwhile_is_not_overwritten(before):
    holdings = store.read(before)
    store.commit(before, {"structures.csv": NEW["structures.csv"]}, command="import")
    with pytest.raises(BusyError):
        store.commit(before, OLD, command="import", basis=store.Basis(seen=holdings.seen))
    assert (before / "data" / "structures.csv").read_bytes() == NEW["structures.csv"]


class Failing:
    """An operating-system call that fails from its n-th time on, or at that time only."""

    def __init__(self, call, nth, number, *, once):
        self.call, self.left, self.error, self.once = call, nth, OSError(number, os.strerror(number)), once

    def __call__(self, *arguments, **keywords):
        self.left -= 1
        if self.left == 0 or (self.left < 0 and not self.once):
            raise self.error
        return self.call(*arguments, **keywords)


CALLS = [
    *(("fsync", errno.EIO, nth) for nth in range(1, 12)),
    *(("replace", errno.ENOSPC, nth) for nth in range(1, 7)),
    *(("write", errno.ENOSPC, nth) for nth in range(1, 7)),
]


@pytest.mark.parametrize("once", [True, False], ids=["once", "from then on"])
@pytest.mark.parametrize(("call", "number", "nth"), CALLS)
def test_a_failing_disk_leaves_the_state_before_or_after_and_says_which(
    before, told, monkeypatch, call, number, nth, once
):
    was = told(before)
    with monkeypatch.context() as patch:
        if call == "write":
            patch.setattr(staging, "_write", Failing(staging._write, nth, number, once=once))
        else:
            patch.setattr(os, call, Failing(getattr(os, call), nth, number, once=once))
        try:
            store.commit(before, NEW, command="import", basis=store.Basis(next_record=3))
            said = "done"
        except RefusedError:
            said = "refused"
            assert told(before) == was
        except BusyError:
            said = "kept"
    holdings = store.read(before)
    now = {name: (before / "data" / name).read_bytes() for name in OLD}
    wanted = OLD if said == "refused" else {name: NEW[name] for name in OLD}
    assert now == wanted
    assert len(holdings.records) == (1 if said == "refused" else 2)
    assert holdings.edited == ()
    assert {*names(before)} - {"quarantine"} == {
        ".lock",
        "journal.jsonl",
        "referrals.csv",
        "snapshots",
        "structures.csv",
    }


def test_a_file_open_in_excel_keeps_the_change_for_the_next_command(before, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)
    real = os.replace

    def held(source, goal, **keywords):
        if str(goal).endswith("structures.csv"):
            raise PermissionError(errno.EACCES, "held", str(source), None, str(goal))
        return real(source, goal, **keywords)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", held)
        with pytest.raises(BusyError) as caught:
            store.commit(before, NEW, command="import")
        assert "structures.csv" in caught.value.hint
        # Readers see the whole of the change even now.
        assert list(store.read(before).records["name"]) == ["après", "EPN"]
    store.read(before)
    assert (before / "data" / "structures.csv").read_bytes() == NEW["structures.csv"]
    assert ".staging" not in names(before)


def test_what_a_person_saved_over_an_unfinished_change_is_kept_aside(before, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(
            staging, "finish", lambda *_: (_ for _ in ()).throw(PermissionError(errno.EACCES, "held"))
        )
        with pytest.raises(BusyError):
            store.commit(before, NEW, command="import")
    (before / "data" / "structures.csv").write_bytes(b"record,name\n1,entre deux\n")
    store.read(before)
    assert (before / "data" / "structures.csv").read_bytes() == NEW["structures.csv"]
    assert (before / "data" / "structures.edited.csv").read_bytes() == b"record,name\n1,entre deux\n"


def test_staged_files_without_a_marker_are_discarded(before, told):
    was = told(before)
    staging.stage(before, NEW, {})
    store.read(before)
    assert told(before) == was
    assert ".staging" not in names(before)


def test_a_folder_that_cannot_be_written_is_refused_and_can_be_read(before, monkeypatch, told):
    was = told(before)
    (before / "data" / ".lock").unlink()
    real = os.open

    def denied(path, flags, *rest, **keywords):
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, flags, *rest, **keywords)

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(RefusedError):
        store.commit(before, NEW, command="import")
    assert told(before) == was
    assert len(store.read(before).records) == 1


def test_a_file_that_can_have_no_place_is_refused_before_anything_is_marked(before, state):
    """Marked, it would stop every command after it."""
    (before / "data" / "maps" / "a.toml").mkdir(parents=True)
    (before / "data" / "rosters").write_bytes(b"a file")
    found = state(before)
    for name in ("maps/a.toml", "rosters/a.csv"):
        with pytest.raises(RefusedError):
            store.commit(before, {**NEW, name: b"x"}, command="import liste.csv")
        assert state(before) == found
    assert store.commit(before, NEW, command="import liste.csv") == 2


@pytest.mark.skipif(os.name == "nt", reason="rights of folders are of POSIX systems")
def test_a_folder_of_data_that_cannot_be_written_is_refused_before_anything_is_marked(
    before, state, monkeypatch
):
    (before / "data" / "maps").mkdir()
    found = state(before)
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: real(path, mode) and not str(path).endswith("maps"))
    with pytest.raises(RefusedError, match="maps"):
        store.commit(before, {**NEW, "maps/a.toml": b"x"}, command="import liste.csv")
    assert state(before) == found


def test_what_an_earlier_version_marked_under_a_name_too_long_is_finished_under_a_shorter_one(before, told):
    """Every later command stopped there."""
    name = f"rosters/{'a' * 300}.csv"
    moves = staging.stage(before, {name: b"record\n1\n"}, {name: None})
    assert moves
    staging.mark(before)
    with store.locked(before, command="check"):
        pass
    assert [key for key, _ in told(before).items() if key.startswith("rosters/aaa")]
    assert not (before / "data" / ".staging").exists()
    assert store.commit(before, NEW, command="import liste.csv") == 2
