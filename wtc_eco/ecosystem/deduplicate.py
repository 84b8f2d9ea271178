"""Any list of organisations, deduplicated: no territory, no folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wtc_eco import model, sources
from wtc_eco.ecosystem.collect import Reading
from wtc_eco.errors import UsageError
from wtc_eco.locale import tr

DIGITS = 6
"""Probabilities are written to six decimals: more would be noise."""


@dataclass(frozen=True)
class Matched:
    """Each row's cluster, named by the id of its first row, and the weakest link that holds it there."""

    rows: tuple[tuple[str, str, float], ...]
    n_review: int

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


def match_files(
    files: Sequence[str | Path],
    *,
    columns: dict[str, str] | None = None,
    id_column: str | None = None,
    country: str = "be",
    reading: Reading | None = None,
) -> Matched:
    """Find which rows of these files name the same organisation.

    `columns` says which header holds a field (`name`, `street`, `postal_code` …); the others are
    recognised. A row is named by its `id_column` (recognised too), else by its place among all rows
    read. `country` is the two letters of the country of the phone numbers, `reading` how to read the
    files where the guess would be wrong. Raises `UsageError` where an id occurs twice or a column does
    not exist.
    """
    from wtc_eco.matching import match
    from wtc_eco.matching.lexicon import Lexicon

    rows: list[dict[str, Any]] = []
    for file in files:
        table = (reading or Reading()).table(Path(file))
        harvest = sources.read_plain(table, columns or {}, id_column, country)
        rows += [{"source": Path(file).name, **row} for row in harvest.rows]
    names = [row.get("source_id") or str(place) for place, row in enumerate(rows, start=1)]
    _must_differ(names)
    numbered = [{**row, "record": place} for place, row in enumerate(rows, start=1)]
    records = model.frame(model.RECORDS, numbered)
    found = match(records, lexicon=Lexicon.general(), country=country.upper())
    return Matched(
        rows=tuple(
            (name, names[found.clusters[place] - 1], found.probability[place])
            for place, name in enumerate(names, start=1)
        ),
        n_review=len(found.review),
    )


def _must_differ(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise UsageError(
                tr("The id “{name}” occurs twice.", name=name),
                hint=tr("Choose a column whose values differ, or leave --id out."),
            )
        seen.add(name)
