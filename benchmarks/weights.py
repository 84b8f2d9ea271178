"""Are the weights right? `python benchmarks/weights.py LIST.csv …`: estimated again, and cross-validated.

Every evidence gets a factor by which its bits would be multiplied (1: as shipped), estimated on the
labelled pairs by logistic regression, drawn towards 1 as if that much were known before (a Gaussian
prior). The estimate is judged on structures it has not seen: ten folds of structures; each is matched
with the factors found on the other nine.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from contenders import as_records
from lists import labelled

from wtc_eco.matching import Lexicon, match, weights
from wtc_eco.matching.arrays import in_order
from wtc_eco.matching.candidates import candidates
from wtc_eco.matching.features import EVIDENCES
from wtc_eco.matching.profiles import profiles
from wtc_eco.matching.score import score_at

sys.path.insert(0, str(Path(__file__).parent))


FOLDS = 10
SPREAD = 0.3
"""Standard deviation of the factors before looking: most lie between 0.4 and 1.6."""

STEPS, LONGEST_STEP = 100, 0.2
"""Where the curve is flat, a whole step of Newton's would leap away."""

UNSCALED = {("name", "by_chance")}
"""Not a weight of what is found, but a bound."""

Array = npt.NDArray[np.float64]
Pairs = tuple[pd.DataFrame, npt.NDArray[np.bool_], npt.NDArray[np.int64]]


def main() -> None:
    """Print, for each list, the factors found on all of it, and F1 as shipped and as cross-validated."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("lists", nargs="+", type=Path)
    options.add_argument("--country", default="BE")
    chosen = options.parse_args()
    for path in chosen.lists:
        with tempfile.TemporaryDirectory() as folder:
            held = labelled(path, Path(folder), chosen.country)
            with held.plain.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream))
            records, truth = as_records(rows), [held.truth[row["id"]] for row in rows]
        _report(path.stem, records, truth, held.country)


def _report(name: str, records: pd.DataFrame, truth: Sequence[str], country: str) -> None:
    table, same, ends = _pairs(records, truth, country)
    factors, errors = estimated(table, same)
    print(f"{name}: {int(same.sum())} pairs that are one, {int((~same).sum())} compared that are two")
    for evidence, factor, error in zip(table.columns, factors, errors, strict=True):
        known = int((table[evidence] != 0).sum())
        print(f"  {evidence:<10} ×{factor:5.2f} ± {error:4.2f}   on {known:>5} pairs")
    fold = {true: number % FOLDS for number, true in enumerate(sorted({t for t in truth if t}))}
    for label, counts in (
        ("as shipped", _counts(records, truth, country, None, fold)),
        ("cross-validated", _unseen(records, truth, country, (table, same, ends), fold)),
    ):
        right, said, real = counts
        f1 = 2 * right / (said + real)
        print(f"  {label:<16} F1 {f1:.4f}   false {said - right:.0f}   missed {real - right:.0f}")


def _unseen(
    records: pd.DataFrame, truth: Sequence[str], country: str, pairs: Pairs, fold: Mapping[str, int]
) -> Array:
    """The counts of every fold, matched with the factors of the others."""
    table, same, ends = pairs
    counts = np.zeros(3)
    for number in range(FOLDS):
        of = np.array([[fold.get(truth[row], -1) == number for row in pair] for pair in ends])
        train = ~of.any(axis=1)
        factors, _ = estimated(table[train], same[train])
        with scaled(dict(zip(table.columns, factors, strict=True))):
            counts += _counts(records, truth, country, number, fold)
    return counts


def _pairs(records: pd.DataFrame, truth: Sequence[str], country: str) -> Pairs:
    """The evidences of the candidate pairs whose truth is known (0: cannot compare), and their records."""
    columns = in_order(records)
    read = profiles(columns, Lexicon.general(), country)
    found = candidates(read)
    ends = np.column_stack([columns.record[found.left], columns.record[found.right]]) - 1
    known = np.array([bool(truth[a] and truth[b]) for a, b in ends], dtype=np.bool_)
    table = score_at(read, found.left[known], found.right[known])[list(EVIDENCES)].fillna(0.0)
    same = np.array([truth[a] == truth[b] for a, b in ends[known]], dtype=np.bool_)
    return table.loc[:, (table != 0).any()], same, ends[known]


def estimated(table: pd.DataFrame, same: npt.NDArray[np.bool_]) -> tuple[Array, Array]:
    """The factor of every evidence and its standard error: maximum a posteriori, by Newton's method.

    The caps bind on few pairs: here, evidences just add up.
    """
    bits = table.to_numpy(dtype=np.float64) * np.log(2)
    known = np.column_stack([bits, np.full(len(bits), weights.PRIOR * np.log(2))])
    factors = np.ones(known.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(known @ factors)))
        slope = known.T @ (same - chance) - (factors - 1) / SPREAD**2
        curve = (known * (chance * (1 - chance))[:, None]).T @ known + np.eye(known.shape[1]) / SPREAD**2
        step = np.linalg.solve(curve, slope)
        factors = factors + step / max(1.0, np.abs(step).max() / LONGEST_STEP)
    return factors[:-1], np.sqrt(np.diag(np.linalg.inv(curve)))[:-1]


@contextmanager
def scaled(factors: Mapping[str, float]) -> Iterator[None]:
    """The weights multiplied by these factors, for as long as it lasts."""
    shipped = {name: dict(levels) for name, levels in weights.WEIGHTS.items()}
    table: Any = weights.WEIGHTS
    try:
        for name, factor in factors.items():
            for level, weight in shipped[name].items():
                if (name, level) not in UNSCALED:
                    table[name][level] = weights.Weight(weight.bits * factor, weight.why)
        yield
    finally:
        for name, levels in shipped.items():
            table[name].update(levels)


def _counts(
    records: pd.DataFrame, truth: Sequence[str], country: str, fold: int | None, folds: Mapping[str, int]
) -> Array:
    """Pairs rightly put together, put together, and that are one: those that touch a fold, or all."""
    found = match(records, lexicon=Lexicon.general(), country=country).clusters
    counted = np.zeros(3)
    known = [row for row, true in enumerate(truth) if true]
    for a, b in combinations(known, 2):
        if fold is None or fold in (folds[truth[a]], folds[truth[b]]):
            # A pair of two folds is met twice.
            share = 1.0 if fold is None or folds[truth[a]] == folds[truth[b]] else 0.5
            said, real = found[a + 1] == found[b + 1], truth[a] == truth[b]
            counted += share * np.array([said and real, said, real])
    return counted


if __name__ == "__main__":
    main()
