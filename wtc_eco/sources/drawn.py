"""Places drawn on a map (GeoJSON, uMap, KML, an extract of OpenStreetMap) as rows: their properties, and where they lie.

The properties are titles like those of any list. A point lies where it is drawn, an area at its middle; a line (a
bus, a border) is no place and is set aside. Metres of a grid stay metres: the reader of coordinates turns them.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

from wtc_eco import model
from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import tr
from wtc_eco.sources.csv_rows import RawLine
from wtc_eco.sources.vocabulary import guess

Point = tuple[float, float]
"""East and north, as the formats write them: longitude before latitude."""


@dataclass(frozen=True)
class DrawnPlace:
    """One feature: what it says of itself, where it lies, and whether it is only a line."""

    properties: Mapping[str, Any]
    point: Point | None = None
    is_line: bool = False


def drawn_lines(data: bytes, file: str, format_: str) -> list[RawLine]:
    """The titles and a row for each feature, `lat` and `lon` last; a line that is no place bears its fault.

    Raises `RefusedError` for a file that is cut short, damaged, nested too deeply or empty.
    """
    try:
        places = list(_READERS[format_](data))
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, ET.ParseError) as error:
        raise RefusedError(
            tr(
                "{file} is a drawing of a map ({format}) that is cut short or damaged.",
                file=file,
                format=DRAWN[format_],
            ),
            hint=tr("Ask for the file again, or export it as CSV."),
            code="damaged_geojson",
        ) from error
    if not places:
        raise RefusedError(
            tr("{file} is empty: no place is drawn in it ({format}).", file=file, format=DRAWN[format_]),
            hint=tr("Check the export: it should hold the points of the map, not its background only."),
            code="empty",
        )
    keys = list(dict.fromkeys(key for place in places if not place.is_line for key in place.properties))
    titles = [f"properties.{key}" if guess(key).fields in (("lat",), ("lon",)) else key for key in keys]
    lines = [RawLine(1, (*titles, "lat", "lon"))]
    for number, place in enumerate(places, start=2):
        if place.is_line:
            said = "; ".join(f"{key}: {_cell(value)}" for key, value in place.properties.items())
            lines.append(RawLine(number, (said, *[""] * (len(titles) + 1)), _is_line()))
            continue
        east, north = place.point or ("", "")
        lines.append(
            RawLine(number, (*(_cell(place.properties.get(key)) for key in keys), str(north), str(east)))
        )
    return lines


def _is_line() -> Problem:
    return Problem(
        "line_drawn",
        "quarantine",
        tr("This is drawn as a line: it is no place."),
        tr("If it is a structure, draw a point."),
    )


def _cell(value: Any) -> str:
    """A property as a cell: texts as they are, several values beside each other, the rest as JSON."""
    match value:
        case None:
            return ""
        case str():
            return value
        case list() if all(isinstance(each, str | int | float) for each in value):
            return " | ".join(map(str, value))
        case _:
            return json.dumps(value, ensure_ascii=False)


def _loaded(data: bytes) -> Any:
    return model.parsed(json.loads, data.decode("utf-8-sig"))


def _of_geojson(data: bytes) -> Iterator[DrawnPlace]:
    """The features; one whose point is none is drawn nowhere. Raises where not one of them can be placed."""
    whole = _loaded(data)
    features = whole.get("features", [whole])
    places: list[DrawnPlace] = []
    wrong: list[Exception] = []
    for feature in features:
        try:
            places.append(_of_feature(feature))
        except (ValueError, TypeError, KeyError, IndexError) as error:
            wrong.append(error)
            places.append(_of_feature({**feature, "geometry": None}))
    if wrong and len(wrong) == len(places):
        raise wrong[0]
    yield from places


def _of_feature(feature: Mapping[str, Any]) -> DrawnPlace:
    properties = feature.get("properties") or {}
    if "id" in feature and "@id" not in properties:
        properties = {"@id": feature["id"], **properties}
    return _placed(properties, feature.get("geometry"))


def _placed(properties: Mapping[str, Any], geometry: Mapping[str, Any] | None) -> DrawnPlace:
    if not geometry:
        return DrawnPlace(properties)
    if geometry["type"].endswith("LineString"):
        return DrawnPlace(properties, is_line=True)
    return DrawnPlace(properties, _middle(geometry))


def _middle(geometry: Mapping[str, Any]) -> Point | None:
    """The point that stands for a drawing; None where it is empty."""
    if geometry["type"] == "GeometryCollection":
        middles = (
            _middle(each) for each in geometry["geometries"] if not each["type"].endswith("LineString")
        )
        return next(filter(None, middles), None)
    coordinates = geometry["coordinates"]
    if not coordinates:
        return None
    match geometry["type"]:
        case "Point":
            return _point(coordinates)
        case "MultiPoint":
            return _point(coordinates[0])
        case "Polygon":
            return _centre([_point(each) for each in coordinates[0]])
        case "MultiPolygon":
            rings = [[_point(each) for each in polygon[0]] for polygon in coordinates]
            return _centre(max(rings, key=lambda ring: abs(_area(ring))))
    raise ValueError(geometry["type"])


def _point(coordinates: Sequence[Any]) -> Point:
    east, north, *_ = coordinates
    return float(east), float(north)


def _area(ring: Sequence[Point]) -> float:
    """Twice the area that a closed ring holds, by the formula of the shoelace; its sign is the turn."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))


