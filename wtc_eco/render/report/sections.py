"""The pages after the first: one section a question, with its chart and its table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.locale import mark, number, tr
from wtc_eco.render.cells import NUMERIC, spoken
from wtc_eco.render.report.charts import Bar, Bars, Heat, heat, single, stacked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wtc_eco.analysis.finding import Finding, Heading
    from wtc_eco.territory import Territory

GROUPS = (
    ("tied", mark("At least one declared tie"), ("tied", "knows_no_one", "unknown_to_others")),
    ("isolated", mark("No declared tie (answered)"), ("isolated",)),
    ("named", mark("Named, has not answered"), ("named_only",)),
    ("unknown", mark("Neither answer nor mention"), ("unknown", None)),
)
"""What a reader can tell apart in a bar: tint, words, the standings it gathers."""
LISTED = ("name", "kind", "commune", "bassin", "standing", "n_out", "n_in")
"""The columns of the directory that fit a page; the workbook has them all."""
WIDEST = 8
BARS_AT_MOST = 30


@dataclass(frozen=True)
class Cell:
    """A cell as said, how it is set, and whether nobody told us."""

    text: str
    setting: str
    unknown: bool


@dataclass(frozen=True)
class Sheet:
    """A table to print: its titles, its rows, and the columns left to the workbook."""

    caption: str
    titles: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A question answered: its sentence, and what it rests on."""

    id: str
    title: str
    sentence: str
    remarks: tuple[str, ...] = ()
    bars: tuple[Bars, ...] = ()
    heat: Heat | None = None
    sheet: Sheet | None = None


def sections(findings: Sequence[Finding], territory: Territory, *, region: bool) -> tuple[Section, ...]:
    """One section a finding that has more than its sentence; the directory comes last, as an annex."""
    by_question = {finding.question: finding for finding in findings}
    directory = by_question.get("directory")
    ordered = [f for f in findings if f is not directory] + ([directory] if directory else [])
    made = (_section(finding, directory, territory, region=region) for finding in ordered)
    return tuple(
        section for section in made if section.remarks or section.bars or section.heat or section.sheet
    )


def _section(finding: Finding, directory: Finding | None, territory: Territory, *, region: bool) -> Section:
    bars: list[Bars] = []
    drawn: Heat | None = None
    shown: Sheet | None = sheet(finding)
    if finding.question == "overview" and directory:
        bars = [_kinds(directory), *([_bassins(directory, territory)] if region else [])]
    elif finding.question == "ties" and directory:
        drawn, shown = _matrix(finding, directory, "bassin" if region else "kind"), None
    elif finding.question == "directory":
        shown = sheet(finding, LISTED)
    elif chart := _shares(finding):
        bars, shown = [chart], None
    return Section(
        finding.question, finding.title, finding.sentence(), finding.remarks, tuple(bars), drawn, shown
    )


def sheet(finding: Finding, chosen: Sequence[str] = ()) -> Sheet | None:
    """The rows of a finding as a table; of many columns the first ones, or those chosen."""
    if not finding.table:
        return None
    heads = [head for head in finding.headings if not chosen or head.id in chosen]
    shown, rest = heads[:WIDEST], [head for head in finding.headings if head not in heads[:WIDEST]]
    rows = tuple(tuple(_cell(row, head) for head in shown) for row in finding.rows())
    titles = tuple((head.title, _setting(head)) for head in shown)
    return Sheet(finding.title, titles, rows, tuple(head.title for head in rest))


def _cell(row: Mapping[str, Any], head: Heading) -> Cell:
    value = row.get(head.id)
    return Cell(spoken(value, head), _setting(head), value is None)


def _setting(head: Heading) -> str:
    """`n` for a figure, set to the right; `d` for a date, kept on one line."""
    return "n" if head.shape in NUMERIC else "d" if head.shape == "date" else ""


def _heading(finding: Finding, name: str) -> Heading | None:
    return next((head for head in finding.headings if head.id == name), None)


def _words(finding: Finding, name: str) -> Mapping[str, str]:
    head = _heading(finding, name)
    return (head.words if head else None) or {}


def _kinds(directory: Finding) -> Bars:
    """How many structures of each kind, the most frequent first."""
    words = _words(directory, "kind")
    counts = Counter(row.get("kind") for row in directory.rows())
    said = {kind: words.get(kind, kind) if kind else tr("kind unknown") for kind in counts}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], said[item[0]]))
    top = max(counts.values(), default=0)
    rows = tuple(
        single(said[kind], number(n), n, top, "tint-1" if kind else "tint-unknown") for kind, n in ordered
    )
    return Bars(tr("Structures by kind"), (tr("Kind"), tr("Structures")), rows)


def _bassins(directory: Finding, territory: Territory) -> Bars:
    """Where each bassin's structures stand, one bar a bassin; those outside the bassins last."""
    counts: dict[str, Counter[str | None]] = {key: Counter() for key in (*territory.bassins, "")}
    for row in directory.rows():
        counts[row.get("bassin") or ""][row.get("standing")] += 1
    names = {
        **{key: bassin.text() for key, bassin in territory.bassins.items()},
        "": tr("Outside the bassins"),
    }
    top = max(sum(held.values()) for held in counts.values())
    rows = tuple(_standing_bar(names[key], held, top) for key, held in counts.items() if key or held)
    titles = (tr("Bassin"), tr("Structures"), *(tr(words) for _, words, _ in GROUPS))
    legend = tuple((tint, tr(words)) for tint, words, _ in GROUPS)
    return Bars(tr("Structures of each bassin and what is known of their ties"), titles, rows, legend)


def _standing_bar(label: str, held: Counter[str | None], top: int) -> Bar:
    amounts = [(tint, sum(held[standing] for standing in standings)) for tint, _, standings in GROUPS]
    figures = [number(sum(held.values())), *(number(amount) for _, amount in amounts)]
    return stacked(label, figures, amounts, top)


def _shares(finding: Finding) -> Bars | None:
    """A finding whose columns are a name, figures and a share of 0..1: its table with the share drawn."""
    label, *figures = finding.headings or (None,)
    share = next((head for head in figures if head and head.shape == "share"), None)
    if label is None or share is None or any(head.shape not in NUMERIC for head in figures):
        return None
    if not 2 <= len(finding.rows()) <= BARS_AT_MOST:  # noqa: PLR2004 - one bar compares nothing
        return None
    rows = tuple(
        replace(
            single(spoken(row.get(label.id), label), "", row.get(share.id), 1.0),
            figures=tuple(spoken(row.get(head.id), head) for head in figures),
        )
        for row in finding.rows()
    )
    return Bars(share.title, (label.title, *(head.title for head in figures)), rows)


def _matrix(ties: Finding, directory: Finding, facet: str) -> Heat | None:
    """How many ties go from each bassin (or kind) to each: rows give, columns receive."""
    side: dict[str, str] = {row["id"]: row[facet] for row in directory.rows() if row.get(facet)}
    counts = Counter(
        (side[row["from"]], side[row["to"]])
        for row in ties.rows()
        if row["from"] in side and row["to"] in side
    )
    words = _words(directory, facet)
    used = {end for pair in counts for end in pair}
    names = [
        (key, words.get(key, key)) for key in [*(k for k in words if k in used), *sorted(used - set(words))]
    ]
    if not names:
        return None
    values: dict[tuple[str, str], int | None] = {(a, b): counts[a, b] for a, _ in names for b, _ in names}
    title = tr("Ties between bassins") if facet == "bassin" else tr("Ties between kinds of structures")
    return heat(title, tr("From ↓ to →"), names, names, values)
