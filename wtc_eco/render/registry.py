"""The register as a person reads it: French or English titles, terms in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Heading, Shape
from wtc_eco.locale import tr
from wtc_eco.model import REGISTRY, Column, Type
from wtc_eco.registry import fingerprint
from wtc_eco.registry.words import ANSWERED, ANSWERS, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from wtc_eco.territory import Territory

__all__ = ["TITLES", "headings", "rows"]

_SHAPES: dict[Type, Shape] = {
    "date": "date",
    "whole": "whole",
    "number": "number",
    "terms": "list",
    "texts": "list",
    "numbers": "list",
    "flag": "flag",
}


def headings(territory: Territory | None = None) -> tuple[Heading, ...]:
    """The registry's columns as headings, in order, then the mark of the row; terms become words where a territory is given."""
    return (
        *(_heading(column, territory) for column in REGISTRY),
        Heading(fingerprint.MARK, fingerprint.MARK),
    )


def _heading(column: Column, territory: Territory | None) -> Heading:
    shape = _SHAPES.get(column.type, "text")
    return Heading(column.name, tr(TITLES[column.name]), shape, _words(column, territory))


def _words(column: Column, territory: Territory | None) -> Mapping[str, str] | None:
    if column.name in ANSWERED:
        return {key: tr(words) for key, words in ANSWERS.items()}
    if column.name == "conflicts":
        return {key: tr(words) for key, words in TITLES.items()}
    if territory is None:
        return None
    if column.name == "bassin":
        return {key: bassin.text() for key, bassin in territory.bassins.items()}
    return getattr(territory, column.vocabulary).words() if column.vocabulary else None


def rows(table: pd.DataFrame) -> Iterator[Mapping[str, Any]]:
    """The registry row by row, each with its mark; `extra` as a text."""
    columns = {
        column.name: table[column.name].tolist() for column in REGISTRY if column.name in table.columns
    }
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        row[fingerprint.MARK] = fingerprint.fingerprint(row)
        if row.get("extra") is not None:
            row["extra"] = json.dumps(row["extra"], ensure_ascii=False, sort_keys=True)
        yield row
