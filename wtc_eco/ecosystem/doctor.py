"""Whether a folder or any table is sound: what is wrong or doubtful, told without changing it, and what puts it in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco import store
from wtc_eco.ecosystem.privacy import objections
from wtc_eco.ecosystem.writing import writing
from wtc_eco.errors import DamagedError, Problem
from wtc_eco.i18n import tr
from wtc_eco.store.journal import BY_HAND

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.ecosystem.importing.files import ReadingOptions
    from wtc_eco.sources.quarantine import RawCheck
    from wtc_eco.store import Holdings

STRUCTURES, TIES_FILE = "structures.csv", "referrals.csv"
_OF_WHOLE_RECORDS = ("no_name", "no_place", "doubtful_place", "unknown_place")
"""Doubts that a correction does not raise: it only says what it corrects."""


def check(ecosystem: Ecosystem) -> tuple[Problem, ...]:
    """Every doubt about a row of `data/`, then what keeps a correction, a decision or a tie from being used.

    The last of a tie: the account of all of them, where some wait for a person.
    """
    from wtc_eco.store.checks import check as doubts

    partial = _rows_of_corrections(ecosystem.holdings)
    problems = [
        problem
        for problem in doubts(ecosystem.holdings, ecosystem.territory)
        if problem.code not in _OF_WHOLE_RECORDS or (problem.file, problem.row) not in partial
    ]
    problems += _stray(ecosystem)
    problems += _unsettled(ecosystem)
    problems += [*ecosystem.matching.problems]
    problems += objections.read(ecosystem).problems()
    return tuple(problems)


def check_table(file: str | Path, *, reading: ReadingOptions | None = None) -> RawCheck:
    """Which rows of any table can be read, whatever its columns mean; needs no folder.

    Raises `RefusedError` for what is no table.
    """
    from wtc_eco import sources
    from wtc_eco.ecosystem.importing.files import ReadingOptions
    from wtc_eco.sources.quarantine import RawCheck

    how = reading or ReadingOptions()
    table = how.table(Path(file))
    kind = sources.kind_of(table, stated=how.format)
    listed = kind.id == "structures"
    return RawCheck(sources.lone_rows_aside(sources.with_dittos(table)) if listed else table, kind)


def _rows_of_corrections(holdings: Holdings) -> frozenset[tuple[str, int]]:
    from wtc_eco.registry import is_correction

    rows = zip(holdings.rows.get(STRUCTURES, ()), holdings.records.to_dict("records"), strict=False)
    return frozenset((STRUCTURES, number) for number, row in rows if is_correction(row))


def _stray(ecosystem: Ecosystem) -> Iterator[Problem]:
    for record in ecosystem.stray_corrections:
        yield Problem(
            "stray_correction",
            "warning",
            tr("Correction {record} is of no structure: it changes nothing.", record=record),
            tr(
                "In decisions.csv, a line “same” says which record it corrects: put it back, or delete the row."
            ),
            file=STRUCTURES,
        )


def _unsettled(ecosystem: Ecosystem) -> Iterator[Problem]:
    """The ties of which nobody knows yet whom they mean, row by row, and then the account of all ties."""
    from wtc_eco.network.resolution import mention_problem, unsettled

    holdings = ecosystem.holdings
    row_of = dict(zip(holdings.ties["tie"], holdings.rows.get(TIES_FILE, ()), strict=False))
    left = unsettled(ecosystem.mentions)
    for tie in left:
        yield replace(mention_problem(tie), file=TIES_FILE, row=row_of.get(tie.tie))
    if left:
        yield Problem("ties_accounted", "note", ecosystem.mentions.text(), file=TIES_FILE)


def doctor(ecosystem: Ecosystem) -> tuple[Problem, ...]:
    """Every fault of the store, each with its remedy; nothing is changed. Never stops at damaged tables.

    A problem of gravity `refusal` keeps commands from reading or writing; a `warning` is worth
    mending; a `note` is a fact to know.
    """
    problems = store.examine(ecosystem.folder)
    try:
        return (*problems, *objections.read(ecosystem).problems())
    except DamagedError:
        return problems  # the examination has said why


def repair(ecosystem: Ecosystem) -> store.Repaired:
    """Mend what can be mended without a person; what was there is kept in data/snapshots/."""
    repaired = store.repair(ecosystem.folder)
    ecosystem.forget_caches()
    return repaired


def restore(ecosystem: Ecosystem) -> store.Restored:
    """Put back the tables as the last command left them; what stood there is kept aside."""
    restored = store.restore(ecosystem.folder)
    ecosystem.forget_caches()
    return restored


def edits(ecosystem: Ecosystem) -> store.Edits:
    """What was changed in `data/` outside the tool since the last command, row by row."""
    return store.edits(ecosystem.folder)


def accept_edits(ecosystem: Ecosystem) -> store.Edits:
    """Take in what was changed outside the tool, as a command of its own that can be undone.

    Raises `DamagedError`, naming the rows, where a table cannot be read, its numbers are wrong, or a
    cell would be lost by writing.
    """
    with writing(ecosystem, BY_HAND, accept_edits=True) as step:
        taken_in = store.edits(ecosystem.folder)
        step.commit({})
    return taken_in
