"""The last word is a person's."""

from __future__ import annotations

import pytest

from wtc_eco import model
from wtc_eco.matching import match

MONS = {"postal_code": "7000", "locality": "Mons"}
RUCHE = {"name": "EPN La Ruche", "street": "Rue Haute 1", **MONS}
OTHER = {"name": "Vie Féminine", "street": "Grand-Place 2", **MONS}
MOSAIC = {"name": "Mosaïque", "street": "Quai Vert 8", **MONS}


def decisions(*lines):
    columns = ("left", "right", "verdict", "left_words", "right_words")
    return model.frame(model.DECISIONS, [dict(zip(columns, line, strict=False)) for line in lines])


def codes(found):
    return [problem.code for problem in found.problems]


@pytest.fixture
def twice(listed):
    return listed(RUCHE, RUCHE, OTHER)


def test_without_a_decision_equal_records_are_one(twice, lexicon):
    assert match(twice, lexicon=lexicon).clusters == {1: 1, 2: 1, 3: 3}


def test_different_takes_a_record_out(twice, lexicon):
    assert match(twice, lexicon=lexicon, decisions=decisions(("1", "2", "different"))).clusters == {
        1: 1,
        2: 2,
        3: 3,
    }


def test_same_puts_together_what_nothing_links(twice, lexicon):
    found = match(twice, lexicon=lexicon, decisions=decisions(("3", "1", "same")))
    assert set(found.clusters.values()) == {1}
    assert found.probability[3] == 1.0


@pytest.mark.parametrize(
    ("fourth", "verdict", "clusters"),
    [(MOSAIC, "same", {1: 1, 2: 1, 3: 3, 4: 3}), (OTHER, "different", {1: 1, 2: 1, 3: 3, 4: 4})],
)
def test_a_decision_holds_of_those_it_names_though_others_before_them_are_alike(
    listed, lexicon, fourth, verdict, clusters
):
    rows = listed(RUCHE, RUCHE, OTHER, fourth)
    assert match(rows, lexicon=lexicon, decisions=decisions(("3", "4", verdict))).clusters == clusters


def test_the_later_line_wins_with_a_warning(twice, lexicon):
    found = match(twice, lexicon=lexicon, decisions=decisions(("1", "2", "same"), ("2", "1", "different")))
    assert found.clusters[1] != found.clusters[2]
    assert codes(found) == ["decision_overruled"]
    assert found.problems[0].row == 3


def test_a_line_that_later_lines_contradict_together_is_set_aside(twice, lexicon):
    lines = decisions(("1", "2", "different"), ("1", "3", "same"), ("2", "3", "same"))
    found = match(twice, lexicon=lexicon, decisions=lines)
    assert set(found.clusters.values()) == {1}
    assert codes(found) == ["decision_contradicted"]


@pytest.mark.parametrize(
    ("lines", "together"),
    [
        ((("1", "2", "same"), ("2", "3", "same"), ("1", "3", "different")), {2: 2, 3: 2}),
        ((("1", "3", "different"), ("1", "2", "same"), ("2", "3", "same")), {1: 1, 2: 1, 3: 1}),
        ((("2", "3", "same"), ("1", "3", "different"), ("1", "2", "same")), {1: 1, 2: 1, 3: 3}),
    ],
)
def test_of_lines_that_cannot_all_hold_the_later_ones_do(listed, lexicon, lines, together):
    """1 = 2 = 3 and 1 ≠ 3: whichever was said first is set aside, with a warning that names its line."""
    found = match(listed(RUCHE, RUCHE, RUCHE), lexicon=lexicon, decisions=decisions(*lines))
    assert together.items() <= dict(found.clusters).items()
    assert codes(found) == ["decision_contradicted"]
    (problem,) = found.problems
    assert (problem.row, problem.gravity, problem.file) == (2, "warning", "decisions.csv")


def test_two_lines_that_say_the_same_are_no_contradiction(twice, lexicon):
    found = match(
        twice, lexicon=lexicon, decisions=decisions(("1", "2", "different"), ("2", "1", "different"))
    )
    assert (found.clusters[1] != found.clusters[2], codes(found)) == (True, [])


def test_a_pair_nobody_could_decide_is_told_and_stays_as_the_evidence_has_it(twice, lexicon):
    found = match(twice, lexicon=lexicon, decisions=decisions(("1", "2", "unsure"), ("1", "3", "unsure")))
    assert found.clusters == {1: 1, 2: 1, 3: 3}
    assert list(zip(found.pairs["left"], found.pairs["right"], strict=True)) == [(1, 2), (1, 3)]
    assert codes(found) == []


HERE = "EPN La Ruche, Rue Haute 1, 7000"


