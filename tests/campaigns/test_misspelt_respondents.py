"""Who answers under a name with a slip becomes nobody new in silence: the likeliest structure is named, with the command."""

from __future__ import annotations

import shlex

import pytest

import wtc_eco as eco

LIST = "Nom;Rue;CP;Localité\nEPN Boussole;Rue D 1;4900;Spa\nCPAS de Verviers;Rue B 1;4800;Verviers\nMaison des Arts;Rue G 3;4000;Liège\n"  # fmt: skip


def answers_of(tmp_path, name):
    eco.init(tmp_path / "desk")
    (tmp_path / "l.csv").write_text(LIST, encoding="utf-8")
    eco.open(tmp_path / "desk").imports.structures(tmp_path / "l.csv", source="l")
    survey = tmp_path / "s.csv"
    survey.write_text(f"id,submitdate,A1,C5\n1,2026-10-05 10:00:00,{name},A1\n", encoding="utf-8")
    return eco.open(tmp_path / "desk").imports.answers(survey, source="e")


@pytest.mark.parametrize("name", ["EPN Bousole", "E.P.N. Bussole", "EPN Boussolle"])
def test_the_likeliest_structure_is_named_and_the_command_joins_them(tmp_path, name):
    taken = answers_of(tmp_path, name)
    (told,) = [problem for problem in taken.problems if problem.code == "respondent_like"]
    assert "EPN Boussole" in told.message
    command = shlex.split(told.hint.partition("wtc-eco ")[2])
    desk = eco.open(tmp_path / "desk")
    assert len(desk.registry.table) == 4
    desk.review.join(command[1:])
    assert len(eco.open(tmp_path / "desk").registry.table) == 3


@pytest.mark.parametrize("name", ["Fablab du Port", "EPN Boussole"])
def test_nothing_is_said_of_who_is_new_nor_of_who_is_found(tmp_path, name):
    assert "respondent_like" not in {problem.code for problem in answers_of(tmp_path, name).problems}
