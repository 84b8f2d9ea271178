"""The structure or the record that a person names in a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.errors import UsageError
from wtc_eco.locale import tr
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem

SHOWN = 5


def structure_named(ecosystem: Ecosystem, thing: str) -> str:
    """The id of the one structure that `thing` names: S12, a record number or a name.

    Raises `UsageError` where it names several, a commune or a bassin, and `UnknownNameError` where
    it names nobody.
    """
    from wtc_eco.analysis.portrait.naming import meant

    if thing.strip().isdecimal():
        return ecosystem.registry.resolve(thing)
    found = meant(ecosystem, thing)
    if not isinstance(found, tuple):
        raise UsageError(
            tr("“{thing}” is a place, not a structure.", thing=thing),
            hint=tr("Name a structure, by its number (S12) or its name."),
        )
    if len(found) > 1:
        names = [f"{one} ({ecosystem.registry.row(one)['commune'] or '?'})" for one in found[:SHOWN]]
        raise UsageError(
            tr("Several structures are called “{thing}”.", thing=thing),
            hint=tr("Say which by its number: {names}.", names=", ".join(names)),
        )
    return found[0]


def exactly_named(ecosystem: Ecosystem, thing: str) -> str:
    """As `structure_named`, but what is written down rests on no guess: a slip of the pen is asked about."""
    one = structure_named(ecosystem, thing)
    row = ecosystem.registry.row(one)
    said = fold(thing).split()
    called = [fold(str(name)).split() for name in (row["name"], *(row["also_known_as"] or ())) if name]
    numbered = thing.strip().removeprefix("S").removeprefix("s").isdecimal()
    if numbered or any(set(said) <= set(name) for name in called):
        return one
    raise UsageError(
        tr("No structure is called “{thing}”.", thing=thing),
        hint=tr("If you mean {name}, write {id}.", name=row["name"], id=one),
    )


def words_of_record(ecosystem: Ecosystem, number: int) -> str | None:
    """What a decision remembers of a record: name, street and postal code."""
    from wtc_eco.matching.decisions import words_of

    records = ecosystem.holdings.records
    rows = records[records["record"] == number].to_dict("records")
    return words_of(rows[0]["name"], rows[0]["street"], rows[0]["postal_code"]) or None if rows else None
