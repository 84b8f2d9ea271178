"""Commands by which a person has the last word on what is one structure: join, split, explain, review."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer
from rich.console import ConsoleDimensions
from rich.text import Text

import wtc_eco as eco
from wtc_eco.cli import keys, options
from wtc_eco.cli.correct import signature
from wtc_eco.cli.desk import Desk
from wtc_eco.cli.doubt import lines
from wtc_eco.errors import UsageError
from wtc_eco.locale import listing, tr, trn
from wtc_eco.render.cells import visible

if TYPE_CHECKING:
    from rich.console import Console

    from wtc_eco.ecosystem.verdicts.ballots import Applied
    from wtc_eco.ecosystem.verdicts.deciding import Decided
    from wtc_eco.ecosystem.verdicts.reviewing import Question, Session


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
    _tell(eco.join(ecosystem, things, signature(ecosystem, by, why, accept_edits=accept_edits)))


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
    signed = signature(ecosystem, by, why, accept_edits=accept_edits)
    _tell(eco.split(ecosystem, thing, record or (), signed, apart=every))


def explain(
    context: typer.Context,
    thing: options.Structure,
    other: options.OtherStructure = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """Where each value comes from, and why records are one."""
    desk = Desk.of(context)
    desk.deliver(eco.explain(desk.ecosystem, thing, other), form, output)


SAME, DIFFERENT, UNSURE, SKIP, BACK, QUIT = "smo", "dn", "uh?", " kp\r\n", "br\x7f\x08", "q\x1b\x04"
"""What each key means, in English and in French at once: no two words share a letter."""
DOUBTFUL = 4
_GLANCE = 0.25
"""Seconds between two looks at the size of the window."""


def review(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    *,
    to: options.Export = None,
    taken: options.Apply = None,
    by: options.By = None,
    why: options.Why = None,
    accept_edits: options.AcceptEdits = False,
    form: options.Format = None,
) -> None:
    """Go through what is in doubt."""
    ecosystem = Desk.of(context).ecosystem
    signed = signature(ecosystem, by, why, accept_edits=accept_edits)
    if to and taken:
        raise UsageError(
            tr("{one} and {other} do not go together.", one="--export", other="--apply"),
            hint=tr("Export first; apply the file once it is filled in."),
        )
    if taken:
        _tell_applied(eco.apply_review(ecosystem, taken, signed))
    elif to or form or not keys.interactive():
        Desk.of(context).deliver(eco.doubts(ecosystem), form, to)
    else:
        _sit(eco.review(ecosystem, signed))


def _sit(session: Session) -> None:
    """One doubt after another, until none is left or the person leaves; every answer is safe already."""
    from wtc_eco.render.console import screen

    console = screen()
    if session.current is None:
        console.print(Text(tr("Nothing is in doubt.")))
        return
    try:
        with console.screen(hide_cursor=True), keys.listening():
            _ask(session, console)
    finally:
        decided = trn("{n} answer is kept.", "{n} answers are kept.", session.n_decided)
        left = trn("{n} doubt is left.", "{n} doubts are left.", session.n_left)
        sys.stdout.write(f"{decided} {left}\n")


def _ask(session: Session, console: Console) -> None:
    while session.current is not None:
        size = keys.window()
        console.size = ConsoleDimensions(*size)
        console.clear()
        for line in lines(session, *size):
            console.print(line, no_wrap=True, overflow="ellipsis", end="\n", highlight=False)
        key = None
        while key is None and size == keys.window():
            key = keys.pressed(_GLANCE)
        if key is not None and not _obeyed(session, session.current, key):
            return


def _obeyed(session: Session, question: Question, key: str) -> bool:
    """Do what a key says; False where it says to leave. A key that says nothing is not heard."""
    from wtc_eco.ecosystem.verdicts.reviewing import Answer

    place = int(key) - 1 if key in "123456789" else None
    if key in QUIT:
        return False
    if key in BACK:
        session.back()
    elif key in SKIP:
        session.skip()
    elif key in UNSURE:
        session.answer(Answer("unsure"))
    elif key in DIFFERENT:
        session.answer(Answer("different"))
    elif key in SAME and question.sort != "mention":
        session.answer(Answer("same"))
    elif place is not None and place < len(question.cards) and question.sort != "pair":
        verdict = "same" if question.sort == "mention" else "different"
        session.answer(Answer(verdict, question.cards[place].number))  # type: ignore[arg-type]  # one of two verdicts
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


def _tell(decided: Decided) -> None:
    """The structures as they are now, each with its records."""
    from wtc_eco.render.console import screen

    console = screen()
    for one, name, records in decided.structures:
        said = tr(
            "{id}: {name} (records {records})", id=one, name=name, records=listing([str(n) for n in records])
        )
        console.print(Text(visible(said)), soft_wrap=True)
    if not decided.n_written and not decided.n_taken_back:
        console.print(Text(tr("It was so already.")))
