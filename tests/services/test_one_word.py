"""One word has one number, with its base, in every document of one folder.

The figures are counted here from the register; screen, JSON, tables, report, map, catalogue, commune sheets and shared
edition each say them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from contextlib import redirect_stdout
from html import unescape
from pathlib import Path

import pytest
from once import shipped

import wtc_eco as eco
from wtc_eco.cli.errors import run

PLACES = ("*", "namur")
REPORTS = ("html", "md", "xlsx")
DATES = ("asked_on", "answered_on", "network_answered_on")


def words(text):
    """A text as a reader finds it: without tags and escapes, every space alike."""
    text = re.sub(r"<(style|script)[^>]*>.*?</\1>", " ", text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(text)).replace("\\", "").split())


def read(path):
    """The words of a page, a text or a workbook."""
    if path.suffix != ".xlsx":
        return words(path.read_text(encoding="utf-8-sig"))
    with zipfile.ZipFile(path) as archive:
        return words(archive.read("xl/sharedStrings.xml").decode())


def mapped(path):
    """What the script of a map draws."""
    text = path.read_text(encoding="utf-8")
    return json.loads(re.search(r'<script type="application/json"[^>]*>(.*?)</script>', text, re.DOTALL)[1])


def _held(drawn):
    """How many structures a map holds."""
    return drawn["structures"]["n"]


@pytest.fixture(scope="module")
def ecosystem(tmp_path_factory):
    return eco.open(shipped(tmp_path_factory.mktemp("one_word")))


@pytest.fixture(scope="module")
def screen(ecosystem):
    """What a command prints, by its words."""

    def printed(*arguments):
        said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with redirect_stdout(said):
            assert run(["--lang", "fr", "--folder", str(ecosystem.folder), *arguments]) == 0
        said.flush()
        return said.buffer.getvalue().decode("utf-8-sig")

    return printed


@pytest.fixture(scope="module")
def counted(ecosystem):
    """By place: the figures, counted from the register and from the rows of `data/`."""
    with (ecosystem.folder / "data" / "structures.csv").open(encoding="utf-8", newline="") as stream:
        rows = {int(row["record"]): row for row in csv.DictReader(stream)}
    everybody = [row for row in ecosystem.registry.table.to_dict("records") if row["active"] is not False]
    return {
        place: _figures([row for row in everybody if place in ("*", row["bassin"])], rows) for place in PLACES
    }


def _figures(structures, rows):
    lists = [
        sum(not any(rows[n][date] for date in DATES) for n in structure["records"])
        for structure in structures
    ]
    n_rows = sum(len(structure["records"]) for structure in structures)
    return {
        "structures": len(structures),
        "rows": n_rows,
        "survey_rows": n_rows - sum(lists),
        "lists": len(
            {
                rows[n]["source"]
                for structure in structures
                for n in structure["records"]
                if not any(rows[n][date] for date in DATES)
            }
        ),
        "doubles": sum(max(0, n - 1) for n in lists),
        "supporting": sum(bool(one["themes"] or one["steps"]) for one in structures),
        "dark": sum(
            not (one["themes"] or one["steps"]) and None in (one["themes"], one["steps"])
            for one in structures
        ),
        "asked": sum(any(one[date] for date in DATES) for one in structures),
        "answered": sum(bool(one["network_answered_on"]) for one in structures),
    }


@pytest.fixture(scope="module")
def reports(ecosystem, tmp_path_factory):
    """Every report of every place, as words, by place and form."""
    folder = tmp_path_factory.mktemp("reports")
    return {
        (place, form): read(
            ecosystem.write.report(folder / f"{place.replace('*', 'all')}.{form}", bassin=place, lang="fr")
        )
        for place in PLACES
        for form in REPORTS
    }


@pytest.fixture(scope="module")
def partners(ecosystem, tmp_path_factory):
    """The shared edition of every place."""
    folder = tmp_path_factory.mktemp("shared")
    return {
        place: ecosystem.write.shared(folder / place.replace("*", "all"), bassin=place, lang="fr")
        for place in PLACES
    }


def who_is_there(figures):
    return (
        f"{figures['structures']} structures sont connues, retrouvées dans {figures['lists']} liste",
        f"({figures['rows']} lignes, dont {figures['survey_rows']} d’enquêtes, {figures['doubles']} doublon",
        f"{figures['supporting']} structures proposent un accompagnement au numérique (un thème ou une étape est connu)",
        f"rien n’est connu de {figures['dark']} autre",
    )


def who_answered(figures):
    return (f"{figures['answered']} structures sur {figures['asked']} interrogées ont répondu",)


def not_heard(figures):
    silent = figures["structures"] - figures["answered"]
    return f"{silent} structures sur {figures['structures']} n’ont pas répondu, interrogées ou non"


@pytest.mark.parametrize("place", PLACES)
def test_who_is_there_and_who_answered_are_said_alike_on_screen_and_in_json(screen, counted, place):
    for question, told in (("overview", who_is_there), ("answers", who_answered)):
        printed = words(screen(question, "--bassin", place))
        answer = json.loads(screen(question, "--bassin", place, "--format", "json"))
        assert answer["base"] == counted[place]["structures"]
        for sentence in told(counted[place]):
            assert sentence in printed
            assert sentence in words(answer["sentence"])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", REPORTS)
def test_a_report_says_the_same_figures_in_each_of_its_forms(reports, counted, place, form):
    figures = counted[place]
    for sentence in (*who_is_there(figures), *who_answered(figures), not_heard(figures)):
        assert sentence in reports[place, form]


def test_the_rows_of_a_table_add_up_to_what_its_sentence_says(screen, counted):
    rows = list(csv.DictReader(io.StringIO(screen("overview", "--format", "csv")), delimiter=";"))
    for column, figure in (("structures", "structures"), ("answered", "answered"), ("records", "rows")):
        assert sum(int(row[column]) for row in rows) == counted["*"][figure]


@pytest.mark.parametrize("place", PLACES)
def test_the_remarks_beside_a_sentence_are_in_the_json_too(ecosystem, screen, place):
    with eco.speaking("fr"):
        said = [remark.text for remark in ecosystem._inner.ask("isolated", bassin=place).remarks]
    assert said
    assert json.loads(screen("isolated", "--bassin", place, "--format", "json"))["remarks"] == said


@pytest.mark.parametrize("place", PLACES)
def test_whom_a_row_still_waits_for_is_counted_of_the_whole_register_and_said_so(screen, counted, place):
    everybody = counted["*"]
    silent = everybody["structures"] - everybody["answered"]
    rows = json.loads(screen("isolated", "--bassin", place, "--format", "json"))["rows"]
    waiting = [words(row["reason"]) for row in rows if row["upper_bound"]]
    assert waiting
    for reason in waiting:
        assert (
            f"{silent} structures n’ont pas répondu et peuvent encore la citer (interrogées ou non, sur les "
            f"{everybody['structures']} de tout le registre)" in reason
        )


@pytest.mark.parametrize("place", PLACES)
def test_how_many_are_without_a_tie_is_one_range_everywhere(screen, reports, place):
    answer = json.loads(screen("isolated", "--bassin", place, "--format", "json"))
    said = f" répondants, entre {answer['low']} et {answer['high']} sont sans lien"
    assert said in words(screen("isolated", "--bassin", place))
    assert all(said in reports[place, form] for form in REPORTS)


def test_hours_and_themes_known_of_a_bassin_are_counted_alike_and_of_all_its_structures(ecosystem, screen):
    rows = ecosystem._inner.ask("directory", bassin="namur").rows()
    themes, hours = sum(row["themes"] is not None for row in rows), sum(row["slots_known"] for row in rows)
    said = words(screen("show", "bassin namur"))
    assert f"thèmes connus : {themes} sur {len(rows)} ; horaires connus : {hours} sur {len(rows)}" in said


def test_a_map_counts_the_structures_of_its_scope_and_holds_the_neighbours_apart(
    ecosystem, counted, tmp_path
):
    for place in PLACES:
        drawn = mapped(ecosystem.write.map(tmp_path / "map.html", bassin=place, lang="fr"))
        assert f"{counted[place]['structures']} structures connues" in words(drawn["head"]["sentence"])
        assert _held(drawn) == counted["*"]["structures"]


@pytest.mark.parametrize("place", PLACES)
def test_a_shared_folder_holds_as_many_structures_as_it_says_in_every_file(partners, counted, place):
    shared, n = partners[place], counted[place]["structures"]
    assert words(shared.sentences()[0]).startswith(f"{n} structures y figurent")
    drawn = mapped(shared.folder / "map.html")
    assert _held(drawn) == n
    assert f"{n} structures connues" in words(drawn["head"]["sentence"])
    with (shared.folder / "registry.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.reader(stream))) == n + 1
    report = read(shared.folder / "report.html")
    there, _, *offer = who_is_there(counted[place])
    for sentence in (there, *offer):
        assert sentence in report
    # What structures answered is told in fives: see test_subtraction.
    answered, asked = re.search(r"(\d+) structures sur (\d+) interrogées ont répondu", report).groups()
    assert (int(answered) % 5, int(asked) % 5) == (0, 0)
    assert abs(int(answered) - counted[place]["answered"]) < 5


def test_the_catalogue_holds_every_structure_of_its_scope(ecosystem, counted, tmp_path):
    for place in PLACES:
        page = read(ecosystem.write.catalogue(tmp_path / "c.html", bassin=place, lang="fr"))
        assert f"{counted[place]['structures']} lieux" in page


def test_the_sheets_of_a_bassin_add_up_to_its_structures(ecosystem, partners, counted, tmp_path):
    pages = (
        ecosystem.write.communes(tmp_path / "communes.html", bassin="namur", lang="fr"),
        Path(partners["namur"].folder / "communes.html"),
    )
    for page in pages:
        said = re.findall(r"(\d+) structures? connues? :", read(page))
        assert sum(map(int, said)) == counted["namur"]["structures"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("facet", ["themes", "slots", "steps", "publics"])
def test_what_is_missing_is_one_count_on_screen_in_json_on_the_map_and_in_every_report(
    ecosystem, screen, reports, place, facet
):
    answer = json.loads(screen("gaps", facet, "--bassin", place, "--format", "json"))
    said = re.search(r"Communes sans offre connue[^.]*", words(answer["sentence"]))[0]
    assert said in words(screen("gaps", facet, "--bassin", place))
    assert all(said in reports[place, form] for form in REPORTS)
    whole = facet in ("themes", "slots")
    layers = {
        layer["question"]: words(layer["sentence"])
        for layer in mapped(ecosystem.write.map(ecosystem.folder / "m.html", bassin=place, lang="fr"))["layers"]
    } if whole else {}  # fmt: skip
    assert not whole or said in layers[f"gaps_{facet}"]


@pytest.mark.parametrize("facet", ["themes", "slots"])
def test_the_communes_of_a_gap_and_those_nobody_can_tell_of_are_those_of_its_rows(screen, facet):
    answer = json.loads(screen("gaps", facet, "--bassin", "namur", "--format", "json"))
    without, total, dark = (
        int(figure or 0)
        for figure in re.search(
            r"Communes sans offre connue .*? : (\d+) sur (\d+) \([^)]*\)(?: ; inconnu pour (\d+))?",
            words(answer["sentence"]),
        ).groups()
    )
    first = answer["rows"][0]["theme" if facet == "themes" else "slot"]
    marks = [row["mark"] for row in answer["rows"] if first in (row.get("theme"), row.get("slot"))]
    assert (without, total, dark) == (
        sum(mark in ("none", "not_found") for mark in marks),
        len(marks),
        sum(mark in ("nobody", "unknown") for mark in marks),
    )


def test_relays_ties_without_a_stand_in_and_groups_are_counted_alike_in_rows_sentence_and_reports(
    screen, reports
):
    relays = json.loads(screen("bridges", "--format", "json"))
    points = [row for row in relays["rows"] if row["role"] == "articulation_point"]
    sure = sum(row["confirmed"] is True for row in points)
    sentence = words(relays["sentence"])
    assert f"{sure} structure est un relais sans remplaçant selon des liens que les deux côtés" in sentence
    assert f"{len(points) - sure} autres le paraissent" in sentence
    ties = [row for row in relays["rows"] if row["role"] == "bridge"]
    both = sum(row["confirmed"] is True for row in ties)
    told = f"{len(ties)} liens sont seuls à rattacher des structures aux autres ({both} d’entre eux"
    assert any(told in words(remark) for remark in relays["remarks"])
    groups = json.loads(screen("communities", "--format", "json"))
    drawn = f"{len(groups['rows'])} groupes parmi {sum(row['n'] for row in groups['rows'])} structures"
    assert drawn in words(groups["sentence"])
    for form in REPORTS:
        assert f"{len(points) - sure} autres le paraissent" in reports["*", form]
        assert told in reports["*", form]


def test_only_a_result_is_called_fragile_and_a_gap_is_clear_or_borderline(reports):
    for form in REPORTS:
        assert "à la limite" in reports["*", form]
        assert not re.search(r"\bsolide\b", reports["*", form])


def test_a_folder_without_any_structure_says_that_nothing_is_known(tmp_path):
    (tmp_path / "data").mkdir()
    empty = eco.open(tmp_path)
    with eco.speaking("fr"):
        answer = empty._inner.ask("journeys")
    assert "aucun accueil" not in answer.sentence()
    assert all(row["cause"] is None and row["n_without"] == 0 for row in answer.rows())
