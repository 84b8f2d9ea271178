"""Commands that ask: one question each, one Finding back.

A question is a function of the desk and of what it is asked; `answering` makes the command of it.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

import wtc_eco as eco
from wtc_eco.api import questions
from wtc_eco.api.arguments import meant
from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk, write_json
from wtc_eco.errors import RefusedError, UnknownNameError
from wtc_eco.i18n import tr


def answering(ask: Callable[..., eco.Finding]) -> Callable[..., None]:
    """The command that delivers what `ask` answers: its options are the parameters of `ask` after the desk."""

    def command(
        context: typer.Context, *, form: options.Format = None, output: options.Output = None, **asked: Any
    ) -> None:
        desk = Desk.of(context)
        desk.deliver(ask(desk, **asked), form, output)

    context, form, output, _ = inspect.signature(command, eval_str=True).parameters.values()
    _, *asked = inspect.signature(ask, eval_str=True).parameters.values()
    named = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in (*asked, form, output)]
    # Typer reads the options of a command off its signature.
    command.__signature__ = inspect.Signature([context, *named])  # type: ignore[attr-defined]
    return command


def about_a_place(question: str) -> Callable[..., eco.Finding]:
    """How to ask a question of `wtc_eco.analysis.ANALYSES` about a bassin, a commune or everything."""

    def ask(desk: Desk, bassin: options.Bassin = None, commune: options.Commune = None) -> eco.Finding:
        return desk.ecosystem.ask(question, bassin=bassin, commune=commune)

    return ask


def acquaintance(
    desk: Desk,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    by: options.ByFacet = None,
) -> eco.Finding:
    """Do they know each other, by bassin or by kind."""
    # «type» is what a French reader calls a kind.
    question = {None: "acquaintance", options.Facet.bassin: "acquaintance_bassins"}.get(
        by, "acquaintance_kinds"
    )
    return desk.ecosystem.ask(question, bassin=bassin, commune=commune)


GAPS = {
    "themes": "themes",
    "thematiques": "themes",
    "slots": "slots",
    "creneaux": "slots",
    "horaires": "slots",
    "steps": "steps",
    "etapes": "steps",
    "publics": "publics",
}
"""What gaps can be asked about, in English and in French, accents apart."""


def facet(words: str) -> str:
    """What gaps are asked about, by its id; raises `UnknownNameError`."""
    named = meant(words, GAPS)
    if named is None:
        raise UnknownNameError(
            tr("Gaps cannot be asked about “{what}”.", what=words),
            hint=tr("Ask for: {choices}.", choices="themes, slots, steps, publics"),
        )
    return GAPS[named]


def gaps(  # noqa: PLR0913 - a command's parameters are its options
    desk: Desk,
    what: options.Gap,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    public: options.Public = None,
    worst: options.Worst = None,
    *,
    explain: options.ExplainGap = False,
) -> eco.Finding:
    """What is offered too little, and where."""
    return desk.ecosystem.gaps(
        facet(what), bassin=bassin, commune=commune, public=public, worst=worst, explain=explain
    )


def partners(  # noqa: PLR0913 - a command's parameters are its options
    desk: Desk,
    structure: options.Sender = None,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    theme: options.Theme = None,
    slot: options.Slot = None,
    *,
    explain: options.ExplainGap = False,
) -> eco.Finding:
    """Who could fill a gap together; for a structure, to whom it should make itself known."""
    if structure is not None:
        return desk.ecosystem.catalogue(structure)
    return desk.ecosystem.partners(bassin=bassin, commune=commune, theme=theme, slot=slot, explain=explain)


def training(
    desk: Desk,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    *,
    whom: options.Whom = False,
) -> eco.Finding:
    """Where teams are trained, or who could train the others."""
    return desk.ecosystem.ask("training_whom" if whom else "training", bassin=bassin, commune=commune)


def show(desk: Desk, thing: options.Thing) -> eco.Finding:
    """One structure, commune or bassin on one screen."""
    return desk.ecosystem.show(thing)


def trend(
    desk: Desk, before: options.Before, after: options.After = "now", bassin: options.Bassin = None
) -> eco.Finding:
    """What changed between two snapshots, or since one."""
    return desk.ecosystem.trend(before, after, bassin=bassin)


def snapshot(context: typer.Context, name: options.SnapshotName = None) -> None:
    """Keep today's state, to compare another day with it."""
    path = Desk.of(context).ecosystem.history.snapshot(name)
    sys.stdout.write(tr("Kept: {file}", file=path) + "\n")


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
    written = _lines() if texts == ["-"] else texts
    if form is options.AnswerFormat.json and output is None:
        read = [schedule.as_json() for schedule in questions.read_schedules(written, territory)]
        write_json(read)
        return
    finding = questions.hours(written, territory, on=options.as_day(on), community=community)
    desk.deliver(finding, form, output)


def _lines() -> list[str]:
    """Standard input, a schedule a line; bytes that are no UTF-8 are shown as such."""
    text = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def _territory(desk: Desk) -> eco.Territory:
    """The folder's, where there is one: schedules can be read anywhere."""
    try:
        return desk.ecosystem.territory
    except RefusedError:
        if desk.folder != Path():
            raise
        return eco.load_territory()
