"""The register: one row per real structure, and the structure that every record number leads to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from wtc_eco import model
from wtc_eco.errors import UnknownNameError
from wtc_eco.locale import tr
from wtc_eco.registry.answers import is_request
from wtc_eco.registry.choice import in_order_of_belief, ranks, requested, structure
from wtc_eco.registry.corrections import Correction, Row, history, is_correction

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.matching import Matching
    from wtc_eco.territory import Territory


@dataclass(frozen=True)
class Registry:
    """One row per real structure, by growing number of id; `aliases` gives every record its structure.

    `corrections` holds, by id, every column that a person corrected, oldest first.
    """

    table: pd.DataFrame
    aliases: Mapping[int, str]
    n_records: int
    n_lists: int
    n_review: int
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)

    @cached_property
    def _rows(self) -> Mapping[str, Row]:
        return {str(row["id"]): row for row in _rows(self.table)}

    def row(self, id: str) -> Row:  # noqa: A002 - the column's name
        """The structure of this id; raises `UnknownNameError` where there is none."""
        return self._rows[self.resolve(id)]

    def resolve(self, thing: str | int) -> str:
        """The id of the structure that «S12», «12» or 12 leads to; raises `UnknownNameError`."""
        written = str(thing).strip().upper().removeprefix("S")
        found = self.aliases.get(int(written)) if written.isascii() and written.isdigit() else None
        if found is None:
            raise UnknownNameError(
                tr("No structure has the number {thing}.", thing=thing),
                hint=tr("Search for it by its name in outputs/registry.csv."),
            )
        return found


def build(
    records: pd.DataFrame, matching: Matching, territory: Territory, *, trust: Mapping[str, int] | None = None
) -> Registry:
    """Put every cluster's records together into one row (columns of `model.REGISTRY`).

    `trust` ranks sources, higher first, 0 where it does not say; `coordination` is above all.
    Of equally trusted sources the latest collected wins, then content decides: the order of the
    records changes nothing. What a person corrected counts above every record; a correction of
    which no structure is left is no structure, and neither is a request to answer a survey.
    """
    believed = ranks(trust)
    members: dict[int, list[Row]] = defaultdict(list)
    corrected: dict[int, list[Row]] = defaultdict(list)
    asked: dict[int, list[Row]] = defaultdict(list)
    for record in _rows(records):
        cluster = matching.clusters.get(record["record"])
        if cluster is not None:
            kind = corrected if is_correction(record) else asked if is_request(record) else members
            kind[cluster].append(record)
    rows, told = [], {}
    for cluster, held in members.items():
        lists = in_order_of_belief(held, believed)
        said = history(corrected[cluster], lists)
        rows.append(structure(lists, said, territory) | requested(lists, asked[cluster]))
        if said:
            told[rows[-1]["id"]] = said
    names = {row["id"]: row["records"] for row in rows}
    ids = {matching.clusters[numbers[0]]: name for name, numbers in names.items()}
    return Registry(
        table=model.frame(model.REGISTRY, sorted(rows, key=lambda row: row["records"][0])),
        aliases={record: ids[first] for record, first in sorted(matching.clusters.items()) if first in ids},
        n_records=sum(map(len, members.values())),
        n_lists=len(
            {row["source"] for held in members.values() for row in held if row["source"] is not None}
        ),
        n_review=len(matching.review),
        corrections=told,
    )


def _rows(table: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
