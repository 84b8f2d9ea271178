"""Chance that always falls the same way: one stream a purpose, so that a change in one leaves the others."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")
SEED = 2026


class Chance:
    """A seeded stream for one purpose."""

    def __init__(self, purpose: str, seed: int = SEED) -> None:
        self._stream = random.Random(f"{seed}:{purpose}")  # noqa: S311 - an illustration, not a secret

    def happens(self, share: float) -> bool:
        """True in `share` (0..1) of the cases."""
        return self._stream.random() < share

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items, each as likely."""
        return items[int(self._stream.random() * len(items))]

    def weighed(self, weights: Mapping[Item, float]) -> Item:
        """One of the keys, as likely as its weight says."""
        left = self._stream.random() * sum(weights.values())
        for item, weight in weights.items():
            left -= weight
            if left < 0:
                return item
        return next(reversed(list(weights)))

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._stream.random() * (high - low + 1))

    def around(self, width: float) -> float:
        """A number near 0, hardly ever further than `width` (the mean of three uniform draws)."""
        return width * sum(self._stream.random() * 2 - 1 for _ in range(3)) / 3

    def mixed(self, items: Sequence[Item]) -> list[Item]:
        """The items in another order."""
        drawn = [(self._stream.random(), place) for place in range(len(items))]
        return [items[place] for _, place in sorted(drawn)]

    def some(self, items: Sequence[Item], share: float) -> list[Item]:
        """Exactly the rounded `share` of the items, whichever, in their order."""
        kept = {id(item) for item in self.mixed(items)[: round(share * len(items))]}
        return [item for item in items if id(item) in kept]


def apportioned(total: int, weights: Mapping[Item, float]) -> dict[Item, int]:
    """`total` shared out by weight in whole numbers (largest remainders); ties go to the first."""
    whole = sum(weights.values())
    exact = {item: total * weight / whole for item, weight in weights.items()}
    shares = {item: int(value) for item, value in exact.items()}
    by_remainder = sorted(exact, key=lambda item: shares[item] - exact[item])
    for item in by_remainder[: total - sum(shares.values())]:
        shares[item] += 1
    return shares
