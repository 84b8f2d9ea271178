"""Official boundaries of communes from a GeoJSON file, where the settings name one."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from wtc_eco.errors import RefusedError
from wtc_eco.locale import tr

CODES = ("nis_code", "ins", "INS", "nis", "NIS", "niscode", "code")
MAX_BYTES = 50_000_000


def boundaries(path: Path, communes: Collection[str]) -> dict[str, list[list[list[float]]]]:
    """The rings of each known commune, by INS code: lists of `[lat, lon]`, degrees WGS 84.

    The code is the feature's id or one of the properties `CODES`. Raises `RefusedError` when the
    file is not GeoJSON, is in another projection, or draws none of the communes.
    """
    try:
        found = _areas(json.loads(_text(path)), communes, path)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as cause:
        raise RefusedError(
            tr("The boundary file {file} cannot be read as GeoJSON.", file=path.name),
            hint=tr("Export the communes as GeoJSON in WGS 84 (EPSG:4326), or leave the setting out."),
        ) from cause
    if not found:
        raise RefusedError(
            tr("No area of {file} has the INS code of a commune of the territory.", file=path.name),
            hint=tr("Each area needs its code as id, or in a property: {names}.", names=", ".join(CODES)),
        )
    return dict(sorted(found.items()))


def steps(ring: Sequence[Sequence[float]]) -> list[int]:
    """A ring as the script reads it: latitude and longitude in ten-thousandths, each point from the last."""
    whole = [(round(lat * 10_000), round(lon * 10_000)) for lat, lon in ring]
    pairs = zip(whole, [(0, 0), *whole], strict=False)
    return [step for here, last in pairs for step in (here[0] - last[0], here[1] - last[1])]


def _text(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise RefusedError(
            tr("The boundary file {file} is larger than 50 MB.", file=path.name),
            hint=tr("Simplify it first, for instance to 200 m with mapshaper."),
        )
    return path.read_text(encoding="utf-8-sig")


def _areas(read: Any, communes: Collection[str], path: Path) -> dict[str, list[list[list[float]]]]:
    found: dict[str, list[list[list[float]]]] = {}
    for feature in read["features"]:
        code = _code(feature, communes)
        if code is not None:
            found.setdefault(code, []).extend(_rings(feature["geometry"], path))
    return found


def _code(feature: Mapping[str, Any], communes: Collection[str]) -> str | None:
    properties = feature.get("properties") or {}
    said = [feature.get("id"), *(properties.get(name) for name in CODES)]
    return next((str(code) for code in said if str(code) in communes), None)


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
