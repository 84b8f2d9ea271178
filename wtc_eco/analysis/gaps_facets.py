"""What gaps can be asked about, and how each is told in whole sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import Heading
from wtc_eco.coverage.slots import plan_of
from wtc_eco.coverage.supply import Want
from wtc_eco.locale import listing, number, tr, trn

if TYPE_CHECKING:
    from wtc_eco.coverage.supply import Count
    from wtc_eco.territory import Territory, Vocabulary


@dataclass(frozen=True)
class Words:
    """What differs between questions about themes, slots, steps and publics.

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

    @property
    def key(self) -> str:
        """The field of a `Want` that says it, and the id of its column."""
        return self.facet.removesuffix("s")

    def wants(self, territory: Territory, public: str | None = None) -> tuple[Want, ...]:
        """What may be wanted, in the order of the pack; for one public, if one is given."""
        whole = self.vocabulary(territory)
        keys = plan_of(whole).ids() if self.facet == "slots" else tuple(whole)
        held = [key for key in keys if whole[key].extra.get("role") != "everyone"]
        if public and self.key == "public":
            return (Want(public=public),)
        said = {"public": public} if public and self.key != "public" else {}
        return tuple(Want(**{self.key: key, **said}) for key in held)

    def vocabulary(self, territory: Territory) -> Vocabulary:
        """The pack's words for what is wanted."""
        return territory.vocabulary(self.facet)

    def label(self, want: Want, territory: Territory) -> str:
        """What is wanted, in the language spoken now."""
        return self.vocabulary(territory)[getattr(want, self.key)].text()

    def heading(self, territory: Territory) -> Heading:
        """The first column."""
        return Heading(self.key, self.column(), words=self.vocabulary(territory).short_words())


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


def step_words() -> Words:
    """How gaps of steps of the journey are told."""
    return Words(
        question="gaps_steps",
        facet="steps",
        column=lambda: tr("Step"),
        title=lambda scope: tr("Steps of the journey little or not covered: {scope}", scope=scope),
        silent=lambda scope: tr(
            "{scope}: no structure has said which steps it offers; what is missing cannot be told.",
            scope=scope,
        ),
        least=_least_step,
        unknown=lambda n: trn(
            "The steps of {n} structure are unknown.", "The steps of {n} structures are unknown.", n
        ),
        missing=_missing_steps,
        all_near=lambda scope, near: tr(
            "{scope}: every step somebody has told of is offered within {near}.", scope=scope, near=near
        ),
    )


def public_words() -> Words:
    """How publics whom nobody receives are told."""
    return Words(
        question="gaps_publics",
        facet="publics",
        column=lambda: tr("Public"),
        title=lambda scope: tr("Publics little or not received: {scope}", scope=scope),
        silent=lambda scope: tr(
            "{scope}: no structure has said whom it receives; what is missing cannot be told.", scope=scope
        ),
        least=_least_public,
        unknown=lambda n: trn(
            "The publics of {n} structure are unknown.", "The publics of {n} structures are unknown.", n
        ),
        missing=_missing_publics,
        all_near=lambda scope, near: tr(
            "{scope}: every public somebody has told of is received within {near}.", scope=scope, near=near
        ),
    )


WORDS: dict[str, Callable[[], Words]] = {
    "themes": theme_words,
    "slots": slot_words,
    "steps": step_words,
    "publics": public_words,
}
"""What gaps can be asked about."""


def _missing_steps(scope: str, near: str, labels: Sequence[str]) -> str:
    return trn(
        "{scope}: {n} step is not known to be offered within {near}: {names}.",
        "{scope}: {n} steps are not known to be offered within {near}: {names}.",
        len(labels),
        scope=scope,
        near=near,
        names=listing(labels),
    )


def _missing_publics(scope: str, near: str, labels: Sequence[str]) -> str:
    return trn(
        "{scope}: {n} public is not known to be received within {near}: {names}.",
        "{scope}: {n} publics are not known to be received within {near}: {names}.",
        len(labels),
        scope=scope,
        near=near,
        names=listing(labels),
    )


def _least_step(scope: str, what: str, count: Count) -> str:
    if not count.n_offering:
        return tr(
            "{scope}: the step most lacking is “{what}”; no structure offers it, of {known} whose steps are known.",
            scope=scope,
            what=what,
            known=number(count.n_known),
        )
    return trn(
        "{scope}: the step most lacking is “{what}”; {n} structure offers it, of {known} whose steps are known.",
        "{scope}: the step most lacking is “{what}”; {n} structures offer it, of {known} whose steps are known.",
        count.n_offering,
        scope=scope,
        what=what,
        known=number(count.n_known),
    )


def _least_public(scope: str, what: str, count: Count) -> str:
    if not count.n_offering:
        return tr(
            "{scope}: the public least received is “{what}”; no structure receives it, of {known} whose publics are known.",
            scope=scope,
            what=what,
            known=number(count.n_known),
        )
    return trn(
        "{scope}: the public least received is “{what}”; {n} structure receives it, of {known} whose publics are known.",
        "{scope}: the public least received is “{what}”; {n} structures receive it, of {known} whose publics are known.",
        count.n_offering,
        scope=scope,
        what=what,
        known=number(count.n_known),
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
