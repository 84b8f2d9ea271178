"""The structures as the script reads them: short rows, ids in place of words said often."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wtc_eco.render.map.pack import packed
from wtc_eco.render.map.placing import Spot, placed

if TYPE_CHECKING:
    from wtc_eco.territory import Scope, Territory

FIELDS = (
    "id",
    "name",
    "kind",
    "labels",
    "commune",
    "ins",
    "bassin",
    "address",
    "lat",
    "lon",
    "located",
    "phone",
    "email",
    "website",
    "themes",
    "slots",
    "slots_known",
    "steps",
    "standing",
    "flags",
    "reason",
    "n_out",
    "n_in",
    "n_records",
    "sources",
    "asked",
)
_WEB = re.compile(r"https?://[^\s<>\"'\\^`{|}]+\Z", re.IGNORECASE)


def structures(rows: Sequence[Mapping[str, Any]], territory: Territory, scope: Scope) -> dict[str, Any]:
    """A packed table of `FIELDS`, one row a structure of the directory, in its order.

    `null` is unknown, an empty list known to be none; `lat` and `lon` are `null` where a structure
    has no known place: it stands in the table only. `asked` is false for a neighbour of the scope.
    """
    spots = placed(rows, territory)
    asked = [scope.covers(row["bassin"], row["ins"]) for row in rows]
    table = [[*_row(row, spots.get(row["id"])), within] for row, within in zip(rows, asked, strict=True)]
    return packed(FIELDS, table)


def _row(row: Mapping[str, Any], spot: Spot | None) -> list[Any]:
    placing = [spot.lat, spot.lon, spot.located] if spot else [None, None, None]
    return [
        row["id"],
        row["name"],
        row["kind"],
        _listed(row["labels"]),
        row["commune"],
        row["ins"],
        row["bassin"],
        address(row),
        *placing,
        row.get("phone"),
        row.get("email"),
        link(row["website"]),
        _listed(row["themes"]),
        _listed(row["slots"]),
        bool(row["slots_known"]),
        _listed(row["steps"]),
        row.get("standing"),
        _listed(row.get("flags")),
        row.get("reason"),
        row.get("n_out"),
        row.get("n_in"),
        _count(row.get("records")),
        _listed(row.get("sources")),
    ]


def address(row: Mapping[str, Any]) -> str:
    """Street, postal code and locality on one line, as far as they are known."""
    town = " ".join(str(row[part]) for part in ("postal_code", "locality") if row[part])
    return ", ".join(part for part in (row["street"], town) if part)


def link(website: str | None) -> str | None:
    """A web address one may click on: `http` or `https`, written out; anything else is only text."""
    if not website:
        return None
    whole = website if "://" in website else f"https://{website}"
    return whole if _WEB.match(whole) and "." in whole else website


def _listed(values: Iterable[str] | None) -> list[str] | None:
    if values is None:
        return None
    return sorted(values) if isinstance(values, frozenset | set) else list(values)


def _count(records: Any) -> int:
    return records if isinstance(records, int) else len(records or ())
