"""Where the next opening helps most, and who could fill a gap together."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from wtc_eco.coverage.gaps import gauge, lacks
from wtc_eco.coverage.schedule import understand
from wtc_eco.coverage.supply import Reach, Want, cells, km_between
from wtc_eco.coverage.together import plan as openings
from wtc_eco.coverage.together import proposals
from wtc_eco.coverage.week_display import moments, spoken
from wtc_eco.i18n import away, kilometres, speaking

EVENING = Want(theme="securite", slot="soiree")


def random_case(seed):
    generator = np.random.default_rng(seed)
    km = generator.uniform(0, 60, (14, 20))
    return km <= 15, np.round(generator.uniform(10, 500, 20))


def best(covers, people, n):
    return max(
        people[covers[list(chosen)].any(axis=0)].sum() for chosen in combinations(range(len(covers)), n)
    )


@pytest.mark.parametrize("seed", range(50))
def test_the_choice_stays_within_its_bound_of_the_best(seed):
    covers, people = random_case(seed)
    found = openings(covers, people, 3)
    optimum = best(covers, people, 3)
    assert found.people <= optimum <= found.bound + 1e-9
    assert found.people >= 0.98 * optimum


def test_nobody_is_counted_twice():
    covers = np.array([[True, True, False], [False, True, True], [True, True, True]])
    found = openings(covers, np.array([10.0, 20.0, 5.0]), 3)
    assert [(one.site, one.cells, one.people) for one in found.openings] == [(2, (0, 1, 2), 35.0)]
    assert found.bound == 35.0


def test_a_site_that_reaches_nobody_is_not_opened():
    assert openings(np.zeros((3, 2), dtype=bool), np.array([5.0, 5.0]), 2).openings == ()
    assert openings(np.zeros((0, 2), dtype=bool), np.array([5.0, 5.0]), 2).bound == 0.0


def filled(trio, offers):
    measures = gauge(trio, offers, [EVENING])
    found = cells(tuple(trio.communes.values()), offers, [EVENING], measures.reach)
    (lack,) = lacks(found, tuple(offers.values()))
    return proposals(lack, offers, measures)


def test_one_that_is_open_and_one_that_teaches_fill_the_evening_together(trio, valley):
    found = filled(
        trio,
        valley(
            {"ins": "T101", "themes": (), "opening_hours": "Th 18:00-20:00", "name": "Biblioteca"},
            {"ins": "T101", "themes": ("securite",), "opening_hours": "Mo 09:00-12:00", "name": "Centro"},
        ),
    )
    (pair,) = found.pairs
    assert (pair.host.name, pair.teacher.name, pair.km) == ("Biblioteca", "Centro", 0.0)
    assert "T101" in pair.unmet
    assert pair.people > 0
    assert found.alone == ()


def test_two_too_far_apart_are_no_pair_and_the_teacher_could_open_alone(trio, valley):
    found = filled(
        trio,
        valley(
            {"ins": "T301", "themes": (), "opening_hours": "Th 18:00-20:00"},
            {"ins": "T101", "themes": ("securite",), "opening_hours": "Mo 09:00-12:00", "name": "Centro"},
        ),
    )
    assert found.pairs == ()
    assert [team.host.name for team in found.alone] == ["Centro"]


def test_who_fills_it_already_is_not_asked_to(trio, valley):
    found = filled(
        trio,
        valley(
            {"ins": "T101", "themes": ("securite",), "opening_hours": "Th 18:00-20:00"},
            {"ins": "T301", "themes": ()},
        ),
    )
    assert (found.pairs, found.alone) == ((), ())


def test_the_moments_of_a_slot_are_those_a_person_would_say(plan):
    schedule = understand("lu-ve 9h-12h et le jeudi aussi de 17h à 20h", plan)
    assert moments(schedule, "soiree", plan) == ((3, 1080, 1200),)
    with speaking("en"):
        assert spoken(moments(schedule, "soiree", plan)) == "Thursday 18:00–20:00"
    assert moments(understand("sur rendez-vous", plan), "soiree", plan) == ()


def test_two_known_only_to_be_in_one_commune_are_in_the_same_commune_and_no_figure_apart(valley):
    centre = {"ins": "T101", "themes": ()}
    exact = {**centre, "lat": 45.9, "lon": 8.1}
    one, other, at_door, elsewhere = valley(centre, centre, exact, {"ins": "T102", "themes": ()}).values()
    km = km_between([one, other], [other, at_door, elsewhere], Reach())
    assert km[0, 0] == 0.0, "two centres"
    assert km[0, 1] == 0.0, "a centre and a door of its commune"
    assert km[0, 2] > 0
    assert km_between([at_door], [at_door], Reach())[0, 0] == 0.0
    with speaking("fr"):
        assert (kilometres(0.0), kilometres(0.04), kilometres(1.25)) == (
            "même commune",
            "même commune",
            "1,2\u00a0km",
        )
        assert (away(0.0), away(3.0)) == ("dans la même commune", "à 3,0\u00a0km")
