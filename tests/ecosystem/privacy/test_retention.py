"""Contacts are not kept longer than people were told."""

from __future__ import annotations

import pytest

import wtc_eco as eco
from wtc_eco.ecosystem.privacy import contacts
from wtc_eco.ecosystem.privacy.contacts import months_earlier


def names(rows):
    return [row["person"] for row in rows]


def test_what_is_older_than_two_years_is_listed_and_nothing_is_removed(folder):
    kept = eco.open(folder.folder, as_of="2026-11-22").privacy.retention()
    assert (kept.before, names(kept.old), names(kept.undated)) == (
        "2024-11-22",
        ["Marc Petit"],
        ["Zoé Sans-Date"],
    )
    assert (len(contacts.read(folder).rows), kept.n, kept.applied) == (3, 3, False)


def test_applied_it_removes_them_and_no_undo_brings_them_back(folder, search):
    ecosystem = eco.open(folder.folder, as_of="2026-11-22")
    ecosystem.privacy.optout(["x@exemple.be"])
    ecosystem.privacy.retention(apply=True)
    assert names(contacts.read(ecosystem).rows) == ["Julie Lambert", "Zoé Sans-Date"]
    assert search(folder.folder, "Marc Petit") == []


def test_whoever_was_only_kept_too_long_may_come_back(folder):
    ecosystem = eco.open(folder.folder, as_of="2026-11-22")
    marc = contacts.read(ecosystem).rows[1]
    ecosystem.privacy.retention(apply=True)
    from wtc_eco.ecosystem.privacy import objections

    assert contacts.may_be_kept(marc, objections.read(ecosystem))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-11-22", 24, "2024-11-22"), ("2024-02-29", 12, "2023-02-28"), ("2026-01-31", 2, "2025-11-30")],
)
def test_months_are_counted_on_the_calendar(day, months, expected):
    assert months_earlier(day, months) == expected
