"""Commands about what is offered: opening hours, partners, training, how findable, what changed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import wtc_eco as eco
from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk
from wtc_eco.errors import RefusedError
from wtc_eco.locale import tr

if TYPE_CHECKING:
    from wtc_eco.territory import Territory


def hours(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    texts: options.Texts,
    on: options.OnDay = None,
    community: options.Community = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """What opening hours were understood to say."""
    desk = Desk.of(context)
    territory = _territory(desk)
    schedules = eco.read_schedules(_lines() if texts == ["-"] else texts, territory)
    if form is options.Form.json and output is None:
        held = [schedule.as_json() for schedule in schedules]
        sys.stdout.write(json.dumps(held, ensure_ascii=False, indent=2) + "\n")
        return
    told = eco.tell_schedules(schedules, territory, on=options.as_day(on), community=community)
    desk.deliver(told, form, output)


def partners(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    structure: options.Sender = None,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    theme: options.Theme = None,
    slot: options.Slot = None,
    *,
    explain: options.ExplainGap = False,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Who could fill a gap together; for a structure, to whom it should make itself known."""
    desk = Desk.of(context)
    if structure is not None:
        finding = desk.ecosystem.catalogue(structure)
    else:
        finding = desk.ecosystem.partners(
            bassin=bassin, commune=commune, theme=theme, slot=slot, explain=explain
        )
    desk.deliver(finding, form, output)


def training(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    *,
    whom: options.Whom = False,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Where teams are trained, and who could train the others."""
    desk = Desk.of(context)
    question = "training_whom" if whom else "training"
    desk.deliver(desk.ecosystem.ask(question, bassin=bassin, commune=commune), form, output)


def findable(
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """How easily the public finds each structure, and what to ask it."""
    desk = Desk.of(context)
    desk.deliver(desk.ecosystem.ask("findable", bassin=bassin, commune=commune), form, output)


def snapshot(context: typer.Context, name: options.SnapshotName = None) -> None:
    """Keep today's state, to compare another day with it."""
    path = eco.snapshot(Desk.of(context).ecosystem, name)
    sys.stdout.write(tr("Kept: {file}", file=path) + "\n")


def trend(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    before: options.Before,
    after: options.After = "now",
    bassin: options.Bassin = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """What changed between two snapshots, or since one."""
    desk = Desk.of(context)
    desk.deliver(eco.trend(desk.ecosystem, before, after, bassin=bassin), form, output)


def _lines() -> list[str]:
    """Standard input, a schedule a line; bytes that are no UTF-8 are shown as such."""
    text = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def _territory(desk: Desk) -> Territory:
    """The folder's, where there is one: schedules can be read anywhere."""
    try:
        return desk.ecosystem.territory
    except RefusedError:
        if desk.folder != Path():
            raise
        return eco.load_territory()
