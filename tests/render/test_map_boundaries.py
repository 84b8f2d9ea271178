"""A boundary file that cannot be drawn is refused with the remedy."""

from __future__ import annotations

import json

import pytest

from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.render.map.areas import boundaries, steps

SQUARE = [[3.9, 50.4], [4.0, 50.4], [4.0, 50.5], [3.9, 50.4]]


def written(tmp_path, *features):
    path = tmp_path / "limites.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def area(code, ring=SQUARE, **properties):
    return {"id": code, "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_a_ring_in_steps_is_walked_back_to_its_points():
    ring = [[50.1234, 4.5], [50.1235, 4.4999], [49.9, 5.0]]
    walked, at = [], [0, 0]
    taken = steps(ring)
    for north, east in zip(taken[::2], taken[1::2], strict=True):
        at = [at[0] + north, at[1] + east]
        walked.append([at[0] / 10_000, at[1] / 10_000])
    assert walked == ring


def test_an_area_is_known_by_its_id_or_by_a_property(tmp_path):
    path = written(tmp_path, area("53053"), area(None, nis_code="53014"), area("99999"))
    assert list(boundaries(path, {"53053", "53014"})) == ["53014", "53053"]


def test_points_are_latitude_then_longitude(tmp_path):
    assert boundaries(written(tmp_path, area("53053")), {"53053"})["53053"][0][0] == [50.4, 3.9]


def test_islands_of_one_commune_are_all_drawn(tmp_path):
    islands = area("53053") | {"geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}}
    assert len(boundaries(written(tmp_path, islands), {"53053"})["53053"]) == 2


@pytest.mark.parametrize(
    "text",
    ["", "pas du JSON", "[]", '{"features": 3}', '{"type": "Topology"}', "\x00\x01"],
)
def test_what_is_not_geojson_is_refused(tmp_path, text):
    path = tmp_path / "limites.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError) as caught:
        boundaries(path, {"53053"})
    assert caught.value.hint


@pytest.mark.parametrize(
    "coordinates",
    [[[["a", "b"]]], [[[3.9]]], [3.9], [[[None, 1]]], {"x": 1}],
)
def test_an_area_without_points_is_refused(tmp_path, coordinates):
    broken = area("53053") | {"geometry": {"type": "Polygon", "coordinates": coordinates}}
    with pytest.raises(RefusedError):
        boundaries(written(tmp_path, broken), {"53053"})


def test_lambert_coordinates_are_refused(tmp_path):
    path = written(tmp_path, area("53053", [[118000.0, 127000.0]] * 4))
    with pytest.raises(RefusedError) as caught:
        boundaries(path, {"53053"})
    assert "WGS 84" in caught.value.hint


def test_a_file_of_another_country_is_refused(tmp_path):
    with pytest.raises(RefusedError):
        boundaries(written(tmp_path, area("75056")), {"53053"})


def test_an_absent_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(UsageError):
        boundaries(tmp_path / "absent.geojson", {"53053"})
