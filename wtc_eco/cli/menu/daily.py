"""What is done every day: everything at once, lists in, what is doubtful."""

from __future__ import annotations

from wtc_eco.cli import asking, collect, publish
from wtc_eco.cli.menu.command import Command, Panel
from wtc_eco.locale import tr


def panel() -> Panel:
    """Their sentences in the language spoken now, each with an example that a test runs."""
    return Panel(
        tr("Every day"),
        (
            Command(
                "run",
                publish.run,
                tr("Do everything: register, network, findings, map and report, into outputs/."),
                "wtc-eco run",
            ),
            Command(
                "import",
                collect.import_,
                tr(
                    "Bring in a list of structures, ties (--ties) or answers (--survey). "
                    "Nothing is lost: every row is accounted for."
                ),
                "wtc-eco import list.csv --as liste-cpas --kind cpas --dry-run",
            ),
            Command(
                "survey",
                asking.survey,
                tr(
                    "Ask the structures: forms with a list made from the register, reminders, follow-up of an event."
                ),
                "wtc-eco survey --bassin namur --dry-run",
                ("enquete",),
            ),
            Command(
                "check",
                collect.check,
                tr("Say what is wrong or doubtful in data/, row by row."),
                "wtc-eco check",
            ),
        ),
    )
