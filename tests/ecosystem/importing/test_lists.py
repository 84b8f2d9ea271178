"""Taking a list in: the rules of the identity of records, one by one."""

from __future__ import annotations

import pytest

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.sources.table import Quarantined

DAY, LATER = "2024-01-15", "2024-06-30"
TOWNS = ("Mons", "Namur", "Huy", "Ath", "Dinant", "Wavre", "Arlon", "Visé", "Eupen", "Spa", "Thuin", "Couvin")


def place(town: str, **more):
    return {"name": f"EPN de {town}", "street": f"rue de {town} 1", "postal_code": "7000", **more}


def keyed(town: str, **more):
    return place(town, source_id=f"id-{town}", **more)


LIST = tuple(keyed(town) for town in TOWNS)
BARE = tuple(place(town) for town in TOWNS)


def tally(intake):
    found = intake.accounting
    return {
        name: count
        for name in ("new", "updated", "unchanged", "repeated", "quarantined", "blank", "withdrawn")
        if (count := getattr(found, name))
    }


def aside(*cells: str) -> Quarantined:
    return Quarantined(99, cells, (Problem("bad_phone", "quarantine", "?"),))


@pytest.fixture(params=[LIST, BARE], ids=["with keys", "without keys"])
def rows(request):
    return request.param


def test_a_first_list_is_new_and_numbered_from_one(desk, rows):
    intake = desk.take("liste", *rows, collected_on=DAY)
    assert tally(intake) == {"new": 12}
    assert list(intake.records["record"]) == list(range(1, 13))
    assert set(intake.records["source"]) == {"liste"}
    assert set(intake.records["collected_on"]) == {DAY}
    assert intake.next_record == 13


def test_numbers_follow_the_content_and_not_the_rows(desk, new_desk, rows):
    shuffled = (*rows[7:], *rows[4:7], *rows[:4])
    other = new_desk()
    desk.take("liste", *rows, collected_on=DAY)
    other.take("liste", *shuffled, collected_on=DAY)
    assert desk.bytes() == other.bytes()


def test_importing_a_list_again_changes_nothing(desk, rows):
    desk.take("liste", *rows, collected_on=DAY)
    before = desk.bytes()
    again = desk.take("liste", *rows, collected_on=DAY)
    assert tally(again) == {"unchanged": 12}
    assert again.changes == ()
    assert desk.bytes() == before


def test_importing_a_shuffled_copy_changes_nothing(desk, rows):
    desk.take("liste", *rows)
    before = desk.bytes()
    desk.take("liste", *rows[9:], *rows[2:9], *rows[:2])
    assert desk.bytes() == before


def test_a_list_that_says_the_same_later_is_as_recent_as_its_last_copy(desk, rows):
    desk.take("liste", *rows, collected_on=DAY)
    assert tally(desk.take("liste", *rows, collected_on=LATER)) == {"unchanged": 12}
    assert set(desk.holdings.records["collected_on"]) == {LATER}
    before = desk.bytes()
    older = desk.take("liste", *rows, collected_on=DAY)
    assert [problem.code for problem in older.problems] == ["older_list"]
    assert desk.bytes() == before
    desk.take("liste", *rows)
    assert desk.bytes() == before


def test_a_list_of_another_source_is_another_set_of_records(desk, rows):
    desk.take("liste", *rows)
    assert tally(desk.take("autre", *rows)) == {"new": 12}
    assert len(desk.holdings.records) == 24


def test_a_record_whose_cells_change_keeps_its_number(desk, numbers):
    desk.take("liste", *LIST)
    before = numbers(desk.holdings)
    moved = keyed("Mons", name="Espace public numérique", street="Grand-Place 2")
    intake = desk.take("liste", moved, *LIST[1:])
    assert tally(intake) == {"updated": 1, "unchanged": 11}
    (change,) = intake.changes
    assert (change.what, change.number, change.row) == ("updated", before["EPN de Mons"], 2)
    assert change.fields == (
        ("name", "EPN de Mons", "Espace public numérique"),
        ("street", "rue de Mons 1", "Grand-Place 2"),
    )
    assert numbers(desk.holdings)["Espace public numérique"] == before["EPN de Mons"]


def test_without_keys_the_same_name_and_address_is_the_same_record(desk, numbers):
    desk.take("liste", *BARE)
    before = numbers(desk.holdings)
    intake = desk.take("liste", place("Mons", phone=("+3265331122",)), *BARE[1:])
    assert tally(intake) == {"updated": 1, "unchanged": 11}
    assert numbers(desk.holdings) == before


