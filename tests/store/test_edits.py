"""What a person changed in Excel is shown row by row, taken in as a command of its own, and undone."""

from __future__ import annotations

import pytest

from wtc_eco import store
from wtc_eco.errors import DamagedError, RefusedError


@pytest.fixture
def lived(folder, structures):
    store.commit(folder, {"structures.csv": structures("CPAS", "EPN", "MIRE")}, command="import")
    return folder


def change(folder, *pairs, name="structures.csv"):
    path = folder / "data" / name
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_nothing_is_told_where_nothing_was_changed(lived):
    assert store.edits(lived) == store.Edits()


def test_each_row_that_was_added_changed_or_removed_is_told_with_its_cells(lived):
    change(
        lived, ("1,liste,,,,,CPAS,", "1,liste,,,,,CPAS de Huy,"), ("2,liste,,,,,EPN,", "9,liste,,,,,Alpha,")
    )
    found = store.edits(lived)
    assert found.files == ("structures.csv",)
    assert [(edit.what, edit.number, edit.name, edit.row) for edit in found.rows] == [
        ("changed", "1", "CPAS de Huy", 2),
        ("added", "9", "Alpha", 3),
        ("removed", "2", "EPN", None),
    ]
    assert found.rows[0].fields == (("name", "CPAS", "CPAS de Huy"),)


def test_a_file_that_excel_only_saved_again_has_no_row_changed(lived):
    path = lived / "data" / "structures.csv"
    saved = path.read_text(encoding="utf-8").replace(",", ";").replace("\n", "\r\n").encode("cp1252")
    path.write_bytes(saved)
    assert store.edits(lived) == store.Edits(("structures.csv",))


def test_a_date_that_excel_rewrote_is_no_change(folder, structures):
    store.commit(folder, {"structures.csv": structures("a", collected_on="2026-06-30")}, command="import")
    change(folder, ("2026-06-30", "30/06/2026"))
    assert store.edits(folder).rows == ()


def test_rows_without_a_number_are_told_as_added_and_removed(folder):
    header = "left,right,left_words,right_words,verdict,decided_by,decided_on,why\n"
    store.commit(folder, {"decisions.csv": f"{header}1,2,,,same,,,\n".encode()}, command="join")
    change(folder, ("same", "different"), name="decisions.csv")
    assert [(edit.what, edit.name) for edit in store.edits(folder).rows] == [
        ("added", "1 → 2"),
        ("removed", "1 → 2"),
    ]


def test_people_are_compared_too(folder):
    store.commit(folder, {"contacts.csv": b"contact,record,person\n1,1,Julie\n"}, command="import")
    change(folder, ("Julie", "Luc"), name="contacts.csv")
    (edit,) = store.edits(folder).rows
    assert edit.fields == (("person", "Julie", "Luc"),)


def test_without_a_copy_it_says_that_it_cannot_compare(lived):
    change(lived, ("CPAS", "CPAS de Huy"))
    (lived / "data/snapshots/last/structures.csv").unlink()
    assert store.edits(lived).unknown == ("structures.csv",)


def test_edits_taken_in_are_a_command_that_can_be_undone(lived, structures):
    before = (lived / "data/structures.csv").read_bytes()
    change(lived, ("CPAS", "CPAS de Huy"))
    edited = (lived / "data/structures.csv").read_bytes()
    basis = store.Basis(accept_edits=True)
    store.commit(lived, {"structures.csv": structures("autre")}, command="import", basis=basis)
    assert [step.command for step in store.past(lived).steps] == ["import", "accept-edits", "import"]
    store.undo(lived)
    assert (lived / "data/structures.csv").read_bytes() == edited
    store.undo(lived)
    assert (lived / "data/structures.csv").read_bytes() == before


def test_edits_that_nobody_can_compare_are_taken_in_and_end_what_can_be_undone(lived):
    change(lived, ("CPAS", "CPAS de Huy"))
    (lived / "data/snapshots/last/structures.csv").unlink()
    store.commit(lived, {}, command="x", basis=store.Basis(accept_edits=True))
    with pytest.raises(RefusedError) as caught:
        store.undo(lived)
    assert "2" in caught.value.message


def test_a_table_whose_numbers_are_wrong_is_named_row_by_row_and_not_taken_in(lived):
    change(lived, ("2,liste", "1,liste"))
    with pytest.raises(DamagedError) as caught:
        store.read(lived)
    assert [problem.row for problem in caught.value.problems] == [2, 3]
    assert "doctor --repair" in caught.value.hint


def test_backup_restore_puts_the_tables_back_and_keeps_what_stood_there(lived):
    before = (lived / "data/structures.csv").read_bytes()
    change(lived, ("2,liste", "1,liste"))
    edited = (lived / "data/structures.csv").read_bytes()
    restored = store.restore(lived)
    assert restored.files == ("structures.csv",)
    assert (lived / "data/structures.csv").read_bytes() == before
    assert (lived / "data" / restored.aside[0]).read_bytes() == edited
    assert store.read(lived).problems == ()
    assert store.restore(lived).files == ()


def test_a_flipped_bit_is_seen_and_the_last_copy_offered(lived):
    path = lived / "data/structures.csv"
    content = bytearray(path.read_bytes())
    content[-20] ^= 0x80
    path.write_bytes(bytes(content))
    problems = store.examine(lived)
    assert any("backup restore" in problem.hint for problem in problems)
    store.restore(lived)
    assert store.examine(lived) == ()


def test_a_table_that_is_gone_comes_back_even_without_a_journal(lived):
    before = (lived / "data/structures.csv").read_bytes()
    (lived / "data/structures.csv").unlink()
    (lived / "data/journal.jsonl").unlink()
    assert store.restore(lived).files == ("structures.csv",)
    assert (lived / "data/structures.csv").read_bytes() == before


def test_a_damaged_table_without_a_copy_says_where_else_to_look(lived):
    (lived / "data/structures.csv").write_bytes(b"\x00\x01")
    (lived / "data/snapshots/last/structures.csv").unlink()
    with pytest.raises(RefusedError) as caught:
        store.restore(lived)
    assert "git" in caught.value.hint
