"""Every question that can be asked of an ecosystem, a method each; the answers are findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from wtc_eco.api.arguments import Count, Day, checked, one_of
from wtc_eco.api.findings import Finding
from wtc_eco.errors import UnknownNameError
from wtc_eco.i18n import tr

if TYPE_CHECKING:
    from wtc_eco.coverage.schedule import Schedule
    from wtc_eco.ecosystem import ecosystem as inner
    from wtc_eco.territory import Territory

Edition = Annotated[str, one_of("working", "shared")]
Facet = Annotated[str, one_of("themes", "slots", "steps", "publics")]


class Questions:
    """The questions of an ecosystem.

    `bassin` and `commune` are any spelling of a name, or an id (an INS code), of the territory. Where neither
    is said, the bassin of eco.toml, else the whole territory; `bassin="*"` asks for the whole territory.
    """

    _inner: inner.Ecosystem

    @checked
    def ask(
        self,
        question: str,
        *,
        bassin: str | None = None,
        commune: str | None = None,
        edition: Edition = "working",
    ) -> Finding:
        """The answer to a question by its name; in the edition `shared`, as partners may read it.

        Raises `UsageError`, with all the questions, for another name.

        >>> len(ecosystem.ask("isolated", bassin="namur", edition="shared").rows())
        5
        """
        asked = self._inner
        if edition == "shared":
            from wtc_eco.ecosystem.privacy.publishable import shared

            asked = shared(asked)
        return Finding.of(asked.ask(question, bassin=bassin, commune=commune))

    @checked
    def overview(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Who is there? How many structures, from which lists, and where none is known; by bassin, or by commune of a bassin.

        >>> ecosystem.overview(bassin="namur").base
        44
        """
        return self.ask("overview", bassin=bassin, commune=commune)

    @checked
    def answers(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Who answered about their network, by place and by kind, and whom to ask again first?

        >>> ecosystem.answers(bassin="namur").base
        44
        """
        return self.ask("answers", bassin=bassin, commune=commune)

    @checked
    def isolated(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which structures is nobody linked with, as far as the answers tell? Silence is not isolation.

        >>> ecosystem.isolated(bassin="namur").base
        44
        """
        return self.ask("isolated", bassin=bassin, commune=commune)

    @checked
    def acquaintance(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Do structures know each other: as they say themselves, and, apart from it, as their ties count it?

        >>> ecosystem.acquaintance(bassin="namur").base
        44
        """
        return self.ask("acquaintance", bassin=bassin, commune=commune)

    @checked
    def acquaintance_bassins(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Who cites whom, bassin by bassin?

        >>> ecosystem.acquaintance_bassins(bassin="namur").to_frame().columns[:3].tolist()
        ['of', 'structures', 'answers']
        """
        return self.ask("acquaintance_bassins", bassin=bassin, commune=commune)

    @checked
    def acquaintance_kinds(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Who cites whom, kind by kind?

        >>> ecosystem.acquaintance_kinds(bassin="namur").to_frame().columns[:3].tolist()
        ['of', 'structures', 'answers']
        """
        return self.ask("acquaintance_kinds", bassin=bassin, commune=commune)

    @checked
    def directory(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which structures are there, where, with what offer, and how is each one tied? One row an active structure.

        >>> len(ecosystem.directory(bassin="namur").rows())
        44
        """
        return self.ask("directory", bassin=bassin, commune=commune)

    @checked
    def public_register(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which structures are there, as the register that may be shared tells it? One row an active structure.

        >>> len(ecosystem.public_register(bassin="namur").rows())
        44
        """
        return self.ask("public_register", bassin=bassin, commune=commune)

    @checked
    def ties(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which ties were declared, between whom, and did both sides say so? One row a direction and kind of tie.

        >>> ecosystem.ties(bassin="namur").to_frame().columns[:3].tolist()
        ['from', 'to', 'from_name']
        """
        return self.ask("ties", bassin=bassin, commune=commune)

    @checked
    def gaps_themes(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which themes does nobody near offer, where, and whom does it concern? The worst first.

        >>> ecosystem.gaps_themes(bassin="namur").to_frame().columns[:3].tolist()
        ['theme', 'commune', 'mark']
        """
        return self.ask("gaps_themes", bassin=bassin, commune=commune)

    @checked
    def gaps_slots(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """At which time slots is nobody near open, where, and whom does it concern? The worst first.

        >>> ecosystem.gaps_slots(bassin="namur").to_frame().columns[:3].tolist()
        ['slot', 'commune', 'mark']
        """
        return self.ask("gaps_slots", bassin=bassin, commune=commune)

    @checked
    def gaps_steps(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which steps of the journey does nobody near offer, and who plans them?

        >>> ecosystem.gaps_steps(bassin="namur").to_frame().columns[:3].tolist()
        ['step', 'commune', 'mark']
        """
        return self.ask("gaps_steps", bassin=bassin, commune=commune)

    @checked
    def gaps_publics(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which publics does nobody near receive?

        >>> ecosystem.gaps_publics(bassin="namur").to_frame().columns[:3].tolist()
        ['public', 'commune', 'mark']
        """
        return self.ask("gaps_publics", bassin=bassin, commune=commune)

    @checked
    def gaps(  # noqa: PLR0913 - options of one question
        self,
        what: Facet,
        *,
        bassin: str | None = None,
        commune: str | None = None,
        public: str | None = None,
        worst: Count | None = None,
        explain: bool = False,
    ) -> Finding:
        """Which `themes`, `slots`, `steps` or `publics` are offered too little, and where?

        `public` asks for one public in any spelling, `worst` for the first gaps only, `explain` for the
        arithmetic. Raises `UnknownNameError` for a public the pack has not.

        >>> len(ecosystem.gaps("themes", bassin="namur", worst=3).rows())
        3
        """
        return Finding.of(
            self._inner.gaps(
                what, bassin=bassin, commune=commune, public=public, worst=worst, explain=explain
            )
        )

    @checked
    def themes_by_slot(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which themes can people come for, and at which time slots? One row a theme and slot.

        >>> ecosystem.themes_by_slot(bassin="namur").to_frame().columns[:3].tolist()
        ['theme', 'slot', 'n_offering']
        """
        return self.ask("themes_by_slot", bassin=bassin, commune=commune)

    @checked
    def worst_gap(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """What is missing most: which theme, at which time, and for whom?

        >>> ecosystem.worst_gap(bassin="namur").to_frame().columns[:3].tolist()
        ['theme', 'slot', 'commune']
        """
        return self.ask("worst_gap", bassin=bassin, commune=commune)

    @checked
    def partners(
        self,
        *,
        bassin: str | None = None,
        commune: str | None = None,
        theme: str | None = None,
        slot: str | None = None,
        explain: bool = False,
    ) -> Finding:
        """Who could fill a gap (by default the worst) together or alone, and where would an opening help most?

        `theme` and `slot` are any spelling of the pack's; raises `UnknownNameError` for another.

        >>> ecosystem.partners(bassin="namur", theme="bases").to_frame().columns[:3].tolist()
        ['rank', 'way', 'host_name']
        """
        return Finding.of(
            self._inner.partners(bassin=bassin, commune=commune, theme=theme, slot=slot, explain=explain)
        )

    @checked
    def catalogue(self, structure: str) -> Finding:
        """To whom should a structure (S12 or its name) send its catalogue? Raises `UnknownNameError`.

        >>> ecosystem.catalogue("S1").question
        'catalogue'
        """
        return Finding.of(self._inner.catalogue(structure))

    @checked
    def training(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Where is digital support given by trained people? By bassin or commune, and by kind, with the base.

        >>> ecosystem.training(bassin="namur").base
        44
        """
        return self.ask("training", bassin=bassin, commune=commune)

    @checked
    def training_whom(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Who near could train whom? One row a structure whose team is not all trained.

        >>> ecosystem.training_whom(bassin="namur").to_frame().columns[:3].tolist()
        ['name', 'commune', 'level']
        """
        return self.ask("training_whom", bassin=bassin, commune=commune)

    @checked
    def findable(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """How easily does the public find each structure, and what should it be asked? The hardest to find first.

        >>> len(ecosystem.findable(bassin="namur").rows())
        44
        """
        return self.ask("findable", bassin=bassin, commune=commune)

    @checked
    def journeys(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Who finds what they need, at the door or after one or two referrals; where not, and why?

        >>> ecosystem.journeys(bassin="namur").to_frame().columns[:3].tolist()
        ['profile', 'need', 'commune']
        """
        return self.ask("journeys", bassin=bassin, commune=commune)

    @checked
    def missing_links(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which structures, introduced to each other, would open a way to most people? Ten referrals, best first.

        >>> ecosystem.missing_links(bassin="namur").to_frame().columns[:3].tolist()
        ['rank', 'from_name', 'from_commune']
        """
        return self.ask("missing_links", bassin=bassin, commune=commune)

    @checked
    def resilience(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which journeys hang on one structure, and what would be lost if it closed?

        >>> ecosystem.resilience(bassin="namur").to_frame().columns[:3].tolist()
        ['id', 'name', 'commune']
        """
        return self.ask("resilience", bassin=bassin, commune=commune)

    @checked
    def bridges(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which structures hold others to the rest, how sure is their rank, and what would each cut off?

        >>> ecosystem.bridges(bassin="namur").to_frame().columns[:3].tolist()
        ['rank', 'rank_best', 'rank_worst']
        """
        return self.ask("bridges", bassin=bassin, commune=commune)

    @checked
    def communities(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which structures form groups, tied to each other more than to the rest, and how steady is each group?

        >>> ecosystem.communities(bassin="namur").to_frame().columns[:3].tolist()
        ['group', 'n', 'centre']
        """
        return self.ask("communities", bassin=bassin, commune=commune)

    @checked
    def measures(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Every measure of every structure in the network; one that is not defined is unknown, never 0.

        >>> len(ecosystem.measures(bassin="namur").rows())
        44
        """
        return self.ask("measures", bassin=bassin, commune=commune)

    @checked
    def reminders(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Whose answer about its network is still awaited, and which answers would tell most?

        >>> ecosystem.reminders(bassin="namur").to_frame().columns[:3].tolist()
        ['name', 'kind', 'commune']
        """
        return self.ask("reminders", bassin=bassin, commune=commune)

    @checked
    def hypotheses(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """What do the figures in people rest on: what is published, and what is our reading?

        >>> ecosystem.hypotheses(bassin="namur").to_frame().columns[:3].tolist()
        ['about', 'figures', 'hypothese']
        """
        return self.ask("hypotheses", bassin=bassin, commune=commune)

    @checked
    def public_offer(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Where can people get help with digital life: what, for whom, and when? One row an active structure.

        >>> len(ecosystem.public_offer(bassin="namur").rows())
        44
        """
        return self.ask("public_offer", bassin=bassin, commune=commune)

    @checked
    def commune_sheets(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """What does a commune need to know of itself, on half a page? One row a commune.

        >>> ecosystem.commune_sheets(commune="Namur").base
        6
        """
        return Finding.of(self._inner.commune_sheets(bassin=bassin, commune=commune))

    @checked
    def show(self, thing: str) -> Finding:
        """A structure, a commune or a bassin on one screen; raises `UnknownNameError` with the nearest names.

        >>> ecosystem.show("Dinant").question
        'portrait'
        """
        return Finding.of(self._inner.show(thing))

    @checked
    def trend(self, before: str, after: str = "now", *, bassin: str | None = None) -> Finding:
        """What changed between two snapshots, or between one and now? Raises `UnknownNameError`.

        >>> _ = ecosystem.history.snapshot("before")
        >>> ecosystem.trend("before").question
        'trend'
        """
        from wtc_eco.ecosystem.snapshots import trend

        return Finding.of(trend(self._inner, before, after, bassin=bassin))

    @checked
    def hours(self, texts: Sequence[str], *, on: Day | None = None, community: str | None = None) -> Finding:
        """What do these opening hours say, one a row, and which of them must a person read?

        `on` adds the hours of that day, with the holidays of the territory and the school holidays of a
        `community` (`fr`, `de`; the first of the pack by default).

        >>> ecosystem.hours(["lundi 9h-12h"]).rows()[0]["osm"]
        'Mo 09:00-12:00'
        """
        return hours(texts, self._inner.territory, on=on, community=community)


def read_schedules(texts: Sequence[str], territory: Territory) -> tuple[Schedule, ...]:
    """What each text says, in order; minutes are counted in the slots of the territory."""
    from wtc_eco.analysis import schedules

    return schedules.read_schedules(texts, territory)


def hours(
    texts: Sequence[str], territory: Territory, *, on: str | None = None, community: str | None = None
) -> Finding:
    """The schedules as a table; raises `UnknownNameError` for a community of which no holidays are known."""
    from wtc_eco.analysis.schedules import tell_schedules

    communities = territory.demand.get("calendar", {}).get("communities", {})
    if community is not None and community not in communities:
        raise UnknownNameError(
            tr("No school holidays are known of “{community}”.", community=community),
            hint=tr("Choose one of: {choices}", choices=", ".join(communities)),
        )
    return Finding.of(tell_schedules(read_schedules(texts, territory), territory, on=on, community=community))
