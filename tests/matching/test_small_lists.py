"""Lists as people have them, with few columns: names and towns, names and addresses, another country."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from wtc_eco import match

LISTS = Path(__file__).parent / "lists"


def pairs(named: dict[int, str]) -> Iterator[tuple[int, int]]:
    return ((a, b) for a, b in combinations(sorted(named), 2) if named[a] == named[b])


@pytest.mark.parametrize(
    ("name", "country", "least"),
    [
        ("us_places_to_eat", "us", 0.95),
        ("fr_noms_et_villes", "fr", 0.8),
        ("be_noms_et_adresses", "be", 0.9),
    ],
)
def test_most_pairs_are_found_and_no_two_places_are_merged(name, country, least):
    file = LISTS / f"{name}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        truth = {n: row["true_id"] for n, row in enumerate(csv.DictReader(stream))}
    found = match([file], country=country)
    said = set(pairs({n: cluster for n, (_, cluster, _) in enumerate(found.rows)}))
    real = set(pairs(truth))
    assert said <= real
    assert len(said & real) / len(real) >= least - 0.1
    assert 2 * len(said & real) / (len(said) + len(real)) >= least


@pytest.mark.parametrize(
    ("country", "one", "other", "n"),
    [
        # Seven digits without their area code: as digits they are the best evidence of their list.
        ("us", "ABC Day Care;;555-1234;", "A.B.C. Learning;;555 1234;", 1),
        ("us", "ABC Day Care;;555-1234;", "A.B.C. Learning;;555 9999;", 2),
        ("be", "Le Tilleul;;;info@tilleul", "Tilleul bleu;;;info@tilleul", 1),
        ("be", "Le Tilleul;;;info@tilleul", "Tilleul bleu;;;a@tilleul", 2),
        # A short number is anybody's.
        ("be", "Le Tilleul;Rue Haute 1;1733;", "La Ruche;Rue Haute 1;1733;", 2),
    ],
)  # fmt: skip
def test_a_value_that_no_plan_knows_still_compares(tmp_path, country, one, other, n):
    for name, row in (("a", one), ("b", other)):
        (tmp_path / f"{name}.csv").write_text(f"name;address;phone;email\n{row}\n", encoding="utf-8")
    assert (
        match(
            [tmp_path / "a.csv", tmp_path / "b.csv"], country=country, columns={"street": "address"}
        ).n_clusters
        == n
    )
