"""Many texts read at once say what each says alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco.matching.arrays import Codebook, Ragged, side_by_side, tokens
from wtc_eco.matching.names import Phrases, covered, leftmost_longest, occurrences
from wtc_eco.territory.normalize import fold

quick = settings(max_examples=60, deadline=None)
rows = st.lists(st.lists(st.integers(0, 5), max_size=6), max_size=8)


def listed(held):
    return [held.values[one:two].tolist() for one, two in zip(held.starts, held.starts[1:], strict=False)]


@quick
@given(st.lists(st.text(max_size=20), max_size=5))
def test_texts_folded_together_are_folded_one_by_one(texts):
    codes = Codebook()
    found = [[codes.texts[code] for code in row] for row in listed(tokens(texts, codes))]
    assert found == [fold(text).split() for text in texts]


@quick
@given(rows)
def test_rows_of_values_are_what_lists_of_lists_are(held):
    ragged = Ragged.of(held)
    assert listed(ragged) == held
    assert listed(ragged.distinct()) == [list(dict.fromkeys(row)) for row in held]
    assert listed(side_by_side(ragged, ragged)) == [row + row for row in held]
    order = np.arange(len(held))[::-1]
    assert listed(ragged.take(order)) == held[::-1]
    assert listed(ragged.take(np.array([-1]))) == [[]]
    same = [one == two for one in held for two in held]
    assert np.equal.outer(ragged.digest(), ragged.digest()).ravel().tolist() == same


@quick
@given(
    rows,
    st.sets(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3).map(tuple), min_size=1, max_size=6),
)
def test_expressions_are_found_from_left_to_right_the_longest_first(held, phrases):
    codes = Codebook()
    codes.ids("abcdef")
    ragged, ordered = Ragged.of(held), sorted(phrases)
    found = leftmost_longest(occurrences(ragged, Phrases.of(ordered, codes)))
    expected = []
    for row, start in zip(held, ragged.starts.tolist(), strict=False):
        at = 0
        while at < len(row):
            said = ["abcdef"[code] for code in row[at:]]
            fits = [phrase for phrase in ordered if tuple(said[: len(phrase)]) == phrase]
            if fits:
                longest = max(fits, key=len)
                expected.append((start + at, longest))
            at += len(longest) if fits else 1
    assert [
        (at, ordered[phrase]) for at, phrase in zip(found.at.tolist(), found.phrase.tolist(), strict=True)
    ] == expected
    assert covered(len(ragged.values), found).sum() == found.length.sum()
