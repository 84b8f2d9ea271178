"""Commands that ask about the network: who holds it, which journeys break, whom to introduce to whom."""

from __future__ import annotations

from pathlib import Path

import typer

from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk


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
