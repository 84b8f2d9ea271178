"""Partners, catalogues, training, findability: what to do about what is missing."""

from __future__ import annotations

import pytest

from wtc_eco.analysis import catalogue, findable, partners, training
from wtc_eco.coverage.supply import Want
from wtc_eco.i18n import rounded
from wtc_eco.territory import Scope

LATE = "Th 18:00-20:00"
EARLY = "Mo-Fr 09:00-12:00"


def pair(study):
    return study(
        {"ins": "T101", "themes": ("bases",), "opening_hours": LATE, "name": "Biblioteca"},
        {"ins": "T101", "themes": ("securite",), "opening_hours": EARLY, "name": "Centro"},
    )


def test_a_pair_is_named_with_its_hours_its_distance_and_its_people(study):
    finding = partners.ask(pair(study), want=Want(theme="securite", slot="soiree"))
    row = finding.rows()[0]
    assert (row["way"], row["host_name"], row["teacher_name"]) == ("pair", "Biblioteca", "Centro")
    assert row["hours"] == "Thursday 18:00–20:00"
    assert row["people"] > 0
    assert "Montalto" in row["communes"]
    assert "could fill it together for about" in finding.sentence()


def receiving(study, host, *teachers):
    brings = {"ins": "T101", "themes": ("securite",), "opening_hours": EARLY}
    return study(
        {"ins": "T101", "themes": ("bases",), "opening_hours": LATE, "name": "Biblioteca", "publics": host},
        *({**brings, "name": f"Centro {n}", "publics": publics} for n, publics in enumerate(teachers, 1)),
    )


def proposed(valley):
    finding = partners.ask(valley, want=Want(theme="securite", slot="soiree"))
    return finding, [row for row in finding.rows() if row["way"] == "pair"]


def test_a_pair_that_receives_nobody_in_common_meets_no_need(study):
    _, pairs = proposed(receiving(study, ("salaries",), ("retraites",)))
    assert pairs == []
    _, pairs = proposed(receiving(study, ("salaries",), ("retraites",), ("retraites", "salaries")))
    assert [row["teacher_name"] for row in pairs] == ["Centro 2"]


def test_people_are_counted_for_the_publics_both_receive(study):
    """Of the valley, the employed alone want the evening."""
    employed, retired, both = ("salaries",), ("retraites",), ("retraites", "salaries")
    _, (narrow,) = proposed(receiving(study, both, employed))
    _, (wide,) = proposed(receiving(study, both, both))
    assert (narrow["publics"], wide["publics"]) == (employed, both)
    assert narrow["people"] == wide["people"] > 0
    assert proposed(receiving(study, both, retired))[1] == [], "those both receive do not want the evening"


def test_whom_nobody_knows_a_pair_receives_stays_unknown_and_is_said(study):
    finding, (row,) = proposed(receiving(study, ("salaries",), None))
    assert row["publics"] is None
    assert row["people"] == proposed(receiving(study, ("salaries",), ("tous",)))[1][0]["people"]
    assert any("nobody has said whom it is for" in remark.text for remark in finding.remarks)


def test_what_is_left_open_is_the_worst_there_is(study):
    assert "“online safety”" in partners.ask(pair(study), want=Want(slot="soiree")).sentence()


def test_the_arithmetic_names_the_communes_of_each_row(study):
    plain = partners.ask(pair(study), want=Want(theme="securite", slot="soiree"))
    told = partners.ask(pair(study), want=Want(theme="securite", slot="soiree"), explain=True)
    added = [remark.text for remark in told.remarks[len(plain.remarks) :]]
    sums = [line for line in added if "find too little" in line]
    assert len(sums) == len(told.rows())
    assert any(line.startswith("Biblioteca:") and "(Montalto)" in line for line in sums)
    assert any("from Biblioteca" in line for line in added)


def test_what_the_arithmetic_adds_up_is_what_the_row_tells(study):
    told = partners.ask(pair(study), want=Want(theme="securite", slot="soiree"), explain=True)
    sums = [remark.text for remark in told.remarks if "find too little" in remark.text]
    for row, line in zip(told.rows(), sums, strict=True):
        terms, _, total = line.partition(": ")[2].partition(" = ")
        figures = [int(term.split()[0].replace(",", "")) for term in terms.split(" + ")]
        assert sum(figures) == int(total.split()[0].replace(",", ""))
        assert rounded(sum(figures)) == row["people"]


