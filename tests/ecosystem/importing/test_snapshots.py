"""A state kept under a name, and compared with another day."""

from __future__ import annotations

import json

import pytest

import wtc_eco as eco
from wtc_eco.errors import RefusedError, UnknownNameError, UsageError


@pytest.fixture
def folder(tmp_path):
    return eco.init(tmp_path / "valle")


def test_a_state_kept_twice_is_kept_once(folder):
    path = folder.history.snapshot("inizio")
    before = path.read_bytes()
    assert folder.history.snapshot("inizio").read_bytes() == before
    assert folder.history.snapshots() == ("inizio",)
    assert json.loads(before)["structures"] == {}


def test_another_state_does_not_take_its_name(folder):
    path = folder.history.snapshot("inizio")
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(RefusedError, match="inizio"):
        folder.history.snapshot("inizio")
    with pytest.raises(RefusedError, match=r"inizio\.json"):
        folder.trend("inizio")


@pytest.mark.parametrize("name", ["", "now", "../fuori", "a/b", ".nascosto", "x" * 80])
def test_a_name_that_is_none_is_refused(folder, name):
    with pytest.raises(UsageError):
        folder.history.snapshot(name or "now")


def test_what_was_never_kept_is_unknown_with_what_is(folder):
    folder.history.snapshot("inizio")
    with pytest.raises(UnknownNameError) as raised:
        folder.trend("fine")
    assert "inizio" in raised.value.hint


def test_from_a_snapshot_to_now_nothing_changed(folder):
    folder.history.snapshot("inizio")
    assert folder.trend("inizio").question == "trend"
