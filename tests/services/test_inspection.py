"""The last look before anything is shared: each kind of file is read as its reader would find it."""

from __future__ import annotations

import zipfile

import pytest
from seeded import ADDRESSES, NUMBERS, PEOPLE, records
from seeded import ties as seeded_ties
from seeded import written as ecosystem_of

from wtc_eco.ecosystem.privacy.publishable import shared as shared_edition
from wtc_eco.errors import RefusedError
from wtc_eco.services.shared_edition import SHOWN, inspect, left_out, texts

HARMLESS = "Maison Numéro21bis ; coordination@bassin.example ; 5000 Namur ; 2026-09-10"
TELLING = ("voir Lambert Julie", ADDRESSES[1].upper(), "0471/12.34.56")


def written(folder, name, text):
    path = folder / name
    if name.endswith("xlsx"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", "<x/>")
            archive.writestr("docProps/app.xml", f"<v>{text}</v>")
    else:
        path.write_text(text, encoding="utf-8-sig" if name.endswith("csv") else "utf-8")
    return path


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.html", "a.xlsx"])
@pytest.mark.parametrize("words", TELLING)
def test_a_file_in_which_somebody_stands_is_named_and_what_stands_there(given, tmp_path, name, words):
    clean = written(tmp_path, f"clean-{name}", HARMLESS)
    inspect(given.ecosystem, [clean])
    with pytest.raises(RefusedError) as refused:
        inspect(given.ecosystem, [clean, written(tmp_path, name, f"{HARMLESS} {words}")])
    assert f" {name}" in refused.value.message
    assert {problem.file for problem in refused.value.problems} == {name}
    assert {problem.code for problem in refused.value.problems} == {"shared_leak"}
    assert all(problem.gravity == "refusal" for problem in refused.value.problems)


@pytest.mark.parametrize(("name", "leaks"), [("a.html", True), ("a.xlsx", True), ("a.txt", False)])
def test_what_a_reader_sees_behind_entities_is_read_too(given, tmp_path, name, leaks):
    path = written(tmp_path, name, "Marc&#32;Petit")
    if leaks:
        with pytest.raises(RefusedError):
            inspect(given.ecosystem, [path])
    else:
        inspect(given.ecosystem, [path])


def test_every_part_of_a_workbook_is_read_and_of_a_text_the_mark_at_its_start_is_none(tmp_path):
    assert list(texts(written(tmp_path, "a.xlsx", "b &amp; c"))) == ["<x/>", "<v>b & c</v>"]
    assert list(texts(written(tmp_path, "a.csv", "nom;b &amp; c"))) == ["nom;b &amp; c"]
    assert list(texts(written(tmp_path, "a.html", "b &amp; c"))) == ["b & c"]


def test_of_many_leaks_the_first_are_told_each_once(given, tmp_path):
    paths = [written(tmp_path, f"{n}.txt", f"{PEOPLE[0]}, {PEOPLE[1]}, {PEOPLE[0]}") for n in range(4)]
    with pytest.raises(RefusedError) as refused:
        inspect(given.ecosystem, paths)
    told = [(problem.file, problem.message) for problem in refused.value.problems]
    assert len(told) == len(set(told)) == SHOWN
    assert [file for file, _ in told] == ["0.txt", "0.txt", "1.txt", "1.txt", "2.txt"]


def test_what_stays_in_the_house_is_counted(given):
    counted = left_out(given.ecosystem._inner, shared_edition(given.ecosystem._inner), None)
    told = counted.as_json()
    assert told["people"] == len(PEOPLE)
    assert told["addresses"] == len(set(ADDRESSES))
    assert told["numbers"] == len(set(NUMBERS))
    assert told["ties"] == given.ecosystem.network.number_of_edges() == 20
    assert told["structures"] == len(given.ecosystem.registry.table) == 24
    assert told["renamed"] == 3
    assert told["texts"] > told["renamed"]
    assert set(told) == {"structures", "people", "addresses", "numbers", "ties", "renamed", "texts"}


@pytest.mark.parametrize(
    ("ties", "touching"),
    [([], 0), ([("1", "2")], 1), ([("1", "12")], 1), ([("12", "1")], 1), ([("12", "11")], 0)],
)
def test_of_a_bassin_its_structures_and_the_ties_that_touch_it_are_counted(tmp_path, ties, touching):
    """Records 11 and 12 stand in another bassin."""
    rows = records(12)
    for row in rows[10:]:
        row |= {"postal_code": "4000", "locality": "Liège"}
    declared = [{**seeded_ties()[0], "tie": n, "from": a, "to": b} for n, (a, b) in enumerate(ties, start=1)]
    ecosystem = ecosystem_of(tmp_path / "x", rows, declared)
    counted = left_out(ecosystem._inner, shared_edition(ecosystem._inner), "namur")
    assert (counted.structures, counted.ties) == (10, touching)


def test_what_was_shared_is_told_with_where_it_is(given):
    told = given.shared.as_json()
    assert told["folder"].endswith("outputs/partage")
    assert [each["file"].rpartition("/")[2] for each in told["files"]] == [
        "map.html", "report.html", "communes.html", "registry.csv", "registry.xlsx", "LISEZMOI.txt",
    ]  # fmt: skip
    assert all(each["what"] for each in told["files"])
    assert told["left_out"] == given.shared.left_out.as_json()
    first, second, third = given.shared.sentences()
    assert first.startswith("24 ")
    assert "4 " in second
    assert "5" in third


@pytest.mark.parametrize("name", ["a.txt", "a.xlsx"])
def test_a_file_of_another_encoding_is_searched_all_the_same(given, tmp_path, name):
    path, content = tmp_path / name, "Liège ; Marc Petit".encode("cp1252")
    if name.endswith("xlsx"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("xl/media/image1.svg", content)
    else:
        path.write_bytes(content)
    with pytest.raises(RefusedError):
        inspect(given.ecosystem, [path])
