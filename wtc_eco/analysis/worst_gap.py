"""What is missing most: which theme, at which time, and for whom?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, Spot, notes, placed
from wtc_eco.analysis.gap_rows import by_commune, state_words
from wtc_eco.analysis.gap_text import (
    WORDS,
    condition_remark,
    distance_remark,
    people_remark,
    weight_remark,
    without_offer,
)
from wtc_eco.coverage.gaps import Gauge, Lack, communes_of, gauge, lacks, offers_of
from wtc_eco.coverage.need import Fragility, fragility_of
from wtc_eco.coverage.slots import plan_of
from wtc_eco.coverage.supply import Want, cells
from wtc_eco.i18n import number, people, percent, tr, trn
from wtc_eco.territory import Scope
from wtc_eco.territory.vocabulary import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.coverage.supply import CoverageCell
    from wtc_eco.territory import Territory


@dataclass(frozen=True)
class _WorstWant:
    """The worst want in its scope; `fragile` where a small change of a weight would name another one."""

    scope: Scope
    lack: Lack
    structures: tuple[Offer, ...]
    gauge: Gauge
    fragility: Fragility | None
    fragile: bool


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """The theme × slot that most communes lack, weighed by how much it is wanted.

    `fragile` where one weight moved by the pack's `fragile_change` would name another one.
    """
    territory = study.territory
    scope = replace(scope or Scope(), territory=territory)
    structures = offers_of(study.offers, territory, scope)
    wants = [Want(theme, slot) for theme in territory.themes for slot in plan_of(territory.slots).ids()]
    measures = gauge(territory, study.offers, wants)
    lacking = lacks(cells(communes_of(territory, scope), study.offers, wants, measures.reach), structures)
    judged = tuple(lack for lack in lacking if _known(structures, lack.want))
    worst = measures.worst(judged)
    if worst is None:
        return _nothing(scope, structures)
    fragility = fragility_of(territory.demand)
    answer = _WorstWant(scope, worst, structures, measures, fragility, measures.is_fragile(judged))
    return _finding(answer, territory)


def _known(structures: Sequence[Offer], want: Want) -> int:
    """How many have told both their themes and whether they are open at the slot."""
    return sum(one.themes is not None and one.slots[str(want.slot)] is not None for one in structures)


def _nothing(scope: Scope, structures: Sequence[Offer]) -> Finding:
    sentence = (
        tr("too little is known of themes and hours to tell what is missing.")
        if structures
        else tr("no structure is known here.")
    )
    return _about(scope, len(structures), len(structures), sentence)


def _about(scope: Scope, base: int, unknown: int, text: str) -> Finding:
    title = tr("The need least covered")
    return Finding(
        question="worst_gap",
        **placed(title, scope),
        base=base,
        unknown=unknown,
        text=text,
    )


def _finding(answer: _WorstWant, territory: Territory) -> Finding:
    lack, words = answer.lack, state_words()
    wanted: tuple[AnswerColumn[CoverageCell], ...] = (
        WORDS["themes"].answer_column(territory, lambda cell: cell.want),
        AnswerColumn("slot", tr("Time slot"), lambda cell: cell.want.slot, words=territory.slots.words()),
    )
    headings, rows = by_commune(lack.cells, (lack,), answer.gauge, wanted)
    n = len(answer.structures)
    return replace(
        _about(answer.scope, n, n - _known(answer.structures, lack.want), " ".join(_said(answer, territory))),
        headings=headings,
        table=rows,
        fragile=answer.fragile,
        remarks=notes(*_remarks(answer)),
        spots=tuple(
            Spot(
                one.commune.ins,
                one.commune.name,
                one.commune.lat,
                one.commune.lon,
                one.state,
                words[one.state],
            )
            for one in lack.cells
        ),
    )


def _said(answer: _WorstWant, territory: Territory) -> Iterator[str]:
    """The sentences, each with its base: what, where, how many people, what is unknown, how sure."""
    known = _known(answer.structures, answer.lack.want)
    yield _need(answer, known, territory)
    yield from _where(answer)
    n_unknown = len(answer.structures) - known
    if n_unknown:
        yield trn(
            "Of {n} structure the themes, or the hours at that time, are unknown.",
            "Of {n} structures the themes, or the hours at that time, are unknown.",
            n_unknown,
        )
    if answer.fragile:
        yield tr(
            "This result changes if one hypothesis moves by {share}: to be checked with the communes before it is presented.",
            share=percent(answer.gauge.change),
        )


def _need(answer: _WorstWant, known: int, territory: Territory) -> str:
    want, n_offering = answer.lack.want, answer.lack.count.n_offering
    words = {
        "theme": territory.themes[str(want.theme)].text(),
        "slot": territory.slots[str(want.slot)].short(),
        "known": number(known),
    }
    if not n_offering:
        return tr(
            "the need least covered is “{theme}”, time slot “{slot}”: no structure offers it, of {known} of which themes and hours at that time are known.",
            **words,
        )
    return trn(
        "the need least covered is “{theme}”, time slot “{slot}”: {n} structure offers it, of {known} of which themes and hours at that time are known.",
        "the need least covered is “{theme}”, time slot “{slot}”: {n} structures offer it, of {known} of which themes and hours at that time are known.",
        n_offering,
        **words,
    )


def _where(answer: _WorstWant) -> Iterator[str]:
    lack = answer.lack
    yield without_offer(lack, answer.gauge.reach)
    if lack.lacking and answer.fragility:
        yield tr(
            "{label} whom this concerns: about {people} (order of magnitude, hypotheses).",
            label=spoken(answer.fragility.label) if answer.fragility.label else tr("People in need of help"),
            people=people(answer.gauge.people(lack) or 0.0),
        )


def _remarks(answer: _WorstWant) -> Iterator[str]:
    yield weight_remark()
    yield distance_remark(answer.gauge.reach)
    yield from condition_remark(answer.structures, [answer.lack.want])
    if answer.fragility and answer.lack.lacking:
        yield people_remark()
        yield tr("Source of the share of inhabitants: {source}.", source=answer.fragility.source)
