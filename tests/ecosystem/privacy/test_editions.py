"""Every working output says that it is one: a person who finds it knows not to share it."""

from __future__ import annotations

import zipfile


def test_a_workbook_says_so_in_its_notes_and_at_the_foot_of_its_pages(folder, tmp_path):
    path = folder.overview().write(tmp_path / "overview.xlsx")
    with zipfile.ZipFile(path) as archive:
        texts = archive.read("xl/sharedStrings.xml").decode()
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "not to be shared as it is" in texts
    assert "Working document" in page


def test_the_register_says_so_too(folder, tmp_path):
    path = folder.write.export(tmp_path / "registry.xlsx", form="xlsx", lang="en")
    with zipfile.ZipFile(path) as archive:
        assert "Working document" in archive.read("xl/sharedStrings.xml").decode()


def test_a_page_of_markdown_says_so_under_its_title(folder, tmp_path):
    path = folder.overview().write(tmp_path / "overview.md")
    assert "working document" in path.read_text(encoding="utf-8").splitlines()[2]


def test_no_person_stands_in_the_register_the_map_or_the_report(folder):
    """A contact stands apart: what is said of structures names no one."""
    written = folder.write.everything(lang="en")
    for path, _ in written.files:
        content = path.read_bytes().decode("utf-8", errors="replace")
        assert "Marc Petit" not in content, path
        assert "marc@exemple.be" not in content, path
