"""The columns of a table of records as numbers of distinct values, in order of content."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.ragged import Ids, Index, Ragged

if TYPE_CHECKING:
    import pandas as pd

CONTENT = ("name", "street", "postal_code", "locality", "ins", "phone", "email", "website", "bce", "unit_number",
           "kind", "lat", "lon", "also_known_as", "source", "source_id", "collected_on")  # fmt: skip
"""What orders records: two lists in any order are read in one order. The record number only decides last."""


@dataclass(frozen=True)
class Column:
    """A value a record: `codes` into `distinct`; -1 where it is unknown."""

    codes: Ids
    distinct: tuple[Any, ...]

    def read(self, reader: Callable[[Any], Sequence[int]]) -> Ragged:
        """What `reader` finds in each record's value; every value is read once."""
        return Ragged.of(reader(value) for value in self.distinct).take(self.codes)

    def texts(self) -> list[str | None]:
        """Every record's value as text."""
        written = [*(str(value) for value in self.distinct), None]
        return [written[code] for code in self.codes.tolist()]


@dataclass(frozen=True)
class Columns:
    """What matching reads of a table: the record numbers, and the columns of `CONTENT`."""

    record: Index
    held: Mapping[str, Column]

    def __len__(self) -> int:
        return len(self.record)

    def __getitem__(self, name: str) -> Column:
        return self.held[name]


def in_order(records: pd.DataFrame) -> Columns:
    """The columns of a table, its rows sorted by what they say: no result depends on their order."""
    numbers = np.asarray(records["record"].tolist(), dtype=np.int64)
    read = {name: _column(records[name]) if name in records else _unknown(len(numbers)) for name in CONTENT}
    ranks = [_ranks(column) for column in read.values() if column.distinct]
    order = np.lexsort(np.vstack([numbers, *reversed(ranks)]))
    held = {name: Column(column.codes[order], column.distinct) for name, column in read.items()}
    return Columns(numbers[order], held)


def _column(series: pd.Series[Any]) -> Column:
    import pandas as pd

    codes, values = pd.factorize(series.to_numpy(dtype=object))
    return Column(codes.astype(np.int32), tuple(values.tolist()))


def _unknown(n: int) -> Column:
    return Column(np.full(n, -1, dtype=np.int32), ())


def _ranks(column: Column) -> npt.NDArray[np.int32]:
    """The place of every record's value among all values in order; unknown and empty come first."""
    written = [str(value) for value in column.distinct]
    order = sorted(range(len(written)), key=written.__getitem__)
    ranks = np.zeros(len(written) + 1, dtype=np.int32)
    ranks[order] = np.arange(1, len(written) + 1)
    found: npt.NDArray[np.int32] = ranks[column.codes]
    return found
