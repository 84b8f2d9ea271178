"""Names with typing errors: naming the place helps, what is vague is shown, and nobody is linked wrong."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

import wtc_eco as eco

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import mentions

CASES = Path(__file__).parent / "cases"
MEANT = {
    "Fougère ASBL (Verviers)": "Fougère ASBL",
    "Fougere ASBL Verviers": "Fougère ASBL",
    "Fougre ASBL": "Fougère ASBL",
    "Fougre ASBL (Verviers)": "Fougère ASBL",
    "Fougre (Verviers)": "Fougère ASBL",
    "EPN Clairière (Malmedy)": "EPN Clairière",
    "EPN Clairere": "EPN Clairière",
    "EPN Clairere (Malmedy)": "EPN Clairière",
    "CPAS te Florennes (Florennes)": "CPAS de Florennes",
    "CPAS de Florenes": "CPAS de Florennes",
    "CPAS de Florenes (Florennes)": "CPAS de Florennes",
    "Bibliothèque Tremplain (Verviers)": "Bibliothèque Tremplin",
    "Bibliotheque Tremplain": "Bibliothèque Tremplin",
    "Biblio Tremplin, Verviers": "Bibliothèque Tremplin",
    "EPN Bousole - Spa": "EPN Boussole",
    "EPN Bousole, 4900 Spa": "EPN Boussole",
    "Bousole Spa": "EPN Boussole",
    "CPSA de Florennes": "CPAS de Florennes",
    # Another place is named than the one where it stands: a person decides.
    "EPN Boussole (Theux)": {"EPN Boussole"},
    "EPN Boussole, 4910": {"EPN Boussole"},
    "epn « La Boussole » à Spa": "EPN Boussole",
    "ocmw Florennes": "CPAS de Florennes",
    "EPN ué Spa": {"EPN Boussole"},
    "CPAS de Theux": "no_such_structure",
}


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """The folder that holds the register of the cases."""
    folder = tmp_path_factory.mktemp("cases")
    (folder / "data").mkdir()
    eco.open(folder).imports.structures(CASES / "ment_list.csv", source="l", collected_on="2026-09-01")
    return eco.open(folder)._inner


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """The register of the demonstration, as mentions are resolved in it."""
    return mentions.World.of(eco.demo(tmp_path_factory.mktemp("mentions") / "demo")._inner)


def test_every_case_of_the_list_of_ties_is_known():
    with (CASES / "ment_ties.csv").open(encoding="utf-8") as lines:
        assert {row["vers"] for row in csv.DictReader(lines, delimiter=";")} <= MEANT.keys()


@pytest.mark.parametrize("words", MEANT)
def test_words_spelled_wrong_mean_whom_a_neighbour_would_understand(register, words):
    world = mentions.World.of(register)
    names = {row["id"]: row["name"] for row in world.rows}
    (writer,) = [one for one, name in names.items() if name == "CPAS de Verviers"]
    end = world.resolver.end(words, writer)
    if end.structure:
        assert names[end.structure] == MEANT[words]
    else:
        assert ({each.name for each in end.candidates} or end.reason) == MEANT[words]


@pytest.mark.parametrize(
    ("case", "linked", "seen"),
    [
        ("name and place", 0.95, 1.0),
        ("1 error and the place", 0.80, 0.98),
        ("2 errors and the place", 0.50, 0.98),
    ],
)
def test_a_name_with_its_place_is_linked_or_shown_whatever_its_spelling_and_never_wrong(
    demonstration, case, linked, seen
):
    counts, wrong = mentions.measured(demonstration, case, seed=7, most=120)
    assert wrong == []
    assert counts["linked"] >= linked * counts.total()
    assert counts["linked"] + counts["shown"] >= seen * counts.total()


def test_words_that_several_would_do_for_are_shown_and_linked_to_none(demonstration):
    counts, wrong = mentions.measured(demonstration, "vague", seed=7)
    assert (wrong, counts["shown"]) == ([], counts.total())
