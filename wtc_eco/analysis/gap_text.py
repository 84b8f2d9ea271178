"""What gaps can be asked about (themes, slots, steps, publics), and how each is told in whole sentences.

A sentence says where, how far, and what the answer rests on; the method says line by line how the figures were made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Item
from wtc_eco.coverage.balance import assumptions_of
from wtc_eco.coverage.slots import plan_of
from wtc_eco.coverage.supply import Want
from wtc_eco.i18n import NO_BREAK, kilometres, listing, mark, mark_plural, number, percent, tr, trn

if TYPE_CHECKING:
    from wtc_eco.coverage.gaps import Gauge, Lack
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.coverage.supply import Count, CoverageCell, Reach
    from wtc_eco.territory import Territory, Vocabulary


Plural = tuple[str, str]


@dataclass(frozen=True)
class GapWords:
    """What differs between questions about themes, slots, steps and publics: sentences of the catalogue.

    `least` takes the want's label and the counts (`nobody`: where none offers it); `unknown` how many have not said.
    """

    facet: str
    column_title: str
    title: str
    silent: str
    nobody: str
    least: Plural
    unknown: Plural
    missing: Plural
    all_near: str

    @property
    def key(self) -> str:
        """The field of a `Want` that says it, and the id of its column."""
        return self.facet.removesuffix("s")

    def wants(self, territory: Territory, public: str | None = None) -> tuple[Want, ...]:
        """What may be wanted, in the order of the pack; for one public, if one is given."""
        vocabulary = self.vocabulary(territory)
        keys = plan_of(vocabulary).ids() if self.facet == "slots" else tuple(vocabulary)
        shown = [key for key in keys if vocabulary[key].extra.get("role") != "everyone"]
        if public and self.key == "public":
            return (Want(public=public),)
        fixed = {"public": public} if public and self.key != "public" else {}
        return tuple(Want(**{self.key: key, **fixed}) for key in shown)

    def vocabulary(self, territory: Territory) -> Vocabulary:
        """The pack's words for what is wanted."""
        return territory.vocabulary(self.facet)

    def label(self, want: Want, territory: Territory) -> str:
        """What is wanted, in the language spoken now."""
        return self.vocabulary(territory)[getattr(want, self.key)].text()

    def answer_column(self, territory: Territory, want: Callable[[Item], Want]) -> AnswerColumn[Item]:
        """What is wanted, as the first column."""
        words = self.vocabulary(territory).short_words()
        title = tr(self.column_title)
        return AnswerColumn(self.key, title, lambda item: getattr(want(item), self.key), words=words)

    def say_least(self, what: str, count: Count) -> str:
        """What is most lacking, and how many offer it."""
        known = number(count.n_known)
        if not count.n_offering:
            return tr(self.nobody, what=what, known=known)
        return trn(*self.least, count.n_offering, what=what, known=known)

    def say_missing(self, near: str, labels: Sequence[str]) -> str:
        """What nobody is known to offer that near, by name."""
        return trn(*self.missing, len(labels), near=near, names=listing(labels))


