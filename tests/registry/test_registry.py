"""One row per real structure: what is chosen, what is disputed, and by which numbers it is found."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco import model, registry, territory
from wtc_eco.errors import UnknownNameError

TRIO = territory.load(Path(__file__).parent.parent / "territories" / "trio")


def built(*rows, clusters=None, trust=None):
    records = model.frame(model.RECORDS, [{"record": n, **row} for n, row in enumerate(rows, start=1)])
    numbers = records["record"].tolist()
    found = SimpleNamespace(clusters=clusters or dict.fromkeys(numbers, min(numbers)), review=())
    return registry.build(records, found, TRIO, trust=trust)


def only(*rows, **options):
    held = built(*rows, **options)
    assert len(held.table) == 1
    return held.table.to_dict("records")[0]


def test_the_registry_has_the_declared_columns():
    assert list(built({"name": "A"}).table.columns) == list(model.names(model.REGISTRY))


def test_nothing_in_nothing_out():
    held = built(clusters={1: 1})
    assert (len(held.table), held.n_records, held.n_lists) == (0, 0, 0)


def test_a_structure_is_named_after_its_smallest_record():
    held = built({"name": "A"}, {"name": "B"}, {"name": "A"}, clusters={1: 1, 2: 2, 3: 1})
    assert held.table["id"].tolist() == ["S1", "S2"]
    assert held.table["records"].tolist() == [(1, 3), (2,)]
    assert dict(held.aliases) == {1: "S1", 2: "S2", 3: "S1"}


def test_structures_come_by_number_not_by_letters():
    held = built(*[{"name": str(n)} for n in range(11)], clusters={n: n for n in range(1, 12)})
    assert held.table["id"].tolist()[-2:] == ["S10", "S11"]


@pytest.mark.parametrize("thing", ["S3", "s3", " 3 ", 3, "S1"])
def test_every_record_number_leads_to_its_structure(thing):
    held = built({"name": "A"}, {"name": "B"}, {"name": "A"}, clusters={1: 1, 2: 2, 3: 1})
    assert held.resolve(thing) == "S1"
    assert held.row(thing)["name"] == "A"


@pytest.mark.parametrize("thing", ["S9", "nine", "", "³", -1])
def test_a_number_nobody_has_is_refused_with_a_remedy(thing):
    with pytest.raises(UnknownNameError) as caught:
        built({"name": "A"}).resolve(thing)
    assert caught.value.hint


def test_a_trusted_source_wins_over_a_recent_one():
    old = {"name": "EPN", "source": "trusted", "collected_on": "2020-01-01"}
    new = {"name": "Espace", "source": "other", "collected_on": "2024-01-01"}
    assert only(old, new, trust={"trusted": 2})["name"] == "EPN"
    assert only(old, new)["name"] == "Espace"


def test_a_correction_wins_over_everything():
    corrected = {"phone": ("+3265000000",), "source": "coordination", "collected_on": "2020-01-01"}
    listed = {"phone": ("+3265111111",), "source": "list", "collected_on": "2024-01-01"}
    assert only(listed, corrected, trust={"list": 9_999})["phone"] == ("+3265000000",)


def test_what_one_source_does_not_say_another_may():
    row = only(
        {"name": "A", "collected_on": "2024-01-01"},
        {"website": "a.be", "themes": (), "collected_on": "2020-01-01"},
    )
    assert (row["name"], row["website"], row["themes"], row["slots"]) == ("A", "a.be", (), None)


def test_half_of_two_addresses_is_no_address():
    new = {"street": "Rue Neuve 1", "collected_on": "2024-01-01", "source": "coordination"}
    old = {
        "street": "Rue Haute 8",
        "postal_code": "1000",
        "lat": 50.0,
        "lon": 4.0,
        "collected_on": "2020-01-01",
    }
    row = only(new, old)
    assert (row["street"], row["postal_code"], row["lat"]) == ("Rue Neuve 1", None, None)


def test_an_address_is_completed_by_who_agrees():
    short = {"street": "Rue Neuve 1", "collected_on": "2024-01-01"}
    whole = {"street": "RUE NEUVE, 1", "postal_code": "1000", "lat": 50.0, "lon": 4.0}
    row = only(short, whole)
    assert (row["street"], row["postal_code"], row["lat"], row["lon"]) == ("Rue Neuve 1", "1000", 50.0, 4.0)


def test_disputes_are_kept_and_spelling_is_no_dispute():
    one = {"name": "La Ruche", "phone": ("+321",), "email": ("a@a.be", "b@b.be"), "postal_code": "1000"}
    two = {"name": "LA RUCHE", "phone": ("+322",), "email": ("b@b.be",), "postal_code": "2000"}
    assert only(one, two)["conflicts"] == ("postal_code", "phone")


def test_labels_and_other_names_of_every_source_are_gathered():
    one = {"name": "La Ruche", "labels": ("epn",), "collected_on": "2024-01-01"}
    row = only(one, {"name": "EPN La Ruche", "labels": ("fbn",)}, {"name": "LA RUCHE"})
    assert (row["name"], row["also_known_as"], row["labels"]) == (
        "La Ruche",
        ("EPN La Ruche",),
        ("epn", "fbn"),
    )


def test_a_structure_is_active_while_one_list_names_it():
    gone, there = {"name": "A", "withdrawn_on": "2024-01-01"}, {"name": "A"}
    assert only(gone, there)["active"] is True
    assert only(gone)["active"] is False
    assert only(there, {"name": "A", "closed_on": "2024-01-01"})["active"] is False


def test_a_withdrawn_record_is_believed_last():
    gone = {"name": "Old", "withdrawn_on": "2024-01-01", "collected_on": "2024-01-01"}
    assert only(gone, {"name": "New", "collected_on": "2020-01-01"})["name"] == "New"


def test_a_place_is_found_from_what_is_known():
    commune = min(TRIO.communes.values(), key=lambda commune: commune.ins)
    row = only({"name": "A", "postal_code": commune.postal_codes[0], "locality": commune.name})
    assert (row["ins"], row["commune"], row["bassin"]) == (commune.ins, commune.name, commune.bassin)
    assert only({"name": "A"})["place"] == "unknown"


values = st.sampled_from((None, "a", "b"))
rows = st.lists(
    st.fixed_dictionaries(
        {"name": values, "street": values, "postal_code": values, "source": values, "website": values,
         "collected_on": st.sampled_from((None, "2023-01-01", "2024-01-01")), "labels": st.sampled_from((None, (), ("x",)))}
    ), min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(held, dice):
    records = model.frame(model.RECORDS, [{"record": n, **row} for n, row in enumerate(held, start=1)])
    order = list(range(len(held)))
    dice.shuffle(order)
    found = SimpleNamespace(clusters=dict.fromkeys(range(1, len(held) + 1), 1), review=())
    one = registry.build(records, found, TRIO).table
    other = registry.build(records.iloc[order].reset_index(drop=True), found, TRIO).table
    assert one.to_dict("records") == other.to_dict("records")
