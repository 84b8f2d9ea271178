"""What mutmut cannot tell by itself: which tests rest on a fixture made once, and which test noticed a mutant.

A plugin of pytest that `make mutants` loads. mutmut tries a mutant with the tests that called its function;
what a shared fixture called, it credits to the first test alone. It takes any end but a good one for noticed,
a process that broke before a test ran too: here a test that failed is put down by its name. And it runs the
quickest tests first without counting what their fixtures take: here those whose fixtures take long come last.
"""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from mutmut.state import state

NOTICED = Path(os.environ["WTC_ECO_NOTICED"])
"""A line of JSON for each mutant and test: `{"mutant": …, "test": …}`."""
_called: defaultdict[str, set[str]] = defaultdict(set)
"""The functions that a fixture called when it was made."""
_took: defaultdict[str, float] = defaultdict(float)
"""How many seconds a fixture took to be made, the longest time; the forks of mutmut know it from the first run."""


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """Remember what is called while a fixture is made."""
    calls = state()._stats
    before, start = set(calls), time.perf_counter()
    calls.clear()
    try:
        return (yield)
    finally:
        name = _name(fixturedef)
        _took[name] = max(_took[name], time.perf_counter() - start)
        _called[name] |= calls
        calls |= before


def _name(fixture: pytest.FixtureDef[Any]) -> str:
    return f"{fixture.baseid}::{fixture.argname}"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Function) -> None:
    """Before mutmut counts the calls of a test: those of its fixtures are its own, whoever made them first."""
    for fixture in item._request._fixture_defs.values():
        state()._stats |= _called[_name(fixture)]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those whose fixtures take long come last; else the order stays, which is mutmut's."""
    items.sort(
        key=lambda item: round(max((_took.get(name, 0.0) for name in _fixtures(item)), default=0.0), 1)
    )


def _fixtures(item: pytest.Item) -> list[str]:
    defined = item._fixtureinfo.name2fixturedefs if isinstance(item, pytest.Function) else {}
    return [_name(fixtures[-1]) for fixtures in defined.values()]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Put down the test that failed, and under which mutant."""
    if report.failed:
        line = json.dumps({"mutant": os.environ.get("MUTANT_UNDER_TEST", ""), "test": report.nodeid})
        with NOTICED.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
