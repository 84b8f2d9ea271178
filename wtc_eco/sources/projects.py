"""Structures that are not open yet, by their names: what they will offer is no offer."""

from __future__ import annotations

import re
from typing import Any

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.model import SEPARATOR
from wtc_eco.sources.values.terms import standing_of
from wtc_eco.sources.vocabulary import words
from wtc_eco.territory.normalize import fold

_LONGEST = 2_000
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,100})[)\]]")
_SEGMENTS = re.compile(r"(\s+[-–—:/|]+\s+|\s*\*+\s*)")
NOT_OPEN_YET = "not_open_yet"
"""Code of the doubt, and what a project will offer among the columns kept as found."""
_OFFERED = ("steps", "themes", "formats", "slots", "opening_hours", "hours_note", "access")


def until_it_opens(values: dict[str, Any], extra: dict[str, str]) -> tuple[Problem, ...]:
    """Of a structure whose name says that it is a project, what it will offer is planned, or kept apart in `extra`; and a doubt."""
    if not _is_project(str(values.get("name") or "")):
        return ()
    if steps := values.pop("steps", None):
        values["steps_planned"] = tuple(dict.fromkeys((*(values.get("steps_planned") or ()), *steps)))
    later = {name: values.pop(name, None) for name in _OFFERED}
    if kept := [
        f"{name}: {SEPARATOR.join(value) if isinstance(value, tuple) else value}"
        for name, value in later.items()
        if value not in (None, ())
    ]:
        extra[NOT_OPEN_YET] = "; ".join(kept)
    return (_not_open_yet(),)


def _is_project(name: str) -> bool:
    """«EPN de Spa (en projet)», «EPN de Spa - ouverture prévue en 2027», «Futur EPN de Jalhay»."""
    plain = fold(name[:_LONGEST])
    if not any(stem in plain for stem in words().closing["opening_stems"]):
        return False
    if fold(name).partition(" ")[0] in words().closing["to_be"]:
        return True
    asides = [aside[1] for aside in _BRACKETED.finditer(name)] + _SEGMENTS.split(name)[2::2]
    return any(
        standing_of(aside) == "planned"
        or any(f"{fold(aside)} ".startswith(f"{way} ") for way in words().closing["opening"])
        for aside in asides
    )


def _not_open_yet() -> Problem:
    return Problem(
        NOT_OPEN_YET,
        "warning",
        tr(
            "Its name says that it is not open yet: its steps are planned, and its themes and hours are kept apart."
        ),
        tr("When it has opened, take these words out of its name and import the list again."),
    )
