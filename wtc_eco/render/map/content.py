"""What the map shows, as plain JSON values in a fixed order.

Structures and ties are short rows, with ids in place of words said often.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wtc_eco.i18n import date, speaking, tr, trn
from wtc_eco.render import files
from wtc_eco.render.map.areas import MapPoint, boundaries, ground, numbered, packed, placed, steps
from wtc_eco.render.map.symbols import symbols
from wtc_eco.render.map.texts import texts
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.map.areas import MapRequest
    from wtc_eco.territory import Scope, Territory, Vocabulary

STRUCTURE_FIELDS = (
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
    "slots_unknown",
    "steps",
    "partly_read",
    "standing",
    "flags",
    "reason",
    "n_out",
    "n_in",
    "n_both",
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
    table = [
        [*_structure_row(row, spots.get(row["id"])), within] for row, within in zip(rows, asked, strict=True)
    ]
    return packed(STRUCTURE_FIELDS, table)


def _structure_row(row: Mapping[str, Any], spot: MapPoint | None) -> list[Any]:
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
        _listed(row.get("slots_unknown")),
        _listed(row["steps"]),
        _listed(row.get("partly_read")),
        row.get("standing"),
        _listed(row.get("flags")),
        row.get("reason"),
        row.get("n_out"),
        row.get("n_in"),
        row.get("n_both"),
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
    address = website if "://" in website else f"https://{website}"
    return address if _WEB.match(address) and "." in address else website


def _listed(values: Iterable[str] | None) -> list[str] | None:
    if values is None:
        return None
    return sorted(values) if isinstance(values, frozenset | set) else list(values)


def _count(records: Any) -> int:
    return records if isinstance(records, int) else len(records or ())


LINK_FIELDS = ("from", "to", "kind", "state", "themes", "per_year", "declared_on", "name")


def links(rows: Sequence[Mapping[str, Any]], drawn: Sequence[str]) -> dict[str, Any]:
    """A packed table of `FIELDS`: every tie with at least one end among the structures `drawn`.

    `from` and `to` are places in `drawn`; `null` is a structure beyond the map, whose words are in
    `name`.
    """
    place = {structure: index for index, structure in enumerate(drawn)}
    kept = [row for row in rows if row["from"] in place or row["to"] in place]
    return packed(LINK_FIELDS, [_link_row(row, place) for row in kept])


def _link_row(row: Mapping[str, Any], place: Mapping[str, int]) -> list[Any]:
    start, end = place.get(row["from"]), place.get(row["to"])
    beyond = row["from_name"] if start is None else row["to_name"] if end is None else None
    themes = None if row["themes"] is None else sorted(row["themes"])
    return [start, end, row["kind"], row["state"], themes, row["per_year"], row["declared_on"], beyond]


VOCABULARIES = ("labels", "themes", "slots", "steps")


def content(directory: Finding, ties: Finding, request: MapRequest) -> dict[str, Any]:
    """Everything the script draws or says; made of `dict`, `list`, text, numbers and `null` only."""
    request = replace(request, scope=replace(request.scope, territory=request.territory))
    with speaking(request.language):
        rows = sorted(directory.rows(), key=lambda row: (fold(row["name"]), numbered(row["id"])))
        drawn = [row["id"] for row in rows]
        return {
            "language": request.language,
            "head": _head(directory, request),
            "texts": texts(),
            **ground(request, drawn),
            **_vocabularies(directory, request),
            "boundaries": _boundaries(request),
            "structures": structures(rows, request.territory, request.scope),
            "ties": links(ties.rows(), drawn),
        }


def _head(directory: Finding, request: MapRequest) -> dict[str, Any]:
    sources = sorted({source for row in directory.rows() for source in row.get("sources") or ()})
    return {
        "title": request.title or tr("Digital inclusion: {place}", place=request.scope.text()),
        "scope": request.scope.text(),
        "state": tr("As of {day}", day=date(directory.as_of)) if directory.as_of else "",
        "sentence": _sentence(directory, request.scope),
        "bassin": request.scope.bassin.id if request.scope.bassin else "",
        "edition": files.named(directory.edition),
        "shared": directory.edition == "shared",
        "notice": directory.notice,
        "sources": tr("Lists and surveys: {names}.", names=", ".join(sources)) if sources else "",
        "method": [*(remark.text for remark in directory.remarks), *_method()],
    }


def _sentence(directory: Finding, scope: Scope) -> str:
    """The answer's own; a count where the answer is about more than the scope, neighbours included."""
    if directory.scope == scope.id:
        return directory.sentence()
    known = sum(scope.covers(row["bassin"], row["ins"]) for row in directory.rows())
    return trn(
        "{place}: {n} structure is known.", "{place}: {n} structures are known.", known, place=scope.text()
    )


def _method() -> list[str]:
    return [
        tr(
            "Ties are those that structures declare; a structure that has not answered is not called isolated."
        ),
        tr("A structure that is not on this map may exist: tell the coordination."),
        tr(
            "Communes, centres and population: the territory pack and the sources it names. Drawn with Leaflet 1.9.4."
        ),
    ]


def _vocabularies(directory: Finding, request: MapRequest) -> dict[str, Any]:
    territory = request.territory
    present = {row["kind"] for row in directory.rows() if row["kind"]}
    drawn = symbols(territory.kinds, present)
    kinds = _words(directory, "kind", territory.kinds)
    standings = _words(directory, "standing", territory.standings)
    flags = _words(directory, "flags", territory.standings)
    words = {name: _words(directory, name, territory.vocabulary(name)) for name in VOCABULARIES}
    return {
        "kinds": [_kind(kind, kinds, pair) for kind, pair in drawn.items()],
        # The shared edition says of no structure how it stands: it needs no words for that.
        "standings": {} if directory.edition == "shared" else standings,
        "words": words | {"flags": {} if directory.edition == "shared" else flags},
    }


def _kind(kind: str, words: Mapping[str, str], pair: tuple[str, str]) -> dict[str, str]:
    color, shape = pair
    return {"id": kind, "name": words.get(kind, kind), "color": color, "shape": shape}


def _words(directory: Finding, column: str, vocabulary: Vocabulary) -> dict[str, str]:
    """The words of a column: the pack's, and the answer's own where it brings some."""
    own = next((heading.words for heading in directory.headings if heading.id == column), None)
    return {**vocabulary.words(), **(own or {})}


def _boundaries(request: MapRequest) -> dict[str, Any] | None:
    if request.boundaries is None:
        return None
    rings_of = boundaries(request.boundaries, request.territory.communes)
    return {ins: [steps(ring) for ring in rings] for ins, rings in rings_of.items()}
