"""An invented ecosystem over real communes: what the map's tests draw."""

from __future__ import annotations

from collections import Counter
from random import Random

from wtc_eco.analysis.finding import Finding, Heading, Spot
from wtc_eco.territory import Scope, Territory, load

HOSTILE = (
    "{{7*7}}</script><img src=x onerror=alert(1)>${1}",
    "C:\\2019",
    "=1+1",
    "[/]",
    "{% for x in y %}`${alert(1)}`",
    "<!-- <script> \u2028 \u2029 -->",
    "\u202eeuqèhtoilbiB\u202c ]]>",
    "'\";alert(1)//\\",
    "$& $1 $` {count} {names}",
    "<b>gras</b>&amp;&#0;",
)
STANDINGS = (
    ("tied",) * 9 + ("isolated", "knows_no_one", "unknown_to_others") + ("named_only",) * 4 + ("unknown",) * 3
)
KINDS = (
    "cpas",
    "commune",
    "bibliotheque",
    "epn",
    "asbl",
    "cisp",
    "pcs",
    "maison_jeunes",
    "enseignement_adultes",
    "forem",
    "mire",
)
NOUNS = {
    "cpas": "CPAS de",
    "commune": "Administration communale de",
    "bibliotheque": "Bibliothèque de",
    "epn": "EPN de",
}
REASONS = {
    "tied": "Liens déclarés.",
    "isolated": "A répondu le 12 octobre 2026 ; aucun lien donné, aucun lien reçu.",
    "unknown": "Interrogée le 1er octobre 2026 ; personne ne la cite.",
}


def territory() -> Territory:
    return load("wallonie")


def structure(number: int, name: str = "CPAS de Mons", **values):
    row = {
        "id": f"S{number}", "name": name, "kind": "cpas", "labels": (), "commune": "Mons", "bassin": "hainaut-centre",
        "ins": "53053", "place": "inside", "street": "Rue de Bouzanton 1", "postal_code": "7000", "locality": "Mons",
        "lat": None, "lon": None, "located": "commune", "phone": "+32 65 40 51 00", "email": "info@exemple.be",
        "website": "www.exemple.be", "themes": ("bases", "demarches"), "slots": ("matin",), "slots_known": True,
        "steps": ("assistance",), "standing": "tied", "flags": (), "reason": "Liens déclarés.", "n_out": 1, "n_in": 1,
        "records": 1, "sources": ("liste-cpas",),
    }  # fmt: skip
    return row | values


def tie(start: str, end: str, kind: str = "refers", **values):
    row = {
        "from": start, "to": end, "from_name": f"nom de {start}", "to_name": f"nom de {end}", "kind": kind,
        "state": "confirmed", "themes": (), "per_year": None, "declared_on": "2026-10-12", "ties": (1,),
    }  # fmt: skip
    return row | values


def directory(rows, **values) -> Finding:
    given = {
        "question": "directory", "title": "L’inclusion numérique en Wallonie", "scope": "wallonie", "base": len(rows),
        "unknown": 0, "text": f"{len(rows)} structures sont connues dans 4 listes.", "as_of": "2026-11-22",
        "notice": "Données d’illustration : organisations inventées, communes réelles.",
    }  # fmt: skip
    return Finding(table=tuple(rows), **(given | values))


def ties_of(rows) -> Finding:
    return Finding(
        "ties", "Liens", "Wallonie", len(rows), 0, f"{len(rows)} liens déclarés.", table=tuple(rows)
    )


def ecosystem(n: int = 363, *, seed: int = 7, located: float = 0.6) -> tuple[Finding, Finding]:
    """`n` structures over Wallonia and about four ties each, the same for the same seed."""
    dice = Random(seed)  # noqa: S311 - an invented ecosystem, not a secret
    communes = sorted(territory().communes.values(), key=lambda place: place.ins)
    weights = [place.population + 6000 for place in communes]
    rows = [_drawn(dice, number, dice.choices(communes, weights)[0], located) for number in range(1, n + 1)]
    ties = []
    answered = [row for row in rows if row["standing"] in {"tied", "unknown_to_others"}]
    named = [row for row in rows if row["standing"] in {"tied", "knows_no_one", "named_only"}]
    by_bassin: dict[str | None, list] = {}
    for row in named:
        by_bassin.setdefault(row["bassin"], []).append(row)
    for row in answered:
        near = by_bassin.get(row["bassin"], named)
        others = dice.sample(near, min(len(near), dice.randint(1, 5))) + dice.sample(
            named, dice.randint(0, 1)
        )
        for other in (one for one in others if one is not row):
            kind = dice.choice(("knows", "knows", "refers", "refers", "works_with", "hosts"))
            state = (
                "unconfirmed"
                if other["standing"] == "named_only"
                else dice.choice(("confirmed", "one_sided"))
            )
            ties.append(
                tie(row["id"], other["id"], kind, state=state, from_name=row["name"], to_name=other["name"])
            )
    _count(rows, ties)
    return directory(rows), ties_of(ties)


def _count(rows, ties) -> None:
    given, received = Counter(one["from"] for one in ties), Counter(one["to"] for one in ties)
    for row in rows:
        row["n_out"], row["n_in"] = given[row["id"]], received[row["id"]]


def _drawn(dice: Random, number: int, commune, located: float):
    kind, standing = dice.choice(KINDS), dice.choice(STANDINGS)
    there = dice.random() < located
    noun = NOUNS.get(kind, dice.choice(("ASBL Le Fil", "Le Relais de", "La Passerelle de", "Coup de clic")))
    return structure(
        number,
        f"{noun} {commune.name}",
        kind=kind,
        commune=commune.name,
        bassin=commune.bassin,
        ins=commune.ins,
        street=f"Rue de l’Église {dice.randint(1, 90)}",
        postal_code=commune.postal_codes[0],
        locality=commune.name,
        lat=round(commune.lat + dice.gauss(0, 0.012), 5) if there else None,
        lon=round(commune.lon + dice.gauss(0, 0.018), 5) if there else None,
        located="address" if there else "commune",
        standing=standing,
        reason=REASONS.get(standing, ""),
        themes=dice.choice((None, ("bases", "securite"), ("demarches", "recherche_emploi", "bureautique"))),
        slots=dice.choice((("matin",), ("matin", "apres_midi"), ("soiree",))),
        slots_known=dice.random() < 0.6,
        sources=tuple(dice.sample(("liste-cpas", "liste-epn", "enquete-2026"), dice.randint(1, 2))),
        records=dice.randint(1, 3),
    )


def whole() -> Scope:
    return Scope(territory=territory())


WORDS = {"none": "pas proposé à proximité", "offered": "proposé à proximité", "unknown": "inconnu"}
ARLON, ATTERT, MONS = "81001", "81003", "53053"


def spots(about, **marks):
    for ins, mark in marks.items():
        place = territory().communes[ins.removeprefix("at_")]
        yield Spot(place.ins, place.name, place.lat, place.lon, mark, about=about, near="S1", km=12.4)


def gaps():
    """Of two themes: one is lacking in Arlon, unknown in Attert, offered in Mons; nobody speaks of the other."""
    marks = {f"at_{ARLON}": "none", f"at_{ATTERT}": "unknown", f"at_{MONS}": "offered"}
    silent = dict.fromkeys(marks, "unknown")
    return Finding(
        "gaps_themes", "Thèmes", "Wallonie", 3, 1, "Le thème le moins couvert est la sécurité.",
        headings=(Heading("mark", "État", words=WORDS),),
        spots=(*spots("", **marks), *spots("Sécurité en ligne", **marks), *spots("Santé en ligne", **silent)),
    )  # fmt: skip
