"""A bassin of the demonstration that nobody has asked yet, in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from basin import territory

from wtc_eco import Ecosystem, model, store
from wtc_eco.i18n import speaking

ROOT = Path(__file__).resolve().parents[2]
BASSIN = "verviers"
SETTINGS = (
    '[ecosystem]\nuid = "tests-asking"\nlang = "fr"\nbassin = "verviers"\ncontact = "reseau@exemple.be"\n'
)


@pytest.fixture(autouse=True)
def _french():
    with speaking("fr"):
        yield


@pytest.fixture(scope="session")
def never_asked(tmp_path_factory) -> Path:
    """The records of the bassin, as the demonstration's lists have them."""
    held, _ = store.from_csv(ROOT / "data" / "structures.csv", model.RECORDS)
    here = {commune.ins for commune in territory().communes_of(BASSIN)}
    rows = [
        {str(name): value for name, value in row.items()}
        for row in held.to_dict("records")
        if row["ins"] in here
    ]
    folder = tmp_path_factory.mktemp("bassin")
    (folder / "eco.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "data").mkdir()
    (folder / "data" / "structures.csv").write_bytes(
        store.to_csv(model.frame(model.RECORDS, rows), model.RECORDS)
    )
    return folder


@pytest.fixture
def new_folder(never_asked, tmp_path_factory) -> Callable[[], Ecosystem]:
    def made() -> Ecosystem:
        return Ecosystem(Path(shutil.copytree(never_asked, tmp_path_factory.mktemp("copy") / "verviers")))

    return made


@pytest.fixture
def folder(new_folder) -> Ecosystem:
    return new_folder()
