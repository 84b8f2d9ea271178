"""Who was asked, who answered, who has still to answer: per survey and over all, however many records say it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wtc_eco import model, registry, territory
from wtc_eco.network import Mentions, awaited, build, by_survey, response
from wtc_eco.registry import COORDINATION, REQUEST, correction_record
from wtc_eco.registry.participation import Participation, has_answered, still_to_answer, was_asked

TRIO = territory.load(Path(__file__).parent.parent / "territories" / "trio")


def registered(*structures):
    """A register of structures, each a list of records; numbers are counted."""
    rows, clusters = [], {}
    for records in structures:
        first = len(rows) + 1
        for record in records:
            rows.append({"record": len(rows) + 1, "name": f"Structure {first}", **record})
            clusters[len(rows)] = first
    matching = SimpleNamespace(clusters=clusters, review=())
    return registry.build(model.frame(model.RECORDS, rows), matching, TRIO)


def listed(**told):
    return {"source": "list", "collected_on": "2026-01-05", **told}


def request(survey, day):
    return {"source": survey, "asked_on": day, "collected_on": day, "extra": {REQUEST: "yes"}}


def answer(survey, day, *, asked_on=None, network=True, **told):
    return {
        "source": survey,
        "source_id": f"S1 {day}",
        "collected_on": day,
        "asked_on": asked_on,
        "answered_on": day,
        "network_answered_on": day if network else None,
        **told,
    }


def correction(day, **told):
    made = correction_record(told, record=99, on=day, by=None, why=None)
    return {name: value for name, value in made.items() if name != "record"}


def in_surveys(*records):
    """What the surveys of the one structure of these records are: name, asked on, answered on."""
    register = registered([listed(), *records])
    return [(one.survey, one.asked_on, one.answered_on) for one in register.surveys["S1"]]


def owes(*records):
    register = registered([listed(), *records])
    return still_to_answer(register.row("S1"), register.surveys["S1"])


def test_who_was_never_asked_and_never_answered_is_in_no_survey():
    assert in_surveys() == []
    assert not owes()


def test_a_request_asks_and_its_answer_answers():
    asked = request("2027", "2027-06-01")
    assert in_surveys(asked) == [("2027", "2027-06-01", None)]
    assert owes(asked)
    assert in_surveys(asked, answer("2027", "2027-06-20")) == [("2027", "2027-06-01", "2027-06-20")]
    assert not owes(asked, answer("2027", "2027-06-20"))


@pytest.mark.parametrize(("day", "answered"), [("2027-05-31", None), ("2027-06-01", "2027-06-01")])
def test_an_answer_of_the_day_it_was_asked_is_one_and_one_of_the_day_before_is_not(day, answered):
    records = (request("2027", "2027-06-01"), answer("2027", day))
    assert in_surveys(*records) == [("2027", "2027-06-01", answered)]
    register = registered([listed(), *records])
    assert has_answered(register.row("S1"))


def test_an_answer_to_an_earlier_survey_is_none_to_this_one_though_the_structure_answered_once():
    records = (answer("2026", "2026-09-10", asked_on="2026-09-07"), request("2027", "2027-06-01"))
    assert in_surveys(*records) == [
        ("2026", "2026-09-07", "2026-09-10"),
        ("2027", "2027-06-01", None),
    ]
    assert owes(*records)
    assert has_answered(registered([listed(), *records]).row("S1"))


def test_of_two_surveys_at_one_time_an_answer_is_to_the_one_it_was_imported_as():
    first, second = request("first", "2027-06-01"), request("second", "2027-06-15")
    assert in_surveys(first, second, answer("first", "2027-06-20")) == [
        ("first", "2027-06-01", "2027-06-20"),
        ("second", "2027-06-15", None),
    ]
    assert owes(first, second, answer("first", "2027-06-20"))
    assert not owes(first, second, answer("second", "2027-06-20"))


def test_an_answer_imported_under_another_name_is_to_the_last_survey_that_had_asked_by_then():
    asked = (request("2026", "2026-09-01"), request("2027", "2027-06-01"), request("later", "2028-01-01"))
    assert in_surveys(*asked, answer("Answers.csv", "2027-07-01")) == [
        ("Answers.csv", None, "2027-07-01"),
        ("2026", "2026-09-01", None),
        ("2027", "2027-06-01", "2027-07-01"),
        ("later", "2028-01-01", None),
    ]


def test_of_two_answers_under_other_names_the_later_day_counts():
    records = (request("2027", "2027-06-01"), answer("B.csv", "2027-07-01"), answer("A.csv", "2027-08-01"))
    assert in_surveys(*records)[-1] == ("2027", "2027-06-01", "2027-08-01")


def test_who_answered_was_asked_even_where_nobody_noted_when():
    assert in_surveys(answer("2026", "2026-09-10")) == [("2026", None, "2026-09-10")]
    register = registered([answer("2026", "2026-09-10")])
    assert was_asked(register.row("S1"))


def test_who_answered_about_its_offer_only_has_still_to_answer_about_its_network():
    assert in_surveys(answer("2026", "2026-09-10", network=False)) == [("2026", None, None)]
    assert owes(answer("2026", "2026-09-10", network=False))


def test_the_follow_up_of_an_event_is_no_survey():
    assert in_surveys(request("after the meeting", None)) == []
    assert not owes(request("after the meeting", None))


def test_a_structure_asked_by_two_of_its_records_counts_once_from_the_first_day():
    asked = (request("2027", "2027-06-01"), request("2027", "2027-07-01"))
    assert in_surveys(*asked) == [("2027", "2027-06-01", None)]
    assert in_surveys(*asked, answer("2027", "2027-06-15")) == [("2027", "2027-06-01", "2027-06-15")]


def test_a_survey_sent_anew_under_an_old_name_asks_anew():
    records = (answer("enquete", "2026-09-10", asked_on="2026-09-07"), request("enquete", "2027-06-01"))
    assert in_surveys(*records) == [("enquete", "2027-06-01", None)]
    assert owes(*records)


def test_what_a_person_corrected_is_an_answer_and_no_survey():
    asked = request("2027", "2027-06-01")
    assert in_surveys(asked, correction("2027-07-01", network_answered_on="2027-06-30")) == [
        ("2027", "2027-06-01", "2027-06-30")
    ]
    told = (asked, answer("2027", "2027-06-20"), correction("2027-07-01", network_answered_on=None))
    assert in_surveys(*told) == [("2027", "2027-06-01", None)]
    assert owes(*told)
    called = correction("2027-07-01", network_answered_on="2027-06-30")
    assert in_surveys(called) == []
    assert not owes(called)


def test_a_later_answer_takes_the_place_of_the_earlier():
    earlier = answer("2026", "2026-09-10", withdrawn_on="2026-09-20")
    assert in_surveys(earlier, answer("2026", "2026-09-20", network=False)) == [("2026", None, None)]


DAYS = st.integers(1, 9).map("2026-09-0{}".format)
SURVEYS = st.sampled_from(["one", "two", "three"])
RECORDS = st.one_of(
    st.builds(request, SURVEYS, DAYS),
    st.builds(answer, SURVEYS, DAYS, asked_on=st.none() | DAYS, network=st.booleans()),
    st.builds(answer, SURVEYS, DAYS, withdrawn_on=DAYS),
    st.builds(lambda day: correction("2026-10-01", network_answered_on=day), st.none() | DAYS),
)
STRUCTURES = st.lists(
    st.tuples(
        st.fixed_dictionaries(
            {},
            optional={"closed_on": st.just("2026-09-05"), "withdrawn_on": st.just("2026-09-05")},
        ),
        st.lists(RECORDS, max_size=5),
    ),
    min_size=1,
    max_size=6,
)


@given(STRUCTURES)
@example([({}, [answer("one", "2026-09-01"), request("one", "2026-09-02"), request("two", "2026-09-03")])])
def test_counts_add_up_per_survey_and_over_all(structures):
    register = registered(*([listed(**told), *records] for told, records in structures))
    network = build(register, Mentions(0, ()), TRIO)
    everybody = response(network)
    assert everybody.n == sum(register.table["active"])
    assert everybody.asked == everybody.answered_network + everybody.still_to_answer
    assert everybody.n == everybody.asked + everybody.never_asked
    surveys = by_survey(network, register)
    assert len({one.survey for one in surveys}) == len(surveys)
    for one in surveys:
        assert one.asked == one.answered + one.still_to_answer
        assert 0 <= one.answered <= one.asked <= everybody.asked
    still = awaited(network, register)
    never = {
        node for node in network if was_asked(network.nodes[node]) and not has_answered(network.nodes[node])
    }
    assert never <= set(still)
    assert all(was_asked(network.nodes[node]) for node in still)


@given(STRUCTURES)
def test_who_answered_a_survey_has_answered_and_who_was_asked_by_one_was_asked(structures):
    register = registered(*([listed(**told), *records] for told, records in structures))
    for id_, surveys in register.surveys.items():
        row = register.row(id_)
        assert not any(one.answered_on for one in surveys) or has_answered(row)
        assert not surveys or was_asked(row)
        assert all(
            one.asked_on is None or one.answered_on is None or one.asked_on <= one.answered_on
            for one in surveys
        )


@given(st.lists(RECORDS, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(records, shuffle):
    plain = [row for row in records if row["source"] != COORDINATION]
    shuffled = shuffle.sample(plain, len(plain))
    assert in_surveys(*shuffled) == in_surveys(*plain)


def test_a_survey_counts_the_active_structures_of_the_scope_it_asked():
    asked = request("2027", "2027-06-01")
    register = registered(
        [listed(ins="T101"), asked, answer("2027", "2027-06-02")],
        [listed(ins="T101"), request("2027", "2027-06-09")],
        [listed(ins="T101", closed_on="2027-06-03"), asked],
        [listed(ins="T101")],
        [listed(ins="T201"), asked],
        [listed(ins="T101"), answer("2026", "2026-09-10"), request("2027", "2027-06-09")],
    )
    network = build(register, Mentions(0, ()), TRIO)
    bassin = network.nodes["S1"]["bassin"]
    scope = territory.Scope(bassin=TRIO.bassins[bassin], territory=TRIO)
    here, _ = by_survey(network, register, scope)
    assert (here.survey, here.asked_on, here.asked, here.answered, here.still_to_answer) == (
        *("2027", "2027-06-01"),
        *(3, 1, 2),
    )
    # The last of them answered an earlier survey.
    names = [network.nodes[node]["name"] for node in awaited(network, register, scope)]
    assert names == ["Structure 4", "Structure 11"]
    assert Participation("2027", "2027-06-09", None) in register.surveys["S4"]


def test_the_last_survey_that_asked_is_the_last_by_its_day_and_not_by_its_name():
    asked = (request("z spring", "2027-03-01"), request("a autumn", "2027-09-01"))
    assert in_surveys(*asked, answer("Answers.csv", "2027-10-01"))[1:] == [
        ("z spring", "2027-03-01", None),
        ("a autumn", "2027-09-01", "2027-10-01"),
    ]


def test_the_surveys_of_a_scope_come_the_last_sent_first_and_those_of_no_known_day_last():
    asked = (request("2026", "2026-06-01"), request("2027", "2027-06-01"), answer("undated", "2025-01-01"))
    register = registered([listed(), *asked], [listed()])
    surveys = by_survey(build(register, Mentions(0, ()), TRIO), register)
    assert [(one.survey, one.asked_on) for one in surveys] == [
        ("2027", "2027-06-01"),
        ("2026", "2026-06-01"),
        ("undated", None),
    ]


@pytest.mark.parametrize("column", ["asked_on", "answered_on"])
def test_a_day_that_no_survey_noted_is_of_no_survey(column):
    """Of a list without a name, or of what a person corrected."""
    assert in_surveys({"source": None, "collected_on": "2027-07-01", column: "2027-06-30"}) == []
    assert in_surveys(correction("2027-07-01", **{column: "2027-06-30"})) == []
