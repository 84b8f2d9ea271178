"""What does a commune need to know of itself, on half a page?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import AnswerColumn, Finding, placed, table
from wtc_eco.coverage.gaps import communes_of
from wtc_eco.coverage.need import need_of, reach_of
from wtc_eco.coverage.slots import SlotPlan, plan_of
from wtc_eco.coverage.supply import CoverageCell, Want, cells
from wtc_eco.coverage.week_display import moments, spoken
from wtc_eco.i18n import kilometres, listing, number, tr, trn
from wtc_eco.network import response
from wtc_eco.territory import Scope
from wtc_eco.territory.vocabulary import brief

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Commune, Territory

_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")
NAMED = 3
"""How many structures a line names; more are counted."""


def kinds_said(counts: Counter[tuple[str | None, tuple[str, ...]]], territory: Territory) -> tuple[str, ...]:
    """«1 CPAS», «2 bibliothèques (EPN)» … in the order of the pack, the unknown last."""
    order = {key: place for place, key in enumerate(territory.kinds)}
    ordered = sorted(counts, key=lambda key: (key[0] is None, order.get(key[0] or "", len(order)), key[1]))
    return tuple(_kind(key[0], key[1], counts[key], territory) for key in ordered)


def _kind(kind: str | None, labels: Sequence[str], n: int, territory: Territory) -> str:
    term = territory.kinds.get(kind) if kind else None
    word = _small(brief(term.texts() if n > 1 else term.text())) if term else kind or tr("kind unknown")
    named = [_ACRONYM.search(territory.labels[label].text()) for label in labels if label in territory.labels]
    marks = [match[0] for match in named if match and match[0] != word]
    marked = f" ({', '.join(marks)})" if marks else ""
    return f"{number(n)} {word}{marked}"


def _small(label: str) -> str:
    """«bibliothèque» within a sentence; «CPAS» and «PCS» keep their capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def at_slots(
    here: Sequence[Offer], slots: Sequence[str], plan: SlotPlan, territory: Territory
) -> tuple[str, ...]:
    """A line a slot; the slots of which nobody has told anything together on one."""
    known_slots = [slot for slot in slots if any(one.slots[slot] is not None for one in here)]
    dark = [territory.slots[slot].short() for slot in slots if slot not in known_slots]
    lines = [_at_slot(here, slot, plan, territory) for slot in known_slots]
    if dark and here:
        first, *others = dark
        lines.append(tr("{slots}: unknown, nobody has told", slots=listing([first, *map(_small, others)])))
    return tuple(lines)


def _at_slot(here: Sequence[Offer], slot: str, plan: SlotPlan, territory: Territory) -> str:
    """Who is open in a slot, and when; else that nobody is known to be, and of how many that is known."""
    label = territory.slots[slot].short()
    known = sum(one.slots[slot] is not None for one in here)
    names = _named([_open(one, slot, plan) for one in here if one.slots[slot]])
    base = tr("known of {n} of {all}", n=number(known), all=number(len(here)))
    if not names:
        return tr("{slot}: none ({base})", slot=label, base=base)
    return tr("{slot}: {names} ({base})", slot=label, names=names, base=base)


def _open(one: Offer, slot: str, plan: SlotPlan) -> str:
    times = spoken(moments(one.schedule, slot, plan))
    return tr("{name}, {times}", name=one.name, times=times) if times else one.name


def _named(names: Sequence[str]) -> str:
    shown = sorted(names)[:NAMED]
    rest = len(names) - len(shown)
    return listing([*shown, trn("{n} other", "{n} others", rest)] if rest > 0 else shown)


def themes_said(offered_cells: Sequence[CoverageCell], territory: Territory) -> tuple[str, ...]:
    """The themes somebody here offers, in the order of the pack."""
    offered = {cell.want.theme for cell in offered_cells}
    return tuple(brief(territory.themes[theme].text()) for theme in territory.themes if theme in offered)


def missing(lacking_cells: Sequence[CoverageCell], plan: SlotPlan, territory: Territory) -> tuple[str, ...]:
    """Themes that nobody here is known to offer, those with one nearest together; then where that is."""
    by_nearest: dict[str | None, list[CoverageCell]] = {}
    for cell in lacking_cells:
        by_nearest.setdefault(cell.nearest.id if cell.nearest else None, []).append(cell)
    return tuple(_missing(of_nearest, plan, territory) for of_nearest in by_nearest.values())


def _missing(lacking_cells: Sequence[CoverageCell], plan: SlotPlan, territory: Territory) -> str:
    themes = listing([brief(territory.themes[str(cell.want.theme)].text()) for cell in lacking_cells])
    nearest, km = lacking_cells[0].nearest, lacking_cells[0].km
    if nearest is None or km is None:
        return tr("{themes}: nobody is known to offer that", themes=themes)
    where = [nearest.commune or "?", kilometres(km)]
    when = [_small(territory.slots[slot].short()) for slot in plan.ids() if nearest.slots[slot]]
    return tr(
        "{themes}: nearest {name} ({where})",
        themes=themes,
        name=nearest.name,
        where=", ".join([*where, *([listing(when)] if when else [])]),
    )


