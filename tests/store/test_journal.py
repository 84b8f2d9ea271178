"""The journal survives what happens to files, and says what was lost."""

from __future__ import annotations

import pytest

from wtc_eco import store
from wtc_eco.errors import DamagedError
from wtc_eco.store import journal as journals


@pytest.fixture
def lived(folder, structures):
    """A folder in which three commands wrote."""
    for names in (("a",), ("a", "b"), ("a", "b", "c")):
        basis = store.Basis(next_record=len(names) + 1)
        store.commit(
            folder, {"structures.csv": structures(*names)}, command=f"import {len(names)}", basis=basis
        )
    return folder


def rewrite(folder, change):
    path = folder / "data" / "journal.jsonl"
    path.write_bytes(change(path.read_bytes()))


def test_a_journal_reads_back_as_it_was_written(lived):
    content = (lived / "data" / "journal.jsonl").read_bytes()
    journal = journals.from_bytes(content)
    assert [step.command for step in journal.steps] == ["import 1", "import 2", "import 3"]
    assert journals.to_bytes(journal) == content


def test_a_line_tells_what_there_is_and_nothing_empty():
    line = journals.told(journals.Step(1, "import 1", before={}, after={"structures.csv": None}))
    assert line == {
        "n": 1,
        "command": "import 1",
        "files": {"structures.csv": {"before": None, "after": None}},
    }


@pytest.mark.parametrize("line", [b"3", b'["format"]', b'"format"', b"null", b"true"])
def test_a_line_that_is_no_table_of_names_is_broken_wherever_it_stands(line):
    first = journals.from_bytes(line + b"\n")
    assert (first.present, first.whole, first.steps) == (True, False, ())
    assert [problem.row for problem in first.problems][:1] == [1]
    later = journals.from_bytes(b'{"format": 1, "next_record": 4, "next_tie": 2}\n' + line + b"\n")
    assert [(problem.code, problem.row) for problem in later.problems] == [("broken_journal_line", 2)]
    assert (later.next_record, later.next_tie) == (4, 2)


def test_a_truncated_last_line_is_left_out_and_said(lived):
    rewrite(lived, lambda content: content[:-7])
    holdings = store.read(lived)
    assert [(p.code, p.row) for p in holdings.problems] == [("broken_journal_line", 4)]
    assert holdings.journal.sequence == 2
    assert holdings.edited == ()
    assert holdings.next_record == 4


def test_writing_goes_on_after_a_broken_line(lived, structures):
    rewrite(lived, lambda content: content[:-7])
    assert store.commit(lived, {"structures.csv": structures("x")}, command="import 4") == 4
    holdings = store.read(lived)
    assert holdings.problems == ()
    assert [step.command for step in holdings.journal.steps] == [f"import {n}" for n in range(1, 5)]


def test_a_lost_line_that_nobody_kept_leaves_no_false_alarm(lived, structures):
    (lived / "data" / "snapshots" / "undo" / "000003.json").unlink()
    rewrite(lived, lambda content: content[:-7])
    store.commit(lived, {"referrals.csv": b"tie,from,to\n1,1,2\n"}, command="import 4")
    assert store.read(lived).problems == ()


def test_a_lost_header_is_told_and_the_largest_number_is_followed(lived):
    rewrite(lived, lambda content: content.partition(b"\n")[2])
    holdings = store.read(lived)
    assert [p.code for p in holdings.problems] == ["lost_numbers"]
    assert holdings.next_record == 4
    assert len(holdings.journal.steps) == 3


def test_a_journal_of_a_newer_tool_stops_every_command(lived, structures, state):
    rewrite(lived, lambda content: content.replace(b'"format": 1', b'"format": 99'))
    before = state(lived)
    with pytest.raises(DamagedError):
        store.read(lived)
    with pytest.raises(DamagedError):
        store.commit(lived, {"structures.csv": structures("x")}, command="import")
    assert state(lived) == before


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"[]\n", b"\xff\xfe\x00", b"null\n{}\n", b'{"format": "one"}\n']
)
def test_whatever_stands_in_the_journal_the_tables_are_read(lived, content):
    rewrite(lived, lambda _: content)
    holdings = store.read(lived)
    assert len(holdings.records) == 3
    assert holdings.next_record == 4
