"""A schedule on one day: public holidays, school holidays of each community."""

from __future__ import annotations

from datetime import date

import pytest

from wtc_eco.analysis.schedules import Calendar, calendar_of, open_on
from wtc_eco.coverage.schedule import understand

FRENCH, GERMAN = Calendar("BE", "French"), Calendar("BE", "German")
ARMISTICE, WEDNESDAY, AUTUMN = date(2026, 11, 11), date(2026, 11, 18), date(2026, 10, 21)
MORNING = ((540, 720),)


@pytest.mark.parametrize(
    ("text", "day", "spans"),
    [
        ("lu-ve 9h-12h", WEDNESDAY, MORNING),
        ("lu-ve 9h-12h, fermé les jours fériés", ARMISTICE, ()),
        ("lu-ve 9h-12h", ARMISTICE, None),
        ("mercredi 9h-12h hors vacances scolaires", AUTUMN, ()),
        ("mercredi 9h-12h hors vacances scolaires", WEDNESDAY, MORNING),
        ("Lu-Ve 9h-17h. Vacances scolaires : 9h-12h", AUTUMN, MORNING),
        ("Lu-Ve 9h-17h. Vacances scolaires : 9h-12h", WEDNESDAY, ((540, 1020),)),
        ("lu-ve 9h-12h et sur rendez-vous", WEDNESDAY, MORNING),
        ("sur rendez-vous", WEDNESDAY, None),
        ("horaires variables", WEDNESDAY, None),
        ("1er samedi du mois de 9h à 12h", date(2026, 11, 7), MORNING),
        ("1er samedi du mois de 9h à 12h", date(2026, 11, 14), ()),
    ],
)
def test_the_hours_of_a_day(text, day, spans):
    assert open_on(understand(text), day, FRENCH) == spans


def test_each_community_has_its_school_holidays():
    # The French community keeps its autumn fortnight; the German-speaking one has another calendar.
    days = [date(2026, 10, 19 + n) for n in range(12)] + [date(2026, 11, n) for n in range(1, 8)]
    french, german = ({day for day in days if "SH" in held.holidays(day)} for held in (FRENCH, GERMAN))
    assert french
    assert german
    assert french != german


def test_without_a_calendar_no_day_is_a_holiday():
    assert open_on(understand("lu-ve 9h-12h, fermé les jours fériés"), ARMISTICE, None) == MORNING


def test_the_pack_says_whose_calendar_counts():
    demand = {"calendar": {"country": "BE", "communities": {"fr": "French", "de": "German"}}}
    assert calendar_of(demand) == FRENCH
    assert calendar_of(demand, "de") == GERMAN
    assert calendar_of({}) is None
