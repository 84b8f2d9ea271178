"""Where things are drawn: communes (official boundaries, where the settings name a file) and structures.

A structure stands at its address, or near the centre of its commune, and the map says which.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.i18n import tr
from wtc_eco.model import parsed
from wtc_eco.render.map.layers import layers, pick
from wtc_eco.render.map.page import tiles

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding
    from wtc_eco.territory import Scope, Territory

CODES = ("nis_code", "ins", "INS", "nis", "NIS", "niscode", "code")
MAX_BYTES = 50_000_000


def boundaries(path: Path, communes: Collection[str]) -> dict[str, list[list[list[float]]]]:
    """The rings of each known commune, by INS code: lists of `[lat, lon]`, degrees WGS 84.

    The code is the feature's id or one of the properties `CODES`. Raises `RefusedError` when the
    file is not GeoJSON, is in another projection, or draws none of the communes, `UsageError` when there is none.
    """
    try:
        rings_of = _areas(parsed(json.loads, _text(path)), communes, path)
    except FileNotFoundError:
        raise UsageError(
            tr("There is no file {file}.", file=path),
            hint=tr("Check the folder and the name."),
            code="no_file",
        ) from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as cause:
        raise RefusedError(
            tr("The boundary file {file} cannot be read as GeoJSON.", file=path.name),
            hint=tr("Export the communes as GeoJSON in WGS 84 (EPSG:4326), or leave the setting out."),
        ) from cause
    if not rings_of:
        raise RefusedError(
            tr("No area of {file} has the INS code of a commune of the territory.", file=path.name),
            hint=tr("Each area needs its code as id, or in a property: {names}.", names=", ".join(CODES)),
        )
    return dict(sorted(rings_of.items()))


def steps(ring: Sequence[Sequence[float]]) -> list[int]:
    """A ring as the script reads it: latitude and longitude in ten-thousandths, each point from the last."""
    points = [(round(lat * 10_000), round(lon * 10_000)) for lat, lon in ring]
    pairs = zip(points, [(0, 0), *points], strict=False)
    return [step for here, last in pairs for step in (here[0] - last[0], here[1] - last[1])]


def _text(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise RefusedError(
            tr("The boundary file {file} is larger than 50 MB.", file=path.name),
            hint=tr("Simplify it first, for instance to 200 m with mapshaper."),
        )
    return path.read_text(encoding="utf-8-sig")


def _areas(read: Any, communes: Collection[str], path: Path) -> dict[str, list[list[list[float]]]]:
    rings_of: dict[str, list[list[list[float]]]] = {}
    for feature in read["features"]:
        code = _code(feature, communes)
        if code is not None:
            rings_of.setdefault(code, []).extend(_rings(feature["geometry"], path))
    return rings_of


def _code(feature: Mapping[str, Any], communes: Collection[str]) -> str | None:
    properties = feature.get("properties") or {}
    codes = [feature.get("id"), *(properties.get(name) for name in CODES)]
    return next((str(code) for code in codes if str(code) in communes), None)


def _rings(geometry: Mapping[str, Any], path: Path) -> Iterator[list[list[float]]]:
    kind, lines = geometry.get("type"), geometry.get("coordinates") or []
    polygons = lines if kind == "MultiPolygon" else [lines] if kind == "Polygon" else []
    for polygon in polygons:
        for ring in polygon:
            yield [_point(point, path) for point in ring]


def _point(point: Any, path: Path) -> list[float]:
    lon, lat = float(point[0]), float(point[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 - degrees
        raise RefusedError(
            tr("The boundaries of {file} are not in degrees (longitude, latitude).", file=path.name),
            hint=tr("Export them again in WGS 84 (EPSG:4326); Lambert coordinates are not read."),
        )
    return [round(lat, 4), round(lon, 4)]


GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
STEP_KM = 0.35
KM_PER_DEGREE = 111.32


@dataclass(frozen=True)
class MapPoint:
    """Degrees WGS 84, and whether they are those of the address or of the commune's centre."""

    lat: float
    lon: float
    located: str


