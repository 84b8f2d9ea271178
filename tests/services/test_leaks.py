"""Whatever the data holds, the shared edition names nobody, tells no tie and judges no structure."""

from __future__ import annotations

import json
import re
import zipfile
from html.parser import HTMLParser

import pytest
from seeded import ADDRESSES, NUMBERS, PEOPLE, WRITTEN, raw, records, written

import wtc_eco as eco
from wtc_eco.ecosystem.privacy.publishable import shared as shared_edition
from wtc_eco.errors import RefusedError
from wtc_eco.render.map.areas import unpacked
from wtc_eco.territory.normalize import fold

THRESHOLDS = {"60", "75", "25"}
"""Percentages of the method: when rankings hold, by how much a hypothesis is moved."""


class Blocks(HTMLParser):
    """The texts of a page block by block (a row, a paragraph, an item), its scripts apart."""

    WITHIN = ("tr", "p", "li", "dd", "dt", "h1", "h2", "h3", "title", "caption", "section", "article")

    def __init__(self):
        super().__init__()
        self.blocks, self.data, self.comments, self._tag = [""], [], [], ""

    def handle_starttag(self, tag, attrs):
        self._tag = tag
        if tag in self.WITHIN:
            self.blocks.append("")
        self.blocks[-1] += " ".join(
            ["", *(value for name, value in attrs if name in ("title", "aria-label") and value)]
        )

    def handle_data(self, data):
        if self._tag == "script":
            self.data.append(data)
        elif self._tag != "style":
            self.blocks[-1] += f" {data}"

    def handle_comment(self, data):
        self.comments.append(data)


def page(path):
    parsed = Blocks()
    parsed.feed(path.read_text(encoding="utf-8"))
    return parsed


def files(shared, *endings):
    return [path for path, _ in shared.files if not endings or path.suffix in endings]


def names(ecosystem):
    """The names of structures in which nobody stands: those that the shared edition may print."""
    return [name for name in ecosystem.registry.table["name"] if name and "bis" in name]


def test_every_file_that_was_promised_is_there(given):
    assert {path.name for path in files(given.shared)} >= {
        "map.html", "report.html", "communes.html", "registry.csv", "registry.xlsx", "LISEZMOI.txt",
    }  # fmt: skip
    assert all(path.stat().st_size for path in files(given.shared))


@pytest.mark.parametrize("person", PEOPLE)
def test_no_person_stands_in_any_file(given, person):
    words = set(fold(person).split())
    for path in files(given.shared):
        said = fold(raw(path)).split()
        for at in range(len(said) - len(words) + 1):
            assert set(said[at : at + len(words)]) != words, (path.name, said[at - 5 : at + 8])


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_stands_in_any_file(given, address):
    for path in files(given.shared):
        assert address not in raw(path).casefold(), path.name


def test_the_only_address_is_the_coordination_s_own(given):
    for path in files(given.shared):
        found = set(re.findall(r"[\w.+-]+@[\w-]+\.[a-z]+", raw(path)))
        assert found <= {"coordination@bassin.example"}, path.name


@pytest.mark.parametrize("number", [*NUMBERS, *WRITTEN])
def test_no_phone_number_stands_in_any_file_however_it_is_written(given, number):
    for path in files(given.shared):
        text = raw(path)
        assert number not in text, path.name
        if path.suffix != ".html":
            assert re.sub(r"\D", "", number)[-8:] not in re.sub(r"[^\d\n;<]", "", text), path.name


def blocks_of_data(shared):
    """What the scripts of the pages are given: every JSON object of every page."""
    for path in files(shared, ".html"):
        for block in page(path).data:
            if block.lstrip().startswith("{"):
                yield json.loads(block)


def test_no_tie_stands_in_the_map(given):
    held = [block for block in blocks_of_data(given.shared) if "ties" in block]
    assert [unpacked(block["ties"]) for block in held] == [[]]


