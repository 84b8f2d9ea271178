"""The work shared between processes, and in parts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wtc_eco.matching import parallel, score
from wtc_eco.matching.arrays import in_order
from wtc_eco.matching.candidates import candidates
from wtc_eco.matching.profiles import profiles

LIST = Path(__file__).parent / "lists" / "be_noms_et_adresses.csv"


@pytest.fixture
def read(listed, lexicon):
    rows = pd.read_csv(LIST, dtype=str, keep_default_na=False)
    columns = {"Dénomination": "name", "Adresse": "street", "CP": "postal_code", "Localité": "locality"}
    table = listed(*rows.rename(columns=columns)[[*columns.values()]].to_dict("records"))
    return profiles(in_order(table), lexicon, "BE")


def scored(read, n, monkeypatch):
    monkeypatch.setattr(parallel, "ENOUGH", 0)
    monkeypatch.setattr(score, "PAIRS_AT_ONCE", 7)
    found = candidates(read)
    shares = []
    told = parallel.score_by_several(
        read, found.left, found.right, least=-7.0, processes=n, progress=shares.append
    )
    assert shares[-1] == 1.0
    return told


def test_two_processes_find_what_one_finds(read, monkeypatch):
    one, two = scored(read, 1, monkeypatch), scored(read, 2, monkeypatch)
    assert np.array_equal(one.kept, two.kept)
    assert one.table.equals(two.table)


def test_what_a_child_could_not_do_is_done_here(read, monkeypatch):
    one = scored(read, 1, monkeypatch)
    monkeypatch.setattr(parallel, "_START", "raise SystemExit(3)")
    assert scored(read, 2, monkeypatch).table.equals(one.table)


def test_a_child_scores_its_share_of_the_parts(read, monkeypatch, tmp_path):
    found = candidates(read)
    parallel._lay_out(read, tmp_path)
    np.save(tmp_path / "left.npy", found.left.astype(np.int32))
    np.save(tmp_path / "right.npy", found.right.astype(np.int32))
    script = "import sys; from wtc_eco.matching.parallel import serve; serve(sys.argv[1:])"
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path), "0", "1", "-7.0"], check=False)
    assert done.returncode == 0
    told = parallel._taken(tmp_path, 0)
    part = score.parts_of(len(found.left))[0]
    assert told.table.equals(score.score_part(read, found.left, found.right, part, -7.0).table)
