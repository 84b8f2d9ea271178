"""What a command did is told by its journal: which rows it added, changed and removed, and nothing of what they say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco import store
from wtc_eco.errors import BusyError, DamagedError, RefusedError
from wtc_eco.i18n import speaking
from wtc_eco.store import journal as journals
from wtc_eco.store.commit import counts
from wtc_eco.store.journal import Journal, Step, from_bytes, to_bytes

HEAD = "record,name\n"


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


def file(*rows, head=HEAD, end="\n"):
    return (head + end.join(rows) + (end if rows else "")).encode()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, file("1,a", "2,b"), (2, 0, 0)),
        (file("1,a", "2,b"), None, (0, 0, 2)),
        (b"", file("1,a"), (1, 0, 0)),
        (file("1,a", "2,b"), file("1,a", "2,c", "3,d", "4,e"), (2, 1, 0)),
        (file("1,a", "2,b", "3,c"), file("2,b"), (0, 0, 2)),
        (file("1,a", "2,b"), file("2,b", "1,a"), (0, 0, 0)),
        (file("1,a"), file("1,a", end="\r\n"), (0, 0, 0)),
        (file("1;a", head="record;name\n"), file("1,a"), (0, 0, 0)),
        (file("1,a", ","), file("1,a"), (0, 0, 0)),
        # A first cell that stands twice is no number of a row: whole rows are compared.
        (file("1,a", "1,b"), file("1,a", "1,c", "1,c"), (2, 0, 1)),
        (file("1,a"), file("1,b", "1,c"), (2, 0, 1)),
    ],
)
def test_rows_are_told_apart_by_their_number_where_it_stands_once(before, after, told):
    assert counts(before, after) == told


rows = st.dictionaries(st.integers(1, 6), st.sampled_from("abc"), max_size=6)


@settings(max_examples=60, deadline=None)
@given(rows, rows)
def test_what_was_there_less_what_went_and_more_what_came_is_what_is_there(old, new):
    before, after = (file(*(f"{n},{name}" for n, name in held.items())) for held in (old, new))
    added, changed, removed = counts(before, after)
    assert len(old) - removed + added == len(new)
    assert changed == sum(old[n] != new[n] for n in old.keys() & new.keys())
    assert counts(after, before) == (removed, changed, added)
    assert counts(before, before) == (0, 0, 0)


def test_each_table_is_counted_in_the_journal_and_no_other_file(folder, structures):
    store.commit(
        folder,
        {
            "structures.csv": structures("a", "b"),
            "referrals.csv": b"tie,from\n1,1\n",
            "quarantine/1.csv": b"x\ny\n",
        },
        command="import",
    )
    store.commit(
        folder, {"structures.csv": structures("a", "z", "c"), "referrals.csv": None}, command="import"
    )
    first, second = from_bytes((folder / "data" / "journal.jsonl").read_bytes()).steps
    assert dict(first.rows) == {"structures.csv": (2, 0, 0), "referrals.csv": (1, 0, 0)}
    assert dict(second.rows) == {"structures.csv": (1, 1, 0), "referrals.csv": (0, 0, 1)}


hashes = st.dictionaries(st.sampled_from(("structures.csv", "contacts.csv", "maps/é.toml")), st.none() | st.sampled_from(("0" * 64, "f" * 64)), max_size=3)  # fmt: skip
steps = st.builds(
    lambda before, command, more: Step(0, command, before, dict.fromkeys(before, "a" * 64), **more),
    hashes,
    st.sampled_from(("import liste é.csv", "undo 3", "x\n{}")),
    st.fixed_dictionaries(
        {},
        optional={
            "inputs": st.just({"b.csv": "1" * 64, "a.csv": "2" * 64}),
            "as_of": st.just("2026-11-22"),
            "tool": st.just("0.1.0"),
            "rows": st.just({"structures.csv": (1, 2, 3)}),
            "undoes": st.just((1, 2)),
            "redoes": st.just((3,)),
            "erasure": st.just(True),
        },
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=4), st.integers(1, 9), st.integers(1, 9))
def test_a_journal_reads_back_whatever_it_tells(told, next_record, next_tie):
    numbered = tuple(
        Step(n, each.command, each.before, each.after, each.inputs, each.as_of, each.tool, each.rows, each.undoes, each.redoes, each.erasure)
        for n, each in enumerate(told, start=3)
    )  # fmt: skip
    journal = Journal(next_record, next_tie, numbered, present=True)
    assert from_bytes(to_bytes(journal)) == journal
    assert journal.sequence == (numbered[-1].n if numbered else 0)


def test_the_numbers_of_a_journal_only_grow():
    grown = Journal(5, 7).followed_by((), next_record=3, next_tie=9)
    assert (grown.next_record, grown.next_tie) == (5, 9)
    assert (grown.followed_by((), next_record=6, next_tie=1).next_record, Journal().sequence) == (6, 0)


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ('{"n": 3, "command": "c"}', False), ('{"n": 2, "command": "again"}', True), ('{"n": 1, "command": "c"}', True),
        ('{"command": "c"}', True), ('{"n": 3}', True), ('{"n": "x", "command": "c"}', True), ("[3]", True), ("3", True),
        ('{"n": 3, "command": "c", "files": {"a": null}}', True), ('{"n": 3, "command": "c", "rows": {"a": [1, 2]}}', True),
        ('{"n": 3, "command": "c", "undoes": ["x"]}', True),
    ],
)  # fmt: skip
def test_a_line_that_is_none_or_not_the_next_is_left_out_and_told(line, broken):
    """Two journals that a merge has mixed: what does not come after is not believed."""
    known = to_bytes(Journal(5, 7, (Step(1, "a", {}, {}), Step(2, "b", {}, {})), present=True))
    journal = from_bytes(known + line.encode() + b"\n")
    assert [step.n for step in journal.steps] == ([1, 2] if broken else [1, 2, 3])
    assert journal.whole == (not broken)
    assert [(each.code, each.gravity, each.row, each.file) for each in journal.problems] == (
        [("broken_journal_line", "warning", 4, "journal.jsonl")] if broken else []
    )
    assert (journal.next_record, journal.next_tie, journal.present) == (5, 7, True)


@pytest.mark.parametrize("numbers", ['"next_record": 0, "next_tie": 1', '"next_record": 3', '"next_record": "3", "next_tie": 1', '"next_tie": 2'])  # fmt: skip
def test_a_header_without_its_numbers_is_told(numbers):
    journal = from_bytes(f'{{"format": 1, {numbers}}}\n'.encode())
    assert [(each.code, each.gravity, each.row, each.file) for each in journal.problems] == [
        ("lost_numbers", "warning", 1, "journal.jsonl")
    ]
    assert (journal.next_record, journal.next_tie, journal.whole) == (1, 1, False)


@pytest.mark.parametrize(("written", "word"), [(0, "older"), (2, "newer"), (99, "newer")])
def test_a_folder_of_another_format_is_not_read_as_ours(written, word):
    content = f'{{"format": {written}, "next_record": 1, "next_tie": 1}}\n'.encode()
    with pytest.raises(DamagedError, match=word):
        from_bytes(content)
    assert journals.written_as(content) == written
    assert journals.written_as(None) == journals.written_as(b"no journal") == journals.FORMAT


def test_what_was_read_and_has_changed_since_is_not_written_over(folder, structures, state):
    store.commit(folder, {"structures.csv": structures("a")}, command="import")
    seen = dict(store.read(folder).seen)
    store.commit(folder, {"structures.csv": structures("a", "b")}, command="import")
    before = state(folder)
    with pytest.raises(BusyError, match=r"structures\.csv was changed"):
        store.commit(folder, {"referrals.csv": b"tie\n1\n"}, command="import", basis=store.Basis(seen=seen))
    assert state(folder) == before
    fresh = store.Basis(seen=dict(store.read(folder).seen))
    assert store.commit(folder, {"referrals.csv": b"tie\n1\n"}, command="import", basis=fresh) == 3


@pytest.mark.parametrize(("mends", "told"), [(("structures.csv",), ["accept-edits", "mend"]), ((), ["mend"])])
def test_mending_takes_in_what_was_changed_in_the_files_it_mends_alone(folder, structures, mends, told):
    store.commit(folder, {"structures.csv": structures("a"), "referrals.csv": b"tie\n1\n"}, command="import")
    (folder / "data" / "structures.csv").write_bytes(structures("by hand"))
    basis = store.Basis(mends=mends)
    store.commit(folder, {"referrals.csv": b"tie\n2\n"}, command="mend", basis=basis)
    steps = from_bytes((folder / "data" / "journal.jsonl").read_bytes()).steps
    assert [step.command for step in steps[1:]] == told
    assert (store.read(folder).edited == ()) == bool(mends)


def test_what_was_changed_by_hand_can_be_taken_back_like_a_command(folder, structures):
    store.commit(folder, {"structures.csv": structures("a", "b")}, command="import")
    written = (folder / "data" / "structures.csv").read_bytes()
    (folder / "data" / "structures.csv").write_bytes(structures("a", "by hand", "c"))
    store.commit(folder, {}, command="check", basis=store.Basis(accept_edits=True))
    step = from_bytes((folder / "data" / "journal.jsonl").read_bytes()).steps[-1]
    assert (step.command, dict(step.rows)) == (journals.BY_HAND, {"structures.csv": (1, 1, 0)})
    assert step.tool == journals.tool_version() != ""
    store.undo(folder)
    assert (folder / "data" / "structures.csv").read_bytes() == written


@pytest.mark.parametrize("count", [0, -1, 3, 99])
def test_only_as_many_commands_can_be_undone_as_stand(folder, structures, state, count):
    for names in ("a", "ab"):
        store.commit(folder, {"structures.csv": structures(*names)}, command="import")
    before = state(folder)
    with pytest.raises(RefusedError, match=f"2 commands can be undone, not {count}"):
        store.undo(folder, count)
    assert state(folder) == before
