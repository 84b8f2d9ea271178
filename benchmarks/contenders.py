"""Ways to match a list, each run in a process of its own: `python contenders.py NAME LIST OUT COUNTRY [TRUTH]`.

Every one gets the same cleaned values, matches with its usual settings and no labels (dedupe: fifty),
and writes `id,cluster`. What is timed is the matching, not imports and reading.
"""

from __future__ import annotations

import csv
import json
import math
import os
import random
import re
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.matching import Lexicon

Rows = list[dict[str, str]]
Clusters = Mapping[str, str]

LABELS = 50
"""Pairs that the simulated person labels for dedupe."""

LIKELY = 0.9
"""Probability from which Splink's pairs are taken."""

FEW = 5_000
"""Rows up to which Splink does better with postal code and town as two comparisons."""

MEDNUM_THRESHOLD = 83
"""The French national map's own threshold between sources."""


def main() -> None:
    """Match one list in one way, and say how long it took."""
    name, path, out, country, *truth = sys.argv[1:]
    with Path(path).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    matcher = CONTENDERS[name](rows, country, Path(truth[0]) if truth else None)
    started, before = time.perf_counter(), os.times()
    clusters, told = matcher()
    after = os.times()
    cpu = sum(after[:4]) - sum(before[:4])
    with Path(out).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id", "cluster"))
        writer.writerows(clusters.items())
    sys.stdout.write(json.dumps({"seconds": time.perf_counter() - started, "cpu": cpu, **told}) + "\n")


Matcher = Callable[[], tuple[Clusters, dict[str, Any]]]


def this_project(rows: Rows, country: str, _: Path | None) -> Matcher:
    """wtc-eco: `match` with default settings."""
    from wtc_eco.matching import Lexicon

    return _matched(rows, country, Lexicon.general())


def within_territory(rows: Rows, country: str, _: Path | None) -> Matcher:
    """wtc-eco as an import matches: with the words of the pack, and the commune of every row that names one."""
    from wtc_eco import load_territory
    from wtc_eco.matching import Lexicon

    territory = load_territory("wallonie")
    for row in rows:
        place = territory.place(postal_code=row.get("postcode") or None, locality=row.get("city") or None)
        row["ins"] = place.ins or ""
    return _matched(rows, country, Lexicon.of(territory))


def _matched(rows: Rows, country: str, lexicon: Lexicon) -> Matcher:
    from wtc_eco.matching import match

    ids = [row["id"] for row in rows]
    records = as_records(rows)
    rows.clear()

    def run() -> tuple[Clusters, dict[str, Any]]:
        matching = match(records, lexicon=lexicon, country=country)
        named = {ids[record - 1]: ids[first - 1] for record, first in matching.clusters.items()}
        asked = [(ids[one - 1], ids[other - 1]) for one, other in matching.review]
        return named, {"review": len(asked), "asked": asked}

    return run


def as_records(rows: Rows) -> pd.DataFrame:
    """The rows as this project's records, numbered from 1."""
    import pandas as pd

    names = {"address": "street", "postcode": "postal_code", "city": "locality", "unit": "unit_number"}
    columns: dict[str, Any] = {"record": range(1, len(rows) + 1)}
    for field in rows[0]:
        texts: list[Any] = [row[field] or None for row in rows]
        if field in {"phone", "email"}:
            texts = [(text,) if text else None for text in texts]
        elif field in {"lat", "lon"}:
            texts = [float(text) if text else None for text in texts]
        elif field == "bce":
            texts = ["".join(filter(str.isdigit, text)) if text else None for text in texts]
        columns[names.get(field, field)] = pd.Series(texts, dtype=object)
    return pd.DataFrame(columns).drop(columns="id")


def splink(rows: Rows, _country: str, _truth: Path | None) -> Matcher:
    """Splink on DuckDB: EM, Jaro-Winkler and Levenshtein, term frequencies, p ≥ 0.9."""
    import logging

    import pandas as pd
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.disable(logging.WARNING)
    table = pd.DataFrame([_cleaned(row) for row in rows]).replace("", None)
    rows.clear()
    frequent = {"term_frequency_adjustments": True}
    known = {
        "name": lambda: compare.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8]).configure(**frequent),
        "address": lambda: compare.LevenshteinAtThresholds("address", [1, 4]),
        "postcode": lambda: compare.ExactMatch("postcode").configure(**frequent),
        "city": lambda: compare.JaroWinklerAtThresholds("city", [0.92]),
        "phone": lambda: compare.ExactMatch("phone").configure(**frequent),
        "email": lambda: compare.ExactMatch("email").configure(**frequent),
        "website": lambda: compare.ExactMatch("website").configure(**frequent),
        "bce": lambda: compare.ExactMatch("bce").configure(**frequent),
    }
    held = [name for name in known if name in table]
    if {"postcode", "city"} <= set(held) and len(table) > FEW:
        # Two comparisons are better for it on short lists, one on long ones: it gets what is best for it.
        held.remove("city")
        known["postcode"] = _place
    place = "postcode" if "postcode" in held else "city"
    blocks = [("name",), (place, "substr(name,1,4)"), (place, "substr(address,1,8)")]
    blocks += [(name,) for name in ("phone", "email", "website", "bce") if name in held]
    blocks = [block for block in blocks if all(part.split("(")[-1].split(",")[0] in table for part in block)]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[known[name]() for name in held],
        blocking_rules_to_generate_predictions=[block_on(*block) for block in blocks],
        retain_intermediate_calculation_columns=False,
    )

    def run() -> tuple[Clusters, dict[str, Any]]:
        linker = Linker(DuckDBAPI().register(table), settings)
        sure = [block_on(name) for name in ("email", "phone") if name in held] or [block_on("name", place)]
        linker.training.estimate_probability_two_random_records_match(sure, recall=0.6)
        linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
        for block in (("name",), (place, "substr(address,1,8)")):
            if all(part.split("(")[-1].split(",")[0] in table for part in block):
                linker.training.estimate_parameters_using_expectation_maximisation(block_on(*block))
        likely = linker.inference.predict(threshold_match_probability=0.5)
        clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(
            likely, threshold_match_probability=LIKELY
        ).as_pandas_dataframe()
        return dict(zip(clustered["id"], clustered["cluster_id"], strict=True)), {}

    return run


