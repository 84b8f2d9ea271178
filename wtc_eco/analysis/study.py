"""What every question may look at: the territory, the registry, the network and the offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.coverage.offer import Offer
    from wtc_eco.registry import Registry
    from wtc_eco.territory import Territory


class Study(Protocol):
    """An ecosystem opened; each part is made once, on first use."""

    @property
    def territory(self) -> Territory:
        """The ground and the words."""
        ...

    @property
    def registry(self) -> Registry:
        """One row a structure."""
        ...

    @property
    def network(self) -> nx.MultiDiGraph[str]:
        """Who knows whom; its attributes are the contract of `wtc_eco.network`."""
        ...

    @property
    def offers(self) -> Mapping[str, Offer]:
        """What each active structure offers, by id."""
        ...

    @property
    def as_of(self) -> str:
        """The ISO date the answers are of; empty where none is known."""
        ...
