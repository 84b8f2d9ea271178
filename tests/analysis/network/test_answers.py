"""Who answered is said before anything that rests on it."""

from __future__ import annotations

import pytest

from wtc_eco.analysis.answers import ask


def people(answered, silent):
    return " ".join([*(f"a{n}" for n in range(answered)), *(f"s{n}?" for n in range(silent))])


@pytest.mark.parametrize(
    ("answered", "silent", "said", "unsaid"),
    [
        (15, 5, "75%", "care"),
        (14, 6, "with care", "too few"),
        (8, 12, "too few to rank", "with care"),
        (3, 6, "3 structures of 9 asked", "%"),
    ],
)
def test_the_sentence_follows_the_rate(study, answered, silent, said, unsaid):
    sentence = ask(study(people(answered, silent))).sentence()
    assert said in sentence
    assert unsaid not in sentence
    assert f"The {silent} others are not “isolated”" in sentence


def test_a_bassin_never_asked_says_so(study):
    finding = ask(study("a- b-"))
    assert "no survey of the network has been made yet" in finding.sentence()
    assert finding.response is None


def test_no_percentage_in_rows_of_less_than_ten(study):
    finding = ask(study(people(12, 0) + " z@liege y@liege?"))
    shares = {row["id"]: row["share"] for row in finding.rows() if row["by"] == "bassin"}
    assert shares == {"namur": 1.0, "liege": None}


def test_the_silent_whom_most_cite_are_named_first(study):
    finding = ask(study("a>x? b>x? c>y? z?"))
    assert any("x (2) · y (1)" in remark.text for remark in finding.remarks)


def test_those_never_asked_are_counted_apart(study):
    finding = ask(study("a b? c-"))
    assert "1 structure of the register was not asked." in finding.sentence()
    assert (finding.base, finding.unknown) == (3, 2)


def test_every_row_has_every_column(study):
    finding = ask(study("a b? c-@liege"))
    assert all(set(row) == {heading.id for heading in finding.headings} for row in finding.rows())
