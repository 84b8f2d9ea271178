"""Who offers what is wanted, here and nearby, and where nobody is known to."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco.coverage.gaps import communes_of, lacks, offers_of
from wtc_eco.coverage.need import Need, Public, fragility_of, need_of, reach_of
from wtc_eco.coverage.supply import LACKING, Count, Reach, Want, cells, counted, great_circle_km, road_km
from wtc_eco.territory import Scope
from wtc_eco.territory.places import EARTH_RADIUS_KM, distance_km

SAFETY = Want(theme="securite")


def cell_of(trio, offers, ins, want=SAFETY, reach=None):
    (cell,) = cells([trio.communes[ins]], offers, [want], reach or Reach())
    return cell


def test_distances_are_the_great_circle_times_the_road(trio, valley):
    offers = list(valley({"ins": "T201", "lat": 45.2, "lon": 9.3}, {"ins": "T301"}, {}).values())
    communes = list(trio.communes.values())
    km = road_km(communes, offers, Reach(road_factor=1.3))
    for (i, commune), (j, offer) in product(enumerate(communes), enumerate(offers[:2])):
        assert km[i, j] == pytest.approx(
            1.3 * distance_km(commune.lat, commune.lon, offer.lat, offer.lon), abs=0.001
        )
    assert all(far == float("inf") for far in km[:, 2])


def test_the_other_end_of_the_world_is_half_a_great_circle_away():
    """A rounding error must not make it nowhere."""
    lat, lon = np.array([[0.0, -51.3, 47.4, 84.9], [0.0, 143.4, 167.6, -33.7]])
    far = great_circle_km(lat, lon, -lat, lon + 180).diagonal()
    assert far == pytest.approx(np.full(4, np.pi * EARTH_RADIUS_KM))


def test_counts_keep_the_unknown_apart_from_the_no(valley):
    offers = valley({"themes": ("securite",)}, {"themes": ()}, {}, {})
    assert counted(offers.values(), SAFETY) == Count(n_offering=1, n_not=1, n_unknown=2)
    assert counted(offers.values(), SAFETY).n_known == 2


def test_silence_is_no_gap(trio, valley):
    assert cell_of(trio, valley({"ins": "T101"}), "T101").state == "unknown"


def test_everybody_having_said_no_is_a_gap(trio, valley):
    assert cell_of(trio, valley({"ins": "T101", "themes": ("bases",)}), "T101").state == "none"


def test_a_no_beside_silences_is_not_found_rather_than_none(trio, valley):
    offers = valley({"ins": "T101", "themes": ("bases",)}, {"ins": "T101"})
    assert cell_of(trio, offers, "T101").state == "not_found"


def test_where_no_structure_is_known_nothing_is_said_to_be_missing(trio, valley):
    assert cell_of(trio, valley({"ins": "T901", "themes": ()}), "T101").state == "nobody"
    assert "nobody" not in LACKING


def test_a_neighbour_within_reach_covers_and_one_beyond_does_not(trio, valley):
    offers = valley({"ins": "T102", "themes": ("securite",)}, {"ins": "T101", "themes": ()})
    near = cell_of(trio, offers, "T101")
    assert near.state == "offered"
    assert near.nearest is not None
    assert near.nearest.id == "S1"
    assert cell_of(trio, offers, "T101", reach=Reach(within_km=5.0)).state == "none"


def test_a_structure_serves_its_own_commune_however_far_from_its_centre(trio, valley):
    edge = valley({"ins": "T101", "themes": ("securite",), "lat": 45.9, "lon": 8.1})
    cell = cell_of(trio, edge, "T101")
    assert (cell.state, cell.here, cell.around) == ("offered", Count(1, 0, 0), Count(1, 0, 0))
    assert cell.km > 60
    other = cell_of(trio, edge, "T102")
    assert (other.state, other.here) == ("nobody", Count(0, 0, 0))


def test_the_nearest_is_named_however_far(trio, valley):
    cell = cell_of(trio, valley({"ins": "T301", "themes": ("securite",)}), "T101")
    assert cell.nearest is not None
    assert cell.km == pytest.approx(1.3 * distance_km(45.40, 9.00, 44.80, 9.20), abs=0.001)


def test_a_structure_nobody_can_place_is_counted_in_no_commune_and_is_nearest_to_none(trio, valley):
    cell = cell_of(trio, valley({"themes": ("securite",)}), "T101")
    assert (cell.nearest, cell.km, cell.state) == (None, None, "nobody")


def test_a_theme_at_a_slot_needs_both(trio, valley):
    both = Want("securite", "soiree")
    offers = valley(
        {"ins": "T101", "themes": ("securite",), "opening_hours": "Mo-Fr 09:00-17:00"},
        {"ins": "T101", "themes": ("bases",), "opening_hours": "Mo-Fr 17:00-20:00"},
    )
    assert cell_of(trio, offers, "T101", both).state == "none"
    assert cell_of(trio, valley({"ins": "T101", "themes": ("securite",)}), "T101", both).state == "unknown"


ROWS = st.fixed_dictionaries(
    {
        "ins": st.sampled_from(["T101", "T102", "T201", "T301"]),
        "themes": st.none() | st.lists(st.sampled_from(["securite", "bases"]), unique=True).map(tuple),
        "opening_hours": st.sampled_from([None, "Mo-Fr", "Mo 18:00-20:00", "Mo-Fr 09:00-17:00"]),
    }
)


@settings(max_examples=50, deadline=None)
@given(st.lists(ROWS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_structures_changes_nothing(trio, valley, rows, random):
    named = [{**row, "id": f"S{n}", "name": f"Spazio {n % 3}"} for n, row in enumerate(rows)]
    shuffled = random.sample(named, len(named))
    wants = [Want(theme, slot) for theme in ("securite", "bases") for slot in (None, "soiree")]
    communes = list(trio.communes.values())
    assert cells(communes, valley(*named), wants, Reach()) == cells(
        communes, valley(*shuffled), wants, Reach()
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(ROWS, max_size=6))
def test_the_unknown_never_makes_a_gap(trio, valley, rows):
    wants = [SAFETY, Want(slot="soiree")]
    for cell in cells(list(trio.communes.values()), valley(*rows), wants, Reach()):
        if cell.state in LACKING:
            assert cell.around.n_not > 0
            assert cell.around.n_offering == 0
    silent = [{"ins": row["ins"]} for row in rows]
    assert all(
        cell.state in {"unknown", "nobody"}
        for cell in cells(list(trio.communes.values()), valley(*silent), wants, Reach())
    )


def test_the_whole_territory_is_its_bassins(trio, valley):
    offers = valley({"ins": "T101"}, {"ins": "T901"}, {})
    assert [one.id for one in offers_of(offers, trio, Scope())] == ["S1"]
    assert "T901" not in {commune.ins for commune in communes_of(trio, Scope())}
    assert [one.ins for one in communes_of(trio, Scope(bassin=trio.bassins["valdoro"]))] == [
        "T201",
        "T202",
        "T203",
    ]


def test_an_area_names_the_communes_that_lack_it_the_farthest_first(trio, valley):
    offers = valley(
        {"ins": "T101", "themes": ("securite",)}, {"ins": "T301", "themes": ()}, {"ins": "T303", "themes": ()}
    )
    scope = Scope(bassin=trio.bassins["costamare"])
    (lack,) = lacks(
        cells(communes_of(trio, scope), offers, [SAFETY], Reach()), offers_of(offers, trio, scope)
    )
    assert [cell.commune.ins for cell in lack.lacking] == ["T302", "T301", "T303"]
    assert lack.people == 23_000
    assert lack.share == 1.0


def test_a_need_weighs_themes_and_slots_by_the_size_of_publics():
    need = Need(
        (Public("a", 3.0, {"x": 1.0}, {"k": 0.5}), Public("b", 1.0, {"x": 0.0, "y": 1.0}, {"k": 1.0}))
    )
    assert need.weight(Want(theme="x")) == 0.75
    assert need.weight(Want(slot="k")) == 0.625
    assert need.weight(Want("x", "k")) == 0.375
    assert need.weight(Want(theme="z")) == 0.0


def test_a_pack_without_weights_puts_its_most_wanted_themes_first():
    need = Need(most_wanted=frozenset({"x"}))
    assert need.weight(Want(theme="x")) > need.weight(Want(theme="y"))
    assert Need().weight(Want(theme="y")) == 1.0


def test_moving_weights_moves_one_at_a_time():
    need = Need((Public("a", 1.0, {"x": 0.4}, {"k": 1.0}),))
    moved = [(one.publics[0].themes["x"], one.publics[0].slots["k"]) for one in need.moved(0.25)]
    assert moved == [(0.5, 1.0), (0.4, 1.25), (pytest.approx(0.3), 1.0), (0.4, 0.75)]


def test_the_pack_says_what_its_figures_rest_on(trio):
    assert need_of(trio).weight(SAFETY) == pytest.approx((0.48 * 1.0 + 0.52 * 0.5) / 1.0)
    assert reach_of({"settings": {"road_factor": 1.5}}).road_factor == 1.5
    assert reach_of({}) == Reach()
    assert fragility_of({}) is None
    assert fragility_of({"fragility": {"used": "a", "a": {"value": 0.3}}}) is None
    fragility = fragility_of(trio.demand)
    assert fragility is not None
    assert fragility.share == 0.3
