"""Pairs of rows of any lists: what is in doubt as a sheet to answer, the answers taken back, and why two are one or two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import AnswerColumn, Finding, Heading, notes, table
from wtc_eco.ecosystem.review.explain import (
    COMPARED,
    NEGLIGIBLE,
    Weighed,
    in_bits,
    label,
    of_scored,
    strength,
    weighed_among,
)
from wtc_eco.ecosystem.review.spreadsheet import FORM, TITLES, VERDICTS
from wtc_eco.errors import Problem, UnknownNameError, UsageError
from wtc_eco.i18n import listing, mark, number, percent, tr, trn
from wtc_eco.sources.returned_sheet import ReturnedTable, find
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.matching import Lexicon, Matching
    from wtc_eco.sources import Row

SHEET = replace(FORM, hint=mark("Make one with: wtc-eco match list.csv --doubts doubts.xlsx"))
"""A sheet of doubts as `match` gives it out: the columns of a review, with ids for records."""

TOLD = ("name", "kind", "street", "postal_code", "locality", "phone", "email", "website", "bce")
"""What is told of a row, in this order."""


@dataclass(frozen=True)
class ListedRows:
    """The rows of any lists as records from 1, the id of each, and the file it came from where there are several."""

    ids: Sequence[str]
    files: Sequence[str]
    records: pd.DataFrame
    lexicon: Lexicon
    country: str

    @cached_property
    def _record_of(self) -> Mapping[str, int]:
        return {name: record for record, name in enumerate(self.ids, start=1)}

    @cached_property
    def _nearly(self) -> Mapping[str, Sequence[int]]:
        """The records by their id as Excel may have changed it, and by their name."""
        by_word: dict[str, list[int]] = defaultdict(list)
        for record, (name, called) in enumerate(zip(self.ids, self.records["name"], strict=True), start=1):
            by_word[_as_excel_does(name)].append(record)
            if isinstance(called, str):
                by_word[fold(called)].append(record)
        return by_word

    def record(self, words: str, says: str = "") -> int | None:
        """The record of an id (as written, else as Excel may have changed it) or of a name; `None` for none or several.

        Where Excel may have made one id of several («007» and «7»), it is the one of which a sheet `says` so.
        """
        near = set(self._nearly.get(_as_excel_does(words), ()))
        meant = [record for record in near if self.says(record) == says] if len(near) > 1 and says else []
        if len(meant) == 1:
            return meant[0]
        if words in self._record_of:
            return self._record_of[words]
        for way in (_as_excel_does(words), fold(words)):
            if len(records := set(self._nearly.get(way, ()))) == 1:
                return records.pop()
        return None

    def cells(self, record: int) -> Mapping[str, str]:
        """What a row says, field by field, in words."""
        row = self.records.iloc[record - 1].to_dict()
        values = {str(name): _in_words(value) for name, value in row.items()}
        return {name: value for name, value in values.items() if value}

    def says(self, record: int) -> str:
        """What is known of a row, in one line, with its file where there are several."""
        cells = self.cells(record)
        told = [cells[name] for name in TOLD if name in cells]
        return " · ".join([*told, *([self.files[record - 1]] if self.files else [])])


def _as_excel_does(name: str) -> str:
    """An id without what Excel adds or takes away: «12.0» and «0012» are 12, «'-5» is -5."""
    text = name.strip().removeprefix("'").replace("\u00a0", "")
    whole = text.removesuffix(".0").removesuffix(",0")
    return whole.lstrip("0") or "0" if whole.isdecimal() else text.casefold()


