"""Where is digital support given by trained people, and who could train the others?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import AnswerColumn, Finding, Spot, notes, placed, table
from wtc_eco.coverage.gaps import offers_of
from wtc_eco.coverage.need import reach_of
from wtc_eco.coverage.supply import km_between
from wtc_eco.i18n import kilometres, number, percent, tr, trn
from wtc_eco.model import MIN_BASE
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Territory

LEVELS = ("yes", "partly", "no")


@dataclass(frozen=True)
class Trained:
    """How many structures have a trained team, in part, or not; the others have not said."""

    n: int
    yes: int
    partly: int
    no: int

    @property
    def known(self) -> int:
        """How many have said."""
        return self.yes + self.partly + self.no

    @property
    def share(self) -> float | None:
        """The share (0..1) whose whole team is trained; `None` under ten answers."""
        return self.yes / self.known if self.known >= MIN_BASE else None

    @property
    def untrained(self) -> float | None:
        """The share (0..1) where nobody is trained; `None` under ten answers."""
        return self.no / self.known if self.known >= MIN_BASE else None


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """The share of trained teams, by bassin (or commune) and by kind, with its base."""
    scope = replace(scope or Scope(), territory=study.territory)
    structures = offers_of(study.offers, study.territory, scope)
    levels = _levels(study)
    totals = trained(structures, levels)
    headings, rows = table(_group_columns(study.territory), _groups(structures, levels, scope))
    return Finding(
        question="training",
        **placed(tr("Trained teams"), scope),
        base=totals.n,
        unknown=totals.n - totals.known,
        text=sentence(totals),
        headings=headings,
        table=rows,
        low=totals.yes / totals.n if totals.known else None,
        high=(totals.n - totals.partly - totals.no) / totals.n if totals.known else None,
        remarks=notes(
            tr("“Trained”: as the structure says itself. Under {n} answers no share is told.", n=MIN_BASE),
            tr("Who could train whom: wtc-eco training --whom"),
        ),
    )


def whom(study: Study, scope: Scope | None = None) -> Finding:
    """For each structure whose team is not all trained, who near could train it.

    First those with a trained team that receive helpers as a public, then the others, the nearest first.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    structures = offers_of(study.offers, study.territory, scope)
    levels = _levels(study)
    learners = [one for one in structures if levels.get(one.id) in ("no", "partly")]
    pairs = sorted(_pairs(learners, study, levels), key=_order)
    first = ("id", "name", "kind", "commune", "level", "trainer")
    headings, rows = table(_pair_columns(study.territory), pairs, first=first)
    known = sum(levels.get(one.id) is not None for one in structures)
    return Finding(
        question="training_whom",
        **placed(tr("Who could train whom"), scope),
        base=len(structures),
        unknown=len(structures) - known,
        text=_whom_said(pairs),
        headings=headings,
        table=rows,
        remarks=notes(tr("Proposals only: nobody has been asked whether they would train others.")),
        spots=tuple(
            Spot(one.id, one.name, one.lat, one.lon, str(levels[one.id]), one.commune or "")
            for one in learners
            if one.lat is not None and one.lon is not None
        ),
    )


def _levels(study: Study) -> dict[str, str]:
    table = study.registry.table
    pairs = zip(table["id"], table["staff_trained"], strict=True)
    return {structure: level for structure, level in pairs if level in LEVELS}


def trained(structures: Iterable[Offer], levels: Mapping[str, str]) -> Trained:
    """The count of teams by level; `levels` holds those that have said, by id."""
    teams = tuple(structures)
    count = Counter(levels.get(one.id) for one in teams)
    return Trained(len(teams), count["yes"], count["partly"], count["no"])


def sentence(totals: Trained) -> str:
    """The share of those that have said whose team is trained by nobody, and how many have not said."""
    return " ".join(_said(totals))


def _said(totals: Trained) -> Iterator[str]:
    if not totals.known:
        yield tr("no structure has said whether its team is trained.")
        return
    known = number(totals.known)
    if totals.untrained is None:
        yield trn(
            "in {n} structure of {known} that have said, nobody is trained for digital support.",
            "in {n} structures of {known} that have said, nobody is trained for digital support.",
            totals.no,
            known=known,
        )
    else:
        yield tr(
            "in {share} of the {known} structures that have said, nobody is trained for digital support; in {yes} all are, in {partly} some.",
            share=percent(totals.untrained),
            yes=number(totals.yes),
            partly=number(totals.partly),
            known=known,
        )
    if totals.n > totals.known:
        yield trn("{n} has not said.", "{n} have not said.", totals.n - totals.known)


@dataclass(frozen=True)
class TrainedGroup:
    """The teams of a place or of a kind."""

    by: str
    id: str | None
    teams: Trained


