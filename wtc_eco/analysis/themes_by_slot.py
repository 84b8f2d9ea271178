"""Which themes can people come for, and at which time slots?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, placed, table
from wtc_eco.analysis.gap_rows import concerned, counts, fragile, state_words
from wtc_eco.analysis.gap_text import WORDS, condition_remark, distance_remark, people_remark
from wtc_eco.coverage.gaps import Gauge, Lack, communes_of, gauge, lacks, offers_of
from wtc_eco.coverage.slots import plan_of
from wtc_eco.coverage.supply import Want, cells
from wtc_eco.i18n import kilometres, number, tr, trn
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Territory


@dataclass(frozen=True)
class _GridBasis:
    """Every theme × slot of an area, and what it is measured by."""

    scope: Scope
    structures: tuple[Offer, ...]
    lacks: tuple[Lack, ...]
    gauge: Gauge


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """One row a theme and slot: who offers it, where nobody near does, how many people that concerns.

    In the order of the pack, theme by theme. `unknown`: structures that have not told both their themes and
    any of their hours.
    """
    territory = study.territory
    scope = replace(scope or Scope(), territory=territory)
    structures = offers_of(study.offers, territory, scope)
    wants = [Want(theme, slot) for theme in territory.themes for slot in plan_of(territory.slots).ids()]
    measures = gauge(territory, study.offers, wants)
    all_cells = cells(communes_of(territory, scope), study.offers, wants, measures.reach)
    answer = _GridBasis(scope, structures, lacks(all_cells, structures), measures)
    headings, rows = table(_columns(territory, measures), answer.lacks)
    return Finding(
        question="themes_by_slot",
        **placed(tr("Themes and time slots together"), scope),
        base=len(structures),
        unknown=sum(not _told(one) for one in structures),
        text=" ".join(_said(answer)),
        headings=headings,
        table=rows,
        remarks=notes(people_remark(), distance_remark(measures.reach), *condition_remark(structures, wants)),
    )


def _told(offer: Offer) -> bool:
    """Whether it has told its themes and any of its hours."""
    return offer.themes is not None and offer.told_when


def _said(answer: _GridBasis) -> Iterator[str]:
    known = [lack for lack in answer.lacks if lack.count.n_known]
    if not known:
        yield tr("nobody has told which themes are taught when.")
        return
    yield tr(
        "of {n} pairs of a theme and a time slot, {none} are offered by no structure that has said, and {one} by a single one.",
        n=number(len(answer.lacks)),
        none=number(sum(not lack.count.n_offering for lack in known)),
        one=number(sum(lack.count.n_offering == 1 for lack in known)),
    )
    yield from _everywhere(known, answer.gauge)
    n_unknown = sum(not _told(one) for one in answer.structures)
    if n_unknown:
        yield trn(
            "{n} structure of {all} has not told both its themes and its hours.",
            "{n} structures of {all} have not told both their themes and their hours.",
            n_unknown,
            all=number(len(answer.structures)),
        )


def _everywhere(known: Sequence[Lack], measures: Gauge) -> Iterator[str]:
    """In how many pairs every commune finds somebody near."""
    everywhere = sum(not lack.lacking for lack in known)
    if not everywhere:
        return
    yield trn(
        "For {n} pair, no commune is known to be more than {near} away from it.",
        "For {n} pairs, no commune is known to be more than {near} away from it.",
        everywhere,
        near=kilometres(measures.reach.within_km),
    )


def _columns(territory: Territory, measures: Gauge) -> tuple[AnswerColumn[Lack], ...]:
    return (
        WORDS["themes"].answer_column(territory, lambda lack: lack.want),
        WORDS["slots"].answer_column(territory, lambda lack: lack.want),
        *counts(lambda lack: lack.count),
        AnswerColumn(
            "n_lacking",
            tr("Communes without"),
            lambda lack: len(lack.lacking) if lack.state != "unknown" else None,
            "whole",
        ),
        AnswerColumn("n_communes", tr("Communes"), lambda lack: len(lack.cells), "whole"),
        AnswerColumn("concerned", tr("People concerned"), lambda lack: concerned(lack, measures), "whole"),
        AnswerColumn("fragile", tr("Borderline"), lambda lack: fragile(lack, measures), "flag"),
        AnswerColumn("mark", tr("State"), lambda lack: lack.state, words=state_words()),
    )
