"""How much a theme or a slot is wanted, by whom, and what was counted or asked here in the place of the pack."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from wtc_eco.coverage.balance import Assumptions, Kernel, assumptions_of, equity, people_in_need
from wtc_eco.coverage.need import (
    Need,
    Public,
    fragile_change,
    fragility_of,
    need_of,
    reach_of,
    with_local_need,
)
from wtc_eco.coverage.supply import Reach, Want

ONE = Public("one", 3.0, {"a": 1.0, "b": 0.5}, {"matin": 1.0})
TWO = Public("two", 1.0, {"a": 0.2}, {"matin": 0.5, "soiree": 1.0})
NEED = Need((ONE, TWO))


@pytest.mark.parametrize(
    ("want", "weight"),
    [
        (Want(), 1.0),
        (Want(theme="a"), (3 * 1.0 + 1 * 0.2) / 4),
        (Want(theme="b"), (3 * 0.5 + 0) / 4),
        (Want(slot="soiree"), 1 / 4),
        (Want(theme="a", slot="matin"), (3 * 1.0 + 0.2 * 0.5) / 4),
        (Want(theme="unheard of"), 0.0),
        (Want(theme="a", public="two"), 0.2),
        (Want(theme="a", public="somebody else"), (3 * 1.0 + 1 * 0.2) / 4),
    ],
)
def test_a_want_weighs_the_mean_of_the_publics_by_their_size(want, weight):
    assert NEED.weight(want) == pytest.approx(weight)


def test_without_publics_the_most_wanted_themes_count_double():
    assert Need().weight(Want(theme="a")) == 1.0
    wanted = Need((), frozenset({"a"}))
    assert (wanted.weight(Want(theme="a")), wanted.weight(Want(theme="b")), wanted.weight(Want())) == (
        1.0,
        0.5,
        0.5,
    )


@pytest.mark.parametrize(
    ("public", "want", "wants"),
    [
        (ONE, Want(theme="a", slot="matin"), 1.0), (TWO, Want(theme="a", slot="matin"), 0.1), (ONE, Want(slot="soiree"), 0.0),
        (TWO, Want(theme="b"), 0.0), (ONE, Want(public="two"), 0.0), (ONE, Want(public="one"), 1.0), (TWO, Want(), 1.0),
    ],
)  # fmt: skip
def test_a_public_wants_what_it_weighs_and_nothing_for_another(public, want, wants):
    assert public.wants(want) == pytest.approx(wants)


def test_each_weight_is_moved_alone_up_then_down():
    moved = list(NEED.moved(0.25))
    assert len(moved) == 2 * (3 + 3)
    seen = []
    for need in moved:
        changed = [
            (public.id, facet, key, getattr(public, facet)[key] / getattr(before, facet)[key])
            for public, before in zip(need.publics, NEED.publics, strict=True)
            for facet in ("themes", "slots")
            for key in getattr(public, facet)
            if getattr(public, facet)[key] != getattr(before, facet)[key]
        ]
        assert len(changed) == 1
        seen += changed
    ways = [("one", "themes", "a"), ("one", "themes", "b"), ("one", "slots", "matin")]
    assert seen[:6] == [(*way, factor) for factor in (1.25, 0.75) for way in ways]
    assert len({each[:3] for each in seen}) == 6


def test_a_public_is_read_with_its_size_and_what_says_no_weight_is_none(trio):
    employed, retired = sorted(need_of(trio).publics, key=lambda public: public.id, reverse=True)
    assert (employed.id, employed.share, employed.fragility, employed.car) == ("salaries", 0.6, 0.8, 0.8)
    assert employed.size == pytest.approx(0.48)
    assert employed.themes == {"securite": 1.0, "demarches": 0.5, "bases": 0.2}
    assert retired.slots == {"matin": 1.0, "apres_midi": 1.0}
    assert retired.size == pytest.approx(0.52)


def demand_with(trio, **publics):
    return replace(trio, demand={**trio.demand, "publics": publics})


def test_a_public_without_a_share_is_left_out_and_what_it_does_not_say_is_usual(trio):
    (only,) = need_of(demand_with(trio, b={"share": 0.5}, a={"themes": {"bases": 1.0}})).publics
    assert only == Public("b", 0.5, {}, {}, share=0.5, fragility=1.0, car=1.0)


def test_the_most_wanted_themes_are_those_the_pack_marks(trio):
    marked = {key for key, term in trio.themes.items() if term.extra.get("most_wanted")}
    assert need_of(trio).most_wanted == marked


def test_what_a_pack_does_not_say_is_usual_and_what_it_says_counts():
    assert reach_of({}) == Reach(1.3, 15.0)
    assert reach_of({"settings": {"road_factor": 1.5, "near_km": 9}}) == Reach(1.5, 9.0)
    assert (fragile_change({}), fragile_change({"settings": {"fragile_change": 0.1}})) == (0.25, 0.1)
    assert assumptions_of({}) == Assumptions(Kernel(12.0, 30.0), Kernel(6.0, 15.0), 1.0, 3.0, 1.0)
    told = {
        "settings": {
            "target": 2,
            "reach": {"typical_km": 1, "limit_km": 2, "without_car_km": 3, "without_car_limit_km": 4},
        },
        "offer": {"hours_a_week_in_slot": 5},
        "fragility": {"used": "x", "x": {"value": 0.4, "source": "s"}},
    }
    assert assumptions_of(told) == Assumptions(Kernel(1.0, 2.0), Kernel(3.0, 4.0), 2.0, 5.0, 0.4)


@pytest.mark.parametrize(
    "measures",
    [{}, {"used": "x"}, {"used": "x", "x": {"value": 0.4}}, {"used": "x", "x": {"source": "s"}}, {"x": {"value": 0.4, "source": "s"}}, {"used": "x", "x": 0.4}],
)  # fmt: skip
def test_a_share_without_its_source_measures_nobody(measures):
    assert fragility_of({"fragility": measures}) is None


def test_the_measure_is_the_one_the_pack_uses_with_its_words():
    measures = {
        "used": "x",
        "x": {"value": 0.4, "source": "s", "label": {"en": "weak"}},
        "y": {"value": 0.1, "source": "t"},
    }
    found = fragility_of({"fragility": measures})
    assert (found.share, found.source, found.label) == (0.4, "s", {"en": "weak"})
    assert fragility_of({"fragility": {**measures, "used": "y"}}).label == {}


@pytest.mark.parametrize(("fragility", "share"), [(0.5, 0.4), (1.0, 0.8), (1.25, 1.0), (2.0, 1.0)])
def test_never_more_of_a_public_needs_help_than_all_of_it(trio, fragility, share):
    """Four in five need help; of a public twice as fragile all do, and no more."""
    public = Public("x", 0.0, {}, {}, share=0.5, fragility=fragility)
    commune = trio.communes["T101"]
    (row,) = people_in_need([commune], [public], Assumptions(measure=0.8), {})
    assert row == pytest.approx([commune.population * 0.5 * share])
    (counted,) = people_in_need(
        [commune], [public], Assumptions(measure=0.8), {"T101": {"x": 100}, "T102": {"x": 1}}
    )
    assert counted == pytest.approx([100 * share])


def answer(situation="salaries", themes=("bases",), slots=("matin",)):
    return {"situation": situation, "themes": themes, "slots": slots}


@pytest.mark.parametrize(("n", "own"), [(9, False), (10, True), (11, True)])
def test_the_weights_of_a_public_are_its_own_from_ten_answers_on(trio, n, own):
    """Facet by facet: who did not answer about slots is not of the ten."""
    answers = [
        *(answer() for _ in range(n)),
        *(answer(slots=None) for _ in range(3)),
        *(answer("retraites") for _ in range(9)),
    ]
    publics = with_local_need(trio, [], answers)["publics"]
    assert publics["retraites"] == trio.demand["publics"]["retraites"]
    told = publics["salaries"]
    assert (told["slots"] != trio.demand["publics"]["salaries"]["slots"]) == own
    assert told["themes"]["bases"] == 1.0
    assert told["share"] == 0.6


def test_a_weight_is_the_share_that_chose_it_beside_the_most_chosen(trio):
    answers = (
        [answer(themes=("bases", "bases", "securite"))] * 6
        + [answer(themes=("bases",))] * 6
        + [answer(themes=())] * 3
    )
    told = with_local_need(trio, [], answers)["publics"]["salaries"]["themes"]
    assert {key: value for key, value in told.items() if key != "source"} == {
        "securite": 0.5,
        "demarches": 0.0,
        "bases": 1.0,
    }
    assert "15" in told["source"]
    nothing = with_local_need(trio, [], [answer(themes=())] * 10)["publics"]["salaries"]["themes"]
    assert nothing["bases"] == 0.0


def test_of_two_counts_of_one_public_the_latest_year_holds(trio):
    def row(people, year, ins="T101"):
        return {"ins": ins, "public": "salaries", "people": people, "year": year, "source": "census"}

    found = with_local_need(trio, [row(30, 2025), row(10, None), row(20, 2020), row(5, 2019, "T201")], [])
    assert found["population"] == {"T101": {"salaries": 30.0}, "T201": {"salaries": 5.0}}
    assert found["publics"] == trio.demand["publics"]
    assert "population" not in with_local_need(trio, [], [])


def test_who_does_not_say_in_which_situation_is_nobody_s_ten(trio):
    assert with_local_need(trio, [], [answer(None)] * 20) == trio.demand


def test_evenness_is_of_need_and_not_of_places():
    """Nine tenths of the need find 2 hours, a tenth nothing; where nobody needs anything there is nothing to tell."""

    access, need = np.array([2.0, 0.0, 4.0]), np.array([80.0, 10.0, 10.0])
    found = equity(access, need)
    assert (found.at_zero, found.ratio) == (pytest.approx(0.1), None)
    assert equity(np.array([1.0, 2.0, 4.0]), np.array([10.0, 80.0, 10.0])).ratio == pytest.approx(2.0)
    assert equity(np.array([3.0, 3.0, 3.0]), need).gini == pytest.approx(0.0)
    assert equity(np.array([0.0, 0.0, 9.0]), np.array([1.0, 1.0, 1.0])).gini == pytest.approx(2 / 3)
    assert equity(np.zeros(3), need).gini == 0.0
    assert equity(access, np.zeros(3)) is None
