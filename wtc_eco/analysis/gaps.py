"""What does nobody nearby offer, as far as anybody has said: themes, time slots, steps, and for whom?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, Spot, notes, titled
from wtc_eco.analysis.gap_rows import by_bassin, by_commune, state_words
from wtc_eco.analysis.gap_text import (
    WORDS,
    GapWords,
    condition_remark,
    distance_remark,
    explained,
    people_remark,
    weight_remark,
    without_offer,
)
from wtc_eco.coverage.gaps import Gauge, Lack, communes_of, gauge, lacks, offers_of
from wtc_eco.coverage.supply import LACKING, STATES, CoverageCell, cells
from wtc_eco.i18n import kilometres, number, tr, trn
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.coverage.supply import Reach


@dataclass(frozen=True)
class Narrowing:
    """What is asked besides: one public (an id of the pack), the first `worst` gaps, the arithmetic."""

    public: str | None = None
    worst: int | None = None
    explain: bool = False


def themes(study: Study, scope: Scope | None = None) -> Finding:
    """Which themes are missing, by bassin, or by commune of a bassin; the worst first."""
    return ask(study, scope, "themes")


def slots(study: Study, scope: Scope | None = None) -> Finding:
    """Which time slots are missing, by bassin, or by commune of a bassin; the worst first."""
    return ask(study, scope, "slots")


def steps(study: Study, scope: Scope | None = None) -> Finding:
    """Which steps of the journey are missing, and who plans them."""
    return ask(study, scope, "steps")


def publics(study: Study, scope: Scope | None = None) -> Finding:
    """Which publics nobody nearby receives."""
    return ask(study, scope, "publics")


@dataclass(frozen=True)
class _Asked:
    """A question about gaps with what answers it."""

    study: Study
    scope: Scope
    words: GapWords
    narrowing: Narrowing
    gauge: Gauge
    structures: tuple[Offer, ...]
    cells: tuple[CoverageCell, ...]
    lacks: tuple[Lack, ...]

    @property
    def by_area(self) -> bool:
        """Whether the answer is by bassin: nothing smaller was asked about."""
        everywhere = self.scope.bassin is None and self.scope.commune is None
        return everywhere and bool(self.study.territory.bassins)


def ask(study: Study, scope: Scope | None, facet: str, narrowing: Narrowing | None = None) -> Finding:
    """Gaps of `themes`, `slots`, `steps` or `publics`, the worst first; raises `KeyError` for another facet."""
    territory, narrowing, words = study.territory, narrowing or Narrowing(), WORDS[facet]
    scope = replace(scope or Scope(), territory=territory)
    wants = words.wants(territory, narrowing.public)
    structures = offers_of(study.offers, territory, scope)
    measures = gauge(territory, study.offers, wants)
    all_cells = cells(communes_of(territory, scope), study.offers, wants, measures.reach)
    return _finding(
        _Asked(study, scope, words, narrowing, measures, structures, all_cells, lacks(all_cells, structures))
    )


def _finding(asked: _Asked) -> Finding:
    territory = asked.study.territory
    if asked.by_area:
        headings, rows = by_bassin(asked.cells, asked.structures, asked.gauge, territory, asked.words)
    else:
        wanted: AnswerColumn[CoverageCell] = asked.words.answer_column(territory, lambda cell: cell.want)
        headings, rows = by_commune(asked.cells, asked.lacks, asked.gauge, (wanted,))
    if asked.narrowing.worst is not None:
        rows = tuple(row for row in rows if row["mark"] in LACKING)[: asked.narrowing.worst]
    lacking = [lack for lack in asked.lacks if lack.lacking]
    return Finding(
        question=f"gaps_{asked.words.facet}",
        title=_for_public(asked, titled(tr(asked.words.title), asked.scope.text())),
        short_title=_for_public(asked, tr(asked.words.title)),
        scope=asked.scope.id,
        place=asked.scope.text(),
        base=len(asked.structures),
        unknown=_n_silent(asked),
        text=" ".join(_sentences(asked)),
        headings=headings,
        table=rows,
        fragile=asked.gauge.is_fragile(asked.lacks) if lacking else None,
        remarks=notes(*_remarks(asked)),
        spots=tuple(_spots(asked.cells, asked.words, asked.study)),
    )


def _n_silent(asked: _Asked) -> int:
    wants = [lack.want for lack in asked.lacks]
    return sum(all(want.given_by(one) is None for want in wants) for one in asked.structures)


def _for_public(asked: _Asked, title: str) -> str:
    public = asked.narrowing.public
    if public is None:
        return title
    return tr("{title} (public: {public})", title=title, public=asked.study.territory.publics[public].text())


def _sentences(asked: _Asked) -> Iterator[str]:
    if asked.scope.commune:
        return _said_of_commune(asked.lacks, asked.words, asked.study, asked.gauge)
    worst = asked.gauge.worst(asked.lacks)
    return _said(worst, asked.words, asked.study, asked.gauge.reach)


def _said(worst: Lack | None, words: GapWords, study: Study, reach: Reach) -> Iterator[str]:
    """The sentences: the worst of all, where, and how many have not said."""
    if worst is None or not worst.count.n_known + worst.count.n_unknown:
        yield tr("no structure is known here.")
        return
    if not worst.count.n_known:
        yield tr(words.silent)
    else:
        yield words.say_least(words.label(worst.want, study.territory), worst.count)
        yield without_offer(worst, reach)
    if worst.count.n_unknown:
        yield trn(*words.unknown, worst.count.n_unknown)


def _said_of_commune(
    lacks_here: Sequence[Lack], words: GapWords, study: Study, measures: Gauge
) -> Iterator[str]:
    """The sentences about one commune: what nobody near is known to offer, and where the nearest is."""
    near = kilometres(measures.reach.within_km)
    silent = sum(lack.state == "unknown" for lack in lacks_here)
    missing = [lack.cells[0] for lack in lacks_here if lack.lacking]
    missing.sort(key=lambda cell: -measures.need.weight(cell.want))
    if silent == len(lacks_here):
        yield tr(words.silent)
    elif not missing:
        yield tr(words.all_near, near=near)
    else:
        labels = [words.label(cell.want, study.territory) for cell in missing]
        yield words.say_missing(near, labels)
        yield from _nearest_line(missing[0], labels[0])
    n_unknown = lacks_here[0].count.n_unknown if lacks_here else 0
    if n_unknown:
        yield trn(*words.unknown, n_unknown)


def _nearest_line(cell: CoverageCell, what: str) -> Iterator[str]:
    if cell.nearest is not None and cell.km is not None:
        yield tr(
            "The nearest for “{what}”: {name} ({commune}, {km}).",
            what=what,
            name=cell.nearest.name,
            commune=cell.nearest.commune or "?",
            km=kilometres(cell.km),
        )


def _remarks(asked: _Asked) -> Iterator[str]:
    territory, narrowing = asked.study.territory, asked.narrowing
    if narrowing.public is not None:
        yield tr(
            "Counted for one public, “{public}”: a structure that has not said whom it receives is unknown.",
            public=territory.publics[narrowing.public].text(),
        )
    yield weight_remark()
    yield distance_remark(asked.gauge.reach)
    yield from condition_remark(asked.structures, [lack.want for lack in asked.lacks])
    if any(lack.lacking for lack in asked.lacks):
        yield people_remark()
    if asked.words.key == "step":
        yield tr("Planned: by structures within reach that have answered so.")
    n_elsewhere = len(asked.study.offers) - len(asked.structures) if asked.by_area else 0
    if n_elsewhere:
        yield tr(
            "Structures outside the bassins, or whose commune is unknown, not counted here: {n}.",
            n=number(n_elsewhere),
        )
    worst = asked.gauge.worst(asked.lacks)
    if narrowing.explain and worst is not None:
        yield from explained(worst, asked.gauge, asked.words.label(worst.want, territory), territory)


def _spots(all_cells: Sequence[CoverageCell], words: GapWords, study: Study) -> Iterator[Spot]:
    """One spot a commune: its worst state, and what it lacks; then one for each thing wanted."""
    by_commune: dict[str, list[CoverageCell]] = {}
    for cell in all_cells:
        by_commune.setdefault(cell.commune.ins, []).append(cell)
    for ins, cells_here in sorted(by_commune.items()):
        commune, state = cells_here[0].commune, min((cell.state for cell in cells_here), key=STATES.index)
        missing = [words.label(cell.want, study.territory) for cell in cells_here if cell.state in LACKING]
        note = tr("Not found nearby: {what}.", what=", ".join(missing)) if missing else state_words()[state]
        yield Spot(ins, commune.name, commune.lat, commune.lon, state, note)
    for cell in all_cells:
        yield _wanted_spot(cell, words.label(cell.want, study.territory))


def _wanted_spot(cell: CoverageCell, about: str) -> Spot:
    here, near = cell.commune, cell.nearest
    note = state_words()[cell.state]
    return Spot(
        here.ins, here.name, here.lat, here.lon, cell.state, note, about, near.id if near else None, cell.km
    )
