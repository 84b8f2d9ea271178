"""The arrays that matching works on: rows of several numbers each (`Ragged`, `Bag`), texts as numbers, columns of a table.

What is done to all rows is done at once; rows stand in order of content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    import pandas as pd

Ids = npt.NDArray[np.int32]
Index = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ragged:
    """Row `r` holds `values[starts[r]:starts[r + 1]]`."""

    values: Ids
    starts: Index

    def __len__(self) -> int:
        return len(self.starts) - 1

    @staticmethod
    def of(rows: Iterable[Sequence[int]]) -> Ragged:
        """These rows."""
        listed = list(rows)
        flat = np.fromiter(chain.from_iterable(listed), dtype=np.int32)
        return Ragged(flat, starts_of(np.fromiter(map(len, listed), dtype=np.int64, count=len(listed))))

    @property
    def lengths(self) -> Index:
        """How many values each row has."""
        return np.diff(self.starts)

    @property
    def rows(self) -> Index:
        """The row of every value."""
        return np.repeat(np.arange(len(self)), self.lengths)

    @property
    def spots(self) -> Index:
        """The place of every value in its row, from 0."""
        return np.arange(len(self.values)) - np.repeat(self.starts[:-1], self.lengths)

    def take(self, index: npt.NDArray[np.integer]) -> Ragged:
        """The rows at these places, in this order; an empty row where the place is -1."""
        first = np.append(self.starts[:-1], 0)[index]
        sizes = np.append(self.lengths, 0)[index]
        starts = starts_of(sizes)
        flat = np.arange(starts[-1]) + np.repeat(first - starts[:-1], sizes)
        return Ragged(self.values[flat], starts)

    def joined(self, groups: Ragged) -> Ragged:
        """One row a group: the values of the rows it names, one after the other."""
        taken = self.take(groups.values)
        return Ragged(taken.values, taken.starts[groups.starts])

    def keep(self, wanted: Truth) -> Ragged:
        """The same rows with only these values."""
        counts = np.concatenate([[0], np.cumsum(wanted)])
        return Ragged(self.values[wanted], counts[self.starts])

    def known(self) -> Ragged:
        """The same rows without the values that are negative."""
        return self.keep(self.values >= 0)

    def distinct(self) -> Ragged:
        """The same rows, each value once, where it stood first."""
        return self.keep(first_of(self.rows << 32 | self.values))

    def recoded(self, codes: Ids) -> Ragged:
        """The same rows, every value `v` written `codes[v]`."""
        return Ragged(codes[self.values], self.starts)

    def spelled_out(self, codes: Ragged) -> Ragged:
        """The same rows, every value `v` replaced by the row `v` of `codes`."""
        return codes.joined(self)

    def digest(self) -> Index:
        """A number a row, equal for equal rows (and, but for one chance in 2⁶⁴, only for those)."""
        powers = np.uint64(0x9E3779B97F4A7C15) ** self.spots.astype(np.uint64)
        terms = (self.values.astype(np.uint64) + np.uint64(0x632BE59BD9B4E019)) * powers
        sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(terms, dtype=np.uint64)])
        digests: Index = (sums[self.starts[1:]] - sums[self.starts[:-1]]).view(np.int64)
        return digests


def starts_of(sizes: Index) -> Index:
    """Where rows of these sizes start in the flat array, and where the last ends."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes, dtype=np.int64)])


def side_by_side(*parts: Ragged) -> Ragged:
    """Row by row, the values of the first, then of the second …"""
    n = len(parts[0])
    sizes = np.column_stack([part.lengths for part in parts]).ravel()
    starts = starts_of(sizes)
    values = np.empty(starts[-1], dtype=np.int32)
    for number, part in enumerate(parts):
        first = starts[:-1][number :: len(parts)]
        values[part.spots + np.repeat(first, part.lengths)] = part.values  # noqa: PD011 - of a Ragged
    return Ragged(values, starts[:: len(parts)][: n + 1])


def first_of(keys: Index) -> Truth:
    """Which of these keys occur for the first time."""
    order = np.argsort(keys, kind="stable")
    fresh = np.ones(len(keys), dtype=np.bool_)
    fresh[order[1:]] = keys[order[1:]] != keys[order[:-1]]
    return fresh


