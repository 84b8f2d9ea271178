"""Which themes and slots nobody nearby offers, and what nobody can tell."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco import analysis
from wtc_eco.analysis import gaps, worst_gap
from wtc_eco.coverage.supply import LACKING
from wtc_eco.territory import Scope

EVERY = ("securite", "demarches", "bases")
DAYTIME = "Mo-Fr 09:00-12:00,14:00-17:00"
QUESTIONS = (gaps.themes, gaps.slots, worst_gap.ask)


def of_commune(finding, ins):
    return [row for row in finding.rows() if row["ins"] == ins]


def test_a_theme_nobody_near_teaches_is_told_with_its_base_the_nearest_and_the_unknown(study, trio):
    valley = study(
        {"ins": "T301", "themes": ("securite",), "name": "Biblioteca"},
        {"ins": "T101", "themes": ("demarches",)},
        {"ins": "T101", "themes": ("demarches", "bases")},
        {"ins": "T101"},
    )
    finding = gaps.themes(valley, Scope(bassin=trio.bassins["montalto"]))
    assert (finding.base, finding.unknown) == (3, 1)
    assert "“online safety”; no structure offers it, of 2 whose themes are known" in finding.sentence()
    assert "The themes of 1 structure are unknown." in finding.sentence()
    row = of_commune(finding, "T101")[0]
    assert (row["theme"], row["n_offering"], row["n_known"], row["n_unknown"]) == ("securite", 0, 2, 1)
    assert (row["nearest"], row["nearest_commune"], row["mark"]) == ("Biblioteca", "Costamare", "not_found")
    assert row["km"] > 60
    assert row["people"] == 9000


def test_gaps_come_first_and_the_unknown_last(study):
    valley = study(
        {"ins": "T101", "themes": ("bases",)}, {"ins": "T201"}, {"ins": "T301", "themes": ("securite",)}
    )
    marks = [row["mark"] for row in gaps.themes(valley).rows()]
    order = ["none", "nobody", "offered", "unknown"]
    assert sorted(marks, key=order.index) == marks
    assert {*marks} == {*order}


def test_the_most_wanted_gap_comes_before_the_less_wanted(study, trio):
    finding = gaps.themes(study({"ins": "T101", "themes": ()}), Scope(commune=trio.communes["T101"]))
    assert [row["theme"] for row in finding.rows()] == ["securite", "bases", "demarches"]


def test_a_commune_where_no_hours_are_known_is_unknown_not_a_gap(study, trio):
    valley = study(
        {"ins": "T101", "opening_hours": "sur rendez-vous"}, {"ins": "T101", "opening_hours": "Mo-Fr"}
    )
    finding = gaps.slots(valley, Scope(commune=trio.communes["T101"]))
    assert {row["mark"] for row in finding.rows()} == {"unknown"}
    assert finding.sentence().startswith(
        "Montalto: no structure's hours are known; what is missing cannot be told."
    )
    assert [spot.mark for spot in finding.places() if not spot.about] == ["unknown"]


def test_the_whole_territory_is_told_by_bassin(study):
    valley = study({"ins": "T101", "themes": ("bases",)}, {"ins": "T901", "themes": ()})
    finding = gaps.themes(valley)
    assert (finding.scope, finding.base) == ("trio", 1)
    row = finding.rows()[0]
    assert (row["theme"], row["bassin"], row["n_lacking"], row["n_communes"]) == (
        "securite",
        "montalto",
        3,
        3,
    )
    assert row["people"] == 12_700
    assert any("not counted here: 1" in remark.text for remark in finding.remarks)


def test_one_commune_is_told_what_it_lacks_and_where_the_nearest_is(study, trio):
    valley = study(
        {"ins": "T101", "themes": ("bases",)}, {"ins": "T201", "themes": ("securite",), "name": "Biblioteca"}
    )
    said = gaps.themes(valley, Scope(commune=trio.communes["T101"])).sentence()
    assert "2 themes are not known to be offered within 15" in said
    assert "online safety and online procedures" in said
    assert "The nearest for “online safety”: Biblioteca (Valdoro, 45" in said


def test_a_commune_that_finds_everything_near_is_told_so(study, trio):
    valley = study({"ins": "T102", "themes": ("securite", "demarches", "bases")}, {"ins": "T101"})
    said = gaps.themes(valley, Scope(commune=trio.communes["T101"])).sentence()
    assert "every theme somebody has told of is offered within" in said


def test_an_evening_is_open_only_where_the_hours_say_so(study, trio):
    valley = study(
        {"ins": "T101", "opening_hours": "Mo-Fr 09:00-17:00"},
        {"ins": "T101", "opening_hours": "Mo-Fr 09:00+"},
        {"ins": "T101", "slots": ("weekend",)},
    )
    rows = {row["slot"]: row for row in gaps.slots(valley, Scope(commune=trio.communes["T101"])).rows()}
    assert (rows["soiree"]["n_offering"], rows["soiree"]["n_known"], rows["soiree"]["n_unknown"]) == (0, 2, 1)
    assert (rows["samedi"]["n_known"], rows["samedi"]["n_unknown"]) == (1, 2)


def test_the_worst_gap_names_theme_slot_base_people_and_unknown(study):
    valley = study(
        {"ins": "T101", "themes": EVERY, "opening_hours": DAYTIME},
        {"ins": "T201", "themes": EVERY, "opening_hours": DAYTIME},
        {"ins": "T301"},
    )
    finding = worst_gap.ask(valley)
    said = finding.sentence()
    assert "the need least covered is “online safety”, time slot “weekday evening”" in said
    assert "no structure offers it, of 2 of which themes and hours at that time are known" in said
    assert "Of 1 structure the themes, or the hours at that time, are unknown." in said
    # (9,000 + 2,500 + 1,200 people of Montalto … × 0.6 employees × 0.3 in need × 0.8) want it in the evening.
    assert "People in need of help whom this concerns: about" in said
    assert (finding.base, finding.unknown) == (3, 1)
    assert {spot.id: spot.mark for spot in finding.places()}["T301"] == "unknown"


def test_a_result_that_a_small_change_of_a_weight_would_overturn_is_fragile(study):
    firm = worst_gap.ask(study({"ins": "T101", "themes": EVERY, "opening_hours": DAYTIME}))
    assert firm.fragile is False
    assert "This result changes" not in firm.sentence()
    close = worst_gap.ask(study({"ins": "T101", "themes": ("securite",), "opening_hours": DAYTIME}))
    assert close.fragile is True
    assert "This result changes" in close.sentence()


@pytest.mark.parametrize("ask", QUESTIONS)
def test_nothing_known_is_said_to_be_nothing_known(study, ask):
    assert "no structure is known here" in ask(study()).sentence()
    finding = ask(study({"ins": "T101"}, {"ins": "T301"}))
    assert (finding.base, finding.unknown) == (2, 2)
    assert "missing" in finding.sentence()
    assert all(row["mark"] not in LACKING for row in finding.rows())


@pytest.mark.parametrize("ask", QUESTIONS)
@pytest.mark.parametrize("place", [None, "bassin", "commune"])
def test_every_row_has_every_heading_and_every_spot_a_mark_in_words(study, trio, ask, place):
    scope = {
        None: Scope(),
        "bassin": Scope(bassin=trio.bassins["valdoro"]),
        "commune": Scope(commune=trio.communes["T201"]),
    }[place]
    finding = ask(
        study({"ins": "T201", "themes": ("bases",), "opening_hours": "Mo 09:00-12:00"}, {"ins": "T202"}),
        scope,
    )
    ids = {heading.id for heading in finding.headings}
    assert all(set(row) == ids for row in finding.rows())
    words = next(heading.words for heading in finding.headings if heading.id == "mark")
    assert {spot.mark for spot in finding.places()} <= set(words)
    assert json.dumps(finding.as_json())


@pytest.mark.parametrize("ask", [gaps.themes, gaps.slots])
def test_each_want_has_a_spot_in_each_commune_beside_the_worst_of_all(ask, study, trio):
    valley = study({"ins": "T301", "themes": ("securite",), "opening_hours": DAYTIME}, {"ins": "T101"})
    finding = ask(valley, Scope(bassin=trio.bassins["montalto"]))
    communes = {row["ins"] for row in finding.rows()}
    wanted = {spot.about for spot in finding.places()} - {""}
    assert len(finding.places()) == len(communes) * (len(wanted) + 1)
    rows = sorted((row["ins"], row["mark"], row["km"] or 0) for row in finding.rows())
    assert rows == sorted((spot.id, spot.mark, spot.km or 0) for spot in finding.places() if spot.about)
    assert {spot.near for spot in finding.places() if spot.near} <= set(valley.offers)


def test_they_are_the_analyses_that_the_folder_asks_for(study):
    for question in ("gaps_themes", "gaps_slots", "worst_gap"):
        assert analysis.answer(question)(study({"ins": "T101"}), Scope()).question == question


ROWS = st.fixed_dictionaries(
    {
        "ins": st.sampled_from(["T101", "T102", "T201", "T301", ""]),
        "themes": st.none() | st.lists(st.sampled_from(["securite", "bases"]), unique=True).map(tuple),
        "slots": st.none() | st.sampled_from([("soiree",), ("weekend",), ()]),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ROWS, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_answer(study, rows, random):
    named = [{**row, "name": f"Spazio {'abcde'[n]}"} for n, row in enumerate(rows)]
    for ask in QUESTIONS:
        straight = ask(study(*named))
        shuffled = ask(study(*random.sample(named, len(named))))
        assert straight.sentence() == shuffled.sentence()
        assert straight.rows() == shuffled.rows()


def narrowed(study, facet, scope=None, **narrowing):
    return gaps.ask(study, scope or Scope(), facet, gaps.Narrowing(**narrowing))


def test_a_step_tells_who_plans_it_nearby(study, trio):
    valley = study(
        {"ins": "T101", "steps": ("assistance",), "steps_planned": ("ateliers",), "name": "Biblioteca"},
        {"ins": "T101", "steps": ("assistance",), "steps_planned": ()},
    )
    rows = {row["step"]: row for row in gaps.steps(valley, Scope(commune=trio.communes["T101"])).rows()}
    assert rows["ateliers"]["planned"] == ("Biblioteca (Montalto)",)
    assert (rows["diagnostic"]["planned"], rows["diagnostic"]["mark"]) == ((), "none")
    assert rows["assistance"]["mark"] == "offered"


def test_who_receives_everybody_receives_each_public(study, trio):
    valley = study({"ins": "T101", "publics": ("tous",)}, {"ins": "T301", "publics": ("retraites",)})
    rows = {
        (row["ins"], row["public"]): row
        for row in gaps.publics(valley, Scope(bassin=trio.bassins["montalto"])).rows()
    }
    assert {public for _, public in rows} == {"salaries", "retraites"}
    assert rows["T101", "salaries"]["mark"] == "offered"
    assert trio.publics["tous"].id not in {public for _, public in rows}


def test_asked_for_one_public_a_structure_that_has_not_said_whom_it_receives_is_unknown(study, trio):
    row = {"ins": "T101", "themes": ("securite",)}
    here = Scope(commune=trio.communes["T101"])

    def mark(publics):
        finding = narrowed(study({**row, "publics": publics}), "themes", here, public="retraites")
        return next(one["mark"] for one in finding.rows() if one["theme"] == "securite")

    assert (mark(None), mark(("salaries",)), mark(("tous",))) == ("unknown", "none", "offered")


def test_the_worst_are_gaps_only_and_no_more_than_asked(study):
    valley = study({"ins": "T101", "themes": ("bases",)}, {"ins": "T201"})
    rows = narrowed(valley, "themes", worst=1).rows()
    assert len(rows) == 1
    assert {row["mark"] for row in narrowed(valley, "themes", worst=50).rows()} <= set(LACKING)


def test_a_gap_that_a_slightly_farther_near_would_fill_is_fragile(study, trio):
    def fragile(lat):
        valley = study(
            {"ins": "T102", "themes": ()},
            {"ins": "T101", "themes": ("bases",), "lat": lat, "lon": trio.communes["T102"].lon},
        )
        rows = gaps.themes(valley, Scope(commune=trio.communes["T102"])).rows()
        return next(row["fragile"] for row in rows if row["theme"] == "bases")

    # A degree of latitude is 111.2 km: 17 km by road, then 20 km.
    assert fragile(trio.communes["T102"].lat + 17 / 1.3 / 111.2) is True
    assert fragile(trio.communes["T102"].lat + 20 / 1.3 / 111.2) is False


def test_the_people_concerned_are_those_of_the_communes_that_lack_it(study):
    finding = gaps.slots(study({"ins": "T101", "opening_hours": DAYTIME}))
    for row in finding.rows():
        assert (row["concerned"] is None) == (row["mark"] not in LACKING)
    evening = next(row for row in finding.rows() if row["slot"] == "soiree" and row["bassin"] == "montalto")
    assert 0 < evening["concerned"] < evening["people"]


def test_people_rank_gaps_only_where_they_were_counted(study, trio):

    rows = [{"ins": "T101", "themes": ("demarches",)}]
    crowd = {"T101": {"retraites": 8000.0, "salaries": 10.0}}
    counted = replace(study(*rows), territory=replace(trio, demand={**trio.demand, "population": crowd}))
    here = Scope(commune=trio.communes["T101"])
    assert next(row["theme"] for row in gaps.themes(counted, here).rows()) == "bases"
    assert next(row["theme"] for row in gaps.themes(study(*rows), here).rows()) == "securite"


def test_the_arithmetic_adds_up_to_what_is_told(study, trio):
    valley = study({"ins": "T101", "themes": ("demarches",)})
    plain = narrowed(valley, "themes", Scope(bassin=trio.bassins["montalto"]))
    explained = narrowed(valley, "themes", Scope(bassin=trio.bassins["montalto"]), explain=True)
    added = [remark.text for remark in explained.remarks[len(plain.remarks) :]]
    assert "0 offer it + 1 do not = 1 have said" in added[0]
    assert any("nobody located offers it" in line for line in added)
    assert any("people in need × weight" in line for line in added)
    assert plain.rows() == explained.rows()


def test_the_people_of_the_communes_add_up_to_those_of_the_gap(study, trio):
    finding = narrowed(
        study({"ins": "T101", "themes": ("demarches",)}),
        "themes",
        Scope(bassin=trio.bassins["montalto"]),
        explain=True,
    )
    line = next(one.text for one in finding.remarks if one.text.startswith("Over the"))
    terms, total = re.search(r": ([\d, +]+) = ([\d,]+) people", line).groups()
    assert sum(int(term.replace(",", "")) for term in terms.split(" + ")) == int(total.replace(",", ""))


def test_a_public_whose_size_nobody_knows_is_not_counted_as_nobody(study, trio):
    unsized = {key: held for key, held in trio.demand["publics"].items() if key != "retraites"}
    unknown = replace(trio, demand={**trio.demand, "publics": unsized})
    valley = replace(study({"ins": "T101", "publics": ("salaries",)}), territory=unknown)
    rows = {row["public"]: row for row in gaps.publics(valley, Scope(commune=trio.communes["T101"])).rows()}
    assert (rows["retraites"]["mark"], rows["retraites"]["concerned"]) == ("none", None)
    told = narrowed(valley, "publics", Scope(commune=trio.communes["T101"]), public="retraites", explain=True)
    assert any("not known: no figure in people" in line.text for line in told.remarks)


def test_asked_about_one_public_only_that_public_is_told(study, trio):
    valley = study({"ins": "T101", "publics": ("salaries",)})
    rows = narrowed(valley, "publics", public="retraites").rows()
    assert {row["public"] for row in rows} == {"retraites"}


def test_a_bassin_tells_how_evenly_an_offer_reaches_people(study):
    finding = gaps.themes(study({"ins": "T101", "themes": ("bases",)}))
    rows = {(row["bassin"], row["theme"]): row for row in finding.rows()}
    offered, missing = rows["montalto", "bases"], rows["montalto", "securite"]
    assert 0 <= offered["at_zero"] < 1
    assert 0 <= offered["gini"] <= 1
    assert missing["at_zero"] == 1.0
    silent = gaps.themes(study({"ins": "T101"})).rows()
    assert {row["at_zero"] for row in silent} == {None}
