"""Tables as the script reads them: by column, words that come back are written once."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any


def packed(fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """`{"fields", "n", "columns"}`: each column its values, or `{"of": values, "at": places in them}`.

    The values in `of` stand in the order in which they first come: same rows, same bytes.
    """
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(fields)
    return {"fields": list(fields), "n": len(rows), "columns": [_column(values) for values in columns]}


def unpacked(table: dict[str, Any]) -> list[list[Any]]:
    """The rows again."""
    columns = [
        [column["of"][at] for at in column["at"]] if isinstance(column, dict) else column
        for column in table["columns"]
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _column(values: Sequence[Any]) -> Any:
    if not any(isinstance(value, str | list) for value in values):
        return list(values)
    keys = [_key(value) for value in values]
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    if 2 * len(places) > len(values):
        return list(values)
    firsts = dict(zip(reversed(keys), reversed(values), strict=True))
    return {"of": [firsts[key] for key in places], "at": [places[key] for key in keys]}


def _key(value: Any) -> Hashable:
    """What tells values apart: `1`, `True`, `"1"` and `["1"]` are four."""
    if type(value) is str:
        return value
    return (type(value), tuple(map(_key, value)) if isinstance(value, list) else value)
