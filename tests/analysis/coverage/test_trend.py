"""What changed between two dates, and what cannot be compared."""

from __future__ import annotations

import json

import pytest

from wtc_eco.analysis.trend import PastEvent, compare, direction, state
from wtc_eco.territory import Scope


def kept(study):
    return json.loads(json.dumps(state(study)))


def changed(before, after, meetings=(), study=None):
    return compare(kept(before), kept(after), study or after, Scope(territory=after.territory), meetings)


def figure(value, base, share=True):
    return {"value": value, "base": base, "share": share}


@pytest.mark.parametrize(
    ("one", "two", "more", "said"),
    [
        (figure(5, 20), figure(8, 20), True, "better"),
        (figure(5, 20), figure(8, 20), False, "worse"),
        (figure(5, 20), figure(6, 24), True, "same"),
        (figure(5, 20), figure(8, 20), None, "other"),
        (figure(5, 9), figure(8, 9), True, "not_comparable"),
        (figure(5, 20), figure(30, 80), True, "not_comparable"),
        (None, figure(8, 20), True, "not_comparable"),
        (figure(3, 3, share=False), figure(5, 5, share=False), None, "other"),
    ],
)
def test_a_change_is_better_worse_or_not_comparable(one, two, more, said):
    assert direction(one, two, more_is_better=more) == said


def test_a_figure_that_has_lost_its_answers_is_not_worse(study):
    rows = [{"ins": "T101", "staff_trained": "yes"} for _ in range(12)]
    silent = [{"ins": "T101"} for _ in range(12)]
    finding = changed(study(*rows), study(*silent))
    trained = next(row for row in finding.rows() if row["name"] == "Teams all trained")
    assert (trained["before"], trained["after"], trained["direction"]) == (
        "12 of 12 (100%)",
        "0 of 0",
        "not_comparable",
    )
    assert finding.unknown > 0


def test_a_new_tie_names_the_meeting_both_came_to(study):
    rows = [{"ins": "T101"}, {"ins": "T101"}, {"ins": "T102"}]
    before, after = study(*rows), study(*rows, ties=[(1, "knows", 2), (1, "knows", 3)])
    meeting = PastEvent("Incontro", "2026-10-01", frozenset({"S1", "S2"}))
    ties = {row["id"]: row for row in changed(before, after, [meeting]).rows() if row["what"] == "tie"}
    assert ties["S1 → S2"]["event"] == "Incontro"
    assert ties["S1 → S3"]["event"] == ""
    assert {row["direction"] for row in ties.values()} == {"better"}


def test_a_structure_that_is_new_gone_or_says_something_else_is_told(study):
    finding = changed(
        study({"ins": "T101", "themes": ("bases",)}),
        study({"ins": "T101", "themes": ("bases", "securite")}, {"ins": "T101"}),
    )
    rows = [row for row in finding.rows() if row["what"] == "structure"]
    assert [(row["id"], row["field"]) for row in rows] == [("S1", "themes"), ("S2", "")]
    assert (rows[0]["before"], rows[0]["after"]) == ("basics", "basics · online safety")
    assert (rows[1]["before"], rows[1]["after"]) == ("not there", "in the register")


def test_what_was_unknown_and_is_known_now_is_no_change_for_better_or_worse(study):
    finding = changed(study({"ins": "T101"}), study({"ins": "T101", "staff_trained": "no"}))
    row = next(row for row in finding.rows() if row["field"] == "trained")
    assert row["direction"] == "not_comparable"


def test_nothing_changed_is_said_so(study):
    valley = study({"ins": "T101", "themes": ("bases",)}, {"ins": "T301"}, ties=[(1, "refers", 2)])
    finding = changed(valley, valley)
    assert {row["what"] for row in finding.rows()} == {"figure"}
    assert "0 figures are better, 0 worse" in finding.sentence()


def test_a_state_names_no_structure_and_no_person(study):
    held = json.dumps(kept(study({"ins": "T101", "name": "Casa di Maria", "email": ("maria@example.be",)})))
    assert "Maria" not in held
    assert "maria" not in held


def test_every_row_has_every_heading(study):
    finding = changed(study({"ins": "T101"}), study({"ins": "T101", "themes": ()}, {"ins": "T301"}))
    ids = {heading.id for heading in finding.headings}
    assert all(set(row) == ids for row in finding.rows())
