"""Need against offer, in people."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from wtc_eco.coverage.balance import assumptions_of, balance, hours_for, places
from wtc_eco.coverage.supply import Want
from wtc_eco.territory.places import distance_km

EVENING = Want(theme="securite", slot="soiree")


def test_the_need_of_a_commune_is_inhabitants_by_public_and_weight(trio, valley):
    found = balance(trio, valley({"ins": "T101", "themes": ()}), [EVENING, Want(theme="bases")])
    need, access, unmet = found.at(EVENING, "T101")
    # 9,000 × (0.6 employees × 0.3 × 0.8 × 1.0 × 1.0); nobody retired weighs the evening.
    assert need == pytest.approx(9000 * 0.6 * 0.3 * 0.8)
    assert (access, unmet) == (0.0, need)
    bases = 9000 * 0.3 * (0.6 * 0.8 * 0.2 + 0.4 * 1.3 * 1.0)
    assert found.at(Want(theme="bases"), "T101")[0] == pytest.approx(bases)


def test_an_offer_is_shared_among_those_who_can_come(trio, valley):
    offers = valley({"ins": "T301", "themes": ("securite",), "opening_hours": "Th 18:00-20:00"})
    found = balance(trio, offers, [EVENING])
    need, access, unmet = found.at(EVENING, "T301")
    # Two hours a week, shared by those of Costamare (at no distance) and the few who come from afar.
    assert 0 < access < 2 / need
    assert unmet == pytest.approx(need * (1 - access))
    total = sum(found.at(EVENING, code)[0] * found.at(EVENING, code)[1] for code in trio.communes)
    assert total == pytest.approx(2)


def test_who_does_not_say_what_it_offers_supplies_nothing_known(trio, valley):
    silent = balance(trio, valley({"ins": "T301"}), [EVENING])
    assert silent.at(EVENING, "T301")[1] == 0


def test_a_structure_serves_the_publics_it_receives(trio, valley):
    def met(publics):
        row = {"ins": "T301", "themes": ("securite",), "opening_hours": "Th 18:00-20:00", "publics": publics}
        return balance(trio, valley(row), [EVENING]).at(EVENING, "T301")[1]

    assert met(("retraites",)) == 0
    assert met(("salaries",)) == met(("tous",)) == met(None) > 0


def test_asked_for_one_public_a_structure_s_hours_are_shared_with_all_who_come(trio, valley):
    """What the retired can reach is no more because nobody asked about the others."""
    offers = valley(
        {"ins": "T301", "themes": ("bases",), "publics": ("tous",), "opening_hours": "Mo 9:00-12:00"}
    )
    alone, bases = Want(theme="bases", public="retraites"), Want(theme="bases")
    found = balance(trio, offers, [alone, bases])
    access = {public.id: access for public, _, _, access in found.by_public(bases, "T302")}
    assert found.at(alone, "T302")[1] == pytest.approx(access["retraites"])
    # Four in five of the employed have a car, and half of the retired.
    here, there = trio.communes["T302"], trio.communes["T301"]
    km = 1.3 * distance_km(here.lat, here.lon, there.lat, there.lon)
    by_car, on_foot = math.exp(-((km / 12) ** 2) / 2), math.exp(-((km / 6) ** 2) / 2)
    assert access["salaries"] / access["retraites"] == pytest.approx(
        (0.8 * by_car + 0.2 * on_foot) / (0.5 * by_car + 0.5 * on_foot), rel=1e-3
    )


def test_unmet_need_is_the_sum_of_that_of_each_public_in_each_commune(trio, valley):
    found = balance(trio, valley({"ins": "T301", "themes": ("bases",)}), [EVENING, Want(theme="bases")])
    codes = ["T301", "T101", "T102"]
    for want in found.wants:
        table = found.unmet_by_public(want, codes)
        assert table.shape == (3, 2)
        assert table.sum(axis=1) == pytest.approx([found.at(want, code)[2] for code in codes])
    assert found.unmet_by_public(EVENING, []).shape == (0, 2)
    assert found.people(EVENING, [*codes, "nowhere"]) == pytest.approx(
        sum(found.at(EVENING, code)[2] for code in codes)
    )


def test_people_counted_stand_in_the_place_of_shares(trio, valley):
    counted = replace(trio, demand={**trio.demand, "population": {"T101": {"salaries": 1000.0}}})
    assert balance(counted, valley({"ins": "T101"}), [EVENING]).at(EVENING, "T101")[0] == pytest.approx(
        1000 * 0.3 * 0.8
    )


def test_hours_are_those_of_the_slot_and_places_those_of_the_week(trio, valley):
    given = assumptions_of(trio.demand)
    (known,) = valley(
        {
            "ins": "T301",
            "themes": ("bases",),
            "opening_hours": "Mo-Fr 09:00-12:00; Th 18:00-20:00",
            "capacity": 28,
        }
    ).values()
    # A semicolon replaces Thursday's morning: 12 + 2 hours a week, 28 people: two at a time.
    assert hours_for(known, EVENING, given) == 2
    assert hours_for(known, Want(theme="bases"), given) == 14
    assert places(known) == 2
    (silent,) = valley({"ins": "T301", "slots": ("soiree",)}).values()
    assert (hours_for(silent, EVENING, given), places(silent)) == (given.hours, 1.0)


def test_the_order_of_structures_and_wants_changes_nothing(trio, valley):
    rows = [
        {"ins": ins, "themes": ("securite", "bases"), "opening_hours": hours, "name": name}
        for ins, hours, name in (
            ("T101", "Th 18:00-20:00", "A"),
            ("T102", "Mo 18:00-19:00", "B"),
            ("T201", None, "C"),
        )
    ]
    wants = [EVENING, Want(theme="bases"), Want(slot="soiree")]
    one, two = balance(trio, valley(*rows), wants), balance(trio, valley(*rows[::-1]), wants[::-1])
    for want in wants:
        for code in trio.communes:
            assert one.at(want, code) == pytest.approx(two.at(want, code), rel=1e-12)


@pytest.mark.parametrize("want", [Want(step="ateliers"), Want(public="retraites"), Want(slot="samedi")])
def test_whatever_is_wanted_unmet_need_is_part_of_the_need(trio, valley, want):
    offers = valley({"ins": "T101", "themes": ("bases",), "steps": ("ateliers",), "publics": ("tous",)})
    for code in trio.communes:
        need, access, unmet = balance(trio, offers, [want]).at(want, code)
        assert 0 <= unmet <= need
        assert math.isfinite(access)


def _many(n, **row):
    return [{"ins": "T301", "name": f"Spazio {at}", **row} for at in range(n)]


def test_more_than_enough_leaves_nothing_unmet_and_never_less_than_nothing(trio, valley):
    """A hundred places do not make up for those who are far: unmet need stands between none and all of it."""
    row = {"themes": ("securite",), "opening_hours": "Mo-Fr 18:00-22:00", "capacity": 20000}
    found = balance(trio, valley(*_many(3, **row)), [EVENING])
    need, access, unmet = found.at(EVENING, "T301")
    assert access > assumptions_of(trio.demand).target
    assert (need > 0, unmet) == (True, 0)
    assert all(0 <= found.at(EVENING, code)[2] <= found.at(EVENING, code)[0] for code in trio.communes)


@pytest.mark.parametrize(("share", "unmet"), [(0.0, 1.0), (0.5, 0.5), (0.75, 0.25), (1.0, 0.0), (1.5, 0.0)])
def test_unmet_is_what_is_missing_to_the_target(trio, valley, share, unmet):
    """Who finds half of the target counts for a half, who finds it and more for nothing."""
    offers = valley({"ins": "T301", "themes": ("securite",), "opening_hours": "Th 18:00-20:00"})
    need, access, _ = balance(trio, offers, [EVENING]).at(EVENING, "T301")
    target = access / share if share else 1.0
    aimed = replace(trio, demand={**trio.demand, "settings": {**trio.demand["settings"], "target": target}})
    told = balance(aimed, offers if share else valley(), [EVENING]).at(EVENING, "T301")
    assert told[2] == pytest.approx(need * unmet)


def test_where_a_pack_weighs_nobody_everybody_is_one_public_that_wants_everything(trio, valley):
    nobody = replace(trio, demand={**trio.demand, "publics": {}})
    wants = [EVENING, Want(theme="bases"), Want(step="ateliers")]
    found = balance(nobody, valley({"ins": "T101", "themes": ("securite",)}), wants)
    for code, commune in trio.communes.items():
        for want in wants:
            need, _, unmet = found.at(want, code)
            assert need == pytest.approx(commune.population * 0.3)
            assert 0 <= unmet <= need
    ((public, people, wanted, _),) = found.by_public(EVENING, "T101")
    assert (public.id, public.share, wanted) == ("", 1.0, 1.0)
    assert people == pytest.approx(trio.communes["T101"].population * 0.3)
