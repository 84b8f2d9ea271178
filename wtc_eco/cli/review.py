"""Commands by which a person has the last word on what is one structure: join, split, explain, review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.text import Text

import wtc_eco as eco
from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk
from wtc_eco.errors import UsageError
from wtc_eco.locale import listing, tr
from wtc_eco.render.cells import visible

if TYPE_CHECKING:
    from wtc_eco.ecosystem.deciding import Decided


def join(
    context: typer.Context,
    things: options.Structures,
    *,
    by: options.By = None,
    why: options.Why = None,
    accept_edits: options.AcceptEdits = False,
) -> None:
    """Say that structures are one."""
    _tell(eco.join(Desk.of(context).ecosystem, things, eco.Signed(by, why, accept_edits)))


def split(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    thing: options.Structure,
    *,
    record: options.Record = None,
    every: options.Every = False,
    by: options.By = None,
    why: options.Why = None,
    accept_edits: options.AcceptEdits = False,
) -> None:
    """Say that a structure is several."""
    if record and every:
        raise UsageError(
            tr("{one} and {other} do not go together.", one="--record", other="--all"),
            hint=tr("Name the records to take out, or part them all."),
        )
    signed = eco.Signed(by, why, accept_edits)
    _tell(eco.split(Desk.of(context).ecosystem, thing, record or (), signed, apart=every))


def explain(
    context: typer.Context,
    thing: options.Structure,
    other: options.OtherStructure = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Where each value comes from, and why records are one."""
    desk = Desk.of(context)
    desk.deliver(eco.explain(desk.ecosystem, thing, other), form, output)


def _tell(decided: Decided) -> None:
    """The structures as they are now, each with its records."""
    from wtc_eco.render.console import screen

    console = screen()
    for one, name, records in decided.structures:
        said = tr(
            "{id}: {name} (records {records})", id=one, name=name, records=listing([str(n) for n in records])
        )
        console.print(Text(visible(said)), soft_wrap=True)
    if not decided.n_written and not decided.n_taken_back:
        console.print(Text(tr("It was so already.")))
