"""A folder with two lists that share structures, to be put right by a person."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import wtc_eco as eco

SOCIAL = """id;nom;type;adresse;cp;localité;téléphone
a1;CPAS de Mons;CPAS;Rue de Bouzanton 1;7000;Mons;065 41 23 00
a2;EPN La Ruche;EPN;Rue Haute 8;7000;Mons;065 11 11 11
a3;CPAS de Namur;CPAS;Rue de Dave 165;5100;Jambes;081 33 70 07
a4;Bibliothèque de Huy;Bibliothèque;Rue des Augustins 18;4500;Huy;085 23 07 53
"""
DIGITAL = """nom;type;adresse;cp;localité;site
EPN La Ruche;EPN;Rue Haute 8;7000;Mons;www.laruche.be
Bibliothèque de Huy;Bibliothèque;Rue des Augustins 18;4500;Huy;www.huy-biblio.be
"""


class Desk:
    """What a coordinator does in a folder: lists in, corrections, questions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "data").mkdir(exist_ok=True)

    @property
    def ecosystem(self) -> eco.Ecosystem:
        """The folder, opened anew as every command does."""
        return eco.open(self.folder)

    def take(self, source: str, text: str, day: str = "2026-03-01", **said: bool) -> None:
        """Take a list in."""
        path = self.folder / f"{source}.csv"
        path.write_text(text, encoding="utf-8")
        self.ecosystem.imports.structures(path, source=source, collected_on=day, **said)

    def row(self, thing: str) -> dict:
        """A structure of the register."""
        return dict(self.ecosystem.registry.row(thing))

    def named(self, name: str) -> list[str]:
        """The ids of the structures of this name."""
        table = self.ecosystem.registry.table
        return table[table["name"] == name]["id"].tolist()

    def bytes(self) -> dict[str, bytes]:
        """Every table of data/."""
        return {path.name: path.read_bytes() for path in sorted((self.folder / "data").glob("*.csv"))}


def shuffled(text: str) -> str:
    """The list with its rows in another order."""
    head, *rows = text.splitlines()
    return "\n".join([head, *reversed(rows)]) + "\n"


@pytest.fixture(scope="session")
def both_lists(tmp_path_factory) -> Path:
    """A folder into which both lists were taken, to be copied."""
    desk = Desk(tmp_path_factory.mktemp("lists"))
    desk.take("sociale", SOCIAL)
    desk.take("numerique", DIGITAL)
    return desk.folder


@pytest.fixture
def desk(both_lists, tmp_path) -> Desk:
    return Desk(Path(shutil.copytree(both_lists, tmp_path / "mons")))
