"""To whom should a structure send its catalogue: near, complementary, and not known to know it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading, Spot, notes
from wtc_eco.coverage.need import reach_of
from wtc_eco.coverage.supply import km_by_road, points_of
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
    held = links(study.network)
    known_to = set(held[structure].cited_by) if structure in held else set()
    found = sorted(_proposed(study, sender, known_to), key=_rank)[:SHOWN]
    rows = tuple(_row(rank, *one, study) for rank, one in enumerate(found, start=1))
    return Finding(
        question="catalogue",
        title=tr("To whom {name} should send its catalogue", name=sender.name),
        scope=structure,
        base=len(study.offers) - 1,
        unknown=sum(not _answered(study, other) for other in study.offers if other != structure),
        text=" ".join(_said(sender, found, known_to)),
        headings=_headings(study),
        table=rows,
        remarks=notes(
            tr(
                "“Does not offer”: as it said itself. Those that cite the structure already are not in the list."
            ),
            tr("One that has not answered about its network may know the structure without our knowing it."),
        ),
        spots=tuple(
            Spot(other.id, other.name, other.lat, other.lon, "partner", other.commune or "")
            for other, _, _ in found
            if other.lat is not None and other.lon is not None
        ),
    )


Proposed = tuple["Offer", frozenset[str], float]


def _proposed(study: Study, sender: Offer, known_to: set[str]) -> Iterator[Proposed]:
    """Structures near enough that do not cite it: each with the themes only the sender offers, and road km."""
    reach = reach_of(study.territory.demand)
    others = [one for one in study.offers.values() if one.id not in {*known_to, sender.id} and one.located]
    if not sender.located or not others:
        return
    km = km_by_road(points_of([sender]), points_of(others), reach)[0]
    for other, far in zip(others, km, strict=True):
        brings = frozenset() if other.themes is None else (sender.themes or frozenset()) - other.themes
        if far <= WITHIN * reach.within_km and (brings or other.themes is None):
            yield other, brings, float(far)


def _rank(one: Proposed) -> tuple[Any, ...]:
    other, brings, km = one
    return -len(brings), km, other.name, other.ins or "", other.id


def _answered(study: Study, structure: str) -> bool:
    return structure in study.network and has_answered(study.network.nodes[structure])


def _said(sender: Offer, found: list[Proposed], known_to: set[str]) -> Iterator[str]:
    if sender.themes is None:
        yield tr("{name} has not said which themes it offers: only distance counts.", name=sender.name)
    if not found:
        yield tr("{name}: nobody near is known to lack what it offers.", name=sender.name)
        return
    first, brings, km = found[0]
    yield trn(
        "{name}: {n} structure near does not cite it and could use its catalogue; the first: {first} ({where}, {km}).",
        "{name}: {n} structures near do not cite it and could use its catalogue; the first: {first} ({where}, {km}).",
        len(found),
        name=sender.name,
        first=first.name,
        where=first.commune or "?",
        km=kilometres(km),
    )
    if known_to:
        yield trn("{n} structure cites it already.", "{n} structures cite it already.", len(known_to))
    del brings


def _headings(study: Study) -> tuple[Heading, ...]:
    return (
        Heading("rank", tr("Rank"), "whole"),
        Heading("name", tr("Structure")),
        Heading("commune", tr("Commune")),
        Heading("km", tr("km"), "km"),
        Heading("brings", tr("Does not offer"), "list", words=study.territory.themes.short_words()),
        Heading("answered", tr("Has answered about its network"), "flag"),
        Heading("why", tr("Why")),
        Heading("kind", tr("Kind"), words=study.territory.kinds.words()),
        Heading("id", tr("No.")),
    )


def _row(rank: int, other: Offer, brings: frozenset[str], km: float, study: Study) -> dict[str, Any]:
    themes = study.territory.themes
    ordered = tuple(theme for theme in themes if theme in brings)
    return {
        "rank": rank,
        "id": other.id,
        "name": other.name,
        "kind": other.kind,
        "commune": other.commune,
        "km": km,
        "brings": ordered,
        "answered": _answered(study, other.id),
        "why": tr(
            "could send it people for: {themes}", themes=listing([themes[one].short() for one in ordered])
        )
        if ordered
        else tr("its themes are unknown: to be asked"),
    }
