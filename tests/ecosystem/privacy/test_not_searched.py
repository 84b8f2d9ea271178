"""«Could not look» is not «nothing there»: what a command could not search is named, and the exit code says so."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from wtc_eco.ecosystem.privacy.objections import email, person, phone
from wtc_eco.ecosystem.privacy.scrub import Traces, texts_of
from wtc_eco.sources.read import file_texts

JULIE = "julie.lambert@exemple.be"
TRACES = Traces.of([person("Julie Lambert"), email(JULIE), phone("+32471123456")])


def packed(**files: str | bytes) -> bytes:
    """An archive with these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return content.getvalue()


def workbook(*rows: tuple[object, ...]) -> bytes:
    """A workbook whose second, hidden sheet holds these rows."""
    book = Workbook()
    page = book.create_sheet("Autre")
    page.sheet_state = "hidden"
    for row in rows:
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


READABLE = {
    "utf16.txt": "liste;Julie Lambert".encode("utf-16-le"),
    "mac.csv": "nom;prénom\nLambert;Julie\nécole;été".encode("mac_roman"),
    "page.html": b"<p><b>Julie</b> L<i></i>ambert</p>",
    "page2.html": b"<p>julie.lambert&#64;exemple.be</p>",
    "data.json": b'{"x": "Julie\\u00a0Lambert"}',
    "url.txt": b"https://x.example/?q=Julie%20Lambert",
    "liste.zip": packed(a_csv="x;Julie Lambert"),
    "deux.zip": packed(a_zip=packed(b_txt="Lambert Julie")),
    "livre.zip": packed(a_xlsx=workbook(("Julie Lambert",))),
    "livre.xlsx": workbook(("Nom", "Prénom"), ("Lambert", "Julie")),
    "numero.xlsx": workbook((471123456,)),
    "lettre.docx": packed(
        **{"[Content_Types]_xml": "<x/>", "word/document_xml": "<w:t>Julie</w:t><w:t> Lambert</w:t>"}
    ),
}


@pytest.mark.parametrize("name", READABLE)
def test_what_can_be_read_is_searched(tmp_path, name):
    (tmp_path / name).write_bytes(READABLE[name])
    found = texts_of(tmp_path, TRACES)
    assert [path.name for path in found.foreign] == [name]
    assert not found.unsearched


OPAQUE = {
    "scan.pdf": b"%PDF-1.7\n1 0 obj",
    "photo.png": b"\x89PNG\r\n\x1a\n\x00\x01",
    "vieux.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "autre.7z": b"7z\xbc\xaf\x27\x1c\x00\x04",
    "abime.zip": packed(a_txt="x" * 500)[:-30],
    "image.zip": packed(a_png=b"\x89PNG\r\n\x1a\n\x00"),
}


@pytest.mark.parametrize("name", OPAQUE)
def test_what_cannot_be_read_is_named_and_not_taken_for_empty(folder, name):
    (folder.folder / name).write_bytes(OPAQUE[name])
    receipt = folder.privacy.forget(JULIE)
    assert list(receipt.unsearched) == [name]
    assert receipt.unsearched[name]


@pytest.mark.parametrize("name", ["liste.zip", "photo.png", "livre.xlsx"])
def test_in_outputs_it_is_searched_or_removed(folder, name):
    path = folder.folder / "outputs" / name
    path.write_bytes({**READABLE, **OPAQUE}[name])
    (folder.folder / "outputs" / "sain.zip").write_bytes(packed(a_txt="rien"))
    receipt = folder.privacy.forget(JULIE)
    assert f"outputs/{name}" in receipt.outputs
    assert not path.exists()
    assert (folder.folder / "outputs" / "sain.zip").exists()


def test_behind_a_link_nothing_is_deleted_and_everything_is_searched_or_named(folder, tmp_path):
    away = tmp_path / "ailleurs"
    away.mkdir()
    (away / "map.html").write_text("Julie Lambert", encoding="utf-8")
    (away / "scan.pdf").write_bytes(OPAQUE["scan.pdf"])
    outputs = folder.folder / "outputs"
    outputs.rename(tmp_path / "avant")
    outputs.symlink_to(away)
    (folder.folder / "lien").symlink_to(tmp_path / "avant")
    receipt = folder.privacy.forget(JULIE)
    assert receipt.left == ("outputs/map.html",)
    assert list(receipt.unsearched) == ["lien", "outputs/scan.pdf"]
    assert (away / "map.html").exists()


def test_data_behind_a_link_is_searched_as_ours(folder, tmp_path):
    data = folder.folder / "data"
    (data / "quarantine" / "x.csv").write_text("nom\nJulie Lambert\n", encoding="utf-8")
    data.rename(tmp_path / "data")
    data.symlink_to(tmp_path / "data")
    assert texts_of(folder.folder, TRACES).changes["quarantine/x.csv"] == "nom\n…\n".encode()


def test_a_file_that_another_program_holds_is_named(folder, monkeypatch):
    mine, ours = folder.folder / "mes-contacts.txt", folder.folder / "outputs" / "report.html"
    mine.write_text("x", encoding="utf-8")
    ours.write_text("Julie Lambert", encoding="utf-8")
    read, unlink = Path.read_bytes, Path.unlink

    def held_read(path: Path) -> bytes:
        if path == mine:
            raise PermissionError(13, "held")
        return read(path)

    def held_unlink(path: Path, missing_ok: bool = False) -> None:
        if path == ours:
            raise PermissionError(13, "held")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "read_bytes", held_read)
    monkeypatch.setattr(Path, "unlink", held_unlink)
    receipt = folder.privacy.forget(JULIE)
    assert list(receipt.unsearched) == ["mes-contacts.txt", "outputs/report.html"]
    assert "outputs/report.html" not in receipt.outputs


def test_an_archive_that_unpacks_to_too_much_is_named_without_being_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("wtc_eco.sources.read.MAX_BYTES", 1_000)
    (tmp_path / "bombe.zip").write_bytes(packed_small(b"0" * 100_000))
    assert file_texts(tmp_path / "bombe.zip").unseen


def packed_small(content: bytes) -> bytes:
    """An archive that unpacks to much more than itself."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", content)
    return made.getvalue()


def test_beside_the_shared_edition_what_names_somebody_or_cannot_be_searched_is_named(folder):
    target = folder.folder / "outputs" / "partage"
    target.mkdir(parents=True)
    (target / "ancien.zip").write_bytes(packed(a_csv="Julie Lambert"))
    (target / "scan.pdf").write_bytes(OPAQUE["scan.pdf"])
    (target / "sain.txt").write_text("rien", encoding="utf-8")
    assert [name for name, _ in folder.write.shared().beside] == ["ancien.zip", "scan.pdf"]
