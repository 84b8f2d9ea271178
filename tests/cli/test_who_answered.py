"""After a second survey every screen gives one figure for all surveys, one for the last, and says which is which."""

from __future__ import annotations

import json
import re

import pytest

NAMUR = ("--bassin", "namur")


@pytest.fixture
def asked_again(eco, demonstration, monkeypatch):
    """The demonstration after Namur was asked anew: 38 of 44 answered in 2026, nobody yet in 2027."""
    monkeypatch.chdir(demonstration)
    assert eco("survey", *NAMUR, "--as", "enquete-2027", "--on", "2027-06-01").code == 0

    def speak(*words):
        done = eco("--lang", "en", *words)
        assert done.code == 0, done.err
        return " ".join(done.out.split())

    return speak


def test_answers_and_reminders_agree_and_each_says_which_surveys_it_speaks_of(asked_again):
    answers = asked_again("answers", *NAMUR)
    reminders = asked_again("survey", "--remind", *NAMUR)
    assert (
        "Namur: all surveys together, 38 structures of 44 asked have answered about their network" in answers
    )
    assert "All surveys together: 38 of 44 asked have answered about their network." in reminders
    for screen in (answers, reminders):
        assert "Survey enquete-2027, sent on 1 June 2027: 44 asked, 0 have answered" in screen
        assert "Survey enquete-2026, sent on 7 September 2026: 40 asked, 38 have answered" in screen
    assert "44 structures have still to answer the last survey sent to them." in answers
    assert (
        "of 44 structures asked, 44 have still to answer the last survey sent to them; 38 of them"
        in reminders
    )


def test_every_screen_says_the_same_of_all_surveys_and_of_the_last(asked_again):
    isolated = asked_again("isolated", *NAMUR)
    assert "Namur: all surveys together, " in isolated
    assert "(answers about the network: 38)" in isolated
    assert "44 structures have still to answer the last survey sent to them." in isolated
    portrait = asked_again("show", "bassin namur")
    assert re.search(r"Asked 44 of 44", portrait)
    assert re.search(r"Answered about the network 38 of 44", portrait)
    assert re.search(r"Still to answer the last survey 44 of 44", portrait)
    told = json.loads(asked_again("answers", *NAMUR, "--format", "json"))
    communes = [row for row in told["rows"] if row["by"] == "ins"]
    assert [sum(row[figure] for row in communes) for figure in ("asked", "answered_network", "silent")] == [
        *(44, 38),
        *(6,),
    ]
    remind = json.loads(asked_again("survey", "--remind", *NAMUR, "--format", "json"))
    assert (remind["base"], remind["unknown"], len(remind["rows"])) == (44, 44, 44)


def test_the_report_reminds_in_the_order_of_the_reminders(asked_again, demonstration):
    from wtc_eco import Ecosystem

    ecosystem = Ecosystem(demonstration)
    awaited = [row["id"] for row in ecosystem.ask("reminders", bassin="namur").rows() if row["asked"]]
    remind = json.loads(asked_again("survey", "--remind", *NAMUR, "--format", "json"))
    assert awaited == [row["id"] for row in remind["rows"]]
    asked_again("report", *NAMUR, "-o", "report.md")
    report = " ".join((demonstration / "report.md").read_text(encoding="utf-8").split())
    assert "All surveys together, 38 structures of 44 asked have answered" in report
    assert "44 structures have still to answer the last survey sent to them; 38 of them answered" in report


def test_one_survey_needs_no_name(eco, demonstration, monkeypatch):
    monkeypatch.chdir(demonstration)
    told = " ".join(eco("--lang", "en", "answers", *NAMUR).out.split())
    assert "38 structures of 40 asked have answered" in told
    assert "all surveys together" not in told
    assert "enquete-2026" not in told
