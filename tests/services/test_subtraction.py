"""No subtraction opens the shared edition: not of the bassins from the whole, not of last week's from this week's."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog
from seeded import ANSWERED, records, written

import wtc_eco as eco
from wtc_eco import model, store
from wtc_eco.analysis.disclosure import ALL, LEDGER, MEASURES, STEP, read_published, remember, with_edition
from wtc_eco.analysis.shareable import RULES
from wtc_eco.ecosystem.ecosystem import Ecosystem
from wtc_eco.ecosystem.merging.folders import merge_folder
from wtc_eco.ecosystem.privacy.publishable import shared as shared_edition
from wtc_eco.model import RECORDS
from wtc_eco.services import pseudonyms
from wtc_eco.services.shared_edition import share

TOWNS = {
    "namur": ("5000", "Namur"), "liege": ("4000", "Liège"), "hainaut-sud": ("6000", "Charleroi"),
    "verviers": ("4800", "Verviers"), "luxembourg": ("6700", "Arlon"),
}  # fmt: skip
ANSWER = 0.6
"""The share of structures that answer."""
WIDE = 3
"""At least so far apart are the most and the least that a cell can be."""
PUBLISHED_OF = {"answers": ("asked", "answered"), "training": ("told_training", "trained")}


def folder_of(path, sizes, seed=0):
    """A folder of bassins of these sizes, in which every structure answers by a die; a ring of ties in the first half."""
    die = random.Random(seed)  # noqa: S311 - no secret
    towns = [town for bassin, size in sizes.items() for town in [TOWNS[bassin]] * size]
    rows = records(len(towns))
    silent = {
        "answered_on": None,
        "network_answered_on": None,
        "knows_ecosystem": None,
        "staff_trained": None,
    }
    bare = {
        **dict.fromkeys(("note", "extra", "hours_note", "opening_hours", "website", "hosted_by")),
        **dict.fromkeys(("phone", "email", "also_known_as"), ()),
    }
    for row, (postal_code, locality) in zip(rows, towns, strict=True):
        row.update(bare, postal_code=postal_code, locality=locality, street=f"Rue {row['record']}")
        row.update(name=f"Maison {row['record']}bis", kind=die.choice(("cpas", "epn", "bibliotheque")))
        levels = {**ANSWERED, "staff_trained": die.choice(("yes", "partly", "no"))}
        row.update(levels if die.random() < ANSWER else silent)
    half = [row["record"] for row in rows if die.random() < 0.5]
    ties = [
        {"tie": n, "source": "e", "from": str(a), "to": str(b), "kind": "knows", "declared_by": "from", "declared_on": "2026-09-10", "status": "active"}
        for n, (a, b) in enumerate(zip(half, half[1:] + half[:1], strict=True), start=1)
    ]  # fmt: skip
    ecosystem = written(path, rows, ties)
    settings = path / "eco.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('bassin = "namur"\n', ""), encoding="utf-8"
    )
    return ecosystem.folder


def standings(edition, bassin):
    return {row["standing"]: (row["n"], row["base"]) for row in edition.ask("isolated", bassin=bassin).rows()}


@pytest.fixture(scope="module")
def lone(tmp_path_factory):
    """Namur and Liège, and one structure of Verviers that answered and has no tie."""
    path = folder_of(tmp_path_factory.mktemp("lone") / "x", {"namur": 20, "liege": 18, "verviers": 1}, seed=4)
    return shared_edition(Ecosystem(path))


def test_the_whole_less_the_published_bassins_is_not_the_bassin_left_out(lone):
    whole = standings(lone, "*")
    assert whole
    assert standings(lone, "verviers") == {}
    told = [standings(lone, bassin) for bassin in ("namur", "liege")]
    for standing, (n, base) in whole.items():
        left = (
            n - sum(one.get(standing, (0, 0))[0] for one in told),
            base - sum(one.get(standing, (0, 0))[1] for one in told),
        )
        assert left[0] % STEP == left[1] % STEP == 0, (standing, left)


@pytest.mark.parametrize("place", ["*", "namur"])
def test_what_is_not_known_is_the_rest_of_those_it_could_be_known_of(lone, place):
    size = {"*": 39, "namur": 20}[place]
    told = {
        question: lone.figures.figure(measure, ALL if place == "*" else place)
        for question, measure in (
            ("isolated", "answered"),
            ("acquaintance", "told_acquaintance"),
            ("training", "told_training"),
            ("answers", "answered"),
        )
    }
    assert all(0 < n < size for n in told.values())
    assert {question: lone.ask(question, bassin=place).unknown for question in told} == {
        question: size - n for question, n in told.items()
    }


@pytest.mark.parametrize("place", ["*", "namur", "liege"])
def test_a_standing_is_told_by_the_figure_of_its_own_bassin(lone, place):
    group = ALL if place == "*" else place
    assert {standing: n for standing, (n, _) in standings(lone, place).items()} == {
        standing: lone.figures.figure(standing, group) for standing in standings(lone, place)
    }


def test_who_is_there_is_told_without_the_rows_of_surveys(lone):
    text = lone.ask("overview", bassin="*").text
    assert text.startswith("39 structures sont connues, retrouvées dans 0 liste.")


def test_no_page_that_is_shared_follows_ties(lone):
    # Communes served after one referral, less those served at the door (the offer is public), are ties.
    assert not {"journeys", "missing_links", "ties", "bridges", "measures"}.intersection(RULES)
    kinds = lone.ask("journeys", bassin="*")
    assert (kinds.table, kinds.remarks, kinds.spots) == ((), (), ())


def every_figure(edition):
    """Each figure that a reader finds in the tables, by measure, bassin and kind; a part that is not told is missing."""
    read = {}
    for place in ("*", *edition.territory.bassins):
        for row in edition.ask("isolated", bassin=place).rows():
            read["answered", place, ALL] = row["base"]
            read[row["standing"], place, ALL] = row["n"]
            if row["standing"] == "isolated" and row["high"] is not None:
                read["without_confirmed", place, ALL] = row["high"]
        for question, values in (("answers", ("asked", "answered_network")), ("training", ("known", "yes"))):
            for row in edition.ask(question, bassin=place).rows():
                cell = (place, row["id"]) if row["by"] == "kind" else (row["id"], ALL)
                for measure, value in zip(PUBLISHED_OF[question], values, strict=True):
                    read[measure, *cell] = row[value]
                if question == "training":
                    read["trained_or_partly", *cell] = row["yes"] + row["partly"]
    return read


def ranges(edition, read):
    """The least and the most that each measure can be in each bassin and kind, and in each bassin, as linear programmes say.

    The attacker knows the register, that a part is no more than its whole, and that a figure is less than a step
    from what it stands for.
    """
    nodes = [row for _, row in edition.network.nodes(data=True)]
    cells = sorted({(row["bassin"] or "", row["kind"] or "") for row in nodes})
    size = {cell: sum((row["bassin"] or "", row["kind"] or "") == cell for row in nodes) for cell in cells}
    place = {
        (one.id, *cell): n for n, (one, cell) in enumerate((one, cell) for one in MEASURES for cell in cells)
    }
    lines, bounds = [], []

    def line(measure, total):
        return sum(
            (np.eye(1, len(place), place[measure, *cell])[0] for cell in cells if all(t in (ALL, c) for t, c in zip(total, cell, strict=True))),
            np.zeros(len(place)),
        )  # fmt: skip

    for (measure, *total), figure in read.items():
        lines += [line(measure, total), -line(measure, total)]
        bounds += [figure + STEP - 1, STEP - 1 - figure]
    for one in MEASURES:
        for cell in cells:
            part = line(one.id, cell)
            whole, most = (line(one.part_of, cell), 0) if one.part_of else (0, size[cell])
            lines.append(part - whole)
            bounds.append(most)
    matrix, most = np.array(lines), np.array(bounds, dtype=float)
    for one in MEASURES:
        for total in [*cells, *sorted({(bassin, ALL) for bassin, _ in cells})]:
            aim = line(one.id, total)
            ends = [linprog(sign * aim, A_ub=matrix, b_ub=most, bounds=(0, None)) for sign in (1, -1)]
            assert all(end.status == 0 for end in ends), "the figures contradict each other"
            n = sum(size[cell] for cell in cells if total in (cell, (cell[0], ALL)))
            yield one.id, total, n, ends[0].fun, -ends[1].fun


@pytest.mark.parametrize("seed", [4, 7])
def test_no_linear_programme_over_all_tables_says_what_a_few_said(tmp_path, seed):
    sizes = {"namur": 16, "liege": 14, "hainaut-sud": 11, "verviers": 4, "luxembourg": 6}
    edition = shared_edition(Ecosystem(folder_of(tmp_path / "x", sizes, seed)))
    read = every_figure(edition)
    assert {measure for measure, *_ in read} >= {"asked", "answered", "isolated", "trained"}
    for measure, cell, n, least, most in ranges(edition, read):
        # Of two structures nobody can be unsure by three: the register says that there are two.
        assert most - least >= min(WIDE, n) - 1e-6, (measure, cell, n, least, most)


def answer(folder, n, first=1):
    """So many more silent structures of the folder answer, and are trained."""
    table = folder / "data" / "structures.csv"
    frame, _ = store.from_csv(table, RECORDS)
    rows = frame.to_dict("records")
    silent = [row for row in rows if not row["network_answered_on"]][:n]
    assert len(silent) == n
    for row in silent:
        row |= {**ANSWERED, "staff_trained": "yes", "knows_ecosystem": "well"}
    table.write_bytes(store.to_csv(model.frame(RECORDS, rows), RECORDS))


def published(folder):
    """The figures of an edition, remembered as one that left the house."""
    edition = shared_edition(Ecosystem(folder))
    read = every_figure(edition)
    ledger = with_edition(read_published(folder), edition.figures.counts.values())
    if ledger:
        remember(folder, ledger)
    return edition, read


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """An edition of two bassins that half answered, and its figures."""
    folder = folder_of(tmp_path_factory.mktemp("first") / "x", {"namur": 70, "liege": 20}, seed=11)
    return folder, published(folder)[1]


@pytest.fixture
def later(first, tmp_path):
    """The folder after its first edition, and what that told."""
    shutil.copytree(first[0], tmp_path / "x")
    return tmp_path / "x", first[1]


@pytest.mark.parametrize("n", [1, 9])
def test_a_week_later_a_few_answers_change_no_figure(later, n):
    folder, before = later
    answer(folder, n)
    edition, now = published(folder)
    assert now == before
    assert ("answered", "namur") in edition.figures.held


def test_ten_more_answers_of_a_bassin_change_its_figures(later):
    folder, before = later
    answer(folder, 10)
    _, now = published(folder)
    assert now["answered", "namur", ALL] > before["answered", "namur", ALL]
    assert now["answered", "liege", ALL] == before["answered", "liege", ALL]
    assert max(one.edition for one in read_published(folder)) == 2


def test_an_edition_remembers_itself_and_tells_the_coordinator_what_waits(later):
    folder, _ = later
    answer(folder, 1)
    told = share(Ecosystem(folder), lang="en")
    assert told.held == ("Namur",)
    assert any("10" in one and "Namur" in one for one in told.sentences()[2:])
    assert max(one.edition for one in read_published(folder)) == 1


def test_the_map_of_a_bassin_that_is_passed_on_holds_no_other(later):
    folder, _ = later
    names = {
        bassin: set(frame["name"]) for bassin, frame in Ecosystem(folder).registry.table.groupby("bassin")
    }
    told = share(Ecosystem(folder), bassin="liege")
    page = (told.folder / "map.html").read_text(encoding="utf-8")
    assert all(name in page for name in names["liege"])
    assert not any(name in page for name in names["namur"])


def test_a_linked_folder_beside_the_edition_is_named_where_it_cannot_be_looked_into(later, tmp_path):
    folder, _ = later
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    target = folder / "outputs" / "partage"
    target.mkdir(parents=True)
    (target / "vieux").symlink_to(elsewhere, target_is_directory=True)
    beside = share(Ecosystem(folder), bassin="liege").beside
    assert [name for name, why in beside if why] == ["vieux"]


def test_an_undo_does_not_forget_what_was_published(later):
    folder, before = later
    api = eco.open(folder)
    api.corrections.set("S3", {"website": "https://maison.example"}, accept_edits=True)
    api.history.undo()
    answer(folder, 1)
    assert published(folder)[1] == before


def test_what_another_folder_published_is_remembered_where_it_is_taken_in(first, tmp_path):
    other = folder_of(tmp_path / "other", {"verviers": 12}, seed=2)
    (other / "eco.toml").write_text('[ecosystem]\nuid = "other"\nname = "Verviers"\n', encoding="utf-8")
    theirs = read_published(first[0])
    for _ in range(2):
        merge_folder(Ecosystem(other), first[0], accept_edits=True)
        assert [replace(one, edition=0) for one in read_published(other)] == [
            replace(one, edition=0) for one in theirs
        ]


def test_the_ledger_names_nobody(first):
    text = (first[0] / "data" / LEDGER).read_text(encoding="utf-8")
    assert "Maison" not in text
    assert text.splitlines()[0] == "edition,measure,bassin,kind,n,of,figure"


@pytest.mark.parametrize(
    "counts", [{"a": 9, "b": 1}, {"a": 7, "b": 6, "c": 3}, {"a": 5, None: 2}, {"a": 4}, {"a": 5, "b": 5}]
)
def test_a_pseudonym_is_one_of_five_what_is_hidden_too(counts):
    words = {f"{word}{n}": word for word, size in counts.items() for n in range(size)}
    told = Counter(pseudonyms._in_crowds(words).values())
    assert sum(told.values()) == len(words)
    assert all(n >= min(pseudonyms.CROWD, len(words)) for n in told.values())
    assert set(told) <= {None, *counts}


def test_a_word_is_told_where_the_others_are_a_crowd_already():
    words = {**{f"a{n}": "a" for n in range(6)}, **{f"x{n}": None for n in range(pseudonyms.CROWD)}}
    assert Counter(pseudonyms._in_crowds(words).values()) == {"a": 6, None: pseudonyms.CROWD}
