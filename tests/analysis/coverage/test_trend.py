"""What changed between two dates, and what cannot be compared."""

from __future__ import annotations

import json

import pytest

from wtc_eco.analysis.trend import Figure, PastEvent, compare, direction
from wtc_eco.ecosystem.snapshots import state
from wtc_eco.territory import Scope

ANSWERED = {"ins": "T101", "network_answered_on": "2026-10-01"}
SILENT = {"ins": "T101"}


def kept(study):
    return json.loads(json.dumps(state(study)))


def changed(before, after, meetings=(), study=None):
    return compare(kept(before), kept(after), study or after, Scope(territory=after.territory), meetings)


def figure_of(finding, name):
    row = next(row for row in finding.rows() if row["name"] == name)
    return row["before"], row["after"], row["direction"]


def ties_of(finding):
    return {row["id"]: row for row in finding.rows() if row["what"] == "tie"}


@pytest.mark.parametrize(
    ("first", "second", "begins"),
    [
        ("", "", "Between two states of which nothing is dated, of"),
        ("2026-05-03", "2026-05-03", "Between two states of 3\xa0May 2026, of"),
        ("", "2026-05-03", "Between an unknown date and 3\xa0May 2026, of"),
        ("2026-05-03", "", "Between 3\xa0May 2026 and an unknown date, of"),
        ("2026-05-03", "2026-11-02", "Between 3\xa0May 2026 and 2\xa0November 2026, of"),
    ],
)
def test_two_states_are_dated_as_far_as_they_are(study, first, second, begins):
    after = study(ANSWERED, SILENT)
    states = ({**kept(after), "as_of": day} for day in (first, second))
    found = compare(*states, after, Scope(territory=after.territory), ())
    assert begins in found.sentence()


@pytest.mark.parametrize(
    ("one", "two", "more", "said"),
    [
        (Figure(5, 20), Figure(8, 20), True, "better"),
        (Figure(5, 20), Figure(8, 20), False, "worse"),
        (Figure(8, 20), Figure(5, 20), True, "worse"),
        (Figure(5, 20), Figure(5, 20), True, "same"),
        (Figure(5, 20), Figure(7, 20), True, "slight"),
        (Figure(5, 200), Figure(14, 200), True, "slight"),
        (Figure(5, 200), Figure(15, 200), True, "better"),
        (Figure(5, 20), Figure(8, 20), None, "other"),
        (Figure(5, 9), Figure(8, 9), True, "not_comparable"),
        (Figure(3, 3, share=False), Figure(5, 5, share=False), None, "other"),
        (Figure(30, 20, share=False), Figure(33, 20, share=False), True, "better"),
        (Figure(90, 20, share=False), Figure(94, 20, share=False), True, "slight"),
    ],
)
def test_a_change_is_better_or_worse_from_three_structures_and_a_twentieth_on(one, two, more, said):
    assert direction(one, two, more_is_better=more) == said


def test_closing_one_of_a_dozen_is_neither_progress_nor_decline(study):
    rows = [{"ins": "T101", "themes": ("bases",) if n % 2 else ("securite",)} for n in range(12)]
    before, after = study(*rows), study(*rows[:-1])
    finding = changed(before, after)
    assert {row["direction"] for row in finding.rows()} <= {"same", "other", "not_comparable"}
    assert "0 figures are better, 0 worse" in finding.sentence()
    assert "0 structures entered the register, 1 left it" in finding.sentence()
    assert finding.base == 11
    assert figure_of(finding, "basics") == ("5 of 11 (45%)", "5 of 11 (45%)", "same")


def test_a_figure_that_has_lost_its_answers_is_not_worse(study):
    rows = [{"ins": "T101", "staff_trained": "yes"} for _ in range(12)]
    silent = [{"ins": "T101"} for _ in range(12)]
    finding = changed(study(*rows), study(*silent))
    assert not [row for row in finding.rows() if row["direction"] == "worse"]
    assert figure_of(finding, "Days and hours of opening known")[2] == "same"


def test_a_response_that_rises_makes_no_new_tie(study):
    circle = [(n, "knows", n % 12 + 1) for n in range(1, 13)]
    before = study(*[ANSWERED] * 6, *[SILENT] * 6, ties=circle[:6])
    after = study(*[ANSWERED] * 12, ties=circle)
    finding = changed(before, after)
    assert {row["direction"] for row in ties_of(finding).values()} == {"not_comparable"}
    assert {row["before"] for row in ties_of(finding).values()} == {None}
    assert "6 ties join a structure that had not answered before" in finding.sentence()
    assert "new tie" not in finding.sentence()


def test_a_tie_is_new_where_both_ends_had_answered_and_both_declare_it_now(study):
    rows = [ANSWERED] * 4
    before = study(*rows, ties=[(1, "knows", 4)])
    after = study(
        *rows, ties=[(1, "knows", 2), (2, "knows", 1), (1, "knows", 3), (4, "refers", 1), (1, "knows", 4)]
    )
    finding = changed(before, after)
    assert {key: (row["before"], row["direction"]) for key, row in ties_of(finding).items()} == {
        "S1 → S2": ("no tie", "better"),
        "S2 → S1": ("no tie", "better"),
        "S1 → S3": ("no tie", "slight"),
        "S4 → S1": ("tied otherwise", "other"),
    }
    assert "1 new tie between structures that had both answered before, 0 of them after" in finding.sentence()
    assert "1 more is declared by one end only" in finding.sentence()


def test_a_new_tie_names_the_meeting_both_came_to(study):
    rows = [ANSWERED, ANSWERED, ANSWERED, SILENT]
    before = study(*rows)
    after = study(*rows, ties=[(1, "knows", 2), (1, "knows", 3), (1, "knows", 4)])
    meeting = PastEvent("Incontro", "2026-10-01", frozenset({"S1", "S2", "S4"}))
    ties = ties_of(changed(before, after, [meeting]))
    assert (ties["S1 → S2"]["event"], ties["S1 → S2"]["direction"]) == ("Incontro", "better")
    assert (ties["S1 → S3"]["event"], ties["S1 → S3"]["direction"]) == ("", "slight")
    assert (ties["S1 → S4"]["event"], ties["S1 → S4"]["direction"]) == ("Incontro", "not_comparable")


def test_a_tie_of_a_structure_that_left_is_not_a_tie_that_ended(study):
    before = study(*[ANSWERED] * 3, ties=[(1, "knows", 2), (1, "knows", 3)])
    ties = ties_of(changed(before, study(*[ANSWERED] * 2)))
    assert ties["S1 → S2"]["after"] == "no tie"
    assert ties["S1 → S3"]["after"] == "one of the two left the register"


def test_nobody_is_less_alone_for_an_answer_of_somebody_else(study):
    before = study(*[ANSWERED] * 12, *[SILENT] * 12)
    cited = [(n + 12, "knows", n) for n in range(1, 13)]
    finding = changed(before, study(*[ANSWERED] * 24, ties=cited))
    alone = figure_of(finding, "Without any tie to the others that answered both times")
    assert alone == ("12 of 12 (100%)", "12 of 12 (100%)", "same")


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