def _place() -> Any:
    """Postal code and town as one comparison of Splink."""
    import splink.comparison_level_library as level
    import splink.comparison_library as compare

    code, town = level.ExactMatchLevel("postcode"), level.JaroWinklerLevel("city", 0.92)
    nothing = level.And(level.NullLevel("postcode"), level.NullLevel("city"))
    return compare.CustomComparison([nothing, level.And(code, town), code, town, level.ElseLevel()], "place")


def dedupe(rows: Rows, _country: str, truth: Path | None) -> Matcher:
    """Dedupe 3 with fifty pairs labelled by a simulated person, the most uncertain first."""
    import dedupe as library

    if truth is None:
        raise SystemExit("dedupe learns from labels: give the truth.")
    labels = json.loads(truth.read_text(encoding="utf-8"))
    records = {row["id"]: {k: v or None for k, v in _cleaned(row).items() if k != "id"} for row in rows}
    fields = [name for name in next(iter(records.values())) if name not in {"source", "lat", "lon", "unit"}]
    known = {record: held for record, held in records.items() if labels.get(record)}
    of = {tuple(held.items()): record for record, held in known.items()}

    def run() -> tuple[Clusters, dict[str, Any]]:
        random.seed(1)
        learner = library.Dedupe([library.variables.String(name, has_missing=True) for name in fields])
        learner.prepare_training(known, sample_size=5_000)
        for _ in range(LABELS):
            (pair,) = learner.uncertain_pairs()
            one, two = (labels[of[tuple(side.items())]] for side in pair)
            answer: dict[str, list[Any]] = {"match": [], "distinct": []}
            answer["match" if one == two else "distinct"].append(pair)
            learner.mark_pairs(answer)
        learner.train()
        found = learner.partition(records, threshold=0.5)
        return {record: min(members) for members, _ in found for record in members}, {}

    return run


def fuzzy(rows: Rows, _country: str, _truth: Path | None) -> Matcher:
    """A plain baseline: same place, and names whose words are mostly the same (token set ratio ≥ 90)."""
    from rapidfuzz import fuzz, process

    def run() -> tuple[Clusters, dict[str, Any]]:
        links: list[tuple[str, str]] = []
        for block in _blocks(rows, "postcode", "city").values():
            names = [row["name"] for row in block]
            alike = process.cdist(names, names, scorer=fuzz.token_set_ratio, score_cutoff=90)
            links += [
                (block[a]["id"], block[b]["id"]) for a, b in zip(*alike.nonzero(), strict=True) if a < b
            ]
        return _linked(links), {}

    return run


def mednum(rows: Rows, _country: str, _truth: Path | None) -> Matcher:
    """The French national map's score: mean of name, address and distance within a commune, one threshold."""
    from rapidfuzz import fuzz

    def near(one: Mapping[str, str], two: Mapping[str, str]) -> float:
        points = [[float(row.get(axis) or "nan") for axis in ("lat", "lon")] for row in (one, two)]
        metres = 111_000 * math.dist(*points)
        return 100.0 if math.isnan(metres) else max(0.0, 100 - metres / 10)

    def run() -> tuple[Clusters, dict[str, Any]]:
        links: list[tuple[str, str]] = []
        for block in _blocks(rows, "city", "postcode").values():
            for one, two in combinations(block, 2):
                sides = [fuzz.ratio(one[name], two[name]) for name in ("name", "address") if name in one]
                if (sum(sides) + near(one, two)) / (len(sides) + 1) >= MEDNUM_THRESHOLD:
                    links.append((one["id"], two["id"]))
        return _linked(links), {}

    return run


def _cleaned(row: Mapping[str, str]) -> dict[str, str]:
    """The same row in lower case without accents; phones and numbers by their digits."""
    found = {name: _folded(text) for name, text in row.items() if name not in {"id", "source"}}
    if found.get("phone"):
        found["phone"] = re.sub(r"\D", "", found["phone"])[-8:]
    if found.get("bce"):
        found["bce"] = re.sub(r"\D", "", found["bce"])
    return {"id": row["id"], **found}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(plain.replace("-", " ").replace("'", " ").split())


def _blocks(rows: Rows, *fields: str) -> dict[str, Rows]:
    """Rows by the first of these fields that the list has; rows without it are left alone."""
    field = next(name for name in fields if name in rows[0])
    blocks: dict[str, Rows] = defaultdict(list)
    for row in rows:
        clean = _cleaned(row)
        if clean[field]:
            blocks[clean[field]].append(clean)
    return blocks


def _linked(links: Iterable[tuple[str, str]]) -> Clusters:
    """Single linkage: whatever is linked, however far, is one."""
    top: dict[str, str] = {}

    def of(name: str) -> str:
        while top.setdefault(name, name) != name:
            name = top[name]
        return name

    for one, two in links:
        first, second = sorted((of(one), of(two)))
        top[second] = first
    return {name: of(name) for name in top}


CONTENDERS = {
    "wtc-eco": this_project,
    "territory": within_territory,
    "splink": splink,
    "dedupe": dedupe,
    "rapidfuzz": fuzzy,
    "mednum": mednum,
}

if __name__ == "__main__":
    main()
