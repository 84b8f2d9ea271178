"""The command that looks our structures up in the open data of the Banque-Carrefour des Entreprises (BCE/KBO)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from wtc_eco.api import arguments
from wtc_eco.cli import options
from wtc_eco.cli.corrections import tell_edits_taken_in
from wtc_eco.cli.desk import Desk, write_json
from wtc_eco.cli.upkeep import FOUND, proposals_in_words
from wtc_eco.i18n import date, listing, tr, trn
from wtc_eco.render.cells import visible
from wtc_eco.render.console import screen, show_problems

if TYPE_CHECKING:
    from wtc_eco.api.results import Enriched


def enrich(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    kbo: options.Kbo,
    *,
    dry_run: options.DryRun = False,
    accept: options.AcceptFill = None,
    output: options.Proposals = None,
    accept_edits: options.AcceptEdits = False,
    form: options.Account = options.AccountFormat.table,
) -> None:
    """Look our structures up in the BCE/KBO."""
    from_kbo(context, kbo, accept or (), dry_run=dry_run, output=output, accept_edits=accept_edits, form=form)


def from_kbo(  # noqa: PLR0913 - what the command was told
    context: typer.Context,
    file: Path,
    accept: Sequence[str],
    *,
    dry_run: bool,
    output: Path | None,
    accept_edits: bool,
    form: options.AccountFormat,
) -> None:
    """Take from the file what is accepted, and say the rest; `import` leads here, too."""
    ecosystem = Desk.of(context).ecosystem
    tell_edits_taken_in(ecosystem, accept_edits=accept_edits)
    enriched = ecosystem.imports.kbo(file, rehearsal=dry_run, accept=accept, accept_edits=accept_edits)
    if form is options.AccountFormat.json:
        write_json(enriched.as_json())
    else:
        tell_enriched(enriched, output)
    if output is not None:
        Desk.of(context).deliver(ecosystem.imports.kbo_proposals(enriched), None, output)
    if any(problem.gravity == "quarantine" for problem in enriched.problems):
        raise typer.Exit(FOUND)


def tell_enriched(enriched: Enriched, sheet: Path | None = None) -> None:
    """What may be closed first, then whom the file knows, and what it says otherwise, field by field."""
    show_problems(enriched.problems, screen())
    lines = [
        tr(
            "The BCE/KBO, state of {day}, was looked up for the structures of the register; it is no list, and adds nobody.",
            day=date(enriched.day),
        ),
        trn("{n} structure", "{n} structures", sum(enriched.counts.values()))
        + tr(": ")
        + listing(arguments.found_in_words(enriched.counts)),
        *proposals_in_words(enriched, sheet),
    ]
    if any(one.standing == "waiting" for one in enriched.proposals):
        lines.append(
            tr(
                "--accept fills in what is empty; what differs from yours, or is doubtful, is taken from a sheet."
            )
        )
    for line in lines:
        screen().print(Text(visible(line)), soft_wrap=True)
    if enriched.rehearsal:
        sys.stdout.write(tr("Nothing was written (--dry-run).") + "\n")
