"""How many of a scope were asked, answered and have still to answer; what may be said while some are silent.

What these words mean, over all surveys and of one, is told in `wtc_eco.registry.participation`. Above 75 % of
answers rankings hold, between 60 and 75 % they are fragile, below they are not made: at 60 % one articulation
point in five that is found is real (Smith & Moody 2013; Smith, Moody & Morgan 2017).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.network.acquaintance import links
from wtc_eco.registry.participation import Participation, has_answered, still_to_answer, was_asked
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.registry import Registry

Gate = Literal["firm", "fragile", "weak", "never_asked"]
FIRM = 0.75
FRAGILE = 0.60


@dataclass(frozen=True)
class Response:
    """How many structures there are, were asked, and answered about their offer and network, over all surveys."""

    n: int
    asked: int
    answered_offer: int
    answered_network: int

    @property
    def rate(self) -> float | None:
        """The share (0..1) of those asked who answered about their network; `None` where nobody was."""
        return self.answered_network / self.asked if self.asked else None

    @property
    def offer_rate(self) -> float | None:
        """The share (0..1) of those asked who answered about their offer; `None` where nobody was."""
        return self.answered_offer / self.asked if self.asked else None

    @property
    def still_to_answer(self) -> int:
        """How many were asked and never answered about their network."""
        return self.asked - self.answered_network

    @property
    def never_asked(self) -> int:
        """How many were never asked."""
        return self.n - self.asked

    @property
    def gate(self) -> Gate:
        """What the rate allows: rankings (`firm`), rankings with care (`fragile`), or none."""
        if self.rate is None:
            return "never_asked"
        if self.rate >= FIRM:
            return "firm"
        return "fragile" if self.rate >= FRAGILE else "weak"

    @property
    def ranks(self) -> bool:
        """Whether enough have answered to rank structures at all."""
        return self.gate in ("firm", "fragile")


@dataclass(frozen=True)
class SurveyResponse:
    """How many structures one survey asked, and how many answered it about their network.

    `asked_on` is the day it was first sent in this scope; `None` where nobody noted it.
    """

    survey: str
    asked_on: str | None
    asked: int
    answered: int

    @property
    def still_to_answer(self) -> int:
        """How many were asked by this survey and have not answered it; some may have answered another."""
        return self.asked - self.answered


@dataclass(frozen=True)
class Reciprocity:
    """Among respondents: how many ties one cites another by, and how many of them are returned."""

    ties: int
    returned: int

    @property
    def share(self) -> float | None:
        """The share (0..1) that is returned; `None` where there is no tie."""
        return self.returned / self.ties if self.ties else None


def within(network: nx.MultiDiGraph[str], scope: Scope) -> tuple[str, ...]:
    """The structures of the network that a scope covers, in the network's order."""
    return tuple(node for node, data in network.nodes(data=True) if scope.covers(data["bassin"], data["ins"]))


def response(network: nx.MultiDiGraph[str], scope: Scope = Scope()) -> Response:  # noqa: B008 - frozen
    """How a scope answered."""
    return _counted(network.nodes[node] for node in within(network, scope))


def response_by(
    network: nx.MultiDiGraph[str],
    attribute: str,
    scope: Scope = Scope(),  # noqa: B008 - frozen
) -> dict[str | None, Response]:
    """How a scope answered by a node attribute (`bassin`, `ins`, `kind`); unknown comes last."""
    groups: dict[str | None, list[Mapping[str, Any]]] = defaultdict(list)
    for node in within(network, scope):
        data = network.nodes[node]
        groups[data[attribute]].append(data)
    return {key: _counted(groups[key]) for key in sorted(groups, key=lambda each: (each is None, each or ""))}


def _counted(nodes: Iterable[Mapping[str, Any]]) -> Response:
    nodes = list(nodes)
    return Response(
        n=len(nodes),
        asked=sum(map(was_asked, nodes)),
        answered_offer=sum(1 for node in nodes if node["answered_on"]),
        answered_network=sum(map(has_answered, nodes)),
    )


def by_survey(
    network: nx.MultiDiGraph[str],
    registry: Registry,
    scope: Scope = Scope(),  # noqa: B008 - frozen
) -> tuple[SurveyResponse, ...]:
    """How a scope answered each survey that asked any of it, the last sent first."""
    surveys: dict[str, list[Participation]] = defaultdict(list)
    for node in within(network, scope):
        for one in registry.surveys.get(node, ()):
            surveys[one.survey].append(one)
    counted = (
        SurveyResponse(
            name,
            asked_on=min((one.asked_on for one in asked if one.asked_on), default=None),
            asked=len(asked),
            answered=sum(1 for one in asked if one.answered_on),
        )
        for name, asked in surveys.items()
    )
    return tuple(sorted(counted, key=lambda one: (one.asked_on or "", one.survey), reverse=True))


def awaited(
    network: nx.MultiDiGraph[str],
    registry: Registry,
    scope: Scope = Scope(),  # noqa: B008 - frozen
) -> tuple[str, ...]:
    """The structures of a scope that have still to answer the last survey that asked them."""
    return tuple(
        node
        for node in within(network, scope)
        if still_to_answer(network.nodes[node], registry.surveys.get(node, ()))
    )


def respondents(network: nx.MultiDiGraph[str], scope: Scope = Scope()) -> tuple[str, ...]:  # noqa: B008 - frozen
    """The structures of a scope that answered about their network."""
    return tuple(node for node in within(network, scope) if has_answered(network.nodes[node]))


def reciprocity(network: nx.MultiDiGraph[str], scope: Scope = Scope()) -> Reciprocity:  # noqa: B008 - frozen
    """Among the respondents of a scope: the silent cannot return a tie, so they are left out."""
    answered = frozenset(respondents(network, scope))
    links_ = links(network)
    ties = [(node, other) for node in answered for other in links_[node].cites if other in answered]
    returned = sum(1 for node, other in ties if node in links_[other].cites)
    return Reciprocity(len(ties), returned)
