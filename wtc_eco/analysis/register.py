"""Which structures are there, where, with what offer, and how is each one tied?

Where can people get help with digital life: what, for whom, and when?

Which structures are there, for whom, when and on what: the part of the register that is for everybody?
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading, Shape, notes, titled
from wtc_eco.coverage.slots import plan_of
from wtc_eco.coverage.week_display import opening_week, told
from wtc_eco.i18n import number, tr, trn
from wtc_eco.model import REGISTRY, Column, Type
from wtc_eco.network import Links, Standing, links, response, standings, within
from wtc_eco.registry.columns import title
from wtc_eco.territory import Scope
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Territory, Vocabulary

DIRECTORY_COLUMNS = (
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


def directory(study: Study, scope: Scope = Scope()) -> Finding:  # noqa: B008 - frozen
    """One row for each active structure: registry, offer and network side by side.

    `slots` are those known to be open; `slots_known` says whether anybody told. `located` is `address`,
    or `commune` where the point is only its commune's centre.
    """
    scope = replace(scope, territory=study.territory)
    network = study.network
    held = _Held(study.offers, links(network), standings(network), study.territory)
    table = tuple(_directory_row(study.registry.row(node), held) for node in within(network, scope))
    unknown = sum(1 for row in table if row["themes"] is None and not row["slots_known"])
    return Finding(
        question="directory",
        title=tr("Directory of the structures"),
        scope=scope.id,
        place=scope.text(),
        base=len(table),
        unknown=unknown,
        text=_sentence(table, unknown),
        headings=_directory_headings(study.territory),
        table=table,
        response=response(network, scope).offer_rate,
    )


def _sentence(table: tuple[Mapping[str, Any], ...], unknown: int) -> str:
    said = trn(
        "{n} structure is known.",
        "{n} structures are known.",
        len(table),
    )
    if not unknown:
        return said
    also = trn(
        "Neither the themes nor the hours of {n} structure are known.",
        "Neither the themes nor the hours of {n} structures are known.",
        unknown,
    )
    return f"{said} {also}"


def _directory_row(registered: Mapping[str, Any], held: _Held) -> dict[str, Any]:
    structure = registered["id"]
    own, standing = held.links[structure], held.standings[structure]
    return {
        **{column: registered[column] for column in DIRECTORY_COLUMNS},
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
        "themes": None if offer.themes is None else _by_place_and_name(offer.themes, held.territory.themes),
        "slots": _by_place_and_name(
            (slot for slot, said in offer.slots.items() if said), held.territory.slots
        )
        if known
        else None,
        "slots_known": known,
    }


def _by_place_and_name(terms: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    order = {term: place for place, term in enumerate(vocabulary)}
    return tuple(sorted(terms, key=lambda term: (order.get(term, len(order)), term)))


def _directory_headings(territory: Territory) -> tuple[Heading, ...]:
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


OFFER_COLUMNS = ("id", "name", "kind", "street", "postal_code", "locality", "commune", "website")
"""Columns of the register that stand in a row as they are."""
FACETS = ("steps", "formats", "themes", "publics", "access")
"""Columns of the register that hold words of the pack, put in its order."""


def public_offer(study: Study, scope: Scope | None = None) -> Finding:
    """One row for each active structure, by commune and name; nothing of its network nor of its team.

    `slots` are those known to be open and `slots_unknown` those nobody can tell; `hours` are lines to read,
    `None` where the hours are not known; `receives` are the publics one by one where everybody is welcome; `appointment` tells whether one must make an appointment.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    offers = [one for one in study.offers.values() if scope.covers(one.bassin, one.ins)]
    rows = [_offer_row(study, one) for one in offers]
    rows.sort(key=lambda row: (fold(row["commune"] or "~"), fold(row["name"] or ""), row["id"]))
    dark = sum(row["themes"] is None and row["hours"] is None for row in rows)
    return Finding(
        question="public_offer",
        title=titled(tr("Where to get help with digital life"), scope.text()),
        short_title=tr("Where to get help with digital life"),
        scope=scope.id,
        place=scope.text(),
        base=len(rows),
        unknown=dark,
        text=" ".join(
            (
                trn(
                    "{n} place where one is helped with digital life.",
                    "{n} places where one is helped with digital life.",
                    len(rows),
                ),
                trn(
                    "{n} has told neither its themes nor its hours.",
                    "{n} have told neither their themes nor their hours.",
                    dark,
                )
                if dark
                else "",
            )
        ).strip(),
        headings=_offer_headings(study.territory),
        table=tuple(rows),
        remarks=notes(tr("Communes: {n}.", n=number(len({row["commune"] for row in rows})))),
    )


