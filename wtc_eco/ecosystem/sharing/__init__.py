"""The shared edition of an ecosystem: the same structures, without persons, addresses to write to or numbers to call."""

from wtc_eco.ecosystem.sharing.edition import shared
from wtc_eco.ecosystem.sharing.reachable import Reached, reachable
from wtc_eco.ecosystem.sharing.withheld import Withheld, withheld_of

__all__ = ["Reached", "Withheld", "reachable", "shared", "withheld_of"]
