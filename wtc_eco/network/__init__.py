"""Who knows whom: declared ties resolved to structures, the network they make, and how each one stands.

`resolve` and `build` make the network that `graph` describes; the rest are functions of it.
"""

from wtc_eco.network.acquaintance import Links, links
from wtc_eco.network.graph import build, validate
from wtc_eco.network.resolution import Mentions, resolve
from wtc_eco.network.response import (
    Reciprocity,
    Response,
    SurveyResponse,
    awaited,
    by_survey,
    reciprocity,
    respondents,
    response,
    response_by,
    within,
)
from wtc_eco.network.standing import FLAGS, STANDINGS, Isolates, Standing, isolates, standings

__all__ = [
    "FLAGS",
    "STANDINGS",
    "Isolates",
    "Links",
    "Mentions",
    "Reciprocity",
    "Response",
    "Standing",
    "SurveyResponse",
    "awaited",
    "build",
    "by_survey",
    "isolates",
    "links",
    "reciprocity",
    "resolve",
    "respondents",
    "response",
    "response_by",
    "standings",
    "validate",
    "within",
]
