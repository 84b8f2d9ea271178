"""The same thing twice, and back again: once is enough, and nothing is lost on the way back."""

from __future__ import annotations

import json

from workshop import ROWS, held, spoken, write_list

import wtc_eco as eco


def tables(folder):
    return {name: content for name, content in held(folder).items() if name.endswith(".csv")}


def tables_of_data(folder):
    return {name: content for name, content in tables(folder).items() if "/snapshots/" not in name}


def structures(folder):
    """Which records are one, by the structures of the register."""
    return sorted(eco.open(folder).registry.table["records"])


def test_f29_a_list_taken_in_twice_changes_not_one_byte_the_second_time(copied, tmp_path):
    path = str(write_list(tmp_path / "nouvelle.csv", "Nouvelle"))
    words = ("import", path, "--as", "nouvelle", "--kind", "epn", "--format", "json")
    first = json.loads(spoken(copied, *words).out)["accounting"]
    assert first["new"] == first["read"] == ROWS
    before = held(copied)
    again = json.loads(spoken(copied, *words).out)["accounting"]
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, ROWS)
    assert held(copied) == before


def test_f29_an_import_that_was_interrupted_is_done_by_repeating_it(scenes, workshop, chance, tmp_path):
    scene, place = scenes["import"], tmp_path / "again"
    job = scene.fresh(place)
    workshop.do(job, kill_after=chance.uniform(0, scene.writing), writing=True)
    for _ in range(2):
        (end,) = workshop.do(job)
        assert "refused" not in end
        assert held(place) == scene.after


def test_f30_undo_after_undo_goes_further_back_and_redo_comes_again(copied, tmp_path):
    states = [tables_of_data(copied)]
    for words in (("set", "S1", "note=un"), ("join", "S1", "S6"), ("set", "S1", "note=deux")):
        assert spoken(copied, *words).code == 0, words
        states.append(tables_of_data(copied))
    for state in states[-2::-1]:
        assert spoken(copied, "undo").code == 0
        assert tables_of_data(copied) == state
    for state in states[1:]:
        assert spoken(copied, "redo").code == 0
        assert tables_of_data(copied) == state


def test_f30_what_was_joined_in_a_chain_comes_apart_in_any_order_without_loss(copied):
    alone = structures(copied)
    assert spoken(copied, "join", "S1", "S6").code == 0
    pair = structures(copied)
    assert (1, 6) in pair
    assert spoken(copied, "join", "S1", "S11").code == 0
    assert (1, 6, 11) in structures(copied)
    # The first of the two is named again: the record it brought leaves, the later one stays.
    assert spoken(copied, "split", "S1", "--record", "6").code == 0
    assert (1, 11) in structures(copied)
    assert (6,) in structures(copied)
    assert spoken(copied, "undo").code == 0
    assert (1, 6, 11) in structures(copied)
    assert spoken(copied, "split", "S1", "--all").code == 0
    assert structures(copied) == alone
    for _ in range(2):
        assert spoken(copied, "undo").code == 0
    assert structures(copied) == pair
    assert spoken(copied, "undo").code == 0
    assert structures(copied) == alone
