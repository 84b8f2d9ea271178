"""Commands about what is offered, when and where: opening hours."""

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

if TYPE_CHECKING:
    from wtc_eco.territory import Territory


def hours(
    context: typer.Context,
    texts: options.Texts,
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
    desk.deliver(eco.tell_schedules(schedules, territory), form, output)


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
