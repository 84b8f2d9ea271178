"""The shared edition of an ecosystem: the same structures, without persons, addresses to write to or numbers to call."""

from wtc_eco.ecosystem.sharing.edition import shared
from wtc_eco.ecosystem.sharing.withheld import Withheld, withheld_of

__all__ = ["Withheld", "shared", "withheld_of"]
