"""Whoever asked to be forgotten does not come back by a file: their name and addresses are blanked as it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.ecosystem.people import oppositions as opposing
from wtc_eco.ecosystem.people.oppositions import Identifier, Oppositions
from wtc_eco.ecosystem.people.traces import Traces
from wtc_eco.locale import trn
from wtc_eco.model import Column
from wtc_eco.sources.table import Fault
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem
    from wtc_eco.sources import Table

_NAME_WORDS = (2, 3, 4, 5)
_MOST_WORDS = 400


def shielded(ecosystem: Ecosystem, table: Table) -> Table:
    """The table without the forgotten; the same table where nobody is."""
    oppositions = opposing.read(ecosystem)
    if not oppositions.forgets:
        return table
    cleaned = lru_cache(maxsize=1 << 15)(lambda cell: _cleaned(cell, oppositions))
    rows = tuple(replace(row, cells=tuple(map(cleaned, row.cells))) for row in table.rows)
    aside = tuple(replace(row, cells=tuple(map(cleaned, row.cells))) for row in table.quarantined)
    n = sum(
        row != before for row, before in zip((*rows, *aside), (*table.rows, *table.quarantined), strict=True)
    )
    if not n:
        return table
    message = trn(
        "{n} row named somebody who asked to be forgotten: name and addresses were left out.",
        "{n} rows named somebody who asked to be forgotten: names and addresses were left out.",
        n,
    )
    return replace(table, rows=rows, quarantined=aside).with_problems(
        Fault("forgotten_left_out", "note", message).at(table.file)
    )


def shielded_rows(
    ecosystem: Ecosystem, rows: Sequence[dict[str, Any]], columns: Sequence[Column]
) -> list[dict[str, Any]]:
    """Rows of another folder without the forgotten; what is left of a cell that is no value any more is unknown."""
    oppositions = opposing.read(ecosystem)
    if not oppositions.forgets:
        return list(rows)
    by_name = {column.name: column for column in columns}
    return [
        {name: _shielded_value(value, by_name[name], oppositions) for name, value in row.items()}
        for row in rows
    ]


def _shielded_value(value: Any, column: Column, oppositions: Oppositions) -> Any:
    if column.type in ("whole", "number", "flag", "date"):
        return value
    text = model.to_cell(value, column)
    cleaned = _cleaned(text, oppositions)
    if cleaned == text:
        return value
    try:
        return model.from_cell(cleaned, column)
    except ValueError:
        return None


def _cleaned(cell: str, oppositions: Oppositions) -> str:
    found = [one for one in _candidates(cell, oppositions) if oppositions.forgotten(one)]
    return Traces.of(found).scrubbed(cell).strip("… ;,") if found else cell


def _candidates(cell: str, oppositions: Oppositions) -> Iterator[Identifier]:
    """Everything in a cell by which somebody may be known."""
    yield from opposing.identifiers_in(cell)
    words = fold(cell).split()[:_MOST_WORDS] if "person" in oppositions.forgets else []
    for size in _NAME_WORDS:
        for at in range(len(words) - size + 1):
            yield Identifier("person", " ".join(sorted(words[at : at + size])))
