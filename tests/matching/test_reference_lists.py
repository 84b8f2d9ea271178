"""The labelled lists that stand beside a development checkout keep the quality that was reached."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

pytestmark = pytest.mark.shared


@pytest.fixture
def measured(monkeypatch, tmp_path):
    """Match a labelled list as the benchmark does, in a process of its own."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    lists, benchmark = importlib.import_module("lists"), importlib.import_module("matching")
    return lambda path: benchmark.run("wtc-eco", lists.labelled(path, tmp_path, "BE"), tmp_path, "")


def test_french_places_are_found_again_and_no_town_hall_swallows_its_welfare_centre(measured, shared):
    found = measured(shared / "bench" / "fr_mednum_dev.csv")
    assert found["f1"] >= 0.95
    assert found["false"] <= 1
    assert found["review"] <= 20


def test_every_site_of_adult_education_is_one_structure(measured, shared):
    found = measured(shared / "lists" / "promotion_sociale_raw.csv")
    assert found["recall"] == 1.0
    assert found["false"] <= 13
    assert found["review"] <= 30
