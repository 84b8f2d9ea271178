"""Which structures are there, where, with what offer, and how is each one tied?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.locale import tr, trn
from wtc_eco.network import Links, Standing, links, response, standings, within
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Territory, Vocabulary

COPIED = (
    *(
        "id",
        "name",
        "kind",
        "labels",
        "commune",
        "bassin",
        "ins",
        "place",
        "street",
        "postal_code",
        "locality",
    ),
    *("phone", "email", "website", "steps"),
)
"""Columns of the registry that stand in a row as they are."""


@dataclass(frozen=True)
class _Held:
    """What a row is made from, by structure."""

    offers: Mapping[str, Offer]
    links: Mapping[str, Links]
    standings: Mapping[str, Standing]
    territory: Territory


def ask(study: Study, scope: Scope = Scope()) -> Finding:  # noqa: B008 - frozen
    """One row for each active structure: registry, offer and network side by side.

    `slots` are those known to be open; `slots_known` says whether anybody told. `located` is `address`,
    or `commune` where the point is only its commune's centre.
    """
    scope = replace(scope, territory=study.territory)
    network = study.network
    held = _Held(study.offers, links(network), standings(network), study.territory)
    table = tuple(_row(study.registry.row(node), held) for node in within(network, scope))
    unknown = sum(1 for row in table if row["themes"] is None and not row["slots_known"])
    return Finding(
        question="directory",
        title=tr("Directory of the structures"),
        scope=scope.id,
        base=len(table),
        unknown=unknown,
        text=_sentence(scope, table, unknown),
        headings=_headings(study.territory),
        table=table,
        response=response(network, scope).offer_rate,
    )


def _sentence(scope: Scope, table: tuple[Mapping[str, Any], ...], unknown: int) -> str:
    said = trn(
        "{place}: {n} structure is known.",
        "{place}: {n} structures are known.",
        len(table),
        place=scope.text(),
    )
    if not unknown:
        return said
    also = trn(
        "Neither the themes nor the hours of {n} structure are known.",
        "Neither the themes nor the hours of {n} structures are known.",
        unknown,
    )
    return f"{said} {also}"


def _row(registered: Mapping[str, Any], held: _Held) -> dict[str, Any]:
    structure = registered["id"]
    own, standing = held.links[structure], held.standings[structure]
    return {
        **{column: registered[column] for column in COPIED},
        **_offered(registered, held),
        "standing": standing.id,
        "flags": standing.flags,
        "reason": standing.reason,
        "n_out": len(own.cites),
        "n_in": len(own.cited_by),
        "records": tuple(str(record) for record in registered["records"]),
        "sources": registered["sources"],
    }


def _offered(registered: Mapping[str, Any], held: _Held) -> dict[str, Any]:
    offer = held.offers.get(registered["id"])
    if offer is None:
        lat, lon = registered["lat"], registered["lon"]
        located = "address" if lat is not None and lon is not None else None
        return {
            "lat": lat,
            "lon": lon,
            "located": located,
            "themes": None,
            "slots": None,
            "slots_known": False,
        }
    known = offer.told_when
    return {
        "lat": offer.lat,
        "lon": offer.lon,
        "located": offer.located,
        "themes": None if offer.themes is None else _in_order(offer.themes, held.territory.themes),
        "slots": _in_order((slot for slot, said in offer.slots.items() if said), held.territory.slots)
        if known
        else None,
        "slots_known": known,
    }


def _in_order(terms: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    order = {term: place for place, term in enumerate(vocabulary)}
    return tuple(sorted(terms, key=lambda term: (order.get(term, len(order)), term)))


def _headings(territory: Territory) -> tuple[Heading, ...]:
    standing = territory.standings.words()
    return (
        Heading("id", tr("No.")),
        Heading("name", tr("Structure")),
        Heading("kind", tr("Kind"), words=territory.kinds.words()),
        Heading("labels", tr("Labels"), "list", words=territory.labels.words()),
        Heading("commune", tr("Commune")),
        Heading("bassin", tr("Bassin"), words={key: each.text() for key, each in territory.bassins.items()}),
        Heading("ins", tr("INS code")),
        Heading("place", tr("In the territory"), words=_places()),
        Heading("street", tr("Street")),
        Heading("postal_code", tr("Postal code")),
        Heading("locality", tr("Locality")),
        Heading("lat", tr("Latitude"), "number"),
        Heading("lon", tr("Longitude"), "number"),
        Heading(
            "located", tr("Placed by"), words={"address": tr("its address"), "commune": tr("its commune")}
        ),
        Heading("phone", tr("Phone"), "list"),
        Heading("email", tr("E-mail"), "list"),
        Heading("website", tr("Website")),
        Heading("themes", tr("Themes"), "list", words=territory.themes.words()),
        Heading("slots", tr("Open at"), "list", words=territory.slots.words()),
        Heading("slots_known", tr("Hours known"), "flag"),
        Heading("steps", tr("Steps of the journey"), "list", words=territory.steps.words()),
        Heading("standing", tr("Standing"), words=standing),
        Heading("flags", tr("Remarks on the standing"), "list", words=standing),
        Heading("reason", tr("Why")),
        Heading("n_out", tr("Cites"), "whole"),
        Heading("n_in", tr("Cited by"), "whole"),
        Heading("records", tr("Records"), "list"),
        Heading("sources", tr("Lists"), "list"),
    )


def _places() -> dict[str, str]:
    return {
        "inside": tr("in a bassin"),
        "outside_bassins": tr("outside the bassins"),
        "outside": tr("outside the territory"),
        "unknown": tr("place unknown"),
    }
