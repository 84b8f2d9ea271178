"""One look for every page that leaves the house: map, report, catalogue, invitations."""

from wtc_eco.render.design.palette import CATEGORIES, INK, INK_SOFT, SUNKEN, UNKNOWN
from wtc_eco.render.design.policy import policy
from wtc_eco.render.design.style import stylesheet

__all__ = ["CATEGORIES", "INK", "INK_SOFT", "SUNKEN", "UNKNOWN", "policy", "stylesheet"]
