"""A folder in which a person stands wherever a person can stand."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from wtc_eco import Ecosystem, model, store
from wtc_eco.i18n import speaking
from wtc_eco.model import CONTACTS, DECISIONS, RECORDS, TIES


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """The settings folder of somebody who uses the tool for the first time."""
    path = tmp_path / "settings"
    monkeypatch.setenv("WTC_ECO_HOME", str(path))
    return path


RECORD_ROWS: tuple[dict[str, Any], ...] = (
    {
        "record": 1, "source": "liste", "name": "CPAS de Huy", "kind": "cpas", "street": "Rue du Pont 1",
        "postal_code": "4500", "locality": "Huy", "collected_on": "2026-01-15",
        "email": ("accueil@cpas-huy.example", "julie.lambert@exemple.be"), "phone": ("+3285212324", "+32471123456"),
        "hosted_by": "Ville de Huy", "note": "Demander Julie Lambert (0471/12.34.56)", "extra": {"contact": "LAMBERT Julie", "code": "7"},
    },
    {
        "record": 2, "source": "liste", "name": "Julie Lambert", "kind": "autre", "street": "Rue Neuve 4",
        "postal_code": "4500", "locality": "Huy", "collected_on": "2026-01-15",
    },
    {
        "record": 3, "source": "liste", "name": "Bibliothèque de Huy", "kind": "bibliotheque",
        "postal_code": "4500", "locality": "Huy", "collected_on": "2026-01-15", "hosted_by": "2",
    },
)  # fmt: skip
TIE_ROWS: tuple[dict[str, Any], ...] = (
    {"tie": 1, "source": "liens", "from": "1", "to": "2", "kind": "knows", "declared_by": "from", "status": "active"},
    {"tie": 2, "source": "liens", "from": "1", "to": "3", "kind": "knows", "declared_by": "from", "status": "active",
     "note": "dit par julie.lambert@exemple.be", "declared_on": "2026-02-01"},
)  # fmt: skip
DECISION_ROWS: tuple[dict[str, Any], ...] = (
    {"left": "1", "right": "3", "left_words": "CPAS de Huy", "right_words": "Bibliothèque de Huy", "verdict": "different",
     "decided_by": "Julie Lambert", "decided_on": "2026-03-01", "why": "vu avec Julie LAMBERT"},
)  # fmt: skip
CONTACT_ROWS: tuple[dict[str, Any], ...] = (
    {"contact": 1, "record": 1, "person": "Julie Lambert", "role": "directrice", "email": "julie.lambert@exemple.be",
     "phone": "+32471123456", "language": "fr", "source": "enquete", "collected_on": "2026-02-01", "basis": "agreed"},
    {"contact": 2, "record": 3, "person": "Marc Petit", "email": "marc@exemple.be", "source": "enquete",
     "collected_on": "2023-05-01", "basis": "agreed"},
    {"contact": 3, "record": 3, "person": "Zoé Sans-Date", "email": "zoe@exemple.be", "source": "salon"},
)  # fmt: skip


@pytest.fixture
def folder(tmp_path) -> Ecosystem:
    """Julie Lambert is a contact, stands in notes, decisions and a tie, and is record 2."""
    root = tmp_path / "folder"
    data = root / "data"
    for name in ("quarantine", "maps", "snapshots/dated"):
        (data / name).mkdir(parents=True)
    (root / "outputs").mkdir()
    (root / "eco.toml").write_text('[ecosystem]\nuid = "tests"\n', encoding="utf-8")
    tables = {
        "structures.csv": (RECORD_ROWS, RECORDS),
        "referrals.csv": (TIE_ROWS, TIES),
        "decisions.csv": (DECISION_ROWS, DECISIONS),
        "contacts.csv": (CONTACT_ROWS, CONTACTS),
    }
    for name, (rows, columns) in tables.items():
        (data / name).write_bytes(store.to_csv(model.frame(columns, rows), columns))
    (data / "quarantine" / "liste-1.csv").write_bytes("\ufeff_ligne;nom\r\n4;Lambert, Julie\r\n".encode())
    (data / "snapshots" / "dated" / "contacts.csv").write_text("person\nJulie Lambert\n", encoding="utf-8")
    (root / "outputs" / "registry.csv").write_text(
        "name;email\nX;Julie.Lambert@exemple.be\n", encoding="utf-8"
    )
    (root / "outputs" / "registry.xlsx").write_bytes(_workbook("Julie Lambert"))
    (root / "outputs" / "map.html").write_text("<p>rien</p>", encoding="utf-8")
    return Ecosystem(root)


def _workbook(text: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<si><t>{text}</t></si>")
    return stream.getvalue()


Search = Callable[[Path, str], list[str]]


@pytest.fixture
def search() -> Search:
    """`search(folder, "words")`: every file of the folder that holds the words, inside archives too."""

    def found(folder: Path, words: str) -> list[str]:
        return [
            path.relative_to(folder).as_posix()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and (_holds(path, words) or words.casefold() in path.name.casefold())
        ]

    return found


def _holds(path: Path, words: str) -> bool:
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            content += b"".join(archive.read(name) for name in archive.namelist())
    return words.casefold() in content.decode("utf-8", errors="replace").casefold()
