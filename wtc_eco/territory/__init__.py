"""The ground and the words: which communes and bassins there are, and how people write things.

A pack is a folder (`packs/wallonie/`, or any other); nothing of a region is in the code.
"""

from wtc_eco.territory.pack import load
from wtc_eco.territory.places import Bassin, Commune, Place
from wtc_eco.territory.territory import Scope, Territory
from wtc_eco.territory.vocabulary import Term, Vocabulary

__all__ = ["Bassin", "Commune", "Place", "Scope", "Term", "Territory", "Vocabulary", "load"]