def _in_words(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None or value != value else str(value)  # noqa: PLR0124 - NaN is not itself


def doubts(rows: ListedRows, matching: Matching) -> Finding:
    """The pairs a person should see, one row a pair, the most probable first, with what speaks for and against."""
    shown = matching.pairs[matching.pairs["zone"] == "review"].sort_values(
        ["probability", "left", "right"], ascending=[False, True, True]
    )
    asked = [_doubt(rows, row) for row in shown.to_dict("records")]
    titles = {name: text for name, text in TITLES.items() if name != "question"}
    return Finding(
        question="match",
        title=tr(SHEET.sheets[0]),
        scope="",
        base=len(set(matching.clusters.values())),
        unknown=0,
        text=trn("{n} pair of rows needs a person.", "{n} pairs of rows need a person.", len(asked)),
        headings=tuple(
            Heading(
                name,
                tr(text),
                "share" if name == "probability" else "text",
                choices=VERDICTS.offered() if name == "verdict" else (),
            )
            for name, text in titles.items()
        ),
        table=tuple(asked),
        remarks=notes(
            tr(
                "To answer in Excel, write in the column “{column}”: {words}.",
                column=tr(TITLES["verdict"]),
                words=", ".join(VERDICTS.offered()),
            ),
            tr("Then give the file back: wtc-eco match … --decisions FILE"),
        ),
    )


def _doubt(rows: ListedRows, row: Mapping[Any, Any]) -> dict[str, Any]:
    from wtc_eco.matching.weights import PRIOR

    left, right = int(row["left"]), int(row["right"])
    one = of_scored((left, right), row, PRIOR)
    sides = {
        name: [
            f"{label(evidence)} {number(abs(bits), 1)}"
            for evidence, bits in one.evidences
            if abs(bits) >= NEGLIGIBLE and (bits > 0) is (name == "for")
        ]
        for name in ("for", "against")
    }
    if one.rules:
        sides["against"].append(tr("a person decides: {rules}", rules=listing(one.rules)))
    return {
        "left": rows.ids[left - 1],
        "left_says": rows.says(left),
        "right": rows.ids[right - 1],
        "right_says": rows.says(right),
        "probability": one.probability,
        "for": "; ".join(sides["for"]) or None,
        "against": "; ".join(sides["against"]) or None,
        "verdict": None,
        "why": None,
    }


@dataclass(frozen=True)
class RowDecisions:
    """What people said of pairs of rows, as columns of `model.DECISIONS`, and what could not be taken.

    The index of `lines` is the row of the sheet, less 2.
    """

    lines: pd.DataFrame
    file: str
    sheet: str
    problems: tuple[Problem, ...]

    def placed(self, problems: Sequence[Problem]) -> Iterator[Problem]:
        """What `matching` says of its lines, where a person finds it."""
        for problem in problems:
            yield replace(problem, file=self.file, sheet=self.sheet) if problem.file else problem


def decisions(rows: ListedRows, file: str | Path) -> RowDecisions:
    """The answers of a sheet that `doubts` made: ids in either order, the later line wins; empty ones are left.

    Raises `RefusedError` where the file is no such sheet.
    """
    from wtc_eco import model

    returned = find(Path(file), SHEET)
    lines: list[dict[str, Any]] = []
    numbers: list[int] = []
    problems = list(returned.aside)
    for row in returned.table.rows:
        if not returned.cell(row, "verdict"):
            continue
        line = _line(rows, returned, row)
        if isinstance(line, Problem):
            problems.append(line)
        else:
            lines.append(line)
            numbers.append(row.number)
    frame = model.frame(model.DECISIONS, lines).set_axis([number - 2 for number in numbers])
    return RowDecisions(frame, returned.table.file, returned.table.sheet, tuple(problems))


def _line(rows: ListedRows, returned: ReturnedTable, row: Row) -> dict[str, Any] | Problem:
    verdict = VERDICTS.read(returned.cell(row, "verdict"))
    if verdict is None:
        return returned.not_understood(row, "verdict", VERDICTS)
    line: dict[str, Any] = {"verdict": verdict}
    for side in ("left", "right"):
        words = returned.cell(row, side)
        record = rows.record(words, returned.cell(row, f"{side}_says"))
        if record is None:
            fault = Problem(
                "unknown_row",
                "quarantine",
                tr("No row of the lists has the id “{id}”: this answer was not taken.", id=words or "?"),
                tr("Leave this column as it was written, and name the same lists in the same order."),
            )
            return returned.problem(row, side, fault)
        line[side] = str(record)
    if line["left"] == line["right"]:
        fault = Problem(
            "one_row",
            "quarantine",
            tr("Both sides name the row “{id}”: this answer was not taken.", id=words),
            tr("Leave this column as it was written, and name the same lists in the same order."),
        )
        return returned.problem(row, "right", fault)
    return line


@dataclass(frozen=True)
class _Told:
    """A line of an explanation: an evidence, how far it speaks for or against, and what each row says of it."""

    what: str
    says: str
    left: str = ""
    right: str = ""


def explain(rows: ListedRows, matching: Matching, one: str, other: str) -> Finding:
    """Why two rows are one structure or two, evidence by evidence, the weightiest first.

    Raises `UnknownNameError` where a row has no such id.
    """
    left, right = (_row_called(rows, words) for words in (one, other))
    if left == right:
        raise UsageError(
            tr("“{one}” and “{other}” are one row.", one=one, other=other), hint=tr("Name two rows.")
        )
    (pair,) = weighed_among(rows.records, rows.lexicon, rows.country, [(left, right)])
    columns = (
        AnswerColumn[_Told]("what", tr("What")),
        AnswerColumn[_Told]("says", tr("Bits, for or against")),
        AnswerColumn[_Told]("left", rows.ids[pair.left - 1]),
        AnswerColumn[_Told]("right", rows.ids[pair.right - 1]),
    )
    headings, told = table(columns, _evidences(rows, pair))
    return Finding(
        question="match",
        title=f"{rows.ids[pair.left - 1]} / {rows.ids[pair.right - 1]}",
        scope="",
        base=2,
        unknown=0,
        text=_sentence(rows, matching, pair),
        headings=headings,
        table=told,
    )


def _row_called(rows: ListedRows, words: str) -> int:
    record = rows.record(words)
    if record is None:
        raise UnknownNameError(
            tr("No one row has the id “{id}”.", id=words),
            hint=tr("The ids stand in the first column of the output: {ids} …", ids=", ".join(rows.ids[:5])),
        )
    return record


def _sentence(rows: ListedRows, matching: Matching, pair: Weighed) -> str:
    evidence = percent(pair.probability)
    group = matching.clusters[pair.left]
    if group == matching.clusters[pair.right]:
        beside = [
            rows.ids[record - 1]
            for record, first in matching.clusters.items()
            if first == group and record not in (pair.left, pair.right)
        ]
        if beside:
            return tr(
                "They are one structure, with {ids}: {percent} by the evidence of these two.",
                ids=listing(beside[:6]),
                percent=evidence,
            )
        return tr("They are one structure: {percent} by the evidence.", percent=evidence)
    ends = {group, matching.clusters[pair.right]}
    if any({matching.clusters[a], matching.clusters[b]} == ends for a, b in matching.review):
        return tr("They are kept apart, and in doubt: {percent} that they are one.", percent=evidence)
    return tr("They are two structures: {percent} that they are one, by the evidence.", percent=evidence)


def _evidences(rows: ListedRows, pair: Weighed) -> Iterator[_Told]:
    left, right = rows.cells(pair.left), rows.cells(pair.right)

    def said(cells: Mapping[str, str], evidence: str) -> str:
        return " ".join(cells[name] for name in COMPARED[evidence] if name in cells) or "?"

    for evidence, bits in pair.evidences:
        if abs(bits) >= NEGLIGIBLE:
            weight = f"{in_bits(bits)} {strength(bits)}"
            yield _Told(label(evidence), weight, said(left, evidence), said(right, evidence))
    if pair.rules:
        yield _Told(
            tr("limits"),
            f"{in_bits(pair.limits)} {tr('a person decides: {rules}', rules=listing(pair.rules))}",
        )
    elif abs(pair.limits) >= NEGLIGIBLE:
        yield _Told(tr("limits"), f"{in_bits(pair.limits)} {tr('evidences of one sort count up to a limit')}")
    yield _Told(tr("before looking"), f"{in_bits(pair.prior)} {tr('two records are seldom one')}")
