"""Do people find what they need, at the door or sent on once or twice, and where not, why?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, HeadedRows, Remark, Spot, placed, table
from wtc_eco.analysis.routes import LACKING, OUTCOMES, RouteCase, Routes, by_profile, routes
from wtc_eco.coverage.gaps import offers_of
from wtc_eco.coverage.need import fragile_change
from wtc_eco.i18n import listing, mark, number, percent, rounded, tr, trn
from wtc_eco.network import Response, respondents, response
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Territory

_OUTCOME_WORDS = {
    "door": mark("at the door"),
    "one": mark("after one referral"),
    "two": mark("after two referrals"),
    "no_entry": mark("nobody near is known to welcome them"),
    "no_offer": mark("nobody is known to offer it"),
    "wrong_slot": mark("not at the right time"),
    "no_path": mark("nobody refers there"),
    "unknown": mark("unknown"),
}


def outcome_words() -> dict[str, str]:
    """What becomes of a journey, in words: served, or why not, or unknown."""
    return {outcome: tr(words) for outcome, words in _OUTCOME_WORDS.items()}


def by_bassin(journeys: Routes, territory: Territory) -> HeadedRows:
    """One row a profile, need and bassin; most people without a known solution first."""
    served: dict[tuple[str, str, str], list[tuple[RouteCase, str]]] = {}
    for case, outcome in zip(journeys.cases, journeys.outcomes, strict=True):
        key = case.profile.id, case.need, case.commune.bassin or ""
        served.setdefault(key, []).append((case, outcome))
    groups = [
        Served(tuple(case for case, _ in pairs), tuple(outcome for _, outcome in pairs))
        for pairs in served.values()
    ]
    # Sorting is stable: equals stay in the order of the pack.
    groups.sort(key=lambda one: -one.people(*LACKING))
    bassins = {key: bassin.text() for key, bassin in territory.bassins.items()}
    words = outcome_words()

    def count(outcome: str) -> AnswerColumn[Served]:
        title = words[outcome][:1].upper() + words[outcome][1:]
        return AnswerColumn(outcome, title, lambda one: len(one.where(outcome)), "whole")

    columns: tuple[AnswerColumn[Served], ...] = (
        AnswerColumn(
            "profile", tr("Profile"), lambda one: one.cases[0].profile.id, words=_profiles(territory)
        ),
        AnswerColumn("need", tr("Need"), lambda one: one.cases[0].need, words=territory.themes.short_words()),
        AnswerColumn("bassin", tr("Bassin"), lambda one: one.cases[0].commune.bassin or "", words=bassins),
        AnswerColumn(
            "n_without",
            tr("Communes without a known solution"),
            lambda one: len(one.where(*LACKING)),
            "whole",
        ),
        AnswerColumn("n_communes", tr("Communes"), lambda one: len(one.cases), "whole"),
        AnswerColumn("cause", tr("Cause most often"), lambda one: one.cause, words=words),
        AnswerColumn(
            "people_without",
            tr("People without a known solution"),
            lambda one: rounded(one.people(*LACKING)),
            "whole",
        ),
        AnswerColumn("people", tr("People in need"), lambda one: rounded(one.people(*OUTCOMES)), "whole"),
        *map(count, OUTCOMES),
    )
    first = ("profile", "need", "bassin", "n_without", "n_communes", "cause", *OUTCOMES, "people")
    return table(columns, groups, first=first)


def by_commune(journeys: Routes, territory: Territory) -> HeadedRows:
    """One row a profile, need and commune: without a solution first, by people; then served; then unknown."""
    cases = sorted(
        zip(journeys.cases, journeys.outcomes, strict=True),
        key=lambda pair: (_rank(pair[1]), -pair[0].people),
    )
    columns: tuple[AnswerColumn[tuple[RouteCase, str]], ...] = (
        AnswerColumn("profile", tr("Profile"), lambda pair: pair[0].profile.id, words=_profiles(territory)),
        AnswerColumn("need", tr("Need"), lambda pair: pair[0].need, words=territory.themes.short_words()),
        AnswerColumn("commune", tr("Commune"), lambda pair: pair[0].commune.name),
        AnswerColumn("mark", tr("Outcome"), lambda pair: pair[1], words=outcome_words()),
        AnswerColumn("people", tr("People in need"), lambda pair: rounded(pair[0].people), "whole"),
        AnswerColumn("ins", tr("INS code"), lambda pair: pair[0].commune.ins),
    )
    return table(columns, cases)


def _profiles(territory: Territory) -> dict[str, str]:
    return {profile.id: profile.short() for profile in territory.profiles}


def _rank(outcome: str) -> int:
    return 0 if outcome in LACKING else 2 if outcome == "unknown" else 1


@dataclass(frozen=True)
class Served:
    """A profile and a need in an area: its cases, and what becomes of each."""

    cases: tuple[RouteCase, ...]
    outcomes: tuple[str, ...]

    def where(self, *outcomes: str) -> tuple[RouteCase, ...]:
        """The cases with one of these outcomes."""
        return tuple(case for case, out in zip(self.cases, self.outcomes, strict=True) if out in outcomes)

    def people(self, *outcomes: str) -> int:
        """How many people the cases with one of these outcomes stand for."""
        return sum(case.people for case in self.where(*outcomes))

    @property
    def cause(self) -> str | None:
        """Why most often there is no solution; `None` where there is one everywhere."""
        counted = Counter(outcome for outcome in self.outcomes if outcome in LACKING)
        return max(LACKING, key=lambda one: counted[one]) if counted else None

    @property
    def severity(self) -> tuple[float, int]:
        """How badly it is served: the share of its people without a solution, then in how many communes."""
        people = self.people(*OUTCOMES)
        lost = self.people(*LACKING)
        return (round(lost / people, 9) if people else 0.0), len(self.where(*LACKING))


def least_served(journeys: Routes) -> Served | None:
    """The profile with most of its people without a known solution for its main need; of equals, the first."""
    main_needs = [
        Served(tuple(journeys.cases[n] for n in numbers), tuple(journeys.outcomes[n] for n in numbers))
        for numbers in by_profile(journeys).values()
        if journeys.cases[numbers[0]].need == journeys.cases[numbers[0]].profile.needs[0]
    ]
    worst = max(main_needs, key=lambda one: one.severity, default=None)
    return worst if worst and worst.where(*LACKING) else None


@dataclass(frozen=True)
class Picture:
    """What the sentence is made from. `fragile_at`: the change of distance that would name another profile."""

    scope: Scope
    territory: Territory
    routes: Routes
    worst: Served | None
    response: Response
    respondents: int
    fragile_at: float | None


def sentence(picture: Picture) -> str:
    """Who is least well served and where; why; on whose answers that rests; what nobody can tell."""
    if not picture.routes.cases:
        return tr("no typical profile is described, so no journey can be followed.")
    if picture.worst is None:
        return _nobody_without(picture)
    sentences = (
        _least(picture, picture.worst),
        _why(picture.worst),
        _rests(picture),
        _silence(picture.worst),
    )
    return " ".join(filter(None, sentences))


def _nobody_without(picture: Picture) -> str:
    if all(outcome == "unknown" for outcome in picture.routes.outcomes):
        return tr(
            "too little is known of publics, themes and hours to follow a journey.",
        )
    return tr(
        "as far as is known, each of the {n} typical profiles finds a solution, at the door or sent on.",
        n=number(len(picture.territory.profiles)),
    )


def _least(picture: Picture, worst: Served) -> str:
    first = worst.cases[0]
    slots = picture.territory.slots
    times = [slots[slot].short() for slot in first.profile.slots if "days" in slots[slot].extra]
    details = {
        "profiles": number(len(picture.territory.profiles)),
        "profile": first.profile.text(),
        "need": picture.territory.themes[first.need].text(),
        "times": listing(times)
        if first.profile.moments_by
        else tr("{times}: hypothesis", times=listing(times)),
    }
    without = worst.where(*LACKING)
    if picture.scope.commune:
        return tr(
            "of {profiles} typical profiles, {profile}, looking for “{need}”, is the least well served: "
            "no solution is known at the times that suit ({times}), even after one or two referrals.",
            **details,
        )
    return trn(
        "of {profiles} typical profiles, {profile}, looking for “{need}”, is the least well served: in {n} "
        "commune of {total} no solution is known at the times that suit ({times}), even after one or two referrals.",
        "of {profiles} typical profiles, {profile}, looking for “{need}”, is the least well served: in {n} "
        "communes of {total} no solution is known at the times that suit ({times}), even after one or two referrals.",
        len(without),
        total=number(len(worst.cases)),
        **details,
    )


def _why(worst: Served) -> str:
    counted = Counter(out for out in worst.outcomes if out in LACKING)
    cause = max(LACKING, key=lambda one: counted[one])
    if counted.total() == 1:
        return tr("The cause: {cause}.", cause=outcome_words()[cause])
    return tr(
        "The cause most often: {cause} ({n} of {total}).",
        cause=outcome_words()[cause],
        n=number(counted[cause]),
        total=number(counted.total()),
    )


def _rests(picture: Picture) -> str:
    if not picture.respondents:
        return tr("Nobody has answered about referrals yet: relays that we do not know of no doubt exist.")
    if (
        picture.response.gate == "firm"
        and not picture.response.never_asked
        and not picture.response.still_to_answer
    ):
        return ""
    return trn(
        "This rests on the ties that {n} respondent declared: other relays no doubt exist.",
        "This rests on the ties that {n} respondents declared: other relays no doubt exist.",
        picture.respondents,
    )


def _silence(worst: Served) -> str:
    unknown = len(worst.where("unknown"))
    if not unknown:
        return ""
    return trn("For {n} commune nobody can tell.", "For {n} communes nobody can tell.", unknown)


def remarks(picture: Picture) -> Iterator[Remark]:
    """How many people are served and how; between which bounds; and on which hypotheses that rests."""
    journeys = picture.routes
    shares = [journeys.share(journeys.sure, journeys.arcs, hops) for hops in range(3)]
    low, high = journeys.bounds()
    if None not in (*shares, low, high):
        door, one, two, least, most = (percent(share or 0.0) for share in (*shares, low, high))
        yield Remark(
            tr(
                "People of the profiles who are served: {door} at the door, {one} after one referral at most, {two} after "
                "two at most.",
                door=door,
                one=one,
                two=two,
            ),
            "share",
        )
        yield Remark(
            tr(
                "Between {least} (referrals that both sides declared) and {most} (if every unknown public, theme and hour "
                "were a yes); a box forgotten or ticked by mistake is beyond that range.",
                least=least,
                most=most,
            ),
            "share",
        )
    if picture.fragile_at is not None:
        yield Remark(
            tr(
                "Another profile would be named if the distances that people go were {share} longer or shorter.",
                share=percent(picture.fragile_at),
            )
        )
    yield Remark(
        tr(
            "The profiles are those of the diagnosis; when they can come, how far, and how many people each stands for "
            "are hypotheses, to be changed in profiles.toml. The people of a profile are shared out over its needs."
        )
    )


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """Each profile × need, by bassin, or by commune of a bassin: served after 0, 1, 2 referrals, or why not.

    `low` and `high`: the share of people served on confirmed referrals only, and if every unknown public,
    theme and hour were a yes. `unknown`: structures that have told neither their public nor their themes.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    journeys = routes(study, scope)
    structures = offers_of(study.offers, study.territory, scope)
    picture = _picture(study, scope, journeys)
    low, high = journeys.bounds()
    by_area = scope.bassin is None and scope.commune is None and bool(study.territory.bassins)
    headings, rows = (by_bassin if by_area else by_commune)(journeys, study.territory)
    return Finding(
        question="journeys",
        **placed(tr("Journeys"), scope),
        base=len(structures),
        unknown=_silent(study, structures),
        text=sentence(picture),
        headings=headings,
        table=rows,
        response=picture.response.rate,
        asked=picture.response.asked,
        low=low,
        high=high,
        fragile=picture.response.gate != "firm" or picture.fragile_at is not None,
        remarks=tuple(remarks(picture)),
        spots=tuple(_spots(study, journeys, picture.worst)),
    )


