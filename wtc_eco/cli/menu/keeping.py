"""How `data/` is kept: history, undo, repair, people, new folders."""

from __future__ import annotations

from wtc_eco.cli import collect, people, publish, state
from wtc_eco.cli.menu.command import Command, Panel
from wtc_eco.locale import tr


def panel() -> Panel:
    """Their sentences in the language spoken now, each with an example that a test runs."""
    return Panel(
        tr("Data"),
        (
            Command(
                "history",
                state.history,
                tr("Say what each command did to data/, in order."),
                "wtc-eco history",
                ("historique",),
            ),
            Command(
                "undo",
                state.undo,
                tr("Take the last command back, or the last N: data/ has the same bytes as before."),
                "wtc-eco undo",
                ("annuler",),
            ),
            Command(
                "redo",
                state.redo,
                tr("Do again what the last undo took back."),
                "wtc-eco redo",
                ("retablir",),
            ),
            Command(
                "merge-folder",
                state.merge_folder,
                tr("Take another coordinator's folder in: its records, ties, decisions and people."),
                "wtc-eco merge-folder other --dry-run",
                ("reunir-dossiers",),
            ),
            Command(
                "doctor",
                state.doctor,
                tr("Say whether the folder is sound, with the remedy; --repair mends without losing a row."),
                "wtc-eco doctor",
            ),
            Command(
                "backup",
                state.backup,
                tr("Put damaged tables back as the last command left them: backup restore."),
                "wtc-eco backup restore",
            ),
            Command(
                "demo",
                publish.demo,
                tr("Try: the demonstration ecosystem, in a folder of its own."),
                "wtc-eco demo try-it",
            ),
            Command(
                "optout",
                people.optout,
                tr("Remember who does not want to be written to; no list will name them again."),
                "wtc-eco optout julie.lambert@exemple.be",
                ("opposition",),
            ),
            Command(
                "forget",
                people.forget,
                tr("Erase a person everywhere in the folder, and keep an import from bringing them back."),
                "wtc-eco forget julie.lambert@exemple.be --dry-run",
                ("oublier",),
            ),
            Command(
                "retention",
                people.retention,
                tr("List the contacts kept longer than promised; --apply removes them."),
                "wtc-eco retention --months 24",
                ("conservation",),
            ),
            Command(
                "init",
                collect.init,
                tr("Make an empty ecosystem folder that knows its bassin."),
                "wtc-eco init mons --bassin hainaut-centre",
            ),
            Command(
                "match",
                collect.match,
                tr("Find the duplicates of any list of organisations; no territory is needed."),
                "wtc-eco match list.csv -o clusters.csv",
            ),
        ),
    )