def _groups(structures: Iterable[Offer], levels: Mapping[str, str], scope: Scope) -> Iterator[TrainedGroup]:
    everybody = tuple(structures)
    place = "commune" if scope.bassin or scope.commune else "bassin"
    for by in (place, "kind"):
        groups: dict[str, list[Offer]] = {}
        for one in everybody:
            groups.setdefault(getattr(one, by) or "", []).append(one)
        for key in sorted(groups):
            yield TrainedGroup(by, key or None, trained(groups[key], levels))


def _group_columns(territory: Territory) -> tuple[AnswerColumn[TrainedGroup], ...]:
    groups = {"bassin": tr("Bassin"), "commune": tr("Commune"), "kind": tr("Kind")}
    names = {key: bassin.text() for key, bassin in territory.bassins.items()} | territory.kinds.words()
    return (
        AnswerColumn("by", tr("Grouped by"), words=groups),
        AnswerColumn("id", tr("Name"), words=names),
        AnswerColumn("structures", tr("Structures"), lambda group: group.teams.n, "whole"),
        AnswerColumn("known", tr("Have said"), lambda group: group.teams.known, "whole"),
        AnswerColumn("yes", tr("All trained"), lambda group: group.teams.yes, "whole"),
        AnswerColumn("partly", tr("Some trained"), lambda group: group.teams.partly, "whole"),
        AnswerColumn("no", tr("None trained"), lambda group: group.teams.no, "whole"),
        AnswerColumn("share", tr("Share all trained"), lambda group: group.teams.share, "share"),
    )


@dataclass(frozen=True)
class Proposed:
    """A structure whose team is not all trained, and who near could train it; `None` where nobody is known to."""

    learner: Offer
    level: str
    trainer: Offer | None
    km: float | None
    receives_helpers: bool | None


def _pairs(learners: list[Offer], study: Study, levels: Mapping[str, str]) -> Iterator[Proposed]:
    reach = reach_of(study.territory.demand)
    helpers = {key for key, term in study.territory.publics.items() if term.extra.get("role") == "helpers"}
    everybody = {key for key, term in study.territory.publics.items() if term.extra.get("role") == "everyone"}
    trainers = [one for one in study.offers.values() if levels.get(one.id) == "yes" and one.located]
    # Who receives «everybody» has not said that it trains helpers.
    apt = [bool(one.publics and helpers & one.publics and not everybody & one.publics) for one in trainers]
    far = km_between(learners, trainers, reach)
    for learner, km in zip(learners, far, strict=True):
        best = min(
            (n for n in range(len(trainers)) if km[n] <= reach.within_km),
            key=lambda n: (not apt[n], km[n], trainers[n].name, trainers[n].id),
            default=None,
        )
        yield Proposed(
            learner,
            levels[learner.id],
            trainer=None if best is None else trainers[best],
            km=None if best is None else float(km[best]),
            receives_helpers=None if best is None else apt[best],
        )


def _order(one: Proposed) -> tuple[Any, ...]:
    """Those that somebody could train first, the nearest before."""
    level = LEVELS[::-1].index(one.level)
    return one.trainer is None, level, one.km or 0.0, one.learner.name, one.learner.id


def _whom_said(pairs: Sequence[Proposed]) -> str:
    if not pairs:
        return tr("no structure is known to lack training.")
    near = [one for one in pairs if one.trainer]
    first = pairs[0]
    if first.trainer is None or first.km is None:
        return trn(
            "{n} structure would gain from training; no trained team is known near.",
            "{n} structures would gain from training; no trained team is known near any of them.",
            len(pairs),
        )
    return trn(
        "{n} structure would gain from training, and {near} of them have a trained team near; for instance {trainer} for {learner} ({km}).",
        "{n} structures would gain from training, and {near} of them have a trained team near; for instance {trainer} for {learner} ({km}).",
        len(pairs),
        near=number(len(near)),
        trainer=first.trainer.name,
        learner=first.learner.name,
        km=kilometres(first.km),
    )


def _pair_columns(territory: Territory) -> tuple[AnswerColumn[Proposed], ...]:
    levels = {"yes": tr("all"), "partly": tr("some of it"), "no": tr("nobody")}
    return (
        AnswerColumn("name", tr("Structure"), lambda one: one.learner.name),
        AnswerColumn("commune", tr("Commune"), lambda one: one.learner.commune),
        AnswerColumn("level", tr("Trained"), words=levels),
        AnswerColumn(
            "trainer_name", tr("Could be trained by"), lambda one: one.trainer.name if one.trainer else None
        ),
        AnswerColumn(
            "trainer_commune", tr("Where"), lambda one: one.trainer.commune if one.trainer else None
        ),
        AnswerColumn("km", tr("km apart"), shape="km"),
        AnswerColumn("receives_helpers", tr("Trains helpers already"), shape="flag"),
        AnswerColumn("kind", tr("Kind"), lambda one: one.learner.kind, words=territory.kinds.words()),
        AnswerColumn("id", tr("No."), lambda one: one.learner.id),
        AnswerColumn("trainer", tr("No. of the second"), lambda one: one.trainer.id if one.trainer else None),
    )
