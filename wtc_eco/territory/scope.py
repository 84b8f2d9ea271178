"""What a question is asked about: the whole territory, a bassin, or a commune."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.locale import tr
from wtc_eco.territory.words import spoken

if TYPE_CHECKING:
    from wtc_eco.territory.ground import Bassin, Commune
    from wtc_eco.territory.territory import Territory


@dataclass(frozen=True)
class Scope:
    """A commune, or a bassin, or (neither) the whole territory; `Territory.scope` makes it from words."""

    bassin: Bassin | None = None
    commune: Commune | None = None
    territory: Territory | None = None

    @property
    def id(self) -> str:
        """The INS code of the commune, the id of the bassin, or the id of the territory."""
        if self.commune:
            return self.commune.ins
        if self.bassin:
            return self.bassin.id
        return self.territory.id if self.territory else "territory"

    def text(self) -> str:
        """Its name in the language spoken now."""
        if self.commune:
            return self.commune.name
        if self.bassin:
            return self.bassin.text()
        return spoken(self.territory.name) if self.territory else tr("the whole territory")

    def covers(self, bassin: str | None, ins: str | None) -> bool:
        """Whether a structure of this bassin and commune is in question."""
        if self.commune:
            return ins == self.commune.ins
        return self.bassin is None or bassin == self.bassin.id
