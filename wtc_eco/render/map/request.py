"""What a map is asked to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.territory import Scope, Territory


@dataclass(frozen=True)
class MapRequest:
    """The ground, the words and the additions of one map."""

    territory: Territory
    """Communes, basins, kinds and vocabularies: the ground and the legend."""
    scope: Scope
    """The part of the territory the map opens on."""
    title: str = ""
    """The title; when empty, one made from the name of the scope."""
    language: str = "fr"
    """`fr` or `en`."""
    layers: tuple[Finding, ...] = ()
    """Answers whose places colour the communes (their ids are INS codes), chosen in the page."""
    layer: str = ""
    """The layer the map opens on, in any spelling: `themes`, a theme, a slot, a profile; none when empty."""
    boundaries: Path | None = None
    """A GeoJSON file of communes, each with its INS code; approximate areas when absent."""
    tiles: bool = False
    """Offer the background images the territory names: the reader decides whether to ask for them."""
