"""A person's word holds whatever else joins, and one weak link holds nothing together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco import model
from wtc_eco.matching import Lexicon, match
from wtc_eco.matching.clusters import CERTAIN, LARGEST_WHOLE, Rules, ScoredPairs, Verdicts, cluster
from wtc_eco.matching.features import EVIDENCES
from wtc_eco.matching.score import AT_MOST_REVIEW, RULE_NUMBERS, RULE_SITES
from wtc_eco.matching.weights import PRIOR

WORDS = Lexicon.general()
RUCHE = {"name": "EPN La Ruche", "street": "Rue Haute 1", "postal_code": "7000", "locality": "Mons"}
LEAST = 1.0
quick = settings(max_examples=15, deadline=None)


def copies(n):
    return model.frame(model.RECORDS, [{**RUCHE, "record": number} for number in range(1, n + 1)])


def lines(same=(), different=()):
    told = [(*pair, "same") for pair in same] + [(*pair, "different") for pair in different]
    return model.frame(
        model.DECISIONS, [{"left": str(a), "right": str(b), "verdict": word} for a, b, word in told]
    )


@pytest.mark.parametrize("apart", [(1, 2), (1, 3), (2, 3)])
def test_a_third_record_does_not_bring_together_what_a_person_told_apart(apart):
    found = match(copies(3), lexicon=WORDS, decisions=lines(different=[apart]))
    assert found.clusters[apart[0]] != found.clusters[apart[1]]
    assert len(set(found.clusters.values())) == 2


@quick
@given(st.lists(st.integers(0, 2), min_size=3, max_size=7), st.data())
def test_of_many_copies_a_person_s_verdicts_are_all_obeyed(owner, data):
    """`owner` says whose copy each record is: of one owner some pairs are told «same», of two «different»."""
    numbers = range(1, len(owner) + 1)
    pairs = [(a, b) for a in numbers for b in numbers if a < b]
    told = data.draw(st.lists(st.sampled_from(pairs), max_size=8, unique=True))
    same = [(a, b) for a, b in told if owner[a - 1] == owner[b - 1]]
    different = [pair for pair in told if pair not in same]
    found = match(copies(len(owner)), lexicon=WORDS, decisions=lines(same, different))
    assert found.problems == ()
    assert all(found.clusters[a] == found.clusters[b] for a, b in same)
    assert all(found.clusters[a] != found.clusters[b] for a, b in different)


def test_a_person_s_word_brings_together_through_others_what_nothing_else_links():
    """1 = 2, 2 = 3: all three are one, whatever the evidence says of 1 and 3."""
    found = put(3, {}, same=[(0, 1), (1, 2)])
    assert found.cluster.tolist() == [0, 0, 0]


def evidences(bits):
    """A name that alone gives the pair so many bits."""
    row = np.full(len(EVIDENCES), np.nan, dtype=np.float32)
    row[list(EVIDENCES).index("name")] = bits - PRIOR
    return row


def linked(pairs, rules=None):
    """Links of pairs of rows with these bits, all from their names; what a rule holds back a person must see."""
    told = sorted(pairs)
    flags = [(rules or {}).get(pair, 0) for pair in told]
    bits = [
        min(pairs[pair], AT_MOST_REVIEW) if flag else pairs[pair]
        for pair, flag in zip(told, flags, strict=True)
    ]
    return ScoredPairs(
        np.array([a for a, _ in told], dtype=np.int64),
        np.array([b for _, b in told], dtype=np.int64),
        np.array(bits, dtype=np.float32),
        np.array([evidences(pairs[pair]) for pair in told], dtype=np.float32).reshape(-1, len(EVIDENCES)),
        np.array(flags, dtype=np.uint8),
    )


def put(n, pairs, *, same=(), different=(), rules=None, scored=None):
    """`n` rows put together; pairs that are not given are scored as `scored` says, by default far apart."""
    verdicts = Verdicts(frozenset(same), frozenset(different))

    def score(left, right):
        asked = list(zip(left.tolist(), right.tolist(), strict=True))
        assert all(a < b and (a, b) not in pairs for a, b in asked)
        return linked({pair: (scored or {}).get(pair, -CERTAIN) for pair in asked})

    return cluster(n, linked(pairs, rules), Rules(LEAST, verdicts, score))


def test_a_pair_is_put_together_from_the_least_on():
    assert put(2, {(0, 1): LEAST}).cluster.tolist() == [0, 0]
    assert put(2, {(0, 1): LEAST - 0.01}).cluster.tolist() == [0, 1]


def test_who_stands_alone_is_held_by_itself_and_two_by_their_link():
    found = put(3, {(0, 1): 3.0})
    assert found.held_by.tolist() == pytest.approx([8 / 9, 8 / 9, 1.0])


def test_a_link_is_never_more_certain_than_twelve_bits():
    assert put(2, {(0, 1): 40.0}).held_by.tolist() == pytest.approx([4096 / 4097] * 2, rel=1e-9)


def test_each_row_of_a_group_that_agrees_is_held_by_its_strongest_pair():
    found = put(3, {(0, 1): 4.0, (0, 2): 2.0, (1, 2): 3.0})
    assert found.cluster.tolist() == [0, 0, 0]
    assert found.held_by.tolist() == pytest.approx([16 / 17, 16 / 17, 8 / 9])


def test_groups_that_nothing_links_do_not_meet():
    found = put(5, {(0, 3): 5.0, (1, 4): 5.0})
    assert found.cluster.tolist() == [0, 1, 2, 0, 1]


def test_a_chain_does_not_join_its_ends_against_what_is_known_of_them():
    """0–1 and 1–2 are likely, 0–2 is known to be two: the stronger link wins, and the third stands alone."""
    found = put(3, {(0, 1): 6.0, (1, 2): 5.0, (0, 2): -12.0})
    assert found.cluster.tolist() == [0, 0, 2]
    assert put(3, {(0, 1): 5.0, (1, 2): 6.0, (0, 2): -12.0}).cluster.tolist() == [0, 1, 1]


def test_pairs_nobody_compared_are_looked_at_before_a_group_is_put_together():
    assert put(3, {(0, 1): 6.0, (1, 2): 5.0}, scored={(0, 2): -12.0}).cluster.tolist() == [0, 0, 2]
    assert put(3, {(0, 1): 6.0, (1, 2): 5.0}, scored={(0, 2): 4.0}).cluster.tolist() == [0, 0, 0]


@pytest.mark.parametrize("n", [LARGEST_WHOLE, LARGEST_WHOLE + 1])
def test_a_group_is_looked_at_whole_up_to_sixty(n):
    """A star: every ray is like the middle, and no two rays were compared."""
    asked = []

    def score(left, right):
        asked.extend(zip(left.tolist(), right.tolist(), strict=True))
        return linked(dict.fromkeys(asked, 5.0))

    star = linked({(0, ray): 5.0 for ray in range(1, n)})
    found = cluster(n, star, Rules(LEAST, Verdicts(), score))
    rays = (n - 1) * (n - 2) // 2
    assert len(asked) == (rays if n == LARGEST_WHOLE else 0)
    assert (len(set(found.cluster.tolist())) == 1) == (n == LARGEST_WHOLE)


def held(bits):
    """The probability of so many bits."""
    return 1 / (1 + 2.0**-bits)


def test_who_joins_a_cluster_is_held_by_the_link_that_brought_it_and_the_others_as_before():
    found = put(3, {(0, 1): 9.0, (0, 2): 6.0, (1, 2): 6.0}, rules={(1, 2): RULE_SITES})
    assert found.held_by.tolist() == pytest.approx([held(9.0), held(9.0), held(6.0)], rel=1e-6)
    found = put(3, {(0, 1): 6.0, (1, 2): 5.0, (0, 2): -12.0})
    assert found.held_by.tolist() == pytest.approx([held(6.0), held(6.0), 1.0], rel=1e-6)


def test_of_two_clusters_a_name_one_pair_shares_counts_half_way_to_that_pair():
    """0 and 2 are one; of 1 and these two, one pair says 9 bits and the other 0.5: mean 4.75, half-way 6.875."""
    found = put(3, {(0, 1): 9.0, (0, 2): 10.0, (1, 2): 0.5})
    assert found.cluster.tolist() == [0, 0, 0]
    assert found.held_by[1] == pytest.approx(held(6.875), rel=1e-6)


def test_who_a_person_put_together_is_held_for_certain():
    assert put(2, {(0, 1): -8.0}, same=[(0, 1)]).held_by.tolist() == pytest.approx([1.0, 1.0])


def test_a_person_s_different_holds_against_any_evidence_and_the_third_goes_to_the_likelier():
    found = put(3, {(0, 1): 12.0, (0, 2): 5.0, (1, 2): 6.0}, different=[(0, 1)])
    assert found.cluster.tolist() == [0, 1, 1]


def test_one_pair_of_two_numbers_holds_two_clusters_apart_and_one_of_two_sites_does_not():
    """Two numbers in names contradict whatever else is the same; two sites are told of all pairs, or of none."""
    pairs = {(0, 1): 9.0, (0, 2): 6.0, (1, 2): 6.0}
    assert put(3, pairs, rules={(1, 2): RULE_NUMBERS}).cluster.tolist() == [0, 0, 2]
    assert put(3, pairs, rules={(1, 2): RULE_SITES}).cluster.tolist() == [0, 0, 0]
    both = dict.fromkeys(((0, 2), (1, 2)), RULE_SITES)
    assert put(3, pairs, rules=both).cluster.tolist() == [0, 0, 2]
