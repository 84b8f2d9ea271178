"""Who can be invited, what is known of each, how it is reached; and who is left out, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.coverage.need import reach_of
from wtc_eco.events.invitations.request import Address, Circumstances, Past, Request
from wtc_eco.i18n import tr
from wtc_eco.network import Links, Standing, links, standings, within
from wtc_eco.territory import Scope
from wtc_eco.territory.places import distance_km

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.coverage.supply import Reach
    from wtc_eco.registry import Registry

Why = Literal["opposed", "far", "unlocated", "declined"]


@dataclass(frozen=True)
class Invitee:
    """A structure that may be invited. What nobody said is `None`.

    `km` are road kilometres to the venue. `bearer` is the structure that bears it, itself included:
    two of one bearer need no introduction. `open_lists` are lists of which a word was not understood.
    """

    id: str
    name: str
    kind: str | None
    labels: frozenset[str]
    commune: str | None
    ins: str | None
    point: tuple[float, float] | None
    at_address: bool
    steps: frozenset[str] | None
    themes: frozenset[str] | None
    publics: frozenset[str] | None
    open_at: frozenset[str]
    standing: Standing
    links: Links
    asked_on: str | None
    answered_on: str | None
    bearer: str
    lists: tuple[str, ...]
    address: Address
    past: tuple[Past, ...] = ()
    km: float | None = None
    met: frozenset[str] = frozenset()
    open_lists: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Excluded:
    """A structure that is not invited, and why."""

    id: str
    name: str
    kind: str | None
    commune: str | None
    why: Why


@dataclass(frozen=True)
class Field:
    """Everybody there is: candidates by number of id, and those left out."""

    candidates: tuple[Invitee, ...]
    excluded: tuple[Excluded, ...]


def road_km(one: tuple[float, float], other: tuple[float, float], reach: Reach) -> float:
    """Road kilometres between two points (lat, lon), as every question counts them."""
    return round(reach.road_factor * distance_km(*one, *other), 3)


def field(study: Study, scope: Scope, request: Request, circumstances: Circumstances) -> Field:
    """The active structures of a scope, as candidates or left out: by opposition, or for the distance asked.

    Those asked for by name are candidates wherever they stand, opposition excepted.
    """
    network = study.network
    everybody = [node for node in network if node in {*within(network, scope), *request.fixed}]
    basis = _InviteeBasis(links(network), standings(network), study, circumstances)
    invitees, left_out = [], []
    for node in everybody:
        candidate = _candidate(node, basis, request)
        why = _why_not(candidate, study.registry, request, circumstances)
        if why is None:
            invitees.append(candidate)
        else:
            name, kind, commune = candidate.name, candidate.kind, candidate.commune
            left_out.append(Excluded(node, name, kind, commune, why))
    return Field(tuple(invitees), tuple(left_out))


@dataclass(frozen=True)
class _InviteeBasis:
    links: Mapping[str, Links]
    standings: Mapping[str, Standing]
    study: Study
    circumstances: Circumstances


def _candidate(node: str, basis: _InviteeBasis, request: Request) -> Invitee:
    study, here = basis.study, basis.study.network.nodes[node]
    row, offer = study.registry.row(node), study.offers.get(node)
    point, reach = _point(offer), reach_of(study.territory.demand)
    return Invitee(
        id=node,
        name=here["name"],
        kind=here["kind"],
        labels=frozenset(here["labels"] or ()),
        commune=here["commune"],
        ins=here["ins"],
        point=point,
        at_address=offer is not None and offer.located == "address",
        steps=_known(row["steps"]),
        themes=offer.themes if offer else None,
        publics=_known(row["publics"]),
        open_at=frozenset(slot for slot, is_open in offer.slots.items() if is_open) if offer else frozenset(),
        standing=basis.standings[node],
        links=basis.links[node],
        asked_on=here["asked_on"],
        answered_on=here["network_answered_on"],
        bearer=here["hosted_by"] or node,
        lists=tuple(row["sources"]),
        address=reached(row, basis.circumstances),
        past=basis.circumstances.past.get(node, ()),
        km=None
        if request.near is None or point is None
        else road_km(point, (request.near.lat, request.near.lon), reach),
        met=frozenset(_met(study, node)),
        open_lists=study.registry.open_lists.get(node, frozenset()),
    )


def _known(terms: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if terms is None else frozenset(terms)


def _point(offer: Offer | None) -> tuple[float, float] | None:
    if offer is None or offer.lat is None or offer.lon is None:
        return None
    return offer.lat, offer.lon


def _met(study: Study, node: str) -> Iterator[str]:
    """Whom it sat with at an event before."""
    for start, end, kind in study.network.out_edges(node, keys=True):
        if kind == "met":
            yield end
        del start
    for start, _, kind in study.network.in_edges(node, keys=True):
        if kind == "met":
            yield start


def reached(row: Mapping[str, Any], circumstances: Circumstances) -> Address:
    """A person's address first, then the structure's own; then its phone, to call."""
    for address in circumstances.people.get(row["id"], ()):
        opposed = any(circumstances.opposed(each) for each in (address.email, address.phone) if each)
        if (address.email or address.phone) and not opposed:
            return address
    email, phone = (next(iter(row[column] or ()), None) for column in ("email", "phone"))
    channel = ("email", email) if email else ("phone", phone)
    origin = circumstances.origin(row["id"], channel[0], channel[1]) if channel[1] else ""
    return Address(email=email, phone=phone, origin=origin)


def objected(row: Mapping[str, Any], circumstances: Circumstances) -> bool:
    """Whether a structure (a row of the register) is not to be written to: by its own word, or its people's."""
    own = [*(row["email"] or ()), *(row["phone"] or ())]
    return row["id"] in circumstances.opted_out or any(circumstances.opposed(each) for each in own)


def _why_not(
    candidate: Invitee, registry: Registry, request: Request, circumstances: Circumstances
) -> Why | None:
    if objected(registry.row(candidate.id), circumstances):
        return "opposed"
    if request.within_km is None or candidate.id in request.fixed:
        return None
    if candidate.km is None:
        return "unlocated"
    return "far" if candidate.km > request.within_km else None


def why_words() -> dict[str, str]:
    """Why somebody is not on the list, in words."""
    return {
        "opposed": tr("Objected to being contacted"),
        "far": tr("Further than the distance asked"),
        "unlocated": tr("Place unknown: the distance cannot be told"),
        "declined": tr("Has declined"),
    }
