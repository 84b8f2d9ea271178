from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wtc_eco import territory
from wtc_eco.errors import RefusedError, UnknownNameError
from wtc_eco.territory.faults import Faults
from wtc_eco.territory.pack import check_weights


@pytest.fixture
def copied(tmp_path):
    """A copy of Trio to be spoiled."""
    return shutil.copytree(Path(__file__).parent.parent / "territories" / "trio", tmp_path / "trio")


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder, **options):
    with pytest.raises(RefusedError) as caught:
        territory.load(folder, **options)
    return [(problem.file, problem.row, problem.message) for problem in caught.value.problems]


def test_every_fault_of_a_pack_is_told_at_once(copied):
    spoil(copied / "communes.csv", "T102,San Piero in Alpe,,montalto", "T101,San Piero in Alpe,,montaltto")
    spoil(copied / "communes.csv", "21000", "many")
    spoil(copied / "localities.csv", "110,Prato", "119,Prato")
    spoil(copied / "territory.toml", 'en = "Montalto"', 'de = "Montalto"')
    spoil(copied / "territory.toml", '"servizio sociale"]', '"servizio sociale", "municipio"]')
    spoil(copied / "territory.toml", 'unspecific = ["associazione"]', 'unspecific = ["società"]')
    spoil(copied / "demand.toml", 'source = "invented for tests"\nshare', "share")
    spoil(copied / "lists" / "biblioteche.toml", '"street"', '"strada"')
    told = refused(copied)
    assert {file for file, _, _ in told} == {
        "communes.csv", "localities.csv", "territory.toml", "demand.toml", "biblioteche.toml",
    }  # fmt: skip
    assert ("communes.csv", 3, "The INS code T101 is there twice.") in told
    assert ("communes.csv", 3, "No bassin has the id “montaltto”.") in told
    assert ("localities.csv", 2, "No commune has the postal code 119.") in told
    assert ("territory.toml", None, "“en” is missing [bassins.montalto].") in told
    assert ("territory.toml", None, "“municipio” means both comune and servizio [kinds].") in told
    assert ("territory.toml", None, "No kind has the id “società”.") in told
    assert ("biblioteche.toml", None, "No column is called “strada”.") in told


def test_two_kinds_that_look_the_same_are_a_fault(copied):
    spoil(copied / "territory.toml", 'color = "#009E73"', 'color = "#0072B2"')
    assert [message for _, _, message in refused(copied)] == ["spazio and biblioteca look the same on a map."]


def test_a_file_that_is_not_toml_is_a_fault_with_its_reason(copied):
    (copied / "demand.toml").write_text("weights = = 1", encoding="utf-8")
    (copied / "communes.csv").unlink()
    told = refused(copied)
    assert ("communes.csv", None, "The file is missing.") in told
    assert any(
        file == "demand.toml" and message.startswith("The file cannot be read") for file, _, message in told
    )


def test_a_column_that_is_not_there_is_a_fault(copied):
    spoil(copied / "communes.csv", "population", "people")
    assert refused(copied)[0][2] == "“population” is missing."


def test_overrides_that_name_nothing_are_all_told(copied):
    told = refused(copied, overrides={"Nessuno": "Valdoro", "Valdoro": "Nessuna"})
    assert [file for file, _, _ in told] == ["eco.toml", "eco.toml"]


def test_a_pack_that_does_not_exist_is_answered_with_those_that_do():
    with pytest.raises(UnknownNameError) as caught:
        territory.load("flandre")
    assert caught.value.hint == "wallonie?"


def test_a_pack_may_have_no_localities_and_no_lists(copied):
    (copied / "localities.csv").unlink()
    shutil.rmtree(copied / "lists")
    loaded = territory.load(copied)
    assert loaded.lists == ()
    assert loaded.place(locality="Valdoro").bassin == "valdoro"


def test_a_weight_says_its_source_or_that_it_is_a_hypothesis():
    faults = Faults("demand.toml")
    check_weights({"themes": {"securite": 1.0}, "slots": {"soiree": 1.0, "hypothese": True}}, faults)
    assert [problem.message for problem in faults.found] == ["[demand.themes] has figures without a source."]


def test_the_three_real_lists_have_their_maps(wallonie):
    assert {held["id"] for held in wallonie.lists} == {
        "promotion_sociale", "administrations_communales", "maisons_de_justice",
    }  # fmt: skip


def test_no_fase_number_identifies_a_record(wallonie):
    schools = next(held for held in wallonie.lists if held["id"] == "promotion_sociale")
    assert schools["source_id"] == []
    assert not any("FASE" in header for header in schools["columns"])
    assert sum("FASE" in header for header in schools["extra"]) == 3


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["promotion_sociale_raw", "administrations_communales", "maisons_de_justice"]
)
def test_every_header_of_a_real_list_is_mapped_or_kept(wallonie, shared, name):
    header = (shared / "lists" / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    known = [{*held["columns"], *held["extra"], *held["source_id"]} for held in wallonie.lists]
    assert set(header) in known


def test_demand_weighs_every_theme_and_every_slot_of_each_public(wallonie):
    slots = {key for key, term in wallonie.slots.items() if term.extra["role"] == "slot"}
    for public, held in wallonie.demand["publics"].items():
        assert wallonie.publics[public].group == "situation"
        assert set(wallonie.themes) <= set(held["themes"])
        assert slots <= set(held["slots"])