def _centre(ring: Sequence[Point]) -> Point:
    """The centre of gravity of a ring, reckoned from its first point: areas of buildings are small beside degrees."""
    (east, north), *_ = ring
    near = [(x - east, y - north) for x, y in ring]
    area = _area(near)
    if not area:
        return round(sum(x for x, _ in ring) / len(ring), 7), round(sum(y for _, y in ring) / len(ring), 7)
    parts = [(x0 + x1, y0 + y1, x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairwise(near)]
    return (
        round(east + sum(x * cross for x, _, cross in parts) / (3 * area), 7),
        round(north + sum(y * cross for _, y, cross in parts) / (3 * area), 7),
    )


def _of_umap(data: bytes) -> Iterator[DrawnPlace]:
    """The features of each layer; the layer's name may say what they are."""
    for layer in _loaded(data)["layers"]:
        name = (layer.get("_umap_options") or layer.get("_storage") or {}).get("name")
        for feature in layer.get("features", ()):
            own = {
                key: _unmarked(value)
                for key, value in (feature.get("properties") or {}).items()
                if not key.startswith("_")
            }
            yield _placed(_under(name, own), feature.get("geometry"))


def _under(layer: str | None, own: Mapping[str, Any]) -> dict[str, Any]:
    """Properties with the name of their layer as their type, where none of their own says it."""
    known = any(guess(key).fields == ("kind",) for key in own)
    return {**own, **({"Type": layer} if layer and not known else {})}


_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,400}>")


def _unmarked(value: Any) -> Any:
    """A text without the markup in which map makers write descriptions; a line stays a line."""
    if not isinstance(value, str) or "<" not in value:
        return value
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", value))).strip()


def _of_kml(data: bytes) -> Iterator[DrawnPlace]:
    """The placemarks, each with the name of its folder."""
    if b"<!DOCTYPE" in data[:4_096] or b"<!ENTITY" in data:
        raise ValueError(tr("it declares entities"))
    root = ET.fromstring(data)  # noqa: S314 - nothing is declared in it
    for folder, mark in _placemarks(root, ""):
        own: dict[str, Any] = {}
        for child in mark:
            if _local(child) in ("name", "description", "address", "phoneNumber") and child.text:
                own[_local(child)] = _unmarked(child.text.strip())
        for data_ in (each for each in mark.iter() if _local(each) in ("Data", "SimpleData")):
            text = (
                data_.text
                if _local(data_) == "SimpleData"
                else next((v.text for v in data_ if _local(v) == "value"), "")
            )
            if data_.get("name") and text:
                own[str(data_.get("name"))] = _unmarked(text.strip())
        yield _of_placemark(_under(folder, own), mark)


def _placemarks(element: ET.Element, folder: str) -> Iterator[tuple[str, ET.Element]]:
    """Each placemark with the name of the folder around it."""
    for child in element:
        if _local(child) == "Placemark":
            yield folder, child
        else:
            name = next((each.text for each in child if _local(each) == "name"), "") or ""
            yield from _placemarks(child, name if _local(child) == "Folder" else folder)


def _of_placemark(own: Mapping[str, Any], mark: ET.Element) -> DrawnPlace:
    shapes = {_local(each): each for each in mark.iter()}
    coordinates = {
        name: [
            _point(point.split(","))
            for each in shape.iter()
            if _local(each) == "coordinates"
            for point in (each.text or "").split()
        ]
        for name, shape in shapes.items()
        if name in ("Point", "Polygon", "LineString")
    }
    if coordinates.get("Point"):
        return DrawnPlace(own, coordinates["Point"][0])
    if coordinates.get("Polygon"):
        return DrawnPlace(own, _centre(coordinates["Polygon"]))
    return DrawnPlace(own, is_line="LineString" in coordinates)


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _of_overpass(data: bytes) -> Iterator[DrawnPlace]:
    """The elements that bear tags; a way lies at its centre, and the day of the extract is the day of its facts."""
    whole = _loaded(data)
    day = str((whole.get("osm3s") or {}).get("timestamp_osm_base") or "")[:10]
    for element in whole["elements"]:
        tags = element.get("tags")
        if tags:
            at = element.get("center") or element
            point = (float(at["lon"]), float(at["lat"])) if "lat" in at else None
            yield DrawnPlace({"@id": f"{element['type']}/{element['id']}", "@timestamp": day, **tags}, point)


_READERS: Mapping[str, Callable[[bytes], Iterator[DrawnPlace]]] = {
    "geojson": _of_geojson,
    "geojson_feature": _of_geojson,
    "umap": _of_umap,
    "kml": _of_kml,
    "overpass": _of_overpass,
}
DRAWN: Mapping[str, str] = {
    "geojson": "GeoJSON",
    "geojson_feature": "GeoJSON",
    "umap": "uMap",
    "kml": "KML",
    "overpass": "OpenStreetMap",
}
"""The formats of maps that are read, and what each is called."""