def test_without_keys_another_name_at_another_place_is_another_record(desk):
    desk.take("liste", *BARE, collected_on=DAY)
    other = {"name": "Bibliothèque Marguerite Bervoets", "street": "place du Marché 4", "postal_code": "5000"}
    intake = desk.take("liste", other, *BARE[1:], collected_on=LATER)
    assert tally(intake) == {"new": 1, "unchanged": 11, "withdrawn": 1}


def test_a_new_row_gets_the_next_number_and_never_one_that_was_given(desk, numbers):
    desk.take("liste", *LIST, collected_on=DAY)
    desk.take("liste", *LIST[1:], collected_on=LATER)
    desk.take("liste", *LIST[1:], keyed("Zétrud"), collected_on=LATER)
    assert numbers(desk.holdings)["EPN de Zétrud"] == 13


def test_identical_rows_are_one_record_and_counted_as_repeated(desk):
    intake = desk.take("liste", BARE[0], BARE[0], BARE[1], BARE[0])
    assert tally(intake) == {"new": 2, "repeated": 2}


def test_rows_that_only_differ_in_what_no_map_knows_are_all_kept(desk):
    intake = desk.take("liste", place("Mons", extra={"niveau": "1"}), place("Mons", extra={"niveau": "2"}))
    assert tally(intake) == {"new": 2}


def test_a_key_that_stands_on_several_rows_tells_them_apart(desk):
    rows = [keyed("Mons", note=f"cours {n}") for n in "bac"]
    desk.take("liste", *rows)
    held = desk.holdings.records
    assert dict(zip(held["source_id"], held["note"], strict=True)) == {
        "id-Mons": "cours a",
        "id-Mons#2": "cours b",
        "id-Mons#3": "cours c",
    }
    before = desk.bytes()
    desk.take("liste", *reversed(rows))
    assert desk.bytes() == before


def test_of_a_repeated_key_only_the_row_that_left_is_withdrawn(desk):
    rows = [keyed("Mons", note=f"cours {n}") for n in "abcdefg"]
    desk.take("liste", *rows, collected_on=DAY)
    intake = desk.take("liste", *rows[1:], collected_on=LATER)
    assert tally(intake) == {"unchanged": 6, "withdrawn": 1}
    held = desk.holdings.records
    assert list(held.loc[held["withdrawn_on"].notna(), "note"]) == ["cours a"]


def test_a_list_that_gains_keys_keeps_its_records(desk, numbers):
    desk.take("liste", *BARE)
    before = numbers(desk.holdings)
    assert tally(desk.take("liste", *LIST)) == {"updated": 12}
    assert numbers(desk.holdings) == before


def test_a_list_that_loses_its_keys_keeps_its_records(desk, numbers):
    desk.take("liste", *LIST)
    before = numbers(desk.holdings)
    assert tally(desk.take("liste", *BARE)) == {"updated": 12}
    assert numbers(desk.holdings) == before


def test_a_record_that_leaves_a_complete_list_is_withdrawn_and_kept(desk, rows):
    desk.take("liste", *rows, collected_on=DAY)
    intake = desk.take("liste", *rows[1:], collected_on=LATER)
    assert tally(intake) == {"unchanged": 11, "withdrawn": 1}
    assert [(c.what, c.name, c.fields) for c in intake.changes] == [
        ("withdrawn", "EPN de Mons", (("withdrawn_on", "", LATER),))
    ]
    held = desk.holdings.records.set_index("name")
    assert held.loc["EPN de Mons", "withdrawn_on"] == LATER
    assert held.loc["EPN de Mons", "collected_on"] == DAY
    assert tally(desk.plan("liste", *rows[1:], collected_on=LATER)) == {"unchanged": 11}


def test_a_record_that_comes_back_loses_its_withdrawal(desk, rows):
    desk.take("liste", *rows, collected_on=DAY)
    desk.take("liste", *rows[1:], collected_on=LATER)
    intake = desk.take("liste", *rows, collected_on="2024-12-01")
    assert tally(intake) == {"updated": 1, "unchanged": 11}
    assert [(c.what, c.fields) for c in intake.changes] == [("returned", (("withdrawn_on", LATER, ""),))]
    assert set(desk.holdings.records["withdrawn_on"]) == {None}


def test_a_partial_list_withdraws_nobody(desk, rows):
    desk.take("liste", *rows)
    assert tally(desk.take("liste", *rows[:2], partial=True)) == {"unchanged": 2}