WORDS = {
    "themes": GapWords(
        facet="themes",
        column_title=mark("Theme"),
        title=mark("Themes little or not covered"),
        silent=mark("no structure has said which themes it offers; what is missing cannot be told."),
        nobody=mark(
            "the theme most lacking is “{what}”; no structure offers it, of {known} whose themes are known."
        ),
        least=mark_plural(
            "the theme most lacking is “{what}”; {n} structure offers it, of {known} whose themes are known.",
            "the theme most lacking is “{what}”; {n} structures offer it, of {known} whose themes are known.",
        ),
        unknown=mark_plural(
            "The themes of {n} structure are unknown.", "The themes of {n} structures are unknown."
        ),
        missing=mark_plural(
            "{n} theme is not known to be offered within {near}: {names}.",
            "{n} themes are not known to be offered within {near}: {names}.",
        ),
        all_near=mark("every theme somebody has told of is offered within {near}."),
    ),
    "slots": GapWords(
        facet="slots",
        column_title=mark("Time slot"),
        title=mark("Time slots little or not covered"),
        silent=mark("no structure's hours are known; what is missing cannot be told."),
        nobody=mark(
            "the time slot most lacking is “{what}”; no structure is open then, of {known} of which that is known."
        ),
        least=mark_plural(
            "the time slot most lacking is “{what}”; {n} structure is open then, of {known} of which that is known.",
            "the time slot most lacking is “{what}”; {n} structures are open then, of {known} of which that is known.",
        ),
        unknown=mark_plural(
            "For {n} structure nobody can tell whether it is open then.",
            "For {n} structures nobody can tell whether they are open then.",
        ),
        missing=mark_plural(
            "{n} time slot at which nobody is known to be open within {near}: {names}.",
            "{n} time slots at which nobody is known to be open within {near}: {names}.",
        ),
        all_near=mark("somebody is open within {near} at every time slot told of."),
    ),
    "steps": GapWords(
        facet="steps",
        column_title=mark("Step"),
        title=mark("Steps of the journey little or not covered"),
        silent=mark("no structure has said which steps it offers; what is missing cannot be told."),
        nobody=mark(
            "the step most lacking is “{what}”; no structure offers it, of {known} whose steps are known."
        ),
        least=mark_plural(
            "the step most lacking is “{what}”; {n} structure offers it, of {known} whose steps are known.",
            "the step most lacking is “{what}”; {n} structures offer it, of {known} whose steps are known.",
        ),
        unknown=mark_plural(
            "The steps of {n} structure are unknown.", "The steps of {n} structures are unknown."
        ),
        missing=mark_plural(
            "{n} step is not known to be offered within {near}: {names}.",
            "{n} steps are not known to be offered within {near}: {names}.",
        ),
        all_near=mark("every step somebody has told of is offered within {near}."),
    ),
    "publics": GapWords(
        facet="publics",
        column_title=mark("Public"),
        title=mark("Publics little or not received"),
        silent=mark("no structure has said whom it receives; what is missing cannot be told."),
        nobody=mark(
            "the public least received is “{what}”; no structure receives it, of {known} whose publics are known."
        ),
        least=mark_plural(
            "the public least received is “{what}”; {n} structure receives it, of {known} whose publics are known.",
            "the public least received is “{what}”; {n} structures receive it, of {known} whose publics are known.",
        ),
        unknown=mark_plural(
            "The publics of {n} structure are unknown.", "The publics of {n} structures are unknown."
        ),
        missing=mark_plural(
            "{n} public is not known to be received within {near}: {names}.",
            "{n} publics are not known to be received within {near}: {names}.",
        ),
        all_near=mark("every public somebody has told of is received within {near}."),
    ),
}
"""What gaps can be asked about, by facet."""

WEEKS_A_YEAR = 52
SHOWN = 3
"""Communes whose arithmetic is written out."""
WRITTEN_OUT = 12
"""Terms up to which a sum is written out whole."""


def explained(lack: Lack, gauge: Gauge, what: str, territory: Territory) -> Iterator[str]:
    """The arithmetic of one gap: who counts, how far, how many people; the first communes of it."""
    count = lack.count
    yield tr(
        "“{what}”: {offering} offer it + {not_offering} do not = {known} have said; {unknown} have not, and count neither way.",
        what=what,
        offering=number(count.n_offering),
        not_offering=number(count.n_not),
        known=number(count.n_known),
        unknown=number(count.n_unknown),
    )
    yield tr(
        "Order: weight {weight} × share of communes without it {lacking} / {communes} = {severity}.",
        weight=number(gauge.need.weight(lack.want), 3),
        lacking=number(len(lack.lacking)),
        communes=number(len(lack.cells)),
        severity=number(lack.severity(gauge.need)[0], 3),
    )
    for cell in lack.lacking[:SHOWN]:
        yield _distance(cell, gauge)
        if gauge.unmet(cell) is not None:
            if cell is lack.lacking[0]:
                yield from _publics(cell, gauge, territory)
            yield _commune(cell, gauge, territory)
    yield from _sum(lack, gauge)
    yield from _evenness(lack, gauge)


def _sum(lack: Lack, gauge: Gauge) -> Iterator[str]:
    """The people of each commune, and of all; the figures as told add up."""
    people_told = [round(unmet) for cell in lack.lacking if (unmet := gauge.unmet(cell)) is not None]
    if people_told:
        yield trn(
            "Over the {n} commune without it: {terms} people, rounded to two digits where it is told.",
            "Over the {n} communes without it: {terms} people, rounded to two digits where it is told.",
            len(people_told),
            terms=_terms(people_told),
        )
    elif lack.lacking:
        yield tr("How many people this public counts is not known: no figure in people is told.")


def _terms(figures: Sequence[int]) -> str:
    """«672 + 2 134 = 2 806»; of a long sum the first terms, and the rest as one."""
    if len(figures) == 1:
        return number(figures[0])
    first = figures if len(figures) <= WRITTEN_OUT else figures[:SHOWN]
    terms = [number(one) for one in first]
    if len(first) < len(figures):
        others = len(figures) - len(first)
        terms.append(tr("{people} in {n} others", people=number(sum(figures[SHOWN:])), n=number(others)))
    return f"{' + '.join(terms)} = {number(sum(figures))}"


