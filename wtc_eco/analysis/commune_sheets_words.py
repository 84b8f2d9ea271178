"""The lines of a commune's sheet: short enough for half a page, each with what it rests on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wtc_eco.coverage.moments import moments, spoken
from wtc_eco.locale import kilometres, listing, number, tr, trn

if TYPE_CHECKING:
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.coverage.slots import Plan
    from wtc_eco.coverage.supply import Cell
    from wtc_eco.territory import Territory

_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")
NAMED = 3
"""How many structures a line names; more are counted."""


def kinds_said(counts: Counter[tuple[str | None, tuple[str, ...]]], territory: Territory) -> tuple[str, ...]:
    """«1 CPAS», «2 bibliothèques (EPN)» … in the order of the pack, the unknown last."""
    order = {key: place for place, key in enumerate(territory.kinds)}
    held = sorted(counts, key=lambda key: (key[0] is None, order.get(key[0] or "", len(order)), key[1]))
    return tuple(_kind(key[0], key[1], counts[key], territory) for key in held)


def _kind(kind: str | None, labels: Sequence[str], n: int, territory: Territory) -> str:
    term = territory.kinds.get(kind) if kind else None
    word = _small(_bare(term.texts() if n > 1 else term.text())) if term else kind or tr("kind unknown")
    named = [_ACRONYM.search(territory.labels[label].text()) for label in labels if label in territory.labels]
    marks = [found[0] for found in named if found and found[0] != word]
    marked = f" ({', '.join(marks)})" if marks else ""
    return f"{number(n)} {word}{marked}"


def _small(label: str) -> str:
    """«bibliothèque» within a sentence; «CPAS» and «PCS» keep their capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _bare(label: str) -> str:
    """«CPAS» for «Centre public d'action sociale (CPAS)»; a label without an acronym as it is."""
    before, _, inside = label.partition(" (")
    acronym = inside.rstrip(")")
    return acronym if acronym.isupper() else before


def at_slots(
    here: Sequence[Offer], slots: Sequence[str], plan: Plan, territory: Territory
) -> tuple[str, ...]:
    """A line a slot; the slots of which nobody has told anything together on one."""
    told = [slot for slot in slots if any(one.slots[slot] is not None for one in here)]
    dark = [territory.slots[slot].short() for slot in slots if slot not in told]
    lines = [_at_slot(here, slot, plan, territory) for slot in told]
    if dark and here:
        first, *others = dark
        lines.append(tr("{slots}: unknown, nobody has told", slots=listing([first, *map(_small, others)])))
    return tuple(lines)


def _at_slot(here: Sequence[Offer], slot: str, plan: Plan, territory: Territory) -> str:
    """Who is open in a slot, and when; else that nobody is known to be, and of how many that is known."""
    label = territory.slots[slot].short()
    known = sum(one.slots[slot] is not None for one in here)
    names = _named([_open(one, slot, plan) for one in here if one.slots[slot]])
    base = tr("known of {n} of {all}", n=number(known), all=number(len(here)))
    if not names:
        return tr("{slot}: none ({base})", slot=label, base=base)
    return tr("{slot}: {names} ({base})", slot=label, names=names, base=base)


def _open(one: Offer, slot: str, plan: Plan) -> str:
    times = spoken(moments(one.schedule, slot, plan))
    return tr("{name}, {times}", name=one.name, times=times) if times else one.name


def _named(names: Sequence[str]) -> str:
    shown = sorted(names)[:NAMED]
    rest = len(names) - len(shown)
    return listing([*shown, trn("{n} other", "{n} others", rest)] if rest > 0 else shown)


def themes_said(found: Sequence[Cell], territory: Territory) -> tuple[str, ...]:
    """The themes somebody here offers, in the order of the pack."""
    offered = {cell.want.theme for cell in found}
    return tuple(_bare(territory.themes[theme].text()) for theme in territory.themes if theme in offered)


def missing(found: Sequence[Cell], plan: Plan, territory: Territory) -> tuple[str, ...]:
    """Themes that nobody here is known to offer, those with one nearest together; then where that is."""
    by_nearest: dict[str | None, list[Cell]] = {}
    for cell in found:
        by_nearest.setdefault(cell.nearest.id if cell.nearest else None, []).append(cell)
    return tuple(_missing(held, plan, territory) for held in by_nearest.values())


def _missing(held: Sequence[Cell], plan: Plan, territory: Territory) -> str:
    themes = listing([_bare(territory.themes[str(cell.want.theme)].text()) for cell in held])
    nearest, km = held[0].nearest, held[0].km
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
    hours = [one.name for one in here if all(held is None for held in one.slots.values())]
    themes = [one.name for one in here if one.themes is None]
    said = []
    if hours:
        said.append(tr("hours: {names}", names=_named(hours)))
    if themes:
        said.append(tr("themes: {names}", names=_named(themes)))
    return tuple(said)