def test_no_block_of_a_page_names_two_structures_that_are_tied(given):
    network = given.ecosystem.network
    pairs = [[network.nodes[end]["name"] for end in edge] for edge in network.edges()]
    for path in files(given.shared, ".html"):
        for block in page(path).blocks:
            for start, end in pairs:
                assert not (start in block and end in block), (path.name, block)


def test_no_structure_stands_beside_a_status(given):
    standings = given.ecosystem.territory.standings
    words = [text for term in standings.values() for text in (term.text(), term.texts(), term.shared() or "")]
    judged = [fold(word) for word in words if word] + ["isolee", "non forme", "pas forme", "cul de sac"]
    named = names(given.ecosystem)
    for path in files(given.shared, ".html"):
        for block in page(path).blocks:
            if any(name in block for name in named):
                assert not [word for word in judged if f" {word} " in f" {fold(block)} "], (path.name, block)


def test_the_map_says_of_no_structure_how_it_stands_or_how_many_know_it(given):
    private = ("standing", "flags", "reason", "n_out", "n_in", "phone", "email", "sources")
    held = next(block["structures"] for block in blocks_of_data(given.shared) if "structures" in block)
    rows = [dict(zip(held["fields"], row, strict=True)) for row in unpacked(held)]
    assert len(rows) == 24
    assert not {row[name] for row in rows for name in private if row[name]}


def test_the_register_has_no_column_of_the_survey_nor_of_remarks(given):
    header = (
        next(path for path in files(given.shared, ".csv")).read_text(encoding="utf-8-sig").splitlines()[0]
    )
    private = (
        "phone", "email", "note", "extra", "conditions", "hours_note", "hosted_by", "staff_trained", "roles_defined",
        "steps_planned", "asked_on", "answered_on", "network_answered_on", "knows_ecosystem", "entry_point", "standing",
        "records", "sources",
    )  # fmt: skip
    assert not set(header.split(";")) & set(private)


def test_a_structure_called_after_a_person_keeps_its_kind_and_loses_its_street(given):
    text = next(path for path in files(given.shared, ".csv")).read_text(encoding="utf-8-sig")
    row = next(line for line in text.splitlines() if line.startswith("S1;"))
    assert "Espace public numérique (EPN) (Andenne)" in row
    assert "Rue Secrète" not in raw(next(path for path in files(given.shared) if path.name == "map.html"))


def test_no_comment_and_no_metadata_tells_anything(given):
    for path in files(given.shared, ".html"):
        assert not [comment for comment in page(path).comments if "eco:" not in comment]
    for path in files(given.shared, ".xlsx"):
        with zipfile.ZipFile(path) as archive:
            told = archive.read("docProps/core.xml").decode() + archive.read("docProps/app.xml").decode()
        assert "<dc:creator>wtc-eco</dc:creator>" in told
        assert "<cp:lastModifiedBy>wtc-eco</cp:lastModifiedBy>" in told


def test_no_percentage_is_said_of_fewer_than_ten(small):
    with eco.speaking("fr"):
        published = str(small.ecosystem.ask("hypotheses").rows())
    allowed = THRESHOLDS | set(re.findall(r"(\d+(?:[.,]\d+)?)\s?%", published.replace("\\u202f", " ")))
    for path in files(small.shared, ".html", ".txt"):
        blocks = page(path).blocks if path.suffix == ".html" else [path.read_text(encoding="utf-8")]
        for block in blocks:
            found = set(re.findall(r"(\d+(?:[.,]\d+)?)\s?%", block))
            assert found <= allowed, (path.name, block)
            assert not re.search(r"\d sur 10\b", block), block
    for path in files(small.shared, ".xlsx"):
        with zipfile.ZipFile(path) as archive:
            assert not re.search(r"\d\s?%", archive.read("xl/sharedStrings.xml").decode())


def test_of_fewer_than_ten_respondents_nothing_about_ties_is_counted(small):
    report = next(path for path in files(small.shared) if path.name == "report.html")
    said = " ".join(page(report).blocks)
    assert "trop peu pour compter quoi que ce soit ici" in said
    assert "présenter aux partenaires" not in said