def _offer_row(study: Study, offer: Offer) -> dict[str, Any]:
    registered, territory = study.registry.row(offer.id), study.territory
    plan = plan_of(territory.slots)
    lines = tuple(told(opening) for opening in opening_week(offer.schedule, plan))
    return {
        **{name: registered[name] for name in OFFER_COLUMNS},
        **{name: _by_commune_and_name(registered[name], territory.vocabulary(name)) for name in FACETS},
        "receives": _by_commune_and_name(offer.publics, territory.publics),
        "slots": tuple(slot for slot in plan.ids() if offer.slots[slot]),
        "slots_unknown": tuple(slot for slot in plan.ids() if offer.slots[slot] is None),
        "hours": lines or None,
        "appointment": _by_appointment(offer, registered["slots"], plan.flags),
    }


def _by_appointment(offer: Offer, declared: Iterable[str] | None, flags: Iterable[str]) -> bool:
    return offer.schedule.status == "by_appointment" or bool(set(flags).intersection(declared or ()))


def _by_commune_and_name(held: Iterable[str] | None, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    if held is None:
        return None
    order: Mapping[str, int] = {term: place for place, term in enumerate(vocabulary)}
    return tuple(sorted(held, key=lambda term: (order.get(term, len(order)), term)))


def _offer_headings(territory: Territory) -> tuple[Heading, ...]:
    slots = territory.slots.words()
    return (
        Heading("id", tr("No.")),
        Heading("name", tr("Structure")),
        Heading("kind", tr("Kind"), words=territory.kinds.words()),
        Heading("street", tr("Street")),
        Heading("postal_code", tr("Postal code")),
        Heading("locality", tr("Locality")),
        Heading("commune", tr("Commune")),
        Heading("website", tr("Website")),
        Heading("steps", tr("What one can do there"), "list", words=territory.steps.plain_words()),
        Heading("themes", tr("Themes"), "list", words=territory.themes.words()),
        Heading("publics", tr("For whom"), "list", words=territory.publics.words()),
        Heading("receives", tr("Receives"), "list", words=territory.publics.words()),
        Heading("formats", tr("How"), "list", words=territory.formats.words()),
        Heading("access", tr("Where help is given"), "list", words=territory.access.words()),
        Heading("slots", tr("Open at"), "list", words=slots),
        Heading("slots_unknown", tr("Nobody can tell"), "list", words=slots),
        Heading("hours", tr("Opening hours"), "list"),
        Heading("appointment", tr("By appointment"), "flag"),
    )


COLUMNS = (
    *(
        "id",
        "name",
        "kind",
        "labels",
        "street",
        "postal_code",
        "locality",
        "commune",
        "ins",
        "bassin",
        "lat",
        "lon",
    ),
    *("website", "steps", "formats", "themes", "publics", "opening_hours", "slots", "access"),
)
"""What is published of a structure: where it is and what it offers, in fixed words; no remark in free words."""
_SHAPES: dict[Type, Shape] = {"number": "number", "terms": "list", "texts": "list"}
_COMMENT = re.compile(r'\s*"[^"]*"')
"""A comment in an `opening_hours` string: free words, in which anything can stand."""


def public_register(study: Study, scope: Scope | None = None) -> Finding:
    """One row for each active structure; `slots` as declared or as its opening hours show."""
    scope = replace(scope or Scope(), territory=study.territory)
    offers = [one for one in study.offers.values() if scope.covers(one.bassin, one.ins)]
    return Finding(
        question="public_register",
        title=tr("Register of structures"),
        scope=scope.id,
        place=scope.text(),
        base=len(offers),
        unknown=sum(one.themes is None and not one.told_when for one in offers),
        text=trn(
            "{n} structure, with where it is and what it offers.",
            "{n} structures, with where they are and what they offer.",
            len(offers),
        ),
        headings=_register_headings(study.territory),
        table=tuple(_register_row(study, one) for one in offers),
    )


def _register_row(study: Study, offer: Offer) -> Mapping[str, Any]:
    row = study.registry.row(offer.id)
    slots = tuple(slot for slot in _slots(study.territory) if offer.slots[slot])
    told = offer.told_when
    hours = row["opening_hours"] if offer.schedule.status == "known" else None
    return {
        **{name: row[name] for name in COLUMNS},
        "opening_hours": _COMMENT.sub("", hours).strip(" ;") or None if hours else None,
        "slots": slots if told else None,
    }


def _slots(territory: Territory) -> tuple[str, ...]:
    plan = plan_of(territory.slots)
    return (*plan.ids(), *(key for key, _ in plan.groups))


def _register_headings(territory: Territory) -> tuple[Heading, ...]:
    columns = {column.name: column for column in REGISTRY}
    return tuple(_heading(columns[name], territory) for name in COLUMNS)


def _heading(column: Column, territory: Territory) -> Heading:
    words: Mapping[str, str] | None = None
    if column.name == "bassin":
        words = {key: bassin.text() for key, bassin in territory.bassins.items()}
    elif column.vocabulary:
        words = territory.vocabulary(column.vocabulary).words()
    return Heading(column.name, title(column.name), _SHAPES.get(column.type, "text"), words)
