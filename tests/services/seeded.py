"""An ecosystem with a person, an address, a number, a tie and a status wherever one can stand."""

from __future__ import annotations

import html
import zipfile
from itertools import chain
from pathlib import Path
from typing import Any

from wtc_eco import Ecosystem, model, store
from wtc_eco.model import CONTACTS, DECISIONS, RECORDS, TIES

PEOPLE = ("Julie Lambert", "Marc Petit", "Zoé Vandenbroucke", "Anne-Marie D'Haese")
ADDRESSES = ("julie.lambert@exemple.be", "marc@exemple.be", "accueil-secret@cpas.example", "zoe.v@exemple.be")
NUMBERS = ("+3285212324", "+32471123456", "+3281998877")
WRITTEN = ("085212324", "085 21 23 24", "0471/12.34.56", "0471123456", "081/99.88.77", "081998877")
ANSWERED = {"asked_on": "2026-09-01", "answered_on": "2026-09-10", "network_answered_on": "2026-09-10"}
TOWNS = (("5000", "Namur"), ("5300", "Andenne"), ("5500", "Dinant"), ("5590", "Ciney"))
PLACES = len(TOWNS)


def records(n=24) -> list[dict[str, Any]]:
    """Structures of Namur that answered, the last of them silent; the first ones have a person in every field."""
    rows = [_record(number) for number in range(1, n + 1)]
    rows[0] |= {
        "name": "Julie Lambert", "email": (ADDRESSES[0],), "phone": NUMBERS[:2], "note": f"Demander {PEOPLE[1]}",
        "extra": {"contact": "LAMBERT Julie", "gsm": "0471/12.34.56"}, "street": "Rue Secrète 4",
    }  # fmt: skip
    rows[1] |= {
        "name": "EPN du Pont (marc@exemple.be)", "hosted_by": PEOPLE[2], "also_known_as": ("Chez Zoé Vandenbroucke",),
        "website": "https://epn.example/?contact=zoe.v@exemple.be",
    }  # fmt: skip
    rows[2] |= {
        "opening_hours": 'Mo-Fr 09:00-12:00 "demander Julie Lambert au 0471/12.34.56"',
        "hours_note": "lundi 9h-12h, appeler le 081/99.88.77", "conditions": f"écrire à {ADDRESSES[2]}",
    }  # fmt: skip
    rows[3] |= {"street": "chez D'Haese Anne-Marie, Rue Haute 1", "locality": "Namur 085 21 23 24"}
    rows[5] |= {"kind": f"Autre : chez {PEOPLE[0]}", "themes": ("bases", f"avec {PEOPLE[1]}")}
    rows[4] |= {"phone": NUMBERS, "email": ADDRESSES, "name": "<!-- Marc Petit --> Cercle"}
    return rows


def _record(number: int) -> dict[str, Any]:
    postal_code, locality = TOWNS[number % PLACES]
    kind = ("cpas", "epn", "bibliotheque")[number % 3]
    held = {
        "record": number, "source": "liste-2026", "name": f"Maison Numéro{number}bis", "kind": kind,
        "street": f"Rue du Test {number}", "postal_code": postal_code, "locality": locality,
        "collected_on": "2026-08-01", "themes": ("bases",), "staff_trained": "no" if number % 2 else "yes",
        "roles_defined": "no", "knows_ecosystem": "badly", "entry_point": "often", "steps": ("ateliers",),
        "steps_planned": ("materiel",), "slots": ("matin",), **ANSWERED,
    }  # fmt: skip
    return held if number % 8 else held | {"answered_on": None, "network_answered_on": None}


def ties() -> list[dict[str, Any]]:
    """A ring of acquaintance over records 1 to 20; 21 to 23 know nobody, and nobody knows them."""
    pairs = [(start, start % 20 + 1) for start in range(1, 21)]
    return [
        {
            "tie": number, "source": "enquete", "from": str(start), "to": str(end), "kind": "refers",
            "declared_by": "from", "declared_on": "2026-09-10", "status": "active", "note": f"vu avec {PEOPLE[0]}",
        }
        for number, (start, end) in enumerate(pairs, start=1)
    ]  # fmt: skip


CONTACT_ROWS = tuple(
    {
        "contact": number, "record": number, "person": name, "role": "animatrice", "email": ADDRESSES[number - 1],
        "phone": NUMBERS[number % 3], "language": "fr", "source": "enquete", "collected_on": "2026-09-10",
        "basis": "agreed",
    }
    for number, name in enumerate(PEOPLE, start=1)
)  # fmt: skip
DECISION_ROWS = (
    {
        "left": "1", "right": "2", "left_words": "Julie Lambert", "right_words": "EPN", "verdict": "different",
        "decided_by": "Marc Petit", "decided_on": "2026-09-11", "why": "vu avec Julie Lambert",
    },
)  # fmt: skip


def written(root: Path, rows: list[dict[str, Any]], declared: list[dict[str, Any]]) -> Ecosystem:
    """The folder of these records and ties, and of the contacts."""
    data = root / "data"
    data.mkdir(parents=True)
    settings = '[ecosystem]\nuid = "tests"\nname = "Namur"\nbassin = "namur"\nlang = "fr"\ncontact = "coordination@bassin.example"\n'
    (root / "eco.toml").write_text(settings, encoding="utf-8")
    tables = {
        "structures.csv": (rows, RECORDS),
        "referrals.csv": (declared, TIES),
        "decisions.csv": (DECISION_ROWS, DECISIONS),
        "contacts.csv": (CONTACT_ROWS, CONTACTS),
    }
    for name, (held, columns) in tables.items():
        (data / name).write_bytes(store.to_csv(model.frame(columns, held), columns))
    return Ecosystem(root)


def raw(path: Path) -> str:
    """Every text of a file, as bytes hold it and as a reader sees it, archives unpacked."""
    parts = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    texts = [part.decode("utf-8", errors="replace") for part in parts]
    return "\n".join(chain(texts, map(html.unescape, texts)))
