"""Whoever sits where: one of an organisation at a table, pins and pairs kept, nobody met twice where it can be."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wtc_eco.errors import UsageError
from wtc_eco.events.tables.infeasible import require_possible, sizes_of, unavoidable
from wtc_eco.events.tables.replanning import FEWEST, replan
from wtc_eco.events.tables.seating import (
    Person,
    Room,
    Seating,
    Wanted,
    anneal,
    even_sizes,
    faults,
    meetings,
    repeats,
)

QUICK = 3_000


def people(*houses):
    return tuple(Person(str(at), f"P{at}", house) for at, house in enumerate(houses))


@st.composite
def wishes(draw):
    n_tables = draw(st.integers(2, 4))
    n = draw(st.integers(2 * n_tables, 5 * n_tables))
    houses = draw(st.lists(st.sampled_from(["a", "b", None, None, None]), min_size=n, max_size=n))
    assume(max(houses.count(house) for house in ("a", "b")) <= n_tables)
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    worth = np.round(rng.random((n, n)), 3)
    worth = np.triu(worth, 1) + np.triu(worth, 1).T
    pinned = {0: 1} if draw(st.booleans()) else {}
    apart = frozenset({(1, 2)}) if draw(st.booleans()) else frozenset()
    together = frozenset({(3, n - 1)}) if draw(st.booleans()) and n > 4 else frozenset()
    return Wanted(
        people(*houses),
        even_sizes(n, n_tables),
        draw(st.integers(1, 3)),
        pinned,
        apart,
        together,
        worth=worth,
    )


def planned(wanted, seed=0):
    try:
        require_possible(wanted, repeats_allowed=True)
        return anneal(wanted, seed=seed, steps=QUICK)
    except (UsageError, ValueError):
        return None


@settings(max_examples=40, deadline=None)
@given(wishes())
def test_every_hard_rule_is_kept(wanted):
    seating = planned(wanted)
    assert seating is None or faults(wanted, seating) == ()


@settings(max_examples=10, deadline=None)
@given(wishes(), st.integers(0, 5))
def test_the_same_seed_gives_the_same_plan(wanted, seed):
    assert planned(wanted, seed) == planned(wanted, seed)


@settings(max_examples=25, deadline=None)
@given(wishes(), st.data())
def test_the_room_counts_as_it_would_anew_after_any_change(wanted, data):
    seating = planned(wanted)
    assume(seating is not None)
    room = Room(wanted, seating)
    for _ in range(8):
        r = data.draw(st.integers(0, wanted.rounds - 1))
        g, h = data.draw(st.integers(0, wanted.n - 1)), data.draw(st.integers(0, wanted.n - 1))
        change = room.clashes(r, g, h)
        if change is None or any(guest in pair for pair in wanted.together for guest in (g, h)):
            continue
        expected = room.repeats() + change, room.total() + room.gain(r, g, h)
        room.swap(r, g, h)
        anew = Room(wanted, Seating(room.seating()))
        assert (anew.repeats(), anew.total()) == expected
        assert (anew.near, anew.clash, anew.stop) == (room.near, room.clash, room.stop)


def test_sixty_guests_at_ten_tables_meet_nobody_twice_in_three_rounds():
    houses = [f"h{at // 2}" if at < 24 else f"p{at}" for at in range(60)]
    rng = np.random.default_rng(1)
    worth = np.round(rng.random((60, 60)), 3)
    worth = np.triu(worth, 1) + np.triu(worth, 1).T
    wanted = Wanted(people(*houses), even_sizes(60, 10), 3, worth=worth)
    seating = anneal(wanted, steps=40_000)
    assert repeats(wanted, seating) == ()
    assert faults(wanted, seating) == ()


def test_who_sat_together_before_is_a_repeat():
    wanted = Wanted(people(*"abcdefghi"), (3, 3, 3), 1, met=frozenset({(0, 1), (2, 3)}))
    assert repeats(wanted, anneal(wanted, steps=QUICK)) == ()


@pytest.mark.parametrize(
    ("wanted", "change"),
    [
        (Wanted(people(*"abcdefgh"), (4, 4), 5), "--rounds 1"),
        (Wanted(people(*"abcdefghi"), (3, 3, 3), 5), "--rounds 4"),
        (Wanted(people("a", "a", "a", "b"), (2, 2), 1), "--tables 3"),
        (Wanted(people("a", "a", "b", "c"), (2, 2), 1, pinned={0: 0, 1: 0}), ""),
        (Wanted(people(*"abcd"), (2, 2), 1, pinned={0: 7}), "--pin P0=2"),
        (Wanted(people(*"abcd"), (2, 2), 1, apart=frozenset({(0, 1)}), together=frozenset()), None),
    ],
)
def test_what_cannot_be_is_explained_with_the_smallest_change(wanted, change):
    if change is None:
        require_possible(wanted)
        return
    with pytest.raises(UsageError) as told:
        require_possible(wanted)
    assert change in told.value.hint
    assert told.value.exit_code == 2


def test_where_people_must_meet_again_the_plan_says_why_and_what_would_help():
    crowded = Wanted(people(*"abcdefgh"), (4, 4), 2)
    assert "3" in unavoidable(crowded)
    for enough in (Wanted(people(*"abcdefgh"), (3, 3, 2), 2), Wanted(people(*"abcdefgh"), (4, 4), 1)):
        assert unavoidable(enough) is None
        assert repeats(enough, anneal(enough, steps=QUICK)) == ()
    friends = frozenset({(0, 1), (2, 3), (4, 5), (6, 7)})
    bound = Wanted(people(*"abcdefgh"), (4, 4), 2, together=friends)
    assert unavoidable(bound) is None


def test_chairs_are_filled_evenly_and_must_be_enough():
    assert sizes_of(20, 3, (8, 8, 6)) == (7, 7, 6)
    assert sizes_of(21, 2, ()) == (11, 10)
    with pytest.raises(UsageError, match=r"24.*20"):
        sizes_of(24, 2, (10,))


def fewest_moves(counts, most=4):
    """Every way to give tables up, the others filled: how many people change table at the least."""
    small = [table for table, n in enumerate(counts) if 0 < n < FEWEST]
    found = []
    for size in range(len(small) + 1):
        for closed in itertools.combinations(small, size):
            leaving = sum(counts[table] for table in closed)
            open_ = [n for table, n in enumerate(counts) if n and table not in closed]
            wanting = sum(max(0, FEWEST - n) for n in open_)
            spare = sum(max(0, n - FEWEST) for n in open_)
            room = sum(most - max(n, FEWEST) for n in open_)
            if wanting - leaving <= spare and leaving - wanting <= room and open_:
                found.append(max(leaving, wanting))
    return min(found, default=0)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 50), st.sets(st.integers(0, 23), max_size=12))
def test_a_replan_moves_nobody_who_need_not_move(seed, absent):
    rng = np.random.default_rng(seed)
    tables = tuple(tuple(rng.permutation([at % 6 for at in range(24)]).tolist()) for _ in range(2))
    wanted = Wanted(tuple(Person(str(at), str(at)) for at in range(24)), (4,) * 6, 2)
    found = replan(wanted, Seating(tables), absent)
    here = [at for at in range(24) if at not in absent]
    for r, held in enumerate(tables):
        before = [held[at] for at in here]
        counts = [before.count(table) for table in range(6)]
        moved = {move.guest for move in found.moves if move.round == r}
        if all(n == 0 or n >= FEWEST for n in counts):
            assert not moved
        assert len(moved) == fewest_moves(counts)
        after = found.seating.tables[r]
        assert all(after[at] == before[at] for at in range(len(here)) if at not in moved)


def test_a_replan_moves_hosts_and_pairs_last():
    # 0 hosts table 0 and 4 table 1; 5 and 6 stay together; 8 and 9 are alone at table 2 when 10 and 11 are away.
    tables = ((0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2), (0, 1, 2, 2, 1, 0, 0, 1, 1, 2, 2, 0))
    wanted = Wanted(tuple(Person(str(at), str(at)) for at in range(12)), (4, 4, 4), 2)
    found = replan(wanted, Seating(tables), {10, 11})
    assert found.moves
    assert not {move.guest for move in found.moves} & {0, 4, 5, 6}


def test_everybody_at_a_table_meets_everybody_else_there():
    met = meetings(Seating(((0, 0, 1, 1),)), 4)
    assert met.tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
