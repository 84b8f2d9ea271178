"""The eight structures in a folder, and the exports of their answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from layouts import LAYOUTS
from respondents import REGISTER

from wtc_eco import Ecosystem, model, store
from wtc_eco.api.results import Surveyed
from wtc_eco.i18n import speaking

SOURCE = "enquete-2026"


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


def register() -> bytes:
    """The table by which the structures are known: record 1 is S1."""
    rows = [
        {"record": int(id_[1:]), "source": "liste", "name": name, "kind": kind, "street": street,
         "postal_code": code, "locality": locality, "collected_on": "2026-01-15"}
        for id_, name, kind, street, code, locality in REGISTER
    ]  # fmt: skip
    return store.to_csv(model.frame(model.RECORDS, rows), model.RECORDS)


@pytest.fixture
def new_folder(tmp_path_factory) -> Callable[[], Ecosystem]:
    """Folders that hold the eight structures."""

    def made() -> Ecosystem:
        folder = tmp_path_factory.mktemp("folder")
        (folder / "eco.toml").write_text('[ecosystem]\nuid = "tests"\n', encoding="utf-8")
        (folder / "data").mkdir()
        (folder / "data" / "structures.csv").write_bytes(register())
        return Ecosystem(folder)

    return made


@pytest.fixture
def folder(new_folder) -> Ecosystem:
    return new_folder()


@pytest.fixture
def export(tmp_path) -> Callable[..., Path]:
    """`export("kobo")` or `export(content, "x.csv")`: the file of a layout, or of these bytes."""

    def put(layout: str | bytes, name: str = "") -> Path:
        content = LAYOUTS[layout]() if isinstance(layout, str) else layout
        path = tmp_path / (name or f"{layout}.{'xlsx' if 'xlsx' in layout else 'csv'}")
        path.write_bytes(content)
        return path

    return put


@pytest.fixture
def take(export) -> Callable[..., Surveyed]:
    """`take(ecosystem, "kobo")`: the import of a layout, under the survey's name."""

    def taken(ecosystem: Ecosystem, layout: str | bytes, **said) -> Surveyed:
        name = "" if isinstance(layout, str) else "answers.csv"
        return ecosystem.imports.answers(export(layout, name), source=SOURCE, **said)

    return taken
