"""What is said of the structures that hold others to the rest, as far as the answers allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.locale import listing, number, tr, trn
from wtc_eco.network import Response
from wtc_eco.network.cuts import Cuts
from wtc_eco.network.engines import Engine
from wtc_eco.network.ranks import Range
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.territory import Territory


@dataclass(frozen=True)
class Relays:
    """What the sentence and the rows are made from.

    `ranks` hold only structures that may be ranked: those of bassins where 60 % answered. `unranked` are the
    bassins where fewer did.
    """

    network: nx.MultiDiGraph[str]
    graph: nx.Graph[str]
    scope: Scope
    response: Response
    everybody: tuple[str, ...]
    betweenness: Mapping[str, float | None]
    engine: Engine
    ranks: Mapping[str, int]
    ranges: Mapping[str, Range]
    cuts: Cuts
    confirmed: Cuts
    unranked: tuple[str, ...]

    @property
    def points(self) -> tuple[str, ...]:
        """The ranked structures without a stand-in, those that would cut off most first."""
        held = [node for node in self.ranks if node in self.cuts.points]
        return tuple(sorted(held, key=lambda node: (-self.cuts.points[node], self.ranks[node])))

    @property
    def confirmed_points(self) -> int:
        """How many have no stand-in, on the ties that both sides declared."""
        return sum(1 for node in self.ranks if node in self.confirmed.points)


def sentence(relays: Relays, territory: Territory) -> str:
    """Who stands between most others, who has no stand-in; or, of too few answers, what can be said."""
    if relays.response.gate in ("weak", "never_asked") or not relays.ranks:
        return _too_few(relays)
    said = [_first(relays), _without_stand_in(relays)]
    if relays.unranked:
        names = listing(
            [territory.bassins[key].text() for key in relays.unranked if key in territory.bassins]
        )
        said.append(tr("Not ranked, for want of answers: {bassins}.", bassins=names))
    if relays.response.gate == "fragile":
        said.append(tr("Rankings of relay structures are to be read with care."))
    return " ".join(said)


def _name(relays: Relays, node: str) -> str:
    name: str = relays.network.nodes[node]["name"]
    return name


def _first(relays: Relays) -> str:
    first = min(relays.ranks, key=lambda node: (relays.ranks[node], int(node.removeprefix("S"))))
    best, worst = relays.ranges[first]
    said = {
        "place": relays.scope.text(),
        "name": _name(relays, first),
        "base": number(relays.response.n),
        "n": number(relays.response.answered_network),
    }
    if best == worst:
        return tr(
            "{place}: {name} stands between most others in the declared network ({base} structures, {n} answers); "
            "taking out answers does not change that.",
            **said,
        )
    return tr(
        "{place}: {name} stands between most others in the declared network ({base} structures, {n} answers); "
        "it is between rank {best} and rank {worst} when answers are taken out.",
        best=number(best),
        worst=number(worst),
        **said,
    )


def _without_stand_in(relays: Relays) -> str:
    if not relays.points:
        return tr("No structure would cut others off if it closed.")
    first = relays.points[0]
    counted = trn(
        "{n} structure is a relay without a stand-in.",
        "{n} structures are relays without a stand-in.",
        len(relays.points),
    )
    cut = trn(
        "If {name} went, {n} structure would be cut off.",
        "If {name} went, {n} structures would be cut off.",
        relays.cuts.points[first],
        name=_name(relays, first),
    )
    return f"{counted} {cut}"


def _too_few(relays: Relays) -> str:
    answers = relays.response
    if answers.rate is None:
        return tr(
            "{place}: nobody was asked about their network, so no structure can be said to hold others.",
            place=relays.scope.text(),
        )
    return trn(
        "{place}: {n} structure of {asked} asked has answered about its network: too few to rank relay structures. "
        "The rows name those whose answers would tell most.",
        "{place}: {n} structures of {asked} asked have answered about their network: too few to rank relay structures. "
        "The rows name those whose answers would tell most.",
        answers.answered_network,
        place=relays.scope.text(),
        asked=number(answers.asked),
    )


def remarks(relays: Relays) -> Iterator[str]:
    """On which ties that rests, how the ranges are made, and by which engine."""
    if not relays.ranks:
        return
    yield trn(
        "Counting only ties that both sides declared, {n} structure has no stand-in.",
        "Counting only ties that both sides declared, {n} structures have no stand-in.",
        relays.confirmed_points,
    )
    if relays.cuts.bridges:
        yield trn(
            "{n} tie alone holds structures to the rest.",
            "{n} ties alone hold structures to the rest.",
            len(relays.cuts.bridges),
        )
    yield tr(
        "While anyone is silent, a relay without a stand-in may have one that we do not know. Structures elsewhere that "
        "are tied to these are counted in."
    )
    yield tr("Betweenness computed by {engine}.", engine=relays.engine)
