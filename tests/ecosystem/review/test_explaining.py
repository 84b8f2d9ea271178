"""Why a value, why one, why two: every bit and every list can be named."""

from __future__ import annotations

import pytest

import wtc_eco as eco
from wtc_eco.ecosystem.review.explain import strength, weighed
from wtc_eco.i18n import speaking


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


def lines(finding, section):
    return [row for row in finding.rows() if row["section"] == section]


def test_every_value_says_which_lists_it_comes_from(desk):
    values = {
        row["what"]: row["from"] for row in lines(desk.ecosystem.review.explain("EPN La Ruche"), "Values")
    }
    assert values["Phone"].startswith("sociale 4")
    assert values["Website"].startswith("numerique 6")
    assert "sociale 4" in values["Street and number"]
    assert "numerique 6" in values["Street and number"]


def test_what_another_list_says_stands_below(desk):
    desk.take(
        "autre",
        "nom;type;adresse;cp;localité;téléphone\nEPN La Ruche;EPN;Rue Haute 8;7000;Mons;065 22 22 22\n",
    )
    finding = desk.ecosystem.review.explain("EPN La Ruche")
    rows = lines(finding, "Values")
    at = next(place for place, row in enumerate(rows) if row["what"] == "Phone")
    assert rows[at + 1]["what"] == ""
    assert {rows[at]["value"], rows[at + 1]["value"]} == {"+3265111111", "+3265222222"}
    assert "Phone" in finding.sentence()


def test_a_corrected_value_says_who_and_why(desk):
    desk.ecosystem.corrections.set("EPN La Ruche", {"phone": "0471 12 34 56"}, by="Anne", why="seen there")
    rows = lines(desk.ecosystem.review.explain("EPN La Ruche"), "Values")
    (phone,) = [row for row in rows if row["what"] == "Phone"]
    assert "Anne" in phone["from"]
    assert "seen there" in phone["from"]


def test_the_bits_of_a_pair_add_up(desk):
    for found in weighed(desk.ecosystem._inner, [(4, 6), (2, 3), (2, 6)]):
        total = found.prior + found.limits + sum(bits for _, bits in found.evidences)
        assert total == pytest.approx(found.bits, abs=1e-3)


def test_why_one_names_the_evidences_and_what_both_say(desk):
    rows = lines(desk.ecosystem.review.explain("EPN La Ruche"), "Why one")
    told = {row["what"]: row for row in rows}
    assert told["street and number"]["value"] == "Rue Haute 8"
    assert told["street and number"]["from"] == "strongly for"
    assert told["street and number"]["bits"].startswith("+")


def test_why_two_says_what_speaks_against(desk):
    finding = desk.ecosystem.review.explain("CPAS de Mons", "CPAS de Namur")
    assert "kept apart" in finding.sentence()
    told = {row["what"]: row for row in finding.rows()}
    assert told["commune"]["bits"].startswith("−")


def test_a_decision_is_named(desk):
    desk.ecosystem.review.join(["CPAS de Mons", "CPAS de Namur"], by="Anne", why="same desk")
    rows = lines(desk.ecosystem.review.explain("2", "3"), "Why one")
    (decision,) = [row["value"] for row in rows if row["what"] == "Decision"]
    assert decision == "the same, Anne, 1\N{NO-BREAK SPACE}March 2026: same desk"


def test_what_was_close_and_kept_apart_is_said(desk):
    desk.ecosystem.review.split("EPN La Ruche", by="Anne", why="two desks")
    rows = lines(desk.ecosystem.review.explain("S4"), "Close, kept apart")
    assert "(S6," in rows[0]["what"]
    assert "two desks" in rows[0]["from"]


def test_the_same_record_twice_is_no_pair(desk):
    with pytest.raises(eco.EcoError):
        desk.ecosystem.review.explain("1", "1")


@pytest.mark.parametrize(
    ("bits", "words"),
    [(6, "strongly for"), (2, "for"), (0, "says little"), (-2, "against"), (-9, "strongly against")],
)
def test_bits_have_words(bits, words):
    assert strength(bits) == words
