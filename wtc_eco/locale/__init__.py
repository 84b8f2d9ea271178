"""Words for people: French and English, chosen once for everything a command says.

Texts are written in English in the code and translated by the catalogues `fr/*.po`, one a room,
compiled together into `fr/LC_MESSAGES/wtc_eco.mo` by `scripts/texts.py` when the package is built.
"""

from wtc_eco.locale.figures import date, kilometres, listing, number, people, percent, points, rounded
from wtc_eco.locale.speech import mark, tr, trn
from wtc_eco.locale.spoken import LANGUAGES, language, speaking

__all__ = [
    "LANGUAGES",
    "date",
    "kilometres",
    "language",
    "listing",
    "mark",
    "number",
    "people",
    "percent",
    "points",
    "rounded",
    "speaking",
    "tr",
    "trn",
]
