"""Who names somebody that nobody has found is not counted without ties, whether anybody was asked or not."""

from __future__ import annotations

import pytest

import wtc_eco as eco

LIST = """Nom;Type;Code postal;Localité
EPN Alpha;EPN;5500;Dinant
EPN Boussole;EPN;5500;Dinant
CPAS de Florennes;CPAS;5620;Florennes
Bibliothèque Tremplin;Bibliothèque;5000;Namur
"""
TIES = """de;vers;type
EPN Alpha;CPAS de Florennes;connaît
EPN Boussole;Espace Numérique Les Lilas;connaît
"""


def test_without_a_survey_a_tie_that_waits_is_no_absence_of_ties(tmp_path):
    made = eco.init(tmp_path / "namur", bassin="namur")
    for name, text in (("list.csv", LIST), ("ties.csv", TIES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    made.imports.structures(tmp_path / "list.csv", source="list")
    read = made.imports.ties(tmp_path / "ties.csv", source="ties")
    assert [problem.code for problem in read.problems] == ["mention_waiting"]
    with eco.speaking("fr"):
        told = made._inner.ask("isolated", bassin="namur")
        assert "sur les 4 du registre, 1 n’a aucun lien déclaré" in told.sentence()
        assert any("1 structure sans lien est concernée" in remark.text for remark in told.remarks)


@pytest.mark.parametrize(
    ("mention", "links"),
    [
        ("EPN Alpha", True),
        ("EPN Alpha (Dinant)", True),
        ("EPN Alpha Dinant", True),
        ("epn alpha à 5500 Dinant", True),
        ("EPN Alpha - Dinant", True),
        ("EPN Alpha (Namur)", False),
        ("EPN Alpha de Florennes", False),
        ("EPN (Dinant)", False),
        ("Alpha EPN CPAS (Dinant)", False),
    ],
)
def test_naming_the_place_of_a_name_made_of_kinds_helps_and_another_place_waits(tmp_path, mention, links):
    made = eco.init(tmp_path / "namur", bassin="namur")
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "ties.csv").write_text(
        f"de;vers;type\nCPAS de Florennes;{mention};connaît\n", encoding="utf-8"
    )
    made.imports.structures(tmp_path / "list.csv", source="list")
    read = made.imports.ties(tmp_path / "ties.csv", source="ties")
    assert [problem.code for problem in read.problems] == ([] if links else ["mention_waiting"])
