"""What each structure offers: yes, no, and nobody can tell."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco.coverage.offer import merged
from wtc_eco.coverage.schedule import read
from wtc_eco.coverage.slots import general_plan


def test_a_theme_nobody_asked_about_is_unknown_and_an_empty_list_is_a_no(valley):
    silent, none, one = valley({}, {"themes": ()}, {"themes": ("securite",)}).values()
    assert [offer.gives(theme="securite") for offer in (silent, none, one)] == [None, False, True]


def test_one_known_no_is_enough_and_an_unknown_never_is(valley):
    (offer,) = valley({"themes": ("bases",)}).values()
    assert offer.gives(theme="securite", slot="soiree") is False
    assert offer.gives(theme="bases", slot="soiree") is None


def test_a_structure_closed_or_withdrawn_offers_nothing(valley):
    assert list(valley({}, {"active": False}, {})) == ["S1", "S3"]


def test_ticking_slots_says_no_to_the_others(plan):
    slots = merged(("soiree",), read(None), plan)
    assert slots["soiree"] is True
    assert [slots[slot] for slot in ("matin", "samedi", "weekend", "journee")] == [False] * 4


def test_ticking_the_weekend_makes_the_group_known_and_its_days_unknown(plan):
    slots = merged(("weekend",), read(None), plan)
    assert slots["weekend"] is True
    assert slots["samedi"] is None
    assert slots["dimanche"] is None
    assert slots["soiree"] is False


def test_hours_tell_which_day_of_a_ticked_weekend(plan):
    slots = merged(("weekend",), read("Sa 09:00-12:00"), plan)
    assert slots["samedi"] is True
    assert slots["dimanche"] is False


def test_a_group_follows_from_its_days(plan):
    assert merged(None, read("Sa 09:00-12:00"), plan)["weekend"] is True
    assert merged(None, read("Mo 09:00-12:00"), plan)["weekend"] is False
    assert merged(None, read(None), plan)["weekend"] is None


def test_ticking_by_appointment_says_nothing_of_the_other_slots(plan):
    slots = merged(("matin", "sur_rdv"), read(None), plan)
    assert slots["matin"] is True
    assert slots["soiree"] is None


def test_open_where_ticks_or_hours_say_so_whatever_the_other_says(plan):
    assert merged(("matin",), read("We 18:00-20:00"), plan)["soiree"] is True
    assert merged(("soiree",), read("Mo 09:00-12:00"), plan)["soiree"] is True


def test_hours_that_are_not_known_leave_the_ticks_alone(plan):
    assert merged(("matin",), read("Mo-Fr 09:00+"), plan) == merged(("matin",), read(None), plan)


@settings(deadline=None)
@given(
    st.none() | st.lists(st.sampled_from(["matin", "soiree", "weekend", "sur_rdv"])).map(tuple),
    st.text(max_size=20),
)
def test_without_ticks_nothing_is_open_unless_the_hours_are_known(declared, text):
    schedule = read(text)
    slots = merged(declared, schedule, general_plan())
    if "soiree" not in (declared or ()) and schedule.status != "known":
        assert slots["soiree"] is not True
    if declared is None and schedule.status != "known":
        assert set(slots.values()) == {None}


def test_the_threshold_of_a_slot_is_a_setting(valley):
    (strict,) = valley({"opening_hours": "Sa[1] 09:00-12:00"}).values()
    (lenient,) = valley({"opening_hours": "Sa[1] 09:00-12:00"}, open_minutes=30).values()
    assert (strict.slots["samedi"], lenient.slots["samedi"]) == (False, True)


def test_a_structure_stands_at_its_address_else_at_the_centre_of_its_commune_else_nowhere(valley, trio):
    address, centre, nowhere = valley(
        {"ins": "T201", "lat": 45.11, "lon": 9.11}, {"ins": "T201", "lat": 45.11}, {"lat": None}
    ).values()
    assert (address.located, address.lat) == ("address", 45.11)
    assert (centre.located, centre.lat) == ("commune", trio.communes["T201"].lat)
    assert (nowhere.located, nowhere.lat, nowhere.lon) == (None, None, None)


def test_hours_in_words_are_read_where_the_others_say_nothing(valley):
    told = valley(
        dict(opening_hours=None, hours_note="le jeudi de 18h à 20h"),
        dict(opening_hours="Mo 09:00-12:00", hours_note="le jeudi de 18h à 20h"),
        dict(opening_hours="Mo-Fr", hours_note="sur rendez-vous"),
        dict(opening_hours="Mo-Fr", hours_note="à définir"),
    )
    assert [offer.schedule.osm for offer in told.values()] == [
        "Th 18:00-20:00",
        "Mo 09:00-12:00",
        "",
        "Mo-Fr",
    ]
    assert told["S1"].slots["soiree"] is True
    assert told["S3"].schedule.status == "by_appointment"
