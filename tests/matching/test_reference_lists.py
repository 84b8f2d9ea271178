"""The labelled lists that stand beside a development checkout keep the quality that was reached."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "matching.py"

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def measured():
    spec = importlib.util.spec_from_file_location("matching_benchmark", BENCHMARK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.measured


def test_french_places_are_found_again_and_no_town_hall_swallows_its_welfare_centre(measured, shared):
    found = measured(shared / "bench" / "fr_mednum_dev.csv", "FR")
    assert found["f1"] >= 0.92
    assert found["false"] <= 3
    assert found["review"] <= 30


def test_every_site_of_adult_education_is_one_structure(measured, shared):
    found = measured(shared / "lists" / "promotion_sociale_raw.csv", "BE")
    assert found["recall"] == 1.0
    assert found["false"] <= 16
