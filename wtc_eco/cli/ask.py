"""Commands that ask: one question each, one Finding back."""

from __future__ import annotations

import typer

from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk
from wtc_eco.errors import UnknownNameError
from wtc_eco.locale import tr

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
    from wtc_eco.territory.spelling import fold

    chosen = GAPS.get(fold(words))
    if chosen is None:
        raise UnknownNameError(
            tr("Gaps cannot be asked about “{what}”.", what=words),
            hint=tr("Ask for: {choices}.", choices="themes, slots, steps, publics"),
        )
    return chosen


def overview(
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Who is there."""
    desk = Desk.of(context)
    desk.deliver(desk.ecosystem.overview(bassin=bassin, commune=commune), form, output)


def isolated(
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Who is alone, as far as the answers tell."""
    desk = Desk.of(context)
    desk.deliver(desk.ecosystem.isolated(bassin=bassin, commune=commune), form, output)


def gaps(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    what: options.Gap,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    public: options.Public = None,
    worst: options.Worst = None,
    *,
    explain: options.ExplainGap = False,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """What is offered too little, and where."""
    desk = Desk.of(context)
    finding = desk.ecosystem.gaps(
        facet(what), bassin=bassin, commune=commune, public=public, worst=worst, explain=explain
    )
    desk.deliver(finding, form, output)


def show(
    context: typer.Context,
    thing: options.Thing,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """One structure, commune or bassin on one screen."""
    desk = Desk.of(context)
    desk.deliver(desk.ecosystem.show(thing), form, output)
