"""What a person types of a structure, `street="Rue X 5"`, read as an import would read it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco import sources
from wtc_eco.errors import Problem, UsageError
from wtc_eco.i18n import tr
from wtc_eco.model import RECORDS
from wtc_eco.registry import CORRECTABLE

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

Row = Mapping[str, Any]

_COMPOSED = {
    "address": ("street", "postal_code", "locality"),
    "coordinates": ("lat", "lon"),
    "hours": ("opening_hours", "hours_note"),
    "commune": ("ins",),
}
"""Fields that a person may type and that are several columns."""
_PLACE = ("postal_code", "locality", "ins")
_ABOUT_THE_ROW = ("no_name", "place_missing", "place_unreadable", "place_outside", "place_doubt")
"""Doubts of an import about a whole row; a correction is part of one."""
_TYPES = {column.name: column for column in RECORDS}


@dataclass(frozen=True)
class TypedFields:
    """The columns that were typed, with their values (None where one is emptied), and what is doubtful.

    A problem of gravity `quarantine` says that a value cannot be taken.
    """

    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> tuple[Problem, ...]:
        """Why some value cannot be taken."""
        return tuple(problem for problem in self.problems if problem.gravity == "quarantine")


def field_of(word: str) -> str:
    """The field that a word names: its id, or a title as lists write them («téléphone», «code postal»).

    Raises `UsageError` for a word that names none.
    """
    known = (*CORRECTABLE, *_COMPOSED)
    name = word.strip().replace("-", "_").casefold()
    if name in known:
        return name
    from wtc_eco.sources.vocabulary import BARE, guess

    meant = guess(word)
    if meant.sure >= BARE and len(meant.fields) == 1 and meant.fields[0] in known:
        return meant.fields[0]
    near = difflib.get_close_matches(name, known, n=1)
    raise UsageError(
        tr("There is no field “{field}”.", field=word),
        hint=tr("Did you mean {names}?", names=near[0])
        if near
        else tr("Fields: {fields}.", fields=", ".join(known)),
    )


def read_fields(fields: Mapping[str, str], row: Row, territory: Territory) -> TypedFields:
    """What these fields (as `field_of` names them) say of the structure `row` of the register.

    An empty text, «?» and, where a column is no list, `none`, empty it. A new place brings its INS
    code, and empties what belonged to the old one.
    """
    filled = {name: text for name, text in fields.items() if not _empties(name, text)}
    values, problems = _read(filled, territory)
    for name in fields:
        if name not in filled:
            values |= dict.fromkeys(_COMPOSED.get(name, (name,)))
    if "hours" in filled or "opening_hours" in filled:
        # Hours are said in one way or the other: what was written before is no longer so.
        values = {**dict.fromkeys(_COMPOSED["hours"]), **values}
    hosted = values.get("hosted_by")
    if hosted and hosted[1:].isdecimal() and hosted[0] in "sS":
        values["hosted_by"] = hosted[1:]
    placed, doubts = _placed(values, fields.get("commune", ""), row, territory)
    return TypedFields({**values, **placed}, (*problems, *doubts))


def _empties(name: str, text: str) -> bool:
    from wtc_eco.sources.vocabulary import says_none, says_nothing

    column = _TYPES.get(name)
    is_list = column is not None and column.type in ("terms", "texts")
    free = name in ("note", "name", "street")
    return (
        not text.strip()
        or (not free and says_nothing(text))
        or (not is_list and not free and says_none(text))
    )


def _read(fields: Mapping[str, str], territory: Territory) -> tuple[dict[str, Any], list[Problem]]:
    """The cells as the rows of a list are read: each column once, with its faults."""
    from wtc_eco.sources.row_reader import RowReader

    titles = tuple(fields)
    cells = tuple(as_list(name, text) for name, text in fields.items())
    table = sources.Table("", titles, 1, (sources.Row(2, cells),))
    draft = RowReader(table, sources.ColumnMap("typed", {name: name for name in titles}), territory).read(
        cells
    )
    asked = {column for name in titles for column in _COMPOSED.get(name, (name,))}
    problems = [
        _as_asked(table.problem(fault, column=title, value=fields.get(title, "")), territory)
        for fault, title in draft.faults
        if fault.code not in _ABOUT_THE_ROW
    ]
    values = {name: value for name, value in draft.values.items() if name in asked}
    if "hours_note" in draft.values and "opening_hours" in asked:
        values["hours_note"] = draft.values["hours_note"]
    complained = {problem.column for problem in problems}
    unread = [
        _unread(name, fields[name]) for name in titles if name not in complained and _is_silent(name, values)
    ]
    return values, [*asked_again(problems, values), *unread]


def asked_again(problems: Iterable[Problem], values: Row) -> tuple[Problem, ...]:
    """An import keeps beside the record what it cannot read; whoever types it is asked for it again."""
    return tuple(
        replace(one, gravity="quarantine")
        if one.code == "place_unreadable" or (one.column and _is_silent(one.column, values))
        else one
        for one in problems
    )


def _is_silent(name: str, values: Row) -> bool:
    """Whether nothing was read of what was typed under this name."""
    return name != "commune" and not any(column in values for column in _columns_of(name))


def _columns_of(name: str) -> tuple[str, ...]:
    return (*_COMPOSED.get(name, (name,)), *(("hours_note",) if name == "opening_hours" else ()))


def _unread(name: str, text: str) -> Problem:
    message = tr("“{value}” cannot be read as “{field}”.", value=text, field=name)
    return Problem("unreadable_value", "quarantine", message, column=name, value=text)


def as_list(name: str, text: str) -> str:
    """The middle dot by which our own workbooks separate the items of a list."""
    column = _TYPES.get(name)
    is_list = column is not None and column.type in ("terms", "texts")
    return text.replace(" · ", "|") if is_list else text


def _as_asked(problem: Problem, territory: Territory) -> Problem:
    """A word nobody knows is kept by an import; a person who types it is asked for another."""
    if problem.code != "unknown_option":
        return problem
    column = _TYPES.get(problem.column)
    if column is None or not column.vocabulary:
        return replace(problem, gravity="quarantine")
    vocabulary = territory.vocabulary(column.vocabulary)
    hint = tr("Known words: {words}.", words=", ".join(vocabulary))
    return replace(
        problem,
        gravity="quarantine",
        message=tr("“{value}” is not among the known words.", value=problem.value),
        hint=hint,
    )


def _placed(
    values: Mapping[str, Any], commune: str, row: Row, territory: Territory
) -> tuple[dict[str, Any], list[Problem]]:
    """The INS code of a new place; what no longer goes with it is emptied.

    1. The new values together with what was known of the place and was not typed.
    2. Where these contradict each other, the new values alone.
    """
    stated = {name: values[name] for name in _PLACE if values.get(name) is not None}
    if not stated and not commune:
        return {}, []
    kept = {name: row[name] for name in ("postal_code", "locality") if name not in values and not commune}
    country = None if commune else row.get("country")
    place = territory.place(**{**kept, **stated}, commune=commune or None, country=country)  # RULE 1
    emptied: dict[str, Any] = {}
    if place.standing == "unknown" or place.doubt:
        alone = territory.place(**stated, commune=commune or None)  # RULE 2
        if alone.standing == "unknown":
            message = alone.doubt or tr("Nobody can tell where this is.")
            hint = tr("Write the postal code and the locality.")
            first = next(iter(stated), "commune")
            return {}, [Problem("place_unreadable", "quarantine", message, hint, column=first)]
        if alone.ins != place.ins or alone.ins != row["ins"]:
            emptied = {name: None for name in kept if row[name] is not None}
        place = alone
    moved = {"ins": place.ins} if place.ins != row["ins"] else {}
    if commune:
        emptied |= {name: None for name in ("postal_code", "locality") if moved and name not in values}
    doubts = [Problem("place_doubt", "warning", place.doubt)] if place.doubt else []
    return {**emptied, **moved}, doubts