def placed(rows: Iterable[Mapping[str, Any]], territory: Territory) -> dict[str, MapPoint]:
    """Where each structure is drawn, by its id; those of an unknown commune are left out.

    Structures without an address coordinate stand around the centre of their commune, in the
    order of their ids, on a sunflower spiral (Vogel 1979) whose arm grows 350 m at the first turn:
    none hides another, and none moves because a row came in another order.
    """
    ranks: Counter[str] = Counter()
    spots = {}
    for row in sorted(rows, key=lambda row: numbered(row["id"])):
        centre = territory.communes.get(row["ins"] or "")
        if row["located"] == "address" and row["lat"] is not None:
            spots[row["id"]] = MapPoint(_rounded(row["lat"]), _rounded(row["lon"]), "address")
        elif centre is not None:
            ranks[centre.ins] += 1
            spots[row["id"]] = _around(centre.lat, centre.lon, ranks[centre.ins])
    return spots


def _around(lat: float, lon: float, rank: int) -> MapPoint:
    away = STEP_KM * math.sqrt(rank) / KM_PER_DEGREE
    angle = rank * GOLDEN_ANGLE
    return MapPoint(
        _rounded(lat + away * math.cos(angle)),
        _rounded(lon + away * math.sin(angle) / math.cos(math.radians(lat))),
        "commune",
    )


def _rounded(degrees: float) -> float:
    """A metre: what an address is worth, and the same digits on every machine."""
    return round(float(degrees), 5)


def numbered(structure: str) -> tuple[int, str]:
    """What orders ids of structures: `S9` before `S10`."""
    digits = structure.lstrip("S")
    return (int(digits), "") if digits.isdecimal() else (0, structure)


def packed(fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """`{"fields", "n", "columns"}`: each column its values, or `{"of": values, "at": places in them}`.

    The values in `of` stand in the order in which they first come: same rows, same bytes.
    """
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(fields)
    return {"fields": list(fields), "n": len(rows), "columns": [_column(values) for values in columns]}


def unpacked(table: dict[str, Any]) -> list[list[Any]]:
    """The rows again."""
    columns = [
        [column["of"][at] for at in column["at"]] if isinstance(column, dict) else column
        for column in table["columns"]
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _column(values: Sequence[Any]) -> Any:
    if not any(isinstance(value, str | list) for value in values):
        return list(values)
    keys = [_key(value) for value in values]
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    if 2 * len(places) > len(values):
        return list(values)
    firsts = dict(zip(reversed(keys), reversed(values), strict=True))
    return {"of": [firsts[key] for key in places], "at": [places[key] for key in keys]}


def _key(value: Any) -> Hashable:
    """What tells values apart: `1`, `True`, `"1"` and `["1"]` are four."""
    if type(value) is str:
        return value
    return (type(value), tuple(map(_key, value)) if isinstance(value, list) else value)


FIELDS = ("ins", "name", "bassin", "population", "lat", "lon", "asked")


def ground(request: MapRequest, drawn: Sequence[str]) -> dict[str, Any]:
    """Basins in the pack's order and communes by INS code; `asked` says what the scope covers.

    `drawn` are the ids of the structures in the order of the page. Raises `UnknownNameError` for a layer
    that no answer has.
    """
    territory, scope = request.territory, request.scope
    communes = sorted(territory.communes.items())
    rows = [
        [
            ins,
            commune.name,
            commune.bassin,
            commune.population,
            round(commune.lat, 5),
            round(commune.lon, 5),
            scope.covers(commune.bassin, ins),
        ]
        for ins, commune in communes
    ]
    groups = layers(request.layers, [ins for ins, _ in communes], drawn)
    return {
        "bassins": [{"id": id_, "name": bassin.text()} for id_, bassin in territory.bassins.items()],
        "communes": packed(FIELDS, rows),
        "layers": groups,
        "layer": pick(request.layer, groups, territory) if request.layer else "",
        "tiles": tiles(territory.tiles) if request.tiles else None,
    }


@dataclass(frozen=True)
class MapRequest:
    """The ground, the words and the additions of one map."""

    territory: Territory
    """Communes, basins, kinds and vocabularies: the ground and the legend."""
    scope: Scope
    """The part of the territory the map opens on."""
    title: str = ""
    """The title; when empty, one made from the name of the scope."""
    language: str = "fr"
    """`fr` or `en`."""
    layers: tuple[Finding, ...] = ()
    """Answers whose places colour the communes (their ids are INS codes), chosen in the page."""
    layer: str = ""
    """The layer the map opens on, in any spelling: `themes`, a theme, a slot, a profile; none when empty."""
    boundaries: Path | None = None
    """A GeoJSON file of communes, each with its INS code; approximate areas when absent."""
    tiles: bool = False
    """Offer the background images the territory names: the reader decides whether to ask for them."""
