"""The command as a coordinator runs it: what it says, in which language, and how it ends."""

from __future__ import annotations

import json

import pytest

from wtc_eco.cli import errors


@pytest.fixture
def run(folder, capsys):
    """`run("enquete", "--dry-run")`: exit code, what was said on both streams."""

    def ran(*words: str, lang: str = "fr") -> tuple[int, str, str]:
        capsys.readouterr()
        code = errors.run(["--folder", str(folder.folder), "--lang", lang, *words])
        return code, *capsys.readouterr()

    return ran


def test_one_form_is_made_and_the_next_step_is_said(run, folder, tmp_path):
    code, said, _ = run("enquete", "--form", "limesurvey", "-o", str(tmp_path / "out"))
    assert code == 0
    assert "Verviers : 29 structures interrogées" in said
    assert "lisez-moi.txt dit comment continuer" in said
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == sorted(
        ["destinataires.csv", "invitation.txt", "limesurvey.txt", "lisez-moi.txt", "participants.csv",
         "relance-1.txt", "relance-2.txt", "telephone.txt"]
    )  # fmt: skip
    steps = (tmp_path / "out" / "lisez-moi.txt").read_text("utf-8")
    assert "--as enquete-verviers-2026" in steps.replace("\n   ", " ")
    assert "Google" not in steps


def test_in_english_too_and_as_json(run, tmp_path):
    code, said, _ = run("survey", "--dry-run", "--format", "json", lang="en")
    told = json.loads(said)
    assert (code, told["asked"], told["new"], told["known"], told["files"]) == (0, 29, 29, 0, [])
    code, said, _ = run("survey", "--form", "paper", "-o", str(tmp_path / "out"), lang="en")
    assert (tmp_path / "out" / "sheets.html").is_file()
    assert "Digital support in Verviers" in (tmp_path / "out" / "sheets.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("survey", "--bassin", "versier"), "Verviers"),
        (("survey", "--form", "word"), "limesurvey"),
        (("survey", "--on", "demain"), "2026-11-22"),
        (("survey", "--follow-up", "x"), "invite --record"),
        (("survey", "--remind", "--dry-run"), "wtc-eco survey --remind"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_way_out(run, words, says):
    code, said, complained = run(*words)
    assert (code, said) == (2, "")
    assert says in complained