def test_where_nothing_is_known_there_is_no_gap_to_fill(study):
    assert "no such gap to fill" in partners.ask(study({"ins": "T101"})).sentence()


def test_a_catalogue_goes_to_those_near_that_do_not_cite_the_structure_nor_offer_what_it_offers(study):
    valley = study(
        {"ins": "T101", "themes": ("securite", "bases"), "name": "Centro"},
        {"ins": "T101", "themes": (), "name": "Comune"},
        {"ins": "T101", "themes": ("securite", "bases"), "name": "Gemello"},
        {"ins": "T101", "themes": (), "name": "Amica"},
        {"ins": "T301", "themes": (), "name": "Lontana"},
        ties=[(4, "knows", 1)],
    )
    finding = catalogue.ask(valley, "S1")
    assert [row["name"] for row in finding.rows()] == ["Comune"]
    assert finding.rows()[0]["brings"] == ("bases", "securite") or set(finding.rows()[0]["brings"]) == {
        "bases",
        "securite",
    }
    assert "1 structure cites it already." in finding.sentence()


def test_the_share_of_trained_teams_is_told_with_its_base_and_not_under_ten(study):
    few = training.ask(study({"ins": "T101", "staff_trained": "no"}, {"ins": "T101"}))
    assert (few.base, few.unknown) == (2, 1)
    assert "1 structure of 1 that have said" in few.sentence()
    assert all(row["share"] is None for row in few.rows())
    rows = [{"ins": "T101", "staff_trained": level} for level in ("yes",) * 4 + ("no",) * 6]
    many = training.ask(study(*rows, {"ins": "T101"}))
    assert "in 60% of the 10 structures" in many.sentence()
    assert (many.low, many.high) == (4 / 11, 5 / 11)


def test_the_nearest_trained_team_that_receives_helpers_comes_first(study, trio, monkeypatch):
    valley = study(
        {"ins": "T101", "staff_trained": "no", "name": "Comune"},
        {"ins": "T101", "staff_trained": "yes", "name": "Vicina"},
        {"ins": "T301", "staff_trained": "yes", "name": "Lontana"},
        {"ins": "T301", "staff_trained": "partly", "name": "Sola", "lat": None},
    )
    rows = {row["name"]: row for row in training.whom(valley).rows()}
    assert rows["Comune"]["trainer_name"] == "Vicina"
    assert rows["Sola"]["trainer_name"] == "Lontana"
    assert set(rows) == {"Comune", "Sola"}


def test_a_structure_that_has_not_said_is_not_called_untrained(study):
    assert training.whom(study({"ins": "T101"}, {"ins": "T101", "staff_trained": "yes"})).rows() == ()


def test_what_is_not_known_of_a_structure_is_what_to_ask_it(study):
    finding = findable.ask(
        study(
            {
                "ins": "T101",
                "street": "Via Roma 1",
                "postal_code": "1010",
                "phone": ("+32",),
                "website": "x.be",
                "themes": ("bases",),
                "hours_note": "lundi de 9h à 12h",
                "name": "Nota",
            },
            {"ins": "T101", "hours_note": "horaires variables", "name": "Ignota"},
        )
    )
    unknown, known = finding.rows()
    assert (unknown["name"], unknown["found"]) == ("Ignota", 0)
    assert unknown["missing"] == ("address", "hours", "phone", "website", "themes")
    assert "When are you open?" in unknown["ask"]
    assert (known["found"], known["missing"], known["ask"]) == (5, (), None)
    assert "1 structure of 2 has everything" in finding.sentence()


@pytest.mark.parametrize(("n", "share"), [(9, "for 9 of 9."), (10, "for 10 of 10 (100%).")])
def test_what_is_most_often_unknown_of_few_is_told_in_numbers(study, n, share):
    assert findable.ask(study(*[{"ins": "T101"}] * n)).sentence().endswith(share)


def test_who_said_that_it_offers_no_theme_is_not_asked_again(study):
    (row,) = findable.ask(study({"ins": "T101", "themes": ()})).rows()
    assert "themes" not in row["missing"]


def test_every_row_has_every_heading(study, trio):
    valley = pair(study)
    here = Scope(bassin=trio.bassins["montalto"])
    for finding in (
        partners.ask(valley, here),
        catalogue.ask(valley, "S1"),
        training.ask(valley, here),
        training.whom(valley, here),
        findable.ask(valley, here),
    ):
        ids = {heading.id for heading in finding.headings}
        assert all(set(row) == ids for row in finding.rows())
