"""Tables as the script reads them: by column, a value that comes back is written once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


def packed(fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """`{"fields", "n", "columns"}`: each column its values, or `{"of": values, "at": places in them}`.

    The values in `of` stand in the order in which they first come: same rows, same bytes.
    """
    columns = [[row[place] for row in rows] for place in range(len(fields))]
    return {"fields": list(fields), "n": len(rows), "columns": [_column(values) for values in columns]}


def unpacked(table: dict[str, Any]) -> list[list[Any]]:
    """The rows again."""
    columns = [
        [column["of"][at] for at in column["at"]] if isinstance(column, dict) else column
        for column in table["columns"]
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _column(values: list[Any]) -> Any:
    written = [json.dumps(value, ensure_ascii=False) for value in values]
    places = {text: place for place, text in enumerate(dict.fromkeys(written))}
    at = [places[text] for text in written]
    of = [json.loads(text) for text in places]
    shorter = sum(map(len, places)) + sum(len(str(place)) for place in at) < sum(map(len, written))
    return {"of": of, "at": at} if shorter else values
