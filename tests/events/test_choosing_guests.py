"""Whoever is invited, every wish is kept, and the proof is true."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco.errors import UsageError
from wtc_eco.events.invitations.infeasible import require_possible
from wtc_eco.events.invitations.invitation import waves_of
from wtc_eco.events.invitations.optimise import (
    COUNTED,
    Group,
    SelectionProblem,
    choose,
    improve,
    introductions,
    value,
)


@st.composite
def problems(draw, most=10):
    n = draw(st.integers(3, most))
    seats = draw(st.integers(1, n))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    worth = np.round(rng.random((n, n)) * (rng.random((n, n)) < 0.5), 3)
    worth = np.triu(worth, 1) + np.triu(worth, 1).T
    kinds = rng.integers(0, 3, n)
    fixed = tuple(sorted(draw(st.sets(st.integers(0, n - 1), max_size=2))))
    apart = tuple(draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=2)))
    groups = tuple(
        Group(str(kind), kinds == kind, least, None if most is None else max(least, most))
        for kind, (least, most) in enumerate(
            draw(st.lists(st.tuples(st.integers(0, 2), st.none() | st.integers(0, 4)), max_size=2))
        )
    )
    return SelectionProblem(
        np.round(rng.random(n) * 3 + 0.1, 3),
        worth,
        seats,
        groups,
        fixed,
        tuple((one, other) for one, other in apart if one != other),
    )


def lists(problem):
    """Every list that keeps every rule, as rows of yes and no."""
    everybody = np.array(list(itertools.product((0, 1), repeat=problem.n)))
    rows, low, high = problem.rules()
    sums = everybody @ rows.toarray().T
    kept = np.all((low <= sums) & (sums <= high), axis=1)
    return everybody[kept & np.all(everybody[:, list(problem.fixed)] == 1, axis=1)]


def possible(problem):
    return len(lists(problem)) > 0


class Named:
    id = "S1"
    name = "CPAS"


class Asked:
    persons = 1


@settings(max_examples=30, deadline=None)
@given(problems())
def test_quotas_fixed_apart_and_seats_always_hold(problem):
    if possible(problem):
        assert problem.kept(choose(problem))
        assert problem.kept(improve(problem).chosen)


@settings(max_examples=25, deadline=None)
@given(problems(most=8))
def test_what_is_impossible_is_said_to_be_so_with_a_remedy(problem):
    names = [Named()] * problem.n
    if possible(problem):
        require_possible(problem, names, Asked())
    else:
        with pytest.raises(UsageError) as told:
            require_possible(problem, names, Asked())
        assert told.value.hint


@settings(max_examples=12, deadline=None)
@given(problems(most=8))
def test_no_list_is_worth_more_than_the_bound(problem):
    if possible(problem):
        bound = improve(problem).bound
        best = max(value(problem, np.flatnonzero(row).tolist()) for row in lists(problem)[-40:])
        assert best <= bound + 1e-6


@settings(max_examples=8, deadline=None)
@given(problems(), st.integers(0, 9))
def test_the_same_seed_gives_the_same_list(problem, seed):
    if possible(problem):
        assert choose(problem, seed=seed) == choose(problem, seed=seed)


@settings(max_examples=10, deadline=None)
@given(problems())
def test_nobody_is_counted_in_more_than_five_introductions(problem):
    met = [one for pair in introductions(problem, range(problem.n)) for one in pair]
    assert all(met.count(one) <= COUNTED for one in met)


def test_thirty_of_two_hundred_are_chosen_close_to_the_bound():
    rng = np.random.default_rng(7)
    place = rng.uniform(0, 50, (200, 2))
    km = np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1))
    worth = np.where(km < 8, np.round(1 - km / 10, 3), 0.0)
    np.fill_diagonal(worth, 0)
    problem = SelectionProblem(1 + np.round(rng.random(200), 3), worth, 30)
    proven = improve(problem)
    assert value(problem, proven.chosen) >= 0.98 * proven.bound


def test_waves_fill_what_the_refusals_leave():
    waves = waves_of(60, 60, 0.6, 2)
    assert [waves.count(wave) for wave in (2, 3, 4, 0)] == [24, 10, 4, 20]
    assert sum(waves.count(wave) for wave in range(2, 9)) == 40
    assert waves_of(5, 10, 1.0, 2) == [0] * 5
