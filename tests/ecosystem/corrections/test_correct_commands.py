"""The commands that put the register right, as a coordinator types them."""

from __future__ import annotations

import json

import pytest

from wtc_eco.cli.errors import run


@pytest.fixture
def say(desk, capsys, monkeypatch):
    """`say("set", …)` in the folder of the two lists, in English; how it ended and what it said."""
    monkeypatch.setenv("COLUMNS", "100")

    def speak(*words):
        capsys.readouterr()
        code = run(["--folder", str(desk.folder), "--lang", "en", *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    return speak


def test_set_shows_before_and_after(say):
    code, said = say("set", "EPN La Ruche", "phone=0471 12 34 56", "--why", "seen there")
    assert code == 0
    assert "Phone: +3265111111 → +32471123456" in said


def test_set_without_a_value_says_how_to_write_one(say):
    code, said = say("set", "EPN La Ruche", "phone")
    assert (code, "field=value" in said) == (2, True)


def test_a_value_that_cannot_be_read_is_refused_with_the_remedy(say):
    code, said = say("set", "EPN La Ruche", "themes=cuisine")
    assert code == 3
    assert "securite" in said
    assert "nothing was written" in said


def test_close_and_reopen(say):
    assert "closed on 30" in say("close", "EPN La Ruche", "--on", "2026-06-30")[1]
    assert "active again" in say("reopen", "EPN La Ruche")[1]
    assert "active already" in say("reopen", "EPN La Ruche")[1]


def test_add_says_its_number(say):
    code, said = say("add", "EPN du Parc", "themes=sécurité", "--postal-code", "4500", "--kind", "epn")
    assert (code, "Added: EPN du Parc (S7)" in said) == (0, True)


def test_the_register_taken_back_is_shown_first_and_a_rehearsal_writes_nothing(say, desk):
    say("export", "--format", "csv")
    path = desk.folder / "outputs" / "registry.csv"
    path.write_text(path.read_text("utf-8-sig").replace("+3265111111", "+3265999999"), "utf-8-sig")
    before = desk.bytes()
    code, said = say("import", str(path), "--corrections", "--dry-run")
    assert (code, desk.bytes()) == (0, before)
    assert "Phone: +3265111111 → +3265999999" in said
    code, said = say("import", str(path), "--corrections", "--by", "Anne", "--format", "json")
    assert json.loads(said[: said.rindex("}") + 1])["changes"][0]["fields"][0]["after"] == "+3265999999"
    assert desk.row(desk.named("EPN La Ruche")[0])["phone"] == ("+3265999999",)


def test_a_conflict_ends_with_its_own_code(say, desk):
    say("export", "--format", "csv")
    path = desk.folder / "outputs" / "registry.csv"
    path.write_text(path.read_text("utf-8-sig").replace("+3265111111", "+3265999999"), "utf-8-sig")
    say("set", "EPN La Ruche", "phone=065 77 77 77")
    assert say("import", str(path), "--corrections")[0] == 4


def test_join_split_and_explain(say):
    assert "S2: " in say("join", "CPAS de Mons", "CPAS de Namur", "--why", "one desk")[1]
    assert "so already" not in say("split", "S2", "--record", "3")[1]
    code, said = say("explain", "S2", "S3")
    assert (code, "They are kept apart" in said) == (0, True)
    assert say("split", "S2", "--record", "3", "--all")[0] == 2


def test_review_without_a_terminal_lists_the_doubts(say):
    code, said = say("review", "--format", "json")
    assert (code, json.loads(said)["question"]) == (0, "review")


def test_answers_taken_from_a_table_are_counted(say, desk):
    path = desk.folder / "doubts.csv"
    path.write_text("left;right;verdict\n2;3;different\n2;9999;same\n1;2;\n", encoding="utf-8")
    code, said = say("review", "--apply", str(path))
    assert code == 4
    assert "1 answer read: 1 new decision; 1 row without an answer" in said
    assert say("review", "--apply", str(path), "--export", "x.xlsx")[0] == 2
