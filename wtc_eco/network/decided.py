"""What a person decided about the words of a mention.

In `decisions.csv` the left side of such a decision is the words, after the number of a record of who
wrote them: `31: le CPAS`. Without a number the decision holds whoever wrote the words. The right side
is a record number of the structure meant (or, for `different`, not meant).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.registry import Registry

_LEFT = re.compile(r"\s*(?:S?(\d+)\s*:\s*)?(.*\D.*)", re.DOTALL)


@dataclass(frozen=True)
class Decision:
    """The structure that words mean, those they do not, and whether the person was unsure."""

    same: str | None = None
    different: frozenset[str] = frozenset()
    unsure: bool = False


@dataclass(frozen=True)
class Decided:
    """Decisions by folded words and writer (`None`: whoever writes)."""

    held: Mapping[tuple[str, str | None], Decision] = field(default_factory=dict)

    def about(self, words: str, writer: str | None) -> Decision:
        """The decision on these words by this writer, else by anybody, else none."""
        said = fold(words)
        return self.held.get((said, writer)) or self.held.get((said, None)) or Decision()


NO_DECISIONS = Decided()


def left_of(words: str, record: int | None = None) -> str:
    """The left side of a decision on `words` written by the structure that holds `record`."""
    return f"{record}: {words}" if record is not None else words


def decided(decisions: pd.DataFrame | None, registry: Registry) -> Decided:
    """The decisions on mentions among all decisions; a later line wins over an earlier one."""
    if decisions is None:
        return NO_DECISIONS
    held: dict[tuple[str, str | None], Decision] = {}
    for row in _by_date(decisions.to_dict("records")):
        left = _LEFT.fullmatch(str(row["left"] or ""))
        right = registry.aliases.get(_record(row["right"]))
        writer = registry.aliases.get(int(left[1])) if left and left[1] else None
        if left is None or right is None or (left[1] and writer is None):
            continue
        key = (fold(left[2]), writer)
        held[key] = _after(held.get(key, Decision()), row["verdict"], right)
    return Decided(held)


def _by_date(rows: Iterable[Mapping[Any, Any]]) -> list[Mapping[Any, Any]]:
    return sorted(rows, key=lambda row: str(row["decided_on"] or ""))


def _record(right: Any) -> int:
    text = str(right or "").strip().removeprefix("S")
    return int(text) if text.isdigit() else -1


def _after(before: Decision, verdict: Any, structure: str) -> Decision:
    if verdict == "same":
        return Decision(structure, before.different - {structure})
    same = None if before.same == structure else before.same
    if verdict == "different":
        return Decision(same, before.different | {structure}, before.unsure)
    return Decision(same, before.different, unsure=True)
