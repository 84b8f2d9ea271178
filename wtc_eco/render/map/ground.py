"""The ground of the map: basins, communes by population, and what an answer says of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.map.request import MapRequest

FIELDS = ("ins", "name", "bassin", "population", "lat", "lon", "asked", "gap")


def ground(request: MapRequest) -> dict[str, Any]:
    """Basins in the pack's order and communes by INS code; `asked` says what the scope covers."""
    territory, scope = request.territory, request.scope
    marks = _marks(request.gaps)
    rows = [
        [
            ins,
            commune.name,
            commune.bassin,
            commune.population,
            round(commune.lat, 5),
            round(commune.lon, 5),
            scope.covers(commune.bassin, ins),
            marks.get(ins),
        ]
        for ins, commune in sorted(territory.communes.items())
    ]
    return {
        "bassins": [{"id": id_, "name": bassin.text()} for id_, bassin in territory.bassins.items()],
        "communes": {"fields": FIELDS, "rows": rows},
        "gaps": _legend(request.gaps),
    }


def _marks(gaps: Finding | None) -> Mapping[str, Any]:
    return {spot.id: [spot.mark, spot.note] for spot in gaps.places()} if gaps else {}


def _legend(gaps: Finding | None) -> dict[str, Any] | None:
    """What the colours of the communes mean: the question, its sentence, and its marks in order."""
    if gaps is None:
        return None
    words = next((heading.words for heading in gaps.headings if heading.id == "mark"), None) or {}
    met = sorted({spot.mark for spot in gaps.places()}, key=_rank(words))
    return {
        "title": gaps.title,
        "sentence": gaps.sentence(),
        "marks": [{"id": mark, "name": words.get(mark, mark)} for mark in met],
    }


def _rank(words: Mapping[str, str]) -> Any:
    """The order in which the answer explains its marks; those it does not explain come last."""
    order = {mark: place for place, mark in enumerate(words)}
    return lambda mark: (order.get(mark, len(order)), mark)
