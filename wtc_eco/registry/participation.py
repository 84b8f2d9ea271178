"""Which surveys asked a structure and which it answered: the one definition of asked, answered, still to answer.

It stands in the registry, below all who read it: an answer is a record, and what a structure of several records
was asked and answered is settled where its records become one row. Two figures, never one for the other:

* *over all surveys*, from the dates of its row: asked, where a survey was sent to it or it answered anything
  (who answered was asked, even where nobody noted when); answered, where it answered about its network once,
  to whatever survey; still to answer, where it was asked and never answered.
* *of one survey*, from its `Participation`: asked by that survey; answered, where its answer is of the day that
  survey asked it or later; else still to answer it, though it may have answered an earlier one.

An answer is to the survey whose name it was imported under, where that survey had asked the structure by then.
Else it is to the last survey that had: whoever imports may have given its answers another name. A name
under which answers came and nothing was sent is a survey of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.registry.corrections import COORDINATION

if TYPE_CHECKING:
    from wtc_eco.registry.corrections import Correction, Row

_DATES = ("asked_on", "answered_on", "network_answered_on")


@dataclass(frozen=True)
class Participation:
    """A structure in one survey: the day it was asked (`None`: not noted), the day it answered about its network.

    `answered_on` is `None` while it has still to answer this survey.
    """

    survey: str
    asked_on: str | None
    answered_on: str | None


def was_asked(row: Mapping[str, Any]) -> bool:
    """Whether the structure of this row (or node) was asked, by whatever survey."""
    return any(row[name] for name in _DATES)


def has_answered(row: Mapping[str, Any]) -> bool:
    """Whether the structure of this row (or node) ever answered about its network, to whatever survey."""
    return bool(row["network_answered_on"])


def still_to_answer(row: Mapping[str, Any], surveys: Sequence[Participation]) -> bool:
    """Whether its answer is awaited: it has not answered the last survey that asked it."""
    if surveys:
        return surveys[-1].answered_on is None
    return was_asked(row) and not has_answered(row)


def participations(
    records: Iterable[Row], requests: Iterable[Row], corrections: Iterable[Correction] = ()
) -> tuple[Participation, ...]:
    """The surveys of a structure, the last that asked it last, from its records in force and its requests.

    The day a survey asked is its first request's; without a request, what its answers say. What a person
    corrected (`network_answered_on`) is an answer, or none at all, and no survey.
    """
    records = list(records)
    asked_on = _first_days(records) | _first_days(requests)
    surveys = set(asked_on)
    answered_on: dict[str, str] = {}
    for day, source in _answers(records, corrections):
        by_then = {name for name, asked in asked_on.items() if asked <= day}
        if source in by_then:
            answered_on[source] = day
        elif by_then:
            answered_on[max(by_then, key=lambda name: (asked_on[name], name))] = day
        if source not in asked_on and source != COORDINATION:
            answered_on[source] = day
    surveys |= set(answered_on) | {row["source"] for row in records if row["answered_on"] and _is_named(row)}
    found = (Participation(name, asked_on.get(name), answered_on.get(name)) for name in surveys)
    return tuple(sorted(found, key=lambda one: (one.asked_on or "", one.survey)))


def _first_days(rows: Iterable[Row]) -> dict[str, str]:
    """The first day each survey asked; the follow-up of an event asks on no day, for it is no survey."""
    days: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["asked_on"] and _is_named(row):
            days[row["source"]].append(row["asked_on"])
    return {survey: min(asked) for survey, asked in days.items()}


def _answers(records: Iterable[Row], corrections: Iterable[Correction]) -> list[tuple[str, str]]:
    """The days of its answers about its network, and under which name each came, the earliest first."""
    answers = [
        (row["network_answered_on"], row["source"] or COORDINATION)
        for row in records
        if row["network_answered_on"]
    ]
    for one in corrections:
        if one.column == "network_answered_on" and not one.overruled:
            answers = [*answers, (one.value, COORDINATION)] if one.value else []
    return sorted(answers)


def _is_named(row: Row) -> bool:
    return row["source"] is not None and row["source"] != COORDINATION
