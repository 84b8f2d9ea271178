"""One question a file; each answer is a Finding."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from wtc_eco.analysis.finding import Finding

ANALYSES: dict[str, str] = {
    "overview": "overview:ask",
    "answers": "answers:ask",
    "isolated": "isolated:ask",
    "acquaintance": "acquaintance:ask",
    "acquaintance_bassins": "acquaintance:bassins",
    "acquaintance_kinds": "acquaintance:kinds",
    "directory": "register:directory",
    "public_register": "register:public_register",
    "ties": "ties:ask",
    "gaps_themes": "gaps:themes",
    "gaps_slots": "gaps:slots",
    "gaps_steps": "gaps:steps",
    "gaps_publics": "gaps:publics",
    "themes_by_slot": "themes_by_slot:ask",
    "worst_gap": "worst_gap:ask",
    "partners": "partners:ask",
    "training": "training:ask",
    "training_whom": "training:whom",
    "findable": "findable:ask",
    "journeys": "journeys:ask",
    "missing_links": "missing_links:ask",
    "resilience": "resilience:ask",
    "bridges": "bridges:ask",
    "communities": "communities:ask",
    "measures": "measures:ask",
    "reminders": "reminders:ask",
    "hypotheses": "hypotheses:ask",
    "public_offer": "register:public_offer",
}
"""Every question that can be asked of a study and a scope, and the function that answers it."""


def answer(question: str) -> Callable[..., Finding]:
    """The function that answers `question`; raises `KeyError` where nobody asks it."""
    module, function = ANALYSES[question].split(":")
    ask: Callable[..., Finding] = getattr(import_module(f"wtc_eco.analysis.{module}"), function)
    return ask
