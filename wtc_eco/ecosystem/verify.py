"""What is wrong or doubtful in a folder, without changing anything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.errors import Problem

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem


def check(ecosystem: Ecosystem) -> tuple[Problem, ...]:
    """Every doubt about a row of `data/`, then what keeps a decision or a tie from being used."""
    from wtc_eco.store.doubts import check as doubts

    found = [*doubts(ecosystem.holdings, ecosystem.territory)]
    found += [*ecosystem.matching.problems]
    return tuple(found)
