"""What a schedule says, and above all what it does not."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wtc_eco.coverage.schedule import LONGEST, read

EVENING = "soiree"


@pytest.mark.parametrize("text", [None, "", "   ", "\t\n", "\u00a0"])
def test_a_blank_is_unknown_not_always_open(text):
    assert read(text).status == "unknown"
    assert read(text).slots == {}
    assert read(text).covers(EVENING) is None


@pytest.mark.parametrize(
    "text",
    [
        "sur rendez-vous",
        "Uniquement sur RDV",
        '"sur rendez-vous"',
        'Mo-Fr "sur rendez-vous"',
        'Mo-Fr 09:00-20:00 "sur R.D.V."',
        "by appointment only",
        "op afspraak",
        '|| "sur rendez-vous"',
    ],
)
def test_by_appointment_is_never_open(text):
    assert read(text).status == "by_appointment"
    assert read(text).covers(EVENING) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Mo-Fr", "without hours"),
        ("open", "without hours"),
        ("Mo-Fr; Sa 00:00-24:00", "without hours"),
        ("Mo-Fr 09:00+", "until when"),
        ("Mo-Fr 09:00-12:00,13:00+", "until when"),
        ("17:00-09:00", "midnight"),
        ("Mo-Fr 17:00-09:00", "midnight"),
        ("Mo 18:00-26:00", "midnight"),
        ("Mo-Fr sunrise-sunset", "sun"),
        ("Mo-Fr (sunset+01:00)-23:00", "sun"),
        ("Mo-Fr 18:00-22:00/01:00", "span"),
        ("2026 Mo-Fr 18:00-20:00", "years"),
        ("SH Mo-Fr 18:00-20:00", "school holidays"),
        ("SH,Mo-Fr 18:00-20:00", "school holidays"),
        ("PH We 18:00-20:00", "public holidays"),
        ("Jul-Aug Mo 18:00-20:00", "when it is open"),
        ("Mar 18:00-20:00", "when it is open"),
        ("We off", "when it is open"),
    ],
)
def test_what_the_library_fills_in_is_not_counted(text, why):
    schedule = read(text)
    assert schedule.status == "approximate"
    assert schedule.slots == {}
    assert schedule.covers(EVENING) is None
    assert any(why in doubt for doubt in schedule.doubts)


@pytest.mark.parametrize(
    "text", ["Lu-Ve 9h-17h", "Mo-Fr 9h-20h", "<b>", "Mo 18:00-20:00 \x00", "\ud800", '"', ";"]
)
def test_what_is_not_understood_is_unknown_and_says_so(text):
    assert read(text).status == "unknown"
    assert read(text).osm == ""
    assert read(text).warnings


def test_a_text_too_long_is_not_read():
    text = "Mo 09:00-12:00; " * (LONGEST // 16 + 1) + "Tu 18:00-20:00"
    assert read(text).status == "unknown"
    assert read(text).warnings


def test_hours_in_figures_are_minutes_a_week_in_their_slots():
    schedule = read("Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-12:00")
    assert schedule.status == "known"
    assert schedule.slots == {"matin": 900, "apres_midi": 1200, "soiree": 0, "samedi": 120, "dimanche": 0}
    assert schedule.covers("samedi") is True
    assert schedule.covers(EVENING) is False


def test_an_opening_that_crosses_noon_and_six_counts_in_all_three():
    assert read("We 11:00-20:00").slots == {
        "matin": 60,
        "apres_midi": 360,
        "soiree": 120,
        "samedi": 0,
        "dimanche": 0,
    }


@pytest.mark.parametrize("day", ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"])
@pytest.mark.parametrize("nth", [1, 2, 3, 4, -1])
def test_one_day_a_month_counts_for_a_quarter(day, nth):
    monthly, weekly = (sum(read(f"{days} 09:00-13:00").slots.values()) for days in (f"{day}[{nth}]", day))
    assert (monthly, weekly) == (60, 240)


def test_a_slot_is_covered_from_an_hour_a_week_unless_asked_otherwise():
    once = read("Sa[1] 09:00-12:00")
    assert once.slots["samedi"] == 45
    assert once.covers("samedi") is False
    assert once.covers("samedi", 45) is True


def test_a_semicolon_replaces_the_day_and_a_comma_adds_to_it():
    assert read("Mo-Fr 09:00-12:00; We 18:00-20:00").slots["matin"] == 720
    assert read("Mo-Fr 09:00-12:00, We 18:00-20:00").slots["matin"] == 900


def test_closed_in_the_school_holidays_keeps_the_hours_of_school_weeks_and_says_so():
    schedule = read("Mo-Fr 09:00-17:00; SH off")
    assert schedule.status == "known"
    assert schedule.covers(EVENING) is False
    assert any("school" in doubt for doubt in schedule.doubts)


def test_public_holidays_change_nothing():
    assert read("Mo-Fr 09:00-17:00; PH off").slots == read("Mo-Fr 09:00-17:00").slots


def test_hours_by_appointment_leave_their_slot_unknown_and_the_others_known():
    schedule = read('Mo-Fr 09:00-12:00; We 18:00-20:00 "sur rendez-vous"')
    assert schedule.status == "known"
    assert schedule.covers("matin") is True
    assert schedule.covers(EVENING) is None
    assert schedule.covers("dimanche") is False


def test_a_fallback_by_appointment_leaves_every_other_slot_unknown():
    schedule = read('Mo-Fr 09:00-17:00 || "sur rendez-vous"')
    assert schedule.slots["matin"] == 900
    assert [schedule.covers(slot) for slot in ("matin", EVENING, "dimanche")] == [True, None, None]


def test_without_appointment_is_open():
    assert read('Tu 18:00-20:00 "sans rendez-vous"').covers(EVENING) is True


def test_what_changes_with_the_season_is_unknown_and_what_does_not_is_known():
    schedule = read("Oct-Mar Sa 09:00-12:00; Tu 18:00-20:00")
    assert schedule.covers(EVENING) is True
    assert schedule.covers("samedi") is None
    assert any("season" in doubt for doubt in schedule.doubts)


def test_closed_for_the_summer_is_open_in_the_evenings_of_the_year():
    assert read("Sep-Jun Mo 18:00-20:00").covers(EVENING) is True


def test_closed_is_known_to_be_closed():
    assert read("off").status == "known"
    assert read("off").covers(EVENING) is False


def test_day_and_night_in_figures_is_counted_and_remarked_on():
    assert read("24/7").slots["soiree"] == read("Mo-Su 00:00-24:00").slots["soiree"] == 5 * 360
    assert read("24/7").warnings


def test_typed_dashes_and_spaces_are_read():
    assert read("Mo\u00a018:00\u201320:00").covers(EVENING) is True


WORDS = [
    "Mo",
    "Tu-Fr",
    "Sa[1]",
    "Su",
    "PH",
    "SH",
    "off",
    "open",
    "unknown",
    "24/7",
    "week 1-53/2",
    "Jan-Mar",
    "2027",
]
SIGNS = [
    " ",
    ",",
    ";",
    " || ",
    "-",
    "+",
    ":",
    '"',
    '"sur rdv"',
    "/",
    "09:00",
    "18:00",
    "20:00",
    "24:00",
    "26:00",
    "sunset",
]
SCHEDULES = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(WORDS + SIGNS), max_size=14).map("".join)
)


@settings(deadline=None)
@given(SCHEDULES)
@example("Mo-Fr 18:00-20:00")
def test_whatever_the_text_nothing_is_counted_unless_known(text):
    schedule = read(text)
    assert schedule.status in {"known", "by_appointment", "approximate", "unknown"}
    if schedule.status != "known":
        assert schedule.slots == {}
        assert schedule.covers(EVENING) is None
    for slot, minutes in schedule.slots.items():
        assert 0 <= minutes <= schedule.at_most.get(slot, minutes) <= 5 * 1440
    assert all(schedule.warnings)


@given(SCHEDULES)
@settings(max_examples=50, deadline=None)
def test_reading_twice_is_reading_once(text):
    assert read(text) == read(text)
    assert read(read(text).osm).slots == read(text).slots
