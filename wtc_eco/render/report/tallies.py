"""Bars: how many structures of each kind, where each bassin stands, who answered."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from wtc_eco.locale import mark, number, tr
from wtc_eco.render.cells import spoken, visible
from wtc_eco.render.report.charts import Bar, Bars, single, stacked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wtc_eco.analysis.finding import Finding, Heading
    from wtc_eco.territory import Territory

GROUPS = (
    ("tied", mark("At least one declared tie"), ("tied", "knows_no_one", "unknown_to_others")),
    ("isolated", mark("No declared tie, at most (answered)"), ("isolated",)),
    ("named", mark("Named, no answer"), ("named_only",)),
    ("unknown", mark("Neither answer nor mention"), ("unknown", None)),
)
"""What a reader can tell apart in a bar: tint, words, the standings it gathers."""
ANSWERED = ("structures", "asked", "answered_network", "share")
"""The figures of an answer, as columns."""
REPLIES = (("tied", "answered_network"), ("named", "silent"), ("unknown", "never_asked"))
"""What a structure did with the questions: tint and column; together they are all structures."""


def words_of(finding: Finding, name: str) -> Mapping[str, str]:
    """The words of a column for the ids it holds."""
    return next((head.words or {} for head in finding.headings if head.id == name), {})


def kinds(directory: Finding) -> Bars:
    """How many structures of each kind, the most frequent first."""
    words = words_of(directory, "kind")
    counts = Counter(row.get("kind") for row in directory.rows())
    said = {kind: words.get(kind, kind) if kind else tr("kind unknown") for kind in counts}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], said[item[0]]))
    top = max(counts.values(), default=0)
    rows = tuple(
        single(visible(said[kind]), number(n), n, top, "tint-1" if kind else "tint-unknown")
        for kind, n in ordered
    )
    return Bars(tr("Structures by kind"), (tr("Kind"), tr("Structures")), rows)


def bassins(directory: Finding, territory: Territory) -> Bars:
    """Where each bassin's structures stand, one bar a bassin; those outside the bassins last."""
    counts: dict[str, Counter[str | None]] = {key: Counter() for key in (*territory.bassins, "")}
    for row in directory.rows():
        counts[row.get("bassin") or ""][row.get("standing")] += 1
    names = {
        **{key: bassin.text() for key, bassin in territory.bassins.items()},
        "": tr("Outside the bassins or the territory"),
    }
    top = max(held.total() for held in counts.values())
    rows = tuple(_standing_bar(names[key], held, top) for key, held in counts.items() if key or held)
    titles = (tr("Bassin"), tr("Structures"), *(tr(words) for _, words, _ in GROUPS))
    legend = tuple((tint, tr(words)) for tint, words, _ in GROUPS)
    return Bars(tr("Structures of each bassin and what is known of their ties"), titles, rows, legend)


def _standing_bar(label: str, held: Counter[str | None], top: int) -> Bar:
    amounts = [(tint, sum(held[standing] for standing in standings)) for tint, _, standings in GROUPS]
    figures = [number(held.total()), *(number(amount) for _, amount in amounts)]
    return stacked(label, figures, amounts, top)


def answers(finding: Finding) -> tuple[Bars, ...]:
    """Who answered, who is silent and who was never asked: one chart for each way of grouping.

    Bars are structures and not shares: of a few answers no share is said, and none is drawn.
    """
    heads = {head.id: head for head in finding.headings}
    if not {"by", "id", *ANSWERED, *(name for _, name in REPLIES)} <= heads.keys():
        return ()
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in finding.rows():
        groups.setdefault(row["by"], []).append(row)
    figures = [heads[name] for name in ANSWERED]
    return tuple(
        Bars(
            tr("{what}, by {group}", what=finding.title, group=spoken(by, heads["by"]).lower()),
            (spoken(by, heads["by"]), *(head.title for head in figures)),
            tuple(
                _answer_bar(row, heads["id"], figures, max(one["structures"] for one in rows)) for row in rows
            ),
            tuple((tint, heads[name].title) for tint, name in REPLIES),
        )
        for by, rows in groups.items()
    )


def _answer_bar(row: Mapping[str, Any], label: Heading, figures: Sequence[Heading], top: int) -> Bar:
    name = (
        tr("Outside the bassins or the territory")
        if row["id"] is None and row["by"] == "bassin"
        else spoken(row["id"], label)
    )
    said = [spoken(row[head.id], head) for head in figures]
    return stacked(name, said, [(tint, row[column]) for tint, column in REPLIES], top)
