"""Commands by which a person has the last word on what is one structure: join, split, explain, review; match for any lists.

A review shows a doubt at a time: two sides or a list, what speaks for and against, and the keys.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import typer
from rich.cells import cell_len, set_cell_size
from rich.console import ConsoleDimensions
from rich.text import Text

import wtc_eco as eco
from wtc_eco.cli import desk, options
from wtc_eco.cli.column_words import fields_said
from wtc_eco.cli.corrections import tell_edits_taken_in
from wtc_eco.cli.desk import DOUBTFUL, Desk
from wtc_eco.errors import UsageError
from wtc_eco.i18n import listing, number, percent, tr, trn
from wtc_eco.render.cells import visible

if TYPE_CHECKING:
    from rich.console import Console

    from wtc_eco.api.results import Applied, DecisionsWritten, DoubtCard, ReviewQuestion, Session

GAP = 2
WIDEST_LABEL = 20
LEAST = 4
"""Lines that are left out last: title, question, a blank, the keys."""
Styled = tuple[str, str]
"""A line and its style."""


def lines(session: Session, width: int, height: int) -> list[Text]:
    """The whole screen, within `width` and `height`; nothing of it is executed or wrapped."""
    question = session.current
    if question is None:
        return []
    head = [*_head(session, question, width), ("", "")]
    foot = [("", ""), *_foot(question, width)]
    room = max(height - len(head) - len(foot) - 1, 1)
    body = list(_body(question, width, room))[:room]
    return [
        Text(set_cell_size(words, min(cell_len(words), width)), style=style)
        for words, style in (*head, *body, *foot)
    ]


def _head(session: Session, question: ReviewQuestion, width: int) -> Iterator[Styled]:
    place, n = session.place
    done = trn("{n} answered", "{n} answered", session.n_decided)
    where = tr("Doubt {place} of {n}", place=place, n=n)
    yield f"{where} · {done}", "dim"
    sentence = visible(question.title)
    if question.probability is not None:
        sentence += " " + tr("By the evidence: {percent}.", percent=percent(question.probability))
    if question.hesitated:
        sentence += " " + tr("Somebody hesitated.")
    yield from ((line, "bold") for line in wrap(sentence, width, break_on_hyphens=False)[:3])


def _foot(question: ReviewQuestion, width: int) -> Iterator[Styled]:
    crowd = len(question.cards) > 2  # noqa: PLR2004 - of two, taking one out parts both
    own = {
        "pair": (tr("s same"), tr("d different")),
        "structure": (tr("s all one"), tr("d all apart"), *((tr("1–9 take that one out"),) if crowd else ())),
        "mention": (*((tr("1–9 that one"),) if question.cards else ()), tr("d nobody of the register")),
        "word": (tr("1–9 that one"), tr("d none of them")),
    }[question.sort]
    keys = [*own, tr("u unsure"), tr("space skip"), tr("b back"), tr("q quit")]
    line = ""
    for key in keys:
        longer = f"{line}  ·  {key}" if line else key
        if cell_len(longer) > width and line:
            yield line, "reverse"
            longer = key
        line = longer
    yield line, "reverse"


def _body(question: ReviewQuestion, width: int, room: int) -> Iterator[Styled]:
    if question.near_only and question.cards:
        yield tr("Nobody of the register is called so. The nearest names:"), ""
    elif question.near_only:
        yield tr("Nobody of the register is called so, nor nearly so."), ""
    evidence = list(_evidence(question, width))
    if question.sort in ("pair", "structure") and len(question.cards) == 2:  # noqa: PLR2004 - two stand side by side
        yield from _beside(question.cards, width)
    else:
        # Two lines a member, so that a crowd fits; what does not fit is counted.
        lines_each = 1 if question.sort == "word" else 2
        yield from _below(question.cards, width, max(2, (room - min(len(evidence), 5)) // lines_each))
    if evidence:
        yield "", ""
        yield from evidence


def _beside(cards: Sequence[DoubtCard], width: int) -> Iterator[Styled]:
    """Two cards side by side, line by line."""
    left, right = cards
    labels: list[tuple[str, str | None, str | None]] = [(tr("Name"), left.name, right.name)]
    rows = zip(left.lines, right.lines, strict=True)
    labels += [(title, one, other) for (title, one), (_, other) in rows if one or other]
    label_width = min(WIDEST_LABEL, max(cell_len(title) for title, _, _ in labels))
    side = (width - label_width - 2 * GAP) // 2
    for n, (title, one, other) in enumerate(labels):
        cells = [_folded(one, side), _folded(other, side)]
        for at in range(max(map(len, cells))):
            parts = [title if at == 0 else "", *(cell[at] if at < len(cell) else "" for cell in cells)]
            yield (
                _row(parts, [label_width, side, side]),
                "bold" if n == 0 else "",
            )


def _folded(value: str | None, width: int) -> list[str]:
    """At most two lines of a value; «?» where nobody told us."""
    lines = wrap(visible(value or "?"), width) or ["?"]
    if len(lines) > 2:  # noqa: PLR2004 - two lines say which one it is
        lines = [lines[0], f"{lines[1][: width - 1]}…"]
    return lines


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return (
        (" " * GAP)
        .join(set_cell_size(visible(cell), wide) for cell, wide in zip(cells, widths, strict=True))
        .rstrip()
    )


def _below(cards: Sequence[DoubtCard], width: int, most: int) -> Iterator[Styled]:
    """The cards one below the other, numbered as the keys are."""
    for place, card in enumerate(cards[:most], start=1):
        key = str(place) if place <= 9 else " "  # noqa: PLR2004 - as many keys as digits
        facts = " · ".join(value for _, value in card.lines if value)
        yield set_cell_size(visible(f"{key}  {card.name}"), width).rstrip(), "bold"
        if facts:
            yield set_cell_size(visible(f"   {facts}"), width).rstrip(), "dim"
    if len(cards) > most:
        yield f"   {trn('… and {n} other', '… and {n} others', len(cards) - most)}", "dim"


def _evidence(question: ReviewQuestion, width: int) -> Iterator[Styled]:
    """For on the left, against on the right, the weightiest first."""
    sides = {
        tr("For, in bits"): [each for each in question.evidences if each[1] > 0],
        tr("Against, in bits"): [each for each in question.evidences if each[1] < 0],
    }
    if not any(sides.values()):
        return
    side = (width - GAP) // 2
    yield _row(list(sides), [side, side]), "underline"
    columns = [[f"{_bits(bits)}  {words}" for words, bits in side_of] for side_of in sides.values()]
    for at in range(max(map(len, columns))):
        yield _row([column[at] if at < len(column) else "" for column in columns], [side, side]), ""


def _bits(bits: float) -> str:
    return f"{'+' if bits > 0 else '−'}{number(abs(bits), 1)}".rjust(5)


def join(
    context: typer.Context,
    things: options.Structures,
    *,
    by: options.By = None,
    why: options.Why = None,
    accept_edits: options.AcceptEdits = False,
) -> None:
    """Say that structures are one."""
    ecosystem = Desk.of(context).ecosystem
    tell_edits_taken_in(ecosystem, accept_edits=accept_edits)
    _tell(ecosystem.review.join(things, by=by, why=why, accept_edits=accept_edits))


def split(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    thing: options.Structure,
    *,
    record: options.Record = None,
    every: options.Every = False,
    by: options.By = None,
    why: options.Why = None,
    accept_edits: options.AcceptEdits = False,
) -> None:
    """Say that a structure is several."""
    if record and every:
        raise UsageError(
            tr("{one} and {other} do not go together.", one="--record", other="--all"),
            hint=tr("Name the records to take out, or part them all."),
        )
    ecosystem = Desk.of(context).ecosystem
    tell_edits_taken_in(ecosystem, accept_edits=accept_edits)
    _tell(ecosystem.review.split(thing, record or (), apart=every, by=by, why=why, accept_edits=accept_edits))


def explain(
    context: typer.Context,
    thing: options.Structure,
    other: options.OtherStructure = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Where each value comes from, and why records are one."""
    desk = Desk.of(context)
    desk.deliver(desk.ecosystem.review.explain(thing, other), form, output)


