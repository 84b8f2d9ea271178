"""The report put together: one file, nothing asked of the network, no text of a user ever run."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from wtc_eco.locale import date, language, number, tr, trn
from wtc_eco.render import editions
from wtc_eco.render.cells import visible
from wtc_eco.render.design import policy, stylesheet
from wtc_eco.render.report import firstpage
from wtc_eco.render.report.sections import sections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.territory import Scope, Territory

_HERE = Path(__file__).parent


def report_html(
    findings: Sequence[Finding],
    *,
    territory: Territory,
    scope: Scope,
    sources: Sequence[tuple[str, str]] = (),
    contact: str = "",
) -> str:
    """The report of a territory or a bassin, in the language spoken now; same findings, same text.

    `sources` are the lists it rests on, each with the ISO date it was collected on (or ""), and
    `contact` is where a reader reports what is missing. Each question is answered once: of two
    findings with one question, the later counts.
    """
    held = {finding.question: finding for finding in findings}
    region = scope.bassin is None and scope.commune is None
    name = scope.text() if not region else territory.name.get(language(), next(iter(territory.name.values())))
    first = next(iter(held.values()), None)
    edition = first.edition if first else "working"
    title = tr("Digital inclusion ecosystem: {place}", place=name)
    as_of = date(first.as_of) if first and first.as_of else ""
    style = stylesheet(_HERE / "report.css")
    return _template().render(
        lang=language(),
        policy=policy(styles=[style]),
        style=Markup(style),  # noqa: S704 - our own file, without a word of the user's
        name=name,
        title=title,
        edition=editions.named(edition).lower(),
        cited=editions.cited(edition, title, as_of),
        as_of=as_of,
        notice=first.notice if first else "",
        ground=_ground(territory, scope),
        sentences=firstpage.sentences(held),
        actions=firstpage.actions(held),
        silences=firstpage.silences(contact),
        sections=sections(tuple(held.values()), territory, region=region),
        sources=[(source, date(day) if day else "") for source, day in sources],
    )


def _ground(territory: Territory, scope: Scope) -> str:
    """How many communes and inhabitants the page is about."""
    if scope.commune:
        held = [scope.commune]
    else:
        # Communes outside every bassin are kept and labelled, but questions are asked of bassins.
        held = [at for at in territory.communes.values() if at.bassin and scope.covers(at.bassin, at.ins)]
    people = number(sum(commune.population for commune in held))
    communes = trn("{n} commune", "{n} communes", len(held))
    return tr("{communes}, {people} inhabitants", communes=communes, people=people)


@cache
def _template() -> jinja2.Template:
    """The page's frame. Values are only ever printed: none of them is compiled."""
    frame = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    frame.globals.update(tr=tr, trn=trn)
    return frame.get_template("report.html.j2")


def _shown(value: Any) -> Any:
    """A text with its control and bidirectional characters written out."""
    return visible(value, "\n") if type(value) is str else value
