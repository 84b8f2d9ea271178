"""Which themes and which time slots does nobody nearby offer, as far as anybody has said?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import Finding, Spot
from wtc_eco.analysis.gaps_rows import area_headings, area_rows, commune_headings, commune_rows, state_words
from wtc_eco.analysis.gaps_words import (
    Words,
    distance_remark,
    named_communes,
    slot_words,
    theme_words,
    weight_remark,
)
from wtc_eco.coverage.areas import Lack, communes_of, lacks, offers_of
from wtc_eco.coverage.need import need_of, reach_of
from wtc_eco.coverage.slots import plan_of
from wtc_eco.coverage.supply import LACKING, STATES, Cell, Want, cells
from wtc_eco.locale import kilometres, number, tr
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wtc_eco.analysis.study import Study
    from wtc_eco.coverage.reach import Reach


def themes(study: Study, scope: Scope | None = None) -> Finding:
    """Which themes are missing, by bassin, or by commune of a bassin; the worst first."""
    wants = tuple(Want(theme=theme) for theme in study.territory.themes)
    return _finding(study, scope or Scope(), wants, theme_words())


def slots(study: Study, scope: Scope | None = None) -> Finding:
    """Which time slots are missing, by bassin, or by commune of a bassin; the worst first."""
    plan = plan_of(study.territory.slots)
    wants = tuple(Want(slot=slot) for slot in plan.ids())
    return _finding(study, scope or Scope(), wants, slot_words())


def _finding(study: Study, scope: Scope, wants: Sequence[Want], words: Words) -> Finding:
    territory = study.territory
    scope = replace(scope, territory=territory)
    need, reach = need_of(territory), reach_of(territory.demand)
    structures = offers_of(study.offers, territory, scope)
    found = cells(communes_of(territory, scope), study.offers, wants, reach)
    whole = lacks(found, structures)
    by_area = scope.bassin is None and scope.commune is None and bool(territory.bassins)
    rows = area_rows(found, structures, need) if by_area else commune_rows(found, need)
    wanted = (words.heading(territory),)
    headings = area_headings(wanted, territory) if by_area else commune_headings(wanted)
    worst = max(whole, key=lambda lack: lack.severity(need), default=None)
    return Finding(
        question=words.question,
        title=words.title(scope.text()),
        scope=scope.id,
        base=len(structures),
        unknown=sum(all(one.gives(want.theme, want.slot) is None for want in wants) for one in structures),
        text=" ".join(
            _said_of_commune(whole, scope, words, study, reach)
            if scope.commune
            else _said(worst, scope, words, study, reach)
        ),
        headings=headings,
        table=rows,
        remarks=_remarks(reach, len(study.offers) - len(structures) if by_area else 0),
        spots=tuple(_spots(found, words, study)),
    )


def _said(worst: Lack | None, scope: Scope, words: Words, study: Study, reach: Reach) -> Iterator[str]:
    """The sentences: the worst of all, where, and how many have not said."""
    if worst is None or not worst.count.n_known + worst.count.n_unknown:
        yield tr("{scope}: no structure is known here.", scope=scope.text())
        return
    if not worst.count.n_known:
        yield words.silent(scope.text())
    else:
        yield words.least(scope.text(), words.label(worst.want, study.territory), worst.count)
        yield _where(worst, reach)
    if worst.count.n_unknown:
        yield words.unknown(worst.count.n_unknown)


def _said_of_commune(
    held: Sequence[Lack], scope: Scope, words: Words, study: Study, reach: Reach
) -> Iterator[str]:
    """The sentences about one commune: what nobody near is known to offer, and where the nearest is."""
    near = kilometres(reach.within_km)
    silent = sum(lack.state == "unknown" for lack in held)
    missing = [lack.cells[0] for lack in held if lack.lacking]
    missing.sort(key=lambda cell: -need_of(study.territory).weight(cell.want))
    if silent == len(held):
        yield words.silent(scope.text())
    elif not missing:
        yield words.all_near(scope.text(), near)
    else:
        labels = [words.label(cell.want, study.territory) for cell in missing]
        yield words.missing(scope.text(), near, labels)
        yield from _nearest(missing[0], labels[0])
    n_unknown = held[0].count.n_unknown if held else 0
    if n_unknown:
        yield words.unknown(n_unknown)


def _nearest(cell: Cell, what: str) -> Iterator[str]:
    if cell.nearest is not None and cell.km is not None:
        yield tr(
            "The nearest for “{what}”: {name} ({commune}, {km}).",
            what=what,
            name=cell.nearest.name,
            commune=cell.nearest.commune or "?",
            km=kilometres(cell.km),
        )


def _where(worst: Lack, reach: Reach) -> str:
    near = kilometres(reach.within_km)
    if not worst.lacking:
        return tr("As far as is known, no commune is more than {near} away from it.", near=near)
    return tr(
        "Communes where nobody is known to offer it within {near}: {n} of {total} ({names}).",
        near=near,
        n=number(len(worst.lacking)),
        total=number(len(worst.cells)),
        names=named_communes(worst.lacking),
    )


def _remarks(reach: Reach, n_elsewhere: int) -> tuple[str, ...]:
    said = [weight_remark(), distance_remark(reach)]
    if n_elsewhere:
        said.append(
            tr(
                "Structures outside the bassins, or whose commune is unknown, not counted here: {n}.",
                n=number(n_elsewhere),
            )
        )
    return tuple(said)


def _spots(found: Iterable[Cell], words: Words, study: Study) -> Iterator[Spot]:
    """One spot a commune: its worst state, and what it lacks."""
    by_commune: dict[str, list[Cell]] = {}
    for cell in found:
        by_commune.setdefault(cell.commune.ins, []).append(cell)
    for ins, held in sorted(by_commune.items()):
        commune, state = held[0].commune, min((cell.state for cell in held), key=STATES.index)
        missing = [words.label(cell.want, study.territory) for cell in held if cell.state in LACKING]
        note = tr("Not found nearby: {what}.", what=", ".join(missing)) if missing else state_words()[state]
        yield Spot(ins, commune.name, commune.lat, commune.lon, state, note)
