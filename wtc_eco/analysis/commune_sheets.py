"""What does a commune need to know of itself, on half a page?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.commune_sheets_words import (
    at_slots,
    introduction,
    kinds_said,
    missing,
    themes_said,
    to_complete,
)
from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.coverage.areas import communes_of
from wtc_eco.coverage.need import need_of, reach_of
from wtc_eco.coverage.slots import Plan, plan_of
from wtc_eco.coverage.supply import Cell, Want, cells
from wtc_eco.locale import number, tr, trn
from wtc_eco.network import response
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Commune, Territory

LACKING_SHOWN = 4
"""Themes not found of which the nearest is named, the most wanted first; more are counted."""
INTRODUCED = 3
OFFICE_ENDS = 17 * 60
"""A slot that starts later, or at the weekend, is one that working people can come at."""
_WORKDAYS = frozenset(range(5))


def ask(
    study: Study, scope: Scope | None = None, *, introductions: Iterable[Mapping[str, Any]] = ()
) -> Finding:
    """One row a commune: who is there, when and on what one finds help, what is not found, what to complete.

    `introductions` are the rows of the introductions proposed, of which each commune gets its own.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    sheet = _Sheets.of(study, scope, tuple(introductions))
    rows = tuple(_row(study, sheet, commune) for commune in sheet.communes)
    here = [one for held in sheet.here.values() for one in held]
    return Finding(
        question="commune_sheets",
        title=tr("Commune sheets: {place}", place=scope.text()),
        scope=scope.id,
        base=len(here),
        unknown=sum(one.themes is None and not one.told_when for one in here),
        text=trn(
            "{place}: {n} commune, {structures} structures known.",
            "{place}: {n} communes, {structures} structures known.",
            len(rows),
            place=scope.text(),
            structures=number(len(here)),
        ),
        headings=_headings(study.territory),
        table=rows,
        response=response(study.network, scope).rate,
    )


@dataclass(frozen=True)
class _Sheets:
    """What is computed once for all communes."""

    communes: tuple[Commune, ...]
    here: Mapping[str, tuple[Offer, ...]]
    themes: Mapping[str, tuple[Cell, ...]]
    plan: Plan
    introductions: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, study: Study, scope: Scope, introductions: tuple[Mapping[str, Any], ...]) -> _Sheets:
        communes = tuple(sorted(communes_of(study.territory, scope), key=lambda one: (one.name, one.ins)))
        need = need_of(study.territory)
        wanted = sorted(study.territory.themes, key=lambda theme: -need.weight(Want(theme=theme)))
        found = cells(
            communes,
            study.offers,
            [Want(theme=theme) for theme in wanted],
            reach_of(study.territory.demand),
        )
        return cls(
            communes=communes,
            here={
                commune.ins: tuple(one for one in study.offers.values() if one.ins == commune.ins)
                for commune in communes
            },
            themes={
                commune.ins: tuple(cell for cell in found if cell.commune.ins == commune.ins)
                for commune in communes
            },
            plan=plan_of(study.territory.slots),
            introductions=introductions,
        )


def _row(study: Study, sheet: _Sheets, commune: Commune) -> dict[str, Any]:
    here, pack = sheet.here[commune.ins], study.territory
    answered = response(study.network, Scope(commune=commune)).answered_network
    told = [one for one in here if one.themes is not None]
    return {
        "ins": commune.ins,
        "commune": commune.name,
        "bassin": commune.bassin,
        "population": commune.population,
        "structures": len(here),
        "kinds": kinds_said(_kinds(study, here), pack),
        "answered": answered,
        "outside_hours": at_slots(
            here, [slot.id for slot in sheet.plan.slots if _outside(slot)], sheet.plan, pack
        ),
        "themes": themes_said([cell for cell in sheet.themes[commune.ins] if cell.here.n_offering], pack)
        if told
        else None,
        "themes_told": len(told),
        "not_found": _not_found(sheet, commune, pack) if told or not here else None,
        "introductions": tuple(_introductions(sheet, commune)),
        "to_complete": to_complete(here),
    }


def _outside(slot: Any) -> bool:
    return slot.start >= OFFICE_ENDS or not _WORKDAYS.issuperset(slot.days)


def _kinds(study: Study, here: Sequence[Offer]) -> Counter[tuple[str | None, tuple[str, ...]]]:
    """How many of each kind, those with a label apart."""
    rows = (study.registry.row(one.id) for one in here)
    return Counter((row["kind"], tuple(row["labels"] or ())) for row in rows)


def _not_found(sheet: _Sheets, commune: Commune, territory: Territory) -> tuple[str, ...]:
    """The themes that nobody here is known to offer, each with the nearest who does; the most wanted first."""
    lacking = [cell for cell in sheet.themes[commune.ins] if not cell.here.n_offering]
    shown = missing(lacking[:LACKING_SHOWN], sheet.plan, territory)
    rest = len(lacking) - LACKING_SHOWN
    return (*shown, trn("{n} other theme", "{n} other themes", rest)) if rest > 0 else shown


def _introductions(sheet: _Sheets, commune: Commune) -> Iterator[str]:
    own = [row for row in sheet.introductions if commune.name in (row["from_commune"], row["to_commune"])]
    yield from (introduction(row) for row in own[:INTRODUCED])


def _headings(territory: Territory) -> tuple[Heading, ...]:
    bassins = {key: bassin.text() for key, bassin in territory.bassins.items()}
    return (
        Heading("ins", tr("INS code")),
        Heading("commune", tr("Commune")),
        Heading("bassin", tr("Bassin"), words=bassins),
        Heading("population", tr("Inhabitants"), "whole"),
        Heading("structures", tr("Structures known"), "whole"),
        Heading("kinds", tr("Which"), "list"),
        Heading("answered", tr("Answered about their network"), "whole"),
        Heading("outside_hours", tr("Outside office hours"), "list"),
        Heading("themes", tr("Themes offered"), "list"),
        Heading("themes_told", tr("Have told their themes"), "whole"),
        Heading("not_found", tr("Not found here"), "list"),
        Heading("introductions", tr("Introductions proposed"), "list"),
        Heading("to_complete", tr("To be completed by the commune"), "list"),
    )
