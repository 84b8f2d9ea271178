"""Journeys, introductions and closures: equal to a search that tries everything."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco.network.journeys import Arcs, Cases, arrives, best, closures, gains, served

HOPS = (0, 1, 2, 3)


@st.composite
def worlds(draw):
    """A few structures, referrals between them, and cases with entries, goals and people."""
    n = draw(st.integers(1, 6))
    pairs = [(a, b) for a in range(n) for b in range(n) if a != b]
    arcs = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=9)) if pairs else []
    n_cases = draw(st.integers(1, 5))
    sets = st.frozensets(st.integers(0, n - 1))
    cases = [(draw(sets), draw(sets), draw(st.integers(0, 9))) for _ in range(n_cases)]
    return n, sorted(arcs), cases


def arrays(world):
    n, arcs, cases = world
    table = np.array(arcs, dtype=np.intp).reshape(-1, 2)
    entries, goals = np.zeros((n, len(cases)), dtype=bool), np.zeros((n, len(cases)), dtype=bool)
    for number, (start, end, _) in enumerate(cases):
        entries[sorted(start), number] = True
        goals[sorted(end), number] = True
    people = np.array([people for _, _, people in cases], dtype=np.int64)
    return Cases(entries, goals, people), Arcs(n, table[:, 0], table[:, 1])


def walked(world, hops, *, gone=None):
    """After how many referrals each case is served, by walking from its entries; -1 where it is not."""
    _, arcs, cases = world
    found = []
    for entries, goals, _ in cases:
        far = {start: 0 for start in entries if start != gone}
        waiting = deque(sorted(far))
        while waiting:
            here = waiting.popleft()
            for start, end in arcs:
                if start == here and end not in far and end != gone:
                    far[end] = far[here] + 1
                    waiting.append(end)
        hits = [far[goal] for goal in goals if goal in far and far[goal] <= hops]
        found.append(min(hits, default=-1))
    return found


def people_served(world, hops):
    return sum(case[2] for case, hop in zip(world[2], walked(world, hops), strict=True) if hop >= 0)


def with_link(world, link):
    n, arcs, cases = world
    return n, sorted({*arcs, link}), cases


@settings(max_examples=300, deadline=None)
@given(worlds(), st.sampled_from(HOPS))
def test_cases_are_served_as_a_walk_from_every_entry_finds(world, hops):
    cases, arcs = arrays(world)
    assert served(cases, arcs, hops).tolist() == walked(world, hops)


@settings(max_examples=300, deadline=None)
@given(worlds(), st.sampled_from(HOPS[1:]))
def test_the_gain_of_every_link_is_what_adding_it_serves(world, hops):
    cases, arcs = arrays(world)
    found, before = gains(cases, arcs, hops), people_served(world, hops)
    for start in range(world[0]):
        for end in range(world[0]):
            if start != end:
                assert found[start, end] == people_served(with_link(world, (start, end)), hops) - before


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_links_are_taken_one_by_one_each_with_those_before_it(world):
    cases, arcs = arrays(world)
    cost = np.zeros((world[0], world[0]))
    np.fill_diagonal(cost, np.inf)
    start = people_served(world, 2)
    total = 0
    for link in best(cases, arcs, cost, n=3):
        tried = {
            (a, b): people_served(with_link(world, (a, b)), 2) - start - total
            for a in range(world[0])
            for b in range(world[0])
            if a != b
        }
        most = max(tried.values())
        assert link.people == most > 0
        assert (link.start, link.end) == min(pair for pair, gain in tried.items() if gain == most)
        world = with_link(world, (link.start, link.end))
        total += most
        assert link.together == total
        assert sum(world[2][case][2] for case in link.cases) == most
    if total == 0:
        assert not gains(cases, arcs)[np.isfinite(cost)].any()


@settings(max_examples=300, deadline=None)
@given(worlds(), st.sampled_from(HOPS))
def test_what_a_closure_loses_is_what_is_no_longer_found_without_it(world, hops):
    cases, arcs = arrays(world)
    before = walked(world, hops)
    lost = {one.structure: one for one in closures(cases, arcs, range(world[0]), hops)}
    for structure in range(world[0]):
        after = walked(world, hops, gone=structure)
        gone = tuple(n for n, hop in enumerate(before) if hop >= 0 and after[n] < 0)
        assert (lost[structure].cases if structure in lost else ()) == gone
        if gone:
            assert lost[structure].people == sum(world[2][n][2] for n in gone)


def test_a_link_that_costs_less_is_proposed_first_and_a_forbidden_one_never():
    # Two entries without a goal, one goal: either link serves the same person.
    world = (3, [], [({0, 1}, {2}, 5)])
    cases, arcs = arrays(world)
    cost = np.array([[np.inf, 9.0, 8.0], [9.0, np.inf, 3.0], [9.0, 9.0, np.inf]])
    assert [(link.start, link.end) for link in best(cases, arcs, cost)] == [(1, 2)]
    cost[1, 2] = np.inf
    assert [(link.start, link.end) for link in best(cases, arcs, cost)] == [(0, 2)]


def test_two_links_that_only_work_together_gain_nothing_alone():
    # From 0 to 3 in two referrals through 1 or 2: a single new link cannot do it.
    cases, arcs = arrays((3, [], [({0}, {2}, 4)]))
    assert gains(cases, arcs, 1)[0, 1] == 0
    assert gains(cases, arcs, 1)[0, 2] == 4


def test_a_case_comes_to_its_entries_and_where_they_send_people():
    cases, arcs = arrays((4, [(0, 1), (1, 2), (2, 3)], [({0}, {3}, 1)]))
    assert arrives(cases, arcs)[:, 0].tolist() == [True, True, True, False]


@pytest.mark.parametrize("n_cases", [1, 7, 8, 9, 4097])
def test_cases_that_do_not_fill_a_byte_are_counted_like_others(n_cases):
    entries = np.ones((2, n_cases), dtype=bool)
    goals = np.zeros((2, n_cases), dtype=bool)
    goals[1] = True
    entries[1] = False
    cases = Cases(entries, goals, np.ones(n_cases, dtype=np.int64))
    alone = Arcs.of(("a", "b"), [])
    assert served(cases, alone).tolist() == [-1] * n_cases
    assert gains(cases, alone)[0, 1] == n_cases
    assert served(cases, Arcs.of(("a", "b"), [("a", "b")])).tolist() == [1] * n_cases
