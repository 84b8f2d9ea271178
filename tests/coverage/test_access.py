"""The two-step floating catchment area: by hand, and against PySAL's `access` where it is installed."""

from __future__ import annotations

import numpy as np
import pytest

from wtc_eco.coverage.balance import Kernel, access, equity, sparse_weights
from wtc_eco.coverage.supply import great_circle_km

NEAR = Kernel(typical_km=10.0, limit_km=30.0)


def column(*values):
    return np.array(values, dtype=float)[:, None]


def test_two_villages_and_one_structure_by_hand():
    # 10 km away the weight is e^-1/2 = 0.60653; 100 people here and 50 there share 4 hours.
    weights = NEAR.weigh(np.array([[0.0], [10.0]]))
    found = access(weights, column(100, 50), column(4))
    ratio = 4 / (100 + 50 * np.exp(-0.5))
    assert found[:, 0] == pytest.approx([ratio, ratio * np.exp(-0.5)])
    assert found[0, 0] == pytest.approx(0.030692, abs=1e-6)


def test_everything_offered_is_received_by_somebody():
    generator = np.random.default_rng(7)
    weights = NEAR.weigh(generator.uniform(0, 40, (12, 9)))
    demand, supply = generator.uniform(1, 50, (12, 3)), generator.uniform(1, 20, (9, 3))
    reachable = (weights.sum(axis=0) > 0)[:, None]
    assert (access(weights, demand, supply) * demand).sum() == pytest.approx((supply * reachable).sum())


def test_nothing_is_willing_to_come_past_the_limit():
    assert NEAR.weigh(np.array([0.0, 30.0, 30.001, np.inf])) == pytest.approx([1.0, np.exp(-4.5), 0.0, 0.0])


def test_a_structure_that_nobody_reaches_serves_nobody():
    found = access(NEAR.weigh(np.array([[np.inf, 0.0]])), column(10), column(5, 5))
    assert found[0, 0] == pytest.approx(0.5)


def points(generator, n):
    return np.column_stack((generator.uniform(49.5, 50.8, n), generator.uniform(3, 6, n)))


def test_sparse_and_dense_say_the_same():
    generator = np.random.default_rng(3)
    places, structures = points(generator, 60), points(generator, 40)
    structures[:5] = places[:5]
    places[-1], structures[-1] = (10.0, 10.0), (-10.0, 10.0)
    km = 1.3 * great_circle_km(places[:, 0], places[:, 1], structures[:, 0], structures[:, 1])
    sparse = sparse_weights(places, structures, NEAR, road_factor=1.3)
    assert sparse.toarray() == pytest.approx(NEAR.weigh(km), abs=1e-12)
    # Pairs past the limit are not even held: of a country they would be nearly all.
    assert sparse.nnz == (km <= NEAR.limit_km).sum() < km.size
    demand, supply = generator.uniform(1, 9, (60, 4)), generator.uniform(1, 9, (40, 4))
    assert access(sparse, demand, supply) == pytest.approx(access(NEAR.weigh(km), demand, supply))


def test_it_is_the_access_of_pysal():
    fca = pytest.importorskip("access.fca", reason="PySAL access is not installed (group bench)")
    pandas = pytest.importorskip("pandas")
    generator = np.random.default_rng(11)
    km = generator.uniform(0, 45, (30, 20))
    demand, supply = generator.uniform(10, 900, 30), generator.uniform(1, 40, 20)
    costs = pandas.DataFrame(
        [(i, j, km[i, j]) for i in range(30) for j in range(20)], columns=["origin", "dest", "cost"]
    )
    named = pandas.Index(range(30), name="geoid"), pandas.Index(range(20), name="geoid")
    theirs = fca.two_stage_fca(
        pandas.DataFrame({"demand": demand}, index=named[0]),
        pandas.DataFrame({"supply": supply}, index=named[1]),
        costs,
        max_cost=NEAR.limit_km,
        weight_fn=lambda cost: np.exp(-(cost**2) / (2 * NEAR.typical_km**2)),
    )
    ours = access(NEAR.weigh(km), demand[:, None], supply[:, None])
    assert theirs.reindex(range(30)).to_numpy() == pytest.approx(ours[:, 0], abs=1e-9)


def test_an_even_offer_has_no_inequality_and_one_place_served_has_almost_nothing_else():
    need = np.ones(10)
    even = equity(np.ones(10), need)
    assert (even.at_zero, even.ratio, even.gini) == (0.0, 1.0, pytest.approx(0.0))
    one = equity(np.array([1.0] + [0.0] * 9), need)
    assert (one.at_zero, one.ratio, one.gini) == (pytest.approx(0.9), None, pytest.approx(0.9))
    assert equity(np.ones(3), np.zeros(3)) is None


def test_inequality_is_weighed_by_need():
    crowd = equity(np.array([0.0, 1.0]), np.array([1.0, 99.0]))
    assert crowd.at_zero == pytest.approx(0.01)
    assert crowd.ratio == 1.0
