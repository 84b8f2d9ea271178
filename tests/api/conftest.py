import shutil

import pytest

import wtc_eco as eco
from wtc_eco import store
from wtc_eco.model import RECORDS, TIES


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The bassin of Namur as the demonstration has it, with two structures of elsewhere; read and never written."""
    whole = eco.demo(tmp_path_factory.mktemp("demonstration") / "demo")
    table = whole.registry.table
    here = table[(table["bassin"] == "namur") | table["id"].isin(["S1", "S2"])]
    kept = {number for numbers in here["records"] for number in numbers}
    holdings = whole.holdings
    ends = holdings.ties[["from", "to"]].map(str)
    records = holdings.records[holdings.records["record"].isin(kept)]
    ties = holdings.ties[ends.isin([*map(str, kept)]).all(axis=1)]
    data = whole.folder / "data"
    (data / "structures.csv").write_bytes(store.to_csv(records, RECORDS))
    (data / "referrals.csv").write_bytes(store.to_csv(ties, TIES))
    return eco.open(whole.folder)


@pytest.fixture
def own(demonstration, tmp_path):
    """A demonstration to write in."""
    shutil.copytree(demonstration.folder, tmp_path / "own")
    return eco.open(tmp_path / "own")


@pytest.fixture(scope="module")
def shared_copy(demonstration, tmp_path_factory):
    """A demonstration for all that must be refused: nothing of it is looked at afterwards."""
    folder = shutil.copytree(demonstration.folder, tmp_path_factory.mktemp("refusing") / "eco")
    return eco.open(folder)
