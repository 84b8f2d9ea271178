"""doctor finds every fault with its remedy; --repair mends what needs no person and loses no row."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wtc_eco import store
from wtc_eco.errors import DamagedError
from wtc_eco.store import layout, staging
from wtc_eco.store.layout import SNAPSHOTS


@pytest.fixture
def lived(folder, structures):
    for names in (("a",), ("a", "b"), ("a", "b", "c")):
        basis = store.Basis(next_record=len(names) + 1)
        store.commit(
            folder, {"structures.csv": structures(*names)}, command=f"import {names[-1]}", basis=basis
        )
    return folder


def put(folder, name, content):
    path = folder / "data" / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def table(folder, name="structures.csv"):
    return (folder / "data" / name).read_text(encoding="utf-8")


def codes(folder):
    return [problem.code for problem in store.examine(folder)]


def gravities(folder):
    return {problem.gravity for problem in store.examine(folder)}


def names(folder):
    return dict(zip(store.read(folder).records["record"], store.read(folder).records["name"], strict=True))


def test_a_folder_that_lived_is_sound(lived, state):
    before = state(lived)
    assert store.examine(lived) == ()
    assert state(lived) == before


def test_every_fault_has_a_remedy(lived):
    put(lived, "structures.csv", table(lived).replace("2,liste", "1,liste"))
    put(lived, "referrals.csv", "tie,from,to,kind\n1,1,99,knows\n")
    put(lived, "structures-PC2.csv", table(lived))
    put(lived, "~$structures.csv", "x")
    journal = lived / "data" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-9])
    problems = store.examine(lived)
    assert {"bad_number", "conflict_copy", "open_elsewhere", "broken_journal_line"} <= {
        p.code for p in problems
    }
    assert all(problem.hint for problem in problems)


def test_ties_decisions_and_people_of_nobody_are_named_with_their_rows(lived):
    put(lived, "referrals.csv", "tie,from,to,kind\n1,1,le CPAS,knows\n2,1,99,knows\n")
    put(lived, "decisions.csv", "left,right,verdict\n1,77,same\n1: le CPAS,2,same\n")
    put(lived, "contacts.csv", "contact,record,person\n1,55,Julie\n")
    found = [(p.file, p.row, p.value) for p in store.examine(lived) if p.code == "orphan"]
    assert found == [("referrals.csv", 3, "99"), ("decisions.csv", 2, "77"), ("contacts.csv", 2, "55")]


def test_a_tie_to_an_erased_record_is_no_orphan(lived):
    put(lived, "referrals.csv", "tie,from,to,kind\n1,1,99,knows\n")
    put(lived, "erased.csv", "record,erased_on,now\n99,2026-01-01,\n")
    assert codes(lived) == []


def test_staging_that_was_left_over_is_put_in_order_at_once(lived):
    staging.stage(lived, {"structures.csv": b"x"}, {})
    assert codes(lived) == ["finished_now"]
    assert store.examine(lived) == ()


def test_a_journal_with_a_broken_line_is_whole_again(lived):
    journal = lived / "data" / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole[:-9])
    assert codes(lived) == ["broken_journal_line"]
    store.repair(lived)
    assert journal.read_bytes() == whole
    assert store.examine(lived) == ()
    store.undo(lived)
    assert list(names(lived).values()) == ["a", "b"]


def test_a_journal_that_lost_its_header_and_its_lines_ends_with_what_is_known(lived):
    journal = lived / "data" / "journal.jsonl"
    journal.write_bytes(b"garbage\n")
    for path in (lived / "data/snapshots/undo").iterdir():
        path.unlink()
    repaired = store.repair(lived)
    assert repaired.done
    assert store.examine(lived) == ()
    assert store.read(lived).next_record == 4
    kept = lived / "data" / SNAPSHOTS / "aside" / "journal.jsonl"
    assert kept.read_bytes() == b"garbage\n"


def test_two_journals_that_git_merged_keep_the_larger_numbers(lived):
    journal = lived / "data" / "journal.jsonl"
    text = journal.read_text(encoding="utf-8")
    header, *lines = text.splitlines()
    theirs = header.replace('"next_record": 4', '"next_record": 9')
    merged = ["<<<<<<< HEAD", header, "=======", theirs, ">>>>>>> b", *lines, lines[-1]]
    journal.write_text("\n".join(merged) + "\n", encoding="utf-8")
    assert "warning" in gravities(lived)
    store.repair(lived)
    assert store.examine(lived) == ()
    assert store.read(lived).next_record == 9


def test_numbers_that_stand_twice_get_new_ones_and_the_known_row_keeps_its_own(lived):
    text = table(lived)
    first = text.splitlines()[1]
    other = first.replace("liste,,,,,a,", "liste,,,,,venue d'ailleurs,")
    put(lived, "structures.csv", text.replace(first, f"{other}\n{first}"))
    assert gravities(lived) >= {"refusal"}
    repaired = store.repair(lived)
    assert names(lived) == {4: "venue d'ailleurs", 1: "a", 2: "b", 3: "c"}
    assert repaired.to_check
    assert store.examine(lived) == ()
    store.undo(lived, 2)
    assert table(lived) == text


def test_rows_without_a_number_get_one(lived):
    put(lived, "structures.csv", table(lived).replace("3,liste", ",liste"))
    store.repair(lived)
    assert names(lived) == {1: "a", 2: "b", 4: "c"}


def test_a_row_that_stands_twice_to_the_last_cell_stands_once(lived):
    text = table(lived)
    put(lived, "structures.csv", text + text.splitlines()[1] + "\n")
    store.repair(lived)
    assert table(lived) == text


def test_a_lost_header_comes_back(lived):
    text = table(lived)
    put(lived, "structures.csv", text.partition("\n")[2])
    assert codes(lived)[0] == "no_header"
    store.repair(lived)
    assert names(lived) == {1: "a", 2: "b", 3: "c"}
    assert store.examine(lived) == ()


def test_both_sides_of_a_git_merge_are_kept_without_what_they_come_from(lived):
    text = table(lived)
    row = text.splitlines()[1]
    ours, base, theirs = (row.replace("1,liste,,,,,a,", f"4,liste,,,,,{name},") for name in ("x", "w", "y"))
    marks = f"<<<<<<< HEAD\n{ours}\n||||||| base\n{base}\n=======\n{theirs}\n>>>>>>> autre\n"
    put(lived, "structures.csv", text + marks)
    assert "merge_marks" in codes(lived)
    store.repair(lived)
    assert names(lived) == {1: "a", 2: "b", 3: "c", 4: "x", 5: "y"}


def test_a_conflict_copy_is_moved_aside_and_kept(lived):
    copy = put(lived, "structures-PC2.csv", table(lived) + "rest").read_bytes()
    repaired = store.repair(lived)
    assert "structures-PC2.csv" in repaired.done[0]
    assert not (lived / "data/structures-PC2.csv").exists()
    assert (lived / "data" / SNAPSHOTS / "aside" / "structures-PC2.csv").read_bytes() == copy
    put(lived, "structures-PC2.csv", b"another")
    store.repair(lived)
    assert (lived / "data" / SNAPSHOTS / "aside" / "structures-PC2.csv").read_bytes() == copy
    assert (lived / "data" / SNAPSHOTS / "aside" / "structures-PC2-2.csv").read_bytes() == b"another"


def test_other_edits_are_not_taken_in_by_a_repair(lived):
    store.commit(lived, {"referrals.csv": b"tie,from,to,kind\n1,1,2,knows\n"}, command="ties")
    put(lived, "referrals.csv", "tie,from,to,kind\n1,1,3,knows\n")
    put(lived, "structures.csv", table(lived).replace("2,liste", "1,liste"))
    store.repair(lived)
    assert store.read(lived).edited == ("referrals.csv",)


def test_a_cell_that_is_not_of_its_type_is_left_to_a_person(lived):
    put(lived, "structures.csv", "record,name,lat\n1,CPAS,nord\n")
    before = table(lived)
    store.repair(lived)
    assert table(lived) == before
    assert "refusal" in gravities(lived)


ROW = st.tuples(st.sampled_from(["1", "2", "3", "", "x", "007"]), st.sampled_from(["a", "b", "été"]))


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(ROW, max_size=8), split=st.integers(0, 8), header=st.booleans())
def test_whatever_the_numbers_are_a_repair_loses_no_row(tmp_path_factory, rows, split, header):
    folder = tmp_path_factory.mktemp("repair")
    (folder / "data").mkdir()
    lines = ["record,name"] * header + [f"{number},{name}" for number, name in rows]
    if split < len(lines) and header:
        lines[split + 1 : split + 1] = ["<<<<<<< a", "4,à nous", "=======", "4,à eux", ">>>>>>> b"]
        rows = [*rows, ("4", "à nous"), ("4", "à eux")]
    put(folder, "structures.csv", "\n".join([*lines, ""]))
    store.repair(folder)
    if not header:
        return
    found = list(csv.reader(io.StringIO(table(folder))))[1:]
    distinct = set(rows)
    assert Counter(name for _, name in found) >= Counter(name for _, name in distinct)
    assert store.read(folder).records["record"].is_unique


def first_layout(folder):
    """Layout 0, which never was: `structures.csv` was called `lieux.csv` and its number `id`."""
    put(folder, "lieux.csv", "id,name\n1,CPAS\n2,EPN\n")
    put(
        folder,
        "journal.jsonl",
        '{"format": 0, "next_record": 7, "next_tie": 3}\n{"n": 1, "command": "import"}\n',
    )


def renamed(files):
    content = files["lieux.csv"]
    return {"lieux.csv": None, "structures.csv": content.replace(b"id,name", b"record,name", 1)}


def test_an_older_layout_is_brought_up_to_date_with_a_copy(folder, monkeypatch, state):
    monkeypatch.setitem(layout.MIGRATIONS, 0, renamed)
    first_layout(folder)
    before = state(folder)
    assert codes(folder) == ["older_format"]
    with pytest.raises(DamagedError) as caught:
        store.read(folder)
    assert "doctor --repair" in caught.value.hint
    assert state(folder) == before
    store.repair(folder)
    assert names(folder) == {1: "CPAS", 2: "EPN"}
    assert store.read(folder).next_record == 7
    assert store.examine(folder) == ()
    kept = folder / "data" / SNAPSHOTS / "format-0"
    assert (kept / "lieux.csv").read_bytes() == b"id,name\n1,CPAS\n2,EPN\n"
    assert (kept / "journal.jsonl").exists()
    assert not (folder / "data" / "lieux.csv").exists()


def test_a_layout_that_nobody_knows_is_left_as_it_is(folder, state):
    first_layout(folder)
    before = state(folder)
    with pytest.raises(DamagedError):
        store.repair(folder)
    assert state(folder) == before


def test_a_newer_layout_is_left_as_it_is(lived, state):
    journal = lived / "data" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"format": 1', b'"format": 2'))
    before = state(lived)
    for command in (store.examine, store.repair, store.undo, store.restore):
        with pytest.raises(DamagedError) as caught:
            command(lived)
        assert caught.value.exit_code == 6
    assert state(lived) == before
