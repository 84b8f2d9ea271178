"""How a list was made, in whole sentences: quotas asked and met, the proof, waves, what is not known."""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wtc_eco.events.invitations.optimise import COUNTED
from wtc_eco.i18n import language, number, tr, trn

if TYPE_CHECKING:
    from wtc_eco.events.invitations.invitation import Invitation
    from wtc_eco.territory import Territory


def summary(invitation: Invitation) -> str:
    """One sentence: how many of how many, for how many seats, and how far from the best at most."""
    sentence = trn(
        "{place}: {n} structure invited of {base} that can be, {gap}.",
        "{place}: {n} structures invited of {base} that can be, {gap}.",
        len(invitation.guests),
        place=invitation.scope.text(),
        base=number(invitation.n_candidates),
        gap=gap_words(invitation.proof.gap),
    )
    if not invitation.n_opposed:
        return sentence
    opposed = trn(
        "{n} objected to being contacted and is left out.",
        "{n} objected to being contacted and are left out.",
        invitation.n_opposed,
    )
    return f"{sentence} {opposed}"


def gap_words(gap: float) -> str:
    """«au plus 1,5 % sous l'optimum»: rounded up, for a proof must stay true."""
    tenths = math.ceil(round(1000 * gap, 6))
    if tenths == 0:
        return tr("the best list there is")
    points = number(tenths / 10, 1)
    return tr(
        "at most {points} below the best", points=f"{points}\u202f%" if language() == "fr" else f"{points}%"
    )


def remarks(invitation: Invitation) -> Iterator[str]:
    """What a planner has to know before sending: empty seats, missing addresses, further waves."""
    yield from invitation.warnings
    places, n = invitation.request.places, len(invitation.guests)
    if n < places:
        yield trn(
            "{n} seat stays free: nobody else can be invited within these wishes.",
            "{n} seats stay free: nobody else can be invited within these wishes.",
            places - n,
        )
    silent = sum(not guest.candidate.address.email for guest in invitation.guests)
    if silent:
        yield trn(
            "{n} guest has no e-mail address: see the sheet “To call”.",
            "{n} guests have no e-mail address: see the sheet “To call”.",
            silent,
        )
    later = sum(guest.wave > 0 for guest in invitation.reserve)
    if later:
        yield trn(
            "If every wave is accepted as expected, {n} more invitation will fill the seats: it waits in the reserve.",
            "If every wave is accepted as expected, {n} more invitations will fill the seats: they wait in the reserve.",
            later,
        )


def method(invitation: Invitation) -> Iterator[str]:
    """How the list was made: what a manifest holds, for whoever asks."""
    request, proof = invitation.request, invitation.proof
    words = {**labels(invitation.territory)}
    yield tr(
        "Each guest counts for its own reasons to be invited, and for the introductions that its coming makes "
        "possible, {n} at most.",
        n=COUNTED,
    )
    yield tr(
        "Worth of the list: {worth}; no list within these wishes is worth more than {bound}; {gap}.",
        worth=number(proof.worth, 2),
        bound=number(proof.bound, 2),
        gap=gap_words(proof.gap),
    )
    yield (
        trn(
            "Kept: {method}; seed {seed}, {n} node at most.",
            "Kept: {method}; seed {seed}, {n} nodes at most.",
            proof.nodes,
            method=_methods()[proof.method],
            seed=proof.seed,
        )
        if proof.seconds is None
        else tr("Kept: {method}; seed {seed}.", method=_methods()[proof.method], seed=proof.seed)
    )
    yield from (
        trn(
            "Quota {word}: asked {asked}; {n} invited.",
            "Quota {word}: asked {asked}; {n} invited.",
            n,
            word=words.get(quota.word, quota.word),
            asked=_asked(quota.least, quota.most),
        )
        for quota, n in invitation.quotas
    )
    if request.near and request.within_km is not None:
        yield tr("Within {km} km by road of {place}.", km=number(request.within_km), place=request.near.name)
    yield tr(
        "A structure that has not answered is never taken for one without ties; distances are road km, estimated."
    )
    yield (
        tr(
            "Not reproducible: the work was bounded by time (--budget {seconds}).",
            seconds=number(proof.seconds),
        )
        if proof.seconds is not None
        else tr("The same request on the same data gives the same list.")
    )


def command(invitation: Invitation) -> str:
    """The command that makes this list again from the same data; files by their name."""
    request, bassin = invitation.request, invitation.scope.bassin
    options: list[tuple[str, object]] = [("--seats", request.seats)]
    options.append(("--bassin", bassin.id if bassin else "*"))
    options += [("--persons", request.persons)] if request.persons > 1 else []
    options += [("--quota", quota.asked()) for quota in request.quotas]
    options += [("--fixed", each) for each in request.fixed]
    options += [("--keep-apart", f"{one},{other}") for one, other in request.apart]
    options += [("--near", request.near.name)] if request.near else []
    options += [("--within", f"{request.within_km:g}")] if request.within_km is not None else []
    options += [("--expect", f"{request.expect:g}")] if request.expect < 1 else []
    options += [(f"--{option}", name) for option, name in invitation.files]
    options += [("--seed", request.seed)] if request.seed else []
    options += [("--budget", f"{request.budget:g}")] if request.budget is not None else []
    return shlex.join(["wtc-eco", "invite", *(str(word) for pair in options for word in pair)])


def labels(territory: Territory) -> dict[str, str]:
    """Kinds and labels in words, by id."""
    return {**territory.labels.words(), **territory.kinds.words()}


def _methods() -> dict[str, str]:
    return {
        "swaps": tr("the list made guest by guest, then improved by swaps"),
        "milp": tr("the list of the solver (HiGHS, mixed-integer programme)"),
    }


def _asked(least: int, most: int | None) -> str:
    if most is None:
        return tr("at least {least}", least=least)
    return tr("from {least} to {most}", least=least, most=most)
