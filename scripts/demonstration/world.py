"""The structures there are: what, where, called how; what the lists would have to find out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import cos, radians, sqrt

from demonstration.chance import Chance, apportioned
from demonstration.names import PROPER, STREETS, Called
from wtc_eco.territory import Commune, Territory

N_STRUCTURES = 363
N_BEYOND = 3
"""Two in communes outside the bassins, one outside the territory."""
FEWEST = 17
"""Structures every bassin has before the rest is shared out by population."""

KINDS = {
    "cpas": 68, "bibliotheque": 64, "epn": 40, "asbl": 40, "commune": 30, "cisp": 26, "pcs": 20,
    "enseignement_adultes": 14, "maison_jeunes": 11, "aines": 10, "centre_culturel": 9, "alpha": 7,
    "education_permanente": 6, "mire": 4, "maison_emploi": 4, "regie_quartiers": 3, "epn_mobile": 3, "cri": 2, "logement": 2,
}  # fmt: skip
SPREAD = {"cpas": 0.35, "commune": 0.35, "bibliotheque": 0.5, "pcs": 0.5}
"""Exponent of a commune's population in the choice of a place: other kinds go where people are (0.85)."""
ONE_EACH = ("cpas", "commune")
"""Kinds of which a commune has one."""
ZONES = {
    "brabant-wallon": ("10", "67"), "hainaut-centre": ("65", "64"), "hainaut-sud": ("71",), "huy-waremme": ("85", "19"),
    "liege": ("19",), "luxembourg": ("63", "61"), "namur": ("81",), "verviers": ("87",), "wallonie-picarde": ("69", "56"),
}  # fmt: skip


@dataclass(frozen=True)
class Structure:
    """One invented organisation; `number` orders the whole world."""

    number: int
    kind: str
    called: Called
    commune: Commune | None
    postal_code: str
    locality: str
    street: str
    lat: float
    lon: float
    phone: str
    labels: frozenset[str] = field(default_factory=frozenset)

    @property
    def bassin(self) -> str | None:
        """The bassin it is in."""
        return self.commune.bassin if self.commune else None

    @property
    def slug(self) -> str:
        """Its name on the internet, unlike any other's."""
        return f"{self.called.slug()}-{self.postal_code}-{self.kind.replace('_', '')}"

    def is_epn(self) -> bool:
        """Whether it is, or is labelled as, a public digital space."""
        return self.kind == "epn" or "epn" in self.labels


def made(territory: Territory) -> list[Structure]:
    """All structures, bassin by bassin."""
    world = [
        structure
        for bassin, total in _sizes(territory).items()
        for structure in _of_bassin(territory, bassin, total)
    ]
    world += _beyond(territory)
    world = _at_one_door([replace(structure, number=n) for n, structure in enumerate(world)])
    return _labelled(_namesakes(world))


def _sizes(territory: Territory) -> dict[str, int]:
    people = {
        bassin: float(sum(commune.population for commune in territory.communes_of(bassin)))
        for bassin in territory.bassins
    }
    rest = apportioned(N_STRUCTURES - N_BEYOND - FEWEST * len(people), people)
    return {bassin: FEWEST + rest[bassin] for bassin in people}


def _of_bassin(territory: Territory, bassin: str, total: int) -> list[Structure]:
    chance = Chance(f"world:{bassin}")
    communes = territory.communes_of(bassin)
    names = chance.mixed(PROPER)
    # A little chance in the mix of kinds: no two bassins are alike.
    kinds = apportioned(total, {kind: weight * (1 + chance.around(0.5)) for kind, weight in KINDS.items()})
    taken: set[tuple[str, str]] = set()
    structures = []
    for kind, count in kinds.items():
        for _ in range(count):
            weights = {
                commune.ins: commune.population ** SPREAD.get(kind, 0.85)
                for commune in communes
                if kind not in ONE_EACH or (commune.ins, kind) not in taken
            }
            ins = chance.weighed(weights)
            taken.add((ins, kind))
            structures.append(
                _structure(territory, kind, Called(names.pop()), territory.communes[ins], chance)
            )
    return structures


