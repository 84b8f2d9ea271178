"""What a person puts right, and the last word on what is one structure."""

from __future__ import annotations

from wtc_eco.cli import correct, review
from wtc_eco.cli.menu.command import Command, Panel
from wtc_eco.locale import tr


def panel() -> Panel:
    """Their sentences in the language spoken now, each with an example that a test runs."""
    return Panel(
        tr("Put right"),
        (
            Command(
                "add",
                correct.add,
                tr("Add a structure that no list names."),
                'wtc-eco add "EPN de la Gare" --kind epn --street "Rue de Fer 10" --postal-code 5000 --why "vu sur place"',
                ("ajouter",),
            ),
            Command(
                "set",
                correct.set_,
                tr("Correct what the register says of a structure; no import takes it away."),
                'wtc-eco set S12 street="Rue Haute 5" phone="071 12 34 56" --why "vu sur place"',
                ("corriger",),
            ),
            Command(
                "close",
                correct.close,
                tr("Say that a structure closed: it stays in the register, inactive."),
                'wtc-eco close S12 --on 2026-06-30 --why "déménagé à Bruxelles"',
                ("fermer",),
            ),
            Command(
                "reopen",
                correct.reopen,
                tr("Say that a structure is there after all."),
                "wtc-eco reopen S12",
                ("rouvrir",),
            ),
            Command(
                "explain",
                review.explain,
                tr("Say where each value of a structure comes from, and why its records are one."),
                "wtc-eco explain S2",
                ("expliquer",),
            ),
            Command(
                "review",
                review.review,
                tr("Go through what is in doubt, the most useful first; every answer is kept at once."),
                "wtc-eco review",
                ("revoir",),
            ),
            Command(
                "join",
                review.join,
                tr("Say that two structures are one."),
                'wtc-eco join S12 S40 --why "un seul guichet"',
                ("fusionner",),
            ),
            Command(
                "split",
                review.split,
                tr("Say that a structure is several: take records out of it."),
                'wtc-eco split S2 --record 101 --why "deux guichets"',
                ("separer",),
            ),
        ),
    )
