"""What is said of journeys: who is least well served, where, why, and on what that rests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.analysis.journeys_rows import outcome_words
from wtc_eco.analysis.routes import LACKING, Case, Routes, by_profile
from wtc_eco.locale import listing, number, percent, tr, trn
from wtc_eco.network import Response
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.territory import Territory


@dataclass(frozen=True)
class Served:
    """A profile and a need in an area: its cases, and what becomes of each."""

    cases: tuple[Case, ...]
    outcomes: tuple[str, ...]

    def where(self, *outcomes: str) -> tuple[Case, ...]:
        """The cases with one of these outcomes."""
        return tuple(case for case, out in zip(self.cases, self.outcomes, strict=True) if out in outcomes)

    @property
    def severity(self) -> tuple[float, int]:
        """How badly it is served: the share of its people without a solution, then in how many communes."""
        people = sum(case.people for case in self.cases)
        without = self.where(*LACKING)
        lost = sum(case.people for case in without)
        return (round(lost / people, 9) if people else 0.0), len(without)


def least_served(found: Routes) -> Served | None:
    """The profile with most of its people without a known solution for its main need; of equals, the first."""
    held = [
        Served(tuple(found.cases[n] for n in numbers), tuple(found.outcomes[n] for n in numbers))
        for numbers in by_profile(found).values()
        if found.cases[numbers[0]].need == found.cases[numbers[0]].profile.needs[0]
    ]
    worst = max(held, key=lambda one: one.severity, default=None)
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
        return tr(
            "{place}: no typical profile is described, so no journey can be followed.", **_place(picture)
        )
    if picture.worst is None:
        return _nobody_without(picture)
    said = (_least(picture, picture.worst), _why(picture.worst), _rests(picture), _silence(picture.worst))
    return " ".join(filter(None, said))


def _place(picture: Picture) -> dict[str, str]:
    return {"place": picture.scope.text()}


def _nobody_without(picture: Picture) -> str:
    if all(outcome == "unknown" for outcome in picture.routes.outcomes):
        return tr(
            "{place}: too little is known of publics, themes and hours to follow a journey.",
            **_place(picture),
        )
    return tr(
        "{place}: as far as is known, each of the {n} typical profiles finds a solution, at the door or sent on.",
        n=number(len(picture.territory.profiles)),
        **_place(picture),
    )


def _least(picture: Picture, worst: Served) -> str:
    first = worst.cases[0]
    slots = picture.territory.slots
    times = [slots[slot].short() for slot in first.profile.slots if "days" in slots[slot].extra]
    said = {
        **_place(picture),
        "profiles": number(len(picture.territory.profiles)),
        "profile": first.profile.text(),
        "need": picture.territory.themes[first.need].text(),
        "times": listing(times),
    }
    without = worst.where(*LACKING)
    if picture.scope.commune:
        return tr(
            "{place}: of {profiles} typical profiles, {profile}, looking for “{need}”, is the least well served: "
            "no solution is known at the times that suit ({times}), even after one or two referrals.",
            **said,
        )
    return trn(
        "{place}: of {profiles} typical profiles, {profile}, looking for “{need}”, is the least well served: in {n} "
        "commune of {total} no solution is known at the times that suit ({times}), even after one or two referrals.",
        "{place}: of {profiles} typical profiles, {profile}, looking for “{need}”, is the least well served: in {n} "
        "communes of {total} no solution is known at the times that suit ({times}), even after one or two referrals.",
        len(without),
        total=number(len(worst.cases)),
        **said,
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
    if picture.response.gate == "firm" and not picture.response.never_asked and not picture.response.silent:
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


def remarks(picture: Picture) -> Iterator[str]:
    """How many people are served and how; between which bounds; and on which hypotheses that rests."""
    found = picture.routes
    shares = [found.share(found.sure, found.arcs, hops) for hops in range(3)]
    low, high = found.bounds()
    if None not in (*shares, low, high):
        door, one, two, least, most = (percent(share or 0.0) for share in (*shares, low, high))
        yield tr(
            "People of the profiles who are served: {door} at the door, {one} after one referral at most, {two} after "
            "two at most.",
            door=door,
            one=one,
            two=two,
        )
        yield tr(
            "Between {least} (referrals that both sides declared) and {most} (if every unknown public, theme and hour "
            "were a yes).",
            least=least,
            most=most,
        )
    if picture.fragile_at is not None:
        yield tr(
            "Another profile would be named if the distances that people go were {share} longer or shorter.",
            share=percent(picture.fragile_at),
        )
    yield tr(
        "The profiles are those of the diagnosis; when they can come, how far, and how many people each stands for "
        "are hypotheses, to be changed in profiles.toml. The people of a profile are shared out over its needs."
    )
