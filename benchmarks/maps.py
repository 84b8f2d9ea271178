"""How heavy maps are: `python benchmarks/maps.py [--sizes 400 5000 20000] [--json]`.

The same invented structures as this project's sealed map, as a folium map with one marker each, and as folium's
FastMarkerCluster, their outside files put into the page (benchmarks/inlining.py), in one run: CPU seconds to
make, megabytes, CPU seconds of the page's main thread until it is drawn (Chromium, offline, median of three),
elements of the page before anybody touches it.
A page that takes more than ten seconds is opened once. Ends with 1 if a target of this project is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inlining import PEERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = os.environ.get("WTC_ECO_CHROMIUM", "/usr/bin/chromium")
SIZES = (400, 5_000, 20_000)
NAMES = ("wtc-eco", "folium, a marker each", "folium, FastMarkerCluster")
LOADS, LONG_S = 3, 10
"""How often each page is opened; what takes longer than `LONG_S` seconds, once."""
MOST_MB, MOST_ELEMENTS, LOADED_AT = 0.6, 500, 20_000
RATIOS = (("mb", "smaller", 5), ("make_s", "faster to make", 20), ("load_s", "faster to load", 4))
"""Against one marker each: what is promised at every size; loading at `LOADED_AT` structures."""
MAKER = Path(__file__).with_name("map_makers.py")


def main() -> int:
    """Print one line a size and map, then the targets; 1 if one is missed."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    if not PEERS.is_dir():
        print(f"The peers' files are not there: npm ci --prefix {PEERS.parent}")
        return 1
    rows = list(_told(measured(chosen.sizes), quiet=chosen.json))
    if chosen.json:
        print(json.dumps(rows, indent=2))
    missed = [words for words, held in targets(rows) if not held]
    for words, held in targets(rows):
        print(f"{'holds' if held else 'MISSED'}: {words}", file=sys.stderr)
    return 1 if missed else 0


def _told(rows: Iterator[dict[str, Any]], *, quiet: bool) -> Iterator[dict[str, Any]]:
    if not quiet:
        print(
            f"{'structures':>10}  {'map':<28}{'make CPU s':>11}{'MB':>8}{'load CPU s':>11}{'elements':>10}{'requests':>10}"
        )
    for row in rows:
        if not quiet:
            figures = f"{row['make_s']:>11.2f}{row['mb']:>8.2f}{row['load_s']:>11.2f}{row['elements']:>10,}"
            print(f"{row['n']:>10,}  {row['map']:<28}{figures}{row['requests']:>10}", flush=True)
        yield row


def measured(sizes: list[int]) -> Iterator[dict[str, Any]]:
    """Every line: each map made in a process of its own, then opened in a fresh page, three times."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        for n in sizes:
            for name in NAMES:
                path = Path(folder) / "map.html"
                seconds = _made(name, n, path)
                size = path.stat().st_size / 1e6
                yield {"n": n, "map": name, "make_s": seconds, "mb": size, **_opened(browser, path)}
        browser.close()


def _made(name: str, n: int, path: Path) -> float:
    """CPU seconds to make, the least of three where it is a matter of moments."""
    seconds = []
    while len(seconds) < LOADS and sum(seconds) < LOADS:
        done = subprocess.run(
            [sys.executable, str(MAKER), name, str(n), str(path)], capture_output=True, text=True, check=True
        )
        seconds.append(float(done.stdout))
    return min(seconds)


def _opened(browser: Browser, path: Path) -> dict[str, Any]:
    opened: list[dict[str, Any]] = []
    while len(opened) < LOADS and sum(one["load_s"] for one in opened) < LONG_S:
        opened.append(_once(browser, path))
    return {
        "load_s": statistics.median(one["load_s"] for one in opened),
        "elements": opened[0]["elements"],
        "requests": max(one["requests"] for one in opened),
    }


def _once(browser: Browser, path: Path) -> dict[str, Any]:
    """Open the page with the cable out: the time its main thread was busy until two frames were drawn."""
    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    clock = context.new_cdp_session(page)
    clock.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri(), wait_until="load", timeout=600_000)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    metrics = {one["name"]: one["value"] for one in clock.send("Performance.getMetrics")["metrics"]}
    elements = page.evaluate("document.querySelectorAll('*').length")
    context.close()
    outside = [url for url in asked if url.startswith("http")]
    return {"load_s": metrics["TaskDuration"], "elements": elements, "requests": len(outside)}


def targets(rows: list[dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    """What this project promises of its maps, and whether this run holds it."""
    held = {(row["n"], row["map"]): row for row in rows}
    sizes = sorted({row["n"] for row in rows})
    yield f"{sizes[0]:,} structures: at most {MOST_MB} MB", held[sizes[0], NAMES[0]]["mb"] <= MOST_MB
    for n in sizes:
        mine, theirs = held[n, NAMES[0]], held[n, NAMES[1]]
        for measure, words, least in RATIOS:
            if measure != "load_s" or n == LOADED_AT:
                ratio = theirs[measure] / mine[measure]
                yield f"{n:,} structures: {ratio:.1f} times {words}, at least {least}", ratio >= least
        yield f"{n:,} structures: at most {MOST_ELEMENTS} elements", mine["elements"] <= MOST_ELEMENTS
        yield f"{n:,} structures: no outside request", mine["requests"] == 0


if __name__ == "__main__":
    sys.exit(main())