SAME, DIFFERENT, UNSURE, SKIP, BACK, QUIT = "smo", "dn", "uh?", " kp\r\n", "br\x7f\x08", "q\x1b\x04"
"""What each key means, in English and in French at once: no two words share a letter."""
_GLANCE = 0.25
"""Seconds between two looks at the size of the window."""


def review(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    *,
    to: options.Export = None,
    taken: options.Apply = None,
    sheet: options.SheetMeant = None,
    by: options.By = None,
    why: options.Why = None,
    accept_edits: options.AcceptEdits = False,
    form: options.Format = None,
) -> None:
    """Go through what is in doubt."""
    ecosystem = Desk.of(context).ecosystem
    tell_edits_taken_in(ecosystem, accept_edits=accept_edits)
    if to and taken:
        raise UsageError(
            tr("{one} and {other} do not go together.", one="--export", other="--apply"),
            hint=tr("Export first; apply the file once it is filled in."),
        )
    if taken:
        _tell_applied(ecosystem.review.apply(taken, by=by, why=why, accept_edits=accept_edits, sheet=sheet))
    elif to or form or not desk.interactive():
        Desk.of(context).deliver(ecosystem.review.doubts(), form, to)
    else:
        _sit(ecosystem.review.session(by=by, why=why, accept_edits=accept_edits))


