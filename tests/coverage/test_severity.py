"""The worst gap is the one most wanted, in most communes, offered by the fewest: never the other way round."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wtc_eco.coverage.gaps import Gauge, Lack, farness
from wtc_eco.coverage.need import Need, Public
from wtc_eco.coverage.supply import Count, CoverageCell, Reach, Want

WANTED, UNWANTED = Want(theme="securite"), Want(theme="bases")
NEED = Need((Public("all", 1.0, {"securite": 1.0, "bases": 0.5}, {}),))
NO, YES, SILENT = Count(0, 1, 0), Count(1, 0, 0), Count(0, 0, 1)


def lack(trio, want, *around, count=NO, km=None):
    """A want in as many communes as there are counts of those around."""
    communes = list(trio.communes.values())
    held = [CoverageCell(communes[at], want, one, one, None, km) for at, one in enumerate(around)]
    return Lack(want, count, tuple(held))


def worst(*lacks):
    return Gauge(NEED, Reach(), None, 0.25, counted=False).worst(lacks)


def test_of_two_gaps_as_wide_the_more_wanted_is_worse(trio):
    more, less = lack(trio, WANTED, NO, YES), lack(trio, UNWANTED, NO, YES)
    assert more.severity(NEED) == (0.5, 1.0)
    assert less.severity(NEED) == (0.25, 0.5)
    assert worst(more, less) is worst(less, more) is more


def test_of_two_as_wanted_the_one_more_communes_lack_is_worse(trio):
    wide, narrow = lack(trio, WANTED, NO, NO, YES), lack(trio, WANTED, NO, YES, YES)
    assert worst(wide, narrow) is worst(narrow, wide) is wide


def test_of_two_as_wide_the_one_fewer_offer_is_worse(trio):
    rare, usual = lack(trio, WANTED, NO, count=Count(1, 3, 0)), lack(trio, WANTED, NO, count=Count(3, 1, 0))
    assert (rare.severity(NEED), usual.severity(NEED)) == ((1.0, 0.75), (1.0, 0.25))
    assert worst(rare, usual) is worst(usual, rare) is rare


def test_the_more_communes_lack_it_the_worse_it_is_and_without_any_it_is_no_gap(trio):
    grades = [lack(trio, WANTED, *[NO] * n, *[YES] * (4 - n)).severity(NEED)[0] for n in range(5)]
    assert grades == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_communes_nobody_can_speak_for_lack_nothing(trio):
    silent = lack(trio, WANTED, SILENT, SILENT, count=SILENT)
    assert (silent.lacking, silent.share, silent.people, silent.state) == ((), 0.0, 0, "unknown")
    assert silent.severity(NEED) == (0.0, 0.0)
    assert lack(trio, WANTED).severity(NEED)[0] == 0.0


def test_the_farthest_comes_first_and_who_finds_it_nowhere_before_all(trio):
    one, two, three = list(trio.communes.values())[:3]
    held = [
        CoverageCell(place, WANTED, NO, NO, None, km)
        for place, km in ((one, 20.0), (two, None), (three, 40.0))
    ]
    assert [farness(cell) for cell in held] == [20.0, float("inf"), 40.0]
    ordered = Lack(WANTED, NO, tuple(held)).lacking
    assert [cell.commune for cell in ordered] == [two, three, one]


@pytest.mark.parametrize(("here", "state"), [(NO, "none"), (Count(0, 1, 1), "not_found"), (Count(0, 0, 0), "nobody"), (YES, "offered"), (SILENT, "unknown"), (Count(1, 9, 9), "offered")])  # fmt: skip
def test_silence_is_no_gap_and_one_offer_ends_one(trio, here, state):
    assert here.state == state
    assert lack(trio, WANTED, here).state == state
    assert bool(lack(trio, WANTED, here).lacking) == (state in {"none", "not_found"})


def test_a_gap_in_one_commune_is_the_area_s_whatever_the_others(trio):
    assert lack(trio, WANTED, YES, SILENT, NO).state == "none"
    assert lack(trio, WANTED, YES, SILENT).state == "offered"


@pytest.mark.parametrize(("km", "fragile"), [(15.1, True), (18.75, True), (18.8, False), (None, False)])
def test_a_gap_is_fragile_where_a_little_farther_would_end_it(trio, km, fragile):
    """Near is 15 km; a quarter more is 18.75."""
    (cell,) = lack(trio, WANTED, NO, km=km).cells
    assert cell.is_fragile(Reach(1.3, 15.0), 0.25) is fragile
    assert replace(cell, around=YES).is_fragile(Reach(1.3, 15.0), 0.25) is False
