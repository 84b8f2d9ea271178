"""The ties as the script reads them: from whom, to whom, of what kind, how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtc_eco.render.map.pack import packed

FIELDS = ("from", "to", "kind", "state", "themes", "per_year", "declared_on", "name")


def links(rows: Sequence[Mapping[str, Any]], drawn: Sequence[str]) -> dict[str, Any]:
    """A packed table of `FIELDS`: every tie with at least one end among the structures `drawn`.

    `from` and `to` are places in `drawn`; `null` is a structure beyond the map, whose words are in
    `name`.
    """
    place = {structure: index for index, structure in enumerate(drawn)}
    kept = [row for row in rows if row["from"] in place or row["to"] in place]
    return packed(FIELDS, [_row(row, place) for row in kept])


def _row(row: Mapping[str, Any], place: Mapping[str, int]) -> list[Any]:
    start, end = place.get(row["from"]), place.get(row["to"])
    beyond = row["from_name"] if start is None else row["to_name"] if end is None else None
    themes = None if row["themes"] is None else sorted(row["themes"])
    return [start, end, row["kind"], row["state"], themes, row["per_year"], row["declared_on"], beyond]
