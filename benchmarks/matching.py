"""How well and how fast lists are matched: `python benchmarks/matching.py LIST.csv …`.

A labelled list has a column `true_id` (empty: unlabelled, left out), and by preference `name`,
`address`, `postcode`, `city`, `phone`, `email`, `website`, `bce`, `lat`, `lon`, `source`. The school
register is known by its FASE columns, which are the truth and hidden from the matching. Each list
is matched in a process of its own, with default settings and no labels.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import resource
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

COLUMNS = {
    "name": "name", "address": "street", "postcode": "postal_code", "city": "locality", "website": "website", "bce": "bce",
    "source": "source",
}  # fmt: skip
SCHOOLS = {
    "Nom de l'établissement": "name",
    "Adresse de l'implantation": "street",
    "Code postal de l'implantation": "postal_code",
    "Localité de l'implantation": "locality",
}
SCHOOL_TRUTH = ("N° FASE de l'établissement", "N° FASE de l'implantation")
SCHOOL_NUMBER = "Numéro BCE de l'établissement"
FIELDS = ("list", "records", "precision", "recall", "f1", "false", "missed", "review", "cpu_s", "peak_mb")


def main() -> None:
    """Match every list given, and print one line a list."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("lists", nargs="+", type=Path)
    options.add_argument("--country", default="BE", help="country of the phones; FR for lists called fr_*")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        found = [pool.apply(measured, (path, country_of(path, chosen.country))) for path in chosen.lists]
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    print("  ".join(f"{name:>12}" for name in FIELDS))
    for row in found:
        print("  ".join(f"{row[name]:>12}" for name in FIELDS))


def country_of(path: Path, default: str) -> str:
    """The country a list's name begins with, else the default."""
    return "FR" if path.name.startswith("fr_") else default


def measured(path: Path, country: str) -> dict[str, Any]:
    """Match one list: quality against its labels, CPU seconds of the matching, peak memory of the process."""
    from wtc_eco import model
    from wtc_eco.matching import Lexicon, match

    rows, truth = labelled(path)
    records = model.frame(model.RECORDS, rows)
    lexicon = Lexicon.general()
    started = time.process_time()
    result = match(records, lexicon=lexicon, country=country)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    quality = pairwise(result.clusters, truth)
    return {
        "list": path.stem[:12], "records": len(rows), **quality, "review": len(result.review), "cpu_s": round(seconds, 2),
        "peak_mb": peak,
    }  # fmt: skip


def labelled(path: Path) -> tuple[list[dict[str, Any]], dict[int, str]]:
    """The rows of a list as records, and the true structure of each."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        held = list(csv.DictReader(stream))
    schools = SCHOOL_TRUTH[0] in held[0]
    rows = [
        (school if schools else plain)(row) | {"record": number} for number, row in enumerate(held, start=1)
    ]
    truths = ["/".join(row[name] for name in SCHOOL_TRUTH) if schools else row["true_id"] for row in held]
    return rows, dict(enumerate(truths, start=1))


def plain(row: Mapping[str, str]) -> dict[str, Any]:
    """A row of a plain labelled list."""
    record: dict[str, Any] = {field: row[name] or None for name, field in COLUMNS.items() if name in row}
    record |= {name: (row[name],) for name in ("phone", "email") if row.get(name)}
    record |= {name: float(row[name]) for name in ("lat", "lon") if row.get(name)}
    if record.get("bce"):
        record["bce"] = "".join(sign for sign in record["bce"] if sign.isdigit())
    return record


def school(row: Mapping[str, str]) -> dict[str, Any]:
    """A row of the school register, without its FASE numbers."""
    number = row[SCHOOL_NUMBER]
    record: dict[str, Any] = {field: row[name] or None for name, field in SCHOOLS.items()}
    record |= {"source": "schools", ("bce" if number[:1] in "01" else "unit_number"): number or None}
    if row["Latitude"] and row["Longitude"]:
        record |= {"lat": float(row["Latitude"]), "lon": float(row["Longitude"])}
    return record


def pairwise(clusters: Mapping[int, int], truth: Mapping[int, str]) -> dict[str, Any]:
    """Precision, recall and F1 over pairs of labelled records."""
    known = {record: true for record, true in truth.items() if true}
    cells = Counter((clusters[record], true) for record, true in known.items())
    right = pairs(cells)
    said, real = pairs(Counter(clusters[record] for record in known)), pairs(Counter(known.values()))
    precision, recall = (right / said if said else 1.0), (right / real if real else 1.0)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    shares = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
    return {**shares, "false": said - right, "missed": real - right}


def pairs(sizes: Counter[Any]) -> int:
    """How many pairs groups of these sizes hold."""
    return sum(size * (size - 1) // 2 for size in sizes.values())


if __name__ == "__main__":
    main()
