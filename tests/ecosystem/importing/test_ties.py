"""Taking ties in: ends are record numbers or words, and every row is accounted for."""

from __future__ import annotations

import pytest

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.sources.table import Quarantined

DAY, LATER = "2024-01-15", "2024-06-30"
NAMES = ("CPAS", "EPN", "MIRE", "ALEm", "FOREM", "CISP", "MJ", "PCS")


@pytest.fixture
def desk(desk):
    desk.take("liste", *({"name": name, "postal_code": "7000"} for name in NAMES))
    return desk


def tie(start: str, end: str, kind: str = "knows", **more):
    return {"from": start, "to": end, "kind": kind, **more}


TIES = tuple(tie("1", name) for name in NAMES[1:])


def tally(intake):
    found = intake.accounting
    counts = {
        name: getattr(found, name)
        for name in ("new", "updated", "unchanged", "repeated", "quarantined", "withdrawn")
    }
    return {name: count for name, count in counts.items() if count}


def codes(intake):
    return [problem.code for problem in intake.problems]


def test_ties_are_kept_as_declared(desk):
    intake = desk.take_ties("enquête", tie("1", "le CPAS", "refers", per_year=12.0), collected_on=DAY)
    (row,) = desk.holdings.ties.to_dict("records")
    assert (row["tie"], row["source"], row["from"], row["to"]) == (1, "enquête", "1", "le CPAS")
    assert (row["kind"], row["per_year"], row["declared_on"]) == ("refers", 12.0, DAY)
    assert intake.accounting.kept == 1


def test_importing_ties_again_or_shuffled_changes_nothing(desk):
    desk.take_ties("enquête", *TIES, collected_on=DAY)
    before = desk.bytes()
    assert tally(desk.take_ties("enquête", *TIES, collected_on=DAY)) == {"unchanged": 7}
    desk.take_ties("enquête", *reversed(TIES), collected_on=DAY)
    assert desk.bytes() == before


def test_an_id_of_the_registry_becomes_a_record_number(desk):
    desk.take_ties("enquête", tie("S3", "s2"), tie("S1", "S4"), aliases={"S3": 3, "S2": 7})
    assert set(zip(desk.holdings.ties["from"], desk.holdings.ties["to"], strict=True)) == {
        ("3", "7"),
        ("1", "4"),
    }


def test_two_spellings_of_one_end_are_one_tie(desk):
    assert tally(desk.take_ties("enquête", tie("S1", "2"), tie("1", "S2"), tie("01", "2"))) == {
        "new": 1,
        "repeated": 2,
    }


def test_a_number_that_nobody_has_is_set_aside_with_its_row(desk):
    intake = desk.take_ties("enquête", tie("1", "EPN"), tie("1", "S99"), tie("77", "EPN"))
    assert tally(intake) == {"new": 1, "quarantined": 2}
    assert [(row, p.code, p.column, p.value) for row, p in intake.rejected] == [
        (3, "unknown_structure", "to", "S99"),
        (4, "unknown_structure", "from", "77"),
    ]
    assert all(p.hint and p.row == row for row, p in intake.rejected)


@pytest.mark.parametrize(
    ("bad", "code"), [(tie("1", "S1"), "tie_to_itself"), (tie("1", ""), "tie_without_end")]
)
def test_a_tie_that_links_nobody_is_set_aside(desk, bad, code):
    intake = desk.take_ties("enquête", bad)
    assert codes(intake) == [code]
    assert tally(intake) == {"quarantined": 1}


def test_a_tie_of_the_same_ends_is_updated(desk):
    desk.take_ties("enquête", *TIES)
    intake = desk.take_ties("enquête", tie("1", "EPN", per_year=5.0), *TIES[1:])
    assert tally(intake) == {"updated": 1, "unchanged": 6}
    assert intake.changes[0].fields == (("per_year", "", "5"),)


def test_a_tie_that_leaves_a_complete_list_is_ended_and_kept(desk):
    desk.take_ties("enquête", *TIES, collected_on=DAY)
    intake = desk.take_ties("enquête", *({**row, "declared_on": DAY} for row in TIES[1:]), collected_on=LATER)
    assert tally(intake) == {"unchanged": 6, "withdrawn": 1}
    held = desk.holdings.ties.set_index("to")
    assert list(held.loc["EPN", ["status", "valid_until"]]) == ["ended", LATER]
    back = desk.take_ties("enquête", *TIES, collected_on=DAY)
    assert [change.what for change in back.changes] == ["returned"]
    assert set(desk.holdings.ties["status"]) == {None}


def test_many_ties_are_not_ended_unasked(desk):
    desk.take_ties("enquête", *TIES)
    with pytest.raises(RefusedError):
        desk.take_ties("enquête", TIES[0])
    assert tally(desk.take_ties("enquête", TIES[0], partial=True)) == {"unchanged": 1}
    assert tally(desk.take_ties("enquête", TIES[0], complete=True))["withdrawn"] == 6


def test_a_tie_now_set_aside_is_not_ended(desk):
    desk.take_ties("enquête", *TIES)
    bad = Quarantined(9, ("1", "EPN", "connait"), (Problem("tie_kind_unknown", "quarantine", "?"),))
    assert tally(desk.take_ties("enquête", *TIES[1:], quarantined=(bad,))) == {
        "unchanged": 6,
        "quarantined": 1,
    }


def test_ties_of_two_surveys_do_not_meet(desk):
    desk.take_ties("2023", *TIES)
    assert tally(desk.take_ties("2026", *TIES)) == {"new": 7}
    assert list(desk.holdings.ties["tie"]) == list(range(1, 15))
