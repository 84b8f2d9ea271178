"""kill -9 at any moment: nothing damaged, nothing mixed, nothing acknowledged lost, nothing left over."""

from __future__ import annotations

import logging
from collections import Counter

import pytest
from workshop import MANY, PLACES, ROWS, held, write_list

import wtc_eco as eco
from wtc_eco import store

KILLS = 1_000 if MANY else 40
PAIRS = 50 if MANY else 4
WEIGHTS = (4, 4, 4, 1)
"""Import, undo, merge-folder, export: this one takes as long as the others together."""
AGAIN = 0.3
"""How often the command after a killed one is killed too."""


def recovered(place):
    """The folder after the next command, which reads."""
    holdings = store.read(place)
    assert holdings.problems == ()
    assert [problem for problem in store.examine(place) if problem.gravity != "note"] == []
    return held(place)


def test_a_killed_command_leaves_what_was_before_or_what_comes_after(scenes, workshop, chance, tmp_path):
    ends = Counter()
    for _ in range(KILLS):
        (scene,) = chance.choices(scenes, WEIGHTS)
        place = tmp_path / "struck"
        job = scene.fresh(place)
        (end,) = workshop.do(job, **scene.moment(chance))
        if chance.random() < AGAIN:
            (second,) = workshop.do(job, **scene.moment(chance))
            end = {**second, **end} if "refused" in second else {**end, **second}
        ends["rolled forward"] += (place / "data" / ".staging" / "COMMIT").exists()
        found = recovered(place)
        if scene.job["what"] == "export":
            assert_whole_pages(scene, found)
            workshop.do(job)
            assert held(place) == scene.after
        else:
            assert found in (scene.before, scene.after), scene.job["what"]
            if end.get("acknowledged"):
                assert found == scene.after, scene.job["what"]
        ends["after" if found == scene.after else "before"] += 1
    assert ends["before"] + ends["after"] == KILLS
    # Else no kill came between the mark and the last move, and nothing would have been proven.
    assert not MANY or ends["rolled forward"]
    logging.getLogger(__name__).info("%s", dict(ends))


def assert_whole_pages(scene, found):
    """Under its own name an output is whole; data/ has not moved."""
    for name, content in found.items():
        if name.startswith("data/"):
            assert content == scene.before[name]
        elif not name.endswith(".part"):
            assert content == scene.after[name]


@pytest.mark.parametrize("turn", range(PAIRS))
def test_two_imports_at_once_are_both_there_once_or_one_says_busy(scenes, workshop, tmp_path, turn):
    place = tmp_path / "both"
    jobs = [
        {**scenes[0].fresh(place), "list": str(write_list(tmp_path / f"{word}.csv", word))}
        for word in ("une", "autre")
    ]
    ends = workshop.do(*jobs)
    codes = [end.get("refused", 0) for end in ends]
    assert set(codes) <= {0, 5}
    assert 0 in codes
    counts = Counter(store.read(place).records["source"])
    for word, code in zip(("une", "autre"), codes, strict=True):
        assert counts[word] == (0 if code else ROWS)
    assert counts["depart"] == ROWS
    numbers = list(store.read(place).records["record"])
    assert len(set(numbers)) == len(numbers)


def test_what_a_killed_import_left_does_not_keep_the_next_from_working(scenes, workshop, chance, tmp_path):
    place = tmp_path / "again"
    scene = scenes[0]
    job = scene.fresh(place)
    for _ in range(3):
        workshop.do(job, kill_after=chance.uniform(0, scene.seconds))
    (end,) = workshop.do(job)
    assert "refused" not in end
    assert held(place) == scene.after
    assert len(PLACES) < len(eco.open(place).holdings.records) == 2 * ROWS