def _structure(
    territory: Territory, kind: str, called: Called, commune: Commune, chance: Chance
) -> Structure:
    code = commune.postal_codes[0] if chance.happens(0.75) else chance.pick(commune.postal_codes)
    places = territory.gazetteer
    villages = [
        name
        for of, name in places.localities
        if of == code and "(" not in name and name not in places.translated
    ]
    central = code == commune.postal_codes[0] and (not villages or chance.happens(0.75))
    lat, lon = _near(commune, chance)
    return Structure(
        number=0,
        kind=kind,
        called=called,
        commune=commune,
        postal_code=code,
        locality=commune.name if central or not villages else chance.pick(villages),
        street=f"{chance.pick(STREETS)} {chance.between(1, 180)}",
        lat=lat,
        lon=lon,
        phone=_phone(commune.bassin or "verviers", chance),
    )


def _near(commune: Commune, chance: Chance) -> tuple[float, float]:
    """A point of the commune: further from the centre where more people live."""
    width = 1.2 + 1.6 * sqrt(min(commune.population, 100_000) / 100_000)
    north, east = chance.around(width), chance.around(width)
    lat = commune.lat + north / 111.2
    return round(lat, 5), round(commune.lon + east / (111.2 * cos(radians(lat))), 5)


def _phone(bassin: str, chance: Chance) -> str:
    # No Belgian subscriber's number begins with 0: well-formed, and nobody's.
    return f"+32{chance.pick(ZONES[bassin])}0{chance.between(10_000, 99_999)}"


def _beyond(territory: Territory) -> list[Structure]:
    chance = Chance("beyond")
    eupen, kelmis = territory.find_commune("Eupen"), territory.find_commune("La Calamine")
    beyond = [
        _structure(territory, "bibliotheque", Called("la Fougère"), eupen, chance),
        _structure(territory, "asbl", Called("le Genêt"), kelmis, chance),
    ]
    brussels = replace(
        beyond[1],
        called=Called("la Canopée"),
        commune=None,
        postal_code="1060",
        locality="Saint-Gilles",
        lat=50.8271,
        lon=4.3467,
        street="Rue de la Victoire 300",
        phone="+3220910473",
    )
    return [*beyond, brussels]


def _at_one_door(world: list[Structure]) -> list[Structure]:
    """A town hall and its welfare centre that share a door and a switchboard, in a few communes."""
    chance = Chance("doors")
    halls = {s.commune.ins: s for s in world if s.kind == "commune" and s.commune}
    beside = [s for s in world if s.kind == "cpas" and s.commune and s.commune.ins in halls]
    for structure in chance.mixed(beside)[:6]:
        hall = halls[structure.commune.ins] if structure.commune else structure
        world[structure.number] = replace(
            structure,
            street=hall.street,
            postal_code=hall.postal_code,
            locality=hall.locality,
            lat=hall.lat,
            lon=hall.lon,
            phone=hall.phone,
        )
    return world


def _namesakes(world: list[Structure]) -> list[Structure]:
    """Two organisations of one town that chose the same name: what a person has to decide."""
    chance = Chance("namesakes")
    alike = (
        ("asbl", "cisp"),
        ("asbl", "maison_jeunes"),
        ("epn", "asbl"),
        ("asbl", "aines"),
        ("bibliotheque", "epn"),
    )
    for kind, other in alike:
        pairs = [
            (one, two)
            for one in world
            for two in world
            if one.kind == kind and two.kind == other and one.commune and one.commune is two.commune
        ]
        for one, two in chance.mixed(pairs)[:2]:
            world[one.number] = replace(one, called=two.called)
    return world


def _labelled(world: list[Structure]) -> list[Structure]:
    """Labels: every EPN that stands alone, four libraries in ten, some others; and approvals."""
    chance = Chance("labels")
    shares = {"epn": 1.0, "bibliotheque": 0.4, "cpas": 0.08, "pcs": 0.15, "asbl": 0.08}
    return [replace(s, labels=frozenset(_labels(s.kind, shares.get(s.kind, 0.0), chance))) for s in world]


def _labels(kind: str, epn: float, chance: Chance) -> list[str]:
    given = ["epn"] if chance.happens(epn) else []
    given += ["fbn"] if kind in {"cisp", "enseignement_adultes"} and chance.happens(0.3) else []
    given += ["einclusion"] if kind == "cpas" and chance.happens(0.08) else []
    given += ["connectoo"] if kind in {"commune", "cpas", "bibliotheque"} and chance.happens(0.12) else []
    return given + (["123digit"] if chance.happens(0.1) else [])
