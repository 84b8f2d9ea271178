"""The portrait of a bassin: its headline figures, each with its base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import Finding
from wtc_eco.analysis.portrait.commune import kinds_lines, known_line, of
from wtc_eco.analysis.portrait.lines import Line, headings, table, word
from wtc_eco.coverage.areas import communes_of, offers_of
from wtc_eco.coverage.slots import plan_of
from wtc_eco.coverage.supply import Want
from wtc_eco.locale import listing, number, percent, tr, trn
from wtc_eco.network.response import response, within
from wtc_eco.network.standing import STANDINGS, standings
from wtc_eco.territory import Bassin, Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study
    from wtc_eco.coverage.offer import Offer


def bassin_portrait(study: Study, bassin: Bassin) -> Finding:
    """Ground, structures by kind, answers, standings, themes and hours of a bassin."""
    scope = Scope(bassin=bassin, territory=study.territory)
    here = offers_of(study.offers, study.territory, scope)
    lines = [
        *_ground(study, scope, here),
        *kinds_lines(study, tr("Structures"), here),
        *_network(study, scope),
        *_offer(study, here),
    ]
    return Finding(
        question="portrait",
        title=bassin.text(),
        scope=bassin.id,
        base=len(here),
        unknown=sum(one.themes is None and not one.told_when for one in here),
        text=_told(study, scope, here),
        headings=headings(),
        table=table(lines),
    )


def _told(study: Study, scope: Scope, here: Sequence[Offer]) -> str:
    communes = communes_of(study.territory, scope)
    return trn(
        "{bassin}: {n} structure known in {communes} communes ({people} inhabitants); answers about the network: {answered}; themes known: {themes}; hours known: {hours}.",
        "{bassin}: {n} structures known in {communes} communes ({people} inhabitants); answers about the network: {answered}; themes known: {themes}; hours known: {hours}.",
        len(here),
        bassin=scope.text(),
        communes=number(len(communes)),
        people=number(sum(one.population for one in communes)),
        answered=number(response(study.network, scope).answered_network),
        themes=number(sum(one.themes is not None for one in here)),
        hours=number(sum(one.told_when for one in here)),
    )


def _ground(study: Study, scope: Scope, here: Sequence[Offer]) -> Iterator[Line]:
    section, communes = tr("Ground"), communes_of(study.territory, scope)
    yield Line(section, tr("Communes"), number(len(communes)))
    yield Line(section, tr("Inhabitants"), number(sum(one.population for one in communes)))
    yield Line(section, tr("Structures known"), number(len(here)))
    served = {one.ins for one in here}
    without = sorted(one.name for one in communes if one.ins not in served)
    yield Line(section, tr("Communes where no structure is known"), listing(without) or tr("none"))


def _network(study: Study, scope: Scope) -> Iterator[Line]:
    section, held = tr("Network"), response(study.network, scope)
    yield Line(section, tr("Asked"), of(held.asked, held.n))
    if held.rate is not None:
        rate = tr("{count} ({share})", count=of(held.answered_network, held.asked), share=percent(held.rate))
        # Under ten a percentage says more than is known.
        yield Line(
            section,
            tr("Answered about the network"),
            rate if held.asked >= FEW else of(held.answered_network, held.asked),
        )
    elif scope.bassin:
        yield Line(section, tr("To ask"), f"wtc-eco survey --bassin {scope.bassin.id}")
    nodes = set(within(study.network, scope))
    found = [one for key, one in standings(study.network).items() if key in nodes]
    counts, bounds = Counter(one.id for one in found), {one.id for one in found if one.upper_bound}
    for standing in STANDINGS:
        if counts[standing]:
            name = word(standing, study.territory.standings) or standing
            n = number(counts[standing])
            yield Line(section, name, tr("at most {n}", n=n) if standing in bounds else n)


FEW = 10
"""No percentage under this base."""


def _offer(study: Study, here: Sequence[Offer]) -> Iterator[Line]:
    themes, slots = study.territory.themes, study.territory.slots
    for theme in themes:
        yield known_line(
            tr("Themes (offered, of those whose themes are known)"),
            themes[theme].text(),
            here,
            Want(theme=theme),
        )
    for slot in plan_of(slots).ids():
        yield known_line(
            tr("Time slots (open, of those whose hours are known)"), slots[slot].text(), here, Want(slot=slot)
        )
