"""No input breaks the readers, the hours or the addresses; what once did is kept here.

`make fuzz` goes on for ten minutes (`make fuzz FUZZ=60`: for one); the suite looks for a moment.
"""

from __future__ import annotations

import os
import time

import laws
import pytest
from bad_files import REFUSED
from eighty_eight import CASES
from hypothesis import HealthCheck, given, seed, settings
from mutations import bytes_like, texts_like

SECONDS = float(os.environ.get("WTC_ECO_FUZZ", "0"))
LARGEST = 20_000

FILES = [case.bytes() for case in CASES if not case.size and not callable(case.content)]
TEXTS = [data for data in FILES if len(data) < LARGEST and not data.startswith((b"PK", b"\xd0\xcf"))]
BOOKS = [case.bytes() for case in CASES if case.exit != REFUSED and case.file.endswith(("xlsx", "xlsm"))]
SCHEDULES = ["lu-ve 9h-12h", "Mo-Fr 09:00-12:00; Sa 10:00-12:00", "du lundi au vendredi de 9h à 12h30 et de 13h30 à 17h, sauf le mercredi après-midi", "sur rendez-vous", "24/7", "fermé en juillet", "1er mardi du mois 14h-16h", "Mon-Fri 9am-5pm", "Montag bis Freitag 8-12 Uhr", "9-12 / 13-17", "permanence le jeudi de 14 h à 16 h (hors congés scolaires)"]  # fmt: skip
CELLS = [*SCHEDULES, "Rue de la Régence 2 bte 4, 4000 Liège", "B-4000", "04 222 33 44 / 0471 12 34 56 (Julie)", "471234567.0", "a@b.be; c@d.be", "https://www.exemple.be/a?b=c", "50,6333 5,5667", "0417.497.106", "7 juin 2024", "45450", "Démarches, Sécurité en ligne", "Rue du Pont n°12bis à 4500 Huy", "Grand-Place, 1-3"]  # fmt: skip
LAWS = {
    "a text file": (laws.a_text_file, bytes_like(TEXTS), 60),
    "a workbook": (laws.a_workbook, bytes_like([data for data in BOOKS if len(data) < LARGEST]), 12),
    "hours": (laws.hours, texts_like(SCHEDULES), 120),
    "a cell": (laws.a_cell, texts_like(CELLS), 60),
    "a street": (laws.a_street, texts_like(CELLS), 60),
}


@pytest.mark.parametrize("name", LAWS)
def test_no_input_breaks_it(name):
    law, strategy, few = LAWS[name]
    ends = time.monotonic() + SECONDS / len(LAWS)
    found = settings(max_examples=few, deadline=None, database=None, suppress_health_check=list(HealthCheck))(
        given(strategy)(law)
    )
    turn = 0
    while turn == 0 or time.monotonic() < ends:
        seed(turn)(found)()
        turn += 1
    assert turn


KEPT: list[tuple[str, bytes | str]] = [
    # The titles again among the rows set aside: they are not the header of the quarantine file.
    ("a text file", b"nom;adresse;code postal;localite;x;y\nnom;adresse;code postal;localite;tel;e-mail\nA;B;4500;C;;\n"),
]  # fmt: skip
"""What a longer search found, by the law it broke."""


@pytest.mark.parametrize(("name", "held"), KEPT)
def test_what_was_found_stays_mended(name, held):
    LAWS[name][0](held)
    assert held