def test_of_ten_or_more_the_words_for_partners_are_used(given):
    report = next(path for path in files(given.shared) if path.name == "report.html")
    said = " ".join(page(report).blocks)
    plain = said.replace("\u00a0", " ").replace("\u202f", " ")
    assert re.search(r"(entre 5 et \d+|au moins 5) sont à présenter aux partenaires", plain)
    assert "Édition partagée" in said or "édition partagée" in said
    assert "ocument de travail" not in said


def test_the_note_says_what_was_left_out(given):
    note = given.shared.folder / "LISEZMOI.txt"
    text = note.read_text(encoding="utf-8")
    # The lines of Windows, whose Notepad may open it.
    assert note.read_bytes().count(b"\r\n") == text.count("\n")
    assert "noms des 4 personnes connues" in text
    assert "aucun n’y figure et aucun n’y est compté" in text.replace("'", "’")
    assert "3 structures dont le nom" in text


def test_the_working_edition_is_as_it_was(given):
    before = given.ecosystem.isolated()
    shared_edition(given.ecosystem._inner)
    assert given.ecosystem.isolated() == before
    assert {row["name"] for row in before.rows()} & {f"Maison Numéro{n}bis" for n in (21, 22, 23)}


def test_sharing_twice_gives_the_same_bytes(fresh, given):
    again = fresh.write.shared()
    for path, _ in again.files:
        assert path.read_bytes() == (given.shared.folder / path.name).read_bytes(), path.name


def test_a_person_in_the_name_of_a_list_stops_everything(fresh):
    table = fresh.folder / "data" / "structures.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace("liste-2026", "liste de Marc Petit"), encoding="utf-8"
    )
    stale = (fresh.outputs / "partage" / "report.html").read_bytes()
    with pytest.raises(RefusedError) as refused:
        eco.open(fresh.folder).write.shared()
    assert "report.html" in refused.value.message
    assert (fresh.outputs / "partage" / "report.html").read_bytes() == stale
    assert [path.name for path in fresh.outputs.iterdir()] == ["partage"]


def test_what_all_of_a_group_say_is_not_counted_of_it(tmp_path):
    alike = [row | {"staff_trained": "no"} for row in records(12)]
    ecosystem = written(tmp_path / "namur", alike, [])
    told = shared_edition(ecosystem._inner).ask("training")
    assert told.rows() == ()
    assert "12" not in told.sentence()
    assert "à présenter" not in shared_edition(ecosystem._inner).isolated().sentence()


def test_a_question_that_no_rule_names_is_not_shared(given):
    for question in (
        "bridges",
        "measures",
        "resilience",
        "communities",
        "training_whom",
        "findable",
        "reminders",
    ):
        told = shared_edition(given.ecosystem._inner).ask(question)
        assert (told.rows(), told.remarks, told.places(), told.edition) == ((), (), (), "shared"), question
        assert not [name for name in names(given.ecosystem) if name in told.sentence()]


def test_a_portrait_and_a_partnership_are_not_shared_either(given):
    shared = shared_edition(given.ecosystem._inner)
    assert shared.show("S21").rows() == ()
    assert shared.partners().rows() == ()


def test_of_another_bassin_in_another_language_every_file_speaks_of_that_one_and_in_that_language(tmp_path):
    rows = records()
    for row in rows[:10]:
        row |= {"postal_code": "4000", "locality": "Liège"}
    shared = written(tmp_path / "namur", rows, []).write.shared(bassin="liege", lang="en")
    told = {
        path.name: raw(path) for path in files(shared, ".html", ".csv", ".xlsx") if path.name != "map.html"
    }
    assert {name for name, text in told.items() if "Liège" in text} == set(told)
    assert {name for name, text in told.items() if re.search("Dinant|Andenne|Ciney", text)} == set()
    assert shared.left_out.structures == 10
    assert [path.name for path in files(shared, ".txt")] == ["README.txt"]
    assert all('<html lang="en"' in raw(path) for path in files(shared, ".html"))


def test_of_sharing_nothing_but_the_shared_folder_stays_in_outputs(given):
    assert [path.name for path in given.ecosystem.outputs.iterdir()] == ["partage"]
