"""What is wrong or doubtful in `data/`, row by row: what a person may want to mend in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.store.doubts import copies, decisions, records, ties
from wtc_eco.store.doubts.row import rows_of
from wtc_eco.store.layout import REFERRALS, STRUCTURES, VERDICTS

if TYPE_CHECKING:
    from wtc_eco.errors import Problem
    from wtc_eco.store.holdings import Holdings
    from wtc_eco.territory import Territory


def check(holdings: Holdings, territory: Territory) -> tuple[Problem, ...]:
    """Every problem of the reading and every doubt about a row, file by file, in the order of rows.

    Notes are facts to know (a structure outside the territory); warnings are worth mending;
    refusals stop every command that writes.
    """
    numbers = frozenset(holdings.records["record"])
    found = [*holdings.problems, *copies.doubts(holdings.folder)]
    for row in rows_of(holdings.records, STRUCTURES, holdings.rows):
        found += records.doubts(row, numbers, territory)
    for row in rows_of(holdings.ties, REFERRALS, holdings.rows):
        found += ties.doubts(row, numbers, territory)
    found += decisions.doubts(tuple(rows_of(holdings.decisions, VERDICTS, holdings.rows)), numbers)
    return tuple(found)
