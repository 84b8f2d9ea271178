"""Commands on the state of a folder: what was done, going back, and putting in order."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import typer

import wtc_eco as eco
from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk
from wtc_eco.errors import UsageError
from wtc_eco.locale import tr

FOUND, DAMAGED = 4, 6
"""Exit codes: something is worth mending; `data/` is damaged."""


def history(context: typer.Context, form: options.Account = options.Told.table) -> None:
    """What each command did."""
    told = eco.history(Desk.of(context).ecosystem)
    if form is options.Told.json:
        _write_json([one.as_json() for one in told])
        return
    from wtc_eco.cli.retelling import tell_history

    tell_history(told)


def undo(context: typer.Context, count: options.Count = 1) -> None:
    """Take the last commands back."""
    from wtc_eco.cli.retelling import tell_undone

    tell_undone(eco.undo(Desk.of(context).ecosystem, count))


def redo(context: typer.Context) -> None:
    """Do again what was undone."""
    from wtc_eco.cli.retelling import tell_redone

    tell_redone(eco.redo(Desk.of(context).ecosystem))


def doctor(
    context: typer.Context,
    *,
    repair: options.Repair = False,
    accept_edits: options.AcceptEdits = False,
    form: options.Account = options.Told.table,
) -> None:
    """Whether the folder is sound."""
    from wtc_eco.cli import retelling

    ecosystem = Desk.of(context).ecosystem
    told = options.Told.table if form is options.Told.table else None
    if repair:
        repaired = eco.repair(ecosystem)
        if told:
            retelling.tell_repaired(repaired)
    if accept_edits:
        retelling.tell_edits(eco.accept_edits(ecosystem))
    problems = eco.doctor(ecosystem)
    if form is options.Told.json:
        _write_json([asdict(problem) for problem in problems])
    else:
        retelling.tell_examination(problems)
        if any(problem.code == "edited_outside" for problem in problems):
            retelling.tell_edits(eco.edits(ecosystem))
    gravities = {problem.gravity for problem in problems}
    if "refusal" in gravities:
        raise typer.Exit(DAMAGED)
    if "warning" in gravities:
        raise typer.Exit(FOUND)


def backup(context: typer.Context, what: options.Backup) -> None:
    """Put the tables back as the last command left them."""
    from wtc_eco.cli.retelling import tell_restored

    if what != "restore":
        raise UsageError(
            tr("A backup cannot be asked to “{what}”.", what=what), hint=tr("Write: wtc-eco backup restore")
        )
    tell_restored(eco.restore(Desk.of(context).ecosystem))


def merge_folder(
    context: typer.Context,
    other: options.Other,
    *,
    dry_run: options.DryRun = False,
    accept_edits: options.AcceptEdits = False,
    form: options.Account = options.Told.table,
) -> None:
    """Take another coordinator's folder in."""
    from wtc_eco.cli import retelling

    ecosystem = Desk.of(context).ecosystem
    if accept_edits:
        retelling.tell_edits(eco.edits(ecosystem))
    merged = eco.merge_folder(ecosystem, other, rehearsal=dry_run, accept_edits=accept_edits)
    if form is options.Told.json:
        _write_json(merged.as_json())
    else:
        retelling.tell_merged(merged)


def _write_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
