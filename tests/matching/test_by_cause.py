"""Pairs of Walloon structures, by what makes them hard, taken into a folder from two lists and compared without one.

`by_cause.csv` says of each: `same`, `different`, or `person`: one only a person can tell; and `times`, how many rows of
the first list say it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

import wtc_eco as eco

CASES = Path(__file__).parent / "cases" / "by_cause.csv"
FIELDS = ("name", "street", "code", "town", "phone", "mail", "bce")
TITLES = "ref;nom;adresse;cp;localité;téléphone;courriel;bce"
JOINED, ASKED, APART = "joined", "asked", "apart"
Pair = Mapping[str, str]

UNDERSTOOD_OTHERWISE = {
    "Les Papillons",
    "Maison Arc-en-Ciel",
    "EFT Le Plateau",
}
"""Of one door and one rare word, that say one a kind and the other none: joined, where a person may ask."""

UNSEEN = {
    "Espace Multimédia Le Phare",  # A phone without its area code is no number to the folder.
    "Jugendtreff X-Dream",  # One phone of one house, two names.
    "SETM",  # Two of four letters.
}
"""Pairs that a person would look at, and that nothing shows yet."""


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    with CASES.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


@pytest.fixture(scope="module")
def lists(pairs, tmp_path_factory) -> tuple[Path, Path]:
    """The two lists; a row is known by its place among the pairs, and by which of several equal rows it is."""
    folder = tmp_path_factory.mktemp("lists")
    for side, file in (("a", "left.csv"), ("b", "right.csv")):
        rows = [
            f"{side}{n}-{again};" + ";".join(pair[f"{side}_{field}"] for field in FIELDS)
            for n, pair in enumerate(pairs)
            for again in range(int(pair["times"]) if side == "a" else 1)
        ]
        (folder / file).write_text("\n".join([TITLES, *rows]) + "\n", encoding="utf-8")
    return folder / "left.csv", folder / "right.csv"


def _told(pairs, clusters, shown) -> list[tuple[Pair, str]]:
    """What was said of every pair; `clusters` and the pairs `shown` speak of rows by their references."""
    asked = {frozenset((clusters[one], clusters[other])) for one, other in shown}
    told = []
    for n, pair in enumerate(pairs):
        lefts = {clusters[f"a{n}-{again}"] for again in range(int(pair["times"]))}
        right = clusters[f"b{n}-0"]
        seen = any(frozenset((left, right)) in asked for left in lefts)
        told.append((pair, JOINED if lefts == {right} else ASKED if seen else APART))
    return told


@pytest.fixture(scope="module")
def taken(pairs, lists, tmp_path_factory) -> list[tuple[Pair, str]]:
    folder = tmp_path_factory.mktemp("taken") / "desk"
    desk = eco.init(folder)
    for path in lists:
        desk.imports.structures(path, source=path.stem)
    inner = eco.open(folder)._inner
    records = inner.holdings.records
    reference = dict(zip(records["record"].tolist(), records["source_id"].tolist(), strict=True))
    clusters = {reference[record]: first for record, first in inner.matching.clusters.items()}
    return _told(pairs, clusters, [[reference[record] for record in two] for two in inner.matching.review])


@pytest.fixture(scope="module")
def matched(pairs, lists) -> list[tuple[Pair, str]]:
    found = eco.match(lists)
    clusters = dict(zip(found.to_frame()["id"], found.to_frame()["cluster"], strict=True))
    return _told(pairs, clusters, found.doubts.to_frame()[["left", "right"]].to_numpy().tolist())


def names(told, right: str, verdict: str) -> set[str]:
    return {pair["a_name"] for pair, said in told if pair["right"] == right and said == verdict}


@pytest.mark.parametrize("way", ["taken", "matched"])
def test_no_two_structures_are_merged(way, request):
    assert names(request.getfixturevalue(way), "different", JOINED) == set()


def test_one_structure_is_joined_or_asked_about(taken):
    of_one = [said for pair, said in taken if pair["right"] == "same"]
    assert names(taken, "same", APART) <= UNSEEN
    assert sum(said == JOINED for said in of_one) >= 0.85 * len(of_one)


def test_without_a_territory_one_structure_is_joined_or_asked_about(matched):
    of_one = [said for pair, said in matched if pair["right"] == "same"]
    assert len(of_one) - of_one.count(APART) >= 0.95 * len(of_one)


def test_what_only_a_person_can_tell_is_asked(taken):
    assert names(taken, "person", APART) <= UNSEEN
    assert names(taken, "person", JOINED) <= UNDERSTOOD_OTHERWISE


def test_questions_about_two_structures_stay_few(taken):
    of_two = [said for pair, said in taken if pair["right"] == "different"]
    assert of_two.count(ASKED) <= len(of_two) / 3
