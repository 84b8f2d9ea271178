"""The pages of bassins at 41, 65 and 95 % of answers, and of one never asked: as a reader finds them."""

from __future__ import annotations

import re
from html import unescape

import pytest

import wtc_eco as eco


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """`pages("luxembourg")`: the words of a bassin's report, without tags."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    ecosystem = eco.demo(folder)
    made = {}

    def words(bassin):
        if bassin not in made:
            path = ecosystem.write.report(folder / f"{bassin}.html", bassin=bassin, lang="fr")
            text = re.sub(
                r"<(style|script)[^>]*>.*?</\1>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL
            )
            made[bassin] = " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())
        return made[bassin]

    return words


def test_at_41_per_cent_the_count_is_a_range_and_nobody_is_ranked(pages):
    said = pages("luxembourg")
    assert "Sur 13 répondants, entre 1 et 6 sont sans lien" in said
    assert "Sans lien déclaré à ce stade :" in said
    assert "trop peu pour classer les structures relais" in said
    assert "Structure relais" not in said
    assert "Relais sans remplaçant" not in said
    assert "sert d’intermédiaire" not in said


def test_at_41_per_cent_whoever_is_named_without_a_tie_may_still_be_cited(pages):
    rows = re.findall(r"Sans lien déclaré \(a répondu\) A répondu le .{0,250}", pages("luxembourg"))
    assert len(rows) == 1
    assert re.search(r"\d+ structures n’ont pas répondu et peuvent encore la citer", rows[0])


def test_at_41_per_cent_the_reminder_list_is_there_and_its_command(pages):
    said = pages("luxembourg")
    assert "wtc-eco survey --remind --bassin luxembourg" in said
    assert "Relancer :" in said


def test_at_65_per_cent_rankings_are_to_be_read_with_care(pages):
    said = pages("liege")
    assert "soit 65 %" in said
    assert "à lire avec prudence" in said


def test_at_95_per_cent_the_count_is_still_a_range(pages):
    assert "Sur 38 répondants, entre 1 et 13 sont sans lien" in pages("namur")
    assert "Au plus" not in pages("namur")


def test_a_bassin_never_asked_says_so_and_offers_the_questionnaire(pages):
    said = pages("verviers")
    assert "Aucune enquête sur le réseau n’a encore été menée" in said
    assert "aucune ne peut donc être dite isolée" in said
    assert "wtc-eco survey --bassin verviers" in said
    assert "Sans lien déclaré (a répondu)" not in said
    assert "Au plus" not in said
