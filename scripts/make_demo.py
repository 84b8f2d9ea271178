"""Write the illustrative ecosystem: `python scripts/make_demo.py [--into DATA] [--truth FILE]`.

Same bytes every time: seeded, no clock. `--truth` writes which structure each record is, apart from
the data, so that a matching can be scored on it.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from demonstration.offers import supplied
from demonstration.records import Seen, listed
from demonstration.survey import answered
from demonstration.ties import declared
from demonstration.world import made

from wtc_eco import territory
from wtc_eco.model import RECORDS, TIES, Column, names, to_cell

DATA = Path(__file__).resolve().parent.parent / "data"


def write(path: Path, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> None:
    """A table of `data/` as the store writes it: UTF-8, LF, comma."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names(columns))
        writer.writerows([to_cell(row.get(column.name), column) for column in columns] for row in rows)


def write_truth(path: Path, seen: Sequence[Seen]) -> None:
    """Which structure each record is: `record,structure`."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("record", "structure"))
        writer.writerows((record, held.structure.number) for record, held in enumerate(seen, start=1))


def main(arguments: Sequence[str]) -> int:
    """Write `structures.csv` and `referrals.csv`, and say how much is in them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=DATA)
    parser.add_argument("--truth", type=Path)
    chosen = parser.parse_args(arguments)
    world = made(territory.load())
    answers = answered(world)
    seen = listed(world, supplied(world, answers.offer), answers)
    ties = declared(world, seen, answers)
    write(
        chosen.into / "structures.csv",
        RECORDS,
        [{"record": n, **held.row} for n, held in enumerate(seen, start=1)],
    )
    write(chosen.into / "referrals.csv", TIES, [{"tie": n, **tie} for n, tie in enumerate(ties, start=1)])
    if chosen.truth:
        write_truth(chosen.truth, seen)
    print(
        f"{len(world)} structures, {len(seen)} records, {len(ties)} ties, {len(answers.network)} network answers"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