def member(keys: Index, known: Index) -> Truth:
    """Which of these keys are among the known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(keys), dtype=np.bool_)
    among: Truth = known[np.searchsorted(known, keys).clip(max=len(known) - 1)] == keys
    return among


NOTHING = -1


class Codebook:
    """Numbers for texts, in order of first sight."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._ids: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def id(self, text: str) -> int:
        """The number of a text, new or known."""
        number = self._ids.get(text)
        if number is None:
            number = self._ids[text] = len(self.texts)
            self.texts.append(text)
        return number

    def ids(self, texts: Iterable[str]) -> Ids:
        """The numbers of many texts."""
        listed = list(texts)
        for text in dict.fromkeys(listed):
            self.id(text)
        return np.fromiter(map(self._ids.__getitem__, listed), dtype=np.int32, count=len(listed))

    def get(self, text: str) -> int:
        """The number of a text, `NOTHING` where it was never seen."""
        return self._ids.get(text, NOTHING)

    def marks(self, texts: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Of every number, whether its text is among these."""
        marked = np.zeros(len(self), dtype=np.bool_)
        marked[[code for code in map(self.get, texts) if code != NOTHING]] = True
        return marked


def tokens(texts: Sequence[str], codes: Codebook) -> Ragged:
    """The folded words of every text (`territory.spelling.fold`), as numbers.

    What a sign folds to does not depend on its neighbours: every sign that occurs is folded once.
    """
    joined = "\n".join(text.replace("\n", " ") for text in texts)
    folded = joined.translate({ord(sign): _folded(sign) for sign in set(joined) - {"\n"}})
    cut = [line.split() for line in folded.split("\n")] if texts else []
    sizes = np.fromiter(map(len, cut), dtype=np.int64, count=len(cut))
    return Ragged(codes.ids(chain.from_iterable(cut)), starts_of(sizes))


def _folded(sign: str) -> str:
    # Between two letters, a sign that only separates stays visible.
    return fold(f"a{sign}a")[1:-1]


def respelled(codes: Codebook, spelling: dict[str, str], left_out: Iterable[str] = ()) -> Ragged:
    """For every number, the words its text is written out to, without those left out."""
    out = frozenset(left_out)
    spelled = [
        [word for word in spelling.get(text, text).split() if word not in out] for text in list(codes.texts)
    ]
    sizes = np.fromiter(map(len, spelled), dtype=np.int64, count=len(spelled))
    return Ragged(codes.ids(chain.from_iterable(spelled)), starts_of(sizes))


Bits = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Bag:
    """One column a record: `ids` of its values, `NOTHING` where there are no more, and what each weighs.

    Records lie along the last axis, so that numpy works on long runs of them.
    """

    ids: Ids
    weights: Bits

    def take(self, index: Index) -> Bag:
        """The bags of these records, in this order."""
        return Bag(np.take(self.ids, index, axis=1), np.take(self.weights, index, axis=1))

    @property
    def known(self) -> Truth:
        """Whether a record holds anything."""
        holds: Truth = (self.ids != NOTHING).any(axis=0)
        return holds

    @property
    def total(self) -> Bits:
        """What all values of a record weigh together."""
        summed: Bits = self.weights.sum(axis=0)
        return summed


@dataclass(frozen=True)
class Overlap:
    """What two aligned bags share and what each holds alone, by weight."""

    shared: Bits
    left: Bits
    right: Bits

    @property
    def containment(self) -> Bits:
        """How much of the lighter side is shared, 0 to 1; 0 where a side weighs nothing."""
        lighter = self.shared + np.minimum(self.left, self.right)
        return np.divide(self.shared, lighter, out=np.zeros_like(self.shared), where=lighter > 0)


def pack(rows: Ragged, width: int, weights: Bits | None = None) -> Bag:
    """Rows of ids as a bag `width` wide; what is beyond is left out. Weights are 1 where none are given."""
    spots = rows.spots
    kept = spots < width
    at = (spots[kept], rows.rows[kept])
    ids = np.full((width, len(rows)), NOTHING, dtype=np.int32)
    weighed = np.zeros((width, len(rows)), dtype=np.float32)
    ids[at] = rows.values[kept]  # noqa: PD011 - of a Ragged
    weighed[at] = 1.0 if weights is None else weights[kept]
    return Bag(ids, weighed)


def single(codes: Ids, weights: Bits | None = None) -> Bag:
    """At most one value a record."""
    weighed = np.ones(len(codes), dtype=np.float32) if weights is None else weights
    return Bag(codes[None, :], np.where(codes == NOTHING, np.float32(0), weighed)[None, :])


def equal(left: Bag, right: Bag) -> Truth:
    """Which value of the left is which of the right: left width × right width × pairs."""
    same: Truth = left.ids[:, None, :] == right.ids[None, :, :]
    equals: Truth = same & (left.ids != NOTHING)[:, None, :]
    return equals


def any_shared(left: Bag, right: Bag) -> Truth:
    """Whether two aligned bags share a value."""
    sharing: Truth = np.logical_or.reduce(equal(left, right), axis=(0, 1))
    return sharing


def shared_weight(left: Bag, right: Bag) -> Bits:
    """The greatest weight of a value that both hold; 0 where they share none."""
    both = np.minimum(left.weights[:, None, :], right.weights[None, :, :])
    greatest: Bits = np.where(equal(left, right), both, np.float32(0)).max(axis=(0, 1))
    return greatest


def overlap(left: Bag, right: Bag, alike: npt.NDArray[np.float32] | None = None) -> Overlap:
    """What aligned bags share; `alike` (widths × pairs, 0 to 1) says how near unequal values are."""
    near = equal(left, right).astype(np.float32) if alike is None else alike
    both = np.minimum(left.weights[:, None, :], right.weights[None, :, :]) * near
    shared = both.max(axis=1).sum(axis=0)
    lone_left = np.clip(left.total - (left.weights * near.max(axis=1)).sum(axis=0), 0, None)
    lone_right = np.clip(right.total - (right.weights * near.max(axis=0)).sum(axis=0), 0, None)
    return Overlap(shared, lone_left, lone_right)


CONTENT = ("name", "street", "postal_code", "locality", "ins", "phone", "email", "website", "bce", "unit_number",
           "kind", "lat", "lon", "also_known_as", "source", "source_id", "collected_on")  # fmt: skip
"""What orders records: two lists in any order are read in one order. The record number only decides last."""


SAID = CONTENT[: CONTENT.index("source") + 1]
"""What a record says of a structure, and in which list: records equal in all of it are one."""


@dataclass(frozen=True)
class CodedColumn:
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
class MatchColumns:
    """What matching reads of a table: the record numbers, and the columns of `CONTENT`."""

    record: Index
    held: Mapping[str, CodedColumn]

    def __len__(self) -> int:
        return len(self.record)

    def __getitem__(self, name: str) -> CodedColumn:
        return self.held[name]

    def take(self, rows: Index) -> MatchColumns:
        """These rows."""
        taken = {name: CodedColumn(one.codes[rows], one.distinct) for name, one in self.held.items()}
        return MatchColumns(self.record[rows], taken)

    def equal_to(self, apart: Iterable[int]) -> Index:
        """For every row the first of those that say the same in the same list; itself for those kept `apart`.

        Some lists write one row an activity: a structure in forty rows is one, and its name no usual one.
        """
        own = np.zeros(len(self), dtype=np.int64)
        alone = sorted(apart)
        own[alone] = np.arange(1, len(alone) + 1)
        columns = [self.held[name].codes for name in SAID]
        _, first, which = np.unique(
            np.column_stack([own, *columns]), axis=0, return_index=True, return_inverse=True
        )
        equal: Index = first[which.ravel()]
        return equal


def in_order(records: pd.DataFrame) -> MatchColumns:
    """The columns of a table, its rows sorted by what they say: no result depends on their order."""
    numbers = np.asarray(records["record"].tolist(), dtype=np.int64)
    read = {name: _column(records[name]) if name in records else _unknown(len(numbers)) for name in CONTENT}
    ranks = [_ranks(column) for column in read.values() if column.distinct]
    order = np.lexsort(np.vstack([numbers, *reversed(ranks)]))
    ordered = {name: CodedColumn(column.codes[order], column.distinct) for name, column in read.items()}
    return MatchColumns(numbers[order], ordered)


def _column(series: pd.Series[Any]) -> CodedColumn:
    import pandas as pd

    codes, values = pd.factorize(series.to_numpy(dtype=object))
    return CodedColumn(codes.astype(np.int32), tuple(values.tolist()))


def _unknown(n: int) -> CodedColumn:
    return CodedColumn(np.full(n, -1, dtype=np.int32), ())


def _ranks(column: CodedColumn) -> npt.NDArray[np.int32]:
    """The place of every record's value among all values in order; unknown and empty come first."""
    written = [str(value) for value in column.distinct]
    order = sorted(range(len(written)), key=written.__getitem__)
    ranks = np.zeros(len(written) + 1, dtype=np.int32)
    ranks[order] = np.arange(1, len(written) + 1)
    by_record: npt.NDArray[np.int32] = ranks[column.codes]
    return by_record
