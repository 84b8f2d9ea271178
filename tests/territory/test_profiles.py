"""Typical people: what a pack says of them, and what it may not leave out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wtc_eco import territory
from wtc_eco.errors import RefusedError
from wtc_eco.i18n import speaking

TRIO = Path(__file__).parent.parent / "territories" / "trio"


@pytest.fixture
def copied(tmp_path):
    return shutil.copytree(TRIO, tmp_path / "trio")


def test_the_five_of_the_diagnosis_are_in_the_pack():
    with speaking("fr"):
        held = {one.short(): one for one in territory.load("wallonie").profiles}
    assert tuple(held) == ("Émile", "Tatiana", "Joël", "Malcolm", "Mélanie")
    assert "soiree" in held["Tatiana"].slots
    assert held["Joël"].needs[0] == "recherche_emploi"
    assert all(one.near_km <= one.reach_km for one in held.values())


def test_the_parts_of_one_public_are_no_more_than_the_whole():
    parts = {}
    for one in territory.load("wallonie").profiles:
        parts[one.stands_for] = parts.get(one.stands_for, 0) + one.part
    assert max(parts.values()) <= 1


def test_a_profile_may_be_added_and_a_pack_may_have_none(copied):
    with (copied / "profiles.toml").open("a", encoding="utf-8") as stream:
        stream.write(
            (copied / "profiles.toml").read_text(encoding="utf-8").replace("profiles.", "profiles.other_")
        )
    assert len(territory.load(copied).profiles) == 4
    (copied / "profiles.toml").unlink()
    assert territory.load(copied).profiles == ()


def test_every_fault_of_a_profile_is_told(copied):
    path = copied / "profiles.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('needs = ["bases"]', 'needs = ["cuisine"]').replace("near_km = 10.0\n", "", 1)
    text = text.replace('hypothese = true\npublic = "salaries"', 'public = "salaries"')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError) as caught:
        territory.load(copied)
    told = {problem.message for problem in caught.value.problems}
    assert "“cuisine” is not among the themes." in told
    assert "“reach.near_km” is missing [profiles.ada]." in told
    assert "[profiles.bruno] has figures without a source." in told
    assert {problem.file for problem in caught.value.problems} == {"profiles.toml"}