def _sit(session: Session) -> None:
    """One doubt after another, until none is left or the person leaves; every answer is safe already."""
    from wtc_eco.render.console import screen

    console = screen()
    if session.current is None:
        console.print(Text(tr("Nothing is in doubt.")))
        return
    try:
        with console.screen(hide_cursor=True), desk.listening():
            _ask(session, console)
    finally:
        decided = trn("{n} answer is kept.", "{n} answers are kept.", session.n_decided)
        left = trn("{n} doubt is left.", "{n} doubts are left.", session.n_left)
        sys.stdout.write(f"{decided} {left}\n")


def _ask(session: Session, console: Console) -> None:
    while session.current is not None:
        size = desk.window()
        console.size = ConsoleDimensions(*size)
        console.clear()
        for line in lines(session, *size):
            console.print(line, no_wrap=True, overflow="ellipsis", end="\n", highlight=False)
        key = None
        while key is None and size == desk.window():
            key = desk.pressed(_GLANCE)
        if key is not None and not _obeyed(session, session.current, key):
            return


def _obeyed(session: Session, question: ReviewQuestion, key: str) -> bool:
    """Do what a key says; False where it says to leave. A key that says nothing is not heard."""
    from wtc_eco.api.results import ReviewAnswer

    place = int(key) - 1 if key in "123456789" else None
    if key in QUIT:
        return False
    if key in BACK:
        session.back()
    elif key in SKIP:
        session.skip()
    elif key in UNSURE:
        session.answer(ReviewAnswer("unsure"))
    elif key in DIFFERENT:
        session.answer(ReviewAnswer("different"))
    elif key in SAME and question.sort in ("pair", "structure"):
        session.answer(ReviewAnswer("same"))
    elif place is not None and place < len(question.cards) and question.sort != "pair":
        verdict = "different" if question.sort == "structure" else "same"
        session.answer(ReviewAnswer(verdict, question.cards[place].number))  # type: ignore[arg-type]  # one of two verdicts
    return True