@pytest.mark.parametrize(
    ("left", "right", "meant"),
    [
        (("1", HERE), ("9", "Vie Féminine, Grand-Place 2, 7000"), (1, 2)),  # only the words are there
        (("9", "vie feminine, grand-place 2, 7000"), ("3", None), (2, 3)),  # in whatever spelling
        (("1", "words of nobody"), ("2", "of nobody either"), (1, 2)),  # only the numbers are
        (("1", None), ("2", None), (1, 2)),
        (("1", "Vie Féminine, Grand-Place 2, 7000"), ("3", None), (2, 3)),  # the number is another's now
        (("1", HERE), ("1", HERE), None),  # a record is not another than itself
        (("1", None), ("9", "words of nobody"), "orphan"),
        (("9", None), ("1", None), "orphan"),
        (("le CPAS", None), ("9", None), None),
    ],
)
def test_whom_a_line_means(listed, lexicon, left, right, meant):
    """The number, unless its words have become another's and one record alone has them."""
    third = {**RUCHE, "street": "Rue Haute 1 bte 4"}
    line = decisions((left[0], right[0], "unsure", left[1], right[1]))
    found = match(listed(RUCHE, OTHER, third), lexicon=lexicon, decisions=line)
    told = {(a, b) for a, b in zip(found.pairs["left"], found.pairs["right"], strict=True)}
    assert codes(found) == (["decision_orphan"] if meant == "orphan" else [])
    before = match(listed(RUCHE, OTHER, third), lexicon=lexicon)
    known = {(a, b) for a, b in zip(before.pairs["left"], before.pairs["right"], strict=True)}
    assert told - known == ({meant} if isinstance(meant, tuple) else set())


def test_words_that_two_records_have_mean_the_number(listed, lexicon):
    moved = listed(RUCHE, RUCHE, OTHER)
    line = decisions(("3", "1", "same", HERE, None))
    found = match(moved, lexicon=lexicon, decisions=line)
    assert set(found.clusters.values()) == {1}


def test_a_decision_follows_its_words_when_numbers_moved(listed, lexicon):
    moved = listed(
        {**OTHER, "record": 1}, {**RUCHE, "record": 2}, {**RUCHE, "street": "Rue Haute 1 bte 4", "record": 3}
    )
    lines = decisions(
        ("1", "3", "different", "EPN La Ruche, Rue Haute 1, 7000", "EPN La Ruche, Rue Haute 1 bte 4, 7000")
    )
    found = match(moved, lexicon=lexicon, decisions=lines)
    assert found.clusters[2] != found.clusters[3]


def test_a_decision_on_a_record_that_is_gone_is_said(twice, lexicon):
    assert codes(match(twice, lexicon=lexicon, decisions=decisions(("1", "99", "same")))) == [
        "decision_orphan"
    ]


def test_a_decision_on_a_mention_is_not_about_records(twice, lexicon):
    assert codes(match(twice, lexicon=lexicon, decisions=decisions(("le CPAS", "1", "same")))) == []


def test_what_was_decided_is_not_asked_again(listed, lexicon):
    same_list = {"source": "a", "phone": ("+3265111111",)}
    records = listed({**RUCHE, **same_list}, {**RUCHE, **same_list, "street": "Rue Basse 40"})
    assert match(records, lexicon=lexicon).review == ((1, 2),)
    assert match(records, lexicon=lexicon, decisions=decisions(("1", "2", "different"))).review == ()


def test_a_crowd_warns(listed, lexicon):
    assert codes(match(listed(*[RUCHE] * 21), lexicon=lexicon)) == ["crowded_cluster"]


def test_weak_links_do_not_chain(listed, lexicon):
    library = {"name": "Bibliothèque La Ruche", "phone": ("+3265111111",), **RUCHE}
    commune = {**RUCHE, "name": "Commune de Mons", "phone": ("+3265111111",)}
    both = {**RUCHE, "name": "Commune de Mons, bibliothèque La Ruche", "phone": ("+3265111111",)}
    found = match(listed({**library, "name": "Bibliothèque La Ruche"}, commune, both), lexicon=lexicon)
    assert found.clusters[1] != found.clusters[2]


PARTS = {"name": "Le Tilleul", "source": "a"}


@pytest.mark.parametrize("column", ["postal_code", "ins"])
def test_one_list_that_gives_two_codes_names_two_places(listed, lexicon, column):
    """Only the code tells them apart: no street, no town, the same phone."""
    one, other = ("7000", "7012") if column == "postal_code" else ("53053", "25072")
    reached = {**PARTS, "phone": ("+3265111111",)}
    found = match(listed({**reached, column: one}, {**reached, column: other}), lexicon=lexicon)
    assert found.clusters == {1: 1, 2: 2}
    assert match(listed({**reached, column: one}, {**reached, column: one}), lexicon=lexicon).clusters == {
        1: 1,
        2: 1,
    }


@pytest.mark.parametrize(("one", "other"), [({"postal_code": "7000"}, {"postal_code": "7012"}), ({"ins": "53053"}, {"ins": "25072"})])  # fmt: skip
def test_two_codes_say_two_places_more_surely_than_two_towns_do(listed, lexicon, one, other):
    """Lists name village, commune or suburb as they like; a code is no matter of taste."""

    def against(first, second):
        reached = {"name": "Le Tilleul", "phone": ("+3265111111",)}
        found = match(listed({**reached, **first}, {**reached, **second}), lexicon=lexicon)
        return found.pairs["place"].tolist()[0]

    towns = against({"locality": "Mons"}, {"locality": "Jemappes"})
    assert against({"locality": "Mons", **one}, {"locality": "Jemappes", **other}) < towns < 0