def introduction(row: Mapping[str, Any]) -> str:
    """«CPAS de Binche → EPN de Morlanwelz (4,2 km)»."""
    if row["km"] is None:
        return tr("{start} → {end}", start=row["from_name"], end=row["to_name"])
    return tr("{start} → {end} ({km})", start=row["from_name"], end=row["to_name"], km=kilometres(row["km"]))


def to_complete(here: Sequence[Offer]) -> tuple[str, ...]:
    """Whose hours and themes nobody has told."""
    hours = [one.name for one in here if all(is_open is None for is_open in one.slots.values())]
    themes = [one.name for one in here if one.themes is None]
    lines = []
    if hours:
        lines.append(tr("hours: {names}", names=_named(hours)))
    if themes:
        lines.append(tr("themes: {names}", names=_named(themes)))
    return tuple(lines)


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
    headings, rows = table(_columns(study, sheet), sheet.communes)
    here = [one for structures in sheet.here.values() for one in structures]
    return Finding(
        question="commune_sheets",
        **placed(tr("Commune sheets"), scope),
        base=len(here),
        unknown=sum(one.themes is None and not one.told_when for one in here),
        text=trn(
            "{n} commune, {structures} structures known.",
            "{n} communes, {structures} structures known.",
            len(rows),
            structures=number(len(here)),
        ),
        headings=headings,
        table=rows,
        response=response(study.network, scope).rate,
        asked=response(study.network, scope).asked,
    )


@dataclass(frozen=True)
class _Sheets:
    """What is computed once for all communes."""

    communes: tuple[Commune, ...]
    here: Mapping[str, tuple[Offer, ...]]
    themes: Mapping[str, tuple[CoverageCell, ...]]
    plan: SlotPlan
    introductions: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, study: Study, scope: Scope, introductions: tuple[Mapping[str, Any], ...]) -> _Sheets:
        communes = tuple(sorted(communes_of(study.territory, scope), key=lambda one: (one.name, one.ins)))
        need = need_of(study.territory)
        wanted = sorted(study.territory.themes, key=lambda theme: -need.weight(Want(theme=theme)))
        all_cells = cells(
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
                commune.ins: tuple(cell for cell in all_cells if cell.commune.ins == commune.ins)
                for commune in communes
            },
            plan=plan_of(study.territory.slots),
            introductions=introductions,
        )


def _columns(study: Study, sheet: _Sheets) -> tuple[AnswerColumn[Commune], ...]:
    pack = study.territory
    bassins = {key: bassin.text() for key, bassin in pack.bassins.items()}
    outside = [slot.id for slot in sheet.plan.slots if _outside(slot)]

    def themes_told(commune: Commune) -> int:
        return sum(one.themes is not None for one in sheet.here[commune.ins])

    def themes(commune: Commune) -> tuple[str, ...] | None:
        offered = [cell for cell in sheet.themes[commune.ins] if cell.here.n_offering]
        return themes_said(offered, pack) if themes_told(commune) else None

    def not_found(commune: Commune) -> tuple[str, ...] | None:
        known = themes_told(commune) or not sheet.here[commune.ins]
        return _not_found(sheet, commune, pack) if known else None

    return (
        AnswerColumn("ins", tr("INS code")),
        AnswerColumn("commune", tr("Commune"), lambda commune: commune.name),
        AnswerColumn("bassin", tr("Bassin"), words=bassins),
        AnswerColumn("population", tr("Inhabitants"), shape="whole"),
        AnswerColumn(
            "structures", tr("Structures known"), lambda commune: len(sheet.here[commune.ins]), "whole"
        ),
        AnswerColumn(
            "kinds",
            tr("Which"),
            lambda commune: kinds_said(_kinds(study, sheet.here[commune.ins]), pack),
            "list",
        ),
        AnswerColumn(
            "answered",
            tr("Answered about their network"),
            lambda commune: response(study.network, Scope(commune=commune)).answered_network,
            "whole",
        ),
        AnswerColumn(
            "outside_hours",
            tr("Outside office hours"),
            lambda commune: at_slots(sheet.here[commune.ins], outside, sheet.plan, pack),
            "list",
        ),
        AnswerColumn("themes", tr("Themes offered"), themes, "list"),
        AnswerColumn("themes_told", tr("Have told their themes"), themes_told, "whole"),
        AnswerColumn("not_found", tr("Not found here"), not_found, "list"),
        AnswerColumn(
            "introductions",
            tr("Introductions proposed"),
            lambda commune: tuple(_introductions(sheet, commune)),
            "list",
        ),
        AnswerColumn(
            "to_complete",
            tr("To be completed by the commune"),
            lambda commune: to_complete(sheet.here[commune.ins]),
            "list",
        ),
    )


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