def _picture(study: Study, scope: Scope, journeys: Routes) -> Picture:
    change = fragile_change(study.territory.demand)
    worst = least_served(journeys)
    moved = (least_served(routes(study, scope, stretch=by)) for by in (1 + change, 1 - change))
    holds = all(_named(other) == _named(worst) for other in moved)
    return Picture(
        scope,
        study.territory,
        journeys,
        worst,
        response(study.network, scope),
        len(respondents(study.network, scope)),
        None if holds else change,
    )


def _named(one: Served | None) -> str | None:
    return one.cases[0].profile.id if one else None


def _silent(study: Study, structures: Sequence[Offer]) -> int:
    return sum(study.registry.row(one.id)["publics"] is None and one.themes is None for one in structures)


def _spots(study: Study, journeys: Routes, worst: Served | None) -> Iterator[Spot]:
    """One spot a profile, need and commune: what becomes of the person; the least well served profile first."""
    words, themes = outcome_words(), study.territory.themes
    first = worst.cases[0].profile.id if worst else ""
    cases = sorted(
        zip(journeys.cases, journeys.outcomes, strict=True), key=lambda pair: pair[0].profile.id != first
    )
    for case, outcome in cases:
        home = case.commune
        about = tr("{profile}: {need}", profile=case.profile.text(), need=themes[case.need].text())
        yield Spot(home.ins, home.name, home.lat, home.lon, outcome, words[outcome], about)
