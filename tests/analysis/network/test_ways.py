"""Journeys in an invented valley: Ada comes by day for basics, Bruno in the evening for safety and procedures.

In Montalto, T101 and T102 are 10 km apart, T103 is 12 and 16 km away from them, and nothing else is near.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from wtc_eco.analysis import answer
from wtc_eco.analysis.routes import routes
from wtc_eco.i18n import rounded
from wtc_eco.territory import Scope

BY_DAY = ("matin", "apres_midi")
DOOR = dict(ins="T101", publics=("tous",), themes=(), slots=())


def ask(question, study, scope=None):
    return answer(question)(study, scope)


def becomes(study, scope, profile, need):
    """What becomes of a profile and a need, commune by commune."""
    found = routes(study, scope)
    return {
        case.commune.ins: outcome
        for case, outcome in zip(found.cases, found.outcomes, strict=True)
        if (case.profile.id, case.need) == (profile, need)
    }


def test_ada_is_served_at_the_door_of_one_who_offers_it(valley, montalto):
    study = valley(dict(ins="T101", publics=("retraites",), themes=("bases",), slots=BY_DAY))
    # T102 is 10.0 km from it, T103 farther than Ada's 10 km.
    assert becomes(study, montalto, "ada", "bases")["T101"] == "door"
    assert becomes(study, montalto, "ada", "bases")["T103"] == "no_entry"


def test_ada_is_served_after_as_many_referrals_as_it_takes(valley, montalto):
    far = dict(ins="T102", publics=("tous",), themes=("bases",), slots=BY_DAY)
    for ties, outcome in ((["1>>2"], "one"), (["1>>3", "3>>2"], "two"), ([], "no_path")):
        study = valley(
            DOOR, {**far, "lat": 45.47, "lon": 9.05}, {**DOOR, "publics": ("salaries",)}, ties=ties
        )
        assert becomes(study, montalto, "ada", "bases")["T101"] == outcome


def test_three_referrals_are_too_many(valley, montalto):
    goal = dict(ins="T102", publics=("tous",), themes=("bases",), slots=BY_DAY, lat=45.47, lon=9.05)
    step = {**DOOR, "publics": ("salaries",)}
    study = valley(DOOR, goal, step, step, ties=["1>>3", "3>>4", "4>>2"])
    assert becomes(study, montalto, "ada", "bases")["T101"] == "no_path"


def test_the_cause_says_what_is_lacking(valley, montalto):
    offering = dict(ins="T101", publics=("tous",), themes=("bases", "securite"), slots=BY_DAY)
    assert becomes(valley(offering), montalto, "bruno", "securite")["T101"] == "wrong_slot"
    assert becomes(valley(offering), montalto, "bruno", "demarches")["T101"] == "no_offer"
    assert (
        becomes(valley({**offering, "publics": ("salaries",)}), montalto, "ada", "bases")["T101"]
        == "no_entry"
    )


@pytest.mark.parametrize("column", ["publics", "themes", "slots"])
def test_what_nobody_told_is_unknown_and_neither_an_offer_nor_a_gap(valley, montalto, column):
    study = valley(
        {**dict(ins="T101", publics=("tous",), themes=("securite",), slots=("soiree",)), column: None}
    )
    assert becomes(study, montalto, "bruno", "securite")["T101"] == "unknown"
    found = ask("journeys", study, montalto)
    assert found.low == 0
    assert found.high > 0


def test_the_truth_lies_between_what_is_confirmed_and_what_is_possible(valley, montalto):
    rows = (
        DOOR,
        dict(ins="T102", publics=("tous",), themes=("bases",), slots=BY_DAY, lat=45.47, lon=9.05),
        dict(ins="T103", publics=None, themes=None, slots=None),
    )
    one_side, both = valley(*rows, ties=["1>>2"]), valley(*rows, ties=["1>>2"])
    found = ask("journeys", one_side, montalto)
    middle = routes(both, montalto)
    assert found.low < middle.share(middle.sure, middle.arcs) < found.high


def test_people_of_a_profile_are_shared_out_over_its_needs(valley, montalto):
    found = routes(valley(DOOR), montalto)
    people = {(case.profile.id, case.need, case.commune.ins): case.people for case in found.cases}
    # 9 000 inhabitants × 30 % in need × 60 % employees × 0.8, over two needs.
    assert people["bruno", "securite", "T101"] == people["bruno", "demarches", "T101"] == 648
    assert people["ada", "bases", "T101"] == 1404


def test_the_sentence_names_the_profile_least_well_served_and_on_what_that_rests(valley, montalto):
    study = valley(dict(ins="T101", publics=("tous",), themes=("bases", "securite"), slots=BY_DAY), DOOR)
    found = ask("journeys", study, montalto)
    assert found.sentence().startswith(
        "Montalto: of 2 typical profiles, Bruno (40), looking for “online safety”, is the least well served: in 3 "
        "communes of 3 no solution is known"
    )
    assert found.base == 2
    assert found.unknown == 0
    assert found.response == 1


def test_silence_is_told_beside_the_journeys(valley, montalto):
    silent = {"network_answered_on": None}
    study = valley({**DOOR, **silent, "themes": ("bases",)}, {**DOOR, **silent})
    assert "Nobody has answered about referrals yet" in ask("journeys", study, montalto).sentence()
    some = valley({**DOOR, "themes": ("bases",)}, {**DOOR, **silent})
    assert "1 respondent declared: other relays no doubt exist" in ask("journeys", some, montalto).sentence()


def test_a_pack_without_profiles_says_so(valley, montalto):
    study = valley(DOOR)
    bare = replace(study, territory=replace(study.territory, profiles=()))
    for question in ("journeys", "missing_links", "resilience"):
        found = ask(question, bare, montalto)
        assert found.rows() == ()
        assert found.sentence()


def test_rows_are_by_bassin_for_the_whole_and_by_commune_for_one(valley, montalto):
    study = valley(DOOR)
    whole, part = ask("journeys", study), ask("journeys", study, montalto)
    assert {row["bassin"] for row in whole.rows()} == {"montalto", "valdoro", "costamare"}
    assert sum(row["n_communes"] for row in whole.rows()) == 9 * 3
    assert len(part.rows()) == 3 * 3
    for found in (whole, part):
        assert all({head.id for head in found.headings} <= set(row) for row in found.rows())
    for row in whole.rows():
        told = sum(row[outcome] for outcome in ("door", "one", "two", "unknown")) + row["n_without"]
        assert told == row["n_communes"]


# ---------------------------------------------------------------- introductions


def broken(**goal):
    """Somebody at the door in T101, somebody who offers basics beyond, and no tie between them."""
    beyond = dict(ins="T102", publics=("tous",), themes=("bases",), slots=BY_DAY, lat=45.47, lon=9.05)
    return DOOR, {**beyond, **goal}


def test_the_introduction_that_mends_a_journey_is_proposed_with_its_people(valley, montalto):
    found = ask("missing_links", valley(*broken()), montalto)
    (row,) = found.rows()
    assert (row["from"], row["to"], row["people"]) == ("S1", "S2", 1400)
    assert row["communes"] == ("Montalto",)
    assert row["profiles"] == ("ada",)
    assert row["both_answered"]
    assert not row["acquainted"]
    assert "about 1,400 people" in found.sentence()
    assert found.low == found.high == 1400


def test_a_referral_that_exists_is_not_proposed(valley, montalto):
    assert ask("missing_links", valley(*broken(), ties=["1>>2"]), montalto).rows() == ()


def test_who_has_not_answered_is_not_said_to_lack_a_tie(valley, montalto):
    silent = {"network_answered_on": None}
    door, beyond = broken()
    assert ask("missing_links", valley({**door, **silent}, beyond), montalto).rows() == ()
    found = ask("missing_links", valley(door, {**beyond, **silent}), montalto)
    assert not found.rows()[0]["both_answered"]
    assert found.low == 0
    assert found.high == 1400
    assert any("has not answered" in remark.text for remark in found.remarks)


def test_where_nobody_answered_introductions_wait(valley, montalto):
    silent = {"network_answered_on": None}
    found = ask("missing_links", valley(*({**row, **silent} for row in broken())), montalto)
    assert found.rows() == ()
    assert found.high is None
    assert "must wait for answers" in found.sentence()


def test_of_two_that_serve_as_many_the_nearer_is_proposed(valley, montalto):
    door, beyond = broken()
    nearer = {**beyond, "lat": 45.455}
    found = ask("missing_links", valley(door, beyond, {**nearer, "ins": "T102", "lat": 45.468}), montalto)
    assert found.rows()[0]["to"] == "S3"


# ---------------------------------------------------------------- closures and dead ends


def test_the_only_one_who_offers_it_holds_the_journey(valley, montalto):
    study = valley(*broken(), ties=["1>>2"])
    found = ask("resilience", study, montalto)
    # In T101 the journey needs both; T102 is out of reach of the first and comes to the second's door.
    people = {row["id"]: row["people"] for row in found.rows()}
    assert people["S1"] == 1400
    assert people["S2"] >= 1400
    assert found.high == 1


def test_what_two_offer_hangs_on_neither(valley, montalto):
    here = dict(ins="T101", publics=("tous",), themes=("bases",), slots=BY_DAY)
    found = ask("resilience", valley(here, here), montalto)
    assert found.rows() == ()
    assert "no journey hangs on one structure only" in found.sentence()


def test_below_sixty_percent_of_answers_only_the_door_counts(valley, montalto):
    silent = {**DOOR, "network_answered_on": None}
    study = valley(*broken(), silent, silent, silent, ties=["1>>2"])
    found = ask("resilience", study, montalto)
    assert {row["id"] for row in found.rows()} <= {"S2"}
    assert "Too few have answered" in found.sentence()


def test_a_dead_end_receives_people_offers_not_what_they_need_and_sends_nowhere(valley, montalto):
    study = valley(DOOR, {**DOOR, "themes": ("securite",)}, ties=["1>>2"])
    assert any("Spazio 2" in remark.text for remark in ask("resilience", study, montalto).remarks)


@pytest.mark.parametrize(
    "other", [{"themes": None}, {"network_answered_on": None}, {"themes": ("bases", "securite", "demarches")}]
)
def test_no_dead_end_where_themes_or_answers_are_unknown_or_the_need_is_offered(valley, montalto, other):
    study = valley(DOOR, {**DOOR, "themes": ("securite",), **other}, ties=["1>>2"])
    assert not any("Spazio 2" in remark.text for remark in ask("resilience", study, montalto).remarks)


def test_who_sends_people_on_is_no_dead_end(valley, montalto):
    study = valley(DOOR, {**DOOR, "themes": ("securite",)}, ties=["1>>2", "2>>1"])
    assert not any("Spazio 2" in remark.text for remark in ask("resilience", study, montalto).remarks)


def test_a_commune_can_be_asked_about(valley, trio):
    found = ask("journeys", valley(*broken()), Scope(commune=trio.communes["T101"]))
    assert found.scope == "T101"
    assert {row["commune"] for row in found.rows()} == {"Montalto"}


def test_every_profile_and_need_has_a_spot_in_every_commune_the_least_well_served_first(valley, montalto):
    study = valley(dict(ins="T101", publics=("tous",), themes=("bases",), slots=BY_DAY))
    finding = ask("journeys", study, montalto)
    told = {(row["ins"], row["mark"]) for row in finding.rows()}
    assert {(spot.id, spot.mark) for spot in finding.places()} == told
    assert len(finding.places()) == len(finding.rows())
    assert finding.places()[0].about.startswith("Bruno")


@pytest.mark.parametrize("question", ["journeys", "missing_links", "resilience"])
def test_people_are_told_to_two_digits_in_tables_as_in_sentences(valley, montalto, question):
    study = valley(*broken(), ties=["1>>2"] if question == "resilience" else [])
    told = [
        row[key]
        for scope in (montalto, Scope())
        for row in ask(question, study, scope).rows()
        for key in ("people", "people_without", "together")
        if key in row
    ]
    assert told
    assert all(figure == rounded(figure) for figure in told)
