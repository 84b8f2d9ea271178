"""What some of the bad inputs must not lead to later: a double, a file elsewhere, another state."""

from __future__ import annotations

import hashlib
import re

import pytest
from bad_files import HUY, THREE, TITLES, text, with_name

import wtc_eco
from wtc_eco.analysis.schedules import read_schedules
from wtc_eco.errors import EcoError


@pytest.fixture
def folder(tmp_path):
    wtc_eco.init(tmp_path / "mons")
    return tmp_path / "mons"


def take(folder, source, *rows):
    """The account of a list taken in."""
    listed = folder.parent / f"{source.rpartition('/')[2]}.csv"
    listed.write_text(text((TITLES, *rows)), encoding="utf-8")
    return wtc_eco.open(folder).imports.structures(listed, source=source, collected_on="2026-03-01")


def test_b17_letters_of_two_alphabets_do_not_hide_a_double(folder):
    take(folder, "une", with_name("CPAS de Huy"))
    take(folder, "autre", with_name("СPAS de\u200b Huy"))
    ecosystem = wtc_eco.open(folder)
    assert len(ecosystem.registry.table) == 1 or ecosystem.review.doubts()


def test_b18_accents_in_two_signs_are_the_same_structure(folder):
    take(folder, "une", with_name("CPAS de Liège"))
    again = take(folder, "une", with_name("CPAS de Lie\u0300ge"))
    assert (again.accounting.unchanged, again.accounting.new) == (1, 0)


def test_b88_a_list_that_is_called_like_a_path_is_kept_inside(folder):
    outside = {path for path in folder.parent.iterdir() if path != folder}
    take(folder, "../../ailleurs", *THREE[1:])
    found = {path for path in folder.parent.iterdir() if path != folder}
    assert found - outside == {folder.parent / "ailleurs.csv"}
    (kept,) = (folder / "data" / "maps").iterdir()
    assert re.fullmatch(r"ailleurs-[0-9a-f]{6}\.toml", kept.name)


@pytest.mark.parametrize("setting", ['pack = "../../etc"', 'pack = "/etc"', 'boundaries = "../../x.geojson"'])
def test_b88_settings_stay_in_the_folder(folder, setting):
    (folder / "eco.toml").write_text(f"[ecosystem]\n{setting}\n", encoding="utf-8")
    before = hashlib.sha256(b"".join(path.read_bytes() for path in sorted((folder / "data").glob("*.csv"))))
    with pytest.raises(EcoError) as refusal:
        wtc_eco.open(folder).write.map()
    assert refusal.value.exit_code == 2
    after = hashlib.sha256(b"".join(path.read_bytes() for path in sorted((folder / "data").glob("*.csv"))))
    assert before.digest() == after.digest()


def test_b80_hours_of_any_length_take_no_time(folder):
    rows = [(*HUY[:1], *HUY[1:3], "Huy", "", "")]
    assert take(folder, "une", *rows).accounting.new == 1
    spoken = ["24/7;" * 20_000, "lu-ve 9h-12h " * 2_000, "Mo 99:99 " * 2_000, "9" * 30_000]
    assert len(read_schedules(spoken)) == len(spoken)
