"""A correction in the register: above every list, column by column."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco import model, registry, territory
from wtc_eco.registry import corrected_view, correction_record
from wtc_eco.registry.corrections import as_meant

TRIO = territory.load(Path(__file__).parent.parent / "territories" / "trio")
LISTED = {"record": 1, "source": "list", "name": "La Ruche", "street": "Rue Haute 8", "lat": 50.0, "lon": 4.0}


def correction(number, on="2024-01-01", **values):
    return correction_record(values, record=number, on=on, by="Anne", why=None)


def built(*rows):
    records = model.frame(model.RECORDS, rows)
    found = SimpleNamespace(clusters=dict.fromkeys(records["record"].tolist(), 1), review=())
    return registry.build(records, found, TRIO)


def only(*rows):
    return built(*rows).table.to_dict("records")[0]


def test_only_what_was_corrected_changes():
    before, after = only(LISTED), only(LISTED, correction(2, phone=("+321",)))
    assert {name for name in before if before[name] != after[name]} == {"phone"}


def test_an_emptied_column_is_unknown():
    assert only(LISTED, correction(2, street=None))["street"] is None


def test_a_later_number_overrules_an_earlier_one_whatever_the_dates():
    row = only(LISTED, correction(3, on="2020-01-01", name="B"), correction(2, on="2024-01-01", name="A"))
    assert row["name"] == "B"


def test_a_moved_structure_loses_its_point_and_one_spelt_better_keeps_it():
    assert only(LISTED, correction(2, street="Rue Neuve 1"))["lat"] is None
    assert only(LISTED, correction(2, street="rue haute, 8"))["lat"] == 50.0
    assert only(LISTED, correction(2, street="Rue Neuve 1"), correction(3, lat=51.0, lon=4.5))["lat"] == 51.0


def test_a_correction_alone_is_no_structure():
    held = built(correction(1, name="A"))
    assert (len(held.table), dict(held.aliases)) == (0, {})


def test_every_number_leads_to_the_structure_the_correction_s_too():
    assert built(LISTED, correction(2, name="B")).resolve("2") == "S1"


def test_a_correction_without_its_decision_is_not_compared():
    records = model.frame(model.RECORDS, [LISTED, correction(2, name="B")])
    view, stray = corrected_view(records, model.frame(model.DECISIONS))
    assert (view["record"].tolist(), stray) == ([1], (2,))


@pytest.mark.parametrize("n_alike", [0, 1, 2, 3])
def test_a_correction_whose_record_has_gone_follows_its_words_where_one_record_alone_has_them(n_alike):
    """Of two that are written alike nobody can tell which was corrected: neither is."""
    alike = [{**LISTED, "record": number, "name": name} for number, name in enumerate(("La Ruche", "LA RUCHE", "la ruche")[:n_alike], start=5)]  # fmt: skip
    other = {**LISTED, "record": 9, "name": "CPAS"}
    records = model.frame(model.RECORDS, [*alike, other, correction(20, website="x.example")])
    line = {"left": "20", "right": "1", "right_words": "La Ruche Rue Haute 8", "verdict": "same"}
    view, stray = corrected_view(records, model.frame(model.DECISIONS, [line]))
    told = view.set_index("record")
    if n_alike == 1:
        assert stray == ()
        assert (told.loc[20, "name"], told.loc[20, "website"]) == ("La Ruche", "x.example")
    else:
        assert stray == (20,)
        assert 20 not in told.index


def test_a_correction_is_compared_as_the_record_it_makes():
    records = model.frame(model.RECORDS, [LISTED, correction(2, name="B"), correction(3, phone=("+321",))])
    lines = [{"left": str(n), "right": "1", "verdict": "same"} for n in (2, 3)]
    view, stray = corrected_view(records, model.frame(model.DECISIONS, lines))
    assert stray == ()
    told = view.set_index("record")
    assert (told.loc[2, "name"], told.loc[2, "street"]) == ("B", "Rue Haute 8")
    assert (told.loc[3, "name"], told.loc[3, "phone"]) == ("B", ("+321",))


def test_words_are_asked_only_where_the_number_lost_its_record():
    records = model.frame(
        model.RECORDS,
        [
            {**LISTED, "street": "Rue Haute 8 bte 2"},
            {**LISTED, "record": 2, "name": "CPAS", "street": "Place 1"},
        ],
    )
    line = {
        "left": "1",
        "right": "2",
        "left_words": "La Ruche, Rue Haute 8",
        "right_words": "Bibliothèque, Quai 5",
        "verdict": "different",
    }
    row = as_meant(model.frame(model.DECISIONS, [line]), records).to_dict("records")[0]
    assert (row["left_words"], row["right_words"]) == (None, "Bibliothèque, Quai 5")


values = st.sampled_from((None, "a", "b"))
corrections = st.lists(st.fixed_dictionaries({"street": values, "website": values}), max_size=4)


@settings(max_examples=30, deadline=None)
@given(corrections, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(held, dice):
    rows = [LISTED, *(correction(number, **said) for number, said in enumerate(held, start=2))]
    shuffled = list(rows)
    dice.shuffle(shuffled)
    assert only(*rows) == only(*shuffled)
    if held:
        assert only(*rows)["website"] == held[-1]["website"]
