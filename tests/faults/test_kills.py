"""kill -9 at any moment: nothing damaged, nothing mixed, nothing acknowledged lost, nothing left over."""

from __future__ import annotations

import logging
from collections import Counter

from workshop import MANY, PLACES, ROWS, held

import wtc_eco as eco
from wtc_eco import store

TIMES = 25 if MANY else 1
"""40 kills where an install is tried, 1,000 where the promise is."""
IMPORTS, DECISIONS, RETURNS, EXPORTS = 14, 12, 10, 4
AGAIN = 0.3
"""How often the command after a killed one is killed too."""


def recovered(place):
    """The folder after the next command, which reads."""
    assert eco.open(place).holdings.problems == ()
    assert [problem for problem in store.examine(place) if problem.gravity != "note"] == []
    return held(place)


def struck(scene, workshop, chance, place):
    """A fresh folder in which the command was killed, perhaps the next as well; what it acknowledged."""
    job = scene.fresh(place)
    (end,) = workshop.do(job, **scene.moment(chance))
    if chance.random() < AGAIN:
        (second,) = workshop.do(job, **scene.moment(chance))
        end = {**second, **end} if "refused" in second else {**end, **second}
    return end


def assert_all_or_nothing(scenes, workshop, chance, place, n):
    """Kill `n` of these commands; the folder is then as it was before, or as it is after."""
    ends = Counter()
    for _ in range(n * TIMES):
        scene = chance.choice(scenes)
        end = struck(scene, workshop, chance, place)
        ends["rolled forward"] += (place / "data" / ".staging" / "COMMIT").exists()
        found = recovered(place)
        assert found in (scene.before, scene.after), scene.job["what"]
        if end.get("acknowledged"):
            assert found == scene.after, scene.job["what"]
        ends["after" if found == scene.after else "before"] += 1
    assert ends["before"] + ends["after"] == n * TIMES
    # Else no kill came between the mark and the last move, and nothing would have been proven.
    assert not MANY or ends["rolled forward"]
    logging.getLogger(__name__).info("%s", dict(ends))


def test_f01_a_killed_import_is_done_or_not_begun(scenes, workshop, chance, tmp_path):
    assert_all_or_nothing([scenes["import"]], workshop, chance, tmp_path / "struck", IMPORTS)


def test_f02_a_killed_decision_is_taken_or_not(scenes, workshop, chance, tmp_path):
    decisions = [scenes["join"], scenes["merge_folder"]]
    assert_all_or_nothing(decisions, workshop, chance, tmp_path / "struck", DECISIONS)


def test_f03_a_killed_undo_or_split_is_done_or_not_begun(scenes, workshop, chance, tmp_path):
    returns = [scenes["undo"], scenes["split"]]
    assert_all_or_nothing(returns, workshop, chance, tmp_path / "struck", RETURNS)


def test_f04_a_killed_export_leaves_whole_files_and_the_data_as_it_was(scenes, workshop, chance, tmp_path):
    scene, place = scenes["export"], tmp_path / "struck"
    for _ in range(EXPORTS * TIMES):
        struck(scene, workshop, chance, place)
        for name, content in recovered(place).items():
            # Under its own name an output is whole, and what was half written is gone.
            assert content == (scene.before if name.startswith("data/") else scene.after)[name]
    workshop.do({**scene.job, "folder": str(place)})
    assert held(place) == scene.after


def test_what_a_killed_import_left_does_not_keep_the_next_from_working(scenes, workshop, chance, tmp_path):
    place = tmp_path / "again"
    scene = scenes["import"]
    job = scene.fresh(place)
    for _ in range(3):
        workshop.do(job, kill_after=chance.uniform(0, scene.seconds))
    (end,) = workshop.do(job)
    assert "refused" not in end
    assert held(place) == scene.after
    assert len(PLACES) < len(eco.open(place).holdings.records) == 2 * ROWS