def _evenness(lack: Lack, gauge: Gauge) -> Iterator[str]:
    """How evenly what is offered reaches those who want it."""
    evenness = gauge.evenness(lack) if len(lack.cells) > 1 and lack.count.n_known else None
    if evenness is None:
        return
    yield tr(
        "Evenness over the {communes} communes: {share} of those who want it have nothing within reach; Gini index {gini} (0: all have the same, 1: one has everything).",
        communes=number(len(lack.cells)),
        share=percent(evenness.at_zero),
        gini=number(evenness.gini, 2),
    )
    if evenness.ratio is not None:
        yield tr(
            "The tenth best served can reach {ratio} times as much as the tenth least served.",
            ratio=number(evenness.ratio, 1),
        )


def _publics(cell: CoverageCell, gauge: Gauge, territory: Territory) -> Iterator[str]:
    for public, people, weight, access in gauge.balance.by_public(cell.want, cell.commune.ins):
        if people * weight:
            yield tr(
                "{commune}, {public}: {people} people in need × weight {weight} = {wanting}; within reach, {access} hours a year each.",
                commune=cell.commune.name,
                public=territory.publics[public.id].text() if public.id in territory.publics else public.id,
                people=number(people),
                weight=number(weight, 2),
                wanting=number(people * weight),
                access=number(access * WEEKS_A_YEAR, 2),
            )


def _commune(cell: CoverageCell, gauge: Gauge, territory: Territory) -> str:
    need, _, unmet = gauge.balance.at(cell.want, cell.commune.ins)
    target = assumptions_of(territory.demand).target
    return tr(
        "{commune}: {need} who want it; counted by how far they are from {target} hours a year: {unmet}.",
        commune=cell.commune.name,
        need=number(need),
        target=number(target * WEEKS_A_YEAR, 1),
        unmet=number(unmet),
    )


def _distance(cell: CoverageCell, gauge: Gauge) -> str:
    if cell.nearest is None or cell.km is None:
        return tr("{commune}: nobody located offers it.", commune=cell.commune.name)
    return tr(
        "{commune} to {name} ({where}): {flight} as the crow flies × {factor} = {road}; near is up to {near}.",
        commune=cell.commune.name,
        name=cell.nearest.name,
        where=cell.nearest.commune or "?",
        flight=_to_the_tenth(cell.km / gauge.reach.road_factor),
        factor=number(gauge.reach.road_factor, 1),
        road=_to_the_tenth(cell.km),
        near=kilometres(gauge.reach.within_km),
    )


def _to_the_tenth(km: float) -> str:
    """One decimal whatever the distance: a product is to be checked by hand."""
    return f"{number(km, 1)}{NO_BREAK}km"


def without_offer(lack: Lack, reach: Reach) -> str:
    """Which communes are known to lack it, of how many, and of how many nobody can tell."""
    near, total = kilometres(reach.within_km), number(len(lack.cells))
    dark = number(sum(cell.state in ("nobody", "unknown") for cell in lack.cells))
    if not lack.lacking:
        known = tr("As far as is known, no commune is more than {near} away from it", near=near)
        return (
            f"{known}."
            if dark == "0"
            else tr("{known} (unknown for {dark} of {total}).", known=known, dark=dark, total=total)
        )
    words = {
        "near": near,
        "n": number(len(lack.lacking)),
        "total": total,
        "names": named_communes(lack.lacking),
    }
    if dark == "0":
        return tr("Communes without a known offer within {near}: {n} of {total} ({names}).", **words)
    return tr(
        "Communes without a known offer within {near}: {n} of {total} ({names}); unknown for {dark}.",
        dark=dark,
        **words,
    )


def named_communes(cells_named: Sequence[CoverageCell], most: int = 3) -> str:
    """The first communes by name, and how many more there are."""
    names = [cell.commune.name for cell in cells_named[:most]]
    more = len(cells_named) - len(names)
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


def condition_remark(structures: Iterable[Offer], wants: Sequence[Want]) -> Iterator[str]:
    """That what is there on demand, or once a month, is counted as offered; nothing where none is."""
    if any(one.conditional and any(want.given_by(one) for want in wants) for one in structures):
        yield tr(
            "What is there under a condition, or not every week (“on demand”, “once a month”), is counted as offered: see “Conditions” of each structure."
        )


def people_remark() -> str:
    """What figures in people are, and are not."""
    return tr(
        "People concerned: those of the communes without it who need help and want it, by the shares and weights of demand.toml (orders of magnitude)."
    )
