"""An answer and a list of problems on the screen: everything fits, nothing is executed."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NoReturn

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wtc_eco.i18n import date, listing, mark, tr, trn
from wtc_eco.render.cells import GAP, MANY, NUMERIC, TextColumn, fit, spoken, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from wtc_eco.analysis.finding import Finding, Heading
    from wtc_eco.errors import Gravity, Problem

TALLEST = 5
"""Lines a cell may take; what is longer ends in «…» and stands whole in the files."""

RUN = 3
"""Rows that have their first cell in common, on average, from which it is said once above them."""

GRAVITIES: dict[Gravity, str] = {
    "note": mark("note"),
    "warning": mark("warning"),
    "quarantine": mark("set aside"),
    "refusal": mark("refused"),
}
VALUE_CUT = 80
_NO_BREAK = "\u00a0\u202f"
"""Spaces of French typography: `\\xa0` in every label would say nothing."""


def screen(*, errors: bool = False) -> Console:
    """Standard output (or error) as rich sees it now: its width, its colours, and no magic in texts."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> NoReturn:
            # Rich would leave with exit code 1: that the reader left is no error.
            raise BrokenPipeError

    return Screen(stderr=errors, highlight=False, markup=False, emoji=False)


def show(finding: Finding, console: Console, *, limit: int | None = None) -> None:
    """Print an answer within the console's width: title, sentence, table, remarks, notice.

    `limit` is how many rows are shown (all, where it is `None`); what is left out is counted.
    """
    _say(console, finding.title, "bold")
    if finding.as_of:
        _say(console, tr("As of {date}", date=date(finding.as_of)), "dim")
    _say(console, finding.sentence())
    if finding.table:
        console.print()
        _table(finding, console, limit)
    if finding.remarks:
        console.print()
    for remark in finding.remarks:
        _say(console, f"• {remark.text}")
    if finding.notice:
        console.print()
        _say(console, finding.notice, "italic")


def _say(console: Console, words: str, style: str = "") -> None:
    console.print(_text(console, _wrapped(visible(words, "\n"), console.width), style), highlight=False)


def _wrapped(words: str, width: int) -> str:
    """Broken at ordinary spaces only: rich would part «650 000» and «67 %» at their no-break spaces."""
    lines = words.split("\n")
    return "\n".join("\n".join(wrap(line, width, break_on_hyphens=False)) for line in lines)


def _text(console: Console, words: str, style: str = "") -> Text:
    # NO_COLOR asks rich to drop colours only; a reader who sets it wants no escape codes at all.
    return Text(words, style="" if console.no_color else style, overflow="fold")


def _table(finding: Finding, console: Console, limit: int | None) -> None:
    rows = finding.rows()[:limit]
    headings = finding.headings
    shown = [(head, _column(head, rows)) for head in headings]
    widths = fit([column for _, column in shown], console.width)
    titled = len(widths) < len(shown) and _comes_in_runs(shown[0])
    if titled:
        # What many rows in a row have in common is said once above them, and leaves its room to the others.
        first, shown = shown[0], shown[1:]
        widths = fit([column for _, column in shown], console.width)
    if len(widths) < len(shown):
        # What is the same in every row tells least: it leaves its room to what differs.
        shown.sort(key=lambda pair: _is_constant(finding, pair[0]))
        widths = fit([column for _, column in shown], console.width)
    fitted = shown[: len(widths)]
    if titled:
        _sections(console, first, fitted, widths)
    else:
        console.print(_grid(console, fitted, widths), highlight=False, soft_wrap=False)
    _left_out(console, [column.title for _, column in shown[len(widths) :]], len(finding.table) - len(rows))


def _comes_in_runs(first: tuple[Heading, TextColumn]) -> bool:
    """Whether a column of words says the same in rows that follow each other, and never again later."""
    head, column = first
    runs = [value for value, _ in groupby(column.cells)]
    return head.shape == "text" and len(set(runs)) == len(runs) and RUN * len(runs) <= len(column.cells)


def _sections(
    console: Console,
    first: tuple[Heading, TextColumn],
    fitted: Sequence[tuple[Heading, TextColumn]],
    widths: Sequence[int],
) -> None:
    """The table in parts, each under what its rows have in common."""
    start = 0
    for value, run in groupby(first[1].cells):
        stop = start + len(list(run))
        if start:
            console.print()
        _say(console, tr("{heading}: {value}", heading=first[1].title, value=value), "bold")
        part = [(head, TextColumn(column.title, column.cells[start:stop])) for head, column in fitted]
        console.print(_grid(console, part, widths, titled=not start), highlight=False, soft_wrap=False)
        start = stop


def _column(head: Heading, rows: Sequence[Mapping[str, Any]]) -> TextColumn:
    """The cells on one line each: what a sheet breaks into lines is set apart by dots here."""
    cells = (spoken(row.get(head.id), head, keep="\n").replace("\n", MANY) for row in rows)
    return TextColumn(visible(head.title), tuple(cells))


