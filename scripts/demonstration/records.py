"""What four lists say of the structures: each in its own words, with gaps, abbreviations and slips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demonstration.chance import Chance
from demonstration.lists import CARD, DATES, PUBLIC, SPACES, SURVEY, chosen
from demonstration.names import FORMS, HOSTED, STREETS, mistyped, plain, shortened
from demonstration.offers import Supply
from demonstration.survey import ASKED_ON, Answers
from demonstration.world import Structure

MOVED = 0.08
"""Share of the rows of older lists with an address that no longer holds."""
OTHER_KINDS = {
    "cisp": "asbl", "alpha": "asbl", "education_permanente": "asbl", "aines": "asbl", "pcs": "commune", "regie_quartiers": "asbl",
}  # fmt: skip
"""How a list that only knows legal forms and bearers writes a kind."""
CHANNELS = (
    "bouche-à-oreille",
    "orientation par une structure",
    "affiches et dépliants",
    "réseaux sociaux",
    "site internet",
    "cartographie en ligne",
)
LISTED = ("carte wallonne de l'inclusion numérique", "EPN de Wallonie", "123digit", "site de la commune")
FOLLOW_UP = ("nombre de personnes", "satisfaction", "progression", "suites (emploi, autonomie)")


@dataclass(frozen=True)
class Seen:
    """A structure as one list has it."""

    structure: Structure
    source: str
    row: Mapping[str, Any]


def listed(world: Sequence[Structure], supplies: Sequence[Supply], answers: Answers) -> list[Seen]:
    """Every record, list by list, in the order in which the lists were collected."""
    held_by = chosen(world, answers)
    several = Counter(number for _, number in held_by)
    writers: dict[str, Callable[[Structure, Supply, Chance], dict[str, Any]]] = {
        PUBLIC: _public,
        CARD: _card,
        SPACES: _spaces,
        SURVEY: lambda s, supply, chance: _survey(s, supply, answers, chance),
    }
    seen = []
    for source, write in writers.items():
        held = [structure for structure in world if (source, structure.number) in held_by]
        for place, structure in enumerate(Chance(f"order:{source}").mixed(held), start=1):
            chance = Chance(f"record:{source}:{structure.number}")
            row = write(structure, supplies[structure.number], chance)
            if several[structure.number] > 1:
                row |= _slips(row, chance, capitals=source == PUBLIC)
            if source != SURVEY and chance.happens(MOVED):
                row |= _before(chance)
            seen.append(Seen(structure, source, _numbered(source, place) | row))
    return seen


def _slips(row: Mapping[str, Any], chance: Chance, *, capitals: bool) -> dict[str, Any]:
    """What one list gets wrong and another right: swapped letters, lost accents, capitals."""
    name, street = row["name"], row["street"]
    if chance.happens(0.16):
        name = mistyped(name, chance)
    if chance.happens(0.18):
        name = plain(name)
    if capitals and chance.happens(0.4):
        name = plain(name).upper()
    if street and chance.happens(0.12):
        street = mistyped(street, chance)
    return {"name": name, "street": street}


def _before(chance: Chance) -> dict[str, Any]:
    """An address of some years ago, and contacts that nobody kept."""
    street = f"{chance.pick(STREETS)} {chance.between(1, 180)}"
    return {"street": street, "lat": None, "lon": None, "phone": None, "email": None, "website": None}


def _numbered(source: str, place: int) -> dict[str, Any]:
    """The list, its date and, where it has one, its own key."""
    keys = {CARD: f"c{1000 + 7 * place}", SPACES: f"EPN-{place:03}", SURVEY: f"R{place:04}"}
    return {"source": source, "source_id": keys.get(source), "collected_on": DATES[source]}


def _common(structure: Structure, form: int, chance: Chance) -> dict[str, Any]:
    """Name and address as a hand writes them."""
    forms = FORMS[structure.kind]
    name = structure.called.written(forms[form % len(forms)])
    street, locality = structure.street, structure.locality
    if chance.happens(0.22):
        street = shortened(street)
    if chance.happens(0.08):
        locality = plain(locality).upper()
    return {
        "name": name,
        "kind": structure.kind,
        "street": None if chance.happens(0.04) else street,
        "postal_code": structure.postal_code,
        "locality": locality,
        "ins": structure.commune.ins if structure.commune else None,
    }


def _reach(structure: Structure, chance: Chance, *, share: float) -> dict[str, Any]:
    """Telephone, e-mail and website, each there in `share` of the rows."""
    mailbox = chance.weighed({"info": 0.6, "contact": 0.25, "accueil": 0.15})
    return {
        "phone": (structure.phone,) if chance.happens(share) else None,
        "email": (f"{mailbox}@{structure.slug}.example",) if chance.happens(share * 0.7) else None,
        "website": f"https://{structure.slug}.example.org" if chance.happens(share * 0.5) else None,
    }


def _point(structure: Structure, chance: Chance, *, share: float) -> dict[str, Any]:
    """Coordinates, off by some tens of metres, in `share` of the rows."""
    if not chance.happens(share):
        return {}
    lat, lon = structure.lat + chance.around(0.0004), structure.lon + chance.around(0.0006)
    return {"lat": round(lat, 5), "lon": round(lon, 5)}


def _public(structure: Structure, _supply: Supply, chance: Chance) -> dict[str, Any]:
    """The list of public services: no coordinates, no offer."""
    row = _common(structure, 1, chance) | _reach(structure, chance, share=0.8)
    row["kind"] = OTHER_KINDS.get(structure.kind, structure.kind) if chance.happens(0.5) else structure.kind
    return row


def _card(structure: Structure, supply: Supply, chance: Chance) -> dict[str, Any]:
    """The map of the region: located, with steps and often hours, kinds by legal form."""
    row = _common(structure, 1, chance) | _reach(structure, chance, share=0.75)
    row |= _point(structure, chance, share=0.95)
    if chance.happens(0.35):
        row["kind"] = OTHER_KINDS.get(structure.kind, structure.kind)
    row["steps"] = supply.steps if chance.happens(0.7) else None
    row["opening_hours"] = supply.opening_hours if chance.happens(0.55) else None
    row["labels"] = tuple(sorted(structure.labels)) or None
    return row


def _spaces(structure: Structure, supply: Supply, chance: Chance) -> dict[str, Any]:
    """The list of EPN: all are EPN to it, whoever bears them; placed at the centre of the commune."""
    row = _common(structure, 1 if structure.kind == "epn" else 0, chance) | _reach(
        structure, chance, share=0.85
    )
    if structure.kind == "bibliotheque":
        row["name"] = structure.called.written(chance.pick(HOSTED))
    elif structure.kind != "epn":
        row["name"] = structure.called.written(chance.pick(("EPN {le}", "Espace public numérique {le}")))
    bearers = {"bibliotheque": "bibliothèque", "cpas": "CPAS", "pcs": "commune", "asbl": "asbl"}
    row |= {"kind": "epn", "labels": ("epn",), "hosted_by": bearers.get(structure.kind)}
    if structure.commune:
        row |= {"lat": structure.commune.lat, "lon": structure.commune.lon}
    row["steps"] = tuple(step for step in supply.steps if step in {"ateliers", "acces", "assistance"})
    row["opening_hours"] = supply.opening_hours if chance.happens(0.7) else None
    row["capacity"] = supply.capacity if chance.happens(0.3) else None
    return row


def _survey(structure: Structure, supply: Supply, answers: Answers, chance: Chance) -> dict[str, Any]:
    """The address book of the survey, with the answers of those who answered."""
    row = _common(structure, chance.between(0, 3), chance) | _reach(structure, chance, share=0.7)
    row |= _point(structure, chance, share=0.9)
    row |= {"asked_on": ASKED_ON, "roster": f"liste-{structure.bassin}"}
    if structure.number in answers.offer:
        row |= _offer(structure, supply, chance) | {"answered_on": answers.on[structure.number]}
    if structure.number in answers.network:
        row["network_answered_on"] = answers.on[structure.number]
        row["knows_ecosystem"] = answers.knows[structure.number]
        row["entry_point"] = chance.weighed({"often": 0.35, "sometimes": 0.4, "rarely": 0.25})
    return row


def _offer(structure: Structure, supply: Supply, chance: Chance) -> dict[str, Any]:
    how = chance.weighed({"hours": 0.45, "slots": 0.32, "both": 0.08, "neither": 0.15})
    return {
        "labels": tuple(sorted(structure.labels)),
        "steps": supply.steps,
        "steps_planned": supply.steps_planned,
        "formats": supply.formats,
        "themes": supply.themes if chance.happens(0.94) else None,
        "publics": supply.publics,
        "conditions": "sur orientation d'un service social"
        if structure.kind == "cpas" and chance.happens(0.3)
        else None,
        "slots": supply.slots if how in {"slots", "both"} else None,
        "opening_hours": supply.opening_hours if how in {"hours", "both"} else None,
        "access": supply.access,
        "capacity": supply.capacity if chance.happens(0.5) else None,
        "staff_trained": supply.staff_trained if chance.happens(0.95) else None,
        "roles_defined": supply.roles_defined if chance.happens(0.9) else None,
        "follow_up": tuple(chance.mixed(FOLLOW_UP)[: chance.between(0, 2)]),
        "channels": tuple(sorted(chance.mixed(CHANNELS)[: chance.between(1, 3)])),
        "listed_on": tuple(sorted(chance.mixed(LISTED)[: chance.between(0, 2)])),
    }
