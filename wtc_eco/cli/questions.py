"""Commands about what is offered: opening hours, partners, training, how findable, what changed.

Commands that ask about the network: who holds it, which journeys break, whom to introduce to whom.

Commands that ask: one question each, one Finding back.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import wtc_eco as eco
from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk
from wtc_eco.errors import RefusedError, UnknownNameError
from wtc_eco.i18n import tr

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


def acquaintance(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    by: options.ByFacet = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Do they know each other."""
    # «type» is what a French reader calls a kind.
    asked = {None: "acquaintance", options.Facet.bassin: "acquaintance_bassins"}.get(by, "acquaintance_kinds")
    _answer(context, asked, (bassin, commune), form, output)


def answers(
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Who answered."""
    _answer(context, "answers", (bassin, commune), form, output)


def bridges(
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Who holds others to the rest."""
    _answer(context, "bridges", (bassin, commune), form, output)


def communities(
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Who forms a group with whom."""
    _answer(context, "communities", (bassin, commune), form, output)


def resilience(
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """What hangs on one structure."""
    _answer(context, "resilience", (bassin, commune), form, output)


def journeys(
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Who finds what they need, and after how many referrals."""
    _answer(context, "journeys", (bassin, commune), form, output)


def missing_links(
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Whom to introduce to whom."""
    _answer(context, "missing_links", (bassin, commune), form, output)


def measures(
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Commune = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Every measure of every structure."""
    _answer(context, "measures", (bassin, commune), form, output)


def _answer(
    context: typer.Context,
    question: str,
    place: tuple[str | None, str | None],
    form: options.Form | None,
    output: Path | None,
) -> None:
    desk, (bassin, commune) = Desk.of(context), place
    desk.deliver(desk.ecosystem.ask(question, bassin=bassin, commune=commune), form, output)


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
    from wtc_eco.territory.normalize import fold

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