def _is_constant(finding: Finding, head: Heading) -> bool:
    values = [row.get(head.id) for row in finding.rows()]
    return len(values) > 1 and all(value == values[0] for value in values)


def _grid(
    console: Console,
    fitted: Sequence[tuple[Heading, TextColumn]],
    widths: Sequence[int],
    *,
    titled: bool = True,
) -> Table:
    grid = Table(
        box=None,
        padding=(0, GAP, 0, 0),
        pad_edge=False,
        collapse_padding=True,
        show_edge=False,
        show_header=titled,
        header_style="",
    )
    for (head, column), wide in zip(fitted, widths, strict=True):
        grid.add_column(
            _text(console, column.title, "bold"),
            width=wide,
            justify="right" if head.shape in NUMERIC else "left",
            overflow="fold",
            vertical="top",
        )
    for cells in zip(*(column.cells for _, column in fitted), strict=True):
        cut = [_cut(cell, TALLEST * wide) for cell, wide in zip(cells, widths, strict=True)]
        grid.add_row(*(Text(_wrapped(cell, wide)) for cell, wide in zip(cut, widths, strict=True)))
    return grid


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _left_out(console: Console, hidden: Sequence[str], more: int) -> None:
    if more:
        _say(console, trn("… and {n} row more.", "… and {n} rows more.", more), "dim")
    if hidden:
        _say(console, tr("Columns that do not fit: {columns}.", columns=listing(hidden)), "dim")
    if more or hidden:
        _say(console, tr("To see everything: --format xlsx -o FILE, or --format csv."), "dim")


def show_problems(problems: Sequence[Problem], console: Console, *, limit: int | None = None) -> None:
    """Print what is wrong or doubtful, file by file: where, the value as found, the remedy."""
    shown = list(problems)[:limit]
    for file in dict.fromkeys((problem.file, problem.sheet) for problem in shown):
        place = " · ".join(visible(part) for part in file if part)
        if place:
            _say(console, place, "bold")
        here = [problem for problem in shown if (problem.file, problem.sheet) == file]
        longest = max(cell_len(line) for problem in here for line in [*_where(problem), problem.code])
        margin = min(longest, max(10, console.width // 3))
        room = max(1, console.width - margin - GAP)
        grid = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, show_header=False, expand=False)
        grid.add_column(overflow="fold", width=margin)
        grid.add_column(overflow="fold", ratio=1)
        for problem in here:
            where = Text(_wrapped("\n".join(_where(problem)), margin))
            grid.add_row(
                where.append_text(_text(console, f"\n{problem.code}", "dim")), _what(problem, console, room)
            )
        console.print(Padding(grid, (0, 0, 1, 0)), highlight=False, soft_wrap=False)
    if len(shown) < len(problems):
        more = len(problems) - len(shown)
        _say(console, trn("… and {n} problem more.", "… and {n} problems more.", more), "dim")


def _where(problem: Problem) -> list[str]:
    parts = [tr(GRAVITIES[problem.gravity])]
    if problem.row is not None:
        parts.append(tr("row {row}", row=problem.row))
    if problem.column:
        parts.append(tr("column {column}", column=visible(f"{problem.letter} {problem.column}".strip())))
    elif problem.letter:
        parts.append(tr("column {column}", column=problem.letter))
    return parts


def _what(problem: Problem, console: Console, width: int) -> Text:
    lines = [visible(problem.message)]
    if problem.value:
        lines.insert(0, found(problem.value))
    words = Text(_wrapped("\n".join(lines), width), overflow="fold")
    if problem.hint:
        hint = _wrapped(f"→ {visible(problem.hint)}", width)
        words.append("\n").append_text(_text(console, hint, "dim"))
    return words


def found(value: str) -> str:
    """A cell as found, quoted, its control characters written out, cut at 80 characters."""
    spaced = "".join(" " if char in _NO_BREAK else char for char in value)
    return _cut(visible(repr(spaced)), VALUE_CUT)


def show_published(  # noqa: PLR0913 - what a reader meets, from top to bottom
    title: str,
    sentences: Sequence[str],
    files: Sequence[tuple[Path, str]],
    console: Console,
    *,
    notice: str = "",
    as_of: str = "",
) -> None:
    """Print the headline sentences, numbered as they are read aloud, and each output: where it is, what it is."""
    _say(console, title, "bold")
    if as_of:
        _say(console, tr("As of {date}", date=date(as_of)), "dim")
    for place, sentence in enumerate(sentences, start=1):
        console.print()
        _say(console, f"{place}. {sentence}")
    if files:
        console.print()
        _say(console, tr("Written:"), "bold")
    widest = max((cell_len(str(path)) for path, _ in files), default=0)
    for path, what in files:
        # A path is copied and pasted: it must not be broken over two lines.
        line = f"  {visible(str(path)):<{widest}}  {visible(what)}"
        console.print(_text(console, line), highlight=False, soft_wrap=True)
    if notice:
        console.print()
        _say(console, notice, "italic")
