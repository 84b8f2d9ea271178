"""At 40, 65 and 90 % of answers, and where nobody was asked: what each answer may say, and what it may not."""

from __future__ import annotations

from importlib import import_module

import pytest

from wtc_eco.analysis import ANALYSES
from wtc_eco.analysis.portrait import ask as portrait
from wtc_eco.render.workbook import said_of
from wtc_eco.territory import Scope

OF_THE_NETWORK = ("overview", "answers", "isolated", "acquaintance", "bridges", "communities", "measures")


def ask(question, drawn, scope=Scope()):  # noqa: B008 - frozen
    module, function = ANALYSES[question].split(":")
    return getattr(import_module(f"wtc_eco.analysis.{module}"), function)(drawn, scope)


def basin(rate, *, n=20):
    """A bassin in which each of those who answered knows the next three, but for one who knows nobody."""
    heard = round(rate * n)
    names = [f"s{place}" for place in range(n)]
    marked = [name if place < heard else f"{name}?" for place, name in enumerate(names)]
    ties = [
        f"{names[place]}>{marked[other]}"
        for place in range(heard - 1)
        for other in sorted({(place + step) % n for step in (1, 2, 3)} - {heard - 1})
    ]
    return " ".join([*ties, *marked])


def said(finding):
    return " ".join((finding.sentence(), *(remark.text for remark in finding.remarks)))


@pytest.fixture
def weak(study):
    return study(basin(0.4))


@pytest.mark.parametrize("rate", [0.4, 0.65, 0.9])
def test_how_many_are_without_a_tie_is_a_range_while_anyone_is_silent(study, namur, rate):
    finding = ask("isolated", study(basin(rate)), namur)
    alone = [row for row in finding.rows() if row["standing"] == "isolated"]
    assert len(alone) == 1
    n = round(rate * 20)
    assert f"Of {n} respondents, between 1 and {n} are without a tie" in finding.sentence()
    assert alone[0]["upper_bound"]
    assert "may still cite it" in alone[0]["reason"]
    assert (finding.low, finding.high) == (1, round(rate * 20))


@pytest.mark.parametrize(("rate", "fragile"), [(0.4, True), (0.65, True), (0.9, False)])
def test_every_answer_about_the_network_carries_its_rate_and_its_caution(study, namur, rate, fragile):
    drawn = study(basin(rate))
    for question in ("isolated", "acquaintance", "bridges", "measures"):
        finding = ask(question, drawn, namur)
        assert finding.response == rate
        assert finding.fragile is fragile, question


def test_below_sixty_per_cent_nothing_ranks_relays(weak, namur):
    assert not {"rank", "role"} & {head.id for head in ask("bridges", weak, namur).headings}
    assert "too few to rank" in ask("bridges", weak, namur).sentence()
    assert "too few to draw groups" in ask("communities", weak, namur).sentence()
    for row in ask("measures", weak, namur).rows():
        assert row["betweenness"] is row["cut_off"] is None
    flags = {flag for row in ask("isolated", weak, namur).rows() for flag in row["flags"]}
    assert not flags & {"single_broker", "peripheral"}


@pytest.mark.parametrize("rate", [0.65, 0.9])
def test_from_sixty_per_cent_relays_are_ranked_with_care_below_seventy_five(study, namur, rate):
    drawn = study(basin(rate))
    assert "rank" in {head.id for head in ask("bridges", drawn, namur).headings}
    assert any(row["betweenness"] for row in ask("measures", drawn, namur).rows())
    assert ("with care" in ask("bridges", drawn, namur).sentence()) is (rate < 0.75)


def test_below_sixty_per_cent_what_can_still_be_said_is_said(weak, namur):
    answers = ask("answers", weak, namur)
    assert {row["by"] for row in answers.rows()} >= {"ins", "kind"}
    assert "Without an answer, and cited most by others: s8 (2) · s9 (1)." in said(answers)
    first = ask("bridges", weak, namur).rows()[0]
    assert (first["name"], first["n_in"]) == ("s8", 2)
    assert "Among the 8 respondents themselves" in said(ask("acquaintance", weak, namur))


@pytest.mark.parametrize("question", ["answers", "isolated", "bridges"])
def test_below_sixty_per_cent_the_reminder_list_is_pointed_at(weak, namur, question):
    assert "wtc-eco survey --remind --bassin namur" in said(ask(question, weak, namur))


@pytest.mark.parametrize("question", ["answers", "isolated", "bridges"])
def test_a_bassin_never_asked_is_offered_the_questionnaire(study, namur, question):
    text = said(ask(question, study("a- b- c-"), namur))
    assert "Never asked about their network: Namur." in text
    assert "wtc-eco survey --bassin namur" in text
    assert "--remind" not in text


@pytest.mark.parametrize("question", OF_THE_NETWORK)
def test_a_bassin_never_asked_has_nobody_alone_and_no_percentage(study, namur, question):
    finding = ask(question, study("a- b- c-"), namur)
    text = said(finding).replace("Fewer than 60%", "").replace("fewer than 60%", "")
    assert "%" not in text
    assert not any(row.get("standing") == "isolated" or row.get("isolated") for row in finding.rows())


@pytest.mark.parametrize("n", [5, 10])
def test_of_fewer_than_ten_a_share_is_told_in_numbers_on_screen_and_in_the_workbook(study, namur, n):
    drawn = study(basin(1, n=n))
    for question in OF_THE_NETWORK:
        finding = ask(question, drawn, namur)
        told = " ".join(text for _, text in said_of(finding)).replace("Fewer than 60%", "")
        assert ("%" in told.replace("fewer than 60%", "")) is (n == 10 and finding.response is not None), told
        if finding.response is not None:
            assert ("Response rate", f"{n} of {n}" if n < 10 else "10 of 10 (100%)") in said_of(finding)
    lines = {row["field"]: row["value"] for row in portrait(drawn, "bassin Namur").rows()}
    assert lines["Answered about the network"] == (f"{n} of {n}" if n < 10 else "10 of 10 (100%)")


@pytest.mark.parametrize(
    ("drawn", "answer"),
    [
        ("b>a-", "it was not asked"),
        ("b>a?", "no (asked on 1\xa0October 2026)"),
        ("b>a", "12\xa0October 2026"),
    ],
)
def test_who_was_not_asked_is_not_said_to_have_left_a_question_unanswered(study, drawn, answer):
    lines = {row["field"]: row["value"] for row in portrait(study(drawn), "a").rows()}
    assert lines["Answered about its network"] == answer
    assert "has not answered" not in lines["Standing"]
    assert (lines["Standing"] == "not heard yet, is named") is (drawn != "b>a")


def test_the_whole_territory_names_the_bassins_that_lack_answers(study):
    drawn = study("a@namur b@namur a@namur>b@namur c@liege- d@verviers? e@verviers?")
    text = said(ask("isolated", drawn))
    assert "Never asked about their network: Liège." in text
    assert "Fewer than 60% have answered: Verviers." in text


def test_the_overview_says_between_what_how_many_are_without_a_tie(weak, namur):
    finding = ask("overview", weak, namur)
    heard = [row for row in finding.rows() if row["answered"]]
    assert (sum(row["isolated"] for row in heard), sum(row["isolated_high"] for row in heard)) == (1, 8)


def test_the_portrait_of_a_bassin_says_between_what_how_many_are_isolated(study):
    drawn = study("a@namur b@namur>c@namur d@liege?")
    lines = {row["field"]: row["value"] for row in portrait(drawn, "bassin Namur").rows()}
    assert lines["no declared tie (has answered)"] == "between 1 and 3"
