"""What partners may read of an answer: counts in fives of ten or more, and never a status of everybody or of one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wtc_eco.analysis import acquaintance, answers, isolated, training
from wtc_eco.analysis.finding import Finding, Heading, Remark, Spot, notes
from wtc_eco.analysis.shareable import RULES, TOLD_OTHERWISE, shareable
from wtc_eco.territory import Scope

NAMUR, ANDENNE = "92094", "92003"
AROUND_TEN = [(9, False), (10, True), (11, True)]


def ring(n):
    """`n` structures that answered, each of which knows the next."""
    return " ".join(f"a{k}>a{(k + 1) % n}" for k in range(n))


def alone(n):
    """`n` structures that answered and know nobody."""
    return " ".join(f"b{k}" for k in range(n))


@pytest.mark.parametrize(("n", "counted"), AROUND_TEN)
def test_standings_are_counted_of_ten_respondents_or_more(study, namur, n, counted):
    asked = study(f"{ring(n - 1)} b0 c0?")
    shared = shareable(asked, isolated.ask(asked, namur))
    assert bool(shared.rows()) == bool(shared.headings) == counted
    if counted:
        assert {row["n"] for row in shared.rows() if row["standing"] == "isolated"} == {0}
        assert {row["base"] for row in shared.rows()} == {10}
    else:
        assert "too few structures have answered" in shared.sentence()
        assert str(n) not in shared.sentence()


def test_how_many_are_isolated_is_told_as_a_range_in_fives(study, namur):
    """Six have no tie, five one that nobody confirms; all the others have one that is returned."""
    mutual = " ".join(f"a{k}>a{(k + way) % 9}" for k in range(9) for way in (1, -1))
    said = {f"a{k}": {"knows_ecosystem": "badly" if k > 3 else "well"} for k in range(9)}
    said |= {f"b{k}": {"knows_ecosystem": "badly"} for k in range(6)}
    asked = study(f"{mutual} {' '.join(f'c{k}>a0' for k in range(5))} {alone(6)}", **said)
    shared = shareable(asked, isolated.ask(asked, namur))
    assert (
        "Of about 20 that answered about their network, between 5 and 10 are to be introduced"
        in shared.sentence()
    )
    assert "5 of the 15 that answered the question" in shared.sentence()
    assert (shared.low, shared.high) == (5, 10)
    assert [(row["n"], row["high"]) for row in shared.rows() if row["standing"] == "isolated"] == [(5, 10)]


def test_where_nobody_s_tie_is_confirmed_the_range_has_no_end(study, namur):
    """Of everybody is of each."""
    asked = study(f"{ring(11)} {alone(4)}")
    shared = shareable(asked, isolated.ask(asked, namur))
    assert "at least 5 are to be introduced" in shared.sentence()
    assert (shared.low, shared.high) == (5, None)


@pytest.mark.parametrize("n", [9, 10, 12])
def test_where_all_are_isolated_nobody_is_counted(study, namur, n):
    """Of everybody is of each."""
    asked = study(alone(n))
    shared = shareable(asked, isolated.ask(asked, namur))
    assert (shared.rows(), shared.headings, shared.places()) == ((), (), ())


def test_a_standing_that_all_have_is_not_counted(study, namur):
    """Eleven that each know a silent one, and that nobody cites: unknown to others would be said of each."""
    asked = study(" ".join(f"b{k}>c{k}?" for k in range(11)))
    told = {row["standing"]: row["n"] for row in shareable(asked, isolated.ask(asked, namur)).rows()}
    assert told["isolated"] == 0
    assert "unknown_to_others" not in told


@pytest.mark.parametrize("question", [isolated.ask, acquaintance.ask])
def test_no_structure_s_name_or_place_goes_with_a_status(study, namur, question):
    asked = study(f"{ring(11)} Zebra")
    shared = shareable(asked, question(asked, namur))
    assert shared.places() == ()
    assert not any("Zebra" in str(value) for row in shared.rows() for value in row.values())
    assert "Zebra" not in shared.sentence() + " ".join(one.text for one in shared.remarks)


@pytest.mark.parametrize("question", [acquaintance.bassins, acquaintance.kinds])
def test_who_cites_whom_is_not_counted(study, question):
    """One answer holds many ties: the difference of two editions would tell all that one structure said."""
    asked = study(ring(30))
    shared = shareable(asked, question(asked, Scope()))
    assert (shared.rows(), shared.headings, shared.low, shared.high) == ((), (), None, None)


@pytest.mark.parametrize(("n", "told"), AROUND_TEN)
def test_what_structures_say_of_themselves_is_told_of_ten_or_more(study, namur, n, told):
    said = {f"a{k}": {"knows_ecosystem": "well" if k < 5 else "badly"} for k in range(n)}
    asked = study(f"{ring(n)} " + " ".join(f"silent{k}?" for k in range(12)), **said)
    shared = shareable(asked, acquaintance.kinds(asked, namur))
    assert ("5 of the 10 that answered the question" in shared.sentence()) == told


@pytest.mark.parametrize(("n", "told"), AROUND_TEN)
def test_a_row_on_fewer_than_ten_structures_is_left_out(study, n, told):
    asked = study(" ".join([*(f"a{k}@namur" for k in range(12)), *(f"c{k}@dinant" for k in range(n))]))
    shared = shareable(asked, answers.ask(asked, Scope()))
    bases = {row["id"]: row["structures"] for row in shared.rows() if row["by"] == "bassin"}
    assert bases == ({"namur": 12, "dinant": n} if told else {"namur": 12})


@pytest.mark.parametrize(("n", "told"), AROUND_TEN)
def test_a_remark_that_is_a_share_is_told_of_ten_that_were_asked_and_any_other_always(study, namur, n, told):
    asked = study(ring(n))
    finding = _finding("overview", namur, "id", [{"id": "x"}])
    remarks = (Remark("60 %.", "share"), *notes("Plain."))
    shared = shareable(asked, replace(finding, remarks=remarks))
    assert [one.text for one in shared.remarks] == (["60 %.", "Plain."] if told else ["Plain."])


def test_of_a_commune_nothing_is_counted(study):
    """A commune is most often a handful; its bassin less the other communes would be it."""
    asked = study(ring(30), **{f"a{k}": {"ins": NAMUR if k % 2 else ANDENNE} for k in range(30)})
    scope = Scope(commune=asked.territory.communes[NAMUR], territory=asked.territory)
    for question in (isolated.ask, answers.ask, training.ask, acquaintance.ask):
        shared = shareable(asked, question(asked, scope))
        assert (shared.rows(), shared.response) == ((), None)
        assert not any(sign.isdigit() for sign in shared.sentence())


@pytest.mark.parametrize(("n", "told"), AROUND_TEN)
def test_the_rate_of_answers_is_told_of_ten_that_were_asked(study, namur, n, told):
    asked = study(" ".join([*(f"a{k}" for k in range(n - 1)), "b0?", "c0-"]))
    shared = shareable(asked, answers.ask(asked, namur))
    assert shared.edition == "shared"
    assert shared.response == (pytest.approx(1) if told else None)


def teams(yes, no, silent=0):
    """Structures of one commune that said whether their team is trained."""
    levels = ["yes"] * yes + ["no"] * no + [None] * silent
    return [{"ins": "T101", "kind": "comune", "staff_trained": level} for level in levels]


@pytest.mark.parametrize(("n", "told"), AROUND_TEN)
def test_trained_teams_are_told_of_ten_answers_or_more(valley, montalto, n, told):
    """Who has not said does not make ten."""
    asked = valley(*teams(3, n - 3, silent=5))
    finding = training.ask(asked, montalto)
    shared = shareable(asked, finding)
    assert bool(shared.rows()) == told
    assert all(row[name] % 5 == 0 for row in shared.rows() for name in ("known", "yes", "partly", "no"))


@pytest.mark.parametrize(("yes", "no"), [(12, 0), (0, 12)])
def test_what_all_teams_say_is_not_told(valley, montalto, yes, no):
    asked = valley(*teams(yes, no))
    finding = training.ask(asked, montalto)
    shared = shareable(asked, finding)
    assert shared.rows() == ()
    assert shared.sentence() != finding.sentence()


@pytest.mark.parametrize(("n", "told"), AROUND_TEN)
@pytest.mark.parametrize(
    "question", [name for name, rule in RULES.items() if rule.base and name not in TOLD_OTHERWISE]
)
def test_whatever_the_question_a_row_rests_on_ten(study, namur, question, n, told):
    base = RULES[question].base
    asked = study(ring(12))
    finding = _finding(question, namur, base, [{"id": "x", base: n}, {"id": "y", base: None}])
    shared = shareable(asked, finding)
    assert [row[base] for row in shared.rows()] == ([n] if told else [])


def _finding(question, scope, column, rows):
    """An answer with one number, a remark and a place."""
    levels = dict.fromkeys(("yes", "partly", "no"), 1)
    return Finding(
        question=question, title="Title", scope=scope.id, base=40, unknown=0, text="Text.",
        headings=(Heading("id", "Id"), Heading(column, "Base", "whole"), Heading("secret", "Secret")),
        table=tuple({"by": "kind", "known": 30, "secret": "s", **levels, **row} for row in rows),
        remarks=notes("First.", "Second."), spots=(Spot("S1", "Name", 50.0, 4.0, "mark", "Namur"),),
    )  # fmt: skip


@pytest.mark.parametrize("question", sorted(set(RULES) - {"training", "answers"}))
def test_of_an_answer_only_the_columns_of_its_rule_leave_the_house(study, namur, question):
    asked, rule = study(ring(12)), RULES[question]
    column = rule.base or next(iter(rule.columns), "id")
    shared = shareable(asked, _finding(question, namur, column, [{"id": "x", column: 12}]))
    assert "secret" not in {head.id for head in shared.headings} | {
        name for row in shared.rows() for name in row
    }
    assert {head.id for head in shared.headings} <= set(rule.columns)
    assert bool(shared.rows()) == rule.rows
    assert bool(shared.remarks) == rule.remarks
    assert bool(shared.places()) == rule.spots


def test_a_question_without_a_rule_says_its_title_and_nothing_else(study, namur):
    asked = study(f"{ring(11)} b0")
    finding = _finding("bridges", namur, "n", [{"id": "x", "n": 30}])
    shared = shareable(asked, replace(finding, low=0.1, high=0.2, fragile=True))
    assert (shared.headings, shared.rows(), shared.remarks, shared.places()) == ((), (), (), ())
    assert (shared.low, shared.high, shared.fragile) == (None, None, None)
    assert (shared.place, shared.sentence().startswith("Title")) == ("", True)


def test_of_introductions_neither_their_number_nor_who_is_told(study, namur):
    asked = study(f"{ring(11)} b0")
    finding = _finding("missing_links", namur, "to", [{"id": "S1", "to": "S2"}, {"id": "S3", "to": "S4"}])
    shared = shareable(asked, replace(finding, place="Namur"))
    assert shared.sentence().startswith("Introductions are proposed")
    assert (shared.headings, shared.rows(), shared.places()) == ((), (), ())
    nobody = shareable(asked, replace(finding, table=()))
    assert nobody.sentence().startswith("No introduction")
    assert nobody.remarks == ()
