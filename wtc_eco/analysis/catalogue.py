"""To whom should a structure send its catalogue: near, complementary, and not known to know it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import AnswerColumn, Finding, Spot, notes, table
from wtc_eco.coverage.need import reach_of
from wtc_eco.coverage.supply import km_between
from wtc_eco.i18n import kilometres, listing, tr, trn
from wtc_eco.network import links
from wtc_eco.registry.participation import has_answered

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer

SHOWN = 15
"""How many structures are proposed."""
WITHIN = 2.0
"""How many times «near» a catalogue may travel: people are sent farther than they go by themselves."""


def ask(study: Study, structure: str) -> Finding:
    """The structures to write to first; `structure` is an id of the register, of an active structure.

    Those that already cite it are left out. Among the others come first those that say they do not
    offer most of what it offers, then the nearest; one that has not answered may know it already.
    """
    sender = study.offers[structure]
    links_of = links(study.network)
    known_to = set(links_of[structure].cited_by) if structure in links_of else set()
    addressees = sorted(_proposed(study, sender, known_to), key=_rank)[:SHOWN]
    headings, rows = table(_columns(study, addressees), addressees, first=("rank", "id", "name", "kind"))
    return Finding(
        question="catalogue",
        title=tr("To whom {name} should send its catalogue", name=sender.name),
        scope=structure,
        base=len(study.offers) - 1,
        unknown=sum(not _answered(study, other) for other in study.offers if other != structure),
        text=" ".join(_said(sender, addressees, known_to)),
        headings=headings,
        table=rows,
        remarks=notes(
            tr(
                "“Does not offer”: as it said itself. Those that cite the structure already are not in the list."
            ),
            tr("One that has not answered about its network may know the structure without our knowing it."),
        ),
        spots=tuple(
            Spot(
                one.offer.id, one.offer.name, one.offer.lat, one.offer.lon, "partner", one.offer.commune or ""
            )
            for one in addressees
            if one.offer.lat is not None and one.offer.lon is not None
        ),
    )


@dataclass(frozen=True)
class Addressee:
    """A structure to write to, the themes only the sender offers of the two, and road km between them."""

    offer: Offer
    brings: frozenset[str]
    km: float


def _proposed(study: Study, sender: Offer, known_to: set[str]) -> Iterator[Addressee]:
    """Structures near enough that do not cite the sender."""
    reach = reach_of(study.territory.demand)
    others = [one for one in study.offers.values() if one.id not in {*known_to, sender.id} and one.located]
    if not sender.located or not others:
        return
    km = km_between([sender], others, reach)[0]
    for other, far in zip(others, km, strict=True):
        brings = frozenset(theme for theme in sender.themes or () if other.has("themes", theme) is False)
        unknown = other.whole("themes") is None
        if far <= WITHIN * reach.within_km and (brings or unknown):
            yield Addressee(other, brings, float(far))


def _rank(one: Addressee) -> tuple[Any, ...]:
    return -len(one.brings), one.km, one.offer.name, one.offer.ins or "", one.offer.id


def _answered(study: Study, structure: str) -> bool:
    return structure in study.network and has_answered(study.network.nodes[structure])


def _said(sender: Offer, addressees: list[Addressee], known_to: set[str]) -> Iterator[str]:
    if sender.themes is None:
        yield tr("{name} has not said which themes it offers: only distance counts.", name=sender.name)
    if not addressees:
        yield tr("{name}: nobody near is known to lack what it offers.", name=sender.name)
        return
    first = addressees[0]
    yield trn(
        "{name}: {n} structure near does not cite it and could use its catalogue; the first: {first} ({where}, {km}).",
        "{name}: {n} structures near do not cite it and could use its catalogue; the first: {first} ({where}, {km}).",
        len(addressees),
        name=sender.name,
        first=first.offer.name,
        where=first.offer.commune or "?",
        km=kilometres(first.km),
    )
    if known_to:
        yield trn("{n} structure cites it already.", "{n} structures cite it already.", len(known_to))


def _columns(study: Study, addressees: Sequence[Addressee]) -> tuple[AnswerColumn[Addressee], ...]:
    rank = {one.offer.id: place for place, one in enumerate(addressees, start=1)}
    themes, kinds = study.territory.themes, study.territory.kinds.words()

    def brings(one: Addressee) -> tuple[str, ...]:
        return tuple(theme for theme in themes if theme in one.brings)

    def why(one: Addressee) -> str:
        if not one.brings:
            return tr("its themes are unknown: to be asked")
        names = listing([themes[theme].short() for theme in brings(one)])
        return tr("could send it people for: {themes}", themes=names)

    return (
        AnswerColumn("rank", tr("Rank"), lambda one: rank[one.offer.id], "whole"),
        AnswerColumn("name", tr("Structure"), lambda one: one.offer.name),
        AnswerColumn("commune", tr("Commune"), lambda one: one.offer.commune),
        AnswerColumn("km", tr("km"), shape="km"),
        AnswerColumn("brings", tr("Does not offer"), brings, "list", themes.short_words()),
        AnswerColumn(
            "answered",
            tr("Has answered about its network"),
            lambda one: _answered(study, one.offer.id),
            "flag",
        ),
        AnswerColumn("why", tr("Why"), why),
        AnswerColumn("kind", tr("Kind"), lambda one: one.offer.kind, words=kinds),
        AnswerColumn("id", tr("No."), lambda one: one.offer.id),
    )
