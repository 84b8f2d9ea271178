"""Points of lists: Lambert grids, minutes and seconds, swapped columns, one bad cell among good ones."""

from __future__ import annotations

from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtc_eco.sources.values.coordinates import GRIDS, grid_of
from wtc_eco.territory.places import distance_km

LAMBERT_72, LAMBERT_2008 = GRIDS
WHERE = {"Lieu Namur": (50.4674, 4.8675), "Lieu Mons": (50.4541, 3.9515), "Lieu Liège": (50.6402, 5.5718)}


def metres(one, other):
    """Between two points near each other."""
    north, east = (radians(a - b) * 6_371_009 for a, b in zip(one, other, strict=True))
    return hypot(north, east * cos(radians(one[0])))


def point(row):
    return (row["lat"], row["lon"])


def test_the_worked_example_of_the_guidance_note_comes_out():
    # IOGP Guidance Note 7-2, «Lambert Conic Conformal (2SP Belgium)»: 50°40'46.461"N 5°48'26.533"E on BD72.
    published = (50 + 40 / 60 + 46.461 / 3600, 5 + 48 / 60 + 26.533 / 3600)
    assert metres(LAMBERT_72.geographic(251763.20, 153034.13), published) < 0.1


@pytest.mark.parametrize(
    ("grid", "x", "y", "published"),
    [
        (LAMBERT_72, 156117.21, 133860.06, (50.515485, 4.455)),  # the test of DotSpatial for EPSG:31370
        (LAMBERT_72, 251763.20, 153034.13, (50.67901388, 5.80867380)),  # PROJ 9, EPSG:31370 to 4326
        (LAMBERT_72, 42000, 150000, (50.65063990, 2.84148279)),
        (LAMBERT_72, 255000, 28000, (49.55454561, 5.81987420)),
        (LAMBERT_2008, 649328, 665262, (50.797815, 4.35921583)),  # the origin, EPSG:3812
        (LAMBERT_2008, 750000, 540000, (49.66315302, 5.75368109)),
    ],
)
def test_published_points_are_met_within_a_metre(grid, x, y, published):
    assert grid_of(x, y) is grid
    assert metres(grid.wgs84(x, y), published) < 0.1


@given(st.floats(42_000, 295_000), st.floats(22_000, 244_000), st.floats(0, 2_000), st.floats(0, 2_000))
def test_two_points_are_as_far_apart_on_the_ground_as_on_the_grid(x, y, east, north):
    here, there = LAMBERT_72.wgs84(x, y), LAMBERT_72.wgs84(x + east, y + north)
    assert distance_km(*here, *there) * 1000 == pytest.approx(hypot(east, north), rel=0.005, abs=0.1)


def test_the_metres_of_lambert_72_become_the_points_they_mean_and_that_is_said_once(read):
    listed = read("17_lambert72.csv")
    assert all(metres(point(listed.row(name)), where) < 10 for name, where in WHERE.items())
    assert [p.code for p in listed.imported.problems] == ["coordinates_projected"]
    assert "Lambert 72" in listed.messages


@pytest.mark.parametrize(
    ("titles", "rows"),
    [
        ("Nom;CP;X_L72;Y_L72", ["Lieu Namur;5000;185 408,3;128 627,1", "Lieu Mons;7000;120369;127111"]),
        (
            "Nom;CP;X Lambert;Y Lambert",
            ["Lieu Namur;5000;185408.3;128627.1", "Lieu Mons;7000;120.369,8;127.111,5"],
        ),
        (
            "Nom;CP;Coordonnées Lambert",
            ["Lieu Namur;5000;185408 / 128627", "Lieu Mons;7000;X=120369 Y=127111"],
        ),
        ("Nom;CP;Longitude;Latitude", ["Lieu Namur;5000;685408;628632", "Lieu Mons;7000;620370;627116"]),
        # Northings under X: Mons alone could be either, its list cannot.
        ("Nom;CP;X;Y", ["Lieu Namur;5000;128627,1;185408,3", "Lieu Mons;7000;127111,5;120369,8"]),
    ],
)
def test_metres_are_known_by_what_they_are_whatever_they_are_called(read, titles, rows):
    listed = read("l.csv", "\n".join([titles, *rows]) + "\n")
    assert "coordinates_projected" in listed.codes
    assert ("coordinates_swapped" in listed.codes) == (titles == "Nom;CP;X;Y")
    assert all(metres(point(row), WHERE[row["name"]]) < 10 for row in listed.rows)


def test_swapped_rows_are_put_right_and_said(read):
    listed = read("18_lat_lon_inverses.csv")
    assert point(listed.row("Lieu B")) == (50.4541, 3.9515)
    assert [p.row for p in listed.imported.problems if p.code == "coordinates_swapped"] == [3]


def test_minutes_and_seconds_wkt_and_decimals_share_a_column(read):
    listed = read("18b_une_cellule.csv")
    assert listed.imported.accounting.quarantined == 0
    assert point(listed.row("Lieu C")) == (50.6402, 5.5718)
    assert metres(point(listed.row("Lieu D")), (50.4672222, 4.8675)) < 0.1


def test_one_bad_coordinate_costs_its_row_the_point_and_nothing_else(read):
    listed = read("15_virgule_decimale.csv")
    assert point(listed.row("Lieu A")) == (50.4674, 4.8675)
    arlon = listed.row("Lieu D")
    assert (arlon["commune"], "lat" in arlon) == ("Arlon", False)
    assert {"49,6833", "n.d."} <= set(arlon["extra"].values())
    assert "coordinates_bad" in listed.codes
