"""The slots of a week, and the words for an appointment."""

from __future__ import annotations

from datetime import datetime

import pytest

from wtc_eco.coverage.slots import general_plan, plan_of
from wtc_eco.territory import load


def test_the_pack_says_which_terms_are_slots_groups_and_flags(plan):
    assert plan.ids() == ("matin", "apres_midi", "soiree", "samedi", "dimanche")
    assert dict(plan.groups) == {"journee": ("matin", "apres_midi"), "weekend": ("samedi", "dimanche")}
    assert plan.flags == ("sur_rdv",)


def test_without_a_territory_the_slots_are_those_of_the_shipped_one():
    assert general_plan().slots == plan_of(load("wallonie").slots).slots


def test_an_interval_over_midnight_belongs_to_both_days(plan):
    # A wall clock, as schedules have it.
    friday_night = (datetime.fromisoformat("2027-02-05T23:00"), datetime.fromisoformat("2027-02-06T01:00"))
    assert plan.minutes([friday_night]) == {
        "matin": 0,
        "apres_midi": 0,
        "soiree": 60,
        "samedi": 60,
        "dimanche": 0,
    }


@pytest.mark.parametrize(
    "words", ["Sur rendez-vous", "sur RDV uniquement", "Nach Vereinbarung", "By Appointment"]
)
def test_an_appointment_is_recognised_in_the_languages_of_the_country(plan, words):
    assert plan.asks_appointment(words)


@pytest.mark.parametrize(
    "words", ["sans rendez-vous", "Sans RDV", "avec ou sans rendez-vous", "ohne Termin", "bonjour", ""]
)
def test_without_appointment_asks_for_none(plan, words):
    assert not plan.asks_appointment(words)


def test_both_ways_asks_for_an_appointment(plan):
    assert plan.asks_appointment("sans rendez-vous le matin, sur rendez-vous l'après-midi")