def test_more_than_a_fifth_and_more_than_five_are_not_withdrawn_unasked(desk, rows):
    desk.take("liste", *rows, collected_on=DAY)
    before = desk.bytes()
    with pytest.raises(RefusedError) as caught:
        desk.take("liste", *rows[6:], collected_on=LATER)
    assert caught.value.exit_code == 3
    assert "EPN de Ath" in caught.value.message
    assert "--complete" in caught.value.hint
    assert "--partial" in caught.value.hint
    assert sum("EPN de Mons" in problem.message for problem in caught.value.problems) == 1
    assert len(caught.value.problems) == 6
    assert desk.bytes() == before
    assert tally(desk.take("liste", *rows[6:], collected_on=LATER, complete=True)) == {
        "unchanged": 6,
        "withdrawn": 6,
    }


def test_five_may_leave_a_small_list(desk, rows):
    desk.take("liste", *rows, collected_on=DAY)
    assert tally(desk.take("liste", *rows[5:], collected_on=LATER))["withdrawn"] == 5


def test_an_empty_list_withdraws_nobody_unasked(desk):
    desk.take("liste", *LIST[:2], collected_on=DAY)
    with pytest.raises(RefusedError):
        desk.take("liste", collected_on=LATER)
    assert tally(desk.take("liste", collected_on=LATER, complete=True)) == {"withdrawn": 2}


def test_nobody_is_withdrawn_on_a_date_that_nobody_knows(desk, rows):
    desk.take("liste", *rows)
    with pytest.raises(RefusedError) as caught:
        desk.take("liste", *rows[1:])
    assert "EPN de Mons" in caught.value.message
    assert "--collected-on" in caught.value.hint


def test_without_a_date_the_latest_of_data_dates_the_withdrawal(desk, rows):
    desk.take("liste", *rows, collected_on=DAY)
    intake = desk.take("liste", *rows[1:])
    assert [problem.code for problem in intake.problems] == ["withdrawn_undated"]
    assert set(desk.holdings.records["withdrawn_on"]) == {None, DAY}


def test_a_rehearsal_says_what_would_go_and_that_it_would_be_refused(desk, rows):
    desk.take("liste", *rows, collected_on=DAY)
    intake = desk.plan("liste", *rows[6:], collected_on=LATER, rehearsal=True)
    assert tally(intake) == {"unchanged": 6, "withdrawn": 6}
    assert [problem.code for problem in intake.problems] == ["would_be_refused", *["would_be_withdrawn"] * 6]


def test_a_row_now_in_quarantine_is_not_withdrawn(desk, rows):
    desk.take("liste", *rows, collected_on=DAY)
    bad = aside("id-Mons", "Epn de  MONS", "Rue de Mons, 1", "70OO")
    intake = desk.take("liste", *rows[1:], collected_on=LATER, quarantined=(bad,))
    assert tally(intake) == {"unchanged": 11, "quarantined": 1}


def test_a_row_in_quarantine_keeps_one_record_and_not_all(desk, rows):
    desk.take("liste", *rows, collected_on=DAY)
    bad = aside("id-Mons", "EPN de Mons", "rue de Mons 1", "7000")
    intake = desk.take("liste", *rows[2:], collected_on=LATER, quarantined=(bad,))
    assert [(c.what, c.name) for c in intake.changes] == [("withdrawn", "EPN de Namur")]


def test_every_row_read_is_accounted_for(desk):
    found = desk.take("liste", *LIST[:3], LIST[0], quarantined=(aside("x"),), blank=4).accounting
    assert (found.read, found.new, found.repeated, found.quarantined, found.blank) == (9, 3, 1, 1, 4)


def test_the_order_in_which_lists_arrive_changes_numbers_only(desk, new_desk):
    other = new_desk()
    desk.take("a", *LIST, collected_on=DAY)
    desk.take("b", *BARE, collected_on=DAY)
    other.take("b", *BARE, collected_on=DAY)
    other.take("a", *LIST, collected_on=DAY)
    columns = ["source", "name", "source_id"]
    one, two = (
        sorted(d.holdings.records[columns].astype(str).itertuples(index=False)) for d in (desk, other)
    )
    assert one == two


def test_what_would_change_on_the_way_to_the_file_is_settled_before_it_is_compared(desk):
    row = place("Mons", note="une ligne\r\nune autre", listed_on=("carte|annuaire", ""), website="", lat=50.0)
    desk.take("liste", row)
    assert tally(desk.take("liste", row)) == {"unchanged": 1}
