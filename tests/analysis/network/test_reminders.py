"""Whose answer is awaited: those that others cite most first, those never asked apart."""

from __future__ import annotations

from wtc_eco.analysis.reminders import ask


def test_the_silent_whom_most_cite_come_first_and_those_never_asked_last(study):
    finding = ask(study("a>x? b>x? c>y? d>n- e>n- f>n- z?"))
    assert [(row["name"], row["n_in"], row["asked"]) for row in finding.rows()] == [
        ("x", 2, True),
        ("y", 1, True),
        ("z", 0, True),
        ("n", 3, False),
    ]
    assert "the answers of 3 structures that were asked are awaited" in finding.sentence()
    assert "Cited most by others: x (2) and y (1)." in finding.sentence()
    assert "1 structure was never asked." in finding.sentence()


def test_where_all_have_answered_nothing_is_awaited(study):
    finding = ask(study("a>b b"))
    assert finding.rows() == ()
    assert "no answer of a structure that was asked is awaited" in finding.sentence()


def test_a_bassin_is_told_of_its_own_structures(study, namur):
    finding = ask(study("a? b?@liege"), namur)
    assert [row["name"] for row in finding.rows()] == ["a"]
    assert (finding.base, finding.unknown) == (1, 1)
