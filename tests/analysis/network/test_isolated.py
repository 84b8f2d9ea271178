"""Nobody is called isolated who was not heard, and every figure says what it rests on."""

from __future__ import annotations

import json

from drawing import ASKED
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wtc_eco.analysis.isolated import ask

RING = "a>b b>c c>d d>e e>f f>g g>h h>i i>j j>a"


def names(finding, standing="isolated"):
    return [row["name"] for row in finding.rows() if row["standing"] == standing]


def test_one_that_answered_without_any_tie_is_isolated(study):
    assert names(ask(study("a>b c"))) == ["c"]


def test_isolates_are_between_those_without_any_tie_and_those_without_a_confirmed_one(study):
    assert "Of 3 respondents, between 1 and 3 are without a tie" in ask(study("a>b c")).sentence()
    assert "Of 3 respondents, 1 is without a tie" in ask(study("a>b b>a c")).sentence()
    assert "Of 3 respondents, between 0 and 1 is without a tie" in ask(study("a>b b>a c>a")).sentence()
    assert "Each of the 2 respondents has a tie that both sides declared" in ask(study("a>b b>a")).sentence()


def test_of_one_respondent_alone_no_range_of_one_is_made(study):
    assert "The only respondent has a tie, which one side alone declared (" in ask(study("a>b b?")).sentence()
    assert "The only respondent is without a tie, given or received." in ask(study("a")).sentence()
    assert "Between" not in ask(study("a>b b?")).sentence()


def test_while_one_is_silent_the_count_is_a_range_that_may_fall(study):
    said = ask(study("a>b c d?")).sentence()
    assert "Of 3 respondents, between 1 and 3 are without a tie" in said
    assert "at most" not in said.lower()
    assert "the missing answer may still reveal some: 1 structure of 4 has not answered" in said


def test_a_silent_neighbour_bassin_may_still_name_them(study, namur):
    said = ask(study("a@namur b@liege?"), namur).sentence()
    assert "The only respondent is without a tie" in said
    assert "missing answers from elsewhere" in said


def test_the_silent_are_counted_apart_and_never_listed_as_isolated(study):
    finding = ask(study("a>b c? d?"))
    assert finding.unknown == 2
    assert names(finding) == []
    assert any(
        "2 structures have not answered and nobody cites them" in remark.text for remark in finding.remarks
    )


def test_where_nobody_was_asked_nobody_is_isolated(study):
    finding = ask(study("a- b- c-"))
    assert names(finding) == []
    assert "nobody was asked" in finding.sentence()
    assert "3 structures of the 3 in the register" in finding.sentence()
    assert (finding.low, finding.high, finding.response, finding.fragile) == (None, None, None, None)


def test_where_nobody_has_answered_yet_the_sentence_says_so(study):
    assert "nobody has answered" in ask(study("a? b?")).sentence()


def test_what_they_say_of_themselves_is_told_apart_from_ties(study):
    known = {name: {"knows_ecosystem": "well" if name in "abcd" else "badly"} for name in "abcdefghij"}
    said = ask(study(RING, **known)).sentence()
    assert "4 of the 10 that answered the question (4 in 10)" in said
    assert "cites 1 structure" in said
    assert "nobody was asked whether" in ask(study(RING)).sentence()


def test_no_share_is_said_of_less_than_ten_answers(study):
    said = ask(study("a>b b>a", a={"knows_ecosystem": "well"}, b={"knows_ecosystem": "badly"})).sentence()
    assert "1 of the 2" in said
    assert "in 10" not in said
    assert "%" not in said


def test_the_range_runs_from_all_ties_to_those_both_sides_declared(study):
    finding = ask(study("a>b b>a c>d e"))
    assert (finding.low, finding.high) == (1, 3)


def test_a_tie_next_door_is_a_tie_and_the_report_says_so(study, namur):
    finding = ask(study("a@namur>b@liege c@namur>d@namur"), namur)
    assert names(finding) == []
    assert any("tied only to structures elsewhere" in remark.text for remark in finding.remarks)


def test_below_sixty_per_cent_nobody_hangs_on_one_other(study):
    finding = ask(study("a>b b>c c>a a>d e? f? g?"))
    assert all("single_broker" not in row["flags"] for row in finding.rows())
    assert any("60%" in remark.text for remark in finding.remarks)
    assert finding.fragile


def test_rows_name_the_ties_they_come_from_and_where_to_write(study):
    finding = ask(study("a>b", b={"email": ("info@b.be",), "phone": None}))
    row = next(row for row in finding.rows() if row["name"] == "b")
    assert row["ties"] == ("1",)
    assert (row["email"], row["phone"]) == (("info@b.be",), None)
    assert "Cited by 1 structure." in row["reason"]


def test_those_without_ties_have_a_spot_at_their_commune_s_centre(study):
    finding = ask(study("a b?", a={"ins": "92094", "commune": "Namur"}))
    assert [(spot.name, spot.mark) for spot in finding.places()] == [("a", "isolated")]


def test_every_row_has_every_column_and_json_takes_it(study):
    finding = ask(study("a>b c d?", a={"asked_on": ASKED}))
    assert all(set(row) == {heading.id for heading in finding.headings} for row in finding.rows())
    assert json.dumps(finding.as_json())


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sets(st.sampled_from("abcdefghij")))
def test_whoever_is_silent_no_certainty_and_no_silent_one_listed(study, silent):
    words = " ".join(f"{word}?" if word in silent else word for word in "abcdefghij")
    finding = ask(study(f"{RING} {words} k"))
    assert not set(names(finding)) & silent
    if silent and names(finding):
        assert "may still reveal some" in finding.sentence()
