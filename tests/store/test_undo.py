"""undo gives back the same bytes, whatever the commands were; nothing goes back across an erasure."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wtc_eco import store
from wtc_eco.errors import BusyError, RefusedError
from wtc_eco.store import journal as journals
from wtc_eco.store import staging, undo_log
from wtc_eco.store.undo_log import COMMANDS

SEQUENCES = 500 if os.environ.get("WTC_ECO_FAULTS") else 50
NAMES = ("structures.csv", "referrals.csv", "contacts.csv", "maps/liste.toml", "quarantine/1.csv")
LINE = st.sampled_from(
    [b"1,CPAS", b"2,EPN", b'3,"deux', b'lignes"', b"", b"\xe9t\xe9", "Œuvre".encode(), b"\r", b"\x0b\x85 "]
)
CONTENT = st.none() | st.lists(LINE, max_size=6).map(lambda lines: b"record,name\n" + b"\n".join(lines))
COMMAND = st.dictionaries(st.sampled_from(NAMES), CONTENT, min_size=1, max_size=3)
TURN = st.one_of(
    COMMAND.map(lambda changes: ("write", changes)),
    st.tuples(st.just("edit"), st.sampled_from(NAMES[:3]), CONTENT),
    st.tuples(st.just("undo"), st.integers(1, 3)),
    st.just(("redo",)),
)


def tables(folder):
    root = folder / "data"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in (".lock", "journal.jsonl") and "snapshots" not in path.parts
    }


@given(before=st.binary(max_size=60), after=st.binary(max_size=60))
def test_a_patch_gives_back_any_bytes(before, after):
    assert undo_log.applied(undo_log.back(before, after), after) == before


class Model:
    """What the pile of commands should be: the bytes before each command that stands."""

    def __init__(self, folder):
        self.folder, self.states, self.taken = folder, [], []

    def write(self, changes):
        was = tables(self.folder)
        if store.commit(self.folder, changes, command="write") is not None:
            self.states.append(was)
            self.taken = []

    def edit(self, name, content):
        was = tables(self.folder)
        path = self.folder / "data" / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content)
        if store.commit(self.folder, {}, command="x", basis=store.Basis(accept_edits=True)) is not None:
            self.states.append(was)
            self.taken = []

    def undo(self, count):
        now = tables(self.folder)
        if count > len(self.states):
            with pytest.raises(RefusedError):
                store.undo(self.folder, count)
            assert tables(self.folder) == now
            return
        goal = self.states[-count]
        self.taken.append((self.states[-count:], now))
        del self.states[-count:]
        store.undo(self.folder, count)
        assert tables(self.folder) == goal

    def redo(self):
        if not self.taken:
            with pytest.raises(RefusedError):
                store.redo(self.folder)
            return
        states, goal = self.taken.pop()
        store.redo(self.folder)
        self.states += states
        assert tables(self.folder) == goal


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(turns=st.lists(TURN, min_size=2, max_size=9))
def test_whatever_was_done_undo_gives_back_the_same_bytes(tmp_path_factory, turns):
    folder = tmp_path_factory.mktemp("undo")
    (folder / "data").mkdir()
    model = Model(folder)
    # An edit is noticed once the tool has written the file.
    model.write(dict.fromkeys(NAMES[:3], b"record,name\n"))
    for turn in turns:
        getattr(model, turn[0])(*turn[1:])
    while model.states:
        model.undo(1)
    assert tables(folder) == {}


@pytest.fixture
def lived(folder, structures):
    for names in (("a",), ("a", "b"), ("a", "b", "c")):
        basis = store.Basis(next_record=len(names) + 1)
        store.commit(
            folder, {"structures.csv": structures(*names)}, command=f"import {len(names)}", basis=basis
        )
    return folder


def names(folder):
    return list(store.read(folder).records["name"])


def test_undo_after_undo_goes_further_back_and_redo_comes_again(lived):
    assert [step.n for step in store.undo(lived).steps] == [3]
    assert [step.n for step in store.undo(lived).steps] == [2]
    assert names(lived) == ["a"]
    store.redo(lived)
    assert names(lived) == ["a", "b"]
    store.redo(lived)
    assert names(lived) == ["a", "b", "c"]
    assert [step.n for step in store.undo(lived, 3).steps] == [3, 2, 1]


def test_undo_does_not_lower_the_next_number(lived):
    store.undo(lived, 2)
    assert store.read(lived).next_record == 4


def test_a_new_command_forgets_what_could_be_redone(lived, structures):
    store.undo(lived)
    store.commit(lived, {"structures.csv": structures("z")}, command="import 4")
    with pytest.raises(RefusedError):
        store.redo(lived)


def test_undo_is_refused_where_a_table_was_changed_by_hand(lived, state):
    (lived / "data" / "structures.csv").write_bytes(b"record,name\n1,a la main\n")
    before = state(lived)
    with pytest.raises(RefusedError) as caught:
        store.undo(lived)
    assert "--accept-edits" in caught.value.hint
    assert state(lived) == before


def test_undo_leaves_a_quarantine_that_a_person_mended(lived):
    store.commit(lived, {"quarantine/1.csv": b"x", "referrals.csv": b"tie\n1\n"}, command="import 4")
    (lived / "data/quarantine/1.csv").write_bytes(b"mended")
    assert store.undo(lived).left == ("quarantine/1.csv",)
    assert (lived / "data/quarantine/1.csv").read_bytes() == b"mended"
    assert not (lived / "data/referrals.csv").exists()


def test_the_journal_counts_rows_and_holds_no_value(lived):
    text = (lived / "data" / "journal.jsonl").read_text(encoding="utf-8")
    assert "liste" not in text
    steps = journals.from_bytes(text.encode()).steps
    assert [step.rows["structures.csv"] for step in steps] == [(1, 0, 0)] * 3


def test_only_the_latest_commands_can_be_undone(folder):
    for n in range(COMMANDS + 3):
        store.commit(folder, {"structures.csv": b"record,name\n1,%d\n" % n}, command=f"{n}")
    kept = list((folder / "data/snapshots/undo").iterdir())
    assert len(kept) == COMMANDS
    store.undo(folder, COMMANDS // 2)
    with pytest.raises(RefusedError) as caught:
        store.undo(folder, COMMANDS // 2 + 2)
    assert str(COMMANDS) in caught.value.hint


def test_an_erasure_leaves_nothing_to_go_back_to(lived, structures):
    person = "Julie Dupont"
    store.commit(lived, {"contacts.csv": f"contact,person\n1,{person}\n".encode()}, command=f"x {person}")
    store.commit(lived, {"contacts.csv": b"contact,person\n1,Luc\n"}, command="y")
    store.erase(lived, {"structures.csv": structures("a")}, command="forget", words=(person,))
    held = b"".join(path.read_bytes() for path in (lived / "data").rglob("*") if path.is_file())
    assert person.encode() not in held
    with pytest.raises(RefusedError) as caught:
        store.undo(lived)
    assert "6" in caught.value.message
    assert store.read(lived).problems == ()
    store.commit(lived, {"structures.csv": structures("a", "n")}, command="import 7")
    store.undo(lived)
    assert names(lived) == ["a"]


def test_an_erasure_deletes_every_older_copy_whatever_its_format_and_no_dated_one(lived):
    """`format-N/` stands where an older layout was brought up to date, `aside/` where a file was moved away."""
    older = ("format-0", "format-1", "format-12", "aside", "aside/deeper")
    dated = ("2026-10-01", "informat-1", "formats")
    for part in (*older, *dated):
        place = lived / "data" / "snapshots" / part / "structures.csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("record,name\n1,Julie Dupont\n", encoding="utf-8")
    store.erase(lived, {}, command="forget", words=("Julie Dupont",))
    snapshots = lived / "data" / "snapshots"
    left = {path.relative_to(snapshots).parent.as_posix() for path in snapshots.rglob("*") if path.is_file()}
    assert left - {"last"} == set(dated)


def test_an_erasure_blanks_the_names_of_the_files_that_were_taken_in(lived, structures):
    """Longer words first: a name inside an address leaves no half of it."""
    basis = store.Basis(
        inputs={
            "liste Julie Dupont.csv": "0" * 64,
            "julie.dupont@x.be.csv": "1" * 64,
            "autre.csv": "2" * 64,
            "Anne Zola.csv": "3" * 64,
        }
    )
    words = ("", " ", "dupont", "julie.dupont@x.be", "Julie Dupont", "Zola", "Anne Zola")
    store.commit(
        lived, {"structures.csv": structures("z")}, command="import 'liste Julie Dupont.csv'", basis=basis
    )
    store.erase(lived, {}, command="forget", words=words)
    journal = (lived / "data" / "journal.jsonl").read_text(encoding="utf-8")
    assert "upont" not in journal
    line = json.loads(journal.splitlines()[-2])
    assert line["command"] == "import 'liste ….csv'"
    assert set(line["inputs"]) == {"liste ….csv", "….csv", "autre.csv"}
    assert line["inputs"]["liste ….csv"] == "0" * 64
    assert json.loads(journal.splitlines()[-1])["command"] == "forget"


def test_the_past_tells_every_command_those_of_lost_lines_and_of_an_unfinished_one_too(
    lived, structures, monkeypatch
):
    """A lost line is found again where its way back was kept; what was marked is done, though not yet moved."""
    assert [step.command for step in store.past(lived).steps] == ["import 1", "import 2", "import 3"]
    path = lived / "data" / "journal.jsonl"
    path.write_bytes(path.read_bytes()[:-7])
    assert [step.n for step in journals.from_bytes(path.read_bytes()).steps] == [1, 2]
    assert [step.command for step in store.past(lived).steps] == ["import 1", "import 2", "import 3"]

    def held(*_):
        raise PermissionError("held")

    with monkeypatch.context() as patch:
        patch.setattr(staging, "finish", held)
        with pytest.raises(BusyError):
            store.commit(lived, {"structures.csv": structures("z")}, command="import 4")
        assert [step.n for step in journals.from_bytes(path.read_bytes()).steps] == [1, 2]
        assert [step.n for step in store.past(lived).steps] == [1, 2, 3, 4]
    store.undo(lived)
    assert names(lived) == ["a", "b", "c"]


def test_after_an_erasure_the_copies_kept_are_of_the_tables_as_they_stand(lived, structures):
    """Else what a person changes by hand next could not be taken back."""
    store.commit(lived, {"contacts.csv": b"contact,person\n1,Julie\n"}, command="import 4")
    store.erase(lived, {"contacts.csv": b"contact,person\n1,Luc\n"}, command="forget", words=("Julie",))
    last = lived / "data" / "snapshots" / "last"
    assert {path.name: path.read_bytes() for path in last.iterdir()} == {
        "structures.csv": (lived / "data" / "structures.csv").read_bytes(),
        "contacts.csv": b"contact,person\n1,Luc\n",
    }
    (lived / "data" / "structures.csv").write_bytes(structures("by hand"))
    store.commit(lived, {}, command="check", basis=store.Basis(accept_edits=True))
    store.undo(lived)
    assert names(lived) == ["a", "b", "c"]
