"""The three real lists: every row accounted for, again and shuffled nothing, ten rows less said."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from wtc_eco import sources, territory
from wtc_eco.ecosystem.importing.delivery import Delivery
from wtc_eco.ecosystem.importing.plan import plan_import
from wtc_eco.errors import RefusedError
from wtc_eco.sources import ColumnMap
from wtc_eco.store import Basis, check, commit

pytestmark = pytest.mark.shared
LISTS = {"promotion_sociale_raw": 334, "administrations_communales": 246, "maisons_de_justice": 12}


@pytest.fixture(scope="module")
def wallonie():
    return territory.load("wallonie")


@pytest.fixture
def take(desk, wallonie):
    """Read a file with the pack's own column map and take it into the folder."""

    def taken(path: Path, source: str, **said):
        table = sources.read_table(path)
        known = sources.recognise(table, [ColumnMap.from_toml(raw) for raw in wallonie.lists])
        assert known is not None
        harvest = sources.read_records(
            table, known, wallonie, source=source, collected_on=said.get("collected_on")
        )
        held = desk.holdings
        intake = plan_import(held, harvest, Delivery(source, **said), lexicon=desk.lexicon)
        basis = Basis(seen=held.seen, next_record=intake.next_record)
        commit(desk.folder, dict(intake.files()), command=f"import {source}", basis=basis)
        return intake

    return taken


def rewritten(path: Path, goal: Path, change) -> Path:
    with path.open(newline="", encoding="utf-8-sig") as stream:
        header, *rows = csv.reader(stream)
    with goal.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([header, *change(rows)])
    return goal


@pytest.mark.parametrize(("name", "n_rows"), LISTS.items())
def test_a_real_list_is_taken_in_once(desk, take, shared, tmp_path, name, n_rows):
    path = shared / "lists" / f"{name}.csv"
    first = take(path, name, collected_on="2024-01-15").accounting
    assert first.read == n_rows
    assert first.kept + first.repeated == n_rows
    before = desk.bytes()
    take(path, name, collected_on="2024-01-15")
    assert desk.bytes() == before
    shuffled = rewritten(
        path, tmp_path / "shuffled.csv", lambda rows: rows[n_rows // 3 :] + rows[: n_rows // 3][::-1]
    )
    again = take(shuffled, name, collected_on="2024-01-15")
    assert again.changes == ()
    assert desk.bytes() == before


def test_a_copy_without_ten_rows_says_what_would_go(desk, take, shared, tmp_path):
    path = shared / "lists" / "promotion_sociale_raw.csv"
    take(path, "fase", collected_on="2024-01-15")
    shorter = rewritten(path, tmp_path / "shorter.csv", lambda rows: rows[:100] + rows[110:])
    intake = take(shorter, "fase", collected_on="2024-06-30")
    gone = [change for change in intake.changes if change.what == "withdrawn"]
    assert [len(intake.changes), len(gone)] == [10, 10]
    assert intake.accounting.unchanged == 324


def test_a_copy_without_ten_rows_and_without_any_date_asks_for_one(take, shared, tmp_path):
    path = shared / "lists" / "promotion_sociale_raw.csv"
    take(path, "fase")
    shorter = rewritten(path, tmp_path / "shorter.csv", lambda rows: rows[:100] + rows[110:])
    with pytest.raises(RefusedError) as caught:
        take(shorter, "fase")
    assert len(caught.value.problems) == 10
    rehearsed = take(shorter, "fase", rehearsal=True)
    assert rehearsed.accounting.withdrawn == 10


def test_the_real_lists_hold_few_doubts(desk, take, shared, wallonie):
    for name in LISTS:
        take(shared / "lists" / f"{name}.csv", name)
    found = check(desk.holdings, wallonie)
    assert {problem.gravity for problem in found} <= {"note", "warning"}
    assert {problem.value for problem in found if problem.code == "outside"} == {"1040", "1070", "1200"}
