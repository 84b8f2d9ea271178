"""A setting of `[coverage]` holds in every answer that counts distances or open hours, events included."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import wtc_eco
from wtc_eco.ecosystem.settings import Settings
from wtc_eco.events.invitations.pairs import pairs_of
from wtc_eco.i18n import speaking
from wtc_eco.territory.places import distance_km

ROOT = Path(__file__).resolve().parent.parent.parent
BASSIN = "luxembourg"


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    folder = tmp_path_factory.mktemp("settings")
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("*.jsonl", ".*"))
    return wtc_eco.open(folder)


@pytest.fixture(scope="module")
def having(usual):
    """The same folder with other settings; what no setting touches is not made again."""

    def opened(**coverage):
        other = wtc_eco.open(usual.folder)
        other._inner.__dict__.update(
            settings=Settings(coverage=coverage),
            registry=usual._inner.registry,
            mentions=usual._inner.mentions,
            network=usual._inner.network,
        )
        return other

    return opened


@pytest.fixture(scope="module")
def by_long_roads(having):
    return having(road_factor=3.0)


@pytest.fixture(scope="module")
def with_little_near(having):
    return having(near_km=4.0)


@pytest.fixture(scope="module")
def long_open(having):
    return having(open_minutes=600.0)


def invited(ecosystem):
    with speaking("en"):
        listed = ecosystem.events.invite(seats=20, bassin=BASSIN, near="Arlon", within_km=60.0)
    return [*listed.guests, *listed.reserve]


def reasons(ecosystem):
    return {
        (one.candidate.id, reason.id, reason.words)
        for one in invited(ecosystem)
        for reason in one.reasons
        if reason.id == "only_slot"
    }


def tables(ecosystem):
    pairs = pairs_of(ecosystem, sorted(ecosystem.network)[:60])
    return pairs.worth


def answered(question):
    return lambda ecosystem: ecosystem.ask(question, bassin=BASSIN).rows()


def sheets(ecosystem):
    return ecosystem.commune_sheets(bassin=BASSIN).rows()


def shown(ecosystem):
    return [ecosystem.show(commune).rows() for commune in ("Tenneville", "Durbuy")]


def sent(ecosystem):
    first = next(one for one in ecosystem.offers.values() if one.bassin == BASSIN and one.themes)
    return ecosystem.catalogue(first.id).rows()


DISTANCES = {
    **{
        one: answered(one) for one in ("gaps_themes", "gaps_slots", "themes_by_slot", "worst_gap", "partners")
    },
    "training_whom": lambda ecosystem: ecosystem.ask("training_whom", bassin="*").rows(),
    "show": shown,
    "catalogue": sent,
    "invite": reasons,
    "tables": tables,
}
"""What counts both road kilometres and what is near."""
ROADS = {**{one: answered(one) for one in ("journeys", "missing_links")}, "commune_sheets": sheets}
"""What counts road kilometres, but not by what is near: profiles say how far people go, a sheet names the nearest."""
HOURS = {
    **{one: DISTANCES[one] for one in ("gaps_slots", "themes_by_slot", "worst_gap", "show", "invite")},
    "commune_sheets": sheets,
}


def differ(one, other):
    return not np.array_equal(one, other) if isinstance(one, np.ndarray) else one != other


@pytest.mark.parametrize("asked", [*DISTANCES, *ROADS])
def test_how_long_roads_are_holds_everywhere(usual, by_long_roads, asked):
    answer = {**DISTANCES, **ROADS}[asked]
    assert differ(answer(usual), answer(by_long_roads))


@pytest.mark.parametrize("asked", DISTANCES)
def test_what_is_near_holds_everywhere(usual, with_little_near, asked):
    assert differ(DISTANCES[asked](usual), DISTANCES[asked](with_little_near))


@pytest.mark.parametrize("asked", HOURS)
def test_what_counts_as_open_holds_everywhere(usual, long_open, asked):
    assert differ(HOURS[asked](usual), HOURS[asked](long_open))


def test_the_kilometres_of_guests_and_meetings_are_by_the_roads_of_the_folder(usual, by_long_roads):
    far = {one.candidate.id: one.candidate.km for one in invited(by_long_roads)}
    for one in invited(usual):
        if one.candidate.id in far and one.candidate.km:
            assert far[one.candidate.id] == pytest.approx(one.candidate.km * 3.0 / 1.3, abs=0.01)
    one, other = (pairs_of(each, ["S1", "S2"]).meeting(0, 1) for each in (usual, by_long_roads))
    assert other.km == pytest.approx(one.km * 3.0 / 1.3, abs=0.01)


def test_meetings_farther_by_road_than_people_drive_are_worth_nothing(by_long_roads):
    pairs = pairs_of(by_long_roads, sorted(by_long_roads.network)[:60])
    points = [one.point for one in pairs.candidates]
    met = [(points[one], points[other]) for one, other in np.argwhere(pairs.worth > 0)]
    far = [3.0 * distance_km(*one, *other) for one, other in met if one and other]
    assert far
    assert max(far) <= 30.0


def test_a_reason_names_the_distance_that_counts_as_near(usual, with_little_near):
    assert {re.search(r"within (.+?) by", words)[1] for *_, words in reasons(usual)} == {"15\u00a0km"}
    assert {re.search(r"within (.+?) by", words)[1] for *_, words in reasons(with_little_near)} == {
        "4.0\u00a0km"
    }


def test_beyond_what_the_pack_says_people_drive_a_meeting_is_worth_nothing(having):
    short = having()
    settings = short.territory.demand["settings"]
    reach = {**settings["reach"], "limit_km": 1.0}
    short._inner.__dict__["territory"] = replace(
        short.territory, demand={**short.territory.demand, "settings": {**settings, "reach": reach}}
    )
    assert np.count_nonzero(tables(short)) < np.count_nonzero(tables(having()))


def test_the_map_colours_what_the_settings_say(usual, with_little_near, tmp_path):
    pages = [
        ecosystem.write.map(tmp_path / f"{n}.html", bassin=BASSIN).read_bytes()
        for n, ecosystem in enumerate((usual, with_little_near))
    ]
    assert pages[0] != pages[1]
