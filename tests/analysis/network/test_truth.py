"""Of small invented worlds of which everything is known, what is stated is so (`benchmarks/truth.py`)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from wtc_eco.i18n import speaking

FILE = Path(__file__).resolve().parents[3] / "benchmarks" / "truth.py"


@pytest.fixture(scope="module")
def truth():
    """The benchmark, speaking English."""
    spec = importlib.util.spec_from_file_location("truth", FILE)
    truth = importlib.util.module_from_spec(spec)
    sys.modules["truth"] = truth
    spec.loader.exec_module(truth)
    with speaking("en"):
        yield truth
    del sys.modules["truth"]


@pytest.fixture(scope="module")
def told(truth):
    """Six worlds of which 90 % answered, with mistaken ticks and misspelt mentions."""
    return truth.tallied(range(6), rate=0.9, ticks=0.004, misspelt=0.05)


@pytest.mark.parametrize(
    ("what", "least"),
    [
        ("isolates in range", 0.95),
        ("named isolates truly alone or unread", 1.0),
        ("confirmed ties", 0.98),
        ("confirmed cuts", 0.8),
        ("ranks in range", 0.85),
        ("new ties", 0.95),
        ("groups", 0.9),
        ("not offered near", 0.95),
        ("offered near", 0.98),
        ("journeys near range", 1.0),
    ],
)
def test_what_is_stated_of_a_known_world_is_so(told, what, least):
    assert told.counts[f"{what} of"] > 0, "something was stated"
    assert told.share(what) >= least


def test_what_comes_through_csv_files_and_the_import_says_what_tables_say(truth):
    asked = {"rate": 0.9, "ticks": 0.004, "misspelt": 0.05}
    files, tables = (truth.tallied((1,), **asked, through_import=way) for way in (True, False))
    # Groups are drawn by chance where numbers differ; the second survey is of tables only.
    same = [what for what in truth.STATED if what not in ("groups", "new ties", "ranks in range")]
    assert {what: files.counts[what] for what in same} == {what: tables.counts[what] for what in same}
    assert {what: files.counts[f"{what} of"] for what in same} == {
        what: tables.counts[f"{what} of"] for what in same
    }
