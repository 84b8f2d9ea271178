"""What structures say of themselves and what their ties count are two measures, never one for the other."""

from __future__ import annotations

import json

from wtc_eco.analysis.acquaintance import ask, bassins, kinds

RING = "a>b b>c c>d d>e e>f f>g g>h h>i i>j j>a"
WELL = {name: {"knows_ecosystem": "well" if name in "abcd" else "badly"} for name in "abcdefghij"}


def row(finding, group):
    return next(row for row in finding.rows() if row["of"] == group)


def test_the_self_declared_figure_stands_with_its_base_and_beside_the_published_one(study):
    finding = ask(study(RING, **WELL))
    assert "4 of the 10 that answered the question (4 in 10)" in finding.sentence()
    assert any("Published in 2023: 4 in 10, of 357 respondents" in said.text for said in finding.remarks)
    assert any("well 4 · badly 6" in said.text for said in finding.remarks)


def test_where_the_question_was_not_asked_nothing_is_derived_from_ties(study):
    finding = ask(study(RING))
    assert "not asked" in finding.sentence()
    assert "in 10" not in finding.sentence() + " ".join(remark.text for remark in finding.remarks)
    assert finding.unknown == finding.base == 10


def test_ties_are_counted_apart_and_said_not_to_compare(study):
    finding = ask(study("a>b b>a c>d e"))
    assert (
        "Another measure, not to be compared: 2 pairs of structures are tied, 1 of them" in finding.sentence()
    )
    assert (finding.low, finding.high) == (1, 2)


def test_who_cites_whom_bassin_by_bassin(study):
    finding = bassins(study("a@namur>b@liege b@liege>c@liege"))
    assert (row(finding, "namur")["to_liege"], row(finding, "namur")["to_namur"]) == (1, 0)
    assert row(finding, "liege")["to_liege"] == 1


def test_who_cites_whom_kind_by_kind_in_one_bassin(study, namur):
    drawn = study("a@namur>b@liege", a={"kind": "cpas"}, b={"kind": "epn"})
    finding = kinds(drawn, namur)
    assert [row["of"] for row in finding.rows()] == ["cpas"]
    assert row(finding, "cpas")["to_epn"] == 1


def test_what_the_silent_cite_is_unknown_and_not_zero(study):
    finding = bassins(study("a@namur>b@namur c@liege? d@liege?"))
    silent = row(finding, "liege")
    assert (silent["cites"], silent["to_namur"], silent["answers"]) == (None, None, 0)
    assert any("2 structures have not answered" in said.text for said in finding.remarks)


def test_the_e_i_index_is_said_of_ten_ties_or_more_only(study):
    closed = row(bassins(study(RING)), "namur")
    assert closed["index"] == -1
    assert row(bassins(study("a>b")), "namur")["index"] is None


def test_among_respondents_a_share_is_said_of_ten_or_more_only(study):
    assert any("(22%)" in said.text for said in ask(study(RING)).remarks)
    assert not any("%" in said.text for said in ask(study("a>b c? d?")).remarks)


def test_a_bassin_never_asked_counts_nothing(study):
    finding = ask(study("a- b-"))
    assert "ties count nothing yet" in finding.sentence()
    assert (finding.low, finding.high, finding.fragile) == (None, None, None)


def test_a_whole_territory_goes_by_bassin_and_a_bassin_by_kind(study, namur):
    drawn = study("a@namur>b@liege", a={"kind": "cpas"}, b={"kind": "epn"})
    assert {row["of"] for row in ask(drawn).rows()} == {"namur", "liege"}
    assert {row["of"] for row in ask(drawn, namur).rows()} == {"cpas"}


def test_every_row_has_every_column_and_json_takes_it(study):
    finding = ask(study("a@namur>b@liege? c@verviers-"))
    assert all(set(row) == {heading.id for heading in finding.headings} for row in finding.rows())
    assert json.dumps(finding.as_json())