def _tell_applied(applied: Applied) -> None:
    """What was decided in the file, and the rows that could not be read."""
    from wtc_eco.render.console import screen, show_problems

    if applied.problems:
        show_problems(applied.problems, screen(errors=True))
    read = trn("{n} answer read", "{n} answers read", applied.n_read)
    kept = trn("{n} new decision", "{n} new decisions", applied.n_written)
    empty = trn("{n} row without an answer", "{n} rows without an answer", applied.n_blank)
    sys.stdout.write(tr("{parameter}: {message}", parameter=read, message=f"{kept}; {empty}") + "\n")
    if applied.problems:
        raise typer.Exit(DOUBTFUL)


def _tell(decided: DecisionsWritten) -> None:
    """The structures as they are now, each with its records."""
    from wtc_eco.render.console import screen

    console = screen()
    for one, name, records in decided.structures:
        sentence = tr(
            "{id}: {name} (records {records})", id=one, name=name, records=listing([str(n) for n in records])
        )
        console.print(Text(visible(sentence)), soft_wrap=True)
    if not decided.n_written and not decided.n_taken_back:
        console.print(Text(tr("It was so already.")))


SHOWN = 12
"""Rows left out and notes that are told; the rest is counted."""


def match(  # noqa: PLR0913 - a command's parameters are its options
    files: options.ListFiles,
    columns: options.Columns = None,
    id_column: options.IdColumn = None,
    country: options.Country = "be",
    sheet: options.Sheet = None,
    area: options.Area = None,
    output: options.Clusters = None,
    doubts: options.Doubtful = None,
    decisions: options.Answered = None,
    two: options.TwoRows = None,
) -> None:
    """Deduplicate any list of organisations."""
    from wtc_eco.render.console import screen, show, show_problems

    with desk.watched() as progress:
        matched = eco.match(
            files,
            id_column=id_column,
            country=country,
            decisions=decisions,
            progress=progress,
            columns=fields_said(columns),
            sheet=sheet,
            area=area,
        )
    if matched.left_out:
        sys.stderr.write(_left_out(matched.left_out) + "\n")
    if matched.problems:
        show_problems(matched.problems, screen(errors=True), limit=SHOWN)
    if two is not None:
        show(matched.explain(*two), screen())
        return
    if doubts is not None:
        matched.doubts.write(doubts)
    if output is None:
        sys.stdout.write(matched.csv())
    else:
        matched.write(output)
    _tell_matched(matched, output, doubts)
    if any(problem.gravity == "quarantine" for problem in matched.problems):
        raise typer.Exit(DOUBTFUL)


def _tell_matched(matched: eco.Matched, output: Path | None, doubts: Path | None) -> None:
    """How many structures the rows are, where it was written, and what to do about the doubts."""
    sentence = trn(
        "{records} rows, {clusters} structures; {n} pair in doubt.",
        "{records} rows, {clusters} structures; {n} pairs in doubt.",
        matched.n_review,
        records=matched.n_records,
        clusters=matched.n_clusters,
    )
    written = [str(path) for path in (output, doubts) if path is not None]
    if written:
        sentence += " " + tr("Written: {file}", file=listing(written))
    sys.stderr.write(sentence + "\n")
    if doubts is not None and matched.n_review:
        again = tr(
            "Answer them in Excel, save, and run the same command with: --decisions {file}", file=doubts
        )
        sys.stderr.write(again + "\n")
    elif matched.n_review:
        sys.stderr.write(
            tr("To see the pairs in doubt and answer them in Excel: --doubts doubts.xlsx") + "\n"
        )


def _left_out(problems: Sequence[eco.Problem]) -> str:
    """Which rows of the lists are no structures."""
    rows = [
        tr(
            "row {row} of {file} (“{words}”)",
            row=problem.row,
            file=problem.file,
            words=visible(problem.value[:60].strip()),
        )
        for problem in problems[:SHOWN]
    ]
    more = len(problems) - len(rows)
    rest = [trn("{n} other", "{n} others", more)] if more > 0 else []
    return tr(
        "Left out, since they say one thing only or stand under a list: {rows}. If one is a structure, fill in another of its cells.",
        rows=listing([*rows, *rest]),
    )
