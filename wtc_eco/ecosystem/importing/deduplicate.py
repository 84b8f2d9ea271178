"""Any list of organisations, deduplicated: no territory, no folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import sources
from wtc_eco.ecosystem.importing.files import ReadingOptions
from wtc_eco.errors import Problem, UsageError
from wtc_eco.i18n import tr

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.sources import PlainList, Table

Told = Callable[[str, float], None]

DIGITS = 6
"""Probabilities are written to six decimals: more would be noise."""


@dataclass(frozen=True)
class Matched:
    """Each row's cluster, named by the id of its first row, and the weakest link that holds it there.

    `left_out` says which rows are no structures: headings, totals, remarks.
    """

    rows: tuple[tuple[str, str, float], ...]
    n_review: int
    left_out: tuple[Problem, ...] = ()

    @property
    def n_records(self) -> int:
        """How many rows were read."""
        return len(self.rows)

    @property
    def n_clusters(self) -> int:
        """How many structures they are."""
        return len({cluster for _, cluster, _ in self.rows})

    def csv(self) -> str:
        """`id,cluster,probability`, one line a row, in the order they were read."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(("id", "cluster", "probability"))
        writer.writerows((name, cluster, f"{round(sure, DIGITS):g}") for name, cluster, sure in self.rows)
        return buffer.getvalue()


def match_files(  # noqa: PLR0913 - the files, and how to read them
    files: Sequence[str | Path],
    *,
    columns: Mapping[str, str | Sequence[str]] | None = None,
    id_column: str | None = None,
    country: str = "be",
    reading: ReadingOptions | None = None,
    watcher: Told | None = None,
) -> Matched:
    """Find which rows of these files name the same organisation.

    `columns` says which header holds a field (`name`, `street`, `postal_code` …); the others are
    recognised. A row is named by its `id_column` (recognised too), else by its place among all rows
    read. `country` is the two letters of the country of the phone numbers, `reading` how to read the
    files where the guess would be wrong. `told` hears what is being done, and which share of it is
    over. Raises `UsageError` where an id occurs twice or a column does not exist.
    """
    from wtc_eco.matching import Lexicon, match

    if watcher:
        watcher(tr("Reading {files}", files=", ".join(Path(file).name for file in files)), 0.0)
    names, records, left_out = _read(files, lambda table: sources.read_columns(table, columns or {}, id_column, country),
                           reading or ReadingOptions())  # fmt: skip
    _must_differ(names)
    matched = match(records, lexicon=Lexicon.general(), country=country.upper(), watcher=watcher)
    return Matched(
        rows=tuple(
            (name, names[matched.clusters[place] - 1], matched.probability[place])
            for place, name in enumerate(names, start=1)
        ),
        n_review=len(matched.review),
        left_out=left_out,
    )


def _read(
    files: Sequence[str | Path], read: Callable[[Table], PlainList], reading: ReadingOptions
) -> tuple[list[str], pd.DataFrame, tuple[Problem, ...]]:
    """The name of every row, the rows as records, column by column (a file may have a million), and what is no row."""
    import pandas as pd

    names: list[str] = []
    left_out: list[Problem] = []
    n_before = 0
    fields: dict[str, list[Any]] = {}
    for file in files:
        plain = read(reading.table(Path(file)))
        columns_read = {"source": [Path(file).name] * len(plain.keys), **plain.fields}
        if None in columns_read["source"]:
            columns_read["source"] = [name or Path(file).name for name in columns_read["source"]]
        for field in {**fields, **columns_read}:
            earlier = fields.setdefault(field, [None] * len(names))
            earlier += columns_read.get(field, [None] * len(plain.keys))
        names += [key or str(n_before + place) for key, place in zip(plain.keys, plain.places, strict=True)]
        n_before += len(plain.keys) + len(plain.left_out)
        left_out += [row.problem for row in plain.left_out]
    columns = {field: pd.Series(values, dtype=object) for field, values in fields.items()}
    return names, pd.DataFrame({"record": range(1, len(names) + 1), **columns}), tuple(left_out)


def _must_differ(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise UsageError(
                tr("The id “{name}” occurs twice.", name=name),
                hint=tr("Choose a column whose values differ, or leave --id out."),
            )
        seen.add(name)
