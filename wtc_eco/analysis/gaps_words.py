"""How gaps are told: of themes and of time slots, in whole sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import Heading
from wtc_eco.locale import listing, number, tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtc_eco.coverage.reach import Reach
    from wtc_eco.coverage.supply import Cell, Count, Want
    from wtc_eco.territory import Territory, Vocabulary


@dataclass(frozen=True)
class Words:
    """What differs between a question about themes and one about slots.

    `least` takes the scope, the want's label and the count; `unknown` how many have not said.
    """

    question: str
    facet: str
    column: Callable[[], str]
    title: Callable[[str], str]
    silent: Callable[[str], str]
    least: Callable[[str, str, Count], str]
    unknown: Callable[[int], str]
    missing: Callable[[str, str, Sequence[str]], str]
    all_near: Callable[[str, str], str]

    def vocabulary(self, territory: Territory) -> Vocabulary:
        """The pack's words for what is wanted."""
        return territory.vocabulary(self.facet)

    def label(self, want: Want, territory: Territory) -> str:
        """What is wanted, in the language spoken now."""
        return self.vocabulary(territory)[want.theme or want.slot or ""].text()

    def heading(self, territory: Territory) -> Heading:
        """The first column."""
        return Heading(
            self.facet.removesuffix("s"), self.column(), words=self.vocabulary(territory).short_words()
        )


def theme_words() -> Words:
    """How gaps of themes are told."""
    return Words(
        question="gaps_themes",
        facet="themes",
        column=lambda: tr("Theme"),
        title=lambda scope: tr("Themes little or not covered: {scope}", scope=scope),
        silent=lambda scope: tr(
            "{scope}: no structure has said which themes it offers; what is missing cannot be told.",
            scope=scope,
        ),
        least=_least_theme,
        unknown=lambda n: trn(
            "The themes of {n} structure are unknown.", "The themes of {n} structures are unknown.", n
        ),
        missing=_missing_themes,
        all_near=lambda scope, near: tr(
            "{scope}: every theme somebody has told of is offered within {near}.", scope=scope, near=near
        ),
    )


def slot_words() -> Words:
    """How gaps of time slots are told."""
    return Words(
        question="gaps_slots",
        facet="slots",
        column=lambda: tr("Time slot"),
        title=lambda scope: tr("Time slots little or not covered: {scope}", scope=scope),
        silent=lambda scope: tr(
            "{scope}: no structure's hours are known; what is missing cannot be told.", scope=scope
        ),
        least=_least_slot,
        unknown=lambda n: trn(
            "The hours of {n} structure are unknown.", "The hours of {n} structures are unknown.", n
        ),
        missing=_missing_slots,
        all_near=lambda scope, near: tr(
            "{scope}: somebody is open within {near} at every time slot told of.", scope=scope, near=near
        ),
    )


def _missing_themes(scope: str, near: str, labels: Sequence[str]) -> str:
    return trn(
        "{scope}: {n} theme is not known to be offered within {near}: {names}.",
        "{scope}: {n} themes are not known to be offered within {near}: {names}.",
        len(labels),
        scope=scope,
        near=near,
        names=listing(labels),
    )


def _missing_slots(scope: str, near: str, labels: Sequence[str]) -> str:
    return trn(
        "{scope}: {n} time slot at which nobody is known to be open within {near}: {names}.",
        "{scope}: {n} time slots at which nobody is known to be open within {near}: {names}.",
        len(labels),
        scope=scope,
        near=near,
        names=listing(labels),
    )


def _least_theme(scope: str, what: str, count: Count) -> str:
    if not count.n_offering:
        return tr(
            "{scope}: the theme most lacking is “{what}”; no structure offers it, of {known} whose themes are known.",
            scope=scope,
            what=what,
            known=number(count.n_known),
        )
    return trn(
        "{scope}: the theme most lacking is “{what}”; {n} structure offers it, of {known} whose themes are known.",
        "{scope}: the theme most lacking is “{what}”; {n} structures offer it, of {known} whose themes are known.",
        count.n_offering,
        scope=scope,
        what=what,
        known=number(count.n_known),
    )


def _least_slot(scope: str, what: str, count: Count) -> str:
    if not count.n_offering:
        return tr(
            "{scope}: the time slot most lacking is “{what}”; no structure is open then, of {known} whose hours are known.",
            scope=scope,
            what=what,
            known=number(count.n_known),
        )
    return trn(
        "{scope}: the time slot most lacking is “{what}”; {n} structure is open then, of {known} whose hours are known.",
        "{scope}: the time slot most lacking is “{what}”; {n} structures are open then, of {known} whose hours are known.",
        count.n_offering,
        scope=scope,
        what=what,
        known=number(count.n_known),
    )


def named_communes(held: Sequence[Cell], most: int = 3) -> str:
    """The first communes by name, and how many more there are."""
    names = [cell.commune.name for cell in held[:most]]
    more = len(held) - len(names)
    return listing([*names, trn("{n} other", "{n} others", more)] if more else names)


def distance_remark(reach: Reach) -> str:
    """How gaps are counted, for the foot of every answer about them."""
    return tr(
        "A structure that has not said counts neither as offering nor as a gap. Distances are {factor} times the crow's flight (hypothesis), from the centre of the commune.",
        factor=number(reach.road_factor, 1),
    )


def weight_remark() -> str:
    """What the order of gaps rests on."""
    return tr(
        "The order weighs each theme and time slot by how much it is wanted (demand.toml of the territory, mostly hypotheses)."
    )
