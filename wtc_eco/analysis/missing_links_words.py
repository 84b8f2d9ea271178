"""What is said of the introductions that would open a way to most people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wtc_eco.analysis.routes import Routes
from wtc_eco.locale import kilometres, people, tr, trn
from wtc_eco.network import Response
from wtc_eco.network.introductions import Introduction
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Proposal:
    """The introductions proposed in a scope, the routes they mend, and the answers they rest on."""

    scope: Scope
    routes: Routes
    found: tuple[Introduction, ...]
    km: NDArray[np.float64]
    answered: frozenset[str]
    response: Response

    @property
    def heard(self) -> bool:
        """Whether anybody here has said to whom it sends people."""
        return self.response.answered_network > 0

    def both_answered(self, link: Introduction) -> bool:
        """Whether both ends have said whom they know, so that a missing tie is known to be missing."""
        return {self.routes.nodes[link.start], self.routes.nodes[link.end]} <= self.answered


def sentence(proposal: Proposal) -> str:
    """How many people the introductions would open a way to, the first of them, and on what that rests."""
    place = proposal.scope.text()
    if not proposal.heard:
        return tr(
            "{place}: nobody has said yet to whom it sends people; whom to introduce to whom must wait for answers.",
            place=place,
        )
    if not proposal.found:
        return tr(
            "{place}: no single introduction would open a way to anybody, as far as is known.", place=place
        )
    first = proposal.found[0]
    said = [
        trn(
            "{place}: {n} introduction would open a way to about {people} people for whom no solution is known.",
            "{place}: {n} introductions would open a way to about {people} people for whom no solution is known.",
            len(proposal.found),
            place=place,
            people=people(proposal.found[-1].together),
        ),
        tr(
            "The first: {start} could send people to {end} ({km}), about {people} people.",
            start=proposal.routes.offers[first.start].name,
            end=proposal.routes.offers[first.end].name,
            km=_far(proposal, first),
            people=people(first.people),
        ),
        trn(
            "This rests on the ties that {n} respondent declared: other relays no doubt exist.",
            "This rests on the ties that {n} respondents declared: other relays no doubt exist.",
            proposal.response.answered_network,
        ),
    ]
    return " ".join(said)


def _far(proposal: Proposal, link: Introduction) -> str:
    km = proposal.km[link.start, link.end]
    return kilometres(float(km)) if np.isfinite(km) else tr("distance unknown")


def remarks(proposal: Proposal) -> Iterator[str]:
    """What is to be checked before an introduction is made, and on what its people rest."""
    if not proposal.heard:
        return
    unsure = sum(1 for link in proposal.found if not proposal.both_answered(link))
    if unsure:
        yield trn(
            "In {n} introduction the second structure has not answered: ask it first whether the tie exists.",
            "In {n} introductions the second structure has not answered: ask it first whether the tie exists.",
            unsure,
        )
    yield tr(
        "Each introduction is counted with those above it in place. People are orders of magnitude: they rest on the "
        "hypotheses of profiles.toml and demand.toml."
    )
    if proposal.response.gate in ("weak", "fragile"):
        yield tr("With less than 75% of answers, the order of the introductions is to be read with care.")
