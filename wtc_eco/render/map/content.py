"""What the map shows, as plain JSON values in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wtc_eco.locale import date, speaking, tr, trn
from wtc_eco.render import editions
from wtc_eco.render.map.boundaries import boundaries, steps
from wtc_eco.render.map.ground import ground
from wtc_eco.render.map.links import links
from wtc_eco.render.map.placing import numbered
from wtc_eco.render.map.structures import structures
from wtc_eco.render.map.symbols import symbols
from wtc_eco.render.map.texts import texts
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.map.request import MapRequest
    from wtc_eco.territory import Scope, Vocabulary

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
        "edition": editions.named(directory.edition),
        "shared": directory.edition == "shared",
        "notice": directory.notice,
        "sources": tr("Lists: {names}.", names=", ".join(sources)) if sources else "",
        "method": [*directory.remarks, *_method()],
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
    found = boundaries(request.boundaries, request.territory.communes)
    return {ins: [steps(ring) for ring in rings] for ins, rings in found.items()}
