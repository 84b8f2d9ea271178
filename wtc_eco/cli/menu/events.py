"""A meeting, from whom to invite to who sits where."""

from __future__ import annotations

from wtc_eco.cli import event
from wtc_eco.cli.menu.command import Command, Panel
from wtc_eco.locale import tr


def panel() -> Panel:
    """Their sentences in the language spoken now, each with an example that a test runs."""
    return Panel(
        tr("Event"),
        (
            Command(
                "invite",
                event.invite,
                tr(
                    "Whom to invite to a meeting, why, and whom to introduce to whom; a waiting list with it."
                ),
                "wtc-eco invite --bassin namur --seats 20 --quota epn=3: --on 2026-12-10 -o invitations.xlsx",
                ("inviter",),
            ),
            Command(
                "tables",
                event.tables,
                tr("Who sits where: nobody meets the same person twice, everybody meets someone useful."),
                "wtc-eco tables --guests list.csv --tables 1 --rounds 1",
            ),
        ),
    )
