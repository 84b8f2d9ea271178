"""Charts as geometry: bars beside their figures, and heat maps; `charts.j2` draws them.

A bar stands in the row of a table, so its figure is its text alternative; a heat map comes with a
table of the same figures for who cannot see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.i18n import mark, number, tr
from wtc_eco.render.cells import UNKNOWN, spoken, visible

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding, Heading
    from wtc_eco.territory import Territory

FULL = 100.0
CELL_WIDE, CELL_HIGH = 46, 30
LETTER = 7.4
"""Width of a letter at the 14 pixels of a label, measured on the widest common fonts."""
TILT = 0.72
"""Height that a label tilted by 45° takes, as a share of its length."""
SHADES = 5


@dataclass(frozen=True)
class Part:
    """A stretch of a bar: where it starts and how long it is, in hundredths of the longest bar; its figure."""

    tint: str
    start: float
    length: float
    amount: float


@dataclass(frozen=True)
class Bar:
    """A row of a bar chart: its label, its figures as said, its stretches."""

    label: str
    figures: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Bars:
    """A bar chart: the titles of its columns, its rows, and what each tint stands for."""

    caption: str
    titles: tuple[str, ...]
    rows: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...] = ()


def single(label: str, figure: str, value: float | None, top: float, tint: str = "tint-1") -> Bar:
    """A row with one stretch; none where the value is unknown."""
    length = 0.0 if value is None or top <= 0 else round(min(FULL, FULL * value / top), 2)
    return Bar(label, (figure,), (Part(tint, 0.0, length, value or 0.0),) if length else ())


def stacked(label: str, figures: Sequence[str], amounts: Sequence[tuple[str, int]], top: int) -> Bar:
    """A row of stretches end to end, one an amount, in the order given."""
    parts, at = [], 0.0
    for tint, amount in amounts:
        length = FULL * amount / top if top else 0.0
        if length:
            parts.append(Part(tint, round(at, 2), round(length, 2), amount))
        at += length
    return Bar(label, tuple(figures), tuple(parts))


@dataclass(frozen=True)
class Shaded:
    """What a cell of a heat map says: its shade from 0 to 4, its figure, and how much that is."""

    shade: int
    figure: str
    amount: float


@dataclass(frozen=True)
class Square:
    """A cell of a heat map: where it stands, its shade from 0 to 4 (none: unknown), its figure and amount."""

    x: int
    y: int
    shade: int | None
    figure: str
    amount: float | None


@dataclass(frozen=True)
class Label:
    """A label of a heat map and where it is anchored."""

    x: float
    y: float
    text: str


Tone = Literal["lack", "offer"]
"""Whether a dark cell is a large gap or a large offer: two colours, so that nobody mistakes one for the other."""


@dataclass(frozen=True)
class Heat:
    """A heat map in pixels, and the same figures row by row; `keys` says what each shade stands for."""

    title: str
    summary: str
    corner: str
    width: int
    height: int
    squares: tuple[Square, ...]
    sides: tuple[Label, ...]
    tops: tuple[Label, ...]
    figures: tuple[tuple[str, tuple[str, ...]], ...]
    tone: Tone = "lack"
    keys: tuple[tuple[int | None, str], ...] = ()


def graded(counts: Mapping[tuple[str, str], int | None]) -> dict[tuple[str, str], Shaded | None]:
    """Counts as shades: the palest for zero, the darkest for the largest; the unknown stays unknown."""
    most = max((count for count in counts.values() if count), default=1)
    return {
        pair: None if count is None else Shaded(_shade(count, most), number(count), count)
        for pair, count in counts.items()
    }


def _shade(count: int, most: int) -> int:
    return 0 if count == 0 else min(SHADES - 1, 1 + (SHADES - 1) * (count - 1) // most)


def keys_of(values: Values) -> tuple[tuple[int | None, str], ...]:
    """What each shade of graded counts stands for: «0», «1–3», «4–6» …; then the unknown, where there is any."""
    amounts_of: dict[int, list[float]] = {}
    for value in values.values():
        if value is not None:
            amounts_of.setdefault(value.shade, []).append(value.amount)
    spans = {shade: (min(amounts), max(amounts)) for shade, amounts in sorted(amounts_of.items())}
    keys: list[tuple[int | None, str]] = [
        (shade, number(low) if low == high else f"{number(low)}–{number(high)}")
        for shade, (low, high) in spans.items()
    ]
    return (*keys, *(((None, tr("unknown")),) if None in values.values() else ()))


Names = Sequence[tuple[str, str]]
Values = Mapping[tuple[str, str], Shaded | None]


def heat(  # noqa: PLR0913 - a heat map has these parts
    title: str,
    corner: str,
    sides: Names,
    tops: Names,
    values: Values,
    *,
    tone: Tone = "lack",
    keys: tuple[tuple[int | None, str], ...] | None = None,
) -> Heat:
    """A heat map; `sides` and `tops` are (id, label), a pair without a value is unknown."""
    left = 16 + LETTER * max(len(text) for _, text in sides)
    over = 14 + LETTER * TILT * max(len(text) for _, text in tops)
    lean = max(
        LETTER * TILT * len(text) - CELL_WIDE * (len(tops) - j - 0.5) for j, (_, text) in enumerate(tops)
    )
    grid = {(a, b): values.get((a, b)) for a, _ in sides for b, _ in tops}
    return Heat(
        title=title,
        summary=_summary(sides, tops, grid),
        corner=corner,
        width=round(left + CELL_WIDE * len(tops) + max(0.0, lean) + 8),
        height=round(over + CELL_HIGH * len(sides) + 4),
        squares=tuple(
            _square(round(left + CELL_WIDE * j), round(over + CELL_HIGH * i), grid[a, b])
            for i, (a, _) in enumerate(sides)
            for j, (b, _) in enumerate(tops)
        ),
        sides=tuple(
            Label(round(left - 8), round(over + CELL_HIGH * (i + 0.5)), text)
            for i, (_, text) in enumerate(sides)
        ),
        tops=tuple(
            Label(round(left + CELL_WIDE * (j + 0.5)), round(over - 6), text)
            for j, (_, text) in enumerate(tops)
        ),
        figures=tuple(
            (text, tuple(UNKNOWN if (cell := grid[a, b]) is None else cell.figure for b, _ in tops))
            for a, text in sides
        ),
        tone=tone,
        keys=keys_of(grid) if keys is None else keys,
    )


def _square(x: int, y: int, value: Shaded | None) -> Square:
    if value is None:
        return Square(x, y, None, UNKNOWN, None)
    return Square(x, y, value.shade, value.figure, value.amount)


def _summary(sides: Names, tops: Names, grid: Values) -> str:
    """The three largest figures in words."""
    figures = [
        (value.amount, tr("{pair}: {figure}", pair=f"{side} – {top}", figure=value.figure))
        for a, side in sides
        for b, top in tops
        if (value := grid[a, b]) and value.amount
    ]
    largest = sorted(figures, key=lambda pair: -pair[0])[:3]
    return (
        tr("Largest figures: {figures}.", figures="; ".join(words for _, words in largest)) if largest else ""
    )


Group = tuple[str, str, tuple[str | None, ...]]
GROUPS: tuple[Group, ...] = (
    ("tied", mark("At least one declared tie"), ("tied", "knows_no_one", "unknown_to_others")),
    ("isolated", mark("No declared tie (answered)"), ("isolated",)),
    ("undecided", mark("A mention to decide (answered)"), ("undecided",)),
    ("named", mark("Named, no answer"), ("named_only",)),
    ("unknown", mark("Neither answer nor mention"), ("unknown", None)),
)
"""What a reader can tell apart in a bar: tint, words, the standings it gathers."""
OCCASIONAL = "undecided"
"""The group that is drawn only where a structure is of it."""
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
    names = {kind: words.get(kind, kind) if kind else tr("kind unknown") for kind in counts}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], names[item[0]]))
    top = max(counts.values(), default=0)
    rows = tuple(
        single(visible(names[kind]), number(n), n, top, "tint-1" if kind else "tint-unknown")
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
    top = max(counted.total() for counted in counts.values())
    groups = [
        group for group in GROUPS if group[0] != OCCASIONAL or any(one[OCCASIONAL] for one in counts.values())
    ]
    rows = tuple(
        _standing_bar(names[key], counted, top, groups) for key, counted in counts.items() if key or counted
    )
    titles = (tr("Bassin"), tr("Structures"), *(tr(words) for _, words, _ in groups))
    legend = tuple((tint, tr(words)) for tint, words, _ in groups)
    return Bars(tr("Structures of each bassin and what is known of their ties"), titles, rows, legend)


def _standing_bar(label: str, counted: Counter[str | None], top: int, groups: Sequence[Group]) -> Bar:
    amounts = [(tint, sum(counted[standing] for standing in standings)) for tint, _, standings in groups]
    figures = [number(counted.total()), *(number(amount) for _, amount in amounts)]
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
    figures_said = [spoken(row[head.id], head) for head in figures]
    return stacked(name, figures_said, [(tint, row[column]) for tint, column in REPLIES], top)


def bare(label: str) -> str:
    """«Compétences de base» for «Compétences de base (ordinateur, souris, clavier)»."""
    return label.split(" (", maxsplit=1)[0]
