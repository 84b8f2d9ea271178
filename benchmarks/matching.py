"""This project and its peers on the same labelled lists: `python benchmarks/matching.py [FOLDER] [LIST.csv …]`.

FOLDER (or WTC_ECO_SHARED) is the reference folder, with `bench/` and `lists/`: its French list, its school
register and its generator are run. Other labelled lists (a column `true_id`; an `id`, and what there is of
name, address, postcode, city, phone, email, website, bce, lat, lon) may be named beside it. Peers need the
dependency group `bench`: `--peers` is a Python that has it. Every run is a process of its own; memory is
that of all its processes, shared pages counted once. `review` are the pairs shown to a person, `answered` the F1
once each of them is answered right; what is merged wrongly (`false`) was not asked about.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from lists import Labelled, generated, labelled
from scoring import pairwise

HERE = Path(__file__).parent
SLOW = {"dedupe": 5_000, "mednum": 25_000, "rapidfuzz": 100_000}
"""Lists longer than this take these too long, or too much memory."""

OURS = ("wtc-eco", "territory")
"""This project, without a territory as `match` runs it, and with the pack's as `import` does."""

COLUMNS = {
    "list": "{:<20}", "by": "{:<10}", "records": "{:>9,}", "precision": "{:>9.4f}", "recall": "{:>7.4f}", "f1": "{:>7.4f}",
    "false": "{:>7,}", "missed": "{:>7,}", "review": "{!s:>7}", "answered": "{!s:>8}", "seconds": "{:>8.1f}", "cpu": "{:>8.1f}", "peak_mb": "{:>8,}",
    "ratio": "{:>6}", "load": "{:>5.1f}",
}  # fmt: skip


def main() -> None:
    """Run every contender on every list and print one line each, as soon as it is known."""
    chosen = _options()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("  ".join(_title(column, layout) for column, layout in COLUMNS.items()))
        for held in _lists(chosen, folder):
            for contender in chosen.by:
                if len(held.truth) > SLOW.get(contender, len(held.truth)):
                    continue
                row = run(contender, held, folder, chosen.peers)
                row["ratio"] = _ratio(row, rows)
                rows.append(row)
                print(told(row), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def _title(name: str, layout: str) -> str:
    width = int("".join(sign for sign in layout.split(".", maxsplit=1)[0] if sign.isdigit()))
    return f"{name:<{width}}" if "<" in layout else f"{name:>{width}}"


def told(row: Mapping[str, Any]) -> str:
    """One line of the table."""
    if "failed" in row:
        return f"{row['list']:<20}  {row['by']:<10}  {row['failed']}"
    return "  ".join(layout.format(row[name]) for name, layout in COLUMNS.items())


def run(contender: str, held: Labelled, folder: Path, peers: str) -> dict[str, Any]:
    """Match one list in one way, in a process of its own: quality, seconds and memory."""
    out, truth = folder / "clusters.csv", folder / "truth.json"
    python = sys.executable if contender in OURS else peers
    command = [python, str(HERE / "contenders.py"), contender, str(held.plain), str(out), held.country]
    if contender == "dedupe":
        truth.write_text(json.dumps(held.truth), encoding="utf-8")
        command.append(str(truth))
    told = {"list": held.name, "by": contender, "records": len(held.truth), "load": os.getloadavg()[0]}
    said, peak, failed = _measured(command)
    if failed:
        return {**told, "failed": failed}
    with out.open(encoding="utf-8", newline="") as stream:
        clusters = {row["id"]: row["cluster"] for row in csv.DictReader(stream)}
    answered = ""
    if asked := said.pop("asked", []):
        answered = f"{pairwise(_answered(clusters, asked, held.truth), held.truth)['f1']:.4f}"
    scores = {**said, **pairwise(clusters, held.truth), "answered": answered}
    return {**told, "review": "", **scores, "peak_mb": peak}


def _answered(
    clusters: Mapping[str, str], asked: Sequence[Sequence[str]], truth: Mapping[str, str]
) -> Mapping[str, str]:
    """The clusters once a person answered every question right: those of one structure are put together."""
    leads = {cluster: cluster for cluster in clusters.values()}

    def top(cluster: str) -> str:
        while leads[cluster] != cluster:
            cluster = leads[cluster]
        return cluster

    for one, other in asked:
        if truth[one] and truth[one] == truth[other]:
            first, second = sorted((top(clusters[one]), top(clusters[other])))
            leads[second] = first
    return {record: top(cluster) for record, cluster in clusters.items()}


def _measured(command: Sequence[str]) -> tuple[dict[str, Any], int, str]:
    """What a process says of itself, the most memory it and its children held (MB), and why it failed."""
    peak = 0
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=out, stderr=errors)
        while process.poll() is None:
            peak = max(peak, sum(map(_proportional, _family(process.pid))))
            time.sleep(0.2)
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            return (
                {},
                0,
                (errors.read().decode(errors="replace").strip().splitlines() or ["failed"])[-1][:120],
            )
        return json.loads(out.read().splitlines()[-1]), peak // 1024, ""


def _family(first: int) -> Iterator[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # It has just ended.
        children.setdefault(parent, []).append(int(status.parent.name))
    waiting = [first]
    while waiting:
        number = waiting.pop()
        yield number
        waiting += children.get(number, [])


def _proportional(number: int) -> int:
    """The memory of a process in kB, what it shares divided by how many share it."""
    try:
        held = Path(f"/proc/{number}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in held.splitlines() if line.startswith("Pss:")), 0)


def _ratio(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """How many times as long as this project the contender took."""
    own = next((other for other in rows if other["list"] == row["list"] and other["by"] == "wtc-eco"), None)
    return f"×{row['seconds'] / own['seconds']:.1f}" if own and "seconds" in row and "seconds" in own else ""


def _lists(chosen: argparse.Namespace, folder: Path) -> Iterator[Labelled]:
    for path in chosen.lists:
        yield labelled(path, folder, chosen.country)
    if chosen.shared:
        bench = chosen.shared / "bench"
        yield from (labelled(path, folder, "BE") for path in sorted(bench.glob("*_dev.csv")))
        yield labelled(chosen.shared / "lists" / "promotion_sociale_raw.csv", folder, "BE")
        yield from (generated(bench / "gen_scale.py", n, folder) for n in chosen.sizes)


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    shared = os.environ.get("WTC_ECO_SHARED", HERE.parent.parent / "shared")
    options.add_argument("paths", nargs="*", type=Path, help="the reference folder, and labelled lists")
    options.add_argument("--country", default="BE", help="of lists whose name does not begin with one: us_…")
    options.add_argument(
        "--by", nargs="+", default=["wtc-eco", "territory", "splink", "dedupe", "rapidfuzz", "mednum"]
    )
    options.add_argument("--sizes", nargs="*", type=int, default=[20_000, 100_000, 1_000_000])
    options.add_argument("--peers", default=sys.executable, help="a Python with the group `bench`")
    options.add_argument("--json", type=Path, help="write the figures there too")
    chosen = options.parse_args()
    folders = [path for path in chosen.paths if path.is_dir()]
    chosen.lists = [path for path in chosen.paths if not path.is_dir()]
    chosen.shared = next(iter(folders), None if chosen.lists else Path(shared))
    return chosen


if __name__ == "__main__":
    main()
