"""The one way a command writes: under the lock, on what is there now, in one stroke, and seen afterwards."""

from __future__ import annotations

import pytest

from wtc_eco import model, store
from wtc_eco.ecosystem.ecosystem import Ecosystem
from wtc_eco.ecosystem.writing import writing
from wtc_eco.errors import BusyError, DamagedError, RefusedError
from wtc_eco.store import lock

HEADER = "record,name,postal_code,locality\n"


@pytest.fixture
def folder(tmp_path) -> Ecosystem:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "structures.csv").write_text(
        f"{HEADER}1,CPAS de Dinant,5500,Dinant\n", encoding="utf-8"
    )
    return Ecosystem.open(tmp_path)


def structures(*names):
    rows = [{"record": number, "name": name} for number, name in enumerate(names, start=1)]
    return {"structures.csv": store.to_csv(model.frame(model.RECORDS, rows), model.RECORDS)}


def names(folder):
    return folder.holdings.records["name"].tolist()


def commands(folder):
    return [step.command for step in store.past(folder.folder).steps]


def add_by_hand(folder, line):
    with (folder.folder / "data" / "structures.csv").open("a", encoding="utf-8") as file:
        file.write(line)


def test_inside_the_folder_is_held_and_read_anew(folder):
    assert names(folder) == ["CPAS de Dinant"]
    add_by_hand(folder, "2,EPN de Ciney,5590,Ciney\n")
    with writing(folder, "test"):
        assert lock.holds(folder.folder)
        assert names(folder) == ["CPAS de Dinant", "EPN de Ciney"]
    assert not lock.holds(folder.folder)
    assert commands(folder) == []


def test_what_is_committed_is_told_once_with_its_inputs_and_numbers_and_seen_afterwards(folder):
    with writing(folder, "test") as step:
        step.commit(structures("A", "B"), inputs={"list.csv": "abc"}, next_record=7, next_tie=4)
    assert names(folder) == ["A", "B"]
    (told,) = store.past(folder.folder).steps
    assert (told.command, dict(told.inputs)) == ("test", {"list.csv": "abc"})
    assert (folder.holdings.next_record, folder.holdings.next_tie) == (7, 4)


def test_the_journal_may_be_told_more_than_the_lock(folder):
    with writing(folder, "survey") as step:
        step.commit(structures("A"), command="survey --as enquete")
    assert commands(folder) == ["survey --as enquete"]


def test_numbers_that_the_plan_does_not_give_stay(folder):
    with writing(folder, "first") as step:
        step.commit(structures("A"), next_record=9, next_tie=5)
    with writing(folder, "second") as step:
        step.commit(structures("A", "B"))
    assert (folder.holdings.next_record, folder.holdings.next_tie) == (9, 5)


def test_where_the_plan_fails_nothing_is_written(folder):
    with pytest.raises(ZeroDivisionError), writing(folder, "test"):
        _ = 1 / 0
    assert (names(folder), commands(folder)) == (["CPAS de Dinant"], [])
    assert not lock.holds(folder.folder)


def test_unsound_tables_are_refused_before_any_plan_but_not_where_only_other_files_are_written(folder):
    add_by_hand(folder, "2,EPN de Ciney,5590,Ciney,one cell too many\n")
    planned = []
    with pytest.raises(DamagedError), writing(folder, "test"):
        planned.append("table")
    with writing(folder, "test", tables=False) as step:
        step.commit({"snapshots/today.json": b"{}\n"})
    assert planned == []
    assert commands(folder) == ["test"]


def test_what_was_changed_outside_is_taken_in_only_where_that_is_asked(folder):
    with writing(folder, "first") as step:
        step.commit(structures("A"))
    (folder.folder / "data" / "structures.csv").write_bytes(structures("By hand")["structures.csv"])
    with pytest.raises(RefusedError), writing(folder, "second") as step:
        step.commit(structures("By hand", "C"))
    assert commands(folder) == ["first"]
    with writing(folder, "second", accept_edits=True) as step:
        step.commit(structures("By hand", "C"))
    assert names(folder) == ["By hand", "C"]
    assert commands(folder)[-1] == "second"
    assert len(commands(folder)) == 3


def test_tables_that_move_between_the_plan_and_the_commit_stop_it(folder):
    with writing(folder, "test", accept_edits=True) as step:
        assert names(folder) == ["CPAS de Dinant"]
        add_by_hand(folder, "2,EPN de Ciney,5590,Ciney\n")
        with pytest.raises(BusyError):
            step.commit(structures("A"))
    folder.forget_caches()
    assert names(folder) == ["CPAS de Dinant", "EPN de Ciney"]


def test_an_erasure_leaves_no_way_back_and_blanks_its_words(folder):
    with writing(folder, "add ada@example.be") as step:
        step.commit(structures("A"))
    with writing(folder, "forget") as step:
        step.erase(structures("B"), words=("ada@example.be",))
    first, last = store.past(folder.folder).steps
    assert "ada" not in first.command
    assert last.erasure
    with pytest.raises(RefusedError):
        store.undo(folder.folder, 2)


def test_figures_of_need_are_read_anew_where_they_are_written(folder):
    counted = '"source","ins","public","people","year"\n"statbel","91034","seniors","321","2026"\n'
    before = folder.territory.demand
    (folder.folder / "data" / "population.csv").write_text(counted, encoding="utf-8")
    with writing(folder, "test"):
        assert folder.territory.demand == before
    with writing(folder, "test", need=True):
        assert folder.territory.demand != before
        (folder.folder / "data" / "population.csv").unlink()
    assert folder.territory.demand == before
